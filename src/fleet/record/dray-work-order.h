/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* A booking in the workshop: while it lasts, the truck is not to be planned with. */

extern const char *const dray_work_order_status_choices[];

#define DRAY_WORK_ORDER_FIELDS(FIELD) \
  FIELD (WORK_ORDER, TITLE, title, TEXT, .label = N_("What"), .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 120) \
  FIELD (WORK_ORDER, TRUCK, truck, REFERENCE, .label = N_("Truck"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED, .refers_to = "truck") \
  FIELD (WORK_ORDER, DEPOT, depot, REFERENCE, .label = N_("Depot"), .flags = DRAY_FIELD_INDEXED, .refers_to = "site") \
  FIELD (WORK_ORDER, STATUS, status, ENUM, .label = N_("Status"), .flags = DRAY_FIELD_REQUIRED, .choices = dray_work_order_status_choices) \
  FIELD (WORK_ORDER, FROM_US, from_us, INSTANT, .label = N_("From"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED) \
  FIELD (WORK_ORDER, UNTIL_US, until_us, INSTANT, .label = N_("Until")) \
  FIELD (WORK_ORDER, ODOMETER_M, odometer_m, INTEGER, .label = N_("Odometer"), .unit = "m", .minimum = 0, .maximum = 5000000000) \
  FIELD (WORK_ORDER, COST_MINOR, cost_minor, INTEGER, .label = N_("Cost"), .unit = "cent", .minimum = 0, .maximum = 100000000) \
  FIELD (WORK_ORDER, NOTE, note, TEXT, .label = N_("Note"), .minimum = 0, .maximum = 2000)

DRAY_DECLARE_TABLE (work_order, WORK_ORDER, DRAY_WORK_ORDER_FIELDS)

G_END_DECLS
