/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-demo.h"
#include "dray-engine.h"
#include "dray-post.h"

/* Makes the demo workspace on a thread of its own. */

typedef struct {
  char                *folder;
  DrayEngineMakeFunc   progress;
  gpointer             progress_data;
  GMainContext        *context;
} Making;

static void
making_free (Making *self)
{
  g_free (self->folder);
  g_main_context_unref (self->context);
  g_free (self);
}

typedef struct {
  GTask      *task;   /* keeps the making */
  const char *what;
  double      share;
} Step;

static void
step_free (Step *self)
{
  g_object_unref (self->task);
  g_free (self);
}

static gboolean
on_step (gpointer data)
{
  Step *step = data;
  Making *making = g_task_get_task_data (step->task);

  if (!g_task_get_completed (step->task))
    making->progress (step->what, step->share, making->progress_data);
  return G_SOURCE_REMOVE;
}

/* On the thread that makes; @what is a string of the program. */
static void
on_progress (const char *what,
             double      share,
             gpointer    data)
{
  Making *making = g_task_get_task_data (data);
  Step *step;

  if (making->progress == NULL)
    return;
  step = g_new (Step, 1);
  *step = (Step) { g_object_ref (data), what, share };
  dray_post (making->context, on_step, step, (GDestroyNotify) step_free);
}

static void
make (GTask        *task,
      gpointer      source G_GNUC_UNUSED,
      gpointer      task_data,
      GCancellable *cancellable)
{
  Making *making = task_data;
  DrayDemoOptions options = DRAY_DEMO_OPTIONS_INIT;
  GError *error = NULL;

  options.progress = on_progress;
  options.progress_data = task;
  if (dray_demo_make (making->folder, &options, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * dray_engine_make_demo_async:
 * @folder: where the demo will lie; must not exist yet
 * @progress: (nullable): told in the caller's main context until @callback is
 *
 * Makes the demo workspace: some ten seconds of work.
 */
void
dray_engine_make_demo_async (const char          *folder,
                             GCancellable        *cancellable,
                             DrayEngineMakeFunc   progress,
                             gpointer             progress_data,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Making *making = g_new (Making, 1);

  g_task_set_source_tag (task, dray_engine_make_demo_async);
  *making = (Making) { g_strdup (folder), progress, progress_data, g_main_context_ref_thread_default () };
  g_task_set_task_data (task, making, (GDestroyNotify) making_free);
  g_task_run_in_thread (task, make);
}

gboolean
dray_engine_make_demo_finish (GAsyncResult *result,
                              GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
