/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-truck.h"

#include <glib/gi18n-lib.h>

DRAY_DEFINE_TABLE (fence_truck, FENCE_TRUCK, DRAY_FENCE_TRUCK_FIELDS, .label = N_("Fence of a truck"),
                   .parent_field = "fence")
