/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "dray-format-sol.h"
#include "dray-instance.h"
#include "dray-solver-error.h"

static DrayInstance *
load (const char *name,
      DrayInstanceFormat format)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "solver", name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  DrayInstanceFormat guessed;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  g_assert_true (dray_instance_guess (text, length, &guessed));
  g_assert_cmpint (guessed, ==, format);
  DrayInstance *instance = dray_instance_parse (text, length, format, &error);
  g_assert_no_error (error);
  return instance;
}

static void
test_solomon_is_read (void)
{
  g_autoptr (DrayInstance) instance = load ("five-stops.txt", DRAY_INSTANCE_SOLOMON);

  g_assert_cmpstr (instance->name, ==, "FIVE");
  g_assert_cmpint (instance->n_nodes, ==, 6);
  g_assert_cmpint (instance->n_vehicles, ==, 3);
  g_assert_cmpint (instance->capacity, ==, 20);
  g_assert_cmpint (instance->demand[5], ==, 10);
  g_assert_cmpfloat (instance->x[4], ==, -10);
  g_assert_cmpfloat (instance->open[4], ==, 50);
  g_assert_cmpfloat (instance->close[4], ==, 60);
  g_assert_cmpfloat (instance->service[1], ==, 2);
}

static void
test_lilim_is_read (void)
{
  g_autoptr (DrayInstance) instance = load ("two-pairs.txt", DRAY_INSTANCE_LILIM);

  g_assert_cmpint (instance->n_nodes, ==, 5);
  g_assert_cmpint (instance->partner[1], ==, 2);
  g_assert_cmpint (instance->partner[4], ==, 3);
  g_assert_cmpint (instance->demand[4], ==, -6);
}

static void
test_vrplib_is_read (void)
{
  g_autoptr (DrayInstance) instance = load ("four-nodes.vrp", DRAY_INSTANCE_VRPLIB);

  g_assert_cmpstr (instance->name, ==, "four-nodes");
  g_assert_cmpint (instance->n_nodes, ==, 4);
  g_assert_cmpint (instance->n_vehicles, ==, 0);
  g_assert_cmpint (instance->demand[3], ==, 9);
  g_assert_null (instance->open);
}

static void
test_vrplib_matrix_and_windows_are_read (void)
{
  g_autoptr (DrayInstance) instance = load ("matrix-windows.vrp", DRAY_INSTANCE_VRPLIB);

  g_assert_cmpfloat (dray_instance_distance (instance, 1, 2, DRAY_ROUNDING_NEAREST), ==, 4);
  g_assert_cmpfloat (dray_instance_distance (instance, 0, 2, DRAY_ROUNDING_NEAREST), ==, 9);
  g_assert_cmpfloat (instance->service[2], ==, 3);
  g_assert_cmpfloat (instance->service[0], ==, 0);
  g_assert_cmpfloat (instance->max_length, ==, 40);
  g_assert_cmpfloat (instance->close[1], ==, 20);
}

static void
test_each_rounding_measures_as_its_convention_says (void)
{
  g_autoptr (DrayInstance) instance = load ("four-nodes.vrp", DRAY_INSTANCE_VRPLIB);

  /* From (1, 1) to (0, 0): 1.41421…; from (1, 1) to (-3, 0): 4.1231…; from (2, 2) to (-3, 0): 5.3851… */
  g_assert_cmpfloat_with_epsilon (dray_instance_distance (instance, 1, 0, DRAY_ROUNDING_NONE), sqrt (2), 1e-12);
  g_assert_cmpfloat_with_epsilon (dray_instance_distance (instance, 1, 0, DRAY_ROUNDING_DIMACS), 1.4, 1e-12);
  g_assert_cmpfloat_with_epsilon (dray_instance_distance (instance, 2, 3, DRAY_ROUNDING_DIMACS), 5.3, 1e-12);
  g_assert_cmpfloat (dray_instance_distance (instance, 1, 3, DRAY_ROUNDING_NEAREST), ==, 4);
  g_assert_cmpfloat (dray_instance_distance (instance, 0, 2, DRAY_ROUNDING_NEAREST), ==, 3);
}

/* What is wrong with a file, and what its message must hold. */
typedef struct {
  const char        *name;
  DrayInstanceFormat format;
  const char        *text;
  const char        *message;
} BadFile;

