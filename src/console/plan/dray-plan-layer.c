/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-plan-layer-private.h"

#include "dray-look.h"
#include "dray-tile.h"
#include "dray-units.h"

#include <math.h>

/* The pointer takes hold of a stop from so far. */
#define GRASP_PX 11
/* A carried stop aims at the leg that is nearest, if it is as near as this. */
#define AIM_PX 40
#define DRAG_PX 4

enum { SELECTED, HOVERED, AIMED, RELEASED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DrayPlanLayer, dray_plan_layer, SHUMATE_TYPE_LAYER)

static gboolean
get_frame (DrayPlanLayer *self,
           DrayMapFrame  *frame)
{
  return dray_map_frame_init (frame, shumate_layer_get_viewport (SHUMATE_LAYER (self)), gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self)));
}

void
dray_plan_layer_place (const DrayPlanLayer *self,
                       const DrayMapFrame  *frame,
                       int                  task,
                       double              *x,
                       double              *y)
{
  dray_map_frame_place (frame, self->task_xs[task], self->task_ys[task], x, y);
}

/* The line of the route whose stop is chosen, or carried; -1 where none is. */
int
dray_plan_layer_get_chosen_line (const DrayPlanLayer *self)
{
  int task = self->before >= 0 && self->carried >= 0 ? self->before : self->after >= 0 && self->carried >= 0 ? self->after : self->selected;

  return task >= 0 ? self->task_lines[task] : -1;
}

static gboolean
is_in_reach (DrayPlanLayer *self,
             int            task)
{
  int line = self->task_lines[task], truck = line >= 0 ? self->drawing->lines[line].truck : -1;

  return line < 0 || line == dray_plan_layer_get_chosen_line (self) || (truck >= self->first_lane && truck <= self->last_lane);
}

/* The stop under a point, or -1. Pins of the chosen route are held by their heads too. */
static int
find_task (DrayPlanLayer *self,
           double         x,
           double         y)
{
  int n = self->drawing != NULL ? self->drawing->draft->day->request.n_tasks : 0, found = -1, chosen;
  double best = GRASP_PX;
  DrayMapFrame frame;

  if (n == 0 || !get_frame (self, &frame))
    return -1;
  chosen = dray_plan_layer_get_chosen_line (self);
  for (int i = 0; i < n; i++) {
    double to_x, to_y, distance;

    if (!is_in_reach (self, i))
      continue;
    dray_plan_layer_place (self, &frame, i, &to_x, &to_y);
    distance = hypot (x - to_x, y - to_y);
    if (chosen >= 0 && self->task_lines[i] == chosen)
      distance = MIN (distance, hypot (x - to_x, y - (to_y - DRAY_PLAN_PIN_TIP))) - 1;
    if (distance < best) {
      best = distance;
      found = i;
    }
  }
  return found;
}

static double
distance_to_segment (double x,
                     double y,
                     double ax,
                     double ay,
                     double bx,
                     double by)
{
  double dx = bx - ax, dy = by - ay, length = dx * dx + dy * dy;
  double t = length > 0 ? CLAMP (((x - ax) * dx + (y - ay) * dy) / length, 0, 1) : 0;

  return hypot (x - (ax + t * dx), y - (ay + t * dy));
}

/* The leg of a line that is nearest to a point. */
static double
find_leg (DrayPlanLayer      *self,
          const DrayMapFrame *frame,
          int                 index,
          double              x,
          double              y,
          int                *leg)
{
  const DrayPlanLine *line = &self->drawing->lines[index];
  const DrayPlanTrace *points = &self->traces[index];
  double best = G_MAXDOUBLE, ax = 0, ay = 0;
  int at = 0;

  for (int i = 0; i < line->n_points; i++) {
    double bx, by, distance;

    dray_map_frame_place (frame, points->xs[i], points->ys[i], &bx, &by);
    while (at < line->n_stops && i >= line->at[at + 1])
      at++;
    distance = i > 0 ? distance_to_segment (x, y, ax, ay, bx, by) : G_MAXDOUBLE;
    if (distance < best) {
      best = distance;
      *leg = at;
    }
    ax = bx;
    ay = by;
  }
  return best;
}

/* How many stops of the route stand before a leg, loading and what is carried left out. */
static int
count_before (DrayPlanLayer *self,
              int            index,
              int            leg)
{
  const DrayDraftRoute *route = &self->drawing->draft->draft->routes[index];
  int n = 0;

  for (int i = 0; i < leg && i < route->n_stops; i++)
    n += !route->stops[i].loads && route->stops[i].task != self->carried;
  return n;
}

static void
aim (DrayPlanLayer *self,
     double         x,
     double         y)
{
  int truck = -1, position = 0;
  double best = AIM_PX;
  DrayMapFrame frame;

  if (!get_frame (self, &frame))
    return;
  for (int i = 0; i < self->drawing->n_lines; i++) {
    int leg = 0;
    double distance = find_leg (self, &frame, i, x, y, &leg);

    if (distance >= best)
      continue;
    best = distance;
    truck = self->drawing->lines[i].truck;
    position = count_before (self, i, leg);
  }
  g_signal_emit (self, signals[AIMED], 0, self->carried, truck, position);
}

