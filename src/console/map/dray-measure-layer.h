/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-map.h"

G_BEGIN_DECLS

/**
 * DrayMeasureLayer:
 *
 * What the right mouse button does on a map: copies the coordinates of a place, and measures a line from there with a click a corner. The
 * length stands at its end; Escape, or the menu, ends it.
 */
#define DRAY_TYPE_MEASURE_LAYER (dray_measure_layer_get_type ())
G_DECLARE_FINAL_TYPE (DrayMeasureLayer, dray_measure_layer, DRAY, MEASURE_LAYER, ShumateLayer)

DrayMeasureLayer *dray_measure_layer_new          (DrayMap          *map);
void              dray_measure_layer_set_imperial (DrayMeasureLayer *self,
                                                   gboolean          imperial);
gboolean          dray_measure_layer_end          (DrayMeasureLayer *self);
double            dray_measure_layer_get_length_m (DrayMeasureLayer *self);

G_END_DECLS
