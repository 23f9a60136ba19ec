/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-time-line-private.h"

#include "dray-units.h"

#include <gdk/gdkkeysyms.h>
#include <glib/gi18n.h>

/* Less than an hour across the window shows nothing more. */
#define MAX_ZOOM 16.0
/* The pointer moves this far before a click becomes a drag. */
#define DRAG_PIXELS 4

enum { TRIED, DROPPED, SELECTED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DrayTimeLine, dray_time_line, GTK_TYPE_WIDGET)

/* Times and places */

double
dray_time_line_get_x (const DrayTimeLine *self,
                      gint64              at_us)
{
  return DRAY_LANE_HEAD + (double) (at_us - self->from_us) / self->us_per_pixel;
}

/* From the first departure to the last return, with a quarter of an hour at either side. */
static void
fit_day (DrayTimeLine *self,
         int           width)
{
  const gint64 margin_us = 15 * 60 * DRAY_US_PER_S;
  gint64 from_us = G_MAXINT64, until_us = G_MININT64;

  for (int i = 0; self->draft != NULL && i < self->draft->draft->n_routes; i++) {
    from_us = MIN (from_us, self->draft->draft->routes[i].start_us);
    until_us = MAX (until_us, self->draft->draft->routes[i].end_us);
  }
  if (from_us > until_us) {
    from_us = self->draft != NULL ? self->draft->day->request.start_us : 0;
    until_us = from_us + 12 * 3600 * DRAY_US_PER_S;
  }
  self->from_us = from_us - margin_us;
  self->us_per_pixel = (double) (until_us + margin_us - self->from_us) / MAX (width - DRAY_LANE_HEAD, 100);
}

static int
find_lane (DrayTimeLine *self,
           double        y)
{
  int lane = (int) ((y - DRAY_AXIS_HEIGHT) / DRAY_LANE_HEIGHT);

  return y >= DRAY_AXIS_HEIGHT && lane < dray_time_line_get_n_lanes (self) ? lane : -1;
}

/* The task whose block lies under a point, or -1. */
static int
find_task (DrayTimeLine *self,
           double        x,
           double        y)
{
  int lane = find_lane (self, y);
  const DrayDraftRoute *route = lane >= 0 ? dray_plan_draft_find_route (self->draft, lane) : NULL;

  for (int i = 0; route != NULL && i < route->n_stops; i++) {
    const DrayDraftStop *stop = &route->stops[i];
    double from = dray_time_line_get_x (self, stop->begin_us);

    if (!stop->loads && x >= from - 2 && x <= MAX (dray_time_line_get_x (self, stop->leave_us), from + 5) + 2)
      return stop->task;
  }
  return -1;
}

/* The stops of a lane, without loading and without the one that is carried. */
static int
list_tasks (DrayTimeLine *self,
            int           lane,
            int           without,
            int          *tasks)
{
  const DrayDraftRoute *route = dray_plan_draft_find_route (self->draft, lane);
  int n = 0;

  for (int i = 0; route != NULL && i < route->n_stops; i++)
    if (!route->stops[i].loads && route->stops[i].task != without) {
      if (tasks != NULL)
        tasks[n] = route->stops[i].task;
      n++;
    }
  return n;
}

/* Before the first stop whose middle lies right of the pointer. */
static int
find_position (DrayTimeLine *self,
               int           lane,
               double        x)
{
  const DrayDraftRoute *route = dray_plan_draft_find_route (self->draft, lane);
  int position = 0;

  for (int i = 0; route != NULL && i < route->n_stops; i++) {
    const DrayDraftStop *stop = &route->stops[i];

    if (stop->loads || stop->task == self->carried)
      continue;
    if ((dray_time_line_get_x (self, stop->begin_us) + dray_time_line_get_x (self, stop->leave_us)) / 2 > x)
      break;
    position++;
  }
  return position;
}

static int
find_lane_of (DrayTimeLine *self,
              int           task)
{
  for (int i = 0; i < self->draft->draft->n_routes; i++) {
    const DrayDraftRoute *route = &self->draft->draft->routes[i];

    for (int k = 0; k < route->n_stops; k++)
      if (!route->stops[k].loads && route->stops[k].task == task)
        return route->truck;
  }
  return -1;
}

