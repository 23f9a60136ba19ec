/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-region-private.h"
#include "dray-road-path.h"

G_BEGIN_DECLS

void dray_road_path_draw (const DrayRoadGraph  *graph,
                          const GArray         *segments,
                          const DrayRegionSnap *from,
                          const DrayRegionSnap *to,
                          GArray               *points,
                          GArray               *first);

G_END_DECLS
