/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-clock.h"
#include "dray-live-fleet.h"
#include "dray-history.h"
#include "dray-message-book.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayTruckPane:
 *
 * The chosen truck beside the map: who drives, how it stands, and its stops with when it is expected there.
 *
 * Signals: "close", and "locate" to bring the truck into the map's middle.
 */
#define DRAY_TYPE_TRUCK_PANE (dray_truck_pane_get_type ())
G_DECLARE_FINAL_TYPE (DrayTruckPane, dray_truck_pane, DRAY, TRUCK_PANE, AdwBin)

void dray_truck_pane_set_truck    (DrayTruckPane *self,
                                   DrayLiveFleet *fleet,
                                   DrayClock     *clock,
                                   DrayLiveTruck *truck);
void dray_truck_pane_set_messages (DrayTruckPane   *self,
                                   DrayMessageBook *messages);
void dray_truck_pane_set_history  (DrayTruckPane   *self,
                                   DrayHistory     *history,
                                   GSettings       *settings);
void dray_truck_pane_set_imperial (DrayTruckPane *self,
                                   gboolean       imperial);

G_END_DECLS
