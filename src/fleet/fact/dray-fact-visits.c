/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fact-private.h"

#include <glib/gi18n-lib.h>

/* Visits as they were, and the tasks that were due: those that a truck came to, and those of orders that are not delivered and that no
 * truck came to yet. What a customer cancelled before is not due. */

static const DrayFactField visit_fields[] = {
  DRAY_FACT_NUMBER ("day", N_("Day"), "v.day"),
  DRAY_FACT_ID ("id", N_("Order"), "v.\"order\""),
  DRAY_FACT_ID ("task", N_("Task"), "v.task"),
  DRAY_FACT_ID ("truck", N_("Truck"), "v.truck"),
  DRAY_FACT_ID ("driver", N_("Driver"), "v.driver"),
  DRAY_FACT_ID ("depot", N_("Depot"), "v.depot"),
  DRAY_FACT_ID ("party", N_("Customer"), "v.party"),
  DRAY_FACT_ID ("site", N_("Site"), "v.site"),
  DRAY_FACT_TEXT ("kind", N_("Kind"), "v.kind"),
  DRAY_FACT_NUMBER ("attempt", N_("Attempt"), "v.attempt"),
  DRAY_FACT_NUMBER ("promised_open_us", N_("Promised from"), "v.promised_open_us"),
  DRAY_FACT_NUMBER ("promised_close_us", N_("Promised until"), "v.promised_close_us"),
  DRAY_FACT_NUMBER ("tolerance_s", N_("Tolerance"), "v.tolerance_s"),
  DRAY_FACT_NUMBER ("free_s", N_("Free time"), "v.free_s"),
  DRAY_FACT_NUMBER ("planned_us", N_("Planned arrival"), "v.planned_us"),
  DRAY_FACT_NUMBER ("eta_hour_us", N_("Shown an hour before"), "v.eta_hour_us"),
  DRAY_FACT_NUMBER ("eta_leg_us", N_("Shown at the departure before"), "v.eta_leg_us"),
  DRAY_FACT_NUMBER ("loaded_us", N_("Left with the goods"), "v.loaded_us"),
  DRAY_FACT_NUMBER ("arrived_us", N_("Arrived"), "v.arrived_us"),
  DRAY_FACT_NUMBER ("started_us", N_("Started"), "v.started_us"),
  DRAY_FACT_NUMBER ("departed_us", N_("Departed"), "v.departed_us"),
  DRAY_FACT_NUMBER ("leg_m", N_("Way there"), "v.leg_m"),
  DRAY_FACT_NUMBER ("load_kg", N_("Weight"), "v.load_kg"),
  DRAY_FACT_NUMBER ("served", N_("Done, wholly or in part"), "v.served"),
  DRAY_FACT_NUMBER ("delivered", N_("Delivered"), "v.served AND v.kind = 'delivery'"),
  DRAY_FACT_NUMBER ("in_full", N_("In full"), "v.in_full"),
  DRAY_FACT_NUMBER ("excused", N_("The customer owns the cause"), "v.excused"),
  DRAY_FACT_NUMBER ("proof_m", N_("From the entrance to the proof"), "v.proof_m"),
  DRAY_FACT_NUMBER ("proved_us", N_("Proof complete"), "v.proved_us"),
};

const DrayFactSource dray_fact_visits = {
  .name = "visits", .label = N_("Visits"), .table = "order", .n_parts = 1,
  .from = { "visit v WHERE v.deleted = 0 AND v.day >= ?1 AND v.day < ?2" },
  .fields = visit_fields, .n_fields = G_N_ELEMENTS (visit_fields),
};

static const DrayFactField task_fields[] = {
  DRAY_FACT_NUMBER ("day", N_("Day"), "v.day", "o.day"),
  DRAY_FACT_ID ("id", N_("Order"), "v.\"order\"", "o.id"),
  DRAY_FACT_ID ("task", N_("Task"), "v.task", "t.id"),
  DRAY_FACT_ID ("truck", N_("Truck"), "v.truck", "r.truck"),
  DRAY_FACT_ID ("driver", N_("Driver"), "v.driver", "r.driver"),
  DRAY_FACT_ID ("depot", N_("Depot"), "v.depot", "o.depot"),
  DRAY_FACT_ID ("party", N_("Customer"), "v.party", "o.party"),
  DRAY_FACT_ID ("site", N_("Site"), "v.site", "t.site"),
  DRAY_FACT_ID ("shared_order", N_("Order of several tasks"), "CASE WHEN v.n_tasks > 1 THEN v.\"order\" END",
                "CASE WHEN (SELECT count(*) FROM task u WHERE u.deleted = 0 AND u.order_id = o.id) > 1 THEN o.id END"),
  DRAY_FACT_TEXT ("kind", N_("Kind"), "v.kind", "t.kind"),
  DRAY_FACT_NUMBER ("attempt", N_("Attempt"), "v.attempt", "0"),
  DRAY_FACT_NUMBER ("promised_open_us", N_("Promised from"), "v.promised_open_us", "coalesce(s.promised_open_us, t.window_open_us)"),
  DRAY_FACT_NUMBER ("promised_close_us", N_("Promised until"), "v.promised_close_us", "coalesce(s.promised_close_us, t.window_close_us)"),
  DRAY_FACT_NUMBER ("tolerance_s", N_("Tolerance"), "v.tolerance_s", "p.tolerance_s"),
  DRAY_FACT_NUMBER ("arrived_us", N_("Arrived"), "v.arrived_us", "NULL"),
  DRAY_FACT_NUMBER ("in_full", N_("In full"), "v.in_full", "0"),
  DRAY_FACT_NUMBER ("excused", N_("The customer owns the cause"), "v.excused", "0"),
  DRAY_FACT_NUMBER ("load_kg", N_("Weight"), "v.load_kg", "t.load_kg"),
};

const DrayFactSource dray_fact_tasks = {
  .name = "tasks", .label = N_("Tasks due"), .table = "order", .n_parts = 2,
  .from = {
    "visit v WHERE v.deleted = 0 AND v.day >= ?1 AND v.day < ?2",
    "\"order\" o INDEXED BY order_open CROSS JOIN task t ON t.deleted = 0 AND t.order_id = o.id LEFT JOIN stop s ON s.deleted = 0 AND s.task = t.id"
    " LEFT JOIN route r ON r.id = s.route LEFT JOIN party p ON p.id = o.party WHERE o.deleted = 0 AND o.delivered_on IS NULL"
    " AND o.day >= ?1 AND o.day < ?2 AND coalesce(o.status, 'requested') IN ('requested', 'confirmed', 'planned', 'released', 'under-way', 'failed', 'returned', 'held')"
    " AND NOT EXISTS (SELECT 1 FROM visit w WHERE w.deleted = 0 AND w.task = t.id)",
  },
  .fields = task_fields, .n_fields = G_N_ELEMENTS (task_fields),
};
