/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-kpi.h"
#include "dray-units.h"

G_BEGIN_DECLS

/* What the KPIs share. "source" of each is a heading of docs/kpi.md. */

static inline double
dray_kpi_us_to_s (gint64 span_us)
{
  return (double) span_us / (double) DRAY_US_PER_S;
}

/* A row that adds itself: one thing. */
void dray_kpi_count_rows (const DrayKpiRows *rows,
                          double            *part,
                          double            *whole);

/* The first column is added, and each row counts as one; a row without it was not measured. */
void dray_kpi_add_first  (const DrayKpiRows *rows,
                          double            *part,
                          double            *whole);

/* Each KPI of each file, for the one list of them. */
extern const DrayKpi dray_kpi_on_time, dray_kpi_on_time_ours, dray_kpi_in_full, dray_kpi_otif, dray_kpi_first_attempt, dray_kpi_right_place,
  dray_kpi_accuracy, dray_kpi_proof_complete, dray_kpi_rating;
extern const DrayKpi dray_kpi_eta_error_hour, dray_kpi_eta_error_hour_p90, dray_kpi_eta_bias_hour, dray_kpi_eta_error_leg, dray_kpi_eta_error_leg_p90,
  dray_kpi_eta_bias_leg;
extern const DrayKpi dray_kpi_stops_an_hour, dray_kpi_dwell, dray_kpi_detention, dray_kpi_idling, dray_kpi_order_to_delivery, dray_kpi_pickup_to_delivery,
  dray_kpi_time_at_stop;
extern const DrayKpi dray_kpi_distance, dray_kpi_distance_to_plan, dray_kpi_time_to_plan, dray_kpi_empty_running, dray_kpi_load_factor;
extern const DrayKpi dray_kpi_truck_utilisation, dray_kpi_weight_utilisation, dray_kpi_volume_utilisation, dray_kpi_driver_utilisation, dray_kpi_hours_left;
extern const DrayKpi dray_kpi_fuel_rate, dray_kpi_fuel_cost, dray_kpi_co2e;
extern const DrayKpi dray_kpi_revenue, dray_kpi_contribution, dray_kpi_margin, dray_kpi_revenue_per_driver, dray_kpi_cost_per_stop, dray_kpi_cost_per_km, dray_kpi_cost_per_order;
extern const DrayKpi dray_kpi_orders, dray_kpi_delivered, dray_kpi_unassigned;
extern const DrayKpi dray_kpi_alarms, dray_kpi_time_to_take, dray_kpi_time_to_acknowledge, dray_kpi_fence_events;
extern const DrayKpi dray_kpi_maintenance_due, dray_kpi_maintenance_cost, dray_kpi_incidents;

G_END_DECLS
