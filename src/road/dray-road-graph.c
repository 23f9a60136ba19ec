/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-road-graph-private.h"

#include "dray-road-error.h"
#include "dray-units.h"

#include <string.h>

/* Loading proves every index, so that searches need not ask: a pack that was made to harm has sound checksums too. */

static gboolean
set_damaged (GError    **error,
             const char *what)
{
  g_set_error (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_INVALID, "The region pack is damaged: %s", what);
  return FALSE;
}

static gboolean
all_below (const guint32 *values,
           guint64        n,
           guint32        limit,
           gboolean       or_none)
{
  gboolean bad = FALSE;

  for (guint64 i = 0; i < n; i++)
    bad |= values[i] >= limit && !(or_none && values[i] == DRAY_ROAD_NONE);
  return !bad;
}

static gboolean
all_below_16 (const guint16 *values,
              guint64        n,
              guint32        limit)
{
  gboolean bad = FALSE;

  for (guint64 i = 0; i < n; i++)
    bad |= values[i] >= limit;
  return !bad;
}

/* Beginnings that ascend from 0 to @end. */
static gboolean
is_offsets (const guint32 *first,
            guint64        n,
            guint32        end)
{
  gboolean bad = first[0] != 0 || first[n] != end;

  for (guint64 i = 0; i < n; i++)
    bad |= first[i] > first[i + 1];
  return !bad;
}

static gboolean
check_places (const DrayRoadGraph *self)
{
  gboolean bad = FALSE;

  for (guint32 i = 0; i < self->counts.n_junctions; i++)
    bad |= self->junction_lon_e7[i] > 180 * DRAY_E7 || self->junction_lon_e7[i] < -180 * DRAY_E7 ||
           self->junction_lat_e7[i] > 90 * DRAY_E7 || self->junction_lat_e7[i] < -90 * DRAY_E7;
  return !bad;
}

static gboolean
check_pieces (const DrayRoadGraph *self,
              GError             **error)
{
  const DrayRoadCounts *n = &self->counts;
  gboolean bad = FALSE;

  for (guint32 i = 0; i < n->n_pieces; i++)
    bad |= self->piece_class[i] >= DRAY_ROAD_N_CLASSES || self->piece_length_dm[i] == 0 || self->piece_length_dm[i] > 100000000 ||
           self->segment_speed[2 * i] > DRAY_ROAD_MAX_SPEED || self->segment_speed[2 * i + 1] > DRAY_ROAD_MAX_SPEED;
  for (guint32 i = 0; i < n->n_limits; i++) {
    for (int kind = 0; kind < DRAY_N_VEHICLE_KINDS; kind++)
      bad |= self->limits[i].access[kind] > DRAY_ACCESS_DESTINATION;
  }
  for (guint32 i = 0; i < n->n_turn_kinds; i++)
    bad |= self->turn_kinds[i].limits >= n->n_limits;
  if (bad || !check_places (self) || !all_below (self->piece_tail, n->n_pieces, n->n_junctions, FALSE) || !all_below (self->piece_head, n->n_pieces, n->n_junctions, FALSE) ||
      !all_below (self->piece_name, n->n_pieces, n->n_names, FALSE) || !is_offsets (self->piece_shape, n->n_pieces, n->n_shape_bytes) ||
      !all_below_16 (self->segment_limits, 2 * (guint64) n->n_pieces, n->n_limits) || !is_offsets (self->names, n->n_names, n->n_name_bytes) ||
      !all_below (self->box_piece, n->n_pieces, n->n_pieces, FALSE))
    return set_damaged (error, "its pieces contradict each other");
  for (guint32 i = 0; i < n->n_names; i++) {
    if (self->names[i] == self->names[i + 1] || self->name_bytes[self->names[i + 1] - 1] != '\0')
      return set_damaged (error, "a name has no end");
  }
  return TRUE;
}

