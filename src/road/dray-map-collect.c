/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-map-collect-private.h"

#include <math.h>
#include <stdlib.h>

#include "dray-map-coast-private.h"
#include "dray-map-geometry-private.h"
#include "dray-map-signs-private.h"

/* From the columns of an OpenStreetMap file to everything that the base map can show, in full detail: rings of relations are put
 * together, coasts are closed to a sea, shores are drawn once, borders are taken from relations, areas get points for their names. */

typedef struct {
  const DrayOsmData *data;
  DrayMapTags       *tags;
  DrayMapTile       *map;
  DrayWorldPoint    *at;           /* [n_nodes] */
  guint8            *ring_of;      /* [n_ways]: an area that a relation draws in its stead */
  gint16            *border_of;    /* [n_ways]: the weightiest border that runs along it, or 0 */
  GHashTable        *shore_edges;  /* pairs of nodes to how many water areas they bound */
  GArray            *shore_rings;  /* guint32: nodes of waters' rings, each ring behind its length */
} Collector;

static DrayWorldPoint *
project_nodes (const DrayOsmData *data)
{
  DrayWorldPoint *at = g_new (DrayWorldPoint, MAX (data->n_nodes, 1));

  for (guint32 i = 0; i < data->n_nodes; i++)
    at[i] = dray_world_point ((DrayGeoPoint) { data->node_lon_e7[i], data->node_lat_e7[i] });
  return at;
}

static int
compare_ints (gconstpointer a,
              gconstpointer b)
{
  return *(const int *) a < *(const int *) b ? -1 : *(const int *) a > *(const int *) b;
}

/* Where the data lies but for one node in a thousand on each side: extracts keep whole what crosses their edge, and a ferry or a
 * coast would stretch a plain bounding box far out. */
static DrayWorldBox
find_box (const DrayWorldPoint *at,
          guint32               n)
{
  g_autofree int *sorted = g_new (int, MAX (n, 1));
  DrayWorldBox box = { 0, 0, DRAY_WORLD_SIZE, DRAY_WORLD_SIZE };
  guint32 cut = n / 1000;

  if (n == 0)
    return box;
  for (guint32 i = 0; i < n; i++)
    sorted[i] = at[i].x;
  qsort (sorted, n, sizeof (int), compare_ints);
  box.x0 = sorted[cut];
  box.x1 = sorted[n - 1 - cut] + 1;
  for (guint32 i = 0; i < n; i++)
    sorted[i] = at[i].y;
  qsort (sorted, n, sizeof (int), compare_ints);
  box.y0 = sorted[cut];
  box.y1 = sorted[n - 1 - cut] + 1;
  return box;
}

/* The nodes of a way that are there, without repetitions. */
static GArray *
list_nodes (const DrayOsmData *data,
            guint32            way)
{
  GArray *nodes = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint32 i = data->way_refs_first[way]; i < data->way_refs_first[way + 1]; i++) {
    guint32 node = data->way_refs[i];

    if (node != DRAY_OSM_MISSING && (nodes->len == 0 || g_array_index (nodes, guint32, nodes->len - 1) != node))
      g_array_append_val (nodes, node);
  }
  return nodes;
}

static gboolean
is_ring (const GArray *nodes)
{
  return nodes->len > 3 && g_array_index (nodes, guint32, 0) == g_array_index (nodes, guint32, nodes->len - 1);
}

static gpointer
edge_key (guint32 a,
          guint32 b)
{
  return GSIZE_TO_POINTER ((gsize) MIN (a, b) << 32 | MAX (a, b));
}

static void
count_shore (Collector    *self,
             const GArray *ring)
{
  guint32 n = ring->len;

  g_array_append_val (self->shore_rings, n);
  g_array_append_vals (self->shore_rings, ring->data, n);
  for (guint i = 1; i < n; i++) {
    gpointer key = edge_key (g_array_index (ring, guint32, i - 1), g_array_index (ring, guint32, i));

    g_hash_table_insert (self->shore_edges, key, GINT_TO_POINTER (GPOINTER_TO_INT (g_hash_table_lookup (self->shore_edges, key)) + 1));
  }
}

/* Adds a closed ring of nodes as a part of the feature to come. */
static void
add_ring (Collector    *self,
          const GArray *nodes,
          gboolean      outer)
{
  guint first = self->map->points->len;

  for (guint i = 0; i + 1 < nodes->len; i++)
    dray_map_tile_add_point (self->map, self->at[g_array_index (nodes, guint32, i)]);
  dray_map_ring_turn (&g_array_index (self->map->points, DrayWorldPoint, first), (int) (self->map->points->len - first), outer);
  dray_map_tile_end_part (self->map);
}

