/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-plan-view-private.h"

#include "dray-units.h"

#include <glib/gi18n.h>

/* The optimiser at work behind the plan view, and what the drivers know. */

/* How long it runs if nobody stops it. */
#define OPTIMISE_S 15.0
/* Reading the day needs a search to end with; its plan is not shown where drivers know of another. */
#define OPENING_S 0.5
#define US_PER_DAY (G_GINT64_CONSTANT (86400) * DRAY_US_PER_S)

static const char *
get_state_words (DrayPlanJobState state)
{
  static const char *const words[] = {
    [DRAY_PLAN_JOB_READING] = N_("Reading the day’s orders"), [DRAY_PLAN_JOB_MEASURING] = N_("Measuring the roads between the places"),
    [DRAY_PLAN_JOB_SEARCHING] = N_("Optimising"), [DRAY_PLAN_JOB_DONE] = N_("Done"), [DRAY_PLAN_JOB_FAILED] = N_("Could not plan"),
  };

  return _(words[state]);
}

static void
on_progress (DrayPlanView *self)
{
  guint n_points;
  const DrayPlanCurvePoint *points = dray_plan_job_get_curve (self->job, &n_points);
  g_autofree char *cost = NULL, *words = NULL;

  dray_cost_curve_set_points (self->curve, points, n_points);
  if (n_points > 0) {
    cost = dray_plan_format_money (points[n_points - 1].cost_minor);
    words = g_strdup_printf (_("%s, %.0f of %.0f s: %s, %d not placed"), get_state_words (dray_plan_job_get_state (self->job)),
                             points[n_points - 1].wall_s, OPTIMISE_S, cost, points[n_points - 1].n_unplaced);
  } else
    words = g_strdup (get_state_words (dray_plan_job_get_state (self->job)));
  gtk_label_set_text (self->status, words);
}

static void
find_released (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  GError *error = NULL;
  DrayPlanDraft *released = dray_plan_draft_released (data, &error);

  if (released != NULL)
    g_task_return_pointer (task, released, (GDestroyNotify) dray_plan_draft_unref);
  else
    g_task_return_error (task, error);
}

static void
on_released_found (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  DrayPlanView *self = DRAY_PLAN_VIEW (source);
  g_autoptr (GError) error = NULL;
  DrayPlanDraft *released = g_task_propagate_pointer (G_TASK (result), &error);

  if (released == NULL) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      gtk_label_set_text (self->status, error->message);
    return;
  }
  g_clear_pointer (&self->released, dray_plan_draft_unref);
  self->released = released;
  if (self->draft == NULL && released->draft->n_routes > 0) {
    gtk_label_set_text (self->status, _("What the drivers were told. Re-planning looks for a better plan, and changes nothing by itself"));
    dray_plan_view_take (self, dray_plan_draft_ref (released));
    dray_plan_view_open_asked (self);
  }
  dray_plan_view_update (self);
}

/* What the drivers know of the same day; it is a search of its own, and so not done here. */
static void
ask_released (DrayPlanView *self,
              DrayPlanDay  *day)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_released_found, NULL);

  g_task_set_task_data (task, dray_plan_day_ref (day), (GDestroyNotify) dray_plan_day_unref);
  g_task_run_in_thread (task, find_released);
}

static void
on_done (DrayPlanView *self)
{
  g_autoptr (DrayPlanJob) job = g_steal_pointer (&self->job);
  DrayPlanDraft *draft = dray_plan_job_get_draft (job);
  const GError *error = dray_plan_job_get_error (job);

  g_signal_handlers_disconnect_by_data (job, self);
  if (draft != NULL && self->released == NULL)
    ask_released (self, draft->day);
  if (self->opening && draft != NULL) {
    self->opening = FALSE;
    gtk_label_set_text (self->status, "");
    dray_plan_view_update (self);
    return;
  }
  self->opening = FALSE;
  if (draft == NULL)
    dray_plan_view_show (self);
  if (draft == NULL) {
    gtk_label_set_text (self->status, error != NULL ? error->message : "");
    adw_status_page_set_description (self->empty, error != NULL ? error->message : "");
  } else if (self->draft == NULL) {
    gtk_label_set_text (self->status, _("The first plan of the day"));
    dray_plan_view_take (self, dray_plan_draft_ref (draft));
  } else {
    if (self->draft == self->searched)
      gtk_label_set_text (self->status, _("Found a plan. Keep it, or stay with the one before"));
    else
      gtk_label_set_text (self->status, _("Found a plan, but you changed yours while it was looked for. Compare both in the menu; keeping this one drops the changes, and undo brings them back"));
    self->found = dray_plan_draft_ref (draft);
    dray_plan_view_show (self);
  }
  dray_plan_view_update (self);
}

