/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-explain.h"
#include "dray-search.h"
#include "random-problem.h"

/* Four places on a line, 100 apart; a truck at place 0 with room for 10 serves place 1 and 2. What is asked of it at place 3 is what
 * each test is about. */
static DrayProblemBuilder *
make_line (void)
{
  DrayProblemBuilder *builder = dray_problem_builder_new (4);
  g_autoptr (DrayMatrix) matrix = dray_matrix_new (4, 4);
  DrayProfileInput profile = DRAY_PROFILE_INPUT_INIT;
  DrayVehicleInput vehicle = DRAY_VEHICLE_INPUT_INIT;

  for (int i = 0; i < 16; i++)
    matrix->cells[i] = 100 * ABS (i / 4 - i % 4);
  profile.duration = matrix;
  dray_problem_builder_add_profile (builder, &profile);
  vehicle.start = vehicle.end = 0;
  vehicle.capacity[0] = 10;
  vehicle.shift_close = 1000;
  dray_problem_builder_add_vehicle (builder, &vehicle);
  for (int i = 0; i < 3; i++) {
    DrayStopInput stop = DRAY_STOP_INPUT_INIT;

    stop.location = i + 1;
    stop.service = 10;
    stop.delivery[0] = 4;
    dray_problem_builder_add_stop (builder, &stop);
  }
  return builder;
}

static DrayProblem *
finish (DrayProblemBuilder *builder)
{
  g_autoptr (GError) error = NULL;
  DrayProblem *problem = dray_problem_new (builder, &error);

  g_assert_no_error (error);
  return problem;
}

/* The truck goes to places 1 and 2; order 2 is left out. */
static DrayPlan *
plan_two (const DrayProblem *problem)
{
  static const int stops[] = { 0, 1 };
  const int *routes[] = { stops, NULL };
  const int n_stops[] = { 2, 0 };
  g_autoptr (GError) error = NULL;
  DrayPlan *plan = dray_plan_new (problem, routes, n_stops, &error);

  g_assert_no_error (error);
  return plan;
}

/* The relaxation of a kind; with an amount of 0 where there is none. */
static DrayRelaxation
find_kind (const DrayReason   *reason,
           DrayRelaxationKind  kind)
{
  for (int i = 0; i < reason->n_relaxations; i++)
    if (reason->relaxations[i].kind == kind)
      return reason->relaxations[i];
  return (DrayRelaxation) { .kind = kind };
}

static void
test_too_heavy (void)
{
  g_autoptr (DrayProblemBuilder) builder = make_line ();
  g_autoptr (DrayProblem) problem = finish (builder);
  g_autoptr (DrayPlan) plan = plan_two (problem);
  g_autoptr (DrayReason) reason = dray_explain_order (problem, plan, 2);

  g_assert_cmpint (reason->constraints[0], ==, DRAY_CONSTRAINT_CAPACITY);
  g_assert_cmpint (reason->excess[0], ==, 2);
  g_assert_cmpint (find_kind (reason, DRAY_RELAX_CAPACITY).amount, ==, 2);
  /* Out to place 3 and back is 200 more than out to place 2 and back. */
  g_assert_cmpint (find_kind (reason, DRAY_RELAX_CAPACITY).extra_cost, ==, 200);
  g_assert_cmpint (find_kind (reason, DRAY_RELAX_VEHICLE).extra_cost, ==, 600);
  g_assert_cmpint (find_kind (reason, DRAY_RELAX_WINDOW).amount, ==, 0);
}

static void
test_too_early_a_window (void)
{
  static const DrayTimeWindow window = { 0, 250 };
  g_autoptr (DrayProblemBuilder) builder = make_line ();

  dray_problem_builder_get_stop (builder, 2)->delivery[0] = 0;
  dray_problem_builder_get_stop (builder, 2)->windows = &window;
  dray_problem_builder_get_stop (builder, 2)->n_windows = 1;
  g_autoptr (DrayProblem) problem = finish (builder);
  g_autoptr (DrayPlan) plan = plan_two (problem);
  g_autoptr (DrayReason) reason = dray_explain_order (problem, plan, 2);

  /* Straight to place 3 is 300: the first of the route, 50 too late. */
  g_assert_cmpint (reason->constraints[0], ==, DRAY_CONSTRAINT_WINDOW);
  g_assert_cmpint (reason->excess[0], ==, 50);
  g_assert_cmpint (find_kind (reason, DRAY_RELAX_WINDOW).amount, ==, 50);
  g_assert_cmpint (find_kind (reason, DRAY_RELAX_CAPACITY).amount, ==, 0);
}

