/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-road-builder-private.h"

#include "dray-road-distance-private.h"
#include "dray-road-error.h"

#include <math.h>
#include <string.h>

/* Ways are cut where another road begins, ends or crosses, where they cross themselves, and at barriers. What lies between two
 * cuts is a piece. A way that refers to nodes outside the extract falls apart there. */

enum {
  NODE_UNUSED,
  NODE_INNER,
  NODE_CUT,
};

typedef struct {
  DrayRoadBuilder *builder;
  guint8          *use;        /* [n_nodes] */
  guint32         *junction;   /* [n_nodes] */
  guint32         *mark;       /* [n_nodes]: the node's row in marks + 1, 0 for none */
  GArray          *marks;      /* DrayNodeTags */
  GArray          *ways;       /* guint32: the roads among the ways */
  GHashTable      *name_index;
} Cutting;

void
dray_road_builder_init (DrayRoadBuilder   *self,
                        const DrayOsmData *data)
{
  memset (self, 0, sizeof *self);
  self->data = data;
  self->n_threads = 1;
  self->junction_node = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->junction_cost_ds = g_array_new (FALSE, FALSE, sizeof (guint16));
  self->junction_limits = g_array_new (FALSE, FALSE, sizeof (guint16));
  self->junction_lon_e7 = g_array_new (FALSE, FALSE, sizeof (gint32));
  self->junction_lat_e7 = g_array_new (FALSE, FALSE, sizeof (gint32));
  self->piece_tail = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->piece_head = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->piece_length_dm = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->piece_name = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->piece_way = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->piece_class = g_array_new (FALSE, FALSE, sizeof (guint8));
  self->piece_flags = g_array_new (FALSE, FALSE, sizeof (guint8));
  self->piece_shape = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->shapes = g_byte_array_new ();
  self->piece_bearing = g_array_new (FALSE, FALSE, sizeof (guint8));
  self->segment_speed = g_array_new (FALSE, FALSE, sizeof (guint8));
  self->segment_limits = g_array_new (FALSE, FALSE, sizeof (guint16));
  self->way_first_piece = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->names = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->name_bytes = g_string_new (NULL);
  dray_limits_table_init (&self->limits);
  self->turn_bans = g_array_new (FALSE, FALSE, sizeof (DrayTurnBan));
  self->via_bans = g_array_new (FALSE, FALSE, sizeof (DrayViaBan));
  self->via_segments = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->segment_state = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->segment_arrival = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->state_segment = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->state_arrival = g_array_new (FALSE, FALSE, sizeof (guint8));
  self->turn_first = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->turns = g_array_new (FALSE, FALSE, sizeof (DrayBuiltTurn));
  self->turn_kinds = g_array_new (FALSE, FALSE, sizeof (DrayTurnKind));
}

