/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-geo-box.h"
#include "dray-plan-board.h"
#include "dray-plan-paths.h"

#include <shumate/shumate.h>

G_BEGIN_DECLS

/**
 * DrayPlanLayer:
 *
 * A plan over the map, under a veil: the routes in the colours of their lanes, those in the time line strong and the others thin, the chosen
 * one strongest with numbered pins; what is not placed as rings. A stop is chosen by a click and dragged to another route; where it would
 * go is told, and whoever hears it answers with dray_plan_layer_set_attempt().
 *
 * Signals:
 *   selected (int task): clicked, or -1
 *   hovered (int task): under the pointer, or -1
 *   aimed (int task, int truck, int position): carried over a route; @truck -1 where it is over none
 *   released (int task): let go
 */
#define DRAY_TYPE_PLAN_LAYER (dray_plan_layer_get_type ())
G_DECLARE_FINAL_TYPE (DrayPlanLayer, dray_plan_layer, DRAY, PLAN_LAYER, ShumateLayer)

DrayPlanLayer *dray_plan_layer_new          (ShumateViewport   *viewport);
void           dray_plan_layer_set_drawing  (DrayPlanLayer     *self,
                                             DrayPlanDrawing   *drawing);
void           dray_plan_layer_set_selected (DrayPlanLayer     *self,
                                             int                task);
void           dray_plan_layer_set_lanes    (DrayPlanLayer     *self,
                                             int                first,
                                             int                last);
void           dray_plan_layer_set_attempt  (DrayPlanLayer     *self,
                                             int                task,
                                             const DrayPlanTry *attempt);
int            dray_plan_layer_get_hovered  (DrayPlanLayer     *self);
DrayGeoBox     dray_plan_layer_get_box      (DrayPlanLayer     *self);
gboolean       dray_plan_layer_find_stop    (DrayPlanLayer     *self,
                                             int                task,
                                             double            *x,
                                             double            *y);

G_END_DECLS
