/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* Money paid ahead; settlements take it back as far as they reach. */

#define DRAY_ADVANCE_FIELDS(FIELD) \
  FIELD (ADVANCE, PARTY, party, REFERENCE, .label = N_("Party"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED, .refers_to = "party") \
  FIELD (ADVANCE, GIVEN_ON, given_on, DATE, .label = N_("Given on"), .flags = DRAY_FIELD_REQUIRED) \
  FIELD (ADVANCE, AMOUNT_MINOR, amount_minor, INTEGER, .label = N_("Amount"), .unit = "cent", .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 100000000000) \
  FIELD (ADVANCE, TAKEN_MINOR, taken_minor, INTEGER, .label = N_("Taken back so far"), .unit = "cent", .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 100000000000) \
  FIELD (ADVANCE, NOTE, note, TEXT, .label = N_("Note"), .minimum = 0, .maximum = 400)

DRAY_DECLARE_TABLE (advance, ADVANCE, DRAY_ADVANCE_FIELDS)

G_END_DECLS
