/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-set.h"
#include "dray-fence-shape.h"
#include "dray-fleet-error.h"
#include "dray-geo-error.h"
#include "dray-units.h"

static DrayGeoPoint
at (double lon,
    double lat)
{
  return (DrayGeoPoint) { dray_degrees_to_e7 (lon), dray_degrees_to_e7 (lat) };
}

static DrayFenceSet *
make_set (DrayShape     *shape,
          DrayFenceKind  kind,
          const guint8  *trucks)
{
  DrayFenceRule rule = { .id = dray_id_derive ("fence", "1", 1), .name = "Fence", .kind = kind, .trucks = trucks };
  DrayFenceSet *fences = dray_fence_set_new (&shape, &rule, 1, 2, NULL);

  g_assert_nonnull (fences);
  return fences;
}

static gboolean
holds (DrayFenceSet *fences,
       DrayGeoPoint  point)
{
  guint32 found[4];
  guint n = dray_fence_set_list_inside (fences, point, found, 4);

  g_assert_cmpuint (n, <=, 1);
  return n == 1;
}

static void
test_a_circle_is_round (void)
{
  DrayGeoPoint centre = at (10.0, 50.0);
  g_autoptr (DrayShape) circle = dray_fence_shape_new_circle (centre, 500.0, NULL);
  g_autoptr (DrayFenceSet) fences = make_set (circle, DRAY_FENCE_KIND_SITE, NULL);

  g_assert_true (dray_fence_shape_check (circle, NULL));
  g_assert_cmpfloat (ABS (dray_shape_get_area_m2 (circle) / (G_PI * 500.0 * 500.0) - 1.0), <, 0.005);
  for (int bearing = 0; bearing < 360; bearing++) {
    g_assert_true (holds (fences, dray_geo_point_move (centre, bearing, 498.0)));
    g_assert_false (holds (fences, dray_geo_point_move (centre, bearing, 502.0)));
  }
}

static void
test_a_corridor_follows_its_line (void)
{
  DrayGeoPoint line[3] = { at (10.0, 50.0), at (10.1, 50.0), at (10.1, 50.1) };
  g_autoptr (DrayShape) corridor = dray_fence_shape_new_corridor (line, 3, 200.0, NULL);
  g_autoptr (DrayFenceSet) fences = make_set (corridor, DRAY_FENCE_KIND_SITE, NULL);

  g_assert_true (holds (fences, dray_geo_point_move (at (10.05, 50.0), 0.0, 95.0)));
  g_assert_false (holds (fences, dray_geo_point_move (at (10.05, 50.0), 0.0, 105.0)));
  g_assert_true (holds (fences, dray_geo_point_move (at (10.1, 50.05), 90.0, 95.0)));
  g_assert_false (holds (fences, at (10.05, 50.05)));
}

static void
test_what_has_no_size_is_refused (void)
{
  DrayGeoPoint same[2] = { at (10.0, 50.0), at (10.0, 50.0) };
  static const double bad[] = { 0.0, -5.0, 1e9, __builtin_nan ("") };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL, other = NULL;

    g_assert_null (dray_fence_shape_new_circle (same[0], bad[i], &error));
    g_assert_error (error, DRAY_FLEET_ERROR, DRAY_FLEET_ERROR_INVALID);
    g_assert_null (dray_fence_shape_new_corridor (same, 2, bad[i], &other));
    g_assert_error (other, DRAY_FLEET_ERROR, DRAY_FLEET_ERROR_INVALID);
  }
  g_autoptr (GError) error = NULL;
  g_assert_null (dray_fence_shape_new_corridor (same, 1, 10.0, &error));
  g_assert_error (error, DRAY_FLEET_ERROR, DRAY_FLEET_ERROR_INVALID);
}

static void
assert_refused (const DrayGeoPoint *ring,
                int                 n)
{
  g_autoptr (DrayShape) shape = dray_shape_new_polygon (ring, n);
  g_autoptr (GError) error = NULL;

  g_assert_false (dray_fence_shape_check (shape, &error));
  g_assert_error (error, DRAY_GEO_ERROR, DRAY_GEO_ERROR_INVALID);
  g_assert_cmpuint (strlen (error->message), >, 10);
}

static void
test_an_outline_that_crosses_itself_is_refused_with_a_reason (void)
{
  DrayGeoPoint bow[4] = { at (10.0, 50.0), at (10.1, 50.1), at (10.1, 50.0), at (10.0, 50.1) };
  DrayGeoPoint bow_at_date_line[4] = { at (179.9, 50.0), at (-179.9, 50.1), at (-179.9, 50.0), at (179.9, 50.1) };
  DrayGeoPoint equal[3] = { at (10.0, 50.0), at (10.0, 50.0), at (10.0, 50.0) };

  assert_refused (bow, 4);
  assert_refused (bow_at_date_line, 4);
  assert_refused (equal, 3);
}

