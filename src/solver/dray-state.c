/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Routes that change in place, with the bounds that make an insertion's check cost O(1), and a log that undoes a step at the cost
 * of the routes it touched. */
#include "config.h"

#include "dray-state-private.h"

#include <string.h>

DrayState *
dray_state_new (const DraySlice *slice,
                guint64          seed)
{
  DrayState *self = g_new0 (DrayState, 1);
  int n_nodes = slice->n + 2 * slice->n_routes, more = MAX (slice->n_loads - 1, 0);

  self->slice = slice;
  self->nodes = g_new0 (DrayNode, n_nodes + 1);
  self->along = g_new0 (DrayAlong, n_nodes + 1);
  self->old_along = g_new0 (DrayAlong, n_nodes + 1);
  self->tours = g_new0 (DrayTour, slice->n_routes + 1);
  self->more_loads = g_new0 (int, n_nodes * 3 * more + 1);
  self->tour_loads = g_new0 (int, slice->n_routes * MAX (slice->n_loads, 1) + 1);
  self->absent = g_new0 (int, slice->n_units + 1);
  self->absent_at = g_new0 (int, slice->n_units + 1);
  self->tour_kept = g_new0 (int, slice->n_routes + 1);
  self->spare_bits = g_new0 (guint64, slice->n_routes / 64 + 1);
  self->touched = g_new0 (int, slice->n_routes + 1);
  self->is_touched = g_new0 (guint8, slice->n_routes + 1);
  self->old_tours = g_new0 (DrayTour, slice->n_routes + 1);
  self->old_tour_loads = g_new0 (int, slice->n_routes * slice->n_loads + 1);
  self->old_tour_kept = g_new0 (int, slice->n_routes + 1);
  self->saved = g_new0 (int, n_nodes + 1);
  self->saved_at = g_new0 (int, n_nodes + 1);
  self->old_nodes = g_new0 (DrayNode, n_nodes + 1);
  self->old_more_loads = g_new0 (int, n_nodes * 3 * more + 1);
  self->absent_log_room = 8 * slice->n_units + 64;
  self->absent_log = g_new0 (int, self->absent_log_room);
  self->scratch = dray_route_scratch_new (slice->problem);
  self->trial = g_new0 (int, slice->n + 2);
  self->seen = g_new0 (guint, slice->n_routes + 1);
  self->seen_kind = g_new0 (guint, slice->n_kinds + 1);
  self->group_trial = g_new0 (int, slice->n + 2);
  self->group_nodes = g_new0 (int, slice->n + 2);
  self->group_best = g_new0 (int, slice->n + 2);
  dray_random_init (&self->random, seed);
  dray_state_clear (self);
  return self;
}

void
dray_state_free (DrayState *self)
{
  g_free (self->nodes);
  g_free (self->along);
  g_free (self->old_along);
  g_free (self->tours);
  g_free (self->more_loads);
  g_free (self->tour_loads);
  g_free (self->absent);
  g_free (self->absent_at);
  g_free (self->tour_kept);
  g_free (self->spare_bits);
  g_free (self->touched);
  g_free (self->is_touched);
  g_free (self->old_tours);
  g_free (self->old_tour_loads);
  g_free (self->old_tour_kept);
  g_free (self->saved);
  g_free (self->saved_at);
  g_free (self->old_nodes);
  g_free (self->old_more_loads);
  g_free (self->absent_log);
  g_free (self->trial);
  g_free (self->seen);
  g_free (self->seen_kind);
  g_free (self->group_trial);
  g_free (self->group_nodes);
  g_free (self->group_best);
  dray_route_scratch_free (self->scratch);
  g_free (self);
}

static void
mark_spare (DrayState *self,
            int        route)
{
  guint64 bit = G_GUINT64_CONSTANT (1) << (route & 63);

  if (self->tours[route].n_stops == 0)
    self->spare_bits[route >> 6] |= bit;
  else
    self->spare_bits[route >> 6] &= ~bit;
}

static inline int
get_begin (const DrayState *self,
           int              node,
           int              arrival)
{
  return MAX (arrival, self->slice->open[node]);
}

