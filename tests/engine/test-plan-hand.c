/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-demo-copy.h"
#include "dray-plan-board.h"
#include "dray-plan-compare.h"
#include "dray-plan-export.h"
#include "dray-plan-merge.h"
#include "dray-plan-pins.h"
#include "dray-units.h"

#include <string.h>

/* What a planner does to a plan besides dragging: pins, ways out of a trouble, stops taken over from another plan. */

static void
on_done (DrayPlanJob *job G_GNUC_UNUSED,
         gpointer     done)
{
  *(gboolean *) done = TRUE;
}

static DrayPlanJob *
run (DrayDemoCopy      *copy,
     const DrayPlanAsk *ask)
{
  DrayPlanJob *job = dray_engine_plan_day (copy->engine, ask);
  gboolean done = FALSE;

  g_signal_connect (job, "done", G_CALLBACK (on_done), &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (dray_plan_job_get_error (job));
  return job;
}

static DrayPlanJob *
plan (DrayDemoCopy *copy,
      gboolean      live)
{
  DrayPlanAsk ask = DRAY_PLAN_ASK_INIT;

  ask.wall_s = 0.0;
  ask.iterations = 1000;
  ask.live = live;
  return run (copy, &ask);
}

static int
find_truck (const DrayPlanDraft *draft,
            int                  task)
{
  for (int r = 0; r < draft->draft->n_routes; r++)
    for (int i = 0; i < draft->draft->routes[r].n_stops; i++)
      if (draft->draft->routes[r].stops[i].task == task && !draft->draft->routes[r].stops[i].loads)
        return draft->draft->routes[r].truck;
  return -1;
}

/* Nothing may be put into a pinned route by hand, and a further search leaves it alone. */
static void
test_a_pinned_route_stays_as_it_is (DrayDemoCopy  *copy,
                                    gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (DrayPlanJob) job = plan (copy, FALSE), again = NULL;
  DrayPlanDraft *draft = dray_plan_job_get_draft (job), *after;
  const DrayDraftRoute *route = &draft->draft->routes[0];
  g_autofree guint8 *pins = g_new0 (guint8, draft->day->request.n_trucks + 1);
  g_autofree DrayId *tasks = g_new (DrayId, route->n_stops + 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayPlanDraft) pinned = NULL, unpinned = NULL;
  g_autoptr (DrayPlanBoard) board = NULL;
  DrayPlanAsk ask = DRAY_PLAN_ASK_INIT;
  DrayPlanHeld held = { .truck = draft->day->request.trucks[route->truck].truck, .tasks = tasks };

  pins[route->truck] = TRUE;
  pinned = dray_plan_draft_pin (draft, pins, &error);
  g_assert_no_error (error);
  board = dray_plan_board_new (pinned, &error);
  g_assert_no_error (error);
  for (int task = 0; task < draft->day->request.n_tasks; task++) {
    g_auto (DrayPlanTry) attempt = { 0 };

    if (find_truck (draft, task) == route->truck)
      continue;
    dray_plan_board_try_move (board, task, route->truck, 0, &attempt);
    g_assert_cmpint (attempt.verdict, ==, DRAY_RULE_NEVER);
  }
  pins[route->truck] = FALSE;
  unpinned = dray_plan_draft_pin (pinned, pins, &error);
  g_assert_no_error (error);
  g_assert_false (unpinned->day->request.live[route->truck].pinned);

  for (int i = 0; i < route->n_stops; i++)
    tasks[held.n_tasks++] = draft->day->request.tasks[route->stops[i].task].id;
  ask.wall_s = 0.0;
  ask.iterations = 1000;
  ask.seed = 99;
  ask.preset = DRAY_PRESET_FEWEST_TRUCKS;
  ask.held = &held;
  ask.n_held = 1;
  again = run (copy, &ask);
  after = dray_plan_job_get_draft (again);
  const DrayDraftRoute *kept = dray_plan_draft_find_route (after, route->truck);
  g_assert_nonnull (kept);
  g_assert_cmpint (kept->n_stops, ==, route->n_stops);
  for (int i = 0; i < route->n_stops; i++)
    g_assert_cmpint (kept->stops[i].task, ==, route->stops[i].task);
}

static void
test_a_pinned_stop_stays_on_its_truck (DrayDemoCopy  *copy,
                                       gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (DrayPlanJob) job = plan (copy, FALSE);
  DrayPlanDraft *draft = dray_plan_job_get_draft (job);
  int task = draft->draft->routes[0].stops[0].task, truck = draft->draft->routes[0].truck;
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayPlanDraft) pinned = dray_plan_draft_pin_task (draft, task, truck, &error);
  g_autoptr (DrayPlanBoard) board = NULL;

  g_assert_no_error (error);
  board = dray_plan_board_new (pinned, &error);
  for (int v = 0; v < draft->day->request.n_trucks; v++) {
    g_auto (DrayPlanTry) attempt = { 0 };

    if (v == truck)
      continue;
    dray_plan_board_try_move (board, task, v, 0, &attempt);
    g_assert_cmpint (attempt.verdict, ==, DRAY_RULE_NEVER);
  }
  /* To a truck that can't take it, it can't be pinned. */
  for (int v = 0; v < draft->day->request.n_trucks; v++)
    if (v != truck) {
      g_assert_null (dray_plan_draft_pin_task (draft, task, v, &error));
      g_assert_nonnull (error);
      break;
    }
}

