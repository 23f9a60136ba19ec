/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fence-editor.h"

#include "dray-map-frame.h"

G_BEGIN_DECLS

/* What the next point, or the one that is dragged, holds on to. */
typedef enum {
  DRAY_SNAP_NOTHING,
  DRAY_SNAP_FENCE,
  DRAY_SNAP_ROAD,
  DRAY_SNAP_ANGLE,
} DraySnapKind;

struct _DrayFenceEditor {
  ShumateLayer      parent_instance;

  /* Owned */
  DrayFenceSketch  *sketch;
  DrayFenceBook    *book;       /* NULL until it is given */
  DrayFenceRoads   *roads;      /* so */
  PangoLayout      *text;
  /* Borrowed */
  DrayFenceLayer   *fences;     /* the same map holds it */

  DrayId            edited;     /* whose corners attract nothing */
  gboolean          active;
  gboolean          snapping;
  gboolean          imperial;
  int               inset_px;   /* what a pane covers on the right */
  double            area_m2;    /* when editing began */

  /* Pointer */
  double            x, y;
  gboolean          inside;     /* it is over the map */
  DrayGeoPoint      candidate;  /* where a click would put a point */
  DraySnapKind      snapped;
  DraySketchHandle  hovered;
  DraySketchHandle  side;       /* of the middle under the pointer: its first corner */
  double            press_x, press_y;
  double            grip_x, grip_y;   /* from the pointer to the handle that is dragged */
  gboolean          dragging;
  gboolean          moved;

  /* Keys */
  DraySketchHandle  nudged;
  gint64            nudged_us;  /* monotonic */
};

gboolean dray_fence_editor_get_frame  (DrayFenceEditor    *self,
                                       DrayMapFrame       *frame);
gboolean dray_fence_editor_get_middle (DrayFenceEditor    *self,
                                       const DrayMapFrame *frame,
                                       int                 ring,
                                       int                 corner,
                                       double             *x,
                                       double             *y);
void     dray_fence_editor_find_hovered (DrayFenceEditor  *self,
                                       const DrayMapFrame *frame,
                                       double              x,
                                       double              y);
void     dray_fence_editor_find_candidate (DrayFenceEditor *self,
                                       const DrayMapFrame *frame,
                                       GdkModifierType     modifiers,
                                       double              x,
                                       double              y);
gboolean dray_fence_editor_close      (DrayFenceEditor    *self);
gboolean dray_fence_editor_press_key  (DrayFenceEditor    *self,
                                       guint               keyval,
                                       GdkModifierType     modifiers);
void     dray_fence_editor_paint      (DrayFenceEditor    *self,
                                       cairo_t            *cr,
                                       const DrayMapFrame *frame);

G_END_DECLS
