/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fence-book.h"

#include <cairo.h>
#include <shumate/shumate.h>

G_BEGIN_DECLS

/**
 * DrayFenceLayer:
 *
 * All fences on a map, by kind. Nothing here is clicked by itself: whoever handles the pointer asks which fence lies under it.
 */
#define DRAY_TYPE_FENCE_LAYER (dray_fence_layer_get_type ())
G_DECLARE_FINAL_TYPE (DrayFenceLayer, dray_fence_layer, DRAY, FENCE_LAYER, ShumateLayer)

DrayFenceLayer *dray_fence_layer_new        (ShumateViewport *viewport);
void            dray_fence_layer_set_book   (DrayFenceLayer  *self,
                                             DrayFenceBook   *book);
void            dray_fence_layer_set_edited (DrayFenceLayer  *self,
                                             const DrayId    *id);
DrayFenceItem  *dray_fence_layer_pick       (DrayFenceLayer  *self,
                                             DrayGeoPoint     at);

/* The colour of a kind on this desktop, 0xRRGGBB. */
guint32         dray_fence_kind_get_colour  (DrayFenceKind    kind);

G_END_DECLS
