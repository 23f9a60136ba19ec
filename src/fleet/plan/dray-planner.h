/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-id.h"
#include "dray-matrix.h"
#include "dray-plan.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DrayPreset:
 * @DRAY_PRESET_LIKE_YESTERDAY: as cheap as it can be while four in five of the published tasks stay on their truck and in their order
 *
 * What a planner asks for, in words. Each is a way of weighing the same money: dray_planner_make_problem() says which term it bends.
 */
typedef enum {
  DRAY_PRESET_LEAST_COST,
  DRAY_PRESET_FEWEST_TRUCKS,
  DRAY_PRESET_FEWEST_KILOMETRES,
  DRAY_PRESET_FINISH_EARLY,
  DRAY_PRESET_LIKE_YESTERDAY,
  DRAY_N_PRESETS,
} DrayPreset;

const char *dray_preset_get_label (DrayPreset preset);

typedef enum {
  DRAY_PLANNER_DELIVERY, /* loaded at the truck's depot */
  DRAY_PLANNER_PICKUP,   /* brought to the truck's depot */
  DRAY_PLANNER_SERVICE,  /* moves no goods */
} DrayPlannerTaskKind;

/**
 * DrayPlannerTask:
 * @order: tasks of one order are served by one truck, all or none; none: an order of its own. A pickup and a delivery of one order that
 *   move the same goods are a shipment: the goods never see the depot
 * @place: row and column in the matrices
 * @depot: the place where its goods are or go to, so that only trucks of that depot take it; -1: any truck
 * @fetch: a delivery whose goods are on no truck yet while trucks are out: whoever takes it loads at @depot first
 * @open_us, @close_us: the promised window, UTC microseconds; %DRAY_NEVER where that side is open
 * @priority: 0 to 100; among tasks that can't all be served a higher one is kept
 * @left_out: it is not to be served in this plan
 * @pinned: the truck that it stays on, counted from 1; 0: any
 * @late_ok: after its window it is priced as late, and not refused
 *
 * Something to be done at a place. An order of one task is one of these.
 */
typedef struct {
  DrayId              id;
  DrayId              order;
  DrayPlannerTaskKind kind;
  int                 place;
  int                 depot;
  gboolean            fetch;
  int                 service_s;
  gint64              open_us;
  gint64              close_us;
  int                 load_kg;
  int                 volume_l;
  int                 pallets;
  gboolean            tail_lift;
  gboolean            hazmat;
  int                 priority;
  gboolean            left_out;
  gboolean            late_ok;
  int                 pinned;
} DrayPlannerTask;

/**
 * DrayPlannerTruck:
 * @place: its depot: row and column in the matrices
 * @profile: which of the request's profiles the road holds for it
 * @from_us, @until_us: the driver's shift
 * @load_kg, @volume_l, @pallets: what it may carry; 0 of volume or pallets: not measured
 * @hours: (nullable): the rules that bind its driver, and where he stands
 * @day_cost_minor, @hour_cost_minor, @km_cost_minor: integer money, in hundredths of the currency
 *
 * A truck with its driver for the day.
 */
typedef struct {
  DrayId                truck;
  DrayId                driver;
  int                   place;
  int                   profile;
  gint64                from_us;
  gint64                until_us;
  int                   load_kg;
  int                   volume_l;
  int                   pallets;
  gboolean              tail_lift;
  gboolean              hazmat;
  const DrayHoursRules *hours;
  DrayHoursState        hours_state;
  gint64                day_cost_minor;
  gint64                hour_cost_minor;
  gint64                km_cost_minor;
} DrayPlannerTruck;

/**
 * DrayPlannerLive:
 * @under_way: it has left its depot: it goes on from @place, and goods that are not aboard are had at a depot only (#DrayPlannerTask.fetch)
 * @place: where it is; under way only
 * @from_us: from when on it is free to drive there; under way only
 * @prefix: tasks that come first, in this order: where it stands and what it has promised to do next
 * @aboard: tasks whose goods it carries: bound to it
 * @pinned: nothing is put in or taken out
 *
 * A truck in the middle of its day. All zero: it waits at its depot.
 */
typedef struct {
  gboolean   under_way;
  int        place;
  gint64     from_us;
  int        n_prefix;
  const int *prefix;
  int        n_aboard;
  const int *aboard;
  gboolean   pinned;
} DrayPlannerLive;

/* What a truck's driver was told, or drove yesterday: tasks in order. */
typedef struct {
  int        n_tasks;
  const int *tasks;
} DrayPlannerPublished;

