/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-editor-private.h"

#include "dray-fence-paint.h"

#include <gdk/gdkkeysyms.h>

/* Drawing without a pointer: Space puts a corner in the middle of the map, and arrows move the map below it. Once the ring is closed Page
 * Up and Page Down go from corner to corner, and arrows move the chosen one. */

/* Nudges that follow each other this fast are undone together. */
#define NUDGE_US 1000000
#define PAN_PX 40

static gboolean
nudge (DrayFenceEditor *self,
       double           dx,
       double           dy)
{
  DraySketchHandle handle = dray_fence_sketch_get_selected (self->sketch);
  gint64 now_us = g_get_monotonic_time ();
  DrayMapFrame frame;
  DrayGeoPoint at;
  double x, y;

  if (!dray_fence_sketch_get_handle (self->sketch, handle, &at) || !dray_fence_editor_get_frame (self, &frame))
    return FALSE;
  if (now_us > self->nudged_us + NUDGE_US || handle.ring != self->nudged.ring || handle.corner != self->nudged.corner)
    dray_fence_sketch_begin_move (self->sketch);
  self->nudged = handle;
  self->nudged_us = now_us;
  dray_map_frame_place_point (&frame, at, &x, &y);
  dray_fence_sketch_move (self->sketch, dray_map_frame_find_point (&frame, x + dx, y + dy));
  if (dray_fence_sketch_get_kind (self->sketch) == DRAY_SKETCH_CORRIDOR)
    g_signal_emit_by_name (self, "closed");
  return TRUE;
}

static gboolean
pan (DrayFenceEditor *self,
     double           dx,
     double           dy)
{
  ShumateViewport *viewport = shumate_layer_get_viewport (SHUMATE_LAYER (self));
  DrayMapFrame frame;
  DrayGeoPoint to;

  if (!dray_fence_editor_get_frame (self, &frame))
    return FALSE;
  to = dray_map_frame_find_point (&frame, frame.width / 2.0 + dx, frame.height / 2.0 + dy);
  shumate_location_set_location (SHUMATE_LOCATION (viewport), dray_e7_to_degrees (to.lat_e7), dray_e7_to_degrees (to.lon_e7));
  return TRUE;
}

/* @dx and @dy: directions; with Shift far, for a corner, or finely, for the map */
static gboolean
go (DrayFenceEditor *self,
    int              dx,
    int              dy,
    gboolean         shift)
{
  double by = shift ? 10 : 1, map_by = shift ? 1 : PAN_PX;

  if (!dray_fence_sketch_is_drawing (self->sketch) && nudge (self, dx * by, dy * by))
    return TRUE;
  return pan (self, dx * map_by, dy * map_by);
}

/* Goes to another corner, and the map with it where it can't be seen. */
static gboolean
step (DrayFenceEditor *self,
      int              by)
{
  DraySketchHandle handle = dray_fence_sketch_step (self->sketch, by);
  ShumateViewport *viewport = shumate_layer_get_viewport (SHUMATE_LAYER (self));
  DrayGeoPoint at;
  DrayMapFrame frame;
  double x, y;

  if (!dray_fence_sketch_get_handle (self->sketch, handle, &at) || !dray_fence_editor_get_frame (self, &frame))
    return FALSE;
  dray_fence_sketch_select (self->sketch, handle);
  dray_map_frame_place_point (&frame, at, &x, &y);
  if (x < 0 || y < 0 || x > frame.width || y > frame.height)
    shumate_location_set_location (SHUMATE_LOCATION (viewport), dray_e7_to_degrees (at.lat_e7), dray_e7_to_degrees (at.lon_e7));
  return TRUE;
}

static gboolean
insert (DrayFenceEditor *self)
{
  DraySketchHandle handle = dray_fence_sketch_get_selected (self->sketch);
  DrayMapFrame frame;
  double x, y;

  if (handle.ring < 0 || dray_fence_sketch_get_kind (self->sketch) != DRAY_SKETCH_POLYGON || dray_fence_sketch_is_drawing (self->sketch)
      || !dray_fence_editor_get_frame (self, &frame))
    return FALSE;
  dray_fence_editor_get_middle (self, &frame, handle.ring, handle.corner, &x, &y);
  return dray_fence_sketch_insert (self->sketch, handle.ring, handle.corner, dray_map_frame_find_point (&frame, x, y));
}

static gboolean
put_in_the_middle (DrayFenceEditor *self)
{
  DrayMapFrame frame;

  return dray_fence_sketch_is_drawing (self->sketch) && dray_fence_editor_get_frame (self, &frame)
         && dray_fence_editor_put (self, dray_map_frame_find_point (&frame, frame.width / 2.0, frame.height / 2.0));
}

gboolean
dray_fence_editor_press_key (DrayFenceEditor *self,
                             guint            keyval,
                             GdkModifierType  modifiers)
{
  gboolean shift = (modifiers & GDK_SHIFT_MASK) != 0;

  if (!self->active || (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK)))
    return FALSE;
  switch (keyval) {
  case GDK_KEY_Escape:
    g_signal_emit_by_name (self, "escape");
    return TRUE;
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
    return dray_fence_editor_close (self);
  case GDK_KEY_space:
    return put_in_the_middle (self);
  case GDK_KEY_Left:
    return go (self, -1, 0, shift);
  case GDK_KEY_Right:
    return go (self, 1, 0, shift);
  case GDK_KEY_Up:
    return go (self, 0, -1, shift);
  case GDK_KEY_Down:
    return go (self, 0, 1, shift);
  case GDK_KEY_Page_Down:
    return step (self, 1);
  case GDK_KEY_Page_Up:
    return step (self, -1);
  case GDK_KEY_Insert:
    return insert (self);
  case GDK_KEY_Delete:
  case GDK_KEY_BackSpace:
    return dray_fence_sketch_remove (self->sketch);
  default:
    return FALSE;
  }
}
