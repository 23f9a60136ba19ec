/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-shape.h"

G_BEGIN_DECLS

DrayShape *dray_wkt_read  (const char       *text,
                           GError          **error);
char      *dray_wkt_write (const DrayShape  *shape);

G_END_DECLS
