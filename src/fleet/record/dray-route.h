/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* A truck's run as it was released to its driver. */

extern const char *const dray_route_status_choices[];
extern const char *const dray_route_told_choices[];

#define DRAY_ROUTE_FIELDS(FIELD) \
  FIELD (ROUTE, TRUCK, truck, REFERENCE, .label = N_("Truck"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED, .refers_to = "truck") \
  FIELD (ROUTE, DRIVER, driver, REFERENCE, .label = N_("Driver"), .flags = DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED, .refers_to = "driver") \
  FIELD (ROUTE, DEPOT, depot, REFERENCE, .label = N_("Depot"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED, .refers_to = "site") \
  FIELD (ROUTE, DAY, day, DATE, .label = N_("Operating day"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED) \
  FIELD (ROUTE, STATUS, status, ENUM, .label = N_("Status"), .flags = DRAY_FIELD_NAMED, .choices = dray_route_status_choices) \
  FIELD (ROUTE, TOLD, told, ENUM, .label = N_("How the driver knows"), .flags = DRAY_FIELD_NAMED, .choices = dray_route_told_choices) \
  FIELD (ROUTE, START_US, start_us, INSTANT, .label = N_("Leaves at"), .flags = DRAY_FIELD_NAMED, .merge = DRAY_MERGE_GUARDED) \
  FIELD (ROUTE, END_US, end_us, INSTANT, .label = N_("Back at"), .flags = DRAY_FIELD_NAMED) \
  FIELD (ROUTE, TOLD_BY, told_by, TEXT, .label = N_("Told by"), .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 120) \
  FIELD (ROUTE, TOLD_US, told_us, INSTANT, .label = N_("Told at"), .flags = DRAY_FIELD_NAMED) \
  FIELD (ROUTE, END_ODOMETER_M, end_odometer_m, INTEGER, .label = N_("Odometer at the end"), .unit = "m", .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 5000000000) \
  FIELD (ROUTE, REMARK, remark, TEXT, .label = N_("Remark at the close"), .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 400) \
  FIELD (ROUTE, CLOSED_US, closed_us, INSTANT, .label = N_("Closed at"), .flags = DRAY_FIELD_NAMED) \
  FIELD (ROUTE, RELEASED_US, released_us, INSTANT, .label = N_("Released at"), .flags = DRAY_FIELD_NAMED) \
  FIELD (ROUTE, RELEASE, release, INTEGER, .label = N_("Number of the release"), .flags = DRAY_FIELD_NAMED, .merge = DRAY_MERGE_GUARDED, .minimum = 0, .maximum = 10000) \
  FIELD (ROUTE, DISTANCE_M, distance_m, INTEGER, .label = N_("Planned distance"), .unit = "m", .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 10000000) \
  FIELD (ROUTE, DRIVE_S, drive_s, INTEGER, .label = N_("Planned driving"), .unit = "s", .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 1000000) \
  FIELD (ROUTE, COST_MINOR, cost_minor, INTEGER, .label = N_("Planned cost"), .unit = "cent", .flags = DRAY_FIELD_NAMED) \
  FIELD (ROUTE, REGION, region, TEXT, .label = N_("Hash of the region it was planned on"), .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 64) \
  FIELD (ROUTE, BASELINE_DISTANCE_M, baseline_distance_m, INTEGER, .label = N_("Distance of the first release"), .unit = "m", .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 10000000) \
  FIELD (ROUTE, BASELINE_S, baseline_s, INTEGER, .label = N_("Duration of the first release"), .unit = "s", .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 1000000) \
  FIELD (ROUTE, LOADED_KG, loaded_kg, INTEGER, .label = N_("Weight taken"), .unit = "kg", .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 100000000) \
  FIELD (ROUTE, LOADED_L, loaded_l, INTEGER, .label = N_("Volume taken"), .unit = "l", .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 100000000) \
  FIELD (ROUTE, LEFT_US, left_us, INSTANT, .label = N_("Gate out"), .flags = DRAY_FIELD_NAMED) \
  FIELD (ROUTE, BACK_US, back_us, INSTANT, .label = N_("Gate in"), .flags = DRAY_FIELD_NAMED) \
  FIELD (ROUTE, N_STOPS, n_stops, INTEGER, .label = N_("Stops reached"), .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 1000) \
  FIELD (ROUTE, DRIVEN_M, driven_m, INTEGER, .label = N_("Distance driven"), .unit = "m", .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 10000000) \
  FIELD (ROUTE, EMPTY_M, empty_m, INTEGER, .label = N_("Distance driven empty"), .unit = "m", .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 10000000) \
  FIELD (ROUTE, CARRIED_KGM, carried_kgm, INTEGER, .label = N_("Weight times distance carried"), .unit = "kg·m", .flags = DRAY_FIELD_NAMED) \
  FIELD (ROUTE, IDLE_S, idle_s, INTEGER, .label = N_("Engine on and standing"), .unit = "s", .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 1000000)

DRAY_DECLARE_TABLE (route, ROUTE, DRAY_ROUTE_FIELDS)

G_END_DECLS
