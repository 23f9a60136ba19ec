/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* What the odometer and the hour meter of a truck said. */

#define DRAY_METER_READING_FIELDS(FIELD) \
  FIELD (METER_READING, TRUCK, truck, REFERENCE, .label = N_("Truck"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED, .refers_to = "truck") \
  FIELD (METER_READING, DEPOT, depot, REFERENCE, .label = N_("Depot"), .refers_to = "site") \
  FIELD (METER_READING, AT_US, at_us, INSTANT, .label = N_("When"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED) \
  FIELD (METER_READING, ODOMETER_M, odometer_m, INTEGER, .label = N_("Odometer"), .unit = "m", .minimum = 0, .maximum = 5000000000) \
  FIELD (METER_READING, ENGINE_S, engine_s, INTEGER, .label = N_("Engine hours"), .unit = "s", .minimum = 0, .maximum = 1000000000) \
  FIELD (METER_READING, DOUBT, doubt, TEXT, .label = N_("Doubt"), .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 120)

DRAY_DECLARE_TABLE (meter_reading, METER_READING, DRAY_METER_READING_FIELDS)

G_END_DECLS
