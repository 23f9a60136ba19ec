/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Holds the whole table of moves to its contract. */
#include "config.h"

#include "make-problem.h"

#include "dray-lane-private.h"
#include "dray-move-private.h"

#include <string.h>

typedef struct {
  DrayProblem *problem;
  DraySlice   *slice;
  DrayLane    *lane;
} Fixture;

static void
set_up (Fixture *fixture,
        guint64  seed)
{
  MakeProblem wish = MAKE_PROBLEM_INIT;
  int all[100];

  wish.n_stops = 60;
  wish.n_vehicles = 20;
  wish.seed = seed;
  wish.horizon = seed % 2 == 0 ? 0 : 6000;
  wish.vehicle.fixed_cost = seed % 3 == 0 ? 100 : 0;
  g_autoptr (DrayProblemBuilder) builder = make_problem (&wish);

  for (int i = 0; i < 100; i++)
    all[i] = i;
  fixture->problem = dray_problem_new (builder, NULL);
  fixture->slice = dray_slice_new (fixture->problem, all, wish.n_stops, all, wish.n_vehicles);
  fixture->lane = dray_lane_new (fixture->slice, seed);
  dray_lane_construct (fixture->lane);
}

static void
tear_down (Fixture *fixture)
{
  dray_lane_free (fixture->lane);
  dray_slice_free (fixture->slice);
  dray_problem_unref (fixture->problem);
}

static void
count_all (DrayState *state)
{
  for (int r = 0; r < state->slice->n_routes; r++)
    dray_state_count (state, r);
}

static GBytes *
take_picture (const DrayState *state)
{
  GByteArray *bytes = g_byte_array_new ();
  guint n_nodes = (guint) (state->slice->n + 2 * state->slice->n_routes), n_routes = (guint) state->slice->n_routes;

  g_byte_array_append (bytes, (const guint8 *) state->nodes, n_nodes * (guint) sizeof (DrayNode));
  g_byte_array_append (bytes, (const guint8 *) state->along, n_nodes * (guint) sizeof (DrayAlong));
  g_byte_array_append (bytes, (const guint8 *) state->tours, n_routes * (guint) sizeof (DrayTour));
  g_byte_array_append (bytes, (const guint8 *) state->tour_loads, n_routes * (guint) sizeof (int));
  g_byte_array_append (bytes, (const guint8 *) state->absent, (guint) state->n_absent * (guint) sizeof (int));
  g_byte_array_append (bytes, (const guint8 *) state->spare_bits, (n_routes / 64 + 1) * 8);
  g_byte_array_append (bytes, (const guint8 *) &state->cost, sizeof state->cost);
  return g_byte_array_free_to_bytes (bytes);
}

static gint64
judge_all (DrayState *state)
{
  gint64 sum = 0, cost;

  for (int r = 0; r < state->slice->n_routes; r++) {
    g_assert_true (dray_state_judge (state, r, NULL, 0, &cost));
    sum += cost;
  }
  return sum;
}

static int
try_once (Fixture        *fixture,
          const DrayMove *move,
          DrayRandom     *random)
{
  DrayState *state = fixture->lane->state;
  int n = fixture->slice->n, from = (int) dray_random_below (random, (guint32) n), to = (int) dray_random_below (random, (guint32) n);
  DrayStep step = { .delta = 2000 };

  if (dray_random_below (random, 8) == 0)
    from = dray_state_get_start (state, state->nodes[from].route);
  else if (dray_random_below (random, 8) == 0)
    to = state->nodes[from].next < n ? state->nodes[from].next : to;
  if (from == to)
    return 0;
  g_autoptr (GBytes) before = take_picture (state);
  gboolean found = move->evaluate (state, from, to, &step);
  g_autoptr (GBytes) after = take_picture (state);
  g_assert_true (g_bytes_equal (before, after));
  if (!found)
    return 0;

  gint64 cost = state->cost;
  move->apply (state, &step);
  g_assert_cmpint (state->cost - cost, ==, step.delta);
  g_assert_cmpint (judge_all (state), ==, state->cost);
  g_assert_cmpint (state->nodes[step.to].prev == step.from, !=, move->in_row);
  if (dray_random_below (random, 2) == 0) {
    dray_state_keep (state);
    count_all (state);
    return 1;
  }
  dray_state_undo (state);
  g_autoptr (GBytes) undone = take_picture (state);
  g_assert_true (g_bytes_equal (before, undone));
  return 1;
}

static void
test_contract (gconstpointer data)
{
  const DrayMove *move = data;
  int n_done = 0;

  for (guint64 seed = 1; seed <= 12; seed++) {
    Fixture fixture;
    DrayRandom random;

    set_up (&fixture, seed);
    dray_random_init (&random, seed);
    g_assert_true (move->supports (fixture.slice));
    g_assert_cmpint (fixture.lane->state->n_absent, ==, 0);
    count_all (fixture.lane->state);
    for (int k = 0; k < 2000; k++)
      n_done += try_once (&fixture, move, &random);
    tear_down (&fixture);
  }
  g_assert_cmpint (n_done, >, 50);
}

static void
test_steps (void)
{
  for (guint64 seed = 1; seed <= 6; seed++) {
    Fixture fixture;

    set_up (&fixture, seed);
    for (int k = 0; k < 2000; k++) {
      dray_lane_step (fixture.lane, 20);
      if (k % 50 == 0)
        g_assert_cmpint (judge_all (fixture.lane->state), ==, fixture.lane->state->cost);
    }
    tear_down (&fixture);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (int m = 0; m < dray_n_moves; m++) {
    g_autofree char *path = g_strdup_printf ("/solver/move/%s-keeps-the-contract", dray_move_get (m)->name);

    g_test_add_data_func (path, dray_move_get (m), test_contract);
  }
  g_test_add_func ("/solver/move/steps-keep-the-sum-of-exact-costs", test_steps);
  return g_test_run ();
}
