/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lays a part of a problem out flat for the search: its stops, its vehicles and which are alike, the neighbours of each stop. */
#include "config.h"

#include "dray-slice-private.h"

#include <string.h>

#define N_NEAR 100

void *
dray_slice_take (DraySlice *self,
                 gsize      n,
                 gsize      size)
{
  void *array = g_malloc0_n (n + 1, size);

  g_ptr_array_add (self->owned, array);
  return array;
}

static void
lay_out_stops (DraySlice *self)
{
  const DrayProblem *problem = self->problem;
  int n_nodes = self->n + 2 * self->n_routes, n_loads = self->n_loads;

  DRAY_SLICE_TAKE (self, self->open, n_nodes);
  DRAY_SLICE_TAKE (self, self->close, n_nodes);
  DRAY_SLICE_TAKE (self, self->service, n_nodes);
  DRAY_SLICE_TAKE (self, self->delivery, self->n * n_loads);
  DRAY_SLICE_TAKE (self, self->pickup, self->n * n_loads);
  DRAY_SLICE_TAKE (self, self->ships, self->n * n_loads);
  DRAY_SLICE_TAKE (self, self->fixed, self->n);
  for (int i = 0; i < self->n; i++) {
    const DrayStopInput *stop = &problem->stops[self->stop[i]];
    gboolean aboard = problem->orders[stop->order].aboard, depot = stop->role == DRAY_STOP_ROLE_DEPOT || aboard;

    self->open[i] = stop->n_windows > 0 ? stop->windows[0].open : 0;
    self->close[i] = stop->n_windows > 0 ? stop->windows[stop->n_windows - 1].close : DRAY_TIME_MAX;
    self->clocked |= stop->n_windows > 0;
    self->service[i] = stop->service;
    for (int d = 0; d < n_loads; d++) {
      self->delivery[i * n_loads + d] = depot ? stop->delivery[d] : 0;
      self->pickup[i * n_loads + d] = depot ? stop->pickup[d] : 0;
      self->ships[i * n_loads + d] = depot ? 0 : stop->pickup[d] - stop->delivery[d];
    }
    self->fixed[i] = problem->prefix_vehicle[self->stop[i]] != DRAY_NONE;
    self->has_fixed |= self->fixed[i];
  }
}

static void
lay_out_vehicles (DraySlice *self)
{
  DRAY_SLICE_TAKE (self, self->capacity, self->n_routes * self->n_loads);
  DRAY_SLICE_TAKE (self, self->fixed_cost, self->n_routes);
  DRAY_SLICE_TAKE (self, self->distance_cost, self->n_routes);
  DRAY_SLICE_TAKE (self, self->time_cost, self->n_routes);
  DRAY_SLICE_TAKE (self, self->pace, self->n_routes);
  DRAY_SLICE_TAKE (self, self->locked, self->n_routes);
  for (int r = 0; r < self->n_routes; r++) {
    const DrayVehicleInput *vehicle = &self->problem->vehicles[self->vehicle[r]];

    self->fixed_cost[r] = vehicle->fixed_cost + self->vehicle_cost;
    self->distance_cost[r] = vehicle->distance_cost;
    self->time_cost[r] = vehicle->time_cost;
    self->pace[r] = self->problem->vehicle_pace[self->vehicle[r]];
    self->open[self->n + r] = self->open[self->n + self->n_routes + r] = vehicle->shift_open;
    self->close[self->n + r] = self->close[self->n + self->n_routes + r] = vehicle->shift_close;
    self->clocked |= vehicle->shift_close < DRAY_TIME_MAX;
    self->locked[r] = vehicle->locked;
    self->has_fixed |= vehicle->locked;
    for (int d = 0; d < self->n_loads; d++)
      self->capacity[r * self->n_loads + d] = vehicle->capacity[d];
  }
}

static void
lay_out_fits (DraySlice *self)
{
  if (!self->skilled)
    return;
  DRAY_SLICE_TAKE (self, self->fits, (gsize) self->n * (gsize) self->n_routes);
  for (int i = 0; i < self->n; i++)
    for (int r = 0; r < self->n_routes; r++)
      self->fits[(gsize) i * (gsize) self->n_routes + (gsize) r] =
        dray_problem_stop_fits_vehicle (self->problem, self->stop[i], self->vehicle[r]);
}

