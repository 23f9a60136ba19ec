/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* What a grade of a commodity fetches from a day on. */

#define DRAY_PRICE_FIELDS(FIELD) \
  FIELD (PRICE, COMMODITY, commodity, REFERENCE, .label = N_("Commodity"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED, .refers_to = "commodity") \
  FIELD (PRICE, GRADE, grade, TEXT, .label = N_("Grade"), .minimum = 0, .maximum = 20) \
  FIELD (PRICE, VALID_FROM, valid_from, DATE, .label = N_("Valid from"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED) \
  FIELD (PRICE, AMOUNT_MINOR, amount_minor, INTEGER, .label = N_("Amount a tonne"), .flags = DRAY_FIELD_REQUIRED, .unit = "cent", .minimum = 0, .maximum = 100000000) \
  FIELD (PRICE, CURRENCY, currency, TEXT, .label = N_("Currency"), .flags = DRAY_FIELD_REQUIRED, .minimum = 3, .maximum = 3)

DRAY_DECLARE_TABLE (price, PRICE, DRAY_PRICE_FIELDS)

G_END_DECLS
