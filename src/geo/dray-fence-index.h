/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-shape.h"

G_BEGIN_DECLS

/* A fence wider or higher than this is refused, so that no product of two differences overflows: 90 degrees. */
#define DRAY_FENCE_MAX_SPAN_E7 900000000

/**
 * DrayFenceIndex:
 *
 * Which fences hold a point: up to 2^24 polygons with holes behind one grid. Immutable and reference counted: a change of a fence
 * builds another one off the threads that ask, and swaps it in.
 */
typedef struct _DrayFenceIndex DrayFenceIndex;

DrayFenceIndex *dray_fence_index_new          (DrayShape *const      *shapes,
                                               guint                  n_shapes,
                                               GError               **error);
void            dray_fence_index_unref        (DrayFenceIndex        *self);
guint           dray_fence_index_list_inside  (const DrayFenceIndex  *self,
                                               DrayGeoPoint           point,
                                               guint32               *fences,
                                               guint                  max_fences);
guint           dray_fence_index_list_crossed (const DrayFenceIndex  *self,
                                               DrayGeoPoint           from,
                                               DrayGeoPoint           to,
                                               guint32               *fences,
                                               guint                  max_fences);
gsize           dray_fence_index_get_bytes    (const DrayFenceIndex  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayFenceIndex, dray_fence_index_unref)

G_END_DECLS