/* Vehicles are alike where an empty one may stand for another. */
static gboolean
are_alike (const DraySlice *self,
           int              a,
           int              b)
{
  const DrayVehicleInput *v = &self->problem->vehicles[self->vehicle[a]], *w = &self->problem->vehicles[self->vehicle[b]];

  if (v->n_prefix > 0 || w->n_prefix > 0 || v->n_breaks > 0 || w->n_breaks > 0 || v->hours != NULL || w->hours != NULL || v->max_reloads > 0
      || w->max_reloads > 0 || v->locked || w->locked || (self->problem->features & DRAY_FEATURE_CHURN))
    return FALSE;
  if (self->pace[a] != self->pace[b] || v->start != w->start || v->end != w->end || v->shift_open != w->shift_open
      || v->shift_close != w->shift_close || memcmp (v->capacity, w->capacity, sizeof v->capacity) != 0 || v->fixed_cost != w->fixed_cost
      || v->distance_cost != w->distance_cost || v->time_cost != w->time_cost || v->overtime_after != w->overtime_after
      || v->overtime_cost != w->overtime_cost || v->max_stops != w->max_stops || v->max_distance != w->max_distance
      || v->max_duration != w->max_duration)
    return FALSE;
  for (int i = 0; self->skilled && i < self->n; i++)
    if (self->fits[(gsize) i * (gsize) self->n_routes + (gsize) a] != self->fits[(gsize) i * (gsize) self->n_routes + (gsize) b])
      return FALSE;
  return TRUE;
}

static void
lay_out_kinds (DraySlice *self)
{
  g_autofree int *example = g_new0 (int, self->n_routes + 1);

  DRAY_SLICE_TAKE (self, self->kind, self->n_routes);
  for (int r = 0; r < self->n_routes; r++) {
    int k = self->n_kinds - 1;

    while (k >= 0 && !are_alike (self, example[k], r))
      k--;
    if (k < 0) {
      k = self->n_kinds++;
      example[k] = r;
    }
    self->kind[r] = k;
  }
}

static DraySliceUnit
get_unit_kind (const DraySlice *self,
               const int       *nodes,
               int              n_nodes)
{
  const DrayProblem *problem = self->problem;

  if (n_nodes == 1)
    return DRAY_SLICE_UNIT_SINGLE;
  if (n_nodes == 2 && problem->stops[self->stop[nodes[0]]].role == DRAY_STOP_ROLE_PICKUP
      && problem->stops[self->stop[nodes[1]]].role == DRAY_STOP_ROLE_DELIVERY)
    return DRAY_SLICE_UNIT_PAIR;
  return DRAY_SLICE_UNIT_GROUP;
}

static void
lay_out_units (DraySlice *self)
{
  const DrayProblem *problem = self->problem;
  g_autofree int *number = g_new (int, problem->n_units + 1);
  int n = 0;

  DRAY_SLICE_TAKE (self, self->unit, self->n);
  DRAY_SLICE_TAKE (self, self->unit_first, self->n + 1);
  DRAY_SLICE_TAKE (self, self->unit_nodes, self->n);
  DRAY_SLICE_TAKE (self, self->unit_penalty, self->n);
  DRAY_SLICE_TAKE (self, self->unit_fixed, self->n);
  DRAY_SLICE_TAKE (self, self->unit_kind, self->n);
  memset (number, -1, (gsize) problem->n_units * sizeof *number);
  for (int i = 0; i < self->n; i++) {
    int u = problem->order_unit[problem->stop_order[self->stop[i]]];

    if (number[u] >= 0)
      continue;
    number[u] = self->n_units;
    for (int k = problem->unit_first[u]; k < problem->unit_first[u + 1]; k++) {
      int stop = problem->unit_stops[k], node = self->node_of_stop[stop];
      const DrayOrderInput *order = &problem->orders[problem->stop_order[stop]];
      int n_order = problem->order_first[problem->stop_order[stop] + 1] - problem->order_first[problem->stop_order[stop]];

      g_assert (node >= 0);
      self->unit[node] = self->n_units;
      self->unit_nodes[n++] = node;
      self->unit_fixed[self->n_units] |= self->fixed[node];
      /* An order of several stops counts once: its first stop carries it. */
      if (problem->order_stops[problem->order_first[problem->stop_order[stop]]] == stop || n_order == 1)
        self->unit_penalty[self->n_units] += order->required ? DRAY_COST_MAX / 1000 * (order->priority + 1) : order->prize;
    }
    self->unit_kind[self->n_units] = get_unit_kind (self, &self->unit_nodes[self->unit_first[self->n_units]], n - self->unit_first[self->n_units]);
    self->unit_first[++self->n_units] = n;
  }
}


