/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-recurring-order.h"

#include <glib/gi18n-lib.h>

DRAY_DEFINE_TABLE (recurring_order, RECURRING_ORDER, DRAY_RECURRING_ORDER_FIELDS, .label = N_("Recurring order"),
                   .title_field = "reference",
                   .depot_field = "depot")
