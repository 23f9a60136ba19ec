/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-demo-copy.h"
#include "dray-engine-figures.h"
#include "dray-fact-source.h"
#include "dray-order.h"
#include "dray-stop.h"
#include "dray-units.h"

#include <string.h>

/* Figures through the engine's header, on the records of a small demo. */

typedef struct {
  GPtrArray *results;
  GArray    *rows;
  GError    *error;
  gboolean   done;
} Answer;

static void
answer_clear (Answer *self)
{
  g_clear_pointer (&self->results, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, answer_clear)

static void
wait_for (const gboolean *done)
{
  while (!*done)
    g_main_context_iteration (NULL, TRUE);
}

static void
on_measured (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  Answer *answer = data;

  answer->results = dray_engine_measure_finish (DRAY_ENGINE (source), result, &answer->error);
  answer->done = TRUE;
}

static void
on_rows (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  Answer *answer = data;

  answer->rows = dray_engine_list_rows_finish (DRAY_ENGINE (source), result, &answer->error);
  answer->done = TRUE;
}

static const DrayFigureAsk today = { .first_day = 0, .last_day = DRAY_NEVER };

static Answer
measure (DrayDemoCopy        *copy,
         const char          *kpi,
         const DrayFigureAsk *ask)
{
  Answer answer = { 0 };

  dray_engine_measure_async (copy->engine, (const char *const[]) { kpi, NULL }, ask, NULL, on_measured, &answer);
  wait_for (&answer.done);
  return answer;
}

/* Every one of them has a value today, or a reason for having none. */
static void
test_every_figure_is_a_number_or_a_sentence (DrayDemoCopy  *copy,
                                             gconstpointer  data G_GNUC_UNUSED)
{
  guint n;
  const DrayKpi *const *kpis = dray_kpi_get_all (&n);

  for (guint i = 0; i < n; i++) {
    g_auto (Answer) answer = measure (copy, kpis[i]->id, &today);

    g_assert_no_error (answer.error);
    const DrayKpiResult *result = answer.results->pdata[0];
    g_assert_cmpint (result->first_day, ==, DRAY_DEMO_DAY_US / DRAY_US_PER_S / DRAY_S_PER_DAY);
    g_assert_true ((result->now.state == DRAY_FIGURE_KNOWN) == (dray_figure_get_reason (&result->now, kpis[i]) == NULL));
  }
}

/* Each KPI's columns are columns of its fact source, so that none fails when somebody asks for it. */
static void
test_every_kpi_finds_its_facts (void)
{
  guint n;
  const DrayKpi *const *kpis = dray_kpi_get_all (&n);

  for (guint i = 0; i < n; i++) {
    for (int t = 0; t < kpis[i]->n_terms; t++) {
      const DrayFactSource *source = dray_fact_source_find (kpis[i]->terms[t].facts);

      g_assert_nonnull (source);
      g_assert_nonnull (dray_fact_source_find_field (source, "id"));
      for (int c = 0; kpis[i]->terms[t].columns[c] != NULL; c++)
        g_assert_nonnull (dray_fact_source_find_field (source, kpis[i]->terms[t].columns[c]));
    }
  }
}

static void
test_an_unknown_figure_is_an_error (DrayDemoCopy  *copy,
                                    gconstpointer  data G_GNUC_UNUSED)
{
  g_auto (Answer) answer = measure (copy, "happiness", &today);

  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_ten_years_can_be_cancelled (DrayDemoCopy  *copy,
                                 gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  DrayFigureAsk decade = { .first_day = -3600, .last_day = DRAY_NEVER };
  g_auto (Answer) answer = { 0 };

  dray_engine_measure_async (copy->engine, (const char *const[]) { "on-time", NULL }, &decade, cancellable, on_measured, &answer);
  g_cancellable_cancel (cancellable);
  wait_for (&answer.done);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The rows of "orders" are the day's orders, and each of them is one. */
static void
test_rows_lead_to_the_orders (DrayDemoCopy  *copy,
                              gconstpointer  data G_GNUC_UNUSED)
{
  g_auto (Answer) figure = measure (copy, "orders", &today), answer = { 0 };
  const DrayKpiResult *result = figure.results->pdata[0];

  dray_engine_list_rows_async (copy->engine, "orders", &today, DRAY_KPI_COUNTED, NULL, on_rows, &answer);
  wait_for (&answer.done);
  g_assert_no_error (answer.error);
  g_assert_cmpuint (answer.rows->len, ==, (guint) result->now.value);
  g_assert_cmpuint (answer.rows->len, >, 0);
  g_assert_false (dray_id_is_none (&g_array_index (answer.rows, DrayKpiRow, 0).id));
}

static void
on_watch_changed (DrayFigureWatch *watch,
                  gpointer         count)
{
  (*(int *) count)++;
}

static void
on_stops (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  *(GPtrArray **) data = dray_workspace_select_finish (DRAY_WORKSPACE (source), result, NULL);
}

static DrayId
find_stop (DrayDemoCopy *copy)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_stop_table);
  g_autoptr (GPtrArray) stops = NULL;

  dray_query_set_limit (query, 1);
  dray_workspace_select_async (dray_engine_get_workspace (copy->engine), query, NULL, on_stops, &stops);
  while (stops == NULL)
    g_main_context_iteration (NULL, TRUE);
  return ((const DrayRow *) stops->pdata[0])->id;
}

static void
arrive (DrayDemoCopy *copy,
        const DrayId *stop)
{
  DrayWorkspace *workspace = dray_engine_get_workspace (copy->engine);
  DrayIntent *intent = dray_intent_new (dray_workspace_get_schema (workspace), "stop.arrive");

  dray_intent_set_id (intent, "stop", stop);
  dray_intent_set_integer (intent, "at_us", DRAY_DEMO_DAY_US);
  dray_workspace_submit_async (workspace, intent, NULL, NULL, NULL);
}

static void
test_an_event_shows_in_todays_figures (DrayDemoCopy  *copy,
                                       gconstpointer  data G_GNUC_UNUSED)
{
  DrayId stop = find_stop (copy);
  DrayFigureWatch *watch = dray_figure_watch_new (copy->engine, (const char *const[]) { "on-time", "alarms", NULL });
  int n_changed = 0;

  g_signal_connect (watch, "changed", G_CALLBACK (on_watch_changed), &n_changed);
  while (n_changed == 0)
    g_main_context_iteration (NULL, TRUE);
  DrayFigure before = dray_figure_watch_get_result (watch, 0)->now;
  arrive (copy, &stop);
  while (n_changed == 1)
    g_main_context_iteration (NULL, TRUE);
  DrayFigure after = dray_figure_watch_get_result (watch, 0)->now;
  g_assert_cmpfloat (after.part, ==, before.part + 1.0);
  g_assert_cmpint (dray_figure_watch_get_result (watch, 1)->now.state, ==, DRAY_FIGURE_KNOWN);
  dray_figure_watch_stop (watch);
  g_assert_finalize_object (watch);
}

static void
open_standing (DrayDemoCopy  *copy,
               gconstpointer  data)
{
  dray_demo_copy_set_up (copy, data);
  dray_demo_copy_close (copy);
  dray_demo_copy_open (copy, DRAY_ENGINE_DEFAULT);
}

#define ADD(name, func) g_test_add ("/engine/figures/" name, DrayDemoCopy, NULL, open_standing, func, dray_demo_copy_tear_down)

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dray_demo_copy_make_original (8000, 8, 40);
  g_test_add_func ("/engine/figures/every-kpi-finds-its-facts", test_every_kpi_finds_its_facts);
  ADD ("every-figure-is-a-number-or-a-sentence", test_every_figure_is_a_number_or_a_sentence);
  ADD ("an-unknown-figure-is-an-error", test_an_unknown_figure_is_an_error);
  ADD ("ten-years-can-be-cancelled", test_ten_years_can_be_cancelled);
  ADD ("rows-lead-to-the-orders", test_rows_lead_to_the_orders);
  ADD ("an-event-shows-in-todays-figures", test_an_event_shows_in_todays_figures);
  status = g_test_run ();
  dray_demo_copy_remove_original ();
  return status;
}
