/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-bench-solver.h"

#include "dray-bench.h"
#include "dray-random.h"
#include "dray-search.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Towns of many sizes in a square of 100 km, a depot in its middle, vans of about twenty stops; in the second of a size every other stop
 * has a window of two hours. No public set has these sizes with windows, so the yardstick is the best that any run of ours has found. */
typedef struct {
  const char *name;
  const char *figure;
  int         n_stops;
  gboolean    windows;
  gint64      best;         /* of all runs so far, with however much time */
} Large;

static const Large rows[] = {
  { "5000", "gap-5000-stops", 5000, FALSE, 2259585 },
  { "5000w", "gap-5000-stops-windows", 5000, TRUE, 2358765 },
  { "20000", "gap-20000-stops", 20000, FALSE, 8221477 },
  { "20000w", "gap-20000-stops-windows", 20000, TRUE, 8480587 },
};

#define N_TOWNS 120
#define SIDE_10M 10000
#define DAY_S 43200
/* Ten metres in so many tenths of a second. */
#define PACE 7

typedef struct {
  int *x;
  int *y;
} Points;

static void
fill_rows (int        origin,
           const int *destinations,
           int        n_destinations,
           int       *durations,
           int       *distances,
           gpointer   user_data)
{
  const Points *points = user_data;

  for (int i = 0; i < n_destinations; i++) {
    double dx = points->x[origin] - points->x[destinations[i]], dy = points->y[origin] - points->y[destinations[i]];

    distances[i] = (int) lround (sqrt (dx * dx + dy * dy));
    durations[i] = (distances[i] * PACE + 9) / 10;
  }
}

static void
strew (Points     *points,
       int         n,
       DrayRandom *random)
{
  int town_x[N_TOWNS], town_y[N_TOWNS], town_size[N_TOWNS];

  for (int t = 0; t < N_TOWNS; t++) {
    town_x[t] = (int) dray_random_below (random, SIDE_10M);
    town_y[t] = (int) dray_random_below (random, SIDE_10M);
    town_size[t] = 60 + (int) dray_random_below (random, 600);
  }
  points->x[0] = points->y[0] = SIDE_10M / 2;
  for (int i = 1; i <= n; i++) {
    int t = (int) dray_random_below (random, N_TOWNS);
    gboolean lonely = dray_random_below (random, 5) == 0;

    points->x[i] = lonely ? (int) dray_random_below (random, SIDE_10M) : town_x[t] + (int) lround (dray_random_normal (random) * town_size[t]);
    points->y[i] = lonely ? (int) dray_random_below (random, SIDE_10M) : town_y[t] + (int) lround (dray_random_normal (random) * town_size[t]);
  }
}

static DrayProblem *
make_problem (const Large *row,
              Points      *points)
{
  g_autoptr (DrayProblemBuilder) builder = dray_problem_builder_new (row->n_stops + 1);
  DrayProfileInput profile = DRAY_PROFILE_INPUT_INIT;
  g_autoptr (GError) error = NULL;
  DrayRandom random;

  dray_random_init (&random, (guint64) row->n_stops);
  strew (points, row->n_stops, &random);
  profile.rows = fill_rows;
  profile.rows_data = points;
  dray_problem_builder_add_profile (builder, &profile);
  for (int v = 0; v < row->n_stops / 12; v++) {
    DrayVehicleInput vehicle = DRAY_VEHICLE_INPUT_INIT;

    vehicle.start = vehicle.end = 0;
    vehicle.capacity[0] = 200;
    vehicle.shift_close = row->windows ? DAY_S : DRAY_TIME_MAX;
    dray_problem_builder_add_vehicle (builder, &vehicle);
  }
  for (int i = 1; i <= row->n_stops; i++) {
    DrayStopInput stop = DRAY_STOP_INPUT_INIT;
    DrayTimeWindow window;

    stop.location = i;
    stop.delivery[0] = 1 + (int) dray_random_below (&random, 19);
    stop.service = 300;
    window.open = (int) dray_random_below (&random, DAY_S - 14400) + 3600;
    window.close = window.open + 7200;
    if (row->windows && i % 2 == 0) {
      stop.windows = &window;
      stop.n_windows = 1;
    }
    dray_problem_builder_add_stop (builder, &stop);
  }
  DrayProblem *problem = dray_problem_new (builder, &error);
  if (problem == NULL)
    g_error ("%s", error->message);
  return problem;
}

static double peak_mb;

static void
on_progress (const DrayProgress *progress G_GNUC_UNUSED,
             gpointer            user_data G_GNUC_UNUSED)
{
  peak_mb = MAX (peak_mb, dray_bench_rss_anon_mb ());
}

static void
run_row (const Large *row,
         double       cpu_s,
         int          seed,
         int          n_threads)
{
  g_autofree int *x = g_new (int, row->n_stops + 1), *y = g_new (int, row->n_stops + 1);
  Points points = { x, y };
  g_autoptr (DrayProblem) problem = make_problem (row, &points);
  DraySearchOptions how = DRAY_SEARCH_OPTIONS_INIT;
  DraySearchStats stats = { 0 };
  g_autoptr (GError) error = NULL;

  how.seed = (guint64) seed;
  how.threads = n_threads;
  how.cpu_s = cpu_s * n_threads;
  how.progress = on_progress;
  peak_mb = 0;
  g_autoptr (DrayPlan) plan = dray_search_run (problem, &how, &stats, &error);
  if (plan == NULL || !dray_plan_check (plan, problem, &error))
    g_error ("%s: %s", row->name, error->message);
  gint64 best = row->best > 0 ? MIN (row->best, plan->cost) : plan->cost;

  dray_bench_report (row->figure, plan->n_missing > 0 ? 100 : 100.0 * ((double) plan->cost / (double) best - 1), "%", DRAY_BENCH_CPU,
                     "%s seed %d, %g s, %d threads: %" G_GINT64_FORMAT " in %d routes, best kept %" G_GINT64_FORMAT "%s%s", row->name, seed, cpu_s, n_threads,
                     plan->cost, plan->n_routes, row->best, plan->n_missing > 0 ? "; ORDERS LEFT OUT" : "", plan->cost < row->best ? "; a new best" : "");
  dray_bench_report ("first-feasible-ms", stats.first_plan_s * 1e3, "ms", DRAY_BENCH_CPU, "%s seed %d, %d stops", row->name, seed, row->n_stops);
  dray_bench_report ("peak-memory-mb", peak_mb, "MB", DRAY_BENCH_NONE, "%s seed %d, %d stops, RssAnon", row->name, seed, row->n_stops);
}

void
dray_bench_solver_large (const char *names,
                         double      cpu_s,
                         int         n_seeds,
                         int         n_threads)
{
  g_auto (GStrv) words = g_strsplit (names != NULL ? names : "", ",", -1);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (int seed = 1; seed <= n_seeds; seed++)
      if (names == NULL || g_strv_contains ((const char *const *) words, rows[i].name))
        run_row (&rows[i], cpu_s, seed, n_threads);
}
