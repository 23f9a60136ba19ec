/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Problems too large for one dense matrix, round by round: stops are strewn over parts around random pivots, whole routes to the part of
 * their middle stop; each part is a slice with a small matrix of its own that is searched by itself, and the next round cuts elsewhere.
 * Memory grows with the stops and with the square of a part, never with the square of the whole. Parts are dealt to threads, but each has its
 * own random numbers, so that the plan does not depend on who took which. */
#include "config.h"

#include "dray-search-large-private.h"

#include "dray-lane-private.h"

#include <math.h>
#include <string.h>
#include <time.h>

#define PART_STOPS 800
#define ROUND_STEPS 40000
#define MAX_THREADS 8

typedef struct {
  GArray  *stops;
  GArray  *vehicles;
  int      n_used;
  gint64   cost;
} Part;

typedef struct {
  const DrayProblem       *problem;
  const DraySearchOptions *options;
  int                    **routes;      /* [n_vehicles] */
  int                     *n_stops;     /* [n_vehicles] */
  int                     *part_of_stop;
  Part                    *parts;
  int                      n_parts;
  int                      next_part;   /* taken by threads, one after another */
  int                      n_threads;
  int                      round;
  gint64                   n_steps;     /* of each part so far */
  gint64                   n_all_steps;
  double                   share;       /* of the limits, at the round's start */
  double                   wall_start_s;
  double                   cpu_start_s;
  double                   reported_s;
} Large;

static double
get_clock (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);
  return (double) time.tv_sec + 1e-9 * (double) time.tv_nsec;
}

static double
get_share (const Large *self,
           gint64       n_steps)
{
  const DraySearchOptions *options = self->options;
  double share = options->iterations > 0 ? (double) n_steps / (double) options->iterations : 0;

  if (options->cpu_s > 0)
    share = MAX (share, (get_clock (CLOCK_PROCESS_CPUTIME_ID) - self->cpu_start_s) / options->cpu_s);
  if (options->wall_s > 0)
    share = MAX (share, (get_clock (CLOCK_MONOTONIC) - self->wall_start_s) / options->wall_s);
  if (options->cancellable != NULL && g_cancellable_is_cancelled (options->cancellable))
    share = 1;
  return share;
}

/* Each stop to the nearest of the pivots. */
static void
strew_stops (Large      *self,
             DrayRandom *random)
{
  const DrayProblem *problem = self->problem;
  int n = problem->n_stops;
  g_autofree int *locations = g_new (int, n), *durations = g_new (int, n), *distances = g_new (int, n), *nearest = g_new (int, n);

  for (int i = 0; i < n; i++) {
    locations[i] = problem->stops[i].location;
    nearest[i] = G_MAXINT;
  }
  for (int p = 0; p < self->n_parts; p++) {
    int pivot = locations[dray_random_below (random, (guint32) n)];
    const DrayPace *pace = &problem->paces[0];

    if (pace->rows != NULL)
      pace->rows (pivot, locations, n, durations, distances, pace->rows_data);
    for (int i = 0; i < n; i++) {
      int distance = pace->rows != NULL ? (pivot == locations[i] ? 0 : distances[i]) : dray_pace_get_distance (pace, pivot, locations[i]);

      if (distance < nearest[i]) {
        nearest[i] = distance;
        self->part_of_stop[i] = p;
      }
    }
  }
}

static int
find_smallest (const Large *self)
{
  int smallest = 0;

  for (int p = 1; p < self->n_parts; p++)
    if (self->parts[p].stops->len < self->parts[smallest].stops->len)
      smallest = p;
  return smallest;
}

static Part *
choose_part (Large *self,
             int    stop)
{
  Part *part = &self->parts[self->part_of_stop[stop]];

  return part->stops->len < 2 * PART_STOPS ? part : &self->parts[find_smallest (self)];
}

/* Routes go where their middle stop is; whom an order is bound to goes along. */
static void
deal (Large *self)
{
  const DrayProblem *problem = self->problem;
  g_autofree Part **of_vehicle = g_new0 (Part *, problem->n_vehicles + 1);
  g_autofree guint8 *served = g_new0 (guint8, problem->n_units + 1);

  for (int v = 0; v < problem->n_vehicles; v++) {
    if (self->n_stops[v] == 0)
      continue;
    of_vehicle[v] = choose_part (self, self->routes[v][self->n_stops[v] / 2]);
    of_vehicle[v]->n_used++;
    g_array_append_val (of_vehicle[v]->vehicles, v);
    g_array_append_vals (of_vehicle[v]->stops, self->routes[v], (guint) self->n_stops[v]);
    for (int i = 0; i < self->n_stops[v]; i++)
      served[problem->order_unit[problem->stop_order[self->routes[v][i]]]] = 1;
  }
  for (int u = 0; u < problem->n_units; u++) {
    const int *stops = &problem->unit_stops[problem->unit_first[u]];
    int bound = problem->orders[problem->stop_order[stops[0]]].vehicle;

    if (served[u])
      continue;
    Part *part = bound != DRAY_NONE && of_vehicle[bound] != NULL ? of_vehicle[bound] : choose_part (self, stops[0]);

    if (bound != DRAY_NONE && of_vehicle[bound] == NULL) {
      of_vehicle[bound] = part;
      g_array_append_val (part->vehicles, bound);
    }
    g_array_append_vals (part->stops, stops, (guint) (problem->unit_first[u + 1] - problem->unit_first[u]));
  }
  for (int v = 0; v < problem->n_vehicles; v++) {
    Part *best = &self->parts[0];

    if (of_vehicle[v] != NULL)
      continue;
    for (int p = 1; p < self->n_parts; p++)
      if ((gint64) self->parts[p].vehicles->len * best->stops->len < (gint64) best->vehicles->len * self->parts[p].stops->len)
        best = &self->parts[p];
    g_array_append_val (best->vehicles, v);
  }
}

