/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-map-painter.h"

#include "dray-random.h"

#include <stdlib.h>
#include <string.h>

/* A town drawn from a seed: streets, a river, blocks and buildings about one place. */
#define DRAY_TYPE_TEST_TOWN (dray_test_town_get_type ())
G_DECLARE_FINAL_TYPE (DrayTestTown, dray_test_town, DRAY, TEST_TOWN, GObject)

struct _DrayTestTown {
  GObject parent_instance;
};

/* The middle of the town: a corner of tiles at every zoom up to 12. */
#define CENTRE_X (530 << 18)
#define CENTRE_Y (360 << 18)

static void
add_line (DrayMapTile *tile,
          DrayRandom  *random,
          DrayMapKind  kind,
          int          flags,
          const char  *name)
{
  DrayWorldPoint point = { CENTRE_X + (int) dray_random_below (random, 40000) - 20000, CENTRE_Y + (int) dray_random_below (random, 40000) - 20000 };

  for (int i = 0; i < 12; i++) {
    dray_map_tile_add_point (tile, point);
    point.x += (int) dray_random_below (random, 3000) - 800;
    point.y += (int) dray_random_below (random, 3000) - 1500;
  }
  dray_map_tile_end_part (tile);
  dray_map_tile_end_feature (tile, (DrayMapFeature) { .kind = kind, .flags = (guint8) flags, .name = name, .ref = kind >= DRAY_MAP_PRIMARY ? "P7" : NULL });
}

static void
add_block (DrayMapTile *tile,
           DrayRandom  *random,
           DrayMapKind  kind,
           int          size)
{
  DrayWorldPoint at = { CENTRE_X + (int) dray_random_below (random, 40000) - 20000, CENTRE_Y + (int) dray_random_below (random, 40000) - 20000 };

  dray_map_tile_add_point (tile, at);
  dray_map_tile_add_point (tile, (DrayWorldPoint) { at.x, at.y + size });
  dray_map_tile_add_point (tile, (DrayWorldPoint) { at.x + size, at.y + size });
  dray_map_tile_add_point (tile, (DrayWorldPoint) { at.x + size, at.y });
  dray_map_tile_end_part (tile);
  dray_map_tile_end_feature (tile, (DrayMapFeature) { .kind = kind });
}

static gboolean
test_town_read (DrayMapSource       *source,
                const DrayWorldBox  *box,
                int                  zoom,
                DrayMapGroups        groups,
                DrayMapTile         *tile,
                GCancellable        *cancellable,
                GError             **error)
{
  static const char *const names[] = { "Quay Street", "Mill Lane", "Station Road", "Hospital Hill", "Long Acre", "Old Bridge Street" };
  DrayRandom random;

  dray_random_init (&random, 7);
  if (groups & DRAY_MAP_AREAS) {
    for (int i = 0; i < 40; i++)
      add_block (tile, &random, (DrayMapKind) (DRAY_MAP_BUILT_UP + dray_random_below (&random, 12)), 4000);
    for (int i = 0; i < 200; i++)
      add_block (tile, &random, DRAY_MAP_BUILDING, 300);
  }
  dray_random_init (&random, 8);
  if (groups & DRAY_MAP_LINES) {
    for (int kind = DRAY_MAP_SHORELINE; kind <= DRAY_MAP_RUNWAY; kind++)
      add_line (tile, &random, (DrayMapKind) kind, 0, NULL);
  }
  dray_random_init (&random, 9);
  if (groups & DRAY_MAP_ROADS) {
    for (int i = 0; i < 60; i++)
      add_line (tile, &random, (DrayMapKind) (DRAY_MAP_PATH + dray_random_below (&random, 10)), (int) dray_random_below (&random, 16),
                names[dray_random_below (&random, G_N_ELEMENTS (names))]);
  }
  if (groups & DRAY_MAP_PLACES) {
    for (int i = 0; i < 3; i++) {
      dray_map_tile_add_point (tile, (DrayWorldPoint) { CENTRE_X + i, CENTRE_Y });
      dray_map_tile_end_part (tile);
      dray_map_tile_end_feature (tile, (DrayMapFeature) { .kind = DRAY_MAP_PLACE_HAMLET + i, .rank = (guint8) i, .name = names[i] });
    }
  }
  return TRUE;
}

