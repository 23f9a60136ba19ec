/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-demo-copy.h"
#include "dray-fence-truck.h"
#include "dray-fence.h"
#include "dray-geo-point.h"
#include "dray-query.h"
#include "dray-shift.h"
#include "dray-stop.h"
#include "dray-units.h"


/* What a plan is made of: of the day as it really stands when it is asked for, and on the roads that are open. */

static void
on_done (DrayPlanJob *job G_GNUC_UNUSED,
         gpointer     done)
{
  *(gboolean *) done = TRUE;
}

static DrayPlanJob *
plan_with (DrayDemoCopy         *copy,
           gboolean              live,
           const DrayHoursRules *hours)
{
  DrayPlanAsk ask = DRAY_PLAN_ASK_INIT;
  DrayPlanJob *job;
  gboolean done = FALSE;

  ask.wall_s = 0.0;
  ask.iterations = 500;
  ask.live = live;
  ask.hours = hours;
  job = dray_engine_plan_day (copy->engine, &ask);
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
  return plan_with (copy, live, NULL);
}

static void
select_in_reader (GTask        *task,
                  gpointer      source G_GNUC_UNUSED,
                  gpointer      workspace,
                  GCancellable *cancellable G_GNUC_UNUSED)
{
  g_autoptr (DrayQuery) query = dray_query_new (g_object_get_data (G_OBJECT (task), "table"));
  GError *error = NULL;
  GPtrArray *rows = dray_store_select (dray_workspace_get_store (workspace, FALSE), query, &error);

  g_assert_no_error (error);
  g_task_return_pointer (task, rows, (GDestroyNotify) g_ptr_array_unref);
}

static void
on_selected (GObject      *source G_GNUC_UNUSED,
             GAsyncResult *result,
             gpointer      rows)
{
  *(GPtrArray **) rows = g_task_propagate_pointer (G_TASK (result), NULL);
}

static GPtrArray *
select_all (DrayDemoCopy    *copy,
            const DrayTable *table)
{
  DrayWorkspace *workspace = dray_engine_get_workspace (copy->engine);
  GPtrArray *rows = NULL;
  g_autoptr (GTask) task = g_task_new (copy->engine, NULL, on_selected, &rows);

  g_task_set_task_data (task, workspace, NULL);
  g_object_set_data (G_OBJECT (task), "table", (gpointer) table);
  dray_workspace_run_async (workspace, FALSE, task, select_in_reader);
  while (rows == NULL)
    g_main_context_iteration (NULL, TRUE);
  return rows;
}

static GPtrArray *
select_stops (DrayDemoCopy *copy)
{
  return select_all (copy, &dray_stop_table);
}

/* The morning of a demo is lived through behind its opening; a plan that is asked for at once waits for it. */
static void
test_a_demo_that_just_opened_is_planned_as_its_morning_went (DrayDemoCopy  *copy,
                                                             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (DrayPlanJob) job = NULL;
  g_autoptr (GPtrArray) stops = NULL;
  const DrayPlanDay *day;
  int n_left = 0, n_under_way = 0;

  dray_demo_copy_close (copy);
  dray_demo_copy_open (copy, DRAY_ENGINE_SIMULATE | DRAY_ENGINE_PAUSED);
  job = plan (copy, TRUE);
  day = dray_plan_job_get_draft (job)->day;
  for (int v = 0; v < day->request.n_trucks; v++)
    n_under_way += day->request.live[v].under_way;
  g_assert_cmpint (n_under_way, >, 0);
  stops = select_stops (copy);
  for (guint i = 0; i < stops->len; i++) {
    DrayId task = dray_row_get_id (stops->pdata[i], DRAY_STOP_TASK);

    if (!dray_row_has (stops->pdata[i], DRAY_STOP_DEPARTED_US))
      continue;
    n_left++;
    g_assert_cmpint (dray_plan_day_find_task (day, &task), ==, -1);
  }
  g_assert_cmpint (n_left, >, 0);
  g_assert_cmpint (day->request.n_tasks, ==, 40 - n_left);
}

