/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "dray-search.h"
#include "dray-verify.h"
#include "random-problem.h"

/* A thousand problems drawn over the whole model are searched briefly, and each plan is judged by code that shares nothing with the
 * search. The parts of the model that a problem holds stand in the message, so that a failure says where to look. */

static char *
name_parts (Parts parts)
{
  GString *text = g_string_new (NULL);

  for (int i = 0; i < N_PARTS; i++)
    if (parts & (Parts) (1u << i))
      g_string_append_printf (text, "%s%s", text->len > 0 ? "+" : "", random_problem_get_part_name (i));
  return g_string_free (text, FALSE);
}

static DrayPlan *
search (const DrayProblem *problem,
        guint64            seed)
{
  DraySearchOptions options = DRAY_SEARCH_OPTIONS_INIT;

  options.seed = seed;
  options.iterations = 100;
  return dray_search_run (problem, &options, NULL, NULL);
}

static gboolean
holds (const DrayProblem *problem,
       const DrayPlan    *plan,
       guint              number,
       Parts              parts)
{
  g_auto (DrayVerdict) verdict = { 0 };
  g_autofree char *what = name_parts (parts);

  if (plan == NULL) {
    g_printerr ("problem %u (%s): no plan at all\n", number, what);
    return FALSE;
  }
  dray_verify_plan (problem, plan, &verdict);
  if (verdict.broken != NULL)
    g_printerr ("problem %u (%s): %s\n", number, what, verdict.broken);
  return verdict.broken == NULL;
}

static gboolean
try_problem (guint number,
             Parts parts)
{
  DrayRandom random;
  g_autoptr (GError) error = NULL;

  dray_random_init (&random, number);
  if (parts == 0)
    parts = random_problem_draw_parts (&random);
  g_autoptr (DrayProblemBuilder) builder = random_problem_new (&random, parts);
  g_autoptr (DrayProblem) problem = dray_problem_new (builder, &error);
  if (problem == NULL) {
    g_printerr ("problem %u: %s\n", number, error->message);
    return FALSE;
  }
  g_autoptr (DrayPlan) plan = search (problem, number);
  return holds (problem, plan, number, parts);
}

static void
test_random_problems_are_solved_lawfully (void)
{
  const char *only = g_getenv ("DRAY_TEST_PROBLEM");
  int n_broken = 0;

  for (guint i = 0; i < (g_test_slow () || only != NULL ? 1000 : 60); i++)
    if (only == NULL || (guint) atoi (only) == i)
      n_broken += !try_problem (i, 0);
  if (n_broken > 0)
    g_test_fail_printf ("%d plans break a rule", n_broken);
}

static void
test_each_part_alone_is_solved_lawfully (gconstpointer data)
{
  int part = GPOINTER_TO_INT (data), n_broken = 0;

  for (guint i = 0; i < (g_test_slow () ? 20 : 4); i++)
    n_broken += !try_problem (5000 + i, (Parts) (1u << part));
  if (n_broken > 0)
    g_test_fail_printf ("%d plans break a rule", n_broken);
}

/* Roads that are closed in some hours only, with all that asks for the exact judge beside it. */
static void
test_closures_by_the_hour_are_planned_round (void)
{
  static const Parts others[] = { 0, PART_WINDOWS, PART_SHIPMENTS, PART_FLEET, PART_HOURS | PART_WINDOWS, PART_FIXED, PART_BREAKS, PART_RELATIONS };
  int n_broken = 0;

  for (guint i = 0; i < (g_test_slow () ? 800 : 80); i++)
    n_broken += !try_problem (9000 + i, PART_SLOTS | PART_UNREACHABLE | others[i % G_N_ELEMENTS (others)]);
  if (n_broken > 0)
    g_test_fail_printf ("%d plans break a rule", n_broken);
}

/* What the judge must see. A plan of a lax problem is held to a stricter one; each edit breaks one rule. */

