/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-editor-private.h"

#include "dray-fence-paint.h"
#include "dray-look.h"

#include <glib/gi18n.h>
#include <math.h>

#define CLICK_PX 4.0

enum { FENCE_CLICKED, ESCAPE, CLOSED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DrayFenceEditor, dray_fence_editor, SHUMATE_TYPE_LAYER)

gboolean
dray_fence_editor_get_frame (DrayFenceEditor *self,
                             DrayMapFrame    *frame)
{
  GtkWidget *widget = GTK_WIDGET (self);

  return dray_map_frame_init (frame, shumate_layer_get_viewport (SHUMATE_LAYER (self)), gtk_widget_get_width (widget), gtk_widget_get_height (widget));
}

/* Pointer */

static void
show_cursor (DrayFenceEditor *self)
{
  const char *name = NULL;

  if (self->active && dray_fence_sketch_is_drawing (self->sketch))
    name = "crosshair";
  else if (self->active && (self->hovered.ring >= 0 || self->side.ring >= 0))
    name = self->dragging ? "grabbing" : "grab";
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), name);
}

static void
look (DrayFenceEditor *self,
      GdkModifierType  modifiers,
      double           x,
      double           y)
{
  DrayMapFrame frame;

  self->x = x;
  self->y = y;
  if (!self->active || !dray_fence_editor_get_frame (self, &frame))
    return;
  if (!self->dragging)
    dray_fence_editor_find_hovered (self, &frame, x, y);
  dray_fence_editor_find_candidate (self, &frame, modifiers, x + self->grip_x, y + self->grip_y);
  show_cursor (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_motion (GtkEventControllerMotion *motion,
           double                    x,
           double                    y,
           DrayFenceEditor          *self)
{
  self->inside = TRUE;
  look (self, gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (motion)), x, y);
}

static void
on_leave (DrayFenceEditor *self)
{
  self->inside = FALSE;
  self->hovered = self->side = DRAY_SKETCH_NO_HANDLE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* A click that chooses, and a drag that moves, both begin here. */
static void
take_hold (DrayFenceEditor    *self,
           const DrayMapFrame *frame,
           double              x,
           double              y)
{
  double hx = x, hy = y;
  DrayGeoPoint at;

  if (self->hovered.ring < 0) {
    double mx, my;

    dray_fence_editor_get_middle (self, frame, self->side.ring, self->side.corner, &mx, &my);
    dray_fence_sketch_insert (self->sketch, self->side.ring, self->side.corner, dray_map_frame_find_point (frame, mx, my));
    self->hovered = dray_fence_sketch_get_selected (self->sketch);
    self->moved = TRUE;   /* the insertion is the step that is undone */
  } else {
    self->moved = FALSE;
  }
  self->dragging = TRUE;
  dray_fence_sketch_select (self->sketch, self->hovered);
  if (dray_fence_sketch_get_handle (self->sketch, self->hovered, &at))
    dray_map_frame_place_point (frame, at, &hx, &hy);
  self->grip_x = hx - x;
  self->grip_y = hy - y;
}

static void
on_drag_begin (GtkGestureDrag  *drag,
               double           x,
               double           y,
               DrayFenceEditor *self)
{
  DrayMapFrame frame;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (!self->active || dray_fence_sketch_is_drawing (self->sketch) || !dray_fence_editor_get_frame (self, &frame))
    return;
  dray_fence_editor_find_hovered (self, &frame, x, y);
  if (self->hovered.ring < 0 && self->side.ring < 0)
    return;
  gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
  take_hold (self, &frame, x, y);
}

static void
on_drag_update (GtkGestureDrag  *drag,
                double           dx,
                double           dy,
                DrayFenceEditor *self)
{
  double x, y;

  if (!self->dragging || (!self->moved && hypot (dx, dy) < CLICK_PX))
    return;
  if (!self->moved)
    dray_fence_sketch_begin_move (self->sketch);
  self->moved = TRUE;
  gtk_gesture_drag_get_start_point (drag, &x, &y);
  look (self, gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (drag)), x + dx, y + dy);
  dray_fence_sketch_move (self->sketch, self->candidate);
}

static void
on_drag_end (GtkGestureDrag  *drag,
             double           dx,
             double           dy,
             DrayFenceEditor *self)
{
  gboolean was_dragging = self->dragging;

  self->dragging = FALSE;
  self->grip_x = self->grip_y = 0;
  self->snapped = DRAY_SNAP_NOTHING;
  show_cursor (self);
  if (was_dragging && self->moved && dray_fence_sketch_get_kind (self->sketch) == DRAY_SKETCH_CORRIDOR)
    g_signal_emit (self, signals[CLOSED], 0);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_pressed (DrayFenceEditor *self,
            int              n_press,
            double           x,
            double           y)
{
  self->press_x = x;
  self->press_y = y;
}

gboolean
dray_fence_editor_close (DrayFenceEditor *self)
{
  if (!dray_fence_sketch_close (self->sketch))
    return FALSE;
  g_signal_emit (self, signals[CLOSED], 0);
  return TRUE;
}

/* Whether the pointer is on the first corner of the ring that is drawn. */
static gboolean
is_on_first (DrayFenceEditor *self)
{
  return self->hovered.ring >= 0 && self->hovered.corner == 0 && self->hovered.ring == dray_fence_sketch_get_n_rings (self->sketch) - 1;
}

static void
on_released (GtkGestureClick *click,
             int              n_press,
             double           x,
             double           y,
             DrayFenceEditor *self)
{
  DrayMapFrame frame;

  if (hypot (x - self->press_x, y - self->press_y) > CLICK_PX || !dray_fence_editor_get_frame (self, &frame))
    return;
  if (!self->active) {
    g_signal_emit (self, signals[FENCE_CLICKED], 0, dray_fence_layer_pick (self->fences, dray_map_frame_find_point (&frame, x, y)));
    return;
  }
  if (!dray_fence_sketch_is_drawing (self->sketch)) {
    dray_fence_sketch_select (self->sketch, DRAY_SKETCH_NO_HANDLE);
    return;
  }
  look (self, gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (click)), x, y);
  if ((n_press > 1 || is_on_first (self)) && dray_fence_editor_close (self))
    return;
  if (n_press == 1)
    dray_fence_editor_put (self, self->candidate);
}

static gboolean
on_key (GtkEventControllerKey *keys,
        guint                  keyval,
        guint                  keycode,
        GdkModifierType        modifiers,
        DrayFenceEditor       *self)
{
  return dray_fence_editor_press_key (self, keyval, modifiers);
}

/* Widget */

static void
dray_fence_editor_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  DrayFenceEditor *self = DRAY_FENCE_EDITOR (widget);
  DrayMapFrame frame;
  cairo_t *cr;

  if (!self->active || !dray_fence_editor_get_frame (self, &frame))
    return;
  if (self->text == NULL)
    self->text = gtk_widget_create_pango_layout (widget, NULL);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) frame.width, (float) frame.height));
  dray_fence_editor_paint (self, cr, &frame);
  cairo_destroy (cr);
}

