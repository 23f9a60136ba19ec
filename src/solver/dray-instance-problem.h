/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-format-sol.h"
#include "dray-plan.h"

G_BEGIN_DECLS

/**
 * DrayGoal:
 * @DRAY_GOAL_DISTANCE: least distance (DIMACS, CVRPLIB)
 * @DRAY_GOAL_VEHICLES_FIRST: fewest routes, then least distance (SINTEF)
 * @DRAY_GOAL_COST: what the file itself counts; where it counts nothing, distance
 */
typedef enum {
  DRAY_GOAL_DISTANCE,
  DRAY_GOAL_VEHICLES_FIRST,
  DRAY_GOAL_COST,
} DrayGoal;

DrayProblem *dray_instance_to_problem (const DrayInstance  *self,
                                       DrayRounding         rounding,
                                       DrayGoal             goal,
                                       int                 *scale,
                                       GError             **error);
DraySol     *dray_instance_to_sol     (const DrayInstance  *self,
                                       const DrayPlan      *plan,
                                       DrayRounding         rounding);

G_END_DECLS
