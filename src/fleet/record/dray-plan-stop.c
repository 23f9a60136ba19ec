/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-plan-stop.h"

#include <glib/gi18n-lib.h>

DRAY_DEFINE_TABLE (plan_stop, PLAN_STOP, DRAY_PLAN_STOP_FIELDS, .label = N_("Stop of a plan"),
                   .flags = DRAY_TABLE_NAMED_CREATE | DRAY_TABLE_NAMED_DELETE,
                   .parent_field = "plan")
