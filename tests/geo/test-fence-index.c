/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-index.h"
#include "dray-geo-error.h"
#include "dray-random.h"

#include <geos_c.h>
#include <math.h>
#include <stdarg.h>

/* A star-shaped ring of @n_points round a centre: never crosses itself. */
static void
add_ring (DrayShape  *shape,
          DrayRandom *random,
          int         lon_e7,
          int         lat_e7,
          double      radius_e7,
          int         n_points)
{
  for (int i = 0; i < n_points; i++) {
    double angle = 2.0 * G_PI * i / n_points, r = radius_e7 * (0.6 + 0.4 * dray_random_double (random));

    dray_shape_add_point (shape, (DrayGeoPoint) { lon_e7 + (int) (r * cos (angle)), lat_e7 + (int) (r * sin (angle)) });
  }
  dray_shape_end_part (shape);
}

static DrayShape *
make_star (DrayRandom *random,
           int         span_e7,
           double      radius_e7,
           int         n_points)
{
  DrayShape *shape = dray_shape_new (DRAY_SHAPE_POLYGON);
  int lon_e7 = (int) dray_random_below (random, (guint32) span_e7), lat_e7 = (int) dray_random_below (random, (guint32) span_e7);

  add_ring (shape, random, lon_e7, lat_e7, radius_e7, n_points);
  if (dray_random_below (random, 3) == 0)
    add_ring (shape, random, lon_e7, lat_e7, radius_e7 * 0.4, 3 + n_points / 3);
  dray_shape_end_polygon (shape);
  return shape;
}

static GPtrArray *
make_stars (guint64 seed,
            guint   n,
            int     span_e7,
            double  radius_e7)
{
  GPtrArray *shapes = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_shape_unref);
  DrayRandom random;

  dray_random_init (&random, seed);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (shapes, make_star (&random, span_e7, radius_e7 * (0.3 + dray_random_double (&random)), 5 + (int) dray_random_below (&random, 60)));
  return shapes;
}

static DrayFenceIndex *
make_index (GPtrArray *shapes)
{
  g_autoptr (GError) error = NULL;
  DrayFenceIndex *index = dray_fence_index_new ((DrayShape *const *) shapes->pdata, shapes->len, &error);

  g_assert_no_error (error);
  return index;
}

static gboolean
is_on_outline (const DrayShape *shape,
               DrayGeoPoint     point)
{
  for (int part = 0; part < shape->n_parts; part++) {
    int start = dray_shape_get_part_start (shape, part), end = shape->part_ends[part];

    for (int i = start; i < end; i++) {
      DrayGeoPoint a = shape->points[i], b = shape->points[i + 1 < end ? i + 1 : start];
      gint64 cross = ((gint64) b.lon_e7 - a.lon_e7) * ((gint64) point.lat_e7 - a.lat_e7) - ((gint64) b.lat_e7 - a.lat_e7) * ((gint64) point.lon_e7 - a.lon_e7);

      if (cross == 0 && point.lon_e7 >= MIN (a.lon_e7, b.lon_e7) && point.lon_e7 <= MAX (a.lon_e7, b.lon_e7) && point.lat_e7 >= MIN (a.lat_e7, b.lat_e7)
          && point.lat_e7 <= MAX (a.lat_e7, b.lat_e7))
        return TRUE;
    }
  }
  return FALSE;
}

static gboolean
is_listed (const guint32 *fences,
           guint          n,
           guint32        fence)
{
  for (guint i = 0; i < n; i++) {
    if (fences[i] == fence)
      return TRUE;
  }
  return FALSE;
}

/* Fences of a few units, so that nearly every point shares a latitude or a line with some vertex. */
static void
test_tiny_fences_full_of_ties_are_judged_exactly (void)
{
  for (guint64 seed = 1; seed <= 10; seed++) {
    g_autoptr (GPtrArray) shapes = make_stars (seed, 12, 300, 60.0);
    g_autoptr (DrayFenceIndex) index = make_index (shapes);

    for (int lat = -100; lat < 400; lat += 3) {
      for (int lon = -100; lon < 400; lon += 1) {
        guint32 fences[16];
        guint n = dray_fence_index_list_inside (index, (DrayGeoPoint) { lon, lat }, fences, 16);

        for (guint i = 0; i < shapes->len; i++) {
          if (!is_on_outline (shapes->pdata[i], (DrayGeoPoint) { lon, lat }))
            g_assert_cmpint (is_listed (fences, n, i), ==, dray_shape_contains (shapes->pdata[i], (DrayGeoPoint) { lon, lat }));
        }
      }
    }
  }
}

