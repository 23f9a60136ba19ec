/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-replay.h"
#include "dray-track.h"

#include <shumate/shumate.h>

G_BEGIN_DECLS

/**
 * DrayTrailLayer:
 *
 * Where trucks came from while the past is shown: of every truck the last minutes, of the chosen one the whole day with its stops and
 * how long each was. Nothing here is clicked.
 */
#define DRAY_TYPE_TRAIL_LAYER (dray_trail_layer_get_type ())
G_DECLARE_FINAL_TYPE (DrayTrailLayer, dray_trail_layer, DRAY, TRAIL_LAYER, ShumateLayer)

DrayTrailLayer *dray_trail_layer_new       (ShumateViewport *viewport);
void            dray_trail_layer_set_track (DrayTrailLayer  *self,
                                            DrayTrack       *track);
void            dray_trail_layer_follow    (DrayTrailLayer  *self,
                                            DrayLiveFleet   *fleet,
                                            gint64           at_us);
void            dray_trail_layer_clear     (DrayTrailLayer  *self);
DrayTrack      *dray_trail_layer_get_track (DrayTrailLayer  *self);
guint           dray_trail_layer_get_n     (DrayTrailLayer  *self);

G_END_DECLS