void
dray_road_builder_clear (DrayRoadBuilder *self)
{
  GArray *columns[] = {
    self->junction_node, self->junction_cost_ds, self->junction_limits, self->junction_lon_e7, self->junction_lat_e7, self->piece_tail,
    self->piece_head, self->piece_length_dm, self->piece_name, self->piece_way, self->piece_class, self->piece_flags, self->piece_shape,
    self->piece_bearing, self->segment_speed, self->segment_limits, self->way_first_piece, self->names, self->turn_bans, self->via_bans,
    self->via_segments, self->segment_state, self->segment_arrival, self->state_segment, self->state_arrival, self->turn_first, self->turns, self->turn_kinds,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    g_array_unref (columns[i]);
  g_byte_array_unref (self->shapes);
  g_string_free (self->name_bytes, TRUE);
  dray_limits_table_clear (&self->limits);
  g_free (self->ends_first);
  g_free (self->ends);
  g_free (self->piece_rank);
}

/* Tells of progress. Returns: %FALSE with the error set if somebody cancelled */
gboolean
dray_road_builder_step (DrayRoadBuilder *self,
                        const char      *step,
                        double           fraction,
                        GError         **error)
{
  if (self->progress != NULL)
    self->progress (step, fraction, self->user_data);
  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

static void
use_way (Cutting *cutting,
         guint32  way)
{
  const DrayOsmData *data = cutting->builder->data;
  guint32 previous = DRAY_OSM_MISSING;

  for (guint32 i = data->way_refs_first[way]; i <= data->way_refs_first[way + 1]; i++) {
    guint32 node = i < data->way_refs_first[way + 1] ? data->way_refs[i] : DRAY_OSM_MISSING;

    if (node == previous)
      continue;
    /* Both sides of a gap are ends. */
    if (node != DRAY_OSM_MISSING)
      cutting->use[node] = cutting->use[node] != NODE_UNUSED || previous == DRAY_OSM_MISSING ? NODE_CUT : NODE_INNER;
    else
      cutting->use[previous] = NODE_CUT;
    previous = node;
  }
}

static void
mark_nodes (Cutting *cutting)
{
  const DrayOsmData *data = cutting->builder->data;

  for (guint32 i = 0; i < data->n_tagged_nodes; i++) {
    guint32 node = data->tagged_nodes[i];
    DrayNodeTags tags;

    if (cutting->use[node] == NODE_UNUSED || !dray_road_tags_read_node (data, dray_osm_data_get_tagged_node_tags (data, i), &tags))
      continue;
    g_array_append_val (cutting->marks, tags);
    cutting->mark[node] = cutting->marks->len;
    if (tags.is_barrier)
      cutting->use[node] = NODE_CUT;
  }
}

static guint32
get_junction (Cutting *cutting,
              guint32  node)
{
  DrayRoadBuilder *self = cutting->builder;

  if (cutting->junction[node] == DRAY_ROAD_NONE) {
    guint16 cost = 0, limits = 0;

    if (cutting->mark[node] > 0) {
      DrayNodeTags *tags = &g_array_index (cutting->marks, DrayNodeTags, cutting->mark[node] - 1);

      cost = tags->cost_ds;
      limits = tags->is_barrier ? dray_limits_table_add (&self->limits, &tags->limits) : 0;
    }
    cutting->junction[node] = self->junction_node->len;
    g_array_append_val (self->junction_node, node);
    g_array_append_val (self->junction_cost_ds, cost);
    g_array_append_val (self->junction_limits, limits);
    g_array_append_val (self->junction_lon_e7, self->data->node_lon_e7[node]);
    g_array_append_val (self->junction_lat_e7, self->data->node_lat_e7[node]);
  }
  return cutting->junction[node];
}

static void
put_varint (GByteArray *out,
            gint64      difference)
{
  guint64 value = (guint64) difference << 1 ^ (guint64) (difference >> 63);
  guint8 bytes[10];
  guint n = 0;

  for (; value > 127; value >>= 7)
    bytes[n++] = (guint8) (value | 128);
  bytes[n++] = (guint8) value;
  g_byte_array_append (out, bytes, n);
}

static guint32
intern_name (Cutting    *cutting,
             const char *name)
{
  DrayRoadBuilder *self = cutting->builder;
  gpointer known = NULL;

  if (name == NULL)
    name = "";
  if (!g_hash_table_lookup_extended (cutting->name_index, name, NULL, &known)) {
    guint32 at = (guint32) self->name_bytes->len;

    known = GUINT_TO_POINTER (self->names->len);
    g_array_append_val (self->names, at);
    g_string_append_len (self->name_bytes, name, (gssize) strlen (name) + 1);
    g_hash_table_insert (cutting->name_index, (gpointer) name, known);
  }
  return GPOINTER_TO_UINT (known);
}

/* The bearing of the geometry where it leaves @nodes[0], taken far enough along to be that of the road and not of its kerb. */
static guint8
leave_bearing (const DrayOsmData *data,
               const guint32     *nodes,
               guint32            n,
               int                step)
{
  DrayRoadPoint from = { data->node_lon_e7[nodes[0]], data->node_lat_e7[nodes[0]] }, to = from;

  for (guint32 i = 1; i < n; i++) {
    guint32 node = nodes[step * (int) i];

    to = (DrayRoadPoint) { data->node_lon_e7[node], data->node_lat_e7[node] };
    if (dray_road_distance_m (from, to) > 12)
      break;
  }
  return dray_road_bearing (from, to);
}

static void
add_piece (Cutting           *cutting,
           guint32            way,
           const DrayWayTags *tags,
           const guint16      limits[2],
           guint32            name,
           const guint32     *nodes,
           guint32            n)
{
  DrayRoadBuilder *self = cutting->builder;
  const DrayOsmData *data = self->data;
  guint32 tail = get_junction (cutting, nodes[0]), head = get_junction (cutting, nodes[n - 1]);
  guint32 shape = self->shapes->len;
  double metres = 0;
  DrayRoadPoint last = { data->node_lon_e7[nodes[0]], data->node_lat_e7[nodes[0]] };

  for (guint32 i = 1; i < n; i++) {
    DrayRoadPoint point = { data->node_lon_e7[nodes[i]], data->node_lat_e7[nodes[i]] };

    metres += dray_road_distance_m (last, point);
    if (i + 1 < n) {
      put_varint (self->shapes, (gint64) point.lon_e7 - last.lon_e7);
      put_varint (self->shapes, (gint64) point.lat_e7 - last.lat_e7);
    }
    last = point;
  }
  guint32 length_dm = (guint32) MAX (1, MIN (metres * 10 + 0.5, 1e8));
  guint8 bearings[2] = { leave_bearing (data, nodes, n, 1), leave_bearing (data, nodes + n - 1, n, -1) };

  g_array_append_val (self->piece_tail, tail);
  g_array_append_val (self->piece_head, head);
  g_array_append_val (self->piece_length_dm, length_dm);
  g_array_append_val (self->piece_name, name);
  g_array_append_val (self->piece_way, data->way_ids[way]);
  g_array_append_val (self->piece_class, tags->road_class);
  g_array_append_val (self->piece_flags, tags->flags);
  g_array_append_val (self->piece_shape, shape);
  g_array_append_vals (self->piece_bearing, bearings, 2);
  g_array_append_vals (self->segment_speed, tags->speed, 2);
  g_array_append_vals (self->segment_limits, limits, 2);
}

static void
cut_way (Cutting           *cutting,
         guint32            way,
         const DrayWayTags *tags)
{
  DrayRoadBuilder *self = cutting->builder;
  const DrayOsmData *data = self->data;
  guint32 name = intern_name (cutting, tags->name);
  guint16 limits[2] = { dray_limits_table_add (&self->limits, &tags->limits[0]), dray_limits_table_add (&self->limits, &tags->limits[1]) };
  guint32 n_refs = data->way_refs_first[way + 1] - data->way_refs_first[way], n = 0;
  g_autofree guint32 *run = g_new (guint32, n_refs + 1);

  for (guint32 i = 0; i < n_refs; i++) {
    guint32 node = data->way_refs[data->way_refs_first[way] + i];

    if (node == DRAY_OSM_MISSING) {
      n = 0;
      continue;
    }
    if (n > 0 && run[n - 1] == node)
      continue;
    run[n++] = node;
    if (n > 1 && cutting->use[node] == NODE_CUT) {
      add_piece (cutting, way, tags, limits, name, run, n);
      run[0] = node;
      n = 1;
    }
  }
}

static gboolean
cut_ways (Cutting *cutting,
          GError **error)
{
  DrayRoadBuilder *self = cutting->builder;
  const DrayOsmData *data = self->data;

  for (guint32 way = 0; way < data->n_ways; way++) {
    DrayWayTags tags;

    if (dray_osm_data_get_way_tags (data, way).n > 0 && dray_road_tags_read_way (data, dray_osm_data_get_way_tags (data, way), &tags)) {
      g_array_append_val (cutting->ways, way);
      use_way (cutting, way);
    }
    if (way % 8192 == 0 && !dray_road_builder_step (self, "graph", 0.3 * way / data->n_ways, error))
      return FALSE;
  }
  mark_nodes (cutting);

  guint32 k = 0;
  for (guint32 way = 0; way < data->n_ways; way++) {
    DrayWayTags tags;

    g_array_append_val (self->way_first_piece, self->piece_tail->len);
    if (k < cutting->ways->len && g_array_index (cutting->ways, guint32, k) == way) {
      dray_road_tags_read_way (data, dray_osm_data_get_way_tags (data, way), &tags);
      cut_way (cutting, way, &tags);
      k++;
    }
  }
  g_array_append_val (self->way_first_piece, self->piece_tail->len);
  g_array_append_val (self->piece_shape, self->shapes->len);
  guint32 end = (guint32) self->name_bytes->len;
  g_array_append_val (self->names, end);
  return dray_road_builder_step (self, "graph", 0.6, error);
}

/* Lists the ends of pieces at each junction. */
void
dray_road_builder_list_ends (DrayRoadBuilder *self)
{
  guint32 n_junctions = self->junction_node->len, n_pieces = dray_road_builder_get_n_pieces (self);

  self->ends_first = g_new0 (guint32, n_junctions + 2);
  self->ends = g_new (guint32, 2 * (gsize) n_pieces + 1);
  for (guint32 piece = 0; piece < n_pieces; piece++) {
    self->ends_first[DRAY_AT (piece_tail, guint32, piece) + 2]++;
    self->ends_first[DRAY_AT (piece_head, guint32, piece) + 2]++;
  }
  for (guint32 i = 2; i < n_junctions + 2; i++)
    self->ends_first[i] += self->ends_first[i - 1];
  for (guint32 piece = 0; piece < n_pieces; piece++) {
    self->ends[self->ends_first[DRAY_AT (piece_tail, guint32, piece) + 1]++] = piece << 1;
    self->ends[self->ends_first[DRAY_AT (piece_head, guint32, piece) + 1]++] = piece << 1 | 1;
  }
}

/**
 * dray_road_build_pieces:
 *
 * Errors: %DRAY_ROAD_ERROR_INVALID if there are no roads, %DRAY_ROAD_ERROR_LIMIT, %G_IO_ERROR_CANCELLED
 */
gboolean
dray_road_build_pieces (DrayRoadBuilder *self,
                        GError         **error)
{
  const DrayOsmData *data = self->data;
  Cutting cutting = {
    .builder = self,
    .use = g_malloc0 (data->n_nodes + 1),
    .junction = g_new (guint32, data->n_nodes + 1),
    .mark = g_new0 (guint32, data->n_nodes + 1),
    .marks = g_array_new (FALSE, FALSE, sizeof (DrayNodeTags)),
    .ways = g_array_new (FALSE, FALSE, sizeof (guint32)),
    .name_index = g_hash_table_new (g_str_hash, g_str_equal),
  };

  memset (cutting.junction, 0xff, (data->n_nodes + 1) * sizeof *cutting.junction);
  intern_name (&cutting, NULL);
  gboolean done = cut_ways (&cutting, error);
  g_free (cutting.use);
  g_free (cutting.junction);
  g_free (cutting.mark);
  g_array_unref (cutting.marks);
  g_array_unref (cutting.ways);
  g_hash_table_unref (cutting.name_index);
  if (!done)
    return FALSE;

  guint32 n_pieces = dray_road_builder_get_n_pieces (self);
  if (n_pieces == 0 || n_pieces > 1u << 29) {
    g_set_error_literal (error, DRAY_ROAD_ERROR, n_pieces == 0 ? DRAY_ROAD_ERROR_INVALID : DRAY_ROAD_ERROR_LIMIT,
                         n_pieces == 0 ? "The file holds no roads: is it an extract of nodes only?" : "The file holds more roads than a region may");
    return FALSE;
  }
  dray_road_builder_list_ends (self);
  return TRUE;
}
