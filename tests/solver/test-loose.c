/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Holds the moves on routes that may break rules to their contract, and the population to lawful plans. */
#include "config.h"

#include "make-problem.h"

#include "dray-genetic-private.h"

#include <string.h>

typedef struct {
  DrayProblem *problem;
  DraySlice   *slice;
  DrayLoose   *loose;
  DrayRandom   random;
} Fixture;

#define N_STOPS 60
#define N_ROUTES 12

static void
set_up (Fixture *fixture,
        guint64  seed)
{
  MakeProblem wish = MAKE_PROBLEM_INIT;
  int all[N_STOPS], n_stops[N_ROUTES] = { 0 };

  wish.n_stops = N_STOPS;
  wish.n_vehicles = N_ROUTES;
  wish.seed = seed;
  wish.horizon = seed % 2 == 0 ? 0 : 3000;
  wish.vehicle.fixed_cost = seed % 3 == 0 ? 100 : 0;
  g_autoptr (DrayProblemBuilder) builder = make_problem (&wish);

  for (int i = 0; i < N_STOPS; i++)
    all[i] = i;
  fixture->problem = dray_problem_new (builder, NULL);
  fixture->slice = dray_slice_new (fixture->problem, all, N_STOPS, all, N_ROUTES);
  g_assert_true (dray_loose_supports (fixture->slice));
  fixture->loose = dray_loose_new (fixture->slice, N_ROUTES, seed);
  dray_random_init (&fixture->random, seed);
  dray_loose_set_prices (fixture->loose, 1 + (int) seed % 7, 1 + (int) seed % 11);
  /* Two routes stay empty. */
  for (int i = 0; i < N_STOPS; i++)
    n_stops[dray_random_below (&fixture->random, N_ROUTES - 2)]++;
  dray_loose_load (fixture->loose, all, n_stops);
}

static void
tear_down (Fixture *fixture)
{
  dray_loose_free (fixture->loose);
  dray_slice_free (fixture->slice);
  dray_problem_unref (fixture->problem);
}

/* The clock of a route by hand: whoever comes too late puts it back to the window's end, and pays for it. With the best start. */
static int
count_late (const DrayLoose *self,
            int              route)
{
  gint64 now = self->own[self->n + route].open, late = 0;
  int end = self->n + self->n_routes + route;

  for (int node = self->n + route; node != end; node = self->nodes[node].next) {
    int next = self->nodes[node].next;

    now += self->own[node].duration + dray_loose_get_time (self, node, next);
    now = MAX (now, self->own[next].open);
    late += MAX (now - self->own[next].close, 0);
    now = MIN (now, self->own[next].close);
  }
  return (int) late;
}

static gint64
count_all (const DrayLoose *self)
{
  gint64 cost = 0;

  for (int r = 0; r < self->n_routes; r++) {
    int load = 0, end = self->n + self->n_routes + r;

    if (self->nodes[self->n + r].next == end)
      continue;
    cost += self->fixed_cost;
    for (int node = self->n + r; node != end; node = self->nodes[node].next) {
      g_assert_cmpint (self->nodes[self->nodes[node].next].prev, ==, node);
      cost += dray_loose_get_way (self, node, self->nodes[node].next);
      load += self->nodes[node].demand;
    }
    cost += self->price_load * MAX (load - self->capacity, 0);
    if (self->clocked)
      cost += self->price_late * count_late (self, r);
  }
  return cost;
}

static int
try_once (Fixture             *fixture,
          const DrayLooseMove *move)
{
  DrayLoose *self = fixture->loose;
  int u = (int) dray_random_below (&fixture->random, N_STOPS), v = (int) dray_random_below (&fixture->random, N_STOPS + N_ROUTES);
  DrayLooseStep step = { 0, u, v };
  gint64 before = dray_loose_get_cost (self);

  if (u == v)
    return 0;
  g_autofree DrayLooseNode *nodes = g_memdup2 (self->nodes, (N_STOPS + 2 * N_ROUTES) * sizeof *nodes);
  g_autofree DrayLooseRoute *routes = g_memdup2 (self->routes, N_ROUTES * sizeof *routes);
  gboolean found = move->evaluate (move, self, &step);
  g_assert_cmpmem (nodes, (N_STOPS + 2 * N_ROUTES) * sizeof *nodes, self->nodes, (N_STOPS + 2 * N_ROUTES) * sizeof *nodes);
  g_assert_cmpmem (routes, N_ROUTES * sizeof *routes, self->routes, N_ROUTES * sizeof *routes);
  if (!found)
    return 0;
  g_assert_cmpint (step.delta, <, 0);
  move->apply (move, self, &step);
  g_assert_cmpint (dray_loose_get_cost (self) - before, ==, step.delta);
  g_assert_cmpint (dray_loose_get_cost (self), ==, count_all (self));
  return 1;
}

