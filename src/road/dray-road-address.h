/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-road-map.h"

G_BEGIN_DECLS

/**
 * DrayRoadAddress:
 * @street: (nullable): the nearest street that has a name
 * @number: (nullable): the nearest house number of that street
 * @locality: (nullable): the settlement that it lies in
 * @distance_m: how far the street is
 *
 * What a person would say of where something is.
 */
typedef struct {
  char   *street;
  char   *number;
  char   *locality;
  double  distance_m;
} DrayRoadAddress;

gboolean dray_road_address_find  (DrayRoadMap      *map,
                                  DrayGeoPoint      point,
                                  DrayRoadAddress  *address,
                                  GCancellable     *cancellable,
                                  GError          **error);
void     dray_road_address_clear (DrayRoadAddress  *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DrayRoadAddress, dray_road_address_clear)

G_END_DECLS
