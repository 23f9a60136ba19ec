/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* A line of a settlement; the total is the sum of the lines. */

extern const char *const dray_settlement_line_kind_choices[];

#define DRAY_SETTLEMENT_LINE_FIELDS(FIELD) \
  FIELD (SETTLEMENT_LINE, SETTLEMENT, settlement, REFERENCE, .label = N_("Settlement"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED, .refers_to = "settlement") \
  FIELD (SETTLEMENT_LINE, POSITION, position, INTEGER, .label = N_("Position"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED, .minimum = 1, .maximum = 1000) \
  FIELD (SETTLEMENT_LINE, KIND, kind, ENUM, .label = N_("Kind"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED, .choices = dray_settlement_line_kind_choices) \
  FIELD (SETTLEMENT_LINE, TICKET, ticket, REFERENCE, .label = N_("Ticket"), .flags = DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED, .refers_to = "weigh_ticket") \
  FIELD (SETTLEMENT_LINE, ADVANCE, advance, REFERENCE, .label = N_("Advance"), .flags = DRAY_FIELD_NAMED, .refers_to = "advance") \
  FIELD (SETTLEMENT_LINE, TEXT, text, TEXT, .label = N_("What"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED, .minimum = 1, .maximum = 120) \
  FIELD (SETTLEMENT_LINE, WEIGHT_KG, weight_kg, INTEGER, .label = N_("Weight that counts"), .unit = "kg", .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 200000) \
  FIELD (SETTLEMENT_LINE, RATE_MINOR, rate_minor, INTEGER, .label = N_("A tonne"), .unit = "cent", .flags = DRAY_FIELD_NAMED) \
  FIELD (SETTLEMENT_LINE, AMOUNT_MINOR, amount_minor, INTEGER, .label = N_("Amount"), .unit = "cent", .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED)

DRAY_DECLARE_TABLE (settlement_line, SETTLEMENT_LINE, DRAY_SETTLEMENT_LINE_FIELDS)

G_END_DECLS
