/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-region.h"
#include "dray-road-match.h"
#include "dray-shape.h"

G_BEGIN_DECLS

/**
 * DrayRoadChange:
 * @shape: a line drawn along a road, or an area
 * @speed_percent: of the usual speed, at most 200; 0 closes
 * @kinds: bit k: for vehicles of #DrayVehicleKind k; 0 for all
 * @periods: bit p: in that time of day; 0 for all. Where no time of day is asked for, closures count and slowdowns don't
 *
 * A closure, a slowdown, or a fence that forbids a class of vehicles, in force now.
 */
typedef struct {
  const DrayShape *shape;
  int              speed_percent;
  guint8           kinds;
  guint8           periods;
} DrayRoadChange;

gboolean dray_region_set_changes (DrayRegion            *self,
                                  const DrayRoadChange  *changes,
                                  guint                  n_changes,
                                  int                    n_threads,
                                  GCancellable          *cancellable,
                                  GError               **error);

/**
 * DrayRoadLearner:
 *
 * Collects how fast segments were really driven, by time of day. Not to be shared between threads.
 */
typedef struct _DrayRoadLearner DrayRoadLearner;

DrayRoadLearner *dray_road_learner_new   (DrayRegion            *region,
                                          GTimeZone             *zone);
void             dray_road_learner_add   (DrayRoadLearner       *self,
                                          const DrayRoadMatch   *match,
                                          const DrayRoadFix     *fixes);
guint            dray_road_learner_count (DrayRoadLearner       *self);
gboolean         dray_road_learner_apply (DrayRoadLearner       *self,
                                          int                    n_threads,
                                          GCancellable          *cancellable,
                                          GError               **error);
void             dray_road_learner_free  (DrayRoadLearner       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayRoadLearner, dray_road_learner_free)

G_END_DECLS
