/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-kinds.h"

#include "dray-driver.h"
#include "dray-order.h"
#include "dray-report-reader.h"
#include "dray-route.h"
#include "dray-stop.h"
#include "dray-task.h"
#include "dray-truck.h"
#include "dray-units.h"

#include <math.h>

/* What a supervisor wants to see of a day before going home: how many orders came through, who was late and when, and a line a route. */

static const DrayReportColumn columns[] = {
  { "day", "Day", DRAY_REPORT_DATE },
  { "truck", "Truck", DRAY_REPORT_TEXT },
  { "driver", "Driver", DRAY_REPORT_TEXT },
  { "status", "Route", DRAY_REPORT_TEXT },
  { "stops", "Stops", DRAY_REPORT_COUNT },
  { "reached", "Reached", DRAY_REPORT_COUNT },
  { "late", "Late", DRAY_REPORT_COUNT },
  { "start", "Planned start", DRAY_REPORT_TIME },
  { "end", "Planned end", DRAY_REPORT_TIME },
  { "distance_m", "Planned km", DRAY_REPORT_DISTANCE },
  { "drive_s", "Planned driving", DRAY_REPORT_DURATION },
};

#define N_HOURS 24

typedef struct {
  gint64 n_orders, n_delivered, n_failed, n_open;
  gint64 due[N_HOURS], late[N_HOURS]; /* by the hour in which the window ends */
  gint64 n_due, n_late;
} Day;

static gboolean
count_orders (DrayReportReader  *reader,
              Day               *day,
              GError           **error)
{
  g_autoptr (GPtrArray) orders = dray_report_reader_select_days (reader, &dray_order_table, DRAY_ORDER_DAY, error);

  if (orders == NULL)
    return FALSE;
  for (guint i = 0; i < orders->len; i++) {
    const char *status = dray_row_get_text (orders->pdata[i], DRAY_ORDER_STATUS);

    if (g_strcmp0 (status, "cancelled") == 0)
      continue;
    day->n_orders++;
    if (g_strcmp0 (status, "delivered") == 0)
      day->n_delivered++;
    else if (g_strcmp0 (status, "failed") == 0 || g_strcmp0 (status, "returned") == 0 || g_strcmp0 (status, "partly-delivered") == 0)
      day->n_failed++;
    else
      day->n_open++;
  }
  return TRUE;
}

static int
get_hour (DrayReportReader *reader,
          gint64            at_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_timezone (utc, dray_report_reader_get_zone (reader)) : NULL;

  return local != NULL ? g_date_time_get_hour (local) : 0;
}

/* A stop is due once its window has ended; one that nobody reached by then is late too. */
static gboolean
count_stop (DrayReportReader     *reader,
            Day                  *day,
            const DrayReportStop *stop)
{
  gint64 close_us = stop->task != NULL ? dray_row_get_integer (stop->task, DRAY_TASK_WINDOW_CLOSE_US) : DRAY_NEVER;
  gboolean is_late;

  if (close_us == DRAY_NEVER || (stop->late_s == DRAY_NEVER && close_us > dray_report_reader_get_ask (reader)->now_us))
    return FALSE;
  is_late = stop->late_s == DRAY_NEVER || stop->late_s > 0;
  day->n_due++;
  day->n_late += is_late;
  day->due[get_hour (reader, close_us)]++;
  day->late[get_hour (reader, close_us)] += is_late;
  return is_late;
}

static gboolean
add_route (DrayReportReader  *reader,
           DrayReportTable   *table,
           Day               *day,
           const DrayRow     *route,
           GError           **error)
{
  g_autoptr (GArray) stops = dray_report_reader_list_stops (reader, route, error);
  gint64 n_reached = 0, n_late = 0, n_tasks = 0;

  if (stops == NULL)
    return FALSE;
  for (guint i = 0; i < stops->len; i++) {
    const DrayReportStop *stop = &g_array_index (stops, DrayReportStop, i);

    n_tasks += stop->task != NULL;
    n_reached += stop->task != NULL && dray_row_has (stop->stop, DRAY_STOP_ARRIVED_US);
    n_late += count_stop (reader, day, stop);
  }
  dray_report_table_add_field (table, route, DRAY_ROUTE_DAY);
  dray_report_table_add_text (table, dray_report_reader_get_name (reader, &dray_truck_table, dray_row_get_id (route, DRAY_ROUTE_TRUCK)));
  dray_report_table_add_text (table, dray_report_reader_get_name (reader, &dray_driver_table, dray_row_get_id (route, DRAY_ROUTE_DRIVER)));
  dray_report_table_add_field (table, route, DRAY_ROUTE_STATUS);
  dray_report_table_add_integer (table, n_tasks);
  dray_report_table_add_integer (table, n_reached);
  dray_report_table_add_integer (table, n_late);
  dray_report_table_add_field (table, route, DRAY_ROUTE_START_US);
  dray_report_table_add_field (table, route, DRAY_ROUTE_END_US);
  dray_report_table_add_field (table, route, DRAY_ROUTE_DISTANCE_M);
  dray_report_table_add_field (table, route, DRAY_ROUTE_DRIVE_S);
  return TRUE;
}

