/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-kinds.h"

#include "dray-driver.h"
#include "dray-order.h"
#include "dray-party.h"
#include "dray-report-reader.h"
#include "dray-route.h"
#include "dray-site.h"
#include "dray-task.h"
#include "dray-truck.h"

/* What the dock works from: what is delivered last is loaded first. Pickups on the way are not loaded here and stay out. */

static const DrayReportColumn columns[] = {
  { "load", "Load", DRAY_REPORT_RANK },
  { "stop", "For stop", DRAY_REPORT_RANK },
  { "order", "Order", DRAY_REPORT_TEXT },
  { "customer", "Customer", DRAY_REPORT_TEXT },
  { "goods", "Goods", DRAY_REPORT_TEXT },
  { "load_kg", "kg", DRAY_REPORT_COUNT },
  { "volume_l", "l", DRAY_REPORT_COUNT },
  { "pallets", "Pallets", DRAY_REPORT_COUNT },
  { "hazmat", "Dangerous", DRAY_REPORT_TEXT },
  { "loaded", "Loaded", DRAY_REPORT_TEXT },
};

static gboolean
is_loaded (const DrayReportStop *stop)
{
  return stop->task != NULL && g_strcmp0 (dray_row_get_text (stop->task, DRAY_TASK_KIND), "delivery") == 0;
}

static void
add_goods (DrayReportTable      *table,
           const DrayReportStop *stop,
           gint64                load,
           gint64                number)
{
  dray_report_table_add_integer (table, load);
  dray_report_table_add_integer (table, number);
  dray_report_table_add_field (table, stop->order, DRAY_ORDER_REFERENCE);
  dray_report_table_add_field (table, stop->party, DRAY_PARTY_NAME);
  dray_report_table_add_field (table, stop->task, DRAY_TASK_GOODS);
  dray_report_table_add_field (table, stop->task, DRAY_TASK_LOAD_KG);
  dray_report_table_add_field (table, stop->task, DRAY_TASK_VOLUME_L);
  dray_report_table_add_field (table, stop->task, DRAY_TASK_PALLETS);
  dray_report_table_add_text (table, dray_row_get_boolean (stop->task, DRAY_TASK_HAZMAT) ? "yes" : NULL);
  dray_report_table_add_text (table, "\342\230\220");
}

static void
add_heading (DrayReportReader *reader,
             DrayReport       *report,
             const DrayRow    *route,
             gint64            load_kg)
{
  GTimeZone *zone = dray_report_reader_get_zone (reader);
  const DrayRow *truck = dray_report_reader_find (reader, &dray_truck_table, dray_row_get_id (route, DRAY_ROUTE_TRUCK));
  gint64 payload_kg = truck != NULL ? dray_row_get_integer (truck, DRAY_TRUCK_PAYLOAD_KG) : 0;
  g_autofree char *heading = g_strdup_printf ("Truck %s, leaves at ", dray_report_reader_get_name (reader, &dray_truck_table, dray_row_get_id (route, DRAY_ROUTE_TRUCK)));
  g_autofree char *start = dray_report_value_dup_text (&route->values[DRAY_ROUTE_START_US], DRAY_REPORT_TIME, zone);
  g_autofree char *whole = g_strconcat (heading, start, NULL);

  dray_report_add_heading (report, whole);
  if (payload_kg > 0 && load_kg > payload_kg)
    dray_report_add_paragraph (report, "%" G_GINT64_FORMAT " kg are to be loaded; that is %" G_GINT64_FORMAT " kg more than the truck’s payload of %" G_GINT64_FORMAT " kg.",
                               load_kg, load_kg - payload_kg, payload_kg);
  else if (payload_kg > 0)
    dray_report_add_paragraph (report, "%" G_GINT64_FORMAT " kg of a payload of %" G_GINT64_FORMAT " kg. From %s.", load_kg, payload_kg,
                               dray_report_reader_get_name (reader, &dray_site_table, dray_row_get_id (route, DRAY_ROUTE_DEPOT)));
}

static gboolean
add_route (DrayReportReader  *reader,
           DrayReport        *report,
           const DrayRow     *route,
           gboolean          *is_first,
           GError           **error)
{
  g_autoptr (GArray) stops = dray_report_reader_list_stops (reader, route, error);
  g_autofree char *title = g_strdup_printf ("Truck %s", dray_report_reader_get_name (reader, &dray_truck_table, dray_row_get_id (route, DRAY_ROUTE_TRUCK)));
  gint64 load = 0, load_kg = 0;

  if (stops == NULL)
    return FALSE;
  for (guint i = 0; i < stops->len; i++) {
    const DrayReportStop *stop = &g_array_index (stops, DrayReportStop, i);

    load_kg += is_loaded (stop) ? dray_row_get_integer (stop->task, DRAY_TASK_LOAD_KG) : 0;
    load += is_loaded (stop);
  }
  if (load == 0)
    return TRUE;
  if (!*is_first)
    dray_report_add_break (report);
  *is_first = FALSE;
  add_heading (reader, report, route, load_kg);
  DrayReportTable *table = dray_report_table_new (title, columns, G_N_ELEMENTS (columns));

  load = 0;
  for (guint i = stops->len; i-- > 0;) {
    if (is_loaded (&g_array_index (stops, DrayReportStop, i)))
      add_goods (table, &g_array_index (stops, DrayReportStop, i), ++load, i + 1);
  }
  dray_report_table_add_totals (table, NULL);
  dray_report_take_table (report, table);
  return TRUE;
}

gboolean
dray_report_make_load_list (DrayReportReader  *reader,
                            DrayReport        *report,
                            GError           **error)
{
  g_autoptr (GPtrArray) routes = dray_report_reader_list_routes (reader, error);
  gboolean is_first = TRUE;

  for (guint i = 0; routes != NULL && i < routes->len; i++) {
    if (!add_route (reader, report, routes->pdata[i], &is_first, error))
      return FALSE;
  }
  if (routes != NULL && is_first)
    dray_report_add_paragraph (report, "No route with goods to load was released for this period.");
  return routes != NULL;
}