/* The kind of label that an area of @kind carries its name by, or %DRAY_MAP_NO_KIND. */
static int
get_label_kind (int kind)
{
  switch (kind) {
  case DRAY_MAP_WATER:
    return DRAY_MAP_LABEL_WATER;
  case DRAY_MAP_PARK:
  case DRAY_MAP_FOREST:
  case DRAY_MAP_CEMETERY:
  case DRAY_MAP_WETLAND:
    return DRAY_MAP_LABEL_GREEN;
  case DRAY_MAP_INDUSTRIAL:
  case DRAY_MAP_RETAIL:
  case DRAY_MAP_CAMPUS:
  case DRAY_MAP_APRON:
  case DRAY_MAP_PIER:
  case DRAY_MAP_SQUARE:
    return DRAY_MAP_LABEL_AREA;
  default:
    return DRAY_MAP_NO_KIND;
  }
}

/* Names the area whose outer ring is the first part of the last feature. Its rank says how large it is: 8 for each doubling of its side. */
static void
add_area_label (Collector  *self,
                int         kind,
                const char *name)
{
  int label = get_label_kind (kind);
  const DrayMapFeature *area = dray_map_tile_get_feature (self->map, (int) self->map->features->len - 1);
  int n = 0;
  const DrayWorldPoint *ring = dray_map_tile_get_part (self->map, area->first_part, &n);

  if (label == DRAY_MAP_NO_KIND || name == NULL || n < 3)
    return;
  double size = sqrt (fabs (dray_map_ring_area (ring, n)));
  DrayWorldPoint point = dray_map_ring_find_inner (ring, n);
  dray_map_tile_add_point (self->map, point);
  dray_map_tile_end_part (self->map);
  dray_map_tile_end_feature (self->map, (DrayMapFeature) { .kind = (guint8) label, .rank = (guint8) CLAMP (log2 (size + 1) * 8, 0, 255), .name = name });
}

/* The sequences of nodes that the ways of a relation make; those that don't close are left out. */
static GPtrArray *
join_rings (Collector    *self,
            const GArray *ways)
{
  GPtrArray *rings = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (DrayMapPiece));
  g_auto (DrayMapChains) chains = { 0 };

  for (guint i = 0; i < ways->len; i++) {
    GArray *nodes = list_nodes (self->data, g_array_index (ways, guint32, i));

    if (nodes->len > 1) {
      DrayMapPiece piece = { g_array_index (nodes, guint32, 0), g_array_index (nodes, guint32, nodes->len - 1), 0, FALSE };

      g_array_append_val (pieces, piece);
      g_ptr_array_add (lines, nodes);
    } else {
      g_array_unref (nodes);
    }
  }
  dray_map_join_pieces ((const DrayMapPiece *) (gconstpointer) pieces->data, pieces->len, FALSE, &chains);
  for (guint chain = 0, step = 0; chain < chains.ends->len; chain++) {
    GArray *ring = g_array_new (FALSE, FALSE, sizeof (guint32));

    for (; step < g_array_index (chains.ends, guint32, chain); step++) {
      guint32 at = g_array_index (chains.steps, guint32, step);
      const GArray *nodes = g_ptr_array_index (lines, at >> 1);

      for (guint i = ring->len > 0; i < nodes->len; i++)
        g_array_append_val (ring, g_array_index (nodes, guint32, (at & 1) != 0 ? nodes->len - 1 - i : i));
    }
    if (is_ring (ring))
      g_ptr_array_add (rings, ring);
    else
      g_array_unref (ring);
  }
  return rings;
}

/* The ways of a relation whose role is inner, or is not. */
static GArray *
list_members (Collector *self,
              guint32    relation,
              gboolean   inner)
{
  const DrayOsmData *data = self->data;
  GArray *ways = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint32 i = data->members_first[relation]; i < data->members_first[relation + 1]; i++) {
    const DrayOsmMember *member = &data->members[i];

    if (member->kind == DRAY_OSM_WAY && member->index != DRAY_OSM_MISSING && (g_strcmp0 (data->strings[member->role], "inner") == 0) == inner)
      g_array_append_val (ways, member->index);
  }
  return ways;
}