/* A layer has no say over what lies below unless it says that the pointer is on it. */
static gboolean
dray_fence_editor_contains (GtkWidget *widget,
                            double     x,
                            double     y)
{
  return x >= 0 && y >= 0 && x < gtk_widget_get_width (widget) && y < gtk_widget_get_height (widget);
}

static void
dray_fence_editor_constructed (GObject *object)
{
  ShumateViewport *viewport = shumate_layer_get_viewport (SHUMATE_LAYER (object));
  static const char *const moves[] = { "notify::latitude", "notify::longitude", "notify::zoom-level", "notify::rotation" };

  G_OBJECT_CLASS (dray_fence_editor_parent_class)->constructed (object);
  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++)
    g_signal_connect_object (viewport, moves[i], G_CALLBACK (gtk_widget_queue_draw), object, G_CONNECT_SWAPPED);
  dray_look_watch (object, G_CALLBACK (gtk_widget_queue_draw));
}

static void
dray_fence_editor_dispose (GObject *object)
{
  DrayFenceEditor *self = DRAY_FENCE_EDITOR (object);

  g_clear_object (&self->sketch);
  g_clear_object (&self->book);
  g_clear_object (&self->roads);
  g_clear_object (&self->text);

  G_OBJECT_CLASS (dray_fence_editor_parent_class)->dispose (object);
}

