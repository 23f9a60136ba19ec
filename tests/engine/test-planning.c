/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-demo-copy.h"
#include "dray-plan-board.h"
#include "dray-plan-compare.h"
#include "dray-units.h"

#include <string.h>

/* Planning through the engine's header, on the records and roads of a small demo. */

static void
on_done (DrayPlanJob *job G_GNUC_UNUSED,
         gpointer     done)
{
  *(gboolean *) done = TRUE;
}

static DrayPlanJob *
plan (DrayDemoCopy      *copy,
      const DrayPlanAsk *ask)
{
  DrayPlanJob *job = dray_engine_plan_day (copy->engine, ask);
  gboolean done = FALSE;

  g_signal_connect (job, "done", G_CALLBACK (on_done), &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  return job;
}

static DrayPlanAsk
short_ask (void)
{
  DrayPlanAsk ask = DRAY_PLAN_ASK_INIT;

  ask.wall_s = 0.0;
  ask.iterations = 2000;
  return ask;
}

static int
count_stops (const DrayDraft *draft)
{
  int n = 0;

  for (int r = 0; r < draft->n_routes; r++)
    n += draft->routes[r].n_stops;
  return n;
}

static void
test_a_day_is_planned_from_its_records (DrayDemoCopy  *copy,
                                        gconstpointer  data G_GNUC_UNUSED)
{
  DrayPlanAsk ask = short_ask ();
  g_autoptr (DrayPlanJob) job = plan (copy, &ask);
  DrayPlanDraft *draft = dray_plan_job_get_draft (job);
  guint n_points;

  g_assert_no_error (dray_plan_job_get_error (job));
  g_assert_cmpint (dray_plan_job_get_state (job), ==, DRAY_PLAN_JOB_DONE);
  g_assert_cmpint (draft->day->request.n_tasks, ==, 40);
  g_assert_cmpint (count_stops (draft->draft) + draft->draft->n_unplaced, ==, 40);
  g_assert_cmpint (draft->draft->n_routes, >, 0);
  g_assert_cmpint (draft->reasons->len, ==, draft->draft->n_unplaced);
  dray_plan_job_get_curve (job, &n_points);
  g_assert_cmpuint (n_points, >, 0);
  /* The terms are the cost. */
  gint64 sum = 0;
  for (int t = 0; t < DRAY_N_COST_TERMS; t++)
    sum += draft->draft->terms_minor[t];
  g_assert_cmpint (sum, ==, draft->draft->cost_minor);
}

static gboolean
equal_drafts (const DrayDraft *a,
              const DrayDraft *b)
{
  if (a->n_routes != b->n_routes || a->cost_minor != b->cost_minor)
    return FALSE;
  for (int r = 0; r < a->n_routes; r++)
    if (a->routes[r].truck != b->routes[r].truck || a->routes[r].n_stops != b->routes[r].n_stops
        || memcmp (a->routes[r].stops, b->routes[r].stops, (gsize) a->routes[r].n_stops * sizeof (DrayDraftStop)) != 0)
      return FALSE;
  return TRUE;
}

static void
test_the_same_seed_gives_the_same_plan (DrayDemoCopy  *copy,
                                        gconstpointer  data G_GNUC_UNUSED)
{
  DrayPlanAsk ask = short_ask ();
  g_autoptr (DrayPlanJob) job = plan (copy, &ask), again = plan (copy, &ask);

  ask.seed = 2;
  ask.threads = 2;
  g_assert_true (equal_drafts (dray_plan_job_get_draft (job)->draft, dray_plan_job_get_draft (again)->draft));
}

static void
test_a_search_is_stopped_with_its_best (DrayDemoCopy  *copy,
                                        gconstpointer  data G_GNUC_UNUSED)
{
  DrayPlanAsk ask = DRAY_PLAN_ASK_INIT;
  g_autoptr (DrayPlanJob) job = NULL;
  gboolean done = FALSE;
  guint n_points = 0;

  ask.wall_s = 3600.0;
  job = dray_engine_plan_day (copy->engine, &ask);
  g_signal_connect (job, "done", G_CALLBACK (on_done), &done);
  while (!done) {
    g_main_context_iteration (NULL, TRUE);
    dray_plan_job_get_curve (job, &n_points);
    if (n_points > 2)
      dray_plan_job_stop (job);
  }
  g_assert_no_error (dray_plan_job_get_error (job));
  g_assert_cmpint (dray_plan_job_get_draft (job)->draft->n_routes, >, 0);
}

static void
test_a_search_that_is_thrown_away_leaves_no_draft (DrayDemoCopy  *copy,
                                                   gconstpointer  data G_GNUC_UNUSED)
{
  DrayPlanAsk ask = DRAY_PLAN_ASK_INIT;
  g_autoptr (DrayPlanJob) job = NULL;
  gboolean done = FALSE;

  ask.wall_s = 3600.0;
  job = dray_engine_plan_day (copy->engine, &ask);
  g_signal_connect (job, "done", G_CALLBACK (on_done), &done);
  dray_plan_job_cancel (job);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (dray_plan_job_get_error (job), G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (dray_plan_job_get_draft (job));
}

/* Every task to every truck, at its front: verdict, price and times agree with each other. */
static void
test_a_drag_says_what_it_would_do (DrayDemoCopy  *copy,
                                   gconstpointer  data G_GNUC_UNUSED)
{
  DrayPlanAsk ask = short_ask ();
  g_autoptr (DrayPlanJob) job = plan (copy, &ask);
  DrayPlanDraft *draft = dray_plan_job_get_draft (job);
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayPlanBoard) board = dray_plan_board_new (draft, &error);
  int n_verdicts[3] = { 0 };

  g_assert_no_error (error);
  for (int task = 0; task < draft->day->request.n_tasks; task++)
    for (int truck = 0; truck < draft->day->request.n_trucks; truck++) {
      g_auto (DrayPlanTry) attempt = { 0 };

      dray_plan_board_try_move (board, task, truck, 0, &attempt);
      n_verdicts[attempt.verdict]++;
      g_assert_nonnull (attempt.words);
      g_assert_cmpint (attempt.verdict == DRAY_RULE_PLAIN, ==, attempt.broken == DRAY_CONSTRAINT_NONE);
      g_assert_cmpint (attempt.to_tasks[0], ==, task);
    }
  g_assert_cmpint (n_verdicts[DRAY_RULE_PLAIN], >, 0);
  g_assert_cmpint (n_verdicts[DRAY_RULE_NEVER], >, 0);
}

static void
test_a_drop_makes_the_plan_that_was_priced (DrayDemoCopy  *copy,
                                            gconstpointer  data G_GNUC_UNUSED)
{
  DrayPlanAsk ask = short_ask ();
  g_autoptr (DrayPlanJob) job = plan (copy, &ask);
  DrayPlanDraft *draft = dray_plan_job_get_draft (job);
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayPlanBoard) board = dray_plan_board_new (draft, &error);
  int task = draft->draft->routes[0].stops[0].task, n_plain = 0;

  for (int truck = 0; truck < draft->day->request.n_trucks; truck++) {
    g_auto (DrayPlanTry) attempt = { 0 };
    g_autoptr (DrayPlanDraft) dropped = NULL, repaired = NULL;

    if (truck == draft->draft->routes[0].truck)
      continue;
    dray_plan_board_try_move (board, task, truck, 0, &attempt);
    dropped = dray_plan_board_drop (board, task, truck, 0, 0.0, &error);
    if (attempt.verdict == DRAY_RULE_NEVER) {
      g_assert_nonnull (error);
      g_clear_error (&error);
      continue;
    }
    g_assert_no_error (error);
    n_plain++;
    g_assert_cmpint (ABS (dropped->draft->cost_minor - draft->draft->cost_minor - attempt.price_minor), <=, 4);
    repaired = dray_plan_board_drop (board, task, truck, 0, 0.05, &error);
    g_assert_no_error (error);
    g_assert_cmpint (dray_plan_compare (repaired->plan, dropped->plan), <=, 0);
  }
  g_assert_cmpint (n_plain, >, 0);
}

