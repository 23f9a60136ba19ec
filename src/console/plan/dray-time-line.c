/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-time-line-private.h"

#include "dray-units.h"

#include <glib/gi18n.h>

/* Less than an hour across the window shows nothing more. */
#define MAX_ZOOM 16.0

enum { TRIED, DROPPED, SELECTED, MENU, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DrayTimeLine, dray_time_line, GTK_TYPE_WIDGET)

/* Times and places */

double
dray_time_line_get_x (const DrayTimeLine *self,
                      gint64              at_us)
{
  return DRAY_LANE_HEAD + (double) (at_us - self->from_us) / self->us_per_pixel;
}

/* What can be seen of the widget; all of it where it does not scroll. */
static GdkRectangle
get_seen (DrayTimeLine *self)
{
  GdkRectangle seen = { 0, 0, gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self)) };

  if (self->hadjustment != NULL && gtk_adjustment_get_page_size (self->hadjustment) > 0) {
    seen.x = (int) gtk_adjustment_get_value (self->hadjustment);
    seen.width = MIN (seen.width - seen.x, (int) gtk_adjustment_get_page_size (self->hadjustment) + 1);
  }
  if (self->vadjustment != NULL && gtk_adjustment_get_page_size (self->vadjustment) > 0) {
    seen.y = (int) gtk_adjustment_get_value (self->vadjustment);
    seen.height = MIN (seen.height - seen.y, (int) gtk_adjustment_get_page_size (self->vadjustment) + 1);
  }
  return seen;
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

int
dray_time_line_find_lane (DrayTimeLine *self,
                          double        y)
{
  int lane = (int) ((y - DRAY_AXIS_HEIGHT) / DRAY_LANE_HEIGHT);

  /* The axis stands over the lanes that were scrolled away. */
  return y >= get_seen (self).y + DRAY_AXIS_HEIGHT && lane < dray_time_line_get_n_lanes (self) ? lane : -1;
}

