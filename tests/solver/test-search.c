/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "make-problem.h"

#include <string.h>

static DrayProblem *
make (int n_stops,
      int horizon)
{
  MakeProblem wish = MAKE_PROBLEM_INIT;

  wish.n_stops = n_stops;
  wish.n_vehicles = n_stops / 3;
  wish.horizon = horizon;
  g_autoptr (DrayProblemBuilder) builder = make_problem (&wish);

  return dray_problem_new (builder, NULL);
}

/* Routes so long, of so many stops, that quarters of it are bred. */
static DrayProblem *
make_long_routes (void)
{
  MakeProblem wish = MAKE_PROBLEM_INIT;

  wish.n_stops = 520;
  wish.n_vehicles = 40;
  wish.capacity = 1000;
  wish.horizon = 20000;
  g_autoptr (DrayProblemBuilder) builder = make_problem (&wish);

  return dray_problem_new (builder, NULL);
}

static void
assert_same_plan (const DrayPlan *a,
                  const DrayPlan *b)
{
  g_assert_cmpint (a->cost, ==, b->cost);
  g_assert_cmpint (a->n_routes, ==, b->n_routes);
  for (int r = 0; r < a->n_routes; r++)
    g_assert_cmpmem (a->routes[r].stops, (gsize) a->routes[r].n_stops * sizeof (int), b->routes[r].stops,
                     (gsize) b->routes[r].n_stops * sizeof (int));
}

/* Plans of whole problems are bred, or of quarters of it where it is larger. */
static void
assert_same_whatever_the_threads (DrayProblem *problem,
                                  int          n_iterations)
{
  DraySearchOptions options = DRAY_SEARCH_OPTIONS_INIT;
  const int threads[] = { 1, 2, 4 };
  g_autoptr (DrayPlan) first = NULL;

  options.lanes = 4;
  options.iterations = n_iterations;
  for (int i = 0; i < 3; i++) {
    options.threads = threads[i];
    g_autoptr (DrayPlan) plan = dray_search_run (problem, &options, NULL, NULL);

    g_assert_cmpint (plan->n_missing, ==, 0);
    if (first == NULL)
      first = g_steal_pointer (&plan);
    else
      assert_same_plan (first, plan);
  }
}

static void
test_threads (void)
{
  g_autoptr (DrayProblem) small = make (60, 4000);
  g_autoptr (DrayProblem) large = make_long_routes ();

  assert_same_whatever_the_threads (small, 10000);
  assert_same_whatever_the_threads (large, 500);
}

static void
test_seeds (void)
{
  g_autoptr (DrayProblem) problem = make (60, 4000);
  DraySearchOptions options = DRAY_SEARCH_OPTIONS_INIT;
  gboolean differs = FALSE;

  options.iterations = 200;
  g_autoptr (DrayPlan) first = dray_search_run (problem, &options, NULL, NULL);
  for (options.seed = 2; options.seed < 6 && !differs; options.seed++) {
    g_autoptr (DrayPlan) plan = dray_search_run (problem, &options, NULL, NULL);

    differs = plan->cost != first->cost;
  }
  g_assert_true (differs);
}

static void
test_improves (void)
{
  g_autoptr (DrayProblem) problem = make (80, 0);
  g_autoptr (DrayPlan) first = dray_search_construct (problem, NULL);
  g_autoptr (DrayPlan) plan = solve (problem, 3000);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (plan->cost, <, first->cost);
  g_assert_true (dray_plan_check (plan, problem, &error));
}

