/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-map-source.h"

G_BEGIN_DECLS

/* The zoom up to which the overview of the world draws the ground; from the next one on the region does. */
#define DRAY_MAP_OVERVIEW_ZOOM 7

/* A #DrayMapSource over two others: the overview of the world for the far zooms, a region's roads and places over it, and the region
 * alone for the near zooms. */
#define DRAY_TYPE_MAP_STACK (dray_map_stack_get_type ())
G_DECLARE_FINAL_TYPE (DrayMapStack, dray_map_stack, DRAY, MAP_STACK, GObject)

DrayMapStack *dray_map_stack_new (DrayMapSource *overview,
                                  DrayMapSource *region);

G_END_DECLS
