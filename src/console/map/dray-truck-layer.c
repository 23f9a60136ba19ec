/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-truck-layer.h"

#include "dray-label-placer.h"
#include "dray-look.h"
#include "dray-pixel-sheet.h"
#include "dray-tile.h"
#include "dray-truck-labels.h"

#include <adwaita.h>
#include <math.h>

/*
 * The fleet says at most ten times a second that it changed; the layer is drawn again twice a second, or, with few trucks in view,
 * as they glide to where they are. A glide is a straight line of one second: long enough to bridge two fixes, short enough to be
 * honest.
 */

#define REDRAW_MS 500
#define GLIDE_MS 1000
#define GLIDE_STEP_MS 100
#define MAX_GLIDING 2000
#define MAX_LABELS 600
/* From this many marks on, a sheet of pixels is cheaper than painting each. */
#define MIN_SHEET_MARKS 400

struct _DrayTruckLayer {
  ShumateLayer     parent_instance;

  /* Owned */
  DrayLiveFleet   *fleet;
  DrayTruckMarks  *marks;
  DrayTruckIcons  *icons;
  DrayTruckLabels *labels;
  DrayLabelPlacer *placer;
  double          *from_x, *from_y;     /* [n]: where a glide began */
  double          *to_x, *to_y;         /* [n]: where it ends */
  double          *shown_x, *shown_y;   /* [n]: where it is */
  gint64          *since_us;            /* [n]: monotonic; 0 while a truck rests */
  guint            redraw;              /* the source that draws again */
  guint            glide;               /* the source that moves */

  guint            n_trucks;
  gboolean         changed;             /* since the last drawing */
  gboolean         join;
  gboolean         hollow;              /* nobody knows where they are now */
  guint32          selected;
  guint32          hovered;             /* truck of the mark under the pointer, or DRAY_NO_TRUCK */
  double           pointer_x, pointer_y;
};

enum { TRUCK_CLICKED, CLUSTER_CLICKED, HOVER_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DrayTruckLayer, dray_truck_layer, SHUMATE_TYPE_LAYER)

/* Gliding */

static gboolean
may_glide (DrayTruckLayer *self)
{
  gboolean animations;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &animations, NULL);
  return animations && dray_truck_marks_n_trucks (self->marks) < MAX_GLIDING;
}

static void
put_truck (DrayTruckLayer *self,
           guint           i,
           double          x,
           double          y)
{
  self->from_x[i] = self->to_x[i] = self->shown_x[i] = x;
  self->from_y[i] = self->to_y[i] = self->shown_y[i] = y;
  self->since_us[i] = 0;
}

/* A truck that was nowhere, or that jumped out of sight, is put there at once. */
static void
aim_truck (DrayTruckLayer *self,
           guint           i,
           double          x,
           double          y,
           double          limit,
           gint64          now_us)
{
  if (x == self->to_x[i] && y == self->to_y[i])
    return;
  if (self->to_x[i] == 0 || fabs (x - self->to_x[i]) + fabs (y - self->to_y[i]) > limit) {
    put_truck (self, i, x, y);
    return;
  }
  self->from_x[i] = self->shown_x[i];
  self->from_y[i] = self->shown_y[i];
  self->to_x[i] = x;
  self->to_y[i] = y;
  self->since_us[i] = now_us;
}

/* Returns: whether any truck still moves; @moved says whether one moved by a pixel that shows */
static gboolean
step_trucks (DrayTruckLayer *self,
             double          pixel,
             gboolean       *moved)
{
  gint64 now_us = g_get_monotonic_time ();
  gboolean any = FALSE;

  for (guint i = 0; i < self->n_trucks; i++) {
    if (self->since_us[i] == 0)
      continue;

    double share = MIN ((double) (now_us - self->since_us[i]) / (GLIDE_MS * 1000.0), 1);
    double x = self->from_x[i] + (self->to_x[i] - self->from_x[i]) * share;
    double y = self->from_y[i] + (self->to_y[i] - self->from_y[i]) * share;

    if (floor (x / pixel) != floor (self->shown_x[i] / pixel) || floor (y / pixel) != floor (self->shown_y[i] / pixel))
      *moved = TRUE;
    self->shown_x[i] = x;
    self->shown_y[i] = y;
    if (share >= 1)
      self->since_us[i] = 0;
    else
      any = TRUE;
  }
  return any;
}

