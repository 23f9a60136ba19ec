/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fact-private.h"

#include <glib/gi18n-lib.h>

/* What happens to trucks: fuel, meters, alarms, fences, incidents, the workshop. A row without a depot is of its truck's. */

static const DrayFactField fuel_fields[] = {
  DRAY_FACT_NUMBER ("day", N_("Day"), "f.at_us"),
  DRAY_FACT_ID ("id", N_("Fuel"), "f.id"),
  DRAY_FACT_ID ("truck", N_("Truck"), "f.truck"),
  DRAY_FACT_ID ("depot", N_("Depot"), "coalesce(f.depot, k.depot)"),
  DRAY_FACT_NUMBER ("at_us", N_("When"), "f.at_us"),
  DRAY_FACT_NUMBER ("volume_ml", N_("Volume"), "f.volume_ml"),
  DRAY_FACT_NUMBER ("full", N_("Filled up"), "f.\"full\""),
  DRAY_FACT_NUMBER ("amount_minor", N_("Amount"), "f.amount_minor"),
  DRAY_FACT_NUMBER ("odometer_m", N_("Odometer"), "f.odometer_m"),
  DRAY_FACT_NUMBER ("tank_ml", N_("Tank"), "k.tank_ml"),
  DRAY_FACT_NUMBER ("fuel_kind", N_("Fuel of the truck, 1 diesel, 2 petrol, 3 gas, 4 electric"),
                    "CASE k.fuel WHEN 'diesel' THEN 1 WHEN 'petrol' THEN 2 WHEN 'gas' THEN 3 WHEN 'electric' THEN 4 END"),
};

const DrayFactSource dray_fact_fuel = {
  .name = "fuel", .label = N_("Fuel"), .table = "fuel", .has_instants = TRUE, .n_parts = 1,
  .from = { "fuel f LEFT JOIN truck k ON k.id = f.truck WHERE f.deleted = 0 AND f.at_us >= ?1 AND f.at_us < ?2" },
  .fields = fuel_fields, .n_fields = G_N_ELEMENTS (fuel_fields),
};

static const DrayFactField meter_fields[] = {
  DRAY_FACT_NUMBER ("day", N_("Day"), "m.at_us"),
  DRAY_FACT_ID ("id", N_("Meter reading"), "m.id"),
  DRAY_FACT_ID ("truck", N_("Truck"), "m.truck"),
  DRAY_FACT_ID ("depot", N_("Depot"), "coalesce(m.depot, k.depot)"),
  DRAY_FACT_NUMBER ("at_us", N_("When"), "m.at_us"),
  DRAY_FACT_NUMBER ("odometer_m", N_("Odometer"), "m.odometer_m"),
  DRAY_FACT_NUMBER ("engine_s", N_("Engine hours"), "m.engine_s"),
};

const DrayFactSource dray_fact_meters = {
  .name = "meters", .label = N_("Meter readings"), .table = "meter_reading", .has_instants = TRUE, .n_parts = 1,
  .from = { "meter_reading m LEFT JOIN truck k ON k.id = m.truck WHERE m.deleted = 0 AND m.at_us >= ?1 AND m.at_us < ?2" },
  .fields = meter_fields, .n_fields = G_N_ELEMENTS (meter_fields),
};

static const DrayFactField alarm_fields[] = {
  DRAY_FACT_NUMBER ("day", N_("Day"), "a.raised_us"),
  DRAY_FACT_ID ("id", N_("Alarm"), "a.id"),
  DRAY_FACT_ID ("truck", N_("Truck"), "a.truck"),
  DRAY_FACT_ID ("depot", N_("Depot"), "coalesce(a.depot, k.depot)"),
  DRAY_FACT_TEXT ("kind", N_("Kind"), "a.kind"),
  DRAY_FACT_NUMBER ("priority", N_("Priority"), "a.priority"),
  DRAY_FACT_NUMBER ("at_us", N_("Raised"), "a.raised_us"),
  DRAY_FACT_NUMBER ("taken_us", N_("Taken"), "a.taken_us"),
  DRAY_FACT_NUMBER ("acknowledged_us", N_("Acknowledged"), "a.acknowledged_us"),
};

