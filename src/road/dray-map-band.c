/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-map-band-private.h"

#include <math.h>
#include <string.h>

#include "dray-map-geometry-private.h"

/* Generalisation: for each band of zooms, which features are shown, and in how much detail. What is too small to see is left out, lines
 * of one look are joined end to end, and what is left goes through as few points as half a pixel of the band's last zoom allows. */

const DrayMapBand dray_map_bands[DRAY_MAP_N_BANDS] = { { 0, 3 }, { 4, 6 }, { 7, 8 }, { 9, 10 }, { 11, 12 }, { 13, 14 }, { 15, 19 } };

#define DETAIL_ZOOM 17      /* what the last band is made for; closer tiles magnify it */
#define NAMES_ZOOM 13       /* from which on streets carry names and bridges are seen */
#define MAX_CHAIN_POINTS 200

/* From which zoom on a kind is worth drawing; areas also wait until they are large enough. */
static const guint8 kind_zooms[DRAY_MAP_N_KINDS] = {
  [DRAY_MAP_LAND] = 0, [DRAY_MAP_SEA] = 0, [DRAY_MAP_BUILT_UP] = 8, [DRAY_MAP_INDUSTRIAL] = 9, [DRAY_MAP_RETAIL] = 11,
  [DRAY_MAP_FARMLAND] = 11, [DRAY_MAP_GRASS] = 11, [DRAY_MAP_FOREST] = 7, [DRAY_MAP_WETLAND] = 9, [DRAY_MAP_SAND] = 10,
  [DRAY_MAP_PARK] = 9, [DRAY_MAP_CEMETERY] = 12, [DRAY_MAP_CAMPUS] = 13, [DRAY_MAP_WATER] = 5, [DRAY_MAP_PARKING] = 14,
  [DRAY_MAP_SQUARE] = 14, [DRAY_MAP_PIER] = 11, [DRAY_MAP_APRON] = 10, [DRAY_MAP_BUILDING] = 14,
  [DRAY_MAP_SHORELINE] = 3, [DRAY_MAP_STREAM] = 13, [DRAY_MAP_RIVER] = 8, [DRAY_MAP_FERRY] = 9, [DRAY_MAP_RAIL_SIDING] = 14,
  [DRAY_MAP_TRAM] = 13, [DRAY_MAP_RAIL] = 9, [DRAY_MAP_BOUNDARY_DISTRICT] = 12, [DRAY_MAP_BOUNDARY_REGION] = 7,
  [DRAY_MAP_BOUNDARY_COUNTRY] = 0, [DRAY_MAP_RUNWAY] = 10,
  [DRAY_MAP_PATH] = 15, [DRAY_MAP_TRACK] = 13, [DRAY_MAP_SERVICE] = 14, [DRAY_MAP_PEDESTRIAN] = 13, [DRAY_MAP_RESIDENTIAL] = 12,
  [DRAY_MAP_TERTIARY] = 9, [DRAY_MAP_SECONDARY] = 8, [DRAY_MAP_PRIMARY] = 7, [DRAY_MAP_TRUNK] = 5, [DRAY_MAP_MOTORWAY] = 5,
  [DRAY_MAP_PLACE_HAMLET] = 13, [DRAY_MAP_PLACE_SUBURB] = 12, [DRAY_MAP_PLACE_VILLAGE] = 11, [DRAY_MAP_PLACE_TOWN] = 9,
  [DRAY_MAP_PLACE_CITY] = 4, [DRAY_MAP_PLACE_COUNTRY] = 2,
  [DRAY_MAP_LABEL_WATER] = 8, [DRAY_MAP_LABEL_GREEN] = 10, [DRAY_MAP_LABEL_AREA] = 13, [DRAY_MAP_LABEL_HOUSE] = 17,
  [DRAY_MAP_SIGN_HEIGHT] = 15, [DRAY_MAP_SIGN_WIDTH] = 15, [DRAY_MAP_SIGN_LENGTH] = 15, [DRAY_MAP_SIGN_WEIGHT] = 15,
  [DRAY_MAP_SIGN_AXLE] = 15, [DRAY_MAP_SIGN_NO_TRUCKS] = 15,
};

