/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SWAP*: two stops of two routes change routes, each to its best place there. Of each stop the three best places in each route are kept, one
 * of which is not beside the stop that leaves.
 *
 * Source: Vidal, "Hybrid genetic search for the CVRP: open-source implementation and SWAP* neighborhood", Computers & Operations Research
 * 140 (2022), section 3.2. Ours weighs windows too: gains are first summed as if they were independent, then the two routes are walked. */
#include "config.h"

#include "dray-loose-private.h"

#define N_BEST 3
#define N_TOUCHING 10

typedef struct _DrayStarPlace {
  gint64 cost[N_BEST];
  int    after[N_BEST];
  int    seen;            /* when; the route had changed at that time */
} DrayStarPlace;

/* A route that loses one stop and gets another behind a node; -1: none. */
typedef struct {
  int out;
  int in;
  int after;
} Change;

static gint64
price_between (const DrayLoose *self,
               int              before,
               int              node,
               int              behind)
{
  const DrayLooseRoute *route = &self->routes[self->nodes[before].route];
  gint64 cost = (gint64) dray_loose_get_way (self, before, node) + dray_loose_get_way (self, node, behind) - dray_loose_get_way (self, before, behind);

  if (self->clocked) {
    DraySegment segment = dray_segment_join (self->to[before], self->own[node], dray_loose_get_time (self, before, node));

    segment = dray_segment_join (segment, self->from[behind], dray_loose_get_time (self, node, behind));
    cost += self->price_late * ((gint64) segment.late - route->late);
  }
  return cost;
}

static gint64
price_removal (const DrayLoose *self,
               int              node)
{
  const DrayLooseRoute *route = &self->routes[self->nodes[node].route];
  int before = self->nodes[node].prev, behind = self->nodes[node].next;
  gint64 cost = (gint64) dray_loose_get_way (self, before, behind) - dray_loose_get_way (self, before, node) - dray_loose_get_way (self, node, behind);

  if (self->clocked && route->late > 0)
    cost += self->price_late
            * ((gint64) dray_segment_join (self->to[before], self->from[behind], dray_loose_get_time (self, before, behind)).late - route->late);
  return cost;
}

static const DrayStarPlace *
get_places (DrayLoose *self,
            int        node,
            int        route)
{
  DrayStarPlace *place = &self->places[(gsize) node * (gsize) self->n_routes + (gsize) route];

  if (place->seen == self->routes[route].changed)
    return place;
  *place = (DrayStarPlace) { { G_MAXINT64, G_MAXINT64, G_MAXINT64 }, { -1, -1, -1 }, self->routes[route].changed };
  for (int after = self->n + route; after != self->n + self->n_routes + route; after = self->nodes[after].next) {
    gint64 cost = price_between (self, after, node, self->nodes[after].next);
    int k = N_BEST - 1;

    if (cost >= place->cost[k])
      continue;
    for (; k > 0 && place->cost[k - 1] > cost; k--) {
      place->cost[k] = place->cost[k - 1];
      place->after[k] = place->after[k - 1];
    }
    place->cost[k] = cost;
    place->after[k] = after;
  }
  return place;
}

/* Where it is best to put @in into the route that @out leaves. Sets @after */
static gint64
find_place (DrayLoose *self,
            int        in,
            int        out,
            int       *after)
{
  int before = self->nodes[out].prev, behind = self->nodes[out].next;
  const DrayStarPlace *place = get_places (self, in, self->nodes[out].route);
  gint64 cost = (gint64) dray_loose_get_way (self, before, in) + dray_loose_get_way (self, in, behind) - dray_loose_get_way (self, before, behind);

  *after = before;
  if (self->clocked) {
    DraySegment segment = dray_segment_join (self->to[before], self->own[in], dray_loose_get_time (self, before, in));
    int late = dray_segment_join (self->to[before], self->from[behind], dray_loose_get_time (self, before, behind)).late;

    cost += self->price_late * ((gint64) dray_segment_join (segment, self->from[behind], dray_loose_get_time (self, in, behind)).late - late);
  }
  for (int k = 0; k < N_BEST && place->after[k] >= 0; k++)
    if (place->after[k] != out && place->after[k] != before) {
      if (place->cost[k] < cost) {
        cost = place->cost[k];
        *after = place->after[k];
      }
      break;
    }
  return cost;
}

