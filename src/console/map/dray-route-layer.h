/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-live-fleet.h"

#include <shumate/shumate.h>

G_BEGIN_DECLS

/* The route of the chosen truck: its way on the road, the part that is done paler, and its stops as numbered pins that turn into
 * ticks. */
#define DRAY_TYPE_ROUTE_LAYER (dray_route_layer_get_type ())
G_DECLARE_FINAL_TYPE (DrayRouteLayer, dray_route_layer, DRAY, ROUTE_LAYER, ShumateLayer)

DrayRouteLayer *dray_route_layer_new       (ShumateViewport *viewport);
void            dray_route_layer_set_truck (DrayRouteLayer  *self,
                                            DrayLiveFleet   *fleet,
                                            DrayLiveTruck   *truck);

G_END_DECLS
