/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-day-scene.h"

#include "dray-order-window.h"

/* 10:20: a customer calls. The best slots stand there with their cost; one is promised, and the order is in the plan and in the records. */

static gboolean
is_answered (gpointer window)
{
  return dray_order_window_get_n (window) >= 0;
}

static gboolean
has_one_more (gpointer data)
{
  DrayDayScene *scene = data;

  return dray_day_scene_get_draft (scene)->day->request.n_tasks > GPOINTER_TO_INT (g_object_get_data (G_OBJECT (scene->view), "n_tasks"));
}

static void
test_a_slot_is_promised (void)
{
  DrayDayScene scene = { NULL };
  DrayPlanDraft *before, *after;
  const char *name;
  GtkWidget *window;
  int n;

  dray_day_scene_open (&scene, 7 * 60 + 30);
  before = dray_day_scene_get_draft (&scene);
  n = before->day->request.n_tasks;
  name = dray_plan_day_get_task (before->day, n - 1)->name;
  g_object_set_data (G_OBJECT (scene.view), "n_tasks", GINT_TO_POINTER (n));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (scene.view), "plan.new-order", NULL));
  window = dray_day_scene_wait_window (&scene, DRAY_TYPE_ORDER_WINDOW);
  dray_test_ui_spin (500);
  g_assert_true (dray_order_window_choose (DRAY_ORDER_WINDOW (window), name));
  dray_test_ui_spin (200);
  dray_day_scene_press (window, "Find slots");
  g_assert_true (dray_test_ui_wait (is_answered, window, 20000));
  g_assert_cmpint (dray_order_window_get_n (DRAY_ORDER_WINDOW (window)), >, 0);
  dray_test_ui_spin (300);
  dray_test_ui_keep_picture (window, "day-1020-slots");
  dray_day_scene_press (window, "Promise");
  g_assert_true (dray_test_ui_wait (has_one_more, &scene, 10000));
  after = dray_day_scene_get_draft (&scene);
  g_assert_cmpint (after->day->request.n_tasks, ==, n + 1);
  g_assert_cmpint (dray_day_scene_find_truck (after, n), >=, 0);
  dray_day_scene_close (&scene);
}

int
main (int    argc,
      char **argv)
{
  if (!dray_day_init (&argc, &argv))
    return 0;
  g_test_add_func ("/day/1020/a-slot-is-quoted-held-and-promised", test_a_slot_is_promised);
  return dray_day_run ();
}
