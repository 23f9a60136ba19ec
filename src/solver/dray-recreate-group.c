/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts a unit of several stops in (several pickups or deliveries, stops tied by relations, what a fixed prefix still owes): one stop after
 * another where it adds least distance and keeps the unit's order, on each vehicle in turn; the whole is then judged exactly. */
#include "config.h"

#include "dray-seeker-private.h"

#include <string.h>

typedef struct {
  DraySeeker *seek;
  int         route;
  int        *trial;     /* problem stops */
  int        *nodes;     /* the same as nodes */
  int         n;
} Group;

static gboolean
must_follow (const DrayProblem *problem,
             int                first,
             int                second)
{
  if (problem->stop_order[first] == problem->stop_order[second])
    return problem->stops[first].role == DRAY_STOP_ROLE_PICKUP && problem->stops[second].role == DRAY_STOP_ROLE_DELIVERY;
  return FALSE;
}

/* The first index at which a stop may go in: behind what must come before it. */
static int
find_first_index (const Group *self,
                  int          stop)
{
  const DrayProblem *problem = self->seek->slice->problem;
  int first = problem->vehicles[self->seek->slice->vehicle[self->route]].n_prefix;

  for (int i = 0; i < self->n; i++) {
    if (must_follow (problem, self->trial[i], stop))
      first = MAX (first, i + 1);
    for (int k = problem->relation_first[stop]; k < problem->relation_first[stop + 1]; k++) {
      const DrayRelation *relation = &problem->relations[problem->stop_relations[k]];

      for (int m = 0; relation->kind >= DRAY_RELATION_BEFORE && m < relation->n_stops && relation->stops[m] != stop; m++)
        if (relation->stops[m] == self->trial[i])
          first = MAX (first, i + 1);
    }
  }
  return first;
}

static gboolean
is_direct (const DrayProblem *problem,
           int                stop)
{
  for (int k = problem->relation_first[stop]; k < problem->relation_first[stop + 1]; k++) {
    const DrayRelation *relation = &problem->relations[problem->stop_relations[k]];

    if (relation->kind == DRAY_RELATION_DIRECTLY_BEFORE && relation->stops[0] != stop)
      return TRUE;
  }
  return FALSE;
}

static gint64
get_growth (const Group *self,
            int          at,
            int          node)
{
  const DraySlice *slice = self->seek->slice;
  const DrayState *state = self->seek->state;
  int prev = at > 0 ? self->nodes[at - 1] : dray_state_get_start (state, self->route);
  int next = at < self->n ? self->nodes[at] : dray_state_get_end (state, self->route);

  return (gint64) dray_slice_get_distance (slice, self->route, prev, node) + dray_slice_get_distance (slice, self->route, node, next)
         - dray_slice_get_distance (slice, self->route, prev, next);
}

static void
insert (Group *self,
        int    node)
{
  int stop = self->seek->slice->stop[node], first = find_first_index (self, stop), best_at = first;
  int last = is_direct (self->seek->slice->problem, stop) ? first : self->n;
  gint64 best = G_MAXINT64;

  for (int at = first; at <= last; at++) {
    gint64 growth = get_growth (self, at, node);

    if (growth < best && (best == G_MAXINT64 || !dray_seeker_blinks (self->seek))) {
      best = growth;
      best_at = at;
    }
  }
  memmove (&self->trial[best_at + 1], &self->trial[best_at], (gsize) (self->n - best_at) * sizeof (int));
  memmove (&self->nodes[best_at + 1], &self->nodes[best_at], (gsize) (self->n - best_at) * sizeof (int));
  self->trial[best_at] = stop;
  self->nodes[best_at] = node;
  self->n++;
}

static gboolean
try_route (Group  *self,
           int     route,
           int     unit,
           gint64 *delta)
{
  const DraySlice *slice = self->seek->slice;
  DrayState *state = self->seek->state;
  gint64 cost;

  self->route = route;
  self->n = 0;
  for (int k = slice->unit_first[unit]; k < slice->unit_first[unit + 1]; k++) {
    dray_seeker_set_node (self->seek, slice->unit_nodes[k]);
    if (!dray_seeker_fits_route (self->seek, route))
      return FALSE;
  }
  for (int node = state->nodes[dray_state_get_start (state, route)].next; dray_state_is_stop (state, node); node = state->nodes[node].next) {
    self->nodes[self->n] = node;
    self->trial[self->n++] = slice->stop[node];
  }
  for (int k = slice->unit_first[unit]; k < slice->unit_first[unit + 1]; k++)
    insert (self, slice->unit_nodes[k]);
  if (!dray_state_judge (state, route, self->trial, self->n, &cost))
    return FALSE;
  *delta = cost - state->tours[route].cost;
  return TRUE;
}

gboolean
dray_recreate_insert_group (DraySeeker *seek,
                            int         unit)
{
  const DraySlice *slice = seek->slice;
  DrayState *state = seek->state;
  Group self = { .seek = seek, .trial = state->group_trial, .nodes = state->group_nodes };
  guint stamp = ++state->seen_stamp;
  gint64 delta;

  for (int r = 0; r < slice->n_routes; r++) {
    gboolean spare = state->tours[r].n_stops == 0;

    /* Of like empty vehicles one is enough. */
    if (spare && state->seen_kind[slice->kind[r]] == stamp)
      continue;
    if (spare)
      state->seen_kind[slice->kind[r]] = stamp;
    if (try_route (&self, r, unit, &delta) && delta < seek->best.delta) {
      seek->best = (DrayPlace) { delta, r, 0, 0 };
      state->n_group = self.n;
      memcpy (state->group_best, self.nodes, (gsize) self.n * sizeof (int));
    }
  }
  if (seek->best.route < 0)
    return FALSE;
  dray_state_touch (state, seek->best.route);
  for (int i = 0; i < state->n_group; i++)
    if (state->nodes[state->group_best[i]].route < 0)
      dray_state_link (state, state->group_best[i], i > 0 ? state->group_best[i - 1] : dray_state_get_start (state, seek->best.route));
  dray_state_set_present (state, unit);
  if (!dray_state_settle (state, seek->best.route))
    state->is_broken = TRUE;
  return TRUE;
}
