/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fence-layer.h"
#include "dray-fence-roads.h"
#include "dray-fence-sketch.h"

G_BEGIN_DECLS

/**
 * DrayFenceEditor:
 *
 * The sketch on the map, under pointer and keys: corners, the middles of sides, what a point snaps to, and beside the pointer how large
 * it is. Shift keeps the angle, Alt snaps to nothing.
 *
 * Signals:
 *   fence-clicked (#DrayFenceItem, nullable): on the map, while nothing is edited
 *   escape: the key
 *   closed: a ring, a circle or a corridor was finished
 */
#define DRAY_TYPE_FENCE_EDITOR (dray_fence_editor_get_type ())
G_DECLARE_FINAL_TYPE (DrayFenceEditor, dray_fence_editor, DRAY, FENCE_EDITOR, ShumateLayer)

DrayFenceEditor *dray_fence_editor_new          (ShumateViewport  *viewport,
                                                 DrayFenceSketch  *sketch,
                                                 DrayFenceLayer   *fences);
void             dray_fence_editor_set_snaps    (DrayFenceEditor  *self,
                                                 DrayFenceBook    *book,
                                                 DrayFenceRoads   *roads);
void             dray_fence_editor_set_snapping (DrayFenceEditor  *self,
                                                 gboolean          snapping);
void             dray_fence_editor_set_active   (DrayFenceEditor  *self,
                                                 gboolean          active,
                                                 const DrayId     *edited);
void             dray_fence_editor_set_imperial (DrayFenceEditor  *self,
                                                 gboolean          imperial);
DrayGeoPoint     dray_fence_editor_find         (DrayFenceEditor  *self,
                                                 double            x,
                                                 double            y);
void             dray_fence_editor_set_inset    (DrayFenceEditor  *self,
                                                 int               right_px);
gboolean         dray_fence_editor_place        (DrayFenceEditor  *self,
                                                 DrayGeoPoint      at,
                                                 double           *x,
                                                 double           *y);
gboolean         dray_fence_editor_put          (DrayFenceEditor  *self,
                                                 DrayGeoPoint      at);

G_END_DECLS
