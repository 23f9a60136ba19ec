/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-planner.h"

G_BEGIN_DECLS

/* The solver counts money in millionths of the currency, records in hundredths. */
#define DRAY_PLANNER_MICRO_PER_MINOR 10000

GArray *dray_planner_list_fetched (const DrayPlannerRequest *request);

G_END_DECLS
