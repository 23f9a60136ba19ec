/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-kpi-private.h"

#include <glib/gi18n-lib.h>

/* Alarms, and what fences saw. */

const DrayKpi dray_kpi_alarms = {
  .id = "alarms", .name = N_("Alarms"), .definition = N_("Alarms that were raised, by their kind."),
  .formula = "alarms by raised_us", .format = DRAY_KPI_COUNT, .direction = DRAY_KPI_LESS, .join = DRAY_KPI_SUM,
  .counted = N_("{rows} alarms"), .nothing = N_("There was no alarm."), .zero = TRUE, .source = "Alarms",
  .n_terms = 1, .terms = { { "alarms", { "at_us" }, dray_kpi_count_rows } },
};

/* One that nobody took is not quick: it has waited until now. */
static void
measure_wait (const DrayKpiRows *rows,
              double            *part,
              double            *whole)
{
  for (gsize i = 0; i < rows->n; i++) {
    gint64 answered_us = rows->columns[1][i] == DRAY_NEVER ? rows->now_us : rows->columns[1][i];

    part[i] = MAX (dray_kpi_us_to_s (answered_us - rows->columns[0][i]), 0.0);
    whole[i] = 1.0;
  }
}

const DrayKpi dray_kpi_time_to_take = {
  .id = "time-to-take", .name = N_("Time to take an alarm"), .definition = N_("Median time from an alarm’s raising to somebody taking it; one that nobody took waits until now."),
  .formula = "median (taken_us − raised_us)", .format = DRAY_KPI_DURATION, .direction = DRAY_KPI_LESS, .join = DRAY_KPI_MEDIAN,
  .counted = N_("{rows} alarms"), .nothing = N_("There was no alarm."), .source = "Alarms",
  .n_terms = 1, .terms = { { "alarms", { "at_us", "taken_us" }, measure_wait } },
};

const DrayKpi dray_kpi_time_to_acknowledge = {
  .id = "time-to-acknowledge", .name = N_("Time to acknowledge"),
  .definition = N_("Median time from an alarm’s raising to its acknowledgement; one that nobody acknowledged waits until now."),
  .formula = "median (acknowledged_us − raised_us)", .format = DRAY_KPI_DURATION, .direction = DRAY_KPI_LESS, .join = DRAY_KPI_MEDIAN,
  .counted = N_("{rows} alarms"), .nothing = N_("There was no alarm."), .source = "Alarms",
  .n_terms = 1, .terms = { { "alarms", { "at_us", "acknowledged_us" }, measure_wait } },
};

const DrayKpi dray_kpi_fence_events = {
  .id = "fence-events", .name = N_("Fence events"), .definition = N_("What trucks did at fences, by what it was."),
  .formula = "fence events by at_us", .format = DRAY_KPI_COUNT, .direction = DRAY_KPI_NEITHER, .join = DRAY_KPI_SUM,
  .counted = N_("{rows} events"), .nothing = N_("Nothing happened at a fence."), .zero = TRUE, .source = "Fence events",
  .n_terms = 1, .terms = { { "fence-events", { "at_us" }, dray_kpi_count_rows } },
};
