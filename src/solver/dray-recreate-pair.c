/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts a shipment in: its pickup and, at once behind it or further on, its delivery. From each place for the pickup the route is walked
 * on with the later clock and the greater load until one of them forbids to go further; on the way every place for the delivery is
 * asked. A pickup that costs more than the best pair so far ends the question (ways keep the triangle, or nearly so). */
#include "config.h"

#include "dray-seeker-private.h"

typedef struct {
  DraySeeker     *seek;
  int             route;
  int             pickup;
  int             delivery;
  DraySeekerRows  to_pickup;
  DraySeekerRows  to_delivery;
} Pair;

static gboolean
fits_load (const Pair *self,
           int         after)
{
  const DraySlice *slice = self->seek->slice;
  const DrayState *state = self->seek->state;
  int n_loads = slice->n_loads, step = n_loads - 1;

  if (slice->loads != DRAY_SLICE_LOADS_MIXED)
    return TRUE;
  if (state->along[after].load + slice->ships[self->pickup * n_loads] > slice->capacity[self->route * n_loads])
    return FALSE;
  for (int d = 1; d < n_loads; d++)
    if (state->more_loads[after * 3 * step + d - 1] + slice->ships[self->pickup * n_loads + d] > slice->capacity[self->route * n_loads + d])
      return FALSE;
  return TRUE;
}

static gboolean
judge_with (Pair   *self,
            int     after,
            int     after_last,
            gint64 *delta)
{
  DrayState *state = self->seek->state;
  const DraySlice *slice = self->seek->slice;
  int n = 0;
  gint64 cost;

  for (int node = dray_state_get_start (state, self->route); node != dray_state_get_end (state, self->route); node = state->nodes[node].next) {
    if (dray_state_is_stop (state, node))
      state->trial[n++] = slice->stop[node];
    if (node == after)
      state->trial[n++] = slice->stop[self->pickup];
    if (node == after_last)
      state->trial[n++] = slice->stop[self->delivery];
  }
  if (!dray_state_judge (state, self->route, state->trial, n, &cost))
    return FALSE;
  *delta = cost - state->tours[self->route].cost;
  return TRUE;
}

static void
take_if_best (Pair   *self,
              int     after,
              int     after_last,
              gint64  delta)
{
  if (delta >= self->seek->best.delta || dray_seeker_blinks (self->seek))
    return;
  if (self->seek->slice->exact && (!judge_with (self, after, after_last, &delta) || delta >= self->seek->best.delta))
    return;
  self->seek->best = (DrayPlace) { delta, self->route, after, after_last };
}

static gboolean
is_closed (const Pair *self,
           int         next)
{
  const DraySlice *slice = self->seek->slice;

  return slice->has_fixed && next < slice->n && slice->fixed[next];
}

/* All places for the delivery, with the pickup behind @after. @base: what using the route and the pickup cost. */
static void
try_deliveries (Pair   *self,
                int     after,
                gint64  base,
                gint64  depart)
{
  const DraySlice *slice = self->seek->slice;
  const DrayNode *nodes = self->seek->state->nodes;
  int pickup = self->pickup, delivery = self->delivery, end = dray_state_get_end (self->seek->state, self->route);
  int next = nodes[after].next;
  gint64 price = slice->distance_cost[self->route];
  gint64 arrival = depart + dray_slice_get_duration (slice, self->route, pickup, delivery);
  gint64 begin = MAX (arrival, slice->open[delivery]);
  gint64 direct = dray_slice_get_distance (slice, self->route, after, pickup) + (gint64) dray_slice_get_distance (slice, self->route, pickup, delivery)
                  + self->to_delivery.distance_from[nodes[next].place] - nodes[after].to_next;

  if (!is_closed (self, next)
      && (!slice->clocked
          || (begin <= slice->close[delivery]
              && begin + slice->service[delivery] + self->to_delivery.duration_from[nodes[next].place] <= nodes[next].latest)))
    take_if_best (self, after, after, base + price * direct);

  gint64 with_pickup = base + price * (dray_slice_get_distance (slice, self->route, after, pickup)
                                       + (gint64) self->to_pickup.distance_from[nodes[next].place] - nodes[after].to_next);
  for (int prev = pickup, node = next; node != end; prev = node, node = nodes[node].next) {
    int behind = nodes[node].next;

    arrival = depart + (prev == pickup ? self->to_pickup.duration_from[nodes[node].place] : dray_slice_get_duration (slice, self->route, prev, node));
    if ((slice->clocked && arrival > nodes[node].latest) || !fits_load (self, node))
      return;
    depart = MAX (arrival, slice->open[node]) + slice->service[node];
    if (with_pickup >= self->seek->best.delta)
      return;
    gint64 delta = with_pickup
                   + price * ((gint64) self->to_delivery.distance_to[nodes[node].place] + self->to_delivery.distance_from[nodes[behind].place]
                              - nodes[node].to_next);

    if (delta >= self->seek->best.delta || is_closed (self, behind))
      continue;
    arrival = depart + self->to_delivery.duration_to[nodes[node].place];
    if (slice->clocked && arrival > slice->close[delivery])
      return;
    begin = MAX (arrival, slice->open[delivery]);
    if (!slice->clocked || begin + slice->service[delivery] + self->to_delivery.duration_from[nodes[behind].place] <= nodes[behind].latest)
      take_if_best (self, after, node, delta);
  }
}

