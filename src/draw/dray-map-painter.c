/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-map-painter.h"

#include <math.h>

#include "dray-draw-error.h"
#include "dray-map-labels-private.h"

/* A tile is painted in one pass from the source's geometry: areas, lines, roads, then what is written. Nothing of it depends on the
 * tile's own edges, so that neighbours fit: coordinates are rounded to the same fractions of a pixel, dashes count from a line's
 * start, and a label that touches an edge is decided alike on both sides of it. */

struct _DrayMapPainter {
  GObject              parent_instance;

  /* Owned */
  DrayMapSource       *source;
  DrayMapTexts        *texts;

  DrayMapTheme         theme;
  double               scale;
  DrayMapPainterFlags  flags;
};

G_DEFINE_FINAL_TYPE (DrayMapPainter, dray_map_painter, G_TYPE_OBJECT)

#define MAX_SIZE_PX 1024

static void
dray_map_painter_finalize (GObject *object)
{
  DrayMapPainter *self = DRAY_MAP_PAINTER (object);

  g_clear_object (&self->source);
  g_clear_pointer (&self->texts, dray_map_texts_free);
  G_OBJECT_CLASS (dray_map_painter_parent_class)->finalize (object);
}

static void
dray_map_painter_class_init (DrayMapPainterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dray_map_painter_finalize;
}

static void
dray_map_painter_init (DrayMapPainter *self)
{
  self->texts = dray_map_texts_new ();
}

/**
 * dray_map_painter_new:
 * @source: where the geometry comes from
 * @scale: pixels of the display for one of the tile: 1, or 2 on a dense display
 *
 * Returns: (transfer full): a painter for one theme and one scale
 */
DrayMapPainter *
dray_map_painter_new (DrayMapSource       *source,
                      DrayMapTheme         theme,
                      double               scale,
                      DrayMapPainterFlags  flags)
{
  g_return_val_if_fail (DRAY_IS_MAP_SOURCE (source), NULL);
  g_return_val_if_fail (scale >= 0.5 && scale <= 4, NULL);

  DrayMapPainter *self = g_object_new (DRAY_TYPE_MAP_PAINTER, NULL);

  self->source = g_object_ref (source);
  self->theme = theme;
  self->scale = scale;
  self->flags = flags;
  return self;
}

/* What the tile shows, and farther around it what has a name. */
static DrayMapTile *
read_map (DrayMapPainter  *self,
          DrayTile         tile,
          int              size_px,
          GCancellable    *cancellable,
          GError         **error)
{
  g_autoptr (DrayMapTile) map = dray_map_tile_new ();
  DrayWorldBox near = dray_tile_get_world_box (tile, DRAY_MAP_CANVAS_BLEED / size_px);
  DrayWorldBox far = dray_tile_get_world_box (tile, DRAY_MAP_LABELS_MARGIN / size_px);
  int zoom = (int) lround (tile.z + log2 (size_px / 256.0));

  if (!dray_map_source_read (self->source, &near, zoom, DRAY_MAP_AREAS, map, cancellable, error)
      || !dray_map_source_read (self->source, &far, zoom, DRAY_MAP_LINES | DRAY_MAP_ROADS | DRAY_MAP_LABELS | DRAY_MAP_SIGNS, map, cancellable, error)
      || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return g_steal_pointer (&map);
}

static gboolean
paint_map (DrayMapPainter     *self,
           cairo_surface_t    *surface,
           DrayTile            tile,
           int                 size_px,
           const DrayMapTile  *map,
           GError            **error)
{
  cairo_t *cairo = cairo_create (surface);
  DrayMapCanvas canvas;

  dray_map_canvas_init (&canvas, cairo, self->theme, tile, size_px, map);
  dray_colour_set (cairo, dray_map_style_get_palette (self->theme)->land);
  cairo_paint (cairo);
  dray_map_canvas_paint_areas (&canvas);
  dray_map_canvas_paint_lines (&canvas);
  dray_map_canvas_paint_roads (&canvas);
  g_autoptr (GArray) candidates = dray_map_candidates_new (&canvas, self->texts, (self->flags & DRAY_MAP_PAINTER_RESTRICTIONS) != 0);
  dray_map_candidates_choose (candidates, &canvas);
  dray_map_labels_paint (&canvas, candidates);
  dray_map_canvas_clear (&canvas);

  cairo_status_t status = cairo_status (cairo);
  cairo_destroy (cairo);
  if (status != CAIRO_STATUS_SUCCESS) {
    g_set_error (error, DRAY_DRAW_ERROR, DRAY_DRAW_ERROR_INVALID, "Tile %d/%d/%d was not painted: %s", tile.z, tile.x, tile.y, cairo_status_to_string (status));
    return FALSE;
  }
  return TRUE;
}

/**
 * dray_map_painter_paint:
 * @size_px: 256 or 512: the tile's width before the painter's scale. Larger tiles show more, not larger
 *
 * Paints the tile z/x/y. Place names are not in it: see dray_map_painter_list_labels().
 *
 * Errors: the source's own, %DRAY_DRAW_ERROR_INVALID for a tile that is not there, %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): an image surface of format RGB24, @size_px times the scale wide, its device scale set
 */
cairo_surface_t *
dray_map_painter_paint (DrayMapPainter  *self,
                        int              z,
                        int              x,
                        int              y,
                        int              size_px,
                        GCancellable    *cancellable,
                        GError         **error)
{
  g_return_val_if_fail (DRAY_IS_MAP_PAINTER (self), NULL);

  DrayTile tile = { z, x, y };
  if (!dray_tile_is_valid (tile) || size_px < 64 || size_px > MAX_SIZE_PX) {
    g_set_error (error, DRAY_DRAW_ERROR, DRAY_DRAW_ERROR_INVALID, "There is no tile %d/%d/%d of %d pixels", z, x, y, size_px);
    return NULL;
  }

  g_autoptr (DrayMapTile) map = read_map (self, tile, size_px, cancellable, error);
  if (map == NULL)
    return NULL;

  int pixels = (int) lround (size_px * self->scale);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, pixels, pixels);
  cairo_surface_set_device_scale (surface, self->scale, self->scale);
  if (!paint_map (self, surface, tile, size_px, map, error)) {
    cairo_surface_destroy (surface);
    return NULL;
  }
  return surface;
}

