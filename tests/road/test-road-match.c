/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-random.h"
#include "dray-road-error.h"
#include "dray-road-fixture.h"
#include "dray-road-match.h"

#include <math.h>

/* Drives are simulated along paths of a region, noise is laid over them, and matching has to find the roads again. */

#define M_PER_DEGREE 111195.0

static DrayRegionSnap
snap_somewhere (DrayRegion *region,
                DrayRandom *random)
{
  const DrayRoadGraph *graph = dray_region_get_graph (region);
  DrayRegionSnap snap;

  for (;;) {
    guint32 junction = dray_random_below (random, graph->counts.n_junctions);

    if (dray_region_snap (region, &DRAY_VEHICLE_PROFILE_TRUCK, graph->junction_lon_e7[junction], graph->junction_lat_e7[junction], NULL, &snap, NULL))
      return snap;
  }
}

static void
add_fix (GArray     *fixes,
         DrayRandom *random,
         double      lon_e7,
         double      lat_e7,
         double      sigma_m)
{
  double e7_per_m = DRAY_E7 / M_PER_DEGREE;
  DrayRoadFix fix = {
    (int) (lon_e7 + sigma_m * dray_random_normal (random) * e7_per_m / cos (lat_e7 / DRAY_E7 * G_PI / 180)),
    (int) (lat_e7 + sigma_m * dray_random_normal (random) * e7_per_m), (gint64) fixes->len * 5 * DRAY_US_PER_S
  };

  g_array_append_val (fixes, fix);
}

/* A fix every @every_m along the path. */
static GArray *
drive (const DrayRoadPath *path,
       DrayRandom         *random,
       double              every_m,
       double              sigma_m)
{
  GArray *fixes = g_array_new (FALSE, FALSE, sizeof (DrayRoadFix));
  double left = 0;

  for (guint i = 1; i < path->n_points; i++) {
    double ax = path->points[i - 1].lon_e7, ay = path->points[i - 1].lat_e7, bx = path->points[i].lon_e7, by = path->points[i].lat_e7;
    double metres = hypot ((bx - ax) * cos (ay / DRAY_E7 * G_PI / 180), by - ay) * M_PER_DEGREE / DRAY_E7;

    for (; left <= metres && metres > 0; left += every_m)
      add_fix (fixes, random, ax + (bx - ax) * left / metres, ay + (by - ay) * left / metres, sigma_m);
    left -= metres;
  }
  return fixes;
}

/* How much of the path's length the match drove, in its direction. */
static double
recovered (DrayRegion          *region,
           const DrayRoadPath  *path,
           const DrayRoadMatch *match,
           double              *whole)
{
  const DrayRoadGraph *graph = dray_region_get_graph (region);
  g_autoptr (GHashTable) driven = g_hash_table_new (NULL, NULL);
  double found = 0;

  for (guint i = 0; i < match->n_segments; i++)
    g_hash_table_add (driven, GUINT_TO_POINTER (2 * match->segments[i].piece + (match->segments[i].backward ? 1 : 0) + 1));
  for (guint i = 0; i < path->n_segments; i++) {
    double length = graph->piece_length_dm[path->segments[i].piece] / 10.0;

    *whole += length;
    if (g_hash_table_contains (driven, GUINT_TO_POINTER (2 * path->segments[i].piece + (path->segments[i].backward ? 1 : 0) + 1)))
      found += length;
  }
  return found;
}

static void
test_noise_of_ten_metres (gconstpointer name)
{
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autofree char *file = dray_test_shared_path (name);
  DrayRandom random;
  double whole = 0, found = 0, matched = 0;

  if (file == NULL)
    return;
  g_autoptr (DrayRegion) region = dray_fixture_import (folder, file);
  dray_random_init (&random, 11);
  for (int i = 0; i < 12; i++) {
    DrayRegionSnap from = snap_somewhere (region, &random), to = snap_somewhere (region, &random);
    g_autoptr (GError) error = NULL;
    g_autoptr (DrayRoadPath) path = dray_road_path_find (region, &DRAY_VEHICLE_PROFILE_TRUCK, DRAY_ROAD_ANY_TIME, &from, &to, NULL, &error);

    if (path == NULL || path->length_dm < 10000)
      continue;
    g_autoptr (GArray) fixes = drive (path, &random, 60, 10);
    g_autoptr (DrayRoadMatch) match = dray_road_match_trace (region, &DRAY_VEHICLE_PROFILE_TRUCK, (const DrayRoadFix *) (gpointer) fixes->data, fixes->len, NULL, &error);
    g_assert_no_error (error);
    found += recovered (region, path, match, &whole);
    matched += match->length_m;
  }
  g_test_message ("%.1f km driven, %.2f %% found again, %.1f km matched", whole / 1000, 100 * found / whole, matched / 1000);
  g_assert_cmpfloat (whole, >, 20000);
  g_assert_cmpfloat (found, >=, 0.97 * whole);
  /* And not by driving everywhere. */
  g_assert_cmpfloat (matched, <=, 1.05 * whole);
}