static gboolean
check_states (const DrayRoadGraph *self,
              GError             **error)
{
  const DrayRoadCounts *n = &self->counts;
  gboolean bad = FALSE;

  if (!all_below (self->state_segment, n->n_states, 2 * n->n_pieces, FALSE) || !is_offsets (self->turn_first, n->n_states, n->n_turns) ||
      !all_below (self->turn_head, n->n_turns, n->n_states, FALSE) || !all_below_16 (self->turn_kind, n->n_turns, n->n_turn_kinds) ||
      !is_offsets (self->up_first, n->n_states, n->n_up) || !is_offsets (self->down_first, n->n_states, n->n_down) ||
      !all_below (self->up_head, n->n_up, n->n_states, FALSE) || !all_below (self->down_tail, n->n_down, n->n_states, FALSE) ||
      !all_below (self->parent, n->n_states, n->n_states, TRUE) || !all_below (self->segment_state, 2 * (guint64) n->n_pieces, n->n_states, TRUE) ||
      !all_below (self->segment_arrival, 2 * (guint64) n->n_pieces, n->n_states, TRUE))
    return set_damaged (error, "its states contradict each other");
  for (guint32 segment = 0; segment < 2 * n->n_pieces; segment++) {
    guint32 state = self->segment_state[segment], arrival = self->segment_arrival[segment];

    bad |= (state != DRAY_ROAD_NONE && self->state_segment[state] != segment) || (arrival != DRAY_ROAD_NONE && self->state_segment[arrival] != segment);
    bad |= (state == DRAY_ROAD_NONE) != (self->segment_speed[segment] == 0);
  }
  for (guint32 i = 0; i < n->n_states; i++)
    bad |= self->segment_speed[self->state_segment[i]] == 0;
  return !bad || set_damaged (error, "its segments and states contradict each other");
}

/* When each state is entered by a walk through the elimination tree, and how many lie below: an ancestor encloses its own. */
typedef struct {
  guint32 *enter;
  guint32 *size;
} Tree;

static gboolean
walk_tree (const DrayRoadGraph *self,
           Tree                *tree)
{
  guint32 n = self->counts.n_states, n_entered = 0;
  g_autofree guint32 *next = g_new0 (guint32, n + 1);

  for (guint32 x = 0; x < n; x++)
    tree->size[x] = 1;
  for (guint32 x = 0; x < n; x++) {
    if (self->parent[x] == DRAY_ROAD_NONE)
      continue;
    if (self->parent[x] <= x)
      return FALSE;
    tree->size[self->parent[x]] += tree->size[x];
  }
  for (guint32 x = n; x-- > 0;) {
    guint32 *from = self->parent[x] == DRAY_ROAD_NONE ? &n_entered : &next[self->parent[x]];

    tree->enter[x] = *from;
    *from += tree->size[x];
    next[x] = tree->enter[x] + 1;
  }
  return TRUE;
}

/* The higher ends of a state's arcs ascend and are its ancestors, which is what lets a search walk the tree. */
static gboolean
check_arcs (const DrayRoadGraph *self,
            const Tree          *tree,
            const guint32       *first,
            const guint32       *ends)
{
  gboolean bad = FALSE;

  for (guint32 x = 0; x < self->counts.n_states; x++) {
    guint32 last = x;

    for (guint32 a = first[x]; a < first[x + 1]; a++) {
      guint32 y = ends[a];

      bad |= y <= last || tree->enter[x] < tree->enter[y] || tree->enter[x] - tree->enter[y] >= tree->size[y];
      last = y;
    }
  }
  return !bad;
}

/* A turn's arc joins its ends. */
static gboolean
check_turns (const DrayRoadGraph *self)
{
  gboolean bad = FALSE;

  for (guint32 x = 0; x < self->counts.n_states && !bad; x++) {
    for (guint32 t = self->turn_first[x]; t < self->turn_first[x + 1]; t++) {
      guint32 y = self->turn_head[t], arc = self->turn_arc[t] >> 1, low = MIN (x, y), high = MAX (x, y);
      const guint32 *first = x < y ? self->up_first : self->down_first, *ends = x < y ? self->up_head : self->down_tail;

      if (self->turn_arc[t] == DRAY_ROAD_NONE)
        bad |= x != y;
      else
        bad |= x == y || (self->turn_arc[t] & 1) != (x > y) || arc < first[low] || arc >= first[low + 1] || ends[arc] != high;
    }
  }
  return !bad;
}

static gboolean
check_hierarchy (const DrayRoadGraph *self,
                 GError             **error)
{
  g_autofree guint32 *scratch = g_new (guint32, 2 * (gsize) self->counts.n_states + 1);
  Tree tree = { scratch, scratch + self->counts.n_states };

  if (!walk_tree (self, &tree) || !check_arcs (self, &tree, self->up_first, self->up_head) ||
      !check_arcs (self, &tree, self->down_first, self->down_tail) || !check_turns (self))
    return set_damaged (error, "its hierarchy contradicts itself");
  return TRUE;
}

