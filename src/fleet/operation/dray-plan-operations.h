/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-operation.h"
#include "dray-table.h"

G_BEGIN_DECLS

/* A plan that is kept: its stops, put and taken, and that it is dropped. What rule a release went against stands beside it. */

/* How many stops one operation puts at most. */
#define DRAY_PLAN_MAX_STOPS 200

DrayId dray_plan_stop_make_id (const DrayId *plan,
                               const DrayId *task);

extern const DrayOperation dray_plan_put_stops;
extern const DrayOperation dray_plan_take_stop;
extern const DrayOperation dray_plan_drop;
extern const DrayOperation dray_override_record;

G_END_DECLS
