/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs the lanes. Each lane is one strand of search with its own random numbers; threads only carry them. Lanes run for a fixed number of
 * steps (an epoch), meet, and the worst goes on from what the best holds. So the plan depends on the seed, the steps and the lanes, and on
 * no thread. With a limit of time, the temperature follows the clock instead, and what comes out depends on the machine. */
#include "config.h"

#include "dray-search.h"

#include "dray-anneal-private.h"
#include "dray-route-private.h"
#include "dray-search-large-private.h"

#include <string.h>
#include <time.h>

#define MAX_THREADS 8
#define MAX_LANES 64

typedef struct {
  DraySearch *search;
  int         number;
} Carrier;

static double
get_clock (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);
  return (double) time.tv_sec + 1e-9 * (double) time.tv_nsec;
}

/* How much of the limits is used up: 1 is the end. Asked by the thread that runs the lane. */
double
dray_search_get_share (DraySearch *self,
                       gint64      n_steps)
{
  const DraySearchOptions *options = self->options;
  double share = options->iterations > 0 ? (double) n_steps / (double) options->iterations : 0;

  if (options->cpu_s > 0)
    share = MAX (share, (get_clock (CLOCK_THREAD_CPUTIME_ID) - dray_search_thread_cpu_s) * self->n_threads / options->cpu_s);
  if (options->wall_s > 0)
    share = MAX (share, (get_clock (CLOCK_MONOTONIC) - self->wall_start_s) / options->wall_s);
  return share;
}

_Thread_local double dray_search_thread_cpu_s;

gboolean
dray_search_is_stopped (DraySearch *self)
{
  return self->options->cancellable != NULL && g_cancellable_is_cancelled (self->options->cancellable);
}

static void
fill_progress (DraySearch   *self,
               DrayProgress *progress)
{
  gint64 cost = G_MAXINT64;

  progress->iterations = 0;
  for (int i = 0; i < self->n_lanes; i++) {
    cost = MIN (cost, __atomic_load_n (&self->lanes[i].best_cost, __ATOMIC_RELAXED));
    progress->iterations += __atomic_load_n (&self->lanes[i].n_steps, __ATOMIC_RELAXED);
  }
  progress->cost = cost;
  progress->n_missing = 0;
  for (; progress->cost >= DRAY_MISSING_COST; progress->n_missing++)
    progress->cost -= DRAY_MISSING_COST;
  progress->n_unserved = progress->n_missing;
  if (self->slice->vehicle_cost > 0)
    progress->cost %= self->slice->vehicle_cost;
  progress->wall_s = get_clock (CLOCK_MONOTONIC) - self->wall_start_s;
  progress->cpu_s = get_clock (CLOCK_THREAD_CPUTIME_ID) - dray_search_thread_cpu_s;
  progress->cpu_s *= self->n_threads;
}

static DrayPlan *make_plan (const DrayProblem *problem,
                            const DrayLane    *lane,
                            GError           **error);

/* What the caller's own lane holds, where that is better than what was shown before. */
static void
show_improved (DraySearch *self,
               double      now)
{
  const DrayAnneal *own = &self->lanes[0];
  DrayPlan *plan;

  if (self->options->improved == NULL || now - self->shown_s < self->options->improved_s || (self->shown_s > 0 && own->best_cost >= self->shown_cost))
    return;
  self->shown_s = now;
  self->shown_cost = own->best_cost;
  plan = make_plan (self->problem, own->lane, NULL);
  if (plan != NULL)
    self->options->improved (plan, self->options->progress_data);
}

/* Called by whoever runs a lane, every few steps; only the caller's own thread reports. */
void
dray_search_report (DraySearch *self)
{
  DrayProgress progress;

  if (self->options->progress == NULL || g_thread_self () != self->caller)
    return;
  double now = get_clock (CLOCK_MONOTONIC);

  if (now - self->reported_s < 0.05)
    return;
  self->reported_s = now;
  fill_progress (self, &progress);
  self->options->progress (&progress, self->options->progress_data);
  show_improved (self, now);
}

static void
run_share (DraySearch *self,
           int         thread)
{
  for (int i = thread; i < self->n_lanes; i += self->n_threads)
    dray_anneal_run (&self->lanes[i], DRAY_SEARCH_EPOCH);
}

