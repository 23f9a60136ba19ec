/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-demo-copy.h"
#include "dray-operating-day.h"
#include "dray-order.h"
#include "dray-plan-job.h"
#include "dray-route.h"
#include "dray-shift.h"
#include "dray-site.h"
#include "dray-stop.h"
#include "dray-task.h"
#include "dray-truck.h"
#include "dray-units.h"

#include <string.h>

/* Days of 23 and of 25 hours, and a shift across midnight, through the engine. The depots of a demo get a clock that changes on the demo's very
 * day (the third Thursday of November, as a rule of summer time in the form that TZ has), and a truck goes out in the evening and comes
 * home in the morning after. */

#define HOUR_US (DRAY_S_PER_HOUR * DRAY_US_PER_S)
#define HOUR(h) (DRAY_DEMO_DAY_US + (gint64) ((h) * (double) HOUR_US))
#define DAY (DRAY_DEMO_DAY_US / DRAY_US_PER_S / DRAY_S_PER_DAY)

/* Summer time ends at ten in the morning; it begins at nine. */
#define LONG_ZONE "GMT0BST,M3.5.0/1,M11.3.4/10"
#define SHORT_ZONE "GMT0BST,M11.3.4/9,M12.4.0/2"

typedef struct {
  gboolean   done;
  GError    *error;
  GPtrArray *rows;
} Answer;

static void
wait_for (Answer *answer)
{
  while (!answer->done)
    g_main_context_iteration (NULL, TRUE);
  answer->done = FALSE;
  g_assert_no_error (answer->error);
}

static void
on_submitted (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  Answer *answer = data;
  g_autoptr (DrayReceipt) receipt = dray_workspace_submit_finish (DRAY_WORKSPACE (source), result, &answer->error);

  answer->done = TRUE;
}

static void
submit (DrayDemoCopy *copy,
        const char   *operation,
        const char   *arguments)
{
  DrayWorkspace *workspace = dray_engine_get_workspace (copy->engine);
  Answer answer = { FALSE };
  DrayIntent *intent = dray_intent_new_from_json (dray_workspace_get_schema (workspace), operation, arguments, &answer.error);

  g_assert_no_error (answer.error);
  dray_workspace_submit_async (workspace, intent, NULL, on_submitted, &answer);
  wait_for (&answer);
}

static void
on_selected (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  Answer *answer = data;

  answer->rows = dray_workspace_select_finish (DRAY_WORKSPACE (source), result, &answer->error);
  answer->done = TRUE;
}

static GPtrArray *
select_all (DrayDemoCopy    *copy,
            const DrayTable *table)
{
  g_autoptr (DrayQuery) query = dray_query_new (table);
  Answer answer = { FALSE };

  dray_workspace_select_async (dray_engine_get_workspace (copy->engine), query, NULL, on_selected, &answer);
  wait_for (&answer);
  return answer.rows;
}

static void
set_zones (DrayDemoCopy *copy,
           const char   *zone)
{
  g_autoptr (GPtrArray) sites = select_all (copy, &dray_site_table);

  for (guint i = 0; i < sites->len; i++) {
    const DrayRow *site = sites->pdata[i];
    g_autofree char *id = dray_id_dup_text (&site->id), *arguments = NULL;

    if (g_strcmp0 (dray_row_get_text (site, DRAY_SITE_KIND), "depot") != 0)
      continue;
    arguments = g_strdup_printf ("{\"table\": \"site\", \"id\": \"%s\", \"field\": \"zone\", \"value\": \"%s\"}", id, zone);
    submit (copy, "field.set", arguments);
  }
}

static int
count_hours (const char *zone_name)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zone_name);

  g_assert_nonnull (zone);
  return (int) ((dray_operating_day_start_us (zone, 4 * 3600, DAY + 1) - dray_operating_day_start_us (zone, 4 * 3600, DAY)) / HOUR_US);
}

static gint64
get_last_us (DrayDemoCopy *copy)
{
  g_autoptr (GPtrArray) stops = select_all (copy, &dray_stop_table);
  gint64 last_us = 0;

  for (guint i = 0; i < stops->len; i++)
    last_us = MAX (last_us, dray_row_get_integer (stops->pdata[i], DRAY_STOP_DEPARTED_US));
  return last_us;
}

static void
play_day_in (DrayDemoCopy *copy,
             const char   *zone)
{
  set_zones (copy, zone);
  dray_demo_copy_live_until (copy, HOUR (19));
  g_autoptr (GPtrArray) routes = select_all (copy, &dray_route_table);
  for (guint i = 0; i < routes->len; i++) {
    g_assert_cmpstr (dray_row_get_text (routes->pdata[i], DRAY_ROUTE_STATUS), ==, "finished");
    g_assert_cmpint (dray_row_get_integer (routes->pdata[i], DRAY_ROUTE_DAY), ==, DAY);
  }
}

/* What trucks do hangs on instants alone: whatever the clock on the wall does, the last is home at the same. */
static void
test_a_day_of_25_hours_is_played (DrayDemoCopy  *copy,
                                  gconstpointer  data G_GNUC_UNUSED)
{
  g_assert_cmpint (count_hours (LONG_ZONE), ==, 25);
  play_day_in (copy, LONG_ZONE);
  g_assert_cmpint (get_last_us (copy), >, HOUR (10));
}

