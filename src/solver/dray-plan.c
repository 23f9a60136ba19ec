/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans: routes judged and priced. A plan is only ever made of routes that pass dray_route_evaluate(). */
#include "config.h"

#include "dray-plan.h"

#include "dray-route-private.h"
#include "dray-solver-error.h"

#include <string.h>

static const char *const constraint_names[DRAY_N_CONSTRAINTS] = {
  [DRAY_CONSTRAINT_NONE] = "none",
  [DRAY_CONSTRAINT_VEHICLE] = "vehicle",
  [DRAY_CONSTRAINT_SKILLS] = "skills",
  [DRAY_CONSTRAINT_CAPACITY] = "capacity",
  [DRAY_CONSTRAINT_UNREACHABLE] = "unreachable",
  [DRAY_CONSTRAINT_WINDOW] = "window",
  [DRAY_CONSTRAINT_SHIFT] = "shift",
  [DRAY_CONSTRAINT_MAX_STOPS] = "max-stops",
  [DRAY_CONSTRAINT_MAX_DISTANCE] = "max-distance",
  [DRAY_CONSTRAINT_MAX_DURATION] = "max-duration",
  [DRAY_CONSTRAINT_MAX_RIDE] = "max-ride",
  [DRAY_CONSTRAINT_BREAK] = "break",
  [DRAY_CONSTRAINT_HOURS] = "hours",
  [DRAY_CONSTRAINT_ORDER] = "order",
  [DRAY_CONSTRAINT_RELATION] = "relation",
  [DRAY_CONSTRAINT_PREFIX] = "prefix",
  [DRAY_CONSTRAINT_CHURN] = "churn",
};

const char *
dray_constraint_get_name (DrayConstraint constraint)
{
  g_return_val_if_fail (constraint >= 0 && constraint < DRAY_N_CONSTRAINTS, NULL);

  return constraint_names[constraint];
}

static void
fill_route (DrayRoute            *route,
            DrayRouteScratch     *scratch,
            int                   vehicle,
            const int            *stops,
            int                   n_stops,
            const DrayRouteCheck *check)
{
  g_autoptr (GArray) visits = g_array_new (FALSE, FALSE, sizeof (DrayVisit));

  dray_route_list_visits (scratch, vehicle, stops, n_stops, check, visits);
  *route = (DrayRoute) { .vehicle = vehicle, .n_stops = n_stops, .distance = check->distance, .duration = check->end - check->start };
  route->stops = g_memdup2 (stops, (gsize) n_stops * sizeof *stops);
  route->n_visits = (int) visits->len;
  route->visits = g_memdup2 (visits->data, visits->len * sizeof (DrayVisit));
  memcpy (route->costs, check->costs, sizeof route->costs);
}

static void
count_unserved (DrayPlan          *self,
                const DrayProblem *problem,
                const guint8      *served)
{
  self->unserved = g_new0 (int, problem->n_orders + 1);
  for (int i = 0; i < problem->n_orders; i++) {
    const DrayOrderInput *order = &problem->orders[i];

    if (served[i])
      continue;
    self->unserved[self->n_unserved++] = i;
    if (order->required) {
      self->n_missing++;
      self->missing_weight += order->priority + 1;
    } else {
      self->costs[DRAY_COST_UNSERVED] += order->prize;
    }
  }
}

/* Units stand or fall as one: a relation binds even where all that it names are left out. */
static gboolean
check_units (const DrayProblem *problem,
             const guint8      *served,
             GError           **error)
{
  for (int u = 0; u < problem->n_units; u++)
    for (int k = problem->unit_first[u] + 1; k < problem->unit_first[u + 1]; k++) {
      int order = problem->stop_order[problem->unit_stops[k]];

      if (served[order] != served[problem->stop_order[problem->unit_stops[k - 1]]]) {
        g_set_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_INVALID, "Order %d is tied to another by a relation and only one is served",
                     order);
        return FALSE;
      }
    }
  return TRUE;
}

static gboolean
check_churn (const DrayProblem *problem,
             int                n_kept,
             GError           **error)
{
  int budget = problem->input->objective.churn_budget;

  if (budget == DRAY_NONE || problem->n_old - n_kept <= budget)
    return TRUE;
  g_set_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_INVALID, "%d stops of the published plan change their vehicle or order; %d may",
               problem->n_old - n_kept, budget);
  return FALSE;
}

static gboolean
is_used (const DrayProblem *problem,
         int                vehicle,
         int                n_stops)
{
  return n_stops > 0 || problem->vehicles[vehicle].n_prefix > 0;
}

/**
 * dray_plan_new:
 * @routes: (array): [n_vehicles], each vehicle's stops in order
 * @n_stops: (array): [n_vehicles]
 *
 * A plan of these routes, with times and costs; what they leave out is unserved.
 *
 * Errors: %DRAY_SOLVER_ERROR_INVALID where a route breaks a hard rule, or a stop is named twice.
 */
