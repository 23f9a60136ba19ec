/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-id.h"
#include "dray-matrix.h"
#include "dray-problem.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DrayPreset:
 *
 * What a planner asks for, in words. Each is a way of weighing the same money: dray_planner_solve() says which term it bends.
 */
typedef enum {
  DRAY_PRESET_LEAST_COST,
  DRAY_PRESET_FEWEST_TRUCKS,
  DRAY_PRESET_FEWEST_KILOMETRES,
  DRAY_PRESET_FINISH_EARLY,
  DRAY_N_PRESETS,
} DrayPreset;

typedef enum {
  DRAY_PLANNER_DELIVERY, /* loaded at the truck's depot */
  DRAY_PLANNER_PICKUP,   /* brought to the truck's depot */
  DRAY_PLANNER_SERVICE,  /* moves no goods */
} DrayPlannerTaskKind;

/**
 * DrayPlannerTask:
 * @place: row and column in the matrices
 * @depot: the place where its goods are or go to, so that only trucks of that depot take it; -1: any truck
 * @open_us, @close_us: the promised window, UTC microseconds; %DRAY_NEVER where that side is open
 * @priority: 0 to 100; among tasks that can't all be served a higher one is kept
 *
 * Something to be done at a place. An order of one task is one of these.
 */
typedef struct {
  DrayId              id;
  DrayPlannerTaskKind kind;
  int                 place;
  int                 depot;
  int                 service_s;
  gint64              open_us;
  gint64              close_us;
  int                 load_kg;
  int                 volume_l;
  int                 pallets;
  gboolean            tail_lift;
  gboolean            hazmat;
  int                 priority;
} DrayPlannerTask;

/**
 * DrayPlannerTruck:
 * @place: its depot: row and column in the matrices
 * @profile: which of the request's profiles the road holds for it
 * @from_us, @until_us: the driver's shift
 * @load_kg, @volume_l, @pallets: what it may carry; 0 of volume or pallets: not measured
 * @day_cost_minor, @hour_cost_minor, @km_cost_minor: integer money, in hundredths of the currency
 *
 * A truck with its driver for the day.
 */
typedef struct {
  DrayId   truck;
  DrayId   driver;
  int      place;
  int      profile;
  gint64   from_us;
  gint64   until_us;
  int      load_kg;
  int      volume_l;
  int      pallets;
  gboolean tail_lift;
  gboolean hazmat;
  gint64   day_cost_minor;
  gint64   hour_cost_minor;
  gint64   km_cost_minor;
} DrayPlannerTruck;

/* Durations and distances between all places for one kind of truck. */
typedef struct {
  DrayMatrix *duration_s; /* [n_places, n_places] */
  DrayMatrix *distance_m; /* [n_places, n_places] */
} DrayPlannerProfile;

/**
 * DrayPlannerRequest:
 * @start_us: the solver's zero: no truck leaves before it
 *
 * A day to be planned. Owned by the caller, read only while dray_planner_solve() runs.
 */
typedef struct {
  gint64                    start_us;
  DrayPreset                preset;
  int                       n_places;
  int                       n_profiles;
  const DrayPlannerProfile *profiles;
  int                       n_tasks;
  const DrayPlannerTask    *tasks;
  int                       n_trucks;
  const DrayPlannerTruck   *trucks;
} DrayPlannerRequest;

typedef struct {
  int    task;
  gint64 arrive_us;
  gint64 begin_us;
  gint64 leave_us;
} DrayDraftStop;

typedef struct {
  int            truck;
  gint64         start_us;
  gint64         end_us;
  int            distance_m;
  int            drive_s;
  gint64         cost_minor;
  int            n_stops;
  DrayDraftStop *stops;
} DrayDraftRoute;

/**
 * DrayDraft:
 * @routes: (array length=n_routes): the trucks that are used, in the request's order
 * @unplaced: (array length=n_unplaced): tasks that no truck takes, ascending
 * @cost_minor: what the routes cost, by the trucks' own rates whatever the preset
 *
 * A plan nobody has been told of yet. Indices are those of the request.
 */
typedef struct {
  int             n_routes;
  DrayDraftRoute *routes;
  int             n_unplaced;
  int            *unplaced;
  gint64          cost_minor;
  gint64          distance_m;
  gint64          drive_s;
} DrayDraft;

/**
 * DrayPlannerOptions:
 * @seed: with @iterations alone as the limit, the draft is a function of the request and this
 * @iterations: steps of the search; 0: no limit
 * @wall_s: seconds on the clock; 0: no limit
 * @threads: 1 to 8
 * @cancellable: (nullable): the best plan so far is the answer soon after it is cancelled
 * @progress: (nullable): called by the thread that plans, at up to 20 Hz, with the preset's cost in millionths of the currency
 *
 * At least one limit or a cancellable must be given.
 */
typedef struct {
  guint64       seed;
  gint64        iterations;
  double        wall_s;
  int           threads;
  GCancellable *cancellable;
  void        (*progress) (gint64   cost,
                           int      n_unplaced,
                           double   wall_s,
                           gpointer user_data);
  gpointer      user_data;
} DrayPlannerOptions;

DrayProblem *dray_planner_make_problem (const DrayPlannerRequest *request,
                                        GError                  **error);
DrayDraft   *dray_planner_solve        (const DrayPlannerRequest *request,
                                        const DrayPlannerOptions *options,
                                        GError                  **error);
void         dray_draft_free           (DrayDraft                *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayDraft, dray_draft_free)

G_END_DECLS
