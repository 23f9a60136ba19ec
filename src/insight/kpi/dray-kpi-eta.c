/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-kpi-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* How far the time that was shown lay from the time that came true: an hour before, and when the truck left the stop before. */

static void
measure_bias (const DrayKpiRows *rows,
              double            *part,
              double            *whole)
{
  const gint64 *arrived_us = rows->columns[0], *shown_us = rows->columns[1];

  for (gsize i = 0; i < rows->n; i++) {
    if (arrived_us[i] == DRAY_NEVER)
      continue;
    whole[i] = shown_us[i] == DRAY_NEVER ? DRAY_KPI_UNMEASURED : 1.0;
    part[i] = shown_us[i] == DRAY_NEVER ? 0.0 : dray_kpi_us_to_s (arrived_us[i] - shown_us[i]);
  }
}

static void
measure_error (const DrayKpiRows *rows,
               double            *part,
               double            *whole)
{
  measure_bias (rows, part, whole);
  for (gsize i = 0; i < rows->n; i++)
    part[i] = fabs (part[i]);
}

#define ETA_KPI(name_, id_, label, text, formula_, join_, direction_, column, measure_) \
  const DrayKpi name_ = { \
    .id = id_, .name = label, .definition = text, .formula = formula_, .format = DRAY_KPI_DURATION, .direction = direction_, .join = join_, \
    .counted = N_("{rows} arrivals"), .nothing = N_("No truck arrived."), .unmeasured = N_("What was shown was not kept."), .source = "ETA error", \
    .n_terms = 1, .terms = { { "visits", { "arrived_us", column }, measure_ } }, \
  };

ETA_KPI (dray_kpi_eta_error_hour, "eta-error-hour", N_("ETA error an hour before"), N_("Median of how far arrivals lay from the time shown 60 minutes before."),
         "median |arrived_us − eta_hour_us|", DRAY_KPI_MEDIAN, DRAY_KPI_LESS, "eta_hour_us", measure_error)
ETA_KPI (dray_kpi_eta_error_hour_p90, "eta-error-hour-p90", N_("ETA error an hour before, 9 in 10"),
         N_("Nine in ten arrivals lay no further from the time shown 60 minutes before."), "p90 |arrived_us − eta_hour_us|", DRAY_KPI_P90, DRAY_KPI_LESS,
         "eta_hour_us", measure_error)
ETA_KPI (dray_kpi_eta_bias_hour, "eta-bias-hour", N_("ETA bias an hour before"),
         N_("Mean of how much later than shown 60 minutes before trucks arrived; below zero they were early."), "mean (arrived_us − eta_hour_us)", DRAY_KPI_RATIO,
         DRAY_KPI_NEITHER, "eta_hour_us", measure_bias)
ETA_KPI (dray_kpi_eta_error_leg, "eta-error-leg", N_("ETA error at departure"),
         N_("Median of how far arrivals lay from the time shown when the truck left the stop before."), "median |arrived_us − eta_leg_us|", DRAY_KPI_MEDIAN,
         DRAY_KPI_LESS, "eta_leg_us", measure_error)
ETA_KPI (dray_kpi_eta_error_leg_p90, "eta-error-leg-p90", N_("ETA error at departure, 9 in 10"),
         N_("Nine in ten arrivals lay no further from the time shown when the truck left the stop before."), "p90 |arrived_us − eta_leg_us|", DRAY_KPI_P90,
         DRAY_KPI_LESS, "eta_leg_us", measure_error)
ETA_KPI (dray_kpi_eta_bias_leg, "eta-bias-leg", N_("ETA bias at departure"),
         N_("Mean of how much later trucks arrived than shown when they left the stop before; below zero they were early."), "mean (arrived_us − eta_leg_us)",
         DRAY_KPI_RATIO, DRAY_KPI_NEITHER, "eta_leg_us", measure_bias)
