/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-demo.h"
#include "dray-engine-private.h"
#include "dray-engine-reports.h"
#include "dray-fleet-schema.h"

typedef struct {
  const DrayReportKind *kind;
  DrayReportAsk         ask;
  char                 *path;
  char                 *workspace;
  DrayReportDesign     *design;     /* what the ask borrows from */
} Making;

static void
making_free (gpointer data)
{
  Making *self = data;

  g_free (self->path);
  g_free (self->workspace);
  g_clear_pointer (&self->design, dray_report_design_free);
  g_free (self);
}

/* The store is opened for this report and closed with it: it takes milliseconds. */
static void
make (GTask        *task,
      gpointer      source G_GNUC_UNUSED,
      gpointer      task_data,
      GCancellable *cancellable)
{
  Making *self = task_data;
  GError *error = NULL;
  g_autoptr (DraySchema) schema = dray_fleet_schema_new (&error);
  g_autoptr (DrayStore) store = schema != NULL ? dray_store_open (self->path, schema, &(DrayStoreOptions) { .read_only = TRUE }, &error) : NULL;
  DrayReport *report = store != NULL ? dray_report_make (self->kind, store, &self->ask, cancellable, &error) : NULL;

  if (report != NULL)
    g_task_return_pointer (task, report, (GDestroyNotify) dray_report_unref);
  else
    g_task_return_error (task, error);
}

/**
 * dray_engine_make_report_async:
 * @ask: the period and whose rows; copied
 * @design: (nullable): of a report of figures: which, by what and of whose rows; copied
 *
 * Makes one of the built-in reports as of the engine's own time, or one that somebody put together.
 */
void
dray_engine_make_report_async (DrayEngine             *self,
                               const DrayReportKind   *kind,
                               const DrayReportAsk    *ask,
                               const DrayReportDesign *design,
                               GCancellable           *cancellable,
                               GAsyncReadyCallback     callback,
                               gpointer                user_data)
{
  g_return_if_fail (DRAY_IS_ENGINE (self));
  g_return_if_fail (kind != NULL && ask != NULL);

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Making *making = g_new0 (Making, 1);

  making->kind = kind;
  making->ask = *ask;
  making->ask.now_us = dray_clock_now_us (self->clock);
  making->workspace = g_strdup (self->name);
  making->ask.workspace = making->workspace;
  if (design != NULL) {
    making->design = dray_report_design_copy (design);
    dray_report_design_fill (making->design, &making->ask);
  }
  making->path = g_build_filename (self->folder, DRAY_DEMO_WORKSPACE, NULL);
  g_task_set_source_tag (task, dray_engine_make_report_async);
  g_task_set_task_data (task, making, making_free);
  g_task_run_in_thread (task, make);
}

/* Returns: (transfer full): the report, of which the main thread may draw pages and another one write files */
DrayReport *
dray_engine_make_report_finish (DrayEngine    *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
