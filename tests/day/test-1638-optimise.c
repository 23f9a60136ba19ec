/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-day-scene.h"

#include "dray-plan-compare.h"

#include <gdk/gdkkeysyms.h>

/* 16:38: she optimises, watches the curve fall, keeps the plan; it says what it saves at equal orders served, and nothing is lost by it. */

static void
optimise (gboolean by_keys)
{
  DrayDayScene scene = { NULL };
  g_autoptr (DrayPlanDraft) before = NULL;
  g_autoptr (GError) error = NULL;
  DrayPlanSavings savings;
  DrayPlanDraft *after;

  dray_day_scene_open (&scene, 7 * 60);
  before = dray_plan_draft_ref (dray_day_scene_get_draft (&scene));
  gtk_widget_grab_focus (GTK_WIDGET (dray_plan_view_get_time_line (scene.view)));
  dray_day_scene_replan (&scene, by_keys);
  after = dray_day_scene_get_draft (&scene);
  dray_test_ui_keep_picture (scene.window, by_keys ? "day-1638-keys" : "day-1638-kept");

  g_assert_true (dray_plan_check (after->plan, after->problem, &error));
  g_assert_no_error (error);
  dray_plan_compare_costs (before, after, &savings);
  g_test_message ("it saves %.2f and %.1f km", (double) savings.cost_minor / 100.0, (double) savings.distance_m / 1000.0);
  for (int i = 0; i < after->draft->n_unplaced; i++)
    g_assert_nonnull (dray_plan_draft_find_reason (after, after->draft->unplaced[i]));
  dray_test_ui_key (GDK_KEY_z, TRUE);
  dray_test_ui_spin (200);
  g_assert_true (dray_day_scene_get_draft (&scene) == before);
  dray_day_scene_close (&scene);
}

static void
test_by_the_pointer (void)
{
  optimise (FALSE);
}

static void
test_by_keys (void)
{
  optimise (TRUE);
}

int
main (int    argc,
      char **argv)
{
  if (!dray_day_init (&argc, &argv))
    return 0;
  g_test_add_func ("/day/1638/the-day-is-optimised-and-the-plan-is-kept", test_by_the_pointer);
  g_test_add_func ("/day/1638/the-same-by-keys-alone", test_by_keys);
  return dray_day_run ();
}
