/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-duty.h"

#include <glib/gi18n-lib.h>

const char *const dray_duty_status_choices[] = { "off", "rest", "driving", "other-work", "available", NULL };
const char *const dray_duty_source_choices[] = { "device", "driver", "office", NULL };

DRAY_DEFINE_TABLE (duty, DUTY, DRAY_DUTY_FIELDS, .label = N_("Duty status"),
                   .flags = DRAY_TABLE_NAMED_CREATE | DRAY_TABLE_NAMED_DELETE,
                   .owner_field = "driver",
                   .month_field = "from_us",
                   .bucket = DRAY_BUCKET_DRIVER)
