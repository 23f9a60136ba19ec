/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts left-out units back where it costs least, beside their neighbours. A place is judged in O(1): by distance, by the earliest
 * departure before it and the latest arrival behind it, and by the loads on both sides. Where the model asks for more, the places
 * that pass and promise to be best are judged exactly.
 *
 * Source: greedy insertion with blinks, Christiaens and Vanden Berghe, "Slack induction by string removals", Transportation Science 54
 * (2020), section 5.2. Ours looks only beside neighbours first, at all places only when none of these will do. */
#include "config.h"

#include "dray-seeker-private.h"

#include <string.h>

/* Whether goods that ride with the depot's fit in behind a node: what is delivered rides up to it, what is picked up from it on. */
static inline gboolean
fits_load (const DraySeeker *self,
           int           route,
           int           after)
{
  const DraySlice *slice = self->slice;
  int n_loads = slice->n_loads, step = n_loads - 1;
  const int *delivery = &slice->delivery[self->node * n_loads], *pickup = &slice->pickup[self->node * n_loads];
  const int *capacity = &slice->capacity[route * n_loads];

  if (self->state->along[after].peak_to + delivery[0] > capacity[0] || self->state->along[after].peak_from + pickup[0] > capacity[0])
    return FALSE;
  for (int d = 1; d < n_loads; d++) {
    const int *more = &self->state->more_loads[after * 3 * step];

    if (more[step + d - 1] + delivery[d] > capacity[d] || more[2 * step + d - 1] + pickup[d] > capacity[d])
      return FALSE;
  }
  return TRUE;
}

/* The route with the node put in behind another, judged exactly. */
static gboolean
judge_with (DraySeeker *self,
            int     route,
            int     after,
            gint64 *delta)
{
  DrayState *state = self->state;
  int n = 0;
  gint64 cost;

  for (int node = dray_state_get_start (state, route); node != dray_state_get_end (state, route); node = state->nodes[node].next) {
    if (dray_state_is_stop (state, node))
      state->trial[n++] = self->slice->stop[node];
    if (node == after)
      state->trial[n++] = self->slice->stop[self->node];
  }
  if (!dray_state_judge (state, route, state->trial, n, &cost))
    return FALSE;
  *delta = cost - state->tours[route].cost;
  return TRUE;
}

static inline void
try_after (DraySeeker    *self,
           int        route,
           int        after,
           const int *distance_to,
           const int *distance_from,
           const int *duration_to,
           const int *duration_from)
{
  const DrayNode *prev = &self->state->nodes[after], *next = &self->state->nodes[prev->next];
  const DraySlice *slice = self->slice;
  gint64 growth = (gint64) distance_to[prev->place] + distance_from[next->place] - prev->to_next;
  gint64 delta = growth * slice->distance_cost[route];

  if (self->state->tours[route].n_stops == 0)
    delta += slice->fixed_cost[route] + (gint64) prev->to_next * slice->distance_cost[route];
  if (delta >= self->best.delta)
    return;
  if (slice->clocked) {
    gint64 begin = prev->depart + (gint64) duration_to[prev->place];

    begin = MAX (begin, self->open);
    if (begin > self->close || begin + self->service + duration_from[next->place] > next->latest)
      return;
  }
  if (slice->loads == DRAY_SLICE_LOADS_MIXED && !fits_load (self, route, after))
    return;
  if (slice->has_fixed && prev->next < slice->n && slice->fixed[prev->next])
    return;
  if (slice->exact && (!judge_with (self, route, after, &delta) || delta >= self->best.delta))
    return;
  self->best = (DrayPlace) { delta, route, after, after };
}

static void
try_spares (DraySeeker *self)
{
  for (int kind = 0; kind < self->slice->n_kinds; kind++) {
    int route = dray_state_find_spare (self->state, kind, 0);

    if (route < 0 || !dray_seeker_fits_route (self, route))
      continue;
    DraySeekerRows rows = dray_seeker_get_rows (self, route);

    try_after (self, route, dray_state_get_start (self->state, route), rows.distance_to, rows.distance_from, rows.duration_to,
               rows.duration_from);
  }
}

static void
try_neighbours (DraySeeker *self,
                int     n_near)
{
  const DraySlice *slice = self->slice;
  const DrayNode *nodes = self->state->nodes;
  const int *near = &slice->near[self->node * slice->n_near];
  DraySeekerRows rows = dray_seeker_get_rows (self, 0);
  int pace = slice->n_routes > 0 ? slice->pace[0] : 0;

  for (int k = 0; k < slice->n_near && n_near > 0; k++) {
    int other = near[k], route = nodes[other].route;

    if (route < 0)
      continue;
    n_near--;
    if (!dray_seeker_fits_route (self, route))
      continue;
    if (slice->pace[route] != pace) {
      rows = dray_seeker_get_rows (self, route);
      pace = slice->pace[route];
    }
    if (!dray_seeker_blinks (self))
      try_after (self, route, other, rows.distance_to, rows.distance_from, rows.duration_to, rows.duration_from);
    if (!dray_seeker_blinks (self))
      try_after (self, route, nodes[other].prev, rows.distance_to, rows.distance_from, rows.duration_to, rows.duration_from);
  }
}

