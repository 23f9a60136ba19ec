/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* What a grower or subcontractor is paid for tickets. A draft is drawn and thrown away; a final one is closed for good, and what was wrong in it
 * goes into the next. */

extern const char *const dray_settlement_status_choices[];

#define DRAY_SETTLEMENT_FIELDS(FIELD) \
  FIELD (SETTLEMENT, PARTY, party, REFERENCE, .label = N_("Party"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED, .refers_to = "party") \
  FIELD (SETTLEMENT, STATUS, status, ENUM, .label = N_("Status"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED, .choices = dray_settlement_status_choices) \
  FIELD (SETTLEMENT, UNTIL_ON, until_on, DATE, .label = N_("Deliveries until"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED) \
  FIELD (SETTLEMENT, CURRENCY, currency, TEXT, .label = N_("Currency"), .flags = DRAY_FIELD_NAMED, .minimum = 3, .maximum = 3) \
  FIELD (SETTLEMENT, N_TICKETS, n_tickets, INTEGER, .label = N_("Tickets"), .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 200) \
  FIELD (SETTLEMENT, NET_KG, net_kg, INTEGER, .label = N_("Net weight"), .unit = "kg", .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 100000000) \
  FIELD (SETTLEMENT, WORTH_MINOR, worth_minor, INTEGER, .label = N_("Worth"), .unit = "cent", .flags = DRAY_FIELD_NAMED) \
  FIELD (SETTLEMENT, DEDUCTED_MINOR, deducted_minor, INTEGER, .label = N_("Deducted"), .unit = "cent", .flags = DRAY_FIELD_NAMED) \
  FIELD (SETTLEMENT, ADVANCE_MINOR, advance_minor, INTEGER, .label = N_("Advances taken back"), .unit = "cent", .flags = DRAY_FIELD_NAMED) \
  FIELD (SETTLEMENT, TOTAL_MINOR, total_minor, INTEGER, .label = N_("To be paid"), .unit = "cent", .flags = DRAY_FIELD_NAMED) \
  FIELD (SETTLEMENT, DRAWN_US, drawn_us, INSTANT, .label = N_("Drawn at"), .flags = DRAY_FIELD_NAMED) \
  FIELD (SETTLEMENT, DRAWN_BY, drawn_by, TEXT, .label = N_("Drawn by"), .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 64) \
  FIELD (SETTLEMENT, FINALISED_US, finalised_us, INSTANT, .label = N_("Finalised at"), .flags = DRAY_FIELD_NAMED) \
  FIELD (SETTLEMENT, FINALISED_BY, finalised_by, TEXT, .label = N_("Finalised by"), .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 64)

DRAY_DECLARE_TABLE (settlement, SETTLEMENT, DRAY_SETTLEMENT_FIELDS)

G_END_DECLS