static void
test_the_rest_of_the_day_is_planned_round_what_is_under_way (DrayDemoCopy  *copy,
                                                             gconstpointer  data G_GNUC_UNUSED)
{
  DrayPlanAsk ask = short_ask ();
  g_autoptr (DrayPlanJob) job = NULL;
  DrayPlanDraft *draft;
  int n_under_way = 0;

  dray_demo_copy_live_until (copy, DRAY_DEMO_OPENS_US + 2 * DRAY_S_PER_HOUR * DRAY_US_PER_S);
  ask.live = TRUE;
  ask.churn_budget = 6;
  job = plan (copy, &ask);
  g_assert_no_error (dray_plan_job_get_error (job));
  draft = dray_plan_job_get_draft (job);
  g_assert_cmpint (draft->day->request.n_tasks, <, 40 + 1);
  for (int v = 0; v < draft->day->request.n_trucks; v++) {
    const DrayPlannerLive *live = &draft->day->request.live[v];
    const DrayDraftRoute *route = dray_plan_draft_find_route (draft, v);

    n_under_way += live->under_way;
    for (int i = 0; i < live->n_prefix; i++)
      g_assert_cmpint (route->stops[i].task, ==, live->prefix[i]);
    for (int i = 0; i < live->n_aboard; i++) {
      gboolean found = FALSE;

      for (int k = 0; k < route->n_stops; k++)
        found |= route->stops[k].task == live->aboard[i];
      g_assert_true (found || dray_plan_draft_find_reason (draft, live->aboard[i]) != NULL);
    }
  }
  g_assert_cmpint (n_under_way, >, 0);
}