static void
test_a_day_of_23_hours_is_played (DrayDemoCopy  *copy,
                                  gconstpointer  data G_GNUC_UNUSED)
{
  g_assert_cmpint (count_hours (SHORT_ZONE), ==, 23);
  play_day_in (copy, SHORT_ZONE);
  g_assert_cmpint (get_last_us (copy), >, HOUR (10));
}

/* A truck and a driver of the demo with a second shift, from 22:00 to 07:00, and three orders for it: before midnight,
 * after it, and after the depot's day has ended. */

static const DrayRow *
find_shift (GPtrArray *shifts)
{
  for (guint i = 0; i < shifts->len; i++)
    if (dray_row_has (shifts->pdata[i], DRAY_SHIFT_TRUCK) && dray_row_get_integer (shifts->pdata[i], DRAY_SHIFT_END_US) < HOUR (15))
      return shifts->pdata[i];
  g_assert_not_reached ();
}

static void
put_order (DrayDemoCopy  *copy,
           const DrayRow *like,
           GPtrArray     *tasks,
           const char    *reference,
           double         open_hour)
{
  DrayId order = dray_id_derive ("order", reference, strlen (reference)), task_id = dray_id_derive ("task", reference, strlen (reference));
  DrayId party = dray_row_get_id (like, DRAY_ORDER_PARTY), depot = dray_row_get_id (like, DRAY_ORDER_DEPOT), site = DRAY_ID_NONE;
  g_autofree char *order_text = dray_id_dup_text (&order), *task_text = dray_id_dup_text (&task_id), *party_text = dray_id_dup_text (&party), *depot_text = dray_id_dup_text (&depot);
  g_autofree char *site_text = NULL, *order_arguments = NULL, *task_arguments = NULL;

  for (guint i = 0; i < tasks->len; i++) {
    DrayId of = dray_row_get_id (tasks->pdata[i], DRAY_TASK_ORDER_ID);

    if (dray_id_equal (&of, &like->id))
      site = dray_row_get_id (tasks->pdata[i], DRAY_TASK_SITE);
  }
  site_text = dray_id_dup_text (&site);
  order_arguments = g_strdup_printf ("{\"table\": \"order\", \"id\": \"%s\", \"values\": {\"reference\": \"%s\", \"party\": \"%s\", \"depot\": \"%s\", \"day\": \"2026-11-19\"}}", order_text, reference,
                                     party_text, depot_text);
  task_arguments = g_strdup_printf ("{\"table\": \"task\", \"id\": \"%s\", \"values\": {\"order_id\": \"%s\", \"kind\": \"delivery\", \"site\": \"%s\", \"service_s\": 600, \"load_kg\": 100,"
                                    " \"window_open_us\": %" G_GINT64_FORMAT ", \"window_close_us\": %" G_GINT64_FORMAT "}}", task_text, order_text, site_text, HOUR (open_hour), HOUR (open_hour + 1.0));
  submit (copy, "record.create", order_arguments);
  submit (copy, "record.create", task_arguments);
}

/* The order of the depot behind the first @n. */
static const DrayRow *
find_order (GPtrArray    *orders,
            const DrayId *depot,
            int           n)
{
  for (guint i = 0; i < orders->len; i++) {
    DrayId of = dray_row_get_id (orders->pdata[i], DRAY_ORDER_DEPOT);

    if (dray_id_equal (&of, depot) && n-- == 0)
      return orders->pdata[i];
  }
  g_assert_not_reached ();
}

/* Returns: the truck */
static DrayId
put_night (DrayDemoCopy *copy)
{
  g_autoptr (GPtrArray) shifts = select_all (copy, &dray_shift_table), orders = select_all (copy, &dray_order_table), tasks = select_all (copy, &dray_task_table);
  const DrayRow *shift = find_shift (shifts);
  DrayId truck = dray_row_get_id (shift, DRAY_SHIFT_TRUCK), driver = dray_row_get_id (shift, DRAY_SHIFT_DRIVER), depot = dray_row_get_id (shift, DRAY_SHIFT_DEPOT), id = dray_id_derive ("shift", "n", 1);
  g_autofree char *id_text = dray_id_dup_text (&id), *truck_text = dray_id_dup_text (&truck), *driver_text = dray_id_dup_text (&driver), *depot_text = dray_id_dup_text (&depot);
  g_autofree char *arguments = g_strdup_printf ("{\"table\": \"shift\", \"id\": \"%s\", \"values\": {\"driver\": \"%s\", \"truck\": \"%s\", \"depot\": \"%s\", \"day\": \"2026-11-19\", \"kind\": \"shift\","
                                                " \"start_us\": %" G_GINT64_FORMAT ", \"end_us\": %" G_GINT64_FORMAT "}}", id_text, driver_text, truck_text, depot_text, HOUR (22), HOUR (31));

  submit (copy, "record.create", arguments);
  put_order (copy, find_order (orders, &depot, 0), tasks, "N-1", 22.75);
  put_order (copy, find_order (orders, &depot, 1), tasks, "N-2", 28.25);
  put_order (copy, find_order (orders, &depot, 2), tasks, "N-3", 29.25);
  return truck;
}