static DrayProblemBuilder *
make_lax (void)
{
  DrayProblemBuilder *builder = dray_problem_builder_new (6);
  g_autoptr (DrayMatrix) matrix = dray_matrix_new (6, 6);
  DrayProfileInput profile = DRAY_PROFILE_INPUT_INIT;
  DrayVehicleInput vehicle = DRAY_VEHICLE_INPUT_INIT;
  DrayOrderInput shipment = DRAY_ORDER_INPUT_INIT;

  for (int i = 0; i < 36; i++)
    matrix->cells[i] = 10 * ABS (i / 6 - i % 6);
  profile.duration = matrix;
  dray_problem_builder_add_profile (builder, &profile);
  vehicle.start = vehicle.end = 0;
  vehicle.capacity[0] = 10;
  vehicle.time_cost = 1;
  dray_problem_builder_add_vehicle (builder, &vehicle);
  dray_problem_builder_add_order (builder, &shipment);
  for (int i = 0; i < 5; i++) {
    DrayStopInput stop = DRAY_STOP_INPUT_INIT;

    stop.location = i + 1;
    stop.service = 5;
    if (i < 2) {
      stop.order = 0;
      stop.role = i == 0 ? DRAY_STOP_ROLE_PICKUP : DRAY_STOP_ROLE_DELIVERY;
    }
    (i == 0 ? stop.pickup : stop.delivery)[0] = 2;
    dray_problem_builder_add_stop (builder, &stop);
  }
  return builder;
}

static const DrayTimeWindow never = { 5000, 6000 };
static const int a_skill = 7;
static const int two_stops[] = { 2, 3 };
static const int reversed[] = { 4, 3, 2, 1, 0 };

static DrayVehicleInput *
truck (DrayProblemBuilder *builder)
{
  return dray_problem_builder_get_vehicle (builder, 0);
}

static DrayStopInput *
stop (DrayProblemBuilder *builder)
{
  return dray_problem_builder_get_stop (builder, 3);
}

static void edit_capacity (DrayProblemBuilder *b) { truck (b)->capacity[0] = 5; }
static void edit_window (DrayProblemBuilder *b) { stop (b)->windows = &never; stop (b)->n_windows = 1; }
static void edit_skill (DrayProblemBuilder *b) { stop (b)->skills = &a_skill; stop (b)->n_skills = 1; }
static void edit_service (DrayProblemBuilder *b) { stop (b)->service = 6; }
static void edit_setup (DrayProblemBuilder *b) { stop (b)->setup = 1; }
static void edit_location (DrayProblemBuilder *b) { stop (b)->location = 5; }
static void edit_late (DrayProblemBuilder *b) { stop (b)->late_cost = 3; stop (b)->soft_close = 1; }
static void edit_early (DrayProblemBuilder *b) { stop (b)->early_cost = 3; stop (b)->soft_open = 900; }
static void edit_shift (DrayProblemBuilder *b) { truck (b)->shift_close = 50; }
static void edit_max_stops (DrayProblemBuilder *b) { truck (b)->max_stops = 4; }
static void edit_max_distance (DrayProblemBuilder *b) { truck (b)->max_distance = 99; }
static void edit_max_duration (DrayProblemBuilder *b) { truck (b)->max_duration = 124; }
static void edit_speed (DrayProblemBuilder *b) { truck (b)->speed_permille = 999; }
static void edit_start (DrayProblemBuilder *b) { truck (b)->start = 1; }
static void edit_fixed_cost (DrayProblemBuilder *b) { truck (b)->fixed_cost = 1; }
static void edit_overtime (DrayProblemBuilder *b) { truck (b)->overtime_after = 100; truck (b)->overtime_cost = 1; }
static void edit_ride (DrayProblemBuilder *b) { dray_problem_builder_get_order (b, 0)->max_ride = 9; }
static void edit_release (DrayProblemBuilder *b) { dray_problem_builder_get_order (b, 2)->release = 20; }
static void edit_apart (DrayProblemBuilder *b) { dray_problem_builder_add_relation (b, DRAY_RELATION_NOT_SAME_VEHICLE, two_stops, 2); }

static void
edit_before (DrayProblemBuilder *builder)
{
  const int stops[] = { 3, 2 };

  dray_problem_builder_add_relation (builder, DRAY_RELATION_BEFORE, stops, 2);
}

static void
edit_directly_before (DrayProblemBuilder *builder)
{
  const int stops[] = { 2, 4 };

  dray_problem_builder_add_relation (builder, DRAY_RELATION_DIRECTLY_BEFORE, stops, 2);
}

