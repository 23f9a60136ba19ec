/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-engine-private.h"
#include "dray-recurring-day.h"

/* Takes the recurring orders of a day in: they are read on the reader's thread and submitted one operation after another, so that each can be
 * undone and travels like any other work. */

static void
read_day (GTask        *task,
          gpointer      source,
          gpointer      task_data,
          GCancellable *cancellable G_GNUC_UNUSED)
{
  DrayEngine *self = source;
  GError *error = NULL;
  DrayRecurringDay *made = dray_recurring_day_read (dray_workspace_get_store (self->workspace, FALSE), *(gint64 *) task_data, &error);

  if (made == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, made, (GDestroyNotify) dray_recurring_day_unref);
}

static void submit_next (GTask *task);

static void
on_submitted (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (DrayReceipt) receipt = dray_workspace_submit_finish (DRAY_WORKSPACE (source), result, &error);

  if (receipt == NULL)
    g_task_return_error (task, error);
  else
    submit_next (task);
}

static void
submit_next (GTask *task)
{
  DrayEngine *self = g_task_get_source_object (task);
  DrayRecurringDay *made = g_task_get_task_data (task);

  if (made->intents->len == 0)
    g_task_return_pointer (task, g_rc_box_acquire (made), (GDestroyNotify) dray_recurring_day_unref);
  else
    dray_workspace_submit_async (self->workspace, g_ptr_array_steal_index (made->intents, 0), g_task_get_cancellable (task), on_submitted, g_object_ref (task));
}

static void
on_read (GObject      *source G_GNUC_UNUSED,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  DrayRecurringDay *made = g_task_propagate_pointer (G_TASK (result), &error);

  if (made == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_task_set_task_data (task, made, (GDestroyNotify) dray_recurring_day_unref);
  submit_next (task);
}

/**
 * dray_engine_take_recurring_async:
 * @day: days since 1970-01-01
 *
 * Makes the recurring orders of a day orders of that day. Asked again it makes none twice.
 */
void
dray_engine_take_recurring_async (DrayEngine          *self,
                                  gint64               day,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GTask) reading = g_task_new (self, cancellable, on_read, g_object_ref (task));

  g_task_set_source_tag (task, dray_engine_take_recurring_async);
  g_task_set_task_data (reading, g_memdup2 (&day, sizeof day), g_free);
  dray_workspace_run_async (self->workspace, FALSE, reading, read_day);
}

/* Returns: (transfer full): what was made; its operations are gone from it */
DrayRecurringDay *
dray_engine_take_recurring_finish (DrayEngine    *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
