/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "dray-format-vroom.h"
#include "dray-json.h"
#include "dray-search.h"
#include "dray-verify.h"

static char *
load_text (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "solver", "four-jobs.json", NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

/* The file with each @from replaced by @to; a test that edits nothing would prove nothing. */
static char *
edit (const char *text,
      const char *from,
      const char *to)
{
  g_auto (GStrv) parts = g_strsplit (text, from, -1);

  g_assert_cmpint (g_strv_length (parts), >, 1);
  return g_strjoinv (to, parts);
}

static DrayVroom *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  DrayVroom *vroom = dray_vroom_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  return vroom;
}

static DrayProblem *
make_problem (const DrayVroom *vroom,
              DrayGoal         goal)
{
  g_autoptr (GError) error = NULL;
  DrayProblem *problem = dray_vroom_to_problem (vroom, goal, &error);

  g_assert_no_error (error);
  return problem;
}

static void
test_input_is_read (void)
{
  g_autofree char *text = load_text ();
  g_autoptr (DrayVroom) vroom = parse (text);
  g_autoptr (DrayProblem) problem = make_problem (vroom, DRAY_GOAL_COST);

  g_assert_false (dray_vroom_needs_matrices (vroom));
  g_assert_cmpint (dray_vroom_get_n_locations (vroom), ==, 5);
  g_assert_cmpint (dray_problem_get_n_stops (problem), ==, 6);
  g_assert_cmpint (dray_problem_get_n_orders (problem), ==, 5);
  g_assert_cmpint (dray_problem_get_n_vehicles (problem), ==, 2);

  const DrayStopInput *bakery = dray_problem_get_stop (problem, 0);
  g_assert_cmpint (bakery->location, ==, 1);
  g_assert_cmpint (bakery->service, ==, 300);
  g_assert_cmpint (bakery->delivery[0], ==, 4);
  g_assert_cmpint (bakery->skills[0], ==, 1);
  g_assert_cmpint (bakery->windows[0].close, ==, 36000);
  g_assert_cmpint (dray_problem_get_stop (problem, 4)->role, ==, DRAY_STOP_ROLE_PICKUP);
  g_assert_cmpint (dray_problem_get_stop (problem, 5)->role, ==, DRAY_STOP_ROLE_DELIVERY);
  g_assert_cmpint (dray_problem_get_order (problem, 2)->priority, ==, 10);

  const DrayVehicleInput *first = dray_problem_get_vehicle (problem, 0), *second = dray_problem_get_vehicle (problem, 1);
  g_assert_cmpint (first->breaks[0].duration, ==, 300);
  g_assert_cmpint (first->shift_open, ==, 28800);
  g_assert_cmpint (second->end, ==, DRAY_NOWHERE);
  g_assert_cmpint (second->max_stops, ==, 3);
  g_assert_cmpint (second->fixed_cost, ==, 100 * DRAY_VROOM_COST_UNITS);
}

static DrayPlan *
plan_routes (const DrayProblem *problem,
             const int         *first,
             int                n_first,
             const int         *second,
             int                n_second)
{
  const int *routes[] = { first, second };
  const int n_stops[] = { n_first, n_second };
  g_autoptr (GError) error = NULL;
  DrayPlan *plan = dray_plan_new (problem, routes, n_stops, &error);

  g_assert_no_error (error);
  return plan;
}

/* Vehicle 2 goes to job 15 and stays: 900 s at 1.25 times the pace are 720 s, at 1800 an hour 360; 9 km at 50 are 450; 100 fixed. */
static void
test_rates_price_the_way_as_vroom_does (void)
{
  g_autofree char *text = load_text ();
  g_autoptr (DrayVroom) vroom = parse (text);
  g_autoptr (DrayProblem) problem = make_problem (vroom, DRAY_GOAL_COST);
  const int stop = 1;
  g_autoptr (DrayPlan) plan = plan_routes (problem, NULL, 0, &stop, 1);

  g_assert_cmpint (plan->cost, ==, (360 + 450 + 100) * DRAY_VROOM_COST_UNITS);
  g_assert_cmpint (plan->routes[0].duration, ==, 720 + 60 + 300);
}

