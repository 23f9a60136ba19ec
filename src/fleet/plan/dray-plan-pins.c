/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-plan-pins.h"

#include <string.h>

/* A pinned route is one whose every stop is its prefix, and which is locked behind it. */

static const DrayRoute *
find_route (const DrayPlan *plan,
            int             truck)
{
  for (int r = 0; r < plan->n_routes; r++)
    if (plan->routes[r].vehicle == truck)
      return &plan->routes[r];
  return NULL;
}

/* The same routes on the changed day. Takes @day. */
static DrayPlanDraft *
remake (DrayPlanDraft  *draft,
        DrayPlanDay    *day,
        GError        **error)
{
  g_autoptr (DrayPlanDay) taken = day;
  DrayPlannerRequest request = day->request;
  g_autofree const int **routes = g_new0 (const int *, request.n_trucks + 1);
  g_autofree int *n_stops = g_new0 (int, request.n_trucks + 1);
  g_autoptr (DrayProblem) problem = NULL;
  DrayPlan *plan;

  /* The hand has decided; what it stretched before stays stretched. */
  request.lenient = TRUE;
  request.churn_budget = DRAY_PLANNER_ANY_CHURN;
  problem = dray_planner_make_problem (&request, error);
  if (problem == NULL)
    return NULL;
  for (int r = 0; r < draft->plan->n_routes; r++) {
    routes[draft->plan->routes[r].vehicle] = draft->plan->routes[r].stops;
    n_stops[draft->plan->routes[r].vehicle] = draft->plan->routes[r].n_stops;
  }
  plan = dray_plan_new (problem, routes, n_stops, error);
  return plan != NULL ? dray_plan_draft_new (g_steal_pointer (&taken), g_steal_pointer (&problem), plan) : NULL;
}

/* What is committed again once nothing is pinned: a truck that is out goes to its next stop. */
static int
count_committed (const DrayPlannerLive *live,
                 const DrayRoute       *route)
{
  return live->under_way && route != NULL ? MIN (route->n_stops, 1) : 0;
}

static void
set_prefix (DrayPlannerLive *live,
            const DrayRoute *route,
            int              n)
{
  g_free ((gpointer) live->prefix);
  live->n_prefix = n;
  live->prefix = n > 0 ? g_memdup2 (route->stops, (gsize) n * sizeof (int)) : NULL;
}

/**
 * dray_plan_draft_pin:
 * @pinned: [n_trucks] whether nothing is to be put into or taken out of a truck's route
 *
 * Errors: %DRAY_SOLVER_ERROR where the draft's routes can't be driven as they stand
 */
DrayPlanDraft *
dray_plan_draft_pin (DrayPlanDraft  *draft,
                     const guint8   *pinned,
                     GError        **error)
{
  DrayPlanDay *copy = dray_plan_day_copy (draft->day);

  for (int v = 0; v < copy->request.n_trucks; v++) {
    DrayPlannerLive *live = (DrayPlannerLive *) &copy->request.live[v];
    const DrayRoute *route = find_route (draft->plan, v);

    if (pinned[v])
      set_prefix (live, route, route != NULL ? route->n_stops : 0);
    else if (live->pinned)
      set_prefix (live, route, count_committed (live, route));
    live->pinned = pinned[v] != 0;
  }
  return remake (draft, copy, error);
}

/**
 * dray_plan_draft_pin_task:
 * @truck: the one that it stays on; -1: any
 *
 * Errors: as dray_plan_draft_pin()
 */
DrayPlanDraft *
dray_plan_draft_pin_task (DrayPlanDraft  *draft,
                          int             task,
                          int             truck,
                          GError        **error)
{
  DrayPlanDay *copy = dray_plan_day_copy (draft->day);

  ((DrayPlannerTask *) copy->request.tasks)[task].pinned = truck + 1;
  return remake (draft, copy, error);
}
