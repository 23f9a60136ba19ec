/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-route-tracker.h"
#include "dray-units.h"

#include <math.h>

/* Where each truck stands on its released route, from its fixes alone.
 *
 * A fix is matched to the nearest piece of the path within LOOK_AHEAD_M of the last match, so that a route that crosses itself or
 * comes back along the same street is followed in order. A truck has arrived when it stands within ARRIVAL_M of its next stop, or where
 * the path ends for it (an entrance may lie far from the road that leads there), and departed when it moves again DEPARTURE_M away. Its
 * ETA is the driving time left on the path, plus waiting and service at every stop between. One tracker belongs to one thread. */

#define LOOK_AHEAD_M 3000.0
#define LOOK_BACK_M 100.0
#define OFF_ROUTE_M 250.0
#define ARRIVAL_M 90.0
#define MATCHED_M 40.0
#define DEPARTURE_M 60.0
#define SAME_PLACE_M 30.0
#define STANDING_CMS 150
#define METRES_PER_E7 0.0111319

typedef enum {
  PHASE_NONE,
  PHASE_BEFORE,
  PHASE_DRIVING,
  PHASE_AT_STOP,
  PHASE_FINISHED,
} Phase;

typedef struct {
  DrayLiveRoute *route;       /* owned; NULL with none */
  gint64        *arrived_us;  /* [n_stops] */
  gint64        *departed_us; /* [n_stops] */
  double         along_m;
  guint          next;        /* the next stop, or the one it stands at */
  guint          point;       /* where the search for along_m begins */
  Phase          phase;
  gboolean       off_route;
} Truck;

struct _DrayRouteTracker {
  Truck            *trucks; /* [n_trucks] */
  guint             n_trucks;
  DrayTrackerFunc  func;
  gpointer          user_data;
};

/**
 * dray_route_tracker_new:
 * @func: (scope notified): called from within dray_route_tracker_take_fix() for everything that a fix makes known
 */
DrayRouteTracker *
dray_route_tracker_new (guint           n_trucks,
                        DrayTrackerFunc func,
                        gpointer        user_data)
{
  DrayRouteTracker *self = g_new0 (DrayRouteTracker, 1);

  self->trucks = g_new0 (Truck, n_trucks);
  self->n_trucks = n_trucks;
  self->func = func;
  self->user_data = user_data;
  return self;
}

static void
clear_truck (Truck *truck)
{
  g_clear_pointer (&truck->route, dray_live_route_unref);
  g_free (truck->arrived_us);
  g_free (truck->departed_us);
  *truck = (Truck) { 0 };
}

void
dray_route_tracker_free (DrayRouteTracker *self)
{
  for (guint i = 0; i < self->n_trucks; i++)
    clear_truck (&self->trucks[i]);
  g_free (self->trucks);
  g_free (self);
}

/**
 * dray_route_tracker_set_route:
 * @route: (nullable): the latest release; %NULL takes the truck off the road
 * @n_done: how many of its stops are already behind it
 */
void
dray_route_tracker_set_route (DrayRouteTracker *self,
                              guint             truck,
                              DrayLiveRoute    *route,
                              guint             n_done)
{
  g_return_if_fail (truck < self->n_trucks);
  Truck *at = &self->trucks[truck];

  clear_truck (at);
  if (route == NULL || route->n_points < 2)
    return;
  at->route = dray_live_route_ref (route);
  at->arrived_us = g_new (gint64, route->n_stops + 1);
  at->departed_us = g_new (gint64, route->n_stops + 1);
  for (guint i = 0; i <= route->n_stops; i++)
    at->arrived_us[i] = at->departed_us[i] = DRAY_NEVER;
  at->next = MIN (n_done, route->n_stops);
  at->along_m = at->next > 0 ? route->stops[at->next - 1].along_m : 0.0;
  at->phase = at->next > 0 ? PHASE_DRIVING : PHASE_BEFORE;
}

static void
tell (DrayRouteTracker *self,
      DrayTrackerKind   kind,
      const DrayFix    *fix,
      guint             stop)
{
  const DrayLiveRoute *route = self->trucks[fix->truck].route;
  DrayTrackerEvent event = { kind, fix->truck, stop, route->id, stop < route->n_stops ? route->stops[stop].id : DRAY_ID_NONE, fix->at_us };

  if (self->func != NULL)
    self->func (&event, self->user_data);
}