static void
test_distance_goal_counts_metres (void)
{
  g_autofree char *text = load_text ();
  g_autoptr (DrayVroom) vroom = parse (text);
  g_autoptr (DrayProblem) problem = make_problem (vroom, DRAY_GOAL_DISTANCE);
  const int stop = 1;
  g_autoptr (DrayPlan) plan = plan_routes (problem, NULL, 0, &stop, 1);

  g_assert_cmpint (plan->routes[0].distance, ==, 9000);
}

static void
test_travel_time_is_limited (void)
{
  g_autofree char *text = load_text ();
  g_autofree char *limited = edit (text, "\"skills\": [1, 14],", "\"skills\": [1, 14], \"max_travel_time\": 1799,");
  g_autoptr (DrayVroom) vroom = parse (limited);
  g_autoptr (DrayProblem) problem = make_problem (vroom, DRAY_GOAL_COST);
  const int near[] = { 0 }, far[] = { 1 };
  DrayRouteCheck check;

  g_assert_true (dray_route_check (problem, 0, near, 1, NULL, &check));
  g_assert_false (dray_route_check (problem, 0, far, 1, NULL, &check));
  g_assert_cmpint (check.broken, ==, DRAY_CONSTRAINT_MAX_DISTANCE);
}

/* Without its break, for the sums to be told by hand. */
static DrayVroom *
parse_without_break (void)
{
  g_autofree char *text = load_text ();
  g_autofree char *plain = edit (text, "\"breaks\": [ { \"id\": 9, \"service\": 300, \"time_windows\": [[32400, 34200]] } ]", "\"description\": \"truck\"");

  return parse (plain);
}

static void
test_what_is_written_is_read_and_holds (void)
{
  g_autoptr (DrayVroom) vroom = parse_without_break ();
  g_autoptr (DrayProblem) problem = make_problem (vroom, DRAY_GOAL_COST);
  DraySearchOptions options = DRAY_SEARCH_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;
  g_auto (DrayVerdict) verdict = { 0 };

  options.iterations = 500;
  g_autoptr (DrayPlan) plan = dray_search_run (problem, &options, NULL, NULL);
  g_autofree char *text = dray_vroom_write_plan (vroom, problem, plan);
  g_autoptr (DrayPlan) again = dray_vroom_read_plan (vroom, problem, text, strlen (text), &error);
  g_assert_no_error (error);
  dray_verify_plan (problem, again, &verdict);
  g_assert_cmpstr (verdict.broken, ==, NULL);
  g_assert_cmpint (verdict.cost, ==, plan->cost);
  g_assert_cmpint (again->n_unserved, ==, plan->n_unserved);
}

static void
test_summary_adds_up (void)
{
  g_autoptr (DrayVroom) vroom = parse_without_break ();
  g_autoptr (DrayProblem) problem = make_problem (vroom, DRAY_GOAL_COST);
  const int stops[] = { 0, 1, 2, 4, 5 };
  g_autoptr (DrayPlan) plan = plan_routes (problem, stops, 5, NULL, 0);
  g_autofree char *text = dray_vroom_write_plan (vroom, problem, plan);
  g_autoptr (JsonNode) root = dray_json_parse (text, -1, NULL, NULL);
  JsonObject *summary = json_object_get_object_member (json_node_get_object (root), "summary");
  JsonArray *unassigned = json_object_get_array_member (json_node_get_object (root), "unassigned");

  /* 600 + 500 + 0 + 400 + 600 + 700 s of driving; set-up once at the place that two jobs share. */
  g_assert_cmpint (json_object_get_int_member (summary, "cost"), ==, 2800);
  g_assert_cmpint (json_object_get_int_member (summary, "duration"), ==, 2800);
  g_assert_cmpint (json_object_get_int_member (summary, "setup"), ==, 60);
  g_assert_cmpint (json_object_get_int_member (summary, "service"), ==, 920);
  g_assert_cmpint (json_object_get_int_member (summary, "priority"), ==, 15);
  g_assert_cmpint (json_object_get_int_member (summary, "unassigned"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (unassigned, 0), "id"), ==, 17);
}

