/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of moves on routes that may break rules at a price. Between two routes each costs O(1): what stands before a change and what
 * stands behind it were joined beforehand. Within one route the part between the changed ends is walked. */
#include "config.h"

#include "dray-loose-private.h"

#define ALWAYS_INLINE inline __attribute__ ((always_inline))

static inline void
append (const DrayLoose *self,
        DraySegment     *segment,
        int             *last,
        int              node)
{
  *segment = dray_segment_join (*segment, self->own[node], dray_loose_get_time (self, *last, node));
  *last = node;
}

static inline void
append_range (const DrayLoose *self,
              DraySegment     *segment,
              int             *last,
              int              first,
              int              final,
              gboolean         turned)
{
  if (turned)
    for (int node = final;; node = self->nodes[node].prev) {
      append (self, segment, last, node);
      if (node == first)
        return;
    }
  for (int node = first;; node = self->nodes[node].next) {
    append (self, segment, last, node);
    if (node == final)
      return;
  }
}

static inline int
join_rest (const DrayLoose *self,
           DraySegment      segment,
           int              last,
           int              rest)
{
  return dray_segment_join (segment, self->from[rest], dray_loose_get_time (self, last, rest)).late;
}

/* What comes to the distance when a route stops being empty, or becomes so: an empty one costs nothing, not even its way home. */
static inline gint64
price_use (const DrayLoose *self,
           int              route,
           int              n_stops)
{
  gint64 cost = self->fixed_cost + dray_loose_get_way (self, self->n + route, self->n + self->n_routes + route);

  return (n_stops == 0 ? -cost : 0) + (self->routes[route].n_stops == 0 ? cost : 0);
}

/* The ends of an exchange. */
typedef struct {
  int first_u, last_u, before_u, behind_u;
  int first_v, last_v, behind_v;      /* the stops behind v that go; no first: -1 */
} Ends;

static ALWAYS_INLINE gboolean
find_ends (const DrayLoose     *self,
           int                  length_u,
           int                  length_v,
           const DrayLooseStep *step,
           Ends                *ends)
{
  const DrayLooseNode *nodes = self->nodes;
  int u = step->u, v = step->v;

  if (nodes[u].prev == v)
    return FALSE;
  ends->first_u = ends->last_u = u;
  for (int k = 1; k < length_u; k++) {
    ends->last_u = nodes[ends->last_u].next;
    if (ends->last_u >= self->n)
      return FALSE;
  }
  ends->before_u = nodes[u].prev;
  ends->behind_u = nodes[ends->last_u].next;
  ends->first_v = -1;
  ends->last_v = v;
  for (int k = 0; k < length_v; k++) {
    ends->last_v = nodes[ends->last_v].next;
    if (ends->last_v >= self->n)
      return FALSE;
    if (k == 0)
      ends->first_v = ends->last_v;
  }
  ends->behind_v = nodes[ends->last_v].next;
  if (nodes[u].route != nodes[v].route)
    return TRUE;

  /* Along one route the two must not touch. */
  int rank_u = nodes[u].rank, end_u = nodes[ends->last_u].rank, rank_v = nodes[v].rank, end_v = nodes[ends->last_v].rank;

  if (length_v == 0)
    return rank_v < rank_u || rank_v > end_u;
  return rank_v > end_u || end_v + 1 < rank_u;
}

static ALWAYS_INLINE gint64
get_growth (const DrayLoose     *self,
            const DrayLooseStep *step,
            gboolean             turned,
            const Ends          *e)
{
  int in = turned ? e->last_u : e->first_u, out = turned ? e->first_u : e->last_u, v = step->v;
  gint64 delta = (gint64) dray_loose_get_way (self, v, in) + dray_loose_get_way (self, out, e->behind_v) - dray_loose_get_way (self, e->before_u, e->first_u)
                 - dray_loose_get_way (self, e->last_u, e->behind_u);

  if (e->first_v < 0)
    delta += (gint64) dray_loose_get_way (self, e->before_u, e->behind_u) - dray_loose_get_way (self, v, e->behind_v);
  else
    delta += (gint64) dray_loose_get_way (self, e->before_u, e->first_v) + dray_loose_get_way (self, e->last_v, e->behind_u)
             - dray_loose_get_way (self, v, e->first_v) - dray_loose_get_way (self, e->last_v, e->behind_v);
  if (turned)
    for (int node = e->first_u; node != e->last_u; node = self->nodes[node].next)
      delta += (gint64) dray_loose_get_way (self, self->nodes[node].next, node) - dray_loose_get_way (self, node, self->nodes[node].next);
  return delta;
}

