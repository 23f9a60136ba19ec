/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-feature.h"

G_BEGIN_DECLS

GPtrArray *dray_kml_read  (const char       *text,
                           gssize            n_bytes,
                           GError          **error);
char      *dray_kml_write (const GPtrArray  *features);

G_END_DECLS
