/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-kinds.h"

#include "dray-driver.h"
#include "dray-figure-words.h"
#include "dray-kpi-result.h"
#include "dray-party.h"
#include "dray-report-error.h"
#include "dray-report-reader.h"
#include "dray-site.h"
#include "dray-truck.h"

#include <math.h>

/* The figures of the Insight view on paper: the same definitions over the same facts. Without a dimension it is a line a figure, held
 * against the period before; with one, a line a day, truck, driver, customer, depot, kind or state and a column a figure. The first
 * few figures are drawn as well. */

#define MAX_SPLIT_FIGURES 8u
#define MAX_TREND_DAYS 400
#define MAX_CHARTS 4u
/* So many bars can be read; the others are in the table. */
#define MAX_BARS 24u
#define CHART_HEIGHT 180

static const DrayReportColumn columns[] = {
  { "figure", "Figure", DRAY_REPORT_TEXT },
  { "amount", "Amount", DRAY_REPORT_RATE },
  { "unit", "Unit", DRAY_REPORT_TEXT },
  { "counted", "What counted", DRAY_REPORT_TEXT },
  { "before", "Period before", DRAY_REPORT_RATE },
  { "change", "Change", DRAY_REPORT_TEXT },
};

static const char *const split_kpis[] = { "on-time", "otif", "stops-an-hour", "dwell", "distance", "empty-running", "load-factor", "cost-per-stop", NULL };

/* The figures asked for; all where none are. */
static GPtrArray *
list_kpis (const DrayReportAsk  *ask,
           GError              **error)
{
  g_autoptr (GPtrArray) kpis = g_ptr_array_new ();
  guint n_all;
  const DrayKpi *const *all = dray_kpi_get_all (&n_all);
  const char *const *ids = ask->kpis != NULL ? ask->kpis : ask->split != NULL ? split_kpis : NULL;

  for (guint i = 0; ids == NULL && i < n_all; i++)
    g_ptr_array_add (kpis, (gpointer) all[i]);
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++) {
    const DrayKpi *kpi = dray_kpi_find (ids[i]);

    if (kpi == NULL) {
      g_set_error (error, DRAY_REPORT_ERROR, DRAY_REPORT_ERROR_ASK, "There is no figure called “%s”", ids[i]);
      return NULL;
    }
    g_ptr_array_add (kpis, (gpointer) kpi);
  }
  return g_steal_pointer (&kpis);
}

static void
add_figure (DrayReportTable     *table,
            const DrayKpiResult *result)
{
  DrayTrend change;
  g_autofree char *counted = dray_figure_dup_count (&result->now, result->kpi), *words = dray_figure_dup_change (&result->now, &result->before, result->kpi, &change);

  dray_report_table_add_text (table, result->kpi->name);
  dray_report_table_add_real (table, dray_figure_scale (&result->now, result->kpi));
  dray_report_table_add_text (table, dray_kpi_get_unit (result->kpi));
  dray_report_table_add_text (table, counted);
  dray_report_table_add_real (table, dray_figure_scale (&result->before, result->kpi));
  dray_report_table_add_text (table, words);
}

/* The first figure day by day, where there are days to show. */
static void
add_trend (DrayReport          *report,
           const DrayKpiResult *result)
{
  const char *unit = dray_kpi_get_unit (result->kpi);
  g_autofree char *title = unit != NULL ? g_strdup_printf ("%s by day, %s", result->kpi->name, unit) : g_strdup_printf ("%s by day", result->kpi->name);
  g_autofree double *x = g_new (double, result->n_days), *y = g_new (double, result->n_days);
  DrayChart *chart;

  if (result->n_days < 2 || result->n_days > MAX_TREND_DAYS)
    return;
  for (guint i = 0; i < result->n_days; i++) {
    x[i] = (double) (result->first_day + i) * 86400 * G_USEC_PER_SEC;
    y[i] = dray_figure_scale (&result->days[i], result->kpi);
  }
  chart = dray_chart_new (DRAY_CHART_LINE, title);
  dray_chart_set_axis (chart, DRAY_CHART_X, DRAY_CHART_TIME, "Day", NULL);
  dray_chart_set_axis (chart, DRAY_CHART_Y, DRAY_CHART_NUMBER, result->kpi->name, unit);
  dray_chart_add_series (chart, result->kpi->name, DRAY_CHART_DATA, x, y, result->n_days);
  dray_report_take_chart (report, chart, CHART_HEIGHT);
}

/* Where charts alone are asked for, their numbers still go with the files that hold data. */
static void
take_table (DrayReport          *report,
            const DrayReportAsk *ask,
            DrayReportTable     *table)
{
  if (ask->shows == DRAY_REPORT_SHOWS_CHART)
    dray_report_take_data (report, table);
  else
    dray_report_take_table (report, table);
}

