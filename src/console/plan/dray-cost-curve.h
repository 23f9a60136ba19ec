/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-plan-job.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The cost of the best plan over the seconds of the search. */
#define DRAY_TYPE_COST_CURVE (dray_cost_curve_get_type ())
G_DECLARE_FINAL_TYPE (DrayCostCurve, dray_cost_curve, DRAY, COST_CURVE, GtkWidget)

void dray_cost_curve_set_points (DrayCostCurve            *self,
                                 const DrayPlanCurvePoint *points,
                                 guint                     n_points);

G_END_DECLS
