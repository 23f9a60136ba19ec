/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* A halt of a released route; it holds tasks. */

extern const char *const dray_stop_status_choices[];

#define DRAY_STOP_FIELDS(FIELD) \
  FIELD (STOP, ROUTE, route, REFERENCE, .label = N_("Route"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED, .refers_to = "route", .merge = DRAY_MERGE_GUARDED) \
  FIELD (STOP, RANK, rank, RANK, .label = N_("Rank"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED, .minimum = 1, .maximum = 64) \
  FIELD (STOP, SITE, site, REFERENCE, .label = N_("Site"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED, .refers_to = "site") \
  FIELD (STOP, TASK, task, REFERENCE, .label = N_("Task"), .flags = DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED, .refers_to = "task") \
  FIELD (STOP, STATUS, status, ENUM, .label = N_("Status"), .flags = DRAY_FIELD_NAMED, .choices = dray_stop_status_choices) \
  FIELD (STOP, PLANNED_US, planned_us, INSTANT, .label = N_("Planned arrival"), .flags = DRAY_FIELD_NAMED) \
  FIELD (STOP, PLANNED_LEAVE_US, planned_leave_us, INSTANT, .label = N_("Planned departure"), .flags = DRAY_FIELD_NAMED) \
  FIELD (STOP, ARRIVED_US, arrived_us, INSTANT, .label = N_("Arrived"), .flags = DRAY_FIELD_NAMED) \
  FIELD (STOP, STARTED_US, started_us, INSTANT, .label = N_("Started"), .flags = DRAY_FIELD_NAMED) \
  FIELD (STOP, DEPARTED_US, departed_us, INSTANT, .label = N_("Departed"), .flags = DRAY_FIELD_NAMED) \
  FIELD (STOP, PROMISED_OPEN_US, promised_open_us, INSTANT, .label = N_("Promised from"), .flags = DRAY_FIELD_NAMED) \
  FIELD (STOP, PROMISED_CLOSE_US, promised_close_us, INSTANT, .label = N_("Promised until"), .flags = DRAY_FIELD_NAMED)

DRAY_DECLARE_TABLE (stop, STOP, DRAY_STOP_FIELDS)

G_END_DECLS