static void
add_trends (DrayReport          *report,
            const DrayReportAsk *ask,
            const GPtrArray     *results,
            guint                n_charts)
{
  for (guint i = 0; i < MIN (results->len, n_charts) && ask->shows != DRAY_REPORT_SHOWS_TABLE; i++)
    add_trend (report, results->pdata[i]);
}

static void
add_figures (DrayReport          *report,
             const DrayReportAsk *ask,
             const GPtrArray     *results)
{
  DrayReportTable *table = dray_report_table_new ("Figures", columns, G_N_ELEMENTS (columns));

  for (guint i = 0; i < results->len; i++)
    add_figure (table, results->pdata[i]);
  add_trends (report, ask, results, ask->kpis != NULL ? MAX_CHARTS : 1);
  take_table (report, ask, table);
}

/* Day by day */

static DrayReportColumn make_column (const DrayKpi *kpi);

static void
add_days (DrayReport          *report,
          const DrayReportAsk *ask,
          const GPtrArray     *results)
{
  g_autofree DrayReportColumn *day_columns = g_new (DrayReportColumn, results->len + 1);
  const DrayKpiResult *first = results->pdata[0];
  DrayReportTable *table;

  day_columns[0] = (DrayReportColumn) { "day", "Day", DRAY_REPORT_DATE };
  for (guint i = 0; i < results->len; i++)
    day_columns[i + 1] = make_column (((const DrayKpiResult *) results->pdata[i])->kpi);
  table = dray_report_table_new ("Days", day_columns, results->len + 1);
  for (guint day = 0; day < first->n_days; day++) {
    dray_report_table_add_integer (table, first->first_day + day);
    for (guint i = 0; i < results->len; i++) {
      const DrayKpiResult *result = results->pdata[i];

      dray_report_table_add_real (table, dray_figure_scale (&result->days[day], result->kpi));
    }
  }
  add_trends (report, ask, results, MAX_CHARTS);
  take_table (report, ask, table);
}

/* Split */

static const DrayTable *
get_split_table (const char *split)
{
  static const struct { const char *split; const DrayTable *table; } tables[] = {
    { "truck", &dray_truck_table }, { "driver", &dray_driver_table }, { "party", &dray_party_table }, { "depot", &dray_site_table },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++) {
    if (g_strcmp0 (split, tables[i].split) == 0)
      return tables[i].table;
  }
  return NULL;
}

static char *
dup_group (DrayReportReader   *reader,
           const DrayKpiGroup *group,
           const DrayTable    *table)
{
  if (group->word != NULL)
    return g_strdup (group->word);
  return table != NULL && !dray_id_is_none (&group->key) ? g_strdup (dray_report_reader_get_name (reader, table, group->key)) : g_strdup ("none");
}

/* Every group that any figure has, once, in the order of the first figure. */
static GPtrArray *
list_groups (DrayReportReader *reader,
             const GPtrArray  *results,
             const DrayTable  *table)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < results->len; i++) {
    const DrayKpiResult *result = results->pdata[i];

    for (guint j = 0; j < result->n_groups; j++) {
      g_autofree char *name = dup_group (reader, &result->groups[j], table);

      if (g_hash_table_contains (known, name))
        continue;
      g_ptr_array_add (names, g_strdup (name));
      g_hash_table_add (known, names->pdata[names->len - 1]);
    }
  }
  return names;
}

/* Name to figure, of one result. */
static GHashTable *
index_groups (DrayReportReader    *reader,
              const DrayKpiResult *result,
              const DrayTable     *table)
{
  GHashTable *index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < result->n_groups; i++)
    g_hash_table_insert (index, dup_group (reader, &result->groups[i], table), &result->groups[i].figure);
  return index;
}

static DrayReportColumn
make_column (const DrayKpi *kpi)
{
  const char *unit = dray_kpi_get_unit (kpi);
  g_autofree char *label = unit != NULL ? g_strdup_printf ("%s, %s", kpi->name, unit) : g_strdup (kpi->name);

  return (DrayReportColumn) { kpi->id, g_intern_string (label), DRAY_REPORT_RATE };
}

