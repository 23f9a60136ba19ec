/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-live-fleet.h"

#include <shumate/shumate.h>

G_BEGIN_DECLS

/**
 * DrayGhostLayer:
 *
 * Where the plan expects each truck while nobody knows where it is: a pale dashed disc on the planned path, tied by a line to the place
 * where the truck was seen last. A truck that should not have left yet or should be home has none.
 */
#define DRAY_TYPE_GHOST_LAYER (dray_ghost_layer_get_type ())
G_DECLARE_FINAL_TYPE (DrayGhostLayer, dray_ghost_layer, DRAY, GHOST_LAYER, ShumateLayer)

DrayGhostLayer *dray_ghost_layer_new  (ShumateViewport *viewport);
void            dray_ghost_layer_show (DrayGhostLayer  *self,
                                       DrayLiveFleet   *fleet,
                                       gint64           now_us);
guint           dray_ghost_layer_n    (DrayGhostLayer  *self);

G_END_DECLS
