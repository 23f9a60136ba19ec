/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-bench.h"
#include "dray-random.h"
#include "dray-road-fixture.h"
#include "dray-road-import.h"
#include "dray-road-matrix.h"
#include "dray-road-search-private.h"
#include "dray-road-sweep-private.h"

#include <gio/gio.h>
#include <string.h>

/* Roads in figures: --region takes an OpenStreetMap file, which is imported, a finished pack, or "new-york" for the plain graph of the
 * 9th DIMACS challenge. Beside the hierarchy stands plain
 * Dijkstra over the same states. */

#define REPEATS 7

static char *region_path;
static int   only_matrix;

static const GOptionEntry options[] = {
  { "region", 0, 0, G_OPTION_ARG_FILENAME, &region_path, "An OpenStreetMap file, a region pack, or new-york", "FILE" },
  { "matrix", 0, 0, G_OPTION_ARG_INT, &only_matrix, "Only the matrix of that many points", "N" },
  G_OPTION_ENTRY_NULL
};

typedef struct {
  double begin_order_s;
  double order_s;
} Steps;

/* The order is the slow step; the time between its first and its last word is its own. */
static void
on_progress (const char *step,
             double      fraction,
             gpointer    user_data)
{
  Steps *steps = user_data;

  if (g_str_equal (step, "order")) {
    if (steps->begin_order_s == 0)
      steps->begin_order_s = dray_bench_cpu_s ();
    steps->order_s = dray_bench_cpu_s () - steps->begin_order_s;
  }
}

static double
read_peak_mb (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_file_get_contents ("/proc/self/status", &status, NULL, NULL);
  line = status != NULL ? strstr (status, "VmHWM:") : NULL;
  return line != NULL ? g_ascii_strtod (line + 6, NULL) / 1024 : 0;
}

static DrayRegion *
import (DrayTestFolder *folder)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *pack = dray_test_folder_path (folder, "bench.region");
  DrayRoadImportReport report;
  double wall[2];

  for (int n_threads = 1; n_threads <= 2; n_threads++) {
    Steps steps = { 0, 0 };
    DrayRoadImport request = { n_threads, on_progress, &steps, NULL };
    double cpu = dray_bench_cpu_s (), begin = dray_bench_wall_s ();

    if (!dray_road_import_file (&request, region_path, pack, &report, &error))
      g_error ("%s", error->message);
    wall[n_threads - 1] = dray_bench_wall_s () - begin;
    if (n_threads > 1)
      continue;
    dray_bench_report ("import-s", dray_bench_cpu_s () - cpu, "s", DRAY_BENCH_CPU, "%u states, base map included", report.n_states);
    dray_bench_report ("order-s", steps.order_s, "s", DRAY_BENCH_CPU, "%u pieces", report.n_pieces);
    dray_bench_report ("peak-memory-mb", read_peak_mb (), "MB", DRAY_BENCH_NONE, "resident, the mapped file included");
  }
  dray_bench_report ("two-thread-speedup-import", wall[0] / wall[1], "times", DRAY_BENCH_WALL, "import");
  DrayRegion *region = dray_region_open (pack, &error);
  if (region == NULL)
    g_error ("%s", error->message);
  dray_bench_report ("pack-bytes", (double) dray_road_pack_get_size (dray_region_get_pack (region)), "bytes", DRAY_BENCH_NONE, "%u arcs", report.n_arcs);
  return region;
}

static DrayRegion *
import_new_york (DrayTestFolder *folder)
{
  DrayFixturePlain plain;

  if (!dray_fixture_read_new_york (&plain))
    g_error ("The road graph of New York is not at hand");
  double cpu = dray_bench_cpu_s ();
  DrayRegion *region = dray_fixture_import_plain (folder, &plain);
  dray_bench_report ("import-s", dray_bench_cpu_s () - cpu, "s", DRAY_BENCH_CPU, "states, order and hierarchy of %u edges", plain.tail->len);
  dray_fixture_plain_clear (&plain);
  return region;
}