/* The same where nothing but distance, one load and perhaps one window a stop count: most of all time is spent here. Each neighbour is
 * asked for the place behind it, and for the one before it where it comes first in its route. What lies side by side is asked first;
 * the way to the next stop, which costs a miss of the cache, last. */
static inline void
try_neighbours_plain (DraySeeker  *self,
                      int      n_near,
                      gboolean clocked)
{
  const DraySlice *slice = self->slice;
  const DrayNode *nodes = self->state->nodes;
  gsize first = (gsize) self->node * (gsize) slice->n_near;
  const int *near = &slice->near[first], *back = &slice->near_back[first], *back_time = &slice->near_back_time[first];
  const int *tour_loads = self->state->tour_loads;
  const DraySeekerRows rows = dray_seeker_get_rows (self, 0);
  int room = slice->n_loads > 0 ? slice->capacity[0] - slice->delivery[self->node] : 0, n = slice->n, least = slice->least_way[self->node];
  int best = (int) MIN (self->best.delta, (gint64) G_MAXINT), best_after = -1;

  for (int k = 0; k < slice->n_near && n_near > 0; k++) {
    int after = near[k], route = nodes[after].route, way = back[k], time = back_time[k];

    if (route < 0)
      continue;
    n_near--;
    if (tour_loads[route] > room)
      continue;
    for (;;) {
      const DrayNode *prev = &nodes[after];
      int enter = way - prev->to_next, begin = clocked ? MAX (prev->depart + time, self->open) : 0;

      if (enter + least < best && begin <= self->close) {
        const DrayNode *next = &nodes[prev->next];
        gint64 depart = (gint64) begin + self->service;

        if (!clocked || depart <= next->latest) {
          int delta = enter + rows.distance_from[next->place];

          if (delta < best && !dray_seeker_blinks (self) && (!clocked || depart + rows.duration_from[next->place] <= next->latest)) {
            best = delta;
            best_after = after;
          }
        }
      }
      if (after >= n || prev->prev < n)
        break;
      after = prev->prev;
      way = rows.distance_to[nodes[after].place];
      time = rows.duration_to[nodes[after].place];
    }
  }
  if (best_after >= 0)
    self->best = (DrayPlace) { best, nodes[best_after].route, best_after, best_after };
}

static void
try_everywhere (DraySeeker *self)
{
  for (int route = 0; route < self->slice->n_routes; route++) {
    if (self->state->tours[route].n_stops == 0 || !dray_seeker_fits_route (self, route))
      continue;
    DraySeekerRows rows = dray_seeker_get_rows (self, route);

    for (int node = dray_state_get_start (self->state, route); node != dray_state_get_end (self->state, route);
         node = self->state->nodes[node].next)
      try_after (self, route, node, rows.distance_to, rows.distance_from, rows.duration_to, rows.duration_from);
  }
}

static void
seek_single (DraySeeker *self,
             int         unit,
             int         n_near)
{
  const DraySlice *slice = self->slice;

  dray_seeker_set_node (self, slice->unit_nodes[slice->unit_first[unit]]);
  if (!slice->plain)
    try_neighbours (self, n_near);
  else if (slice->clocked)
    try_neighbours_plain (self, n_near, TRUE);
  else
    try_neighbours_plain (self, n_near, FALSE);
  gboolean found = self->best.route >= 0;

  try_spares (self);
  if (!found)
    try_everywhere (self);
}

static void
put (DraySeeker *self,
     int         unit)
{
  DrayState *state = self->state;
  const int *nodes = &self->slice->unit_nodes[self->slice->unit_first[unit]];

  dray_state_touch (state, self->best.route);
  dray_state_link (state, nodes[0], self->best.after);
  if (self->slice->unit_kind[unit] == DRAY_SLICE_UNIT_PAIR)
    dray_state_link (state, nodes[1], self->best.after_last == self->best.after ? nodes[0] : self->best.after_last);
  dray_state_set_present (state, unit);
  if (self->slice->exact && !dray_state_settle (state, self->best.route))
    state->is_broken = TRUE;
}

gboolean
dray_recreate_insert (DrayState *state,
                      int        unit,
                      int        blink,
                      int        n_near)
{
  DraySeeker self = { .state = state, .slice = state->slice, .blink = blink };

  self.best = (DrayPlace) { state->slice->unit_penalty[unit], -1, -1, -1 };
  if (state->slice->n_routes == 0)
    return FALSE;
  if (state->slice->unit_kind[unit] == DRAY_SLICE_UNIT_GROUP)
    return dray_recreate_insert_group (&self, unit);
  if (state->slice->unit_kind[unit] == DRAY_SLICE_UNIT_PAIR)
    dray_recreate_seek_pair (&self, unit, n_near);
  else
    seek_single (&self, unit, n_near);
  if (self.best.route < 0)
    return FALSE;
  put (&self, unit);
  return TRUE;
}