/* Sums of clock times stay within what is never too early and never in time: a way that nobody can drive is longer than any shift, and
 * several of them would not fit the type. */
static inline int
add_time (int    time,
          gint64 by)
{
  return (int) CLAMP (time + by, -2 * (gint64) DRAY_TIME_MAX, 2 * (gint64) DRAY_TIME_MAX);
}

/* Counts the bounds of time and the distance of a route anew. FALSE where a stop is reached too late: where ways are rounded, leaving
 * one out can take longer. */
static gboolean
settle_clock (DrayState *self,
              int        route)
{
  const DraySlice *slice = self->slice;
  int start = dray_state_get_start (self, route), end = dray_state_get_end (self, route);
  gint64 distance = 0;
  gboolean holds = TRUE;

  self->nodes[start].begin = self->nodes[start].depart = slice->open[start];
  for (int node = start; node != end; node = self->nodes[node].next) {
    int next = self->nodes[node].next, begin;

    self->nodes[node].to_next = dray_slice_get_distance (slice, route, node, next);
    distance += self->nodes[node].to_next;
    begin = get_begin (self, next, add_time (self->nodes[node].depart, dray_slice_get_duration (slice, route, node, next)));
    self->nodes[next].begin = begin;
    self->nodes[next].depart = add_time (begin, slice->service[next]);
    holds &= begin <= slice->close[next];
  }
  self->nodes[end].latest = slice->close[end];
  for (int node = self->nodes[end].prev; node >= 0; node = self->nodes[node].prev) {
    int next = self->nodes[node].next;
    int latest = add_time (self->nodes[next].latest, -(gint64) dray_slice_get_duration (slice, route, node, next) - slice->service[node]);

    self->nodes[node].latest = MIN (latest, slice->close[node]);
  }
  self->tours[route].distance = distance;
  return holds;
}

static void
reset_node (DrayState *self,
            int        node)
{
  self->along[node] = (DrayAlong) { 0 };
  self->nodes[node] = (DrayNode) { .next = -1, .prev = -1, .route = -1, .place = self->slice->place[node] };
}

/* All routes empty, all units left out. */
void
dray_state_clear (DrayState *self)
{
  const DraySlice *slice = self->slice;

  self->cost = 0;
  self->n_kept = 0;
  self->n_absent = slice->n_units;
  self->n_touched = self->n_saved = self->n_absent_log = 0;
  memset (self->is_touched, 0, (gsize) slice->n_routes);
  for (int i = 0; i < slice->n; i++)
    reset_node (self, i);
  for (int u = 0; u < slice->n_units; u++) {
    self->absent[u] = self->absent_at[u] = u;
    self->cost += slice->unit_penalty[u];
  }
  for (int r = 0; r < slice->n_routes; r++) {
    int start = dray_state_get_start (self, r), end = dray_state_get_end (self, r);

    self->tours[r] = (DrayTour) { 0 };
    self->nodes[start] = (DrayNode) { .next = end, .prev = -1, .route = r, .place = slice->place[start] };
    self->nodes[end] = (DrayNode) { .next = -1, .prev = start, .route = r, .place = slice->place[end] };
    self->tour_kept[r] = 0;
    memset (&self->tour_loads[r * slice->n_loads], 0, (gsize) slice->n_loads * sizeof (int));
    settle_clock (self, r);
    dray_state_count (self, r);
    mark_spare (self, r);
  }
  dray_state_keep (self);
}

static void
save_node (DrayState *self,
           int        node)
{
  int more = 3 * (self->slice->n_loads - 1);

  self->saved[self->n_saved] = node;
  self->saved_at[node] = self->n_saved;
  self->old_nodes[self->n_saved] = self->nodes[node];
  self->old_along[self->n_saved] = self->along[node];
  if (more > 0)
    memcpy (&self->old_more_loads[self->n_saved * more], &self->more_loads[node * more], (gsize) more * sizeof (int));
  self->n_saved++;
}

static void
remember_sums (DrayState *self)
{
  if (self->n_touched > 0 || self->n_absent_log > 0)
    return;
  self->old_cost = self->cost;
  self->old_kept = self->n_kept;
}