static double
distance_m (int from_lon_e7,
            int from_lat_e7,
            int to_lon_e7,
            int to_lat_e7)
{
  double scale = cos (dray_e7_to_degrees (from_lat_e7) * G_PI / 180.0);
  double dx = ((double) to_lon_e7 - from_lon_e7) * METRES_PER_E7 * scale;
  double dy = ((double) to_lat_e7 - from_lat_e7) * METRES_PER_E7;

  return sqrt (dx * dx + dy * dy);
}

/* The distance of @fix from the piece of path before point @i, and how far along the path its nearest place is. */
static double
distance_to_piece_m (const DrayLiveRoute *route,
                     guint                i,
                     const DrayFix       *fix,
                     double              *along_m)
{
  double scale = cos (dray_e7_to_degrees (fix->lat_e7) * G_PI / 180.0) * METRES_PER_E7;
  double ax = ((double) route->lon_e7[i - 1] - fix->lon_e7) * scale, ay = ((double) route->lat_e7[i - 1] - fix->lat_e7) * METRES_PER_E7;
  double bx = ((double) route->lon_e7[i] - fix->lon_e7) * scale, by = ((double) route->lat_e7[i] - fix->lat_e7) * METRES_PER_E7;
  double dx = bx - ax, dy = by - ay;
  double length2 = dx * dx + dy * dy;
  double part = length2 > 0.0 ? CLAMP (-(ax * dx + ay * dy) / length2, 0.0, 1.0) : 0.0;

  *along_m = route->at_m[i - 1] + part * (route->at_m[i] - route->at_m[i - 1]);
  return hypot (ax + part * dx, ay + part * dy);
}

/* The truck can't have passed its next stop without stopping there, so the match ends at that stop. */
static double
match_limit_m (const Truck *at)
{
  double limit_m = at->along_m + LOOK_AHEAD_M;

  return at->next < at->route->n_stops ? MIN (limit_m, at->route->stops[at->next].along_m) : limit_m;
}

static double
follow_path (Truck         *at,
             const DrayFix *fix)
{
  const DrayLiveRoute *route = at->route;
  double limit_m = match_limit_m (at);
  double best_m = G_MAXDOUBLE, best_along_m = at->along_m;
  guint i = MAX (at->point, 1);

  while (i > 1 && route->at_m[i - 1] > at->along_m - LOOK_BACK_M)
    i--;
  for (; i < route->n_points && route->at_m[i - 1] <= limit_m; i++) {
    double along_m;
    double away_m = distance_to_piece_m (route, i, fix, &along_m);

    if (away_m < best_m) {
      best_m = away_m;
      best_along_m = MIN (along_m, limit_m);
      at->point = i;
    }
  }
  if (best_m <= OFF_ROUTE_M)
    at->along_m = best_along_m;
  return best_m;
}

static void
depart (DrayRouteTracker *self,
        Truck            *at,
        const DrayFix    *fix)
{
  at->departed_us[at->next] = fix->at_us;
  tell (self, DRAY_TRACKER_DEPARTED, fix, at->next);
  at->next++;
}

static void
watch_departure (DrayRouteTracker *self,
                 Truck            *at,
                 const DrayFix    *fix)
{
  const DrayLiveStop *stop = &at->route->stops[at->next];

  if (fix->speed_cms <= STANDING_CMS || distance_m (fix->lon_e7, fix->lat_e7, stop->lon_e7, stop->lat_e7) < DEPARTURE_M)
    return;
  depart (self, at, fix);
  /* Further stops at the same place were served while it stood: no fix can tell when one ended and the next began. */
  while (at->next < at->route->n_stops && at->route->stops[at->next].along_m - stop->along_m < SAME_PLACE_M) {
    at->arrived_us[at->next] = fix->at_us;
    tell (self, DRAY_TRACKER_ARRIVED, fix, at->next);
    depart (self, at, fix);
  }
  at->phase = PHASE_DRIVING;
}

static void
watch_arrival (DrayRouteTracker *self,
               Truck            *at,
               const DrayFix    *fix)
{
  const DrayLiveRoute *route = at->route;

  if (fix->speed_cms > STANDING_CMS)
    return;
  if (at->next == route->n_stops) {
    if (dray_live_route_get_length_m (route) - at->along_m < ARRIVAL_M) {
      at->phase = PHASE_FINISHED;
      tell (self, DRAY_TRACKER_FINISHED, fix, 0);
    }
    return;
  }

  const DrayLiveStop *stop = &route->stops[at->next];
  if (distance_m (fix->lon_e7, fix->lat_e7, stop->lon_e7, stop->lat_e7) > ARRIVAL_M
      && (at->off_route || stop->along_m - at->along_m > MATCHED_M))
    return;
  at->phase = PHASE_AT_STOP;
  at->along_m = stop->along_m;
  at->arrived_us[at->next] = fix->at_us;
  tell (self, DRAY_TRACKER_ARRIVED, fix, at->next);
}