static void
dray_fence_editor_class_init (DrayFenceEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = dray_fence_editor_constructed;
  G_OBJECT_CLASS (klass)->dispose = dray_fence_editor_dispose;
  widget_class->snapshot = dray_fence_editor_snapshot;
  widget_class->contains = dray_fence_editor_contains;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  signals[FENCE_CLICKED] = g_signal_new ("fence-clicked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, DRAY_TYPE_FENCE_ITEM);
  signals[ESCAPE] = g_signal_new ("escape", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dray_fence_editor_init (DrayFenceEditor *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new (), *keys = gtk_event_controller_key_new ();
  GtkGesture *drag = gtk_gesture_drag_new (), *click = gtk_gesture_click_new ();

  self->snapping = TRUE;
  self->hovered = self->side = self->nudged = DRAY_SKETCH_NO_HANDLE;
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_focusable (widget, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Outline on the map"), -1);
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_pressed), self);
  g_signal_connect (click, "released", G_CALLBACK (on_released), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (widget, keys);
}

static void
on_sketch_changed (DrayFenceEditor *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* @fences: on the same map */
DrayFenceEditor *
dray_fence_editor_new (ShumateViewport *viewport,
                       DrayFenceSketch *sketch,
                       DrayFenceLayer  *fences)
{
  g_return_val_if_fail (SHUMATE_IS_VIEWPORT (viewport), NULL);

  DrayFenceEditor *self = g_object_new (DRAY_TYPE_FENCE_EDITOR, "viewport", viewport, NULL);

  self->sketch = g_object_ref (sketch);
  self->fences = fences;
  g_signal_connect_object (sketch, "changed", G_CALLBACK (on_sketch_changed), self, G_CONNECT_SWAPPED);
  return self;
}

/* What points snap to. @book: (nullable); @roads: (nullable) */
void
dray_fence_editor_set_snaps (DrayFenceEditor *self,
                             DrayFenceBook   *book,
                             DrayFenceRoads  *roads)
{
  g_return_if_fail (DRAY_IS_FENCE_EDITOR (self));

  g_set_object (&self->book, book);
  g_set_object (&self->roads, roads);
}

void
dray_fence_editor_set_snapping (DrayFenceEditor *self,
                                gboolean         snapping)
{
  g_return_if_fail (DRAY_IS_FENCE_EDITOR (self));

  self->snapping = snapping;
}

/**
 * dray_fence_editor_set_active:
 * @active: whether the sketch is shown and worked on; otherwise a click chooses a fence
 * @edited: (nullable): the fence whose outline the sketch is
 */
void
dray_fence_editor_set_active (DrayFenceEditor *self,
                              gboolean         active,
                              const DrayId    *edited)
{
  g_return_if_fail (DRAY_IS_FENCE_EDITOR (self));

  self->active = active;
  self->edited = edited != NULL ? *edited : DRAY_ID_NONE;
  self->hovered = self->side = DRAY_SKETCH_NO_HANDLE;
  self->area_m2 = dray_fence_sketch_get_area_m2 (self->sketch);
  show_cursor (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
dray_fence_editor_set_imperial (DrayFenceEditor *self,
                                gboolean         imperial)
{
  g_return_if_fail (DRAY_IS_FENCE_EDITOR (self));

  self->imperial = imperial;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* @right_px: how much of the map's right side a pane covers: nothing is written below it */
void
dray_fence_editor_set_inset (DrayFenceEditor *self,
                             int              right_px)
{
  g_return_if_fail (DRAY_IS_FENCE_EDITOR (self));

  self->inset_px = right_px;
}

/* Returns: the place at a pixel of the widget */
DrayGeoPoint
dray_fence_editor_find (DrayFenceEditor *self,
                        double           x,
                        double           y)
{
  DrayMapFrame frame = { 0 };

  return dray_fence_editor_get_frame (self, &frame) ? dray_map_frame_find_point (&frame, x, y) : (DrayGeoPoint) { 0, 0 };
}

/* Where a place is in the widget. */
gboolean
dray_fence_editor_place (DrayFenceEditor *self,
                         DrayGeoPoint     at,
                         double          *x,
                         double          *y)
{
  g_return_val_if_fail (DRAY_IS_FENCE_EDITOR (self), FALSE);

  DrayMapFrame frame;

  if (!dray_fence_editor_get_frame (self, &frame))
    return FALSE;
  dray_map_frame_place_point (&frame, at, x, y);
  return TRUE;
}

/* The next point of what is drawn, however it was found. Returns: whether it was taken */
gboolean
dray_fence_editor_put (DrayFenceEditor *self,
                       DrayGeoPoint     at)
{
  g_return_val_if_fail (DRAY_IS_FENCE_EDITOR (self), FALSE);

  if (!self->active || !dray_fence_sketch_add (self->sketch, at))
    return FALSE;
  if (!dray_fence_sketch_is_drawing (self->sketch))
    g_signal_emit (self, signals[CLOSED], 0);
  return TRUE;
}