/* A part cools once a round, from ever less. With a limit of time a round takes a third of what is left, and each part its share of it. */
static void
cool_part (Large    *self,
           DrayLane *lane)
{
  double mean = (double) (lane->best_cost % (DRAY_COST_MAX / 1000)) / lane->slice->n, begun = get_share (self, self->n_steps), done = 0;
  double left = 1 - self->share, budget = (left < 0.15 ? left : left / 3) * self->n_threads / self->n_parts;
  gboolean timed = self->options->cpu_s > 0 || self->options->wall_s > 0;

  for (int k = 0; k < ROUND_STEPS && done < 1; k++) {
    if (k % 16 == 0) {
      double share = get_share (self, self->n_steps + k);

      done = (double) k / ROUND_STEPS;
      if (timed && budget > 0)
        done = MAX (done, (share - begun) / budget);
      if (share >= 1)
        return;
    }
    dray_lane_step (lane, mean * pow (0.003, MIN (self->share + (1 - self->share) * done, 1)));
  }
}

static void
search_part (Large *self,
             int    number)
{
  Part *part = &self->parts[number];

  if (part->stops->len == 0 || part->vehicles->len == 0)
    return;
  g_autoptr (DraySlice) slice = dray_slice_new (self->problem, (int *) (void *) part->stops->data, (int) part->stops->len,
                                                (int *) (void *) part->vehicles->data, (int) part->vehicles->len);
  g_autoptr (DrayLane) lane = dray_lane_new (slice, self->options->seed * 1000003 + (guint64) self->round * 1009 + (guint64) number);
  g_autofree int *nodes = g_new (int, slice->n + 1);
  g_autofree int *n_stops = g_new0 (int, slice->n_routes + 1);
  int n = 0;

  for (int r = 0; r < slice->n_routes; r++)
    for (int i = 0; i < self->n_stops[slice->vehicle[r]]; i++, n_stops[r]++)
      nodes[n++] = slice->node_of_stop[self->routes[slice->vehicle[r]][i]];
  dray_lane_construct_routes (lane, nodes, n_stops);

  cool_part (self, lane);
  for (int r = 0; r < slice->n_routes; r++) {
    int v = slice->vehicle[r];

    self->routes[v] = g_renew (int, self->routes[v], slice->n + 1);
    self->n_stops[v] = dray_lane_write_best (lane, r, self->routes[v]);
    self->routes[v] = g_renew (int, self->routes[v], self->n_stops[v] + 1);
  }
  part->cost = lane->best_cost;
  __atomic_fetch_add (&self->n_all_steps, lane->n_steps, __ATOMIC_RELAXED);
}

static void
report (Large *self)
{
  double now = get_clock (CLOCK_MONOTONIC);
  DrayProgress progress = { .iterations = __atomic_load_n (&self->n_all_steps, __ATOMIC_RELAXED), .wall_s = now - self->wall_start_s,
                            .cpu_s = get_clock (CLOCK_PROCESS_CPUTIME_ID) - self->cpu_start_s };

  if (self->options->progress == NULL || now - self->reported_s < 0.05)
    return;
  self->reported_s = now;
  for (int p = 0; p < self->n_parts; p++) {
    progress.cost += self->parts[p].cost % (DRAY_COST_MAX / 1000);
    progress.n_missing += (int) (self->parts[p].cost / (DRAY_COST_MAX / 1000));
  }
  progress.n_unserved = progress.n_missing;
  self->options->progress (&progress, self->options->progress_data);
}

static gpointer
carry (gpointer data)
{
  Large *self = data;

  for (;;) {
    int number = __atomic_fetch_add (&self->next_part, 1, __ATOMIC_RELAXED);

    if (number >= self->n_parts)
      return NULL;
    search_part (self, number);
  }
}

