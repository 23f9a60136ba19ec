/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* What someone must act on. */

extern const char *const dray_alarm_kind_choices[];
extern const char *const dray_alarm_status_choices[];

#define DRAY_ALARM_FIELDS(FIELD) \
  FIELD (ALARM, TRUCK, truck, REFERENCE, .label = N_("Truck"), .flags = DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED, .refers_to = "truck") \
  FIELD (ALARM, DEPOT, depot, REFERENCE, .label = N_("Depot"), .flags = DRAY_FIELD_NAMED, .refers_to = "site") \
  FIELD (ALARM, KIND, kind, ENUM, .label = N_("Kind"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED, .choices = dray_alarm_kind_choices) \
  FIELD (ALARM, PRIORITY, priority, INTEGER, .label = N_("Priority"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED, .minimum = 1, .maximum = 3) \
  FIELD (ALARM, STATUS, status, ENUM, .label = N_("Status"), .flags = DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED, .choices = dray_alarm_status_choices) \
  FIELD (ALARM, TEXT, text, TEXT, .label = N_("What happened"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED, .minimum = 1, .maximum = 400) \
  FIELD (ALARM, RAISED_US, raised_us, INSTANT, .label = N_("Since"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED) \
  FIELD (ALARM, OWNER, owner, TEXT, .label = N_("Taken by"), .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 80) \
  FIELD (ALARM, TAKEN_US, taken_us, INSTANT, .label = N_("Taken at"), .flags = DRAY_FIELD_NAMED) \
  FIELD (ALARM, ACKNOWLEDGED_US, acknowledged_us, INSTANT, .label = N_("Acknowledged at"), .flags = DRAY_FIELD_NAMED) \
  FIELD (ALARM, NORMAL_US, normal_us, INSTANT, .label = N_("Back to normal at"), .flags = DRAY_FIELD_NAMED) \
  FIELD (ALARM, SHELVED_UNTIL_US, shelved_until_us, INSTANT, .label = N_("Shelved until"), .flags = DRAY_FIELD_NAMED) \
  FIELD (ALARM, REASON, reason, TEXT, .label = N_("Reason of the shelving"), .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 400) \
  FIELD (ALARM, OUTCOME, outcome, TEXT, .label = N_("Outcome"), .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 400) \
  FIELD (ALARM, CLOSED_US, closed_us, INSTANT, .label = N_("Closed at"), .flags = DRAY_FIELD_NAMED) \
  FIELD (ALARM, COUNT, count, INTEGER, .label = N_("Times it rang"), .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 1000000) \
  FIELD (ALARM, ESCALATED_US, escalated_us, INSTANT, .label = N_("Escalated at"), .flags = DRAY_FIELD_NAMED) \
  FIELD (ALARM, ESCALATED_TO, escalated_to, TEXT, .label = N_("Escalated to"), .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 40)

DRAY_DECLARE_TABLE (alarm, ALARM, DRAY_ALARM_FIELDS)

G_END_DECLS