/* Carrying */

static void
set_target (DrayTimeLine *self,
            int           lane,
            int           position)
{
  if (self->board == NULL || lane < 0 || (lane == self->lane && position == self->position))
    return;
  self->lane = lane;
  self->position = position;
  dray_plan_try_clear (&self->attempt);
  dray_plan_board_try_move (self->board, self->carried, lane, position, &self->attempt);
  g_signal_emit (self, signals[TRIED], 0, &self->attempt);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
stop_carrying (DrayTimeLine *self)
{
  if (self->carried < 0)
    return;
  self->carried = self->lane = self->position = -1;
  self->by_pointer = FALSE;
  g_signal_emit (self, signals[TRIED], 0, NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
put_down (DrayTimeLine *self)
{
  int task = self->carried, lane = self->lane, position = self->position;
  gboolean allowed = task >= 0 && lane >= 0 && self->attempt.verdict != DRAY_RULE_NEVER;

  stop_carrying (self);
  if (allowed)
    g_signal_emit (self, signals[DROPPED], 0, task, lane, position);
}

/* @task: taken up by keys, from its lane or from the list of what is not placed; nothing happens where the plan can't be worked on */
void
dray_time_line_carry (DrayTimeLine *self,
                      int           task)
{
  g_return_if_fail (DRAY_IS_TIME_LINE (self));

  int lane = self->draft != NULL ? find_lane_of (self, task) : -1;

  if (self->board == NULL)
    return;
  stop_carrying (self);
  self->carried = task;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  set_target (self, MAX (lane, 0), 0);
}

static void
on_drag_begin (GtkGestureDrag *gesture,
               double          x,
               double          y,
               gpointer        user_data)
{
  DrayTimeLine *self = user_data;
  int task = self->draft != NULL ? find_task (self, x, y) : -1;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  dray_time_line_select (self, task);
  if (task < 0)
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
}

static void
on_drag_update (GtkGestureDrag *gesture,
                double          offset_x,
                double          offset_y,
                gpointer        user_data)
{
  DrayTimeLine *self = user_data;
  double x, y;
  int lane;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  if (self->board == NULL || (self->carried < 0 && ABS (offset_x) < DRAG_PIXELS && ABS (offset_y) < DRAG_PIXELS))
    return;
  if (self->carried < 0) {
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
    self->carried = self->selected;
    self->by_pointer = TRUE;
  }
  lane = find_lane (self, y + offset_y);
  if (lane >= 0)
    set_target (self, lane, find_position (self, lane, x + offset_x));
}

static void
on_drag_end (GtkGestureDrag *gesture,
             double          offset_x,
             double          offset_y,
             gpointer        user_data)
{
  DrayTimeLine *self = user_data;

  if (self->by_pointer)
    put_down (self);
}

/* Keys */

static void
carry_by_key (DrayTimeLine *self,
              guint         keyval)
{
  int lane, position, n;

  if (self->carried < 0 && self->selected >= 0)
    dray_time_line_carry (self, self->selected);
  if (self->carried < 0)
    return;
  lane = CLAMP (self->lane + (keyval == GDK_KEY_Down) - (keyval == GDK_KEY_Up), 0, dray_time_line_get_n_lanes (self) - 1);
  n = list_tasks (self, lane, self->carried, NULL);
  position = CLAMP (self->position + (keyval == GDK_KEY_Right) - (keyval == GDK_KEY_Left), 0, n);
  set_target (self, lane, position);
}

/* To the stop before or behind, or to the one at about the same time in the next lane that has any. */
static void
select_by_key (DrayTimeLine *self,
               guint         keyval)
{
  int n_lanes = dray_time_line_get_n_lanes (self), lane = self->selected >= 0 ? find_lane_of (self, self->selected) : 0;
  int step = (keyval == GDK_KEY_Down) - (keyval == GDK_KEY_Up), at = 0;
  g_autofree int *tasks = g_new (int, self->draft->day->request.n_tasks + 1);
  int n;

  if (lane < 0)
    lane = 0;
  n = list_tasks (self, lane, -1, tasks);
  for (int i = 0; i < n; i++)
    if (tasks[i] == self->selected)
      at = i;
  at += (keyval == GDK_KEY_Right && self->selected >= 0) - (keyval == GDK_KEY_Left);
  for (lane += step; lane >= 0 && lane < n_lanes; lane += step != 0 ? step : 1) {
    n = list_tasks (self, lane, -1, tasks);
    if (n > 0) {
      dray_time_line_select (self, tasks[CLAMP (at, 0, n - 1)]);
      return;
    }
  }
}

static gboolean
on_key (GtkEventControllerKey *controller,
        guint                  keyval,
        guint                  keycode,
        GdkModifierType        state,
        gpointer               user_data)
{
  DrayTimeLine *self = user_data;
  gboolean is_arrow = keyval == GDK_KEY_Left || keyval == GDK_KEY_Right || keyval == GDK_KEY_Up || keyval == GDK_KEY_Down;

  if (self->draft == NULL)
    return GDK_EVENT_PROPAGATE;
  if (is_arrow && (self->carried >= 0 || (state & GDK_CONTROL_MASK) != 0)) {
    carry_by_key (self, keyval);
    return GDK_EVENT_STOP;
  }
  if (is_arrow) {
    select_by_key (self, keyval);
    return GDK_EVENT_STOP;
  }
  if (self->carried < 0)
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter)
    put_down (self);
  else if (keyval == GDK_KEY_Escape)
    stop_carrying (self);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

/* What a stop is, for the pointer that rests on it */

static gboolean
on_query_tooltip (GtkWidget  *widget,
                  int         x,
                  int         y,
                  gboolean    keyboard_mode,
                  GtkTooltip *tooltip,
                  gpointer    user_data)
{
  DrayTimeLine *self = DRAY_TIME_LINE (widget);
  int task = self->draft != NULL && self->carried < 0 ? find_task (self, x, y) : -1;
  const DrayPlanTaskFacts *facts;
  const DrayPlannerTask *asked;
  g_autofree char *open = NULL, *close = NULL, *words = NULL;

  if (task < 0)
    return FALSE;
  facts = dray_plan_day_get_task (self->draft->day, task);
  asked = &self->draft->day->request.tasks[task];
  open = asked->open_us != DRAY_NEVER ? dray_time_line_format_time (self->draft, asked->open_us) : g_strdup ("");
  close = asked->close_us != DRAY_NEVER ? dray_time_line_format_time (self->draft, asked->close_us) : g_strdup ("");
  words = g_strdup_printf ("%s\n%s  %s–%s", facts->name, facts->reference, open, close);
  gtk_tooltip_set_text (tooltip, words);
  return TRUE;
}

/* Widget */

static void
dray_time_line_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  DrayTimeLine *self = DRAY_TIME_LINE (widget);
  int height = DRAY_AXIS_HEIGHT + dray_time_line_get_n_lanes (self) * DRAY_LANE_HEIGHT;
  int width = DRAY_LANE_HEAD + (int) (400 * self->zoom);

  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? height : width;
}

static void
dray_time_line_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  fit_day (DRAY_TIME_LINE (widget), width);
}

static void
dray_time_line_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  DrayTimeLine *self = DRAY_TIME_LINE (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));

  if (self->text == NULL)
    self->text = gtk_widget_create_pango_layout (widget, NULL);
  dray_time_line_paint (self, cr, width, height);
  cairo_destroy (cr);
}

