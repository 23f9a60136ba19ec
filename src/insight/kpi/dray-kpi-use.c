/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-kpi-private.h"

#include <glib/gi18n-lib.h>

/* How much of what is there is used. Hours of a route that is out count up to now; one of which nobody saw the end has none. */

#define LONGEST_US (DRAY_S_PER_DAY * DRAY_US_PER_S)

static void
measure_hours_out (const DrayKpiRows *rows,
                   double            *part,
                   double            *whole)
{
  const gint64 *left_us = rows->columns[0], *back_us = rows->columns[1];

  for (gsize i = 0; i < rows->n; i++) {
    gint64 until_us = back_us[i] == DRAY_NEVER ? rows->now_us : back_us[i];

    if (left_us[i] == DRAY_NEVER || left_us[i] >= rows->now_us)
      continue;
    if (back_us[i] == DRAY_NEVER && until_us - left_us[i] > LONGEST_US)
      whole[i] = DRAY_KPI_UNMEASURED;
    else
      part[i] = MAX (dray_kpi_us_to_s (until_us - left_us[i]), 0.0);
  }
}

/* The wholes are summed below the line, not counted. */
static void
measure_available (const DrayKpiRows *rows,
                   double            *part G_GNUC_UNUSED,
                   double            *whole)
{
  for (gsize i = 0; i < rows->n; i++)
    whole[i] = (double) MAX (rows->columns[0][i], 0);
}

const DrayKpi dray_kpi_truck_utilisation = {
  .id = "truck-utilisation", .name = N_("Truck utilisation"),
  .definition = N_("Hours on routes for each hour that trucks were available: their depot’s gate hours on days with routes, without those in the workshop."),
  .formula = "Σ (back_us − left_us) / Σ available_s", .format = DRAY_KPI_PERCENT, .direction = DRAY_KPI_MORE, .join = DRAY_KPI_RATIO,
  .counted = N_("{rows} routes"), .nothing = N_("No truck was available."), .unmeasured = N_("When routes began was not kept."), .source = "Truck utilisation",
  .n_terms = 2, .terms = { { "routes", { "left_us", "back_us" }, measure_hours_out }, { "truck-days", { "available_s" }, measure_available } },
};

static void
measure_first_of_second (const DrayKpiRows *rows,
                         double            *part,
                         double            *whole)
{
  const gint64 *used = rows->columns[0], *possible = rows->columns[1];

  for (gsize i = 0; i < rows->n; i++) {
    if (used[i] == DRAY_NEVER || possible[i] == DRAY_NEVER || possible[i] <= 0)
      continue;
    part[i] = (double) used[i];
    whole[i] = (double) possible[i];
  }
}

const DrayKpi dray_kpi_weight_utilisation = {
  .id = "weight-utilisation", .name = N_("Utilisation by weight"), .definition = N_("Weight that routes took for each kilogram that their trucks may carry."),
  .formula = "Σ loaded_kg / Σ payload_kg", .format = DRAY_KPI_PERCENT, .direction = DRAY_KPI_MORE, .join = DRAY_KPI_RATIO,
  .counted = N_("{rows} routes"), .nothing = N_("No route was released."), .source = "Truck utilisation",
  .n_terms = 1, .terms = { { "routes", { "loaded_kg", "payload_kg" }, measure_first_of_second } },
};

const DrayKpi dray_kpi_volume_utilisation = {
  .id = "volume-utilisation", .name = N_("Utilisation by volume"), .definition = N_("Volume that routes took for each litre that their trucks hold."),
  .formula = "Σ loaded_l / Σ space_l", .format = DRAY_KPI_PERCENT, .direction = DRAY_KPI_MORE, .join = DRAY_KPI_RATIO,
  .counted = N_("{rows} routes"), .nothing = N_("No route was released."), .source = "Truck utilisation",
  .n_terms = 1, .terms = { { "routes", { "loaded_l", "space_l" }, measure_first_of_second } },
};

const DrayKpi dray_kpi_driver_utilisation = {
  .id = "driver-utilisation", .name = N_("Driver utilisation"),
  .definition = N_("Hours from gate out to gate in (driving, service and other work) for each hour that is paid: shifts and agency."),
  .formula = "Σ (back_us − left_us) / Σ paid_s", .format = DRAY_KPI_PERCENT, .direction = DRAY_KPI_MORE, .join = DRAY_KPI_RATIO,
  .counted = N_("{rows} routes"), .nothing = N_("No driver had a shift."), .unmeasured = N_("When routes began was not kept."), .source = "Driver utilisation",
  .n_terms = 2, .terms = { { "routes", { "left_us", "back_us" }, measure_hours_out }, { "shifts", { "paid_s" }, measure_available } },
};

/* What is ahead of a shift that has begun, or all of one that has not. */
static void
measure_hours_left (const DrayKpiRows *rows,
                    double            *part,
                    double            *whole)
{
  const gint64 *start_us = rows->columns[0], *end_us = rows->columns[1];

  for (gsize i = 0; i < rows->n; i++) {
    part[i] = MAX (dray_kpi_us_to_s (end_us[i] - MAX (start_us[i], rows->now_us)), 0.0);
    whole[i] = 1.0;
  }
}

const DrayKpi dray_kpi_hours_left = {
  .id = "hours-left", .name = N_("Shift hours left"), .definition = N_("Hours of the period’s shifts that are still ahead."),
  .formula = "Σ max (0, end_us − max (start_us, now))", .format = DRAY_KPI_DURATION, .direction = DRAY_KPI_NEITHER, .join = DRAY_KPI_SUM,
  .counted = N_("{rows} shifts"), .nothing = N_("No driver had a shift."), .source = "Driver utilisation",
  .n_terms = 1, .terms = { { "shifts", { "start_us", "end_us" }, measure_hours_left } },
};
