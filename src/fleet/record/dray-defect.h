/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* What a daily check found, until it is mended. */

extern const char *const dray_defect_status_choices[];

#define DRAY_DEFECT_FIELDS(FIELD) \
  FIELD (DEFECT, TITLE, title, TEXT, .label = N_("What"), .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 120) \
  FIELD (DEFECT, TRUCK, truck, REFERENCE, .label = N_("Truck"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED, .refers_to = "truck") \
  FIELD (DEFECT, TRAILER, trailer, REFERENCE, .label = N_("Trailer"), .flags = DRAY_FIELD_INDEXED, .refers_to = "trailer") \
  FIELD (DEFECT, DEPOT, depot, REFERENCE, .label = N_("Depot"), .flags = DRAY_FIELD_INDEXED, .refers_to = "site") \
  FIELD (DEFECT, STATUS, status, ENUM, .label = N_("Status"), .flags = DRAY_FIELD_REQUIRED, .choices = dray_defect_status_choices) \
  FIELD (DEFECT, SAFETY_CRITICAL, safety_critical, BOOLEAN, .label = N_("Safety-critical")) \
  FIELD (DEFECT, FOUND_US, found_us, INSTANT, .label = N_("Found"), .flags = DRAY_FIELD_REQUIRED) \
  FIELD (DEFECT, DRIVER, driver, REFERENCE, .label = N_("Found by"), .refers_to = "driver") \
  FIELD (DEFECT, NOTE, note, TEXT, .label = N_("Note"), .minimum = 0, .maximum = 2000)

DRAY_DECLARE_TABLE (defect, DEFECT, DRAY_DEFECT_FIELDS)

G_END_DECLS
