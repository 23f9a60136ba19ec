/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-kinds.h"

#include "dray-order.h"
#include "dray-party.h"
#include "dray-report-reader.h"
#include "dray-route.h"
#include "dray-site.h"
#include "dray-stop.h"
#include "dray-task.h"
#include "dray-truck.h"
#include "dray-units.h"

/* A page a delivery: who gets what from whom by which truck, and where to sign. What was recorded already stands in it. */

static const DrayReportColumn columns[] = {
  { "order", "Order", DRAY_REPORT_TEXT },
  { "goods", "Goods", DRAY_REPORT_TEXT },
  { "load_kg", "kg", DRAY_REPORT_COUNT },
  { "volume_l", "l", DRAY_REPORT_COUNT },
  { "pallets", "Pallets", DRAY_REPORT_COUNT },
  { "hazmat", "Dangerous goods", DRAY_REPORT_TEXT },
  { "outcome", "Outcome", DRAY_REPORT_TEXT },
};

static const char *
get_text (const DrayRow *row,
          int            field)
{
  const char *text = row != NULL ? dray_row_get_text (row, field) : NULL;

  return text != NULL ? text : "";
}

static void
add_addresses (DrayReportReader     *reader,
               DrayReport           *report,
               const DrayRow        *route,
               const DrayReportStop *stop)
{
  GTimeZone *zone = dray_report_reader_get_zone (reader);
  const DrayRow *depot = dray_report_reader_find (reader, &dray_site_table, dray_row_get_id (route, DRAY_ROUTE_DEPOT));
  g_autofree char *day = dray_report_value_dup_text (&route->values[DRAY_ROUTE_DAY], DRAY_REPORT_DATE, zone);

  dray_report_add_paragraph (report, "From: %s%s%s", get_text (depot, DRAY_SITE_NAME), *get_text (depot, DRAY_SITE_ADDRESS) != '\0' ? ", " : "", get_text (depot, DRAY_SITE_ADDRESS));
  dray_report_add_paragraph (report, "To: %s, %s%s%s", get_text (stop->party, DRAY_PARTY_NAME), get_text (stop->site, DRAY_SITE_NAME),
                             *get_text (stop->site, DRAY_SITE_ADDRESS) != '\0' ? ", " : "", get_text (stop->site, DRAY_SITE_ADDRESS));
  dray_report_add_paragraph (report, "Truck %s, %s, %s", dray_report_reader_get_name (reader, &dray_truck_table, dray_row_get_id (route, DRAY_ROUTE_TRUCK)),
                             get_text (dray_report_reader_find (reader, &dray_truck_table, dray_row_get_id (route, DRAY_ROUTE_TRUCK)), DRAY_TRUCK_PLATE), day);
}

static void
add_note (DrayReportReader     *reader,
          DrayReport           *report,
          const DrayRow        *route,
          const DrayReportStop *stop)
{
  GTimeZone *zone = dray_report_reader_get_zone (reader);
  g_autofree char *heading = g_strdup_printf ("Delivery note for order %s", get_text (stop->order, DRAY_ORDER_REFERENCE));
  DrayReportTable *table = dray_report_table_new (get_text (stop->order, DRAY_ORDER_REFERENCE), columns, G_N_ELEMENTS (columns));

  dray_report_add_heading (report, heading);
  add_addresses (reader, report, route, stop);
  dray_report_table_add_field (table, stop->order, DRAY_ORDER_REFERENCE);
  dray_report_table_add_field (table, stop->task, DRAY_TASK_GOODS);
  dray_report_table_add_field (table, stop->task, DRAY_TASK_LOAD_KG);
  dray_report_table_add_field (table, stop->task, DRAY_TASK_VOLUME_L);
  dray_report_table_add_field (table, stop->task, DRAY_TASK_PALLETS);
  dray_report_table_add_text (table, dray_row_get_boolean (stop->task, DRAY_TASK_HAZMAT) ? "yes" : NULL);
  dray_report_table_add_field (table, stop->task, DRAY_TASK_OUTCOME);
  dray_report_take_table (report, table);
  if (dray_row_has (stop->stop, DRAY_STOP_ARRIVED_US)) {
    g_autofree char *arrived = dray_report_value_dup_text (&stop->stop->values[DRAY_STOP_ARRIVED_US], DRAY_REPORT_INSTANT, zone);
    g_autofree char *left = dray_report_value_dup_text (&stop->stop->values[DRAY_STOP_DEPARTED_US], DRAY_REPORT_INSTANT, zone);

    dray_report_add_paragraph (report, "Arrived %s%s%s.", arrived, *left != '\0' ? ", left " : "", left);
  }
  if (*get_text (stop->order, DRAY_ORDER_NOTE) != '\0')
    dray_report_add_paragraph (report, "%s", get_text (stop->order, DRAY_ORDER_NOTE));
  dray_report_add_paragraph (report, "Remarks: ________________________________________________________________________");
  dray_report_add_paragraph (report, "Goods received complete and undamaged:");
  dray_report_add_paragraph (report, "\nDate and time ____________________    Name ____________________________    Signature ____________________________");
}

static gboolean
is_delivery (const DrayReportStop *stop)
{
  return stop->task != NULL && stop->order != NULL && g_strcmp0 (dray_row_get_text (stop->task, DRAY_TASK_KIND), "delivery") == 0;
}

gboolean
dray_report_make_delivery_note (DrayReportReader  *reader,
                                DrayReport        *report,
                                GError           **error)
{
  g_autoptr (GPtrArray) routes = dray_report_reader_list_routes (reader, error);
  guint n_notes = 0;

  for (guint i = 0; routes != NULL && i < routes->len; i++) {
    g_autoptr (GArray) stops = dray_report_reader_list_stops (reader, routes->pdata[i], error);

    if (stops == NULL)
      return FALSE;
    for (guint j = 0; j < stops->len; j++) {
      if (!is_delivery (&g_array_index (stops, DrayReportStop, j)))
        continue;
      if (n_notes++ > 0)
        dray_report_add_break (report);
      add_note (reader, report, routes->pdata[i], &g_array_index (stops, DrayReportStop, j));
    }
  }
  if (routes != NULL && n_notes == 0)
    dray_report_add_paragraph (report, "No route with a delivery was released for this period.");
  return routes != NULL;
}
