/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-plan-draft.h"
#include "dray-region.h"

G_BEGIN_DECLS

/**
 * DrayPlanLine:
 * @truck: index in the draft's day
 * @lon_e7, @lat_e7: [n_points] from where the truck is to its depot, along the road
 * @at: [n_stops + 1] the point at which leg k begins; the last is that where the last stop was left
 * @n_stops: those of the draft's route, visits to a depot among them
 *
 * A route of a draft on the road.
 */
typedef struct {
  int  truck;
  int  n_points;
  int *lon_e7;
  int *lat_e7;
  int  n_stops;
  int *at;
} DrayPlanLine;

/**
 * DrayPlanDrawing:
 * @lines: [n_lines] in the order of the draft's routes
 *
 * The routes of a draft as they lie on the map. Reference counted and immutable.
 */
typedef struct {
  DrayPlanDraft *draft;
  int            n_lines;
  DrayPlanLine  *lines;
} DrayPlanDrawing;

DrayPlanDrawing *dray_plan_drawing_ref   (DrayPlanDrawing      *self);
void             dray_plan_drawing_unref (DrayPlanDrawing      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayPlanDrawing, dray_plan_drawing_unref)

/**
 * DrayPlanPaths:
 *
 * Ways on the road between the places that were drawn so far: a plan that differs from the last one by a few stops costs those legs alone.
 * Any thread may draw; one at a time does.
 */
typedef struct _DrayPlanPaths DrayPlanPaths;

DrayPlanPaths   *dray_plan_paths_new     (DrayRegion           *region);
DrayPlanPaths   *dray_plan_paths_ref     (DrayPlanPaths        *self);
void             dray_plan_paths_unref   (DrayPlanPaths        *self);
DrayPlanDrawing *dray_plan_paths_draw    (DrayPlanPaths        *self,
                                          DrayPlanDraft        *draft,
                                          GCancellable         *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayPlanPaths, dray_plan_paths_unref)

G_END_DECLS
