/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* Goods of a task, a line each. */

#define DRAY_ORDER_LINE_FIELDS(FIELD) \
  FIELD (ORDER_LINE, TASK, task, REFERENCE, .label = N_("Task"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED, .refers_to = "task") \
  FIELD (ORDER_LINE, POSITION, position, INTEGER, .label = N_("Position"), .minimum = 1, .maximum = 1000) \
  FIELD (ORDER_LINE, GOODS, goods, TEXT, .label = N_("Goods"), .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 200) \
  FIELD (ORDER_LINE, QUANTITY, quantity, INTEGER, .label = N_("Quantity"), .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 1000000) \
  FIELD (ORDER_LINE, UNIT, unit, TEXT, .label = N_("Unit"), .minimum = 0, .maximum = 20) \
  FIELD (ORDER_LINE, LOAD_KG, load_kg, INTEGER, .label = N_("Weight"), .unit = "kg", .minimum = 0, .maximum = 100000) \
  FIELD (ORDER_LINE, DELIVERED, delivered, INTEGER, .label = N_("Delivered"), .minimum = 0, .maximum = 1000000)

DRAY_DECLARE_TABLE (order_line, ORDER_LINE, DRAY_ORDER_LINE_FIELDS)

G_END_DECLS
