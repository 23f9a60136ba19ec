/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-event.h"

#include <glib/gi18n-lib.h>

const char *const dray_fence_event_transition_choices[] = { "entered", "left", "passed", "overstayed", "sped", "ahead", NULL };

DRAY_DEFINE_TABLE (fence_event, FENCE_EVENT, DRAY_FENCE_EVENT_FIELDS, .label = N_("Fence event"),
                   .parent_field = "truck",
                   .month_field = "at_us",
                   .bucket = DRAY_BUCKET_DEPOT_MONTH,
                   .flags = DRAY_TABLE_NAMED_CREATE | DRAY_TABLE_NAMED_DELETE)