/* How late the route is in which the stops of u and those behind v change places. */
static int
get_late_within (const DrayLoose     *self,
                 const DrayLooseStep *step,
                 gboolean             turned,
                 const Ends          *e)
{
  const DrayLooseNode *nodes = self->nodes;
  gboolean forward = nodes[step->v].rank > nodes[e->first_u].rank;
  int last = forward ? e->before_u : step->v;
  DraySegment segment = self->to[last];

  if (forward) {
    if (e->first_v >= 0)
      append_range (self, &segment, &last, e->first_v, e->last_v, FALSE);
    append_range (self, &segment, &last, e->behind_u, step->v, FALSE);
    append_range (self, &segment, &last, e->first_u, e->last_u, turned);
    return join_rest (self, segment, last, e->behind_v);
  }
  append_range (self, &segment, &last, e->first_u, e->last_u, turned);
  append_range (self, &segment, &last, e->behind_v, e->before_u, FALSE);
  if (e->first_v >= 0)
    append_range (self, &segment, &last, e->first_v, e->last_v, FALSE);
  return join_rest (self, segment, last, e->behind_u);
}

static int
get_late_with (const DrayLoose *self,
               int              before,
               int              first,
               int              final,
               gboolean         turned,
               int              rest)
{
  DraySegment segment = self->to[before];
  int last = before;

  if (first >= 0)
    append_range (self, &segment, &last, first, final, turned);
  return join_rest (self, segment, last, rest);
}

static ALWAYS_INLINE gboolean
evaluate_exchange (const DrayLoose *self,
                   DrayLooseStep   *step,
                   int              length_u,
                   int              length_v,
                   gboolean         turned)
{
  const DrayLooseNode *nodes = self->nodes;
  int a = nodes[step->u].route, b = nodes[step->v].route;
  const DrayLooseRoute *route_a = &self->routes[a], *route_b = &self->routes[b];
  Ends e;

  if (!find_ends (self, length_u, length_v, step, &e))
    return FALSE;
  gint64 delta = get_growth (self, step, turned, &e);

  if (a == b) {
    if (delta >= route_a->penalty)
      return FALSE;
    if (self->clocked)
      delta += dray_loose_price (self, route_a->load, get_late_within (self, step, turned, &e)) - route_a->penalty;
  } else {
    delta += price_use (self, a, route_a->n_stops - length_u + length_v);
    delta += price_use (self, b, route_b->n_stops + length_u - length_v);
    if (delta >= route_a->penalty + route_b->penalty)
      return FALSE;
    int load = nodes[e.last_u].load - nodes[e.before_u].load - (nodes[e.last_v].load - nodes[step->v].load);

    delta += dray_loose_price (self, route_a->load - load, 0) + dray_loose_price (self, route_b->load + load, 0) - route_a->penalty - route_b->penalty;
    if (delta >= 0)
      return FALSE;
    if (self->clocked) {
      delta += self->price_late * get_late_with (self, e.before_u, e.first_v, e.last_v, FALSE, e.behind_u);
      if (delta >= 0)
        return FALSE;
      delta += self->price_late * get_late_with (self, step->v, e.first_u, e.last_u, turned, e.behind_v);
    }
  }
  step->delta = delta;
  return delta < 0;
}

/* A row of the table each, so that the lengths are known when it is compiled: half as long again otherwise. */
#define EXCHANGE(row, length_u, length_v, turned) \
  static gboolean \
  evaluate_##row (const DrayLooseMove *move G_GNUC_UNUSED, const DrayLoose *self, DrayLooseStep *step) \
  { \
    return evaluate_exchange (self, step, length_u, length_v, turned); \
  }

EXCHANGE (one, 1, 0, FALSE)
EXCHANGE (two, 2, 0, FALSE)
EXCHANGE (two_turned, 2, 0, TRUE)
EXCHANGE (three, 3, 0, FALSE)
EXCHANGE (one_for_one, 1, 1, FALSE)
EXCHANGE (two_for_one, 2, 1, FALSE)
EXCHANGE (one_for_two, 1, 2, FALSE)
EXCHANGE (two_for_two, 2, 2, FALSE)

static void
link_nodes (DrayLoose *self,
            int        a,
            int        b)
{
  self->nodes[a].next = b;
  self->nodes[b].prev = a;
}

