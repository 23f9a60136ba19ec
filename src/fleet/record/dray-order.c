/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-order.h"

#include <glib/gi18n-lib.h>

const char *const dray_order_status_choices[] = { "requested", "confirmed", "planned", "released", "under-way", "delivered", "partly-delivered", "failed", "returned", "held", "cancelled", NULL };

DRAY_DEFINE_TABLE (order, ORDER, DRAY_ORDER_FIELDS, .label = N_("Order"),
                   .title_field = "reference",
                   .depot_field = "depot",
                   .month_field = "day",
                   .bucket = DRAY_BUCKET_DEPOT_MONTH)
