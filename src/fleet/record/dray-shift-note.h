/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* A line of the shift log: what the next shift has to know. */

#define DRAY_SHIFT_NOTE_FIELDS(FIELD) \
  FIELD (SHIFT_NOTE, TEXT, text, TEXT, .label = N_("Text"), .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 180) \
  FIELD (SHIFT_NOTE, AT_US, at_us, INSTANT, .label = N_("When"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED) \
  FIELD (SHIFT_NOTE, AUTHOR, author, TEXT, .label = N_("Author"), .flags = DRAY_FIELD_PERSONAL, .minimum = 0, .maximum = 80) \
  FIELD (SHIFT_NOTE, DEPOT, depot, REFERENCE, .label = N_("Depot"), .flags = DRAY_FIELD_INDEXED, .refers_to = "site") \
  FIELD (SHIFT_NOTE, TRUCK, truck, REFERENCE, .label = N_("Truck"), .flags = DRAY_FIELD_INDEXED, .refers_to = "truck") \
  FIELD (SHIFT_NOTE, SIGNED, signed, BOOLEAN, .label = N_("Read and signed"))

DRAY_DECLARE_TABLE (shift_note, SHIFT_NOTE, DRAY_SHIFT_NOTE_FIELDS)

G_END_DECLS
