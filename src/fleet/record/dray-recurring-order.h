/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* An order that comes again and again. */

#define DRAY_RECURRING_ORDER_FIELDS(FIELD) \
  FIELD (RECURRING_ORDER, REFERENCE, reference, TEXT, .label = N_("Reference"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED, .minimum = 1, .maximum = 40) \
  FIELD (RECURRING_ORDER, PARTY, party, REFERENCE, .label = N_("Customer"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED, .refers_to = "party") \
  FIELD (RECURRING_ORDER, DEPOT, depot, REFERENCE, .label = N_("Depot"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED, .refers_to = "site") \
  FIELD (RECURRING_ORDER, SITE, site, REFERENCE, .label = N_("Site"), .flags = DRAY_FIELD_REQUIRED, .refers_to = "site") \
  FIELD (RECURRING_ORDER, WEEKDAYS, weekdays, TEXT, .label = N_("Weekdays, as 1 to 7"), .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 7) \
  FIELD (RECURRING_ORDER, OPEN_S, open_s, INTEGER, .label = N_("From, seconds of the day"), .unit = "s", .minimum = 0, .maximum = 86400) \
  FIELD (RECURRING_ORDER, CLOSE_S, close_s, INTEGER, .label = N_("Until, seconds of the day"), .unit = "s", .minimum = 0, .maximum = 86400) \
  FIELD (RECURRING_ORDER, LOAD_KG, load_kg, INTEGER, .label = N_("Weight"), .unit = "kg", .minimum = 0, .maximum = 100000) \
  FIELD (RECURRING_ORDER, PALLETS, pallets, INTEGER, .label = N_("Pallets"), .minimum = 0, .maximum = 60) \
  FIELD (RECURRING_ORDER, FROM_ON, from_on, DATE, .label = N_("From")) \
  FIELD (RECURRING_ORDER, UNTIL_ON, until_on, DATE, .label = N_("Until")) \
  FIELD (RECURRING_ORDER, NOTE, note, TEXT, .label = N_("Note"), .minimum = 0, .maximum = 2000)

DRAY_DECLARE_TABLE (recurring_order, RECURRING_ORDER, DRAY_RECURRING_ORDER_FIELDS)

G_END_DECLS
