/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-live-fleet.h"
#include "dray-truck-marks.h"

#include <shumate/shumate.h>

G_BEGIN_DECLS

/**
 * DrayTruckLayer:
 *
 * All trucks of the live fleet on a map, in one widget: what moves, moves in one picture a frame, and not in ten thousand widgets.
 *
 * Signals: "truck-clicked" (guint index), "cluster-clicked" (double latitude, double longitude), "hover-changed": ask
 * dray_truck_layer_get_hovered().
 */
#define DRAY_TYPE_TRUCK_LAYER (dray_truck_layer_get_type ())
G_DECLARE_FINAL_TYPE (DrayTruckLayer, dray_truck_layer, DRAY, TRUCK_LAYER, ShumateLayer)

DrayTruckLayer      *dray_truck_layer_new          (ShumateViewport *viewport);
void                 dray_truck_layer_set_fleet    (DrayTruckLayer  *self,
                                                    DrayLiveFleet   *fleet);
void                 dray_truck_layer_set_selected (DrayTruckLayer  *self,
                                                    guint32          truck);
guint32              dray_truck_layer_get_selected (DrayTruckLayer  *self);
void                 dray_truck_layer_set_join     (DrayTruckLayer  *self,
                                                    gboolean         join);
void                 dray_truck_layer_set_hollow   (DrayTruckLayer  *self,
                                                    gboolean         hollow);
const DrayTruckMark *dray_truck_layer_get_hovered  (DrayTruckLayer  *self);
DrayTruckMarks      *dray_truck_layer_get_marks    (DrayTruckLayer  *self);
void                 dray_truck_layer_locate       (DrayTruckLayer  *self,
                                                    guint32          truck,
                                                    double          *x,
                                                    double          *y);

G_END_DECLS
