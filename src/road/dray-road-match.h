/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-road-path.h"

G_BEGIN_DECLS

/* Where a device said it was, and when. */
typedef struct {
  int    lon_e7;
  int    lat_e7;
  gint64 at_us;
} DrayRoadFix;

/**
 * DrayRoadMatch:
 * @snaps: [n_fixes], where each fix lies on the road
 * @is_matched: [n_fixes], whether it does: fixes far from any road, and those that agree with no drive, don't
 * @segments: [n_segments], the directed segments driven, in their order
 * @points: [n_points], their geometry, from the first fix to the last
 * @part_segments: [n_parts], index in @segments one past the last of each part; a part ends where the trace breaks off
 * @part_points: [n_parts], likewise in @points
 *
 * The drive that a trace of fixes most likely came from. Free with dray_road_match_free().
 */
typedef struct {
  guint                n_fixes;
  DrayRegionSnap      *snaps;
  guint8              *is_matched;
  guint                n_segments;
  DrayRoadPathSegment *segments;
  guint                n_points;
  DrayRoadPathPoint   *points;
  guint                n_parts;
  guint               *part_segments;
  guint               *part_points;
  double               length_m;
} DrayRoadMatch;

DrayRoadMatch *dray_road_match_trace (DrayRegion                *region,
                                      const DrayVehicleProfile  *profile,
                                      const DrayRoadFix         *fixes,
                                      guint                      n_fixes,
                                      GCancellable              *cancellable,
                                      GError                   **error);
void           dray_road_match_free  (DrayRoadMatch             *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayRoadMatch, dray_road_match_free)

G_END_DECLS
