/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-truck.h"

#include <glib/gi18n-lib.h>

const char *const dray_truck_status_choices[] = { "ready", "workshop", "sold", NULL };
const char *const dray_truck_fuel_choices[] = { "diesel", "petrol", "gas", "electric", NULL };

DRAY_DEFINE_TABLE (truck, TRUCK, DRAY_TRUCK_FIELDS, .label = N_("Truck"),
                   .title_field = "number",
                   .depot_field = "depot")
