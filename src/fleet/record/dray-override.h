/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* A rule that somebody went against, and why. Rules of the first class have none. */

extern const char *const dray_override_rule_choices[];

#define DRAY_OVERRIDE_FIELDS(FIELD) \
  FIELD (OVERRIDE, RULE, rule, ENUM, .label = N_("Rule"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED, .choices = dray_override_rule_choices) \
  FIELD (OVERRIDE, ROUTE, route, REFERENCE, .label = N_("Route"), .flags = DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED, .refers_to = "route") \
  FIELD (OVERRIDE, TASK, task, REFERENCE, .label = N_("Task"), .flags = DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED, .refers_to = "task") \
  FIELD (OVERRIDE, TRUCK, truck, REFERENCE, .label = N_("Truck"), .flags = DRAY_FIELD_NAMED, .refers_to = "truck") \
  FIELD (OVERRIDE, FENCE, fence, REFERENCE, .label = N_("Fence"), .flags = DRAY_FIELD_NAMED, .refers_to = "fence") \
  FIELD (OVERRIDE, REASON, reason, TEXT, .label = N_("Why"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED, .minimum = 1, .maximum = 400) \
  FIELD (OVERRIDE, BY, by, TEXT, .label = N_("Who"), .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 64) \
  FIELD (OVERRIDE, AT_US, at_us, INSTANT, .label = N_("When"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED)

DRAY_DECLARE_TABLE (override, OVERRIDE, DRAY_OVERRIDE_FIELDS)

G_END_DECLS
