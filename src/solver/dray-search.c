/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds plans: the first one by inserting each unit where it costs least. */
#include "config.h"

#include "dray-search.h"

#include "dray-route-private.h"

#include <string.h>
#include <time.h>

typedef struct {
  const DrayProblem *problem;
  DrayRouteScratch  *scratch;
  int              **routes;
  int               *n_stops;
  gint64            *costs;
  int               *trial;
} Construction;

static gboolean
try_route (Construction *self,
           int           vehicle,
           const int    *unit,
           int           n_unit,
           gint64       *cost,
           int          *best)
{
  int n = self->n_stops[vehicle];
  DrayRouteCheck check;
  gboolean found = FALSE;

  /* The unit goes in as a block, or as a first stop here and the rest further on. */
  for (int at = 0; at <= n; at++)
    for (int split = at; split <= n; split++) {
      memcpy (self->trial, self->routes[vehicle], (gsize) at * sizeof (int));
      self->trial[at] = unit[0];
      memcpy (&self->trial[at + 1], &self->routes[vehicle][at], (gsize) (split - at) * sizeof (int));
      memcpy (&self->trial[split + 1], &unit[1], (gsize) (n_unit - 1) * sizeof (int));
      memcpy (&self->trial[split + n_unit], &self->routes[vehicle][split], (gsize) (n - split) * sizeof (int));
      if (dray_route_evaluate (self->scratch, vehicle, self->trial, n + n_unit, &check) && check.cost - self->costs[vehicle] < *cost) {
        *cost = check.cost - self->costs[vehicle];
        memcpy (best, self->trial, (gsize) (n + n_unit) * sizeof (int));
        found = TRUE;
      }
      if (n_unit == 1)
        break;
    }
  return found;
}

static void
insert_unit (Construction *self,
             int           unit)
{
  const DrayProblem *problem = self->problem;
  const int *stops = &problem->unit_stops[problem->unit_first[unit]];
  int n = problem->unit_first[unit + 1] - problem->unit_first[unit], vehicle = DRAY_NONE;
  g_autofree int *best = g_new (int, problem->n_stops + 1);
  gint64 cost = 0;

  for (int k = 0; k < n; k++) {
    const DrayOrderInput *order = &problem->orders[problem->stop_order[stops[k]]];

    cost += order->required ? DRAY_COST_MAX : order->prize;
    if (problem->prefix_vehicle[stops[k]] != DRAY_NONE)
      return;
  }
  for (int v = 0; v < problem->n_vehicles; v++)
    if (!problem->vehicles[v].locked && try_route (self, v, stops, n, &cost, best))
      vehicle = v;
  if (vehicle == DRAY_NONE)
    return;
  self->n_stops[vehicle] += n;
  self->costs[vehicle] += cost;
  self->routes[vehicle] = g_renew (int, self->routes[vehicle], self->n_stops[vehicle]);
  memcpy (self->routes[vehicle], best, (gsize) self->n_stops[vehicle] * sizeof (int));
}

/**
 * dray_search_construct:
 *
 * A first plan.
 */
DrayPlan *
dray_search_construct (const DrayProblem *problem)
{
  Construction self = { .problem = problem, .scratch = dray_route_scratch_new (problem) };
  DrayPlan *plan;

  self.routes = g_new0 (int *, problem->n_vehicles + 1);
  self.n_stops = g_new0 (int, problem->n_vehicles + 1);
  self.costs = g_new0 (gint64, problem->n_vehicles + 1);
  self.trial = g_new (int, problem->n_stops + 1);
  for (int v = 0; v < problem->n_vehicles; v++) {
    DrayRouteCheck check = { 0 };

    self.n_stops[v] = problem->vehicles[v].n_prefix;
    self.routes[v] = g_memdup2 (problem->vehicles[v].prefix, (gsize) self.n_stops[v] * sizeof (int));
    if (self.n_stops[v] > 0 && dray_route_evaluate (self.scratch, v, self.routes[v], self.n_stops[v], &check))
      self.costs[v] = check.cost;
  }
  for (int u = 0; u < problem->n_units; u++)
    insert_unit (&self, u);
  plan = dray_plan_new (problem, (const int *const *) self.routes, self.n_stops, NULL);

  for (int v = 0; v < problem->n_vehicles; v++)
    g_free (self.routes[v]);
  g_free (self.routes);
  g_free (self.n_stops);
  g_free (self.costs);
  g_free (self.trial);
  dray_route_scratch_free (self.scratch);
  return plan;
}

/**
 * dray_search_run:
 *
 * Returns: (transfer full): the best plan found within the limits
 */
DrayPlan *
dray_search_run (const DrayProblem       *problem,
                 const DraySearchOptions *options,
                 DraySearchStats         *stats)
{
  clock_t start = clock ();
  DrayPlan *plan = dray_search_construct (problem);

  if (stats != NULL)
    *stats = (DraySearchStats) { .cpu_s = (double) (clock () - start) / CLOCKS_PER_SEC };
  return plan;
}