static char *
test_town_dup_attribution (DrayMapSource *source)
{
  return NULL;
}

static void
test_town_iface_init (DrayMapSourceInterface *iface)
{
  iface->read = test_town_read;
  iface->dup_attribution = test_town_dup_attribution;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DrayTestTown, dray_test_town, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (DRAY_TYPE_MAP_SOURCE, test_town_iface_init))

static void
dray_test_town_class_init (DrayTestTownClass *klass)
{
}

static void
dray_test_town_init (DrayTestTown *self)
{
}

static DrayMapPainter *
make_painter (DrayMapTheme theme,
              double       scale)
{
  g_autoptr (DrayMapSource) town = g_object_new (DRAY_TYPE_TEST_TOWN, NULL);

  return dray_map_painter_new (town, theme, scale, DRAY_MAP_PAINTER_RESTRICTIONS);
}

static cairo_surface_t *
paint (DrayMapPainter *painter,
       DrayTile        tile,
       int             size_px)
{
  g_autoptr (GError) error = NULL;
  cairo_surface_t *surface = dray_map_painter_paint (painter, tile.z, tile.x, tile.y, size_px, NULL, &error);

  g_assert_no_error (error);
  cairo_surface_flush (surface);
  return surface;
}

static const guint8 *
get_row (cairo_surface_t *surface,
         int              y)
{
  return cairo_image_surface_get_data (surface) + (gsize) y * (gsize) cairo_image_surface_get_stride (surface);
}

/* The greatest difference of two pixels in a channel. */
static int
difference (guint32 a,
            guint32 b)
{
  int worst = 0;

  for (int shift = 0; shift < 24; shift += 8)
    worst = MAX (worst, abs ((int) (a >> shift & 0xff) - (int) (b >> shift & 0xff)));
  return worst;
}

/* A tile of 512 pixels shows what the four tiles of 256 pixels at the next zoom show, pixel by pixel: if anything depended on where
 * a tile ends, it would differ along the seams. Cairo rounds the coverage of an edge by where its surface ends, to sixteenths: a few pixels differ by so much. */
static void
test_no_seam (gconstpointer data)
{
  int z = GPOINTER_TO_INT (data);
  g_autoptr (DrayMapPainter) painter = make_painter (DRAY_MAP_LIGHT, 1);
  int shift = DRAY_WORLD_BITS - z;
  cairo_surface_t *whole = paint (painter, (DrayTile) { z, CENTRE_X >> shift, CENTRE_Y >> shift }, 512);
  int n_colours = 0;
  int n_off = 0;

  for (int quarter = 0; quarter < 4; quarter++) {
    int dx = quarter & 1;
    int dy = quarter >> 1;
    cairo_surface_t *part = paint (painter, (DrayTile) { z + 1, (CENTRE_X >> shift) * 2 + dx, (CENTRE_Y >> shift) * 2 + dy }, 256);

    for (int y = 0; y < 256; y++) {
      const guint32 *one = (const guint32 *) (gconstpointer) (get_row (whole, dy * 256 + y) + dx * 1024);
      const guint32 *other = (const guint32 *) (gconstpointer) get_row (part, y);

      for (int x = 0; x < 256; x++) {
        g_assert_cmpint (difference (one[x], other[x]), <=, 40);
        n_off += difference (one[x], other[x]) > 8;
        n_colours += x > 0 && one[x] != one[x - 1];
      }
    }
    cairo_surface_destroy (part);
  }
  g_assert_cmpint (n_colours, >, 1000);
  g_assert_cmpint (n_off, <, 512 * 512 / 200);
  cairo_surface_destroy (whole);
}