static gboolean
get_frame (DrayTruckLayer *self,
           DrayMapFrame   *frame)
{
  return dray_map_frame_init (frame, shumate_layer_get_viewport (SHUMATE_LAYER (self)),
                              gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self)));
}

static gboolean
on_glide (gpointer user_data)
{
  DrayTruckLayer *self = user_data;
  DrayMapFrame frame;
  gboolean moved = FALSE;
  gboolean more = get_frame (self, &frame) && step_trucks (self, 1 / frame.world_px, &moved);

  if (moved)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  if (more)
    return G_SOURCE_CONTINUE;
  self->glide = 0;
  return G_SOURCE_REMOVE;
}

static void
aim_trucks (DrayTruckLayer *self)
{
  const DrayLiveColumns *columns = dray_live_fleet_get_columns (self->fleet);
  gboolean glide = gtk_widget_get_mapped (GTK_WIDGET (self)) && may_glide (self);
  gint64 now_us = g_get_monotonic_time ();
  DrayMapFrame frame;
  /* Across a quarter of the map in a second is no drive but a correction. */
  double limit = glide && get_frame (self, &frame) ? frame.width / 4.0 / frame.world_px : 0;

  for (guint i = 0; i < self->n_trucks; i++) {
    if (limit > 0)
      aim_truck (self, i, columns->x[i], columns->y[i], limit, now_us);
    else
      put_truck (self, i, columns->x[i], columns->y[i]);
  }
  if (limit > 0 && self->glide == 0)
    self->glide = g_timeout_add (GLIDE_STEP_MS, on_glide, self);
}

static gboolean
on_redraw (gpointer user_data)
{
  DrayTruckLayer *self = user_data;

  if (self->changed) {
    self->changed = FALSE;
    aim_trucks (self);
    gtk_widget_queue_draw (GTK_WIDGET (self));
    return G_SOURCE_CONTINUE;
  }
  self->redraw = 0;
  return G_SOURCE_REMOVE;
}

static void
on_fleet_changed (DrayTruckLayer *self)
{
  self->changed = TRUE;
  if (self->redraw == 0)
    self->redraw = g_timeout_add (REDRAW_MS, on_redraw, self);
}

/* Drawing */

static void
make_look (DrayTruckLayer *self)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  g_clear_pointer (&self->labels, dray_truck_labels_free);
  g_clear_pointer (&self->icons, dray_truck_icons_unref);
  self->icons = dray_truck_icons_new (dray_look_get (), scale);
  self->labels = dray_truck_labels_new (gtk_widget_get_pango_context (GTK_WIDGET (self)),
                                        dray_truck_icons_get_palette (self->icons), scale);
}

static void
on_look_changed (DrayTruckLayer *self)
{
  g_clear_pointer (&self->labels, dray_truck_labels_free);
  g_clear_pointer (&self->icons, dray_truck_icons_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
paint (cairo_t         *cr,
       cairo_surface_t *surface,
       double           x,
       double           y)
{
  cairo_set_source_surface (cr, surface, floor (x + 0.5), floor (y + 0.5));
  cairo_paint (cr);
}

static void
paint_selected (DrayTruckLayer      *self,
                cairo_t             *cr,
                const DrayTruckMark *mark)
{
  GdkRGBA accent = { 0.2f, 0.52f, 0.89f, 1 };

  gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)), "accent_color", &accent);
  cairo_new_path (cr);
  cairo_arc (cr, floor ((double) mark->x + 0.5), floor ((double) mark->y + 0.5), 19, 0, 2 * G_PI);
  dray_set_source_rgb (cr, dray_truck_icons_get_palette (self->icons)->halo, 1);
  cairo_set_line_width (cr, 5);
  cairo_stroke_preserve (cr);
  gdk_cairo_set_source_rgba (cr, &accent);
  cairo_set_line_width (cr, 3);
  cairo_stroke (cr);
}