static void
on_done (DrayPlanJob *job G_GNUC_UNUSED,
         gpointer     done)
{
  *(gboolean *) done = TRUE;
}

static void
on_released (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  Answer *answer = data;

  dray_engine_release_finish (DRAY_ENGINE (source), result, &answer->error);
  answer->done = TRUE;
}

/* Plans what is left of the day and hands the truck its night. */
static void
release_night (DrayDemoCopy *copy,
               const DrayId *truck)
{
  DrayPlanAsk ask = DRAY_PLAN_ASK_INIT;
  g_autoptr (DrayPlanJob) job = NULL;
  DrayPlanDraft *draft;
  gboolean done = FALSE;
  int n_released = 0;

  ask.live = TRUE;
  ask.iterations = 300;
  ask.wall_s = 0.0;
  job = dray_engine_plan_day (copy->engine, &ask);
  g_signal_connect (job, "done", G_CALLBACK (on_done), &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (dray_plan_job_get_error (job));
  draft = dray_plan_job_get_draft (job);
  for (int v = 0; v < draft->day->request.n_trucks; v++) {
    Answer answer = { FALSE };

    if (!dray_id_equal (&draft->day->request.trucks[v].truck, truck) || draft->day->request.trucks[v].from_us < HOUR (22))
      continue;
    dray_engine_release_async (copy->engine, draft, v, NULL, on_released, &answer);
    wait_for (&answer);
    n_released++;
  }
  g_assert_cmpint (n_released, ==, 1);
}

static const DrayRow *
find_night (GPtrArray *routes)
{
  for (guint i = 0; i < routes->len; i++)
    if (dray_row_get_integer (routes->pdata[i], DRAY_ROUTE_START_US) >= HOUR (21))
      return routes->pdata[i];
  return NULL;
}

static guint
count_served (DrayDemoCopy  *copy,
              const DrayRow *route)
{
  g_autoptr (GPtrArray) stops = select_all (copy, &dray_stop_table);
  guint n = 0;

  for (guint i = 0; i < stops->len; i++) {
    DrayId of = dray_row_get_id (stops->pdata[i], DRAY_STOP_ROUTE);

    n += dray_id_equal (&of, &route->id) && dray_row_has (stops->pdata[i], DRAY_STOP_DEPARTED_US);
  }
  return n;
}

static void
play_on (DrayDemoCopy *copy,
         gint64        until_us)
{
  g_autoptr (GPtrArray) before = select_all (copy, &dray_route_table);

  g_assert_nonnull (find_night (before));
  dray_demo_copy_live_until (copy, until_us);
}

/* The route belongs to the day on which it starts. A console that is opened after midnight, even after the depot's day has ended, still
 * follows it to its end. */
static void
test_a_shift_across_midnight_belongs_to_the_day_it_began (DrayDemoCopy  *copy,
                                                          gconstpointer  data)
{
  DrayId truck;

  if (data != NULL)
    set_zones (copy, data);
  truck = put_night (copy);
  dray_demo_copy_live_until (copy, HOUR (20));
  release_night (copy, &truck);
  play_on (copy, HOUR (24.5));
  g_autoptr (GPtrArray) routes = select_all (copy, &dray_route_table);
  const DrayRow *night = find_night (routes);
  g_assert_cmpint (dray_row_get_integer (night, DRAY_ROUTE_DAY), ==, DAY);
  g_assert_cmpstr (dray_row_get_text (night, DRAY_ROUTE_STATUS), ==, "under-way");
  g_assert_cmpuint (count_served (copy, night), ==, 1);

  play_on (copy, HOUR (28.9));
  g_assert_cmpuint (count_served (copy, night), ==, 2);
  play_on (copy, HOUR (32));
  g_autoptr (GPtrArray) after = select_all (copy, &dray_route_table);
  night = find_night (after);
  g_assert_cmpuint (count_served (copy, night), ==, 3);
  g_assert_cmpstr (dray_row_get_text (night, DRAY_ROUTE_STATUS), ==, "finished");
}

#define ADD(path, data, func) g_test_add ("/engine/long-days/" path, DrayDemoCopy, data, dray_demo_copy_set_up, func, dray_demo_copy_tear_down)

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dray_demo_copy_make_original (8000, 8, 40);
  ADD ("a-day-of-25-hours-is-played", NULL, test_a_day_of_25_hours_is_played);
  ADD ("a-day-of-23-hours-is-played", NULL, test_a_day_of_23_hours_is_played);
  ADD ("a-shift-across-midnight-belongs-to-the-day-it-began", NULL, test_a_shift_across_midnight_belongs_to_the_day_it_began);
  ADD ("a-shift-across-midnight-on-a-short-day", SHORT_ZONE, test_a_shift_across_midnight_belongs_to_the_day_it_began);
  status = g_test_run ();
  dray_demo_copy_remove_original ();
  return status;
}