static void
dray_time_line_dispose (GObject *object)
{
  DrayTimeLine *self = DRAY_TIME_LINE (object);

  dray_plan_try_clear (&self->attempt);
  g_clear_pointer (&self->board, dray_plan_board_free);
  g_clear_pointer (&self->draft, dray_plan_draft_unref);
  g_clear_object (&self->text);

  G_OBJECT_CLASS (dray_time_line_parent_class)->dispose (object);
}

static void
dray_time_line_class_init (DrayTimeLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_time_line_dispose;
  widget_class->measure = dray_time_line_measure;
  widget_class->size_allocate = dray_time_line_size_allocate;
  widget_class->snapshot = dray_time_line_snapshot;
  gtk_widget_class_set_css_name (widget_class, "timeline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TABLE);

  signals[TRIED] = g_signal_new ("tried", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[DROPPED] = g_signal_new ("dropped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3, G_TYPE_INT, G_TYPE_INT, G_TYPE_INT);
  signals[SELECTED] = g_signal_new ("selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
dray_time_line_init (DrayTimeLine *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->selected = self->carried = self->lane = self->position = -1;
  self->now_us = DRAY_NEVER;
  self->zoom = 1;
  self->us_per_pixel = 1;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Routes by time"), -1);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
dray_time_line_new (void)
{
  return g_object_new (DRAY_TYPE_TIME_LINE, NULL);
}

/* @draft: (nullable): what is shown from now on; a stop that is being carried is left where it was */
void
dray_time_line_set_draft (DrayTimeLine  *self,
                          DrayPlanDraft *draft)
{
  g_return_if_fail (DRAY_IS_TIME_LINE (self));

  g_autoptr (GError) error = NULL;

  stop_carrying (self);
  g_clear_pointer (&self->board, dray_plan_board_free);
  g_clear_pointer (&self->draft, dray_plan_draft_unref);
  if (draft != NULL) {
    self->draft = dray_plan_draft_ref (draft);
    self->board = dray_plan_board_new (draft, &error);
    if (self->board == NULL)
      g_message ("The plan is shown and can't be worked on: %s", error->message);
    if (self->selected >= draft->day->request.n_tasks)
      self->selected = -1;
  }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* @now_us: where the line of the present stands; %DRAY_NEVER for none */
void
dray_time_line_set_now_us (DrayTimeLine *self,
                           gint64        now_us)
{
  g_return_if_fail (DRAY_IS_TIME_LINE (self));

  /* A pixel is about a minute: less is not worth a frame. */
  if (ABS (now_us - self->now_us) < 20 * DRAY_US_PER_S)
    return;
  self->now_us = now_us;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Makes an hour longer or shorter; the whole day fits at the least. */
void
dray_time_line_zoom (DrayTimeLine *self,
                     double        factor)
{
  g_return_if_fail (DRAY_IS_TIME_LINE (self));

  self->zoom = CLAMP (self->zoom * factor, 1.0, MAX_ZOOM);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* One for each truck of the day, used or not. */
int
dray_time_line_get_n_lanes (DrayTimeLine *self)
{
  g_return_val_if_fail (DRAY_IS_TIME_LINE (self), 0);

  return self->draft != NULL ? self->draft->day->request.n_trucks : 0;
}

int
dray_time_line_get_selected (DrayTimeLine *self)
{
  g_return_val_if_fail (DRAY_IS_TIME_LINE (self), -1);

  return self->selected;
}

/* @task: or -1 */
void
dray_time_line_select (DrayTimeLine *self,
                       int           task)
{
  g_return_if_fail (DRAY_IS_TIME_LINE (self));

  if (task == self->selected)
    return;
  self->selected = task;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[SELECTED], 0, task);
}

/* Where the block of a task lies in the widget; %FALSE where it has none. */
gboolean
dray_time_line_find_stop (DrayTimeLine    *self,
                          int              task,
                          graphene_rect_t *rect)
{
  g_return_val_if_fail (DRAY_IS_TIME_LINE (self), FALSE);

  int lane = self->draft != NULL ? find_lane_of (self, task) : -1;
  const DrayDraftRoute *route = lane >= 0 ? dray_plan_draft_find_route (self->draft, lane) : NULL;

  for (int i = 0; route != NULL && i < route->n_stops; i++) {
    double from = dray_time_line_get_x (self, route->stops[i].begin_us), to = dray_time_line_get_x (self, route->stops[i].leave_us);

    if (route->stops[i].loads || route->stops[i].task != task)
      continue;
    graphene_rect_init (rect, (float) from, (float) (DRAY_AXIS_HEIGHT + lane * DRAY_LANE_HEIGHT + 7), (float) MAX (to - from, 5), DRAY_BLOCK_HEIGHT);
    return TRUE;
  }
  return FALSE;
}
