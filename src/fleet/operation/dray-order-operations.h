/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-operation.h"
#include "dray-table.h"

G_BEGIN_DECLS

/* Life of an order and of its tasks: promised, held, cancelled, pinned to a truck, and what came of the try. */

extern const DrayOperation dray_order_confirm;
extern const DrayOperation dray_order_hold;
extern const DrayOperation dray_order_cancel;
extern const DrayOperation dray_order_resume;
extern const DrayOperation dray_task_pin;
extern const DrayOperation dray_task_settle;

G_END_DECLS
