/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-road-pack.h"
#include "dray-vehicle-profile.h"

G_BEGIN_DECLS

/* The road graph, as it lies in the pack.
 *
 * A piece is a stretch of road between two junctions. It has two directed segments: 2 * piece along its geometry, 2 * piece + 1
 * against it. A state is what a truck is in: "driving this segment". Nearly every segment has exactly one. Two kinds have more:
 *
 *  - Where some vehicle may only go to its destination, a segment has an arrival state beside the usual one. Who starts on such a
 *    road leaves it by the usual states; who enters from an open road enters arrival states, and from those there is no way back
 *    to the open road. So a path through is impossible, with no penalty and no search in layers.
 *  - Where a restriction runs over whole roads (from A over B not to C), the states of B have copies that know of A.
 *
 * Turns lead from state to state and are what hierarchies, metrics and searches see. States are numbered by rank. */

#define DRAY_ROAD_NONE G_MAXUINT32
#define DRAY_ROAD_MAX_SPEED 130

typedef enum {
  DRAY_ROAD_MOTORWAY,
  DRAY_ROAD_MOTORWAY_LINK,
  DRAY_ROAD_TRUNK,
  DRAY_ROAD_TRUNK_LINK,
  DRAY_ROAD_PRIMARY,
  DRAY_ROAD_PRIMARY_LINK,
  DRAY_ROAD_SECONDARY,
  DRAY_ROAD_SECONDARY_LINK,
  DRAY_ROAD_TERTIARY,
  DRAY_ROAD_TERTIARY_LINK,
  DRAY_ROAD_UNCLASSIFIED,
  DRAY_ROAD_RESIDENTIAL,
  DRAY_ROAD_LIVING_STREET,
  DRAY_ROAD_SERVICE,
  DRAY_ROAD_TRACK,
  DRAY_ROAD_PEDESTRIAN,
  DRAY_ROAD_FERRY,
  DRAY_ROAD_N_CLASSES,
} DrayRoadClass;

typedef enum {
  DRAY_ROAD_ROUNDABOUT = 1 << 0,
  DRAY_ROAD_BRIDGE = 1 << 1,
  DRAY_ROAD_TUNNEL = 1 << 2,
  DRAY_ROAD_UNPAVED = 1 << 3,
} DrayRoadFlags;

typedef enum {
  DRAY_ACCESS_CLOSED,
  DRAY_ACCESS_OPEN,
  DRAY_ACCESS_DESTINATION,   /* of a turn: a gate that is opened for those who belong there */
} DrayAccess;

enum {
  DRAY_LIMIT_NO_HAZMAT = 1 << 0,
  DRAY_LIMIT_TOLL = 1 << 1,
};

/* What may pass; row 0 is everybody. A limit of 0 is none. Deduplicated: a region has some hundreds. */
typedef struct {
  guint32 weight_kg;
  guint32 axle_kg;
  guint16 height_cm;
  guint16 width_cm;
  guint16 length_cm;
  guint8  flags;
  guint8  access[DRAY_N_VEHICLE_KINDS];
  guint8  reserved[2];
  guint32 closed_hours[DRAY_N_VEHICLE_KINDS];   /* bit h: closed from h to h + 1 o'clock */
} DrayRoadLimits;

G_STATIC_ASSERT (sizeof (DrayRoadLimits) == 32);

typedef struct {
  guint16 cost_ds;   /* tenths of a second */
  guint16 limits;
} DrayTurnKind;

typedef struct {
  gint32 west, south, east, north;
} DrayRoadBox;

#define DRAY_ROAD_BOX_FANOUT 16

