/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-outline.h"
#include "dray-fence-sketch.h"
#include "dray-fence-words.h"
#include "dray-units.h"

#include <math.h>

/* Outlines as they are drawn, without a map. Places are in 1e-7 degrees about 50 north, 1 east: a step of 10,000 is about 70 m by 111 m. */

static DrayGeoPoint
at (int x,
    int y)
{
  return (DrayGeoPoint) { 10000000 + x * 10000, 500000000 + y * 10000 };
}

static void
draw (DrayFenceSketch *sketch,
      const int      (*corners)[2],
      int              n)
{
  for (int i = 0; i < n; i++)
    g_assert_true (dray_fence_sketch_add (sketch, at (corners[i][0], corners[i][1])));
  g_assert_true (dray_fence_sketch_close (sketch));
}

static const int square[][2] = { { 0, 0 }, { 10, 0 }, { 10, 10 }, { 0, 10 } };

static void
test_a_hole_takes_its_area_away (void)
{
  static const int hole[][2] = { { 2, 2 }, { 7, 2 }, { 7, 7 }, { 2, 7 } };
  g_autoptr (DrayFenceSketch) sketch = dray_fence_sketch_new ();
  double whole_m2;

  dray_fence_sketch_start (sketch, DRAY_SKETCH_POLYGON);
  g_assert_null (dray_fence_sketch_get_shape (sketch));
  draw (sketch, square, 4);
  whole_m2 = dray_fence_sketch_get_area_m2 (sketch);
  g_assert_true (dray_fence_sketch_begin_hole (sketch));
  draw (sketch, hole, 4);
  g_assert_null (dray_fence_sketch_get_fault (sketch, NULL));
  g_assert_cmpfloat_with_epsilon (dray_fence_sketch_get_area_m2 (sketch) / whole_m2, 0.75, 0.001);
}

static void
test_a_fault_is_named_at_its_place (void)
{
  static const int bow[][2] = { { 0, 0 }, { 10, 10 }, { 10, 0 }, { 0, 10 } };
  static const int outside[][2] = { { 20, 20 }, { 25, 20 }, { 25, 25 } };
  static const int dots[][2] = { { 0, 0 }, { 0, 0 }, { 0, 0 } };
  g_autoptr (DrayFenceSketch) sketch = dray_fence_sketch_new ();
  DrayGeoPoint where;

  dray_fence_sketch_start (sketch, DRAY_SKETCH_POLYGON);
  draw (sketch, bow, 4);
  g_assert_cmpstr (dray_fence_sketch_get_fault (sketch, &where), ==, "The outline crosses itself");
  g_assert_cmpint (ABS (where.lon_e7 - at (5, 5).lon_e7), <, 100);

  dray_fence_sketch_start (sketch, DRAY_SKETCH_POLYGON);
  draw (sketch, square, 4);
  g_assert_true (dray_fence_sketch_begin_hole (sketch));
  draw (sketch, outside, 3);
  g_assert_cmpstr (dray_fence_sketch_get_fault (sketch, NULL), ==, "The hole lies outside the outline");

  dray_fence_sketch_start (sketch, DRAY_SKETCH_POLYGON);
  draw (sketch, dots, 3);
  g_assert_cmpstr (dray_fence_sketch_get_fault (sketch, NULL), ==, "A ring needs three corners in different places");
}

/* While it is drawn, before the ring is closed. */
static void
test_a_line_that_crosses_itself_is_faulty_at_once (void)
{
  g_autoptr (DrayFenceSketch) sketch = dray_fence_sketch_new ();

  dray_fence_sketch_start (sketch, DRAY_SKETCH_POLYGON);
  dray_fence_sketch_add (sketch, at (0, 0));
  dray_fence_sketch_add (sketch, at (10, 10));
  dray_fence_sketch_add (sketch, at (10, 0));
  g_assert_null (dray_fence_sketch_get_fault (sketch, NULL));
  dray_fence_sketch_add (sketch, at (0, 10));
  g_assert_nonnull (dray_fence_sketch_get_fault (sketch, NULL));
  dray_fence_sketch_undo (sketch);
  g_assert_null (dray_fence_sketch_get_fault (sketch, NULL));
}

static void
test_the_date_line_is_not_crossed (void)
{
  g_autoptr (DrayFenceSketch) sketch = dray_fence_sketch_new ();
  static const int lons[] = { 1799000000, -1799000000, -1799000000, 1799000000 }, lats[] = { 0, 0, 1000000, 1000000 };

  dray_fence_sketch_start (sketch, DRAY_SKETCH_POLYGON);
  for (int i = 0; i < 4; i++)
    dray_fence_sketch_add (sketch, (DrayGeoPoint) { lons[i], lats[i] });
  g_assert_nonnull (strstr (dray_fence_sketch_get_fault (sketch, NULL), "date line"));
  dray_fence_sketch_close (sketch);
  g_assert_nonnull (strstr (dray_fence_sketch_get_fault (sketch, NULL), "date line"));
}