/* The nodes from first to last the other way round between two others. */
static void
link_range (DrayLoose *self,
            int        before,
            int        first,
            int        last,
            int        behind,
            gboolean   turned)
{
  if (!turned) {
    link_nodes (self, before, first);
    link_nodes (self, last, behind);
    return;
  }
  for (int node = last, at = before;; ) {
    int prev = self->nodes[node].prev;

    link_nodes (self, at, node);
    at = node;
    if (node == first)
      break;
    node = prev;
  }
  link_nodes (self, first, behind);
}

static void
apply_exchange (const DrayLooseMove *move,
                DrayLoose           *self,
                const DrayLooseStep *step)
{
  int a = self->nodes[step->u].route, b = self->nodes[step->v].route;
  Ends e;

  if (!find_ends (self, move->length_u, move->length_v, step, &e))
    g_assert_not_reached ();
  if (e.first_v >= 0)
    link_range (self, e.before_u, e.first_v, e.last_v, e.behind_u, FALSE);
  else
    link_nodes (self, e.before_u, e.behind_u);
  /* With nothing between the two, what stands behind is the other's neighbour. */
  link_range (self, step->v, e.first_u, e.last_u, e.behind_v, move->turned);
  dray_loose_count (self, a);
  if (b != a)
    dray_loose_count (self, b);
}

/* The routes of u and v exchange what follows: u and all behind it go behind v. */
static gboolean
evaluate_tails (const DrayLooseMove *move G_GNUC_UNUSED,
                const DrayLoose     *self,
                DrayLooseStep       *step)
{
  const DrayLooseNode *nodes = self->nodes;
  int u = step->u, v = step->v, a = nodes[u].route, b = nodes[v].route, before = nodes[u].prev, behind = nodes[v].next;
  const DrayLooseRoute *route_a = &self->routes[a], *route_b = &self->routes[b];

  if (a == b)
    return FALSE;
  gint64 delta = (gint64) dray_loose_get_way (self, v, u) + dray_loose_get_way (self, before, behind) - dray_loose_get_way (self, before, u)
                 - dray_loose_get_way (self, v, behind);

  delta += price_use (self, a, nodes[before].rank + route_b->n_stops - nodes[v].rank);
  delta += price_use (self, b, nodes[v].rank + route_a->n_stops - nodes[before].rank);
  if (delta >= route_a->penalty + route_b->penalty)
    return FALSE;
  int load = route_a->load - nodes[before].load - (route_b->load - nodes[v].load);

  delta += dray_loose_price (self, route_a->load - load, 0) + dray_loose_price (self, route_b->load + load, 0) - route_a->penalty - route_b->penalty;
  if (self->clocked && delta < 0)
    delta += self->price_late * ((gint64) join_rest (self, self->to[v], v, u) + join_rest (self, self->to[before], before, behind));
  step->delta = delta;
  return delta < 0;
}

static void
apply_tails (const DrayLooseMove *move G_GNUC_UNUSED,
             DrayLoose           *self,
             const DrayLooseStep *step)
{
  DrayLooseNode *nodes = self->nodes;
  int u = step->u, v = step->v, a = nodes[u].route, b = nodes[v].route, before = nodes[u].prev, behind = nodes[v].next;
  int end_a = self->n + self->n_routes + a, end_b = self->n + self->n_routes + b, last_a = nodes[end_a].prev, last_b = nodes[end_b].prev;

  link_nodes (self, v, u);
  link_nodes (self, last_a, end_b);
  if (behind == end_b) {
    link_nodes (self, before, end_a);
  } else {
    link_nodes (self, before, behind);
    link_nodes (self, last_b, end_a);
  }
  dray_loose_count (self, a);
  dray_loose_count (self, b);
}

/* The part behind v up to u turns round, so that u follows v (2-opt). */
static gboolean
evaluate_turn (const DrayLooseMove *move G_GNUC_UNUSED,
               const DrayLoose     *self,
               DrayLooseStep       *step)
{
  const DrayLooseNode *nodes = self->nodes;
  int u = step->u, v = step->v, behind_v = nodes[v].next, behind_u = nodes[u].next, last = v;
  const DrayLooseRoute *route = &self->routes[nodes[u].route];

  if (nodes[v].route != nodes[u].route || nodes[u].rank <= nodes[v].rank + 1)
    return FALSE;
  gint64 delta = (gint64) dray_loose_get_way (self, v, u) + dray_loose_get_way (self, behind_v, behind_u) - dray_loose_get_way (self, v, behind_v)
                 - dray_loose_get_way (self, u, behind_u);

  for (int node = behind_v; !self->symmetric && node != u; node = nodes[node].next)
    delta += (gint64) dray_loose_get_way (self, nodes[node].next, node) - dray_loose_get_way (self, node, nodes[node].next);
  if (delta >= route->penalty)
    return FALSE;
  if (self->clocked) {
    DraySegment segment = self->to[v];

    append_range (self, &segment, &last, behind_v, u, TRUE);
    delta += dray_loose_price (self, route->load, join_rest (self, segment, last, behind_u)) - route->penalty;
  }
  step->delta = delta;
  return delta < 0;
}