static void
paint_cluster (DrayTruckLayer      *self,
               cairo_t             *cr,
               const DrayTruckMark *mark)
{
  char count[16];

  if (mark->n < 1000)
    g_snprintf (count, sizeof count, "%u", mark->n);
  else
    g_snprintf (count, sizeof count, "%.1fk", mark->n / 1000.0);

  const DrayTruckText *text = dray_truck_labels_get (self->labels, count, DRAY_LABEL_COUNT);

  paint (cr, dray_truck_icons_get_cluster (self->icons, mark->parts, mark->flags & DRAY_TRUCK_ALARM), (double) mark->x, (double) mark->y);
  paint (cr, text->surface, (double) mark->x - text->width / 2.0, (double) mark->y - text->height / 2.0);
}

static cairo_surface_t *
get_truck_picture (DrayTruckLayer      *self,
                   const DrayTruckMark *mark,
                   double               turned_deg)
{
  const DrayLiveColumns *columns = dray_live_fleet_get_columns (self->fleet);

  return dray_truck_icons_get_truck (self->icons, mark->state, mark->flags | (self->hollow ? DRAY_TRUCK_STALE : 0), (double) columns->heading_deg[mark->truck] + turned_deg);
}

static void
paint_mark (DrayTruckLayer      *self,
            cairo_t             *cr,
            const DrayTruckMark *mark,
            double               turned_deg)
{
  if (mark->n > 1) {
    paint_cluster (self, cr, mark);
    return;
  }
  if (mark->truck == self->selected)
    paint_selected (self, cr, mark);
  paint (cr, get_truck_picture (self, mark, turned_deg), (double) mark->x, (double) mark->y);
}

/* Trucks alone are laid on a sheet; what is special is then painted over them. */
static void
paint_many (DrayTruckLayer      *self,
            cairo_t             *cr,
            const DrayMapFrame  *frame,
            const DrayTruckMark *marks,
            guint                n_marks,
            double               turned_deg)
{
  DrayPixelSheet sheet;

  dray_pixel_sheet_init (&sheet, frame->width, frame->height, gtk_widget_get_scale_factor (GTK_WIDGET (self)));
  for (guint i = 0; i < n_marks; i++) {
    if (marks[i].n == 1)
      dray_pixel_sheet_lay (&sheet, get_truck_picture (self, &marks[i], turned_deg), (double) marks[i].x, (double) marks[i].y);
  }
  dray_pixel_sheet_paint (&sheet, cr);
  for (guint i = 0; i < n_marks; i++) {
    if (marks[i].n > 1 || marks[i].truck == self->selected)
      paint_mark (self, cr, &marks[i], turned_deg);
  }
}

static void
paint_marks (DrayTruckLayer     *self,
             cairo_t            *cr,
             const DrayMapFrame *frame)
{
  double turned_deg = frame->rotation * 180 / G_PI + 360;
  guint n_marks;
  const DrayTruckMark *marks = dray_truck_marks_get (self->marks, &n_marks);

  if (n_marks >= MIN_SHEET_MARKS) {
    paint_many (self, cr, frame, marks, n_marks, turned_deg);
    return;
  }
  for (guint i = 0; i < n_marks; i++)
    paint_mark (self, cr, &marks[i], turned_deg);
}