typedef struct {
  double distance;
  int    node;
} Neighbour;

static int
compare_neighbours (gconstpointer a,
                    gconstpointer b)
{
  const Neighbour *p = a, *q = b;

  return p->distance < q->distance ? -1 : p->distance > q->distance ? 1 : p->node - q->node;
}

/* The n smallest of many to the front, in no order (Hoare 1961). */
static void
select_neighbours (Neighbour *array,
                   int        n_array,
                   int        n)
{
  int low = 0, high = n_array - 1;

  while (low < high) {
    Neighbour pivot = array[(low + high) / 2];
    int i = low, j = high;

    while (i <= j) {
      while (compare_neighbours (&array[i], &pivot) < 0)
        i++;
      while (compare_neighbours (&array[j], &pivot) > 0)
        j--;
      if (i <= j) {
        Neighbour kept = array[i];

        array[i++] = array[j];
        array[j--] = kept;
      }
    }
    if (n <= j)
      high = j;
    else if (n >= i)
      low = i;
    else
      return;
  }
}

/* What a unit of time is worth in distance: the mean pace of all ways that can be driven. */
static double
get_rate (const DraySlice *self)
{
  gsize n_cells = (gsize) self->n_places * (gsize) self->n_places;
  double duration = 0, distance = 0;

  if (self->distance[0] == self->duration[0])
    return 1;
  for (gsize cell = 0; cell < n_cells; cell++)
    if (self->duration[0][cell] < DRAY_UNREACHABLE) {
      duration += self->duration[0][cell];
      distance += self->distance[0][cell];
    }
  return duration > 0 ? distance / duration : 1;
}

/* How near each stop is to @node, whichever comes first: the way, the waiting that can't be helped and how late one must come (Vidal et
 * al. 2013, 4.2). */
static int
fill_proximity (const DraySlice *self,
                int              node,
                double           rate,
                Neighbour       *array)
{
  gsize row = (gsize) self->place[node] * (gsize) self->n_places;
  const int *to = &self->distance_to[0][row], *from = &self->distance[0][row];
  const int *time_to = &self->duration_to[0][row], *time_from = &self->duration[0][row];
  double open = self->open[node], close = self->close[node], service = self->service[node];
  int n = 0;

  for (int other = 0; other < self->n; other++) {
    int place = self->place[other];
    double ahead = from[place], behind = to[place];

    if (other == node)
      continue;
    if (self->clocked) {
      double other_open = self->open[other], other_close = self->close[other], other_service = self->service[other];

      ahead += rate * (0.2 * MAX (other_open - time_from[place] - service - close, 0) + MAX (open + service + time_from[place] - other_close, 0));
      behind += rate * (0.2 * MAX (open - time_to[place] - other_service - other_close, 0) + MAX (other_open + other_service + time_to[place] - close, 0));
    }
    array[n++] = (Neighbour) { MIN (ahead, behind), other };
  }
  return n;
}

/* The ways between a stop and its neighbours side by side, as the search asks for them. */
static void
lay_out_ways (DraySlice *self,
              int        node)
{
  int least = G_MAXINT;

  for (int k = node * self->n_near; k < (node + 1) * self->n_near; k++) {
    self->near_way[k] = dray_slice_get_distance (self, 0, node, self->near[k]);
    self->near_back[k] = dray_slice_get_distance (self, 0, self->near[k], node);
    self->near_back_time[k] = dray_slice_get_duration (self, 0, self->near[k], node);
  }
  const int *from = &self->distance[0][(gsize) self->place[node] * (gsize) self->n_places];

  for (int other = 0; other < self->n; other++)
    if (other != node)
      least = MIN (least, from[self->place[other]]);
  for (int r = 0; r < self->n_routes; r++)
    least = MIN (least, dray_slice_get_distance (self, 0, node, self->n + self->n_routes + r));
  self->least_way[node] = least;
}

