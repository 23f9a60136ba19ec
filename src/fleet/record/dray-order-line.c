/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-order-line.h"

#include <glib/gi18n-lib.h>

DRAY_DEFINE_TABLE (order_line, ORDER_LINE, DRAY_ORDER_LINE_FIELDS, .label = N_("Order line"),
                   .title_field = "goods",
                   .parent_field = "task")
