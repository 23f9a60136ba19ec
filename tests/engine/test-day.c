/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-alarm.h"
#include "dray-demo-copy.h"
#include "dray-fence-event.h"
#include "dray-message.h"
#include "dray-order.h"
#include "dray-plan-board.h"
#include "dray-route.h"
#include "dray-stop.h"
#include "dray-task.h"
#include "dray-units.h"

#include <string.h>

/* The dispatcher's day, played through the engine's header with no window in sight: trucks leave and arrive, one breaks down and another
 * takes its goods over, a customer is closed, one asks for a slot. Twice from copies of one demo: the same records come of it. */

#define MINUTES(n) ((n) * DRAY_S_PER_MINUTE * DRAY_US_PER_S)
#define HOUR(h, m) (DRAY_DEMO_DAY_US + MINUTES (60 * (h) + (m)))

/* Of dray-visit.h, whose names of fields the solver has for other things. */
extern const DrayTable dray_visit_table;

typedef struct {
  gboolean       done;
  GError        *error;
  GPtrArray     *found;
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
on_played (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  Answer *answer = data;

  dray_engine_play_finish (DRAY_ENGINE (source), result, &answer->error);
  answer->done = TRUE;
}

static void
play_until (DrayDemoCopy *copy,
            gint64        until_us)
{
  Answer answer = { FALSE };

  dray_engine_play_async (copy->engine, until_us, 0.0, NULL, on_played, &answer);
  wait_for (&answer);
  g_assert_cmpint (dray_clock_now_us (dray_engine_get_clock (copy->engine)), ==, until_us);
}

static void
on_repairs (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  Answer *answer = data;

  answer->found = dray_engine_find_repairs_finish (DRAY_ENGINE (source), result, &answer->error);
  answer->done = TRUE;
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

static void
on_selected (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  Answer *answer = data;

  answer->found = dray_workspace_select_finish (DRAY_WORKSPACE (source), result, &answer->error);
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
  return answer.found;
}

static void
write_value (GString         *line,
             const DrayValue *value)
{
  char id[DRAY_ID_TEXT_LENGTH + 1];

  if (value->kind == DRAY_VALUE_INTEGER) {
    g_string_append_printf (line, "%" G_GINT64_FORMAT, value->integer);
  } else if (value->kind == DRAY_VALUE_TEXT) {
    g_string_append (line, value->text);
  } else if (value->kind == DRAY_VALUE_ID) {
    dray_id_write (&value->id, id);
    g_string_append (line, id);
  }
}

static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  return dray_id_compare (&(*(DrayRow *const *) a)->id, &(*(DrayRow *const *) b)->id);
}

static char *
write_row (const DrayTable *table,
           const DrayRow   *row)
{
  GString *line = g_string_new (table->name);
  char id[DRAY_ID_TEXT_LENGTH + 1];

  dray_id_write (&row->id, id);
  g_string_append_printf (line, " %s", id);
  for (int f = 0; f < table->n_fields; f++) {
    g_string_append_printf (line, " %s=", table->fields[f].name);
    write_value (line, &row->values[f]);
  }
  return g_string_free (line, FALSE);
}

/* Every cell of what a day changes, a line a row. */
static GPtrArray *
write_state (DrayDemoCopy *copy)
{
  static const DrayTable *const tables[] = { &dray_order_table, &dray_task_table, &dray_route_table, &dray_stop_table, &dray_visit_table, &dray_alarm_table,
                                             &dray_fence_event_table, &dray_message_table };
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);

  for (gsize t = 0; t < G_N_ELEMENTS (tables); t++) {
    g_autoptr (GPtrArray) rows = select_all (copy, tables[t]);

    g_ptr_array_sort (rows, compare_rows);
    for (guint i = 0; i < rows->len; i++)
      g_ptr_array_add (lines, write_row (tables[t], rows->pdata[i]));
  }
  return lines;
}

static char *
hash_state (const GPtrArray *lines)
{
  g_autoptr (GChecksum) hash = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < lines->len; i++)
    g_checksum_update (hash, lines->pdata[i], (gssize) strlen (lines->pdata[i]) + 1);
  return g_strdup (g_checksum_get_string (hash));
}

/* Says which rows are in @lines alone. */
static void
tell_only_in (const GPtrArray *lines,
              const GPtrArray *others,
              const char      *which)
{
  for (guint i = 0; i < lines->len; i++)
    if (!g_ptr_array_find_with_equal_func ((GPtrArray *) others, lines->pdata[i], g_str_equal, NULL))
      g_test_message ("only %s: %s", which, (const char *) lines->pdata[i]);
}

