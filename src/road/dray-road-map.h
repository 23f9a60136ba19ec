/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-map-source.h"
#include "dray-road-pack.h"

G_BEGIN_DECLS

/* The base map of a region pack: a #DrayMapSource that any thread may read. */
#define DRAY_TYPE_ROAD_MAP (dray_road_map_get_type ())
G_DECLARE_FINAL_TYPE (DrayRoadMap, dray_road_map, DRAY, ROAD_MAP, GObject)

DrayRoadMap *dray_road_map_new     (DrayRoadPack   *pack,
                                    GError        **error);
DrayMapTile *dray_road_map_tile    (DrayRoadMap    *self,
                                    int             z,
                                    int             x,
                                    int             y,
                                    GCancellable   *cancellable,
                                    GError        **error);
DrayGeoBox   dray_road_map_get_box (DrayRoadMap    *self);

G_END_DECLS
