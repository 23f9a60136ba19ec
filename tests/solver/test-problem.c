/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-problem.h"
#include "dray-solver-error.h"

/* Three places in a row, ten apart. */
static DrayProblemBuilder *
make_builder (void)
{
  DrayProblemBuilder *builder = dray_problem_builder_new (3);
  g_autoptr (DrayMatrix) matrix = dray_matrix_new (3, 3);
  DrayProfileInput profile = DRAY_PROFILE_INPUT_INIT;
  DrayVehicleInput vehicle = DRAY_VEHICLE_INPUT_INIT;

  for (int i = 0; i < 3; i++)
    for (int j = 0; j < 3; j++)
      dray_matrix_set (matrix, i, j, 10 * ABS (i - j));
  profile.duration = matrix;
  dray_problem_builder_add_profile (builder, &profile);
  vehicle.start = vehicle.end = 0;
  vehicle.capacity[0] = 5;
  dray_problem_builder_add_vehicle (builder, &vehicle);
  return builder;
}

static int
add_stop (DrayProblemBuilder *builder,
          int                 location)
{
  DrayStopInput stop = DRAY_STOP_INPUT_INIT;

  stop.location = location;
  return dray_problem_builder_add_stop (builder, &stop);
}

static void
assert_invalid (DrayProblemBuilder *builder,
                const char         *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayProblem) problem = dray_problem_new (builder, &error);

  g_assert_null (problem);
  g_assert_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_INVALID);
  g_assert_nonnull (g_strstr_len (error->message, -1, words));
}

static void
test_empty (void)
{
  g_autoptr (DrayProblemBuilder) builder = dray_problem_builder_new (0);
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayProblem) problem = dray_problem_new (builder, &error);

  g_assert_no_error (error);
  g_assert_cmpint (dray_problem_get_n_stops (problem), ==, 0);
  g_assert_cmpint (dray_problem_get_n_vehicles (problem), ==, 0);
}

static void
test_window_reversed (void)
{
  g_autoptr (DrayProblemBuilder) builder = make_builder ();
  int stop = add_stop (builder, 1);
  const DrayTimeWindow window = { 20, 10 };

  dray_problem_builder_get_stop (builder, stop)->windows = &window;
  dray_problem_builder_get_stop (builder, stop)->n_windows = 1;
  assert_invalid (builder, "window from 20 to 10");
}

static void
test_negative_demand (void)
{
  g_autoptr (DrayProblemBuilder) builder = make_builder ();

  dray_problem_builder_get_stop (builder, add_stop (builder, 1))->delivery[0] = -1;
  assert_invalid (builder, "load -1");
}

static void
test_matrix_size (void)
{
  g_autoptr (DrayProblemBuilder) builder = make_builder ();
  g_autoptr (DrayMatrix) matrix = dray_matrix_new (2, 3);
  DrayProfileInput profile = DRAY_PROFILE_INPUT_INIT;

  profile.duration = matrix;
  dray_problem_builder_add_profile (builder, &profile);
  assert_invalid (builder, "2 by 3");
}

static void
test_unbalanced_shipment (void)
{
  g_autoptr (DrayProblemBuilder) builder = make_builder ();
  int first = add_stop (builder, 1), second = add_stop (builder, 2);

  dray_problem_builder_get_stop (builder, first)->role = DRAY_STOP_ROLE_PICKUP;
  dray_problem_builder_get_stop (builder, first)->pickup[0] = 2;
  dray_problem_builder_get_stop (builder, second)->role = DRAY_STOP_ROLE_DELIVERY;
  dray_problem_builder_get_stop (builder, second)->delivery[0] = 3;
  dray_problem_builder_get_stop (builder, second)->order = dray_problem_builder_get_stop (builder, first)->order;
  dray_problem_builder_get_stop (builder, add_stop (builder, 1))->order = 1;
  assert_invalid (builder, "another amount");
}

static void
test_circle (void)
{
  g_autoptr (DrayProblemBuilder) builder = make_builder ();
  int a = add_stop (builder, 1), b = add_stop (builder, 2);
  int forth[] = { a, b }, back[] = { b, a };

  dray_problem_builder_add_relation (builder, DRAY_RELATION_BEFORE, forth, 2);
  dray_problem_builder_add_relation (builder, DRAY_RELATION_DIRECTLY_BEFORE, back, 2);
  assert_invalid (builder, "circle");
}

static void
test_too_many (void)
{
  g_autoptr (DrayProblemBuilder) builder = make_builder ();
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 100000; i++)
    add_stop (builder, 1);
  g_autoptr (DrayProblem) problem = dray_problem_new (builder, &error);
  g_assert_null (problem);
  g_assert_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_LIMIT);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/solver/problem/nothing-is-a-problem-too", test_empty);
  g_test_add_func ("/solver/problem/window-that-closes-before-it-opens", test_window_reversed);
  g_test_add_func ("/solver/problem/negative-demand", test_negative_demand);
  g_test_add_func ("/solver/problem/matrix-of-the-wrong-size", test_matrix_size);
  g_test_add_func ("/solver/problem/shipment-that-delivers-more-than-it-picks-up", test_unbalanced_shipment);
  g_test_add_func ("/solver/problem/relations-in-a-circle", test_circle);
  g_test_add_func ("/solver/problem/hundred-thousand-stops-are-over-the-limit", test_too_many);
  return g_test_run ();
}
