/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-road-map.h"

#include <string.h>

#include "dray-map-format-private.h"
#include "dray-road-error.h"

/* Reads the base map's sections, whose format stands in dray-map-format-private.h. The pack is mapped and may be damaged or hostile:
 * what the head says is checked once when it is opened, the features' bytes whenever they are read. */

#define MAX_LEVELS 9       /* of a tree: 16^8 is more than 32 bits can count */
#define MAX_COORDINATE (2 * (gint64) DRAY_WORLD_SIZE)

struct _DrayRoadMap {
  GObject            parent_instance;

  /* Owned */
  DrayRoadPack      *pack;

  /* Borrowed from the pack */
  const DrayMapHead *head;
  const DrayMapTree *trees;    /* [head->n_trees] */
  const DrayMapLeaf *leaves;
  const DrayMapBox  *nodes;
  const guint8      *data;
  const char        *names;
  gsize              n_names;
};

static void dray_road_map_source_init (DrayMapSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DrayRoadMap, dray_road_map, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DRAY_TYPE_MAP_SOURCE, dray_road_map_source_init))

/* A part of the data while it is read; at runs up to end and never beyond. */
typedef struct {
  const guint8 *at;
  const guint8 *end;
} Bytes;

/* What one read looks for. */
typedef struct {
  DrayRoadMap       *map;
  const DrayMapTree *tree;
  DrayMapBox         box;
  int                zoom;
  guint32            level_first[MAX_LEVELS]; /* of the levels above the leaves */
  guint32            level_n[MAX_LEVELS];
  DrayMapTile       *tile;
} Query;