static void
test_too_short_a_shift (void)
{
  g_autoptr (DrayProblemBuilder) builder = make_line ();

  dray_problem_builder_get_stop (builder, 2)->delivery[0] = 0;
  dray_problem_builder_get_vehicle (builder, 0)->shift_close = 500;
  g_autoptr (DrayProblem) problem = finish (builder);
  g_autoptr (DrayPlan) plan = plan_two (problem);
  g_autoptr (DrayReason) reason = dray_explain_order (problem, plan, 2);

  /* 600 of way and 30 of service, from 0 on. */
  g_assert_cmpint (reason->constraints[0], ==, DRAY_CONSTRAINT_SHIFT);
  g_assert_cmpint (find_kind (reason, DRAY_RELAX_SHIFT).amount, ==, 130);
}

static void
test_lacking_skills_are_counted (void)
{
  static const int skills[] = { 3, 8 };
  g_autoptr (DrayProblemBuilder) builder = make_line ();

  dray_problem_builder_get_stop (builder, 2)->delivery[0] = 0;
  dray_problem_builder_get_stop (builder, 2)->skills = skills;
  dray_problem_builder_get_stop (builder, 2)->n_skills = 2;
  g_autoptr (DrayProblem) problem = finish (builder);
  g_autoptr (DrayPlan) plan = plan_two (problem);
  g_autoptr (DrayReason) reason = dray_explain_order (problem, plan, 2);

  g_assert_cmpint (reason->constraints[0], ==, DRAY_CONSTRAINT_SKILLS);
  g_assert_cmpint (find_kind (reason, DRAY_RELAX_SKILL).amount, ==, 2);
  g_assert_cmpint (find_kind (reason, DRAY_RELAX_VEHICLE).amount, ==, 0);
}

static void
test_nothing_is_bent_where_it_fits (void)
{
  g_autoptr (DrayProblemBuilder) builder = make_line ();

  dray_problem_builder_get_stop (builder, 2)->delivery[0] = 1;
  g_autoptr (DrayProblem) problem = finish (builder);
  g_autoptr (DrayPlan) plan = plan_two (problem);
  g_autoptr (DrayReason) reason = dray_explain_order (problem, plan, 2);

  g_assert_cmpint (reason->constraints[0], ==, DRAY_CONSTRAINT_NONE);
  g_assert_cmpint (reason->n_relaxations, ==, 0);
}

static void
test_two_rules_at_once_are_no_relaxation (void)
{
  g_autoptr (DrayProblemBuilder) builder = make_line ();

  dray_problem_builder_get_vehicle (builder, 0)->shift_close = 500;
  g_autoptr (DrayProblem) problem = finish (builder);
  g_autoptr (DrayPlan) plan = plan_two (problem);
  g_autoptr (DrayReason) reason = dray_explain_order (problem, plan, 2);

  g_assert_cmpint (reason->n_relaxations, ==, 0);
}

/* In random problems: each bending is tried again here, as it is told and by one less. */

static DrayPlan *
search (const DrayProblem *problem)
{
  DraySearchOptions options = DRAY_SEARCH_OPTIONS_INIT;

  options.iterations = 20;
  return dray_search_run (problem, &options, NULL, NULL);
}

static gboolean
goes_in (const DrayProblem    *problem,
         const DrayPlan       *plan,
         int                   order,
         const DrayRelaxation *relaxation,
         int                   amount)
{
  g_autoptr (DrayProblemBuilder) builder = dray_problem_builder_new_from (problem);
  DrayVehicleInput *vehicle = dray_problem_builder_get_vehicle (builder, relaxation->vehicle);
  DraySlot slots[64];

  if (relaxation->kind == DRAY_RELAX_CAPACITY) {
    for (int k = 0; k < DRAY_MAX_LOADS; k++)
      vehicle->capacity[k] += amount;
  } else {
    vehicle->shift_open = MAX (0, vehicle->shift_open - amount);
    vehicle->shift_close += amount;
  }
  g_autoptr (DrayProblem) bent = finish (builder);
  int n = dray_quote_slots (bent, plan, order, slots, 64);

  for (int i = 0; i < n; i++)
    if (slots[i].vehicle == relaxation->vehicle)
      return TRUE;
  return FALSE;
}

static void
test_told_amounts_are_the_least (void)
{
  int n_told = 0;

  for (guint number = 0; number < 200; number++) {
    DrayRandom random;

    dray_random_init (&random, number);
    g_autoptr (DrayProblemBuilder) builder = random_problem_new (&random, PART_WINDOWS | PART_SHIPMENTS | PART_FLEET | PART_SKILLS | PART_LOADS);
    for (int i = 0; i < 2; i++)
      dray_problem_builder_get_vehicle (builder, 0)->capacity[i] = 5;
    g_autoptr (DrayProblem) problem = finish (builder);
    g_autoptr (DrayPlan) plan = search (problem);

    for (int i = 0; i < plan->n_unserved; i++) {
      g_autoptr (DrayReason) reason = dray_explain_order (problem, plan, plan->unserved[i]);

      for (int k = 0; k < reason->n_relaxations; k++) {
        const DrayRelaxation *told = &reason->relaxations[k];

        if (told->kind != DRAY_RELAX_CAPACITY && told->kind != DRAY_RELAX_SHIFT)
          continue;
        n_told++;
        g_assert_true (goes_in (problem, plan, reason->order, told, told->amount));
        g_assert_false (goes_in (problem, plan, reason->order, told, told->amount - 1));
      }
    }
  }
  g_assert_cmpint (n_told, >, 50);
}