static guint
count_set (DrayDemoCopy    *copy,
           const DrayTable *table,
           int              field)
{
  g_autoptr (GPtrArray) rows = select_all (copy, table);
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    n += dray_row_has (rows->pdata[i], field);
  return n;
}

static GPtrArray *
find_repairs (DrayDemoCopy      *copy,
              const DrayTrouble *trouble)
{
  Answer answer = { FALSE };

  dray_engine_find_repairs_async (copy->engine, trouble, 300, NULL, on_repairs, &answer);
  wait_for (&answer);
  return answer.found;
}

static void
release (DrayDemoCopy  *copy,
         DrayPlanDraft *draft,
         int            truck)
{
  Answer answer = { FALSE };

  dray_engine_release_async (copy->engine, draft, truck, NULL, on_released, &answer);
  wait_for (&answer);
}

static void
on_done (DrayPlanJob *job G_GNUC_UNUSED,
         gpointer     done)
{
  *(gboolean *) done = TRUE;
}

static DrayPlanJob *
plan_rest (DrayDemoCopy *copy)
{
  DrayPlanAsk ask = DRAY_PLAN_ASK_INIT;
  DrayPlanJob *job;
  gboolean done = FALSE;

  ask.live = TRUE;
  ask.iterations = 300;
  ask.wall_s = 0.0;
  ask.churn_budget = 6;
  job = dray_engine_plan_day (copy->engine, &ask);
  g_signal_connect (job, "done", G_CALLBACK (on_done), &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (dray_plan_job_get_error (job));
  return job;
}

static int
find_loaded (const DrayPlanDay *day,
             int                but)
{
  for (int v = 0; v < day->request.n_trucks; v++)
    if (v != but && day->request.live[v].n_aboard > 2)
      return v;
  return -1;
}

/* 07:12 and after: a truck breaks down; the best repair is released, to whoever has to be told. Returns: its number in the day */
static int
repair_breakdown (DrayDemoCopy *copy)
{
  g_autoptr (DrayPlanJob) job = plan_rest (copy);
  DrayPlanDay *day = dray_plan_job_get_draft (job)->day;
  int broken = find_loaded (day, -1);
  DrayTrouble trouble = { .kind = DRAY_TROUBLE_BREAKDOWN };
  g_autoptr (GPtrArray) repairs = NULL;

  g_assert_cmpint (broken, >=, 0);
  trouble.truck = day->request.trucks[broken].truck;
  repairs = find_repairs (copy, &trouble);
  g_assert_cmpuint (repairs->len, >, 0);
  release (copy, ((DrayPlanRepair *) repairs->pdata[0])->draft, -1);
  return broken;
}

/* 09:40: a customer is closed; the goods stay aboard until it opens. */
static void
repair_closed (DrayDemoCopy *copy,
               int           but)
{
  g_autoptr (DrayPlanJob) job = plan_rest (copy);
  DrayPlanDay *day = dray_plan_job_get_draft (job)->day;
  int truck = find_loaded (day, but);
  DrayTrouble trouble = { .kind = DRAY_TROUBLE_CLOSED, .again_us = HOUR (14, 0) };
  g_autoptr (GPtrArray) repairs = NULL;

  if (truck < 0)
    return;
  trouble.task = day->request.tasks[day->request.live[truck].aboard[1]].id;
  repairs = find_repairs (copy, &trouble);
  for (guint i = 0; i < repairs->len; i++) {
    DrayPlanRepair *repair = repairs->pdata[i];

    if (repair->kind == DRAY_REPAIR_LATER_TODAY)
      release (copy, repair->draft, truck);
  }
}

/* 10:20: somebody asks for a slot. */
static void
quote_slot (DrayDemoCopy *copy)
{
  g_autoptr (DrayPlanJob) job = plan_rest (copy);
  DrayPlanDraft *draft = dray_plan_job_get_draft (job);
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayPlanBoard) board = dray_plan_board_new (draft, &error);
  DrayPlanOffer offers[3];

  g_assert_no_error (error);
  for (int task = 0; task < draft->day->request.n_tasks; task++) {
    int n = dray_plan_board_quote (board, task, offers, 3);

    for (int i = 0; i < n; i++) {
      g_assert_cmpint (offers[i].begin_us, >=, draft->day->request.start_us);
      g_assert_true (i == 0 || offers[i].price_minor >= offers[i - 1].price_minor);
    }
  }
}

