/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ruin, recreate, take or undo. */
#include "config.h"

#include "dray-lane-private.h"

#include "dray-move-private.h"
#include "dray-recreate-private.h"
#include "dray-ruin-private.h"

#include <math.h>
#include <string.h>

DrayLane *
dray_lane_new (const DraySlice *slice,
               guint64          seed)
{
  DrayLane *self = g_new0 (DrayLane, 1);

  self->slice = slice;
  self->state = dray_state_new (slice, seed);
  self->best_next = g_new0 (int, slice->n + slice->n_routes + 1);
  self->is_dirty = g_new0 (guint8, slice->n_routes + 1);
  self->dirty = g_new0 (int, slice->n_routes + 1);
  self->removed = g_new0 (int, slice->n_units + 1);
  self->keys = g_new0 (double, slice->n_units + 1);
  self->mean_removed = 10;
  self->longest = 10;
  self->blink = 10;
  self->n_near = 60;
  /* The local search counts no churn: its moves come after the step was held to the budget. */
  if (dray_move_supports_plain (slice) && !(slice->problem->features & DRAY_FEATURE_CHURN))
    self->n_improve = slice->clocked ? 16 : 8;
  return self;
}

void
dray_lane_free (DrayLane *self)
{
  dray_state_free (self->state);
  g_free (self->best_next);
  g_free (self->is_dirty);
  g_free (self->dirty);
  g_free (self->removed);
  g_free (self->keys);
  g_free (self->n_absences);
  g_free (self);
}

/* Keeps what a step did. */
void
dray_lane_keep_step (DrayLane *self)
{
  for (int k = 0; k < self->state->n_touched; k++) {
    int route = self->state->touched[k];

    if (!self->is_dirty[route]) {
      self->is_dirty[route] = 1;
      self->dirty[self->n_dirty++] = route;
    }
  }
  dray_state_keep (self->state);
}

void
dray_lane_mark_all (DrayLane *self)
{
  self->n_dirty = 0;
  for (int r = 0; r < self->slice->n_routes; r++) {
    self->is_dirty[r] = 1;
    self->dirty[self->n_dirty++] = r;
  }
}

/* Keeps the state as the best: only the routes that changed since the last time are written. */
void
dray_lane_keep_best (DrayLane *self)
{
  const DrayState *state = self->state;

  for (int k = 0; k < self->n_dirty; k++) {
    int route = self->dirty[k], node = dray_state_get_start (state, route), end = dray_state_get_end (state, route);

    for (; node != end; node = state->nodes[node].next)
      self->best_next[node] = state->nodes[node].next;
    self->is_dirty[route] = 0;
  }
  self->n_dirty = 0;
  self->best_cost = state->cost;
}

void
dray_lane_load_best (DrayLane *self)
{
  const DraySlice *slice = self->slice;
  g_autofree int *routes = g_new (int, slice->n + 1);
  g_autofree int *n_stops = g_new0 (int, slice->n_routes + 1);
  int n = 0;

  for (int r = 0; r < slice->n_routes; r++)
    for (int node = self->best_next[slice->n + r]; node < slice->n; node = self->best_next[node]) {
      routes[n++] = node;
      n_stops[r]++;
    }
  dray_state_load (self->state, routes, n_stops);
  self->n_dirty = 0;
  memset (self->is_dirty, 0, (gsize) slice->n_routes);
}

int
dray_lane_write_best (const DrayLane *self,
                      int             route,
                      int            *stops)
{
  int n = 0;

  for (int node = self->best_next[self->slice->n + route]; node < self->slice->n; node = self->best_next[node])
    stops[n++] = self->slice->stop[node];
  return n;
}

static void
sort_units (DrayLane *self,
            int      *units,
            int       n)
{
  for (int i = 1; i < n; i++) {
    int unit = units[i], j = i - 1;
    double key = self->keys[unit];

    for (; j >= 0 && self->keys[units[j]] > key; j--)
      units[j + 1] = units[j];
    units[j + 1] = unit;
  }
}

typedef enum {
  BY_CHANCE,
  BY_DEMAND,
  BY_FAR,
  BY_NEAR,
  BY_WIDTH,
  BY_OPEN,
  BY_CLOSE,
} SortKey;

static double
get_key (DrayLane *self,
         int       unit,
         SortKey   key)
{
  const DraySlice *slice = self->slice;
  int node = slice->unit_nodes[slice->unit_first[unit]], last = slice->unit_nodes[slice->unit_first[unit + 1] - 1];

  switch (key) {
  case BY_DEMAND:
    return slice->n_loads == 0 ? 0
                               : -slice->delivery[node * slice->n_loads] - slice->pickup[node * slice->n_loads] - slice->ships[node * slice->n_loads];
  case BY_FAR:
    return -dray_slice_get_distance (slice, 0, slice->n, node);
  case BY_NEAR:
    return dray_slice_get_distance (slice, 0, slice->n, node);
  case BY_WIDTH:
    return (double) slice->close[node] - slice->open[node];
  case BY_OPEN:
    return slice->open[node];
  case BY_CLOSE:
    return -(double) slice->close[last];
  case BY_CHANCE:
  default:
    return dray_random_double (&self->state->random);
  }
}

