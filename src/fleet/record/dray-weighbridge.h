/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* A scale at the gate. It numbers its tickets itself, without a gap, so that it can do so with the line down. */

#define DRAY_WEIGHBRIDGE_FIELDS(FIELD) \
  FIELD (WEIGHBRIDGE, NAME, name, TEXT, .label = N_("Name"), .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 80) \
  FIELD (WEIGHBRIDGE, SITE, site, REFERENCE, .label = N_("Site"), .flags = DRAY_FIELD_INDEXED, .refers_to = "site") \
  FIELD (WEIGHBRIDGE, DIVISION_KG, division_kg, INTEGER, .label = N_("Scale division"), .unit = "kg", .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 1000) \
  FIELD (WEIGHBRIDGE, LIMIT_KG, limit_kg, INTEGER, .label = N_("Most that it weighs"), .unit = "kg", .minimum = 1, .maximum = 200000) \
  FIELD (WEIGHBRIDGE, N_TICKETS, n_tickets, INTEGER, .label = N_("Tickets so far"), .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 1000000000)

DRAY_DECLARE_TABLE (weighbridge, WEIGHBRIDGE, DRAY_WEIGHBRIDGE_FIELDS)

G_END_DECLS
