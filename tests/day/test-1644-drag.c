/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-day-scene.h"

#include "dray-plan-board.h"
#include "dray-time-line-private.h"

#include <gdk/gdkkeysyms.h>

/* 16:44: a stop is taken to another truck. Where nothing is in the way it goes there; where a promise is stretched she says why; where a rule
 * may never be broken it stays where it was. */

typedef struct {
  int task;
  int from;
  int truck;
  int position;
} Move;

/* The first move of a stop that the rules class so; in its own lane too where @in_lane. */
static gboolean
find_move (DrayPlanDraft *draft,
           DrayRuleClass  wanted,
           gboolean       in_lane,
           Move          *move)
{
  g_autoptr (DrayPlanBoard) board = dray_plan_board_new (draft, NULL);

  g_assert_nonnull (board);
  for (int task = 0; task < draft->day->request.n_tasks; task++) {
    int from = dray_day_scene_find_truck (draft, task);

    for (int truck = 0; from >= 0 && truck < draft->day->request.n_trucks; truck++) {
      const DrayDraftRoute *route = dray_plan_draft_find_route (draft, truck);
      int n = 0;

      int own = -1;

      for (int i = 0; route != NULL && i < route->n_stops; i++) {
        if (!route->stops[i].loads && route->stops[i].task == task)
          own = n;
        n += !route->stops[i].loads;
      }
      if (truck == from && !in_lane)
        continue;
      /* In its own lane it goes to the left, so that the block which it is to stand before is the one that is pointed at. */
      for (int position = 0; position < (own >= 0 ? own : n); position++) {
        g_auto (DrayPlanTry) attempt = { 0 };

        dray_plan_board_try_move (board, task, truck, position, &attempt);
        if (attempt.verdict == wanted) {
          *move = (Move) { task, from, truck, position };
          return TRUE;
        }
      }
    }
  }
  return FALSE;
}

static void
carry_by_keys (DrayDayScene *scene,
               const Move   *move)
{
  DrayTimeLine *line = dray_plan_view_get_time_line (scene->view);
  guint step = move->truck > move->from ? GDK_KEY_Down : GDK_KEY_Up;
  int n_stops = dray_plan_draft_find_route (dray_day_scene_get_draft (scene), move->from)->n_stops;

  gtk_widget_grab_focus (GTK_WIDGET (line));
  dray_time_line_select (line, move->task);
  /* To the first place of its own lane, to the other lane, and along it. */
  for (int i = 0; i < n_stops; i++)
    dray_test_ui_key (GDK_KEY_Left, i == 0);
  for (int i = 0; i < ABS (move->truck - move->from); i++)
    dray_test_ui_key (step, FALSE);
  for (int i = 0; i < move->position; i++)
    dray_test_ui_key (GDK_KEY_Right, FALSE);
  dray_test_ui_spin (200);
  g_assert_cmpint (dray_time_line_get_carried (line), ==, move->task);
}

/* From the block onto the left end of the one that it is to stand before. */
static void
carry_by_pointer (DrayDayScene *scene,
                  const Move   *move)
{
  DrayTimeLine *line = dray_plan_view_get_time_line (scene->view);
  g_autofree int *tasks = g_new (int, dray_day_scene_get_draft (scene)->day->request.n_tasks + 1);
  graphene_rect_t from, to;

  dray_time_line_list_tasks (line, move->truck, -1, tasks);
  g_assert_true (dray_time_line_find_stop (line, move->task, &from));
  g_assert_true (dray_time_line_find_stop (line, tasks[move->position], &to));
  dray_test_ui_drag (GTK_WIDGET (line), from.origin.x + from.size.width / 2, from.origin.y + from.size.height / 2, to.origin.x + 1, to.origin.y + to.size.height / 2);
  dray_test_ui_spin (200);
}

