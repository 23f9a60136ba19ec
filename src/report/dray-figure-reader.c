/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fact-source.h"
#include "dray-figure-reader.h"
#include "dray-operating-day.h"
#include "dray-units.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _DrayFigureReader {
  /* Borrowed */
  DrayDatabase *database;
  /* Owned */
  GTimeZone    *zone;
  int           day_start_s;
};

/* Days are those of the first depot: by its clock, and from the hour at which its day begins. */
static gboolean
read_zone (DrayFigureReader  *self,
           GError           **error)
{
  g_autoptr (DrayStatement) statement = dray_database_prepare (self->database,
                                                               "SELECT zone, day_start_s FROM site WHERE deleted = 0 AND kind = 'depot' ORDER BY id LIMIT 1", error);
  gboolean has_row;

  if (statement == NULL || !dray_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row && !dray_statement_is_none (statement, 0))
    self->zone = g_time_zone_new_identifier (dray_statement_get_text (statement, 0));
  if (has_row)
    self->day_start_s = (int) dray_statement_get_integer (statement, 1);
  if (self->zone == NULL)
    self->zone = g_time_zone_new_utc ();
  return TRUE;
}

/**
 * dray_figure_reader_new:
 * @database: outlives the reader
 */
DrayFigureReader *
dray_figure_reader_new (DrayDatabase  *database,
                        GError       **error)
{
  g_autoptr (DrayFigureReader) self = g_new0 (DrayFigureReader, 1);

  self->database = database;
  return read_zone (self, error) ? g_steal_pointer (&self) : NULL;
}

void
dray_figure_reader_free (DrayFigureReader *self)
{
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_free (self);
}

/* Returns: the operating day of an instant, days since 1970-01-01 */
gint64
dray_figure_reader_get_day (DrayFigureReader *self,
                            gint64            at_us)
{
  return dray_operating_day_of (self->zone, self->day_start_s, at_us);
}

/* Returns: the first instant of an operating day */
gint64
dray_figure_reader_get_start_us (DrayFigureReader *self,
                                 gint64            day)
{
  return dray_operating_day_start_us (self->zone, self->day_start_s, day);
}

/* Returns: (transfer none): whose wall clock tells the days */
GTimeZone *
dray_figure_reader_get_zone (DrayFigureReader *self)
{
  return self->zone;
}

/* What one fact set has to give. */
typedef struct {
  const DrayFactSource *source;
  GPtrArray            *columns;   /* (element-type utf8) borrowed */
  gint64                load_day;
  DrayFactSet          *set;       /* NULL where it can't be filtered so */
} Need;

static void
need_clear (gpointer data)
{
  Need *self = data;

  g_ptr_array_unref (self->columns);
  g_clear_pointer (&self->set, dray_fact_set_free);
}

static GArray *
new_needs (void)
{
  GArray *needs = g_array_new (FALSE, TRUE, sizeof (Need));

  g_array_set_clear_func (needs, need_clear);
  return needs;
}

static Need *
find_need (GArray     *needs,
           const char *facts)
{
  for (guint i = 0; i < needs->len; i++) {
    Need *need = &g_array_index (needs, Need, i);

    if (strcmp (need->source->name, facts) == 0)
      return need;
  }
  return NULL;
}

static const DrayFactSet *
find_set (GArray     *needs,
          const char *facts)
{
  const Need *need = find_need (needs, facts);

  return need != NULL ? need->set : NULL;
}

static void
add_column (Need       *need,
            const char *name)
{
  if (strcmp (name, "day") != 0 && dray_fact_source_find_field (need->source, name) != NULL && !g_ptr_array_find_with_equal_func (need->columns, name, g_str_equal, NULL))
    g_ptr_array_add (need->columns, (gpointer) name);
}

static void
add_term (GArray            *needs,
          const DrayKpiTerm *term,
          const char        *split,
          gint64             load_day)
{
  Need *need = find_need (needs, term->facts);

  if (need == NULL) {
    Need made = { .source = dray_fact_source_find (term->facts), .columns = g_ptr_array_new (), .load_day = load_day };

    g_assert (made.source != NULL);
    g_array_append_val (needs, made);
    need = &g_array_index (needs, Need, needs->len - 1);
  }
  need->load_day = MIN (need->load_day, load_day);
  for (int i = 0; term->columns[i] != NULL; i++)
    add_column (need, term->columns[i]);
  if (split != NULL)
    add_column (need, split);
}

static DrayFactAsk
make_fact_ask (DrayFigureReader    *self,
               const DrayFigureAsk *ask,
               gint64               first_day,
               const char *const   *columns)
{
  return (DrayFactAsk) {
    .first_day = first_day, .last_day = ask->last_day, .zone = self->zone, .day_start_s = self->day_start_s, .columns = columns,
    .truck = ask->truck, .driver = ask->driver, .depot = ask->depot, .party = ask->party,
  };
}

/**
 * dray_figure_reader_read:
 * @columns: (array zero-terminated=1): of the source
 * @ask: its period, and by what it is filtered, which the facts have to be kept by
 *
 * Returns: (transfer full): facts of the period alone
 * Errors: %G_IO_ERROR_NOT_SUPPORTED where the facts are not kept by what they are filtered by, and those of dray_fact_source_read()
 */
DrayFactSet *
dray_figure_reader_read (DrayFigureReader     *self,
                         const DrayFactSource *source,
                         const char *const    *columns,
                         const DrayFigureAsk  *ask,
                         GCancellable         *cancellable,
                         GError              **error)
{
  DrayFactAsk facts = make_fact_ask (self, ask, ask->first_day, columns);

  if (!dray_fact_source_can_filter (source, &facts)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _("“%s” is not kept by what is asked for."), _(source->label));
    return NULL;
  }
  return dray_fact_source_read (source, self->database, &facts, cancellable, error);
}

