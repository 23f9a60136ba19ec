/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "dray-format-sol.h"
#include "dray-solver-error.h"

static DrayInstance *
load_path (const char *path)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  DrayInstanceFormat format;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  g_assert_true (dray_instance_guess (text, length, &format));
  DrayInstance *instance = dray_instance_parse (text, length, format, &error);
  g_assert_no_error (error);
  return instance;
}

static DrayInstance *
load (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "solver", name, NULL);

  return load_path (path);
}

static DraySol *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  DraySol *sol = dray_sol_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  return sol;
}

/* A fixture, a solution, and what is wrong with it; %NULL: nothing, and it costs @cost. */
typedef struct {
  const char *name;
  const char *instance;
  const char *solution;
  const char *broken;
  double      cost;
} Case;

static const Case cases[] = {
  /* 0 -> 1 (5) -> 2 (5; opens at 15) -> 0 (10); 0 -> 3 (5) -> 4 (5; opens at 50) -> 0 (10); 0 -> 5 -> 0 (14). */
  { "all-served", "five-stops.txt", "Route #1: 1 2\nRoute #2: 3 4\nRoute #3: 5\nCost 54\n", NULL, 54 },
  { "stop-left-out", "five-stops.txt", "Route #1: 1 2\nRoute #2: 3 4\n", "stop 5 is served by no route", 0 },
  { "stop-twice", "five-stops.txt", "Route #1: 1 2\nRoute #2: 3 4 1\nRoute #3: 5\n", "stop 1 is served by route 1 and again", 0 },
  { "unknown-stop", "five-stops.txt", "Route #1: 1 9\n", "stop 9, which is not in the file", 0 },
  { "overloaded", "five-stops.txt", "Route #1: 1 2 5 3\nRoute #2: 4\n", "carries 25 at stop 3", 0 },
  { "late", "five-stops.txt", "Route #1: 2 1\nRoute #2: 3 4\nRoute #3: 5\n", "reaches stop 1 at 22.0000, after 20", 0 },
  { "too-many-routes", "five-stops.txt", "Route #1: 1\nRoute #2: 2\nRoute #3: 3 4\nRoute #4: 5\n", "4 routes for 3 vehicles", 0 },
  { "pair", "two-pairs.txt", "Route #1: 1 2\nRoute #2: 3 4\n", NULL, 40 },
  { "pair-split", "two-pairs.txt", "Route #1: 1 4\nRoute #2: 3 2\n", "served by routes 1 and 2", 0 },
  { "pair-reversed", "two-pairs.txt", "Route #1: 2 1\nRoute #2: 3 4\n", "picked up after it is delivered", 0 },
  { "too-long", "matrix-windows.vrp", "Route #1: 1 2\nCost 20\n", NULL, 20 },
};

static void
test_verdict (gconstpointer data)
{
  const Case *one = data;
  g_autoptr (DrayInstance) instance = load (one->instance);
  g_autoptr (DraySol) sol = parse (one->solution);
  g_auto (DraySolVerdict) verdict = { 0 };

  dray_sol_verify (sol, instance, DRAY_ROUNDING_NONE, &verdict);
  if (one->broken == NULL) {
    g_assert_cmpstr (verdict.broken, ==, NULL);
    g_assert_cmpfloat_with_epsilon (verdict.cost, one->cost, 1e-9);
  } else if (verdict.broken == NULL || strstr (verdict.broken, one->broken) == NULL) {
    g_error ("“%s” does not say “%s”", verdict.broken, one->broken);
  }
}

static void
test_longest_route_binds (void)
{
  g_autoptr (DrayInstance) instance = load ("matrix-windows.vrp");
  g_autoptr (DraySol) sol = parse ("Route #1: 1 2\n");
  g_auto (DraySolVerdict) verdict = { 0 };

  instance->max_length = 19;
  dray_sol_verify (sol, instance, DRAY_ROUNDING_NEAREST, &verdict);
  g_assert_nonnull (verdict.broken);
}

static void
test_what_is_written_is_read_again (void)
{
  g_autoptr (DraySol) sol = parse ("Route #1: 3 1\nRoute #2: 2\nCost 12.5\n");
  g_autofree char *text = dray_sol_write (sol);

  g_assert_cmpstr (text, ==, "Route #1: 3 1\nRoute #2: 2\nCost 12.5\n");
}

static void
test_bad_solution_is_an_error (gconstpointer data)
{
  const char *text = data;
  g_autoptr (GError) error = NULL;

  g_assert_null (dray_sol_parse (text, strlen (text), &error));
  g_assert_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_INVALID);
}

/* The published solutions of the X set cost what the table of best known ones says: the convention of "nearest" is theirs. */
static void
test_published_solutions_cost_what_they_say (void)
{
  const char *shared = g_getenv ("DRAY_SHARED");
  g_autofree char *beside = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "..", "shared", NULL);
  g_autofree char *folder = g_build_filename (shared != NULL ? shared : beside, "instances", "uchoa", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  int n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    if (!g_str_has_suffix (name, ".sol"))
      continue;
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autofree char *stem = g_strndup (path, strlen (path) - 4);
    g_autofree char *instance_path = g_strconcat (stem, ".vrp", NULL);
    g_autofree char *text = NULL;
    g_auto (DraySolVerdict) verdict = { 0 };

    g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
    g_autoptr (DraySol) sol = parse (text);
    g_autoptr (DrayInstance) instance = load_path (instance_path);
    dray_sol_verify (sol, instance, DRAY_ROUNDING_NEAREST, &verdict);
    g_assert_cmpstr (verdict.broken, ==, NULL);
    g_assert_cmpfloat (verdict.cost, ==, sol->cost);
    n++;
  }
  if (n == 0)
    g_test_skip ("no published solutions at DRAY_SHARED or beside the source");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/solver/sol/verdict/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_verdict);
  }
  g_test_add_func ("/solver/sol/longest-route-binds", test_longest_route_binds);
  g_test_add_func ("/solver/sol/what-is-written-is-read-again", test_what_is_written_is_read_again);
  g_test_add_data_func ("/solver/sol/bad-solution-is-an-error/empty", "", test_bad_solution_is_an_error);
  g_test_add_data_func ("/solver/sol/bad-solution-is-an-error/word", "Route #1: 1 two\n", test_bad_solution_is_an_error);
  g_test_add_data_func ("/solver/sol/bad-solution-is-an-error/zero", "Route #1: 0 1\n", test_bad_solution_is_an_error);
  g_test_add_data_func ("/solver/sol/bad-solution-is-an-error/no-colon", "Route 1 2\n", test_bad_solution_is_an_error);
  g_test_add_data_func ("/solver/sol/bad-solution-is-an-error/cost", "Route #1: 1\nCost much\n", test_bad_solution_is_an_error);
  g_test_add_func ("/solver/sol/published-solutions-cost-what-they-say", test_published_solutions_cost_what_they_say);
  return g_test_run ();
}
