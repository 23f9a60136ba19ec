/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Routes that may break their windows and loads at a price: what is counted along them. */
#include "config.h"

#include "dray-loose-private.h"

#include "dray-anneal-private.h"
#include "dray-move-private.h"

#include <string.h>

/* Sums over a route must fit 32 bits. */
#define MOST_TIME (1 << 26)

static int
find_most_time (const DraySlice *slice)
{
  int most = 0;

  for (int i = 0; i < slice->n + 2 * slice->n_routes; i++) {
    most = MAX (most, slice->open[i]);
    most = MAX (most, slice->service[i]);
    if (slice->close[i] < DRAY_TIME_MAX)
      most = MAX (most, slice->close[i]);
  }
  for (gsize cell = 0; cell < (gsize) slice->n_places * (gsize) slice->n_places; cell++)
    most = MAX (most, MAX (slice->duration[0][cell], slice->distance[0][cell]));
  return most;
}

/* Like vehicles, and nothing that may be left out: what else a plain problem may have is not weighed here. */
gboolean
dray_loose_supports (const DraySlice *slice)
{
  if (!dray_move_supports_plain (slice) || slice->n_kinds != 1 || slice->n < 8 || slice->vehicle_cost > 0
      || (slice->problem->features & DRAY_FEATURE_CHURN))
    return FALSE;
  for (int u = 0; u < slice->n_units; u++)
    if (slice->unit_penalty[u] < DRAY_MISSING_COST)
      return FALSE;
  return (gint64) find_most_time (slice) * 8 < MOST_TIME;
}

static void
set_node (DrayLoose *self,
          int        node,
          int        like)
{
  const DraySlice *slice = self->slice;

  self->nodes[node].place = slice->place[like];
  self->nodes[node].demand = like < slice->n && slice->n_loads > 0 ? slice->delivery[like] : 0;
  self->own[node] = (DraySegment) { slice->service[like], 0, slice->open[like], MIN (slice->close[like], MOST_TIME) };
}

DrayLoose *
dray_loose_new (const DraySlice *slice,
                int              n_routes,
                guint64          seed)
{
  DrayLoose *self = g_new0 (DrayLoose, 1);
  int n = slice->n, n_nodes = n + 2 * n_routes;

  self->slice = slice;
  self->n = n;
  self->n_routes = n_routes;
  self->clocked = slice->clocked;
  self->n_places = slice->n_places;
  self->distance = slice->distance[0];
  self->duration = slice->duration[0];
  self->symmetric = slice->distance[0] == slice->distance_to[0];
  self->capacity = slice->n_loads > 0 ? slice->capacity[0] : G_MAXINT / 2;
  self->fixed_cost = slice->fixed_cost[0];
  self->nodes = g_new0 (DrayLooseNode, n_nodes);
  self->own = g_new0 (DraySegment, n_nodes);
  self->to = g_new0 (DraySegment, n_nodes);
  self->from = g_new0 (DraySegment, n_nodes);
  self->routes = g_new0 (DrayLooseRoute, n_routes);
  self->order = g_new0 (int, n);
  self->tested = g_new0 (int, n);
  self->n_near = MIN (slice->clocked ? 30 : 20, slice->n_near);
  dray_random_init (&self->random, seed);
  for (int i = 0; i < n; i++) {
    self->order[i] = i;
    set_node (self, i, i);
  }
  for (int r = 0; r < n_routes; r++) {
    set_node (self, n + r, n);
    set_node (self, n + n_routes + r, n + slice->n_routes);
  }
  return self;
}

void
dray_loose_free (DrayLoose *self)
{
  g_free (self->nodes);
  g_free (self->own);
  g_free (self->to);
  g_free (self->from);
  g_free (self->routes);
  g_free (self->order);
  g_free (self->tested);
  g_free (self->places);
  g_free (self);
}

/* Counts everything of a route anew whose nodes were linked otherwise. */
void
dray_loose_count (DrayLoose *self,
                  int        route)
{
  DrayLooseNode *nodes = self->nodes;
  DrayLooseRoute *tour = &self->routes[route];
  int start = self->n + route, end = start + self->n_routes, load = 0, distance = 0, rank = 0;

  self->n_used -= tour->n_stops > 0;
  nodes[start].rank = nodes[start].load = 0;
  nodes[start].route = nodes[end].route = route;
  self->to[start] = self->own[start];
  for (int prev = start, node = nodes[start].next;; prev = node, node = nodes[node].next) {
    load += nodes[node].demand;
    nodes[prev].way = dray_loose_get_way (self, prev, node);
    distance += nodes[prev].way;
    nodes[node].route = route;
    nodes[node].load = load;
    nodes[node].rank = ++rank;
    if (self->clocked)
      self->to[node] = dray_segment_join (self->to[prev], self->own[node], dray_loose_get_time (self, prev, node));
    if (node == end)
      break;
  }
  self->from[end] = self->own[end];
  for (int node = nodes[end].prev, next = end; self->clocked; next = node, node = nodes[node].prev) {
    self->from[node] = dray_segment_join (self->own[node], self->from[next], dray_loose_get_time (self, node, next));
    if (node == start)
      break;
  }
  tour->n_stops = rank - 1;
  tour->load = load;
  tour->distance = distance;
  tour->late = self->clocked ? self->to[end].late : 0;
  tour->penalty = dray_loose_price (self, load, tour->late);
  tour->changed = ++self->clock;
  self->n_used += tour->n_stops > 0;
}