int
dray_map_band_find (int zoom)
{
  int band = 0;

  while (band < DRAY_MAP_N_BANDS - 1 && zoom > dray_map_bands[band].last_zoom)
    band++;
  return band;
}

static int
get_detail_zoom (int band)
{
  return MIN (dray_map_bands[band].last_zoom, DETAIL_ZOOM);
}

/* How many low bits of a world unit a band leaves out: its steps are an eighth of a pixel. */
int
dray_map_band_get_shift (int band)
{
  return DETAIL_ZOOM - get_detail_zoom (band);
}

/* How many pixels of 256-pixel tiles a length has at a zoom. */
static double
to_pixels (double units,
           int    zoom)
{
  return ldexp (units, zoom - (DRAY_WORLD_BITS - 8));
}

/* From which zoom on something @units wide is @pixels wide. */
static int
zoom_for_size (double units,
               double pixels)
{
  return units > 0 ? (int) ceil (log2 (pixels / units)) + DRAY_WORLD_BITS - 8 : DRAY_TILE_ZOOM_MAX;
}

static int
get_min_zoom (const DrayMapTile    *map,
              const DrayMapFeature *feature)
{
  int zoom = kind_zooms[feature->kind];

  if (feature->kind <= DRAY_MAP_BUILDING && feature->kind > DRAY_MAP_LAND) {
    int n = 0;
    const DrayWorldPoint *ring = dray_map_tile_get_part (map, feature->first_part, &n);

    return MAX (zoom, zoom_for_size (sqrt (fabs (dray_map_ring_area (ring, n))), feature->kind == DRAY_MAP_BUILDING ? 4 : 3));
  }
  if (feature->kind >= DRAY_MAP_LABEL_WATER && feature->kind <= DRAY_MAP_LABEL_AREA && feature->rank > 0)
    return MAX (zoom, MIN (zoom_for_size (exp2 (feature->rank / 8.0), 64), 17));
  if (feature->kind >= DRAY_MAP_PATH && feature->kind <= DRAY_MAP_MOTORWAY && (feature->flags & DRAY_MAP_FEATURE_LINK) != 0)
    return MAX (zoom + 1, 10);
  /* The rank of a country is its size, as that of an area's name is. */
  if (feature->kind == DRAY_MAP_PLACE_COUNTRY && feature->rank > 0)
    return MAX (zoom, MIN (zoom_for_size (exp2 (feature->rank / 8.0), 40), 7));
  if (feature->kind == DRAY_MAP_PLACE_CITY)
    return feature->rank >= 200 ? zoom : feature->rank >= 160 ? 6 : 7;
  return zoom;
}

/* What lines must share to be joined: everything that is drawn or written of them in this band. */
typedef struct {
  DrayMapFeature look;
  int            min_zoom;
} Look;

static guint
look_hash (gconstpointer data)
{
  const Look *look = data;
  guint hash = (guint) look->look.kind << 16 | (guint) look->look.flags << 8 | (guint8) look->look.layer;

  return hash * 31 + g_direct_hash (look->look.name) * 7 + g_direct_hash (look->look.ref);
}

static gboolean
look_equal (gconstpointer a,
            gconstpointer b)
{
  const Look *one = a;
  const Look *other = b;

  return one->look.kind == other->look.kind && one->look.flags == other->look.flags && one->look.layer == other->look.layer
         && one->look.name == other->look.name && one->look.ref == other->look.ref && one->min_zoom == other->min_zoom;
}

/* The texts of a tile are held once each, so that equal ones have equal addresses. */
static Look
get_look (const DrayMapFeature *feature,
          int                   min_zoom,
          int                   last_zoom)
{
  Look look = { *feature, min_zoom };

  look.look.rank = 0;
  if (last_zoom < NAMES_ZOOM) {
    look.look.name = feature->kind < DRAY_MAP_PATH ? feature->name : NULL;
    look.look.flags &= DRAY_MAP_FEATURE_LINK;
    look.look.layer = 0;
  }
  if (feature->kind < DRAY_MAP_PATH)
    look.look.flags &= DRAY_MAP_FEATURE_TUNNEL | DRAY_MAP_FEATURE_LINK;
  return look;
}

