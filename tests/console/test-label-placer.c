/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-label-placer.h"
#include "dray-random.h"

static void
test_right_first (void)
{
  g_autoptr (DrayLabelPlacer) placer = dray_label_placer_new ();
  double x, y;

  dray_label_placer_reset (placer, 400, 300);
  g_assert_true (dray_label_placer_beside (placer, 200, 150, 14, 30, 16, &x, &y));
  g_assert_cmpfloat (x, ==, 214);
  g_assert_cmpfloat (y, ==, 142);
}

static void
test_left_when_taken (void)
{
  g_autoptr (DrayLabelPlacer) placer = dray_label_placer_new ();
  double x, y;

  dray_label_placer_reset (placer, 400, 300);
  dray_label_placer_block (placer, 210, 100, 100, 100);
  g_assert_true (dray_label_placer_beside (placer, 200, 150, 14, 30, 16, &x, &y));
  g_assert_cmpfloat (x, ==, 156);
}

static void
test_dropped_when_none (void)
{
  g_autoptr (DrayLabelPlacer) placer = dray_label_placer_new ();
  double x, y;

  dray_label_placer_reset (placer, 400, 300);
  dray_label_placer_block (placer, 0, 0, 400, 300);
  g_assert_false (dray_label_placer_beside (placer, 200, 150, 14, 30, 16, &x, &y));
}

static void
test_inside_only (void)
{
  g_autoptr (DrayLabelPlacer) placer = dray_label_placer_new ();

  dray_label_placer_reset (placer, 100, 100);
  g_assert_false (dray_label_placer_try (placer, 90, 10, 20, 10));
  g_assert_false (dray_label_placer_try (placer, -1, 10, 20, 10));
  g_assert_true (dray_label_placer_try (placer, 80, 90, 20, 10));
}

typedef struct {
  double x, y, width, height;
} Box;

/* The grid gives the same answers as looking at every rectangle. */
static void
test_no_overlap (void)
{
  g_autoptr (DrayLabelPlacer) placer = dray_label_placer_new ();
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (Box));
  DrayRandom random;

  dray_random_init (&random, 4);
  dray_label_placer_reset (placer, 900, 700);
  for (int i = 0; i < 2000; i++) {
    Box box = { (double) dray_random_below (&random, 900), (double) dray_random_below (&random, 700),
                4.0 + (double) dray_random_below (&random, 150), 4.0 + (double) dray_random_below (&random, 90) };
    gboolean is_free = box.x + box.width <= 900 && box.y + box.height <= 700;

    for (guint k = 0; k < taken->len && is_free; k++) {
      const Box *other = &g_array_index (taken, Box, k);

      is_free = box.x >= other->x + other->width || other->x >= box.x + box.width
                || box.y >= other->y + other->height || other->y >= box.y + box.height;
    }
    g_assert_cmpint (dray_label_placer_try (placer, box.x, box.y, box.width, box.height), ==, is_free);
    if (is_free)
      g_array_append_val (taken, box);
  }
  g_assert_cmpuint (taken->len, >, 20);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/console/label-placer/a-label-stands-to-the-right", test_right_first);
  g_test_add_func ("/console/label-placer/a-label-goes-left-when-the-right-is-taken", test_left_when_taken);
  g_test_add_func ("/console/label-placer/a-label-is-left-out-when-no-place-is-free", test_dropped_when_none);
  g_test_add_func ("/console/label-placer/nothing-is-placed-over-the-edge", test_inside_only);
  g_test_add_func ("/console/label-placer/placed-rectangles-never-overlap", test_no_overlap);
  return g_test_run ();
}
