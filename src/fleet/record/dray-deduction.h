/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* What is taken off a delivery's worth: so much a tonne, or a share of it, from a day on. */

extern const char *const dray_deduction_kind_choices[];

#define DRAY_DEDUCTION_FIELDS(FIELD) \
  FIELD (DEDUCTION, NAME, name, TEXT, .label = N_("Name"), .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 80) \
  FIELD (DEDUCTION, COMMODITY, commodity, REFERENCE, .label = N_("Commodity"), .flags = DRAY_FIELD_INDEXED, .refers_to = "commodity") \
  FIELD (DEDUCTION, KIND, kind, ENUM, .label = N_("Kind"), .flags = DRAY_FIELD_REQUIRED, .choices = dray_deduction_kind_choices) \
  FIELD (DEDUCTION, AMOUNT_MINOR, amount_minor, INTEGER, .label = N_("Amount a tonne"), .unit = "cent", .minimum = 0, .maximum = 100000000) \
  FIELD (DEDUCTION, SHARE_PM, share_pm, INTEGER, .label = N_("Share"), .unit = "‰", .minimum = 0, .maximum = 1000) \
  FIELD (DEDUCTION, VALID_FROM, valid_from, DATE, .label = N_("Valid from"), .flags = DRAY_FIELD_REQUIRED)

DRAY_DECLARE_TABLE (deduction, DEDUCTION, DRAY_DEDUCTION_FIELDS)

G_END_DECLS
