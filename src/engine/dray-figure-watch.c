/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-engine-figures.h"
#include "dray-effect.h"
#include "dray-units.h"

/* What a commit touched says which figures may have changed. They are counted over today alone; what they are held against, the day
 * before and the weeks before, stays as it was, until the day is another one. Counting goes one at a time: what changes meanwhile
 * waits for the next, which follows after PAUSE_MS so that a flood of events costs no more than that. */

#define PAUSE_MS 40

struct _DrayFigureWatch {
  GObject        parent_instance;

  /* Owned */
  DrayEngine    *engine;
  GCancellable  *cancellable;
  GPtrArray     *kpis;       /* (element-type DrayKpi) borrowed */
  GPtrArray     *results;    /* (element-type DrayKpiResult) (nullable elements) */
  gboolean      *stale;      /* [kpis] */
  guint         *asked;      /* [kpis]: which are being counted */
  guint          n_asked;
  gboolean       counting;
  gboolean       alone;      /* what is being counted is without comparisons */
  guint          pause;
};

G_DEFINE_FINAL_TYPE (DrayFigureWatch, dray_figure_watch, G_TYPE_OBJECT)

enum { CHANGED, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void count_stale (DrayFigureWatch *self);

static void
clear_result (gpointer result)
{
  if (result != NULL)
    dray_kpi_result_unref (result);
}

static void
dray_figure_watch_dispose (GObject *object)
{
  dray_figure_watch_stop (DRAY_FIGURE_WATCH (object));

  G_OBJECT_CLASS (dray_figure_watch_parent_class)->dispose (object);
}

static void
dray_figure_watch_finalize (GObject *object)
{
  DrayFigureWatch *self = DRAY_FIGURE_WATCH (object);

  g_clear_object (&self->engine);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->kpis, g_ptr_array_unref);
  g_clear_pointer (&self->results, g_ptr_array_unref);
  g_free (self->stale);
  g_free (self->asked);

  G_OBJECT_CLASS (dray_figure_watch_parent_class)->finalize (object);
}