static gpointer
cancel_soon (gpointer data)
{
  g_usleep (100000);
  *(gint64 *) g_object_get_data (data, "at") = g_get_monotonic_time ();
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_cancel (void)
{
  g_autoptr (DrayProblem) problem = make (300, 4000);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  DraySearchOptions options = DRAY_SEARCH_OPTIONS_INIT;
  gint64 at_us = 0;

  g_object_set_data (G_OBJECT (cancellable), "at", &at_us);
  options.cancellable = cancellable;
  GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_autoptr (DrayPlan) plan = dray_search_run (problem, &options, NULL, NULL);
  gint64 took_us = g_get_monotonic_time () - at_us;

  g_thread_join (thread);
  g_assert_nonnull (plan);
  g_assert_cmpint (at_us, >, 0);
  g_assert_cmpint (took_us, <, 1000000);  /* 20 ms where the processor is free; the bench measures it */
}

typedef struct {
  int    n_calls;
  gint64 last_cost;
} Heard;

static void
on_progress (const DrayProgress *progress,
             gpointer            user_data)
{
  Heard *heard = user_data;

  g_assert_cmpint (progress->cost, <=, heard->last_cost);
  heard->last_cost = progress->cost;
  heard->n_calls++;
}

static void
test_progress (void)
{
  g_autoptr (DrayProblem) problem = make (100, 4000);
  DraySearchOptions options = DRAY_SEARCH_OPTIONS_INIT;
  Heard heard = { 0, G_MAXINT64 };

  options.wall_s = 0.5;
  options.progress = on_progress;
  options.progress_data = &heard;
  g_autoptr (DrayPlan) plan = dray_search_run (problem, &options, NULL, NULL);

  g_assert_cmpint (heard.n_calls, >=, 2);
  g_assert_cmpint (heard.n_calls, <=, 12);
  g_assert_cmpint (heard.last_cost, ==, plan->cost);
}

static void
test_warm (void)
{
  g_autoptr (DrayProblem) problem = make (100, 4000);
  g_autoptr (DrayPlan) good = solve (problem, 5000);
  DraySearchOptions options = DRAY_SEARCH_OPTIONS_INIT;

  options.iterations = 10;
  options.warm = good;
  g_autoptr (DrayPlan) plan = dray_search_run (problem, &options, NULL, NULL);
  g_assert_cmpint (plan->cost, <=, good->cost);
}

static void
test_no_vehicle (void)
{
  MakeProblem wish = MAKE_PROBLEM_INIT;

  wish.n_vehicles = 0;
  g_autoptr (DrayProblemBuilder) builder = make_problem (&wish);
  g_autoptr (DrayProblem) problem = dray_problem_new (builder, NULL);
  g_autoptr (DrayPlan) plan = solve (problem, 100);

  g_assert_cmpint (plan->n_missing, ==, wish.n_stops);
  g_assert_cmpint (plan->n_routes, ==, 0);
}

static void
test_too_large (void)
{
  MakeProblem wish = MAKE_PROBLEM_INIT;
  g_autoptr (DrayProblemBuilder) builder = make_problem (&wish);

  dray_problem_builder_get_stop (builder, 7)->delivery[0] = 1000;
  g_autoptr (DrayProblem) problem = dray_problem_new (builder, NULL);
  g_autoptr (DrayPlan) plan = solve (problem, 500);

  g_assert_cmpint (plan->n_missing, ==, 1);
  g_assert_cmpint (plan->unserved[0], ==, 7);
}

/* Places of a large problem, by number, so that nobody needs a matrix. */
static void
fill_rows (int        origin,
           const int *destinations,
           int        n_destinations,
           int       *durations,
           int       *distances,
           gpointer   user_data)
{
  for (int i = 0; i < n_destinations; i++) {
    int to = destinations[i], x = origin * 7919 % 10007 - to * 7919 % 10007, y = origin * 6151 % 10009 - to * 6151 % 10009;

    durations[i] = distances[i] = (int) hypot (x, y);
  }
}

static DrayProblem *
make_large (int n_stops)
{
  g_autoptr (DrayProblemBuilder) builder = dray_problem_builder_new (n_stops + 1);
  DrayProfileInput profile = DRAY_PROFILE_INPUT_INIT;
  g_autoptr (GError) error = NULL;

  profile.rows = fill_rows;
  dray_problem_builder_add_profile (builder, &profile);
  for (int v = 0; v < n_stops / 8; v++) {
    DrayVehicleInput vehicle = DRAY_VEHICLE_INPUT_INIT;

    vehicle.start = vehicle.end = 0;
    vehicle.capacity[0] = 10;
    dray_problem_builder_add_vehicle (builder, &vehicle);
  }
  for (int i = 1; i <= n_stops; i++) {
    DrayStopInput stop = DRAY_STOP_INPUT_INIT;

    stop.location = i;
    stop.delivery[0] = 1;
    dray_problem_builder_add_stop (builder, &stop);
  }
  DrayProblem *problem = dray_problem_new (builder, &error);
  g_assert_no_error (error);
  return problem;
}

static void
test_large (void)
{
  g_autoptr (DrayProblem) problem = make_large (5200);
  DraySearchOptions options = DRAY_SEARCH_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;

  DraySearchStats stats = { 0 };

  options.iterations = 300;
  g_autoptr (DrayPlan) plan = dray_search_run (problem, &options, &stats, NULL);
  g_assert_cmpfloat (stats.first_plan_s, >, 0);
  g_assert_cmpfloat (stats.first_plan_s, <=, stats.cpu_s);
  options.threads = 3;
  g_autoptr (DrayPlan) again = dray_search_run (problem, &options, NULL, NULL);

  g_assert_cmpint (plan->n_missing, ==, 0);
  g_assert_true (dray_plan_check (plan, problem, &error));
  assert_same_plan (plan, again);
}

/* As few vehicles as their loads allow, whatever the threads. */
static void
test_fewest_vehicles (void)
{
  MakeProblem wish = MAKE_PROBLEM_INIT;
  DrayObjective objective = DRAY_OBJECTIVE_INIT;
  DraySearchOptions options = DRAY_SEARCH_OPTIONS_INIT;
  int load = 0;

  wish.n_stops = 60;
  wish.n_vehicles = 30;
  wish.capacity = 80;
  g_autoptr (DrayProblemBuilder) builder = make_problem (&wish);

  objective.vehicles_first = TRUE;
  dray_problem_builder_set_objective (builder, &objective);
  g_autoptr (DrayProblem) problem = dray_problem_new (builder, NULL);
  for (int i = 0; i < wish.n_stops; i++)
    load += dray_problem_get_stop (problem, i)->delivery[0];
  options.iterations = 10000;
  options.lanes = 2;
  g_autoptr (DrayPlan) plan = dray_search_run (problem, &options, NULL, NULL);
  options.threads = 2;
  g_autoptr (DrayPlan) again = dray_search_run (problem, &options, NULL, NULL);

  g_assert_cmpint (plan->n_missing, ==, 0);
  g_assert_cmpint (plan->n_routes, ==, (load + wish.capacity - 1) / wish.capacity);
  assert_same_plan (plan, again);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/solver/search/any-number-of-threads-gives-the-same-plan", test_threads);
  g_test_add_func ("/solver/search/seed-changes-the-plan", test_seeds);
  g_test_add_func ("/solver/search/betters-the-first-plan", test_improves);
  g_test_add_func ("/solver/search/cancel-returns-the-best-so-far", test_cancel);
  g_test_add_func ("/solver/search/progress-comes-twenty-times-a-second-and-never-worsens", test_progress);
  g_test_add_func ("/solver/search/warm-start-is-never-worse-than-what-it-was-given", test_warm);
  g_test_add_func ("/solver/search/no-vehicle-leaves-all-unserved", test_no_vehicle);
  g_test_add_func ("/solver/search/order-that-fits-no-vehicle-is-left-out-alone", test_too_large);
  g_test_add_func ("/solver/search/more-stops-than-a-matrix-holds-go-by-parts-whatever-the-threads", test_large);
  g_test_add_func ("/solver/search/fewest-vehicles-when-they-come-first", test_fewest_vehicles);
  return g_test_run ();
}
