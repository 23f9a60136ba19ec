/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-planner.h"
#include "dray-units.h"

/* A depot in the middle of a line of customers, one a kilometre, a minute a kilometre; the day starts at 06:00. */

#define N_PLACES 13
#define DEPOT 6
#define START_US (6 * DRAY_S_PER_HOUR * DRAY_US_PER_S)

typedef struct {
  DrayPlannerProfile profile;
  DrayPlannerTask    tasks[N_PLACES - 1];
  DrayPlannerTruck   trucks[3];
  DrayPlannerRequest request;
} Day;

static void
day_init (Day *day)
{
  *day = (Day) { .profile = { .duration_s = dray_matrix_new (N_PLACES, N_PLACES), .distance_m = dray_matrix_new (N_PLACES, N_PLACES) } };
  for (int i = 0; i < N_PLACES; i++) {
    for (int j = 0; j < N_PLACES; j++) {
      dray_matrix_set (day->profile.duration_s, i, j, 60 * ABS (i - j));
      dray_matrix_set (day->profile.distance_m, i, j, 1000 * ABS (i - j));
    }
  }
  for (int i = 0; i < N_PLACES - 1; i++)
    day->tasks[i] = (DrayPlannerTask) { .place = i < DEPOT ? i : i + 1, .depot = -1, .service_s = 300, .open_us = DRAY_NEVER, .close_us = DRAY_NEVER, .load_kg = 500 };
  for (int i = 0; i < 3; i++)
    day->trucks[i] = (DrayPlannerTruck) {
      .place = DEPOT, .from_us = START_US, .until_us = START_US + 10 * DRAY_S_PER_HOUR * DRAY_US_PER_S, .load_kg = 4000,
      .day_cost_minor = 10000, .hour_cost_minor = 3000, .km_cost_minor = 60,
    };
  day->request = (DrayPlannerRequest) {
    .start_us = START_US, .n_places = N_PLACES, .n_profiles = 1, .profiles = &day->profile, .n_tasks = N_PLACES - 1, .tasks = day->tasks, .n_trucks = 3, .trucks = day->trucks,
  };
}

static void
day_clear (Day *day)
{
  dray_matrix_unref (day->profile.duration_s);
  dray_matrix_unref (day->profile.distance_m);
}

static DrayDraft *
plan (Day *day)
{
  g_autoptr (GError) error = NULL;
  DrayPlannerOptions options = { .seed = 1 };

  options.iterations = 2000;
  DrayDraft *draft = dray_planner_solve (&day->request, &options, &error);
  g_assert_no_error (error);
  return draft;
}

static void
test_the_cheapest_day_uses_two_trucks_each_on_its_side (void)
{
  Day day;

  day_init (&day);
  g_autoptr (DrayDraft) draft = plan (&day);
  /* Twelve tasks of 500 kg are two truckloads of 4 t; one truck a side drives 12 km. */
  g_assert_cmpint (draft->n_routes, ==, 2);
  g_assert_cmpint (draft->n_unplaced, ==, 0);
  g_assert_cmpint (draft->distance_m, ==, 24000);
  g_assert_cmpint (draft->drive_s, ==, 24 * 60);
  /* Two days, 24 km, and 24 minutes of driving with 12 x 5 of service. */
  g_assert_cmpint (draft->cost_minor, ==, 2 * 10000 + 24 * 60 + 84 * 3000 / 60);
  day_clear (&day);
}

static void
test_times_follow_from_the_matrices (void)
{
  Day day;

  day_init (&day);
  day.tasks[0].open_us = START_US + 3600 * DRAY_US_PER_S;
  g_autoptr (DrayDraft) draft = plan (&day);
  for (int i = 0; i < draft->n_routes; i++) {
    const DrayDraftRoute *route = &draft->routes[i];
    gint64 at_us = route->start_us;
    int place = DEPOT;

    for (int j = 0; j < route->n_stops; j++) {
      const DrayDraftStop *stop = &route->stops[j];
      const DrayPlannerTask *task = &day.tasks[stop->task];

      g_assert_cmpint (stop->arrive_us, ==, at_us + 60 * ABS (task->place - place) * DRAY_US_PER_S);
      g_assert_cmpint (stop->begin_us, ==, MAX (stop->arrive_us, task->open_us));
      g_assert_cmpint (stop->leave_us, ==, stop->begin_us + 300 * DRAY_US_PER_S);
      at_us = stop->leave_us;
      place = task->place;
    }
    g_assert_cmpint (route->end_us, ==, at_us + 60 * ABS (place - DEPOT) * DRAY_US_PER_S);
  }
  day_clear (&day);
}

