/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-clock.h"
#include "dray-live-fleet.h"
#include "dray-truck-order.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayTruckList:
 *
 * The trucks beside the map, worst first: search, sets with their counts, and rows that follow their truck without the list being
 * touched. It sorts again once a second, and not while the pointer is about to click a row.
 *
 * Signals: "selected" (guint index, or %DRAY_NO_TRUCK) when the user chose a row, "activated" (guint index) when it was opened.
 */
#define DRAY_TYPE_TRUCK_LIST (dray_truck_list_get_type ())
G_DECLARE_FINAL_TYPE (DrayTruckList, dray_truck_list, DRAY, TRUCK_LIST, AdwBin)

void            dray_truck_list_set_fleet    (DrayTruckList *self,
                                              DrayLiveFleet *fleet,
                                              DrayClock     *clock);
void            dray_truck_list_set_selected (DrayTruckList *self,
                                              guint32        truck);
void            dray_truck_list_set_dense    (DrayTruckList *self,
                                              gboolean       dense);
void            dray_truck_list_focus_search (DrayTruckList *self);
DrayTruckOrder *dray_truck_list_get_order    (DrayTruckList *self);

G_END_DECLS
