/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-day-plan.h"

#include <glib/gi18n-lib.h>

const char *const dray_day_plan_status_choices[] = { "draft", "released", "dropped", NULL };

DRAY_DEFINE_TABLE (day_plan, DAY_PLAN, DRAY_DAY_PLAN_FIELDS, .label = N_("Plan"),
                   .title_field = "name",
                   .depot_field = "depot",
                   .month_field = "day")
