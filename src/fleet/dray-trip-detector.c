/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-trip-detector.h"
#include "dray-units.h"

/* A truck stands once all its fixes of three minutes lie within 60 m of the first of them, and drives again once two fixes in a row lie
 * further off; so neither a traffic light nor a wild fix is an event. Dated are the first fix at the place and the last. While it
 * drives, the place that it might come to stand at is where it first was that slow.
 *
 * After half an hour without news nothing is known of what lay between: the trip or the stop ends at the last fix. */

#define RADIUS_M 60.0
#define STOP_US (180 * DRAY_US_PER_S)
#define GAP_US (30 * DRAY_S_PER_MINUTE * DRAY_US_PER_S)

typedef enum { UNKNOWN, DRIVES, STANDS } State;

typedef struct {
  State            state;
  gboolean         has_last;
  DrayFix          last;
  DrayFix          anchor;      /* where it might have come to stand, or stands */
  int              n_away;      /* fixes in a row that say it has left */
  DrayFix          last_here;   /* the last one at the anchor */
  int              idle_s;      /* at the anchor */
  double           length_m;    /* of the trip up to the last fix */
  double           anchor_m;    /* of the trip up to the anchor */
  DrayDetectedTrip trip;        /* the one that is going on */
} Truck;

struct _DrayTripDetector {
  Truck        *trucks;  /* [n_trucks] */
  guint         n_trucks;
  DrayTripFunc  trip_func;
  DrayStopFunc  stop_func;
  gpointer      user_data;
};

/**
 * dray_trip_detector_new:
 * @trip_func: (nullable) (scope notified): called from within dray_trip_detector_take_fix()
 * @stop_func: (nullable) (scope notified): likewise, when a stop begins to be one and when it is over
 */
DrayTripDetector *
dray_trip_detector_new (guint         n_trucks,
                        DrayTripFunc  trip_func,
                        DrayStopFunc  stop_func,
                        gpointer      user_data)
{
  DrayTripDetector *self = g_new0 (DrayTripDetector, 1);

  self->trucks = g_new0 (Truck, n_trucks);
  self->n_trucks = n_trucks;
  self->trip_func = trip_func;
  self->stop_func = stop_func;
  self->user_data = user_data;
  return self;
}

void
dray_trip_detector_free (DrayTripDetector *self)
{
  g_free (self->trucks);
  g_free (self);
}

static DrayGeoPoint
place_of (const DrayFix *fix)
{
  return (DrayGeoPoint) { fix->lon_e7, fix->lat_e7 };
}

static double
distance_m (const DrayFix *a,
            const DrayFix *b)
{
  return dray_geo_point_distance_m (place_of (a), place_of (b));
}

static void
tell_stop (DrayTripDetector *self,
           const Truck      *truck,
           gboolean          is_over)
{
  gboolean is_known = (truck->anchor.flags & DRAY_FIX_IGNITION_KNOWN) != 0;
  DrayDetectedStop stop = { truck->anchor.truck, truck->anchor.at_us, truck->last_here.at_us, place_of (&truck->anchor), is_known ? truck->idle_s : -1, is_over };

  if (self->stop_func != NULL)
    self->stop_func (&stop, self->user_data);
}

static void
tell_trip (DrayTripDetector *self,
           Truck            *truck,
           const DrayFix    *end,
           double            length_m)
{
  truck->trip.to_us = end->at_us;
  truck->trip.to = place_of (end);
  truck->trip.length_m = length_m;
  if (self->trip_func != NULL && truck->trip.to_us > truck->trip.from_us)
    self->trip_func (&truck->trip, self->user_data);
}

static void
begin_trip (Truck         *truck,
            const DrayFix *from)
{
  truck->state = DRIVES;
  truck->trip = (DrayDetectedTrip) { .truck = from->truck, .from_us = from->at_us, .from = place_of (from) };
  truck->length_m = 0.0;
}

static void
set_anchor (Truck         *truck,
            const DrayFix *fix)
{
  truck->anchor = truck->last_here = *fix;
  truck->anchor_m = truck->length_m;
  truck->n_away = 0;
  truck->idle_s = 0;
}

/* Ends what was going on at the last fix. */
static void
end_state (DrayTripDetector *self,
           Truck            *truck)
{
  if (truck->state == STANDS)
    tell_stop (self, truck, TRUE);
  else if (truck->state == DRIVES)
    tell_trip (self, truck, &truck->last, truck->length_m);
  truck->state = UNKNOWN;
}

static void
see_here (DrayTripDetector *self,
          Truck            *truck,
          const DrayFix    *fix)
{
  if (fix->flags & DRAY_FIX_IGNITION)
    truck->idle_s += (int) ((fix->at_us - truck->last_here.at_us) / DRAY_US_PER_S);
  truck->last_here = *fix;
  truck->n_away = 0;
  if (truck->state == STANDS || fix->at_us - truck->anchor.at_us < STOP_US)
    return;
  if (truck->state == DRIVES)
    tell_trip (self, truck, &truck->anchor, truck->anchor_m);
  truck->state = STANDS;
  tell_stop (self, truck, FALSE);
}

static void
see_away (DrayTripDetector *self,
          Truck            *truck,
          const DrayFix    *fix)
{
  if (truck->state == STANDS) {
    if (++truck->n_away < 2)
      return;
    tell_stop (self, truck, TRUE);
    begin_trip (truck, &truck->last_here);
    truck->length_m = distance_m (&truck->last_here, &truck->last) + distance_m (&truck->last, fix);
  } else if (truck->state == UNKNOWN) {
    begin_trip (truck, &truck->anchor);
    truck->length_m = distance_m (&truck->anchor, fix);
  }
  set_anchor (truck, fix);
}

/**
 * dray_trip_detector_take_fix:
 * @fix: an accepted one, newer than all before it of its truck. O(1)
 */
void
dray_trip_detector_take_fix (DrayTripDetector *self,
                             const DrayFix    *fix)
{
  Truck *truck;

  g_return_if_fail (fix->truck < self->n_trucks);

  truck = &self->trucks[fix->truck];
  if (truck->has_last && fix->at_us - truck->last.at_us > GAP_US) {
    end_state (self, truck);
    truck->has_last = FALSE;
  }
  if (!truck->has_last) {
    truck->length_m = 0.0;
    set_anchor (truck, fix);
  } else {
    if (truck->state == DRIVES)
      truck->length_m += distance_m (&truck->last, fix);
    if (distance_m (&truck->anchor, fix) <= RADIUS_M)
      see_here (self, truck, fix);
    else
      see_away (self, truck, fix);
  }
  if (truck->state == DRIVES)
    truck->trip.max_speed_cms = MAX (truck->trip.max_speed_cms, fix->speed_cms);
  truck->last = *fix;
  truck->has_last = TRUE;
}

/* Ends what is going on at the last fixes: for history that ends. */
void
dray_trip_detector_finish (DrayTripDetector *self)
{
  for (guint i = 0; i < self->n_trucks; i++) {
    if (self->trucks[i].has_last)
      end_state (self, &self->trucks[i]);
    self->trucks[i].has_last = FALSE;
  }
}
