/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-live-route.h"
#include "dray-units.h"

#include <math.h>

G_DEFINE_BOXED_TYPE (DrayLiveRoute, dray_live_route, dray_live_route_ref, dray_live_route_unref)

#define METRES_PER_E7 0.0111319

/**
 * dray_live_route_new:
 *
 * Returns: (transfer full): a route of no legs and stops, to be filled in driving order by dray_live_route_add_leg() and
 *   dray_live_route_add_stop() before anyone else sees it
 */
DrayLiveRoute *
dray_live_route_new (const DrayId *id,
                     guint         truck,
                     gint64        start_us)
{
  DrayLiveRoute *self = g_atomic_rc_box_new0 (DrayLiveRoute);

  self->id = *id;
  self->truck = truck;
  self->start_us = start_us;
  return self;
}

static double
step_m (int from_lon_e7,
        int from_lat_e7,
        int to_lon_e7,
        int to_lat_e7)
{
  double scale = cos (dray_e7_to_degrees (from_lat_e7) * G_PI / 180.0);
  double dx = ((double) to_lon_e7 - from_lon_e7) * METRES_PER_E7 * scale;
  double dy = ((double) to_lat_e7 - from_lat_e7) * METRES_PER_E7;

  return sqrt (dx * dx + dy * dy);
}

static void
append_point (DrayLiveRoute *self,
              int            lon_e7,
              int            lat_e7,
              double         at_m)
{
  guint i = self->n_points++;

  self->lon_e7[i] = lon_e7;
  self->lat_e7[i] = lat_e7;
  self->at_m[i] = at_m;
}

/* The points of a leg from @first on get their share of its duration by length. */
static void
share_duration (DrayLiveRoute *self,
                guint          first,
                double         duration_s)
{
  double from_m = first > 0 ? self->at_m[first - 1] : 0.0;
  double from_s = first > 0 ? self->at_s[first - 1] : 0.0;
  double length_m = self->n_points > first ? self->at_m[self->n_points - 1] - from_m : 0.0;

  for (guint i = first; i < self->n_points; i++)
    self->at_s[i] = from_s + (length_m > 0.0 ? duration_s * (self->at_m[i] - from_m) / length_m : duration_s);
}

/**
 * dray_live_route_add_leg:
 * @lon_e7: (array length=n_points)
 * @lat_e7: (array length=n_points)
 * @duration_s: driving time of the leg, shared among its points by length
 *
 * Continues the path from where the leg before ended.
 */
void
dray_live_route_add_leg (DrayLiveRoute *self,
                         const int     *lon_e7,
                         const int     *lat_e7,
                         guint          n_points,
                         double         duration_s)
{
  guint first = self->n_points;
  guint n = first + n_points;

  self->lon_e7 = g_renew (int, self->lon_e7, n);
  self->lat_e7 = g_renew (int, self->lat_e7, n);
  self->at_m = g_renew (double, self->at_m, n);
  self->at_s = g_renew (double, self->at_s, n);
  for (guint i = 0; i < n_points; i++) {
    guint last = self->n_points - 1;
    double at_m = self->n_points == 0 ? 0.0 : self->at_m[last] + step_m (self->lon_e7[last], self->lat_e7[last], lon_e7[i], lat_e7[i]);

    append_point (self, lon_e7[i], lat_e7[i], at_m);
  }
  share_duration (self, first, duration_s);
}

/**
 * dray_live_route_add_stop:
 * @stop: copied; its @along_m is set to the end of the path so far
 */
void
dray_live_route_add_stop (DrayLiveRoute      *self,
                          const DrayLiveStop *stop)
{
  DrayLiveStop *copy;

  self->stops = g_renew (DrayLiveStop, self->stops, self->n_stops + 1);
  copy = &self->stops[self->n_stops++];
  *copy = *stop;
  copy->name = g_strdup (stop->name);
  copy->address = g_strdup (stop->address);
  copy->along_m = dray_live_route_get_length_m (self);
}

static void
dray_live_route_clear (DrayLiveRoute *self)
{
  for (guint i = 0; i < self->n_stops; i++) {
    g_free ((char *) self->stops[i].name);
    g_free ((char *) self->stops[i].address);
  }
  g_free (self->stops);
  g_free (self->lon_e7);
  g_free (self->lat_e7);
  g_free (self->at_m);
  g_free (self->at_s);
}

DrayLiveRoute *
dray_live_route_ref (DrayLiveRoute *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
dray_live_route_unref (DrayLiveRoute *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) dray_live_route_clear);
}

double
dray_live_route_get_length_m (const DrayLiveRoute *self)
{
  return self->n_points > 0 ? self->at_m[self->n_points - 1] : 0.0;
}

/* Where the rising @from passes @at, and the @to that belongs to it; both [n_points]. */
static double
look_up (const double *from,
         const double *to,
         guint         n_points,
         double        at)
{
  guint low = 0, high = n_points - 1;

  while (low < high) {
    guint middle = (low + high) / 2;

    if (from[middle] >= at)
      high = middle;
    else
      low = middle + 1;
  }
  if (low == 0)
    return to[0];
  double length = from[low] - from[low - 1];
  double part = length > 0.0 ? CLAMP ((at - from[low - 1]) / length, 0.0, 1.0) : 1.0;
  return to[low - 1] + part * (to[low] - to[low - 1]);
}