/* Draws a relation of rings. Older data has the tags on the outer way: such a way is drawn here, with its holes. */
static void
collect_polygon (Collector *self,
                 guint32    relation)
{
  g_autoptr (GArray) outer_ways = list_members (self, relation, FALSE);
  g_autoptr (GArray) inner_ways = list_members (self, relation, TRUE);
  DrayOsmTags tags = dray_osm_data_get_relation_tags (self->data, relation);
  int kind = dray_map_tags_read_area (self->tags, tags);
  gboolean old_style = FALSE;

  for (guint i = 0; kind == DRAY_MAP_NO_KIND && i < outer_ways->len; i++) {
    tags = dray_osm_data_get_way_tags (self->data, g_array_index (outer_ways, guint32, i));
    kind = dray_map_tags_read_area (self->tags, tags);
    old_style = TRUE;
  }
  if (kind == DRAY_MAP_NO_KIND)
    return;

  g_autoptr (GPtrArray) outer = join_rings (self, outer_ways);
  g_autoptr (GPtrArray) inner = join_rings (self, inner_ways);
  for (guint i = 0; i < outer->len; i++) {
    add_ring (self, g_ptr_array_index (outer, i), TRUE);
    if (kind == DRAY_MAP_WATER)
      count_shore (self, g_ptr_array_index (outer, i));
  }
  for (guint i = 0; i < inner->len && outer->len > 0; i++) {
    add_ring (self, g_ptr_array_index (inner, i), FALSE);
    if (kind == DRAY_MAP_WATER)
      count_shore (self, g_ptr_array_index (inner, i));
  }
  if (outer->len == 0)
    return;
  dray_map_tile_end_feature (self->map, (DrayMapFeature) { .kind = (guint8) kind });
  add_area_label (self, kind, dray_map_tags_get_name (self->tags, tags));
  for (guint i = 0; old_style && i < outer_ways->len; i++)
    self->ring_of[g_array_index (outer_ways, guint32, i)] = TRUE;
}

static void
collect_border (Collector *self,
                guint32    relation)
{
  int kind = dray_map_tags_read_border (self->tags, dray_osm_data_get_relation_tags (self->data, relation));

  if (kind == DRAY_MAP_NO_KIND)
    return;
  for (guint32 i = self->data->members_first[relation]; i < self->data->members_first[relation + 1]; i++) {
    const DrayOsmMember *member = &self->data->members[i];

    if (member->kind == DRAY_OSM_WAY && member->index != DRAY_OSM_MISSING)
      self->border_of[member->index] = (gint16) MAX (self->border_of[member->index], kind);
  }
}

static void
add_nodes (Collector      *self,
           const GArray   *nodes,
           gboolean        backwards,
           DrayMapFeature  feature)
{
  for (guint i = 0; i < nodes->len; i++)
    dray_map_tile_add_point (self->map, self->at[g_array_index (nodes, guint32, backwards ? nodes->len - 1 - i : i)]);
  dray_map_tile_end_part (self->map);
  dray_map_tile_end_feature (self->map, feature);
}

static void
collect_house (Collector      *self,
               DrayOsmTags     tags,
               DrayWorldPoint  at)
{
  DrayMapFeature house;

  if (!dray_map_tags_read_house (self->tags, tags, &house))
    return;
  dray_map_tile_add_point (self->map, at);
  dray_map_tile_end_part (self->map);
  dray_map_tile_end_feature (self->map, house);
}

static void
collect_way (Collector *self,
             guint32    way)
{
  DrayOsmTags tags = dray_osm_data_get_way_tags (self->data, way);
  g_autoptr (GArray) nodes = list_nodes (self->data, way);
  DrayMapFeature line;

  if (nodes->len < 2)
    return;
  if (self->border_of[way] != 0)
    add_nodes (self, nodes, FALSE, (DrayMapFeature) { .kind = (guint8) self->border_of[way] });

  int area = is_ring (nodes) && !self->ring_of[way] ? dray_map_tags_read_area (self->tags, tags) : DRAY_MAP_NO_KIND;
  if (area != DRAY_MAP_NO_KIND) {
    add_ring (self, nodes, TRUE);
    dray_map_tile_end_feature (self->map, (DrayMapFeature) { .kind = (guint8) area });
    int n = 0;
    const DrayWorldPoint *ring = dray_map_tile_get_part (self->map, (int) self->map->part_ends->len - 1, &n);
    DrayWorldPoint inner = dray_map_ring_find_inner (ring, n);
    add_area_label (self, area, dray_map_tags_get_name (self->tags, tags));
    collect_house (self, tags, inner);
    if (area == DRAY_MAP_WATER)
      count_shore (self, nodes);
  } else if (dray_map_tags_read_line (self->tags, tags, &line)) {
    gboolean backwards = line.rank == 1;

    line.rank = 0;
    add_nodes (self, nodes, backwards, line);
  }
}

static void
collect_nodes (Collector *self)
{
  for (guint32 i = 0; i < self->data->n_tagged_nodes; i++) {
    DrayOsmTags tags = dray_osm_data_get_tagged_node_tags (self->data, i);
    DrayWorldPoint at = self->at[self->data->tagged_nodes[i]];
    DrayMapFeature place;

    if (dray_map_tags_read_place (self->tags, tags, &place)) {
      dray_map_tile_add_point (self->map, at);
      dray_map_tile_end_part (self->map);
      dray_map_tile_end_feature (self->map, place);
    } else {
      collect_house (self, tags, at);
    }
  }
}