static GPtrArray *
play_day (DrayDemoCopy *copy)
{
  int broken;

  dray_demo_copy_close (copy);
  dray_demo_copy_open (copy, DRAY_ENGINE_SIMULATE | DRAY_ENGINE_PAUSED);
  g_assert_no_error (copy->error);
  play_until (copy, HOUR (7, 12));
  g_assert_cmpuint (count_set (copy, &dray_stop_table, DRAY_STOP_ARRIVED_US), >, 0);
  broken = repair_breakdown (copy);
  play_until (copy, HOUR (9, 40));
  repair_closed (copy, broken);
  play_until (copy, HOUR (10, 20));
  quote_slot (copy);
  play_until (copy, HOUR (18, 0));
  return write_state (copy);
}

static GPtrArray *first_state;

static void
test_the_day_is_played (DrayDemoCopy  *copy,
                        gconstpointer  data G_GNUC_UNUSED)
{
  guint n_arrived;

  first_state = play_day (copy);
  n_arrived = count_set (copy, &dray_stop_table, DRAY_STOP_ARRIVED_US);
  g_assert_cmpuint (n_arrived, >, 20);
  g_assert_cmpuint (count_set (copy, &dray_stop_table, DRAY_STOP_DEPARTED_US), <=, n_arrived);
}

static void
test_the_same_day_comes_to_the_same_records (DrayDemoCopy  *copy,
                                             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) state = play_day (copy);
  g_autofree char *first_hash = hash_state (first_state), *hash = hash_state (state);

  tell_only_in (first_state, state, "the first time");
  tell_only_in (state, first_state, "the second time");
  g_assert_cmpstr (hash, ==, first_hash);
}

static void
test_a_demo_that_was_open_goes_on_where_its_records_stand (DrayDemoCopy  *copy,
                                                           gconstpointer  data G_GNUC_UNUSED)
{
  guint n_arrived, n_finished = 0;
  gint64 now_us;

  dray_demo_copy_close (copy);
  dray_demo_copy_open (copy, DRAY_ENGINE_SIMULATE | DRAY_ENGINE_PAUSED);
  play_until (copy, HOUR (9, 0));
  n_arrived = count_set (copy, &dray_stop_table, DRAY_STOP_ARRIVED_US);
  dray_demo_copy_close (copy);

  dray_demo_copy_open (copy, DRAY_ENGINE_SIMULATE | DRAY_ENGINE_PAUSED);
  g_assert_no_error (copy->error);
  now_us = dray_clock_now_us (dray_engine_get_clock (copy->engine));
  g_assert_cmpint (now_us, >, HOUR (8, 30));
  g_assert_cmpint (now_us, <=, HOUR (9, 0));
  play_until (copy, HOUR (19, 0));
  g_assert_cmpuint (count_set (copy, &dray_stop_table, DRAY_STOP_ARRIVED_US), >, n_arrived);
  /* Every truck comes home: nothing was driven twice or forgotten. */
  g_autoptr (GPtrArray) routes = select_all (copy, &dray_route_table), stops = select_all (copy, &dray_stop_table);
  for (guint i = 0; i < routes->len; i++)
    n_finished += g_strcmp0 (dray_row_get_text (routes->pdata[i], DRAY_ROUTE_STATUS), "finished") == 0;
  g_assert_cmpuint (n_finished, ==, routes->len);
  g_assert_cmpuint (count_set (copy, &dray_stop_table, DRAY_STOP_DEPARTED_US), ==, stops->len);
}

#define ADD(path, func) g_test_add ("/engine/day/" path, DrayDemoCopy, NULL, dray_demo_copy_set_up, func, dray_demo_copy_tear_down)

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dray_demo_copy_make_original (8000, 8, 40);
  ADD ("the-day-is-played", test_the_day_is_played);
  ADD ("the-same-day-comes-to-the-same-records", test_the_same_day_comes_to_the_same_records);
  ADD ("a-demo-that-was-open-goes-on-where-its-records-stand", test_a_demo_that_was_open_goes_on_where_its_records_stand);
  status = g_test_run ();
  g_clear_pointer (&first_state, g_ptr_array_unref);
  dray_demo_copy_remove_original ();
  return status;
}
