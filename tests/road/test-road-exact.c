/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-county.h"
#include "dray-random.h"
#include "dray-road-fixture.h"
#include "dray-road-matrix.h"
#include "dray-road-path.h"
#include "dray-road-search-private.h"

#include <gio/gio.h>
#include <string.h>

/* Paths and matrices agree exactly with plain Dijkstra over the same states and turns. Quick runs take a sample of sources; with
 * "-m slow" it is 200 sources by 50 targets on every extract, and New York. */

#define N_TARGETS 50

typedef struct {
  DrayRegion          *region;
  const DrayRoadGraph *graph;
  DrayRoadMetric      *metric;
  DrayFixtureDijkstra  dijkstra;
  DrayRandom           random;
} Trial;

static void
trial_init (Trial                    *trial,
            DrayRegion               *region,
            const DrayVehicleProfile *profile)
{
  trial->region = region;
  trial->graph = dray_region_get_graph (region);
  trial->metric = dray_region_ref_metric (region, profile, DRAY_ROAD_ANY_TIME, 2, NULL, NULL);
  dray_fixture_dijkstra_init (&trial->dijkstra, trial->metric);
  dray_random_init (&trial->random, 20260731);
}

static void
trial_clear (Trial *trial)
{
  dray_fixture_dijkstra_clear (&trial->dijkstra);
  dray_road_metric_free (trial->metric);
}

/* The states follow each other by turns that exist, and their costs add up. */
static void
check_states (Trial              *trial,
              GArray             *states,
              const DrayRoadEnds *from,
              DrayRoadCost        cost)
{
  DrayRoadCost sum = from->cost[0];

  g_assert_cmpuint (g_array_index (states, guint32, 0), ==, from->state[0]);
  for (guint i = 1; i < states->len; i++) {
    guint32 x = g_array_index (states, guint32, i - 1), y = g_array_index (states, guint32, i);
    DrayRoadCost least = DRAY_ROAD_INFINITE;

    for (guint32 t = trial->graph->turn_first[x]; t < trial->graph->turn_first[x + 1]; t++) {
      if (trial->graph->turn_head[t] == y)
        least = MIN (least, trial->dijkstra.turn_cost[t]);
    }
    g_assert_cmpuint (least, <, DRAY_ROAD_INFINITE);
    sum += least;
  }
  g_assert_cmpuint (sum, ==, cost);
}

static void
check_points (Trial *trial,
              int    n_sources)
{
  g_autoptr (GArray) states = g_array_new (FALSE, FALSE, sizeof (guint32));
  DrayRoadScratch *scratch = dray_region_borrow_scratch (trial->region);
  guint32 targets[N_TARGETS], n_found = 0;

  for (int j = 0; j < N_TARGETS; j++)
    targets[j] = dray_random_below (&trial->random, trial->graph->counts.n_states);
  for (int i = 0; i < n_sources; i++) {
    DrayRoadEnds from = { .n = 1 }, to = { .n = 1 };

    from.state[0] = dray_random_below (&trial->random, trial->graph->counts.n_states);
    dray_fixture_dijkstra_run (&trial->dijkstra, from.state, from.cost, 1);
    for (int j = 0; j < N_TARGETS; j++) {
      to.state[0] = targets[j];
      DrayRoadCost cost = dray_road_search_states (trial->metric, scratch, &from, &to, states);

      g_assert_cmpuint (cost, ==, trial->dijkstra.cost[targets[j]]);
      g_assert_cmpuint (cost, ==, dray_road_search_cost (trial->metric, scratch, &from, &to));
      if (cost < DRAY_ROAD_INFINITE) {
        n_found++;
        check_states (trial, states, &from, cost);
      }
    }
  }
  dray_region_return_scratch (trial->region, scratch);
  g_assert_cmpuint (n_found, >, (guint32) n_sources * N_TARGETS / 4);
}

