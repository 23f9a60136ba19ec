/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-map-tile.h"

G_BEGIN_DECLS

#define DRAY_MAP_N_BANDS 7
#define DRAY_MAP_N_WORLD_BANDS 3 /* the first ones, up to zoom 8: what an overview of the world needs */

/* The zooms that a band serves; a band holds what its last zoom shows, in the detail that its last zoom needs. */
typedef struct {
  int first_zoom;
  int last_zoom;
} DrayMapBand;

extern const DrayMapBand dray_map_bands[DRAY_MAP_N_BANDS];

/* Features for one band; min_zooms says for each from which zoom on it is shown. */
typedef struct {
  DrayMapTile *map;
  GByteArray  *min_zooms;
} DrayMapBandFeatures;

int                  dray_map_band_find           (int                  zoom);
int                  dray_map_band_get_shift      (int                  band);
DrayMapBandFeatures *dray_map_band_features_new   (const DrayMapTile   *map,
                                                   int                  band);
void                 dray_map_band_features_free  (DrayMapBandFeatures *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayMapBandFeatures, dray_map_band_features_free)

G_END_DECLS
