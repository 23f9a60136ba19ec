/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-bench.h"
#include "dray-map-painter.h"
#include "dray-place-index.h"
#include "dray-random.h"
#include "dray-road-map.h"
#include "dray-road-places.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* The base map and the places of a finished pack: tiles of 256 pixels at random places of every zoom, and searches keystroke by
 * keystroke. */

#define TILES_A_ZOOM 120
#define N_SEARCHES 200

static char *region_path;

static const GOptionEntry options[] = {
  { "region", 0, 0, G_OPTION_ARG_FILENAME, &region_path, "A region pack", "FILE" },
  G_OPTION_ENTRY_NULL
};

static gboolean
fail (GError *error)
{
  g_printerr ("bench-map: %s\n", error->message);
  return FALSE;
}

/* Random tiles of a zoom within the region; every thread of a console would paint like this. */
static void
paint_zoom (DrayMapPainter *painter,
            DrayGeoBox      box,
            int             z,
            DrayRandom     *random,
            double         *ms)
{
  DrayTile first = dray_tile_at ((DrayGeoPoint) { box.west_e7, box.north_e7 }, z);
  DrayTile last = dray_tile_at ((DrayGeoPoint) { box.east_e7, box.south_e7 }, z);

  for (int i = 0; i < TILES_A_ZOOM; i++) {
    int x = first.x + (int) dray_random_below (random, (guint32) (last.x - first.x + 1));
    int y = first.y + (int) dray_random_below (random, (guint32) (last.y - first.y + 1));
    double begin_s = dray_bench_cpu_s ();
    cairo_surface_t *surface = dray_map_painter_paint (painter, z, x, y, 256, NULL, NULL);

    ms[i] = (dray_bench_cpu_s () - begin_s) * 1000;
    g_assert_nonnull (surface);
    cairo_surface_destroy (surface);
  }
}

static void
bench_tiles (DrayRoadMap *map)
{
  g_autoptr (DrayMapPainter) painter = dray_map_painter_new (DRAY_MAP_SOURCE (map), DRAY_MAP_LIGHT, 1, DRAY_MAP_PAINTER_RESTRICTIONS);
  double ms[7 * TILES_A_ZOOM];
  DrayRandom random;

  dray_random_init (&random, 1);
  for (int z = 10; z <= 16; z++) {
    g_autofree char *name = g_strdup_printf ("tile-256-z%d-ms", z);
    double *here = ms + (z - 10) * TILES_A_ZOOM;
    double copy[TILES_A_ZOOM];

    paint_zoom (painter, dray_road_map_get_box (map), z, &random, here);
    memcpy (copy, here, sizeof copy);
    dray_bench_report (name, dray_bench_median (copy, TILES_A_ZOOM), "ms", DRAY_BENCH_CPU, "median of %d random tiles", TILES_A_ZOOM);
  }
  dray_bench_report ("tile-256-ms", dray_bench_median (ms, 7 * TILES_A_ZOOM), "ms", DRAY_BENCH_CPU, "median of %d random tiles of zoom 10 to 16, light", 7 * TILES_A_ZOOM);
}

static DrayPlace
get_place (gpointer places,
           guint    i)
{
  return dray_road_places_get_place (places, i);
}

static DrayHouse
get_house (gpointer places,
           guint    i)
{
  return dray_road_places_get_house (places, i);
}

/* Types the name of a random place letter by letter. Returns: how many keystrokes were measured */
static int
type_name (DrayPlaceIndex  *index,
           const DrayPlace *place,
           double          *ms,
           int              n_max)
{
  int n = 0;

  for (const char *end = place->name; *end != '\0' && n < n_max;) {
    end = g_utf8_next_char (end);
    g_autofree char *typed = g_strndup (place->name, (gsize) (end - place->name));
    double begin_s = dray_bench_cpu_s ();
    g_autoptr (GPtrArray) found = dray_place_index_search (index, typed, &place->point, 10, NULL);

    ms[n++] = (dray_bench_cpu_s () - begin_s) * 1000;
    g_assert_nonnull (found);
  }
  return n;
}

static gboolean
bench_places (DrayRoadPlaces *places)
{
  guint n_places = dray_road_places_get_n_places (places);
  DrayPlaceSource source = { dray_road_places_get_id (places), n_places, get_place, get_house, places };
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("dray-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "bench.places", NULL);
  g_autofree double *ms = g_new (double, 64 * N_SEARCHES);
  double begin_s = dray_bench_cpu_s ();
  g_autoptr (DrayPlaceIndex) index = dray_place_index_open (path, &source, NULL, &error);
  DrayRandom random;
  int n = 0;

  if (index == NULL)
    return fail (error);
  dray_bench_report ("place-index-s", dray_bench_cpu_s () - begin_s, "s", DRAY_BENCH_CPU, "%u places", n_places);
  dray_random_init (&random, 2);
  for (int i = 0; i < N_SEARCHES && n_places > 0; i++) {
    DrayPlace place = dray_road_places_get_place (places, dray_random_below (&random, n_places));

    n += type_name (index, &place, ms + n, 64);
  }
  if (n > 0) {
    double median = dray_bench_median (ms, n);
    double worst = 0;

    for (int i = 0; i < n; i++)
      worst = fmax (worst, ms[i]);
    dray_bench_report ("place-search-ms", median, "ms", DRAY_BENCH_CPU, "median of %d keystrokes over %u places", n, n_places);
    dray_bench_report ("place-search-worst-ms", worst, "ms", DRAY_BENCH_CPU, "worst of %d keystrokes", n);
  }
  g_clear_pointer (&index, dray_place_index_free);
  g_unlink (path);
  g_rmdir (folder);
  return TRUE;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;

  dray_bench_init (&argc, &argv, options);
  if (region_path == NULL) {
    g_printerr ("bench-map: --region FILE is missing\n");
    return 2;
  }
  g_autoptr (DrayRoadPack) pack = dray_road_pack_open (region_path, &error);
  g_autoptr (DrayRoadMap) map = pack != NULL ? dray_road_map_new (pack, &error) : NULL;
  g_autoptr (DrayRoadPlaces) places = map != NULL ? dray_road_places_new (pack, &error) : NULL;
  if (places == NULL) {
    fail (error);
    return 1;
  }
  bench_tiles (map);
  return bench_places (places) ? 0 : 1;
}
