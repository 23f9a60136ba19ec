/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-saved-report.h"

#include <glib/gi18n-lib.h>

const char *const dray_saved_report_split_choices[] = { "day", "truck", "driver", "party", "depot", "kind", "status", NULL };
const char *const dray_saved_report_shows_choices[] = { "both", "table", "chart", NULL };

DRAY_DEFINE_TABLE (saved_report, SAVED_REPORT, DRAY_SAVED_REPORT_FIELDS, .label = N_("Saved report"),
                   .title_field = "name")