static void
snap_somewhere (Trial          *trial,
                DrayRegionSnap *snap)
{
  DrayRoadBox box = trial->graph->boxes[trial->graph->counts.n_boxes - 1];

  for (;;) {
    guint32 piece = dray_random_below (&trial->random, trial->graph->counts.n_pieces);
    int lon = trial->graph->junction_lon_e7[trial->graph->piece_tail[piece]] + (int) dray_random_below (&trial->random, 2000) - 1000;
    int lat = trial->graph->junction_lat_e7[trial->graph->piece_tail[piece]] + (int) dray_random_below (&trial->random, 2000) - 1000;

    if (lon > box.west && lon < box.east && dray_region_snap_by_metric (trial->region, trial->metric, lon, lat, &DRAY_REGION_SNAP_OPTIONS, snap, NULL))
      return;
  }
}

/* What Dijkstra says of the way between two points: it begins with the turns at the end of the source's segments, so that coming
 * back to the same segment is a way like any other, and driving on along the segment is looked at apart. */
static DrayRoadCost
second_opinion (Trial                *trial,
                const DrayRegionSnap *from,
                const DrayRegionSnap *to)
{
  DrayRoadEnds starts, ends;
  DrayRoadCost best = DRAY_ROAD_INFINITE;

  dray_road_ends_from (&starts, trial->metric, from, to);
  dray_fixture_dijkstra_run (&trial->dijkstra, starts.state, starts.cost, starts.n);
  dray_road_ends_to (&ends, trial->metric, to);
  for (guint i = 0; i < ends.n; i++) {
    DrayRoadCost cost = trial->dijkstra.cost[ends.state[i]];

    if (cost < DRAY_ROAD_INFINITE)
      best = MIN (best, cost - ends.cost[i]);
  }
  return best;
}

static void
check_matrix (Trial *trial,
              int    n)
{
  g_autofree DrayRegionSnap *snaps = g_new (DrayRegionSnap, n);
  g_autoptr (DrayMatrix) durations = NULL, lengths = NULL;
  DrayRoadMatrixRequest request = { &trial->metric->key.profile, DRAY_ROAD_ANY_TIME, snaps, n, snaps, n, 2 };

  for (int i = 0; i < n; i++)
    snap_somewhere (trial, &snaps[i]);
  /* Points that share a segment, in either order. */
  for (int i = 1; i < n; i += 5) {
    snaps[i] = snaps[i - 1];
    snaps[i].offset_dm = snaps[i].offset_dm / 2;
  }
  g_assert_true (dray_road_matrix (trial->region, &request, &durations, &lengths, NULL, NULL));
  for (int i = 0; i < n; i += 3) {
    for (int j = 0; j < n; j += 1 + (i > 0)) {
      DrayRoadCost cost = second_opinion (trial, &snaps[i], &snaps[j]);
      g_autoptr (DrayRoadPath) path = dray_road_path_find (trial->region, &trial->metric->key.profile, DRAY_ROAD_ANY_TIME, &snaps[i], &snaps[j], NULL, NULL);

      if (cost == DRAY_ROAD_INFINITE) {
        g_assert_cmpint (dray_matrix_get (durations, i, j), ==, DRAY_UNREACHABLE);
        g_assert_null (path);
        continue;
      }
      g_assert_cmpint (dray_matrix_get (durations, i, j), ==, (dray_road_cost_ms (cost) + 500) / 1000);
      g_assert_cmpint (dray_matrix_get (lengths, i, j), ==, (dray_road_cost_dm (cost) + 5) / 10);
      g_assert_cmpuint (path->duration_ms, ==, dray_road_cost_ms (cost));
      g_assert_cmpuint (path->length_dm, ==, dray_road_cost_dm (cost));
      guint32 ms = 0, dm = 0;
      for (guint k = 0; k < path->n_steps; k++) {
        ms += path->steps[k].duration_ms;
        dm += path->steps[k].length_dm;
      }
      g_assert_cmpuint (ms, ==, path->duration_ms);
      g_assert_cmpuint (dm, ==, path->length_dm);
    }
  }
}

