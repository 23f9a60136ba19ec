/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-search.h"

/* Stops lie on a line, stop i at location i + 1, ten units of time apart; the depot is location 0. */
static DrayProblemBuilder *
make_line (int n_stops)
{
  DrayProblemBuilder *builder = dray_problem_builder_new (n_stops + 1);
  g_autoptr (DrayMatrix) matrix = dray_matrix_new (n_stops + 1, n_stops + 1);
  DrayProfileInput profile = DRAY_PROFILE_INPUT_INIT;
  DrayVehicleInput vehicle = DRAY_VEHICLE_INPUT_INIT;

  for (int i = 0; i <= n_stops; i++)
    for (int j = 0; j <= n_stops; j++)
      dray_matrix_set (matrix, i, j, 10 * ABS (i - j));
  profile.duration = matrix;
  dray_problem_builder_add_profile (builder, &profile);
  vehicle.start = vehicle.end = 0;
  vehicle.time_cost = 1;
  dray_problem_builder_add_vehicle (builder, &vehicle);
  for (int i = 0; i < n_stops; i++) {
    DrayStopInput stop = DRAY_STOP_INPUT_INIT;

    stop.location = i + 1;
    dray_problem_builder_add_stop (builder, &stop);
  }
  return builder;
}

static DrayRouteCheck
check_order (DrayProblemBuilder *builder,
             const int          *stops,
             int                 n_stops,
             int                *etas)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayProblem) problem = dray_problem_new (builder, &error);
  DrayRouteCheck check;

  g_assert_no_error (error);
  dray_route_check (problem, 0, stops, n_stops, etas, &check);
  return check;
}

static void
test_leaves_late (void)
{
  g_autoptr (DrayProblemBuilder) builder = make_line (2);
  const DrayTimeWindow window = { 100, 200 };
  const int stops[] = { 0, 1 };
  int etas[2];

  dray_problem_builder_get_stop (builder, 1)->windows = &window;
  dray_problem_builder_get_stop (builder, 1)->n_windows = 1;
  DrayRouteCheck check = check_order (builder, stops, 2, etas);

  g_assert_cmpint (check.broken, ==, DRAY_CONSTRAINT_NONE);
  g_assert_cmpint (check.start, ==, 80);
  g_assert_cmpint (check.end, ==, 120);
  g_assert_cmpint (etas[0], ==, 90);
  g_assert_cmpint (check.cost, ==, 40 + 40);
}

static void
test_second_window (void)
{
  g_autoptr (DrayProblemBuilder) builder = make_line (2);
  const DrayTimeWindow windows[] = { { 0, 5 }, { 50, 60 } };
  const int stops[] = { 0, 1 };
  int etas[2];

  dray_problem_builder_get_stop (builder, 0)->windows = windows;
  dray_problem_builder_get_stop (builder, 0)->n_windows = 2;
  check_order (builder, stops, 2, etas);
  g_assert_cmpint (etas[0], ==, 50);
}

static void
test_window_missed (void)
{
  g_autoptr (DrayProblemBuilder) builder = make_line (2);
  const DrayTimeWindow window = { 0, 15 };
  const int stops[] = { 1, 0 };

  dray_problem_builder_get_stop (builder, 0)->windows = &window;
  dray_problem_builder_get_stop (builder, 0)->n_windows = 1;
  DrayRouteCheck check = check_order (builder, stops, 2, NULL);

  g_assert_cmpint (check.broken, ==, DRAY_CONSTRAINT_WINDOW);
  g_assert_cmpint (check.at, ==, 1);
  g_assert_cmpint (check.excess, ==, 15);
}

static void
test_construct (void)
{
  g_autoptr (DrayProblemBuilder) builder = make_line (6);
  g_autoptr (DrayProblem) problem = dray_problem_new (builder, NULL);
  g_autoptr (DrayPlan) plan = dray_search_construct (problem, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (plan->n_missing, ==, 0);
  g_assert_cmpint (plan->cost, ==, 240);
  g_assert_true (dray_plan_check (plan, problem, &error));
}

static void
test_move (void)
{
  g_autoptr (DrayProblemBuilder) builder = make_line (3);
  g_autoptr (DrayProblem) problem = dray_problem_new (builder, NULL);
  const int stops[] = { 0, 1, 2 }, *routes[] = { stops }, n_stops[] = { 3 };
  g_autoptr (DrayPlan) plan = dray_plan_new (problem, routes, n_stops, NULL);
  g_auto (DrayMoveCheck) move = { 0 };

  g_assert_true (dray_plan_evaluate_move (plan, problem, 0, 0, 1, &move));
  g_assert_cmpint (move.delta, ==, 2 * 20);
  g_assert_cmpint (move.n_to, ==, 3);
  g_assert_cmpint (move.etas_to[0], ==, 20);
  g_assert_cmpint (move.etas_to[1], ==, 30);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/solver/route/leaves-late-instead-of-waiting", test_leaves_late);
  g_test_add_func ("/solver/route/waits-for-the-second-window", test_second_window);
  g_test_add_func ("/solver/route/missed-window-tells-where-and-by-how-much", test_window_missed);
  g_test_add_func ("/solver/route/construction-serves-a-line-in-one-sweep", test_construct);
  g_test_add_func ("/solver/route/move-tells-price-and-times", test_move);
  return g_test_run ();
}