static void
sort_removed (DrayLane *self,
              int       n)
{
  static const SortKey keys[] = { BY_CHANCE, BY_CHANCE, BY_CHANCE, BY_CHANCE, BY_DEMAND, BY_DEMAND, BY_DEMAND, BY_DEMAND, BY_FAR, BY_FAR,
                                  BY_NEAR, BY_WIDTH, BY_WIDTH, BY_OPEN, BY_OPEN, BY_CLOSE, BY_CLOSE };
  SortKey key = keys[dray_random_below (&self->state->random, self->slice->clocked ? 17 : 11)];

  for (int i = 0; i < n; i++)
    self->keys[self->removed[i]] = get_key (self, self->removed[i], key);
  sort_units (self, self->removed, n);
}

/* What a vehicle must carry in any case: its fixed prefix, and behind it the other stops of units that stand in it. */
static int
write_fixed (const DraySlice *slice,
             int              route,
             int             *nodes)
{
  const DrayVehicleInput *vehicle = &slice->problem->vehicles[slice->vehicle[route]];
  int n = 0;

  for (int k = 0; k < vehicle->n_prefix; k++)
    nodes[n++] = slice->node_of_stop[vehicle->prefix[k]];
  for (int k = 0; k < vehicle->n_prefix; k++) {
    int unit = slice->unit[nodes[k]];

    for (int i = slice->unit_first[unit]; i < slice->unit_first[unit + 1]; i++) {
      gboolean listed = FALSE;

      for (int m = 0; m < n && !listed; m++)
        listed = nodes[m] == slice->unit_nodes[i];
      if (!listed)
        nodes[n++] = slice->unit_nodes[i];
    }
  }
  return n;
}

static void
load_fixed (DrayLane *self)
{
  const DraySlice *slice = self->slice;
  g_autofree int *nodes = g_new (int, slice->n + 1);
  g_autofree int *n_stops = g_new0 (int, slice->n_routes + 1);
  int n = 0;

  for (int r = 0; r < slice->n_routes; r++)
    n += n_stops[r] = write_fixed (slice, r, &nodes[n]);
  if (n > 0)
    dray_state_load (self->state, nodes, n_stops);
}

static void
insert_absent (DrayLane *self)
{
  const DraySlice *slice = self->slice;
  DrayState *state = self->state;
  int n = slice->n_routes > 0 ? state->n_absent : 0;
  g_autofree int *units = g_memdup2 (state->absent, (gsize) (n + 1) * sizeof (int));

  for (int i = 0; i < n; i++)
    self->keys[units[i]] = get_key (self, units[i], slice->clocked ? BY_CLOSE : BY_FAR) * (slice->clocked ? -1 : 1);
  sort_units (self, units, n);
  for (int i = 0; i < n; i++) {
    if (slice->unit_fixed[units[i]])
      continue;
    dray_recreate_insert (state, units[i], 0, self->n_near);
    if (dray_state_finish (state))
      dray_state_keep (state);
    else
      dray_state_undo (state);
  }
  dray_lane_mark_all (self);
  dray_lane_keep_best (self);
}

void
dray_lane_construct (DrayLane *self)
{
  dray_state_clear (self->state);
  if (!(self->slice->problem->features & DRAY_FEATURE_CHURN) || !dray_lane_load_published (self))
    load_fixed (self);
  insert_absent (self);
}

/* Begins with given routes ([n_stops] nodes one after another) where they may be driven, and inserts the rest. */
void
dray_lane_construct_routes (DrayLane  *self,
                            const int *nodes,
                            const int *n_stops)
{
  if (!dray_state_load (self->state, nodes, n_stops))
    load_fixed (self);
  insert_absent (self);
}

/* Begins with a plan's routes, as far as they may still be driven, and inserts the rest. FALSE where they may not. */
gboolean
dray_lane_construct_from (DrayLane       *self,
                          const DrayPlan *plan)
{
  const DraySlice *slice = self->slice;
  g_autofree int *nodes = g_new (int, slice->n + 1);
  g_autofree int *n_stops = g_new0 (int, slice->n_routes + 1);
  g_autofree int *n_seen = g_new0 (int, slice->n_units + 1);
  int n = 0;

  for (int r = 0; r < plan->n_routes; r++)
    for (int i = 0; i < plan->routes[r].n_stops; i++)
      if (plan->routes[r].stops[i] >= 0 && plan->routes[r].stops[i] < slice->problem->n_stops)
        n_seen[slice->unit[slice->node_of_stop[plan->routes[r].stops[i]]]]++;
  for (int v = 0, r = 0; v < slice->n_routes; v++) {
    while (r < plan->n_routes && plan->routes[r].vehicle < slice->vehicle[v])
      r++;
    if (r == plan->n_routes || plan->routes[r].vehicle != slice->vehicle[v])
      continue;
    for (int i = 0; i < plan->routes[r].n_stops; i++) {
      int stop = plan->routes[r].stops[i], node = stop >= 0 && stop < slice->problem->n_stops ? slice->node_of_stop[stop] : -1;
      int unit = node >= 0 ? slice->unit[node] : -1;

      if (node >= 0 && n_seen[unit] == slice->unit_first[unit + 1] - slice->unit_first[unit]) {
        nodes[n++] = node;
        n_stops[v]++;
      }
    }
  }
  if (!dray_state_load (self->state, nodes, n_stops))
    return FALSE;
  for (int u = 0; u < slice->n_units; u++)
    if (slice->unit_fixed[u] && self->state->absent_at[u] >= 0)
      return FALSE;
  insert_absent (self);
  return TRUE;
}