static void
test_a_task_that_needs_a_tail_lift_waits_for_a_truck_that_has_one (void)
{
  Day day;

  day_init (&day);
  day.tasks[3].tail_lift = TRUE;
  g_autoptr (DrayDraft) without = plan (&day);
  g_assert_cmpint (without->n_unplaced, ==, 1);
  g_assert_cmpint (without->unplaced[0], ==, 3);

  day.trucks[2].tail_lift = TRUE;
  g_autoptr (DrayDraft) with = plan (&day);
  g_assert_cmpint (with->n_unplaced, ==, 0);
  for (int i = 0; i < with->n_routes; i++) {
    for (int j = 0; j < with->routes[i].n_stops; j++) {
      if (with->routes[i].stops[j].task == 3)
        g_assert_cmpint (with->routes[i].truck, ==, 2);
    }
  }
  day_clear (&day);
}

static void
test_goods_leave_with_a_truck_of_their_depot (void)
{
  Day day;

  day_init (&day);
  day.trucks[1].place = 0;
  day.tasks[11].depot = 0;
  g_autoptr (DrayDraft) draft = plan (&day);
  g_assert_cmpint (draft->n_unplaced, ==, 0);
  for (int i = 0; i < draft->n_routes; i++) {
    for (int j = 0; j < draft->routes[i].n_stops; j++) {
      if (draft->routes[i].stops[j].task == 11)
        g_assert_cmpint (draft->routes[i].truck, ==, 1);
    }
  }
  day_clear (&day);
}

static void
test_a_preset_bends_the_plan_and_not_the_price (void)
{
  Day day;

  day_init (&day);
  for (int i = 0; i < 3; i++) {
    day.trucks[i].load_kg = 8000;
    day.trucks[i].day_cost_minor = 0;
  }
  day.request.preset = DRAY_PRESET_FEWEST_TRUCKS;
  g_autoptr (DrayDraft) draft = plan (&day);
  g_assert_cmpint (draft->n_routes, ==, 1);
  g_assert_cmpint (draft->cost_minor, ==, 24 * 60 + 84 * 3000 / 60);
  day_clear (&day);
}

static void
test_a_request_that_contradicts_itself_is_refused (void)
{
  Day day;
  g_autoptr (GError) error = NULL;
  DrayPlannerOptions options = { .seed = 1 };

  day_init (&day);
  day.tasks[5].load_kg = -1;
  options.iterations = 10;
  g_assert_null (dray_planner_solve (&day.request, &options, &error));
  g_assert_nonnull (error);
  day_clear (&day);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fleet/planner/the-cheapest-day-uses-two-trucks-each-on-its-side", test_the_cheapest_day_uses_two_trucks_each_on_its_side);
  g_test_add_func ("/fleet/planner/times-follow-from-the-matrices", test_times_follow_from_the_matrices);
  g_test_add_func ("/fleet/planner/a-task-that-needs-a-tail-lift-waits-for-a-truck-that-has-one", test_a_task_that_needs_a_tail_lift_waits_for_a_truck_that_has_one);
  g_test_add_func ("/fleet/planner/goods-leave-with-a-truck-of-their-depot", test_goods_leave_with_a_truck_of_their_depot);
  g_test_add_func ("/fleet/planner/a-preset-bends-the-plan-and-not-the-price", test_a_preset_bends_the_plan_and_not_the_price);
  g_test_add_func ("/fleet/planner/a-request-that-contradicts-itself-is-refused", test_a_request_that_contradicts_itself_is_refused);
  return g_test_run ();
}
