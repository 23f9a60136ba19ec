/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-settlement-line.h"

#include <glib/gi18n-lib.h>

const char *const dray_settlement_line_kind_choices[] = { "worth", "deduction", "advance", NULL };

DRAY_DEFINE_TABLE (settlement_line, SETTLEMENT_LINE, DRAY_SETTLEMENT_LINE_FIELDS, .label = N_("Settlement line"),
                   .flags = DRAY_TABLE_NAMED_CREATE | DRAY_TABLE_NAMED_DELETE,
                   .title_field = "text",
                   .parent_field = "settlement")
