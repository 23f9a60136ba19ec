/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-live-route.h"

G_BEGIN_DECLS

/**
 * DrayTruckState:
 * @DRAY_TRUCK_PARKED: off duty, no route under way
 * @DRAY_TRUCK_DRIVING: on its way
 * @DRAY_TRUCK_WORKING: at a stop, loading or unloading
 * @DRAY_TRUCK_WAITING: at a stop before its window
 *
 * What a truck is doing; the map's shape and colour.
 */
typedef enum {
  DRAY_TRUCK_PARKED,
  DRAY_TRUCK_DRIVING,
  DRAY_TRUCK_WORKING,
  DRAY_TRUCK_WAITING,
  DRAY_TRUCK_N_STATES,
} DrayTruckState;

/**
 * DrayTruckFlags:
 * @DRAY_TRUCK_LATE: a window is missed or at risk
 * @DRAY_TRUCK_ALARM: an alarm that someone must act on
 * @DRAY_TRUCK_STALE: no fix for five minutes
 * @DRAY_TRUCK_HAS_FIX: it has a position at all
 */
typedef enum {
  DRAY_TRUCK_LATE    = 1 << 0,
  DRAY_TRUCK_ALARM   = 1 << 1,
  DRAY_TRUCK_STALE   = 1 << 2,
  DRAY_TRUCK_HAS_FIX = 1 << 3,
} DrayTruckFlags;

/**
 * DrayLiveTruck:
 *
 * One truck for lists and panes; it borrows its row of the columns. "changed" fires in the main context when any of it changed,
 * at most ten times a second.
 */
#define DRAY_TYPE_LIVE_TRUCK (dray_live_truck_get_type ())
G_DECLARE_FINAL_TYPE (DrayLiveTruck, dray_live_truck, DRAY, LIVE_TRUCK, GObject)

guint          dray_live_truck_get_index     (DrayLiveTruck *self);
const DrayId  *dray_live_truck_get_id        (DrayLiveTruck *self);
const char    *dray_live_truck_get_number    (DrayLiveTruck *self);
const char    *dray_live_truck_get_plate     (DrayLiveTruck *self);
const char    *dray_live_truck_get_driver    (DrayLiveTruck *self);
const char    *dray_live_truck_get_depot     (DrayLiveTruck *self);
DrayTruckState dray_live_truck_get_state     (DrayLiveTruck *self);
guint          dray_live_truck_get_flags     (DrayLiveTruck *self);
gint64         dray_live_truck_get_fix_us    (DrayLiveTruck *self);
gint64         dray_live_truck_get_eta_us    (DrayLiveTruck *self);
int            dray_live_truck_get_slack_s   (DrayLiveTruck *self);
double         dray_live_truck_get_speed_mps (DrayLiveTruck *self);
guint          dray_live_truck_get_n_done    (DrayLiveTruck *self);
guint          dray_live_truck_get_n_stops   (DrayLiveTruck *self);
DrayLiveRoute *dray_live_truck_get_route     (DrayLiveTruck *self);
DrayStopTimes *dray_live_truck_get_times     (DrayLiveTruck *self);

G_END_DECLS