static double
get_radius (DrayTruckLayer      *self,
            const DrayTruckMark *mark)
{
  if (mark->n > 1)
    return dray_cluster_radius (mark->n) + 2;
  if (mark->truck == self->selected)
    return 21;
  return mark->flags & DRAY_TRUCK_LATE ? 18 : 14;
}

/* A cluster is labelled only when an alarm inside asks for it, by that truck's number. */
static void
paint_label (DrayTruckLayer      *self,
             cairo_t             *cr,
             const DrayTruckMark *mark)
{
  DrayLabelKind kind = mark->flags & DRAY_TRUCK_ALARM ? DRAY_LABEL_ALARM : mark->flags & DRAY_TRUCK_LATE ? DRAY_LABEL_LATE : DRAY_LABEL_PLAIN;
  double x, y;

  if (mark->n > 1 && !(mark->flags & DRAY_TRUCK_ALARM))
    return;

  const char *number = dray_live_truck_get_number (dray_live_fleet_get_truck (self->fleet, mark->truck));
  const DrayTruckText *text = dray_truck_labels_get (self->labels, number, kind);

  if (dray_label_placer_beside (self->placer, (double) mark->x, (double) mark->y, get_radius (self, mark) + 1, text->width, text->height, &x, &y))
    paint (cr, text->surface, x, y);
}

/* What matters is on top and so at the end of the list; it chooses its place first. */
static void
paint_labels (DrayTruckLayer     *self,
              cairo_t            *cr,
              const DrayMapFrame *frame)
{
  guint n_marks;
  const DrayTruckMark *marks = dray_truck_marks_get (self->marks, &n_marks);

  if (n_marks > MAX_LABELS)
    return;
  dray_label_placer_reset (self->placer, frame->width, frame->height);
  for (guint i = 0; i < n_marks; i++) {
    double radius = marks[i].n > 1 ? dray_cluster_radius (marks[i].n) : 11;

    dray_label_placer_block (self->placer, (double) marks[i].x - radius, (double) marks[i].y - radius, 2 * radius, 2 * radius);
  }
  for (guint i = n_marks; i-- > 0;)
    paint_label (self, cr, &marks[i]);
}

static void
dray_truck_layer_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  DrayTruckLayer *self = DRAY_TRUCK_LAYER (widget);
  DrayMapFrame frame;

  if (self->fleet == NULL || !get_frame (self, &frame))
    return;
  if (self->icons == NULL)
    make_look (self);
  dray_truck_marks_update (self->marks, dray_live_fleet_get_columns (self->fleet), self->shown_x, self->shown_y,
                           &frame, self->join, self->selected);

  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) frame.width, (float) frame.height));

  paint_marks (self, cr, &frame);
  paint_labels (self, cr, &frame);
  cairo_destroy (cr);
}

/* Pointer. Gestures fire only where `contains` says that something is. */

static gboolean
dray_truck_layer_contains (GtkWidget *widget,
                           double     x,
                           double     y)
{
  return dray_truck_marks_find (DRAY_TRUCK_LAYER (widget)->marks, x, y) != NULL;
}

static void
on_released (DrayTruckLayer  *self,
             int              n_press,
             double           x,
             double           y,
             GtkGestureClick *gesture)
{
  const DrayTruckMark *mark = dray_truck_marks_find (self->marks, x, y);
  DrayMapFrame frame;
  double map_x, map_y;

  if (mark == NULL || !get_frame (self, &frame))
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  if (mark->n == 1) {
    g_signal_emit (self, signals[TRUCK_CLICKED], 0, mark->truck);
  } else {
    dray_map_frame_unplace (&frame, (double) mark->x, (double) mark->y, &map_x, &map_y);
    g_signal_emit (self, signals[CLUSTER_CLICKED], 0, dray_mercator_lat (map_y), dray_mercator_lon (map_x));
  }
}

static void
set_hovered (DrayTruckLayer *self,
             guint32         truck)
{
  if (truck == self->hovered)
    return;
  self->hovered = truck;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), truck != DRAY_NO_TRUCK ? "pointer" : NULL);
  g_signal_emit (self, signals[HOVER_CHANGED], 0);
}

