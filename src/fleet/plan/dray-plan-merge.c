/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-plan-merge.h"


/* Takes single stops of one plan over into another of the same day. What is picked leaves the place that it had and goes where the other plan
 * has it: behind the last stop that comes before it there and that stands on the same truck here. Its order goes with it. */

typedef struct {
  const DrayProblem  *problem;
  GArray            **routes;  /* [n_trucks] (element-type int): the solver's stops */
  int                 n_trucks;
} Merger;

static void
remove_stop (Merger *self,
             int     stop)
{
  for (int v = 0; v < self->n_trucks; v++)
    for (guint i = 0; i < self->routes[v]->len; i++)
      if (g_array_index (self->routes[v], int, i) == stop)
        g_array_remove_index (self->routes[v], i--);
}

static int
find_in (const GArray *route,
         int           stop)
{
  for (guint i = 0; i < route->len; i++)
    if (g_array_index (route, int, i) == stop)
      return (int) i;
  return -1;
}

/* The task of this day that a task of the other one is; or -1. */
static int
translate (const DrayPlanDraft *mine,
           const DrayPlanDraft *other,
           int                  task)
{
  return dray_plan_day_find_task (mine->day, &other->day->request.tasks[task].id);
}

static const DrayDraftRoute *
find_route_of (const DrayPlanDraft *draft,
               int                  task,
               int                 *at)
{
  for (int r = 0; r < draft->draft->n_routes; r++)
    for (int i = 0; i < draft->draft->routes[r].n_stops; i++)
      if (!draft->draft->routes[r].stops[i].loads && draft->draft->routes[r].stops[i].task == task) {
        *at = i;
        return &draft->draft->routes[r];
      }
  return NULL;
}

/* Behind the nearest stop before it in the other plan that stands on the truck here. */
static guint
find_position (const DrayPlanDraft  *mine,
               const DrayPlanDraft  *other,
               const DrayDraftRoute *route,
               int                   at,
               const GArray         *into)
{
  for (int i = at - 1; i >= 0; i--) {
    int before = translate (mine, other, route->stops[i].task);
    int found = before >= 0 && !route->stops[i].loads ? find_in (into, before) : -1;

    if (found >= 0)
      return (guint) found + 1;
  }
  return 0;
}

/* All stops of the order, its fetching and pickups first. */
static void
insert_order (Merger *self,
              int     truck,
              guint   position,
              int     task)
{
  int n;
  const int *unit = dray_problem_get_order_stops (self->problem, dray_problem_get_stop_order (self->problem, task), &n);

  for (int pass = 0; pass < 2; pass++)
    for (int i = 0; i < n; i++) {
      gboolean first = dray_problem_get_stop (self->problem, unit[i])->role == DRAY_STOP_ROLE_PICKUP;

      if (first == (pass == 0))
        g_array_insert_val (self->routes[truck], position++, unit[i]);
    }
}

static void
take_over (Merger              *self,
           const DrayPlanDraft *mine,
           const DrayPlanDraft *other,
           const DrayId        *id)
{
  int task = dray_plan_day_find_task (mine->day, id), theirs = dray_plan_day_find_task (other->day, id), at = 0, n, truck;
  const DrayDraftRoute *route = theirs >= 0 ? find_route_of (other, theirs, &at) : NULL;
  const int *unit;

  if (task < 0)
    return;
  unit = dray_problem_get_order_stops (self->problem, dray_problem_get_stop_order (self->problem, task), &n);
  for (int i = 0; i < n; i++)
    remove_stop (self, unit[i]);
  truck = route != NULL ? dray_plan_day_find_truck (mine->day, &other->day->request.trucks[route->truck].truck) : -1;
  if (truck >= 0)
    insert_order (self, truck, find_position (mine, other, route, at, self->routes[truck]), task);
}

static void
fill (Merger              *self,
      const DrayPlanDraft *mine)
{
  for (int v = 0; v < self->n_trucks; v++)
    self->routes[v] = g_array_new (FALSE, FALSE, sizeof (int));
  for (int r = 0; r < mine->plan->n_routes; r++)
    g_array_append_vals (self->routes[mine->plan->routes[r].vehicle], mine->plan->routes[r].stops, (guint) mine->plan->routes[r].n_stops);
}

/**
 * dray_plan_merge:
 * @tasks: [n_tasks] what is taken over from @other; where it leaves one out, so will the merged plan
 *
 * Errors: %DRAY_SOLVER_ERROR where what is picked breaks a rule that may never be broken: nothing is then merged
 */
DrayPlanDraft *
dray_plan_merge (DrayPlanDraft        *mine,
                 const DrayPlanDraft  *other,
                 const DrayId         *tasks,
                 int                   n_tasks,
                 GError              **error)
{
  DrayPlannerRequest request = mine->day->request;
  g_autoptr (DrayProblem) problem = NULL;
  Merger self = { .n_trucks = request.n_trucks };
  DrayPlan *plan = NULL;

  request.lenient = TRUE;
  request.published = NULL;
  problem = dray_planner_make_problem (&request, error);
  if (problem == NULL)
    return NULL;
  g_autofree const int **routes = g_new0 (const int *, request.n_trucks + 1);
  g_autofree int *n_stops = g_new0 (int, request.n_trucks + 1);

  self.problem = problem;
  self.routes = g_new0 (GArray *, request.n_trucks + 1);
  fill (&self, mine);
  for (int i = 0; i < n_tasks; i++)
    take_over (&self, mine, other, &tasks[i]);
  for (int v = 0; v < request.n_trucks; v++) {
    routes[v] = (const int *) (gpointer) self.routes[v]->data;
    n_stops[v] = (int) self.routes[v]->len;
  }
  plan = dray_plan_new (problem, routes, n_stops, error);
  for (int v = 0; v < request.n_trucks; v++)
    g_array_unref (self.routes[v]);
  g_free (self.routes);
  return plan != NULL ? dray_plan_draft_new (dray_plan_day_ref (mine->day), g_steal_pointer (&problem), plan) : NULL;
}
