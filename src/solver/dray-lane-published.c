/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The published routes, as far as they may still be driven: what a churn budget counts from. Where one may not be driven any more, units
 * leave it one by one, first those at which it breaks a rule, so that as much as possible of it stays as it was told. */
#include "config.h"

#include "dray-lane-private.h"

typedef struct {
  const DraySlice *slice;
  DrayState       *state;
  guint8          *is_dropped;   /* [n_units] */
  int             *fixed_on;     /* [n_units]: the vehicle whose prefix names it, or DRAY_NONE */
  int             *nodes;        /* [n]: of the route at hand */
  int              n;
} Published;

static gboolean
is_listed (const Published *self,
           int              node)
{
  for (int i = 0; i < self->n; i++)
    if (self->nodes[i] == node)
      return TRUE;
  return FALSE;
}

static void
list (Published *self,
      int        node)
{
  if (!is_listed (self, node))
    self->nodes[self->n++] = node;
}

static int
compare_ranks (gconstpointer a,
               gconstpointer b,
               gpointer      data)
{
  const Published *self = data;
  const int *rank = self->slice->problem->old_rank, *stop = self->slice->stop;

  return rank[stop[*(const int *) a]] - rank[stop[*(const int *) b]];
}

/* The fixed prefix, then what was published and still is its own, then what its units owe besides. */
static void
list_route (Published *self,
            int        route)
{
  const DraySlice *slice = self->slice;
  const DrayProblem *problem = slice->problem;
  int v = slice->vehicle[route], first;

  self->n = 0;
  for (int k = 0; k < problem->vehicles[v].n_prefix; k++)
    list (self, slice->node_of_stop[problem->vehicles[v].prefix[k]]);
  first = self->n;
  for (int i = 0; i < slice->n; i++) {
    int unit = slice->unit[i];

    if (problem->old_vehicle[slice->stop[i]] == v && !self->is_dropped[unit] && (self->fixed_on[unit] == DRAY_NONE || self->fixed_on[unit] == v))
      list (self, i);
  }
  g_qsort_with_data (self->nodes + first, self->n - first, sizeof *self->nodes, compare_ranks, self);
  for (int k = 0, n = self->n; k < n; k++) {
    int unit = slice->unit[self->nodes[k]];

    for (int i = slice->unit_first[unit]; i < slice->unit_first[unit + 1] && self->fixed_on[unit] == v; i++)
      list (self, slice->unit_nodes[i]);
  }
}

static gboolean
is_lawful (Published *self,
           int        route,
           int       *at)
{
  DrayRouteCheck check;

  for (int i = 0; i < self->n; i++)
    self->state->trial[i] = self->slice->stop[self->nodes[i]];
  self->state->scratch->lenient = FALSE;
  if (dray_route_evaluate (self->state->scratch, self->slice->vehicle[route], self->state->trial, self->n, &check))
    return TRUE;
  *at = CLAMP (check.at, 0, self->n - 1);
  return FALSE;
}

/* Drops the unit at @at, or else the last one before it that may go. Returns: FALSE where none may */
static gboolean
drop (Published *self,
      int        at)
{
  for (int i = at; i >= 0; i--)
    if (self->fixed_on[self->slice->unit[self->nodes[i]]] == DRAY_NONE) {
      self->is_dropped[self->slice->unit[self->nodes[i]]] = 1;
      return TRUE;
    }
  return FALSE;
}

/* A unit that was published in part, or on two vehicles, stands nowhere. */
static void
drop_broken_units (Published *self)
{
  const DraySlice *slice = self->slice;
  const DrayProblem *problem = slice->problem;

  for (int u = 0; u < slice->n_units; u++) {
    int first = problem->old_vehicle[slice->stop[slice->unit_nodes[slice->unit_first[u]]]];

    self->fixed_on[u] = DRAY_NONE;
    for (int i = slice->unit_first[u]; i < slice->unit_first[u + 1]; i++) {
      int stop = slice->stop[slice->unit_nodes[i]];

      self->is_dropped[u] |= problem->old_vehicle[stop] != first;
      if (problem->prefix_vehicle[stop] != DRAY_NONE)
        self->fixed_on[u] = problem->prefix_vehicle[stop];
    }
  }
}

/* Whether the route is lawful without one unit. */
static gboolean
try_without (Published *self,
             int        route,
             int        unit)
{
  int at;

  if (self->fixed_on[unit] != DRAY_NONE)
    return FALSE;
  self->is_dropped[unit] = 1;
  list_route (self, route);
  if (is_lawful (self, route, &at))
    return TRUE;
  self->is_dropped[unit] = 0;
  list_route (self, route);
  return FALSE;
}

/* One unit whose going is enough, from the end on; the rule may break elsewhere than where the trouble is. */
static gboolean
drop_one (Published *self,
          int        route)
{
  for (int i = self->n - 1; i >= 0 && i < self->n; i--)
    if (try_without (self, route, self->slice->unit[self->nodes[i]]))
      return TRUE;
  return FALSE;
}

static gboolean
mend_route (Published *self,
            int        route)
{
  int at;

  list_route (self, route);
  while (self->n > 0 && !is_lawful (self, route, &at)) {
    if (drop_one (self, route))
      return TRUE;
    if (!drop (self, at))
      return FALSE;
    list_route (self, route);
  }
  return TRUE;
}

/* Returns: FALSE where nothing of the published routes could be loaded */
gboolean
dray_lane_load_published (DrayLane *lane)
{
  const DraySlice *slice = lane->slice;
  g_autofree guint8 *is_dropped = g_new0 (guint8, slice->n_units + 1);
  g_autofree int *fixed_on = g_new (int, slice->n_units + 1), *route = g_new (int, slice->n + 1), *nodes = g_new (int, slice->n + 1);
  g_autofree int *n_stops = g_new0 (int, slice->n_routes + 1);
  Published self = { slice, lane->state, is_dropped, fixed_on, route, 0 };
  int n = 0;

  drop_broken_units (&self);
  /* A unit of several vehicles' stops was dropped above, so mending one route never changes another. */
  for (int r = 0; r < slice->n_routes; r++) {
    if (!mend_route (&self, r))
      return FALSE;
    for (int i = 0; i < self.n; i++)
      nodes[n++] = route[i];
    n_stops[r] = self.n;
  }
  return dray_state_load (lane->state, nodes, n_stops);
}
