/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "dray-explain.h"
#include "dray-insertion-private.h"
#include "dray-problem-private.h"

/* What a stop in the plan is worth, and what a new one would cost where. */

static const DrayRoute *
find_route (const DrayPlan *plan,
            int             stop,
            int            *place)
{
  for (int r = 0; r < plan->n_routes; r++)
    for (int i = 0; i < plan->routes[r].n_stops; i++)
      if (plan->routes[r].stops[i] == stop) {
        *place = i;
        return &plan->routes[r];
      }
  return NULL;
}

static gint64
route_cost (const DrayRoute *route)
{
  gint64 cost = 0;

  for (int term = 0; term < DRAY_N_COST_TERMS; term++)
    cost += route->costs[term];
  return cost;
}

/* The route's price without the order and what is tied to it; an empty one costs nothing. */
static gint64
cost_without (const DrayProblem *problem,
              const DrayRoute   *route,
              int                order)
{
  g_autofree int *rest = g_new0 (int, route->n_stops + 1);
  DrayRouteCheck check;
  int n = 0;

  for (int i = 0; i < route->n_stops; i++)
    if (problem->order_unit[problem->stop_order[route->stops[i]]] != problem->order_unit[order])
      rest[n++] = route->stops[i];
  if (n == 0)
    return 0;
  /* What was taken out may have been what held a prefix or a locked route: then it can't be spared. */
  return dray_route_check (problem, route->vehicle, rest, n, NULL, &check) ? check.cost : route_cost (route);
}

static int
find_close (const DrayStopInput *stop,
            int                  begin)
{
  for (int k = 0; k < stop->n_windows; k++)
    if (begin >= stop->windows[k].open && begin <= stop->windows[k].close)
      return stop->windows[k].close;
  return DRAY_TIME_MAX;
}

/* From the end of the route back to line @line of its sheet: how late each line may begin for all behind it to hold. */
static int
find_slack (const DrayProblem *problem,
            const DrayRoute   *route,
            int                line)
{
  const DrayVisit *visits = route->visits;
  gint64 latest = dray_problem_get_vehicle (problem, route->vehicle)->shift_close;

  for (int i = route->n_visits - 2; i >= line; i--) {
    /* The way and what is done here stay as long as they are; waiting gives way. */
    latest -= visits[i + 1].arrival - visits[i].departure + visits[i].departure - visits[i].begin;
    if (visits[i].kind == DRAY_VISIT_STOP)
      latest = MIN (latest, find_close (dray_problem_get_stop (problem, visits[i].stop), visits[i].begin));
  }
  return (int) CLAMP (latest - visits[line].begin, 0, DRAY_TIME_MAX);
}

/**
 * dray_explain_stop:
 * @worth: (out): untouched where the plan doesn't serve the stop
 *
 * Returns: whether the plan serves it
 */
gboolean
dray_explain_stop (const DrayProblem *problem,
                   const DrayPlan    *plan,
                   int                stop,
                   DrayStopWorth     *worth)
{
  int place = 0;
  const DrayRoute *route = find_route (plan, stop, &place);

  if (route == NULL)
    return FALSE;
  worth->marginal_cost = route_cost (route) - cost_without (problem, route, problem->stop_order[stop]);
  for (int i = 0; i < route->n_visits; i++)
    if (route->visits[i].kind == DRAY_VISIT_STOP && route->visits[i].stop == stop)
      worth->slack = find_slack (problem, route, i);
  return TRUE;
}

/* Offers, cheapest first. */

typedef struct {
  DraySlot *slots;
  int       n;
  int       room;
} Offers;

/* Two offers of one vehicle for one time are one: the dearer is no offer. */
static void
on_insertion (const DrayInsertion *insertion,
              gpointer             user_data)
{
  Offers *self = user_data;
  DraySlot slot = { insertion->vehicle, insertion->position, insertion->begin, insertion->extra_cost };
  int at;

  if (!insertion->holds)
    return;
  for (int i = 0; i < self->n; i++) {
    if (self->slots[i].vehicle != slot.vehicle || self->slots[i].begin != slot.begin)
      continue;
    if (self->slots[i].extra_cost <= slot.extra_cost)
      return;
    memmove (&self->slots[i], &self->slots[i + 1], (gsize) (self->n - i - 1) * sizeof slot);
    self->n--;
    break;
  }
  for (at = self->n; at > 0 && self->slots[at - 1].extra_cost > slot.extra_cost; at--)
    ;
  if (at == self->room)
    return;
  memmove (&self->slots[at + 1], &self->slots[at], (gsize) (MIN (self->n, self->room - 1) - at) * sizeof slot);
  self->slots[at] = slot;
  self->n = MIN (self->n + 1, self->room);
}

/**
 * dray_quote_slots:
 * @order: which the plan leaves out
 * @slots: (out caller-allocates) (array length=n_slots): the cheapest offers, the cheapest first
 *
 * Where a new order could go in the plan as it stands: the best vehicles and times, each with what it adds to the cost.
 *
 * Returns: how many there are, at most @n_slots
 */
int
dray_quote_slots (const DrayProblem *problem,
                  const DrayPlan    *plan,
                  int                order,
                  DraySlot          *slots,
                  int                n_slots)
{
  Offers offers = { slots, 0, n_slots };

  g_return_val_if_fail (order >= 0 && order < problem->n_orders && n_slots > 0, 0);

  for (int vehicle = 0; vehicle < problem->n_vehicles; vehicle++) {
    int n_stops;
    const int *route = dray_insertion_get_route (plan, vehicle, &n_stops);

    dray_insertion_try_all (problem, route, n_stops, vehicle, order, on_insertion, &offers);
  }
  return offers.n;
}
