/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-live-fleet.h"
#include "dray-live-route.h"

G_BEGIN_DECLS

typedef enum {
  DRAY_TRACKER_STARTED,
  DRAY_TRACKER_ARRIVED,
  DRAY_TRACKER_DEPARTED,
  DRAY_TRACKER_FINISHED,
  DRAY_TRACKER_OFF_ROUTE,
  DRAY_TRACKER_BACK_ON_ROUTE,
} DrayTrackerKind;

/**
 * DrayTrackerEvent:
 * @truck: index in the live fleet
 * @stop: index of the stop in its route, for an arrival or a departure
 * @route_id: the route that was being followed; by the time the event is heard another may have been released
 * @stop_id: likewise the stop, for an arrival or a departure
 * @at_us: the fix that showed it
 *
 * Something that a fix made known. What it changes in the records is for an operation to say.
 */
typedef struct {
  DrayTrackerKind kind;
  guint           truck;
  guint           stop;
  DrayId          route_id;
  DrayId          stop_id;
  gint64          at_us;
} DrayTrackerEvent;

typedef void (*DrayTrackerFunc) (const DrayTrackerEvent *event,
                                 gpointer                user_data);

typedef struct _DrayRouteTracker DrayRouteTracker;

DrayRouteTracker *dray_route_tracker_new            (guint               n_trucks,
                                                     DrayTrackerFunc     func,
                                                     gpointer            user_data);
void              dray_route_tracker_free           (DrayRouteTracker   *self);
void              dray_route_tracker_set_route      (DrayRouteTracker   *self,
                                                     guint               truck,
                                                     DrayLiveRoute      *route,
                                                     guint               n_done);
void              dray_route_tracker_take_fix       (DrayRouteTracker   *self,
                                                     const DrayFix      *fix);
void              dray_route_tracker_get_progress   (DrayRouteTracker   *self,
                                                     guint               truck,
                                                     gint64              now_us,
                                                     DrayTruckProgress  *progress);
DrayStopTimes    *dray_route_tracker_get_times      (DrayRouteTracker   *self,
                                                     guint               truck,
                                                     gint64              now_us);
const DrayLiveRoute *dray_route_tracker_get_place   (DrayRouteTracker   *self,
                                                     guint               truck,
                                                     double             *along_m);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayRouteTracker, dray_route_tracker_free)

G_END_DECLS
