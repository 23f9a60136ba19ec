/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-charge.h"

#include <glib/gi18n-lib.h>

const char *const dray_charge_kind_choices[] = { "freight", "detention", "toll", "fuel", "other", NULL };

DRAY_DEFINE_TABLE (charge, CHARGE, DRAY_CHARGE_FIELDS, .label = N_("Charge"),
                   .depot_field = "depot",
                   .month_field = "at_us")
