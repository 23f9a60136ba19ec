/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-engine-private.h"

#include <glib/gi18n-lib.h>

/* Slots for an order while its customer is on the telephone; found on one of GTask's threads. */

typedef struct {
  DrayPlanRoads    *roads;
  DrayPlanDraft    *draft;
  DrayPlanNewOrder  order;
} Quoting;

static void
quoting_free (gpointer data)
{
  Quoting *self = data;

  dray_plan_roads_unref (self->roads);
  dray_plan_draft_unref (self->draft);
  g_free ((char *) self->order.reference);
  g_free ((char *) self->order.name);
  g_free (self);
}

static void
quote (GTask        *task,
       gpointer      source G_GNUC_UNUSED,
       gpointer      task_data,
       GCancellable *cancellable)
{
  Quoting *self = task_data;
  GError *error = NULL;
  DrayPlanQuote *made = dray_plan_quote_new (self->roads, self->draft, &self->order, cancellable, &error);

  if (made != NULL)
    g_task_return_pointer (task, made, (GDestroyNotify) dray_plan_quote_free);
  else
    g_task_return_error (task, error);
}

/**
 * dray_engine_quote_async:
 * @draft: the plan that is worked on
 *
 * The best slots for an order that is not in the plan yet.
 */
void
dray_engine_quote_async (DrayEngine             *self,
                         DrayPlanDraft          *draft,
                         const DrayPlanNewOrder *order,
                         GCancellable           *cancellable,
                         GAsyncReadyCallback     callback,
                         gpointer                user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Quoting *quoting;

  g_task_set_source_tag (task, dray_engine_quote_async);
  if (self->roads == NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "%s", _("The workspace has no region; without roads there are no routes"));
    return;
  }
  quoting = g_new (Quoting, 1);
  *quoting = (Quoting) { dray_plan_roads_ref (self->roads), dray_plan_draft_ref (draft), *order };
  quoting->order.reference = g_strdup (order->reference);
  quoting->order.name = g_strdup (order->name);
  g_task_set_task_data (task, quoting, quoting_free);
  g_task_run_in_thread (task, quote);
}

/* Returns: (transfer full) */
DrayPlanQuote *
dray_engine_quote_finish (DrayEngine    *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
