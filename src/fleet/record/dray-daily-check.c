/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-daily-check.h"

#include <glib/gi18n-lib.h>

DRAY_DEFINE_TABLE (daily_check, DAILY_CHECK, DRAY_DAILY_CHECK_FIELDS, .label = N_("Daily check"),
                   .flags = DRAY_TABLE_NAMED_CREATE | DRAY_TABLE_NAMED_DELETE,
                   .depot_field = "depot",
                   .month_field = "at_us")
