/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-editor-private.h"

#include "dray-fence-paint.h"
#include "dray-tile.h"

#include <math.h>

/* What lies under the pointer, and what a point holds on to. */

#define HANDLE_PX 10.0
#define SNAP_PX 11.0
/* Sides that are shorter have no middle to take hold of. */
#define MIDDLE_MIN_PX 34.0
#define ANGLE_STEP 15.0

/* The middle of the side behind a corner. Returns: whether it can be taken hold of */
gboolean
dray_fence_editor_get_middle (DrayFenceEditor    *self,
                              const DrayMapFrame *frame,
                              int                 ring,
                              int                 corner,
                              double             *x,
                              double             *y)
{
  int n;
  const DraySketchCorner *corners = dray_fence_sketch_get_ring (self->sketch, ring, &n);
  double x0, y0, x1, y1;

  dray_map_frame_place_point (frame, corners[corner].at, &x0, &y0);
  dray_map_frame_place_point (frame, corners[(corner + 1) % n].at, &x1, &y1);
  *x = (x0 + x1) / 2;
  *y = (y0 + y1) / 2;
  return hypot (x1 - x0, y1 - y0) >= MIDDLE_MIN_PX;
}

/* What lies under the pointer */

static void
consider (DrayFenceEditor    *self,
          const DrayMapFrame *frame,
          DraySketchHandle    handle,
          double              x,
          double              y,
          double             *best_px)
{
  DrayGeoPoint at;
  double hx, hy;

  if (!dray_fence_sketch_get_handle (self->sketch, handle, &at))
    return;
  dray_map_frame_place_point (frame, at, &hx, &hy);
  if (hypot (hx - x, hy - y) > *best_px)
    return;
  *best_px = hypot (hx - x, hy - y);
  self->hovered = handle;
}

/* Finds the corner under the pointer, or the middle of a side. */
void
dray_fence_editor_find_hovered (DrayFenceEditor    *self,
                                const DrayMapFrame *frame,
                                double              x,
                                double              y)
{
  double best_px = HANDLE_PX, mx, my;

  self->hovered = self->side = DRAY_SKETCH_NO_HANDLE;
  for (int ring = 0; ring < dray_fence_sketch_get_n_rings (self->sketch); ring++) {
    int n;

    dray_fence_sketch_get_ring (self->sketch, ring, &n);
    for (int i = 0; i < n; i++)
      consider (self, frame, (DraySketchHandle) { ring, i }, x, y, &best_px);
    for (int i = 0; i < n && self->hovered.ring < 0 && !dray_fence_sketch_is_drawing (self->sketch); i++)
      if (dray_fence_editor_get_middle (self, frame, ring, i, &mx, &my) && hypot (mx - x, my - y) <= HANDLE_PX)
        self->side = (DraySketchHandle) { ring, i };
  }
  for (int i = 0; i < 2; i++)
    consider (self, frame, (DraySketchHandle) { 0, i }, x, y, &best_px);
}

/* Snapping */

static gboolean
snap_to_corners (DrayFenceEditor    *self,
                 const DrayMapFrame *frame,
                 double              x,
                 double              y,
                 DrayGeoPoint       *at)
{
  double best_px = SNAP_PX;
  guint n = self->book != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->book)) : 0;

  for (guint i = 0; i < n; i++) {
    g_autoptr (DrayFenceItem) item = g_list_model_get_item (G_LIST_MODEL (self->book), i);
    const DrayFenceFacts *facts = dray_fence_item_get_facts (item);

    for (int k = 0; facts->shape != NULL && !dray_id_equal (&facts->id, &self->edited) && k < facts->shape->n_points; k++) {
      double px, py;

      dray_map_frame_place_point (frame, facts->shape->points[k], &px, &py);
      if (hypot (px - x, py - y) > best_px)
        continue;
      best_px = hypot (px - x, py - y);
      *at = facts->shape->points[k];
    }
  }
  return best_px < SNAP_PX;
}

/* The corner before the one that is placed. */
static gboolean
get_anchor (DrayFenceEditor *self,
            DrayGeoPoint    *anchor)
{
  DraySketchHandle handle = dray_fence_sketch_get_selected (self->sketch);
  int n;

  if (dray_fence_sketch_get_kind (self->sketch) != DRAY_SKETCH_POLYGON)
    return dray_fence_sketch_get_handle (self->sketch, (DraySketchHandle) { 0, 0 }, anchor);
  if (handle.ring < 0)
    return FALSE;
  dray_fence_sketch_get_ring (self->sketch, handle.ring, &n);
  if (self->dragging)
    handle.corner = (handle.corner + n - 1) % n;
  return dray_fence_sketch_get_handle (self->sketch, handle, anchor);
}

/* Keeps to directions of a whole number of steps on the map, as the eye sees them. */
static void
keep_angle (const DrayMapFrame *frame,
            DrayGeoPoint        anchor,
            double             *x,
            double             *y)
{
  double ax, ay, length, angle;

  dray_map_frame_place_point (frame, anchor, &ax, &ay);
  angle = round (atan2 (*y - ay, *x - ax) / (ANGLE_STEP * G_PI / 180)) * (ANGLE_STEP * G_PI / 180);
  length = hypot (*x - ax, *y - ay);
  *x = ax + length * cos (angle);
  *y = ay + length * sin (angle);
}

/* Finds where a point that is placed at a pixel comes to lie. */
void
dray_fence_editor_find_candidate (DrayFenceEditor    *self,
                                  const DrayMapFrame *frame,
                                  GdkModifierType     modifiers,
                                  double              x,
                                  double              y)
{
  DrayGeoPoint anchor;

  self->snapped = DRAY_SNAP_NOTHING;
  if ((modifiers & GDK_SHIFT_MASK) && get_anchor (self, &anchor)) {
    keep_angle (frame, anchor, &x, &y);
    self->snapped = DRAY_SNAP_ANGLE;
  }
  self->candidate = dray_map_frame_find_point (frame, x, y);
  if (!self->snapping || (modifiers & (GDK_ALT_MASK | GDK_SHIFT_MASK)))
    return;
  if (snap_to_corners (self, frame, x, y, &self->candidate)) {
    self->snapped = DRAY_SNAP_FENCE;
    return;
  }

  double radius_m = SNAP_PX * dray_tile_metres_a_pixel (dray_e7_to_degrees (self->candidate.lat_e7), log2 (frame->world_px / 256));

  if (self->roads != NULL && dray_fence_roads_snap (self->roads, self->candidate, radius_m, &self->candidate))
    self->snapped = DRAY_SNAP_ROAD;
}