static void
measure_customise (DrayRegion *region)
{
  DrayRoadMetricKey key = { DRAY_VEHICLE_PROFILE_TRUCK, DRAY_ROAD_ANY_TIME };
  const DrayRoadGraph *graph = dray_region_get_graph (region);
  g_autoptr (DrayRoadMetric) metric = dray_road_metric_new_blank (graph, dray_region_get_shape (region), NULL, &key);
  double cpu[REPEATS], wall[2][REPEATS];

  for (int i = 0; i < REPEATS; i++) {
    double begin = dray_bench_cpu_s ();

    wall[0][i] = dray_bench_wall_s ();
    dray_road_metric_customise (metric, 1);
    wall[0][i] = dray_bench_wall_s () - wall[0][i];
    cpu[i] = 1000 * (dray_bench_cpu_s () - begin);
    wall[1][i] = dray_bench_wall_s ();
    dray_road_metric_customise (metric, 2);
    wall[1][i] = dray_bench_wall_s () - wall[1][i];
  }
  dray_bench_report ("customise-1-ms", dray_bench_median (cpu, REPEATS), "ms", DRAY_BENCH_CPU, "%u states, %u arcs, duration and length", graph->counts.n_states, graph->counts.n_up + graph->counts.n_down);
  dray_bench_report ("two-thread-speedup-customise", dray_bench_median (wall[0], REPEATS) / dray_bench_median (wall[1], REPEATS), "times", DRAY_BENCH_WALL, "customise");
}

/* All times of day, one metric after the other. */
static void
measure_periods (DrayRegion *region)
{
  const DrayRoadGraph *graph = dray_region_get_graph (region);
  DrayRoadMetric *metrics[DRAY_ROAD_N_PERIODS];
  double cpu[REPEATS];

  for (int i = 0; i < DRAY_ROAD_N_PERIODS; i++)
    metrics[i] = dray_road_metric_new_blank (graph, dray_region_get_shape (region), NULL, &(DrayRoadMetricKey) { DRAY_VEHICLE_PROFILE_TRUCK, i });
  for (int r = 0; r < REPEATS; r++) {
    cpu[r] = dray_bench_cpu_s ();
    for (int i = 0; i < DRAY_ROAD_N_PERIODS; i++)
      dray_road_metric_customise (metrics[i], 1);
    cpu[r] = 1000 * (dray_bench_cpu_s () - cpu[r]);
  }
  for (int i = 0; i < DRAY_ROAD_N_PERIODS; i++)
    dray_road_metric_free (metrics[i]);
  dray_bench_report ("customise-8-ms", dray_bench_median (cpu, REPEATS), "ms", DRAY_BENCH_CPU, "eight metrics, one after the other");
}

static void
measure_points (DrayRegion           *region,
                const DrayRoadMetric *metric)
{
  enum { N = 2000, N_PLAIN = 5 };
  const DrayRoadGraph *graph = dray_region_get_graph (region);
  DrayRoadScratch *scratch = dray_region_borrow_scratch (region);
  DrayFixtureDijkstra dijkstra;
  DrayRandom random;
  double us[REPEATS];
  guint64 sum = 0;

  for (int i = 0; i < REPEATS; i++) {
    dray_random_init (&random, 1);
    double begin = dray_bench_cpu_s ();
    for (int k = 0; k < N; k++) {
      DrayRoadEnds from = { .n = 1 }, to = { .n = 1 };

      from.state[0] = dray_random_below (&random, graph->counts.n_states);
      to.state[0] = dray_random_below (&random, graph->counts.n_states);
      sum += dray_road_search_cost (metric, scratch, &from, &to);
    }
    us[i] = 1e6 * (dray_bench_cpu_s () - begin) / N;
  }
  dray_region_return_scratch (region, scratch);
  dray_bench_report ("point-to-point-us", dray_bench_median (us, REPEATS), "us", DRAY_BENCH_CPU, "%d random pairs, sum %" G_GUINT64_FORMAT, N, sum);

  dray_fixture_dijkstra_init (&dijkstra, metric);
  dray_random_init (&random, 1);
  double begin = dray_bench_cpu_s ();
  for (int i = 0; i < N_PLAIN; i++)
    dray_fixture_dijkstra_run (&dijkstra, (guint32[]) { dray_random_below (&random, graph->counts.n_states) }, (DrayRoadCost[]) { 0 }, 1);
  dray_bench_report ("dijkstra-one-to-all-ms", 1000 * (dray_bench_cpu_s () - begin) / N_PLAIN, "ms", DRAY_BENCH_CPU, "yardstick: %u states", graph->counts.n_states);
  dray_fixture_dijkstra_clear (&dijkstra);
}

