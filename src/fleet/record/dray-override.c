/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-override.h"

#include <glib/gi18n-lib.h>

const char *const dray_override_rule_choices[] = { "window", "overtime", "volume", "skill", "vehicle-wish", "no-go-zone", NULL };

DRAY_DEFINE_TABLE (override, OVERRIDE, DRAY_OVERRIDE_FIELDS, .label = N_("Override"),
                   .flags = DRAY_TABLE_NAMED_CREATE | DRAY_TABLE_NAMED_DELETE,
                   .month_field = "at_us")
