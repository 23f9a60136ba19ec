/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-live-fleet.h"

G_BEGIN_DECLS

typedef enum {
  DRAY_TRUCKS_ALL,
  DRAY_TRUCKS_AT_RISK,
  DRAY_TRUCKS_MOVING,
  DRAY_TRUCKS_STOPPED,
  DRAY_N_TRUCK_SETS
} DrayTruckSet;

typedef enum {
  DRAY_TRUCKS_BY_SLACK,
  DRAY_TRUCKS_BY_NUMBER,
  DRAY_TRUCKS_BY_DRIVER,
  DRAY_TRUCKS_BY_ETA,
  DRAY_N_TRUCK_SORTS
} DrayTruckSort;

/**
 * DrayTruckOrder:
 *
 * The trucks of a live fleet as a list shows them: some of them, in an order, as they were at the last refresh. GTK's own filter
 * and sort models look at every row again for every change; this one looks at all of them once a second and tells the list only
 * about the stretch that differs.
 */
#define DRAY_TYPE_TRUCK_ORDER (dray_truck_order_get_type ())
G_DECLARE_FINAL_TYPE (DrayTruckOrder, dray_truck_order, DRAY, TRUCK_ORDER, GObject)

DrayTruckOrder *dray_truck_order_new        (void);
void            dray_truck_order_set_fleet  (DrayTruckOrder *self,
                                             DrayLiveFleet  *fleet);
void            dray_truck_order_set_set    (DrayTruckOrder *self,
                                             DrayTruckSet    set);
void            dray_truck_order_set_sort   (DrayTruckOrder *self,
                                             DrayTruckSort   sort);
void            dray_truck_order_set_text   (DrayTruckOrder *self,
                                             const char     *text);
void            dray_truck_order_refresh    (DrayTruckOrder *self);
guint           dray_truck_order_count      (DrayTruckOrder *self,
                                             DrayTruckSet    set);
guint           dray_truck_order_find       (DrayTruckOrder *self,
                                             guint32         truck);
gboolean        dray_live_truck_matches     (DrayLiveTruck  *truck,
                                             const char     *folded);

G_END_DECLS
