/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-clock.h"
#include "dray-live-fleet.h"
#include "dray-truck-marks.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What the pointer is on: a truck in four lines, or how a cluster is made up. It lies over the map and takes no clicks. */
#define DRAY_TYPE_HOVER_CARD (dray_hover_card_get_type ())
G_DECLARE_FINAL_TYPE (DrayHoverCard, dray_hover_card, DRAY, HOVER_CARD, AdwBin)

GtkWidget *dray_hover_card_new   (void);
void       dray_hover_card_show  (DrayHoverCard       *self,
                                  DrayLiveFleet       *fleet,
                                  DrayClock           *clock,
                                  const DrayTruckMark *mark,
                                  int                  map_width,
                                  int                  map_height);

G_END_DECLS
