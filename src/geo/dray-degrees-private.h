/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-feature.h"

G_BEGIN_DECLS

void     dray_degrees_append (GString       *to,
                              int            e7);
gboolean dray_degrees_read   (const char   **at,
                              double        *number);
gboolean dray_degrees_point  (double         lon,
                              double         lat,
                              DrayGeoPoint  *point,
                              GError       **error);
gboolean dray_degrees_check_bytes (gsize     n_bytes,
                                   GError  **error);

G_END_DECLS