/* In the evening nothing is left to place of what was served. */
static void
test_what_was_served_is_not_to_be_placed (DrayDemoCopy  *copy,
                                          gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (DrayPlanJob) job = NULL;
  g_autoptr (GPtrArray) stops = NULL;
  const DrayPlanDraft *draft;

  dray_demo_copy_live_until (copy, DRAY_DEMO_OPENS_US + 9 * DRAY_S_PER_HOUR * DRAY_US_PER_S);
  job = plan (copy, TRUE);
  draft = dray_plan_job_get_draft (job);
  stops = select_stops (copy);
  for (int i = 0; i < draft->draft->n_unplaced; i++)
    for (guint k = 0; k < stops->len; k++) {
      DrayId task = dray_row_get_id (stops->pdata[k], DRAY_STOP_TASK);

      g_assert_false (dray_row_has (stops->pdata[k], DRAY_STOP_DEPARTED_US) && dray_id_equal (&task, &draft->day->request.tasks[draft->draft->unplaced[i]].id));
    }
  g_assert_cmpint (draft->draft->n_unplaced, <, 10);
}

static void
on_submitted (GObject      *source,
              GAsyncResult *result,
              gpointer      done)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) receipt = dray_workspace_submit_finish (DRAY_WORKSPACE (source), result, &error);

  g_assert_no_error (error);
  *(gboolean *) done = TRUE;
}