DrayPlan *
dray_plan_new (const DrayProblem *problem,
               const int *const  *routes,
               const int         *n_stops,
               GError           **error)
{
  g_autoptr (DrayRouteScratch) scratch = dray_route_scratch_new (problem);
  g_autoptr (DrayPlan) self = g_new0 (DrayPlan, 1);
  g_autofree guint8 *served = g_new0 (guint8, problem->n_orders + 1);
  g_autofree guint8 *seen = g_new0 (guint8, problem->n_stops + 1);
  int n_kept = 0;

  self->routes = g_new0 (DrayRoute, problem->n_vehicles + 1);
  for (int v = 0; v < problem->n_vehicles; v++) {
    DrayRouteCheck check;

    for (int i = 0; i < n_stops[v]; i++) {
      int stop = routes[v][i];

      if (stop < 0 || stop >= problem->n_stops || seen[stop]++) {
        g_set_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_INVALID, "Vehicle %d has stop %d, which there is not or which stands elsewhere",
                     v, stop);
        return NULL;
      }
      served[problem->stop_order[stop]] = 1;
    }
    if (!is_used (problem, v, n_stops[v]))
      continue;
    if (!dray_route_evaluate (scratch, v, routes[v], n_stops[v], &check)) {
      g_set_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_INVALID, "The route of vehicle %d breaks the rule %s at its stop %d by %d", v,
                   dray_constraint_get_name (check.broken), check.at, check.excess);
      return NULL;
    }
    fill_route (&self->routes[self->n_routes++], scratch, v, routes[v], n_stops[v], &check);
    for (int t = 0; t < DRAY_N_COST_TERMS; t++)
      self->costs[t] += check.costs[t];
    n_kept += dray_route_count_kept (scratch, v, routes[v], n_stops[v]);
  }
  if (!check_units (problem, served, error) || !check_churn (problem, n_kept, error))
    return NULL;
  count_unserved (self, problem, served);
  for (int t = 0; t < DRAY_N_COST_TERMS; t++)
    self->cost += self->costs[t];
  return g_steal_pointer (&self);
}

DrayPlan *
dray_plan_copy (const DrayPlan *self)
{
  DrayPlan *copy = g_memdup2 (self, sizeof *self);

  copy->routes = g_memdup2 (self->routes, (gsize) self->n_routes * sizeof *self->routes);
  copy->unserved = g_memdup2 (self->unserved, (gsize) self->n_unserved * sizeof *self->unserved);
  for (int r = 0; r < self->n_routes; r++) {
    copy->routes[r].stops = g_memdup2 (self->routes[r].stops, (gsize) self->routes[r].n_stops * sizeof (int));
    copy->routes[r].visits = g_memdup2 (self->routes[r].visits, (gsize) self->routes[r].n_visits * sizeof (DrayVisit));
  }
  return copy;
}

void
dray_plan_free (DrayPlan *self)
{
  if (self == NULL)
    return;
  for (int r = 0; r < self->n_routes; r++) {
    g_free (self->routes[r].stops);
    g_free (self->routes[r].visits);
  }
  g_free (self->routes);
  g_free (self->unserved);
  g_free (self);
}

/**
 * dray_plan_compare:
 *
 * Returns: negative where @a is the better plan: it misses less, or as much and costs less
 */
int
dray_plan_compare (const DrayPlan *a,
                   const DrayPlan *b)
{
  if (a->missing_weight != b->missing_weight)
    return a->missing_weight < b->missing_weight ? -1 : 1;
  return a->cost < b->cost ? -1 : a->cost > b->cost;
}

/**
 * dray_plan_check:
 *
 * Judges the routes anew and compares every sum.
 *
 * Errors: %DRAY_SOLVER_ERROR_INVALID, naming the first rule that is broken or sum that is wrong.
 */
gboolean
dray_plan_check (const DrayPlan    *self,
                 const DrayProblem *problem,
                 GError           **error)
{
  g_autofree const int **routes = g_new0 (const int *, problem->n_vehicles + 1);
  g_autofree int *n_stops = g_new0 (int, problem->n_vehicles + 1);

  for (int r = 0; r < self->n_routes; r++) {
    routes[self->routes[r].vehicle] = self->routes[r].stops;
    n_stops[self->routes[r].vehicle] = self->routes[r].n_stops;
  }

  g_autoptr (DrayPlan) again = dray_plan_new (problem, routes, n_stops, error);
  if (again == NULL)
    return FALSE;
  if (again->cost != self->cost || again->missing_weight != self->missing_weight || again->n_unserved != self->n_unserved) {
    g_set_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_INVALID,
                 "The plan says cost %" G_GINT64_FORMAT ", %d unserved; it has %" G_GINT64_FORMAT ", %d", self->cost, self->n_unserved,
                 again->cost, again->n_unserved);
    return FALSE;
  }
  return TRUE;
}