/* The highest first, as the groups come. */
static void
add_bars (DrayReportReader    *reader,
          DrayReport          *report,
          const DrayKpiResult *result,
          const DrayTable     *table)
{
  const char *unit = dray_kpi_get_unit (result->kpi);
  g_autofree char *title = unit != NULL ? g_strdup_printf ("%s, %s", result->kpi->name, unit) : g_strdup (result->kpi->name);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  double values[MAX_BARS];
  DrayChart *chart;
  guint n = 0;

  for (guint i = 0; i < result->n_groups && n < MAX_BARS && result->groups[i].figure.state == DRAY_FIGURE_KNOWN; i++) {
    g_ptr_array_add (names, dup_group (reader, &result->groups[i], table));
    values[n++] = dray_figure_scale (&result->groups[i].figure, result->kpi);
  }
  if (n == 0)
    return;
  g_ptr_array_add (names, NULL);
  chart = dray_chart_new (DRAY_CHART_BAR, title);
  if (n < result->n_groups) {
    g_autofree char *note = g_strdup_printf ("the first %u of %u", n, result->n_groups);

    dray_chart_set_note (chart, note);
  }
  dray_chart_set_categories (chart, DRAY_CHART_X, (const char *const *) names->pdata);
  dray_chart_set_axis (chart, DRAY_CHART_Y, DRAY_CHART_NUMBER, result->kpi->name, unit);
  dray_chart_add_series (chart, result->kpi->name, DRAY_CHART_DATA, NULL, values, n);
  dray_report_take_chart (report, chart, CHART_HEIGHT);
}

static void
add_split (DrayReportReader    *reader,
           DrayReport          *report,
           const DrayReportAsk *ask,
           const GPtrArray     *results)
{
  const char *split = ask->split;
  const DrayTable *table = get_split_table (split);
  g_autoptr (GPtrArray) names = list_groups (reader, results, table);
  g_autofree DrayReportColumn *split_columns = g_new (DrayReportColumn, results->len + 1);
  g_autofree GHashTable **indices = g_new (GHashTable *, results->len);
  DrayReportTable *rows;

  split_columns[0] = (DrayReportColumn) { g_intern_string (split), table != NULL ? table->label : "Group", DRAY_REPORT_TEXT };
  for (guint i = 0; i < results->len; i++) {
    split_columns[i + 1] = make_column (((const DrayKpiResult *) results->pdata[i])->kpi);
    indices[i] = index_groups (reader, results->pdata[i], table);
  }
  rows = dray_report_table_new ("Figures", split_columns, results->len + 1);
  for (guint row = 0; row < names->len; row++) {
    dray_report_table_add_text (rows, names->pdata[row]);
    for (guint i = 0; i < results->len; i++) {
      const DrayFigure *figure = g_hash_table_lookup (indices[i], names->pdata[row]);

      dray_report_table_add_real (rows, figure != NULL ? dray_figure_scale (figure, ((const DrayKpiResult *) results->pdata[i])->kpi) : NAN);
    }
  }
  for (guint i = 0; i < results->len; i++)
    g_hash_table_unref (indices[i]);
  if (names->len == 0) {
    dray_report_table_free (rows);
    return;
  }
  for (guint i = 0; i < MIN (results->len, MAX_CHARTS) && ask->shows != DRAY_REPORT_SHOWS_TABLE; i++)
    add_bars (reader, report, results->pdata[i], table);
  take_table (report, ask, rows);
}

static gboolean
has_value (const GPtrArray *results)
{
  for (guint i = 0; i < results->len; i++) {
    if (((const DrayKpiResult *) results->pdata[i])->now.n_rows > 0)
      return TRUE;
  }
  return FALSE;
}

gboolean
dray_report_make_figures (DrayReportReader  *reader,
                          DrayReport        *report,
                          GError           **error)
{
  const DrayReportAsk *ask = dray_report_reader_get_ask (reader);
  g_autoptr (GPtrArray) kpis = list_kpis (ask, error);
  g_autoptr (GPtrArray) results = NULL;

  if (kpis == NULL)
    return FALSE;
  if (kpis->len == 0) {
    dray_report_add_paragraph (report, "Choose a figure to begin with.");
    return TRUE;
  }
  if (ask->split != NULL && kpis->len > MAX_SPLIT_FIGURES) {
    g_set_error (error, DRAY_REPORT_ERROR, DRAY_REPORT_ERROR_ASK, "A table has room for %u figures beside each other", MAX_SPLIT_FIGURES);
    return FALSE;
  }
  results = dray_report_reader_measure (reader, (const DrayKpi *const *) kpis->pdata, kpis->len, error);
  if (results == NULL)
    return FALSE;
  dray_report_set_landscape (report, TRUE);
  if (results->len == 0 || !has_value (results)) {
    dray_report_add_paragraph (report, "Nothing happened in this period that a figure counts.");
    return TRUE;
  }
  if (ask->split == NULL)
    add_figures (report, ask, results);
  else if (g_str_equal (ask->split, "day"))
    add_days (report, ask, results);
  else
    add_split (reader, report, ask, results);
  if (ask->split != NULL && dray_report_get_main (report) == NULL) {
    g_set_error (error, DRAY_REPORT_ERROR, DRAY_REPORT_ERROR_ASK, "None of these figures is kept by “%s”; there are day, truck, driver, party, depot, kind and status", ask->split);
    return FALSE;
  }
  dray_report_add_paragraph (report, "Definitions stand in docs/kpi.md. A figure without an amount says why it has none.");
  return TRUE;
}
