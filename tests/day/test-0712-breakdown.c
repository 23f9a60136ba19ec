/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-day-scene.h"

#include "dray-plan-repair.h"
#include "dray-repair-window.h"

/* 07:12: a truck breaks down with goods aboard. The ways out stand there with their cost; the first is taken, undone and redone, then released. */

static gboolean
is_ready (gpointer window)
{
  return dray_repair_window_is_ready (window);
}

static void
test_a_breakdown_is_repaired (void)
{
  DrayDayScene scene = { NULL };
  DrayPlanDraft *before, *after;
  GtkWidget *window;
  DrayId id;
  int truck;

  dray_day_scene_open (&scene, 7 * 60 + 12);
  before = dray_day_scene_get_draft (&scene);
  truck = dray_day_scene_find_loaded (&scene);
  g_assert_cmpint (truck, >=, 0);
  id = before->day->request.trucks[truck].truck;
  g_assert_true (dray_plan_view_repair_truck (scene.view, DRAY_TROUBLE_BREAKDOWN, &id));
  window = dray_day_scene_wait_window (&scene, DRAY_TYPE_REPAIR_WINDOW);
  g_assert_true (dray_test_ui_wait (is_ready, window, 20000));
  g_assert_cmpuint (dray_repair_window_get_n (DRAY_REPAIR_WINDOW (window)), >, 0);
  dray_test_ui_spin (300);
  dray_test_ui_keep_picture (window, "day-0712-repairs");
  dray_day_scene_press (window, "Take this");
  dray_test_ui_spin (500);

  after = dray_day_scene_get_draft (&scene);
  g_assert_true (after != before);
  g_assert_true (dray_plan_draft_find_route (after, truck) == NULL || dray_plan_draft_find_route (after, truck)->n_stops == 0);
  gtk_widget_activate_action (GTK_WIDGET (scene.view), "plan.undo", NULL);
  g_assert_true (dray_day_scene_get_draft (&scene) == before);
  gtk_widget_activate_action (GTK_WIDGET (scene.view), "plan.redo", NULL);
  g_assert_true (dray_day_scene_get_draft (&scene) == after);
  dray_test_ui_spin (300);
  dray_day_scene_press (scene.window, "Release ");
  dray_test_ui_spin (2000);
  g_assert_null (dray_day_scene_find_button (scene.window, "Release "));
  dray_day_scene_close (&scene);
}

int
main (int    argc,
      char **argv)
{
  if (!dray_day_init (&argc, &argv))
    return 0;
  g_test_add_func ("/day/0712/a-breakdown-is-repaired-undone-redone-and-released", test_a_breakdown_is_repaired);
  return dray_day_run ();
}
