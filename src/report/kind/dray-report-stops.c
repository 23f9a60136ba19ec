/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-kinds.h"

#include "dray-driver.h"
#include "dray-order.h"
#include "dray-party.h"
#include "dray-report-reader.h"
#include "dray-route.h"
#include "dray-site.h"
#include "dray-stop.h"
#include "dray-task.h"
#include "dray-truck.h"
#include "dray-units.h"

static const DrayReportColumn columns[] = {
  { "order", "Order", DRAY_REPORT_TEXT },
  { "day", "Day", DRAY_REPORT_DATE },
  { "customer", "Customer", DRAY_REPORT_TEXT },
  { "site", "Site", DRAY_REPORT_TEXT },
  { "truck", "Truck", DRAY_REPORT_TEXT },
  { "driver", "Driver", DRAY_REPORT_TEXT },
  { "kind", "Task", DRAY_REPORT_TEXT },
  { "window_open", "Window from", DRAY_REPORT_TIME },
  { "window_close", "until", DRAY_REPORT_TIME },
  { "arrived", "Arrived", DRAY_REPORT_TIME },
  { "departed", "Left", DRAY_REPORT_TIME },
  { "dwell_s", "Dwell", DRAY_REPORT_DURATION },
  { "late_s", "Late", DRAY_REPORT_DURATION },
  { "outcome", "Outcome", DRAY_REPORT_TEXT },
};

static void
add_stop (DrayReportReader     *reader,
          DrayReportTable      *table,
          const DrayRow        *route,
          const DrayReportStop *stop,
          GArray               *dwells)
{
  gint64 arrived_us = dray_row_get_integer (stop->stop, DRAY_STOP_ARRIVED_US), departed_us = dray_row_get_integer (stop->stop, DRAY_STOP_DEPARTED_US);

  dray_report_table_add_field (table, stop->order, DRAY_ORDER_REFERENCE);
  dray_report_table_add_field (table, route, DRAY_ROUTE_DAY);
  dray_report_table_add_field (table, stop->party, DRAY_PARTY_NAME);
  dray_report_table_add_field (table, stop->site, DRAY_SITE_NAME);
  dray_report_table_add_text (table, dray_report_reader_get_name (reader, &dray_truck_table, dray_row_get_id (route, DRAY_ROUTE_TRUCK)));
  dray_report_table_add_text (table, dray_report_reader_get_name (reader, &dray_driver_table, dray_row_get_id (route, DRAY_ROUTE_DRIVER)));
  dray_report_table_add_field (table, stop->task, DRAY_TASK_KIND);
  dray_report_table_add_field (table, stop->task, DRAY_TASK_WINDOW_OPEN_US);
  dray_report_table_add_field (table, stop->task, DRAY_TASK_WINDOW_CLOSE_US);
  dray_report_table_add_field (table, stop->stop, DRAY_STOP_ARRIVED_US);
  dray_report_table_add_field (table, stop->stop, DRAY_STOP_DEPARTED_US);
  dray_report_table_add_span (table, arrived_us, departed_us);
  if (stop->late_s != DRAY_NEVER && stop->late_s > 0)
    dray_report_table_add_integer (table, stop->late_s);
  else
    dray_report_table_add_nothing (table);
  dray_report_table_add_field (table, stop->task, DRAY_TASK_OUTCOME);

  if (arrived_us != DRAY_NEVER && departed_us != DRAY_NEVER) {
    double dwell_min = (double) (departed_us - arrived_us) / (60.0 * G_USEC_PER_SEC);

    g_array_append_val (dwells, dwell_min);
  }
}

static void
add_chart (DrayReport   *report,
           const GArray *dwells)
{
  DrayChart *chart = dray_chart_new (DRAY_CHART_HISTOGRAM, "Stops by their dwell, min");
  g_autofree char *note = g_strdup_printf ("%u stops that were left", dwells->len);

  dray_chart_set_axis (chart, DRAY_CHART_X, DRAY_CHART_NUMBER, "Dwell", "min");
  dray_chart_set_note (chart, note);
  dray_chart_add_histogram (chart, "Stops", (const double *) (gpointer) dwells->data, dwells->len);
  dray_report_take_chart (report, chart, 180);
}

gboolean
dray_report_make_stops (DrayReportReader  *reader,
                        DrayReport        *report,
                        GError           **error)
{
  g_autoptr (GPtrArray) routes = dray_report_reader_list_routes (reader, error);
  g_autoptr (DrayReportTable) table = dray_report_table_new ("Stops", columns, G_N_ELEMENTS (columns));
  g_autoptr (GArray) dwells = g_array_new (FALSE, FALSE, sizeof (double));

  if (routes == NULL)
    return FALSE;
  dray_report_set_landscape (report, TRUE);
  for (guint i = 0; i < routes->len; i++) {
    g_autoptr (GArray) stops = dray_report_reader_list_stops (reader, routes->pdata[i], error);

    if (stops == NULL)
      return FALSE;
    for (guint j = 0; j < stops->len; j++) {
      if (g_array_index (stops, DrayReportStop, j).task != NULL)
        add_stop (reader, table, routes->pdata[i], &g_array_index (stops, DrayReportStop, j), dwells);
    }
  }
  if (dray_report_table_get_n_rows (table) == 0) {
    dray_report_add_paragraph (report, "There was no stop in this period.");
    return TRUE;
  }
  if (dwells->len > 0)
    add_chart (report, dwells);
  dray_report_take_table (report, g_steal_pointer (&table));
  return TRUE;
}
