/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-geo-box.h"
#include "dray-map-source.h"
#include "dray-truck-layer.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayMap:
 *
 * The map of a view: the base map of the workspace in the look of the desktop, names, trucks, and what belongs to any map: zoom,
 * compass, scale, attribution, layers, and finding the fleet.
 *
 * "names", "clusters", "legend" and "fences" say what of it is shown; whoever puts a legend or fences on the map follows the last two.
 *
 * Its settings are those of the window: where the map was is kept there, so that every view shows the same place.
 */
#define DRAY_TYPE_MAP (dray_map_get_type ())
G_DECLARE_FINAL_TYPE (DrayMap, dray_map, DRAY, MAP, AdwBin)

void             dray_map_set_base     (DrayMap       *self,
                                        DrayMapSource *base);
void             dray_map_set_fleet    (DrayMap       *self,
                                        DrayLiveFleet *fleet);
void             dray_map_set_settings (DrayMap       *self,
                                        GSettings     *settings);
DrayTruckLayer  *dray_map_get_trucks   (DrayMap       *self);
ShumateViewport *dray_map_get_viewport (DrayMap       *self);
void             dray_map_add_layer    (DrayMap       *self,
                                        ShumateLayer  *layer);
void             dray_map_add_overlay  (DrayMap       *self,
                                        GtkWidget     *widget);
void             dray_map_set_home     (DrayMap       *self,
                                        const DrayGeoBox *box);
void             dray_map_show_box     (DrayMap       *self,
                                        double         west,
                                        double         south,
                                        double         east,
                                        double         north);
void             dray_map_set_box      (DrayMap       *self,
                                        const DrayGeoBox *box,
                                        const char    *label,
                                        const char    *tooltip);
void             dray_map_show_truck   (DrayMap       *self,
                                        guint32        truck);
void             dray_map_fit_fleet    (DrayMap       *self);
void             dray_map_set_inset    (DrayMap       *self,
                                        int            right_px);
void             dray_map_set_imperial (DrayMap       *self,
                                        gboolean       imperial);

G_END_DECLS
