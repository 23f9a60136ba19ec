/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* A pickup, delivery or service of an order: where, in which window, with how much. */

extern const char *const dray_task_kind_choices[];
extern const char *const dray_task_outcome_choices[];
extern const char *const dray_task_disposition_choices[];

#define DRAY_TASK_FIELDS(FIELD) \
  FIELD (TASK, ORDER_ID, order_id, REFERENCE, .label = N_("Order"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED, .refers_to = "order") \
  FIELD (TASK, KIND, kind, ENUM, .label = N_("Kind"), .flags = DRAY_FIELD_REQUIRED, .choices = dray_task_kind_choices) \
  FIELD (TASK, SITE, site, REFERENCE, .label = N_("Site"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED, .refers_to = "site") \
  FIELD (TASK, POSITION, position, INTEGER, .label = N_("Position in the order"), .minimum = 0, .maximum = 1000) \
  FIELD (TASK, WINDOW_OPEN_US, window_open_us, INSTANT, .label = N_("Window opens"), .merge = DRAY_MERGE_GUARDED) \
  FIELD (TASK, WINDOW_CLOSE_US, window_close_us, INSTANT, .label = N_("Window closes"), .merge = DRAY_MERGE_GUARDED) \
  FIELD (TASK, SERVICE_S, service_s, INTEGER, .label = N_("Time at the stop"), .unit = "s", .minimum = 0, .maximum = 86400) \
  FIELD (TASK, LOAD_KG, load_kg, INTEGER, .label = N_("Weight"), .unit = "kg", .minimum = 0, .maximum = 100000) \
  FIELD (TASK, VOLUME_L, volume_l, INTEGER, .label = N_("Volume"), .unit = "l", .minimum = 0, .maximum = 200000) \
  FIELD (TASK, PALLETS, pallets, INTEGER, .label = N_("Pallets"), .minimum = 0, .maximum = 60) \
  FIELD (TASK, TAIL_LIFT, tail_lift, BOOLEAN, .label = N_("Needs a tail-lift")) \
  FIELD (TASK, HAZMAT, hazmat, BOOLEAN, .label = N_("Dangerous goods")) \
  FIELD (TASK, GOODS, goods, TEXT, .label = N_("Goods"), .minimum = 0, .maximum = 400) \
  FIELD (TASK, OUTCOME, outcome, ENUM, .label = N_("Outcome"), .flags = DRAY_FIELD_NAMED, .choices = dray_task_outcome_choices) \
  FIELD (TASK, DISPOSITION, disposition, ENUM, .label = N_("What becomes of it"), .flags = DRAY_FIELD_NAMED, .choices = dray_task_disposition_choices) \
  FIELD (TASK, REASON, reason, TEXT, .label = N_("Why"), .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 400) \
  FIELD (TASK, PINNED_TO, pinned_to, REFERENCE, .label = N_("Pinned to truck"), .flags = DRAY_FIELD_NAMED, .refers_to = "truck")

DRAY_DECLARE_TABLE (task, TASK, DRAY_TASK_FIELDS)

G_END_DECLS