typedef struct {
  GPtrArray *repairs;
  GError    *error;
  gboolean   done;
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

  dray_engine_find_repairs_async (copy->engine, trouble, 300, NULL, on_repairs, &answer);
  while (!answer.done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (answer.error);
  return answer.repairs;
}

/* A truck that is out with goods for several stops. */
static int
find_loaded (const DrayPlanDraft *draft)
{
  for (int v = 0; v < draft->day->request.n_trucks; v++)
    if (draft->day->request.live[v].n_aboard > 1)
      return v;
  return -1;
}

static void
test_a_late_truck_may_go_on_or_be_relieved (DrayDemoCopy  *copy,
                                            gconstpointer  data G_GNUC_UNUSED)
{
  DrayTrouble trouble = { .kind = DRAY_TROUBLE_LATE, .again_us = DRAY_NEVER };
  g_autoptr (DrayPlanJob) job = NULL;
  g_autoptr (GPtrArray) repairs = NULL;
  const DrayPlanDay *day;
  gboolean as_it_is = FALSE;

  dray_demo_copy_live_until (copy, DRAY_DEMO_OPENS_US + DRAY_S_PER_HOUR * DRAY_US_PER_S);
  job = plan (copy, TRUE);
  day = dray_plan_job_get_draft (job)->day;
  trouble.truck = day->request.trucks[find_loaded (dray_plan_job_get_draft (job))].truck;
  repairs = find_repairs (copy, &trouble);
  g_assert_cmpuint (repairs->len, >=, 2);
  for (guint i = 0; i < repairs->len; i++) {
    const DrayPlanRepair *repair = repairs->pdata[i];

    g_test_message ("%s %" G_GINT64_FORMAT, repair->words, repair->cost_minor);
    if (repair->kind != DRAY_REPAIR_AS_IT_IS)
      continue;
    as_it_is = TRUE;
    g_assert_cmpint (repair->n_moved, ==, 0);
    g_assert_cmpint (repair->n_late, ==, 0);
  }
  g_assert_true (as_it_is);
}

static void
test_a_cancelled_stop_is_left_out (DrayDemoCopy  *copy,
                                   gconstpointer  data G_GNUC_UNUSED)
{
  DrayTrouble trouble = { .kind = DRAY_TROUBLE_CANCELLED, .again_us = DRAY_NEVER };
  g_autoptr (DrayPlanJob) job = NULL;
  g_autoptr (GPtrArray) repairs = NULL;
  const DrayPlanDay *day;
  int task;

  dray_demo_copy_live_until (copy, DRAY_DEMO_OPENS_US + DRAY_S_PER_HOUR * DRAY_US_PER_S);
  job = plan (copy, TRUE);
  day = dray_plan_job_get_draft (job)->day;
  task = day->request.live[find_loaded (dray_plan_job_get_draft (job))].aboard[1];
  trouble.task = day->request.tasks[task].id;
  repairs = find_repairs (copy, &trouble);
  g_assert_cmpuint (repairs->len, >, 0);
  for (guint i = 0; i < repairs->len; i++) {
    g_assert_cmpint (find_truck (((DrayPlanRepair *) repairs->pdata[i])->draft, task), ==, -1);
    g_assert_cmpint (((DrayPlanRepair *) repairs->pdata[i])->n_unplaced, ==, 0);
  }
}

/* Stops taken over one by one make the other plan; what is merged stands as it stands there. */
static void
test_stops_are_taken_over_from_another_plan (DrayDemoCopy  *copy,
                                             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (DrayPlanJob) job = plan (copy, FALSE), other_job = NULL;
  DrayPlanDraft *mine = dray_plan_job_get_draft (job), *other;
  DrayPlanAsk ask = DRAY_PLAN_ASK_INIT;
  g_autoptr (GArray) changes = NULL, tasks = g_array_new (FALSE, FALSE, sizeof (DrayId)), left = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayPlanDraft) merged = NULL;

  ask.wall_s = 0.0;
  ask.iterations = 1;
  ask.preset = DRAY_PRESET_FINISH_EARLY;
  other_job = run (copy, &ask);
  other = dray_plan_job_get_draft (other_job);
  changes = dray_plan_compare_stops (other, mine);
  for (guint i = 0; i < changes->len; i++)
    if (g_array_index (changes, DrayPlanChange, i).kind != DRAY_PLAN_CHANGE_RETIMED)
      g_array_append_vals (tasks, &mine->day->request.tasks[g_array_index (changes, DrayPlanChange, i).task].id, 1);
  g_assert_cmpuint (tasks->len, >, 0);
  merged = dray_plan_merge (mine, other, (const DrayId *) (gpointer) tasks->data, (int) tasks->len, &error);
  g_assert_no_error (error);
  left = dray_plan_compare_stops (other, merged);
  for (guint i = 0; i < left->len; i++)
    g_assert_cmpint (g_array_index (left, DrayPlanChange, i).kind, !=, DRAY_PLAN_CHANGE_MOVED);
}

