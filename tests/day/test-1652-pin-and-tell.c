/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-day-scene.h"

#include "dray-compare-window.h"
#include "dray-day-window.h"
#include "dray-time-line.h"

/* 16:52: a route is pinned, the plan is compared with another, and for each released route it stands there how its driver knows. */

static gboolean
is_read (gpointer window)
{
  return dray_day_window_is_ready (window);
}

static void
test_a_route_is_pinned_by_its_menu (void)
{
  DrayDayScene scene = { NULL };
  DrayPlanDraft *draft;
  int truck;

  dray_day_scene_open (&scene, 7 * 60);
  truck = dray_day_scene_get_draft (&scene)->draft->routes[0].truck;
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (scene.view), "plan.pin-route", "i", (gint32) truck));
  dray_test_ui_spin (200);
  draft = dray_day_scene_get_draft (&scene);
  g_assert_true (draft->day->request.live[truck].pinned);
  dray_test_ui_keep_picture (scene.window, "day-1652-pinned");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (scene.view), "plan.pin-route", "i", (gint32) truck));
  dray_test_ui_spin (200);
  g_assert_false (dray_day_scene_get_draft (&scene)->day->request.live[truck].pinned);
  dray_day_scene_close (&scene);
}

static void
test_drivers_are_told_and_ticked (void)
{
  DrayDayScene scene = { NULL };
  GtkWidget *window;

  dray_day_scene_open (&scene, 7 * 60);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (scene.view), "plan.told", NULL));
  window = dray_day_scene_wait_window (&scene, DRAY_TYPE_DAY_WINDOW);
  g_assert_true (dray_test_ui_wait (is_read, window, 5000));
  dray_test_ui_spin (200);
  g_assert_nonnull (strstr (dray_day_window_get_summary (DRAY_DAY_WINDOW (window)), "0 told by telephone"));
  dray_day_scene_press (window, "By telephone");
  dray_test_ui_spin (800);
  g_assert_true (dray_test_ui_wait (is_read, window, 5000));
  dray_test_ui_keep_picture (window, "day-1652-told");
  g_assert_nonnull (strstr (dray_day_window_get_summary (DRAY_DAY_WINDOW (window)), "1 told by telephone"));
  gtk_window_close (GTK_WINDOW (window));
  dray_test_ui_spin (200);
  dray_day_scene_close (&scene);
}

int
main (int    argc,
      char **argv)
{
  if (!dray_day_init (&argc, &argv))
    return 0;
  g_test_add_func ("/day/1652/a-route-is-pinned-by-its-menu", test_a_route_is_pinned_by_its_menu);
  g_test_add_func ("/day/1652/drivers-are-told-and-ticked", test_drivers_are_told_and_ticked);
  return dray_day_run ();
}
