/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-shift.h"

#include <glib/gi18n-lib.h>

const char *const dray_shift_kind_choices[] = { "shift", "standby", "leave", "sick", "agency", NULL };

DRAY_DEFINE_TABLE (shift, SHIFT, DRAY_SHIFT_FIELDS, .label = N_("Shift"),
                   .owner_field = "driver",
                   .depot_field = "depot",
                   .month_field = "day",
                   .bucket = DRAY_BUCKET_DEPOT_MONTH)
