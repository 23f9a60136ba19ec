/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-planner.h"

G_BEGIN_DECLS

/* Where a truck was last seen. */
typedef struct {
  DrayId truck;
  int    lon_e7;
  int    lat_e7;
  gint64 at_us;
} DrayPlanPosition;

/* A route of a draft that stays as it is: these tasks in this order. */
typedef struct {
  DrayId        truck;
  int           n_tasks;
  const DrayId *tasks;
} DrayPlanHeld;

/**
 * DrayPlanAsk:
 * @day: the operating day, days since 1970-01-01; %DRAY_NEVER: the one that is now
 * @depot: this depot's trucks and orders alone; none: all
 * @live: re-plan from @now_us on, round the routes in progress
 * @now_us: the workspace's clock
 * @churn_budget: how many stops that drivers know of may move; %DRAY_PLANNER_ANY_CHURN: any number. Live only
 * @by_hour: travel times by the hour of the day; else those of a usual hour
 * @hours: (nullable): the hours of service that bind the drivers
 * @seed, @iterations, @wall_s, @threads: as in #DrayPlannerOptions
 * @positions: (nullable): live only: where the trucks are
 * @pinned: (nullable): trucks whose routes stay as they are
 * @held: (nullable): routes of a draft that nobody was told of yet, and that stay as they are
 * @without: (nullable): trucks that are not to be used: broken down, in the workshop
 *
 * What a plan is wanted of. All arrays are copied by dray_plan_ask_copy().
 */
typedef struct {
  gint64                  day;
  DrayId                  depot;
  DrayPreset              preset;
  gboolean                live;
  gint64                  now_us;
  int                     churn_budget;
  gboolean                by_hour;
  const DrayHoursRules   *hours;
  guint64                 seed;
  gint64                  iterations;
  double                  wall_s;
  int                     threads;
  int                     n_positions;
  const DrayPlanPosition *positions;
  int                     n_pinned;
  const DrayId           *pinned;
  int                     n_held;
  const DrayPlanHeld     *held;
  int                     n_without;
  const DrayId           *without;
} DrayPlanAsk;

#define DRAY_PLAN_ASK_INIT ((DrayPlanAsk) { .day = DRAY_NEVER, .churn_budget = DRAY_PLANNER_ANY_CHURN, .seed = 1, .wall_s = 15.0, .threads = 1 })

DrayPlanAsk *dray_plan_ask_copy (const DrayPlanAsk *self);
void         dray_plan_ask_free (DrayPlanAsk       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayPlanAsk, dray_plan_ask_free)

G_END_DECLS