/**
 * DrayPlannerProfile:
 * @duration_s, @distance_m: [n_places, n_places] for one kind of truck
 * @n_slots: 0, or how many durations by the hour stand in @slots
 * @slots: (array length=n_slots): slot k holds for departures from k * @slot_s after the request's start on; the last one for ever
 */
typedef struct {
  DrayMatrix  *duration_s;
  DrayMatrix  *distance_m;
  int          n_slots;
  int          slot_s;
  DrayMatrix **slots;
} DrayPlannerProfile;

#define DRAY_PLANNER_ANY_CHURN (-1)

/**
 * DrayPlannerRequest:
 * @start_us: the solver's zero: no truck leaves before it
 * @live: (nullable) (array): [n_trucks] where the trucks are; %NULL: all at their depots
 * @published: (nullable) (array): [n_trucks] what @churn_budget counts from
 * @churn_budget: how many published tasks may change their truck, or their order on it; %DRAY_PLANNER_ANY_CHURN: any number
 * @lenient: rules that may be broken with a reason are priced and no longer hard: lateness, overtime, volume and pallets
 *
 * A day to be planned. Owned by the caller, read only while a call runs.
 */
typedef struct {
  gint64                      start_us;
  DrayPreset                  preset;
  int                         n_places;
  int                         n_profiles;
  const DrayPlannerProfile   *profiles;
  int                         n_tasks;
  const DrayPlannerTask      *tasks;
  int                         n_trucks;
  const DrayPlannerTruck     *trucks;
  const DrayPlannerLive      *live;
  const DrayPlannerPublished *published;
  int                         churn_budget;
  gboolean                    lenient;
} DrayPlannerRequest;

/**
 * DrayDraftStop:
 * @loads: it is the visit to the depot at which the goods of @task are fetched
 */
typedef struct {
  int      task;
  gboolean loads;
  gint64   arrive_us;
  gint64   begin_us;
  gint64   leave_us;
} DrayDraftStop;

/* A break or a rest that the hours of service ask for. */
typedef struct {
  gint64 from_us;
  gint64 until_us;
} DrayDraftPause;

/**
 * DrayDraftRoute:
 * @terms_minor: [DRAY_N_COST_TERMS] what it costs, by the truck's own rates; their sum is @cost_minor
 */
typedef struct {
  int             truck;
  gint64          start_us;
  gint64          end_us;
  int             distance_m;
  int             drive_s;
  gint64          cost_minor;
  gint64          terms_minor[DRAY_N_COST_TERMS];
  int             n_stops;
  DrayDraftStop  *stops;
  int             n_pauses;
  DrayDraftPause *pauses;
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
  gint64          terms_minor[DRAY_N_COST_TERMS];
  gint64          distance_m;
  gint64          drive_s;
} DrayDraft;

/**
 * DrayPlannerOptions:
 * @seed: with @iterations alone as the limit, the draft is a function of the request and this
 * @iterations: steps of the search; 0: no limit
 * @wall_s: seconds on the clock; 0: no limit
 * @threads: 1 to 8
 * @warm: (nullable): a plan of the same request to begin with
 * @cancellable: (nullable): the best plan so far is the answer soon after it is cancelled
 * @progress: (nullable): called by the thread that plans, at up to 20 Hz, with the preset's cost in millionths of the currency
 *
 * @improved: (nullable): called by the same thread with plans on the way, which it takes; a few a second
 *
 * At least one limit or a cancellable must be given.
 */
typedef struct {
  guint64         seed;
  gint64          iterations;
  double          wall_s;
  int             threads;
  const DrayPlan *warm;
  GCancellable   *cancellable;
  void          (*progress) (gint64   cost,
                             int      n_unplaced,
                             double   wall_s,
                             gpointer user_data);
  void          (*improved) (DrayPlan *plan,
                             gpointer  user_data);
  gpointer        user_data;
} DrayPlannerOptions;

DrayProblem *dray_planner_make_problem (const DrayPlannerRequest *request,
                                        GError                  **error);
int          dray_planner_get_order    (const DrayPlannerRequest *request,
                                        int                       task);
DrayPlan    *dray_planner_search       (const DrayProblem        *problem,
                                        const DrayPlannerOptions *options,
                                        GError                  **error);
DrayDraft   *dray_planner_make_draft   (const DrayPlannerRequest *request,
                                        const DrayPlan           *plan);
DrayDraft   *dray_planner_solve        (const DrayPlannerRequest *request,
                                        const DrayPlannerOptions *options,
                                        GError                  **error);
void         dray_draft_free           (DrayDraft                *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayDraft, dray_draft_free)

G_END_DECLS
