/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence.h"

#include <glib/gi18n-lib.h>

const char *const dray_fence_kind_choices[] = { "site", "forbidden", "speed", NULL };

DRAY_DEFINE_TABLE (fence, FENCE, DRAY_FENCE_FIELDS, .label = N_("Fence"),
                   .title_field = "name",
                   .depot_field = "depot")
