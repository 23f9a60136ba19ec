/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-work-order.h"

#include <glib/gi18n-lib.h>

const char *const dray_work_order_status_choices[] = { "booked", "in-work", "done", "cancelled", NULL };

DRAY_DEFINE_TABLE (work_order, WORK_ORDER, DRAY_WORK_ORDER_FIELDS, .label = N_("Work order"),
                   .title_field = "title",
                   .depot_field = "depot")