#define SOLOMON_HEAD "A\nVEHICLE\nNUMBER CAPACITY\n 3 20\nCUSTOMER\nCUST NO. X\n"
#define VRPLIB_HEAD "NAME : a\nTYPE : CVRP\nDIMENSION : 2\nCAPACITY : 5\n"

static const BadFile bad_files[] = {
  { "empty", DRAY_INSTANCE_SOLOMON, "", "empty" },
  { "no-heading", DRAY_INSTANCE_SOLOMON, "A\nFLEET\n", "line 2: the heading VEHICLE" },
  { "no-depot", DRAY_INSTANCE_SOLOMON, SOLOMON_HEAD, "no depot" },
  { "short-row", DRAY_INSTANCE_SOLOMON, SOLOMON_HEAD "0 1 2 3 4 5\n", "line 7: seven numbers" },
  { "word", DRAY_INSTANCE_SOLOMON, SOLOMON_HEAD "0 1 2 x 4 5 6\n", "line 7: seven numbers" },
  { "not-a-number", DRAY_INSTANCE_SOLOMON, SOLOMON_HEAD "0 nan 2 0 4 5 6\n", "line 7: seven numbers" },
  { "negative-demand", DRAY_INSTANCE_SOLOMON, SOLOMON_HEAD "0 1 2 -3 4 5 6\n", "line 7: the demand of node 0 is negative" },
  { "contradictory-window", DRAY_INSTANCE_SOLOMON, SOLOMON_HEAD "0 1 2 3 9 5 6\n", "line 7: the window of node 0 opens at 9" },
  { "number-out-of-turn", DRAY_INSTANCE_SOLOMON, SOLOMON_HEAD "0 1 2 0 0 9 0\n\n2 1 2 3 0 5 6\n", "line 9: node 1 should stand here" },
  { "enormous-number", DRAY_INSTANCE_SOLOMON, SOLOMON_HEAD "0 1e300 2 0 0 9 0\n", "line 7" },
  { "speed", DRAY_INSTANCE_LILIM, "2 10 3\n0 0 0 0 0 9 0 0 0\n", "speed" },
  { "partner-missing", DRAY_INSTANCE_LILIM, "2 10 1\n0 0 0 0 0 9 0 0 0\n1 0 0 5 0 9 0 0 7\n", "line 3: node 1 has the partner 7" },
  { "pickup-and-delivery-at-once", DRAY_INSTANCE_LILIM, "2 10 1\n0 0 0 0 0 9 0 0 0\n1 0 0 5 0 9 0 1 1\n", "line 3: node 1 must be either" },
  { "loads-differ", DRAY_INSTANCE_LILIM, "2 10 1\n0 0 0 0 0 9 0 0 0\n1 0 0 5 0 9 0 0 2\n2 0 0 -4 0 9 0 1 0\n", "no pickup and delivery" },
  { "dimension-twice", DRAY_INSTANCE_VRPLIB, "DIMENSION : 2\nDIMENSION : 3\n", "line 2: DIMENSION stands here a second time" },
  { "section-before-dimension", DRAY_INSTANCE_VRPLIB, "DEMAND_SECTION\n1 0\n", "line 1: DIMENSION must stand above" },
  { "unknown-weights", DRAY_INSTANCE_VRPLIB, VRPLIB_HEAD "EDGE_WEIGHT_TYPE : GEO\n", "line 5: the edge weight type GEO" },
  { "unknown-keyword", DRAY_INSTANCE_VRPLIB, VRPLIB_HEAD "COLOUR : red\n", "line 5: the keyword" },
  { "too-few-weights", DRAY_INSTANCE_VRPLIB, VRPLIB_HEAD "EDGE_WEIGHT_TYPE : EXPLICIT\nEDGE_WEIGHT_FORMAT : FULL_MATRIX\nEDGE_WEIGHT_SECTION\n0 1 1\n", "ends where a number" },
  { "negative-weight", DRAY_INSTANCE_VRPLIB, VRPLIB_HEAD "EDGE_WEIGHT_TYPE : EXPLICIT\nEDGE_WEIGHT_FORMAT : FULL_MATRIX\nEDGE_WEIGHT_SECTION\n0 -1 1 0\n", "line 8: the weight from node 1 to node 2" },
  { "no-coordinates", DRAY_INSTANCE_VRPLIB, VRPLIB_HEAD "DEMAND_SECTION\n1 0\n2 1\nEOF\n", "no NODE_COORD_SECTION" },
  { "demand-negative", DRAY_INSTANCE_VRPLIB, VRPLIB_HEAD "DEMAND_SECTION\n1 0\n2 -1\nEOF\n", "line 7: the demand of node 2 is -1" },
  { "other-depot", DRAY_INSTANCE_VRPLIB, VRPLIB_HEAD "DEPOT_SECTION\n2\n-1\nEOF\n", "one depot" },
};