/* The number of boxes that a tree over @n leaves has. */
static guint64
count_boxes (guint32 n)
{
  guint64 sum = n;

  while (n > 1) {
    n = (n + DRAY_ROAD_BOX_FANOUT - 1) / DRAY_ROAD_BOX_FANOUT;
    sum += n;
  }
  return sum;
}

static gboolean
load_counts (DrayRoadGraph *self,
             DrayRoadPack  *pack,
             GError       **error)
{
  const DrayRoadCounts *counts = dray_road_pack_get_column (pack, "graph.counts", sizeof *counts, 1, error);

  if (counts == NULL)
    return FALSE;
  self->counts = *counts;
  if (counts->n_pieces == 0 || counts->n_pieces > 1u << 29 || counts->n_states == 0 || counts->n_states > 1u << 30 || counts->n_up > 1u << 30 || counts->n_down > 1u << 30 ||
      counts->n_junctions > 1u << 30 || counts->n_names == 0 || counts->n_names > 1u << 30 || counts->n_limits == 0 || counts->n_limits > G_MAXUINT16 + 1 ||
      counts->n_boxes != count_boxes (counts->n_pieces))
    return set_damaged (error, "its counts contradict each other");
  return TRUE;
}

/**
 * dray_road_graph_load:
 *
 * Borrows the columns of @pack, which has to outlive the graph, and proves them sound.
 *
 * Errors: %DRAY_ROAD_ERROR_INVALID
 */
gboolean
dray_road_graph_load (DrayRoadGraph *self,
                      DrayRoadPack  *pack,
                      GError       **error)
{
  const DrayRoadCounts *counts = &self->counts;

  if (!load_counts (self, pack, error))
    return FALSE;
#define COLUMN(name, type, count) \
  if ((self->name = dray_road_pack_get_column (pack, "graph." #name, sizeof (type), count, error)) == NULL) \
    return FALSE;
  DRAY_ROAD_COLUMNS (COLUMN)
#undef COLUMN
  return check_pieces (self, error) && check_states (self, error) && check_hierarchy (self, error);
}

/**
 * dray_road_graph_store:
 *
 * Adds the sections that dray_road_graph_load() reads.
 */
gboolean
dray_road_graph_store (const DrayRoadGraph *self,
                       DrayRoadPackWriter  *writer,
                       GError             **error)
{
  const DrayRoadCounts *counts = &self->counts;

  if (!dray_road_pack_writer_add (writer, "graph.counts", counts, sizeof *counts, error))
    return FALSE;
#define COLUMN(name, type, count) \
  if (!dray_road_pack_writer_add (writer, "graph." #name, self->name, sizeof (type) * (gsize) (count), error)) \
    return FALSE;
  DRAY_ROAD_COLUMNS (COLUMN)
#undef COLUMN
  return TRUE;
}

/* Returns: one varint; what runs over the end reads as 0, which a damaged shape may do */
static gint64
read_zigzag (const guint8 **at,
             const guint8  *end)
{
  guint64 value = 0;

  for (int shift = 0; *at < end && shift < 64; shift += 7) {
    guint8 byte = *(*at)++;

    value |= (guint64) (byte & 127) << shift;
    if (byte < 128)
      return (gint64) (value >> 1) ^ -(gint64) (value & 1);
  }
  return 0;
}

static gint32
keep_within (gint64 value,
             gint64 limit)
{
  return (gint32) CLAMP (value, -limit, limit);
}

/**
 * dray_road_graph_get_shape:
 * @points: (element-type DrayRoadPoint): all points of @piece are added, from its tail to its head
 */
void
dray_road_graph_get_shape (const DrayRoadGraph *self,
                           guint32              piece,
                           GArray              *points)
{
  const guint8 *at = self->shapes + self->piece_shape[piece], *end = self->shapes + self->piece_shape[piece + 1];
  guint32 tail = self->piece_tail[piece], head = self->piece_head[piece];
  DrayRoadPoint point = { self->junction_lon_e7[tail], self->junction_lat_e7[tail] };

  g_array_append_val (points, point);
  while (at < end) {
    gint64 across = read_zigzag (&at, end), up = read_zigzag (&at, end);

    point.lon_e7 = keep_within ((gint64) ((guint64) point.lon_e7 + (guint64) across), 180 * (gint64) DRAY_E7);
    point.lat_e7 = keep_within ((gint64) ((guint64) point.lat_e7 + (guint64) up), 90 * (gint64) DRAY_E7);
    g_array_append_val (points, point);
  }
  point = (DrayRoadPoint) { self->junction_lon_e7[head], self->junction_lat_e7[head] };
  g_array_append_val (points, point);
}