static void G_GNUC_PRINTF (1, 2)
on_geos_message (const char *format,
                 ...)
{
  va_list arguments;
  g_autofree char *text = NULL;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_test_message ("%s", text);
}

static GEOSGeometry *
to_geos (GEOSContextHandle_t context,
         const DrayShape    *shape)
{
  GEOSGeometry *rings[2] = { NULL };

  for (int part = 0; part < shape->n_parts; part++) {
    int start = dray_shape_get_part_start (shape, part), n = shape->part_ends[part] - start;
    GEOSCoordSequence *points = GEOSCoordSeq_create_r (context, (unsigned) n + 1, 2);

    for (int i = 0; i <= n; i++)
      GEOSCoordSeq_setXY_r (context, points, (unsigned) i, shape->points[start + i % n].lon_e7, shape->points[start + i % n].lat_e7);
    rings[part] = GEOSGeom_createLinearRing_r (context, points);
  }
  return GEOSGeom_createPolygon_r (context, rings[0], rings + 1, (unsigned) shape->n_parts - 1);
}

static void
test_answers_are_those_of_geos (void)
{
  g_autoptr (GPtrArray) shapes = make_stars (7, 300, 5000000, 150000.0);
  g_autoptr (DrayFenceIndex) index = make_index (shapes);
  GEOSContextHandle_t context = GEOS_init_r ();
  g_autofree GEOSGeometry **polygons = g_new (GEOSGeometry *, shapes->len);
  g_autofree const GEOSPreparedGeometry **prepared = g_new (const GEOSPreparedGeometry *, shapes->len);
  DrayRandom random;

  GEOSContext_setNoticeHandler_r (context, on_geos_message);
  dray_random_init (&random, 8);
  for (guint i = 0; i < shapes->len; i++) {
    polygons[i] = to_geos (context, shapes->pdata[i]);
    prepared[i] = GEOSPrepare_r (context, polygons[i]);
  }
  int n_inside = 0;
  for (int i = 0; i < 10000; i++) {
    DrayGeoPoint point = { (int) dray_random_below (&random, 5400000) - 200000, (int) dray_random_below (&random, 5400000) - 200000 };
    guint32 fences[64];
    guint n = dray_fence_index_list_inside (index, point, fences, 64);

    n_inside += (int) n;
    for (guint j = 1; j < n; j++)
      g_assert_cmpuint (fences[j - 1], <, fences[j]);
    GEOSGeometry *geos_point = GEOSGeom_createPointFromXY_r (context, point.lon_e7, point.lat_e7);
    for (guint j = 0; j < shapes->len; j++)
      g_assert_cmpint (is_listed (fences, n, j), ==, GEOSPreparedContains_r (context, prepared[j], geos_point));
    GEOSGeom_destroy_r (context, geos_point);
  }
  g_assert_cmpint (n_inside, >, 1000);

  for (guint i = 0; i < shapes->len; i++) {
    GEOSPreparedGeom_destroy_r (context, prepared[i]);
    GEOSGeom_destroy_r (context, polygons[i]);
  }
  GEOS_finish_r (context);
}

