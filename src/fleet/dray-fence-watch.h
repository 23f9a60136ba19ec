/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fence-set.h"
#include "dray-fix.h"
#include "dray-live-route.h"

G_BEGIN_DECLS

typedef enum {
  DRAY_FENCE_ENTERED,
  DRAY_FENCE_LEFT,
  DRAY_FENCE_PASSED,      /* in and out between two fixes */
  DRAY_FENCE_OVERSTAYED,
  DRAY_FENCE_SPED,
  DRAY_FENCE_AHEAD,       /* a forbidden one lies on the path of the next minutes */
} DrayFenceTransition;

/**
 * DrayFenceEvent:
 * @fence: the fence's id
 * @name: its name; valid during the call
 * @at_us: the device time of the fix that it is dated by: the first one inside, the first one outside
 * @ahead_s: of %DRAY_FENCE_AHEAD: in how many seconds the truck is there
 */
typedef struct {
  DrayFenceTransition  transition;
  guint                truck;
  DrayId               fence;
  const char          *name;
  DrayFenceKind        kind;
  gint64               at_us;
  int                  ahead_s;
} DrayFenceEvent;

typedef void (*DrayFenceFunc) (const DrayFenceEvent *event,
                               gpointer              user_data);

/**
 * DrayFenceWatch:
 *
 * Where each truck stands with each fence. Given the accepted fixes of a truck in their order it tells the same events, live or over
 * history, so that two who watch the same fixes make the same records. One thread.
 */
typedef struct _DrayFenceWatch DrayFenceWatch;

DrayFenceWatch *dray_fence_watch_new        (guint                n_trucks,
                                             DrayFenceFunc        func,
                                             gpointer             user_data);
void            dray_fence_watch_free       (DrayFenceWatch      *self);
void            dray_fence_watch_widen      (DrayFenceWatch      *self,
                                             guint                n_trucks);
void            dray_fence_watch_set_fences (DrayFenceWatch      *self,
                                             DrayFenceSet        *fences);
void            dray_fence_watch_take_fix   (DrayFenceWatch      *self,
                                             const DrayFix       *fix);
void            dray_fence_watch_look_ahead (DrayFenceWatch      *self,
                                             guint                truck,
                                             const DrayLiveRoute *route,
                                             double               along_m,
                                             gint64               at_us);
gboolean        dray_fence_watch_is_busy    (const DrayFenceWatch *self,
                                             guint                truck);
void            dray_fence_watch_skip       (DrayFenceWatch      *self,
                                             guint                truck);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayFenceWatch, dray_fence_watch_free)

G_END_DECLS
