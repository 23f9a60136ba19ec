/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* What a party asked for: one or several tasks, served together or not at all. */

extern const char *const dray_order_status_choices[];

#define DRAY_ORDER_FIELDS(FIELD) \
  FIELD (ORDER, REFERENCE, reference, TEXT, .label = N_("Reference"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED, .minimum = 1, .maximum = 40) \
  FIELD (ORDER, PARTY, party, REFERENCE, .label = N_("Customer"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED, .refers_to = "party") \
  FIELD (ORDER, DEPOT, depot, REFERENCE, .label = N_("Depot"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED, .refers_to = "site") \
  FIELD (ORDER, DAY, day, DATE, .label = N_("Day"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED) \
  FIELD (ORDER, STATUS, status, ENUM, .label = N_("Status"), .flags = DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED, .choices = dray_order_status_choices) \
  FIELD (ORDER, PRIORITY, priority, INTEGER, .label = N_("Priority"), .minimum = 0, .maximum = 100) \
  FIELD (ORDER, CHARGE_MINOR, charge_minor, INTEGER, .label = N_("Charge"), .unit = "cent") \
  FIELD (ORDER, GOODS_VALUE_MINOR, goods_value_minor, INTEGER, .label = N_("Goods value"), .unit = "cent") \
  FIELD (ORDER, CURRENCY, currency, TEXT, .label = N_("Currency"), .minimum = 3, .maximum = 3) \
  FIELD (ORDER, REQUESTED_US, requested_us, INSTANT, .label = N_("Asked for at")) \
  FIELD (ORDER, REASON, reason, TEXT, .label = N_("Reason of a hold or cancellation"), .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 400) \
  FIELD (ORDER, NOTE, note, TEXT, .label = N_("Note"), .minimum = 0, .maximum = 2000) \
  FIELD (ORDER, DELIVERED_ON, delivered_on, DATE, .label = N_("Delivered on"), .flags = DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED) \
  FIELD (ORDER, DELIVERED_US, delivered_us, INSTANT, .label = N_("Delivered at"), .flags = DRAY_FIELD_NAMED) \
  FIELD (ORDER, DELIVERED_WITH, delivered_with, REFERENCE, .label = N_("Delivered with"), .flags = DRAY_FIELD_NAMED, .refers_to = "truck") \
  FIELD (ORDER, DELIVERED_BY, delivered_by, REFERENCE, .label = N_("Delivered by"), .flags = DRAY_FIELD_NAMED, .refers_to = "driver")

DRAY_DECLARE_TABLE (order, ORDER, DRAY_ORDER_FIELDS)

G_END_DECLS
