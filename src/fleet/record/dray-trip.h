/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* What a truck drove from one stand to the next, or how long it stood, as its positions tell; not a planned route. */

extern const char *const dray_trip_kind_choices[];

#define DRAY_TRIP_FIELDS(FIELD) \
  FIELD (TRIP, TRUCK, truck, REFERENCE, .label = N_("Truck"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED, .refers_to = "truck") \
  FIELD (TRIP, KIND, kind, ENUM, .label = N_("Kind"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED, .choices = dray_trip_kind_choices) \
  FIELD (TRIP, FROM_US, from_us, INSTANT, .label = N_("From"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED) \
  FIELD (TRIP, UNTIL_US, until_us, INSTANT, .label = N_("Until"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED) \
  FIELD (TRIP, FROM_LON_E7, from_lon_e7, INTEGER, .label = N_("Longitude at the begin"), .unit = "1e-7 °", .flags = DRAY_FIELD_NAMED, .minimum = -1800000000, .maximum = 1800000000) \
  FIELD (TRIP, FROM_LAT_E7, from_lat_e7, INTEGER, .label = N_("Latitude at the begin"), .unit = "1e-7 °", .flags = DRAY_FIELD_NAMED, .minimum = -900000000, .maximum = 900000000) \
  FIELD (TRIP, TO_LON_E7, to_lon_e7, INTEGER, .label = N_("Longitude at the end"), .unit = "1e-7 °", .flags = DRAY_FIELD_NAMED, .minimum = -1800000000, .maximum = 1800000000) \
  FIELD (TRIP, TO_LAT_E7, to_lat_e7, INTEGER, .label = N_("Latitude at the end"), .unit = "1e-7 °", .flags = DRAY_FIELD_NAMED, .minimum = -900000000, .maximum = 900000000) \
  FIELD (TRIP, LENGTH_M, length_m, INTEGER, .label = N_("Length"), .unit = "m", .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 10000000) \
  FIELD (TRIP, MAX_SPEED_CMS, max_speed_cms, INTEGER, .label = N_("Highest speed"), .unit = "cm/s", .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 65535) \
  FIELD (TRIP, IDLE_S, idle_s, INTEGER, .label = N_("Idling"), .unit = "s", .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 10000000)

DRAY_DECLARE_TABLE (trip, TRIP, DRAY_TRIP_FIELDS)

G_END_DECLS
