/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-problem.h"

G_BEGIN_DECLS

/**
 * DrayCostTerm:
 *
 * What a plan's cost is made of; the sum of the terms is the cost. Unserved counts the prizes of optional orders left out; required
 * ones are counted, not priced (#DrayPlan.n_missing).
 */
typedef enum {
  DRAY_COST_FIXED,
  DRAY_COST_DISTANCE,
  DRAY_COST_TIME,
  DRAY_COST_OVERTIME,
  DRAY_COST_LATENESS,
  DRAY_COST_BALANCE,
  DRAY_COST_COMPACTNESS,
  DRAY_COST_UNSERVED,
  DRAY_N_COST_TERMS,
} DrayCostTerm;

/**
 * DrayConstraint:
 *
 * The hard rules, for saying which one a route breaks. None: it may be driven.
 */
typedef enum {
  DRAY_CONSTRAINT_NONE,
  DRAY_CONSTRAINT_VEHICLE,          /* the order is bound to another vehicle */
  DRAY_CONSTRAINT_SKILLS,
  DRAY_CONSTRAINT_CAPACITY,
  DRAY_CONSTRAINT_UNREACHABLE,
  DRAY_CONSTRAINT_WINDOW,
  DRAY_CONSTRAINT_SHIFT,
  DRAY_CONSTRAINT_MAX_STOPS,
  DRAY_CONSTRAINT_MAX_DISTANCE,
  DRAY_CONSTRAINT_MAX_DURATION,
  DRAY_CONSTRAINT_MAX_RIDE,
  DRAY_CONSTRAINT_BREAK,
  DRAY_CONSTRAINT_HOURS,
  DRAY_CONSTRAINT_ORDER,            /* delivered before it is picked up, or not all of its stops */
  DRAY_CONSTRAINT_RELATION,
  DRAY_CONSTRAINT_PREFIX,           /* a fixed prefix or a locked route is not as it was */
  DRAY_CONSTRAINT_CHURN,
  DRAY_N_CONSTRAINTS,
} DrayConstraint;

const char *dray_constraint_get_name (DrayConstraint constraint);

typedef enum {
  DRAY_VISIT_START,
  DRAY_VISIT_STOP,
  DRAY_VISIT_RELOAD,
  DRAY_VISIT_BREAK,
  DRAY_VISIT_REST,
  DRAY_VISIT_END,
} DrayVisitKind;

/* One line of a route's sheet. Waiting lies between @arrival and @begin. */
typedef struct {
  DrayVisitKind kind;
  int           stop;       /* DRAY_NONE but for stops; for a break, its index in the vehicle, or DRAY_NONE where hours of service ask for it */
  int           location;
  int           arrival;
  int           begin;
  int           departure;
  gint64        distance;   /* from the route's start */
} DrayVisit;

typedef struct {
  int        vehicle;
  int        n_stops;
  int       *stops;
  int        n_visits;
  DrayVisit *visits;
  gint64     distance;
  int        duration;
  gint64     costs[DRAY_N_COST_TERMS];
} DrayRoute;

/**
 * DrayPlan:
 * @routes: (array length=n_routes): the vehicles in use, by vehicle
 * @unserved: (array length=n_unserved): orders, ascending
 * @n_missing: how many of them are required
 * @missing_weight: the sum of priority + 1 over them; of two plans the one with less of it is better, whatever it costs
 *
 * An answer. Owns its arrays; holds no reference to the problem.
 */
typedef struct {
  int        n_routes;
  DrayRoute *routes;
  int        n_unserved;
  int       *unserved;
  int        n_missing;
  gint64     missing_weight;
  gint64     cost;
  gint64     costs[DRAY_N_COST_TERMS];
} DrayPlan;

/**
 * DrayRouteCheck:
 * @broken: the first hard rule that the route breaks, by stops, or %DRAY_CONSTRAINT_NONE
 * @at: index of the stop at which it does
 * @excess: by how much, in that rule's unit; 0 where there is no measure
 *
 * What dray_route_check() found.
 */
typedef struct {
  DrayConstraint broken;
  int            at;
  int            excess;
  gint64         cost;
  gint64         costs[DRAY_N_COST_TERMS];
  gint64         distance;
  int            start;
  int            end;
} DrayRouteCheck;

/**
 * DrayMoveCheck:
 * @delta: what the plan would cost more
 * @from, @to: the two routes as they would be (the same twice where the stop stays on its vehicle)
 * @etas_from, @etas_to: begin of service at each of their stops
 */
typedef struct {
  gint64         delta;
  DrayRouteCheck from;
  DrayRouteCheck to;
  int            n_from;
  int            n_to;
  int           *etas_from;
  int           *etas_to;
} DrayMoveCheck;

DrayPlan      *dray_plan_new             (const DrayProblem *problem,
                                          const int *const  *routes,
                                          const int         *n_stops,
                                          GError           **error);
DrayPlan      *dray_plan_copy            (const DrayPlan    *self);
void           dray_plan_free            (DrayPlan          *self);
int            dray_plan_compare         (const DrayPlan    *a,
                                          const DrayPlan    *b);
gboolean       dray_plan_check           (const DrayPlan    *self,
                                          const DrayProblem *problem,
                                          GError           **error);

gboolean       dray_route_check          (const DrayProblem *problem,
                                          int                vehicle,
                                          const int         *stops,
                                          int                n_stops,
                                          int               *etas,
                                          DrayRouteCheck    *check);

gboolean       dray_plan_evaluate_move   (const DrayPlan    *self,
                                          const DrayProblem *problem,
                                          int                stop,
                                          int                to_vehicle,
                                          int                to_position,
                                          DrayMoveCheck     *move);
void           dray_move_check_clear     (DrayMoveCheck     *move);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayPlan, dray_plan_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DrayMoveCheck, dray_move_check_clear)

G_END_DECLS
