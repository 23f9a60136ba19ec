/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-day-scene.h"

#include "dray-fence.h"
#include "dray-geo-point.h"

#include <math.h>

/* 11:45: a road is closed. From then on the planner goes round it: the rest is planned anew with a budget of moved stops. */

#define BUDGET 10

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
submit (DrayDayScene *scene,
        DrayIntent   *intent)
{
  gboolean done = FALSE;

  dray_workspace_submit_async (dray_engine_get_workspace (scene->engine), intent, NULL, on_submitted, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

/* What the fence view saves: the record, then its outline. */
static void
close_roads (DrayDayScene *scene,
             DrayGeoPoint  centre,
             double        half_m)
{
  DraySchema *schema = dray_workspace_get_schema (dray_engine_get_workspace (scene->engine));
  DrayId fence = dray_engine_make_id (scene->engine);
  g_autoptr (GString) rings = g_string_new ("[[");
  DrayIntent *intent = dray_intent_new (schema, "record.create");

  dray_intent_set_text (intent, "table", "fence");
  dray_intent_set_id (intent, "id", &fence);
  dray_intent_set_text (intent, "values", "{\"name\": \"river road\", \"kind\": \"forbidden\", \"active\": true}");
  submit (scene, intent);
  for (int i = 0; i < 4; i++) {
    DrayGeoPoint corner = dray_geo_point_move (centre, 45.0 + 90.0 * i, half_m * G_SQRT2);
    DrayId id = dray_engine_make_id (scene->engine);
    g_autofree char *text = dray_id_dup_text (&id);

    g_string_append_printf (rings, "%s{\"id\": \"%s\", \"lon_e7\": %d, \"lat_e7\": %d}", i > 0 ? ", " : "", text, corner.lon_e7, corner.lat_e7);
  }
  g_string_append (rings, "]]");
  intent = dray_intent_new (schema, "fence.reshape");
  dray_intent_set_id (intent, "fence", &fence);
  dray_intent_set_text (intent, "rings", rings->str);
  submit (scene, intent);
}

static int
way_s (const DrayPlanDay *day,
       int                truck,
       int                task)
{
  const DrayPlannerTruck *at = &day->request.trucks[truck];

  return dray_matrix_get (day->request.profiles[at->profile].duration_s, at->place, day->request.tasks[task].place);
}

static int
find_far_task (DrayPlanDraft *draft)
{
  int far = -1;

  for (int i = 0; i < draft->day->request.n_tasks; i++)
    if (dray_day_scene_find_truck (draft, i) >= 0 && way_s (draft->day, 0, i) < DRAY_UNREACHABLE && (far < 0 || way_s (draft->day, 0, i) > way_s (draft->day, 0, far)))
      far = i;
  return far;
}

static void
test_the_rest_is_planned_round_a_closed_road (void)
{
  DrayDayScene scene = { NULL };
  g_autoptr (DrayPlanDraft) before = NULL;
  const DrayPlanPlace *place;
  DrayPlanDraft *after;
  int task, same;

  dray_day_scene_open (&scene, 7 * 60);
  before = dray_plan_draft_ref (dray_day_scene_get_draft (&scene));
  task = find_far_task (before);
  g_assert_cmpint (task, >=, 0);
  place = &g_array_index (before->day->places, DrayPlanPlace, before->day->request.tasks[task].place);
  close_roads (&scene, (DrayGeoPoint) { place->lon_e7, place->lat_e7 }, 150);
  dray_test_ui_spin (1000);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (dray_test_ui_find (scene.window, GTK_TYPE_CHECK_BUTTON)), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (dray_plan_view_get_time_line (scene.view)));
  dray_day_scene_replan (&scene, TRUE);
  after = dray_day_scene_get_draft (&scene);
  same = dray_plan_day_find_task (after->day, &before->day->request.tasks[task].id);
  g_assert_cmpint (same, >=, 0);
  g_assert_cmpint (way_s (after->day, 0, same), !=, way_s (before->day, 0, task));
  g_assert_cmpint (dray_day_scene_count_moved (before, after), <=, BUDGET);
  dray_day_scene_close (&scene);
}

int
main (int    argc,
      char **argv)
{
  if (!dray_day_init (&argc, &argv))
    return 0;
  g_test_add_func ("/day/1145/the-rest-is-planned-round-a-closed-road", test_the_rest_is_planned_round_a_closed_road);
  return dray_day_run ();
}