static void
test_a_stop_goes_where_nothing_is_in_the_way (void)
{
  DrayDayScene scene = { NULL };
  g_autoptr (DrayPlanDraft) before = NULL;
  Move move;

  dray_day_scene_open (&scene, 7 * 60);
  before = dray_plan_draft_ref (dray_day_scene_get_draft (&scene));
  g_assert_true (find_move (before, DRAY_RULE_PLAIN, TRUE, &move));
  carry_by_pointer (&scene, &move);
  dray_day_scene_wait_other (&scene, before);
  g_assert_cmpint (dray_day_scene_find_truck (dray_day_scene_get_draft (&scene), move.task), ==, move.truck);
  dray_day_scene_close (&scene);
}

static void
test_a_stretched_rule_asks_for_a_reason (void)
{
  DrayDayScene scene = { NULL };
  g_autoptr (DrayPlanDraft) before = NULL;
  Move move;

  dray_day_scene_open (&scene, 7 * 60);
  before = dray_plan_draft_ref (dray_day_scene_get_draft (&scene));
  g_assert_true (find_move (before, DRAY_RULE_REASON, TRUE, &move));
  carry_by_keys (&scene, &move);
  dray_test_ui_keep_picture (scene.window, "day-1644-amber");
  dray_test_ui_key (GDK_KEY_Return, FALSE);
  dray_day_scene_wait_window (&scene, ADW_TYPE_MESSAGE_DIALOG);
  g_assert_true (dray_day_scene_get_draft (&scene) == before);
  dray_test_ui_type ("agreed");
  dray_test_ui_spin (200);
  dray_test_ui_key (GDK_KEY_Return, FALSE);
  dray_day_scene_wait_other (&scene, before);
  g_assert_cmpint (dray_day_scene_find_truck (dray_day_scene_get_draft (&scene), move.task), ==, move.truck);
  dray_day_scene_close (&scene);
}

static void
test_without_a_reason_it_stays (void)
{
  DrayDayScene scene = { NULL };
  g_autoptr (DrayPlanDraft) before = NULL;
  Move move;

  dray_day_scene_open (&scene, 7 * 60);
  before = dray_plan_draft_ref (dray_day_scene_get_draft (&scene));
  g_assert_true (find_move (before, DRAY_RULE_REASON, TRUE, &move));
  carry_by_keys (&scene, &move);
  dray_test_ui_key (GDK_KEY_Return, FALSE);
  dray_day_scene_wait_window (&scene, ADW_TYPE_MESSAGE_DIALOG);
  dray_test_ui_key (GDK_KEY_Escape, FALSE);
  dray_test_ui_spin (1000);
  g_assert_true (dray_day_scene_get_draft (&scene) == before);
  dray_day_scene_close (&scene);
}

static void
test_what_may_never_be_stays (void)
{
  DrayDayScene scene = { NULL };
  g_autoptr (DrayPlanDraft) before = NULL;
  Move move;

  dray_day_scene_open (&scene, 7 * 60);
  before = dray_plan_draft_ref (dray_day_scene_get_draft (&scene));
  g_assert_true (find_move (before, DRAY_RULE_NEVER, FALSE, &move));
  carry_by_keys (&scene, &move);
  dray_test_ui_keep_picture (scene.window, "day-1644-red");
  dray_test_ui_key (GDK_KEY_Return, FALSE);
  dray_test_ui_spin (1000);
  g_assert_null (dray_day_scene_find_window (ADW_TYPE_MESSAGE_DIALOG));
  g_assert_true (dray_day_scene_get_draft (&scene) == before);
  dray_day_scene_close (&scene);
}

int
main (int    argc,
      char **argv)
{
  if (!dray_day_init (&argc, &argv))
    return 0;
  g_test_add_func ("/day/1644/a-stop-goes-where-nothing-is-in-the-way", test_a_stop_goes_where_nothing_is_in_the_way);
  g_test_add_func ("/day/1644/a-stretched-rule-asks-for-a-reason", test_a_stretched_rule_asks_for_a_reason);
  g_test_add_func ("/day/1644/without-a-reason-it-stays", test_without_a_reason_it_stays);
  g_test_add_func ("/day/1644/what-may-never-be-stays", test_what_may_never_be_stays);
  return dray_day_run ();
}
