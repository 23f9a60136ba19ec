/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* What was said to a driver about his driving. */

#define DRAY_COACHING_NOTE_FIELDS(FIELD) \
  FIELD (COACHING_NOTE, DRIVER, driver, REFERENCE, .label = N_("Driver"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED, .refers_to = "driver") \
  FIELD (COACHING_NOTE, AT_US, at_us, INSTANT, .label = N_("When"), .flags = DRAY_FIELD_REQUIRED) \
  FIELD (COACHING_NOTE, AUTHOR, author, TEXT, .label = N_("By"), .flags = DRAY_FIELD_PERSONAL, .minimum = 0, .maximum = 120) \
  FIELD (COACHING_NOTE, TEXT, text, TEXT, .label = N_("Note"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_PERSONAL, .minimum = 1, .maximum = 2000)

DRAY_DECLARE_TABLE (coaching_note, COACHING_NOTE, DRAY_COACHING_NOTE_FIELDS)

G_END_DECLS