/* Keeps how a route is, before its first change in a step. */
void
dray_state_touch (DrayState *self,
                  int        route)
{
  int n_loads = self->slice->n_loads;

  if (self->is_touched[route])
    return;
  remember_sums (self);
  self->is_touched[route] = 1;
  self->old_tours[self->n_touched] = self->tours[route];
  self->old_tour_kept[self->n_touched] = self->tour_kept[route];
  memcpy (&self->old_tour_loads[self->n_touched * n_loads], &self->tour_loads[route * n_loads], (gsize) n_loads * sizeof (int));
  self->touched[self->n_touched++] = route;
  for (int node = dray_state_get_start (self, route); node >= 0; node = self->nodes[node].next)
    save_node (self, node);
}

/* The list of absent units goes back to the very order that it had. */
static void
undo_absent (DrayState *self,
             int        unit,
             gboolean   was_put_in,
             int        at)
{
  if (!was_put_in) {
    self->n_absent--;
    self->absent_at[unit] = -1;
    return;
  }
  if (at < self->n_absent) {
    self->absent[self->n_absent] = self->absent[at];
    self->absent_at[self->absent[at]] = self->n_absent;
  }
  self->n_absent++;
  self->absent[at] = unit;
  self->absent_at[unit] = at;
}

void
dray_state_undo (DrayState *self)
{
  int n_loads = self->slice->n_loads, more = 3 * (n_loads - 1);

  for (int k = 0; k < self->n_absent_log; k += 2) {
    int unit = ABS (self->absent_log[k]) - 1;

    for (int i = self->slice->unit_first[unit]; i < self->slice->unit_first[unit + 1]; i++)
      reset_node (self, self->slice->unit_nodes[i]);
  }
  for (int k = self->n_saved - 1; k >= 0; k--) {
    self->nodes[self->saved[k]] = self->old_nodes[k];
    self->along[self->saved[k]] = self->old_along[k];
    if (more > 0)
      memcpy (&self->more_loads[self->saved[k] * more], &self->old_more_loads[k * more], (gsize) more * sizeof (int));
  }
  for (int k = 0; k < self->n_touched; k++) {
    int route = self->touched[k];

    self->tours[route] = self->old_tours[k];
    self->tour_kept[route] = self->old_tour_kept[k];
    memcpy (&self->tour_loads[route * n_loads], &self->old_tour_loads[k * n_loads], (gsize) n_loads * sizeof (int));
    mark_spare (self, route);
  }
  for (int k = self->n_absent_log - 2; k >= 0; k -= 2)
    undo_absent (self, ABS (self->absent_log[k]) - 1, self->absent_log[k] > 0, self->absent_log[k + 1]);
  if (self->n_touched > 0 || self->n_absent_log > 0) {
    self->cost = self->old_cost;
    self->n_kept = self->old_kept;
  }
  dray_state_keep (self);
}

void
dray_state_keep (DrayState *self)
{
  for (int k = 0; k < self->n_touched; k++)
    self->is_touched[self->touched[k]] = 0;
  self->n_touched = self->n_saved = self->n_absent_log = 0;
  self->is_broken = FALSE;
}

static void
log_absent (DrayState *self,
            int        change,
            int        at)
{
  g_assert (self->n_absent_log + 2 <= self->absent_log_room);
  self->absent_log[self->n_absent_log++] = change;
  self->absent_log[self->n_absent_log++] = at;
}

/* Whether a stop's neighbours are others than when the step began. */
gboolean
dray_state_has_moved (const DrayState *self,
                      int              node)
{
  int at = self->saved_at[node];

  if (at >= self->n_saved || self->saved[at] != node)
    return self->nodes[node].route >= 0;
  return self->nodes[node].next != self->old_nodes[at].next || self->nodes[node].prev != self->old_nodes[at].prev;
}

/* The unit's stops are out of their routes. Priced at once. */
void
dray_state_set_absent (DrayState *self,
                       int        unit)
{
  remember_sums (self);
  log_absent (self, -(unit + 1), self->n_absent);
  self->absent_at[unit] = self->n_absent;
  self->absent[self->n_absent++] = unit;
  self->cost += self->slice->unit_penalty[unit];
}