typedef struct {
  const DrayMapTile   *map;
  DrayMapBandFeatures *out;
  int                  last_zoom;
  double               tolerance;
  GArray              *lines;   /* int: features */
  GArray              *pieces;  /* DrayMapPiece */
  GArray              *looks;   /* Look: by the pieces' group */
  GHashTable          *groups;  /* Look to its number, plus one */
} Generaliser;

static void
end_feature (Generaliser    *self,
             DrayMapFeature  feature,
             int             min_zoom)
{
  guint8 zoom = (guint8) min_zoom;

  dray_map_tile_end_feature (self->out->map, feature);
  g_byte_array_append (self->out->min_zooms, &zoom, 1);
}

static guint64
point_key (DrayWorldPoint point)
{
  return (guint64) (guint32) point.x << 32 | (guint32) point.y;
}

static void
add_area (Generaliser          *self,
          const DrayMapFeature *feature,
          int                   min_zoom)
{
  guint n_parts = self->out->map->part_ends->len;

  for (int part = feature->first_part; part < feature->first_part + feature->n_parts; part++) {
    GArray *points = self->out->map->points;
    guint first = points->len;
    int n = 0;
    const DrayWorldPoint *ring = dray_map_tile_get_part (self->map, part, &n);

    g_array_append_vals (points, ring, (guint) n);
    n = dray_map_simplify (&g_array_index (points, DrayWorldPoint, first), n, self->tolerance, TRUE);
    double side = n > 2 ? sqrt (fabs (dray_map_ring_area (&g_array_index (points, DrayWorldPoint, first), n))) : 0;
    if (to_pixels (side, self->last_zoom) < 1.2)
      n = 0;
    g_array_set_size (points, first + (guint) n);
    if (n > 0)
      dray_map_tile_end_part (self->out->map);
  }
  if (self->out->map->part_ends->len > n_parts)
    end_feature (self, *feature, min_zoom);
}

static void
add_piece (Generaliser          *self,
           int                   index,
           const DrayMapFeature *feature,
           int                   min_zoom)
{
  Look look = get_look (feature, min_zoom, self->last_zoom);
  gpointer found = g_hash_table_lookup (self->groups, &look);
  int n = 0;
  const DrayWorldPoint *line = dray_map_tile_get_part (self->map, feature->first_part, &n);

  if (found == NULL) {
    g_array_append_val (self->looks, look);
    found = GUINT_TO_POINTER (self->looks->len);
    g_hash_table_insert (self->groups, g_memdup2 (&look, sizeof look), found);
  }
  DrayMapPiece piece = {
    point_key (line[0]), point_key (line[n - 1]), GPOINTER_TO_UINT (found) - 1, (look.look.flags & DRAY_MAP_FEATURE_ONE_WAY) != 0,
  };
  g_array_append_val (self->lines, index);
  g_array_append_val (self->pieces, piece);
}

/* Ends a chain's line: simplifies the points since @first, and drops a line too short to see that nothing else continues. */
static void
end_line (Generaliser *self,
          guint        first,
          const Look  *look)
{
  GArray *points = self->out->map->points;
  int n = (int) (points->len - first);

  n = dray_map_simplify (&g_array_index (points, DrayWorldPoint, first), n, self->tolerance, FALSE);
  g_array_set_size (points, first + (guint) n);
  if (n < 2) {
    g_array_set_size (points, first);
    return;
  }
  DrayWorldBox box = dray_map_points_get_box (&g_array_index (points, DrayWorldPoint, first), n);
  if (to_pixels ((double) box.x1 - box.x0 + box.y1 - box.y0, self->last_zoom) < 1) {
    g_array_set_size (points, first);
    return;
  }
  dray_map_tile_end_part (self->out->map);
  end_feature (self, look->look, look->min_zoom);
}

