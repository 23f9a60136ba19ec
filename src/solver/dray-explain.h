/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-plan.h"

G_BEGIN_DECLS

/**
 * DrayRelaxationKind:
 * @DRAY_RELAX_WINDOW: the order's windows wider by @amount on both sides
 * @DRAY_RELAX_SHIFT: the vehicle's shift longer by @amount on both sides
 * @DRAY_RELAX_CAPACITY: the vehicle's capacity larger by @amount in each dimension
 * @DRAY_RELAX_SKILL: @amount more skills for the vehicle
 * @DRAY_RELAX_VEHICLE: one more vehicle like this one
 */
typedef enum {
  DRAY_RELAX_WINDOW,
  DRAY_RELAX_SHIFT,
  DRAY_RELAX_CAPACITY,
  DRAY_RELAX_SKILL,
  DRAY_RELAX_VEHICLE,
  DRAY_N_RELAXATIONS,
} DrayRelaxationKind;

/**
 * DrayRelaxation:
 * @vehicle: whose route takes the order then
 * @amount: the least that does it
 * @extra_cost: what that route costs more
 *
 * A rule bent as little as it must be for the order to be let in. Each was tried: the order stands in the route, and every other rule holds.
 */
typedef struct {
  DrayRelaxationKind kind;
  int                vehicle;
  int                amount;
  gint64             extra_cost;
} DrayRelaxation;

/**
 * DrayReason:
 * @order: as asked
 * @constraints: [n_vehicles] what keeps it out of each vehicle's route, at the place that comes nearest to taking it;
 *   %DRAY_CONSTRAINT_NONE: it would fit
 * @excess: [n_vehicles] by how much, in that rule's unit; 0 where it has no measure
 * @n_relaxations: how many kinds of bending one rule alone would let it in
 * @relaxations: those, by kind
 */
typedef struct {
  int             order;
  int             n_vehicles;
  DrayConstraint *constraints;
  int            *excess;
  int             n_relaxations;
  DrayRelaxation  relaxations[DRAY_N_RELAXATIONS];
} DrayReason;

/**
 * DrayStopWorth:
 * @marginal_cost: what its route would save without its order
 * @slack: how much later the service may begin, at today's pace of travel, with every window and the shift behind it kept
 */
typedef struct {
  gint64 marginal_cost;
  int    slack;
} DrayStopWorth;

/**
 * DraySlot:
 * @begin: of the service at the order's first stop
 * @position: of that stop in the route
 *
 * An offer to promise.
 */
typedef struct {
  int    vehicle;
  int    position;
  int    begin;
  gint64 extra_cost;
} DraySlot;

DrayReason *dray_explain_order   (const DrayProblem *problem,
                                  const DrayPlan    *plan,
                                  int                order);
void        dray_reason_free     (DrayReason        *self);
gboolean    dray_explain_stop    (const DrayProblem *problem,
                                  const DrayPlan    *plan,
                                  int                stop,
                                  DrayStopWorth     *worth);
int         dray_quote_slots     (const DrayProblem *problem,
                                  const DrayPlan    *plan,
                                  int                order,
                                  DraySlot          *slots,
                                  int                n_slots);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayReason, dray_reason_free)

G_END_DECLS
