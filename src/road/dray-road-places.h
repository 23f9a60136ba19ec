/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-place.h"
#include "dray-road-pack.h"

G_BEGIN_DECLS

/**
 * DrayRoadPlaces:
 *
 * The places of a region pack, in order of their importance. Any thread may read them.
 */
typedef struct _DrayRoadPlaces DrayRoadPlaces;

DrayRoadPlaces *dray_road_places_new          (DrayRoadPack    *pack,
                                               GError         **error);
void            dray_road_places_free         (DrayRoadPlaces  *self);
const char     *dray_road_places_get_id       (DrayRoadPlaces  *self);
guint           dray_road_places_get_n_places (DrayRoadPlaces  *self);
DrayPlace       dray_road_places_get_place    (DrayRoadPlaces  *self,
                                               guint            i);
DrayHouse       dray_road_places_get_house    (DrayRoadPlaces  *self,
                                               guint            i);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayRoadPlaces, dray_road_places_free)

G_END_DECLS
