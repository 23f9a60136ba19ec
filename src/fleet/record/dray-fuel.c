/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fuel.h"

#include <glib/gi18n-lib.h>

DRAY_DEFINE_TABLE (fuel, FUEL, DRAY_FUEL_FIELDS, .label = N_("Fuel"),
                   .depot_field = "depot",
                   .month_field = "at_us")
