/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-shape.h"

#define POINT(lon, lat) ((DrayGeoPoint) { dray_degrees_to_e7 (lon), dray_degrees_to_e7 (lat) })

/* A square of a tenth of a degree with a square hole in its middle. */
static DrayShape *
make_square_with_hole (void)
{
  static const double outer[][2] = { { 10, 50 }, { 10.1, 50 }, { 10.1, 50.1 }, { 10, 50.1 }, { 10, 50 } };
  static const double inner[][2] = { { 10.04, 50.04 }, { 10.04, 50.06 }, { 10.06, 50.06 }, { 10.06, 50.04 } };
  DrayShape *shape = dray_shape_new (DRAY_SHAPE_POLYGON);

  for (gsize i = 0; i < G_N_ELEMENTS (outer); i++)
    dray_shape_add_point (shape, POINT (outer[i][0], outer[i][1]));
  dray_shape_end_part (shape);
  for (gsize i = 0; i < G_N_ELEMENTS (inner); i++)
    dray_shape_add_point (shape, POINT (inner[i][0], inner[i][1]));
  dray_shape_end_part (shape);
  dray_shape_end_polygon (shape);
  return shape;
}

static void
test_a_closed_ring_loses_its_repetition (void)
{
  g_autoptr (DrayShape) shape = make_square_with_hole ();

  g_assert_cmpint (shape->n_points, ==, 8);
  g_assert_cmpint (shape->part_ends[0], ==, 4);
  g_assert_true (dray_shape_check (shape, NULL));
}

static void
test_a_hole_is_not_inside (void)
{
  g_autoptr (DrayShape) shape = make_square_with_hole ();

  g_assert_true (dray_shape_contains (shape, POINT (10.02, 50.05)));
  g_assert_false (dray_shape_contains (shape, POINT (10.05, 50.05)));
  g_assert_false (dray_shape_contains (shape, POINT (10.2, 50.05)));
  g_assert_false (dray_shape_contains (shape, POINT (9.9, 50.05)));
}

static void
test_area_and_length (void)
{
  g_autoptr (DrayShape) shape = make_square_with_hole ();
  double side_m = dray_geo_point_distance_m (POINT (10, 50), POINT (10, 50.1));
  double foot_m = dray_geo_point_distance_m (POINT (10, 50.05), POINT (10.1, 50.05));

  g_assert_cmpfloat_with_epsilon (dray_shape_get_area_m2 (shape) / (side_m * foot_m * 0.96), 1, 1e-4);
  g_assert_cmpfloat_with_epsilon (dray_shape_get_length_m (shape) / (2 * (side_m + foot_m) * 1.2), 1, 1e-4);
}

static void
test_what_lacks_points_is_refused (void)
{
  DrayGeoPoint two[] = { POINT (1, 1), POINT (2, 2) };
  g_autoptr (DrayShape) ring = dray_shape_new_polygon (two, 2);
  g_autoptr (DrayShape) line = dray_shape_new_line (two, 1);
  g_autoptr (DrayShape) empty = dray_shape_new (DRAY_SHAPE_MULTI_LINE);
  g_autoptr (DrayShape) far = dray_shape_new_point ((DrayGeoPoint) { 0, 91 * DRAY_E7 });
  DrayShape *const shapes[] = { ring, line, empty, far };

  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (dray_shape_check (shapes[i], &error));
    g_assert_nonnull (error);
  }
}

static void
test_equal_sees_every_difference (void)
{
  g_autoptr (DrayShape) a = make_square_with_hole ();
  g_autoptr (DrayShape) b = make_square_with_hole ();

  g_assert_true (dray_shape_equal (a, b));
  b->points[5].lat_e7++;
  g_assert_false (dray_shape_equal (a, b));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/geo/shape/a-closed-ring-loses-its-repetition", test_a_closed_ring_loses_its_repetition);
  g_test_add_func ("/geo/shape/a-hole-is-not-inside", test_a_hole_is_not_inside);
  g_test_add_func ("/geo/shape/area-and-length", test_area_and_length);
  g_test_add_func ("/geo/shape/what-lacks-points-is-refused", test_what_lacks_points_is_refused);
  g_test_add_func ("/geo/shape/equal-sees-every-difference", test_equal_sees_every_difference);
  return g_test_run ();
}