static void
test_what_is_undone_comes_back (void)
{
  g_autoptr (DrayFenceSketch) sketch = dray_fence_sketch_new ();
  int n;

  dray_fence_sketch_start (sketch, DRAY_SKETCH_POLYGON);
  draw (sketch, square, 4);
  dray_fence_sketch_select (sketch, (DraySketchHandle) { 0, 1 });
  dray_fence_sketch_begin_move (sketch);
  for (int i = 0; i < 5; i++)
    dray_fence_sketch_move (sketch, at (10 + i, -i));
  g_assert_true (dray_fence_sketch_insert (sketch, 0, 1, at (12, 5)));
  dray_fence_sketch_get_ring (sketch, 0, &n);
  g_assert_cmpint (n, ==, 5);
  g_assert_true (dray_fence_sketch_undo (sketch));
  g_assert_true (dray_fence_sketch_undo (sketch));
  g_assert_true (dray_geo_point_equal (dray_fence_sketch_get_ring (sketch, 0, &n)[1].at, at (10, 0)));
  g_assert_cmpint (n, ==, 4);
  g_assert_true (dray_fence_sketch_redo (sketch));
  g_assert_true (dray_geo_point_equal (dray_fence_sketch_get_ring (sketch, 0, &n)[1].at, at (14, -4)));
  /* A new step is the end of what was undone. */
  dray_fence_sketch_select (sketch, (DraySketchHandle) { 0, 0 });
  g_assert_true (dray_fence_sketch_remove (sketch));
  g_assert_false (dray_fence_sketch_redo (sketch));
  /* A triangle keeps its corners. */
  g_assert_false (dray_fence_sketch_remove (sketch));
}

static void
test_a_corner_keeps_its_record (void)
{
  g_autoptr (DrayFenceSketch) sketch = dray_fence_sketch_new ();
  const DrayGeoPoint ring[] = { at (0, 0), at (10, 0), at (10, 10) };
  g_autoptr (DrayShape) shape = dray_shape_new_polygon (ring, 3);
  DrayId ids[3];
  int n;

  for (guint i = 0; i < 3; i++)
    ids[i] = dray_id_derive ("corner", &i, sizeof i);
  dray_fence_sketch_load (sketch, shape, ids);
  g_assert_false (dray_fence_sketch_is_changed (sketch));
  dray_fence_sketch_insert (sketch, 0, 0, at (5, -5));
  g_assert_true (dray_fence_sketch_is_changed (sketch));
  g_assert_true (dray_id_is_none (&dray_fence_sketch_get_ring (sketch, 0, &n)[1].id));
  g_assert_true (dray_id_equal (&dray_fence_sketch_get_ring (sketch, 0, &n)[2].id, &ids[1]));
}

static void
test_a_circle_and_a_corridor_are_areas (void)
{
  g_autoptr (DrayFenceSketch) sketch = dray_fence_sketch_new ();
  g_autofree DrayGeoPoint *way = g_new (DrayGeoPoint, 3000);

  dray_fence_sketch_start (sketch, DRAY_SKETCH_CIRCLE);
  dray_fence_sketch_add (sketch, at (0, 0));
  g_assert_true (dray_fence_sketch_is_drawing (sketch));
  dray_fence_sketch_add (sketch, dray_geo_point_move (at (0, 0), 40, 500));
  g_assert_false (dray_fence_sketch_is_drawing (sketch));
  g_assert_cmpfloat_with_epsilon (dray_fence_sketch_get_area_m2 (sketch) / (G_PI * 500 * 500), 1, 0.01);

  /* A way with thousands of bends still fits into the records. */
  dray_fence_sketch_start (sketch, DRAY_SKETCH_CORRIDOR);
  dray_fence_sketch_add (sketch, at (0, 0));
  dray_fence_sketch_add (sketch, at (3000, 0));
  for (int i = 0; i < 3000; i++)
    way[i] = at (i, (int) (20 * sin (i / 3.0)));
  dray_fence_sketch_set_way (sketch, way, 3000);
  g_assert_nonnull (dray_fence_sketch_get_shape (sketch));
  g_assert_cmpint (dray_fence_sketch_get_shape (sketch)->n_points, <=, DRAY_SKETCH_MAX_CORNERS);
  g_assert_cmpfloat (dray_fence_sketch_get_length_m (sketch), >, 200000);
}

static void
test_sizes_have_no_more_digits_than_a_person_uses (void)
{
  static const struct { double area_m2; const char *words; } areas[] = { { 850, "850 m²" }, { 666000, "66.6 ha" }, { 1234567890, "1235 km²" } };
  static const struct { double length_m; const char *words; } lengths[] = { { 906.4, "906 m" }, { 12430, "12.4 km" } };

  for (gsize i = 0; i < G_N_ELEMENTS (areas); i++) {
    g_autofree char *words = dray_fence_dup_area (areas[i].area_m2, FALSE);

    g_assert_cmpstr (words, ==, areas[i].words);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++) {
    g_autofree char *words = dray_fence_dup_length (lengths[i].length_m, FALSE);

    g_assert_cmpstr (words, ==, lengths[i].words);
  }
  g_autofree char *duration = dray_fence_dup_duration (85 * 60 * DRAY_US_PER_S);
  g_assert_cmpstr (duration, ==, "1 h 25");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/console/fence-sketch/a-hole-takes-its-area-away", test_a_hole_takes_its_area_away);
  g_test_add_func ("/console/fence-sketch/a-fault-is-named-at-its-place", test_a_fault_is_named_at_its_place);
  g_test_add_func ("/console/fence-sketch/a-line-that-crosses-itself-is-faulty-at-once", test_a_line_that_crosses_itself_is_faulty_at_once);
  g_test_add_func ("/console/fence-sketch/the-date-line-is-not-crossed", test_the_date_line_is_not_crossed);
  g_test_add_func ("/console/fence-sketch/what-is-undone-comes-back", test_what_is_undone_comes_back);
  g_test_add_func ("/console/fence-sketch/a-corner-keeps-its-record", test_a_corner_keeps_its_record);
  g_test_add_func ("/console/fence-sketch/a-circle-and-a-corridor-are-areas", test_a_circle_and_a_corridor_are_areas);
  g_test_add_func ("/console/fence-sketch/sizes-have-no-more-digits-than-a-person-uses", test_sizes_have_no_more_digits_than_a_person_uses);
  return g_test_run ();
}