/* Holds a plan as the best, and leaves the state as it is. @nodes: of all routes one after another; @n_stops: [n_routes], the others are
 * empty */
void
dray_lane_take_best (DrayLane  *self,
                     gint64     cost,
                     const int *nodes,
                     const int *n_stops,
                     int        n_routes)
{
  const DraySlice *slice = self->slice;

  for (int r = 0; r < slice->n_routes; r++) {
    int last = slice->n + r;

    for (int i = 0; r < n_routes && i < n_stops[r]; i++)
      last = self->best_next[last] = *nodes++;
    self->best_next[last] = slice->n + slice->n_routes + r;
  }
  self->best_cost = cost;
  dray_lane_mark_all (self);
}

void
dray_lane_copy_best (DrayLane       *self,
                     const DrayLane *from)
{
  memcpy (self->best_next, from->best_next, (gsize) (self->slice->n + self->slice->n_routes) * sizeof (int));
  self->best_cost = from->best_cost;
  dray_lane_load_best (self);
}

/* Puts the units in removed back in, and some of those that were left out before. Returns how many it tried. */
int
dray_lane_recreate (DrayLane *self,
                    int       n_removed,
                    int       n_more)
{
  DrayState *state = self->state;

  /* What was left out before gets its chance now and then. */
  if (state->n_absent > n_removed)
    for (int k = 0; k < MIN (n_more, state->n_absent) && state->n_absent > n_removed && n_removed < self->slice->n_units; k++) {
      int unit = state->absent[n_more < state->n_absent ? (int) dray_random_below (&state->random, (guint32) state->n_absent) : k];
      gboolean listed = self->slice->unit_fixed[unit];

      for (int i = 0; i < n_removed && !listed; i++)
        listed = self->removed[i] == unit;
      if (!listed)
        self->removed[n_removed++] = unit;
    }
  sort_removed (self, n_removed);
  for (int i = 0; i < n_removed && !state->is_broken; i++)
    dray_recreate_insert (state, self->removed[i], self->blink, self->n_near);
  return n_removed;
}

/* Whether everything that was taken out is back where it was: two steps in five, and nothing more is to be asked of them. */
static gboolean
is_as_before (const DrayLane *self,
              int             n_removed)
{
  const DraySlice *slice = self->slice;

  for (int i = 0; i < n_removed; i++)
    for (int k = slice->unit_first[self->removed[i]]; k < slice->unit_first[self->removed[i] + 1]; k++)
      if (dray_state_has_moved (self->state, slice->unit_nodes[k]))
        return FALSE;
  return TRUE;
}

/* Local search around what was just put in elsewhere. */
static void
improve (DrayLane *self,
         int       n_removed)
{
  const DraySlice *slice = self->slice;

  for (int i = 0; i < n_removed; i++) {
    int node = slice->unit_nodes[slice->unit_first[self->removed[i]]];

    if (self->state->nodes[node].route >= 0 && dray_state_has_moved (self->state, node))
      dray_move_improve (self->state, node, self->n_improve);
  }
}

void
dray_lane_step (DrayLane *self,
                double    temperature)
{
  DrayState *state = self->state;
  gint64 before = state->cost;

  self->n_steps++;
  if (self->slice->n_routes == 0)
    return;
  int n_removed = dray_ruin_strings (state, self->mean_removed, self->longest, self->removed);

  if (n_removed < 0) {
    dray_state_undo (state);
    return;
  }
  int n_tried = dray_lane_recreate (self, n_removed, 2);

  if (is_as_before (self, n_tried)) {
    dray_state_undo (state);
    return;
  }
  if (!dray_state_finish (state)) {
    dray_state_undo (state);
    return;
  }
  if (self->n_improve > 0)
    improve (self, n_tried);
  gint64 worse = state->cost - before;

  if (worse > 0 && (double) worse >= -temperature * log (1 - dray_random_double (&state->random))) {
    dray_state_undo (state);
    return;
  }
  self->n_taken++;
  dray_lane_keep_step (self);
  if (state->cost < self->best_cost)
    dray_lane_keep_best (self);
}
