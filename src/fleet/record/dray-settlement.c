/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-settlement.h"

#include <glib/gi18n-lib.h>

const char *const dray_settlement_status_choices[] = { "draft", "final", "discarded", NULL };

DRAY_DEFINE_TABLE (settlement, SETTLEMENT, DRAY_SETTLEMENT_FIELDS, .label = N_("Settlement"),
                   .flags = DRAY_TABLE_NAMED_CREATE | DRAY_TABLE_NAMED_DELETE,
                   .month_field = "until_on")