/* Column, type of its elements, count: what the pack holds, in this order. "counts" is a pointer to #DrayRoadCounts. */
#define DRAY_ROAD_COLUMNS(COLUMN) \
  COLUMN (junction_lon_e7, gint32, counts->n_junctions) \
  COLUMN (junction_lat_e7, gint32, counts->n_junctions) \
  COLUMN (piece_tail, guint32, counts->n_pieces) \
  COLUMN (piece_head, guint32, counts->n_pieces) \
  COLUMN (piece_length_dm, guint32, counts->n_pieces) \
  COLUMN (piece_name, guint32, counts->n_pieces) \
  COLUMN (piece_way, gint64, counts->n_pieces) \
  COLUMN (piece_class, guint8, counts->n_pieces) \
  COLUMN (piece_flags, guint8, counts->n_pieces) \
  COLUMN (piece_shape, guint32, counts->n_pieces + 1) \
  COLUMN (shapes, guint8, counts->n_shape_bytes) \
  COLUMN (segment_speed, guint8, 2 * (guint64) counts->n_pieces) \
  COLUMN (segment_limits, guint16, 2 * (guint64) counts->n_pieces) \
  COLUMN (segment_state, guint32, 2 * (guint64) counts->n_pieces) \
  COLUMN (segment_arrival, guint32, 2 * (guint64) counts->n_pieces) \
  COLUMN (limits, DrayRoadLimits, counts->n_limits) \
  COLUMN (turn_kinds, DrayTurnKind, counts->n_turn_kinds) \
  COLUMN (names, guint32, counts->n_names + 1) \
  COLUMN (name_bytes, char, counts->n_name_bytes) \
  COLUMN (state_segment, guint32, counts->n_states) \
  COLUMN (state_arrival, guint8, counts->n_states) \
  COLUMN (turn_first, guint32, counts->n_states + 1) \
  COLUMN (turn_head, guint32, counts->n_turns) \
  COLUMN (turn_kind, guint16, counts->n_turns) \
  COLUMN (turn_arc, guint32, counts->n_turns) \
  COLUMN (parent, guint32, counts->n_states) \
  COLUMN (up_first, guint32, counts->n_states + 1) \
  COLUMN (up_head, guint32, counts->n_up) \
  COLUMN (down_first, guint32, counts->n_states + 1) \
  COLUMN (down_tail, guint32, counts->n_down) \
  COLUMN (boxes, DrayRoadBox, counts->n_boxes) \
  COLUMN (box_piece, guint32, counts->n_pieces)

/* The section "graph.counts". */
typedef struct {
  guint32 n_junctions;
  guint32 n_pieces;
  guint32 n_shape_bytes;
  guint32 n_limits;
  guint32 n_turn_kinds;
  guint32 n_names;
  guint32 n_name_bytes;
  guint32 n_states;
  guint32 n_turns;
  guint32 n_up;
  guint32 n_down;
  guint32 n_boxes;
  guint32 drives_left;
} DrayRoadCounts;

/**
 * DrayRoadGraph:
 * @piece_name: number of a name, 0 for none
 * @piece_shape: where the piece's inner points begin in @shapes: zigzag varints, longitude and latitude in turn, each the
 *   difference to the point before, from the tail junction on
 * @segment_speed: km/h; 0 where the segment does not exist
 * @segment_state: the usual state, or %DRAY_ROAD_NONE
 * @segment_arrival: the arrival state, or %DRAY_ROAD_NONE
 * @state_arrival: whether it is an arrival state or a copy of one; the states of a piece are neighbours
 * @turn_arc: 2 * (arc of the hierarchy) + (1 if it is one that leads down)
 * @parent: in the elimination tree, or %DRAY_ROAD_NONE; of higher rank
 * @up_first: [n_states + 1], where the arcs begin that lead from each state up to @up_head; heads ascend, and all are ancestors
 * @down_first: [n_states + 1], where the arcs begin that lead down to each state from @down_tail; tails ascend likewise
 * @boxes: a packed R-tree, levels from the leaves to the root, %DRAY_ROAD_BOX_FANOUT to a node; leaf i is piece box_piece[i]
 *
 * Columns of a region, borrowed from its pack and proven sound: every index is within its range.
 */
typedef struct {
  DrayRoadCounts counts;
#define COLUMN(name, type, count) const type *name;
  DRAY_ROAD_COLUMNS (COLUMN)
#undef COLUMN
} DrayRoadGraph;

gboolean dray_road_graph_load      (DrayRoadGraph      *self,
                                    DrayRoadPack       *pack,
                                    GError            **error);
gboolean dray_road_graph_store     (const DrayRoadGraph *self,
                                    DrayRoadPackWriter *writer,
                                    GError            **error);

/* Points of a piece. */

typedef struct {
  gint32 lon_e7;
  gint32 lat_e7;
} DrayRoadPoint;

void     dray_road_graph_get_shape (const DrayRoadGraph *self,
                                    guint32             piece,
                                    GArray             *points);

static inline const char *
dray_road_graph_get_name (const DrayRoadGraph *self,
                          guint32              piece)
{
  return self->name_bytes + self->names[self->piece_name[piece]];
}

/* The junction at which a segment ends. */
static inline guint32
dray_road_graph_get_end (const DrayRoadGraph *self,
                         guint32              segment)
{
  return segment & 1 ? self->piece_tail[segment >> 1] : self->piece_head[segment >> 1];
}

G_END_DECLS
