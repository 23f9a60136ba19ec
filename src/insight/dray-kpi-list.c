/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-kpi-private.h"

#include <string.h>

/* The one list of all KPIs, in the order in which people look at them. A new one is its definition in kpi/ and a line here. */
static const DrayKpi *const kpis[] = {
  &dray_kpi_on_time, &dray_kpi_on_time_ours, &dray_kpi_in_full, &dray_kpi_otif,
  &dray_kpi_first_attempt, &dray_kpi_right_place, &dray_kpi_accuracy, &dray_kpi_proof_complete, &dray_kpi_rating,
  &dray_kpi_eta_error_hour, &dray_kpi_eta_error_hour_p90, &dray_kpi_eta_bias_hour,
  &dray_kpi_eta_error_leg, &dray_kpi_eta_error_leg_p90, &dray_kpi_eta_bias_leg,
  &dray_kpi_stops_an_hour, &dray_kpi_dwell, &dray_kpi_detention, &dray_kpi_idling,
  &dray_kpi_order_to_delivery, &dray_kpi_pickup_to_delivery, &dray_kpi_time_at_stop,
  &dray_kpi_distance, &dray_kpi_distance_to_plan, &dray_kpi_time_to_plan, &dray_kpi_empty_running, &dray_kpi_load_factor,
  &dray_kpi_truck_utilisation, &dray_kpi_weight_utilisation, &dray_kpi_volume_utilisation, &dray_kpi_driver_utilisation, &dray_kpi_hours_left,
  &dray_kpi_fuel_rate, &dray_kpi_fuel_cost, &dray_kpi_co2e,
  &dray_kpi_revenue, &dray_kpi_contribution, &dray_kpi_margin, &dray_kpi_revenue_per_driver, &dray_kpi_cost_per_stop, &dray_kpi_cost_per_km, &dray_kpi_cost_per_order,
  &dray_kpi_orders, &dray_kpi_delivered, &dray_kpi_unassigned,
  &dray_kpi_alarms, &dray_kpi_time_to_take, &dray_kpi_time_to_acknowledge, &dray_kpi_fence_events,
  &dray_kpi_maintenance_due, &dray_kpi_maintenance_cost, &dray_kpi_incidents,
};

/* Returns: (transfer none) (array length=n_kpis): all of them */
const DrayKpi *const *
dray_kpi_get_all (guint *n_kpis)
{
  *n_kpis = G_N_ELEMENTS (kpis);
  return kpis;
}

/* Returns: (transfer none) (nullable): the KPI of that id */
const DrayKpi *
dray_kpi_find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kpis); i++) {
    if (strcmp (kpis[i]->id, id) == 0)
      return kpis[i];
  }
  return NULL;
}

void
dray_kpi_count_rows (const DrayKpiRows *rows,
                     double            *part,
                     double            *whole)
{
  for (gsize i = 0; i < rows->n; i++)
    part[i] = whole[i] = 1.0;
}

void
dray_kpi_add_first (const DrayKpiRows *rows,
                    double            *part,
                    double            *whole)
{
  for (gsize i = 0; i < rows->n; i++) {
    gboolean is_known = rows->columns[0][i] != DRAY_NEVER;

    part[i] = is_known ? (double) rows->columns[0][i] : 0.0;
    whole[i] = is_known ? 1.0 : DRAY_KPI_UNMEASURED;
  }
}