static void
on_motion (DrayTruckLayer *self,
           double          x,
           double          y)
{
  const DrayTruckMark *mark = dray_truck_marks_find (self->marks, x, y);

  self->pointer_x = x;
  self->pointer_y = y;
  set_hovered (self, mark != NULL ? mark->truck : DRAY_NO_TRUCK);
}

static void
on_leave (DrayTruckLayer *self)
{
  set_hovered (self, DRAY_NO_TRUCK);
}

static void
add_controllers (DrayTruckLayer *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect_swapped (click, "released", G_CALLBACK (on_released), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}

/* Object */

static void
dray_truck_layer_constructed (GObject *object)
{
  ShumateViewport *viewport = shumate_layer_get_viewport (SHUMATE_LAYER (object));
  static const char *const moves[] = { "notify::latitude", "notify::longitude", "notify::zoom-level", "notify::rotation" };

  G_OBJECT_CLASS (dray_truck_layer_parent_class)->constructed (object);
  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++)
    g_signal_connect_object (viewport, moves[i], G_CALLBACK (gtk_widget_queue_draw), object, G_CONNECT_SWAPPED);
  dray_look_watch (object, G_CALLBACK (on_look_changed));
  g_signal_connect (object, "notify::scale-factor", G_CALLBACK (on_look_changed), NULL);
}

static void
free_positions (DrayTruckLayer *self)
{
  g_clear_pointer (&self->from_x, g_free);
  g_clear_pointer (&self->from_y, g_free);
  g_clear_pointer (&self->to_x, g_free);
  g_clear_pointer (&self->to_y, g_free);
  g_clear_pointer (&self->shown_x, g_free);
  g_clear_pointer (&self->shown_y, g_free);
  g_clear_pointer (&self->since_us, g_free);
}

static void
dray_truck_layer_dispose (GObject *object)
{
  DrayTruckLayer *self = DRAY_TRUCK_LAYER (object);

  dray_truck_layer_set_fleet (self, NULL);
  g_clear_pointer (&self->labels, dray_truck_labels_free);
  g_clear_pointer (&self->icons, dray_truck_icons_unref);

  G_OBJECT_CLASS (dray_truck_layer_parent_class)->dispose (object);
}

static void
dray_truck_layer_finalize (GObject *object)
{
  DrayTruckLayer *self = DRAY_TRUCK_LAYER (object);

  dray_truck_marks_free (self->marks);
  dray_label_placer_free (self->placer);

  G_OBJECT_CLASS (dray_truck_layer_parent_class)->finalize (object);
}

