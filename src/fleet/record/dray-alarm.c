/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-alarm.h"

#include <glib/gi18n-lib.h>

const char *const dray_alarm_kind_choices[] = { "breakdown", "approach", "late", "off-route", "fence", "speed", "not-told", "silent", "panic", "fuel", NULL };
const char *const dray_alarm_status_choices[] = { "raised", "taken", "acknowledged", "shelved", "normal", "closed", NULL };

DRAY_DEFINE_TABLE (alarm, ALARM, DRAY_ALARM_FIELDS, .label = N_("Alarm"),
                   .depot_field = "depot",
                   .month_field = "raised_us",
                   .bucket = DRAY_BUCKET_DEPOT_MONTH,
                   .flags = DRAY_TABLE_NAMED_CREATE | DRAY_TABLE_NAMED_DELETE)
