/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-meter-reading.h"

#include <glib/gi18n-lib.h>

DRAY_DEFINE_TABLE (meter_reading, METER_READING, DRAY_METER_READING_FIELDS, .label = N_("Meter reading"),
                   .depot_field = "depot",
                   .month_field = "at_us")
