/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fence-book.h"
#include "dray-fence-watch.h"

G_BEGIN_DECLS

/* Fences as a dispatcher reads them. */

char       *dray_fence_dup_area      (double                area_m2,
                                      gboolean              imperial);
char       *dray_fence_dup_length    (double                length_m,
                                      gboolean              imperial);
char       *dray_fence_dup_summary   (const DrayFenceFacts *facts);
char       *dray_fence_dup_duration  (gint64                duration_us);
const char *dray_fence_get_kind_name (DrayFenceKind         kind);
const char *dray_fence_get_event     (DrayFenceTransition   transition);

G_END_DECLS
