/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-heat-cells.h"

#include <shumate/shumate.h>

G_BEGIN_DECLS

/**
 * DrayHeatLayer:
 *
 * Squares on a map, the warmer the more there is of what was counted in them, with the value written in each.
 */
#define DRAY_TYPE_HEAT_LAYER (dray_heat_layer_get_type ())
G_DECLARE_FINAL_TYPE (DrayHeatLayer, dray_heat_layer, DRAY, HEAT_LAYER, ShumateLayer)

DrayHeatLayer *dray_heat_layer_new         (ShumateViewport    *viewport);
void           dray_heat_layer_set_spots   (DrayHeatLayer      *self,
                                            const DrayHeatSpot *spots,
                                            guint               n,
                                            double              factor);
guint          dray_heat_layer_get_n_cells (DrayHeatLayer      *self);

G_END_DECLS
