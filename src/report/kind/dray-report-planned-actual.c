/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-kinds.h"

#include "dray-driver.h"
#include "dray-report-reader.h"
#include "dray-route.h"
#include "dray-site.h"
#include "dray-stop.h"
#include "dray-task.h"
#include "dray-truck.h"
#include "dray-units.h"

/* Every route stop by stop. The plan is the one that the drivers were told last. */

static const DrayReportColumn columns[] = {
  { "day", "Day", DRAY_REPORT_DATE },
  { "truck", "Truck", DRAY_REPORT_TEXT },
  { "driver", "Driver", DRAY_REPORT_TEXT },
  { "stop", "Stop", DRAY_REPORT_RANK },
  { "site", "Site", DRAY_REPORT_TEXT },
  { "window_open", "Window from", DRAY_REPORT_TIME },
  { "window_close", "until", DRAY_REPORT_TIME },
  { "planned", "Planned arrival", DRAY_REPORT_TIME },
  { "arrived", "Arrived", DRAY_REPORT_TIME },
  { "behind_plan_s", "Behind the plan", DRAY_REPORT_DURATION },
  { "planned_stay_s", "Planned stay", DRAY_REPORT_DURATION },
  { "stay_s", "Stay", DRAY_REPORT_DURATION },
  { "late_s", "Late for the window", DRAY_REPORT_DURATION },
};

typedef struct {
  gint64 n_stops, n_reached, behind_s, longer_s, n_left;
} Sums;

static void
add_stop (DrayReportReader     *reader,
          DrayReportTable      *table,
          const DrayRow        *route,
          const DrayReportStop *stop,
          gint64                number,
          Sums                 *sums)
{
  gint64 planned_us = dray_row_get_integer (stop->stop, DRAY_STOP_PLANNED_US), leave_us = dray_row_get_integer (stop->stop, DRAY_STOP_PLANNED_LEAVE_US);
  gint64 arrived_us = dray_row_get_integer (stop->stop, DRAY_STOP_ARRIVED_US), departed_us = dray_row_get_integer (stop->stop, DRAY_STOP_DEPARTED_US);

  dray_report_table_add_field (table, route, DRAY_ROUTE_DAY);
  dray_report_table_add_text (table, dray_report_reader_get_name (reader, &dray_truck_table, dray_row_get_id (route, DRAY_ROUTE_TRUCK)));
  dray_report_table_add_text (table, dray_report_reader_get_name (reader, &dray_driver_table, dray_row_get_id (route, DRAY_ROUTE_DRIVER)));
  dray_report_table_add_integer (table, number);
  dray_report_table_add_field (table, stop->site, DRAY_SITE_NAME);
  dray_report_table_add_field (table, stop->task, DRAY_TASK_WINDOW_OPEN_US);
  dray_report_table_add_field (table, stop->task, DRAY_TASK_WINDOW_CLOSE_US);
  dray_report_table_add_field (table, stop->stop, DRAY_STOP_PLANNED_US);
  dray_report_table_add_field (table, stop->stop, DRAY_STOP_ARRIVED_US);
  dray_report_table_add_span (table, planned_us, arrived_us);
  dray_report_table_add_span (table, planned_us, leave_us);
  dray_report_table_add_span (table, arrived_us, departed_us);
  if (stop->late_s != DRAY_NEVER && stop->late_s > 0)
    dray_report_table_add_integer (table, stop->late_s);
  else
    dray_report_table_add_nothing (table);

  sums->n_stops++;
  if (planned_us != DRAY_NEVER && arrived_us != DRAY_NEVER) {
    sums->n_reached++;
    sums->behind_s += (arrived_us - planned_us) / G_USEC_PER_SEC;
    if (leave_us != DRAY_NEVER && departed_us != DRAY_NEVER) {
      sums->n_left++;
      sums->longer_s += (departed_us - arrived_us - leave_us + planned_us) / G_USEC_PER_SEC;
    }
  }
}

static void
add_figures (DrayReport *report,
             const Sums *sums,
             guint       n_routes)
{
  const DrayValue behind = dray_value_integer (sums->n_reached > 0 ? sums->behind_s / sums->n_reached : 0);
  const DrayValue longer = dray_value_integer (sums->n_left > 0 ? sums->longer_s / sums->n_left : 0);
  g_autofree char *behind_words = dray_report_value_dup_text (&behind, DRAY_REPORT_DURATION, dray_report_get_zone (report));
  g_autofree char *longer_words = dray_report_value_dup_text (&longer, DRAY_REPORT_DURATION, dray_report_get_zone (report));
  g_autofree char *reached = g_strdup_printf ("%" G_GINT64_FORMAT " of %" G_GINT64_FORMAT, sums->n_reached, sums->n_stops);
  g_autofree char *routes = g_strdup_printf ("%u", n_routes), *left = g_strdup_printf ("mean of %" G_GINT64_FORMAT " stays", sums->n_left);

  dray_report_add_figure (report, "Routes", routes, NULL);
  dray_report_add_figure (report, "Stops reached", reached, NULL);
  dray_report_add_figure (report, "Behind the plan", sums->n_reached > 0 ? behind_words : "No stop was reached yet", sums->n_reached > 0 ? "mean of the stops reached" : NULL);
  dray_report_add_figure (report, "Longer at a stop than planned", sums->n_left > 0 ? longer_words : "No stop was left yet", sums->n_left > 0 ? left : NULL);
}

gboolean
dray_report_make_planned_actual (DrayReportReader  *reader,
                                 DrayReport        *report,
                                 GError           **error)
{
  g_autoptr (GPtrArray) routes = dray_report_reader_list_routes (reader, error);
  g_autoptr (DrayReportTable) table = dray_report_table_new ("Stops", columns, G_N_ELEMENTS (columns));
  Sums sums = { 0 };

  if (routes == NULL)
    return FALSE;
  dray_report_set_landscape (report, TRUE);
  for (guint i = 0; i < routes->len; i++) {
    g_autoptr (GArray) stops = dray_report_reader_list_stops (reader, routes->pdata[i], error);
    gint64 number = 0;

    if (stops == NULL)
      return FALSE;
    for (guint j = 0; j < stops->len; j++) {
      if (g_array_index (stops, DrayReportStop, j).task != NULL)
        add_stop (reader, table, routes->pdata[i], &g_array_index (stops, DrayReportStop, j), ++number, &sums);
    }
  }
  if (sums.n_stops == 0) {
    dray_report_add_paragraph (report, "No route was released in this period, so there is nothing to hold against a plan.");
    return TRUE;
  }
  add_figures (report, &sums, routes->len);
  dray_report_take_table (report, g_steal_pointer (&table));
  return TRUE;
}
