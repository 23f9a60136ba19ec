/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* Something that went wrong: damage, injury, theft, a fine. */

extern const char *const dray_incident_kind_choices[];
extern const char *const dray_incident_status_choices[];

#define DRAY_INCIDENT_FIELDS(FIELD) \
  FIELD (INCIDENT, TITLE, title, TEXT, .label = N_("What"), .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 120) \
  FIELD (INCIDENT, KIND, kind, ENUM, .label = N_("Kind"), .flags = DRAY_FIELD_REQUIRED, .choices = dray_incident_kind_choices) \
  FIELD (INCIDENT, STATUS, status, ENUM, .label = N_("Status"), .flags = DRAY_FIELD_REQUIRED, .choices = dray_incident_status_choices) \
  FIELD (INCIDENT, AT_US, at_us, INSTANT, .label = N_("When"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED) \
  FIELD (INCIDENT, TRUCK, truck, REFERENCE, .label = N_("Truck"), .flags = DRAY_FIELD_INDEXED, .refers_to = "truck") \
  FIELD (INCIDENT, DRIVER, driver, REFERENCE, .label = N_("Driver"), .flags = DRAY_FIELD_INDEXED, .refers_to = "driver") \
  FIELD (INCIDENT, DEPOT, depot, REFERENCE, .label = N_("Depot"), .flags = DRAY_FIELD_INDEXED, .refers_to = "site") \
  FIELD (INCIDENT, COST_MINOR, cost_minor, INTEGER, .label = N_("Cost"), .unit = "cent", .minimum = 0, .maximum = 1000000000) \
  FIELD (INCIDENT, NOTE, note, TEXT, .label = N_("Note"), .minimum = 0, .maximum = 2000)

DRAY_DECLARE_TABLE (incident, INCIDENT, DRAY_INCIDENT_FIELDS)

G_END_DECLS
