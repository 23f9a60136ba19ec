/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-live-route.h"
#include "dray-track.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * DrayTruckDay:
 *
 * A truck's day as two thin lanes over the hours: what was released, and what it has done so far. Driving is the colour of driving and a
 * stop that of work, as on the map.
 */
#define DRAY_TYPE_TRUCK_DAY (dray_truck_day_get_type ())
G_DECLARE_FINAL_TYPE (DrayTruckDay, dray_truck_day, DRAY, TRUCK_DAY, GtkWidget)

void dray_truck_day_set (DrayTruckDay  *self,
                         DrayTrack     *track,
                         DrayLiveRoute *route,
                         gint64         now_us);

G_END_DECLS
