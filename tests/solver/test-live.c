/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Re-planning while trucks are out, and what only shows over a whole plan: churn, prefixes, goods aboard, fewest vehicles. */
#include "config.h"

#include "make-problem.h"

#include "dray-solver-error.h"

#include <string.h>

static DrayPlan *
publish (DrayProblemBuilder *builder)
{
  g_autoptr (DrayProblem) problem = dray_problem_new (builder, NULL);
  g_autoptr (DrayPlan) plan = solve (problem, 2000);

  for (int r = 0; r < plan->n_routes; r++)
    dray_problem_builder_set_published (builder, plan->routes[r].vehicle, plan->routes[r].stops, plan->routes[r].n_stops);
  return g_steal_pointer (&plan);
}

static int
count_moved (const DrayPlan *a,
             const DrayPlan *b,
             int             n_stops)
{
  g_autofree int *vehicle = g_new0 (int, n_stops);
  int n = 0;

  for (int r = 0; r < a->n_routes; r++)
    for (int i = 0; i < a->routes[r].n_stops; i++)
      vehicle[a->routes[r].stops[i]] = a->routes[r].vehicle + 1;
  for (int r = 0; r < b->n_routes; r++)
    for (int i = 0; i < b->routes[r].n_stops; i++) {
      int was = vehicle[b->routes[r].stops[i]];

      n += was != 0 && was != b->routes[r].vehicle + 1;
    }
  return n;
}

static void
test_churn (void)
{
  MakeProblem wish = MAKE_PROBLEM_INIT;
  g_autoptr (DrayProblemBuilder) base = make_problem (&wish);
  g_autoptr (DrayPlan) old = publish (base);
  g_autoptr (DrayProblem) before = dray_problem_new (base, NULL);
  DrayObjective objective = DRAY_OBJECTIVE_INIT;

  for (int budget = 0; budget <= 4; budget += 2) {
    g_autoptr (DrayProblemBuilder) builder = dray_problem_builder_new_from (before);
    DrayStopInput stop = DRAY_STOP_INPUT_INIT;
    g_autoptr (GError) error = NULL;

    /* Two orders arrive late. */
    for (int r = 0; r < old->n_routes; r++)
      dray_problem_builder_set_published (builder, old->routes[r].vehicle, old->routes[r].stops, old->routes[r].n_stops);
    stop.location = 3;
    dray_problem_builder_add_stop (builder, &stop);
    stop.location = 9;
    dray_problem_builder_add_stop (builder, &stop);
    objective.churn_budget = budget;
    dray_problem_builder_set_objective (builder, &objective);
    g_autoptr (DrayProblem) problem = dray_problem_new (builder, &error);
    g_assert_no_error (error);
    g_autoptr (DrayPlan) plan = solve (problem, 2000);

    g_assert_nonnull (plan);
    g_assert_cmpint (plan->n_missing, ==, 0);
    g_assert_cmpint (count_moved (old, plan, wish.n_stops + 2), <=, budget);
    g_assert_true (dray_plan_check (plan, problem, &error));
  }
}

static void
test_prefix (void)
{
  MakeProblem wish = MAKE_PROBLEM_INIT;
  g_autoptr (DrayProblemBuilder) builder = make_problem (&wish);
  const int prefix[] = { 11, 4, 29 };

  dray_problem_builder_get_vehicle (builder, 2)->prefix = prefix;
  dray_problem_builder_get_vehicle (builder, 2)->n_prefix = 3;
  g_autoptr (DrayProblem) problem = dray_problem_new (builder, NULL);
  g_autoptr (DrayPlan) plan = solve (problem, 3000);
  gboolean found = FALSE;

  g_assert_cmpint (plan->n_missing, ==, 0);
  for (int r = 0; r < plan->n_routes; r++)
    if (plan->routes[r].vehicle == 2) {
      found = TRUE;
      g_assert_cmpint (plan->routes[r].n_stops, >=, 3);
      g_assert_cmpmem (plan->routes[r].stops, sizeof prefix, prefix, sizeof prefix);
    }
  g_assert_true (found);
}