const DrayFactSource dray_fact_alarms = {
  .name = "alarms", .label = N_("Alarms"), .table = "alarm", .has_instants = TRUE, .n_parts = 1,
  .from = { "alarm a LEFT JOIN truck k ON k.id = a.truck WHERE a.deleted = 0 AND a.raised_us >= ?1 AND a.raised_us < ?2" },
  .fields = alarm_fields, .n_fields = G_N_ELEMENTS (alarm_fields),
};

static const DrayFactField fence_event_fields[] = {
  DRAY_FACT_NUMBER ("day", N_("Day"), "e.at_us"),
  DRAY_FACT_ID ("id", N_("Fence event"), "e.id"),
  DRAY_FACT_ID ("truck", N_("Truck"), "e.truck"),
  DRAY_FACT_ID ("depot", N_("Depot"), "k.depot"),
  DRAY_FACT_ID ("fence", N_("Fence"), "e.fence"),
  DRAY_FACT_TEXT ("kind", N_("What"), "e.transition"),
  DRAY_FACT_NUMBER ("at_us", N_("When"), "e.at_us"),
};

const DrayFactSource dray_fact_fence_events = {
  .name = "fence-events", .label = N_("Fence events"), .table = "fence_event", .has_instants = TRUE, .n_parts = 1,
  .from = { "fence_event e LEFT JOIN truck k ON k.id = e.truck WHERE e.deleted = 0 AND e.at_us >= ?1 AND e.at_us < ?2" },
  .fields = fence_event_fields, .n_fields = G_N_ELEMENTS (fence_event_fields),
};

static const DrayFactField incident_fields[] = {
  DRAY_FACT_NUMBER ("day", N_("Day"), "i.at_us"),
  DRAY_FACT_ID ("id", N_("Incident"), "i.id"),
  DRAY_FACT_ID ("truck", N_("Truck"), "i.truck"),
  DRAY_FACT_ID ("driver", N_("Driver"), "i.driver"),
  DRAY_FACT_ID ("depot", N_("Depot"), "coalesce(i.depot, k.depot)"),
  DRAY_FACT_TEXT ("kind", N_("Kind"), "i.kind"),
  DRAY_FACT_NUMBER ("at_us", N_("When"), "i.at_us"),
  DRAY_FACT_NUMBER ("cost_minor", N_("Cost"), "i.cost_minor"),
};

const DrayFactSource dray_fact_incidents = {
  .name = "incidents", .label = N_("Incidents"), .table = "incident", .has_instants = TRUE, .n_parts = 1,
  .from = { "incident i LEFT JOIN truck k ON k.id = i.truck WHERE i.deleted = 0 AND i.at_us >= ?1 AND i.at_us < ?2" },
  .fields = incident_fields, .n_fields = G_N_ELEMENTS (incident_fields),
};

static const DrayFactField work_order_fields[] = {
  DRAY_FACT_NUMBER ("day", N_("Day"), "w.from_us"),
  DRAY_FACT_ID ("id", N_("Work order"), "w.id"),
  DRAY_FACT_ID ("truck", N_("Truck"), "w.truck"),
  DRAY_FACT_ID ("depot", N_("Depot"), "coalesce(w.depot, k.depot)"),
  DRAY_FACT_TEXT ("status", N_("Status"), "w.status"),
  DRAY_FACT_NUMBER ("open", N_("Not done"), "w.status IN ('booked', 'in-work')"),
  DRAY_FACT_NUMBER ("from_us", N_("From"), "w.from_us"),
  DRAY_FACT_NUMBER ("until_us", N_("Until"), "w.until_us"),
  DRAY_FACT_NUMBER ("cost_minor", N_("Cost"), "w.cost_minor"),
};

const DrayFactSource dray_fact_work_orders = {
  .name = "work-orders", .label = N_("Work orders"), .table = "work_order", .has_instants = TRUE, .n_parts = 1,
  .from = { "work_order w LEFT JOIN truck k ON k.id = w.truck WHERE w.deleted = 0 AND w.from_us >= ?1 AND w.from_us < ?2" },
  .fields = work_order_fields, .n_fields = G_N_ELEMENTS (work_order_fields),
};