/* Where two waters touch there is no shore: only the edges that bound one water are drawn. */
static void
add_shores (Collector *self)
{
  for (guint first = 0; first < self->shore_rings->len;) {
    guint32 n = g_array_index (self->shore_rings, guint32, first);
    const guint32 *ring = &g_array_index (self->shore_rings, guint32, first + 1);
    guint32 n_run = 0;

    for (guint32 i = 0; i < n; i++) {
      gboolean shore = i + 1 < n && GPOINTER_TO_INT (g_hash_table_lookup (self->shore_edges, edge_key (ring[i], ring[i + 1]))) == 1;

      if (shore || n_run > 0) {
        dray_map_tile_add_point (self->map, self->at[ring[i]]);
        n_run++;
      }
      if (!shore && n_run > 0) {
        dray_map_tile_end_part (self->map);
        dray_map_tile_end_feature (self->map, (DrayMapFeature) { .kind = DRAY_MAP_SHORELINE });
        n_run = 0;
      }
    }
    first += n + 1;
  }
}

/* Joins the coastlines of the file, draws them as shores and closes the sea behind them. */
static void
collect_coast (Collector    *self,
               DrayWorldBox  box)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (DrayMapPiece));
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (DrayWorldPoint));
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (int));
  g_auto (DrayMapChains) chains = { 0 };

  for (guint32 way = 0; way < self->data->n_ways; way++) {
    if (!dray_map_tags_is_coast (self->tags, dray_osm_data_get_way_tags (self->data, way)))
      continue;
    GArray *nodes = list_nodes (self->data, way);
    if (nodes->len < 2) {
      g_array_unref (nodes);
      continue;
    }
    DrayMapPiece piece = { g_array_index (nodes, guint32, 0), g_array_index (nodes, guint32, nodes->len - 1), 0, TRUE };
    g_array_append_val (pieces, piece);
    g_ptr_array_add (lines, nodes);
    count_shore (self, nodes);
  }
  dray_map_join_pieces ((const DrayMapPiece *) (gconstpointer) pieces->data, pieces->len, FALSE, &chains);
  for (guint chain = 0, step = 0; chain < chains.ends->len; chain++) {
    guint first = points->len;

    for (; step < g_array_index (chains.ends, guint32, chain); step++) {
      const GArray *nodes = g_ptr_array_index (lines, g_array_index (chains.steps, guint32, step) >> 1);

      for (guint i = points->len > first; i < nodes->len; i++)
        g_array_append_val (points, self->at[g_array_index (nodes, guint32, i)]);
    }
    int end = (int) points->len;
    g_array_append_val (ends, end);
  }
  dray_map_coast_add_sea (&(DrayMapCoast) { points, ends }, box, self->map);
}

static void
collector_clear (Collector *self)
{
  dray_map_tags_free (self->tags);
  g_free (self->at);
  g_free (self->ring_of);
  g_free (self->border_of);
  g_hash_table_unref (self->shore_edges);
  g_array_unref (self->shore_rings);
}

/**
 * dray_map_collect:
 * @box: (out): where the data lies
 *
 * Errors: %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): every feature of the base map in full detail
 */
DrayMapTile *
dray_map_collect (const DrayOsmData *data,
                  DrayWorldBox      *box,
                  GCancellable      *cancellable,
                  GError           **error)
{
  g_autoptr (DrayMapTile) map = dray_map_tile_new ();
  Collector self = {
    .data = data, .tags = dray_map_tags_new (data), .map = map, .at = project_nodes (data),
    .ring_of = g_new0 (guint8, MAX (data->n_ways, 1)), .border_of = g_new0 (gint16, MAX (data->n_ways, 1)),
    .shore_edges = g_hash_table_new (NULL, NULL), .shore_rings = g_array_new (FALSE, FALSE, sizeof (guint32)),
  };

  *box = find_box (self.at, data->n_nodes);
  collect_coast (&self, *box);
  for (guint32 relation = 0; relation < data->n_relations; relation++) {
    if (dray_map_tags_is_polygon (self.tags, dray_osm_data_get_relation_tags (data, relation)))
      collect_polygon (&self, relation);
    collect_border (&self, relation);
  }
  for (guint32 way = 0; way < data->n_ways && !g_cancellable_is_cancelled (cancellable); way++)
    collect_way (&self, way);
  collect_nodes (&self);
  dray_map_signs_collect (data, self.tags, self.at, map);
  add_shores (&self);
  collector_clear (&self);
  return g_cancellable_set_error_if_cancelled (cancellable, error) ? NULL : g_steal_pointer (&map);
}
