/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* A driver's look round the truck before it leaves. What is found and matters for safety becomes a defect. */

#define DRAY_DAILY_CHECK_FIELDS(FIELD) \
  FIELD (DAILY_CHECK, TRUCK, truck, REFERENCE, .label = N_("Truck"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED, .refers_to = "truck") \
  FIELD (DAILY_CHECK, DRIVER, driver, REFERENCE, .label = N_("Driver"), .flags = DRAY_FIELD_NAMED, .refers_to = "driver") \
  FIELD (DAILY_CHECK, DEPOT, depot, REFERENCE, .label = N_("Depot"), .flags = DRAY_FIELD_NAMED, .refers_to = "site") \
  FIELD (DAILY_CHECK, AT_US, at_us, INSTANT, .label = N_("When"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED) \
  FIELD (DAILY_CHECK, PASSED, passed, BOOLEAN, .label = N_("In order"), .flags = DRAY_FIELD_NAMED) \
  FIELD (DAILY_CHECK, ODOMETER_M, odometer_m, INTEGER, .label = N_("Odometer"), .unit = "m", .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 5000000000) \
  FIELD (DAILY_CHECK, NOTE, note, TEXT, .label = N_("Note"), .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 2000) \
  FIELD (DAILY_CHECK, DEFECT, defect, REFERENCE, .label = N_("Defect"), .flags = DRAY_FIELD_NAMED, .refers_to = "defect")

DRAY_DECLARE_TABLE (daily_check, DAILY_CHECK, DRAY_DAILY_CHECK_FIELDS)

G_END_DECLS