static void
clear_held (gpointer held)
{
  g_free ((gpointer) ((DrayPlanHeld *) held)->tasks);
}

/* The pinned routes as they are shown. */
static GArray *
list_held (DrayPlanView *self)
{
  GArray *held = g_array_new (FALSE, FALSE, sizeof (DrayPlanHeld));

  g_array_set_clear_func (held, clear_held);
  for (int r = 0; self->draft != NULL && r < self->draft->draft->n_routes; r++) {
    const DrayDraftRoute *route = &self->draft->draft->routes[r];
    DrayPlanHeld at = { .truck = self->draft->day->request.trucks[route->truck].truck };
    DrayId *tasks;

    if (!g_hash_table_contains (self->pinned, &at.truck))
      continue;
    tasks = g_new (DrayId, route->n_stops + 1);
    for (int i = 0; i < route->n_stops; i++)
      if (!route->stops[i].loads)
        tasks[at.n_tasks++] = self->draft->day->request.tasks[route->stops[i].task].id;
    at.tasks = tasks;
    g_array_append_val (held, at);
  }
  return held;
}

static void
start (DrayPlanView *self,
       double        wall_s)
{
  DrayPlanAsk ask = DRAY_PLAN_ASK_INIT;
  g_autoptr (GArray) held = NULL;
  gint64 now_us = dray_clock_now_us (dray_engine_get_clock (self->engine));

  ask.preset = (DrayPreset) gtk_drop_down_get_selected (self->preset);
  ask.wall_s = wall_s;
  if (gtk_drop_down_get_selected (self->when) == DRAY_PLAN_TOMORROW)
    ask.day = now_us / US_PER_DAY + 1;
  else {
    ask.live = TRUE;
    if (!self->opening && gtk_check_button_get_active (self->keep_to_budget))
      ask.churn_budget = gtk_spin_button_get_value_as_int (self->budget);
  }
  self->searched = self->draft;
  held = list_held (self);
  ask.held = (const DrayPlanHeld *) (gpointer) held->data;
  ask.n_held = (int) held->len;
  self->job = dray_engine_plan_day (self->engine, &ask);
  g_signal_connect_swapped (self->job, "progress", G_CALLBACK (on_progress), self);
  if (!self->opening)
    g_signal_connect_swapped (self->job, "improved", G_CALLBACK (dray_plan_view_show_preview), self);
  g_signal_connect_swapped (self->job, "done", G_CALLBACK (on_done), self);
  on_progress (self);
  dray_plan_view_update (self);
}

/* Reads the day, and shows what its drivers were told. */
void
dray_plan_view_open (DrayPlanView *self)
{
  self->opening = TRUE;
  start (self, OPENING_S);
}

void
dray_plan_view_optimise (DrayPlanView *self)
{
  if (self->job == NULL && self->found == NULL)
    start (self, OPTIMISE_S);
}

/* Another day is another plan; what was kept of this one goes with its undo. */
void
dray_plan_view_change_day (DrayPlanView *self)
{
  if (self->engine == NULL)
    return;
  g_clear_pointer (&self->draft, dray_plan_draft_unref);
  g_clear_pointer (&self->released, dray_plan_draft_unref);
  g_ptr_array_set_size (self->before, 0);
  g_ptr_array_set_size (self->undone, 0);
  dray_plan_view_show (self);
  dray_plan_view_open (self);
}

void
dray_plan_view_cancel (DrayPlanView *self)
{
  if (self->job == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->job, self);
  dray_plan_job_cancel (self->job);
  self->shown = NULL;
  g_clear_object (&self->job);
}
