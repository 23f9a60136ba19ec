/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* A draft of a day that is kept: its stops are rows of their own, and no driver sees them. Releasing copies. */

extern const char *const dray_day_plan_status_choices[];

#define DRAY_DAY_PLAN_FIELDS(FIELD) \
  FIELD (DAY_PLAN, NAME, name, TEXT, .label = N_("Name"), .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 80) \
  FIELD (DAY_PLAN, DAY, day, DATE, .label = N_("Day"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED) \
  FIELD (DAY_PLAN, DEPOT, depot, REFERENCE, .label = N_("Depot"), .flags = DRAY_FIELD_INDEXED, .refers_to = "site") \
  FIELD (DAY_PLAN, STATUS, status, ENUM, .label = N_("Status"), .flags = DRAY_FIELD_NAMED, .choices = dray_day_plan_status_choices) \
  FIELD (DAY_PLAN, COST_MINOR, cost_minor, INTEGER, .label = N_("Cost"), .unit = "cent") \
  FIELD (DAY_PLAN, DISTANCE_M, distance_m, INTEGER, .label = N_("Distance"), .unit = "m", .minimum = 0, .maximum = 100000000) \
  FIELD (DAY_PLAN, N_UNPLACED, n_unplaced, INTEGER, .label = N_("Not placed"), .minimum = 0, .maximum = 100000) \
  FIELD (DAY_PLAN, NOTE, note, TEXT, .label = N_("Note"), .minimum = 0, .maximum = 400)

DRAY_DECLARE_TABLE (day_plan, DAY_PLAN, DRAY_DAY_PLAN_FIELDS)

G_END_DECLS
