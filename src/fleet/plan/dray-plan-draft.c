/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-plan-draft.h"
#include "dray-planner-private.h"
#include "dray-plan-words-private.h"
#include "dray-units.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A draft: the day, the solver's problem and answer, the same as instants and money, and why what is left out is left out. */

G_DEFINE_BOXED_TYPE (DrayPlanDraft, dray_plan_draft, dray_plan_draft_ref, dray_plan_draft_unref)

static void
reason_free (DrayPlanReason *self)
{
  g_free (self->why);
  g_free (self->change);
  g_free (self->by_truck);
  g_free (self);
}

/* A truck of another depot is out of the question, and says nothing about the others. */
static gboolean
is_elsewhere (const DrayPlannerRequest *request,
              int                       truck,
              int                       task)
{
  return request->tasks[task].depot >= 0 && request->trucks[truck].place != request->tasks[task].depot;
}

/* The rule that most trucks of its depot break; NONE where there is no truck at all. */
static DrayConstraint
find_commonest (const DrayPlannerRequest *request,
                int                       task,
                const DrayReason         *reason)
{
  int counts[DRAY_N_CONSTRAINTS] = { 0 }, best = DRAY_CONSTRAINT_NONE;

  for (int v = 0; v < reason->n_vehicles; v++)
    counts[reason->constraints[v]] += is_elsewhere (request, v, task) ? 1 : request->n_trucks + 1;
  for (int c = DRAY_CONSTRAINT_NONE + 1; c < DRAY_N_CONSTRAINTS; c++)
    if (counts[c] > counts[best] || best == DRAY_CONSTRAINT_NONE)
      best = counts[c] > 0 ? c : best;
  return best;
}

/* The change that costs the office least trouble: the kinds stand in that order but for another truck, which is the last. */
static const DrayRelaxation *
pick_change (const DrayReason *reason)
{
  return reason->n_relaxations > 0 ? &reason->relaxations[0] : NULL;
}

/* Nothing keeps it out but the wish. */
static DrayPlanReason *
explain_wish (int task)
{
  DrayPlanReason *made = g_new0 (DrayPlanReason, 1);

  made->task = task;
  made->why = g_strdup (_("It was left out of this plan on purpose."));
  return made;
}

static DrayPlanReason *
explain (DrayPlanDraft *self,
         int            task)
{
  if (self->day->request.tasks[task].left_out)
    return explain_wish (task);

  g_autoptr (DrayReason) reason = dray_explain_order (self->problem, self->plan, dray_planner_get_order (&self->day->request, task));
  const DrayRelaxation *change = pick_change (reason);
  DrayPlanReason *made = g_new0 (DrayPlanReason, 1);

  made->task = task;
  made->n_trucks = reason->n_vehicles;
  made->by_truck = g_memdup2 (reason->constraints, (gsize) reason->n_vehicles * sizeof *reason->constraints);
  made->cause = change != NULL && change->kind != DRAY_RELAX_VEHICLE ? reason->constraints[change->vehicle] : find_commonest (&self->day->request, task, reason);
  made->why = dray_plan_words_why (self->day, task, made->cause);
  if (change != NULL) {
    made->relaxation = *change;
    made->change = dray_plan_words_change (self->day, change);
  }
  return made;
}

/**
 * dray_plan_draft_new_bare:
 * @day: (transfer full)
 * @problem: (transfer full): of its request
 * @plan: (transfer full): of that problem
 *
 * Without reasons: to be looked at while the search goes on.
 */
DrayPlanDraft *
dray_plan_draft_new_bare (DrayPlanDay *day,
                          DrayProblem *problem,
                          DrayPlan    *plan)
{
  DrayPlanDraft *self = g_atomic_rc_box_new0 (DrayPlanDraft);

  self->day = day;
  self->problem = problem;
  self->plan = plan;
  self->draft = dray_planner_make_draft (&day->request, plan);
  self->reasons = g_ptr_array_new_with_free_func ((GDestroyNotify) reason_free);
  return self;
}

/* As dray_plan_draft_new_bare(), with the reason of each task that no truck takes. */
DrayPlanDraft *
dray_plan_draft_new (DrayPlanDay *day,
                     DrayProblem *problem,
                     DrayPlan    *plan)
{
  DrayPlanDraft *self = dray_plan_draft_new_bare (day, problem, plan);

  for (int i = 0; i < self->draft->n_unplaced; i++)
    g_ptr_array_add (self->reasons, explain (self, self->draft->unplaced[i]));
  return self;
}

static const DrayRoute *
find_solved (const DrayPlan *plan,
             int             vehicle)
{
  for (int r = 0; r < plan->n_routes; r++)
    if (plan->routes[r].vehicle == vehicle)
      return &plan->routes[r];
  return NULL;
}

static gboolean
has_same_route (const DrayPlan *a,
                const DrayPlan *b,
                int             vehicle)
{
  const DrayRoute *x = find_solved (a, vehicle), *y = find_solved (b, vehicle);

  if (x == NULL || y == NULL)
    return x == y;
  return x->n_stops == y->n_stops && memcmp (x->stops, y->stops, (gsize) x->n_stops * sizeof *x->stops) == 0;
}