static gboolean
read_varint (Bytes   *bytes,
             guint64 *number)
{
  guint64 read = 0;

  for (int shift = 0; shift < 63 && bytes->at < bytes->end; shift += 7) {
    guint8 byte = *bytes->at++;

    read |= (guint64) (byte & 0x7f) << shift;
    if (byte < 0x80) {
      *number = read;
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
read_byte (Bytes  *bytes,
           guint8 *byte)
{
  if (bytes->at >= bytes->end)
    return FALSE;
  *byte = *bytes->at++;
  return TRUE;
}

static gboolean
read_text (DrayRoadMap  *self,
           Bytes        *bytes,
           const char  **text)
{
  guint64 at = 0;

  if (!read_varint (bytes, &at) || at >= self->n_names)
    return FALSE;
  *text = self->names + at;
  return TRUE;
}

static gboolean
read_step (Bytes  *bytes,
           gint64 *position)
{
  guint64 number = 0;

  /* One step in two fits a byte. */
  if (bytes->at < bytes->end && *bytes->at < 0x80)
    number = *bytes->at++;
  else if (!read_varint (bytes, &number) || number > G_MAXUINT32)
    return FALSE;
  *position += (gint64) (number >> 1) ^ -(gint64) (number & 1);
  return TRUE;
}

/* Reads one part's points. @position holds the last point's x and y in the tree's steps. */
static gboolean
read_part (Query  *query,
           Bytes  *bytes,
           gint64  position[2])
{
  int shift = query->tree->shift;
  GArray *points = query->tile->points;
  guint first = points->len;
  guint64 n = 0;

  if (!read_varint (bytes, &n) || n > (guint64) (bytes->end - bytes->at) / 2 || n > G_MAXINT / 4)
    return FALSE;
  g_array_set_size (points, first + (guint) n);
  DrayWorldPoint *out = &g_array_index (points, DrayWorldPoint, first);
  for (guint64 i = 0; i < n; i++) {
    if (!read_step (bytes, &position[0]) || !read_step (bytes, &position[1]))
      return FALSE;
    gint64 x = position[0] * (1 << shift);
    gint64 y = position[1] * (1 << shift);
    if (x > MAX_COORDINATE || x < -MAX_COORDINATE || y > MAX_COORDINATE || y < -MAX_COORDINATE)
      return FALSE;
    out[i] = (DrayWorldPoint) { (int) x, (int) y };
  }
  dray_map_tile_end_part (query->tile);
  return TRUE;
}

static gboolean
read_feature (Query             *query,
              const DrayMapLeaf *leaf)
{
  const DrayMapTree *tree = query->tree;
  Bytes bytes = { query->map->data + tree->data_at + MIN (leaf->at, tree->n_data), query->map->data + tree->data_at + tree->n_data };
  gint64 position[2] = {
    (tree->x0 + ((gint64) leaf->box.x0 << tree->cell_bits)) >> tree->shift, (tree->y0 + ((gint64) leaf->box.y0 << tree->cell_bits)) >> tree->shift,
  };
  guint8 flags = 0, min_zoom = 0, layer = 0;
  guint64 n_parts = 0;
  DrayMapFeature feature = { 0 };

  if (!read_byte (&bytes, &feature.kind) || !read_byte (&bytes, &flags) || !read_byte (&bytes, &min_zoom) || feature.kind >= DRAY_MAP_N_KINDS
      || dray_map_kind_get_group ((DrayMapKind) feature.kind) != (DrayMapGroups) (1 << tree->group))
    return FALSE;
  if (min_zoom > query->zoom)
    return TRUE;
  if (((flags & DRAY_MAP_HAS_LAYER) != 0 && !read_byte (&bytes, &layer)) || ((flags & DRAY_MAP_HAS_RANK) != 0 && !read_byte (&bytes, &feature.rank))
      || ((flags & DRAY_MAP_HAS_NAME) != 0 && !read_text (query->map, &bytes, &feature.name))
      || ((flags & DRAY_MAP_HAS_REF) != 0 && !read_text (query->map, &bytes, &feature.ref)) || !read_varint (&bytes, &n_parts)
      || n_parts < 1 || n_parts > (guint64) (bytes.end - bytes.at))
    return FALSE;
  feature.flags = flags & 0x0f;
  feature.layer = (gint8) layer;
  for (guint64 i = 0; i < n_parts; i++) {
    if (!read_part (query, &bytes, position))
      return FALSE;
  }
  /* A point feature is one point; whoever places its name relies on it. */
  int n = 0;
  dray_map_tile_get_part (query->tile, (int) query->tile->part_ends->len - 1, &n);
  if (n < 1)
    return FALSE;
  dray_map_tile_end_feature_borrowed (query->tile, feature);
  return TRUE;
}

/* Visits the children of node @i on a level; level 0 is the one just above the leaves. */
static gboolean
visit (Query   *query,
       int      level,
       guint32  i)
{
  guint32 n = level == 0 ? query->tree->n_leaves : query->level_n[level - 1];

  for (guint32 child = i * DRAY_MAP_FANOUT; child < MIN (n, (i + 1) * DRAY_MAP_FANOUT); child++) {
    if (level == 0) {
      const DrayMapLeaf *leaf = query->map->leaves + query->tree->first_leaf + child;

      if (dray_map_box_intersects (&leaf->box, &query->box) && !read_feature (query, leaf))
        return FALSE;
    } else {
      const DrayMapBox *box = query->map->nodes + query->level_first[level - 1] + child;

      if (dray_map_box_intersects (box, &query->box) && !visit (query, level - 1, child))
        return FALSE;
    }
  }
  return TRUE;
}

/* Returns: the number of levels above the leaves */
static int
find_levels (Query *query)
{
  guint32 first = query->tree->first_node;
  int level = 0;

  for (guint32 n = query->tree->n_leaves; n > 1; level++) {
    n = (n + DRAY_MAP_FANOUT - 1) / DRAY_MAP_FANOUT;
    query->level_first[level] = first;
    query->level_n[level] = n;
    first += n;
  }
  return level;
}

/* @box in the tree's cells. Returns: whether they touch at all */
static gboolean
to_cells (const DrayMapTree  *tree,
          const DrayWorldBox *box,
          DrayMapBox         *cells)
{
  gint64 x0 = ((gint64) box->x0 - tree->x0) >> tree->cell_bits;
  gint64 y0 = ((gint64) box->y0 - tree->y0) >> tree->cell_bits;
  gint64 x1 = ((gint64) box->x1 - 1 - tree->x0) >> tree->cell_bits;
  gint64 y1 = ((gint64) box->y1 - 1 - tree->y0) >> tree->cell_bits;

  if (x1 < 0 || y1 < 0 || x0 > G_MAXUINT16 || y0 > G_MAXUINT16)
    return FALSE;
  *cells = (DrayMapBox) { (guint16) MAX (x0, 0), (guint16) MAX (y0, 0), (guint16) MIN (x1, G_MAXUINT16), (guint16) MIN (y1, G_MAXUINT16) };
  return TRUE;
}

static gboolean
dray_road_map_read (DrayMapSource       *source,
                    const DrayWorldBox  *box,
                    int                  zoom,
                    DrayMapGroups        groups,
                    DrayMapTile         *tile,
                    GCancellable        *cancellable,
                    GError             **error)
{
  DrayRoadMap *self = DRAY_ROAD_MAP (source);
  int band = dray_map_band_find (zoom);

  dray_map_tile_keep (tile, G_OBJECT (self));
  for (guint32 i = 0; i < self->head->n_trees; i++) {
    Query query = { .map = self, .tree = self->trees + i, .zoom = zoom, .tile = tile };

    if (query.tree->band != band || (groups & (1u << query.tree->group)) == 0 || !to_cells (query.tree, box, &query.box))
      continue;
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    int n_levels = find_levels (&query);
    /* A tree of one leaf has no node above it that could be visited. */
    const DrayMapLeaf *only = self->leaves + query.tree->first_leaf;
    gboolean read = n_levels > 0 ? visit (&query, n_levels - 1, 0) : !dray_map_box_intersects (&only->box, &query.box) || read_feature (&query, only);
    if (!read) {
      g_set_error_literal (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_INVALID, "The region's base map is damaged; import the region again");
      return FALSE;
    }
  }
  return TRUE;
}

static char *
dray_road_map_dup_attribution (DrayMapSource *source)
{
  DrayRoadMap *self = DRAY_ROAD_MAP (source);

  return g_strdup (self->names + self->head->attribution);
}

static void
dray_road_map_source_init (DrayMapSourceInterface *iface)
{
  iface->read = dray_road_map_read;
  iface->dup_attribution = dray_road_map_dup_attribution;
}

static void
dray_road_map_finalize (GObject *object)
{
  DrayRoadMap *self = DRAY_ROAD_MAP (object);

  g_clear_pointer (&self->pack, dray_road_pack_unref);
  G_OBJECT_CLASS (dray_road_map_parent_class)->finalize (object);
}

static void
dray_road_map_class_init (DrayRoadMapClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dray_road_map_finalize;
}

static void
dray_road_map_init (DrayRoadMap *self)
{
}

static gboolean
is_utf8_list (const char *names,
              gsize       n_names)
{
  if (n_names == 0 || names[n_names - 1] != '\0')
    return FALSE;
  for (gsize at = 0; at < n_names;) {
    gsize length = strlen (names + at);

    if (!g_utf8_validate (names + at, (gssize) length, NULL))
      return FALSE;
    at += length + 1;
  }
  return TRUE;
}

static gboolean
check_tree (const DrayMapTree *tree,
            guint64            n_leaves,
            guint64            n_nodes,
            guint64            n_data)
{
  return tree->band < DRAY_MAP_N_BANDS && tree->group < 6 && tree->shift <= 20 && tree->cell_bits <= 16 && tree->n_leaves > 0
         && tree->n_leaves < G_MAXUINT32 / 2 && tree->first_leaf <= n_leaves && tree->n_leaves <= n_leaves - tree->first_leaf
         && tree->first_node <= n_nodes && dray_map_count_nodes (tree->n_leaves) <= n_nodes - tree->first_node
         && tree->data_at <= n_data && tree->n_data <= n_data - tree->data_at && tree->n_data <= G_MAXUINT32
         && ABS ((gint64) tree->x0) <= MAX_COORDINATE && ABS ((gint64) tree->y0) <= MAX_COORDINATE;
}

static gboolean
check (DrayRoadMap  *self,
       gsize         n_head,
       gsize         n_leaves,
       gsize         n_nodes,
       gsize         n_data,
       GError      **error)
{
  gboolean good = n_head >= sizeof *self->head && self->head->format == DRAY_MAP_FORMAT && self->head->n_trees <= DRAY_MAP_MAX_TREES
                  && n_head == sizeof *self->head + self->head->n_trees * sizeof *self->trees
                  && is_utf8_list (self->names, self->n_names) && self->head->attribution < self->n_names;

  for (guint32 i = 0; good && i < self->head->n_trees; i++)
    good = check_tree (self->trees + i, n_leaves / sizeof *self->leaves, n_nodes / sizeof *self->nodes, n_data);
  if (!good)
    g_set_error_literal (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_INVALID, "The region's base map is of another version or damaged; import the region again");
  return good;
}

/**
 * dray_road_map_new:
 *
 * Opens the base map of a region pack.
 *
 * Errors: the pack's, %DRAY_ROAD_ERROR_INVALID
 *
 * Returns: (transfer full): the map
 */
DrayRoadMap *
dray_road_map_new (DrayRoadPack  *pack,
                   GError       **error)
{
  g_return_val_if_fail (pack != NULL, NULL);

  g_autoptr (DrayRoadMap) self = g_object_new (DRAY_TYPE_ROAD_MAP, NULL);
  gsize n_head = 0, n_leaves = 0, n_nodes = 0, n_data = 0;

  self->pack = dray_road_pack_ref (pack);
  self->head = dray_road_pack_get_section (pack, "map.head", &n_head, error);
  if (self->head == NULL)
    return NULL;
  self->leaves = dray_road_pack_get_section (pack, "map.leaves", &n_leaves, error);
  if (self->leaves == NULL)
    return NULL;
  self->nodes = dray_road_pack_get_section (pack, "map.nodes", &n_nodes, error);
  if (self->nodes == NULL)
    return NULL;
  self->data = dray_road_pack_get_section (pack, "map.data", &n_data, error);
  if (self->data == NULL)
    return NULL;
  self->names = dray_road_pack_get_section (pack, "map.names", &self->n_names, error);
  if (self->names == NULL)
    return NULL;
  self->trees = (const DrayMapTree *) (gconstpointer) (self->head + 1);
  return check (self, n_head, n_leaves, n_nodes, n_data, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * dray_road_map_tile:
 *
 * The geometry of the tile z/x/y, all groups of it, with a margin of an eighth of the tile on each side.
 *
 * Errors: %DRAY_ROAD_ERROR_INVALID for a tile that is not there or a damaged pack; %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the tile
 */
DrayMapTile *
dray_road_map_tile (DrayRoadMap   *self,
                    int            z,
                    int            x,
                    int            y,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_return_val_if_fail (DRAY_IS_ROAD_MAP (self), NULL);

  DrayTile id = { z, x, y };
  if (!dray_tile_is_valid (id)) {
    g_set_error (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_INVALID, "There is no tile %d/%d/%d", z, x, y);
    return NULL;
  }
  g_autoptr (DrayMapTile) tile = dray_map_tile_new ();
  DrayWorldBox box = dray_tile_get_world_box (id, 0.125);
  if (!dray_road_map_read (DRAY_MAP_SOURCE (self), &box, z, DRAY_MAP_EVERYTHING, tile, cancellable, error))
    return NULL;
  return g_steal_pointer (&tile);
}

/* Where the region's data lies. */
DrayGeoBox
dray_road_map_get_box (DrayRoadMap *self)
{
  const DrayWorldBox *box = &self->head->box;
  DrayGeoPoint north_west = dray_world_to_geo ((DrayWorldPoint) { CLAMP (box->x0, 0, DRAY_WORLD_SIZE), CLAMP (box->y0, 0, DRAY_WORLD_SIZE) });
  DrayGeoPoint south_east = dray_world_to_geo ((DrayWorldPoint) { CLAMP (box->x1, 0, DRAY_WORLD_SIZE), CLAMP (box->y1, 0, DRAY_WORLD_SIZE) });

  return (DrayGeoBox) { north_west.lon_e7, south_east.lat_e7, south_east.lon_e7, north_west.lat_e7 };
}
