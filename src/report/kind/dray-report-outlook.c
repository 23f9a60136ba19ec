/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-kinds.h"

#include "dray-figure-models.h"
#include "dray-report-reader.h"

#include <glib/gi18n-lib.h>

/* The thirty days ahead: orders and revenue, each with the interval that nine days in ten keep to, and how well the same rule did on weeks
 * that it had not seen, beside the plain one. */

#define N_AHEAD 30

static const DrayReportColumn columns[] = {
  { "day", N_("Day"), DRAY_REPORT_DATE },
  { "expected", N_("Expected"), DRAY_REPORT_NUMBER },
  { "low", N_("From"), DRAY_REPORT_RATE },
  { "high", N_("To"), DRAY_REPORT_RATE },
};

static const DrayReportColumn money_columns[] = {
  { "day", N_("Day"), DRAY_REPORT_DATE },
  { "expected_minor", N_("Expected"), DRAY_REPORT_MONEY },
  { "low_minor", N_("From"), DRAY_REPORT_MONEY },
  { "high_minor", N_("To"), DRAY_REPORT_MONEY },
};

static void
add_number (DrayReportTable *table,
            gboolean         is_money,
            double           value)
{
  if (is_money)
    dray_report_table_add_integer (table, (gint64) (value + 0.5));
  else
    dray_report_table_add_real (table, value);
}

static void
add_days (DrayReport         *report,
          const DrayKpi      *kpi,
          const DrayForecast *forecast,
          gint64              first_day)
{
  gboolean is_money = kpi->format == DRAY_KPI_MONEY;
  DrayReportTable *table = dray_report_table_new (_(kpi->name), is_money ? money_columns : columns, G_N_ELEMENTS (columns));
  double unit = is_money ? 100.0 : 1.0;

  for (guint i = 0; i < forecast->n; i++) {
    dray_report_table_add_integer (table, first_day + i);
    add_number (table, is_money, forecast->expected[i]);
    add_number (table, is_money, forecast->low[i]);
    add_number (table, is_money, forecast->high[i]);
  }
  dray_report_add_paragraph (report, _("On %u days that were held out it was %.2f off a day; “as on the same weekday of the week before” was %.2f off. Holidays are not known to it."),
                             forecast->n_held_out, forecast->error / unit, forecast->naive_error / unit);
  dray_report_take_table (report, table);
}

static gboolean
add_forecast (DrayReportReader  *reader,
              DrayReport        *report,
              DrayFigureReader  *figures,
              const char        *id,
              GError           **error)
{
  const DrayKpi *kpi = dray_kpi_find (id);
  gint64 now_us = dray_report_reader_get_ask (reader)->now_us;
  g_autoptr (DrayForecast) forecast = dray_figure_reader_forecast (figures, kpi, N_AHEAD, now_us, dray_report_reader_get_cancellable (reader), error);

  if (forecast == NULL)
    return FALSE;
  dray_report_add_heading (report, _(kpi->name));
  if (forecast->reason != NULL)
    dray_report_add_paragraph (report, "%s", _(forecast->reason));
  else
    add_days (report, kpi, forecast, dray_figure_reader_get_day (figures, now_us));
  return TRUE;
}

gboolean
dray_report_make_outlook (DrayReportReader  *reader,
                          DrayReport        *report,
                          GError           **error)
{
  DrayFigureReader *figures = dray_report_reader_get_figures (reader);

  return add_forecast (reader, report, figures, "revenue", error) && add_forecast (reader, report, figures, "orders", error);
}
