/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* A customer, grower, supplier or subcontractor: whoever we deal with. */

extern const char *const dray_party_kind_choices[];

#define DRAY_PARTY_FIELDS(FIELD) \
  FIELD (PARTY, NAME, name, TEXT, .label = N_("Name"), .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 120) \
  FIELD (PARTY, KIND, kind, ENUM, .label = N_("Kind"), .flags = DRAY_FIELD_REQUIRED, .choices = dray_party_kind_choices) \
  FIELD (PARTY, PHONE, phone, TEXT, .label = N_("Phone"), .flags = DRAY_FIELD_PERSONAL | DRAY_FIELD_INDEXED, .minimum = 0, .maximum = 40) \
  FIELD (PARTY, EMAIL, email, TEXT, .label = N_("E-mail"), .flags = DRAY_FIELD_PERSONAL, .minimum = 0, .maximum = 120) \
  FIELD (PARTY, TOLERANCE_S, tolerance_s, INTEGER, .label = N_("On-time tolerance"), .unit = "s", .minimum = 0, .maximum = 7200) \
  FIELD (PARTY, FREE_S, free_s, INTEGER, .label = N_("Free time at a stop"), .unit = "s", .minimum = 0, .maximum = 86400) \
  FIELD (PARTY, NOTE, note, TEXT, .label = N_("Standing note"), .minimum = 0, .maximum = 2000)

DRAY_DECLARE_TABLE (party, PARTY, DRAY_PARTY_FIELDS)

G_END_DECLS
