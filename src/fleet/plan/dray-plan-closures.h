/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fence-set.h"
#include "dray-region.h"

G_BEGIN_DECLS

/**
 * DrayPlanClosures:
 *
 * The forbidden fences as roads: what is closed to all trucks is closed in the region that was given; trucks with fences of their own get
 * a region of their own over the same pack, one for each set of fences. Variant 0 is the region itself. One thread at a time.
 */
typedef struct _DrayPlanClosures DrayPlanClosures;

#define DRAY_PLAN_OPEN_TO_ALL 0

DrayPlanClosures *dray_plan_closures_new        (DrayRegion        *region);
void              dray_plan_closures_free       (DrayPlanClosures  *self);
void              dray_plan_closures_set_fences (DrayPlanClosures  *self,
                                                 DrayFenceSet      *fences,
                                                 const DrayId      *trucks,
                                                 guint              n_trucks);
gboolean          dray_plan_closures_apply      (DrayPlanClosures  *self,
                                                 int                n_threads,
                                                 GCancellable      *cancellable,
                                                 gboolean          *changed,
                                                 GError           **error);
int               dray_plan_closures_find       (DrayPlanClosures  *self,
                                                 const DrayId      *truck,
                                                 int                n_threads,
                                                 GCancellable      *cancellable,
                                                 GError           **error);
DrayRegion       *dray_plan_closures_get_region (DrayPlanClosures  *self,
                                                 int                variant);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayPlanClosures, dray_plan_closures_free)

G_END_DECLS