static const char street[] =
  "<osm><node id='1' lon='10.00' lat='50'/><node id='2' lon='10.02' lat='50'/><node id='3' lon='10.04' lat='50'/><node id='4' lon='10.02' lat='50.01'/>"
  "<way id='1'><nd ref='1'/><nd ref='2'/><tag k='highway' v='primary'/></way><way id='2'><nd ref='2'/><nd ref='3'/><tag k='highway' v='primary'/></way>"
  "<way id='3'><nd ref='2'/><nd ref='4'/><tag k='highway' v='primary'/></way></osm>";

static void
test_gaps_are_bridged_and_outliers_left_out (void)
{
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autoptr (DrayRegion) region = dray_fixture_import_text (folder, street);
  const DrayRoadFix fixes[] = {
    { 100010000, 500000200, 0 }, { 100050000, 499999700, 10 * DRAY_US_PER_S }, { 100080000, 503000000, 20 * DRAY_US_PER_S },
    { 100120000, 500000100, 30 * DRAY_US_PER_S }, { 100350000, 499999900, 120 * DRAY_US_PER_S }, { 100380000, 500000000, 130 * DRAY_US_PER_S },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayRoadMatch) match = dray_road_match_trace (region, &DRAY_VEHICLE_PROFILE_TRUCK, fixes, G_N_ELEMENTS (fixes), NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (match->n_parts, ==, 1);
  g_assert_false (match->is_matched[2]);
  g_assert_true (match->is_matched[3]);
  g_assert_cmpuint (match->n_segments, ==, 2);
  g_assert_cmpint (match->segments[0].way_id, ==, 1);
  g_assert_cmpint (match->segments[1].way_id, ==, 2);
  g_assert_false (match->segments[0].backward);
  g_assert_cmpfloat_with_epsilon (match->length_m, 0.037 * 111195 * cos (50 * G_PI / 180), 5);
}

static void
test_silence_breaks_a_trace (void)
{
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autoptr (DrayRegion) region = dray_fixture_import_text (folder, street);
  const DrayRoadFix fixes[] = {
    { 100010000, 500000000, 0 }, { 100050000, 500000000, 10 * DRAY_US_PER_S }, { 100300000, 500000000, 3600 * DRAY_US_PER_S }, { 100350000, 500000000, 3610 * DRAY_US_PER_S },
  };
  g_autoptr (DrayRoadMatch) match = dray_road_match_trace (region, &DRAY_VEHICLE_PROFILE_TRUCK, fixes, G_N_ELEMENTS (fixes), NULL, NULL);

  g_assert_cmpuint (match->n_parts, ==, 2);
  g_assert_cmpuint (match->part_segments[0], ==, 1);
}

static void
test_a_trace_elsewhere_is_an_error (void)
{
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autoptr (DrayRegion) region = dray_fixture_import_text (folder, street);
  const DrayRoadFix fixes[] = { { 200000000, 500000000, 0 } };
  g_autoptr (GError) error = NULL;

  g_assert_null (dray_road_match_trace (region, &DRAY_VEHICLE_PROFILE_TRUCK, fixes, 1, NULL, &error));
  g_assert_error (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_NO_ROAD);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/road/match/noise-of-ten-metres", "regions/liechtenstein.osm.pbf", test_noise_of_ten_metres);
  if (g_test_slow ())
    g_test_add_data_func ("/road/match/noise-of-ten-metres-in-a-city", "regions/porto.osm.pbf", test_noise_of_ten_metres);
  g_test_add_func ("/road/match/gaps-are-bridged-and-outliers-left-out", test_gaps_are_bridged_and_outliers_left_out);
  g_test_add_func ("/road/match/silence-breaks-a-trace", test_silence_breaks_a_trace);
  g_test_add_func ("/road/match/a-trace-elsewhere-is-an-error", test_a_trace_elsewhere_is_an_error);
  return g_test_run ();
}