void
dray_map_label_free (DrayMapLabel *self)
{
  g_free (self->name);
  g_free (self);
}

static int
compare_labels (gconstpointer a,
                gconstpointer b)
{
  const DrayMapLabel *one = *(const DrayMapLabel *const *) a;
  const DrayMapLabel *other = *(const DrayMapLabel *const *) b;

  if (one->kind != other->kind)
    return other->kind - one->kind;
  return other->rank != one->rank ? other->rank - one->rank : g_strcmp0 (one->name, other->name);
}

/**
 * dray_map_painter_list_labels:
 * @box: what is in view
 * @zoom: of 256-pixel tiles; decides which places are named
 *
 * The names of the places in @box, for the layer above the routes: the most important first, so that whoever places them one by one
 * and drops what does not fit keeps the right ones.
 *
 * Errors: the source's own; %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (element-type DrayMapLabel): the names
 */
GPtrArray *
dray_map_painter_list_labels (DrayMapPainter    *self,
                              const DrayGeoBox  *box,
                              double             zoom,
                              GCancellable      *cancellable,
                              GError           **error)
{
  g_return_val_if_fail (DRAY_IS_MAP_PAINTER (self), NULL);

  g_autoptr (DrayMapTile) map = dray_map_tile_new ();
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_map_label_free);
  DrayWorldPoint north_west = dray_world_point ((DrayGeoPoint) { box->west_e7, box->north_e7 });
  DrayWorldPoint south_east = dray_world_point ((DrayGeoPoint) { box->east_e7, box->south_e7 });
  DrayWorldBox world = { north_west.x, north_west.y, south_east.x + 1, south_east.y + 1 };

  if (!dray_map_source_read (self->source, &world, (int) floor (zoom), DRAY_MAP_PLACES, map, cancellable, error))
    return NULL;
  for (guint i = 0; i < map->features->len; i++) {
    const DrayMapFeature *feature = dray_map_tile_get_feature (map, (int) i);
    int n_points = 0;
    const DrayWorldPoint *points = dray_map_tile_get_part (map, feature->first_part, &n_points);
    DrayMapLabel *label = g_new (DrayMapLabel, 1);

    *label = (DrayMapLabel) { dray_world_to_geo (points[0]), (DrayMapKind) feature->kind, feature->rank, g_strdup (feature->name) };
    g_ptr_array_add (labels, label);
  }
  g_ptr_array_sort (labels, compare_labels);
  return g_steal_pointer (&labels);
}
