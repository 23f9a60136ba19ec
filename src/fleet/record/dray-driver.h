/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* A driver, with the depot and the licence. */

extern const char *const dray_driver_licence_choices[];

#define DRAY_DRIVER_FIELDS(FIELD) \
  FIELD (DRIVER, NAME, name, TEXT, .label = N_("Name"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_PERSONAL, .minimum = 1, .maximum = 120) \
  FIELD (DRIVER, DEPOT, depot, REFERENCE, .label = N_("Depot"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED, .refers_to = "site") \
  FIELD (DRIVER, PHONE, phone, TEXT, .label = N_("Phone"), .flags = DRAY_FIELD_PERSONAL | DRAY_FIELD_INDEXED, .minimum = 0, .maximum = 40) \
  FIELD (DRIVER, LICENCE, licence, ENUM, .label = N_("Licence"), .choices = dray_driver_licence_choices) \
  FIELD (DRIVER, ADR, adr, BOOLEAN, .label = N_("Dangerous-goods certificate")) \
  FIELD (DRIVER, HOUR_COST_MINOR, hour_cost_minor, INTEGER, .label = N_("Cost an hour"), .unit = "cent", .minimum = 0, .maximum = 10000000) \
  FIELD (DRIVER, LEFT_ON, left_on, DATE, .label = N_("Left on"))

DRAY_DECLARE_TABLE (driver, DRIVER, DRAY_DRIVER_FIELDS)

G_END_DECLS
