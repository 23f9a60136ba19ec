/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-kpi-private.h"

#include <glib/gi18n-lib.h>

/* How long things take. */

/* Gate out to gate in; a route that is still out counts with neither its stops nor its hours. */
static void
measure_stops_an_hour (const DrayKpiRows *rows,
                       double            *part,
                       double            *whole)
{
  const gint64 *left_us = rows->columns[0], *back_us = rows->columns[1], *n_stops = rows->columns[2];

  for (gsize i = 0; i < rows->n; i++) {
    if (left_us[i] == DRAY_NEVER || back_us[i] == DRAY_NEVER || back_us[i] <= left_us[i])
      continue;
    part[i] = (double) MAX (n_stops[i], 0);
    whole[i] = dray_kpi_us_to_s (back_us[i] - left_us[i]) / DRAY_S_PER_HOUR;
  }
}

const DrayKpi dray_kpi_stops_an_hour = {
  .id = "stops-an-hour", .name = N_("Stops an hour"), .definition = N_("Stops that were reached for each hour from gate out to gate in."),
  .formula = "stops reached / Σ (back_us − left_us)", .unit = N_("stops/h"),
  .format = DRAY_KPI_NUMBER, .direction = DRAY_KPI_MORE, .join = DRAY_KPI_RATIO,
  .counted = N_("{part} stops of {rows} routes"), .nothing = N_("No route came back."), .source = "Stops an hour",
  .n_terms = 1, .terms = { { "routes", { "left_us", "back_us", "n_stops" }, measure_stops_an_hour } },
};

static void
measure_dwell (const DrayKpiRows *rows,
               double            *part,
               double            *whole)
{
  const gint64 *arrived_us = rows->columns[0], *departed_us = rows->columns[1];

  for (gsize i = 0; i < rows->n; i++) {
    if (arrived_us[i] == DRAY_NEVER || departed_us[i] == DRAY_NEVER)
      continue;
    part[i] = dray_kpi_us_to_s (departed_us[i] - arrived_us[i]);
    whole[i] = 1.0;
  }
}

const DrayKpi dray_kpi_dwell = {
  .id = "dwell", .name = N_("Dwell"), .definition = N_("Mean time from arriving at a stop to leaving it."),
  .formula = "mean (departed_us − arrived_us)", .format = DRAY_KPI_DURATION, .direction = DRAY_KPI_LESS, .join = DRAY_KPI_RATIO,
  .counted = N_("{rows} visits"), .nothing = N_("No visit is over."), .source = "Dwell",
  .n_terms = 1, .terms = { { "visits", { "arrived_us", "departed_us" }, measure_dwell } },
};

/* From the later of arrival and window opening, beyond the time that is free; the customer without a free time is asked none. */
static void
measure_detention (const DrayKpiRows *rows,
                   double            *part,
                   double            *whole)
{
  const gint64 *arrived_us = rows->columns[0], *departed_us = rows->columns[1], *open_us = rows->columns[2], *free_s = rows->columns[3];

  for (gsize i = 0; i < rows->n; i++) {
    if (arrived_us[i] == DRAY_NEVER || departed_us[i] == DRAY_NEVER)
      continue;
    if (free_s[i] == DRAY_NEVER) {
      whole[i] = DRAY_KPI_UNMEASURED;
      continue;
    }
    part[i] = MAX (dray_kpi_us_to_s (departed_us[i] - MAX (arrived_us[i], open_us[i])) - (double) free_s[i], 0.0);
    whole[i] = 1.0;
  }
}

const DrayKpi dray_kpi_detention = {
  .id = "detention", .name = N_("Detention"), .definition = N_("Time that trucks were kept at stops beyond what is free, from the later of arrival and window opening."),
  .formula = "Σ max (0, departed_us − max (arrived_us, promised_open_us) − free_s)",
  .format = DRAY_KPI_DURATION, .direction = DRAY_KPI_LESS, .join = DRAY_KPI_SUM,
  .counted = N_("{rows} visits"), .nothing = N_("No visit is over."), .unmeasured = N_("No customer has a free time."), .source = "Detention",
  .n_terms = 1, .terms = { { "visits", { "arrived_us", "departed_us", "promised_open_us", "free_s" }, measure_detention } },
};