static void
watch_path (DrayRouteTracker *self,
            Truck            *at,
            const DrayFix    *fix)
{
  gboolean off_route = follow_path (at, fix) > OFF_ROUTE_M;

  if (off_route != at->off_route)
    tell (self, off_route ? DRAY_TRACKER_OFF_ROUTE : DRAY_TRACKER_BACK_ON_ROUTE, fix, at->next);
  at->off_route = off_route;
}

/* A truck whose first stop is round the corner may be there before it was seen to move. */
static gboolean
is_at_first_stop (const Truck   *at,
                  const DrayFix *fix)
{
  const DrayLiveRoute *route = at->route;

  return route->n_stops > 0 && distance_m (fix->lon_e7, fix->lat_e7, route->stops[0].lon_e7, route->stops[0].lat_e7) <= ARRIVAL_M
         && distance_m (fix->lon_e7, fix->lat_e7, route->lon_e7[0], route->lat_e7[0]) > ARRIVAL_M;
}

/**
 * dray_route_tracker_take_fix:
 * @fix: an accepted one, newer than all before it
 */
void
dray_route_tracker_take_fix (DrayRouteTracker *self,
                             const DrayFix    *fix)
{
  g_return_if_fail (fix->truck < self->n_trucks);
  Truck *at = &self->trucks[fix->truck];

  switch (at->phase) {
  case PHASE_BEFORE:
    if (fix->speed_cms <= STANDING_CMS && !is_at_first_stop (at, fix))
      return;
    at->phase = PHASE_DRIVING;
    tell (self, DRAY_TRACKER_STARTED, fix, 0);
    watch_path (self, at, fix);
    watch_arrival (self, at, fix);
    break;
  case PHASE_DRIVING:
    watch_path (self, at, fix);
    watch_arrival (self, at, fix);
    break;
  case PHASE_AT_STOP:
    watch_departure (self, at, fix);
    break;
  case PHASE_NONE:
  case PHASE_FINISHED:
  default:
    break;
  }
}

/* When the truck is through with a stop where it arrives at @at_us: waiting, then service. */
static gint64
leave_us (const DrayLiveStop *stop,
          gint64              at_us)
{
  gint64 begin_us = stop->open_us != DRAY_NEVER ? MAX (at_us, stop->open_us) : at_us;

  return begin_us + stop->service_s * DRAY_US_PER_S;
}

/* The walk over the stops ahead: the instant and place that driving goes on from. */
typedef struct {
  gint64 at_us;
  double at_s;
  double variance_s2;  /* of the arrival: each leg and each service adds its own */
} Walk;

/* How far driving and service stray from what is planned, as shares of it; and nine in ten lie within so many deviations. */
#define DRIVE_SPREAD 0.12
#define SERVICE_SPREAD 0.30
#define NINE_IN_TEN 1.645

static void
add_spread (Walk   *walk,
            double  seconds,
            double  share)
{
  walk->variance_s2 += (seconds * share) * (seconds * share);
}

static gint64
get_spread_us (const Walk *walk)
{
  return (gint64) (NINE_IN_TEN * sqrt (walk->variance_s2) * (double) DRAY_US_PER_S);
}

static Walk
begin_walk (const Truck *at,
            gint64       now_us)
{
  Walk walk = { now_us, dray_live_route_get_driving_s (at->route, at->along_m), 0.0 };

  if (at->phase == PHASE_BEFORE)
    walk.at_us = MAX (now_us, at->route->start_us);
  if (at->phase == PHASE_AT_STOP)
    walk.at_us = MAX (now_us, leave_us (&at->route->stops[at->next], at->arrived_us[at->next]));
  return walk;
}

static guint
first_ahead (const Truck *at)
{
  return at->phase == PHASE_AT_STOP ? at->next + 1 : at->next;
}

/* Moves the walk to its arrival at @stop. */
static gint64
walk_to (Walk                *walk,
         const DrayLiveRoute *route,
         const DrayLiveStop  *stop)
{
  double stop_s = dray_live_route_get_driving_s (route, stop->along_m);

  add_spread (walk, MAX (stop_s - walk->at_s, 0.0), DRIVE_SPREAD);
  walk->at_us += (gint64) (MAX (stop_s - walk->at_s, 0.0) * (double) DRAY_US_PER_S);
  walk->at_s = stop_s;
  return walk->at_us;
}

