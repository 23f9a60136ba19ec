/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-demo.h"
#include "dray-engine-figures.h"
#include "dray-engine-private.h"
#include "dray-units.h"

#include <glib/gi18n-lib.h>

/* Questions go to a thread that owns a connection of its own: a year of figures takes a second, and the lists that read beside it
 * must not wait for that. */

struct _DrayEngineFigures {
  DrayWorker       *worker;
  DrayDatabase     *database;   /* the worker's alone until it has stopped; NULL until somebody asked */
};

typedef struct {
  DrayEngineFigures *figures;
  char              *path;
  gint64             now_us;
  GPtrArray         *kpis;      /* (element-type DrayKpi) borrowed */
  DrayFigureAsk      ask;
  char              *split;
  DrayKpiWhich       which;
  guint              n_ahead;
} Question;

static void
question_free (gpointer data)
{
  Question *self = data;

  g_ptr_array_unref (self->kpis);
  g_free (self->split);
  g_free (self->path);
  g_free (self);
}

/* The reader is made for each question: somebody may have changed the depot's clock. */
static DrayFigureReader *
open_reader (Question  *self,
             GError   **error)
{
  if (self->figures->database == NULL)
    self->figures->database = dray_database_open (self->path, DRAY_DATABASE_READ, NULL, error);
  return self->figures->database != NULL ? dray_figure_reader_new (self->figures->database, error) : NULL;
}

static void
settle_days (Question         *self,
             DrayFigureReader *reader)
{
  if (self->ask.last_day != DRAY_NEVER)
    return;
  self->ask.last_day = dray_figure_reader_get_day (reader, self->now_us);
  self->ask.first_day += self->ask.last_day;
}

static void
measure (GTask        *task,
         gpointer      source G_GNUC_UNUSED,
         gpointer      data,
         GCancellable *cancellable)
{
  Question *self = data;
  GError *error = NULL;
  g_autoptr (DrayFigureReader) reader = open_reader (self, &error);
  GPtrArray *results = NULL;

  if (reader != NULL) {
    settle_days (self, reader);
    results = dray_figure_reader_measure (reader, (const DrayKpi *const *) self->kpis->pdata, self->kpis->len, &self->ask, self->now_us, cancellable, &error);
  }
  if (results != NULL)
    g_task_return_pointer (task, results, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
list_rows (GTask        *task,
           gpointer      source G_GNUC_UNUSED,
           gpointer      data,
           GCancellable *cancellable)
{
  Question *self = data;
  GError *error = NULL;
  g_autoptr (DrayFigureReader) reader = open_reader (self, &error);
  GArray *rows = NULL;

  if (reader != NULL) {
    settle_days (self, reader);
    rows = dray_figure_reader_list_rows (reader, self->kpis->pdata[0], &self->ask, self->which, self->now_us, cancellable, &error);
  }
  if (rows != NULL)
    g_task_return_pointer (task, rows, (GDestroyNotify) g_array_unref);
  else
    g_task_return_error (task, error);
}

static void
forecast (GTask        *task,
          gpointer      source G_GNUC_UNUSED,
          gpointer      data,
          GCancellable *cancellable)
{
  Question *self = data;
  GError *error = NULL;
  g_autoptr (DrayFigureReader) reader = open_reader (self, &error);
  g_autoptr (GPtrArray) forecasts = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_forecast_free);

  for (guint i = 0; reader != NULL && error == NULL && i < self->kpis->len; i++) {
    DrayForecast *one = dray_figure_reader_forecast (reader, self->kpis->pdata[i], self->n_ahead, self->now_us, cancellable, &error);

    if (one != NULL)
      g_ptr_array_add (forecasts, one);
  }
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&forecasts), (GDestroyNotify) g_ptr_array_unref);
}

/* After whoever asks; what waits ends as cancelled. */
void
dray_engine_stop_figures (DrayEngine *self)
{
  if (self->figures == NULL)
    return;
  dray_worker_stop (self->figures->worker);
  g_clear_object (&self->figures->worker);
  g_clear_pointer (&self->figures->database, dray_database_free);
  g_clear_pointer (&self->figures, g_free);
}

