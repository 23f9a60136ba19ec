/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* A trailer, coupled to a truck for a route; its capacity counts then. */

extern const char *const dray_trailer_status_choices[];

#define DRAY_TRAILER_FIELDS(FIELD) \
  FIELD (TRAILER, NUMBER, number, TEXT, .label = N_("Fleet number"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED, .minimum = 1, .maximum = 12) \
  FIELD (TRAILER, PLATE, plate, TEXT, .label = N_("Plate"), .flags = DRAY_FIELD_INDEXED, .minimum = 0, .maximum = 16) \
  FIELD (TRAILER, DEPOT, depot, REFERENCE, .label = N_("Depot"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED, .refers_to = "site") \
  FIELD (TRAILER, STATUS, status, ENUM, .label = N_("Status"), .flags = DRAY_FIELD_REQUIRED, .choices = dray_trailer_status_choices) \
  FIELD (TRAILER, PAYLOAD_KG, payload_kg, INTEGER, .label = N_("Payload"), .unit = "kg", .minimum = 0, .maximum = 100000) \
  FIELD (TRAILER, VOLUME_L, volume_l, INTEGER, .label = N_("Volume"), .unit = "l", .minimum = 0, .maximum = 200000) \
  FIELD (TRAILER, PALLETS, pallets, INTEGER, .label = N_("Pallet places"), .minimum = 0, .maximum = 60) \
  FIELD (TRAILER, COOLED, cooled, BOOLEAN, .label = N_("Cooled"))

DRAY_DECLARE_TABLE (trailer, TRAILER, DRAY_TRAILER_FIELDS)

G_END_DECLS
