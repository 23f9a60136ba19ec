/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-live-fleet.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What the map's shapes mean, and how many trucks are of each. */
#define DRAY_TYPE_LEGEND (dray_legend_get_type ())
G_DECLARE_FINAL_TYPE (DrayLegend, dray_legend, DRAY, LEGEND, AdwBin)

GtkWidget *dray_legend_new    (void);
void       dray_legend_update (DrayLegend    *self,
                               DrayLiveFleet *fleet);

G_END_DECLS