static void
on_drawn (GObject      *source,
          GAsyncResult *result,
          gpointer      drawing)
{
  g_autoptr (GError) error = NULL;

  *(DrayPlanDrawing **) drawing = dray_engine_draw_plan_finish (DRAY_ENGINE (source), result, &error);
  g_assert_no_error (error);
}

static guint
count_words (const char *text,
             const char *word)
{
  guint n = 0;

  for (const char *at = strstr (text, word); at != NULL; at = strstr (at + 1, word))
    n++;
  return n;
}

/* Each stop once in every format, lines of a calendar no longer than they may be, tracks that follow the road. */
static void
test_a_plan_is_written_for_other_programs (DrayDemoCopy  *copy,
                                           gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (DrayPlanJob) job = plan (copy, FALSE);
  DrayPlanDraft *draft = dray_plan_job_get_draft (job);
  g_autoptr (DrayPlanDrawing) drawing = NULL;
  g_autofree char *gpx = NULL, *ical = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (JsonNode) vroom = NULL;
  guint n_stops = 0, n_steps = 0;

  for (int r = 0; r < draft->draft->n_routes; r++)
    for (int i = 0; i < draft->draft->routes[r].n_stops; i++)
      n_stops += !draft->draft->routes[r].stops[i].loads;
  dray_engine_draw_plan_async (copy->engine, draft, NULL, on_drawn, &drawing);
  while (drawing == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (drawing->n_lines, ==, draft->draft->n_routes);
  g_assert_cmpint (drawing->lines[0].n_points, >, 2 * drawing->lines[0].n_stops);
  gpx = dray_plan_export_gpx (draft, drawing, -1);
  g_assert_cmpuint (count_words (gpx, "<wpt "), ==, n_stops);
  g_assert_cmpuint (count_words (gpx, "<trk>"), ==, (guint) draft->draft->n_routes);

  ical = dray_plan_export_ical (draft, -1);
  g_assert_cmpuint (count_words (ical, "BEGIN:VEVENT"), ==, n_stops);
  lines = g_strsplit (ical, "\r\n", -1);
  for (char **line = lines; *line != NULL; line++) {
    g_assert_cmpuint (strlen (*line), <=, 75);
    g_assert_true (g_utf8_validate (*line, -1, NULL));
  }

  vroom = dray_plan_export_vroom (draft);
  JsonObject *root = json_node_get_object (vroom);
  JsonArray *vehicles = json_object_get_array_member (root, "vehicles");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root, "jobs")), ==, (guint) draft->day->request.n_tasks);
  for (guint v = 0; v < json_array_get_length (vehicles); v++) {
    JsonObject *vehicle = json_array_get_object_element (vehicles, v);

    if (json_object_has_member (vehicle, "steps"))
      n_steps += json_array_get_length (json_object_get_array_member (vehicle, "steps"));
  }
  g_assert_cmpuint (n_steps, ==, n_stops);
}

#define ADD(path, func) g_test_add ("/engine/plan-hand/" path, DrayDemoCopy, NULL, dray_demo_copy_set_up, func, dray_demo_copy_tear_down)

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dray_demo_copy_make_original (8000, 8, 40);
  ADD ("a-pinned-route-stays-as-it-is", test_a_pinned_route_stays_as_it_is);
  ADD ("a-pinned-stop-stays-on-its-truck", test_a_pinned_stop_stays_on_its_truck);
  ADD ("a-late-truck-may-go-on-or-be-relieved", test_a_late_truck_may_go_on_or_be_relieved);
  ADD ("a-cancelled-stop-is-left-out", test_a_cancelled_stop_is_left_out);
  ADD ("stops-are-taken-over-from-another-plan", test_stops_are_taken_over_from_another_plan);
  ADD ("a-plan-is-written-for-other-programs", test_a_plan_is_written_for_other_programs);
  status = g_test_run ();
  dray_demo_copy_remove_original ();
  return status;
}