static void
test_aboard (void)
{
  MakeProblem wish = MAKE_PROBLEM_INIT;
  g_autoptr (DrayProblemBuilder) builder = make_problem (&wish);
  DrayOrderInput *order = dray_problem_builder_get_order (builder, 7);

  order->vehicle = 5;
  order->aboard = TRUE;
  dray_problem_builder_get_stop (builder, 7)->role = DRAY_STOP_ROLE_DELIVERY;
  g_autoptr (DrayProblem) problem = dray_problem_new (builder, NULL);
  g_autoptr (DrayPlan) plan = solve (problem, 2000);
  int vehicle = DRAY_NONE;

  for (int r = 0; r < plan->n_routes; r++)
    for (int i = 0; i < plan->routes[r].n_stops; i++)
      if (plan->routes[r].stops[i] == 7)
        vehicle = plan->routes[r].vehicle;
  g_assert_cmpint (vehicle, ==, 5);
}

static void
test_fewest (void)
{
  MakeProblem wish = MAKE_PROBLEM_INIT;
  DrayObjective objective = DRAY_OBJECTIVE_INIT;
  gint64 load = 0;

  wish.n_vehicles = 20;
  wish.n_stops = 60;
  g_autoptr (DrayProblemBuilder) builder = make_problem (&wish);
  for (int i = 0; i < wish.n_stops; i++)
    load += dray_problem_builder_get_stop (builder, i)->delivery[0];
  objective.vehicles_first = TRUE;
  dray_problem_builder_set_objective (builder, &objective);
  g_autoptr (DrayProblem) problem = dray_problem_new (builder, NULL);
  g_autoptr (DrayPlan) plan = solve (problem, 6000);

  g_assert_cmpint (plan->n_missing, ==, 0);
  g_assert_cmpint (plan->n_routes, <=, (load + wish.capacity - 1) / wish.capacity + 1);
  g_assert_cmpint (plan->costs[DRAY_COST_FIXED], ==, 0);
}

static void
test_drag_time (void)
{
  MakeProblem wish = MAKE_PROBLEM_INIT;

  wish.n_stops = 400;
  wish.n_vehicles = 60;
  g_autoptr (DrayProblemBuilder) builder = make_problem (&wish);
  g_autoptr (DrayProblem) problem = dray_problem_new (builder, NULL);
  g_autoptr (DrayPlan) plan = dray_search_construct (problem, NULL);
  int n_checked = 0;

  wish.capacity = 100;
  g_autoptr (DrayProblemBuilder) roomy_builder = make_problem (&wish);
  g_autoptr (DrayProblem) roomy = dray_problem_new (roomy_builder, NULL);


  for (int k = 0; k < 50; k++) {
    g_auto (DrayMoveCheck) move = { 0 };
    const DrayRoute *from = &plan->routes[k % plan->n_routes], *to = &plan->routes[(k + 1) % plan->n_routes];

    if (!dray_plan_evaluate_move (plan, roomy, from->stops[0], to->vehicle, 1, &move))
      continue;
    gint64 costs = 0;
    for (int t = 0; t < DRAY_N_COST_TERMS; t++)
      costs += from->costs[t] + to->costs[t];
    g_assert_cmpint (move.from.cost + move.to.cost - costs, ==, move.delta);
    n_checked++;
  }
  g_assert_cmpint (n_checked, >, 5);
}

