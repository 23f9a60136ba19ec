/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-kpi-private.h"

#include <glib/gi18n-lib.h>

/* How far, against what was planned, and with how much aboard. A route counts once it is back. */

static void
measure_distance (const DrayKpiRows *rows,
                  double            *part,
                  double            *whole)
{
  const gint64 *back_us = rows->columns[0], *driven_m = rows->columns[1];

  for (gsize i = 0; i < rows->n; i++) {
    if (back_us[i] == DRAY_NEVER)
      continue;
    part[i] = driven_m[i] == DRAY_NEVER ? 0.0 : (double) driven_m[i];
    whole[i] = driven_m[i] == DRAY_NEVER ? DRAY_KPI_UNMEASURED : 1.0;
  }
}

const DrayKpi dray_kpi_distance = {
  .id = "distance", .name = N_("Distance"), .definition = N_("Distance driven on routes, the way back included."),
  .formula = "Σ driven_m", .format = DRAY_KPI_DISTANCE, .direction = DRAY_KPI_NEITHER, .join = DRAY_KPI_SUM,
  .counted = N_("{rows} routes"), .nothing = N_("No route came back."), .unmeasured = N_("The distance driven was not kept."), .source = "Distance",
  .n_terms = 1, .terms = { { "routes", { "back_us", "driven_m" }, measure_distance } },
};

/* (what came) / (what the day's first release planned). */
static void
measure_against_plan (const DrayKpiRows *rows,
                      double            *part,
                      double            *whole)
{
  const gint64 *back_us = rows->columns[0], *actual = rows->columns[1], *planned = rows->columns[2];

  for (gsize i = 0; i < rows->n; i++) {
    if (back_us[i] == DRAY_NEVER)
      continue;
    if (actual[i] == DRAY_NEVER || planned[i] == DRAY_NEVER || planned[i] <= 0) {
      whole[i] = DRAY_KPI_UNMEASURED;
      continue;
    }
    part[i] = (double) actual[i];
    whole[i] = (double) planned[i];
  }
}

const DrayKpi dray_kpi_distance_to_plan = {
  .id = "distance-to-plan", .name = N_("Distance against plan"), .definition = N_("Distance driven for each kilometre of the day’s first release."),
  .formula = "Σ driven_m / Σ baseline_distance_m", .format = DRAY_KPI_PERCENT, .direction = DRAY_KPI_LESS, .join = DRAY_KPI_RATIO,
  .counted = N_("{rows} routes"), .nothing = N_("No route came back."), .unmeasured = N_("The distance driven was not kept."), .source = "Planned against actual",
  .n_terms = 1, .terms = { { "routes", { "back_us", "driven_m", "baseline_distance_m" }, measure_against_plan } },
};

const DrayKpi dray_kpi_time_to_plan = {
  .id = "time-to-plan", .name = N_("Time against plan"), .definition = N_("Hours from gate out to gate in for each hour of the day’s first release."),
  .formula = "Σ (back_us − left_us) / Σ baseline_s", .format = DRAY_KPI_PERCENT, .direction = DRAY_KPI_LESS, .join = DRAY_KPI_RATIO,
  .counted = N_("{rows} routes"), .nothing = N_("No route came back."), .unmeasured = N_("When routes began was not kept."), .source = "Planned against actual",
  .n_terms = 1, .terms = { { "routes", { "back_us", "away_s", "baseline_s" }, measure_against_plan } },
};

static void
measure_share_of_driven (const DrayKpiRows *rows,
                         double            *part,
                         double            *whole)
{
  const gint64 *back_us = rows->columns[0], *share = rows->columns[1], *all = rows->columns[2];

  for (gsize i = 0; i < rows->n; i++) {
    if (back_us[i] == DRAY_NEVER)
      continue;
    if (share[i] == DRAY_NEVER || all[i] == DRAY_NEVER) {
      whole[i] = DRAY_KPI_UNMEASURED;
      continue;
    }
    part[i] = (double) share[i];
    whole[i] = (double) all[i];
  }
}

const DrayKpi dray_kpi_empty_running = {
  .id = "empty-running", .name = N_("Empty running"), .definition = N_("Share of the distance driven with nothing aboard, the way back included."),
  .formula = "Σ empty_m / Σ driven_m", .format = DRAY_KPI_PERCENT, .direction = DRAY_KPI_LESS, .join = DRAY_KPI_RATIO,
  .counted = N_("{rows} routes"), .nothing = N_("No route came back."), .unmeasured = N_("What was aboard was not kept."), .source = "Empty running",
  .n_terms = 1, .terms = { { "routes", { "back_us", "empty_m", "driven_m" }, measure_share_of_driven } },
};

const DrayKpi dray_kpi_load_factor = {
  .id = "load-factor", .name = N_("Load factor"), .definition = N_("Tonne-kilometres carried for each that the trucks could have carried on their way."),
  .formula = "Σ carried_kgm / Σ (payload_kg × driven_m)", .format = DRAY_KPI_PERCENT, .direction = DRAY_KPI_MORE, .join = DRAY_KPI_RATIO,
  .counted = N_("{rows} routes"), .nothing = N_("No route came back."), .unmeasured = N_("What was aboard was not kept."), .source = "Load factor",
  .n_terms = 1, .terms = { { "routes", { "back_us", "carried_kgm", "possible_kgm" }, measure_share_of_driven } },
};
