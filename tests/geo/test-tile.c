/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-tile.h"

#include "dray-random.h"

#include <math.h>
#include <stdlib.h>

#define POINT(lon, lat) ((DrayGeoPoint) { dray_degrees_to_e7 (lon), dray_degrees_to_e7 (lat) })

/* Tile numbers as every slippy map counts them. */
static void
test_known_tiles (void)
{
  DrayTile porto = dray_tile_at (POINT (-8.6110, 41.1496), 14);
  DrayTile sydney = dray_tile_at (POINT (151.2093, -33.8688), 10);

  g_assert_cmpint (porto.x, ==, 7800);
  g_assert_cmpint (porto.y, ==, 6133);
  g_assert_cmpint (sydney.x, ==, 942);
  g_assert_cmpint (sydney.y, ==, 614);
}

static void
test_a_tile_holds_its_points (void)
{
  DrayRandom random;

  dray_random_init (&random, 1);
  for (int i = 0; i < 5000; i++) {
    DrayGeoPoint point = POINT (dray_random_double (&random) * 359.9 - 180, dray_random_double (&random) * 170 - 85);
    DrayTile tile = dray_tile_at (point, (int) dray_random_below (&random, 20));
    DrayGeoBox box = dray_tile_get_box (tile);
    DrayWorldBox world = dray_tile_get_world_box (tile, 0);
    DrayWorldPoint at = dray_world_point (point);

    g_assert_true (dray_tile_is_valid (tile));
    g_assert_true (dray_geo_box_contains (&box, point));
    g_assert_cmpint (at.x, >=, world.x0);
    g_assert_cmpint (at.x, <=, world.x1);
    g_assert_cmpint (at.y, >=, world.y0);
    g_assert_cmpint (at.y, <=, world.y1);
  }
}

static void
test_world_units_come_back (void)
{
  DrayRandom random;

  dray_random_init (&random, 2);
  for (int i = 0; i < 5000; i++) {
    DrayWorldPoint point = { (int) dray_random_below (&random, DRAY_WORLD_SIZE), (int) dray_random_below (&random, DRAY_WORLD_SIZE) };
    DrayWorldPoint back = dray_world_point (dray_world_to_geo (point));

    g_assert_cmpint (abs (back.x - point.x), <=, 0);
    g_assert_cmpint (abs (back.y - point.y), <=, 0);
  }
}

static void
test_text (void)
{
  static const char *const broken[] = { "", "1/2", "1/2/0", "1/-1/0", "23/0/0", "a/b/c", "1/0/0/0", "1/0/0 ", "99999999999/0/0" };
  g_autoptr (GError) error = NULL;
  DrayTile tile;

  g_assert_true (dray_tile_parse ("14/7800/6137", &tile, &error));
  g_assert_no_error (error);
  g_assert_cmpint (tile.y, ==, 6137);
  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++) {
    g_assert_false (dray_tile_parse (broken[i], &tile, &error));
    g_assert_nonnull (error);
    g_clear_error (&error);
  }
}

static void
test_metres_a_pixel (void)
{
  g_assert_cmpfloat_with_epsilon (dray_tile_metres_a_pixel (0, 0), 156543.03, 0.01);
  g_assert_cmpfloat_with_epsilon (dray_tile_metres_a_pixel (60, 10), 156543.03 / 2048, 0.01);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/geo/tile/known-tiles", test_known_tiles);
  g_test_add_func ("/geo/tile/a-tile-holds-its-points", test_a_tile_holds_its_points);
  g_test_add_func ("/geo/tile/world-units-come-back", test_world_units_come_back);
  g_test_add_func ("/geo/tile/text", test_text);
  g_test_add_func ("/geo/tile/metres-a-pixel", test_metres_a_pixel);
  return g_test_run ();
}
