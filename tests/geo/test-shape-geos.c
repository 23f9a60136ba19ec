/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-shape-geos.h"
#include "dray-wkt.h"

#include "dray-geo-error.h"

#include <math.h>
#include <string.h>

static DrayShape *
read_shape (const char *text)
{
  g_autoptr (GError) error = NULL;
  DrayShape *shape = dray_wkt_read (text, &error);

  g_assert_no_error (error);
  return shape;
}

static void
test_a_good_area_is_valid (void)
{
  g_autoptr (DrayShape) shape = read_shape ("POLYGON((10 50,10.1 50,10.1 50.1,10 50.1,10 50),(10.04 50.04,10.06 50.04,10.06 50.06,10.04 50.04))");
  g_autoptr (GError) error = NULL;

  g_assert_true (dray_shape_check_valid (shape, NULL, &error));
  g_assert_no_error (error);
}

static void
test_a_bow_tie_is_named_with_its_place (void)
{
  g_autoptr (DrayShape) shape = read_shape ("POLYGON((10 50,10.1 50.1,10.1 50,10 50.1,10 50))");
  g_autoptr (GError) error = NULL;
  DrayGeoPoint where = { 0, 0 };

  g_assert_false (dray_shape_check_valid (shape, &where, &error));
  g_assert_error (error, DRAY_GEO_ERROR, DRAY_GEO_ERROR_INVALID);
  g_assert_cmpfloat (dray_geo_point_distance_m (where, (DrayGeoPoint) { 100500000, 500500000 }), <, 1);
  g_assert_nonnull (strstr (error->message, "10.05"));
}

static void
test_a_hole_outside_is_invalid (void)
{
  g_autoptr (DrayShape) shape = read_shape ("POLYGON((10 50,10.1 50,10.1 50.1,10 50),(11 50,11.1 50,11.1 50.1,11 50))");

  g_assert_false (dray_shape_check_valid (shape, NULL, NULL));
}

static void
test_a_point_becomes_a_circle (void)
{
  g_autoptr (DrayShape) point = read_shape ("POINT(10 60)");
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayShape) circle = dray_shape_buffer (point, 500, &error);

  g_assert_no_error (error);
  for (int i = 0; i < circle->n_points; i++)
    g_assert_cmpfloat_with_epsilon (dray_geo_point_distance_m (point->points[0], circle->points[i]), 500, 1);
  g_assert_cmpfloat_with_epsilon (dray_shape_get_area_m2 (circle) / (G_PI * 500 * 500), 1, 0.01);
}

static void
test_a_corridor_holds_what_is_near_the_line (void)
{
  g_autoptr (DrayShape) line = read_shape ("LINESTRING(10 50,10.1 50.02,10.15 50.1)");
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayShape) corridor = dray_shape_buffer (line, 100, &error);

  g_assert_no_error (error);
  for (int i = 0; i < 1000; i++) {
    DrayGeoPoint point = { 99900000 + i * 1700, 499900000 + (i * 7919) % 1300000 };
    double way_m = fmin (dray_geo_point_to_segment_m (point, line->points[0], line->points[1], NULL),
                         dray_geo_point_to_segment_m (point, line->points[1], line->points[2], NULL));

    if (fabs (way_m - 100) > 2)
      g_assert_true (dray_shape_contains (corridor, point) == (way_m < 100));
  }
}

static void
test_a_hole_is_cut (void)
{
  g_autoptr (DrayShape) yard = read_shape ("POLYGON((10 50,10.1 50,10.1 50.1,10 50.1,10 50))");
  g_autoptr (DrayShape) inner = read_shape ("POLYGON((10.04 50.04,10.06 50.04,10.06 50.06,10.04 50.06,10.04 50.04))");
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayShape) left = dray_shape_cut_hole (yard, inner, &error);

  g_assert_no_error (error);
  g_assert_cmpint (left->n_parts, ==, 2);
  g_assert_cmpfloat_with_epsilon (dray_shape_get_area_m2 (left), dray_shape_get_area_m2 (yard) - dray_shape_get_area_m2 (inner), 2000);
  g_autoptr (DrayShape) nothing = dray_shape_cut_hole (inner, yard, &error);
  g_assert_null (nothing);
  g_assert_error (error, DRAY_GEO_ERROR, DRAY_GEO_ERROR_INVALID);
}

static void
test_shrinking_away_is_an_error (void)
{
  g_autoptr (DrayShape) yard = read_shape ("POLYGON((10 50,10.001 50,10.001 50.001,10 50.001,10 50))");
  g_autoptr (GError) error = NULL;

  g_assert_null (dray_shape_buffer (yard, -5000, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_null (dray_shape_buffer (yard, NAN, &error));
  g_assert_nonnull (error);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/geo/shape-geos/a-good-area-is-valid", test_a_good_area_is_valid);
  g_test_add_func ("/geo/shape-geos/a-bow-tie-is-named-with-its-place", test_a_bow_tie_is_named_with_its_place);
  g_test_add_func ("/geo/shape-geos/a-hole-outside-is-invalid", test_a_hole_outside_is_invalid);
  g_test_add_func ("/geo/shape-geos/a-point-becomes-a-circle", test_a_point_becomes_a_circle);
  g_test_add_func ("/geo/shape-geos/a-corridor-holds-what-is-near-the-line", test_a_corridor_holds_what_is_near_the_line);
  g_test_add_func ("/geo/shape-geos/a-hole-is-cut", test_a_hole_is_cut);
  g_test_add_func ("/geo/shape-geos/shrinking-away-is-an-error", test_shrinking_away_is_an_error);
  return g_test_run ();
}