static void
dray_figure_watch_class_init (DrayFigureWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dray_figure_watch_dispose;
  G_OBJECT_CLASS (klass)->finalize = dray_figure_watch_finalize;

  signals[CHANGED] = g_signal_new ("changed", DRAY_TYPE_FIGURE_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", DRAY_TYPE_FIGURE_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
dray_figure_watch_init (DrayFigureWatch *self)
{
  self->cancellable = g_cancellable_new ();
  self->kpis = g_ptr_array_new ();
  self->results = g_ptr_array_new_with_free_func (clear_result);
}

static gboolean
on_pause_over (gpointer data)
{
  DrayFigureWatch *self = data;

  self->pause = 0;
  count_stale (self);
  return G_SOURCE_REMOVE;
}

/* A new day has other days before it. Returns: whether the result was taken */
static gboolean
take_result (DrayFigureWatch *self,
             guint            kpi,
             DrayKpiResult   *fresh)
{
  DrayKpiResult *last = self->results->pdata[kpi];

  if (self->alone && last != NULL && last->first_day != fresh->first_day)
    return FALSE;
  self->results->pdata[kpi] = self->alone && last != NULL ? dray_kpi_result_renew (last, fresh) : dray_kpi_result_ref (fresh);
  clear_result (last);
  return TRUE;
}

static void
take_results (DrayFigureWatch *self,
              GPtrArray       *results)
{
  gboolean same_day = TRUE;

  for (guint i = 0; i < results->len; i++)
    same_day = take_result (self, self->asked[i], results->pdata[i]) && same_day;
  if (same_day)
    return;
  for (guint i = 0; i < self->kpis->len; i++) {
    g_clear_pointer (&self->results->pdata[i], dray_kpi_result_unref);
    self->stale[i] = TRUE;
  }
}

static void
on_measured (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (DrayFigureWatch) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = dray_engine_measure_finish (DRAY_ENGINE (source), result, &error);

  self->counting = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (results != NULL) {
    take_results (self, results);
    g_signal_emit (self, signals[CHANGED], 0);
  } else {
    g_signal_emit (self, signals[FAILED], 0, error);
  }
  if (self->pause == 0 && !g_cancellable_is_cancelled (self->cancellable))
    self->pause = g_timeout_add (PAUSE_MS, on_pause_over, self);
}

/* Those that have no result yet are counted with what they are held against, before any is counted again. */
static void
count_stale (DrayFigureWatch *self)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  DrayFigureAsk ask = { .first_day = 0, .last_day = DRAY_NEVER };

  if (self->counting || self->pause != 0 || g_cancellable_is_cancelled (self->cancellable))
    return;
  self->alone = TRUE;
  for (guint i = 0; i < self->kpis->len; i++)
    self->alone = self->alone && (!self->stale[i] || self->results->pdata[i] != NULL);
  self->n_asked = 0;
  for (guint i = 0; i < self->kpis->len; i++) {
    if (!self->stale[i] || (!self->alone && self->results->pdata[i] != NULL))
      continue;
    self->stale[i] = FALSE;
    self->asked[self->n_asked++] = i;
    g_ptr_array_add (ids, (gpointer) ((const DrayKpi *) self->kpis->pdata[i])->id);
  }
  if (ids->len == 0)
    return;
  g_ptr_array_add (ids, NULL);
  ask.alone = self->alone;
  self->counting = TRUE;
  dray_engine_measure_async (self->engine, (const char *const *) ids->pdata, &ask, self->cancellable, on_measured, g_object_ref (self));
}

static void
mark_table (DrayFigureWatch *self,
            const DrayTable *table)
{
  for (guint i = 0; i < self->kpis->len; i++)
    self->stale[i] = self->stale[i] || dray_figure_reads_table (self->kpis->pdata[i], table->name);
}

static void
on_changed (DrayWorkspace   *workspace G_GNUC_UNUSED,
            GArray          *effects,
            DrayFigureWatch *self)
{
  const DrayTable *last = NULL;

  for (guint i = 0; i < effects->len; i++) {
    const DrayTable *table = dray_effects_get (effects, i)->table;

    if (table != last)
      mark_table (self, table);
    last = table;
  }
  count_stale (self);
}

/**
 * dray_figure_watch_new:
 * @kpis: (array zero-terminated=1): ids of figures, each of which has to be one
 *
 * Begins to count at once; "changed" comes with the first results.
 */
DrayFigureWatch *
dray_figure_watch_new (DrayEngine        *engine,
                       const char *const *kpis)
{
  DrayFigureWatch *self = g_object_new (DRAY_TYPE_FIGURE_WATCH, NULL);

  self->engine = g_object_ref (engine);
  for (guint i = 0; kpis[i] != NULL; i++) {
    const DrayKpi *kpi = dray_kpi_find (kpis[i]);

    g_return_val_if_fail (kpi != NULL, self);
    g_ptr_array_add (self->kpis, (gpointer) kpi);
    g_ptr_array_add (self->results, NULL);
  }
  self->stale = g_new (gboolean, self->kpis->len + 1);
  self->asked = g_new0 (guint, self->kpis->len + 1);
  for (guint i = 0; i < self->kpis->len; i++)
    self->stale[i] = TRUE;
  g_signal_connect_object (dray_engine_get_workspace (engine), "changed", G_CALLBACK (on_changed), self, 0);
  count_stale (self);
  return self;
}

/* Counts nothing any more; safe to call twice. */
void
dray_figure_watch_stop (DrayFigureWatch *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->pause, g_source_remove);
}

/**
 * dray_figure_watch_get_result:
 * @kpi: its place among those that were asked for
 *
 * Returns: (transfer none) (nullable): the latest, until the next "changed"; %NULL before the first
 */
DrayKpiResult *
dray_figure_watch_get_result (DrayFigureWatch *self,
                              guint            kpi)
{
  g_return_val_if_fail (kpi < self->results->len, NULL);

  return self->results->pdata[kpi];
}
