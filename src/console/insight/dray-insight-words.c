/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-insight-words.h"

#include "dray-figure-words.h"

#include <glib/gi18n.h>
#include <math.h>

/* Figures in words and as charts: what the view shows, without a widget. */

/* So many bars can be read; what is beyond is in the table of the report. */
#define MAX_BARS 24u

static double
get_missed (const DrayFigure *figure)
{
  return figure->state == DRAY_FIGURE_KNOWN ? figure->whole - figure->part : 0;
}

/**
 * dray_insight_dup_finding:
 * @result: of a share, split
 * @name: what people call a group; (transfer full)
 *
 * Returns: (transfer full) (nullable): where most of what is missing comes from, if one group has a third of it or more: "8 of 11 come
 *   from 33"
 */
char *
dray_insight_dup_finding (const DrayKpiResult *result,
                          DrayInsightNameFunc  name,
                          gpointer             data)
{
  const DrayKpiGroup *worst = NULL;
  double missed = get_missed (&result->now);

  if (result->kpi->format != DRAY_KPI_PERCENT || result->kpi->join != DRAY_KPI_RATIO || result->kpi->direction != DRAY_KPI_MORE || missed < 2)
    return NULL;
  for (guint i = 0; i < result->n_groups; i++) {
    if (worst == NULL || get_missed (&result->groups[i].figure) > get_missed (&worst->figure))
      worst = &result->groups[i];
  }
  if (worst == NULL || result->n_groups < 2 || get_missed (&worst->figure) < missed / 3)
    return NULL;
  g_autofree char *who = name (worst, data);

  return g_strdup_printf (_("%.0f of %.0f that fell short come from %s"), get_missed (&worst->figure), missed, who);
}

static void
fill_days (const DrayKpiResult *result,
           gint64               from_day,
           double              *x,
           double              *y)
{
  for (guint i = 0; i < result->n_days; i++) {
    x[i] = (double) (from_day + i) * 86400 * G_USEC_PER_SEC;
    y[i] = dray_figure_scale (&result->days[i], result->kpi);
  }
}

static void
set_value_axis (DrayChart     *chart,
                const DrayKpi *kpi)
{
  dray_chart_set_axis (chart, DRAY_CHART_Y, DRAY_CHART_NUMBER, _(kpi->name), dray_kpi_get_unit (kpi));
  /* What is best whole has its end in view. */
  if (kpi->format == DRAY_KPI_PERCENT && kpi->direction == DRAY_KPI_MORE)
    dray_chart_set_range (chart, DRAY_CHART_Y, NAN, 100);
}

static char *
dup_title (const DrayKpi *kpi,
           const char    *by)
{
  const char *unit = dray_kpi_get_unit (kpi);

  return unit != NULL ? g_strdup_printf ("%s %s, %s", _(kpi->name), by, unit) : g_strdup_printf ("%s %s", _(kpi->name), by);
}

static gboolean
has_value (const DrayKpiResult *result)
{
  for (guint i = 0; i < result->n_days; i++) {
    if (result->days[i].state == DRAY_FIGURE_KNOWN)
      return TRUE;
  }
  return FALSE;
}

/**
 * dray_insight_make_days:
 * @trend: day by day
 * @before: (nullable): as many days before, drawn under the same dates
 * @is_spark: a line for a tile
 *
 * Returns: (transfer full): the figure day by day
 */
DrayChart *
dray_insight_make_days (const DrayKpiResult *trend,
                        const DrayKpiResult *before,
                        gboolean             is_spark)
{
  const DrayKpi *kpi = trend->kpi;
  g_autofree char *title = dup_title (kpi, _("by day")), *count = dray_figure_dup_count (&trend->now, kpi);
  DrayChart *chart = dray_chart_new (is_spark ? DRAY_CHART_SPARKLINE : DRAY_CHART_LINE, title);
  g_autofree double *x = g_new (double, trend->n_days), *y = g_new (double, trend->n_days);

  fill_days (trend, trend->first_day, x, y);
  dray_chart_set_axis (chart, DRAY_CHART_X, DRAY_CHART_TIME, _("Day"), NULL);
  set_value_axis (chart, kpi);
  dray_chart_set_note (chart, count);
  dray_chart_add_series (chart, _("this period"), DRAY_CHART_DATA, x, y, trend->n_days);
  if (before != NULL && before->n_days == trend->n_days && has_value (before)) {
    fill_days (before, trend->first_day, x, y);
    dray_chart_add_series (chart, _("the period before"), DRAY_CHART_BEFORE, x, y, trend->n_days);
  }
  return chart;
}

/* Returns: the group that the bar number @bar is of, or -1: the worst first, and only those that have a value */
int
dray_insight_find_group (const DrayKpiResult *result,
                         guint                bar)
{
  gboolean is_backwards = result->kpi->direction == DRAY_KPI_MORE;
  guint n = 0;

  for (guint i = 0; i < result->n_groups; i++) {
    guint group = is_backwards ? result->n_groups - 1 - i : i;

    if (result->groups[group].figure.state == DRAY_FIGURE_KNOWN && n++ == bar)
      return (int) group;
  }
  return -1;
}

/* @by: in words, what it was split by: "by truck". Returns: (transfer full): the figure of each group, the worst first */
DrayChart *
dray_insight_make_groups (const DrayKpiResult *result,
                          const char          *by,
                          DrayInsightNameFunc  name,
                          gpointer             data)
{
  g_autofree char *title = dup_title (result->kpi, by);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  DrayChart *chart;
  double values[MAX_BARS];
  gsize n = 0;

  for (int group; n < MAX_BARS && (group = dray_insight_find_group (result, (guint) n)) >= 0; n++) {
    g_ptr_array_add (names, name (&result->groups[group], data));
    values[n] = dray_figure_scale (&result->groups[group].figure, result->kpi);
  }
  g_ptr_array_add (names, NULL);
  chart = dray_chart_new (DRAY_CHART_BAR, title);
  if (result->n_groups > n) {
    g_autofree char *note = g_strdup_printf (_("the first %d of %u"), (int) n, result->n_groups);

    dray_chart_set_note (chart, note);
  }
  dray_chart_set_categories (chart, DRAY_CHART_X, (const char *const *) names->pdata);
  set_value_axis (chart, result->kpi);
  dray_chart_add_series (chart, _(result->kpi->name), DRAY_CHART_DATA, NULL, values, n);
  return chart;
}
