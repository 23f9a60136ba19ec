/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "board-causes.h"
#include "dray-bench.h"
#include "dray-demo.h"
#include "dray-engine.h"
#include "dray-plan-board.h"
#include "dray-plan-view.h"
#include "dray-random.h"
#include "dray-test-folder.h"
#include "dray-test-ui.h"
#include "dray-time-line.h"
#include "dray-units.h"

#include <time.h>

/* The board under the hand: a day of many stops in the real time line on a virtual display. A drag is scripted through the widget's own
 * entrance for what is dragged in from outside; its delta counts from there until the lane's words and its picture are made anew. */

static int n_orders = 2000;
static int n_trucks = 125;
static int n_drags = 500;
static int n_drops = 40;

static const GOptionEntry options[] = {
  { "orders", 0, 0, G_OPTION_ARG_INT, &n_orders, "Orders of the day", "N" },
  { "trucks", 0, 0, G_OPTION_ARG_INT, &n_trucks, "Trucks of the fleet; four in five are driven", "N" },
  { "drags", 0, 0, G_OPTION_ARG_INT, &n_drags, "Pointer motions with a stop", "N" },
  { "drops", 0, 0, G_OPTION_ARG_INT, &n_drops, "Stops that are let go and repaired behind", "N" },
  G_OPTION_ENTRY_NULL
};

static double
cpu_ms (clockid_t clock)
{
  struct timespec at;

  clock_gettime (clock, &at);
  return 1e3 * (double) at.tv_sec + 1e-6 * (double) at.tv_nsec;
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
find_p95 (GArray *values)
{
  g_array_sort (values, compare_doubles);
  return values->len > 0 ? g_array_index (values, double, (values->len - 1) * 95 / 100) : 0;
}

static void
on_open (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (GError) error = NULL;

  *(DrayEngine **) data = dray_engine_open_finish (result, &error);
  if (*(DrayEngine **) data == NULL)
    g_error ("%s", error->message);
}

static void
on_done (DrayPlanJob *job,
         gpointer     done)
{
  *(gboolean *) done = TRUE;
}

static DrayPlanDraft *
plan_day (DrayEngine *engine)
{
  DrayPlanAsk ask = DRAY_PLAN_ASK_INIT;
  g_autoptr (DrayPlanJob) job = NULL;
  gboolean done = FALSE;

  ask.wall_s = 5.0;
  job = dray_engine_plan_day (engine, &ask);
  g_signal_connect (job, "done", G_CALLBACK (on_done), &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  if (dray_plan_job_get_draft (job) == NULL)
    g_error ("%s", dray_plan_job_get_error (job)->message);
  return dray_plan_draft_ref (dray_plan_job_get_draft (job));
}

/* The widget's own picture, made anew as a frame would make it: drawn, and brought to pixels. */
static void
paint (GtkWidget *line)
{
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (line));
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  GTK_WIDGET_GET_CLASS (line)->snapshot (line, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (line), (float) gtk_widget_get_height (line)));
  g_assert_nonnull (texture);
}

static void
measure_open (DrayTimeLine  *line,
              DrayPlanDraft *draft)
{
  double from = cpu_ms (CLOCK_THREAD_CPUTIME_ID);

  dray_time_line_set_draft (line, draft);
  dray_test_ui_spin (1);
  paint (GTK_WIDGET (line));
  dray_bench_report ("plan-open-ms", cpu_ms (CLOCK_THREAD_CPUTIME_ID) - from, "ms", DRAY_BENCH_CPU, "%d stops, %d trucks", draft->day->request.n_tasks, draft->day->request.n_trucks);
}

/* A stop is carried over lanes that can be seen, a pointer motion at a time. */
static void
measure_drags (DrayTimeLine  *line,
               DrayPlanDraft *draft)
{
  g_autoptr (GArray) deltas = g_array_new (FALSE, FALSE, sizeof (double));
  DrayRandom random;
  double stall = 0;
  int task = 0, width = gtk_widget_get_width (GTK_WIDGET (line));

  dray_random_init (&random, 7);
  for (int i = 0; i < n_drags; i++) {
    double from, delta, wall = cpu_ms (CLOCK_MONOTONIC);

    if (i % 10 == 0) {
      dray_time_line_put_down (line);
      task = (int) dray_random_below (&random, (guint32) draft->day->request.n_tasks);
    }
    from = cpu_ms (CLOCK_THREAD_CPUTIME_ID);
    dray_time_line_drag_to (line, task, 220 + dray_random_below (&random, (guint32) MAX (width - 220, 1)), 60 + dray_random_below (&random, 600));
    paint (GTK_WIDGET (line));
    delta = cpu_ms (CLOCK_THREAD_CPUTIME_ID) - from;
    g_array_append_val (deltas, delta);
    /* What the frame leaves of its time is for the other lanes. */
    for (int k = 0; k < 3; k++)
      g_main_context_iteration (NULL, FALSE);
    stall = MAX (stall, cpu_ms (CLOCK_MONOTONIC) - wall);
  }
  dray_bench_report ("drag-delta-p95", find_p95 (deltas), "ms", DRAY_BENCH_CPU, "%d motions over %d stops", n_drags, draft->day->request.n_tasks);
  dray_bench_report ("stall-max-ms", stall, "ms", DRAY_BENCH_WALL, "%d motions, the longest from one to the next", n_drags);
}

