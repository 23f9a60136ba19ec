/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* A line of the roster: who works when, on which truck, or why not. */

extern const char *const dray_shift_kind_choices[];

#define DRAY_SHIFT_FIELDS(FIELD) \
  FIELD (SHIFT, DRIVER, driver, REFERENCE, .label = N_("Driver"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED, .refers_to = "driver") \
  FIELD (SHIFT, TRUCK, truck, REFERENCE, .label = N_("Truck"), .flags = DRAY_FIELD_INDEXED, .refers_to = "truck") \
  FIELD (SHIFT, DEPOT, depot, REFERENCE, .label = N_("Depot"), .flags = DRAY_FIELD_REQUIRED, .refers_to = "site") \
  FIELD (SHIFT, DAY, day, DATE, .label = N_("Day"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED) \
  FIELD (SHIFT, KIND, kind, ENUM, .label = N_("Kind"), .flags = DRAY_FIELD_REQUIRED, .choices = dray_shift_kind_choices) \
  FIELD (SHIFT, START_US, start_us, INSTANT, .label = N_("From"), .flags = DRAY_FIELD_REQUIRED) \
  FIELD (SHIFT, END_US, end_us, INSTANT, .label = N_("Until"), .flags = DRAY_FIELD_REQUIRED) \
  FIELD (SHIFT, DRIVING_LEFT_S, driving_left_s, INTEGER, .label = N_("Driving left in the week"), .unit = "s", .minimum = 0, .maximum = 360000) \
  FIELD (SHIFT, WORK_LEFT_S, work_left_s, INTEGER, .label = N_("Work left in the week"), .unit = "s", .minimum = 0, .maximum = 360000)

DRAY_DECLARE_TABLE (shift, SHIFT, DRAY_SHIFT_FIELDS)

G_END_DECLS