/* Half a degree on either side, with a hole in the middle of it. */
static DrayFenceSet *
make_date_line_set (void)
{
  g_autoptr (DrayShape) shape = dray_shape_new (DRAY_SHAPE_POLYGON);
  DrayGeoPoint outer[4] = { at (179.5, -10.0), at (-179.5, -10.0), at (-179.5, -9.0), at (179.5, -9.0) };
  DrayGeoPoint hole[4] = { at (179.9, -9.6), at (-179.9, -9.6), at (-179.9, -9.4), at (179.9, -9.4) };

  for (int i = 0; i < 4; i++)
    dray_shape_add_point (shape, outer[i]);
  dray_shape_end_part (shape);
  for (int i = 0; i < 4; i++)
    dray_shape_add_point (shape, hole[i]);
  dray_shape_end_part (shape);
  dray_shape_end_polygon (shape);
  g_assert_true (dray_fence_shape_check (shape, NULL));
  return make_set (shape, DRAY_FENCE_KIND_SITE, NULL);
}

static void
test_a_fence_spans_the_date_line (void)
{
  g_autoptr (DrayFenceSet) fences = make_date_line_set ();
  guint32 found[4];

  g_assert_true (holds (fences, at (179.7, -9.5)));
  g_assert_true (holds (fences, at (-179.7, -9.5)));
  g_assert_true (holds (fences, at (179.999999, -9.9)));
  g_assert_true (holds (fences, at (-179.999999, -9.9)));
  g_assert_false (holds (fences, at (179.95, -9.5)));
  g_assert_false (holds (fences, at (-179.95, -9.5)));
  g_assert_false (holds (fences, at (0.0, -9.5)));
  g_assert_false (holds (fences, at (179.4, -9.5)));
  /* In from the west and out to the east: one fence; round the globe nothing is met. */
  g_assert_cmpuint (dray_fence_set_list_crossed (fences, at (179.3, -9.5), at (-179.3, -9.5), found, 4), ==, 1);
  g_assert_cmpuint (dray_fence_set_list_crossed (fences, at (179.3, -8.0), at (-179.3, -8.0), found, 4), ==, 0);
}

static void
test_a_circle_spans_the_date_line (void)
{
  g_autoptr (DrayShape) circle = dray_fence_shape_new_circle (at (179.999, 20.0), 5000.0, NULL);
  g_autoptr (DrayFenceSet) fences = make_set (circle, DRAY_FENCE_KIND_SITE, NULL);

  for (int bearing = 0; bearing < 360; bearing += 5) {
    g_assert_true (holds (fences, dray_geo_point_move (at (179.999, 20.0), bearing, 4970.0)));
    g_assert_false (holds (fences, dray_geo_point_move (at (179.999, 20.0), bearing, 5030.0)));
  }
}

static guint
count_closures (DrayFenceSet *fences,
                guint         truck)
{
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (DrayRoadChange));

  dray_fence_set_list_closures (fences, truck, changes);
  for (guint i = 0; i < changes->len; i++)
    g_assert_cmpint (g_array_index (changes, DrayRoadChange, i).speed_percent, ==, 0);
  return changes->len;
}

static void
test_forbidden_fences_close_roads_for_their_trucks (void)
{
  static const guint8 trucks[2] = { TRUE, FALSE };
  g_autoptr (DrayShape) circle = dray_fence_shape_new_circle (at (10.0, 50.0), 500.0, NULL);
  g_autoptr (DrayFenceSet) all = make_set (circle, DRAY_FENCE_KIND_FORBIDDEN, NULL), one = make_set (circle, DRAY_FENCE_KIND_FORBIDDEN, trucks);
  g_autoptr (DrayFenceSet) site = make_set (circle, DRAY_FENCE_KIND_SITE, NULL);

  g_assert_cmpuint (count_closures (all, G_MAXUINT), ==, 1);
  g_assert_cmpuint (count_closures (all, 1), ==, 1);
  g_assert_cmpuint (count_closures (one, G_MAXUINT), ==, 0);
  g_assert_cmpuint (count_closures (one, 0), ==, 1);
  g_assert_cmpuint (count_closures (one, 1), ==, 0);
  g_assert_cmpuint (count_closures (site, 0), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test) g_test_add_func ("/fleet/fence-shape/" path, test)
  ADD ("a-circle-is-round", test_a_circle_is_round);
  ADD ("a-corridor-follows-its-line", test_a_corridor_follows_its_line);
  ADD ("what-has-no-size-is-refused", test_what_has_no_size_is_refused);
  ADD ("an-outline-that-crosses-itself-is-refused-with-a-reason", test_an_outline_that_crosses_itself_is_refused_with_a_reason);
  ADD ("a-fence-spans-the-date-line", test_a_fence_spans_the_date_line);
  ADD ("a-circle-spans-the-date-line", test_a_circle_spans_the_date_line);
  ADD ("forbidden-fences-close-roads-for-their-trucks", test_forbidden_fences_close_roads_for_their_trucks);
#undef ADD
  return g_test_run ();
}
