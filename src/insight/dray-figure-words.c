/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-figure-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Figures in the units that people read, and how one stands against another: for tiles, charts and reports alike. */

/* Returns: the figure in percent, minutes, kilometres or whole money, as dray_kpi_get_unit() says; NaN where there is none */
double
dray_figure_scale (const DrayFigure *self,
                   const DrayKpi    *kpi)
{
  static const double factors[] = {
    [DRAY_KPI_PERCENT] = 100, [DRAY_KPI_DURATION] = 1.0 / 60, [DRAY_KPI_MONEY] = 1.0 / 100, [DRAY_KPI_DISTANCE] = 1.0 / 1000, [DRAY_KPI_COUNT] = 1, [DRAY_KPI_NUMBER] = 1,
  };

  return self->state == DRAY_FIGURE_KNOWN ? self->value * factors[kpi->format] : NAN;
}

/* Returns: (nullable): the unit of dray_figure_scale() */
const char *
dray_kpi_get_unit (const DrayKpi *kpi)
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

/* Returns: (transfer full): what the figure counted, or why there is none */
char *
dray_figure_dup_count (const DrayFigure *self,
                       const DrayKpi    *kpi)
{
  const char *reason = dray_figure_get_reason (self, kpi);

  return reason != NULL ? g_strdup (_(reason)) : dray_figure_fill_words (self, _(kpi->counted));
}

static DrayTrend
judge (const DrayKpi *kpi,
       gboolean       is_more)
{
  if (kpi->direction == DRAY_KPI_NEITHER)
    return DRAY_TREND_NEUTRAL;
  return is_more == (kpi->direction == DRAY_KPI_MORE) ? DRAY_TREND_GOOD : DRAY_TREND_BAD;
}

/* One digit behind the point, unless it is a zero. */
static char *
format_amount (double amount)
{
  double rounded = round (amount * 10) / 10;

  return rounded == floor (rounded) ? g_strdup_printf ("%.0f", rounded) : g_strdup_printf ("%.1f", rounded);
}

/**
 * dray_figure_dup_change:
 * @change: (out): whether it is for the better
 *
 * Returns: (transfer full): how @now stands against @before: "2 points more", "4.1 % less", "1.1 min more", "as before"; empty where
 *   one of them is not known
 */
char *
dray_figure_dup_change (const DrayFigure *now,
                        const DrayFigure *before,
                        const DrayKpi    *kpi,
                        DrayTrend       *change)
{
  double value = dray_figure_scale (now, kpi), was = dray_figure_scale (before, kpi), difference = value - was;
  gboolean in_shares = kpi->format != DRAY_KPI_PERCENT && kpi->format != DRAY_KPI_DURATION && was != 0;

  *change = DRAY_TREND_NONE;
  if (isnan (difference))
    return g_strdup ("");
  g_autofree char *amount = format_amount (in_shares ? 100 * fabs (difference / was) : fabs (difference));

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
