/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-day-scene.h"

#include "dray-plan-repair.h"
#include "dray-repair-window.h"

#include <gdk/gdkkeysyms.h>

/* 05:30: the rest is planned anew with a budget of moved stops, and nothing leaves a truck that is loaded; a driver calls in sick, and his route
 * goes to those who may drive it. */

#define BUDGET 10

static gboolean
is_ready (gpointer window)
{
  return dray_repair_window_is_ready (window);
}

/* Goods that are aboard stay with their truck. */
static void
assert_loads_stay (DrayPlanDraft *before,
                   DrayPlanDraft *after)
{
  const DrayPlannerRequest *request = &before->day->request;

  for (int v = 0; v < request->n_trucks; v++)
    for (int i = 0; i < request->live[v].n_aboard; i++) {
      int task = dray_plan_day_find_task (after->day, &request->tasks[request->live[v].aboard[i]].id);
      int truck = task >= 0 ? dray_day_scene_find_truck (after, task) : -1;

      if (truck >= 0)
        g_assert_true (dray_id_equal (&after->day->request.trucks[truck].truck, &request->trucks[v].truck));
    }
}

static void
test_a_budget_is_kept (void)
{
  DrayDayScene scene = { NULL };
  g_autoptr (DrayPlanDraft) before = NULL;
  GtkWidget *check;

  dray_day_scene_open (&scene, 7 * 60);
  before = dray_plan_draft_ref (dray_day_scene_get_draft (&scene));
  check = dray_test_ui_find (scene.window, GTK_TYPE_CHECK_BUTTON);
  gtk_widget_grab_focus (check);
  dray_test_ui_key (GDK_KEY_space, FALSE);
  dray_test_ui_spin (100);
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)));
  dray_day_scene_replan (&scene, TRUE);
  g_assert_cmpint (dray_day_scene_count_moved (before, dray_day_scene_get_draft (&scene)), <=, BUDGET);
  assert_loads_stay (before, dray_day_scene_get_draft (&scene));
  dray_day_scene_close (&scene);
}

/* Somebody whose truck stands at its depot still; else the first. */
static int
find_waiting (DrayPlanDraft *draft)
{
  for (int r = 0; r < draft->draft->n_routes; r++)
    if (!draft->day->request.live[draft->draft->routes[r].truck].under_way && draft->draft->routes[r].n_stops > 0)
      return draft->draft->routes[r].truck;
  return draft->draft->routes[0].truck;
}

static void
test_a_sick_driver_is_replaced (void)
{
  DrayDayScene scene = { NULL };
  g_autoptr (DrayPlanDraft) before = NULL;
  DrayPlanDraft *after;
  GtkWidget *window;
  int truck;

  dray_day_scene_open (&scene, 7 * 60);
  before = dray_plan_draft_ref (dray_day_scene_get_draft (&scene));
  truck = find_waiting (before);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (scene.view), "plan.trouble", "(iii)", (gint32) DRAY_TROUBLE_SICK, (gint32) truck, (gint32) -1));
  window = dray_day_scene_wait_window (&scene, DRAY_TYPE_REPAIR_WINDOW);
  g_assert_true (dray_test_ui_wait (is_ready, window, 30000));
  g_assert_cmpuint (dray_repair_window_get_n (DRAY_REPAIR_WINDOW (window)), >, 0);
  dray_test_ui_spin (300);
  dray_test_ui_keep_picture (window, "day-0530-sick");
  dray_day_scene_press (window, "Take this");
  dray_day_scene_wait_other (&scene, before);
  after = dray_day_scene_get_draft (&scene);
  if (dray_plan_draft_find_route (after, truck) != NULL && dray_plan_draft_find_route (after, truck)->n_stops > 0)
    g_assert_false (dray_id_equal (&after->day->request.trucks[truck].driver, &before->day->request.trucks[truck].driver));
  dray_day_scene_close (&scene);
}

int
main (int    argc,
      char **argv)
{
  if (!dray_day_init (&argc, &argv))
    return 0;
  g_test_add_func ("/day/0530/a-budget-of-moved-stops-is-kept", test_a_budget_is_kept);
  g_test_add_func ("/day/0530/a-sick-driver-is-replaced", test_a_sick_driver_is_replaced);
  return dray_day_run ();
}
