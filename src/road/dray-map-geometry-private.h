/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-map-tile.h"

G_BEGIN_DECLS

/**
 * DrayMapPiece:
 * @start: what its first point is known by
 * @end: what its last point is known by
 * @group: only pieces of one group are joined
 * @directed: it is only followed from start to end
 *
 * A line that may be joined to others at its ends.
 */
typedef struct {
  guint64  start;
  guint64  end;
  guint32  group;
  gboolean directed;
} DrayMapPiece;

/**
 * DrayMapChains:
 * @steps: (element-type guint32): twice the number of a piece, plus one where it runs backwards
 * @ends: (element-type guint32): index in @steps one past the end of each chain
 */
typedef struct {
  GArray *steps;
  GArray *ends;
} DrayMapChains;

void   dray_map_join_pieces  (const DrayMapPiece   *pieces,
                              guint32               n_pieces,
                              gboolean              only_pairs,
                              DrayMapChains        *chains);
void   dray_map_chains_clear (DrayMapChains        *self);

double dray_map_ring_area    (const DrayWorldPoint *points,
                              int                   n_points);
void   dray_map_ring_turn    (DrayWorldPoint       *points,
                              int                   n_points,
                              gboolean              outer);
DrayWorldPoint dray_map_ring_find_inner (const DrayWorldPoint *ring,
                                         int                   n);
int    dray_map_simplify     (DrayWorldPoint       *points,
                              int                   n_points,
                              double                tolerance,
                              gboolean              ring);

static inline DrayWorldBox
dray_map_points_get_box (const DrayWorldPoint *points,
                         int                   n_points)
{
  DrayWorldBox box = { G_MAXINT, G_MAXINT, G_MININT, G_MININT };

  for (int i = 0; i < n_points; i++) {
    box.x0 = MIN (box.x0, points[i].x);
    box.y0 = MIN (box.y0, points[i].y);
    box.x1 = MAX (box.x1, points[i].x + 1);
    box.y1 = MAX (box.y1, points[i].y + 1);
  }
  return box;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DrayMapChains, dray_map_chains_clear)

G_END_DECLS
