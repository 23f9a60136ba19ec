/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-day-scene.h"

#include "dray-plan-repair.h"
#include "dray-repair-window.h"
#include "dray-time-line.h"

/* 09:40: a customer is closed. Two choices with their cost, from the stop's own menu: again later, or back to the depot. The goods stay aboard. */

static gboolean
is_ready (gpointer window)
{
  return dray_repair_window_is_ready (window);
}

static void
test_a_closed_customer_is_tried_again (void)
{
  DrayDayScene scene = { NULL };
  DrayPlanDraft *before, *after;
  GtkWidget *window;
  int truck, task, taken;

  dray_day_scene_open (&scene, 8 * 60);
  before = dray_day_scene_get_draft (&scene);
  truck = dray_day_scene_find_loaded (&scene);
  g_assert_cmpint (truck, >=, 0);
  task = before->day->request.live[truck].aboard[1];
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (scene.view), "plan.trouble", "(iii)", (gint32) DRAY_TROUBLE_CLOSED, (gint32) truck, (gint32) task));
  window = dray_day_scene_wait_window (&scene, DRAY_TYPE_REPAIR_WINDOW);
  g_assert_true (dray_test_ui_wait (is_ready, window, 20000));
  g_assert_cmpuint (dray_repair_window_get_n (DRAY_REPAIR_WINDOW (window)), ==, 2);
  dray_test_ui_spin (400);
  dray_day_scene_press (window, "Take this");
  dray_test_ui_spin (400);
  after = dray_day_scene_get_draft (&scene);
  g_assert_true (after != before);
  /* Nobody else brings what is aboard. */
  taken = dray_day_scene_find_truck (after, task);
  g_assert_true (taken == truck || taken == -1);
  dray_day_scene_close (&scene);
}

int
main (int    argc,
      char **argv)
{
  if (!dray_day_init (&argc, &argv))
    return 0;
  g_test_add_func ("/day/0940/a-closed-customer-is-tried-again-or-brought-back", test_a_closed_customer_is_tried_again);
  return dray_day_run ();
}
