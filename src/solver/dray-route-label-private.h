/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-route-private.h"

G_BEGIN_DECLS

/* What happens between one stop and the next, in this order; the gap before the first stop and behind the last are gaps too. */
typedef struct _DrayGap {
  gint8  break_before;   /* index of a break taken before leaving, or -1 */
  gint8  break_at;       /* taken at the reload */
  gint8  break_behind;   /* taken on arrival */
  gint16 reload;         /* index into the vehicle's reloads, or -1 */
} DrayGap;

/* Chooses where a vehicle takes its breaks and reloads: fills scratch->gaps ([n_stops + 1]). FALSE where there is no way. */
gboolean dray_route_choose_gaps (DrayRouteScratch *scratch,
                                 int               vehicle,
                                 const int        *stops,
                                 int               n_stops,
                                 DrayRouteCheck   *check);
/* Drives the route with what scratch->gaps say, leaving at @start or as soon behind it as the goods allow; judges loads and times, and
 * fills begin, arrival and departure, and scratch->visits. */
gboolean dray_route_drive_gaps  (DrayRouteScratch *scratch,
                                 int               vehicle,
                                 const int        *stops,
                                 int               n_stops,
                                 int               start,
                                 DrayRouteCheck   *check);
/* The same for a driver bound by hours of service: places his breaks and rests, leaves as early as he may. */
gboolean dray_route_drive_hours (DrayRouteScratch *scratch,
                                 int               vehicle,
                                 const int        *stops,
                                 int               n_stops,
                                 DrayRouteCheck   *check);

gsize    dray_route_get_label_size (void);
gsize    dray_route_get_item_size  (void);

G_END_DECLS
