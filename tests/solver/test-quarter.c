/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Breeds parts of a plan and holds what comes out to the whole plan. */
#include "config.h"

#include "make-problem.h"

#include "dray-quarter-private.h"

#define N_STOPS 120
#define N_ROUTES 40

typedef struct {
  DrayProblem *problem;
  DraySlice   *slice;
  DrayLane    *lane;
  DrayRandom   random;
  int          n_visits[N_STOPS];
} Fixture;

static void
set_up (Fixture *fixture,
        int      horizon,
        guint64  seed)
{
  MakeProblem wish = MAKE_PROBLEM_INIT;
  int all[N_STOPS];

  wish.n_stops = N_STOPS;
  wish.n_vehicles = N_ROUTES;
  wish.horizon = horizon;
  wish.seed = seed;
  wish.vehicle.fixed_cost = 100;
  g_autoptr (DrayProblemBuilder) builder = make_problem (&wish);

  for (int i = 0; i < N_STOPS; i++)
    all[i] = i;
  *fixture = (Fixture) { .problem = dray_problem_new (builder, NULL) };
  fixture->slice = dray_slice_new (fixture->problem, all, N_STOPS, all, N_ROUTES);
  fixture->lane = dray_lane_new (fixture->slice, seed);
  dray_random_init (&fixture->random, seed);
  dray_lane_construct (fixture->lane);
}

static void
tear_down (Fixture *fixture)
{
  dray_lane_free (fixture->lane);
  dray_slice_free (fixture->slice);
  dray_problem_unref (fixture->problem);
}

/* What the lane holds as best is whole, lawful and costs what it says. */
static void
assert_best_holds (DrayLane *lane)
{
  gint64 cost = lane->best_cost;

  dray_lane_load_best (lane);
  g_assert_cmpint (lane->state->n_absent, ==, 0);
  g_assert_cmpint (lane->state->cost, ==, cost);
}

static void
breed (int     horizon,
       guint64 seed)
{
  Fixture fixture;

  set_up (&fixture, horizon, seed);
  gint64 first = fixture.lane->best_cost, last = first;

  for (int k = 0; k < 4; k++) {
    g_autoptr (DrayQuarter) quarter = dray_quarter_new (fixture.lane, 40, fixture.n_visits, &fixture.random, NULL);

    g_assert_nonnull (quarter);
    g_assert_cmpint (quarter->slice->n, >=, 40);
    g_assert_cmpint (quarter->slice->n, <, N_STOPS);
    for (int i = 0; i < 60; i++) {
      dray_quarter_step (quarter);
      g_assert_cmpint (fixture.lane->best_cost, <=, last);
      last = fixture.lane->best_cost;
    }
    assert_best_holds (fixture.lane);
  }
  g_assert_cmpint (last, <, first);
  tear_down (&fixture);
}

static void
test_holds (void)
{
  breed (0, 1);
  breed (3000, 2);
}

static void
test_turns (void)
{
  Fixture fixture;
  int n_left = 0;

  set_up (&fixture, 0, 3);
  for (int k = 0; k < 12; k++) {
    g_autoptr (DrayQuarter) quarter = dray_quarter_new (fixture.lane, 30, fixture.n_visits, &fixture.random, NULL);

    g_assert_nonnull (quarter);
  }
  for (int i = 0; i < N_STOPS; i++)
    n_left += fixture.n_visits[i] == 0;
  g_assert_cmpint (n_left, <, N_STOPS / 20);
  tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/solver/quarter/best-plan-stays-whole-and-gets-cheaper", test_holds);
  g_test_add_func ("/solver/quarter/every-stop-has-its-turn", test_turns);
  return g_test_run ();
}
