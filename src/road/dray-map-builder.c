/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-map-builder.h"

#include <stdlib.h>
#include <string.h>

#include "dray-map-collect-private.h"
#include "dray-map-format-private.h"
#include "dray-map-geometry-private.h"

/* Writes the base map's sections of a region pack: see dray-map-format-private.h. */

#define N_GROUPS 6

typedef struct {
  GArray     *trees;    /* DrayMapTree */
  GArray     *leaves;   /* DrayMapLeaf */
  GArray     *nodes;    /* DrayMapBox */
  GByteArray *data;
  GByteArray *names;
  GHashTable *name_at;  /* text to where it begins, plus one */
} Builder;

/* A feature on its way into a tree. */
typedef struct {
  guint32      order;   /* along the Hilbert curve */
  int          feature;
  DrayWorldBox box;
} Item;

/* The place of a cell along the Hilbert curve through 2^16 by 2^16 cells. */
static guint32
hilbert (guint32 x,
         guint32 y)
{
  guint32 order = 0;

  for (guint32 side = 1u << 15; side > 0; side >>= 1) {
    guint32 right = (x & side) != 0;
    guint32 lower = (y & side) != 0;

    order = order << 2 | ((3 * right) ^ lower);
    if (lower == 0) {
      if (right == 1) {
        x = 0xffff - x;
        y = 0xffff - y;
      }
      guint32 swapped = x;
      x = y;
      y = swapped;
    }
  }
  return order;
}

static void
add_byte (GByteArray *bytes,
          guint8      byte)
{
  g_byte_array_append (bytes, &byte, 1);
}

static void
add_varint (GByteArray *bytes,
            guint64     number)
{
  for (; number >= 0x80; number >>= 7)
    add_byte (bytes, (guint8) (number | 0x80));
  add_byte (bytes, (guint8) number);
}

static void
add_step (GByteArray *bytes,
          int         step)
{
  add_varint (bytes, (guint64) (((guint32) step << 1) ^ (guint32) (step >> 31)));
}

static guint32
add_name (Builder    *self,
          const char *name)
{
  guint32 at = GPOINTER_TO_UINT (g_hash_table_lookup (self->name_at, name));

  if (at == 0) {
    at = self->names->len + 1;
    g_hash_table_insert (self->name_at, g_strdup (name), GUINT_TO_POINTER (at));
    g_byte_array_append (self->names, (const guint8 *) name, (guint) strlen (name) + 1);
  }
  return at - 1;
}

static void
add_feature (Builder                   *self,
             const DrayMapBandFeatures *features,
             const DrayMapTree         *tree,
             const Item                *item,
             const DrayMapBox          *box)
{
  const DrayMapFeature *feature = dray_map_tile_get_feature (features->map, item->feature);
  gboolean has_name = feature->name != NULL && feature->name[0] != '\0';
  gboolean has_ref = feature->ref != NULL && feature->ref[0] != '\0';
  int last_x = (tree->x0 + (int) ((guint32) box->x0 << tree->cell_bits)) >> tree->shift;
  int last_y = (tree->y0 + (int) ((guint32) box->y0 << tree->cell_bits)) >> tree->shift;

  add_byte (self->data, feature->kind);
  add_byte (self->data, (guint8) ((feature->flags & 0x0f) | (feature->layer != 0 ? DRAY_MAP_HAS_LAYER : 0) | (feature->rank != 0 ? DRAY_MAP_HAS_RANK : 0)
                                  | (has_name ? DRAY_MAP_HAS_NAME : 0) | (has_ref ? DRAY_MAP_HAS_REF : 0)));
  add_byte (self->data, features->min_zooms->data[item->feature]);
  if (feature->layer != 0)
    add_byte (self->data, (guint8) feature->layer);
  if (feature->rank != 0)
    add_byte (self->data, feature->rank);
  if (has_name)
    add_varint (self->data, add_name (self, feature->name));
  if (has_ref)
    add_varint (self->data, add_name (self, feature->ref));
  add_varint (self->data, (guint64) feature->n_parts);
  for (int part = feature->first_part; part < feature->first_part + feature->n_parts; part++) {
    int n = 0;
    const DrayWorldPoint *points = dray_map_tile_get_part (features->map, part, &n);

    add_varint (self->data, (guint64) n);
    for (int i = 0; i < n; i++) {
      int x = points[i].x >> tree->shift;
      int y = points[i].y >> tree->shift;

      add_step (self->data, x - last_x);
      add_step (self->data, y - last_y);
      last_x = x;
      last_y = y;
    }
  }
}

