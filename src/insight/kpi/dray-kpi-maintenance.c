/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-kpi-private.h"

#include <glib/gi18n-lib.h>

/* The workshop, and what went wrong on the road. */

static void
measure_due (const DrayKpiRows *rows,
             double            *part,
             double            *whole)
{
  for (gsize i = 0; i < rows->n; i++) {
    part[i] = rows->columns[0][i] == 1;
    whole[i] = 1.0;
  }
}

const DrayKpi dray_kpi_maintenance_due = {
  .id = "maintenance-due", .name = N_("Maintenance due"), .definition = N_("Work orders that begin in the period and are not done."),
  .formula = "work orders by from_us that are booked or in work", .format = DRAY_KPI_COUNT, .direction = DRAY_KPI_LESS, .join = DRAY_KPI_SUM,
  .counted = N_("{part} of {whole} work orders"), .nothing = N_("There was no work order."), .zero = TRUE, .source = "Maintenance",
  .n_terms = 1, .terms = { { "work-orders", { "open" }, measure_due } },
};

const DrayKpi dray_kpi_maintenance_cost = {
  .id = "maintenance-cost", .name = N_("Maintenance"), .definition = N_("What the work orders of the period cost."),
  .formula = "Σ cost_minor of work orders by from_us", .format = DRAY_KPI_MONEY, .direction = DRAY_KPI_LESS, .join = DRAY_KPI_SUM,
  .counted = N_("{rows} work orders"), .nothing = N_("There was no work order."), .unmeasured = N_("No work order has a cost."), .source = "Maintenance",
  .n_terms = 1, .terms = { { "work-orders", { "cost_minor" }, dray_kpi_add_first } },
};

const DrayKpi dray_kpi_incidents = {
  .id = "incidents", .name = N_("Incidents"), .definition = N_("Damage, injuries, theft, fines and near misses, by their kind."),
  .formula = "incidents by at_us", .format = DRAY_KPI_COUNT, .direction = DRAY_KPI_LESS, .join = DRAY_KPI_SUM,
  .counted = N_("{rows} incidents"), .nothing = N_("There was no incident."), .zero = TRUE, .source = "Incidents",
  .n_terms = 1, .terms = { { "incidents", { "at_us" }, dray_kpi_count_rows } },
};
