/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-insertion-private.h"

#include <string.h>

#include "dray-route-private.h"

/* Putting an order into a route by trial: each candidate is judged whole by the judge of routes, so that what is said about it is what
 * would happen. */

typedef struct {
  const DrayProblem *problem;
  const int         *route;
  int                n_stops;
  int                vehicle;
  const int         *unit;       /* the stops to put in */
  int                n_unit;
  gint64             cost;       /* of the route as it is */
  int               *trial;
  DrayRouteScratch  *scratch;
  DrayInsertionFunc  each;
  gpointer           user_data;
} Trial;

static void
judge (Trial *self,
       int    position)
{
  DrayInsertion insertion = { .vehicle = self->vehicle, .position = position };

  insertion.holds = dray_route_evaluate (self->scratch, self->vehicle, self->trial, self->n_stops + self->n_unit, &insertion.check);
  if (insertion.holds) {
    insertion.begin = self->scratch->begin[position];
    insertion.extra_cost = insertion.check.cost - self->cost;
  }
  self->each (&insertion, self->user_data);
}

/* The first stop at @first, the rest before what stands at @second now. */
static void
try_places (Trial *self,
            int    first,
            int    second)
{
  int *trial = self->trial;

  memcpy (trial, self->route, (gsize) first * sizeof (int));
  trial[first] = self->unit[0];
  memcpy (trial + first + 1, self->route + first, (gsize) (second - first) * sizeof (int));
  memcpy (trial + second + 1, self->unit + 1, (gsize) (self->n_unit - 1) * sizeof (int));
  memcpy (trial + second + self->n_unit, self->route + second, (gsize) (self->n_stops - second) * sizeof (int));
  judge (self, first);
}

void
dray_insertion_try_all (const DrayProblem *problem,
                        const int         *route,
                        int                n_stops,
                        int                vehicle,
                        int                order,
                        DrayInsertionFunc  each,
                        gpointer           user_data)
{
  static const int nothing[1];
  int unit = problem->order_unit[order];
  int n_unit = problem->unit_first[unit + 1] - problem->unit_first[unit];
  g_autofree int *trial = g_new0 (int, n_stops + n_unit + 1);
  g_autoptr (DrayRouteScratch) scratch = dray_route_scratch_new (problem);
  Trial self = { problem, route != NULL ? route : nothing, n_stops, vehicle, problem->unit_stops + problem->unit_first[unit], n_unit, 0, trial, scratch,
                 each, user_data };
  DrayRouteCheck now;

  if (n_stops > 0 && dray_route_evaluate (scratch, vehicle, route, n_stops, &now))
    self.cost = now.cost;
  for (int first = 0; first <= n_stops; first++)
    for (int second = first; second <= (n_unit == 2 ? n_stops : first); second++)
      try_places (&self, first, second);
}

const int *
dray_insertion_get_route (const DrayPlan *plan,
                          int             vehicle,
                          int            *n_stops)
{
  for (int r = 0; r < plan->n_routes; r++)
    if (plan->routes[r].vehicle == vehicle) {
      *n_stops = plan->routes[r].n_stops;
      return plan->routes[r].stops;
    }
  *n_stops = 0;
  return NULL;
}
