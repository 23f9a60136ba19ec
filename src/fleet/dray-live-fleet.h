/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fix.h"
#include "dray-live-route.h"

#include <gio/gio.h>

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
 * DrayTruckProgress:
 * @eta_us: at the next stop; %DRAY_NEVER with no route
 * @slack_s: to the end of the tightest window ahead; negative when late; %G_MAXINT with no window
 * @route: (nullable): what it is driving
 * @times: (nullable): how it does there, stop by stop
 *
 * Where a truck stands on its route. Fixes and progress are two sources of one truck's cells, and neither writes the other's.
 */
typedef struct {
  guint32         truck;
  guint8          state;   /* DrayTruckState */
  gboolean        late;
  gboolean        alarm;
  guint           n_done;
  guint           n_stops;
  gint64          eta_us;
  int             slack_s;
  DrayLiveRoute  *route;
  DrayStopTimes  *times;
} DrayTruckProgress;

/**
 * DrayLiveColumns:
 *
 * The latest of every truck as a struct of arrays, each [n], in no order but stable: a truck keeps its index as long as the
 * workspace is open. Only the main context writes and reads it.
 *
 * Units: @x and @y are Web Mercator in [0, 1) from the north-west; @heading_deg clockwise from north; @speed_mps metres a second;
 * instants are UTC microseconds.
 */
typedef struct {
  guint   n;
  double *x;
  double *y;
  float  *heading_deg;
  float  *speed_mps;
  guint8 *states;
  guint8 *flags;
  gint64 *fix_us;
  gint64 *eta_us;
  int    *slack_s;
  int    *lon_e7;
  int    *lat_e7;
} DrayLiveColumns;

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

/* What a truck is called: given when the fleet is made. */
typedef struct {
  DrayId      id;
  const char *number;
  const char *plate;
  const char *driver;
  const char *depot;
} DrayTruckLabel;

/**
 * DrayLiveFleet:
 *
 * The latest of every truck, a #GListModel of #DrayLiveTruck. An ingest thread hands it fixes and progress; the main context gets
 * them as one immutable delta at most ten times a second and then fires "changed" once. Ten thousand trucks cost ten thousand
 * small objects, and a delta costs only the trucks in it.
 */
#define DRAY_TYPE_LIVE_FLEET (dray_live_fleet_get_type ())
G_DECLARE_FINAL_TYPE (DrayLiveFleet, dray_live_fleet, DRAY, LIVE_FLEET, GObject)

DrayLiveFleet         *dray_live_fleet_new          (const DrayTruckLabel    *labels,
                                                     guint                    n_trucks,
                                                     GMainContext            *context);
const DrayLiveColumns *dray_live_fleet_get_columns  (DrayLiveFleet           *self);
DrayLiveTruck         *dray_live_fleet_get_truck    (DrayLiveFleet           *self,
                                                     guint                    index);
DrayLiveTruck         *dray_live_fleet_find_truck   (DrayLiveFleet           *self,
                                                     const DrayId            *id);
void                   dray_live_fleet_age          (DrayLiveFleet           *self,
                                                     gint64                   now_us);

/* From any one thread at a time: the ingest thread. */
void                   dray_live_fleet_put_fixes    (DrayLiveFleet           *self,
                                                     const DrayFix           *fixes,
                                                     gsize                    n_fixes);
void                   dray_live_fleet_put_progress (DrayLiveFleet           *self,
                                                     const DrayTruckProgress *progress,
                                                     gsize                    n_progress);

G_END_DECLS
