/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fact-source.h"

G_BEGIN_DECLS

/* Every source of facts, for the one list of them. */
extern const DrayFactSource dray_fact_tasks, dray_fact_visits, dray_fact_routes, dray_fact_truck_days, dray_fact_deliveries, dray_fact_orders, dray_fact_shifts,
  dray_fact_fuel, dray_fact_meters, dray_fact_alarms, dray_fact_fence_events, dray_fact_incidents, dray_fact_ratings, dray_fact_work_orders;

/* One that there is a number for in every row, one whose record it is, and a word. */
#define DRAY_FACT_NUMBER(name, label, ...) { name, DRAY_FACT_INTEGER, label, { __VA_ARGS__ } }
#define DRAY_FACT_ID(name, label, ...) { name, DRAY_FACT_KEY, label, { __VA_ARGS__ } }
#define DRAY_FACT_TEXT(name, label, ...) { name, DRAY_FACT_WORD, label, { __VA_ARGS__ } }

G_END_DECLS
