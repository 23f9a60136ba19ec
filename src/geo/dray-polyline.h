/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-geo-point.h"

G_BEGIN_DECLS

GArray *dray_polyline_read  (const char          *text,
                             int                  precision,
                             GError             **error);
char   *dray_polyline_write (const DrayGeoPoint  *points,
                             int                  n_points,
                             int                  precision);

G_END_DECLS