/* Pointer */

static void
on_motion (DrayPlanLayer *self,
           double         x,
           double         y)
{
  int task = self->by_pointer ? -1 : find_task (self, x, y);

  if (task == self->hovered)
    return;
  self->hovered = task;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[HOVERED], 0, task);
}

static void
on_leave (DrayPlanLayer *self)
{
  on_motion (self, -1e6, -1e6);
}

static void
on_drag_begin (DrayPlanLayer  *self,
               double          x,
               double          y,
               GtkGesture     *gesture)
{
  int task = find_task (self, x, y);

  if (task < 0) {
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
    return;
  }
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  g_signal_emit (self, signals[SELECTED], 0, task);
}

static void
on_drag_update (DrayPlanLayer  *self,
                double          offset_x,
                double          offset_y,
                GtkGestureDrag *gesture)
{
  double x, y;

  if (self->drawing == NULL || self->selected < 0 || !gtk_gesture_drag_get_start_point (gesture, &x, &y))
    return;
  if (!self->by_pointer && hypot (offset_x, offset_y) < DRAG_PX)
    return;
  self->by_pointer = TRUE;
  self->carried = self->selected;
  aim (self, x + offset_x, y + offset_y);
}

static void
on_drag_end (DrayPlanLayer *self)
{
  if (!self->by_pointer)
    return;
  self->by_pointer = FALSE;
  g_signal_emit (self, signals[RELEASED], 0, self->carried);
}

/* Widget */

static void
dray_plan_layer_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  DrayPlanLayer *self = DRAY_PLAN_LAYER (widget);
  DrayMapFrame frame;
  cairo_t *cr;

  if (self->drawing == NULL || !get_frame (self, &frame))
    return;
  if (self->text == NULL) {
    g_autoptr (PangoFontDescription) font = NULL;

    self->text = gtk_widget_create_pango_layout (widget, NULL);
    font = pango_font_description_copy (pango_context_get_font_description (pango_layout_get_context (self->text)));
    pango_font_description_set_absolute_size (font, 12 * PANGO_SCALE);
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description (self->text, font);
  }
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) frame.width, (float) frame.height));
  dray_plan_layer_paint (self, cr, &frame);
  cairo_destroy (cr);
}

/* Only stops are taken hold of; elsewhere the map below is dragged. */
static gboolean
dray_plan_layer_contains (GtkWidget *widget,
                          double     x,
                          double     y)
{
  DrayPlanLayer *self = DRAY_PLAN_LAYER (widget);

  return self->by_pointer || find_task (self, x, y) >= 0;
}

static void
clear_traces (DrayPlanLayer *self)
{
  for (int i = 0; self->drawing != NULL && i < self->drawing->n_lines; i++) {
    g_free (self->traces[i].xs);
    g_free (self->traces[i].ys);
  }
  g_clear_pointer (&self->traces, g_free);
  g_clear_pointer (&self->task_xs, g_free);
  g_clear_pointer (&self->task_ys, g_free);
  g_clear_pointer (&self->task_lines, g_free);
  g_clear_pointer (&self->drawing, dray_plan_drawing_unref);
}

static void
dray_plan_layer_constructed (GObject *object)
{
  ShumateViewport *viewport = shumate_layer_get_viewport (SHUMATE_LAYER (object));
  static const char *const moves[] = { "notify::latitude", "notify::longitude", "notify::zoom-level", "notify::rotation" };

  G_OBJECT_CLASS (dray_plan_layer_parent_class)->constructed (object);
  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++)
    g_signal_connect_object (viewport, moves[i], G_CALLBACK (gtk_widget_queue_draw), object, G_CONNECT_SWAPPED);
  dray_look_watch (object, G_CALLBACK (gtk_widget_queue_draw));
}

static void
dray_plan_layer_dispose (GObject *object)
{
  DrayPlanLayer *self = DRAY_PLAN_LAYER (object);

  clear_traces (self);
  g_clear_object (&self->text);

  G_OBJECT_CLASS (dray_plan_layer_parent_class)->dispose (object);
}

