/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-live-fleet.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A truck's shape as on the map, at the size of a row of a list. */
#define DRAY_TYPE_TRUCK_GLYPH (dray_truck_glyph_get_type ())
G_DECLARE_FINAL_TYPE (DrayTruckGlyph, dray_truck_glyph, DRAY, TRUCK_GLYPH, GtkWidget)

GtkWidget *dray_truck_glyph_new (void);
void       dray_truck_glyph_set (DrayTruckGlyph *self,
                                 DrayTruckState  state,
                                 guint           flags,
                                 double          heading_deg);

G_END_DECLS