/* Returns: whether every id names a KPI; otherwise the task has its error */
static gboolean
find_kpis (GTask             *task,
           const char *const *ids,
           GPtrArray         *kpis)
{
  for (guint i = 0; ids[i] != NULL; i++) {
    const DrayKpi *kpi = dray_kpi_find (ids[i]);

    if (kpi == NULL) {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("There is no figure called “%s”."), ids[i]);
      return FALSE;
    }
    g_ptr_array_add (kpis, (gpointer) kpi);
  }
  return TRUE;
}

static void
push (DrayEngine          *self,
      GTask               *task,
      const char *const   *ids,
      const DrayFigureAsk *ask,
      DrayKpiWhich         which,
      guint                n_ahead,
      GTaskThreadFunc      func)
{
  g_autoptr (GPtrArray) kpis = g_ptr_array_new ();
  Question *question;

  if (!find_kpis (task, ids, kpis))
    return;
  if (self->figures == NULL) {
    self->figures = g_new0 (DrayEngineFigures, 1);
    self->figures->worker = dray_worker_new ("figures");
  }
  question = g_new0 (Question, 1);
  *question = (Question) { .figures = self->figures, .path = g_build_filename (self->folder, DRAY_DEMO_WORKSPACE, NULL), .now_us = dray_clock_now_us (self->clock),
                           .kpis = g_steal_pointer (&kpis), .ask = *ask, .split = g_strdup (ask->split), .which = which, .n_ahead = n_ahead };
  question->ask.split = question->split;
  g_task_set_task_data (task, question, question_free);
  dray_worker_push (self->figures->worker, task, G_PRIORITY_DEFAULT, func);
}

/**
 * dray_engine_measure_async:
 * @kpis: (array zero-terminated=1): ids of figures
 *
 * Errors: %G_IO_ERROR_NOT_FOUND where there is no such figure, and those of dray_figure_reader_measure()
 */
void
dray_engine_measure_async (DrayEngine          *self,
                           const char *const   *kpis,
                           const DrayFigureAsk *ask,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (DRAY_IS_ENGINE (self));
  g_return_if_fail (self->workspace != NULL);

  g_task_set_source_tag (task, dray_engine_measure_async);
  push (self, task, kpis, ask, DRAY_KPI_COUNTED, 0, measure);
}

/* Returns: (transfer full) (element-type DrayKpiResult) */
GPtrArray *
dray_engine_measure_finish (DrayEngine    *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
dray_engine_list_rows_async (DrayEngine          *self,
                             const char          *kpi,
                             const DrayFigureAsk *ask,
                             DrayKpiWhich         which,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (DRAY_IS_ENGINE (self));
  g_return_if_fail (self->workspace != NULL);

  g_task_set_source_tag (task, dray_engine_list_rows_async);
  push (self, task, (const char *const[]) { kpi, NULL }, ask, which, 0, list_rows);
}

/* Returns: (transfer full) (element-type DrayKpiRow) */
GArray *
dray_engine_list_rows_finish (DrayEngine    *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * dray_engine_forecast_async:
 * @kpis: (array zero-terminated=1): ids of figures that are sums
 * @n_ahead: days, at most %DRAY_FORECAST_MAX_AHEAD
 */
void
dray_engine_forecast_async (DrayEngine          *self,
                            const char *const   *kpis,
                            guint                n_ahead,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (DRAY_IS_ENGINE (self));
  g_return_if_fail (self->workspace != NULL);

  g_task_set_source_tag (task, dray_engine_forecast_async);
  push (self, task, kpis, &(DrayFigureAsk) { .last_day = DRAY_NEVER }, DRAY_KPI_COUNTED, n_ahead, forecast);
}

/* Returns: (transfer full) (element-type DrayForecast) */
GPtrArray *
dray_engine_forecast_finish (DrayEngine    *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
