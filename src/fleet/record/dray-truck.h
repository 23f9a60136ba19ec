/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* A truck with what it may carry, what the road must allow for it, and what it costs. */

extern const char *const dray_truck_status_choices[];
extern const char *const dray_truck_fuel_choices[];

#define DRAY_TRUCK_FIELDS(FIELD) \
  FIELD (TRUCK, NUMBER, number, TEXT, .label = N_("Fleet number"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED, .minimum = 1, .maximum = 12) \
  FIELD (TRUCK, PLATE, plate, TEXT, .label = N_("Plate"), .flags = DRAY_FIELD_INDEXED, .minimum = 0, .maximum = 16) \
  FIELD (TRUCK, DEPOT, depot, REFERENCE, .label = N_("Depot"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED, .refers_to = "site") \
  FIELD (TRUCK, STATUS, status, ENUM, .label = N_("Status"), .flags = DRAY_FIELD_REQUIRED, .choices = dray_truck_status_choices) \
  FIELD (TRUCK, PAYLOAD_KG, payload_kg, INTEGER, .label = N_("Payload"), .unit = "kg", .minimum = 0, .maximum = 100000) \
  FIELD (TRUCK, VOLUME_L, volume_l, INTEGER, .label = N_("Volume"), .unit = "l", .minimum = 0, .maximum = 200000) \
  FIELD (TRUCK, PALLETS, pallets, INTEGER, .label = N_("Pallet places"), .minimum = 0, .maximum = 60) \
  FIELD (TRUCK, GROSS_KG, gross_kg, INTEGER, .label = N_("Gross weight allowed"), .unit = "kg", .minimum = 0, .maximum = 100000) \
  FIELD (TRUCK, AXLE_LOAD_KG, axle_load_kg, INTEGER, .label = N_("Axle load"), .unit = "kg", .minimum = 0, .maximum = 30000) \
  FIELD (TRUCK, HEIGHT_MM, height_mm, INTEGER, .label = N_("Height"), .unit = "mm", .minimum = 0, .maximum = 6000) \
  FIELD (TRUCK, WIDTH_MM, width_mm, INTEGER, .label = N_("Width"), .unit = "mm", .minimum = 0, .maximum = 5000) \
  FIELD (TRUCK, LENGTH_MM, length_mm, INTEGER, .label = N_("Length"), .unit = "mm", .minimum = 0, .maximum = 40000) \
  FIELD (TRUCK, TAIL_LIFT, tail_lift, BOOLEAN, .label = N_("Tail-lift")) \
  FIELD (TRUCK, HAZMAT, hazmat, BOOLEAN, .label = N_("Dangerous goods")) \
  FIELD (TRUCK, FUEL, fuel, ENUM, .label = N_("Fuel"), .choices = dray_truck_fuel_choices) \
  FIELD (TRUCK, TANK_ML, tank_ml, INTEGER, .label = N_("Tank"), .unit = "ml", .minimum = 0, .maximum = 2000000) \
  FIELD (TRUCK, DAY_COST_MINOR, day_cost_minor, INTEGER, .label = N_("Cost a day in use"), .unit = "cent", .minimum = 0, .maximum = 100000000) \
  FIELD (TRUCK, HOUR_COST_MINOR, hour_cost_minor, INTEGER, .label = N_("Cost an hour"), .unit = "cent", .minimum = 0, .maximum = 10000000) \
  FIELD (TRUCK, KM_COST_MINOR, km_cost_minor, INTEGER, .label = N_("Cost a kilometre"), .unit = "cent", .minimum = 0, .maximum = 1000000) \
  FIELD (TRUCK, ODOMETER_M, odometer_m, INTEGER, .label = N_("Odometer"), .unit = "m", .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 5000000000) \
  FIELD (TRUCK, ODOMETER_US, odometer_us, INSTANT, .label = N_("Odometer read at"), .flags = DRAY_FIELD_NAMED)

DRAY_DECLARE_TABLE (truck, TRUCK, DRAY_TRUCK_FIELDS)

G_END_DECLS
