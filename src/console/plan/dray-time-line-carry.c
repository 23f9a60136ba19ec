/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-time-line-private.h"

#include <gdk/gdkkeysyms.h>
#include <math.h>

/* A stop on its way to another place, by pointer, by keys, from the list or on the map. The lane under it is judged at once; the others are
 * judged between frames, so that each says at its right edge what its best place would cost, or why it has none. */

/* The pointer moves this far before a click becomes a drag. */
#define DRAG_PIXELS 4
/* So long may the other lanes be judged before a frame gets its turn. */
#define SLICE_US 4000

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

/* What the other lanes say */

static void
clear_offers (DrayTimeLine *self)
{
  for (int i = 0; i < self->n_offers; i++)
    g_free (self->offers[i].words);
  g_clear_pointer (&self->offers, g_free);
  self->n_offers = 0;
  g_clear_handle_id (&self->judging, g_source_remove);
}

static gboolean
is_better (const DrayPlanTry *a,
           const DrayPlanTry *b)
{
  return a->verdict != b->verdict ? a->verdict < b->verdict : a->price_minor < b->price_minor;
}

/* The best place that a lane has. */
static void
judge_lane (DrayTimeLine *self,
            int           lane)
{
  int n = dray_time_line_list_tasks (self, lane, self->carried, NULL);
  DrayPlanTry best = { 0 };

  for (int position = 0; position <= n; position++) {
    DrayPlanTry attempt = { 0 };

    dray_plan_board_try_move (self->board, self->carried, lane, position, &attempt);
    if (position == 0 || is_better (&attempt, &best)) {
      dray_plan_try_clear (&best);
      best = attempt;
    } else
      dray_plan_try_clear (&attempt);
  }
  self->offers[lane] = (DrayLaneOffer) { TRUE, best.verdict, best.price_minor, g_steal_pointer (&best.words) };
  dray_plan_try_clear (&best);
}

/* The lane whose turn it is: the visible ones first. */
static int
find_unjudged (DrayTimeLine *self)
{
  int first, last;

  dray_time_line_get_visible_lanes (self, &first, &last);
  for (int lane = first; lane <= last; lane++)
    if (!self->offers[lane].known)
      return lane;
  for (int lane = 0; lane < self->n_offers; lane++)
    if (!self->offers[lane].known)
      return lane;
  return -1;
}

static gboolean
on_judge (gpointer user_data)
{
  DrayTimeLine *self = user_data;
  gint64 until_us = g_get_monotonic_time () + SLICE_US;
  int lane = -1;

  while (g_get_monotonic_time () < until_us && (lane = find_unjudged (self)) >= 0)
    judge_lane (self, lane);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (lane >= 0)
    return G_SOURCE_CONTINUE;
  self->judging = 0;
  return G_SOURCE_REMOVE;
}

