/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-road-builder-private.h"

/* What the stages have built, put in the order of the ranks, with the hierarchy and the R-tree, and written to the pack. */

/* Columns put in the order of their ranks. */
typedef struct {
  DrayRoadGraph  graph;
  guint32       *state_rank;      /* by building number */
  guint32       *segment_state, *segment_arrival;
  guint32       *state_segment;
  guint8        *state_arrival;
  guint32       *turn_first, *turn_head;
  guint16       *turn_kind;
  DrayHierarchy  hierarchy;
  guint32       *box_piece;
  GArray        *boxes;
} Layout;

static void
layout_clear (Layout *self)
{
  g_free (self->state_rank);
  g_free (self->segment_state);
  g_free (self->segment_arrival);
  g_free (self->state_segment);
  g_free (self->state_arrival);
  g_free (self->turn_first);
  g_free (self->turn_head);
  g_free (self->turn_kind);
  dray_hierarchy_clear (&self->hierarchy);
  g_free (self->box_piece);
  g_clear_pointer (&self->boxes, g_array_unref);
}

/* The states of a piece stand together, where its rank puts them. */
static guint32 *
rank_states (const DrayRoadBuilder *builder)
{
  guint32 n_pieces = dray_road_builder_get_n_pieces (builder), n_states = builder->state_segment->len;
  g_autofree guint32 *first = g_new0 (guint32, n_pieces + 1);
  guint32 *rank = g_new (guint32, n_states + 1);

  for (guint32 i = 0; i < n_states; i++)
    first[builder->piece_rank[g_array_index (builder->state_segment, guint32, i) >> 1] + 1]++;
  for (guint32 i = 0; i < n_pieces; i++)
    first[i + 1] += first[i];
  for (guint32 i = 0; i < n_states; i++)
    rank[i] = first[builder->piece_rank[g_array_index (builder->state_segment, guint32, i) >> 1]]++;
  return rank;
}

static guint32 *
map_states (GArray        *states,
            const guint32 *rank)
{
  guint32 *mapped = g_new (guint32, states->len + 1);

  for (guint32 i = 0; i < states->len; i++) {
    guint32 state = g_array_index (states, guint32, i);
    mapped[i] = state == DRAY_ROAD_NONE ? DRAY_ROAD_NONE : rank[state];
  }
  return mapped;
}

static void
lay_out_turns (Layout                *self,
               const DrayRoadBuilder *builder)
{
  guint32 n_states = builder->state_segment->len, n = 0;
  g_autofree guint32 *by_rank = g_new (guint32, n_states + 1);

  for (guint32 i = 0; i < n_states; i++)
    by_rank[self->state_rank[i]] = i;
  self->state_segment = g_new (guint32, n_states + 1);
  self->state_arrival = g_malloc (n_states + 1);
  self->turn_first = g_new (guint32, n_states + 1);
  self->turn_head = g_new (guint32, builder->turns->len + 1);
  self->turn_kind = g_new (guint16, builder->turns->len + 1);
  for (guint32 x = 0; x < n_states; x++) {
    guint32 state = by_rank[x];

    self->state_segment[x] = g_array_index (builder->state_segment, guint32, state);
    self->state_arrival[x] = g_array_index (builder->state_arrival, guint8, state);
    self->turn_first[x] = n;
    for (guint32 t = g_array_index (builder->turn_first, guint32, state); t < g_array_index (builder->turn_first, guint32, state + 1); t++) {
      const DrayBuiltTurn *turn = &g_array_index (builder->turns, DrayBuiltTurn, t);

      self->turn_head[n] = self->state_rank[turn->head];
      self->turn_kind[n++] = turn->kind;
    }
  }
  self->turn_first[n_states] = n;
}

static void
lay_out_boxes (Layout *self)
{
  guint32 n_pieces = self->graph.counts.n_pieces;
  g_autofree DrayRoadBox *pieces = g_new (DrayRoadBox, n_pieces);
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (DrayRoadPoint));

  for (guint32 i = 0; i < n_pieces; i++) {
    g_array_set_size (points, 0);
    dray_road_graph_get_shape (&self->graph, i, points);
    pieces[i] = (DrayRoadBox) { G_MAXINT32, G_MAXINT32, G_MININT32, G_MININT32 };
    for (guint k = 0; k < points->len; k++) {
      DrayRoadPoint point = g_array_index (points, DrayRoadPoint, k);

      pieces[i].west = MIN (pieces[i].west, point.lon_e7);
      pieces[i].south = MIN (pieces[i].south, point.lat_e7);
      pieces[i].east = MAX (pieces[i].east, point.lon_e7);
      pieces[i].north = MAX (pieces[i].north, point.lat_e7);
    }
  }
  self->box_piece = g_new (guint32, n_pieces);
  self->boxes = dray_road_build_boxes (pieces, n_pieces, self->box_piece);
}

