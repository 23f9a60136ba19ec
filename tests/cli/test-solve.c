/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "dray-test-folder.h"

/* drayctl solve and verify as they are called: a file in, a plan out, the plan verified; and what is asked badly. */

static int
run (char      **out,
     char      **err,
     const char *first,
     ...)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  int status = 0;
  va_list arguments;

  g_ptr_array_add (words, (char *) DRAYCTL);
  va_start (arguments, first);
  for (const char *word = first; word != NULL; word = va_arg (arguments, const char *))
    g_ptr_array_add (words, (char *) word);
  va_end (arguments);
  g_ptr_array_add (words, NULL);
  g_spawn_sync (NULL, (char **) words->pdata, NULL, G_SPAWN_DEFAULT, NULL, NULL, out, err, &status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

static char *
fixture (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "data", "solver", name, NULL);
}

static JsonObject *
parse_line (const char *line)
{
  g_autoptr (JsonNode) node = json_from_string (line, NULL);

  g_assert_nonnull (node);
  return json_object_ref (json_node_get_object (node));
}

/* Each format in, its solution out, and the judge agrees with what the solver said it costs. */
static void
test_what_is_solved_is_verified (gconstpointer data)
{
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autofree char *file = fixture (data);
  g_autofree char *plan = dray_test_folder_path (folder, "plan");
  g_autofree char *solved = NULL;
  g_autofree char *verified = NULL;

  g_assert_cmpint (run (&solved, NULL, "solve", file, "--iterations", "200", "--json", "-o", plan, NULL), ==, 0);
  g_assert_cmpint (run (&verified, NULL, "verify", file, plan, "--json", NULL), ==, 0);
  g_autoptr (JsonObject) told = parse_line (solved);
  g_autoptr (JsonObject) judged = parse_line (verified);

  g_assert_true (json_object_get_boolean_member (judged, "feasible"));
  g_assert_cmpint (json_object_get_int_member (told, "missing"), ==, 0);
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (told, "cost"), json_object_get_double_member (judged, "cost"), 1e-6);
}

static void
test_wrong_solution_exits_1_and_says_why (void)
{
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autofree char *file = fixture ("five-stops.txt");
  g_autofree char *plan = dray_test_folder_path (folder, "plan.sol");
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;

  g_assert_true (g_file_set_contents (plan, "Route #1: 1 2\nCost 20\n", -1, NULL));
  g_assert_cmpint (run (&out, &err, "verify", file, plan, NULL), ==, 1);
  g_assert_nonnull (strstr (out, "BROKEN"));
  g_assert_nonnull (strstr (err, "stop 3 is served by no route"));
}

/* One seed, iteration limit and number of lanes give one plan, whatever the threads. */
static void
test_threads_don_t_change_the_plan (void)
{
  static const char *const threads[] = { "1", "2", "4" };
  g_autofree char *file = fixture ("five-stops.txt");
  g_autofree char *first = NULL;

  for (int i = 0; i < 3; i++) {
    g_autofree char *out = NULL;

    g_assert_cmpint (run (&out, NULL, "solve", file, "--iterations", "500", "--lanes", "4", "--threads", threads[i], NULL), ==, 0);
    if (first == NULL)
      first = g_steal_pointer (&out);
    else
      g_assert_cmpstr (first, ==, out);
  }
}

/* What is asked badly: a whole file, and what standard error must hold. */
typedef struct {
  const char *name;
  const char *text;
  const char *message;
} BadInput;

#define ROWS "A\nVEHICLE\nNUMBER CAPACITY\n 3 20\nCUSTOMER\nCUST NO. X\n0 0 0 0 0 100 0\n"
#define CELLS "\"matrices\":{\"car\":{\"durations\":[[0,1],[1,0]]}}"

static const BadInput bad_inputs[] = {
  { "contradictory-window", ROWS "1 1 1 1 50 40 0\n", "line 8: the window of node 1 opens at 50" },
  { "negative-demand", ROWS "1 1 1 -4 0 40 0\n", "line 8: the demand of node 1 is negative" },
  { "delivered-before-picked-up", "2 10 1\n0 0 0 0 0 90 0 0 0\n1 1 1 5 0 90 0 2 0\n2 2 2 -5 0 90 0 0 1\n", "line 3: node 1 must be either" },
  { "matrix-of-the-wrong-size", "{\"jobs\":[{\"id\":1,\"location_index\":1}],\"vehicles\":[{\"id\":1,\"start_index\":0}],"
                                "\"matrices\":{\"car\":{\"durations\":[[0,1,2],[1,0,2]]}}}", "row 0 has not 2 cells" },
  { "no-vehicle", "{\"jobs\":[{\"id\":1,\"location_index\":1}],\"vehicles\":[]," CELLS "}", "no vehicle" },
  { "no-format", "hello\n", "--format" },
  { "coordinates-without-matrices", "{\"jobs\":[{\"id\":1,\"location\":[0,1]}],\"vehicles\":[{\"id\":1,\"start\":[0,0]}]}", "coordinates and no matrices" },
};

