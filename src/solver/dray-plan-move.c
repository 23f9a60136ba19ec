/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What it would cost to drag one stop elsewhere: the two routes are judged exactly, with their arrival times. */
#include "config.h"

#include "dray-plan.h"

#include "dray-route-private.h"

#include <string.h>

/**
 * dray_route_check:
 * @etas: (array) (out caller-allocates) (nullable): [n_stops], begin of service at each stop
 *
 * Judges a route that need not stand in any plan.
 *
 * Returns: whether it breaks no hard rule
 */
gboolean
dray_route_check (const DrayProblem *problem,
                  int                vehicle,
                  const int         *stops,
                  int                n_stops,
                  int               *etas,
                  DrayRouteCheck    *check)
{
  g_return_val_if_fail (vehicle >= 0 && vehicle < problem->n_vehicles, FALSE);

  g_autoptr (DrayRouteScratch) scratch = dray_route_scratch_new (problem);
  gboolean holds = dray_route_evaluate (scratch, vehicle, stops, n_stops, check);

  if (etas != NULL)
    memcpy (etas, scratch->begin, (gsize) n_stops * sizeof *etas);
  return holds;
}

static const DrayRoute *
find_route (const DrayPlan *self,
            int             vehicle)
{
  for (int r = 0; r < self->n_routes; r++)
    if (self->routes[r].vehicle == vehicle)
      return &self->routes[r];
  return NULL;
}

static const DrayRoute *
find_stop (const DrayPlan *self,
           int             stop,
           int            *place)
{
  for (int r = 0; r < self->n_routes; r++)
    for (int i = 0; i < self->routes[r].n_stops; i++)
      if (self->routes[r].stops[i] == stop) {
        *place = i;
        return &self->routes[r];
      }
  return NULL;
}

static gint64
get_route_cost (const DrayRoute *route)
{
  gint64 cost = 0;

  for (int t = 0; route != NULL && t < DRAY_N_COST_TERMS; t++)
    cost += route->costs[t];
  return cost;
}

static gboolean
judge (DrayRouteScratch *scratch,
       int               vehicle,
       const int        *stops,
       int               n_stops,
       int             **etas,
       DrayRouteCheck   *check)
{
  gboolean holds = dray_route_evaluate (scratch, vehicle, stops, n_stops, check);

  *etas = g_memdup2 (scratch->begin, (gsize) MAX (n_stops, 1) * sizeof (int));
  return holds;
}

/**
 * dray_plan_evaluate_move:
 * @stop: one that the plan serves, or an unserved one
 * @to_position: its index in the other route as that will be; on its own vehicle, in the route without it
 *
 * What moving @stop (with nothing else) to another place would do: the price, which rule it would break in either route, and when
 * each stop of the two would be served. A shipment's stops go one by one: a state between breaks the rule "order".
 *
 * Returns: whether no hard rule breaks; @move is filled either way
 */
gboolean
dray_plan_evaluate_move (const DrayPlan    *self,
                         const DrayProblem *problem,
                         int                stop,
                         int                to_vehicle,
                         int                to_position,
                         DrayMoveCheck     *move)
{
  g_return_val_if_fail (stop >= 0 && stop < problem->n_stops && to_vehicle >= 0 && to_vehicle < problem->n_vehicles, FALSE);

  g_autoptr (DrayRouteScratch) scratch = dray_route_scratch_new (problem);
  int place = 0, n = 0;
  const DrayRoute *from = find_stop (self, stop, &place), *to = find_route (self, to_vehicle);
  g_autofree int *stops = g_new (int, (from ? from->n_stops : 0) + (to ? to->n_stops : 0) + 2);
  gboolean holds = TRUE, same = from != NULL && from == to;

  memset (move, 0, sizeof *move);
  move->delta = -get_route_cost (to) - (same ? 0 : get_route_cost (from));
  for (int i = 0; to != NULL && i < to->n_stops; i++)
    if (to->stops[i] != stop)
      stops[n++] = to->stops[i];
  to_position = CLAMP (to_position, 0, n);
  memmove (&stops[to_position + 1], &stops[to_position], (gsize) (n - to_position) * sizeof *stops);
  stops[to_position] = stop;
  move->n_to = n + 1;
  holds &= judge (scratch, to_vehicle, stops, move->n_to, &move->etas_to, &move->to);
  move->delta += move->to.cost;
  if (same) {
    move->from = move->to;
    move->n_from = move->n_to;
    move->etas_from = g_memdup2 (move->etas_to, (gsize) move->n_to * sizeof (int));
    return holds;
  }
  if (from == NULL) {
    const DrayOrderInput *order = &problem->orders[problem->stop_order[stop]];

    move->delta -= order->required ? 0 : order->prize;
    return holds;
  }
  n = 0;
  for (int i = 0; i < from->n_stops; i++)
    if (i != place)
      stops[n++] = from->stops[i];
  move->n_from = n;
  holds &= judge (scratch, from->vehicle, stops, n, &move->etas_from, &move->from);
  move->delta += move->from.cost;
  return holds;
}

void
dray_move_check_clear (DrayMoveCheck *move)
{
  g_clear_pointer (&move->etas_from, g_free);
  g_clear_pointer (&move->etas_to, g_free);
}
