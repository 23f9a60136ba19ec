/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* A route that is driven on the same weekdays, as it was before anybody planned it: what a plan's savings can be held against. */

#define DRAY_STANDING_ROUTE_FIELDS(FIELD) \
  FIELD (STANDING_ROUTE, NAME, name, TEXT, .label = N_("Name"), .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 80) \
  FIELD (STANDING_ROUTE, DEPOT, depot, REFERENCE, .label = N_("Depot"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED, .refers_to = "site") \
  FIELD (STANDING_ROUTE, TRUCK, truck, REFERENCE, .label = N_("Truck"), .refers_to = "truck") \
  FIELD (STANDING_ROUTE, WEEKDAYS, weekdays, TEXT, .label = N_("Weekdays, as 1 to 7"), .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 7) \
  FIELD (STANDING_ROUTE, START_S, start_s, INTEGER, .label = N_("Leaves at, seconds of the day"), .unit = "s", .minimum = 0, .maximum = 86400)

DRAY_DECLARE_TABLE (standing_route, STANDING_ROUTE, DRAY_STANDING_ROUTE_FIELDS)

G_END_DECLS
