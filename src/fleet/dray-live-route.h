/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-id.h"

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * DrayLiveStop:
 * @id: the stop
 * @name: whom it serves
 * @address: where, in words
 * @lon_e7: the truck entrance
 * @lat_e7: the truck entrance
 * @open_us: begin of the promised window; %DRAY_NEVER with none
 * @close_us: end of the promised window; %DRAY_NEVER with none
 * @planned_us: arrival by the latest release
 * @service_s: planned time at the stop without waiting
 * @along_m: metres from the start of the route's path
 *
 * A stop as the live view needs it.
 */
typedef struct {
  DrayId      id;
  const char *name;
  const char *address;
  int         lon_e7;
  int         lat_e7;
  gint64      open_us;
  gint64      close_us;
  gint64      planned_us;
  int         service_s;
  double      along_m;
} DrayLiveStop;

/**
 * DrayLiveRoute:
 * @id: the route
 * @truck: index in the live fleet
 * @start_us: planned departure from the depot
 * @stops: (array length=n_stops): in order
 * @n_points: points of the path
 * @lon_e7: [n_points]
 * @lat_e7: [n_points]
 * @at_m: [n_points], metres from the start, never falling
 * @at_s: [n_points], driving seconds from the start, never falling
 *
 * A released route with its path on the road, out to the last stop and home. Reference counted; immutable once its maker hands it
 * on, so that the ingest thread and the windows share it.
 */
typedef struct {
  DrayId        id;
  guint         truck;
  gint64        start_us;
  guint         n_stops;
  DrayLiveStop *stops;
  guint         n_points;
  int          *lon_e7;
  int          *lat_e7;
  double       *at_m;
  double       *at_s;
} DrayLiveRoute;

/**
 * DrayStopTimes:
 * @eta_us: (array length=n): when the truck is expected at each stop; at a stop already reached, when it arrived
 * @early_us, @late_us: (array length=n): between these it arrives nine times in ten; both @eta_us where it has
 * @arrived_us: (array length=n): %DRAY_NEVER while it has not
 * @departed_us: (array length=n): %DRAY_NEVER while it has not
 *
 * How a truck does on its route, at one instant. Reference counted and immutable.
 */
typedef struct {
  guint   n;
  gint64 *eta_us;
  gint64 *early_us;
  gint64 *late_us;
  gint64 *arrived_us;
  gint64 *departed_us;
} DrayStopTimes;

DrayStopTimes *dray_stop_times_new   (guint          n);
DrayStopTimes *dray_stop_times_ref   (DrayStopTimes *self);
void           dray_stop_times_unref (DrayStopTimes *self);

#define DRAY_TYPE_LIVE_ROUTE (dray_live_route_get_type ())
GType          dray_live_route_get_type (void);

DrayLiveRoute *dray_live_route_new      (const DrayId       *id,
                                         guint               truck,
                                         gint64              start_us);
void           dray_live_route_add_leg  (DrayLiveRoute      *self,
                                         const int          *lon_e7,
                                         const int          *lat_e7,
                                         guint               n_points,
                                         double              duration_s);
void           dray_live_route_add_stop (DrayLiveRoute      *self,
                                         const DrayLiveStop *stop);
DrayLiveRoute *dray_live_route_ref      (DrayLiveRoute      *self);
void           dray_live_route_unref    (DrayLiveRoute      *self);
double         dray_live_route_get_length_m (const DrayLiveRoute *self);
double         dray_live_route_get_driving_s (const DrayLiveRoute *self,
                                         double               along_m);
double         dray_live_route_get_along_m (const DrayLiveRoute *self,
                                         double               driving_s);
double         dray_live_route_get_planned_m (const DrayLiveRoute *self,
                                         gint64               at_us);
void           dray_live_route_locate   (const DrayLiveRoute *self,
                                         double               along_m,
                                         int                 *lon_e7,
                                         int                 *lat_e7,
                                         double              *heading_deg);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayLiveRoute, dray_live_route_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayStopTimes, dray_stop_times_unref)

G_END_DECLS
