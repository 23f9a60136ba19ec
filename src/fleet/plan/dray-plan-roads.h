/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fence-set.h"
#include "dray-plan-day.h"
#include "dray-region.h"

G_BEGIN_DECLS

/**
 * DrayPlanRoads:
 *
 * Durations and distances between the places that were planned with, by kind of truck and time of day. What is known stays known: an
 * order at a new place adds a row and a column. Any thread may ask; one at a time is served.
 */
typedef struct _DrayPlanRoads DrayPlanRoads;

DrayPlanRoads *dray_plan_roads_new    (DrayRegion     *region);
DrayPlanRoads *dray_plan_roads_ref    (DrayPlanRoads  *self);
void           dray_plan_roads_unref  (DrayPlanRoads  *self);
gboolean       dray_plan_roads_fill   (DrayPlanRoads  *self,
                                       DrayPlanDay    *day,
                                       int             n_threads,
                                       GCancellable   *cancellable,
                                       GError        **error);
void           dray_plan_roads_set_fences (DrayPlanRoads *self,
                                       DrayFenceSet   *fences,
                                       const DrayId   *trucks,
                                       guint           n_trucks);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayPlanRoads, dray_plan_roads_unref)

G_END_DECLS