static void
try_region (DrayRegion *region)
{
  const DrayVehicleProfile heavy = { .kind = DRAY_VEHICLE_TRUCK, .height_cm = 400, .weight_kg = 18000, .max_speed_kmh = 80 };
  const DrayVehicleProfile car = { .kind = DRAY_VEHICLE_CAR };
  Trial trial;

  trial_init (&trial, region, &heavy);
  check_points (&trial, g_test_slow () ? 200 : 8);
  check_matrix (&trial, g_test_slow () ? 40 : 16);
  trial_clear (&trial);
  trial_init (&trial, region, &car);
  check_points (&trial, g_test_slow () ? 50 : 4);
  trial_clear (&trial);
}

static void
test_county (void)
{
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autofree char *path = dray_test_folder_path (folder, "county.osm");
  DrayCountyOptions wish = { .seed = 3, .n_segments = 5000 };
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayCounty) county = dray_county_new (&wish, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileOutputStream) stream = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, &error);
  g_assert_no_error (error);

  g_assert_true (dray_county_write (county, G_OUTPUT_STREAM (stream), NULL, &error));
  g_assert_true (g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, &error));
  g_autoptr (DrayRegion) region = dray_fixture_import (folder, path);
  try_region (region);
}

static void
test_extract (gconstpointer name)
{
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autofree char *path = dray_test_shared_path (name);

  if (path == NULL)
    return;
  g_autoptr (DrayRegion) region = dray_fixture_import (folder, path);
  try_region (region);
}

/* New York, whose answers a search of the plain graph knows. */