/* The task whose block lies under a point, or -1. */
int
dray_time_line_find_task (DrayTimeLine *self,
                          double        x,
                          double        y)
{
  int lane = x >= get_seen (self).x + DRAY_LANE_HEAD ? dray_time_line_find_lane (self, y) : -1;
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
int
dray_time_line_list_tasks (DrayTimeLine *self,
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

int
dray_time_line_get_lane_of (DrayTimeLine *self,
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

/* What a stop is, for the pointer that rests on it */

/* Returns: (transfer full): whom a task is for, its order, its window and its goods */
char *
dray_time_line_describe (const DrayPlanDraft *draft,
                         int                  task)
{
  const DrayPlanTaskFacts *facts = dray_plan_day_get_task (draft->day, task);
  const DrayPlannerTask *asked = &draft->day->request.tasks[task];
  g_autofree char *open = asked->open_us != DRAY_NEVER ? dray_time_line_format_time (draft, asked->open_us) : g_strdup ("");
  g_autofree char *close = asked->close_us != DRAY_NEVER ? dray_time_line_format_time (draft, asked->close_us) : g_strdup ("");
  GString *words = g_string_new (NULL);

  g_string_append_printf (words, "%s\n%s  %s–%s", facts->name, facts->reference, open, close);
  for (int r = 0; r < draft->draft->n_routes; r++)
    for (int i = 0; i < draft->draft->routes[r].n_stops; i++) {
      const DrayDraftStop *stop = &draft->draft->routes[r].stops[i];
      g_autofree char *from = NULL, *to = NULL;

      if (stop->loads || stop->task != task)
        continue;
      from = dray_time_line_format_time (draft, stop->begin_us);
      to = dray_time_line_format_time (draft, stop->leave_us);
      g_string_append_c (words, '\n');
      g_string_append_printf (words, _("Truck %s, %s to %s"), dray_plan_day_get_truck (draft->day, draft->draft->routes[r].truck)->number, from, to);
    }
  if (asked->load_kg > 0) {
    g_string_append_c (words, '\n');
    g_string_append_printf (words, _("%d kg, %d pallets"), asked->load_kg, asked->pallets);
  }
  return g_string_free (words, FALSE);
}

static gboolean
on_query_tooltip (GtkWidget  *widget,
                  int         x,
                  int         y,
                  gboolean    keyboard_mode,
                  GtkTooltip *tooltip,
                  gpointer    user_data)
{
  DrayTimeLine *self = DRAY_TIME_LINE (widget);
  int task = self->draft != NULL && self->carried < 0 ? dray_time_line_find_task (self, x, y) : -1;
  g_autofree char *words = task >= 0 ? dray_time_line_describe (self->draft, task) : NULL;

  if (task < 0)
    return FALSE;
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
  GdkRectangle seen = get_seen (self);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT ((float) seen.x, (float) seen.y, (float) seen.width, (float) seen.height));

  if (self->text == NULL)
    self->text = gtk_widget_create_pango_layout (widget, NULL);
  dray_time_line_paint (self, cr, &seen);
  cairo_destroy (cr);
}

static void
on_pressed (DrayTimeLine *self,
            int           n_press,
            double        x,
            double        y)
{
  int task = self->draft != NULL ? dray_time_line_find_task (self, x, y) : -1, lane = self->draft != NULL ? dray_time_line_find_lane (self, y) : -1;

  if (lane < 0)
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  dray_time_line_select (self, task);
  g_signal_emit (self, signals[MENU], 0, lane, task, x, y);
}

/* For the chosen stop, by key. */
void
dray_time_line_ask_menu (DrayTimeLine *self)
{
  int lane = self->selected >= 0 ? dray_time_line_get_lane_of (self, self->selected) : -1;
  graphene_rect_t rect;

  if (lane >= 0 && dray_time_line_find_stop (self, self->selected, &rect))
    g_signal_emit (self, signals[MENU], 0, lane, self->selected, (double) (rect.origin.x + rect.size.width / 2), (double) (rect.origin.y + rect.size.height));
}

static void
dray_time_line_dispose (GObject *object)
{
  DrayTimeLine *self = DRAY_TIME_LINE (object);

  dray_time_line_stop_carrying (self);
  dray_time_line_set_adjustments (self, NULL, NULL);
  dray_plan_try_clear (&self->attempt);
  g_clear_pointer (&self->board, dray_plan_board_free);
  g_clear_pointer (&self->draft, dray_plan_draft_unref);
  g_clear_pointer (&self->pinned, g_free);
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
  signals[MENU] = g_signal_new ("menu", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 4, G_TYPE_INT, G_TYPE_INT, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[SELECTED] = g_signal_new ("selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
dray_time_line_init (DrayTimeLine *self)
{
  GtkGesture *secondary = gtk_gesture_click_new ();

  self->selected = self->carried = self->lane = self->position = -1;
  self->now_us = DRAY_NEVER;
  self->zoom = 1;
  self->us_per_pixel = 1;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Routes by time"), -1);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (secondary), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (secondary, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (secondary));
  dray_time_line_add_controllers (self);
}

GtkWidget *
dray_time_line_new (void)
{
  return g_object_new (DRAY_TYPE_TIME_LINE, NULL);
}

static void
take_draft (DrayTimeLine  *self,
            DrayPlanDraft *draft)
{
  dray_time_line_stop_carrying (self);
  g_clear_pointer (&self->board, dray_plan_board_free);
  g_clear_pointer (&self->draft, dray_plan_draft_unref);
  /* Pins are those of the draft before. */
  g_clear_pointer (&self->pinned, g_free);
  self->draft = draft != NULL ? dray_plan_draft_ref (draft) : NULL;
  if (draft == NULL || self->selected >= draft->day->request.n_tasks)
    self->selected = -1;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* @draft: (nullable): what is shown from now on; a stop that is being carried is left where it was */
void
dray_time_line_set_draft (DrayTimeLine  *self,
                          DrayPlanDraft *draft)
{
  g_return_if_fail (DRAY_IS_TIME_LINE (self));

  g_autoptr (GError) error = NULL;

  take_draft (self, draft);
  if (draft == NULL)
    return;
  self->board = dray_plan_board_new (draft, &error);
  if (self->board == NULL)
    g_message ("The plan is shown and can't be worked on: %s", error->message);
}

/* A plan on the way to a better one: it is looked at and not worked on. */
void
dray_time_line_show_preview (DrayTimeLine  *self,
                             DrayPlanDraft *draft)
{
  g_return_if_fail (DRAY_IS_TIME_LINE (self));

  take_draft (self, draft);
}

static void
take_adjustment (DrayTimeLine   *self,
                 GtkAdjustment **place,
                 GtkAdjustment  *adjustment)
{
  if (*place != NULL)
    g_signal_handlers_disconnect_by_func (*place, gtk_widget_queue_draw, self);
  g_set_object (place, adjustment);
  if (adjustment == NULL)
    return;
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "notify::page-size", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

/* Of what scrolls it: the hours and the names stay in sight. (nullable) */
void
dray_time_line_set_adjustments (DrayTimeLine  *self,
                                GtkAdjustment *horizontal,
                                GtkAdjustment *vertical)
{
  g_return_if_fail (DRAY_IS_TIME_LINE (self));

  take_adjustment (self, &self->hadjustment, horizontal);
  take_adjustment (self, &self->vadjustment, vertical);
}

/* @pinned: (nullable): [n_trucks] of the draft that is shown: routes that nothing is put into or taken out of */
void
dray_time_line_set_pinned (DrayTimeLine *self,
                           const guint8 *pinned)
{
  g_return_if_fail (DRAY_IS_TIME_LINE (self));

  g_free (self->pinned);
  self->pinned = pinned != NULL ? g_memdup2 (pinned, (gsize) dray_time_line_get_n_lanes (self)) : NULL;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
dray_time_line_get_visible_lanes (DrayTimeLine *self,
                                  int          *first,
                                  int          *last)
{
  g_return_if_fail (DRAY_IS_TIME_LINE (self));

  GdkRectangle seen = get_seen (self);

  *first = MAX (seen.y / DRAY_LANE_HEIGHT, 0);
  *last = MIN ((seen.y + seen.height - DRAY_AXIS_HEIGHT - 1) / DRAY_LANE_HEIGHT, dray_time_line_get_n_lanes (self) - 1);
}

void
dray_time_line_scroll_to_lane (DrayTimeLine *self,
                               int           lane)
{
  if (self->vadjustment != NULL)
    gtk_adjustment_clamp_page (self->vadjustment, lane * DRAY_LANE_HEIGHT, DRAY_AXIS_HEIGHT + (lane + 1) * DRAY_LANE_HEIGHT);
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

/* The task that is on its way, or -1 */
int
dray_time_line_get_carried (DrayTimeLine *self)
{
  g_return_val_if_fail (DRAY_IS_TIME_LINE (self), -1);

  return self->carried;
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

  int lane = self->draft != NULL ? dray_time_line_get_lane_of (self, task) : -1;
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
