/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-engine-private.h"

#include <glib/gi18n-lib.h>

/* The routes of a plan on the map; found on one of GTask's threads. */

typedef struct {
  DrayPlanPaths *paths;
  DrayPlanDraft *draft;
} Drawing;

static void
drawing_free (gpointer data)
{
  Drawing *self = data;

  dray_plan_paths_unref (self->paths);
  dray_plan_draft_unref (self->draft);
  g_free (self);
}

static void
draw (GTask        *task,
      gpointer      source G_GNUC_UNUSED,
      gpointer      task_data,
      GCancellable *cancellable)
{
  Drawing *self = task_data;

  g_task_return_pointer (task, dray_plan_paths_draw (self->paths, self->draft, cancellable), (GDestroyNotify) dray_plan_drawing_unref);
}

/**
 * dray_engine_draw_plan_async:
 *
 * Finds where the routes of a draft lie on the roads. What was drawn before costs nothing.
 */
void
dray_engine_draw_plan_async (DrayEngine          *self,
                             DrayPlanDraft       *draft,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Drawing *drawing;

  g_task_set_source_tag (task, dray_engine_draw_plan_async);
  if (self->paths == NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "%s", _("The workspace has no region; without roads there are no routes"));
    return;
  }
  drawing = g_new (Drawing, 1);
  *drawing = (Drawing) { dray_plan_paths_ref (self->paths), dray_plan_draft_ref (draft) };
  g_task_set_task_data (task, drawing, drawing_free);
  g_task_run_in_thread (task, draw);
}

/* Returns: (transfer full) */
DrayPlanDrawing *
dray_engine_draw_plan_finish (DrayEngine    *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