#define BORROW(name) self->graph.name = (gconstpointer) builder->name->data

static void
borrow_columns (Layout                *self,
                const DrayRoadBuilder *builder)
{
  self->graph.counts = (DrayRoadCounts) {
    .n_junctions = builder->junction_lon_e7->len,
    .n_pieces = dray_road_builder_get_n_pieces (builder),
    .n_shape_bytes = builder->shapes->len,
    .n_limits = builder->limits.rows->len,
    .n_turn_kinds = builder->turn_kinds->len,
    .n_names = builder->names->len - 1,
    .n_name_bytes = (guint32) builder->name_bytes->len,
    .n_states = builder->state_segment->len,
    .n_turns = builder->turns->len,
    .drives_left = (guint32) builder->drives_left,
  };
  BORROW (junction_lon_e7);
  BORROW (junction_lat_e7);
  BORROW (piece_tail);
  BORROW (piece_head);
  BORROW (piece_length_dm);
  BORROW (piece_name);
  BORROW (piece_way);
  BORROW (piece_class);
  BORROW (piece_flags);
  BORROW (piece_shape);
  BORROW (shapes);
  BORROW (segment_speed);
  BORROW (segment_limits);
  BORROW (turn_kinds);
  BORROW (names);
  self->graph.limits = (gconstpointer) builder->limits.rows->data;
  self->graph.name_bytes = builder->name_bytes->str;
}

static gboolean
lay_out (Layout          *self,
         DrayRoadBuilder *builder,
         GError         **error)
{
  if (!dray_road_builder_step (builder, "topology", 0, error))
    return FALSE;
  borrow_columns (self, builder);
  self->state_rank = rank_states (builder);
  self->segment_state = map_states (builder->segment_state, self->state_rank);
  self->segment_arrival = map_states (builder->segment_arrival, self->state_rank);
  lay_out_turns (self, builder);
  if (!dray_road_builder_step (builder, "topology", 0.2, error) ||
      !dray_hierarchy_build (&self->hierarchy, self->graph.counts.n_states, self->turn_first, self->turn_head, error) ||
      !dray_road_builder_step (builder, "topology", 0.8, error))
    return FALSE;
  lay_out_boxes (self);
  self->graph.segment_state = self->segment_state;
  self->graph.segment_arrival = self->segment_arrival;
  self->graph.state_segment = self->state_segment;
  self->graph.state_arrival = self->state_arrival;
  self->graph.turn_first = self->turn_first;
  self->graph.turn_head = self->turn_head;
  self->graph.turn_kind = self->turn_kind;
  self->graph.turn_arc = self->hierarchy.turn_arc;
  self->graph.parent = self->hierarchy.parent;
  self->graph.up_first = self->hierarchy.up_first;
  self->graph.up_head = self->hierarchy.up_head;
  self->graph.down_first = self->hierarchy.down_first;
  self->graph.down_tail = self->hierarchy.down_tail;
  self->graph.counts.n_up = self->hierarchy.up_first[self->graph.counts.n_states];
  self->graph.counts.n_down = self->hierarchy.down_first[self->graph.counts.n_states];
  self->graph.counts.n_boxes = self->boxes->len;
  self->graph.boxes = (gconstpointer) self->boxes->data;
  self->graph.box_piece = self->box_piece;
  return dray_road_builder_step (builder, "topology", 1, error);
}

/**
 * dray_road_build_sections:
 * @counts: (out caller-allocates): how much was written
 *
 * Adds the sections "graph.*".
 */
gboolean
dray_road_build_sections (DrayRoadBuilder    *self,
                          DrayRoadPackWriter *writer,
                          DrayRoadCounts     *counts,
                          GError            **error)
{
  Layout layout = { 0 };
  gboolean done = lay_out (&layout, self, error) && dray_road_graph_store (&layout.graph, writer, error);

  *counts = layout.graph.counts;
  layout_clear (&layout);
  return done;
}
