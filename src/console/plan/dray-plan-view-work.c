/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-plan-view-private.h"

#include "dray-plan-compare.h"

#include <glib/gi18n.h>

/* What a planner does to a draft by hand, and how it comes to the drivers. */

/* How long a repair after a drop may search. */
#define REPAIR_S 0.2

typedef struct {
  DrayPlanDraft *draft;
  int            task;
  int            truck;
  int            position;
} Drop;

static void
drop_free (gpointer data)
{
  Drop *drop = data;

  dray_plan_draft_unref (drop->draft);
  g_free (drop);
}

/* In a thread of its own: the repair behind a drop takes as long as a dozen frames. */
static void
repair (GTask        *task,
        gpointer      source,
        gpointer      data,
        GCancellable *cancellable)
{
  const Drop *drop = data;
  GError *error = NULL;
  g_autoptr (DrayPlanBoard) board = dray_plan_board_new (drop->draft, &error);
  DrayPlanDraft *repaired = board != NULL ? dray_plan_board_drop (board, drop->task, drop->truck, drop->position, REPAIR_S, &error) : NULL;

  if (repaired != NULL)
    g_task_return_pointer (task, repaired, (GDestroyNotify) dray_plan_draft_unref);
  else
    g_task_return_error (task, error);
}

/* A plan that came in between is not overwritten: what was dropped was dropped into another one. */
static void
on_repaired (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  DrayPlanView *self = DRAY_PLAN_VIEW (source);
  const Drop *drop = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayPlanDraft) repaired = g_task_propagate_pointer (G_TASK (result), &error);

  if (repaired == NULL) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      gtk_label_set_text (self->status, error->message);
    return;
  }
  if (drop->draft != self->draft) {
    gtk_label_set_text (self->status, _("Another plan came in between; the stop stands where it was"));
    return;
  }
  gtk_label_set_text (self->status, "");
  dray_plan_view_take (self, g_steal_pointer (&repaired));
}

void
dray_plan_view_drop (DrayPlanView *self,
                     int           task,
                     int           truck,
                     int           position)
{
  Drop *drop;
  g_autoptr (GTask) repairing = NULL;

  /* Whoever works on a found plan has kept it. */
  if (self->found != NULL)
    dray_plan_view_keep (self);
  drop = g_new (Drop, 1);
  *drop = (Drop) { dray_plan_draft_ref (self->draft), task, truck, position };
  gtk_label_set_text (self->status, _("Placing the stop"));
  repairing = g_task_new (self, self->cancellable, on_repaired, NULL);
  g_task_set_task_data (repairing, drop, drop_free);
  g_task_run_in_thread (repairing, repair);
}

/* The trucks whose drivers would have to be told: [n_trucks]. Returns how many. */
static guint
mark_changed (DrayPlanView *self,
              gboolean     *changed)
{
  int n_trucks = self->draft->day->request.n_trucks;
  g_autoptr (GArray) changes = NULL;
  guint n = 0;

  if (self->released == NULL)
    for (int i = 0; i < self->draft->draft->n_routes; i++)
      changed[self->draft->draft->routes[i].truck] = TRUE;
  else
    changes = dray_plan_compare_stops (self->released, self->draft);
  for (guint i = 0; changes != NULL && i < changes->len; i++) {
    const DrayPlanChange *change = &g_array_index (changes, DrayPlanChange, i);

    if (change->from_truck >= 0 && change->from_truck < n_trucks)
      changed[change->from_truck] = TRUE;
    if (change->to_truck >= 0)
      changed[change->to_truck] = TRUE;
  }
  for (int v = 0; v < n_trucks; v++)
    n += changed[v];
  return n;
}

/* Of the draft that is kept, once nothing runs. */
guint
dray_plan_view_count_changed (DrayPlanView *self)
{
  g_autofree gboolean *changed = NULL;

  if (self->draft == NULL || self->found != NULL || self->job != NULL || self->n_releasing > 0)
    return 0;
  changed = g_new0 (gboolean, self->draft->day->request.n_trucks + 1);
  return mark_changed (self, changed);
}

/* Releasing: a route that is refused stops no other. */
static void
on_released (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (DrayPlanView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  if (dray_engine_release_finish (DRAY_ENGINE (source), result, &error))
    self->n_released++;
  else
    gtk_label_set_text (self->notes, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->notes), error != NULL || gtk_widget_get_visible (GTK_WIDGET (self->notes)));
  if (--self->n_releasing > 0)
    return;
  words = g_strdup_printf (ngettext ("%u route is released; its driver is told", "%u routes are released; their drivers are told", self->n_released), self->n_released);
  gtk_label_set_text (self->status, words);
  g_clear_pointer (&self->released, dray_plan_draft_unref);
  self->released = dray_plan_draft_ref (self->draft);
  g_ptr_array_set_size (self->before, 0);
  g_ptr_array_set_size (self->undone, 0);
  dray_plan_view_update (self);
}

void
dray_plan_view_release (DrayPlanView *self)
{
  g_autofree gboolean *changed = NULL;

  if (self->draft == NULL || self->n_releasing > 0)
    return;
  changed = g_new0 (gboolean, self->draft->day->request.n_trucks + 1);
  self->n_releasing = mark_changed (self, changed);
  self->n_released = 0;
  for (int v = 0; v < self->draft->day->request.n_trucks; v++)
    if (changed[v]) {
      dray_engine_release_async (self->engine, self->draft, v, NULL, on_released, g_object_ref (self));
      dray_plan_view_log_reasons (self, v);
    }
  dray_plan_view_update (self);
}