static DrayPlanReason *
copy_reason (const DrayPlanReason *from)
{
  DrayPlanReason *copy = g_memdup2 (from, sizeof *from);

  copy->why = g_strdup (from->why);
  copy->change = g_strdup (from->change);
  copy->by_truck = g_memdup2 (from->by_truck, (gsize) from->n_trucks * sizeof *from->by_truck);
  return copy;
}

/**
 * dray_plan_draft_new_after:
 * @before: of the same day
 *
 * As dray_plan_draft_new(). A reason is taken over where the truck that its change names drives as it did, so that what was tried still
 * holds; all others are found anew.
 */
DrayPlanDraft *
dray_plan_draft_new_after (DrayPlanDay         *day,
                           DrayProblem         *problem,
                           DrayPlan            *plan,
                           const DrayPlanDraft *before)
{
  DrayPlanDraft *self = dray_plan_draft_new_bare (day, problem, plan);

  for (int i = 0; i < self->draft->n_unplaced; i++) {
    int task = self->draft->unplaced[i];
    const DrayPlanReason *old = dray_plan_draft_find_reason (before, task);
    gboolean holds = old != NULL && old->change != NULL && has_same_route (plan, before->plan, old->relaxation.vehicle);

    g_ptr_array_add (self->reasons, holds ? copy_reason (old) : explain (self, task));
  }
  return self;
}

/**
 * dray_plan_draft_make:
 * @day: with its roads
 *
 * Plans the day. Blocks: for a worker.
 *
 * Errors: %DRAY_FLEET_ERROR and %DRAY_SOLVER_ERROR where the day contradicts itself
 */
DrayPlanDraft *
dray_plan_draft_make (DrayPlanDay              *day,
                      const DrayPlannerOptions *options,
                      GError                  **error)
{
  g_autoptr (DrayProblem) problem = dray_planner_make_problem (&day->request, error);
  DrayPlan *plan = problem != NULL ? dray_planner_search (problem, options, error) : NULL;

  return plan != NULL ? dray_plan_draft_new (dray_plan_day_ref (day), g_steal_pointer (&problem), plan) : NULL;
}

/* Every truck's published tasks in their order, and with each the visit at which it is fetched. */
static DrayPlan *
plan_published (const DrayProblem        *problem,
                const DrayPlannerRequest *request,
                GError                  **error)
{
  g_autofree const int **routes = g_new0 (const int *, request->n_trucks + 1);
  g_autofree int *n_stops = g_new0 (int, request->n_trucks + 1);

  for (int v = 0; v < request->n_trucks; v++) {
    routes[v] = request->published[v].tasks;
    n_stops[v] = request->published[v].n_tasks;
  }
  return dray_plan_new (problem, routes, n_stops, error);
}

/* Where something in it may not be driven even with a reason, as much of it as may. */
static DrayPlan *
salvage_published (DrayPlannerRequest *request,
                   GError            **error)
{
  DrayPlannerOptions options = { .seed = 1, .iterations = 1, .threads = 1 };
  g_autoptr (DrayProblem) problem = NULL;

  request->churn_budget = request->n_tasks;
  problem = dray_planner_make_problem (request, error);
  return problem != NULL ? dray_planner_search (problem, &options, error) : NULL;
}

/**
 * dray_plan_draft_released:
 * @day: with its roads
 *
 * What the drivers were told, as a draft: to compare another one with, or to drag in. Promises that were broken when it was released, or
 * are since, are priced as lateness; what nobody was told of is unplaced.
 *
 * Errors: %DRAY_SOLVER_ERROR where a route can't be driven at all as it stands
 */
DrayPlanDraft *
dray_plan_draft_released (DrayPlanDay  *day,
                          GError      **error)
{
  DrayPlannerRequest request = day->request;
  g_autoptr (DrayProblem) problem = NULL;
  DrayPlan *plan;

  request.lenient = TRUE;
  request.churn_budget = DRAY_PLANNER_ANY_CHURN;
  problem = dray_planner_make_problem (&request, error);
  if (problem == NULL)
    return NULL;
  plan = plan_published (problem, &request, NULL);
  if (plan == NULL)
    plan = salvage_published (&request, error);
  return plan != NULL ? dray_plan_draft_new (dray_plan_day_ref (day), g_steal_pointer (&problem), plan) : NULL;
}

DrayPlanDraft *
dray_plan_draft_ref (DrayPlanDraft *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
draft_clear (DrayPlanDraft *self)
{
  dray_draft_free (self->draft);
  dray_plan_free (self->plan);
  dray_problem_unref (self->problem);
  dray_plan_day_unref (self->day);
  g_ptr_array_unref (self->reasons);
}

void
dray_plan_draft_unref (DrayPlanDraft *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) draft_clear);
}

/* Returns: (nullable): the route of a truck; %NULL where it stays at home */
const DrayDraftRoute *
dray_plan_draft_find_route (const DrayPlanDraft *self,
                            int                  truck)
{
  for (int r = 0; r < self->draft->n_routes; r++)
    if (self->draft->routes[r].truck == truck)
      return &self->draft->routes[r];
  return NULL;
}

/* Returns: (nullable): why a task is unplaced; %NULL where it is placed */
const DrayPlanReason *
dray_plan_draft_find_reason (const DrayPlanDraft *self,
                             int                  task)
{
  for (guint i = 0; i < self->reasons->len; i++)
    if (((const DrayPlanReason *) self->reasons->pdata[i])->task == task)
      return self->reasons->pdata[i];
  return NULL;
}
