/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-bench.h"
#include "dray-demo.h"
#include "dray-fleet-schema.h"
#include "dray-plan-board.h"
#include "dray-plan-roads.h"
#include "dray-sim-clock.h"
#include "dray-test-folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The demo's day, 400 orders and 60 trucks, planned from its records: how long until the first whole plan stands (reading, roads and
 * insertion), how good it is after fifteen seconds against the best of all runs kept in tests/data/planner/best.txt, and how long a quote
 * of three slots and a question of a drag take. */

static int n_trucks = 60;
static int n_orders = 400;
static int n_segments = 60000;
static int n_seeds = 1;
static double search_s = 15.0;
static char *best_path;

static const GOptionEntry options[] = {
  { "trucks", 0, 0, G_OPTION_ARG_INT, &n_trucks, "Trucks of the demo", "N" },
  { "orders", 0, 0, G_OPTION_ARG_INT, &n_orders, "Orders of the demo", "N" },
  { "segments", 0, 0, G_OPTION_ARG_INT, &n_segments, "Road segments of the demo", "N" },
  { "seeds", 0, 0, G_OPTION_ARG_INT, &n_seeds, "Searches for the gap", "N" },
  { "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &search_s, "Processor seconds of each search", "S" },
  { "best", 0, 0, G_OPTION_ARG_FILENAME, &best_path, "Where the best cost of all runs is kept", "FILE" },
  { NULL },
};

typedef struct {
  DrayStore     *store;
  DrayRegion    *region;
  DrayPlanRoads *roads;
  double         cpu_s; /* when its search began */
  double         first_s;
} Bench;

static void
stop_if (GError *error)
{
  if (error == NULL)
    return;
  fprintf (stderr, "bench-planner: %s\n", error->message);
  exit (1);
}

static void
open_demo (Bench          *bench,
           DrayTestFolder *folder)
{
  DrayDemoOptions demo = DRAY_DEMO_OPTIONS_INIT;
  g_autofree char *path = dray_test_folder_path (folder, "demo");
  g_autofree char *store_path = g_build_filename (path, DRAY_DEMO_WORKSPACE, NULL), *region_path = g_build_filename (path, DRAY_DEMO_REGION, NULL);
  g_autoptr (DrayClock) clock = DRAY_CLOCK (dray_sim_clock_new (DRAY_DEMO_OPENS_US));
  g_autoptr (DraySchema) schema = NULL;
  GError *error = NULL;

  demo.n_trucks = n_trucks;
  demo.n_orders = n_orders;
  demo.n_segments = n_segments;
  dray_demo_make (path, &demo, NULL, &error);
  stop_if (error);
  schema = dray_fleet_schema_new (&error);
  stop_if (error);
  bench->store = dray_store_open (store_path, schema, &(DrayStoreOptions) { .clock = clock }, &error);
  stop_if (error);
  bench->region = dray_region_open (region_path, &error);
  stop_if (error);
}

static DrayPlanDay *
read_day (Bench *bench)
{
  DrayPlanAsk ask = DRAY_PLAN_ASK_INIT;
  GError *error = NULL;
  DrayPlanDay *day;

  ask.now_us = DRAY_DEMO_OPENS_US;
  day = dray_plan_day_read (bench->store, &ask, &error);
  stop_if (error);
  dray_plan_roads_fill (bench->roads, day, 1, NULL, &error);
  stop_if (error);
  return day;
}

static DrayPlanDraft *
search (Bench                    *bench G_GNUC_UNUSED,
        DrayPlanDay              *day,
        const DrayPlannerOptions *how)
{
  GError *error = NULL;
  DrayPlanDraft *draft = dray_plan_draft_make (day, how, &error);

  stop_if (error);
  return draft;
}

/* From nothing: no roads are known yet. */
static void
measure_first (Bench *bench)
{
  double times[5];

  for (int i = 0; i < 5; i++) {
    double from_s = dray_bench_cpu_s ();

    g_clear_pointer (&bench->roads, dray_plan_roads_unref);
    bench->roads = dray_plan_roads_new (bench->region);
    g_autoptr (DrayPlanDay) day = read_day (bench);
    DrayPlannerOptions how = { .seed = 1, .iterations = 1, .threads = 1 };
    g_autoptr (DrayPlanDraft) draft = search (bench, day, &how);
    times[i] = 1000.0 * (dray_bench_cpu_s () - from_s);
  }
  dray_bench_report ("plan-first-ms", dray_bench_median (times, 5), "ms", DRAY_BENCH_CPU, "%d orders, %d trucks, %d places, records to draft", n_orders, n_trucks,
                     n_orders);
}

/* The best cost of all runs: kept in a file, one line for a size of work. */
static gint64
read_best (const char *work)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gint64 best = G_MAXINT64;

  if (best_path == NULL || !g_file_get_contents (best_path, &text, NULL, NULL))
    return best;
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++) {
    if (g_str_has_prefix (*line, work))
      best = MIN (best, g_ascii_strtoll (*line + strlen (work), NULL, 10));
  }
  return best;
}