static int
compare_keys (gconstpointer a,
              gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/* Dijkstra over junctions, in the lengths of the file. */
static void
run_plain (const DrayFixturePlain *plain,
           const guint32          *first,
           const guint32          *edges,
           guint32                 source,
           guint64                *cost)
{
  g_autoptr (GTree) queue = g_tree_new (compare_keys);
  g_autofree gint64 *keys = g_new (gint64, plain->n_nodes);

  for (guint32 i = 0; i < plain->n_nodes; i++)
    cost[i] = G_MAXUINT64;
  cost[source] = 0;
  keys[source] = source;
  g_tree_insert (queue, &keys[source], GUINT_TO_POINTER (source));
  for (GTreeNode *node; (node = g_tree_node_first (queue)) != NULL;) {
    guint32 x = GPOINTER_TO_UINT (g_tree_node_value (node));

    g_tree_remove (queue, &keys[x]);
    for (guint32 i = first[x]; i < first[x + 1]; i++) {
      guint32 edge = edges[i], tail = g_array_index (plain->tail, guint32, edge), y = tail == x ? g_array_index (plain->head, guint32, edge) : tail;
      guint64 through = cost[x] + g_array_index (plain->length, guint32, edge);

      if (through >= cost[y])
        continue;
      if (cost[y] != G_MAXUINT64)
        g_tree_remove (queue, &keys[y]);
      cost[y] = through;
      keys[y] = (gint64) (through << 20 | y);
      g_tree_insert (queue, &keys[y], GUINT_TO_POINTER (y));
    }
  }
}

static void
test_new_york (void)
{
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  DrayFixturePlain plain;
  Trial trial;

  if (!g_test_slow ()) {
    g_test_skip ("takes half a minute; run with -m slow");
    return;
  }
  if (!dray_fixture_read_new_york (&plain))
    return;
  guint32 n = plain.tail->len;
  const guint32 *tail = (const guint32 *) (gpointer) plain.tail->data, *head = (const guint32 *) (gpointer) plain.head->data;
  g_autoptr (DrayRegion) region = dray_fixture_import_plain (folder, &plain);
  trial_init (&trial, region, &(DrayVehicleProfile) { .kind = DRAY_VEHICLE_CAR });

  g_autofree guint32 *first = g_new0 (guint32, plain.n_nodes + 2), *edges = g_new (guint32, 2 * n);
  for (guint32 i = 0; i < n; i++) {
    first[tail[i] + 2]++;
    first[head[i] + 2]++;
  }
  for (guint32 i = 2; i < plain.n_nodes + 2; i++)
    first[i] += first[i - 1];
  for (guint32 i = 0; i < n; i++) {
    edges[first[tail[i] + 1]++] = i;
    edges[first[head[i] + 1]++] = i;
  }

  g_autofree guint64 *cost = g_new (guint64, plain.n_nodes);
  DrayRoadScratch *scratch = dray_region_borrow_scratch (region);
  for (int i = 0; i < 20; i++) {
    guint32 source = dray_random_below (&trial.random, plain.n_nodes);
    DrayRoadEnds from = { .n = 0 };

    /* All segments that leave the source. */
    for (guint32 k = first[source]; k < first[source + 1]; k++) {
      guint32 segment = 2 * edges[k] + (tail[edges[k]] == source ? 0 : 1);

      from.state[from.n] = trial.graph->segment_state[segment];
      from.cost[from.n++] = trial.metric->segment_cost[segment];
    }
    run_plain (&plain, first, edges, source, cost);
    for (int j = 0; j < 50; j++) {
      guint32 target = dray_random_below (&trial.random, plain.n_nodes);
      DrayRoadEnds to = { .n = 0 };

      if (target == source)
        continue;
      for (guint32 k = first[target]; k < first[target + 1]; k++)
        to.state[to.n++] = trial.graph->segment_state[2 * edges[k] + (head[edges[k]] == target ? 0 : 1)];
      DrayRoadCost found = dray_road_search_cost (trial.metric, scratch, &from, &to);
      g_assert_cmpuint (dray_road_cost_dm (found), ==, cost[target]);
      g_assert_cmpuint (dray_road_cost_ms (found), ==, 10 * cost[target]);
    }
  }
  dray_region_return_scratch (region, scratch);
  trial_clear (&trial);
  dray_fixture_plain_clear (&plain);
}

static void
test_threads_customise_alike (void)
{
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autofree char *path = dray_test_shared_path ("regions/liechtenstein.osm.pbf");

  if (path == NULL)
    return;
  g_autoptr (DrayRegion) region = dray_fixture_import (folder, path);
  DrayRoadMetricKey key = { DRAY_VEHICLE_PROFILE_TRUCK, DRAY_ROAD_ANY_TIME };
  g_autoptr (DrayRoadMetric) one = dray_road_metric_new (dray_region_get_graph (region), dray_region_get_shape (region), NULL, &key, 1, NULL, NULL);
  g_autoptr (DrayRoadMetric) two = dray_road_metric_new (dray_region_get_graph (region), dray_region_get_shape (region), NULL, &key, 3, NULL, NULL);
  const DrayRoadCounts *counts = &dray_region_get_graph (region)->counts;

  g_assert_cmpmem (one->up, counts->n_up * sizeof *one->up, two->up, counts->n_up * sizeof *two->up);
  g_assert_cmpmem (one->down, counts->n_down * sizeof *one->down, two->down, counts->n_down * sizeof *two->down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/road/exact/county", test_county);
  g_test_add_data_func ("/road/exact/monaco", "regions/monaco.osm.pbf", test_extract);
  g_test_add_data_func ("/road/exact/liechtenstein", "regions/liechtenstein.osm.pbf", test_extract);
  if (g_test_slow ()) {
    g_test_add_data_func ("/road/exact/andorra", "regions/andorra-2020.osm.pbf", test_extract);
    g_test_add_data_func ("/road/exact/porto", "regions/porto.osm.pbf", test_extract);
  }
  g_test_add_func ("/road/exact/new-york", test_new_york);
  g_test_add_func ("/road/exact/threads-customise-alike", test_threads_customise_alike);
  return g_test_run ();
}
