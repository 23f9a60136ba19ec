/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* A task's place in a plan: on which truck, after what, and when. */

#define DRAY_PLAN_STOP_FIELDS(FIELD) \
  FIELD (PLAN_STOP, PLAN, plan, REFERENCE, .label = N_("Plan"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED, .refers_to = "day_plan") \
  FIELD (PLAN_STOP, TASK, task, REFERENCE, .label = N_("Task"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED, .refers_to = "task") \
  FIELD (PLAN_STOP, TRUCK, truck, REFERENCE, .label = N_("Truck"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED, .refers_to = "truck") \
  FIELD (PLAN_STOP, RANK, rank, RANK, .label = N_("Rank"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED, .minimum = 1, .maximum = 64) \
  FIELD (PLAN_STOP, ARRIVE_US, arrive_us, INSTANT, .label = N_("Planned arrival"), .flags = DRAY_FIELD_NAMED) \
  FIELD (PLAN_STOP, LEAVE_US, leave_us, INSTANT, .label = N_("Planned departure"), .flags = DRAY_FIELD_NAMED)

DRAY_DECLARE_TABLE (plan_stop, PLAN_STOP, DRAY_PLAN_STOP_FIELDS)

G_END_DECLS
