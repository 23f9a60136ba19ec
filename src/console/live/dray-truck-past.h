/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-clock.h"
#include "dray-history.h"
#include "dray-live-truck.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayTruckPast:
 *
 * What a truck has done today, under its route in the pane: the day as lanes, the driver's clocks, the speed of the last hour and the
 * latest positions. It reads them again every ten seconds while it is seen.
 */
#define DRAY_TYPE_TRUCK_PAST (dray_truck_past_get_type ())
G_DECLARE_FINAL_TYPE (DrayTruckPast, dray_truck_past, DRAY, TRUCK_PAST, AdwBin)

void dray_truck_past_set_history  (DrayTruckPast *self,
                                   DrayHistory   *history,
                                   GSettings     *settings);
void dray_truck_past_set_truck    (DrayTruckPast *self,
                                   DrayLiveTruck *truck,
                                   DrayClock     *clock);
void dray_truck_past_update       (DrayTruckPast *self);
void dray_truck_past_set_imperial (DrayTruckPast *self,
                                   gboolean       imperial);

G_END_DECLS
