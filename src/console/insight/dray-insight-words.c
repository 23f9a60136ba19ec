/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-insight-words.h"

#include "dray-chart-scale.h"

#include <glib/gi18n.h>
#include <math.h>

/* Figures in words and as charts: what the view shows, without a widget. */

/* So many bars can be read; what is beyond is in the table of the report. */
#define MAX_BARS 24u

/* A figure in the unit that people read: percent, minutes, kilometres, whole money; NaN where there is none. */
double
dray_insight_scale (const DrayKpi    *kpi,
                    const DrayFigure *figure)
{
  static const double factors[] = {
    [DRAY_KPI_PERCENT] = 100, [DRAY_KPI_DURATION] = 1.0 / 60, [DRAY_KPI_MONEY] = 1.0 / 100, [DRAY_KPI_DISTANCE] = 1.0 / 1000, [DRAY_KPI_COUNT] = 1, [DRAY_KPI_NUMBER] = 1,
  };

  return figure->state == DRAY_FIGURE_KNOWN ? figure->value * factors[kpi->format] : NAN;
}

/* Returns: (nullable): the unit of dray_insight_scale() */
const char *
dray_insight_get_unit (const DrayKpi *kpi)
{
  switch (kpi->format) {
  case DRAY_KPI_PERCENT:
    return "%";
  case DRAY_KPI_DURATION:
    return "min";
  case DRAY_KPI_DISTANCE:
    return "km";
  case DRAY_KPI_NUMBER:
    return kpi->unit;
  case DRAY_KPI_MONEY:
  case DRAY_KPI_COUNT:
  default:
    return NULL;
  }
}

static DrayChange
judge (const DrayKpi *kpi,
       gboolean       is_more)
{
  if (kpi->direction == DRAY_KPI_NEITHER)
    return DRAY_CHANGE_NEUTRAL;
  return is_more == (kpi->direction == DRAY_KPI_MORE) ? DRAY_CHANGE_GOOD : DRAY_CHANGE_BAD;
}

/**
 * dray_insight_dup_change:
 * @change: (out): whether it is for the better
 *
 * Returns: (transfer full): how @now stands against @before: "2 points more", "4.1 % less", "1.1 min more", "as before"; empty where
 *   one of them is not known
 */
char *
dray_insight_dup_change (const DrayKpi    *kpi,
                         const DrayFigure *now,
                         const DrayFigure *before,
                         DrayChange       *change)
{
  double value = dray_insight_scale (kpi, now), was = dray_insight_scale (kpi, before);
  double difference = value - was;
  gboolean in_shares = (kpi->format == DRAY_KPI_COUNT || kpi->format == DRAY_KPI_MONEY || kpi->format == DRAY_KPI_DISTANCE || kpi->format == DRAY_KPI_NUMBER) && was != 0;

  *change = DRAY_CHANGE_NONE;
  if (isnan (difference))
    return g_strdup ("");
  double size = in_shares ? 100 * fabs (difference / was) : fabs (difference);
  g_autofree char *amount = dray_chart_scale_format_value (round (size * 10) / 10);

  if (g_str_equal (amount, "0"))
    return g_strdup (_("as before"));
  *change = judge (kpi, difference > 0);
  if (kpi->format == DRAY_KPI_PERCENT)
    return g_strdup_printf (difference > 0 ? _("%s points more") : _("%s points less"), amount);
  if (in_shares)
    return g_strdup_printf (difference > 0 ? _("%s %% more") : _("%s %% less"), amount);
  if (kpi->format == DRAY_KPI_DURATION)
    return g_strdup_printf (difference > 0 ? _("%s min more") : _("%s min less"), amount);
  return g_strdup_printf (difference > 0 ? _("%s more") : _("%s less"), amount);
}

/* Returns: (transfer full): what the figure counted, or why there is none */
char *
dray_insight_dup_count (const DrayKpi    *kpi,
                        const DrayFigure *figure)
{
  const char *reason = dray_figure_get_reason (figure, kpi);

  return reason != NULL ? g_strdup (_(reason)) : dray_figure_fill_words (figure, _(kpi->counted));
}

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
    y[i] = dray_insight_scale (result->kpi, &result->days[i]);
  }
}

static void
set_value_axis (DrayChart     *chart,
                const DrayKpi *kpi)
{
  dray_chart_set_axis (chart, DRAY_CHART_Y, DRAY_CHART_NUMBER, _(kpi->name), dray_insight_get_unit (kpi));
  /* What is best whole has its end in view. */
  if (kpi->format == DRAY_KPI_PERCENT && kpi->direction == DRAY_KPI_MORE)
    dray_chart_set_range (chart, DRAY_CHART_Y, NAN, 100);
}

static char *
dup_title (const DrayKpi *kpi,
           const char    *by)
{
  const char *unit = dray_insight_get_unit (kpi);

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
  g_autofree char *title = dup_title (kpi, _("by day")), *count = dray_insight_dup_count (kpi, &trend->now);
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
    values[n] = dray_insight_scale (result->kpi, &result->groups[group].figure);
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