static int
get_late (const DrayLoose *self,
          int              route,
          const Change    *change)
{
  int end = self->n + self->n_routes + route, last = self->n + route;
  DraySegment segment = self->to[last];

  for (int node = last; node != end; node = self->nodes[node].next) {
    int then[2] = { node == change->after ? change->in : -1, self->nodes[node].next == change->out ? -1 : self->nodes[node].next };

    for (int k = 0; k < 2; k++)
      if (then[k] >= 0) {
        segment = dray_segment_join (segment, self->own[then[k]], dray_loose_get_time (self, last, then[k]));
        last = then[k];
      }
  }
  return segment.late;
}

static void
change_route (DrayLoose    *self,
              const Change *change)
{
  DrayLooseNode *nodes = self->nodes;
  int behind = nodes[change->after].next;

  nodes[change->after].next = change->in;
  nodes[change->in].prev = change->after;
  nodes[change->in].next = behind;
  nodes[behind].prev = change->in;
}

static void
unlink_node (DrayLoose *self,
        int        node)
{
  self->nodes[self->nodes[node].prev].next = self->nodes[node].next;
  self->nodes[self->nodes[node].next].prev = self->nodes[node].prev;
}

static gboolean
exchange (DrayLoose *self,
          int        a,
          int        b,
          int        u,
          int        v)
{
  int load = self->nodes[u].demand - self->nodes[v].demand;
  gint64 loads = dray_loose_price (self, self->routes[a].load - load, 0) + dray_loose_price (self, self->routes[b].load + load, 0)
                 - dray_loose_price (self, self->routes[a].load, 0) - dray_loose_price (self, self->routes[b].load, 0);
  gint64 removal = price_removal (self, u) + price_removal (self, v);
  Change change_a = { .out = u, .in = v }, change_b = { .out = v, .in = u };

  /* Putting in rarely gains by itself. */
  if (loads + removal >= 0)
    return FALSE;
  gint64 delta = loads + removal + find_place (self, v, u, &change_a.after);

  if (delta >= 0 || (delta += find_place (self, u, v, &change_b.after)) >= 0)
    return FALSE;
  if (self->clocked) {
    const Change *changes[] = { &change_a, &change_b };
    const int routes[] = { a, b };
    gint64 exact = loads;

    for (int k = 0; k < 2; k++) {
      int before = self->nodes[changes[k]->out].prev, behind = self->nodes[changes[k]->out].next, after = changes[k]->after, in = changes[k]->in;
      int next = after == before ? behind : self->nodes[after].next;

      exact += (gint64) dray_loose_get_way (self, before, behind) - dray_loose_get_way (self, before, changes[k]->out)
               - dray_loose_get_way (self, changes[k]->out, behind) + dray_loose_get_way (self, after, in) + dray_loose_get_way (self, in, next)
               - dray_loose_get_way (self, after, next);
      exact += self->price_late * ((gint64) get_late (self, routes[k], changes[k]) - self->routes[routes[k]].late);
    }
    if (exact >= 0)
      return FALSE;
  }
  unlink_node (self, u);
  unlink_node (self, v);
  change_route (self, &change_a);
  change_route (self, &change_b);
  dray_loose_count (self, a);
  dray_loose_count (self, b);
  return TRUE;
}

static gboolean
are_touching (const DrayLoose *self,
              int              a,
              int              b)
{
  for (int u = self->nodes[self->n + a].next; u < self->n; u = self->nodes[u].next)
    for (int k = 0; k < MIN (N_TOUCHING, self->slice->n_near); k++)
      if (self->nodes[self->slice->near[u * self->slice->n_near + k]].route == b)
        return TRUE;
  return FALSE;
}

/* Returns: whether something was exchanged between the two routes */
gboolean
dray_loose_exchange_stars (DrayLoose *self,
                           int        a,
                           int        b)
{
  if (self->places == NULL)
    self->places = g_new0 (DrayStarPlace, (gsize) self->n * (gsize) self->n_routes);
  if (!are_touching (self, a, b))
    return FALSE;
  for (int u = self->nodes[self->n + a].next; u < self->n; u = self->nodes[u].next)
    for (int v = self->nodes[self->n + b].next; v < self->n; v = self->nodes[v].next)
      if (exchange (self, a, b, u, v))
        return TRUE;
  return FALSE;
}