static void
test_bad_input_is_said (gconstpointer data)
{
  const BadInput *bad = data;
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autofree char *file = dray_test_folder_path (folder, "problem");
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;

  g_assert_true (g_file_set_contents (file, bad->text, -1, NULL));
  g_assert_cmpint (run (&out, &err, "solve", file, "--iterations", "10", NULL), ==, 1);
  g_assert_cmpstr (out, ==, "");
  if (strstr (err, bad->message) == NULL)
    g_error ("“%s” does not say “%s”", err, bad->message);
}

static void
test_hundred_thousand_stops_are_a_limit (void)
{
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autofree char *file = dray_test_folder_path (folder, "problem");
  g_autoptr (GString) text = g_string_new (ROWS);
  g_autofree char *err = NULL;

  for (int i = 1; i <= 100000; i++)
    g_string_append_printf (text, "%d %d %d 1 0 90 0\n", i, i % 317, i / 317);
  g_assert_true (g_file_set_contents (file, text->str, -1, NULL));
  g_assert_cmpint (run (NULL, &err, "solve", file, NULL), ==, 1);
  g_assert_nonnull (strstr (err, "100000 stops"));
}

/* What can't be served is no error: it is left out and explained. */

static void
assert_left_out (const char *text,
                 const char *constraint)
{
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autofree char *file = dray_test_folder_path (folder, "problem");
  g_autofree char *plan = dray_test_folder_path (folder, "plan");
  g_autofree char *out = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_set_contents (file, text, -1, NULL));
  g_assert_cmpint (run (&out, NULL, "solve", file, "--iterations", "10", "--explain", "--json", "-o", plan, NULL), ==, 0);
  lines = g_strsplit (out, "\n", -1);
  g_autoptr (JsonObject) told = parse_line (lines[0]);
  g_autoptr (JsonObject) reason = parse_line (lines[1]);

  g_assert_cmpint (json_object_get_int_member (told, "missing"), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (reason, "unassigned"), ==, "job 1");
  g_assert_cmpstr (json_array_get_string_element (json_object_get_array_member (reason, "constraints"), 0), ==, constraint);
}

static void
test_unreachable_job_is_left_out (void)
{
  assert_left_out ("{\"jobs\":[{\"id\":1,\"location_index\":1}],\"vehicles\":[{\"id\":1,\"start_index\":0}],"
                   "\"matrices\":{\"car\":{\"durations\":[[0,4294967295],[1,0]]}}}", "unreachable");
}

static void
test_job_that_fits_no_vehicle_is_left_out (void)
{
  assert_left_out ("{\"jobs\":[{\"id\":1,\"location_index\":1,\"delivery\":[5]}],\"vehicles\":[{\"id\":1,\"start_index\":0,\"capacity\":[4]}]," CELLS "}",
                   "capacity");
}

/* A street of 300 m along the equator, and one of its own a degree north. */
#define STREETS "<osm version='0.6'>" \
  "<node id='1' lat='0' lon='0'/><node id='2' lat='0' lon='0.0009'/><node id='3' lat='0' lon='0.0018'/><node id='4' lat='0' lon='0.0027'/>" \
  "<node id='5' lat='1' lon='0'/><node id='6' lat='1' lon='0.0009'/>" \
  "<way id='1'><nd ref='1'/><nd ref='2'/><nd ref='3'/><nd ref='4'/><tag k='highway' v='residential'/></way>" \
  "<way id='2'><nd ref='5'/><nd ref='6'/><tag k='highway' v='residential'/></way></osm>"
#define COORDINATES(profile, lat) "{\"jobs\":[{\"id\":1,\"location\":[0.0026," lat "]},{\"id\":2,\"location\":[0.0014,0]}]," \
  "\"vehicles\":[{\"id\":1,\"profile\":\"" profile "\",\"start\":[0.0002,0],\"end\":[0.0002,0],\"costs\":{\"per_hour\":0,\"per_km\":1000}}]}"

typedef struct {
  DrayTestFolder *folder;
  char           *region;
  char           *file;
  char           *plan;
} Town;

static void
town_set_up (Town       *town,
             const char *problem)
{
  g_autofree char *streets = NULL;

  town->folder = dray_test_folder_new ();
  town->region = dray_test_folder_path (town->folder, "streets.region");
  town->file = dray_test_folder_path (town->folder, "problem.json");
  town->plan = dray_test_folder_path (town->folder, "plan.json");
  streets = dray_test_folder_path (town->folder, "streets.osm");
  g_assert_true (g_file_set_contents (streets, STREETS, -1, NULL));
  g_assert_true (g_file_set_contents (town->file, problem, -1, NULL));
  g_assert_cmpint (run (NULL, NULL, "region", "import", streets, "-o", town->region, NULL), ==, 0);
}