static void
test_tampered_answer_is_broken (void)
{
  g_autoptr (DrayVroom) vroom = parse_without_break ();
  g_autoptr (DrayProblem) problem = make_problem (vroom, DRAY_GOAL_COST);
  const int stops[] = { 0, 1, 2, 4, 5 };
  g_autoptr (DrayPlan) plan = plan_routes (problem, stops, 5, NULL, 0);
  g_autofree char *text = dray_vroom_write_plan (vroom, problem, plan);
  g_autofree char *tampered = edit (text, "\"arrival\":30200", "\"arrival\":30100");
  g_autoptr (DrayPlan) again = dray_vroom_read_plan (vroom, problem, tampered, strlen (tampered), NULL);
  g_auto (DrayVerdict) verdict = { 0 };

  dray_verify_plan (problem, again, &verdict);
  g_assert_nonnull (strstr (verdict.broken, "which takes 500"));
}

/* Times of the calendar: the same plan, ten years later. */
static void
test_times_may_count_from_1970 (void)
{
  g_autofree char *text = load_text ();
  g_autofree char *a = edit (text, "[28800, 36000]", "[1700028800, 1700036000]");
  g_autofree char *b = edit (a, "[30000, 40000]", "[1700030000, 1700040000]");
  g_autofree char *c = edit (b, "[28800, 43200]", "[1700028800, 1700043200]");
  g_autofree char *d = edit (c, "[32400, 34200]", "[1700032400, 1700034200]");
  g_autoptr (DrayVroom) vroom = parse (d);
  g_autoptr (DrayProblem) problem = make_problem (vroom, DRAY_GOAL_COST);
  const int stop = 1;
  g_autoptr (DrayPlan) plan = plan_routes (problem, NULL, 0, &stop, 1);
  g_autofree char *answer = dray_vroom_write_plan (vroom, problem, plan);

  g_assert_cmpint (dray_problem_get_vehicle (problem, 0)->shift_open, ==, 0);
  g_assert_nonnull (strstr (answer, "\"arrival\":1700029520"));
}

static void
test_coordinates_wait_for_matrices (void)
{
  static const char *const text = "{\"jobs\":[{\"id\":1,\"location\":[-8.6,41.1]},{\"id\":2,\"location\":[-8.7,41.2]},{\"id\":3,\"location\":[-8.6,41.1]}],"
                                  "\"vehicles\":[{\"id\":1,\"start\":[-8.65,41.15]}]}";
  g_autoptr (DrayVroom) vroom = parse (text);
  g_autoptr (DrayMatrix) matrix = dray_matrix_new (3, 3);
  g_autoptr (GError) error = NULL;
  int lon_e7, lat_e7;

  g_assert_true (dray_vroom_needs_matrices (vroom));
  g_assert_cmpint (dray_vroom_get_n_locations (vroom), ==, 3);
  g_assert_cmpint (dray_vroom_get_n_profiles (vroom), ==, 1);
  g_assert_cmpstr (dray_vroom_get_profile (vroom, 0), ==, "car");
  dray_vroom_get_coordinates (vroom, 1, &lon_e7, &lat_e7);
  g_assert_cmpint (lon_e7, ==, -87000000);
  g_assert_cmpint (lat_e7, ==, 412000000);
  g_assert_null (dray_vroom_to_problem (vroom, DRAY_GOAL_COST, &error));
  g_assert_nonnull (error);

  dray_vroom_set_matrices (vroom, 0, matrix, NULL);
  g_autoptr (DrayProblem) problem = make_problem (vroom, DRAY_GOAL_COST);
  g_assert_cmpint (dray_problem_get_stop (problem, 2)->location, ==, 0);
}

/* What is asked badly, by an edit of the file, and what the message must hold. */
typedef struct {
  const char *name;
  const char *from;
  const char *to;
  const char *message;
} BadFile;