static void
try_route (Pair *self,
           int   route)
{
  DraySeeker *seek = self->seek;
  const DraySlice *slice = seek->slice;
  const DrayNode *nodes = seek->state->nodes;
  int end = dray_state_get_end (seek->state, route);
  gint64 base = 0;

  self->route = route;
  dray_seeker_set_node (seek, self->delivery);
  if (!dray_seeker_fits_route (seek, route))
    return;
  self->to_delivery = dray_seeker_get_rows (seek, route);
  dray_seeker_set_node (seek, self->pickup);
  if (!dray_seeker_fits_route (seek, route))
    return;
  self->to_pickup = dray_seeker_get_rows (seek, route);
  if (seek->state->tours[route].n_stops == 0)
    base = slice->fixed_cost[route] + slice->distance_cost[route] * nodes[dray_state_get_start (seek->state, route)].to_next;
  for (int after = dray_state_get_start (seek->state, route); after != end; after = nodes[after].next) {
    const DrayNode *prev = &nodes[after], *next = &nodes[prev->next];
    gint64 growth = (gint64) self->to_pickup.distance_to[prev->place] + self->to_pickup.distance_from[next->place] - prev->to_next;

    if (base + growth * slice->distance_cost[route] >= seek->best.delta || is_closed (self, prev->next))
      continue;
    gint64 begin = prev->depart + (gint64) self->to_pickup.duration_to[prev->place];

    if (slice->clocked && begin > slice->close[self->pickup])
      return;
    if (!fits_load (self, after))
      continue;
    begin = MAX (begin, slice->open[self->pickup]);
    try_deliveries (self, after, base, begin + slice->service[self->pickup]);
  }
}

void
dray_recreate_seek_pair (DraySeeker *seek,
                         int         unit,
                         int         n_near)
{
  const DraySlice *slice = seek->slice;
  DrayState *state = seek->state;
  const int *nodes = &slice->unit_nodes[slice->unit_first[unit]];
  Pair self = { .seek = seek, .pickup = nodes[0], .delivery = nodes[1] };
  guint stamp = ++state->seen_stamp;

  for (int k = 0; k < MIN (n_near / 2, slice->n_near); k++)
    for (int side = 0; side < 2; side++) {
      int route = state->nodes[slice->near[nodes[side] * slice->n_near + k]].route;

      if (route < 0 || state->seen[route] == stamp)
        continue;
      state->seen[route] = stamp;
      try_route (&self, route);
    }
  gboolean found = seek->best.route >= 0;

  for (int kind = 0; kind < slice->n_kinds; kind++) {
    int route = dray_state_find_spare (state, kind, 0);

    if (route >= 0)
      try_route (&self, route);
  }
  for (int route = 0; route < slice->n_routes && !found; route++)
    if (state->tours[route].n_stops > 0 && state->seen[route] != stamp)
      try_route (&self, route);
}