void
dray_state_set_present (DrayState *self,
                        int        unit)
{
  remember_sums (self);
  int at = self->absent_at[unit], last = self->absent[--self->n_absent];

  log_absent (self, unit + 1, at);
  self->absent[at] = last;
  self->absent_at[last] = at;
  self->absent_at[unit] = -1;
  self->cost -= self->slice->unit_penalty[unit];
}

/* Takes a stop out of its touched route. Bounds are stale until dray_state_settle(). */
void
dray_state_unlink (DrayState *self,
                   int        node)
{
  DrayNode *at = &self->nodes[node], *prev = &self->nodes[at->prev], *next = &self->nodes[at->next];
  DrayTour *tour = &self->tours[at->route];
  int route = at->route, direct = dray_slice_get_distance (self->slice, route, at->prev, at->next);
  gint64 gain = (gint64) direct - prev->to_next - at->to_next;

  tour->distance += gain;
  tour->n_stops--;
  tour->stale = TRUE;
  prev->next = at->next;
  next->prev = at->prev;
  prev->to_next = direct;
  reset_node (self, node);
  for (int d = 0; d < self->slice->n_loads; d++)
    self->tour_loads[route * self->slice->n_loads + d] -= self->slice->delivery[node * self->slice->n_loads + d];
}

/* Later begins ripple forward until one stands still. */
static void
push_forward (DrayState *self,
              int        node)
{
  const DraySlice *slice = self->slice;
  int route = self->nodes[node].route;

  for (int prev = self->nodes[node].prev; node >= 0; prev = node, node = self->nodes[node].next) {
    int begin = get_begin (self, node, self->nodes[prev].depart + dray_slice_get_duration (slice, route, prev, node));

    if (self->nodes[node].begin == begin)
      return;
    self->nodes[node].begin = begin;
    self->nodes[node].depart = begin + slice->service[node];
  }
}

static void
push_backward (DrayState *self,
               int        node)
{
  const DraySlice *slice = self->slice;
  int route = self->nodes[node].route;

  for (int next = self->nodes[node].next; node >= 0; next = node, node = self->nodes[node].prev) {
    int latest = add_time (self->nodes[next].latest, -(gint64) dray_slice_get_duration (slice, route, node, next) - slice->service[node]);

    latest = MIN (latest, slice->close[node]);
    if (self->nodes[node].latest == latest)
      return;
    self->nodes[node].latest = latest;
  }
}

/* Puts a stop behind another into a touched route whose bounds are settled, and settles them again. Where the exact judge prices
 * routes, dray_state_settle() must follow once the whole unit is in. */
void
dray_state_link (DrayState *self,
                 int        node,
                 int        after)
{
  const DraySlice *slice = self->slice;
  DrayNode *at = &self->nodes[node], *prev = &self->nodes[after];
  int route = prev->route, next = prev->next;
  DrayTour *tour = &self->tours[route];
  int to = dray_slice_get_distance (slice, route, after, node), from = dray_slice_get_distance (slice, route, node, next);
  gint64 growth = (gint64) to + from - prev->to_next;
  gboolean was_empty = tour->n_stops == 0;

  at->prev = after;
  at->next = next;
  at->route = route;
  at->to_next = from;
  prev->next = node;
  prev->to_next = to;
  self->nodes[next].prev = node;
  tour->distance += growth;
  tour->n_stops++;
  tour->stale = TRUE;
  for (int d = 0; d < slice->n_loads; d++)
    self->tour_loads[route * slice->n_loads + d] += slice->delivery[node * slice->n_loads + d];
  at->begin = at->latest = G_MININT;
  if (slice->clocked) {
    push_forward (self, node);
    push_backward (self, node);
  }
  if (was_empty)
    mark_spare (self, route);
  if (!slice->exact) {
    gint64 cost = slice->distance_cost[route] * growth + (was_empty ? slice->fixed_cost[route] + slice->distance_cost[route] * (tour->distance - growth) : 0);

    tour->cost += cost;
    self->cost += cost;
  }
  if (slice->loads == DRAY_SLICE_LOADS_MIXED)
    dray_state_count (self, route);
}

