/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Problems too large to breed whole plans are bred by quarters: routes that lie side by side become a slice of their own, a population
 * that begins with them is bred on it for a while, and then the next quarter is cut elsewhere, where breeding was rarest so far. */
#include "config.h"

#include "dray-quarter-private.h"

/* Neighbours of a stop that tie two routes together. */
#define N_TIES 20
/* Stops by chance, of which the one that was bred least becomes the middle of a quarter. */
#define N_DRAWN 8

typedef struct {
  const DrayLane *lane;
  int            *route_of;   /* [n]: or -1 */
  int            *n_ties;     /* [n_routes]: with the routes taken so far; -1: taken */
  GArray         *routes;
  GArray         *stops;      /* as the problem numbers them */
} Choice;

static void
find_routes (Choice *self)
{
  const DrayLane *lane = self->lane;
  const DraySlice *slice = lane->slice;

  for (int i = 0; i < slice->n; i++)
    self->route_of[i] = -1;
  for (int r = 0; r < slice->n_routes; r++)
    for (int node = lane->best_next[slice->n + r]; node < slice->n; node = lane->best_next[node])
      self->route_of[node] = r;
}

static void
take_route (Choice *self,
            int     route)
{
  const DrayLane *lane = self->lane;
  const DraySlice *slice = lane->slice;

  self->n_ties[route] = -1;
  g_array_append_val (self->routes, route);
  for (int node = lane->best_next[slice->n + route]; node < slice->n; node = lane->best_next[node]) {
    g_array_append_val (self->stops, slice->stop[node]);
    for (int k = 0; k < MIN (N_TIES, slice->n_near); k++) {
      int other = self->route_of[slice->near[node * slice->n_near + k]];

      if (other >= 0 && self->n_ties[other] >= 0)
        self->n_ties[other]++;
    }
  }
}

/* The route with most ties to those taken, or -1. */
static int
find_next (const Choice *self)
{
  int best = -1;

  for (int r = 0; r < self->lane->slice->n_routes; r++)
    if (self->n_ties[r] > (best < 0 ? 0 : self->n_ties[best]))
      best = r;
  return best;
}

static void
take_empty (Choice *self)
{
  const DraySlice *slice = self->lane->slice;
  guint n = self->routes->len + self->routes->len / 4 + 3;

  for (int r = 0; r < slice->n_routes && self->routes->len < n; r++)
    if (self->lane->best_next[slice->n + r] >= slice->n)
      g_array_append_val (self->routes, r);
}

static int
draw_middle (const Choice *self,
             const int    *n_visits,
             DrayRandom   *random)
{
  int middle = -1;

  for (int k = 0; k < N_DRAWN; k++) {
    int node = (int) dray_random_below (random, (guint32) self->lane->slice->n);

    if (self->route_of[node] >= 0 && (middle < 0 || n_visits[node] < n_visits[middle]))
      middle = node;
  }
  return middle;
}

/* Returns: how many of the routes are in use; 0 where there is nothing to breed */
static int
choose (Choice     *self,
        int         n_wanted,
        int        *n_visits,
        DrayRandom *random)
{
  find_routes (self);
  int middle = draw_middle (self, n_visits, random), n_used;

  for (int route = middle < 0 ? -1 : self->route_of[middle]; route >= 0 && (int) self->stops->len < n_wanted; route = find_next (self))
    take_route (self, route);
  for (guint i = 0; i < self->stops->len; i++)
    n_visits[self->lane->slice->node_of_stop[g_array_index (self->stops, int, i)]]++;
  n_used = (int) self->routes->len;
  take_empty (self);
  return n_used;
}

/* The quarter's routes as the lane holds them, numbered as in the slice. */
static void
invite (DrayQuarter *self)
{
  const DraySlice *whole = self->lane->slice, *slice = self->slice;
  g_autofree int *next = g_new (int, slice->n + slice->n_routes);

  for (int r = 0; r < slice->n_routes; r++) {
    int last = slice->n + r;

    for (int node = self->lane->best_next[whole->n + self->routes[r]]; node < whole->n; node = self->lane->best_next[node])
      last = next[last] = slice->node_of_stop[whole->stop[node]];
    next[last] = slice->n + slice->n_routes + r;
  }
  dray_genetic_invite (self->genetic, next);
  self->cost = self->genetic->best_cost;
}

/**
 * dray_quarter_new:
 * @n_wanted: stops, at least, unless the routes have fewer
 * @n_visits: (array): [n of the lane's slice]: how often each stop was in a quarter; counted up
 *
 * Returns: (nullable): %NULL where there is nothing to breed around the stop that was drawn
 */
DrayQuarter *
dray_quarter_new (DrayLane     *lane,
                  int           n_wanted,
                  int          *n_visits,
                  DrayRandom   *random,
                  GCancellable *cancellable)
{
  const DraySlice *slice = lane->slice;
  g_autofree int *route_of = g_new (int, slice->n), *n_ties = g_new0 (int, slice->n_routes);
  g_autoptr (GArray) routes = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr (GArray) stops = g_array_new (FALSE, FALSE, sizeof (int));
  Choice choice = { lane, route_of, n_ties, routes, stops };
  int n_used = choose (&choice, n_wanted, n_visits, random);
  g_autofree int *vehicles = g_new (int, routes->len + 1);

  if (stops->len < 8)
    return NULL;
  for (guint r = 0; r < routes->len; r++)
    vehicles[r] = slice->vehicle[g_array_index (routes, int, r)];

  g_autoptr (DrayQuarter) self = g_new0 (DrayQuarter, 1);

  self->lane = lane;
  self->slice = dray_slice_new (slice->problem, (int *) (void *) stops->data, (int) stops->len, vehicles, (int) routes->len);
  self->genetic = dray_genetic_new (self->slice, n_used, dray_random_u64 (random), cancellable);
  self->routes = (int *) (void *) g_array_free (g_steal_pointer (&routes), FALSE);
  invite (self);
  return self->cost < G_MAXINT64 ? g_steal_pointer (&self) : NULL;
}

void
dray_quarter_free (DrayQuarter *self)
{
  dray_genetic_free (self->genetic);
  dray_slice_free (self->slice);
  g_free (self->routes);
  g_free (self);
}

/* One plan more of the quarter. */
void
dray_quarter_step (DrayQuarter *self)
{
  const DraySlice *whole = self->lane->slice, *slice = self->slice;
  const DrayGenetic *genetic = self->genetic;
  const int *nodes = genetic->best_nodes;

  dray_genetic_step (self->genetic);
  if (genetic->best_cost >= self->cost)
    return;
  for (int r = 0; r < slice->n_routes; r++) {
    int last = whole->n + self->routes[r];

    for (int i = 0; r < genetic->loose->n_routes && i < genetic->best_n_stops[r]; i++)
      last = self->lane->best_next[last] = whole->node_of_stop[slice->stop[*nodes++]];
    self->lane->best_next[last] = whole->n + whole->n_routes + self->routes[r];
  }
  self->lane->best_cost -= self->cost - genetic->best_cost;
  self->cost = genetic->best_cost;
  dray_lane_mark_all (self->lane);
}
