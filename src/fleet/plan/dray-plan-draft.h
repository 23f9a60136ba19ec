/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-explain.h"
#include "dray-plan-day.h"

G_BEGIN_DECLS

/**
 * DrayPlanReason:
 * @task: index in the day
 * @cause: the rule of the truck that comes nearest: the one that the change bends; where there is none, what keeps it out of most trucks
 * @why: the same in words
 * @change: (nullable): the smallest single change that would let it in, in words; each was tried by insertion
 * @relaxation: the same as a number; @change is %NULL where there is none
 * @by_truck: [n_trucks] %DRAY_CONSTRAINT_NONE where it would fit
 */
typedef struct {
  int             task;
  DrayConstraint  cause;
  char           *why;
  char           *change;
  DrayRelaxation  relaxation;
  int             n_trucks;
  DrayConstraint *by_truck;
} DrayPlanReason;

/**
 * DrayPlanDraft:
 * @day: what it plans; indices are those of its request
 * @problem: the same as the solver takes it
 * @plan: the solver's answer
 * @draft: the routes in instants and money
 * @reasons: (element-type DrayPlanReason): of each task that no truck takes, by task; empty in one that was made bare
 *
 * A plan nobody has been told of yet, with all that is needed to work on it. Reference counted and immutable; any thread.
 */
typedef struct {
  DrayPlanDay *day;
  DrayProblem *problem;
  DrayPlan    *plan;
  DrayDraft   *draft;
  GPtrArray   *reasons;
} DrayPlanDraft;

#define DRAY_TYPE_PLAN_DRAFT (dray_plan_draft_get_type ())
GType          dray_plan_draft_get_type (void);

DrayPlanDraft *dray_plan_draft_new      (DrayPlanDay               *day,
                                         DrayProblem               *problem,
                                         DrayPlan                  *plan);
DrayPlanDraft *dray_plan_draft_new_after (DrayPlanDay              *day,
                                         DrayProblem               *problem,
                                         DrayPlan                  *plan,
                                         const DrayPlanDraft       *before);
DrayPlanDraft *dray_plan_draft_new_bare (DrayPlanDay               *day,
                                         DrayProblem               *problem,
                                         DrayPlan                  *plan);
DrayPlanDraft *dray_plan_draft_make     (DrayPlanDay               *day,
                                         const DrayPlannerOptions  *options,
                                         GError                   **error);
DrayPlanDraft *dray_plan_draft_released (DrayPlanDay               *day,
                                         GError                   **error);
DrayPlanDraft *dray_plan_draft_ref      (DrayPlanDraft             *self);
void           dray_plan_draft_unref    (DrayPlanDraft             *self);

const DrayDraftRoute *dray_plan_draft_find_route  (const DrayPlanDraft *self,
                                                   int                  truck);
const DrayPlanReason *dray_plan_draft_find_reason (const DrayPlanDraft *self,
                                                   int                  task);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayPlanDraft, dray_plan_draft_unref)

G_END_DECLS