static void
begin_carrying (DrayTimeLine *self,
                int           task)
{
  dray_time_line_stop_carrying (self);
  self->carried = task;
  self->n_offers = dray_time_line_get_n_lanes (self);
  self->offers = g_new0 (DrayLaneOffer, self->n_offers + 1);
  self->judging = g_idle_add_full (G_PRIORITY_LOW, on_judge, self, NULL);
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
  g_signal_emit_by_name (self, "tried", &self->attempt);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
dray_time_line_stop_carrying (DrayTimeLine *self)
{
  if (self->carried < 0)
    return;
  clear_offers (self);
  self->carried = self->lane = self->position = -1;
  self->by_pointer = FALSE;
  g_signal_emit_by_name (self, "tried", NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Puts down what is carried, where it may be. */
void
dray_time_line_put_down (DrayTimeLine *self)
{
  g_return_if_fail (DRAY_IS_TIME_LINE (self));

  int task = self->carried, lane = self->lane, position = self->position;
  gboolean allowed = task >= 0 && lane >= 0 && self->attempt.verdict != DRAY_RULE_NEVER;

  dray_time_line_stop_carrying (self);
  if (allowed)
    g_signal_emit_by_name (self, "dropped", task, lane, position);
}

/* Its place among the stops of its lane; 0 where it has none. */
static int
find_own_position (DrayTimeLine *self,
                   int           lane,
                   int           task)
{
  const DrayDraftRoute *route = lane >= 0 ? dray_plan_draft_find_route (self->draft, lane) : NULL;
  int position = 0;

  for (int i = 0; route != NULL && i < route->n_stops; i++) {
    if (!route->stops[i].loads && route->stops[i].task == task)
      return position;
    position += !route->stops[i].loads;
  }
  return 0;
}

/* @task: taken up by keys, from its lane or from the list of what is not placed; nothing happens where the plan can't be worked on */
void
dray_time_line_carry (DrayTimeLine *self,
                      int           task)
{
  g_return_if_fail (DRAY_IS_TIME_LINE (self));

  int lane = self->draft != NULL ? dray_time_line_get_lane_of (self, task) : -1;

  if (self->board == NULL)
    return;
  begin_carrying (self, task);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  set_target (self, MAX (lane, 0), find_own_position (self, lane, task));
}

/* As dray_time_line_carry(), to the best place that a lane has. */
void
dray_time_line_carry_to (DrayTimeLine *self,
                         int           task,
                         int           lane)
{
  g_return_if_fail (DRAY_IS_TIME_LINE (self));

  DrayPlanTry best = { 0 };
  int at = 0, n;

  if (self->board == NULL || lane < 0 || lane >= dray_time_line_get_n_lanes (self))
    return;
  begin_carrying (self, task);
  n = dray_time_line_list_tasks (self, lane, task, NULL);
  for (int position = 0; position <= n; position++) {
    DrayPlanTry attempt = { 0 };

    dray_plan_board_try_move (self->board, task, lane, position, &attempt);
    if (position == 0 || is_better (&attempt, &best)) {
      dray_plan_try_clear (&best);
      best = attempt;
      at = position;
    } else
      dray_plan_try_clear (&attempt);
  }
  dray_plan_try_clear (&best);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  set_target (self, lane, at);
  dray_time_line_scroll_to_lane (self, lane);
}

/**
 * dray_time_line_aim:
 * @lane: -1: over none
 *
 * What is carried elsewhere, over the map or from the list, would go there.
 */
void
dray_time_line_aim (DrayTimeLine *self,
                    int           task,
                    int           lane,
                    int           position)
{
  g_return_if_fail (DRAY_IS_TIME_LINE (self));

  if (self->board == NULL)
    return;
  if (self->carried != task)
    begin_carrying (self, task);
  if (lane >= 0) {
    set_target (self, lane, position);
    return;
  }
  self->lane = self->position = -1;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* As dray_time_line_aim(), at a point of the widget: what is dragged in from outside. */
void
dray_time_line_drag_to (DrayTimeLine *self,
                        int           task,
                        double        x,
                        double        y)
{
  g_return_if_fail (DRAY_IS_TIME_LINE (self));

  int lane = x >= 0 && x < gtk_widget_get_width (GTK_WIDGET (self)) ? dray_time_line_find_lane (self, y) : -1;

  dray_time_line_aim (self, task, lane, 0);
  if (lane >= 0 && self->board != NULL)
    set_target (self, lane, find_position (self, lane, x));
}

static void
on_drag_begin (GtkGestureDrag *gesture,
               double          x,
               double          y,
               gpointer        user_data)
{
  DrayTimeLine *self = user_data;
  int task = self->draft != NULL ? dray_time_line_find_task (self, x, y) : -1;

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
  if (self->board == NULL || self->selected < 0 || (self->carried < 0 && fabs (offset_x) < DRAG_PIXELS && fabs (offset_y) < DRAG_PIXELS))
    return;
  if (self->carried < 0) {
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
    begin_carrying (self, self->selected);
    self->by_pointer = TRUE;
  }
  lane = dray_time_line_find_lane (self, y + offset_y);
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
    dray_time_line_put_down (self);
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
  n = dray_time_line_list_tasks (self, lane, self->carried, NULL);
  position = CLAMP (self->position + (keyval == GDK_KEY_Right) - (keyval == GDK_KEY_Left), 0, n);
  set_target (self, lane, position);
  dray_time_line_scroll_to_lane (self, lane);
}

/* To the stop before or behind, or to the one at about the same time in the next lane that has any. */
static void
select_by_key (DrayTimeLine *self,
               guint         keyval)
{
  int n_lanes = dray_time_line_get_n_lanes (self), lane = self->selected >= 0 ? dray_time_line_get_lane_of (self, self->selected) : 0;
  int step = (keyval == GDK_KEY_Down) - (keyval == GDK_KEY_Up), at = 0;
  g_autofree int *tasks = g_new (int, self->draft->day->request.n_tasks + 1);
  int n;

  if (lane < 0)
    lane = 0;
  n = dray_time_line_list_tasks (self, lane, -1, tasks);
  for (int i = 0; i < n; i++)
    if (tasks[i] == self->selected)
      at = i;
  at += (keyval == GDK_KEY_Right && self->selected >= 0) - (keyval == GDK_KEY_Left);
  for (lane += step; lane >= 0 && lane < n_lanes; lane += step != 0 ? step : 1) {
    n = dray_time_line_list_tasks (self, lane, -1, tasks);
    if (n > 0) {
      dray_time_line_select (self, tasks[CLAMP (at, 0, n - 1)]);
      dray_time_line_scroll_to_lane (self, lane);
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
  if (keyval == GDK_KEY_Menu || (keyval == GDK_KEY_F10 && (state & GDK_SHIFT_MASK) != 0)) {
    dray_time_line_ask_menu (self);
    return GDK_EVENT_STOP;
  }
  if (self->carried < 0)
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter)
    dray_time_line_put_down (self);
  else if (keyval == GDK_KEY_Escape)
    dray_time_line_stop_carrying (self);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

void
dray_time_line_add_controllers (DrayTimeLine *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