static void
town_tear_down (Town *town)
{
  dray_test_folder_remove (town->folder);
  g_free (town->region);
  g_free (town->file);
  g_free (town->plan);
}

/* Coordinates with a region: 267 m along the street and back again, at a unit a metre. */
static void
test_coordinates_with_a_region (void)
{
  Town town;
  g_autofree char *solved = NULL;
  g_autofree char *verified = NULL;

  town_set_up (&town, COORDINATES ("van", "0"));
  g_assert_cmpint (run (&solved, NULL, "solve", town.file, "--region", town.region, "--iterations", "50", "--json", "-o", town.plan, NULL), ==, 0);
  g_assert_cmpint (run (&verified, NULL, "verify", town.file, town.plan, "--region", town.region, "--json", NULL), ==, 0);
  g_autoptr (JsonObject) told = parse_line (solved);
  g_autoptr (JsonObject) judged = parse_line (verified);

  g_assert_cmpint (json_object_get_int_member (told, "missing"), ==, 0);
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (told, "cost"), 534, 6);
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (judged, "cost"), json_object_get_double_member (told, "cost"), 1e-6);
  town_tear_down (&town);
}

/* A street that leads nowhere is none, nor is the sea, and nobody knows how a hovercraft drives. */
static void
test_coordinates_off_the_roads_are_said (void)
{
  static const struct { const char *problem, *message; } cases[] = {
    { COORDINATES ("truck", "1"), "problem.json: Point 1: " },
    { COORDINATES ("car", "0.5"), "problem.json: Point 1: " },
    { COORDINATES ("hovercraft", "0"), "neither truck, van nor car" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    Town town;
    g_autofree char *out = NULL;
    g_autofree char *err = NULL;

    town_set_up (&town, cases[i].problem);
    g_assert_cmpint (run (&out, &err, "solve", town.file, "--region", town.region, "--iterations", "50", "--json", NULL), ==, 1);
    g_assert_cmpstr (out, ==, "");
    if (strstr (err, cases[i].message) == NULL)
      g_error ("“%s” does not say “%s”", err, cases[i].message);
    town_tear_down (&town);
  }
}

static void
test_interrupt_writes_the_best_so_far (void)
{
  g_autofree char *file = fixture ("five-stops.txt");
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, DRAYCTL, "solve",
                                                      file, "--time", "60", NULL);
  g_autofree char *out = NULL;
  gint64 start_us = g_get_monotonic_time ();

  g_assert_no_error (error);
  g_usleep (G_USEC_PER_SEC / 2);
  g_subprocess_send_signal (process, SIGINT);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
  g_assert_nonnull (strstr (out, "Route #1:"));
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, 20 * G_USEC_PER_SEC);
}

int
main (int    argc,
      char **argv)
{
  static const char *const fixtures[] = { "five-stops.txt", "two-pairs.txt", "four-nodes.vrp", "matrix-windows.vrp" };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (fixtures); i++) {
    g_autofree char *path = g_strdup_printf ("/cli/solve/what-is-solved-is-verified/%s", fixtures[i]);

    g_test_add_data_func (path, fixtures[i], test_what_is_solved_is_verified);
  }
  g_test_add_func ("/cli/solve/wrong-solution-exits-1-and-says-why", test_wrong_solution_exits_1_and_says_why);
  g_test_add_func ("/cli/solve/threads-don-t-change-the-plan", test_threads_don_t_change_the_plan);
  for (gsize i = 0; i < G_N_ELEMENTS (bad_inputs); i++) {
    g_autofree char *path = g_strdup_printf ("/cli/solve/bad-input-is-said/%s", bad_inputs[i].name);

    g_test_add_data_func (path, &bad_inputs[i], test_bad_input_is_said);
  }
  g_test_add_func ("/cli/solve/hundred-thousand-stops-are-a-limit", test_hundred_thousand_stops_are_a_limit);
  g_test_add_func ("/cli/solve/unreachable-job-is-left-out", test_unreachable_job_is_left_out);
  g_test_add_func ("/cli/solve/job-that-fits-no-vehicle-is-left-out", test_job_that_fits_no_vehicle_is_left_out);
  g_test_add_func ("/cli/solve/coordinates-take-their-ways-from-a-region", test_coordinates_with_a_region);
  g_test_add_func ("/cli/solve/coordinates-off-the-roads-are-said", test_coordinates_off_the_roads_are_said);
  g_test_add_func ("/cli/solve/interrupt-writes-the-best-so-far", test_interrupt_writes_the_best_so_far);
  return g_test_run ();
}
