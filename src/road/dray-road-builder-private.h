/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-osm-reader.h"
#include "dray-road-tags-private.h"

G_BEGIN_DECLS

/* From tags to columns, in stages, each a file:
 *
 *   dray-road-pieces.c   ways cut at junctions
 *   dray-road-rules.c    turn restrictions, as bans between segments
 *   dray-road-states.c   states and turns
 *   dray-road-order.c    a rank for each piece, by nested dissection
 *   dray-road-hierarchy.c the hierarchy's arcs
 *   dray-road-boxes.c    the R-tree
 *   dray-road-layout.c   all of it in the order of the ranks, written
 *
 * A builder owns what it has built so far; columns are named as in #DrayRoadGraph. */

/* The turn from one segment to another is subject to limits. */
typedef struct {
  guint32 from;
  guint32 to;
  guint16 limits;
} DrayTurnBan;

/* A restriction over whole roads: from segment @from through @n_via segments, and then not to (or only to) @to. */
typedef struct {
  guint32 from;
  guint32 first_via;   /* in via_segments */
  guint32 n_via;
  guint32 to;
  guint16 limits;
  gboolean only;
} DrayViaBan;

typedef struct {
  guint32 head;
  guint16 kind;
} DrayBuiltTurn;

typedef struct {
  const DrayOsmData *data;
  int                n_threads;
  GCancellable      *cancellable;
  DrayRoadProgress   progress;
  gpointer           user_data;

  /* Pieces */
  GArray *junction_node;     /* guint32 */
  GArray *junction_cost_ds;  /* guint16: signals and signs */
  GArray *junction_limits;   /* guint16: barriers */
  GArray *junction_lon_e7, *junction_lat_e7;
  GArray *piece_tail, *piece_head, *piece_length_dm, *piece_name, *piece_way, *piece_class, *piece_flags, *piece_shape;
  GByteArray *shapes;
  GArray *piece_bearing;     /* guint8 [2 * n_pieces]: of the geometry at tail and head, in 256ths of a circle */
  GArray *segment_speed, *segment_limits;
  GArray *way_first_piece;   /* guint32 [n_ways + 1] */
  GArray *names;
  GString *name_bytes;
  DrayLimitsTable limits;
  gboolean drives_left;

  /* Ends of pieces at each junction: [first[j], first[j + 1]) of piece << 1 | (1 if the piece's head is here) */
  guint32 *ends_first, *ends;

  /* Rules */
  GArray *turn_bans;         /* DrayTurnBan, sorted by from and to */
  GArray *via_bans;          /* DrayViaBan */
  GArray *via_segments;      /* guint32 */
  guint32 n_rules_taken, n_rules_left;

  /* States, in building order; turns as lists */
  GArray *segment_state, *segment_arrival;
  GArray *state_segment;     /* guint32 */
  GArray *state_arrival;     /* guint8: whether it is an arrival state or a copy of one */
  GArray *turn_first;        /* guint32 [n_states + 1] */
  GArray *turns;             /* DrayBuiltTurn */
  GArray *turn_kinds;        /* DrayTurnKind */

  /* Order */
  guint32 *piece_rank;       /* [n_pieces] */
} DrayRoadBuilder;

void     dray_road_builder_init         (DrayRoadBuilder    *self,
                                         const DrayOsmData  *data);
void     dray_road_builder_clear        (DrayRoadBuilder    *self);
void     dray_road_builder_list_ends    (DrayRoadBuilder    *self);
gboolean dray_road_builder_step         (DrayRoadBuilder    *self,
                                         const char         *step,
                                         double              fraction,
                                         GError            **error);

gboolean dray_road_build_pieces         (DrayRoadBuilder    *self,
                                         GError            **error);
gboolean dray_road_build_rules          (DrayRoadBuilder    *self,
                                         GError            **error);
gboolean dray_road_build_states         (DrayRoadBuilder    *self,
                                         GError            **error);
gboolean dray_road_build_order          (DrayRoadBuilder    *self,
                                         GError            **error);

gboolean dray_road_build_sections       (DrayRoadBuilder    *self,
                                         DrayRoadPackWriter *writer,
                                         DrayRoadCounts     *counts,
                                         GError            **error);

static inline guint32
dray_road_builder_get_n_pieces (const DrayRoadBuilder *self)
{
  return self->piece_tail->len;
}

#define DRAY_AT(array, type, i) g_array_index (self->array, type, i)

/* Ordering, over plain arrays. */
typedef struct {
  guint32        n_junctions;
  const gint32  *lon_e7;
  const gint32  *lat_e7;
  guint32        n_pieces;
  const guint32 *tail;
  const guint32 *head;
} DrayOrderInput;

gboolean dray_road_order_pieces (const DrayOrderInput *input,
                                 int                   n_threads,
                                 GCancellable         *cancellable,
                                 DrayRoadProgress      progress,
                                 gpointer              user_data,
                                 guint32              *rank,
                                 GError              **error);

/* The hierarchy, over plain arrays: turns between ranked states. */
typedef struct {
  guint32  n_states;
  guint32 *parent;
  guint32 *up_first;   /* [n_states + 1] */
  guint32 *up_head;
  guint32 *down_first; /* [n_states + 1] */
  guint32 *down_tail;
  guint32 *turn_arc;   /* [n_turns] */
} DrayHierarchy;

gboolean dray_hierarchy_build (DrayHierarchy  *self,
                               guint32         n_states,
                               const guint32  *turn_first,
                               const guint32  *turn_head,
                               GError        **error);
void     dray_hierarchy_clear (DrayHierarchy  *self);

/* The R-tree. Returns: (transfer full): the boxes; @box_piece is written */
GArray  *dray_road_build_boxes (const DrayRoadBox *pieces,
                                guint32            n_pieces,
                                guint32           *box_piece);

G_END_DECLS