/* Counts ranks and loads along a route anew. */
void
dray_state_count (DrayState *self,
                  int        route)
{
  const DraySlice *slice = self->slice;
  int n_loads = slice->n_loads, rank = 0, start = dray_state_get_start (self, route), end = dray_state_get_end (self, route);

  self->tours[route].stale = FALSE;
  for (int node = start; node >= 0; node = self->nodes[node].next)
    self->along[node].rank = rank++;
  for (int d = 0; d < n_loads; d++) {
    gsize field = d == 0 ? 0 : (gsize) (d - 1), step = (gsize) MAX (n_loads - 1, 0);
    int load = self->tour_loads[route * n_loads + d], peak = load;

    /* Where goods are only delivered, a node's load is what was delivered up to it. */
    for (int node = start; node >= 0; node = self->nodes[node].next) {
      if (dray_state_is_stop (self, node))
        load += slice->pickup[node * n_loads + d] - slice->delivery[node * n_loads + d] + slice->ships[node * n_loads + d];
      peak = MAX (peak, load);
      if (d == 0) {
        self->along[node].load = load;
        self->along[node].peak_to = peak;
      } else {
        self->more_loads[(gsize) node * 3 * step + field] = load;
        self->more_loads[(gsize) node * 3 * step + step + field] = peak;
      }
    }
    peak = G_MININT;
    for (int node = end; node >= 0; node = self->nodes[node].prev) {
      peak = MAX (peak, d == 0 ? self->along[node].load : self->more_loads[(gsize) node * 3 * step + field]);
      if (d == 0)
        self->along[node].peak_from = peak;
      else
        self->more_loads[(gsize) node * 3 * step + 2 * step + field] = peak;
    }
  }
}

/* Writes a route's stops as the problem numbers them. */
int
dray_state_write_route (const DrayState *self,
                        int              route,
                        int             *stops)
{
  int n = 0;

  for (int node = self->nodes[dray_state_get_start (self, route)].next; dray_state_is_stop (self, node); node = self->nodes[node].next)
    stops[n++] = self->slice->stop[node];
  return n;
}

/* The exact cost of a route (as it stands, where @stops is NULL), and whether it may be driven. */
gboolean
dray_state_judge (DrayState *self,
                  int        route,
                  const int *stops,
                  int        n_stops,
                  gint64    *cost)
{
  DrayRouteCheck check;

  if (stops == NULL) {
    n_stops = dray_state_write_route (self, route, self->trial);
    stops = self->trial;
  }

  self->scratch->lenient = !self->is_thorough;
  gboolean holds = dray_route_evaluate (self->scratch, self->slice->vehicle[route], stops, n_stops, &check);

  *cost = check.cost + (n_stops > 0 ? self->slice->vehicle_cost : 0);
  return holds;
}

/**
 * dray_state_settle:
 *
 * Counts a touched route's bounds, loads and cost anew.
 *
 * Returns: whether it may be driven, where that takes the exact judge; stops taken out of a good route leave it good otherwise
 */
gboolean
dray_state_settle (DrayState *self,
                   int        route)
{
  const DraySlice *slice = self->slice;
  gint64 cost;

  if (slice->clocked && !settle_clock (self, route))
    return FALSE;
  if (slice->loads == DRAY_SLICE_LOADS_MIXED)
    dray_state_count (self, route);
  mark_spare (self, route);
  if (slice->exact) {
    if (!dray_state_judge (self, route, NULL, 0, &cost))
      return FALSE;
  } else {
    cost = dray_state_get_plain_cost (self, route);
  }
  self->cost += cost - self->tours[route].cost;
  self->tours[route].cost = cost;
  return TRUE;
}

/* Counts everything of a touched route anew whose stops were linked otherwise: whose they are, how many, what they load. */
gboolean
dray_state_rebuild (DrayState *self,
                    int        route)
{
  const DraySlice *slice = self->slice;
  DrayTour *tour = &self->tours[route];
  int n_loads = slice->n_loads, *loads = &self->tour_loads[route * n_loads], end = dray_state_get_end (self, route);

  tour->n_stops = 0;
  tour->stale = TRUE;
  memset (loads, 0, (gsize) n_loads * sizeof *loads);
  for (int node = self->nodes[dray_state_get_start (self, route)].next; node != end; node = self->nodes[node].next) {
    self->nodes[node].route = route;
    tour->n_stops++;
    for (int d = 0; d < n_loads; d++)
      loads[d] += slice->delivery[node * n_loads + d];
  }
  return settle_clock (self, route) && dray_state_settle (self, route);
}