static DrayMapBox
to_cells (const DrayMapTree  *tree,
          const DrayWorldBox *box)
{
  return (DrayMapBox) {
    (guint16) ((box->x0 - tree->x0) >> tree->cell_bits), (guint16) ((box->y0 - tree->y0) >> tree->cell_bits),
    (guint16) ((box->x1 - 1 - tree->x0) >> tree->cell_bits), (guint16) ((box->y1 - 1 - tree->y0) >> tree->cell_bits),
  };
}

static DrayMapBox
box_of (const DrayMapBox *boxes,
        gsize             stride,
        guint32           n)
{
  DrayMapBox all = { G_MAXUINT16, G_MAXUINT16, 0, 0 };

  for (guint32 i = 0; i < n; i++) {
    const DrayMapBox *box = (const DrayMapBox *) (gconstpointer) ((const char *) boxes + i * stride);

    all.x0 = MIN (all.x0, box->x0);
    all.y0 = MIN (all.y0, box->y0);
    all.x1 = MAX (all.x1, box->x1);
    all.y1 = MAX (all.y1, box->y1);
  }
  return all;
}

/* Puts nodes over the tree's leaves, level by level. */
static void
add_nodes (Builder     *self,
           DrayMapTree *tree)
{
  guint32 n = tree->n_leaves;
  guint32 first = tree->first_leaf;
  gboolean leaves = TRUE;

  tree->first_node = self->nodes->len;
  while (n > 1) {
    guint32 next_first = self->nodes->len;

    for (guint32 i = 0; i < n; i += DRAY_MAP_FANOUT) {
      const DrayMapBox *boxes = leaves ? &g_array_index (self->leaves, DrayMapLeaf, first + i).box : &g_array_index (self->nodes, DrayMapBox, first + i);
      DrayMapBox box = box_of (boxes, leaves ? sizeof (DrayMapLeaf) : sizeof (DrayMapBox), MIN (DRAY_MAP_FANOUT, n - i));

      g_array_append_val (self->nodes, box);
    }
    n = (n + DRAY_MAP_FANOUT - 1) / DRAY_MAP_FANOUT;
    first = next_first;
    leaves = FALSE;
  }
}

static int
compare_items (gconstpointer a,
               gconstpointer b)
{
  const Item *one = a;
  const Item *other = b;

  if (one->order != other->order)
    return one->order < other->order ? -1 : 1;
  return one->feature - other->feature;
}

/* The features of a group with their boxes, and the box of all. */
static GArray *
list_items (const DrayMapBandFeatures *features,
            int                        group,
            DrayWorldBox              *all)
{
  GArray *items = g_array_new (FALSE, FALSE, sizeof (Item));

  *all = (DrayWorldBox) { G_MAXINT, G_MAXINT, G_MININT, G_MININT };
  for (guint i = 0; i < features->map->features->len; i++) {
    const DrayMapFeature *feature = dray_map_tile_get_feature (features->map, (int) i);
    Item item = { .feature = (int) i, .box = { G_MAXINT, G_MAXINT, G_MININT, G_MININT } };

    if (dray_map_kind_get_group ((DrayMapKind) feature->kind) != (DrayMapGroups) (1 << group))
      continue;
    for (int part = feature->first_part; part < feature->first_part + feature->n_parts; part++) {
      int n = 0;
      const DrayWorldPoint *points = dray_map_tile_get_part (features->map, part, &n);
      DrayWorldBox box = dray_map_points_get_box (points, n);

      item.box = (DrayWorldBox) { MIN (item.box.x0, box.x0), MIN (item.box.y0, box.y0), MAX (item.box.x1, box.x1), MAX (item.box.y1, box.y1) };
    }
    *all = (DrayWorldBox) { MIN (all->x0, item.box.x0), MIN (all->y0, item.box.y0), MAX (all->x1, item.box.x1), MAX (all->y1, item.box.y1) };
    g_array_append_val (items, item);
  }
  return items;
}

static void
add_tree (Builder                   *self,
          const DrayMapBandFeatures *features,
          int                        band,
          int                        group)
{
  DrayWorldBox all;
  g_autoptr (GArray) items = list_items (features, group, &all);
  DrayMapTree tree = {
    .band = (guint8) band, .group = (guint8) group, .shift = (guint8) dray_map_band_get_shift (band), .x0 = all.x0, .y0 = all.y0,
    .n_leaves = items->len, .first_leaf = self->leaves->len, .data_at = self->data->len,
  };

  if (items->len == 0)
    return;
  while ((MAX ((gint64) all.x1 - all.x0, (gint64) all.y1 - all.y0) >> tree.cell_bits) > G_MAXUINT16)
    tree.cell_bits++;
  for (guint i = 0; i < items->len; i++) {
    Item *item = &g_array_index (items, Item, i);
    DrayMapBox box = to_cells (&tree, &item->box);

    item->order = hilbert (((guint32) box.x0 + box.x1) / 2, ((guint32) box.y0 + box.y1) / 2);
  }
  g_array_sort (items, compare_items);
  for (guint i = 0; i < items->len; i++) {
    const Item *item = &g_array_index (items, Item, i);
    DrayMapLeaf leaf = { to_cells (&tree, &item->box), (guint32) (self->data->len - tree.data_at) };

    g_array_append_val (self->leaves, leaf);
    add_feature (self, features, &tree, item, &leaf.box);
  }
  tree.n_data = self->data->len - tree.data_at;
  add_nodes (self, &tree);
  g_array_append_val (self->trees, tree);
}

