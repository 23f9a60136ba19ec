/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fix.h"
#include "dray-live-truck.h"

#include <gio/gio.h>

G_BEGIN_DECLS

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

void                   dray_live_fleet_flush        (DrayLiveFleet           *self);
void                   dray_live_fleet_replay       (DrayLiveFleet           *self,
                                                     const DrayFix           *fixes,
                                                     gint64                   at_us);

/* From any one thread at a time: the ingest thread. */
void                   dray_live_fleet_put_fixes    (DrayLiveFleet           *self,
                                                     const DrayFix           *fixes,
                                                     gsize                    n_fixes);
void                   dray_live_fleet_put_progress (DrayLiveFleet           *self,
                                                     const DrayTruckProgress *progress,
                                                     gsize                    n_progress);

G_END_DECLS