/* Whether no more of the published plan changes than may. */
static gboolean
keeps_budget (DrayState *self)
{
  const DrayProblem *problem = self->slice->problem;

  for (int k = 0; k < self->n_touched; k++) {
    int route = self->touched[k], n = dray_state_write_route (self, route, self->trial);
    int kept = dray_route_count_kept (self->scratch, self->slice->vehicle[route], self->trial, n);

    self->n_kept += kept - self->tour_kept[route];
    self->tour_kept[route] = kept;
  }
  return problem->n_old - self->n_kept <= MAX (problem->input->objective.churn_budget, self->least_churn);
}

/**
 * dray_state_finish:
 *
 * Ends a step: routes of drivers bound by hours of service were judged by a lower bound so far; those that were touched are labelled
 * exactly now.
 *
 * Returns: FALSE where one may not be driven; the step is to be undone
 */
gboolean
dray_state_finish (DrayState *self)
{
  gboolean holds = !self->is_broken;

  if (self->slice->problem->features & DRAY_FEATURE_CHURN)
    holds &= keeps_budget (self);
  if (!(self->slice->problem->features & DRAY_FEATURE_HOURS))
    return holds;
  self->is_thorough = TRUE;
  for (int k = 0; k < self->n_touched && holds; k++)
    holds = dray_state_settle (self, self->touched[k]);
  self->is_thorough = FALSE;
  return holds;
}

/* The first empty route of a kind with a number of at least @from that may be used, or -1. */
int
dray_state_find_spare (const DrayState *self,
                       int              kind,
                       int              from)
{
  const DraySlice *slice = self->slice;

  if (self->is_closed)
    return -1;
  for (int w = from >> 6; w <= (slice->n_routes - 1) >> 6 && from < slice->n_routes; w++) {
    guint64 bits = self->spare_bits[w];

    if (w == from >> 6)
      bits &= ~G_GUINT64_CONSTANT (0) << (from & 63);
    for (; bits != 0; bits &= bits - 1) {
      int route = w * 64 + __builtin_ctzll (bits);

      if (slice->kind[route] == kind)
        return route;
    }
  }
  return -1;
}

/**
 * dray_state_load:
 * @routes: (array): nodes of all routes one after another
 * @n_stops: (array): [n_routes]
 *
 * Returns: FALSE where some route may not be driven; the state is then cleared
 */
gboolean
dray_state_load (DrayState *self,
                 const int *routes,
                 const int *n_stops)
{
  dray_state_clear (self);
  self->least_churn = G_MAXINT;
  for (int r = 0; r < self->slice->n_routes; r++) {
    int last = dray_state_get_start (self, r);

    if (n_stops[r] == 0)
      continue;
    dray_state_touch (self, r);
    for (int i = 0; i < n_stops[r]; i++, routes++) {
      int node = *routes, unit = self->slice->unit[node];

      self->nodes[last].next = node;
      self->nodes[node].prev = last;
      self->nodes[node].route = r;
      self->tours[r].n_stops++;
      for (int d = 0; d < self->slice->n_loads; d++)
        self->tour_loads[r * self->slice->n_loads + d] += self->slice->delivery[node * self->slice->n_loads + d];
      if (self->absent_at[unit] >= 0)
        dray_state_set_present (self, unit);
      last = node;
    }
    self->nodes[last].next = dray_state_get_end (self, r);
    self->nodes[dray_state_get_end (self, r)].prev = last;
    settle_clock (self, r);
    gint64 cost;
    if (!dray_state_judge (self, r, NULL, 0, &cost) || !dray_state_settle (self, r) || !dray_state_finish (self)) {
      dray_state_clear (self);
      return FALSE;
    }
    dray_state_count (self, r);
    dray_state_keep (self);
  }
  /* Where what is loaded breaks the budget already, nothing may make it worse. */
  self->least_churn = MAX (self->slice->problem->n_old - self->n_kept, 0);
  return TRUE;
}
