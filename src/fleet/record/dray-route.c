/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-route.h"

#include <glib/gi18n-lib.h>

const char *const dray_route_status_choices[] = { "released", "seen", "accepted", "loading", "under-way", "finished", "closed", NULL };
const char *const dray_route_told_choices[] = { "not-told", "sent", "seen", "accepted", "printed", "by-phone", NULL };

DRAY_DEFINE_TABLE (route, ROUTE, DRAY_ROUTE_FIELDS, .label = N_("Route"),
                   .owner_field = "driver",
                   .depot_field = "depot",
                   .month_field = "day",
                   .bucket = DRAY_BUCKET_DEPOT_MONTH,
                   .flags = DRAY_TABLE_NAMED_CREATE | DRAY_TABLE_NAMED_DELETE)
