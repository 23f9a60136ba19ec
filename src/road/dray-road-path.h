/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-region.h"

G_BEGIN_DECLS

typedef enum {
  DRAY_ROAD_TURN_DEPART,
  DRAY_ROAD_TURN_CONTINUE,
  DRAY_ROAD_TURN_SLIGHT_LEFT,
  DRAY_ROAD_TURN_LEFT,
  DRAY_ROAD_TURN_SHARP_LEFT,
  DRAY_ROAD_TURN_SLIGHT_RIGHT,
  DRAY_ROAD_TURN_RIGHT,
  DRAY_ROAD_TURN_SHARP_RIGHT,
  DRAY_ROAD_TURN_ROUND,
  DRAY_ROAD_TURN_ROUNDABOUT,
  DRAY_ROAD_TURN_ARRIVE,
} DrayRoadTurn;

/**
 * DrayRoadStep:
 * @turn: what is done at its beginning
 * @name: the road that is then driven, "" where it has none; borrowed from the region
 * @first_point: where it begins in the path's points
 *
 * A line of the turn list: a turn and the road after it.
 */
typedef struct {
  DrayRoadTurn turn;
  const char  *name;
  guint        first_point;
  guint32      length_dm;
  guint32      duration_ms;
} DrayRoadStep;

typedef struct {
  int lon_e7;
  int lat_e7;
} DrayRoadPathPoint;

/* A directed segment that the path drives, wholly or, at its ends, in part. */
typedef struct {
  gint64   way_id;       /* OpenStreetMap's */
  guint32  piece;
  gboolean backward;
} DrayRoadPathSegment;

/**
 * DrayRoadPath:
 * @points: [n_points], from the point on the road where it begins to that where it ends
 * @steps: [n_steps], the last one arrives
 * @segments: [n_segments]
 *
 * The way along the road from one point to another. Free with dray_road_path_free().
 */
typedef struct {
  guint32              duration_ms;
  guint32              length_dm;
  guint                n_points;
  DrayRoadPathPoint   *points;
  guint                n_steps;
  DrayRoadStep        *steps;
  guint                n_segments;
  DrayRoadPathSegment *segments;
  DrayRegion          *region;
} DrayRoadPath;

DrayRoadPath *dray_road_path_find      (DrayRegion                *region,
                                        const DrayVehicleProfile  *profile,
                                        int                        period,
                                        const DrayRegionSnap      *from,
                                        const DrayRegionSnap      *to,
                                        GCancellable              *cancellable,
                                        GError                   **error);
void          dray_road_path_free      (DrayRoadPath              *self);
const char   *dray_road_turn_to_string (DrayRoadTurn               turn);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayRoadPath, dray_road_path_free)

G_END_DECLS