static void
measure_matrix (DrayRegion           *region,
                const DrayRoadMetric *metric,
                int                   n)
{
  const DrayRoadGraph *graph = dray_region_get_graph (region);
  g_autofree DrayRegionSnap *snaps = g_new (DrayRegionSnap, n);
  DrayRandom random;
  double cpu[REPEATS], wall[2][REPEATS];
  g_autofree char *name = g_strdup_printf ("matrix-%d", n), *speedup = g_strdup_printf ("two-thread-speedup-matrix-%d", n);

  dray_random_init (&random, 2);
  for (int i = 0; i < n;) {
    guint32 junction = dray_random_below (&random, graph->counts.n_junctions);

    i += dray_region_snap_by_metric (region, metric, graph->junction_lon_e7[junction], graph->junction_lat_e7[junction], &DRAY_REGION_SNAP_OPTIONS, &snaps[i], NULL);
  }
  for (int r = 0; r < REPEATS; r++) {
    for (int n_threads = 1; n_threads <= 2; n_threads++) {
      g_autoptr (DrayMatrix) durations = NULL, lengths = NULL;
      DrayRoadMatrixRequest request = { &metric->key.profile, DRAY_ROAD_ANY_TIME, snaps, n, snaps, n, n_threads };
      double begin = dray_bench_cpu_s ();

      wall[n_threads - 1][r] = dray_bench_wall_s ();
      if (!dray_road_matrix (region, &request, &durations, &lengths, NULL, NULL))
        g_error ("no matrix");
      wall[n_threads - 1][r] = dray_bench_wall_s () - wall[n_threads - 1][r];
      if (n_threads == 1)
        cpu[r] = 1000 * (dray_bench_cpu_s () - begin);
    }
  }
  dray_bench_report (name, dray_bench_median (cpu, REPEATS), "ms", DRAY_BENCH_CPU, "durations and lengths, %s", dray_road_sweep_list ()[0].name);
  dray_bench_report (speedup, dray_bench_median (wall[0], REPEATS) / dray_bench_median (wall[1], REPEATS), "times", DRAY_BENCH_WALL, "matrix");
}

int
main (int    argc,
      char **argv)
{
  dray_bench_init (&argc, &argv, options);
  if (region_path == NULL) {
    g_printerr ("--region FILE is missing\n");
    return 2;
  }

  g_autoptr (GError) error = NULL;
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autoptr (DrayRegion) region = g_str_equal (region_path, "new-york") ? import_new_york (folder)
                                  : g_str_has_suffix (region_path, ".region") ? dray_region_open (region_path, &error) : import (folder);
  if (region == NULL)
    g_error ("%s", error->message);
  g_autoptr (DrayRoadMetric) metric = dray_region_ref_metric (region, &DRAY_VEHICLE_PROFILE_TRUCK, DRAY_ROAD_ANY_TIME, 1, NULL, NULL);
  if (only_matrix > 0) {
    measure_matrix (region, metric, only_matrix);
    return 0;
  }
  measure_customise (region);
  measure_periods (region);
  measure_points (region, metric);
  for (int i = 0; i < 3; i++)
    measure_matrix (region, metric, (const int[]) { 100, 500, 1000 }[i]);
  return 0;
}