static void
measure_repairs (DrayPlanDraft *draft)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  DrayRandom random;

  dray_random_init (&random, 11);
  for (int i = 0; i < n_drops * 20 && (int) times->len < n_drops; i++) {
    int task = (int) dray_random_below (&random, (guint32) draft->day->request.n_tasks), truck = (int) dray_random_below (&random, (guint32) draft->day->request.n_trucks);
    double from = cpu_ms (CLOCK_PROCESS_CPUTIME_ID), took;
    g_autoptr (DrayPlanBoard) board = dray_plan_board_new (draft, NULL);
    g_autoptr (DrayPlanDraft) dropped = board != NULL ? dray_plan_board_drop (board, task, truck, 0, 0.1, NULL) : NULL;

    took = cpu_ms (CLOCK_PROCESS_CPUTIME_ID) - from;
    if (dropped != NULL)
      g_array_append_val (times, took);
  }
  dray_bench_report ("drag-repair-p95", find_p95 (times), "ms", DRAY_BENCH_CPU, "%u drops, each with its board", times->len);
}

static DrayEngine *
open_demo (DrayTestFolder *folder,
           const char     *name,
           int             trucks,
           int             orders)
{
  DrayDemoOptions demo = DRAY_DEMO_OPTIONS_INIT;
  g_autofree char *path = dray_test_folder_path (folder, name);
  g_autoptr (GError) error = NULL;
  DrayEngine *engine = NULL;

  demo.n_orders = orders;
  demo.n_trucks = trucks;
  demo.n_days = 0;
  if (!dray_demo_make (path, &demo, NULL, &error))
    g_error ("%s", error->message);
  dray_engine_open_async (path, DRAY_ENGINE_DEFAULT, NULL, on_open, &engine);
  while (engine == NULL)
    g_main_context_iteration (NULL, TRUE);
  return engine;
}

static void
close_demo (DrayEngine *engine)
{
  dray_engine_stop (engine);
  dray_test_ui_spin (50);
  g_object_unref (engine);
}

/* From the click until the view shows a whole plan: what every thread of the program spends on it. */
static void
measure_first (DrayEngine *engine)
{
  GtkWidget *window = adw_window_new (), *view = dray_plan_view_new (engine, NULL);
  DrayPlanDraft *before;
  double from;

  adw_window_set_content (ADW_WINDOW (window), view);
  dray_test_ui_show (GTK_WINDOW (window), 1500, 800);
  while (dray_plan_view_get_draft (DRAY_PLAN_VIEW (view)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  dray_test_ui_spin (1000);
  before = dray_plan_view_get_shown (DRAY_PLAN_VIEW (view));
  from = cpu_ms (CLOCK_PROCESS_CPUTIME_ID);
  gtk_widget_activate_action (view, "plan.optimise", NULL);
  while (dray_plan_view_get_shown (DRAY_PLAN_VIEW (view)) == before)
    g_main_context_iteration (NULL, TRUE);
  dray_bench_report ("plan-shown-ms", cpu_ms (CLOCK_PROCESS_CPUTIME_ID) - from, "ms", DRAY_BENCH_CPU, "%d orders of the day, from the click", dray_plan_view_get_shown (DRAY_PLAN_VIEW (view))->day->request.n_tasks);
  gtk_window_destroy (GTK_WINDOW (window));
  dray_test_ui_spin (200);
}

static void
measure_usual_day (DrayTestFolder *folder)
{
  DrayEngine *engine = open_demo (folder, "usual", 60, 400);
  DrayPlanDraft *draft = plan_day (engine);

  measure_first (engine);
  board_causes_measure (draft, 200);
  dray_plan_draft_unref (draft);
  close_demo (engine);
}

int
main (int    argc,
      char **argv)
{
  DrayTestFolder *folder;
  DrayEngine *engine;
  DrayPlanDraft *draft;
  GtkWidget *window, *line;

  dray_bench_init (&argc, &argv, options);
  if (!dray_test_ui_init (&argc, &argv))
    return 0;
  folder = dray_test_folder_new ();
  measure_usual_day (folder);
  engine = open_demo (folder, "demo", n_trucks, n_orders);
  draft = plan_day (engine);

  window = adw_window_new ();
  line = dray_time_line_new ();
  adw_window_set_content (ADW_WINDOW (window), line);
  dray_test_ui_show (GTK_WINDOW (window), 1500, 700);
  measure_open (DRAY_TIME_LINE (line), draft);
  dray_test_ui_spin (300);
  measure_drags (DRAY_TIME_LINE (line), draft);
  measure_repairs (draft);

  gtk_window_destroy (GTK_WINDOW (window));
  dray_plan_draft_unref (draft);
  close_demo (engine);
  dray_test_ui_finish ();
  dray_test_folder_remove (folder);
  return 0;
}