static void
test_stop_is_worth_its_detour (void)
{
  g_autoptr (DrayProblemBuilder) builder = make_line ();
  g_autoptr (DrayProblem) problem = finish (builder);
  g_autoptr (DrayPlan) plan = plan_two (problem);
  DrayStopWorth worth;

  /* Place 1 lies on the way to place 2; without place 2 the way is 200 shorter. The route takes 420 of a shift of 1000. */
  g_assert_true (dray_explain_stop (problem, plan, 0, &worth));
  g_assert_cmpint (worth.marginal_cost, ==, 0);
  g_assert_cmpint (worth.slack, ==, 580);
  g_assert_true (dray_explain_stop (problem, plan, 1, &worth));
  g_assert_cmpint (worth.marginal_cost, ==, 200);
  g_assert_false (dray_explain_stop (problem, plan, 2, &worth));
}

static void
test_slack_ends_at_the_first_window_behind (void)
{
  static const DrayTimeWindow window = { 0, 300 };
  g_autoptr (DrayProblemBuilder) builder = make_line ();

  dray_problem_builder_get_stop (builder, 1)->windows = &window;
  dray_problem_builder_get_stop (builder, 1)->n_windows = 1;
  g_autoptr (DrayProblem) problem = finish (builder);
  g_autoptr (DrayPlan) plan = plan_two (problem);
  DrayStopWorth worth;

  /* Place 1 is left at 110, place 2 reached at 210. */
  g_assert_true (dray_explain_stop (problem, plan, 0, &worth));
  g_assert_cmpint (worth.slack, ==, 90);
}

static void
test_offers_come_cheapest_first (void)
{
  g_autoptr (DrayProblemBuilder) builder = make_line ();
  DrayVehicleInput second = DRAY_VEHICLE_INPUT_INIT;
  DraySlot slots[3];

  dray_problem_builder_get_stop (builder, 2)->delivery[0] = 1;
  second.start = second.end = 0;
  second.capacity[0] = 10;
  second.fixed_cost = 50;
  dray_problem_builder_add_vehicle (builder, &second);
  g_autoptr (DrayProblem) problem = finish (builder);
  g_autoptr (DrayPlan) plan = plan_two (problem);

  /* To place 3 between the two or behind them is 200 more, before them 400; the other truck would cost 600 and 50. */
  static const int begins[] = { 310, 320, 300 }, costs[] = { 200, 200, 400 };
  g_assert_cmpint (dray_quote_slots (problem, plan, 2, slots, 3), ==, 3);
  for (int i = 0; i < 3; i++) {
    g_assert_cmpint (slots[i].vehicle, ==, 0);
    g_assert_cmpint (slots[i].extra_cost, ==, costs[i]);
    g_assert_cmpint (slots[i].begin, ==, begins[i]);
  }

  DraySlot more[8];
  g_assert_cmpint (dray_quote_slots (problem, plan, 2, more, 8), ==, 4);
  g_assert_cmpint (more[3].vehicle, ==, 1);
  g_assert_cmpint (more[3].extra_cost, ==, 650);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/solver/explain/too-heavy", test_too_heavy);
  g_test_add_func ("/solver/explain/too-early-a-window", test_too_early_a_window);
  g_test_add_func ("/solver/explain/too-short-a-shift", test_too_short_a_shift);
  g_test_add_func ("/solver/explain/lacking-skills-are-counted", test_lacking_skills_are_counted);
  g_test_add_func ("/solver/explain/nothing-is-bent-where-it-fits", test_nothing_is_bent_where_it_fits);
  g_test_add_func ("/solver/explain/two-rules-at-once-are-no-relaxation", test_two_rules_at_once_are_no_relaxation);
  g_test_add_func ("/solver/explain/told-amounts-are-the-least", test_told_amounts_are_the_least);
  g_test_add_func ("/solver/explain/stop-is-worth-its-detour", test_stop_is_worth_its_detour);
  g_test_add_func ("/solver/explain/slack-ends-at-the-first-window-behind", test_slack_ends_at_the_first_window_behind);
  g_test_add_func ("/solver/explain/offers-come-cheapest-first", test_offers_come_cheapest_first);
  return g_test_run ();
}