/* The first day on record; %DRAY_NEVER with none. */
gboolean
dray_figure_reader_get_known_day (DrayFigureReader  *self,
                                  gint64            *day,
                                  GError           **error)
{
  return dray_fact_get_known_day (self->database, day, error);
}

static gboolean
read_need (DrayFigureReader     *self,
           Need                 *need,
           const DrayFigureAsk  *ask,
           GCancellable         *cancellable,
           GError              **error)
{
  DrayFactAsk facts;

  g_ptr_array_add (need->columns, NULL);
  facts = make_fact_ask (self, ask, need->load_day, (const char *const *) need->columns->pdata);
  if (!dray_fact_source_can_filter (need->source, &facts))
    return TRUE;
  need->set = dray_fact_source_read (need->source, self->database, &facts, cancellable, error);
  return need->set != NULL;
}

static gboolean
make_ask (DrayFigureReader     *self,
          const DrayFigureAsk  *ask,
          gint64                now_us,
          DrayKpiAsk           *made,
          GError              **error)
{
  *made = (DrayKpiAsk) { .first_day = ask->first_day, .last_day = ask->last_day, .split = ask->split, .now_us = now_us,
                         .today = dray_figure_reader_get_day (self, now_us), .alone = ask->alone };
  return dray_kpi_ask_check (made, error) && dray_fact_get_known_day (self->database, &made->known_day, error);
}

/* An empty workspace knows no day at all. */
static void
settle_known_day (DrayKpiAsk *ask)
{
  if (ask->known_day == DRAY_NEVER)
    ask->known_day = G_MAXINT64;
}

static gboolean
gather (DrayFigureReader     *self,
        GArray               *needs,
        const DrayKpi *const *kpis,
        guint                 n_kpis,
        const DrayFigureAsk  *ask,
        const DrayKpiAsk     *kpi_ask,
        GCancellable         *cancellable,
        GError              **error)
{
  for (guint i = 0; i < n_kpis; i++) {
    for (int term = 0; term < kpis[i]->n_terms; term++)
      add_term (needs, &kpis[i]->terms[term], ask->split, dray_kpi_ask_get_load_day (kpi_ask, kpis[i]));
  }
  for (guint i = 0; i < needs->len; i++) {
    if (!read_need (self, &g_array_index (needs, Need, i), ask, cancellable, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * dray_figure_reader_measure:
 * @now_us: what is due is due by then
 *
 * Returns: (transfer full) (element-type DrayKpiResult): one for each KPI, in their order
 * Errors: those of dray_kpi_measure() and of the database
 */
GPtrArray *
dray_figure_reader_measure (DrayFigureReader      *self,
                            const DrayKpi *const  *kpis,
                            guint                  n_kpis,
                            const DrayFigureAsk   *ask,
                            gint64                 now_us,
                            GCancellable          *cancellable,
                            GError               **error)
{
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_kpi_result_unref);
  g_autoptr (GArray) needs = new_needs ();
  DrayKpiAsk kpi_ask;

  if (!make_ask (self, ask, now_us, &kpi_ask, error) || !gather (self, needs, kpis, n_kpis, ask, &kpi_ask, cancellable, error))
    return NULL;
  settle_known_day (&kpi_ask);
  for (guint i = 0; i < n_kpis; i++) {
    const DrayFactSet *sets[DRAY_KPI_MAX_TERMS];
    DrayKpiResult *result;

    for (int term = 0; term < kpis[i]->n_terms; term++)
      sets[term] = find_set (needs, kpis[i]->terms[term].facts);
    result = dray_kpi_measure (kpis[i], sets, &kpi_ask, cancellable, error);
    if (result == NULL)
      return NULL;
    g_ptr_array_add (results, result);
  }
  return g_steal_pointer (&results);
}

/**
 * dray_figure_reader_list_rows:
 *
 * The records behind a figure or, with a day and a filter, behind a bar of it. What kind of record they are is the @table of the
 * first term's fact source.
 *
 * Returns: (transfer full) (element-type DrayKpiRow): the worst first
 */
GArray *
dray_figure_reader_list_rows (DrayFigureReader     *self,
                              const DrayKpi        *kpi,
                              const DrayFigureAsk  *ask,
                              DrayKpiWhich          which,
                              gint64                now_us,
                              GCancellable         *cancellable,
                              GError              **error)
{
  g_autoptr (GArray) needs = new_needs ();
  DrayKpiAsk kpi_ask;
  Need *need;

  if (!make_ask (self, ask, now_us, &kpi_ask, error))
    return NULL;
  kpi_ask.alone = TRUE;
  add_term (needs, &kpi->terms[0], "id", dray_kpi_ask_get_load_day (&kpi_ask, kpi));
  need = &g_array_index (needs, Need, 0);
  if (!read_need (self, need, ask, cancellable, error))
    return NULL;
  if (need->set == NULL)
    return g_array_new (FALSE, FALSE, sizeof (DrayKpiRow));
  return dray_kpi_list_rows (kpi, need->set, &kpi_ask, which);
}

/* Returns: whether a change to a record of that kind may change the figure */
gboolean
dray_figure_reads_table (const DrayKpi *kpi,
                         const char    *table)
{
  for (int i = 0; i < kpi->n_terms; i++) {
    const DrayFactSource *source = dray_fact_source_find (kpi->terms[i].facts);

    if (source != NULL && dray_fact_source_reads (source, table))
      return TRUE;
  }
  return FALSE;
}