static void
edit_prefix (DrayProblemBuilder *builder)
{
  truck (builder)->prefix = two_stops;
  truck (builder)->n_prefix = 2;
}

static void
edit_locked (DrayProblemBuilder *builder)
{
  edit_prefix (builder);
  truck (builder)->locked = TRUE;
}

static void
edit_break (DrayProblemBuilder *builder)
{
  static const DrayTimeWindow window = { 0, 100 };
  static const DrayBreakInput pause = { 10, 1, &window };

  truck (builder)->breaks = &pause;
  truck (builder)->n_breaks = 1;
}

static void
edit_hours (DrayProblemBuilder *builder)
{
  static const DrayHoursRules rules = { .driving_before_break = 40, .break_length = 20 };

  truck (builder)->hours = &rules;
}

static void
edit_churn (DrayProblemBuilder *builder)
{
  DrayObjective objective = DRAY_OBJECTIVE_INIT;

  objective.churn_budget = 2;
  dray_problem_builder_set_objective (builder, &objective);
  dray_problem_builder_set_published (builder, 0, reversed, 5);
}

static void
edit_balance (DrayProblemBuilder *builder)
{
  DrayObjective objective = DRAY_OBJECTIVE_INIT;

  objective.balance_cost = 100;
  objective.balance_unit = 10;
  dray_problem_builder_set_objective (builder, &objective);
}

static void
edit_unreachable (DrayProblemBuilder *builder)
{
  g_autoptr (DrayMatrix) matrix = dray_matrix_new (6, 6);
  DrayProfileInput profile = DRAY_PROFILE_INPUT_INIT;

  for (int i = 0; i < 36; i++)
    matrix->cells[i] = i == 1 || i == 5 ? DRAY_UNREACHABLE : 10 * ABS (i / 6 - i % 6);
  profile.duration = matrix;
  truck (builder)->profile = dray_problem_builder_add_profile (builder, &profile);
}

typedef struct {
  const char *name;
  void      (*edit) (DrayProblemBuilder *builder);
  const char *broken;
} Strict;

static const Strict stricts[] = {
  { "capacity", edit_capacity, "carries" },
  { "window", edit_window, "outside its windows" },
  { "skill", edit_skill, "needs skill 7" },
  { "service", edit_service, "needs 6" },
  { "setup", edit_setup, "needs 6" },
  { "location", edit_location, "served at location" },
  { "late", edit_late, "term 4 of its cost" },
  { "early", edit_early, "term 4 of its cost" },
  { "shift", edit_shift, "outside its shift" },
  { "max-stops", edit_max_stops, "has 5 stops" },
  { "max-distance", edit_max_distance, "farther than 99" },
  { "max-duration", edit_max_duration, "longer than 124" },
  { "speed", edit_speed, "which takes" },
  { "start", edit_start, "no start" },
  { "fixed-cost", edit_fixed_cost, "term 0 of its cost" },
  { "overtime", edit_overtime, "term 3 of its cost" },
  { "ride", edit_ride, "rides" },
  { "release", edit_release, "before its goods are there" },
  { "apart", edit_apart, "ride together and must not" },
  { "before", edit_before, "stop 2 comes before stop 3" },
  { "directly-before", edit_directly_before, "directly before" },
  { "prefix", edit_prefix, "fixed prefix" },
  { "locked", edit_locked, "not as it was" },
  { "break", edit_break, "takes break 0 0 times" },
  { "hours", edit_hours, "hours of service" },
  { "churn", edit_churn, "published stops change" },
  { "balance", edit_balance, "term 5 of its cost" },
  { "unreachable", edit_unreachable, "no way" },
};

/* The route 1, 2, 3, 4, 5 there and back: 100 of way and 25 of service. */
static DrayPlan *
plan_lax (const DrayProblem *problem)
{
  const int stops[] = { 0, 1, 2, 3, 4 };
  const int *routes[] = { stops };
  const int n_stops[] = { 5 };
  g_autoptr (GError) error = NULL;
  DrayPlan *plan = dray_plan_new (problem, routes, n_stops, &error);

  g_assert_no_error (error);
  return plan;
}

