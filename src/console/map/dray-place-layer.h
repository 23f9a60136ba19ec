/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-map-painter.h"
#include "dray-truck-layer.h"

#include <shumate/shumate.h>

G_BEGIN_DECLS

/* The names of places, above the routes and below the trucks. A name steps aside for a truck, and is left out where it would lie
 * on a more important one. */
#define DRAY_TYPE_PLACE_LAYER (dray_place_layer_get_type ())
G_DECLARE_FINAL_TYPE (DrayPlaceLayer, dray_place_layer, DRAY, PLACE_LAYER, ShumateLayer)

DrayPlaceLayer *dray_place_layer_new         (ShumateViewport *viewport,
                                              DrayTruckLayer  *trucks);
void            dray_place_layer_set_painter (DrayPlaceLayer  *self,
                                              DrayMapPainter  *painter);

G_END_DECLS