typedef struct {
  GPtrArray *repairs;
  gboolean   released;
  gboolean   done;
  GError    *error;
} Answer;

static void
on_repairs (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  Answer *answer = data;

  answer->repairs = dray_engine_find_repairs_finish (DRAY_ENGINE (source), result, &answer->error);
  answer->done = TRUE;
}

static GPtrArray *
find_repairs (DrayDemoCopy      *copy,
              const DrayTrouble *trouble)
{
  Answer answer = { NULL };

  dray_engine_find_repairs_async (copy->engine, trouble, 500, NULL, on_repairs, &answer);
  while (!answer.done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (answer.error);
  return answer.repairs;
}

static void
on_released (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  Answer *answer = data;

  answer->released = dray_engine_release_finish (DRAY_ENGINE (source), result, &answer->error);
  answer->done = TRUE;
}

/* A truck that is out with goods aboard, in a live plan; -1 where none is. */
static int
find_loaded (const DrayPlanDraft *draft)
{
  for (int v = 0; v < draft->day->request.n_trucks; v++)
    if (draft->day->request.live[v].n_aboard > 1)
      return v;
  return -1;
}

static DrayPlanJob *
plan_rest (DrayDemoCopy *copy)
{
  DrayPlanAsk ask = short_ask ();

  ask.live = TRUE;
  ask.churn_budget = 10;
  return plan (copy, &ask);
}

static int
find_stop (const DrayPlanDraft *draft,
           int                  task)
{
  for (int r = 0; r < draft->draft->n_routes; r++)
    for (int i = 0; i < draft->draft->routes[r].n_stops; i++)
      if (draft->draft->routes[r].stops[i].task == task && !draft->draft->routes[r].stops[i].loads)
        return draft->draft->routes[r].truck;
  return -1;
}

static void
test_a_breakdown_is_answered_with_repairs_that_cost_and_disturb (DrayDemoCopy  *copy,
                                                                 gconstpointer  data G_GNUC_UNUSED)
{
  DrayTrouble trouble = { .kind = DRAY_TROUBLE_BREAKDOWN };
  g_autoptr (DrayPlanJob) job = NULL;
  g_autoptr (GPtrArray) repairs = NULL, again = NULL;
  const DrayPlanDay *day;
  int broken;

  dray_demo_copy_live_until (copy, DRAY_DEMO_OPENS_US + DRAY_S_PER_HOUR * DRAY_US_PER_S);
  job = plan_rest (copy);
  day = dray_plan_job_get_draft (job)->day;
  broken = find_loaded (dray_plan_job_get_draft (job));
  g_assert_cmpint (broken, >=, 0);
  trouble.truck = day->request.trucks[broken].truck;
  repairs = find_repairs (copy, &trouble);
  g_assert_cmpuint (repairs->len, >, 0);
  for (guint i = 0; i < repairs->len; i++) {
    const DrayPlanRepair *repair = repairs->pdata[i];

    g_test_message ("%s %" G_GINT64_FORMAT " minor, %d moved, %d drivers, %d late, %d unplaced", repair->words, repair->cost_minor, repair->n_moved, repair->n_drivers,
                    repair->n_late, repair->n_unplaced);
    /* The broken truck does nothing more, and what it carried rides on one other truck or waits. */
    const DrayDraftRoute *route = dray_plan_draft_find_route (repair->draft, broken);
    g_assert_true (route == NULL || route->n_stops == 0);
    int taker = find_stop (repair->draft, day->request.live[broken].aboard[0]);
    for (int k = 0; k < day->request.live[broken].n_aboard; k++)
      g_assert_cmpint (find_stop (repair->draft, day->request.live[broken].aboard[k]), ==, taker);
    g_assert_true (taker < 0 || repair->n_moved >= day->request.live[broken].n_aboard);
    g_assert_nonnull (repair->words);
  }
  again = find_repairs (copy, &trouble);
  g_assert_cmpuint (again->len, ==, repairs->len);
  for (guint i = 0; i < repairs->len; i++)
    g_assert_cmpint (((DrayPlanRepair *) again->pdata[i])->cost_minor, ==, ((DrayPlanRepair *) repairs->pdata[i])->cost_minor);
}

static void
test_a_closed_customer_is_tried_again_or_left (DrayDemoCopy  *copy,
                                               gconstpointer  data G_GNUC_UNUSED)
{
  DrayTrouble trouble = { .kind = DRAY_TROUBLE_CLOSED, .again_us = DRAY_DEMO_OPENS_US + 4 * DRAY_S_PER_HOUR * DRAY_US_PER_S };
  g_autoptr (DrayPlanJob) job = NULL;
  g_autoptr (GPtrArray) repairs = NULL;
  const DrayPlanDay *day;
  int truck, task;

  dray_demo_copy_live_until (copy, DRAY_DEMO_OPENS_US + DRAY_S_PER_HOUR * DRAY_US_PER_S);
  job = plan_rest (copy);
  day = dray_plan_job_get_draft (job)->day;
  truck = find_loaded (dray_plan_job_get_draft (job));
  task = day->request.live[truck].aboard[0];
  trouble.task = day->request.tasks[task].id;
  repairs = find_repairs (copy, &trouble);
  g_assert_cmpuint (repairs->len, ==, 2);
  for (guint i = 0; i < repairs->len; i++) {
    const DrayPlanRepair *repair = repairs->pdata[i];
    int where = find_stop (repair->draft, task);

    /* The goods are aboard: nobody else brings them. */
    if (repair->kind == DRAY_REPAIR_BACK_TO_DEPOT)
      g_assert_cmpint (where, ==, -1);
    else
      g_assert_true (where == truck || where < 0);
    if (where == truck)
      g_assert_cmpint (repair->n_unplaced, ==, 0);
  }
}

static void
test_a_released_repair_reaches_the_live_fleet (DrayDemoCopy  *copy,
                                               gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (DrayPlanJob) job = NULL;
  Answer answer = { NULL };
  DrayPlanDraft *draft;
  DrayLiveTruck *live;
  int truck;

  dray_demo_copy_live_until (copy, DRAY_DEMO_OPENS_US + DRAY_S_PER_HOUR * DRAY_US_PER_S);
  job = plan_rest (copy);
  draft = dray_plan_job_get_draft (job);
  truck = find_loaded (draft);
  g_assert_cmpint (truck, >=, 0);
  dray_engine_release_async (copy->engine, draft, truck, NULL, on_released, &answer);
  while (!answer.done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (answer.error);
  g_assert_true (answer.released);

  /* What is followed now has the stops behind the truck and those of the draft. */
  const DrayPlanTruckFacts *facts = dray_plan_day_get_truck (draft->day, truck);
  guint n_stops = (facts->done != NULL ? facts->done->len : 0) + (guint) dray_plan_draft_find_route (draft, truck)->n_stops;
  live = dray_live_fleet_find_truck (dray_engine_get_live_fleet (copy->engine), &draft->day->request.trucks[truck].truck);
  for (int i = 0; i < 400 && (dray_live_truck_get_route (live) == NULL || dray_live_truck_get_route (live)->n_stops != n_stops); i++) {
    g_usleep (10000);
    while (g_main_context_iteration (NULL, FALSE));
  }
  g_assert_cmpuint (dray_live_truck_get_route (live)->n_stops, ==, n_stops);
}

static void
test_two_plans_are_compared_stop_by_stop (DrayDemoCopy  *copy,
                                          gconstpointer  data G_GNUC_UNUSED)
{
  DrayPlanAsk ask = short_ask ();
  g_autoptr (DrayPlanJob) job = plan (copy, &ask);
  DrayPlanDraft *draft = dray_plan_job_get_draft (job);
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayPlanDraft) released = dray_plan_draft_released (draft->day, &error);
  g_autoptr (DrayPlanBoard) board = dray_plan_board_new (draft, &error);
  g_autoptr (DrayPlanDraft) same = NULL;
  g_autoptr (GArray) none = NULL, changes = NULL;
  DrayPlanSavings savings, back;
  DrayPlanEstimate late, again;
  int task = draft->draft->routes[0].stops[0].task;

  g_assert_no_error (error);
  none = dray_plan_compare_stops (draft, draft);
  g_assert_cmpuint (none->len, ==, 0);
  dray_plan_compare_costs (released, draft, &savings);
  dray_plan_compare_costs (draft, released, &back);
  g_assert_cmpint (savings.cost_minor, ==, -back.cost_minor);
  g_assert_cmpint (savings.n_dedicated, ==, released->draft->n_unplaced - draft->draft->n_unplaced);

  for (int truck = 0; truck < draft->day->request.n_trucks && changes == NULL; truck++) {
    g_autoptr (DrayPlanDraft) dropped = truck != draft->draft->routes[0].truck ? dray_plan_board_drop (board, task, truck, 0, 0.0, NULL) : NULL;

    if (dropped != NULL)
      changes = dray_plan_compare_stops (draft, dropped);
  }
  g_assert_nonnull (changes);
  guint n_moved = 0;
  for (guint i = 0; i < changes->len; i++) {
    const DrayPlanChange *change = &g_array_index (changes, DrayPlanChange, i);

    n_moved += change->kind == DRAY_PLAN_CHANGE_MOVED;
    if (change->kind == DRAY_PLAN_CHANGE_MOVED)
      g_assert_cmpint (change->task, ==, task);
  }
  g_assert_cmpuint (n_moved, ==, 1);

  dray_plan_estimate_late (draft, 7, 200, &late);
  dray_plan_estimate_late (draft, 7, 200, &again);
  g_assert_cmpfloat (late.middle, ==, again.middle);
  g_assert_cmpfloat (late.low, <=, late.middle);
  g_assert_cmpfloat (late.middle, <=, late.high);
}

#define ADD(path, func) g_test_add ("/engine/planning/" path, DrayDemoCopy, NULL, dray_demo_copy_set_up, func, dray_demo_copy_tear_down)

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dray_demo_copy_make_original (8000, 8, 40);
  ADD ("a-day-is-planned-from-its-records", test_a_day_is_planned_from_its_records);
  ADD ("the-same-seed-gives-the-same-plan", test_the_same_seed_gives_the_same_plan);
  ADD ("a-search-is-stopped-with-its-best", test_a_search_is_stopped_with_its_best);
  ADD ("a-search-that-is-thrown-away-leaves-no-draft", test_a_search_that_is_thrown_away_leaves_no_draft);
  ADD ("a-drag-says-what-it-would-do", test_a_drag_says_what_it_would_do);
  ADD ("a-drop-makes-the-plan-that-was-priced", test_a_drop_makes_the_plan_that_was_priced);
  ADD ("the-rest-of-the-day-is-planned-round-what-is-under-way", test_the_rest_of_the_day_is_planned_round_what_is_under_way);
  ADD ("a-breakdown-is-answered-with-repairs-that-cost-and-disturb", test_a_breakdown_is_answered_with_repairs_that_cost_and_disturb);
  ADD ("a-closed-customer-is-tried-again-or-left", test_a_closed_customer_is_tried_again_or_left);
  ADD ("a-released-repair-reaches-the-live-fleet", test_a_released_repair_reaches_the_live_fleet);
  ADD ("two-plans-are-compared-stop-by-stop", test_two_plans_are_compared_stop_by_stop);
  status = g_test_run ();
  dray_demo_copy_remove_original ();
  return status;
}