/* Of the time away, the share with the engine on and standing. */
static void
measure_idling (const DrayKpiRows *rows,
                double            *part,
                double            *whole)
{
  const gint64 *left_us = rows->columns[0], *back_us = rows->columns[1], *idle_s = rows->columns[2];

  for (gsize i = 0; i < rows->n; i++) {
    if (left_us[i] == DRAY_NEVER || back_us[i] == DRAY_NEVER || back_us[i] <= left_us[i])
      continue;
    part[i] = idle_s[i] == DRAY_NEVER ? 0.0 : (double) idle_s[i];
    whole[i] = idle_s[i] == DRAY_NEVER ? DRAY_KPI_UNMEASURED : dray_kpi_us_to_s (back_us[i] - left_us[i]);
  }
}

const DrayKpi dray_kpi_idling = {
  .id = "idling", .name = N_("Idling"), .definition = N_("Share of the time away with the engine on and the truck standing, of trucks that report their ignition."),
  .formula = "Σ idle_s / Σ (back_us − left_us)", .format = DRAY_KPI_PERCENT, .direction = DRAY_KPI_LESS, .join = DRAY_KPI_RATIO,
  .counted = N_("{rows} routes with an ignition signal"), .nothing = N_("No route came back."), .unmeasured = N_("No truck reports its ignition."),
  .source = "Idling", .n_terms = 1, .terms = { { "routes", { "left_us", "back_us", "idle_s" }, measure_idling } },
};

/* The span between two instants of what was delivered. */
static void
measure_span (const DrayKpiRows *rows,
              double            *part,
              double            *whole)
{
  const gint64 *from_us = rows->columns[0], *to_us = rows->columns[1], *delivered = rows->columns[2];

  for (gsize i = 0; i < rows->n; i++) {
    if (to_us[i] == DRAY_NEVER || delivered[i] != 1)
      continue;
    whole[i] = from_us[i] == DRAY_NEVER ? DRAY_KPI_UNMEASURED : 1.0;
    part[i] = from_us[i] == DRAY_NEVER ? 0.0 : dray_kpi_us_to_s (to_us[i] - from_us[i]);
  }
}

const DrayKpi dray_kpi_order_to_delivery = {
  .id = "order-to-delivery", .name = N_("Order to delivery"), .definition = N_("Mean time from asking for an order to its delivery."),
  .formula = "mean (delivered_us − requested_us) of orders delivered", .format = DRAY_KPI_DURATION, .direction = DRAY_KPI_LESS, .join = DRAY_KPI_RATIO,
  .counted = N_("{rows} deliveries"), .nothing = N_("Nothing was delivered."), .unmeasured = N_("When orders were asked for was not kept."),
  .source = "Delivery time", .n_terms = 1, .terms = { { "deliveries", { "requested_us", "delivered_us", "delivered" }, measure_span } },
};

const DrayKpi dray_kpi_pickup_to_delivery = {
  .id = "pickup-to-delivery", .name = N_("Pickup to delivery"), .definition = N_("Mean time from leaving with the goods to leaving the customer."),
  .formula = "mean (departed_us − loaded_us) of deliveries", .format = DRAY_KPI_DURATION, .direction = DRAY_KPI_LESS, .join = DRAY_KPI_RATIO,
  .counted = N_("{rows} deliveries"), .nothing = N_("Nothing was delivered."), .unmeasured = N_("When trucks left with the goods was not kept."),
  .source = "Delivery time", .n_terms = 1, .terms = { { "visits", { "loaded_us", "departed_us", "delivered" }, measure_span } },
};

const DrayKpi dray_kpi_time_at_stop = {
  .id = "time-at-stop", .name = N_("Time at a stop"), .definition = N_("Mean time at the customer of what was delivered, from the beginning of the work to leaving."),
  .formula = "mean (departed_us − started_us) of deliveries", .format = DRAY_KPI_DURATION, .direction = DRAY_KPI_LESS, .join = DRAY_KPI_RATIO,
  .counted = N_("{rows} deliveries"), .nothing = N_("Nothing was delivered."), .unmeasured = N_("When the work began was not kept."),
  .source = "Delivery time", .n_terms = 1, .terms = { { "visits", { "started_us", "departed_us", "delivered" }, measure_span } },
};
