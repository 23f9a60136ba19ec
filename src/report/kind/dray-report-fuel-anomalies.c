/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-kinds.h"

#include "dray-figure-models.h"
#include "dray-report-reader.h"
#include "dray-truck.h"

#include <glib/gi18n-lib.h>

/* Fills that don't fit what their truck burns otherwise. */

static const DrayReportColumn columns[] = {
  { "day", N_("Day"), DRAY_REPORT_DATE },
  { "truck", N_("Truck"), DRAY_REPORT_TEXT },
  { "filled_l", N_("Filled, l"), DRAY_REPORT_RATE },
  { "expected_l", N_("Expected, l"), DRAY_REPORT_RATE },
  { "more_l", N_("More, l"), DRAY_REPORT_NUMBER },
  { "score", N_("Times the usual scatter"), DRAY_REPORT_RATE },
};

static void
add_row (DrayReportReader      *reader,
         DrayReportTable       *table,
         const DrayFuelAnomaly *anomaly)
{
  dray_report_table_add_integer (table, anomaly->day);
  dray_report_table_add_text (table, dray_report_reader_get_name (reader, &dray_truck_table, anomaly->truck));
  dray_report_table_add_real (table, anomaly->filled_ml / 1000.0);
  dray_report_table_add_real (table, anomaly->expected_ml / 1000.0);
  dray_report_table_add_real (table, (anomaly->filled_ml - anomaly->expected_ml) / 1000.0);
  dray_report_table_add_real (table, anomaly->score);
}

gboolean
dray_report_make_fuel_anomalies (DrayReportReader  *reader,
                                 DrayReport        *report,
                                 GError           **error)
{
  DrayFigureAsk period = dray_report_reader_make_figure_ask (reader);
  DrayFigureReader *figures = dray_report_reader_get_figures (reader);
  g_autoptr (GArray) found = NULL;
  guint n_judged, n_unjudged;

  found = dray_figure_reader_find_fuel (figures, &period, &n_judged, &n_unjudged, dray_report_reader_get_cancellable (reader), error);
  if (found == NULL)
    return FALSE;
  if (n_judged == 0) {
    dray_report_add_paragraph (report, _("There is not enough data: a truck is judged by its own full fills, of which it takes at least %d."), DRAY_FUEL_MIN_FILLS);
    return TRUE;
  }
  dray_report_add_paragraph (report, _("%u ways between full fills were judged, those of the three months before among them; %u are of trucks with too few fills."),
                             n_judged, n_unjudged);
  if (found->len == 0)
    dray_report_add_paragraph (report, "%s", _("None of the period lies far off."));
  else {
    DrayReportTable *table = dray_report_table_new (_("Unusual fills"), columns, G_N_ELEMENTS (columns));

    for (guint i = 0; i < found->len; i++)
      add_row (reader, table, &g_array_index (found, DrayFuelAnomaly, i));
    dray_report_take_table (report, table);
  }
  return TRUE;
}