static void
test_bad_file_is_named_by_line (gconstpointer data)
{
  const BadFile *bad = data;
  g_autoptr (GError) error = NULL;
  DrayInstance *instance = dray_instance_parse (bad->text, strlen (bad->text), bad->format, &error);

  g_assert_null (instance);
  g_assert_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_INVALID);
  if (strstr (error->message, bad->message) == NULL)
    g_error ("“%s” does not say “%s”", error->message, bad->message);
}

static void
test_too_many_nodes_is_a_limit (void)
{
  const char *text = "DIMENSION : 100000000\n";
  g_autoptr (GError) error = NULL;

  g_assert_null (dray_instance_parse (text, strlen (text), DRAY_INSTANCE_VRPLIB, &error));
  g_assert_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_LIMIT);
}

static void
test_zero_byte_is_refused (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dray_instance_parse ("A\0B", 3, DRAY_INSTANCE_SOLOMON, &error));
  g_assert_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_INVALID);
}

/* Every file of the public sets that is at hand is read to its end. */
static void
test_public_sets_are_read (void)
{
  static const char *const folders[] = { "solomon", "homberger", "uchoa", "lilim/100", "lilim/200", "lilim/1000" };
  const char *shared = g_getenv ("DRAY_SHARED");
  g_autofree char *beside = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "..", "shared", NULL);
  int n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++) {
    g_autofree char *folder = g_build_filename (shared != NULL ? shared : beside, "instances", folders[i], NULL);
    g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
    const char *name;

    /* One in three of each set: the whole is read by the benchmark. */
    for (int k = 0; dir != NULL && (name = g_dir_read_name (dir)) != NULL; k++) {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;
      DrayInstanceFormat format;
      gsize length;

      if (k % 3 != 0 || g_str_has_suffix (name, ".sol"))
        continue;
      g_assert_true (g_file_get_contents (path, &text, &length, NULL));
      g_assert_true (dray_instance_guess (text, length, &format));
      g_autoptr (DrayInstance) instance = dray_instance_parse (text, length, format, &error);
      g_assert_no_error (error);
      g_assert_cmpint (instance->n_nodes, >=, 100);
      n++;
    }
  }
  if (n == 0)
    g_test_skip ("no public instances at DRAY_SHARED or beside the source");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/solver/instance/solomon-is-read", test_solomon_is_read);
  g_test_add_func ("/solver/instance/lilim-is-read", test_lilim_is_read);
  g_test_add_func ("/solver/instance/vrplib-is-read", test_vrplib_is_read);
  g_test_add_func ("/solver/instance/vrplib-matrix-and-windows-are-read", test_vrplib_matrix_and_windows_are_read);
  g_test_add_func ("/solver/instance/each-rounding-measures-as-its-convention-says", test_each_rounding_measures_as_its_convention_says);
  for (gsize i = 0; i < G_N_ELEMENTS (bad_files); i++) {
    g_autofree char *path = g_strdup_printf ("/solver/instance/bad-file-is-named-by-line/%s", bad_files[i].name);

    g_test_add_data_func (path, &bad_files[i], test_bad_file_is_named_by_line);
  }
  g_test_add_func ("/solver/instance/too-many-nodes-is-a-limit", test_too_many_nodes_is_a_limit);
  g_test_add_func ("/solver/instance/zero-byte-is-refused", test_zero_byte_is_refused);
  g_test_add_func ("/solver/instance/public-sets-are-read", test_public_sets_are_read);
  return g_test_run ();
}
