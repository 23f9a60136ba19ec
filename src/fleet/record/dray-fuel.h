/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* A filling of the tank. */

#define DRAY_FUEL_FIELDS(FIELD) \
  FIELD (FUEL, TRUCK, truck, REFERENCE, .label = N_("Truck"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED, .refers_to = "truck") \
  FIELD (FUEL, DEPOT, depot, REFERENCE, .label = N_("Depot"), .refers_to = "site") \
  FIELD (FUEL, AT_US, at_us, INSTANT, .label = N_("When"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED) \
  FIELD (FUEL, VOLUME_ML, volume_ml, INTEGER, .label = N_("Volume"), .flags = DRAY_FIELD_REQUIRED, .unit = "ml", .minimum = 1, .maximum = 2000000) \
  FIELD (FUEL, FULL, full, BOOLEAN, .label = N_("Filled up")) \
  FIELD (FUEL, AMOUNT_MINOR, amount_minor, INTEGER, .label = N_("Amount"), .unit = "cent", .minimum = 0, .maximum = 100000000) \
  FIELD (FUEL, ODOMETER_M, odometer_m, INTEGER, .label = N_("Odometer"), .unit = "m", .minimum = 0, .maximum = 5000000000) \
  FIELD (FUEL, PLACE, place, TEXT, .label = N_("Place"), .minimum = 0, .maximum = 120) \
  FIELD (FUEL, DOUBT, doubt, TEXT, .label = N_("Doubt"), .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 120)

DRAY_DECLARE_TABLE (fuel, FUEL, DRAY_FUEL_FIELDS)

G_END_DECLS
