/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-visit.h"

#include <glib/gi18n-lib.h>

const char *const dray_visit_kind_choices[] = { "pickup", "delivery", "service", NULL };

DRAY_DEFINE_TABLE (visit, VISIT, DRAY_VISIT_FIELDS, .label = N_("Visit"),
                   .owner_field = "driver",
                   .depot_field = "depot",
                   .month_field = "day",
                   .bucket = DRAY_BUCKET_DEPOT_MONTH,
                   .flags = DRAY_TABLE_NAMED_CREATE | DRAY_TABLE_NAMED_DELETE)
