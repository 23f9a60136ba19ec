/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-trip.h"

#include <glib/gi18n-lib.h>

const char *const dray_trip_kind_choices[] = { "trip", "stop", NULL };

DRAY_DEFINE_TABLE (trip, TRIP, DRAY_TRIP_FIELDS, .label = N_("Detected trip"),
                   .flags = DRAY_TABLE_NAMED_CREATE | DRAY_TABLE_NAMED_DELETE,
                   .month_field = "from_us")