static void
submit (DrayDemoCopy *copy,
        DrayIntent   *intent)
{
  gboolean done = FALSE;

  dray_workspace_submit_async (dray_engine_get_workspace (copy->engine), intent, NULL, on_submitted, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

static DraySchema *
schema_of (DrayDemoCopy *copy)
{
  return dray_workspace_get_schema (dray_engine_get_workspace (copy->engine));
}

static void
create (DrayDemoCopy    *copy,
        const DrayTable *table,
        const DrayId    *id,
        const char      *values)
{
  DrayIntent *intent = dray_intent_new (schema_of (copy), "record.create");

  dray_intent_set_text (intent, "table", table->name);
  dray_intent_set_id (intent, "id", id);
  dray_intent_set_text (intent, "values", values);
  submit (copy, intent);
}

/* A square of @half_m metres to each side round a point, forbidden; to @truck alone where one is given. */
static void
forbid (DrayDemoCopy *copy,
        DrayGeoPoint  centre,
        double        half_m,
        const DrayId *truck)
{
  DrayId fence = dray_engine_make_id (copy->engine), assignment = dray_engine_make_id (copy->engine);
  g_autoptr (GString) rings = g_string_new ("[[");
  DrayIntent *intent;

  create (copy, &dray_fence_table, &fence, "{\"name\": \"closed\", \"kind\": \"forbidden\", \"active\": true}");
  for (int i = 0; i < 4; i++) {
    DrayGeoPoint corner = dray_geo_point_move (centre, 45.0 + 90.0 * i, half_m * G_SQRT2);
    DrayId id = dray_engine_make_id (copy->engine);
    g_autofree char *text = dray_id_dup_text (&id);

    g_string_append_printf (rings, "%s{\"id\": \"%s\", \"lon_e7\": %d, \"lat_e7\": %d}", i > 0 ? ", " : "", text, corner.lon_e7, corner.lat_e7);
  }
  g_string_append (rings, "]]");
  intent = dray_intent_new (schema_of (copy), "fence.reshape");
  dray_intent_set_id (intent, "fence", &fence);
  dray_intent_set_text (intent, "rings", rings->str);
  submit (copy, intent);
  if (truck == NULL)
    return;
  g_autofree char *fence_text = dray_id_dup_text (&fence), *truck_text = dray_id_dup_text (truck);
  g_autofree char *values = g_strdup_printf ("{\"fence\": \"%s\", \"truck\": \"%s\"}", fence_text, truck_text);
  create (copy, &dray_fence_truck_table, &assignment, values);
}

/* From a truck's depot to the place of a task, by what it may drive on. */
static int
way_s (const DrayPlanDay *day,
       int                truck,
       int                task)
{
  const DrayPlannerTruck *at = &day->request.trucks[truck];

  return dray_matrix_get (day->request.profiles[at->profile].duration_s, at->place, day->request.tasks[task].place);
}

static void
reopen (DrayDemoCopy *copy)
{
  dray_demo_copy_close (copy);
  dray_demo_copy_open (copy, DRAY_ENGINE_DEFAULT);
  g_assert_no_error (copy->error);
}

static DrayGeoPoint
get_place (const DrayPlanDay *day,
           int                task)
{
  const DrayPlanPlace *place = &g_array_index (day->places, DrayPlanPlace, day->request.tasks[task].place);

  return (DrayGeoPoint) { place->lon_e7, place->lat_e7 };
}

/* The task that lies furthest from the first truck's depot: a fence round its place is far from the others' too. */
static int
find_far_task (const DrayPlanDay *day)
{
  int far = 0;

  for (int i = 1; i < day->request.n_tasks; i++)
    far = way_s (day, 0, i) < DRAY_UNREACHABLE && way_s (day, 0, i) > way_s (day, 0, far) ? i : far;
  return far;
}

static void
test_a_forbidden_fence_closes_its_roads_to_the_truck_it_is_for (DrayDemoCopy  *copy,
                                                                gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (DrayPlanJob) before = plan (copy, FALSE), after = NULL;
  const DrayPlanDay *day = dray_plan_job_get_draft (before)->day, *closed;
  DrayId truck = day->request.trucks[0].truck;
  int task = find_far_task (day);

  forbid (copy, get_place (day, task), 150, &truck);
  reopen (copy);
  after = plan (copy, FALSE);
  closed = dray_plan_job_get_draft (after)->day;
  /* The stop is made from the nearest road that is open to it. */
  g_assert_cmpint (way_s (closed, 0, task), !=, way_s (day, 0, task));
  for (int v = 1; v < day->request.n_trucks; v++)
    for (int i = 0; i < day->request.n_tasks; i++)
      g_assert_cmpint (way_s (closed, v, i), ==, way_s (day, v, i));
}

static void
test_a_fence_for_all_closes_its_roads_to_every_truck (DrayDemoCopy  *copy,
                                                      gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (DrayPlanJob) before = plan (copy, FALSE), after = NULL;
  const DrayPlanDay *day = dray_plan_job_get_draft (before)->day, *closed;
  int task = find_far_task (day);

  forbid (copy, get_place (day, task), 150, NULL);
  reopen (copy);
  after = plan (copy, FALSE);
  closed = dray_plan_job_get_draft (after)->day;
  g_assert_cmpint (closed->request.n_profiles, ==, day->request.n_profiles);
  for (int v = 0; v < day->request.n_trucks; v++)
    g_assert_cmpint (way_s (closed, v, task), !=, way_s (day, v, task));
}

static void
set_field (DrayDemoCopy *copy,
           const char   *table,
           const DrayId *id,
           const char   *field,
           const char   *value)
{
  DrayIntent *intent = dray_intent_new (schema_of (copy), "field.set");

  dray_intent_set_text (intent, "table", table);
  dray_intent_set_id (intent, "id", id);
  dray_intent_set_text (intent, "field", field);
  dray_intent_set_text (intent, "value", value);
  submit (copy, intent);
}

static DrayId
find_shift (DrayDemoCopy *copy,
            const DrayId *truck)
{
  g_autoptr (GPtrArray) shifts = select_all (copy, &dray_shift_table);

  for (guint i = 0; i < shifts->len; i++) {
    DrayId of = dray_row_get_id (shifts->pdata[i], DRAY_SHIFT_TRUCK);

    if (dray_id_equal (&of, truck))
      return ((const DrayRow *) shifts->pdata[i])->id;
  }
  g_assert_not_reached ();
}

/* Where hours bind and nobody entered what a driver has left of his week, he is given nothing; one whose hours were entered is. */
static void
test_unknown_hours_are_planned_as_exhausted (DrayDemoCopy  *copy,
                                             gconstpointer  data G_GNUC_UNUSED)
{
  const DrayHoursRules rules = { .driving_before_break = 270 * 60, .break_length = 45 * 60, .driving_daily = 540 * 60, .duty_window = 780 * 60, .daily_rest = 660 * 60 };
  g_autoptr (DrayPlanJob) unknown = plan_with (copy, FALSE, &rules), entered = NULL;
  const DrayPlanDraft *draft = dray_plan_job_get_draft (unknown);
  DrayId truck = draft->day->request.trucks[0].truck, shift = find_shift (copy, &truck);

  g_assert_cmpint (draft->draft->n_routes, ==, 0);
  g_assert_cmpuint (draft->day->notes->len, ==, (guint) draft->day->request.n_trucks);
  set_field (copy, "shift", &shift, "driving_left_s", "72000");
  set_field (copy, "shift", &shift, "work_left_s", "144000");
  entered = plan_with (copy, FALSE, &rules);
  draft = dray_plan_job_get_draft (entered);
  g_assert_cmpint (draft->draft->n_routes, ==, 1);
  g_assert_cmpint (draft->draft->routes[0].truck, ==, 0);
}

/* Somebody entered a second shift on a truck that is out already: the plan is made with the first, and says so. */
static void
test_overlapping_shifts_leave_the_second_out (DrayDemoCopy  *copy,
                                              gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (DrayPlanJob) before = plan (copy, FALSE), after = NULL;
  const DrayPlanDay *day = dray_plan_job_get_draft (before)->day, *again;
  const DrayPlannerTruck *truck = &day->request.trucks[0];
  DrayId depot = dray_plan_day_get_truck (day, 0)->depot, shift = dray_engine_make_id (copy->engine);
  g_autofree char *truck_text = dray_id_dup_text (&truck->truck), *driver_text = dray_id_dup_text (&truck->driver), *depot_text = dray_id_dup_text (&depot);
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_utc (day->day * 86400);
  g_autofree char *date = g_date_time_format (at, "%F");
  g_autofree char *values = g_strdup_printf ("{\"driver\": \"%s\", \"truck\": \"%s\", \"depot\": \"%s\", \"day\": \"%s\", \"kind\": \"shift\", \"start_us\": %" G_GINT64_FORMAT ", \"end_us\": %" G_GINT64_FORMAT "}",
                                             driver_text, truck_text, depot_text, date, truck->from_us + 60 * DRAY_US_PER_S, truck->until_us + 60 * DRAY_US_PER_S);
  gboolean told = FALSE;

  create (copy, &dray_shift_table, &shift, values);
  after = plan (copy, FALSE);
  again = dray_plan_job_get_draft (after)->day;
  g_assert_cmpint (again->request.n_trucks, ==, day->request.n_trucks);
  for (guint i = 0; i < again->notes->len; i++)
    told |= strstr (again->notes->pdata[i], "overlaps") != NULL;
  g_assert_true (told);
}

static void
on_released (GObject      *source,
             GAsyncResult *result,
             gpointer      error)
{
  if (dray_engine_release_finish (DRAY_ENGINE (source), result, error))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_EXISTS, "released");
}

/* A colleague deleted the truck while the plan was made: its route is refused in a sentence, and nothing of it is written. */
static void
test_a_route_of_a_deleted_truck_is_refused_whole (DrayDemoCopy  *copy,
                                                  gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (DrayPlanJob) job = plan (copy, FALSE);
  DrayPlanDraft *draft = dray_plan_job_get_draft (job);
  int truck = draft->draft->routes[0].truck;
  DrayIntent *intent = dray_intent_new (schema_of (copy), "record.delete");
  g_autoptr (GPtrArray) before = select_stops (copy), after = NULL;
  g_autoptr (GError) error = NULL;

  dray_intent_set_text (intent, "table", "truck");
  dray_intent_set_id (intent, "id", &draft->day->request.trucks[truck].truck);
  submit (copy, intent);
  dray_engine_release_async (copy->engine, draft, truck, NULL, on_released, &error);
  while (error == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_test_message ("%s", error->message);
  g_assert_false (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_EXISTS));
  after = select_stops (copy);
  g_assert_cmpuint (after->len, ==, before->len);
}

#define ADD(path, func) g_test_add ("/engine/plan-day/" path, DrayDemoCopy, NULL, dray_demo_copy_set_up, func, dray_demo_copy_tear_down)

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dray_demo_copy_make_original (8000, 8, 40);
  ADD ("a-demo-that-just-opened-is-planned-as-its-morning-went", test_a_demo_that_just_opened_is_planned_as_its_morning_went);
  ADD ("what-was-served-is-not-to-be-placed", test_what_was_served_is_not_to_be_placed);
  ADD ("a-forbidden-fence-closes-its-roads-to-the-truck-it-is-for", test_a_forbidden_fence_closes_its_roads_to_the_truck_it_is_for);
  ADD ("a-fence-for-all-closes-its-roads-to-every-truck", test_a_fence_for_all_closes_its_roads_to_every_truck);
  ADD ("overlapping-shifts-leave-the-second-out", test_overlapping_shifts_leave_the_second_out);
  ADD ("a-route-of-a-deleted-truck-is-refused-whole", test_a_route_of_a_deleted_truck_is_refused_whole);
  ADD ("unknown-hours-are-planned-as-exhausted", test_unknown_hours_are_planned_as_exhausted);
  status = g_test_run ();
  dray_demo_copy_remove_original ();
  return status;
}