static const BadFile bad_files[] = {
  { "no-json", "{\n", "", "Line 1" },
  { "no-vehicles", "\"vehicles\"", "\"trucks\"", "no vehicle" },
  { "id-twice", "\"id\": 14", "\"id\": 15", "stands twice" },
  { "negative-amount", "\"delivery\": [4]", "\"delivery\": [-4]", "jobs 0: delivery" },
  { "negative-service", "\"service\": 120", "\"service\": -120", "jobs 2" },
  { "contradictory-window", "[30000, 40000]", "[40000, 30000]", "shipments 0" },
  { "contradictory-shift", "43200], \"costs\"", "28799], \"costs\"", "vehicles 1" },
  { "dimensions-differ", "\"capacity\": [10]", "\"capacity\": [10, 3]", "dimensions where others have" },
  { "index-outside", "\"location_index\": 3", "\"location_index\": 5", "location_index" },
  { "no-place", "\"location_index\": 3, ", "", "no place" },
  { "wrong-matrix-row", "[600, 0, 500, 800, 900]", "[600, 0, 500, 800]", "row 1 has not 5 cells" },
  { "wrong-matrix-cell", "[600, 0, 500, 800, 900]", "[600, 0, -5, 800, 900]", "row 1, cell 2" },
  { "matrix-too-small", ", [700, 900, 1000, 600, 0]],\n", "],\n", "row 0 has not 4 cells" },
  { "unknown-profile", "\"max_tasks\": 3", "\"max_tasks\": 3, \"profile\": \"bike\"", "bike has no matrices" },
  { "vehicle-nowhere", "{ \"id\": 2, \"start_index\": 0, ", "{ \"id\": 2, ", "neither a start nor an end" },
  { "max-load", "{ \"id\": 9, ", "{ \"id\": 9, \"max_load\": [3], ", "max_load" },
  { "speed", "\"speed_factor\": 1.25", "\"speed_factor\": 0", "speed_factor" },
  { "skill", "\"skills\": [1, 14]", "\"skills\": [1, \"crane\"]", "no skill" },
  { "shipment-without-delivery", "\"delivery\": { \"id\": 6", "\"drop\": { \"id\": 6", "delivery" },
  { "priority", "\"priority\": 10", "\"priority\": 101", "priority" },
};

static void
test_bad_file_is_an_error (gconstpointer data)
{
  const BadFile *bad = data;
  g_autofree char *text = load_text ();
  g_autofree char *edited = edit (text, bad->from, bad->to);
  g_autoptr (GError) error = NULL;
  DrayVroom *vroom = dray_vroom_parse (edited, strlen (edited), &error);

  g_assert_null (vroom);
  g_assert_nonnull (error);
  if (strstr (error->message, bad->message) == NULL)
    g_error ("“%s” does not say “%s”", error->message, bad->message);
}

/* What our model can't do as asked is said, not passed over. */
static void
test_travel_time_beside_kilometre_costs_is_refused (void)
{
  g_autofree char *text = load_text ();
  g_autofree char *edited = edit (text, "\"max_tasks\": 3", "\"max_travel_time\": 3000");
  g_autoptr (DrayVroom) vroom = parse (edited);
  g_autoptr (GError) error = NULL;

  g_assert_null (dray_vroom_to_problem (vroom, DRAY_GOAL_COST, &error));
  g_assert_nonnull (strstr (error->message, "max_travel_time"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/solver/vroom/input-is-read", test_input_is_read);
  g_test_add_func ("/solver/vroom/rates-price-the-way-as-vroom-does", test_rates_price_the_way_as_vroom_does);
  g_test_add_func ("/solver/vroom/distance-goal-counts-metres", test_distance_goal_counts_metres);
  g_test_add_func ("/solver/vroom/travel-time-is-limited", test_travel_time_is_limited);
  g_test_add_func ("/solver/vroom/what-is-written-is-read-and-holds", test_what_is_written_is_read_and_holds);
  g_test_add_func ("/solver/vroom/summary-adds-up", test_summary_adds_up);
  g_test_add_func ("/solver/vroom/tampered-answer-is-broken", test_tampered_answer_is_broken);
  g_test_add_func ("/solver/vroom/times-may-count-from-1970", test_times_may_count_from_1970);
  g_test_add_func ("/solver/vroom/coordinates-wait-for-matrices", test_coordinates_wait_for_matrices);
  for (gsize i = 0; i < G_N_ELEMENTS (bad_files); i++) {
    g_autofree char *path = g_strdup_printf ("/solver/vroom/bad-file-is-an-error/%s", bad_files[i].name);

    g_test_add_data_func (path, &bad_files[i], test_bad_file_is_an_error);
  }
  g_test_add_func ("/solver/vroom/travel-time-beside-kilometre-costs-is-refused", test_travel_time_beside_kilometre_costs_is_refused);
  return g_test_run ();
}