static DrayTruckState
state_of (const Truck *at,
          gint64       now_us)
{
  switch (at->phase) {
  case PHASE_DRIVING:
    return DRAY_TRUCK_DRIVING;
  case PHASE_AT_STOP: {
    gint64 open_us = at->route->stops[at->next].open_us;

    return open_us != DRAY_NEVER && now_us < open_us ? DRAY_TRUCK_WAITING : DRAY_TRUCK_WORKING;
  }
  case PHASE_NONE:
  case PHASE_BEFORE:
  case PHASE_FINISHED:
  default:
    return DRAY_TRUCK_PARKED;
  }
}

/**
 * dray_route_tracker_get_times:
 *
 * Returns: (transfer full) (nullable): what is known and expected of each stop at @now_us; %NULL with no route. O(stops).
 */
DrayStopTimes *
dray_route_tracker_get_times (DrayRouteTracker *self,
                              guint             truck,
                              gint64            now_us)
{
  g_return_val_if_fail (truck < self->n_trucks, NULL);
  const Truck *at = &self->trucks[truck];

  if (at->route == NULL)
    return NULL;

  DrayStopTimes *times = dray_stop_times_new (at->route->n_stops);
  Walk walk = begin_walk (at, now_us);
  for (guint i = 0; i < at->route->n_stops; i++) {
    times->arrived_us[i] = at->arrived_us[i];
    times->departed_us[i] = at->departed_us[i];
    if (i < first_ahead (at) || at->phase == PHASE_FINISHED) {
      times->eta_us[i] = times->early_us[i] = times->late_us[i] = at->arrived_us[i];
    } else {
      times->eta_us[i] = walk_to (&walk, at->route, &at->route->stops[i]);
      times->early_us[i] = MAX (times->eta_us[i] - get_spread_us (&walk), now_us);
      times->late_us[i] = times->eta_us[i] + get_spread_us (&walk);
      walk.at_us = leave_us (&at->route->stops[i], walk.at_us);
      add_spread (&walk, at->route->stops[i].service_s, SERVICE_SPREAD);
    }
  }
  return times;
}

static void
measure_slack (const Truck       *at,
               DrayTruckProgress *progress)
{
  for (guint i = first_ahead (at); i < at->route->n_stops; i++) {
    gint64 eta_us = progress->times->eta_us[i], close_us = at->route->stops[i].close_us;

    if (progress->eta_us == DRAY_NEVER)
      progress->eta_us = eta_us;
    if (close_us != DRAY_NEVER)
      progress->slack_s = MIN (progress->slack_s, (int) CLAMP ((close_us - eta_us) / DRAY_US_PER_S, -G_MAXINT, G_MAXINT));
  }
}

/**
 * dray_route_tracker_get_progress:
 * @progress: (out): state, next ETA, and slack to the tightest window ahead, with references to the route and its times; its alarm
 *   is left %FALSE
 *
 * Where the truck stands at @now_us. O(stops).
 */
void
dray_route_tracker_get_progress (DrayRouteTracker  *self,
                                 guint              truck,
                                 gint64             now_us,
                                 DrayTruckProgress *progress)
{
  g_return_if_fail (truck < self->n_trucks);
  const Truck *at = &self->trucks[truck];

  *progress = (DrayTruckProgress) { .truck = truck, .state = state_of (at, now_us), .eta_us = DRAY_NEVER, .slack_s = G_MAXINT };
  if (at->route == NULL)
    return;
  progress->route = dray_live_route_ref (at->route);
  progress->times = dray_route_tracker_get_times (self, truck, now_us);
  progress->n_stops = at->route->n_stops;
  progress->n_done = at->next;
  if (at->phase != PHASE_FINISHED)
    measure_slack (at, progress);
  progress->late = progress->slack_s < 0;
}

/**
 * dray_route_tracker_get_place:
 * @along_m: (out): how far along its path the truck is
 *
 * Returns: (transfer none) (nullable): the route that the truck is driving; %NULL while it drives none
 */
const DrayLiveRoute *
dray_route_tracker_get_place (DrayRouteTracker *self,
                              guint             truck,
                              double           *along_m)
{
  g_return_val_if_fail (truck < self->n_trucks, NULL);
  const Truck *at = &self->trucks[truck];

  if (at->phase != PHASE_DRIVING || at->off_route)
    return NULL;
  *along_m = at->along_m;
  return at->route;
}
