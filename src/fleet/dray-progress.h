/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-live-fleet.h"
#include "dray-live-route.h"

G_BEGIN_DECLS

typedef enum {
  DRAY_PROGRESS_STARTED,
  DRAY_PROGRESS_ARRIVED,
  DRAY_PROGRESS_DEPARTED,
  DRAY_PROGRESS_FINISHED,
  DRAY_PROGRESS_OFF_ROUTE,
  DRAY_PROGRESS_BACK_ON_ROUTE,
} DrayProgressKind;

/**
 * DrayProgressEvent:
 * @truck: index in the live fleet
 * @stop: index of the stop in its route, for an arrival or a departure
 * @at_us: the fix that showed it
 *
 * Something that a fix made known. What it changes in the records is for an operation to say.
 */
typedef struct {
  DrayProgressKind  kind;
  guint             truck;
  guint             stop;
  gint64            at_us;
} DrayProgressEvent;

typedef void (*DrayProgressFunc) (const DrayProgressEvent *event,
                                  gpointer                 user_data);

typedef struct _DrayProgress DrayProgress;

DrayProgress *dray_progress_new       (guint             n_trucks,
                                       DrayProgressFunc  func,
                                       gpointer          user_data);
void          dray_progress_free      (DrayProgress     *self);
void          dray_progress_set_route (DrayProgress     *self,
                                       guint             truck,
                                       DrayLiveRoute    *route,
                                       guint             n_done);
void          dray_progress_take_fix  (DrayProgress     *self,
                                       const DrayFix    *fix);
void          dray_progress_get       (DrayProgress     *self,
                                       guint             truck,
                                       gint64            now_us,
                                       DrayTruckProgress *progress);
gint64        dray_progress_get_eta_us (DrayProgress    *self,
                                       guint             truck,
                                       guint             stop,
                                       gint64            now_us);
gint64        dray_progress_get_arrived_us (DrayProgress *self,
                                       guint             truck,
                                       guint             stop);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayProgress, dray_progress_free)

G_END_DECLS