static DrayChart *
make_hours_chart (const Day *day)
{
  DrayChart *chart = dray_chart_new (DRAY_CHART_LINE, "On time by the hour in which the window ended, %");
  g_autofree char *note = g_strdup_printf ("%" G_GINT64_FORMAT " of %" G_GINT64_FORMAT " stops due so far", day->n_due - day->n_late, day->n_due);
  char *names[N_HOURS + 1] = { NULL };
  double shares[N_HOURS];
  int first = N_HOURS, last = -1, n = 0;

  for (int hour = 0; hour < N_HOURS; hour++) {
    if (day->due[hour] > 0) {
      first = MIN (first, hour);
      last = hour;
    }
  }
  for (int hour = first; hour <= last; hour++) {
    names[n] = g_strdup_printf ("%02d:00", hour);
    shares[n++] = day->due[hour] > 0 ? 100.0 * (double) (day->due[hour] - day->late[hour]) / (double) day->due[hour] : NAN;
  }
  dray_chart_set_categories (chart, DRAY_CHART_X, (const char *const *) names);
  dray_chart_set_axis (chart, DRAY_CHART_X, DRAY_CHART_CATEGORY, "Hour", NULL);
  dray_chart_set_axis (chart, DRAY_CHART_Y, DRAY_CHART_NUMBER, "On time", "%");
  dray_chart_set_range (chart, DRAY_CHART_Y, NAN, 100);
  dray_chart_set_note (chart, note);
  dray_chart_add_series (chart, "On time", DRAY_CHART_DATA, NULL, shares, (gsize) n);
  for (int i = 0; i < n; i++)
    g_free (names[i]);
  return chart;
}

static void
add_figures (DrayReport *report,
             const Day  *day,
             guint       n_routes)
{
  g_autofree char *orders = g_strdup_printf ("%" G_GINT64_FORMAT, day->n_orders), *routes = g_strdup_printf ("%u", n_routes);
  g_autofree char *delivered = g_strdup_printf ("%" G_GINT64_FORMAT " of %" G_GINT64_FORMAT, day->n_delivered, day->n_orders);
  g_autofree char *open_note = g_strdup_printf ("%" G_GINT64_FORMAT " open, %" G_GINT64_FORMAT " failed, partly or returned", day->n_open, day->n_failed);
  g_autofree char *counted = g_strdup_printf ("%" G_GINT64_FORMAT " of %" G_GINT64_FORMAT " stops due so far", day->n_due - day->n_late, day->n_due);
  g_autofree char *share = day->n_due > 0 ? g_strdup_printf ("%.1f %%", 100.0 * (double) (day->n_due - day->n_late) / (double) day->n_due) : g_strdup ("Nothing was due yet");

  dray_report_add_figure (report, "Orders", orders, NULL);
  dray_report_add_figure (report, "Delivered", delivered, open_note);
  dray_report_add_figure (report, "On time", share, day->n_due > 0 ? counted : NULL);
  dray_report_add_figure (report, "Routes", routes, NULL);
}

gboolean
dray_report_make_day (DrayReportReader  *reader,
                      DrayReport        *report,
                      GError           **error)
{
  g_autoptr (DrayReportTable) table = dray_report_table_new ("Routes", columns, G_N_ELEMENTS (columns));
  g_autoptr (GPtrArray) routes = NULL;
  Day day = { 0 };

  dray_report_set_landscape (report, TRUE);
  if (!count_orders (reader, &day, error))
    return FALSE;
  routes = dray_report_reader_list_routes (reader, error);
  if (routes == NULL)
    return FALSE;
  for (guint i = 0; i < routes->len; i++) {
    if (!add_route (reader, table, &day, routes->pdata[i], error))
      return FALSE;
  }
  if (day.n_orders == 0 && routes->len == 0) {
    dray_report_add_paragraph (report, "There was no order and no route in this period.");
    return TRUE;
  }
  add_figures (report, &day, routes->len);
  if (day.n_due > 0)
    dray_report_take_chart (report, make_hours_chart (&day), 190);
  if (routes->len == 0) {
    dray_report_add_paragraph (report, "No route was released in this period.");
    return TRUE;
  }
  dray_report_table_add_totals (table, NULL);
  dray_report_add_heading (report, "Routes");
  dray_report_take_table (report, g_steal_pointer (&table));
  return TRUE;
}