static gboolean
write_sections (Builder             *self,
                const DrayMapHead   *head,
                DrayRoadPackWriter  *writer,
                GError             **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const guint8 *) head, sizeof *head);
  g_byte_array_append (bytes, (const guint8 *) self->trees->data, self->trees->len * (guint) sizeof (DrayMapTree));
  return dray_road_pack_writer_add (writer, "map.head", bytes->data, bytes->len, error)
         && dray_road_pack_writer_add (writer, "map.leaves", self->leaves->data, self->leaves->len * sizeof (DrayMapLeaf), error)
         && dray_road_pack_writer_add (writer, "map.nodes", self->nodes->data, self->nodes->len * sizeof (DrayMapBox), error)
         && dray_road_pack_writer_add (writer, "map.data", self->data->data, self->data->len, error)
         && dray_road_pack_writer_add (writer, "map.names", self->names->data, self->names->len, error);
}

/**
 * dray_map_build_features:
 * @map: everything that the base map can show, in full detail
 * @box: where the data lies
 * @n_bands: how many bands of zooms to make, from the farthest on
 * @attribution: whom the map must name
 *
 * Generalises @map for every band of zooms and adds it to the pack as the sections "map.*". Progress is told as the step "base map".
 *
 * Errors: the writer's; %G_IO_ERROR_CANCELLED
 */
gboolean
dray_map_build_features (const DrayMapTile   *map,
                         DrayWorldBox         box,
                         int                  n_bands,
                         const char          *attribution,
                         DrayRoadPackWriter  *writer,
                         DrayRoadProgress     progress,
                         gpointer             user_data,
                         GCancellable        *cancellable,
                         GError             **error)
{
  g_autoptr (GArray) trees = g_array_new (FALSE, TRUE, sizeof (DrayMapTree));
  g_autoptr (GArray) leaves = g_array_new (FALSE, FALSE, sizeof (DrayMapLeaf));
  g_autoptr (GArray) nodes = g_array_new (FALSE, FALSE, sizeof (DrayMapBox));
  g_autoptr (GByteArray) data = g_byte_array_new ();
  g_autoptr (GByteArray) names = g_byte_array_new ();
  g_autoptr (GHashTable) name_at = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Builder self = { trees, leaves, nodes, data, names, name_at };
  DrayMapHead head = { .format = DRAY_MAP_FORMAT, .box = box };

  add_name (&self, "");
  head.attribution = add_name (&self, attribution);
  for (int band = 0; band < n_bands; band++) {
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    if (progress != NULL)
      progress ("base map", (band + 1) / (n_bands + 1.0), user_data);

    g_autoptr (DrayMapBandFeatures) features = dray_map_band_features_new (map, band);
    for (int group = 0; group < N_GROUPS; group++)
      add_tree (&self, features, band, group);
  }
  head.n_trees = trees->len;
  return write_sections (&self, &head, writer, error);
}

/**
 * dray_map_build:
 * @attribution: (nullable): whom the map must name; %NULL: OpenStreetMap's contributors
 *
 * Makes the base map of an OpenStreetMap file and adds it to the pack as the sections "map.*".
 *
 * Errors: the writer's; %G_IO_ERROR_CANCELLED
 */
gboolean
dray_map_build (const DrayOsmData   *data,
                const char          *attribution,
                DrayRoadPackWriter  *writer,
                DrayRoadProgress     progress,
                gpointer             user_data,
                GCancellable        *cancellable,
                GError             **error)
{
  DrayWorldBox box;

  if (progress != NULL)
    progress ("base map", 0, user_data);
  g_autoptr (DrayMapTile) map = dray_map_collect (data, &box, cancellable, error);
  if (map == NULL)
    return FALSE;
  return dray_map_build_features (map, box, DRAY_MAP_N_BANDS, attribution != NULL ? attribution : "© OpenStreetMap contributors", writer, progress, user_data, cancellable, error);
}