/* @nodes: of all routes one after another, some of the stops; @n_stops: [n_routes] */
void
dray_loose_load (DrayLoose *self,
                 const int *nodes,
                 const int *n_stops)
{
  /* The clock never goes back, so that what was kept of other routes is known to be old. */
  if (self->clock > G_MAXINT / 2) {
    self->clock = 0;
    g_clear_pointer (&self->places, g_free);
  }
  for (int i = 0; i < self->n; i++)
    self->nodes[i].route = -1;
  for (int r = 0; r < self->n_routes; r++) {
    int last = self->n + r, end = last + self->n_routes;

    for (int i = 0; i < n_stops[r]; i++, nodes++) {
      self->nodes[last].next = *nodes;
      self->nodes[*nodes].prev = last;
      self->tested[*nodes] = -1;
      last = *nodes;
    }
    self->nodes[last].next = end;
    self->nodes[end].prev = last;
    dray_loose_count (self, r);
    self->routes[r].starred = -1;
  }
}

/* What it costs to put a stop behind a node, with what is broken by it. */
static gint64
price_place (const DrayLoose *self,
             int              node,
             int              after)
{
  int behind = self->nodes[after].next, route = self->nodes[after].route;
  const DrayLooseRoute *tour = &self->routes[route];
  gint64 cost = (gint64) dray_loose_get_way (self, after, node) + dray_loose_get_way (self, node, behind) - dray_loose_get_way (self, after, behind);
  int late = 0;

  if (self->clocked) {
    DraySegment segment = dray_segment_join (self->to[after], self->own[node], dray_loose_get_time (self, after, node));

    late = dray_segment_join (segment, self->from[behind], dray_loose_get_time (self, node, behind)).late;
  }
  if (tour->n_stops == 0)
    cost += self->fixed_cost + dray_loose_get_way (self, after, behind);
  return cost + dray_loose_price (self, tour->load + self->nodes[node].demand, late) - tour->penalty;
}

/* Puts a stop that is in no route where it costs least beside its neighbours, or into an empty route. */
void
dray_loose_insert (DrayLoose *self,
                   int        node)
{
  const int *near = &self->slice->near[node * self->slice->n_near];
  int best = -1, empty = 0;
  gint64 least = G_MAXINT64;

  while (empty < self->n_routes - 1 && self->routes[empty].n_stops > 0)
    empty++;
  for (int k = -1; k < self->n_near; k++) {
    int beside = k < 0 ? self->nodes[self->n + self->n_routes + empty].prev : near[k];
    int sides[2] = { beside, k < 0 ? self->n + empty : self->nodes[beside].prev };

    if (self->nodes[beside].route < 0)
      continue;
    for (int side = 0; side < 2; side++) {
      gint64 cost = price_place (self, node, sides[side]);

      if (cost < least) {
        least = cost;
        best = sides[side];
      }
    }
  }
  int behind = self->nodes[best].next;

  self->nodes[node].prev = best;
  self->nodes[node].next = behind;
  self->tested[node] = -1;
  self->nodes[best].next = self->nodes[behind].prev = node;
  dray_loose_count (self, self->nodes[best].route);
}

void
dray_loose_set_prices (DrayLoose *self,
                       gint64     price_late,
                       gint64     price_load)
{
  self->price_late = price_late;
  self->price_load = price_load;
  for (int r = 0; r < self->n_routes; r++)
    self->routes[r].penalty = dray_loose_price (self, self->routes[r].load, self->routes[r].late);
}

/* What the routes cost as such. */
gint64
dray_loose_get_length (const DrayLoose *self)
{
  gint64 sum = 0;

  for (int r = 0; r < self->n_routes; r++)
    if (self->routes[r].n_stops > 0)
      sum += self->routes[r].distance + self->fixed_cost;
  return sum;
}

/* And with what is broken. */
gint64
dray_loose_get_cost (const DrayLoose *self)
{
  gint64 sum = dray_loose_get_length (self);

  for (int r = 0; r < self->n_routes; r++)
    sum += self->routes[r].penalty;
  return sum;
}

gboolean
dray_loose_is_lawful (const DrayLoose *self)
{
  for (int r = 0; r < self->n_routes; r++)
    if (self->routes[r].late > 0 || self->routes[r].load > self->capacity)
      return FALSE;
  return TRUE;
}

void
dray_loose_write (const DrayLoose *self,
                  int             *nodes,
                  int             *n_stops)
{
  for (int r = 0; r < self->n_routes; r++) {
    n_stops[r] = self->routes[r].n_stops;
    for (int node = self->nodes[self->n + r].next; node < self->n; node = self->nodes[node].next)
      *nodes++ = node;
  }
}
