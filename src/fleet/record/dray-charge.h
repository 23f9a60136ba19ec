/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* What is asked for a service: a freight, a wait beyond free time, a toll. */

extern const char *const dray_charge_kind_choices[];

#define DRAY_CHARGE_FIELDS(FIELD) \
  FIELD (CHARGE, ORDER_ID, order_id, REFERENCE, .label = N_("Order"), .flags = DRAY_FIELD_INDEXED, .refers_to = "order") \
  FIELD (CHARGE, PARTY, party, REFERENCE, .label = N_("Party"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED, .refers_to = "party") \
  FIELD (CHARGE, DEPOT, depot, REFERENCE, .label = N_("Depot"), .refers_to = "site") \
  FIELD (CHARGE, KIND, kind, ENUM, .label = N_("Kind"), .flags = DRAY_FIELD_REQUIRED, .choices = dray_charge_kind_choices) \
  FIELD (CHARGE, AT_US, at_us, INSTANT, .label = N_("When"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED) \
  FIELD (CHARGE, AMOUNT_MINOR, amount_minor, INTEGER, .label = N_("Amount"), .unit = "cent", .flags = DRAY_FIELD_REQUIRED) \
  FIELD (CHARGE, CURRENCY, currency, TEXT, .label = N_("Currency"), .flags = DRAY_FIELD_REQUIRED, .minimum = 3, .maximum = 3) \
  FIELD (CHARGE, VISIT, visit, REFERENCE, .label = N_("Visit"), .refers_to = "visit") \
  FIELD (CHARGE, NOTE, note, TEXT, .label = N_("Note"), .minimum = 0, .maximum = 400)

DRAY_DECLARE_TABLE (charge, CHARGE, DRAY_CHARGE_FIELDS)

G_END_DECLS