static void
test_stricter_problem_is_broken (gconstpointer data)
{
  const Strict *strict = data;
  g_autoptr (DrayProblemBuilder) lax = make_lax ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayProblem) problem = dray_problem_new (lax, &error);
  g_auto (DrayVerdict) verdict = { 0 };

  g_assert_no_error (error);
  g_autoptr (DrayPlan) plan = plan_lax (problem);
  dray_verify_plan (problem, plan, &verdict);
  g_assert_cmpstr (verdict.broken, ==, NULL);
  g_assert_cmpint (verdict.cost, ==, 100 + 125);

  g_autoptr (DrayProblemBuilder) builder = dray_problem_builder_new_from (problem);
  strict->edit (builder);
  g_autoptr (DrayProblem) stricter = dray_problem_new (builder, &error);
  g_assert_no_error (error);
  dray_verify_plan (stricter, plan, &verdict);
  if (verdict.broken == NULL || strstr (verdict.broken, strict->broken) == NULL)
    g_error ("“%s” does not say “%s”", verdict.broken, strict->broken);
}

/* A plan that lies about itself. */

static void lie_cost (DrayPlan *plan) { plan->cost--; }
static void lie_term (DrayPlan *plan) { plan->costs[DRAY_COST_TIME]--; }
static void lie_arrival (DrayPlan *plan) { plan->routes[0].visits[2].arrival--; }
static void lie_begin (DrayPlan *plan) { plan->routes[0].visits[2].begin++; }
static void lie_distance (DrayPlan *plan) { plan->routes[0].visits[2].distance--; }
static void lie_duration (DrayPlan *plan) { plan->routes[0].duration--; }
static void lie_vehicle (DrayPlan *plan) { plan->routes[0].vehicle = 1; }
static void lie_missing (DrayPlan *plan) { plan->n_missing = 1; }
static void lie_sheet (DrayPlan *plan) { plan->routes[0].visits[1].stop = 1; }
static void lie_short (DrayPlan *plan) { plan->routes[0].n_stops--; }
static void lie_twice (DrayPlan *plan) { plan->routes[0].stops[0] = 4; }
static void lie_backwards (DrayPlan *plan) { plan->routes[0].stops[0] = 1; plan->routes[0].stops[1] = 0; }

typedef struct {
  const char *name;
  void      (*tell) (DrayPlan *plan);
} Lie;

static const Lie lies[] = {
  { "cost", lie_cost }, { "term", lie_term }, { "arrival", lie_arrival }, { "begin", lie_begin }, { "distance", lie_distance },
  { "duration", lie_duration }, { "vehicle", lie_vehicle }, { "missing", lie_missing }, { "sheet", lie_sheet }, { "short", lie_short },
  { "twice", lie_twice }, { "backwards", lie_backwards },
};

static void
test_lie_is_found (gconstpointer data)
{
  const Lie *lie = data;
  g_autoptr (DrayProblemBuilder) lax = make_lax ();
  g_autoptr (DrayProblem) problem = dray_problem_new (lax, NULL);
  g_autoptr (DrayPlan) plan = plan_lax (problem);
  g_auto (DrayVerdict) verdict = { 0 };

  lie->tell (plan);
  dray_verify_plan (problem, plan, &verdict);
  g_assert_nonnull (verdict.broken);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (int i = 0; i < N_PARTS; i++) {
    g_autofree char *path = g_strdup_printf ("/solver/verify/each-part-alone-is-solved-lawfully/%s", random_problem_get_part_name (i));

    g_test_add_data_func (path, GINT_TO_POINTER (i), test_each_part_alone_is_solved_lawfully);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (stricts); i++) {
    g_autofree char *path = g_strdup_printf ("/solver/verify/stricter-problem-is-broken/%s", stricts[i].name);

    g_test_add_data_func (path, &stricts[i], test_stricter_problem_is_broken);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (lies); i++) {
    g_autofree char *path = g_strdup_printf ("/solver/verify/lie-is-found/%s", lies[i].name);

    g_test_add_data_func (path, &lies[i], test_lie_is_found);
  }
  g_test_add_func ("/solver/verify/random-problems-are-solved-lawfully", test_random_problems_are_solved_lawfully);
  g_test_add_func ("/solver/verify/closures-by-the-hour-are-planned-round", test_closures_by_the_hour_are_planned_round);
  return g_test_run ();
}
