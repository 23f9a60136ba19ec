/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-stop.h"

#include <glib/gi18n-lib.h>

const char *const dray_stop_status_choices[] = { "ahead", "arrived", "working", "left", "bypassed", NULL };

DRAY_DEFINE_TABLE (stop, STOP, DRAY_STOP_FIELDS, .label = N_("Stop"),
                   .parent_field = "route",
                   .bucket = DRAY_BUCKET_DEPOT_MONTH,
                   .flags = DRAY_TABLE_NAMED_CREATE | DRAY_TABLE_NAMED_DELETE)