/* A published route that may no longer be driven loses what it must and keeps the rest. */
static void
test_churn_where_a_route_is_no_longer_lawful (void)
{
  MakeProblem wish = MAKE_PROBLEM_INIT;
  DrayObjective objective = DRAY_OBJECTIVE_INIT;

  for (int seed = 1; seed <= 10; seed++) {
    wish.seed = (guint64) seed;
    g_autoptr (DrayProblemBuilder) builder = make_problem (&wish);
    g_autoptr (DrayPlan) old = publish (builder);
    g_autoptr (GError) error = NULL;
    const DrayRoute *route = &old->routes[seed % old->n_routes];

    /* The third customer of a route wants twice what its truck has room for beside the others. */
    dray_problem_builder_get_stop (builder, route->stops[MIN (2, route->n_stops - 1)])->delivery[0] += wish.capacity / 2;
    objective.churn_budget = 3;
    dray_problem_builder_set_objective (builder, &objective);
    g_autoptr (DrayProblem) problem = dray_problem_new (builder, &error);
    g_assert_no_error (error);
    DraySearchOptions options = DRAY_SEARCH_OPTIONS_INIT;
    options.iterations = 500;
    g_autoptr (DrayPlan) plan = dray_search_run (problem, &options, NULL, &error);
    g_assert_no_error (error);
    g_assert_true (dray_plan_check (plan, problem, &error));
    g_assert_cmpint (count_moved (old, plan, wish.n_stops), <=, 3);
  }
}

static void
test_churn_that_must_be_more_says_how_much (void)
{
  MakeProblem wish = MAKE_PROBLEM_INIT;
  g_autoptr (DrayProblemBuilder) builder = make_problem (&wish);
  g_autoptr (DrayPlan) old = publish (builder);
  g_autoptr (GError) error = NULL;
  DrayObjective objective = DRAY_OBJECTIVE_INIT;
  DraySearchOptions options = DRAY_SEARCH_OPTIONS_INIT;

  objective.churn_budget = 0;
  options.iterations = 100;
  dray_problem_builder_set_objective (builder, &objective);
  dray_problem_builder_get_stop (builder, old->routes[0].stops[0])->delivery[0] = wish.capacity + 1;
  g_autoptr (DrayProblem) problem = dray_problem_new (builder, NULL);
  g_autoptr (DrayPlan) plan = dray_search_run (problem, &options, NULL, &error);
  g_assert_null (plan);
  g_assert_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, "1 stops of the published plan change their vehicle or order; 0 may");
}

static void
test_unlawful_prefix_names_its_rule (void)
{
  MakeProblem wish = MAKE_PROBLEM_INIT;
  g_autoptr (DrayProblemBuilder) builder = make_problem (&wish);
  const int prefix[] = { 11, 4, 29 };
  const DrayTimeWindow past = { 0, 0 };
  g_autoptr (GError) error = NULL;
  DraySearchOptions options = DRAY_SEARCH_OPTIONS_INIT;

  options.iterations = 100;
  dray_problem_builder_get_vehicle (builder, 2)->prefix = prefix;
  dray_problem_builder_get_vehicle (builder, 2)->n_prefix = 3;
  dray_problem_builder_get_stop (builder, 4)->windows = &past;
  dray_problem_builder_get_stop (builder, 4)->n_windows = 1;
  g_autoptr (DrayProblem) problem = dray_problem_new (builder, NULL);
  g_autoptr (DrayPlan) plan = dray_search_run (problem, &options, NULL, &error);
  g_assert_null (plan);
  g_assert_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "vehicle 2 breaks the rule window at its stop 1"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/solver/live/no-more-old-stops-move-than-the-churn-budget-lets", test_churn);
  g_test_add_func ("/solver/live/fixed-prefix-stays-as-it-was", test_prefix);
  g_test_add_func ("/solver/live/goods-aboard-stay-with-their-truck", test_aboard);
  g_test_add_func ("/solver/live/fewest-vehicles-come-first-and-have-no-price", test_fewest);
  g_test_add_func ("/solver/live/drag-costs-what-the-two-routes-cost-more", test_drag_time);
  g_test_add_func ("/solver/live/churn-where-a-route-is-no-longer-lawful", test_churn_where_a_route_is_no_longer_lawful);
  g_test_add_func ("/solver/live/churn-that-must-be-more-says-how-much", test_churn_that_must_be_more_says_how_much);
  g_test_add_func ("/solver/live/unlawful-prefix-names-its-rule", test_unlawful_prefix_names_its_rule);
  return g_test_run ();
}
