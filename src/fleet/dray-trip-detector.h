/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fix.h"
#include "dray-geo-point.h"

G_BEGIN_DECLS

/**
 * DrayDetectedTrip:
 * @length_m: along the fixes
 *
 * What a truck drove from one stop to the next, as its fixes tell; not a planned trip.
 */
typedef struct {
  guint        truck;
  gint64       from_us;
  gint64       to_us;
  DrayGeoPoint from;
  DrayGeoPoint to;
  double       length_m;
  int          max_speed_cms;
} DrayDetectedTrip;

/**
 * DrayDetectedStop:
 * @from_us: the first fix at the place
 * @to_us: the last one there; that of the latest fix where the truck still stands
 * @idle_s: how long the engine ran; -1 where the device doesn't tell
 * @is_over: whether it has left
 */
typedef struct {
  guint        truck;
  gint64       from_us;
  gint64       to_us;
  DrayGeoPoint at;
  int          idle_s;
  gboolean     is_over;
} DrayDetectedStop;

typedef void (*DrayTripFunc) (const DrayDetectedTrip *trip,
                              gpointer                user_data);
typedef void (*DrayStopFunc) (const DrayDetectedStop *stop,
                              gpointer                user_data);

/**
 * DrayTripDetector:
 *
 * Tells trips and stops from the accepted fixes of trucks, each truck's in their order. The same live and over history. One thread.
 */
typedef struct _DrayTripDetector DrayTripDetector;

DrayTripDetector *dray_trip_detector_new      (guint             n_trucks,
                                               DrayTripFunc      trip_func,
                                               DrayStopFunc      stop_func,
                                               gpointer          user_data);
void              dray_trip_detector_free     (DrayTripDetector *self);
void              dray_trip_detector_take_fix (DrayTripDetector *self,
                                               const DrayFix    *fix);
void              dray_trip_detector_finish   (DrayTripDetector *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayTripDetector, dray_trip_detector_free)

G_END_DECLS