static void
run_round (Large      *self,
           DrayRandom *random)
{
  GThread *threads[MAX_THREADS] = { NULL };
  for (int p = 0; p < self->n_parts; p++) {
    g_array_set_size (self->parts[p].stops, 0);
    g_array_set_size (self->parts[p].vehicles, 0);
  }
  strew_stops (self, random);
  deal (self);
  self->next_part = 0;
  self->share = get_share (self, self->n_steps);
  for (int t = 1; t < self->n_threads; t++)
    threads[t] = g_thread_new ("dray-search", carry, self);
  carry (self);
  for (int t = 1; t < self->n_threads; t++)
    g_thread_join (threads[t]);
  self->n_steps += ROUND_STEPS;
  self->round++;
  report (self);
}

/* The fixed prefix, and what its units still owe. */
static void
begin_route (Large *self,
             int    v)
{
  const DrayProblem *problem = self->problem;
  const DrayVehicleInput *vehicle = &problem->vehicles[v];
  GArray *stops = g_array_new (FALSE, FALSE, sizeof (int));

  if (vehicle->n_prefix > 0)
    g_array_append_vals (stops, vehicle->prefix, (guint) vehicle->n_prefix);
  for (int k = 0; k < vehicle->n_prefix; k++) {
    int unit = problem->order_unit[problem->stop_order[vehicle->prefix[k]]];

    for (int i = problem->unit_first[unit]; i < problem->unit_first[unit + 1]; i++) {
      gboolean listed = FALSE;

      for (guint m = 0; m < stops->len && !listed; m++)
        listed = g_array_index (stops, int, m) == problem->unit_stops[i];
      if (!listed)
        g_array_append_val (stops, problem->unit_stops[i]);
    }
  }
  self->n_stops[v] = (int) stops->len;
  self->routes[v] = (int *) (void *) g_array_free (stops, FALSE);
}

static void
begin (Large *self)
{
  const DrayProblem *problem = self->problem;
  const DrayPlan *warm = self->options->warm;

  self->routes = g_new0 (int *, problem->n_vehicles + 1);
  self->n_stops = g_new0 (int, problem->n_vehicles + 1);
  self->part_of_stop = g_new0 (int, problem->n_stops + 1);
  self->n_parts = (problem->n_stops + PART_STOPS - 1) / PART_STOPS;
  self->parts = g_new0 (Part, self->n_parts + 1);
  self->n_threads = MIN (CLAMP (self->options->threads, 1, MAX_THREADS), self->n_parts);
  for (int p = 0; p < self->n_parts; p++) {
    self->parts[p].stops = g_array_new (FALSE, FALSE, sizeof (int));
    self->parts[p].vehicles = g_array_new (FALSE, FALSE, sizeof (int));
  }
  for (int v = 0; v < problem->n_vehicles; v++)
    begin_route (self, v);
  for (int r = 0; warm != NULL && r < warm->n_routes; r++) {
    int v = warm->routes[r].vehicle;

    g_free (self->routes[v]);
    self->n_stops[v] = warm->routes[r].n_stops;
    self->routes[v] = g_memdup2 (warm->routes[r].stops, (gsize) self->n_stops[v] * sizeof (int));
  }
}

static void
finish (Large *self)
{
  for (int v = 0; v < self->problem->n_vehicles; v++)
    g_free (self->routes[v]);
  for (int p = 0; p < self->n_parts; p++) {
    g_array_unref (self->parts[p].stops);
    g_array_unref (self->parts[p].vehicles);
  }
  g_free (self->routes);
  g_free (self->n_stops);
  g_free (self->part_of_stop);
  g_free (self->parts);
}

DrayPlan *
dray_search_run_large (const DrayProblem       *problem,
                       const DraySearchOptions *options,
                       DraySearchStats         *stats,
                       GError                 **error)
{
  Large self = { .problem = problem, .options = options };
  DrayRandom random;
  double first_plan_s = 0;

  self.wall_start_s = get_clock (CLOCK_MONOTONIC);
  self.cpu_start_s = get_clock (CLOCK_PROCESS_CPUTIME_ID);
  dray_random_init (&random, options->seed);
  begin (&self);
  do {
    run_round (&self, &random);
    /* The parts are filled one after another: none of the plan is whole before the round is. */
    if (self.round == 1)
      first_plan_s = get_clock (CLOCK_PROCESS_CPUTIME_ID) - self.cpu_start_s;
  } while (get_share (&self, self.n_steps) < 1);
  DrayPlan *plan = dray_plan_new (problem, (const int *const *) self.routes, self.n_stops, error);

  if (stats != NULL)
    *stats = (DraySearchStats) { .iterations = self.n_all_steps, .first_plan_s = first_plan_s,
                                 .wall_s = get_clock (CLOCK_MONOTONIC) - self.wall_start_s,
                                 .cpu_s = get_clock (CLOCK_PROCESS_CPUTIME_ID) - self.cpu_start_s };
  finish (&self);
  return plan;
}
