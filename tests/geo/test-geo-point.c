/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-geo-box.h"

#include "dray-random.h"

#include <math.h>

#define POINT(lon, lat) ((DrayGeoPoint) { dray_degrees_to_e7 (lon), dray_degrees_to_e7 (lat) })

static void
test_text_round_trips (void)
{
  DrayRandom random;

  dray_random_init (&random, 1);
  for (int i = 0; i < 2000; i++) {
    DrayGeoPoint point = { (int) ((gint64) dray_random_below (&random, 3600000001u) - 1800000000),
                           (int) ((gint64) dray_random_below (&random, 1800000001u) - 900000000) };
    g_autofree char *text = dray_geo_point_dup_text (point);
    g_autoptr (GError) error = NULL;
    DrayGeoPoint back;

    g_assert_true (dray_geo_point_parse (text, &back, &error));
    g_assert_no_error (error);
    g_assert_true (dray_geo_point_equal (point, back));
  }
}

static void
test_broken_text_is_refused (void)
{
  static const char *const broken[] = { "", "8", "8,", ",8", "8;41", "181,0", "0,91", "nan,0", "0,inf", "8,41,3", "8,41x", "a,b" };

  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++) {
    g_autoptr (GError) error = NULL;
    DrayGeoPoint point = { 1, 2 };

    g_assert_false (dray_geo_point_parse (broken[i], &point, &error));
    g_assert_nonnull (error);
    g_assert_cmpint (point.lon_e7, ==, 1);
  }
}

/* Distances between cities on the sphere, as published. */
static void
test_distance_of_known_cities (void)
{
  g_assert_cmpfloat_with_epsilon (dray_geo_point_distance_m (POINT (-8.6291, 41.1579), POINT (-9.1393, 38.7223)), 274200, 500);
  g_assert_cmpfloat_with_epsilon (dray_geo_point_distance_m (POINT (0, 0), POINT (180, 0)), G_PI * DRAY_EARTH_RADIUS_M, 1);
  g_assert_cmpfloat_with_epsilon (dray_geo_point_distance_m (POINT (179.9, 0), POINT (-179.9, 0)), 22239, 10);
}

static void
test_moving_goes_that_far_that_way (void)
{
  DrayRandom random;

  dray_random_init (&random, 2);
  for (int i = 0; i < 2000; i++) {
    DrayGeoPoint from = POINT (dray_random_double (&random) * 360 - 180, dray_random_double (&random) * 160 - 80);
    double bearing = dray_random_double (&random) * 360;
    double distance_m = 100 + dray_random_double (&random) * 100000;
    DrayGeoPoint to = dray_geo_point_move (from, bearing, distance_m);

    g_assert_true (dray_geo_point_is_valid (to));
    g_assert_cmpfloat_with_epsilon (dray_geo_point_distance_m (from, to), distance_m, 0.05);
    g_assert_cmpfloat (fabs (remainder (dray_geo_point_bearing (from, to) - bearing, 360)), <, 0.05);
  }
}

static void
test_segment_is_no_farther_than_its_points (void)
{
  DrayRandom random;

  dray_random_init (&random, 3);
  for (int i = 0; i < 2000; i++) {
    DrayGeoPoint a = POINT (-8.6 + dray_random_double (&random) * 0.1, 41.1 + dray_random_double (&random) * 0.1);
    DrayGeoPoint b = POINT (-8.6 + dray_random_double (&random) * 0.1, 41.1 + dray_random_double (&random) * 0.1);
    DrayGeoPoint point = POINT (-8.6 + dray_random_double (&random) * 0.1, 41.1 + dray_random_double (&random) * 0.1);
    double along = -1;
    double distance_m = dray_geo_point_to_segment_m (point, a, b, &along);
    double best = G_MAXDOUBLE;

    for (int k = 0; k <= 200; k++) {
      DrayGeoPoint on = { a.lon_e7 + (int) ((b.lon_e7 - a.lon_e7) * (k / 200.0)), a.lat_e7 + (int) ((b.lat_e7 - a.lat_e7) * (k / 200.0)) };

      best = fmin (best, dray_geo_point_distance_m (point, on));
    }
    g_assert_cmpfloat (along, >=, 0);
    g_assert_cmpfloat (along, <=, 1);
    /* The nearest of the 201 is at most a half step of 1/200 of the segment farther than the nearest of all. */
    g_assert_cmpfloat (distance_m, <=, best * 1.001 + 0.1);
    g_assert_cmpfloat (best, <=, distance_m * 1.001 + dray_geo_point_distance_m (a, b) / 400 + 0.1);
  }
}

static void
test_box_around_holds_the_circle (void)
{
  DrayGeoPoint centre = POINT (10, 60);
  DrayGeoBox box = dray_geo_box_around (centre, 5000);

  for (int bearing = 0; bearing < 360; bearing += 5)
    g_assert_true (dray_geo_box_contains (&box, dray_geo_point_move (centre, bearing, 4999)));
  g_assert_false (dray_geo_box_contains (&box, dray_geo_point_move (centre, 0, 5010)));
  g_assert_false (dray_geo_box_contains (&box, dray_geo_point_move (centre, 90, 5020)));
}

static void
test_empty_box_holds_nothing (void)
{
  DrayGeoBox box = DRAY_GEO_BOX_EMPTY;

  g_assert_true (dray_geo_box_is_empty (&box));
  g_assert_false (dray_geo_box_contains (&box, POINT (0, 0)));
  dray_geo_box_extend (&box, POINT (3, 4));
  g_assert_false (dray_geo_box_is_empty (&box));
  g_assert_true (dray_geo_box_contains (&box, POINT (3, 4)));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/geo/point/text-round-trips", test_text_round_trips);
  g_test_add_func ("/geo/point/broken-text-is-refused", test_broken_text_is_refused);
  g_test_add_func ("/geo/point/distance-of-known-cities", test_distance_of_known_cities);
  g_test_add_func ("/geo/point/moving-goes-that-far-that-way", test_moving_goes_that_far_that_way);
  g_test_add_func ("/geo/point/segment-is-no-farther-than-its-points", test_segment_is_no_farther_than_its_points);
  g_test_add_func ("/geo/box/around-holds-the-circle", test_box_around_holds_the_circle);
  g_test_add_func ("/geo/box/empty-holds-nothing", test_empty_box_holds_nothing);
  return g_test_run ();
}