static gpointer
carry (gpointer data)
{
  Carrier *carrier = data;
  DraySearch *self = carrier->search;
  int epoch = 0;

  dray_search_thread_cpu_s = get_clock (CLOCK_THREAD_CPUTIME_ID);
  for (;;) {
    g_mutex_lock (&self->mutex);
    while (self->epoch == epoch && !self->over)
      g_cond_wait (&self->started, &self->mutex);
    epoch = self->epoch;
    gboolean over = self->over;
    g_mutex_unlock (&self->mutex);
    if (over)
      return NULL;
    run_share (self, carrier->number);
    g_mutex_lock (&self->mutex);
    self->n_running--;
    g_cond_signal (&self->finished);
    g_mutex_unlock (&self->mutex);
  }
}

static void
run_epoch (DraySearch *self)
{
  g_mutex_lock (&self->mutex);
  self->epoch++;
  self->n_running = self->n_threads - 1;
  g_cond_broadcast (&self->started);
  g_mutex_unlock (&self->mutex);
  run_share (self, 0);
  g_mutex_lock (&self->mutex);
  while (self->n_running > 0)
    g_cond_wait (&self->finished, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

static int
find_best (const DraySearch *self)
{
  int best = 0;

  for (int i = 1; i < self->n_lanes; i++)
    if (self->lanes[i].best_cost < self->lanes[best].best_cost)
      best = i;
  return best;
}

/* What a lane goes on from. */
static gint64
get_standing (const DraySearch *self,
              int               lane)
{
  const DrayAnneal *anneal = &self->lanes[lane];

  return anneal->is_breeding ? anneal->lane->best_cost : anneal->lane->state->cost;
}

/* The worst lane goes on from what the best one holds. */
static void
exchange (DraySearch *self)
{
  int best = find_best (self), worst = 0;

  for (int i = 1; i < self->n_lanes; i++)
    if (get_standing (self, i) >= get_standing (self, worst))
      worst = i;
  if (worst != best)
    dray_anneal_adopt (&self->lanes[worst], &self->lanes[best]);
}

static gboolean
is_over (DraySearch *self)
{
  for (int i = 0; i < self->n_lanes; i++)
    if (!self->lanes[i].is_over)
      return dray_search_is_stopped (self);
  return TRUE;
}

static void
run_all (DraySearch *self)
{
  GThread *threads[MAX_THREADS] = { NULL };
  Carrier carriers[MAX_THREADS];

  for (int t = 1; t < self->n_threads; t++) {
    carriers[t] = (Carrier) { self, t };
    threads[t] = g_thread_new ("dray-search", carry, &carriers[t]);
  }
  for (int epoch = 1; !is_over (self); epoch++) {
    run_epoch (self);
    if (self->n_lanes > 1 && epoch % 8 == 0 && !is_over (self))
      exchange (self);
  }
  g_mutex_lock (&self->mutex);
  self->over = TRUE;
  g_cond_broadcast (&self->started);
  g_mutex_unlock (&self->mutex);
  for (int t = 1; t < self->n_threads; t++)
    g_thread_join (threads[t]);
}

/* A plan of what a lane holds as its best. The exact judge has the last word: a route that it refuses is left out, never handed out. A
 * prefix that may not be driven stands in it nonetheless, so that the refusal names the rule that it breaks. */
static DrayPlan *
make_plan (const DrayProblem *problem,
           const DrayLane    *lane,
           GError           **error)
{
  g_autofree int **routes = g_new0 (int *, problem->n_vehicles + 1);
  g_autofree int *n_stops = g_new0 (int, problem->n_vehicles + 1);
  g_autofree int *stops = g_new0 (int, 2 * problem->n_stops + 1);
  g_autoptr (DrayRouteScratch) scratch = dray_route_scratch_new (problem);
  int *next = stops;

  for (int r = 0; r < problem->n_vehicles; r++) {
    DrayRouteCheck check;

    routes[r] = next;
    n_stops[r] = dray_lane_write_best (lane, r, next);
    if (n_stops[r] == 0 && problem->vehicles[r].n_prefix > 0) {
      n_stops[r] = problem->vehicles[r].n_prefix;
      memcpy (next, problem->vehicles[r].prefix, (gsize) n_stops[r] * sizeof *next);
    } else if (!dray_route_evaluate (scratch, r, next, n_stops[r], &check)) {
      g_warning ("A route found for vehicle %d breaks the rule %s and is left out", r, dray_constraint_get_name (check.broken));
      n_stops[r] = 0;
    }
    next += n_stops[r];
  }
  return dray_plan_new (problem, (const int *const *) routes, n_stops, error);
}

static DraySlice *
make_slice (const DrayProblem *problem)
{
  g_autofree int *stops = g_new (int, problem->n_stops + 1);
  g_autofree int *vehicles = g_new (int, problem->n_vehicles + 1);

  for (int i = 0; i < problem->n_stops; i++)
    stops[i] = i;
  for (int v = 0; v < problem->n_vehicles; v++)
    vehicles[v] = v;
  return dray_slice_new (problem, stops, problem->n_stops, vehicles, problem->n_vehicles);
}

/**
 * dray_search_construct:
 *
 * A first plan, by insertion alone.
 *
 * Errors: as dray_search_run()
 */
DrayPlan *
dray_search_construct (const DrayProblem *problem,
                       GError           **error)
{
  DraySearchOptions options = DRAY_SEARCH_OPTIONS_INIT;

  options.iterations = 1;
  if (problem->n_stops > DRAY_MAX_DENSE_STOPS && problem->n_vehicles > 0)
    return dray_search_run_large (problem, &options, NULL, error);

  g_autoptr (DraySlice) slice = make_slice (problem);
  g_autoptr (DrayLane) lane = dray_lane_new (slice, 1);

  dray_lane_construct (lane);
  return make_plan (problem, lane, error);
}

static DrayPlan *
run (DraySearch      *self,
     DraySearchStats *stats,
     GError         **error)
{
  DrayProgress progress;

  for (int i = 0; i < self->n_lanes; i++) {
    dray_anneal_init (&self->lanes[i], self, self->options->seed + (guint64) i * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));
    if (stats != NULL && i == 0)
      stats->first_plan_s = get_clock (CLOCK_THREAD_CPUTIME_ID) - dray_search_thread_cpu_s;
  }
  run_all (self);
  fill_progress (self, &progress);
  if (self->options->progress != NULL)
    self->options->progress (&progress, self->options->progress_data);
  if (stats != NULL) {
    stats->iterations = progress.iterations;
    stats->cpu_s = progress.cpu_s;
    stats->wall_s = progress.wall_s;
  }
  return make_plan (self->problem, self->lanes[find_best (self)].lane, error);
}

/**
 * dray_search_run:
 *
 * Returns: (transfer full): the best plan found within the limits
 *
 * Errors: %DRAY_SOLVER_ERROR_INVALID where what has happened since leaves no plan within the churn budget, or a fixed prefix that may not
 *   be driven, naming the rule
 */
DrayPlan *
dray_search_run (const DrayProblem       *problem,
                 const DraySearchOptions *options,
                 DraySearchStats         *stats,
                 GError                 **error)
{
  g_return_val_if_fail (options->iterations > 0 || options->cpu_s > 0 || options->wall_s > 0 || options->cancellable != NULL, NULL);

  if (problem->n_stops > DRAY_MAX_DENSE_STOPS && problem->n_vehicles > 0)
    return dray_search_run_large (problem, options, stats, error);

  double wall_start_s = get_clock (CLOCK_MONOTONIC);
  DraySearchStats unused;

  /* Laying the problem out is part of what a plan costs. */
  dray_search_thread_cpu_s = get_clock (CLOCK_THREAD_CPUTIME_ID);
  g_autoptr (DraySlice) slice = make_slice (problem);
  g_autofree DrayAnneal *lanes = NULL;
  DraySearch self = { .problem = problem, .slice = slice, .options = options, .wall_start_s = wall_start_s, .caller = g_thread_self () };

  self.n_threads = CLAMP (options->threads, 1, MAX_THREADS);
  self.n_lanes = CLAMP (options->lanes > 0 ? options->lanes : self.n_threads, 1, MAX_LANES);
  self.n_threads = MIN (self.n_threads, self.n_lanes);
  self.lanes = lanes = g_new0 (DrayAnneal, self.n_lanes);
  g_mutex_init (&self.mutex);
  g_cond_init (&self.started);
  g_cond_init (&self.finished);
  DrayPlan *plan = run (&self, stats ? stats : &unused, error);

  for (int i = 0; i < self.n_lanes; i++)
    dray_anneal_clear (&self.lanes[i]);
  g_mutex_clear (&self.mutex);
  g_cond_clear (&self.started);
  g_cond_clear (&self.finished);
  return plan;
}