static void
dray_truck_layer_class_init (DrayTruckLayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = dray_truck_layer_constructed;
  object_class->dispose = dray_truck_layer_dispose;
  object_class->finalize = dray_truck_layer_finalize;
  widget_class->snapshot = dray_truck_layer_snapshot;
  widget_class->contains = dray_truck_layer_contains;

  signals[TRUCK_CLICKED] = g_signal_new ("truck-clicked", DRAY_TYPE_TRUCK_LAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[CLUSTER_CLICKED] = g_signal_new ("cluster-clicked", DRAY_TYPE_TRUCK_LAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[HOVER_CHANGED] = g_signal_new ("hover-changed", DRAY_TYPE_TRUCK_LAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
dray_truck_layer_init (DrayTruckLayer *self)
{
  self->marks = dray_truck_marks_new ();
  self->placer = dray_label_placer_new ();
  self->join = TRUE;
  self->selected = self->hovered = DRAY_NO_TRUCK;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  add_controllers (self);
}

DrayTruckLayer *
dray_truck_layer_new (ShumateViewport *viewport)
{
  g_return_val_if_fail (SHUMATE_IS_VIEWPORT (viewport), NULL);

  return g_object_new (DRAY_TYPE_TRUCK_LAYER, "viewport", viewport, NULL);
}

static void
make_positions (DrayTruckLayer *self)
{
  const DrayLiveColumns *columns = dray_live_fleet_get_columns (self->fleet);

  self->n_trucks = columns->n;
  self->from_x = g_new0 (double, columns->n);
  self->from_y = g_new0 (double, columns->n);
  self->to_x = g_new0 (double, columns->n);
  self->to_y = g_new0 (double, columns->n);
  self->shown_x = g_new0 (double, columns->n);
  self->shown_y = g_new0 (double, columns->n);
  self->since_us = g_new0 (gint64, columns->n);
  for (guint i = 0; i < columns->n; i++)
    put_truck (self, i, columns->x[i], columns->y[i]);
}

/* @fleet: (nullable) */
void
dray_truck_layer_set_fleet (DrayTruckLayer *self,
                            DrayLiveFleet  *fleet)
{
  g_return_if_fail (DRAY_IS_TRUCK_LAYER (self));

  if (self->fleet != NULL)
    g_signal_handlers_disconnect_by_func (self->fleet, on_fleet_changed, self);
  g_clear_handle_id (&self->redraw, g_source_remove);
  g_clear_handle_id (&self->glide, g_source_remove);
  free_positions (self);
  self->n_trucks = 0;
  self->selected = self->hovered = DRAY_NO_TRUCK;
  g_set_object (&self->fleet, fleet);
  if (fleet != NULL) {
    make_positions (self);
    g_signal_connect_object (fleet, "changed", G_CALLBACK (on_fleet_changed), self, G_CONNECT_SWAPPED);
  }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* @truck: its index, or %DRAY_NO_TRUCK */
void
dray_truck_layer_set_selected (DrayTruckLayer *self,
                               guint32         truck)
{
  g_return_if_fail (DRAY_IS_TRUCK_LAYER (self));

  if (truck == self->selected)
    return;
  self->selected = truck;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

guint32
dray_truck_layer_get_selected (DrayTruckLayer *self)
{
  g_return_val_if_fail (DRAY_IS_TRUCK_LAYER (self), DRAY_NO_TRUCK);

  return self->selected;
}

/* Whether trucks that overlap become clusters. */
void
dray_truck_layer_set_join (DrayTruckLayer *self,
                           gboolean        join)
{
  g_return_if_fail (DRAY_IS_TRUCK_LAYER (self));

  self->join = join;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Draws every truck hollow: cut off from its source, what is shown is where it was. */
void
dray_truck_layer_set_hollow (DrayTruckLayer *self,
                             gboolean        hollow)
{
  g_return_if_fail (DRAY_IS_TRUCK_LAYER (self));

  self->hollow = hollow;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Returns: (nullable) (transfer none): what the pointer is on; valid until the next frame */
const DrayTruckMark *
dray_truck_layer_get_hovered (DrayTruckLayer *self)
{
  g_return_val_if_fail (DRAY_IS_TRUCK_LAYER (self), NULL);

  if (self->hovered == DRAY_NO_TRUCK)
    return NULL;
  return dray_truck_marks_find (self->marks, self->pointer_x, self->pointer_y);
}

/* Returns: (transfer none): what was drawn last */
DrayTruckMarks *
dray_truck_layer_get_marks (DrayTruckLayer *self)
{
  g_return_val_if_fail (DRAY_IS_TRUCK_LAYER (self), NULL);

  return self->marks;
}

/* Where a truck is shown, in Web Mercator in [0, 1). */
void
dray_truck_layer_locate (DrayTruckLayer *self,
                         guint32         truck,
                         double         *x,
                         double         *y)
{
  g_return_if_fail (DRAY_IS_TRUCK_LAYER (self));
  g_return_if_fail (truck < self->n_trucks);

  *x = self->shown_x[truck];
  *y = self->shown_y[truck];
}
