/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-region.h"

#include "dray-geo-point.h"

G_BEGIN_DECLS

/**
 * DrayFenceRoads:
 *
 * The roads of a region for somebody who draws: the nearest point of a road, which is known at once, and the way between two points,
 * which a thread looks for. Before the roads are prepared, some moments after the beginning, nothing snaps.
 */
#define DRAY_TYPE_FENCE_ROADS (dray_fence_roads_get_type ())
G_DECLARE_FINAL_TYPE (DrayFenceRoads, dray_fence_roads, DRAY, FENCE_ROADS, GObject)

DrayFenceRoads *dray_fence_roads_new             (DrayRegion           *region);
gboolean        dray_fence_roads_snap            (DrayFenceRoads       *self,
                                                  DrayGeoPoint          at,
                                                  double                radius_m,
                                                  DrayGeoPoint         *on_road);
void            dray_fence_roads_find_way_async  (DrayFenceRoads       *self,
                                                  DrayGeoPoint          from,
                                                  DrayGeoPoint          to,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
GArray         *dray_fence_roads_find_way_finish (DrayFenceRoads       *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);

G_END_DECLS