static void
apply_turn (const DrayLooseMove *move G_GNUC_UNUSED,
            DrayLoose           *self,
            const DrayLooseStep *step)
{
  int v = step->v, u = step->u;

  link_range (self, v, self->nodes[v].next, u, self->nodes[u].next, TRUE);
  dray_loose_count (self, self->nodes[u].route);
}

/* u follows v the other way round, with all that stood before it; what stood behind v goes, turned, before what stood behind u. Only where
 * the way back is as long and nobody looks at the clock. */
static gboolean
evaluate_cross (const DrayLooseMove *move G_GNUC_UNUSED,
                const DrayLoose     *self,
                DrayLooseStep       *step)
{
  const DrayLooseNode *nodes = self->nodes;
  int u = step->u, v = step->v, a = nodes[u].route, b = nodes[v].route, behind_u = nodes[u].next, behind_v = nodes[v].next;
  const DrayLooseRoute *route_a = &self->routes[a], *route_b = &self->routes[b];

  if (a == b || self->clocked || !self->symmetric || nodes[self->n].place != nodes[self->n + self->n_routes].place)
    return FALSE;
  gint64 delta = (gint64) dray_loose_get_way (self, v, u) + dray_loose_get_way (self, behind_v, behind_u) - dray_loose_get_way (self, u, behind_u)
                 - dray_loose_get_way (self, v, behind_v);

  /* Route b keeps its head and gets the head of a; route a gets both tails. */
  delta += price_use (self, a, route_a->n_stops - nodes[u].rank + route_b->n_stops - nodes[v].rank);
  delta += price_use (self, b, nodes[u].rank + nodes[v].rank);
  if (delta >= route_a->penalty + route_b->penalty)
    return FALSE;
  int load = nodes[u].load + nodes[v].load;

  delta += dray_loose_price (self, load, 0) + dray_loose_price (self, route_a->load + route_b->load - load, 0) - route_a->penalty - route_b->penalty;
  step->delta = delta;
  return delta < 0;
}

static void
apply_cross (const DrayLooseMove *move G_GNUC_UNUSED,
             DrayLoose           *self,
             const DrayLooseStep *step)
{
  DrayLooseNode *nodes = self->nodes;
  int u = step->u, v = step->v, a = nodes[u].route, b = nodes[v].route, start_a = self->n + a, behind_u = nodes[u].next, behind_v = nodes[v].next;
  int end_b = self->n + self->n_routes + b, first_a = nodes[start_a].next, last_b = nodes[end_b].prev;

  link_range (self, v, first_a, u, end_b, TRUE);
  if (behind_v == end_b)
    link_nodes (self, start_a, behind_u);
  else
    link_range (self, start_a, behind_v, last_b, behind_u, TRUE);
  dray_loose_count (self, a);
  dray_loose_count (self, b);
}

const DrayLooseMove dray_loose_moves[] = {
  { "one", 1, 0, FALSE, evaluate_one, apply_exchange },
  { "two", 2, 0, FALSE, evaluate_two, apply_exchange },
  { "two-turned", 2, 0, TRUE, evaluate_two_turned, apply_exchange },
  { "three", 3, 0, FALSE, evaluate_three, apply_exchange },
  { "one-for-one", 1, 1, FALSE, evaluate_one_for_one, apply_exchange },
  { "two-for-one", 2, 1, FALSE, evaluate_two_for_one, apply_exchange },
  { "one-for-two", 1, 2, FALSE, evaluate_one_for_two, apply_exchange },
  { "two-for-two", 2, 2, FALSE, evaluate_two_for_two, apply_exchange },
  { "tails", 0, 0, FALSE, evaluate_tails, apply_tails },
  { "turn", 0, 0, FALSE, evaluate_turn, apply_turn },
  { "cross", 0, 0, FALSE, evaluate_cross, apply_cross },
};

const int dray_n_loose_moves = G_N_ELEMENTS (dray_loose_moves);