static void
lay_out_near (DraySlice *self)
{
  g_autofree Neighbour *array = g_new (Neighbour, self->n + 1);

  self->n_near = MIN (N_NEAR, self->n - 1);
  DRAY_SLICE_TAKE (self, self->near, self->n * MAX (self->n_near, 0));
  DRAY_SLICE_TAKE (self, self->near_way, self->n * MAX (self->n_near, 0));
  DRAY_SLICE_TAKE (self, self->near_back, self->n * MAX (self->n_near, 0));
  DRAY_SLICE_TAKE (self, self->near_back_time, self->n * MAX (self->n_near, 0));
  DRAY_SLICE_TAKE (self, self->least_way, self->n);
  double rate = get_rate (self);

  for (int i = 0; i < self->n; i++) {
    int n = fill_proximity (self, i, rate, array);

    select_neighbours (array, n, self->n_near);
    qsort (array, (gsize) self->n_near, sizeof *array, compare_neighbours);
    for (int k = 0; k < self->n_near; k++)
      self->near[i * self->n_near + k] = array[k].node;
    lay_out_ways (self, i);
  }
}

static gboolean
is_plain (const DraySlice *self)
{
  if (self->exact || self->skilled || self->has_fixed || self->n_paces != 1 || self->n_loads > 1 || self->loads == DRAY_SLICE_LOADS_MIXED)
    return FALSE;
  for (int r = 0; r < self->n_routes; r++)
    if (self->distance_cost[r] != 1 || (self->n_loads > 0 && self->capacity[r * self->n_loads] != self->capacity[0]))
      return FALSE;
  return TRUE;
}

/**
 * dray_slice_new:
 * @stops: (array length=n_stops): whole units
 * @vehicles: (array length=n_vehicles):
 */
DraySlice *
dray_slice_new (const DrayProblem *problem,
                const int         *stops,
                int                n_stops,
                const int         *vehicles,
                int                n_vehicles)
{
  const DrayFeatures judged = DRAY_FEATURE_WINDOWS | DRAY_FEATURE_SLOTS | DRAY_FEATURE_SOFT | DRAY_FEATURE_SETUP | DRAY_FEATURE_RELEASE
                              | DRAY_FEATURE_RIDE | DRAY_FEATURE_RELOADS | DRAY_FEATURE_BREAKS | DRAY_FEATURE_HOURS | DRAY_FEATURE_SHAPE
                              | DRAY_FEATURE_RELATIONS | DRAY_FEATURE_LIMITS | DRAY_FEATURE_TIME_COST;
  DraySlice *self = g_new0 (DraySlice, 1);

  self->problem = problem;
  self->n = n_stops;
  self->n_routes = n_vehicles;
  self->n_loads = problem->n_loads;
  self->loads = problem->n_loads == 0 || (problem->features & DRAY_FEATURE_RELOADS) ? DRAY_SLICE_LOADS_NONE
                : problem->features & DRAY_FEATURE_PICKUPS                          ? DRAY_SLICE_LOADS_MIXED
                                                                                    : DRAY_SLICE_LOADS_DELIVERED;
  self->exact = (problem->features & judged) != 0;
  self->skilled = (problem->features & DRAY_FEATURE_SKILLS) != 0;
  self->owned = g_ptr_array_new_with_free_func (g_free);
  DRAY_SLICE_TAKE (self, self->stop, n_stops);
  DRAY_SLICE_TAKE (self, self->vehicle, n_vehicles);
  DRAY_SLICE_TAKE (self, self->node_of_stop, problem->n_stops);
  memcpy (self->stop, stops, (gsize) n_stops * sizeof *stops);
  memcpy (self->vehicle, vehicles, (gsize) n_vehicles * sizeof *vehicles);
  if (problem->input->objective.vehicles_first)
    self->vehicle_cost = DRAY_COST_MAX / 1000000;
  dray_slice_lay_out_places (self);
  lay_out_stops (self);
  lay_out_vehicles (self);
  lay_out_fits (self);
  lay_out_kinds (self);
  lay_out_units (self);
  self->plain = is_plain (self);
  if (self->n > 0 && self->n_routes > 0)
    lay_out_near (self);
  return self;
}

void
dray_slice_free (DraySlice *self)
{
  g_ptr_array_unref (self->owned);
  g_free (self);
}