static void
test_a_large_fence_and_small_ones_share_a_grid (void)
{
  g_autoptr (GPtrArray) shapes = make_stars (9, 50, 2000000, 5000.0);
  DrayGeoPoint country[4] = { { -400000000, -400000000 }, { 400000000, -400000000 }, { 400000000, 400000000 }, { -400000000, 400000000 } };
  guint32 fences[4];

  g_ptr_array_add (shapes, dray_shape_new_polygon (country, 4));
  g_autoptr (DrayFenceIndex) index = make_index (shapes);
  g_assert_cmpuint (dray_fence_index_list_inside (index, (DrayGeoPoint) { 399999999, -399999999 }, fences, 4), ==, 1);
  g_assert_cmpuint (fences[0], ==, 50);
  g_assert_cmpuint (dray_fence_index_list_inside (index, (DrayGeoPoint) { 400000001, 0 }, fences, 4), ==, 0);
  const DrayShape *small = shapes->pdata[3];
  DrayGeoBox box = dray_shape_get_box (small);
  DrayGeoPoint middle = { (box.west_e7 + box.east_e7) / 2, (box.south_e7 + box.north_e7) / 2 };
  guint n = dray_fence_index_list_inside (index, middle, fences, 4);
  g_assert_cmpint (is_listed (fences, n, 3), ==, dray_shape_contains (small, middle));
  g_assert_true (is_listed (fences, n, 50));
}

static void
test_a_fence_is_not_jumped_over (void)
{
  DrayGeoPoint square[4] = { { 1000, 1000 }, { 2000, 1000 }, { 2000, 2000 }, { 1000, 2000 } };
  DrayGeoPoint far_away[3] = { { 90000, 90000 }, { 91000, 90000 }, { 91000, 91000 } };
  g_autoptr (GPtrArray) shapes = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_shape_unref);
  guint32 fences[4];

  g_ptr_array_add (shapes, dray_shape_new_polygon (far_away, 3));
  g_ptr_array_add (shapes, dray_shape_new_polygon (square, 4));
  g_autoptr (DrayFenceIndex) index = make_index (shapes);
  g_assert_cmpuint (dray_fence_index_list_crossed (index, (DrayGeoPoint) { 500, 1500 }, (DrayGeoPoint) { 2500, 1600 }, fences, 4), ==, 1);
  g_assert_cmpuint (fences[0], ==, 1);
  g_assert_cmpuint (dray_fence_index_list_crossed (index, (DrayGeoPoint) { 500, 1500 }, (DrayGeoPoint) { 999, 1600 }, fences, 4), ==, 0);
  g_assert_cmpuint (dray_fence_index_list_crossed (index, (DrayGeoPoint) { 1200, 1500 }, (DrayGeoPoint) { 1800, 1600 }, fences, 4), ==, 0);
}

static void
test_no_fences_hold_nothing (void)
{
  g_autoptr (DrayFenceIndex) index = dray_fence_index_new (NULL, 0, NULL);
  guint32 fence;

  g_assert_cmpuint (dray_fence_index_list_inside (index, (DrayGeoPoint) { 0, 0 }, &fence, 1), ==, 0);
}

static void
test_what_is_no_fence_is_refused (void)
{
  DrayGeoPoint line[2] = { { 0, 0 }, { 10, 10 } }, world[4] = { { -1700000000, 0 }, { 1700000000, 0 }, { 1700000000, 10 }, { -1700000000, 10 } };
  g_autoptr (DrayShape) open = dray_shape_new_line (line, 2), wide = dray_shape_new_polygon (world, 4);
  g_autoptr (GError) error = NULL;

  g_assert_null (dray_fence_index_new (&open, 1, &error));
  g_assert_error (error, DRAY_GEO_ERROR, DRAY_GEO_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (dray_fence_index_new (&wide, 1, &error));
  g_assert_error (error, DRAY_GEO_ERROR, DRAY_GEO_ERROR_LIMIT);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/geo/fence-index/tiny-fences-full-of-ties-are-judged-exactly", test_tiny_fences_full_of_ties_are_judged_exactly);
  g_test_add_func ("/geo/fence-index/answers-are-those-of-geos", test_answers_are_those_of_geos);
  g_test_add_func ("/geo/fence-index/a-large-fence-and-small-ones-share-a-grid", test_a_large_fence_and_small_ones_share_a_grid);
  g_test_add_func ("/geo/fence-index/a-fence-is-not-jumped-over", test_a_fence_is_not_jumped_over);
  g_test_add_func ("/geo/fence-index/no-fences-hold-nothing", test_no_fences_hold_nothing);
  g_test_add_func ("/geo/fence-index/what-is-no-fence-is-refused", test_what_is_no_fence_is_refused);
  return g_test_run ();
}