static void
dray_plan_layer_class_init (DrayPlanLayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = dray_plan_layer_constructed;
  object_class->dispose = dray_plan_layer_dispose;
  widget_class->snapshot = dray_plan_layer_snapshot;
  widget_class->contains = dray_plan_layer_contains;

  signals[SELECTED] = g_signal_new ("selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[HOVERED] = g_signal_new ("hovered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[AIMED] = g_signal_new ("aimed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3, G_TYPE_INT, G_TYPE_INT, G_TYPE_INT);
  signals[RELEASED] = g_signal_new ("released", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
dray_plan_layer_init (DrayPlanLayer *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->selected = self->hovered = self->carried = self->before = self->after = -1;
  self->last_lane = -1;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

DrayPlanLayer *
dray_plan_layer_new (ShumateViewport *viewport)
{
  g_return_val_if_fail (SHUMATE_IS_VIEWPORT (viewport), NULL);

  return g_object_new (DRAY_TYPE_PLAN_LAYER, "viewport", viewport, NULL);
}

static void
place_tasks (DrayPlanLayer *self)
{
  const DrayPlanDraft *draft = self->drawing->draft;
  int n = draft->day->request.n_tasks;

  self->task_xs = g_new (double, n + 1);
  self->task_ys = g_new (double, n + 1);
  self->task_lines = g_new (int, n + 1);
  for (int i = 0; i < n; i++) {
    const DrayPlanPlace *place = &g_array_index (draft->day->places, DrayPlanPlace, draft->day->request.tasks[i].place);

    self->task_xs[i] = dray_mercator_x (dray_e7_to_degrees (place->lon_e7));
    self->task_ys[i] = dray_mercator_y (dray_e7_to_degrees (place->lat_e7));
    self->task_lines[i] = -1;
  }
  for (int r = 0; r < self->drawing->n_lines; r++)
    for (int i = 0; i < draft->draft->routes[r].n_stops; i++)
      self->task_lines[draft->draft->routes[r].stops[i].task] = r;
}

/* @drawing: (nullable) */
void
dray_plan_layer_set_drawing (DrayPlanLayer   *self,
                             DrayPlanDrawing *drawing)
{
  g_return_if_fail (DRAY_IS_PLAN_LAYER (self));

  clear_traces (self);
  self->hovered = self->carried = self->before = self->after = -1;
  self->by_pointer = FALSE;
  if (drawing != NULL) {
    self->drawing = dray_plan_drawing_ref (drawing);
    self->traces = g_new0 (DrayPlanTrace, drawing->n_lines + 1);
    for (int i = 0; i < drawing->n_lines; i++) {
      const DrayPlanLine *line = &drawing->lines[i];

      self->traces[i] = (DrayPlanTrace) { g_new (double, line->n_points), g_new (double, line->n_points) };
      for (int k = 0; k < line->n_points; k++) {
        self->traces[i].xs[k] = dray_mercator_x (dray_e7_to_degrees (line->lon_e7[k]));
        self->traces[i].ys[k] = dray_mercator_y (dray_e7_to_degrees (line->lat_e7[k]));
      }
    }
    place_tasks (self);
    if (self->selected >= drawing->draft->day->request.n_tasks)
      self->selected = -1;
  }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* @task: or -1 */
void
dray_plan_layer_set_selected (DrayPlanLayer *self,
                              int            task)
{
  g_return_if_fail (DRAY_IS_PLAN_LAYER (self));

  self->selected = self->drawing == NULL || task < self->drawing->draft->day->request.n_tasks ? task : -1;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Which lanes can be seen in the time line. */
void
dray_plan_layer_set_lanes (DrayPlanLayer *self,
                           int            first,
                           int            last)
{
  g_return_if_fail (DRAY_IS_PLAN_LAYER (self));

  if (first == self->first_lane && last == self->last_lane)
    return;
  self->first_lane = first;
  self->last_lane = last;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* @attempt: (nullable): what became of the last aim; %NULL where nothing is carried any more */
void
dray_plan_layer_set_attempt (DrayPlanLayer     *self,
                             int                task,
                             const DrayPlanTry *attempt)
{
  g_return_if_fail (DRAY_IS_PLAN_LAYER (self));

  self->before = self->after = -1;
  self->carried = attempt != NULL && self->drawing != NULL ? task : -1;
  for (int i = 0; self->carried >= 0 && i < attempt->n_to; i++) {
    if (attempt->to_tasks[i] != task)
      continue;
    self->verdict = attempt->verdict;
    self->before = i > 0 ? attempt->to_tasks[i - 1] : -1;
    self->after = i + 1 < attempt->n_to ? attempt->to_tasks[i + 1] : -1;
  }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

int
dray_plan_layer_get_hovered (DrayPlanLayer *self)
{
  g_return_val_if_fail (DRAY_IS_PLAN_LAYER (self), -1);

  return self->hovered;
}

/* Of all stops; empty with none. */
DrayGeoBox
dray_plan_layer_get_box (DrayPlanLayer *self)
{
  DrayGeoBox box = DRAY_GEO_BOX_EMPTY;

  g_return_val_if_fail (DRAY_IS_PLAN_LAYER (self), box);

  for (int i = 0; self->drawing != NULL && i < self->drawing->draft->day->request.n_tasks; i++) {
    const DrayPlanDay *day = self->drawing->draft->day;
    const DrayPlanPlace *place = &g_array_index (day->places, DrayPlanPlace, day->request.tasks[i].place);

    dray_geo_box_extend (&box, (DrayGeoPoint) { place->lon_e7, place->lat_e7 });
  }
  return box;
}

/* Where a stop lies in the widget. */
gboolean
dray_plan_layer_find_stop (DrayPlanLayer *self,
                           int            task,
                           double        *x,
                           double        *y)
{
  DrayMapFrame frame;

  g_return_val_if_fail (DRAY_IS_PLAN_LAYER (self), FALSE);

  if (self->drawing == NULL || task < 0 || task >= self->drawing->draft->day->request.n_tasks || !get_frame (self, &frame))
    return FALSE;
  dray_plan_layer_place (self, &frame, task, x, y);
  return TRUE;
}
