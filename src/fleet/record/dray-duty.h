/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* What a driver was on duty for, from when to when. The device's own record is kept as it was: a correction is another record, which
 * replaces it and says why. */

extern const char *const dray_duty_status_choices[];
extern const char *const dray_duty_source_choices[];

#define DRAY_DUTY_FIELDS(FIELD) \
  FIELD (DUTY, DRIVER, driver, REFERENCE, .label = N_("Driver"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED, .refers_to = "driver") \
  FIELD (DUTY, STATUS, status, ENUM, .label = N_("Status"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED, .choices = dray_duty_status_choices) \
  FIELD (DUTY, FROM_US, from_us, INSTANT, .label = N_("From"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED | DRAY_FIELD_INDEXED) \
  FIELD (DUTY, UNTIL_US, until_us, INSTANT, .label = N_("Until"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED) \
  FIELD (DUTY, SOURCE, source, ENUM, .label = N_("Told by"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED, .choices = dray_duty_source_choices) \
  FIELD (DUTY, NOTE, note, TEXT, .label = N_("Note"), .flags = DRAY_FIELD_NAMED, .minimum = 0, .maximum = 400) \
  FIELD (DUTY, REPLACES, replaces, REFERENCE, .label = N_("Instead of"), .flags = DRAY_FIELD_NAMED, .refers_to = "duty") \
  FIELD (DUTY, REPLACED, replaced, BOOLEAN, .label = N_("Replaced by another"), .flags = DRAY_FIELD_NAMED)

DRAY_DECLARE_TABLE (duty, DUTY, DRAY_DUTY_FIELDS)

G_END_DECLS