static void
test_contract (gconstpointer data)
{
  const DrayLooseMove *move = data;
  int n_done = 0;

  for (guint64 seed = 1; seed <= 12; seed++) {
    Fixture fixture;

    set_up (&fixture, seed);
    for (int k = 0; k < 4000; k++)
      n_done += try_once (&fixture, move);
    tear_down (&fixture);
  }
  g_assert_cmpint (n_done, >, 40);
}

static void
assert_whole (const DrayLoose *self)
{
  int nodes[N_STOPS], n_stops[N_ROUTES], n = 0;
  guint8 seen[N_STOPS] = { 0 };

  dray_loose_write (self, nodes, n_stops);
  for (int r = 0; r < N_ROUTES; r++)
    n += n_stops[r];
  g_assert_cmpint (n, ==, N_STOPS);
  for (int i = 0; i < N_STOPS; i++)
    seen[nodes[i]]++;
  for (int i = 0; i < N_STOPS; i++)
    g_assert_cmpint (seen[i], ==, 1);
}

static void
test_stars (void)
{
  int n_done = 0;

  for (guint64 seed = 1; seed <= 12; seed++) {
    Fixture fixture;

    set_up (&fixture, seed);
    for (int a = 0; a < N_ROUTES; a++)
      for (int b = 0; b < a; b++) {
        gint64 before = dray_loose_get_cost (fixture.loose);
        gboolean found = dray_loose_exchange_stars (fixture.loose, a, b);

        n_done += found;
        g_assert_cmpint (dray_loose_get_cost (fixture.loose), ==, count_all (fixture.loose));
        g_assert_true (found ? dray_loose_get_cost (fixture.loose) < before : dray_loose_get_cost (fixture.loose) == before);
      }
    assert_whole (fixture.loose);
    tear_down (&fixture);
  }
  g_assert_cmpint (n_done, >, 40);
}

static void
test_improve (void)
{
  for (guint64 seed = 1; seed <= 12; seed++) {
    Fixture fixture;

    set_up (&fixture, seed);
    gint64 before = dray_loose_get_cost (fixture.loose);
    dray_loose_improve (fixture.loose);
    g_assert_cmpint (dray_loose_get_cost (fixture.loose), <, before);
    g_assert_cmpint (dray_loose_get_cost (fixture.loose), ==, count_all (fixture.loose));
    assert_whole (fixture.loose);
    tear_down (&fixture);
  }
}

static void
test_crossover (void)
{
  Fixture fixture;

  set_up (&fixture, 1);
  g_autoptr (DrayGenetic) genetic = dray_genetic_new (fixture.slice, N_ROUTES - 3, 1, NULL);
  DrayHalf *half = &genetic->halves[1];

  dray_half_add (half, fixture.loose);
  dray_loose_improve (fixture.loose);
  dray_half_add (half, fixture.loose);
  for (int k = 0; k < 100; k++) {
    dray_crossover_run (genetic, &half->members[k % 2], &half->members[1 - k % 2]);
    assert_whole (genetic->loose);
    g_assert_cmpint (dray_loose_get_cost (genetic->loose), ==, count_all (genetic->loose));
  }
  tear_down (&fixture);
}

static void
test_best (void)
{
  for (guint64 seed = 1; seed <= 4; seed++) {
    Fixture fixture;
    gint64 last = G_MAXINT64;

    set_up (&fixture, seed);
    g_autoptr (DrayGenetic) genetic = dray_genetic_new (fixture.slice, N_ROUTES - 3, seed, NULL);

    for (int k = 0; k < 300; k++) {
      dray_genetic_step (genetic);
      g_assert_cmpint (genetic->best_cost, <=, last);
      last = genetic->best_cost;
    }
    g_assert_cmpint (last, <, G_MAXINT64);
    dray_loose_load (fixture.loose, genetic->best_nodes, genetic->best_n_stops);
    assert_whole (fixture.loose);
    g_assert_true (dray_loose_is_lawful (fixture.loose));
    g_assert_cmpint (count_all (fixture.loose), ==, last);
    tear_down (&fixture);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (int m = 0; m < dray_n_loose_moves; m++) {
    g_autofree char *path = g_strdup_printf ("/solver/loose/%s-keeps-the-contract", dray_loose_moves[m].name);

    g_test_add_data_func (path, &dray_loose_moves[m], test_contract);
  }
  g_test_add_func ("/solver/loose/exchanged-stars-gain", test_stars);
  g_test_add_func ("/solver/loose/local-search-gains-and-loses-nobody", test_improve);
  g_test_add_func ("/solver/loose/children-are-whole", test_crossover);
  g_test_add_func ("/solver/loose/best-is-lawful-and-never-worsens", test_best);
  return g_test_run ();
}