static void
add_chains (Generaliser *self)
{
  g_auto (DrayMapChains) chains = { 0 };
  const DrayMapPiece *pieces = (const DrayMapPiece *) (gconstpointer) self->pieces->data;
  GArray *points = self->out->map->points;

  dray_map_join_pieces (pieces, self->pieces->len, TRUE, &chains);
  for (guint chain = 0, step = 0; chain < chains.ends->len; chain++) {
    const Look *look = NULL;
    guint first = points->len;

    for (; step < g_array_index (chains.ends, guint32, chain); step++) {
      guint32 at = g_array_index (chains.steps, guint32, step);
      const DrayMapFeature *feature = dray_map_tile_get_feature (self->map, g_array_index (self->lines, int, at >> 1));
      int n = 0;
      const DrayWorldPoint *line = dray_map_tile_get_part (self->map, feature->first_part, &n);

      look = &g_array_index (self->looks, Look, pieces[at >> 1].group);
      for (int i = points->len > first; i < n; i++)
        g_array_append_val (points, line[(at & 1) != 0 ? n - 1 - i : i]);
      /* A line without end would be read whole for every tile that it touches. */
      if (points->len - first > MAX_CHAIN_POINTS && step + 1 < g_array_index (chains.ends, guint32, chain)) {
        DrayWorldPoint last = g_array_index (points, DrayWorldPoint, points->len - 1);

        end_line (self, first, look);
        first = points->len;
        g_array_append_val (points, last);
      }
    }
    if (look != NULL)
      end_line (self, first, look);
  }
}

/**
 * dray_map_band_features_new:
 * @map: everything in full detail
 *
 * Returns: (transfer full): what the zooms of @band show; its text is copied
 */
DrayMapBandFeatures *
dray_map_band_features_new (const DrayMapTile *map,
                            int                band)
{
  DrayMapBandFeatures *out = g_new0 (DrayMapBandFeatures, 1);
  Generaliser self = {
    .map = map, .out = out, .last_zoom = get_detail_zoom (band), .tolerance = ldexp (0.4, DRAY_WORLD_BITS - 8 - get_detail_zoom (band)),
    .lines = g_array_new (FALSE, FALSE, sizeof (int)), .pieces = g_array_new (FALSE, FALSE, sizeof (DrayMapPiece)),
    .looks = g_array_new (FALSE, FALSE, sizeof (Look)), .groups = g_hash_table_new_full (look_hash, look_equal, g_free, NULL),
  };

  out->map = dray_map_tile_new ();
  out->min_zooms = g_byte_array_new ();
  for (guint i = 0; i < map->features->len; i++) {
    const DrayMapFeature *feature = dray_map_tile_get_feature (map, (int) i);
    int min_zoom = get_min_zoom (map, feature);

    if (min_zoom > dray_map_bands[band].last_zoom)
      continue;
    switch (dray_map_kind_get_group ((DrayMapKind) feature->kind)) {
    case DRAY_MAP_AREAS:
      add_area (&self, feature, min_zoom);
      break;
    case DRAY_MAP_LINES:
    case DRAY_MAP_ROADS:
      add_piece (&self, (int) i, feature, min_zoom);
      break;
    case DRAY_MAP_PLACES:
    case DRAY_MAP_LABELS:
    case DRAY_MAP_SIGNS:
    case DRAY_MAP_EVERYTHING:
    default: {
      int n = 0;

      dray_map_tile_add_point (out->map, *dray_map_tile_get_part (map, feature->first_part, &n));
      dray_map_tile_end_part (out->map);
      end_feature (&self, *feature, min_zoom);
      break;
    }
    }
  }
  add_chains (&self);
  g_array_unref (self.lines);
  g_array_unref (self.pieces);
  g_array_unref (self.looks);
  g_hash_table_unref (self.groups);
  return out;
}

void
dray_map_band_features_free (DrayMapBandFeatures *self)
{
  dray_map_tile_free (self->map);
  g_byte_array_unref (self->min_zooms);
  g_free (self);
}