/* An unplaced task costs as much as a dedicated run would: more than any saving that leaves it out. */
#define UNPLACED_MINOR 100000

static void
measure_gap (Bench *bench)
{
  g_autofree char *work = g_strdup_printf ("%d %d %d ", n_segments, n_trucks, n_orders);
  gint64 best = read_best (work), sum = 0;
  g_autofree gint64 *costs = g_new0 (gint64, n_seeds);

  for (int i = 0; i < n_seeds; i++) {
    g_autoptr (DrayPlanDay) day = read_day (bench);
    DrayPlannerOptions how = { .seed = (guint64) i + 1, .wall_s = search_s, .threads = 1 };
    g_autoptr (DrayPlanDraft) draft = search (bench, day, &how);

    costs[i] = draft->draft->cost_minor + draft->draft->n_unplaced * (gint64) UNPLACED_MINOR;
    best = MIN (best, costs[i]);
    sum += costs[i];
    fprintf (stderr, "seed %d: cost %" G_GINT64_FORMAT ", %d unplaced\n", i + 1, draft->draft->cost_minor, draft->draft->n_unplaced);
  }
  fprintf (stderr, "best: %s%" G_GINT64_FORMAT "\n", work, best);
  dray_bench_report ("plan-15s-gap", 100.0 * ((double) sum / n_seeds / (double) best - 1.0), "%", DRAY_BENCH_WALL, "%d orders, %d trucks, %d seeds, %.0f s, one thread", n_orders, n_trucks,
                     n_seeds, search_s);
}

/* An order less, asked for again: three slots. */
static void
measure_quote (Bench *bench)
{
  g_autoptr (DrayPlanDay) day = read_day (bench);
  DrayPlannerOptions how = { .seed = 1, .iterations = 2000, .threads = 1 };
  g_autoptr (DrayPlanDraft) draft = search (bench, day, &how);
  GError *error = NULL;
  double times[21], drags[21];

  for (int i = 0; i < 21; i++) {
    int task = i * day->request.n_tasks / 21;
    DrayPlanOffer offers[3];
    g_autoptr (DrayPlanBoard) board = dray_plan_board_new (draft, &error);
    g_auto (DrayPlanTry) attempt = { 0 };
    double from_s = dray_bench_cpu_s ();

    stop_if (error);
    dray_plan_board_quote (board, task, offers, 3);
    times[i] = 1000.0 * (dray_bench_cpu_s () - from_s);
    from_s = dray_bench_cpu_s ();
    dray_plan_board_try_move (board, task, i % day->request.n_trucks, 1, &attempt);
    drags[i] = 1000.0 * (dray_bench_cpu_s () - from_s);
  }
  dray_bench_report ("slot-quote-ms", dray_bench_median (times, 21), "ms", DRAY_BENCH_CPU, "three slots, %d orders, %d trucks", n_orders, n_trucks);
  dray_bench_report ("plan-drag-ms", dray_bench_median (drags, 21), "ms", DRAY_BENCH_CPU, "price, words and times of both routes, %d orders, %d trucks", n_orders, n_trucks);
}

int
main (int    argc,
      char **argv)
{
  DrayTestFolder *folder;
  Bench bench = { 0 };

  dray_bench_init (&argc, &argv, options);
  folder = dray_test_folder_new ();
  open_demo (&bench, folder);
  measure_first (&bench);
  measure_quote (&bench);
  measure_gap (&bench);
  dray_plan_roads_unref (bench.roads);
  dray_region_unref (bench.region);
  dray_store_close (bench.store);
  dray_test_folder_remove (folder);
  return 0;
}
