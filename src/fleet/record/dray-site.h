/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* A place with its truck entrance: a depot, a customer's dock, a farm, a weighbridge. */

extern const char *const dray_site_kind_choices[];

#define DRAY_SITE_FIELDS(FIELD) \
  FIELD (SITE, PARTY, party, REFERENCE, .label = N_("Party"), .flags = DRAY_FIELD_INDEXED, .refers_to = "party") \
  FIELD (SITE, NAME, name, TEXT, .label = N_("Name"), .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 120) \
  FIELD (SITE, KIND, kind, ENUM, .label = N_("Kind"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED, .choices = dray_site_kind_choices) \
  FIELD (SITE, ADDRESS, address, TEXT, .label = N_("Address"), .minimum = 0, .maximum = 200) \
  FIELD (SITE, LON_E7, lon_e7, INTEGER, .label = N_("Longitude of the entrance"), .unit = "1e-7 °", .flags = DRAY_FIELD_REQUIRED, .minimum = -1800000000, .maximum = 1800000000) \
  FIELD (SITE, LAT_E7, lat_e7, INTEGER, .label = N_("Latitude of the entrance"), .unit = "1e-7 °", .flags = DRAY_FIELD_REQUIRED, .minimum = -900000000, .maximum = 900000000) \
  FIELD (SITE, DOCKS, docks, INTEGER, .label = N_("Docks in use at once"), .minimum = 0, .maximum = 200) \
  FIELD (SITE, GATE_OPEN_S, gate_open_s, INTEGER, .label = N_("Gate opens, seconds of the local day"), .unit = "s", .minimum = 0, .maximum = 86400) \
  FIELD (SITE, GATE_CLOSE_S, gate_close_s, INTEGER, .label = N_("Gate closes, seconds of the local day"), .unit = "s", .minimum = 0, .maximum = 172800) \
  FIELD (SITE, SERVICE_S, service_s, INTEGER, .label = N_("Usual time at a stop"), .unit = "s", .minimum = 0, .maximum = 86400) \
  FIELD (SITE, CALL_AHEAD, call_ahead, BOOLEAN, .label = N_("Call ahead")) \
  FIELD (SITE, ZONE, zone, TEXT, .label = N_("Time zone of a depot"), .minimum = 0, .maximum = 60) \
  FIELD (SITE, DAY_START_S, day_start_s, INTEGER, .label = N_("A depot's day begins, seconds of the local day"), .unit = "s", .minimum = 0, .maximum = 86400) \
  FIELD (SITE, NOTE, note, TEXT, .label = N_("Standing note"), .minimum = 0, .maximum = 2000)

DRAY_DECLARE_TABLE (site, SITE, DRAY_SITE_FIELDS)

G_END_DECLS
