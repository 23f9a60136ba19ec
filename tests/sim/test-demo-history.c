/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-demo.h"
#include "dray-telemetry.h"
#include "dray-test-folder.h"
#include "dray-trip-detector.h"
#include "dray-units.h"

/* The truths of docs/demo.md, looked for in a small demo with nothing but its positions. */

#define N_DAYS 7

static DrayTestFolder *folder;

static char *
make_demo (const char *name)
{
  DrayDemoOptions options = DRAY_DEMO_OPTIONS_INIT;
  char *path = dray_test_folder_path (folder, name);
  g_autoptr (GError) error = NULL;

  options.n_segments = 8000;
  options.n_trucks = 8;
  options.n_orders = 20;
  options.n_days = N_DAYS;
  dray_demo_make (path, &options, NULL, &error);
  g_assert_no_error (error);
  return path;
}

static DrayTelemetry *
open_positions (const char *demo)
{
  g_autofree char *path = g_build_filename (demo, DRAY_TELEMETRY_FILE, NULL);
  g_autoptr (GError) error = NULL;
  DrayTelemetry *telemetry = dray_telemetry_open (path, DRAY_DATABASE_READ, &error);

  g_assert_no_error (error);
  return telemetry;
}

static void
on_trip (const DrayDetectedTrip *trip,
         gpointer                data)
{
  g_array_append_vals (((GArray **) data)[0], trip, 1);
}

static void
on_stop (const DrayDetectedStop *stop,
         gpointer                data)
{
  if (stop->is_over)
    g_array_append_vals (((GArray **) data)[1], stop, 1);
}

/* All trips and stops of one day of one truck. */
static void
detect (DrayTelemetry *telemetry,
        guint32        truck,
        int            day,
        GArray        *trips,
        GArray        *stops)
{
  gint64 from_us = DRAY_DEMO_DAY_US - day * DRAY_S_PER_DAY * DRAY_US_PER_S;
  g_autoptr (GArray) fixes = dray_telemetry_read_truck (telemetry, truck, from_us, from_us + DRAY_S_PER_DAY * DRAY_US_PER_S, NULL);
  GArray *found[2] = { trips, stops };
  g_autoptr (DrayTripDetector) detector = dray_trip_detector_new (8, on_trip, on_stop, found);

  for (guint i = 0; i < fixes->len; i++)
    dray_trip_detector_take_fix (detector, &g_array_index (fixes, DrayFix, i));
  dray_trip_detector_finish (detector);
}

static void
test_same_seed_same_positions (void)
{
  g_autofree char *one_path = make_demo ("one"), *two_path = make_demo ("two");
  g_autoptr (DrayTelemetry) one = open_positions (one_path), two = open_positions (two_path);
  gint64 from_us, to_us, n_one, n_two;

  g_assert_true (dray_telemetry_get_span (one, &from_us, &to_us, &n_one, NULL) && dray_telemetry_get_span (two, &from_us, &to_us, &n_two, NULL));
  g_assert_cmpint (n_one, >, 1000);
  g_assert_cmpint (n_one, ==, n_two);
  for (int hour = 5; hour < 12; hour++) {
    gint64 at_us = DRAY_DEMO_DAY_US - DRAY_S_PER_DAY * DRAY_US_PER_S + hour * DRAY_S_PER_HOUR * DRAY_US_PER_S;
    g_autoptr (DrayTelemetrySeal) a = dray_telemetry_hash_hour (one, at_us, NULL), b = dray_telemetry_hash_hour (two, at_us, NULL);

    g_assert_cmpmem (a->hash, sizeof a->hash, b->hash, sizeof b->hash);
  }
}

static guint
count_near (GArray       *stops,
            DrayGeoPoint  place)
{
  guint n = 0;

  for (guint i = 0; i < stops->len; i++)
    n += dray_geo_point_distance_m (g_array_index (stops, DrayDetectedStop, i).at, place) < 250.0;
  return n;
}

/* Of all long stops away from the yards three in four or more are at one place, and that place has no short ones to speak of. */
static void
test_one_dock_is_slow (void)
{
  g_autofree char *path = make_demo ("dock");
  g_autoptr (DrayTelemetry) telemetry = open_positions (path);
  g_autoptr (GArray) trips = g_array_new (FALSE, FALSE, sizeof (DrayDetectedTrip));
  g_autoptr (GArray) slow = g_array_new (FALSE, FALSE, sizeof (DrayDetectedStop)), quick = g_array_new (FALSE, FALSE, sizeof (DrayDetectedStop));
  DrayGeoPoint dock = { 0, 0 };
  guint n_most = 0;

  for (guint32 truck = 0; truck < 8; truck++) {
    for (int day = 1; day <= N_DAYS; day++) {
      g_autoptr (GArray) own = g_array_new (FALSE, FALSE, sizeof (DrayDetectedStop));

      detect (telemetry, truck, day, trips, own);
      /* The first and the last are at the yard. */
      for (guint i = 1; i + 1 < own->len; i++) {
        DrayDetectedStop stop = g_array_index (own, DrayDetectedStop, i);

        g_array_append_val (stop.to_us - stop.from_us > 35 * DRAY_S_PER_MINUTE * DRAY_US_PER_S ? slow : quick, stop);
      }
    }
  }
  for (guint i = 0; i < slow->len; i++) {
    guint n = count_near (slow, g_array_index (slow, DrayDetectedStop, i).at);

    if (n > n_most) {
      n_most = n;
      dock = g_array_index (slow, DrayDetectedStop, i).at;
    }
  }
  g_assert_cmpuint (n_most, >=, 6);
  g_assert_cmpuint (4 * n_most, >=, 3 * slow->len);
  g_assert_cmpuint (quick->len, >, 5 * slow->len);
  g_assert_cmpuint (4 * count_near (quick, dock), <=, n_most);
}

static void
test_one_truck_leaves_late (void)
{
  g_autofree char *path = make_demo ("late");
  g_autoptr (DrayTelemetry) telemetry = open_positions (path);
  guint n_late = 0;

  for (guint32 truck = 0; truck < 8; truck++) {
    for (int day = 1; day <= N_DAYS; day++) {
      g_autoptr (GArray) trips = g_array_new (FALSE, FALSE, sizeof (DrayDetectedTrip)), stops = g_array_new (FALSE, FALSE, sizeof (DrayDetectedStop));
      gint64 day_us = DRAY_DEMO_DAY_US - day * DRAY_S_PER_DAY * DRAY_US_PER_S;

      detect (telemetry, truck, day, trips, stops);
      if (trips->len == 0)
        continue;
      gint64 left_us = g_array_index (trips, DrayDetectedTrip, 0).from_us - day_us;
      gboolean late = left_us >= (DRAY_DEMO_LATE_MINUTE - 10) * DRAY_S_PER_MINUTE * DRAY_US_PER_S;
      g_assert_cmpint (late, ==, truck + 1 == DRAY_DEMO_LATE_TRUCK);
      n_late += late;
    }
  }
  g_assert_cmpuint (n_late, ==, 5);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = dray_test_folder_new ();
  g_test_add_func ("/sim/demo-history/the-same-seed-gives-the-same-positions", test_same_seed_same_positions);
  g_test_add_func ("/sim/demo-history/one-dock-is-slow", test_one_dock_is_slow);
  g_test_add_func ("/sim/demo-history/one-truck-leaves-late", test_one_truck_leaves_late);
  status = g_test_run ();
  dray_test_folder_remove (folder);
  return status;
}