static void
test_themes_differ_and_repeat (void)
{
  g_autoptr (DrayMapPainter) light = make_painter (DRAY_MAP_LIGHT, 1);
  g_autoptr (DrayMapPainter) dark = make_painter (DRAY_MAP_DARK, 1);
  DrayTile tile = { 14, CENTRE_X >> 14, CENTRE_Y >> 14 };
  cairo_surface_t *one = paint (light, tile, 256);
  cairo_surface_t *again = paint (light, tile, 256);
  cairo_surface_t *other = paint (dark, tile, 256);

  g_assert_cmpmem (get_row (one, 0), 256 * 1024, get_row (again, 0), 256 * 1024);
  g_assert_cmpint (memcmp (get_row (one, 0), get_row (other, 0), 256 * 1024), !=, 0);
  cairo_surface_destroy (one);
  cairo_surface_destroy (again);
  cairo_surface_destroy (other);
}

static void
test_scale_doubles_the_pixels (void)
{
  g_autoptr (DrayMapPainter) painter = make_painter (DRAY_MAP_DARK, 2);
  cairo_surface_t *surface = paint (painter, (DrayTile) { 14, CENTRE_X >> 14, CENTRE_Y >> 14 }, 256);

  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 512);
  cairo_surface_destroy (surface);
}

static void
test_a_tile_that_is_not_there_is_refused (void)
{
  static const int broken[][4] = { { 3, 8, 0, 256 }, { 3, 0, -1, 256 }, { -1, 0, 0, 256 }, { 40, 0, 0, 256 }, { 3, 0, 0, 0 }, { 3, 0, 0, 100000 } };
  g_autoptr (DrayMapPainter) painter = make_painter (DRAY_MAP_LIGHT, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (dray_map_painter_paint (painter, broken[i][0], broken[i][1], broken[i][2], broken[i][3], NULL, &error));
    g_assert_nonnull (error);
  }
}

static void
test_cancelled_is_an_error (void)
{
  g_autoptr (DrayMapPainter) painter = make_painter (DRAY_MAP_LIGHT, 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (dray_map_painter_paint (painter, 14, CENTRE_X >> 14, CENTRE_Y >> 14, 256, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_labels_come_by_importance (void)
{
  g_autoptr (DrayMapPainter) painter = make_painter (DRAY_MAP_LIGHT, 1);
  g_autoptr (GError) error = NULL;
  DrayGeoBox box = dray_tile_get_box ((DrayTile) { 12, CENTRE_X >> 16, CENTRE_Y >> 16 });
  g_autoptr (GPtrArray) labels = dray_map_painter_list_labels (painter, &box, 12, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (labels->len, ==, 3);
  for (guint i = 0; i < labels->len; i++) {
    const DrayMapLabel *label = g_ptr_array_index (labels, i);

    g_assert_cmpint (label->kind, ==, DRAY_MAP_PLACE_VILLAGE - (int) i);
    g_assert_nonnull (label->name);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (int z = 11; z <= 17; z += 2) {
    g_autofree char *name = g_strdup_printf ("/draw/map-painter/no-seam/%d", z);

    g_test_add_data_func (name, GINT_TO_POINTER (z), test_no_seam);
  }
  g_test_add_func ("/draw/map-painter/themes-differ-and-repeat", test_themes_differ_and_repeat);
  g_test_add_func ("/draw/map-painter/scale-doubles-the-pixels", test_scale_doubles_the_pixels);
  g_test_add_func ("/draw/map-painter/a-tile-that-is-not-there-is-refused", test_a_tile_that_is_not_there_is_refused);
  g_test_add_func ("/draw/map-painter/cancelled-is-an-error", test_cancelled_is_an_error);
  g_test_add_func ("/draw/map-painter/labels-come-by-importance", test_labels_come_by_importance);
  return g_test_run ();
}
