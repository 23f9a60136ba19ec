/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-kinds.h"

#include "dray-report-reader.h"

#include <glib/gi18n-lib.h>

/* Every built-in report, in the order in which people see them. */
const DrayReportKind dray_report_kinds[] = {
  { "day", N_("Day summary"), N_("Orders, routes and punctuality of the period"), dray_report_make_day },
  { "figures", N_("Figures"), N_("What Insight counts, against the period before; or by truck, driver, customer or depot"), dray_report_make_figures },
  { "planned-actual", N_("Planned against actual"), N_("Every route, stop by stop: when it was planned and when it happened"), dray_report_make_planned_actual },
  { "stops", N_("Stops"), N_("Every stop with its window, arrival, departure and dwell"), dray_report_make_stops },
  { "orders", N_("Orders"), N_("Every order with its state and charge"), dray_report_make_orders },
  { "customers", N_("Customer scorecard"), N_("Orders, punctuality, dwell, detention and revenue of each customer"), dray_report_make_customers },
  { "behaviour", N_("Customer behaviour"), N_("How often customers order, who has fallen silent, and where drops fail"), dray_report_make_behaviour },
  { "hours", N_("Driver hours"), N_("Each driver’s shifts, routes and planned driving"), dray_report_make_hours },
  { "fuel", N_("Fuel"), N_("Fillings, consumption and cost of each truck"), dray_report_make_fuel },
  { "maintenance", N_("Maintenance"), N_("Workshop orders, open defects and papers that expire"), dray_report_make_maintenance },
  { "fence-events", N_("Fence events"), N_("Who entered, left, overstayed or sped where"), dray_report_make_fence_events },
  { "alarms", N_("Alarms"), N_("Alarms by kind, and how soon somebody took them"), dray_report_make_alarms },
  { "outlook", N_("Outlook"), N_("Revenue and orders of the thirty days ahead, with their interval"), dray_report_make_outlook },
  { "risks", N_("Stops at risk"), N_("What is ahead and likely to be late, with the reasons"), dray_report_make_risks },
  { "service-times", N_("Service times"), N_("What plans should reckon with at each site"), dray_report_make_service_times },
  { "failures", N_("Repairs ahead"), N_("Repairs that come again, and when"), dray_report_make_failures },
  { "scores", N_("Driver scores"), N_("The plain and the fair score of each driver"), dray_report_make_scores },
  { "fuel-anomalies", N_("Unusual fills"), N_("Fuel that did not go through the engine"), dray_report_make_fuel_anomalies },
  { "warehouse", N_("For a warehouse"), N_("Every fact with its keys, and what they point at, as a star of tables"), dray_report_make_warehouse },
  { "route-sheet", N_("Route sheet"), N_("The driver’s paper: stops in order with windows and goods"), dray_report_make_route_sheet },
  { "load-list", N_("Load list"), N_("The dock’s paper: goods in the order of loading, with weights"), dray_report_make_load_list },
  { "delivery-note", N_("Delivery notes"), N_("A page a delivery, with lines to sign on"), dray_report_make_delivery_note },
  { NULL },
};

/* Returns: (nullable) */
const DrayReportKind *
dray_report_kind_find (const char *name)
{
  for (const DrayReportKind *kind = dray_report_kinds; kind->name != NULL; kind++) {
    if (g_strcmp0 (kind->name, name) == 0)
      return kind;
  }
  return NULL;
}

/**
 * dray_report_make:
 * @ask: the period and whose rows
 *
 * Makes one of the built-in reports. It reads from @store and blocks.
 *
 * Returns: (transfer full): the report
 *
 * Errors: %DRAY_REPORT_ERROR_ASK, %DRAY_REPORT_ERROR_LIMIT, the store's, and %G_IO_ERROR_CANCELLED
 */
DrayReport *
dray_report_make (const DrayReportKind  *kind,
                  DrayStore             *store,
                  const DrayReportAsk   *ask,
                  GCancellable          *cancellable,
                  GError               **error)
{
  g_return_val_if_fail (kind != NULL && store != NULL && ask != NULL, NULL);

  g_autoptr (DrayReportReader) reader = dray_report_reader_new (store, ask, cancellable, error);
  g_autoptr (DrayReport) report = NULL;
  g_autofree char *period = NULL;

  if (reader == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  period = dray_report_reader_dup_period (reader);
  report = dray_report_new (kind->name, ask->title != NULL ? ask->title : kind->title, dray_report_reader_get_zone (reader));
  dray_report_set_period (report, period);
  dray_report_set_origin (report, ask->workspace != NULL ? ask->workspace : "", ask->now_us);
  return kind->make (reader, report, error) ? g_steal_pointer (&report) : NULL;
}
