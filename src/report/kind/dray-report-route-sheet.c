/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-kinds.h"

#include "dray-driver.h"
#include "dray-order.h"
#include "dray-report-reader.h"
#include "dray-route.h"
#include "dray-site.h"
#include "dray-stop.h"
#include "dray-task.h"
#include "dray-truck.h"

/* What a driver takes along: a page a route, stops in their order, with room to write beside each. */

static const DrayReportColumn columns[] = {
  { "stop", "Stop", DRAY_REPORT_RANK },
  { "planned", "Arrive", DRAY_REPORT_TIME },
  { "window", "Window", DRAY_REPORT_TEXT },
  { "site", "Site", DRAY_REPORT_TEXT },
  { "address", "Address", DRAY_REPORT_TEXT },
  { "task", "Task", DRAY_REPORT_TEXT },
  { "goods", "Goods", DRAY_REPORT_TEXT },
  { "load_kg", "kg", DRAY_REPORT_COUNT },
  { "pallets", "Pallets", DRAY_REPORT_COUNT },
  { "order", "Order", DRAY_REPORT_TEXT },
  { "note", "Note", DRAY_REPORT_TEXT },
};

static char *
dup_window (DrayReportReader     *reader,
            const DrayReportStop *stop)
{
  GTimeZone *zone = dray_report_reader_get_zone (reader);

  if (stop->task == NULL || !dray_row_has (stop->task, DRAY_TASK_WINDOW_CLOSE_US))
    return NULL;
  g_autofree char *from = dray_report_value_dup_text (&stop->task->values[DRAY_TASK_WINDOW_OPEN_US], DRAY_REPORT_TIME, zone);
  g_autofree char *until = dray_report_value_dup_text (&stop->task->values[DRAY_TASK_WINDOW_CLOSE_US], DRAY_REPORT_TIME, zone);

  return g_strdup_printf ("%s\342\200\223%s", from, until);
}

/* What the site always wants and what the order wants this time. */
static char *
dup_note (const DrayReportStop *stop)
{
  const char *standing = stop->site != NULL ? dray_row_get_text (stop->site, DRAY_SITE_NOTE) : NULL;
  const char *ordered = stop->order != NULL ? dray_row_get_text (stop->order, DRAY_ORDER_NOTE) : NULL;
  GString *note = g_string_new (stop->site != NULL && dray_row_get_boolean (stop->site, DRAY_SITE_CALL_AHEAD) ? "Call ahead. " : NULL);

  if (standing != NULL && *standing != '\0')
    g_string_append_printf (note, "%s ", standing);
  if (ordered != NULL && *ordered != '\0')
    g_string_append (note, ordered);
  return g_string_free (note, FALSE);
}

static void
add_stop (DrayReportReader     *reader,
          DrayReportTable      *table,
          const DrayReportStop *stop,
          gint64                number)
{
  g_autofree char *window = dup_window (reader, stop), *note = dup_note (stop);

  dray_report_table_add_integer (table, number);
  dray_report_table_add_field (table, stop->stop, DRAY_STOP_PLANNED_US);
  dray_report_table_add_text (table, window);
  dray_report_table_add_field (table, stop->site, DRAY_SITE_NAME);
  dray_report_table_add_field (table, stop->site, DRAY_SITE_ADDRESS);
  dray_report_table_add_field (table, stop->task, DRAY_TASK_KIND);
  dray_report_table_add_field (table, stop->task, DRAY_TASK_GOODS);
  dray_report_table_add_field (table, stop->task, DRAY_TASK_LOAD_KG);
  dray_report_table_add_field (table, stop->task, DRAY_TASK_PALLETS);
  dray_report_table_add_field (table, stop->order, DRAY_ORDER_REFERENCE);
  dray_report_table_add_text (table, note);
}

static void
add_heading (DrayReportReader *reader,
             DrayReport       *report,
             const DrayRow    *route)
{
  GTimeZone *zone = dray_report_reader_get_zone (reader);
  const DrayRow *truck = dray_report_reader_find (reader, &dray_truck_table, dray_row_get_id (route, DRAY_ROUTE_TRUCK));
  const char *driver = dray_report_reader_get_name (reader, &dray_driver_table, dray_row_get_id (route, DRAY_ROUTE_DRIVER));
  const char *plate = truck != NULL ? dray_row_get_text (truck, DRAY_TRUCK_PLATE) : NULL;
  g_autofree char *heading = g_strdup_printf ("Truck %s%s%s, %s", dray_report_reader_get_name (reader, &dray_truck_table, dray_row_get_id (route, DRAY_ROUTE_TRUCK)),
                                              plate != NULL ? ", " : "", plate != NULL ? plate : "", *driver != '\0' ? driver : "no driver yet");
  g_autofree char *day = dray_report_value_dup_text (&route->values[DRAY_ROUTE_DAY], DRAY_REPORT_DATE, zone);
  g_autofree char *start = dray_report_value_dup_text (&route->values[DRAY_ROUTE_START_US], DRAY_REPORT_TIME, zone);
  g_autofree char *end = dray_report_value_dup_text (&route->values[DRAY_ROUTE_END_US], DRAY_REPORT_TIME, zone);
  g_autofree char *distance = dray_report_value_dup_text (&route->values[DRAY_ROUTE_DISTANCE_M], DRAY_REPORT_DISTANCE, zone);

  dray_report_add_heading (report, heading);
  dray_report_add_paragraph (report, "%s from %s, leaves at %s, back at %s, %s km, release %d.", day,
                             dray_report_reader_get_name (reader, &dray_site_table, dray_row_get_id (route, DRAY_ROUTE_DEPOT)), start, end, distance,
                             (int) dray_row_get_integer (route, DRAY_ROUTE_RELEASE));
}

gboolean
dray_report_make_route_sheet (DrayReportReader  *reader,
                              DrayReport        *report,
                              GError           **error)
{
  g_autoptr (GPtrArray) routes = dray_report_reader_list_routes (reader, error);

  if (routes == NULL)
    return FALSE;
  dray_report_set_landscape (report, TRUE);
  if (routes->len == 0)
    dray_report_add_paragraph (report, "No route was released for this period.");
  for (guint i = 0; i < routes->len; i++) {
    g_autoptr (GArray) stops = dray_report_reader_list_stops (reader, routes->pdata[i], error);
    g_autofree char *title = NULL;
    DrayReportTable *table;
    gint64 number = 0;

    if (stops == NULL)
      return FALSE;
    if (i > 0)
      dray_report_add_break (report);
    add_heading (reader, report, routes->pdata[i]);
    title = g_strdup_printf ("Truck %s", dray_report_reader_get_name (reader, &dray_truck_table, dray_row_get_id (routes->pdata[i], DRAY_ROUTE_TRUCK)));
    table = dray_report_table_new (title, columns, G_N_ELEMENTS (columns));
    for (guint j = 0; j < stops->len; j++)
      add_stop (reader, table, &g_array_index (stops, DrayReportStop, j), ++number);
    dray_report_take_table (report, table);
  }
  return TRUE;
}
