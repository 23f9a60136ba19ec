/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* What a truck did at a fence: a log entry, not an alarm. */

extern const char *const dray_fence_event_transition_choices[];

#define DRAY_FENCE_EVENT_FIELDS(FIELD) \
  FIELD (FENCE_EVENT, TRUCK, truck, REFERENCE, .label = N_("Truck"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED, .refers_to = "truck") \
  FIELD (FENCE_EVENT, FENCE, fence, REFERENCE, .label = N_("Fence"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED, .refers_to = "fence") \
  FIELD (FENCE_EVENT, TRANSITION, transition, ENUM, .label = N_("What"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED, .choices = dray_fence_event_transition_choices) \
  FIELD (FENCE_EVENT, AT_US, at_us, INSTANT, .label = N_("At"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED)

DRAY_DECLARE_TABLE (fence_event, FENCE_EVENT, DRAY_FENCE_EVENT_FIELDS)

G_END_DECLS
