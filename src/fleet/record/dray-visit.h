/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* What really happened at a stop. It keeps what was promised and agreed at the time, so that neither re-planning nor a later change of
 * the order or the customer rewrites the past; and it repeats whose it was, so that figures read it alone. Made by the arrival. */

extern const char *const dray_visit_kind_choices[];

#define DRAY_VISIT_FIELDS(FIELD) \
  FIELD (VISIT, STOP, stop, REFERENCE, .label = N_("Stop"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED, .refers_to = "stop") \
  FIELD (VISIT, TASK, task, REFERENCE, .label = N_("Task"), .flags = DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED, .refers_to = "task") \
  FIELD (VISIT, ORDER, order, REFERENCE, .label = N_("Order"), .flags = DRAY_FIELD_NAMED, .refers_to = "order") \
  FIELD (VISIT, PARTY, party, REFERENCE, .label = N_("Customer"), .flags = DRAY_FIELD_NAMED, .refers_to = "party") \
  FIELD (VISIT, SITE, site, REFERENCE, .label = N_("Site"), .flags = DRAY_FIELD_NAMED, .refers_to = "site") \
  FIELD (VISIT, ROUTE, route, REFERENCE, .label = N_("Route"), .flags = DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED, .refers_to = "route") \
  FIELD (VISIT, TRUCK, truck, REFERENCE, .label = N_("Truck"), .flags = DRAY_FIELD_NAMED, .refers_to = "truck") \
  FIELD (VISIT, DRIVER, driver, REFERENCE, .label = N_("Driver"), .flags = DRAY_FIELD_NAMED, .refers_to = "driver") \
  FIELD (VISIT, DEPOT, depot, REFERENCE, .label = N_("Depot"), .flags = DRAY_FIELD_NAMED, .refers_to = "site") \
  FIELD (VISIT, DAY, day, DATE, .label = N_("Day of the route"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED) \
  FIELD (VISIT, KIND, kind, ENUM, .label = N_("Kind"), .flags = DRAY_FIELD_NAMED, .choices = dray_visit_kind_choices) \
  FIELD (VISIT, ATTEMPT, attempt, INTEGER, .label = N_("Attempt"), .flags = DRAY_FIELD_NAMED, .minimum = 1, .maximum = 1000) \
  FIELD (VISIT, N_TASKS, n_tasks, INTEGER, .label = N_("Tasks of the order"), .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 1000) \
  FIELD (VISIT, PROMISED_OPEN_US, promised_open_us, INSTANT, .label = N_("Promised from"), .flags = DRAY_FIELD_NAMED) \
  FIELD (VISIT, PROMISED_CLOSE_US, promised_close_us, INSTANT, .label = N_("Promised until"), .flags = DRAY_FIELD_NAMED) \
  FIELD (VISIT, TOLERANCE_S, tolerance_s, INTEGER, .label = N_("Tolerance"), .unit = "s", .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 7200) \
  FIELD (VISIT, FREE_S, free_s, INTEGER, .label = N_("Free time"), .unit = "s", .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 86400) \
  FIELD (VISIT, PLANNED_US, planned_us, INSTANT, .label = N_("Planned arrival"), .flags = DRAY_FIELD_NAMED) \
  FIELD (VISIT, ETA_HOUR_US, eta_hour_us, INSTANT, .label = N_("Shown an hour before"), .flags = DRAY_FIELD_NAMED) \
  FIELD (VISIT, ETA_LEG_US, eta_leg_us, INSTANT, .label = N_("Shown at the departure before"), .flags = DRAY_FIELD_NAMED) \
  FIELD (VISIT, LOADED_US, loaded_us, INSTANT, .label = N_("Left with the goods"), .flags = DRAY_FIELD_NAMED) \
  FIELD (VISIT, ARRIVED_US, arrived_us, INSTANT, .label = N_("Arrived"), .flags = DRAY_FIELD_NAMED) \
  FIELD (VISIT, STARTED_US, started_us, INSTANT, .label = N_("Started"), .flags = DRAY_FIELD_NAMED) \
  FIELD (VISIT, DEPARTED_US, departed_us, INSTANT, .label = N_("Departed"), .flags = DRAY_FIELD_NAMED) \
  FIELD (VISIT, LEG_M, leg_m, INTEGER, .label = N_("Way there"), .unit = "m", .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 10000000) \
  FIELD (VISIT, LOAD_KG, load_kg, INTEGER, .label = N_("Weight"), .unit = "kg", .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 100000) \
  FIELD (VISIT, SERVED, served, BOOLEAN, .label = N_("Done, wholly or in part"), .flags = DRAY_FIELD_NAMED) \
  FIELD (VISIT, IN_FULL, in_full, BOOLEAN, .label = N_("In full"), .flags = DRAY_FIELD_NAMED) \
  FIELD (VISIT, EXCUSED, excused, BOOLEAN, .label = N_("The customer owns the cause"), .flags = DRAY_FIELD_NAMED) \
  FIELD (VISIT, PROOF_M, proof_m, INTEGER, .label = N_("From the entrance to the proof"), .unit = "m", .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 40000000) \
  FIELD (VISIT, PROVED_US, proved_us, INSTANT, .label = N_("Proof complete"), .flags = DRAY_FIELD_NAMED)

DRAY_DECLARE_TABLE (visit, VISIT, DRAY_VISIT_FIELDS)

G_END_DECLS