/**
 * dray_live_route_get_driving_s:
 *
 * Returns: planned driving seconds from the start of the path to @along_m. O(log n_points).
 */
double
dray_live_route_get_driving_s (const DrayLiveRoute *self,
                               double               along_m)
{
  return self->n_points > 0 ? look_up (self->at_m, self->at_s, self->n_points, along_m) : 0.0;
}

/**
 * dray_live_route_get_along_m:
 *
 * Returns: how far a truck gets in @driving_s of planned driving. O(log n_points).
 */
double
dray_live_route_get_along_m (const DrayLiveRoute *self,
                             double               driving_s)
{
  return self->n_points > 0 ? look_up (self->at_s, self->at_m, self->n_points, driving_s) : 0.0;
}

/* How far planned driving gets in @us from @from_m. */
static double
drive_on (const DrayLiveRoute *self,
          double               from_m,
          gint64               us)
{
  return dray_live_route_get_along_m (self, dray_live_route_get_driving_s (self, from_m) + (double) us / DRAY_US_PER_S);
}

/**
 * dray_live_route_get_planned_m:
 *
 * Where the latest release expects the truck at an instant: at a stop from the planned arrival until its work is done, waiting for the
 * window counted in; between two stops as far as planned driving gets.
 *
 * Returns: metres from the start of the path, 0 before the departure, its length once it is home.
 */
double
dray_live_route_get_planned_m (const DrayLiveRoute *self,
                               gint64               at_us)
{
  gint64 left_us = self->start_us;
  double from_m = 0;

  if (at_us <= left_us)
    return 0;
  for (guint i = 0; i < self->n_stops; i++) {
    const DrayLiveStop *stop = &self->stops[i];

    if (stop->planned_us == DRAY_NEVER)
      continue;
    if (at_us < stop->planned_us)
      return MIN (drive_on (self, from_m, at_us - left_us), stop->along_m);
    left_us = MAX (stop->planned_us, stop->open_us) + stop->service_s * DRAY_US_PER_S;
    from_m = stop->along_m;
    if (at_us < left_us)
      return from_m;
  }
  return drive_on (self, from_m, at_us - left_us);
}

/* Returns: the first point that lies behind @along_m, at least 1 and at most the last */
static guint
find_point (const DrayLiveRoute *self,
            double               along_m)
{
  guint low = 1, high = self->n_points - 1;

  while (low < high) {
    guint middle = (low + high) / 2;

    if (self->at_m[middle] > along_m)
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

/**
 * dray_live_route_locate:
 * @along_m: metres from the start, cut to the path
 * @heading_deg: (out) (optional): direction of travel there, clockwise from north
 *
 * The place on the path. The path has two points at least.
 */
void
dray_live_route_locate (const DrayLiveRoute *self,
                        double               along_m,
                        int                 *lon_e7,
                        int                 *lat_e7,
                        double              *heading_deg)
{
  g_return_if_fail (self->n_points >= 2);

  guint i = find_point (self, along_m);
  double length_m = self->at_m[i] - self->at_m[i - 1];
  double part = length_m > 0.0 ? CLAMP ((along_m - self->at_m[i - 1]) / length_m, 0.0, 1.0) : 1.0;
  double dlon = (double) self->lon_e7[i] - self->lon_e7[i - 1];
  double dlat = (double) self->lat_e7[i] - self->lat_e7[i - 1];

  *lon_e7 = self->lon_e7[i - 1] + (int) lround (part * dlon);
  *lat_e7 = self->lat_e7[i - 1] + (int) lround (part * dlat);
  if (heading_deg != NULL) {
    double degrees = atan2 (dlon * cos (dray_e7_to_degrees (*lat_e7) * G_PI / 180.0), dlat) * 180.0 / G_PI;

    *heading_deg = degrees < 0.0 ? degrees + 360.0 : degrees;
  }
}

DrayStopTimes *
dray_stop_times_new (guint n)
{
  DrayStopTimes *self = g_atomic_rc_box_new0 (DrayStopTimes);

  self->n = n;
  self->eta_us = g_new (gint64, n);
  self->early_us = g_new (gint64, n);
  self->late_us = g_new (gint64, n);
  self->arrived_us = g_new (gint64, n);
  self->departed_us = g_new (gint64, n);
  for (guint i = 0; i < n; i++)
    self->eta_us[i] = self->early_us[i] = self->late_us[i] = self->arrived_us[i] = self->departed_us[i] = DRAY_NEVER;
  return self;
}

DrayStopTimes *
dray_stop_times_ref (DrayStopTimes *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
dray_stop_times_clear (DrayStopTimes *self)
{
  g_free (self->eta_us);
  g_free (self->early_us);
  g_free (self->late_us);
  g_free (self->arrived_us);
  g_free (self->departed_us);
}

void
dray_stop_times_unref (DrayStopTimes *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) dray_stop_times_clear);
}
