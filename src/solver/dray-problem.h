/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-matrix.h"
#include "dray-units.h"

G_BEGIN_DECLS

/* What the solver is asked: a fleet, stops and rules over matrices. A caller fills a #DrayProblemBuilder from plain structs (each
 * begins as its *_INIT), and dray_problem_new() checks the whole of it once. From then on a #DrayProblem is immutable, shared by
 * threads without a lock, and nothing in the search can fail.
 *
 * Units. Time is a whole number in the unit of the matrices, counted from the plan's start: seconds where they come from roads,
 * tenths where a benchmark truncates. Distance is in the matrices' unit. Cost is a whole number in one unit that the caller picks
 * so that nothing is rounded: money in millionths of its currency (600 per metre is 0.60 a kilometre), distance alone where only
 * distance counts (distance_cost 1). Load is in whatever the caller measures, in up to %DRAY_MAX_LOADS dimensions. */

#define DRAY_MAX_LOADS 8
#define DRAY_MAX_PROBLEM_STOPS 30000
#define DRAY_MAX_DENSE_STOPS 5000
#define DRAY_NOWHERE (-1)
#define DRAY_NONE (-1)
/* Times, distances and matrix cells reach up to this; sums of two fit 32 bits. */
#define DRAY_TIME_MAX 1000000000
#define DRAY_COST_MAX G_GINT64_CONSTANT (1000000000000000)

typedef struct _DrayProblem DrayProblem;
typedef struct _DrayProblemBuilder DrayProblemBuilder;

/* Closed on both sides: service may begin at any instant from @open to @close. */
typedef struct {
  int open;
  int close;
} DrayTimeWindow;

/**
 * DrayRowFunc:
 * @origin: a location
 * @destinations: (array length=n_destinations): locations
 * @durations: (array length=n_destinations) (out caller-allocates): %DRAY_UNREACHABLE where no way leads
 * @distances: (array length=n_destinations) (out caller-allocates):
 *
 * Gives part of a row where a whole matrix would be too large. Called from any thread, several at a time; the same question
 * always gets the same answer.
 */
typedef void (*DrayRowFunc) (int        origin,
                             const int *destinations,
                             int        n_destinations,
                             int       *durations,
                             int       *distances,
                             gpointer   user_data);

/**
 * DrayProfileInput:
 * @duration: (nullable): [n_locations, n_locations]; its diagonal is not read
 * @distance: (nullable): the same shape; %NULL: distances are the durations
 * @n_slots: 0, or how many durations by the hour stand in @slots
 * @slots: (array length=n_slots): slot k holds for departures from k * @slot_length on; the last one holds for ever
 * @rows: (nullable): instead of @duration and @distance, above %DRAY_MAX_DENSE_STOPS stops
 *
 * One way of getting about. With slots, a way is driven at each slot's pace: of the share of the way that is left, in 2^-20ths,
 * floor ((slot end - now) * 2^20 / duration in this slot) is done by the slot's end, and when the share that is left needs
 * ceil (share * duration / 2^20) or less of the slot's time, it ends there. Where a slot has no way, nothing of it is done until the slot
 * ends (the road is closed for these hours, and waiting for it counts as driving); without a way in the last slot there is none. Who
 * leaves later never arrives earlier, but for rounding by one unit.
 */
typedef struct {
  DrayMatrix   *duration;
  DrayMatrix   *distance;
  int           n_slots;
  int           slot_length;
  DrayMatrix  **slots;
  DrayRowFunc   rows;
  gpointer      rows_data;
} DrayProfileInput;

#define DRAY_PROFILE_INPUT_INIT ((DrayProfileInput) { 0 })

/**
 * DrayOrderInput:
 * @required: whether a plan without it is incomplete; such a plan is kept only when no complete one is known
 * @prize: cost of leaving it out where it is not required
 * @priority: 0 to 100; among required orders that can't all be served, a higher one is kept
 * @release: its goods are at the depot from this time: the trip that delivers them starts no earlier
 * @max_ride: from the end of service at a shipment's first pickup to the start of service at its last delivery; %DRAY_TIME_MAX: any
 * @vehicle: only this one may serve it (goods aboard, a pinned order); %DRAY_NONE: any
 * @aboard: its goods are on @vehicle when the plan starts: its stops are deliveries only, and the load counts from the start
 *
 * One or several stops that are served all or not at all, by one vehicle.
 */
typedef struct {
  gboolean required;
  gint64   prize;
  int      priority;
  int      release;
  int      max_ride;
  int      vehicle;
  gboolean aboard;
} DrayOrderInput;

#define DRAY_ORDER_INPUT_INIT ((DrayOrderInput) { .required = TRUE, .max_ride = DRAY_TIME_MAX, .vehicle = DRAY_NONE })

/**
 * DrayStopRole:
 * @DRAY_STOP_ROLE_DEPOT: what it delivers was loaded at the depot, what it picks up goes to the depot (either may be zero)
 * @DRAY_STOP_ROLE_PICKUP: takes the shipment's goods aboard (@pickup)
 * @DRAY_STOP_ROLE_DELIVERY: puts them off (@delivery); all the pickups of an order come before all its deliveries
 */
typedef enum {
  DRAY_STOP_ROLE_DEPOT,
  DRAY_STOP_ROLE_PICKUP,
  DRAY_STOP_ROLE_DELIVERY,
} DrayStopRole;

/**
 * DrayStopInput:
 * @order: as dray_problem_builder_add_order() returned it; %DRAY_NONE: a required order of its own
 * @location: row and column in every profile
 * @service: time spent there
 * @setup: further time, unless the vehicle comes from a stop at the same location
 * @windows: (array length=n_windows): ascending, not touching; none: at any time
 * @soft_open, @soft_close: begun outside, it costs @early_cost or @late_cost for each unit of time
 * @skills: (array length=n_skills): all of which the vehicle must have
 */
typedef struct {
  int                   order;
  DrayStopRole          role;
  int                   location;
  int                   service;
  int                   setup;
  int                   n_windows;
  const DrayTimeWindow *windows;
  int                   soft_open;
  int                   soft_close;
  gint64                early_cost;
  gint64                late_cost;
  int                   delivery[DRAY_MAX_LOADS];
  int                   pickup[DRAY_MAX_LOADS];
  int                   n_skills;
  const int            *skills;
} DrayStopInput;

#define DRAY_STOP_INPUT_INIT ((DrayStopInput) { .order = DRAY_NONE, .soft_close = DRAY_TIME_MAX })

/* A break of the vehicle's shift: it begins in one of the windows, between two stops (or before the first, after the last), and takes
 * @duration. It may be taken while waiting. Where its last window closes before the route starts or opens after it ends, it is not due. */
typedef struct {
  int                   duration;
  int                   n_windows;
  const DrayTimeWindow *windows;
} DrayBreakInput;

/**
 * DrayHoursRules:
 *
 * Hours of service as data; a limit of 0 is no limit. Driving is time on the way; work is driving, service and set-up; duty is all
 * of it with the waiting, from the first departure on.
 *
 * @driving_before_break: driving after which a break is due: 4.5 h (EU), 8 h (US)
 * @break_length: 45 min, 30 min
 * @break_first, @break_second: a break in two parts in this order: 15 and 30 min (EU)
 * @break_by_any_pause: whether any time without driving of @break_length counts, service too (US), or only rest (EU: waiting and breaks
 *    entered as such)
 * @work_before_break, @work_break: after so much work a pause of @work_break: 6 h, 30 min (2002/15/EC)
 * @driving_daily: between two daily rests: 9 h, 11 h
 * @driving_daily_extended: 10 h, as often as the driver's state still grants
 * @duty_window: from the end of a rest to the start of the next: 14 h (US); EU: 24 h less the rest
 * @duty_window_extended: 15 h (EU, with a reduced rest)
 * @daily_rest, @daily_rest_reduced: 10 h (US); 11 h and 9 h (EU)
 * @work_after_window: past the window he may not drive, but still work (US)
 * @rest_first, @rest_second: a daily rest in two parts: 3 h and then 9 h (EU), 7 h and 3 h in any order (US)
 * @rest_parts_roll: each part ends the span before the last one, and neither counts in the window (US); else the second ends it all (EU)
 * @restart, @restart_work: a rest of this length gives the work of a whole week anew: 34 h, 60 or 70 h (US)
 */
typedef struct {
  int      driving_before_break;
  int      break_length;
  int      break_first;
  int      break_second;
  gboolean break_by_any_pause;
  int      work_before_break;
  int      work_break;
  int      driving_daily;
  int      driving_daily_extended;
  int      duty_window;
  int      duty_window_extended;
  int      daily_rest;
  int      daily_rest_reduced;
  gboolean work_after_window;
  int      rest_first;
  int      rest_second;
  gboolean rest_parts_roll;
  int      restart;
  int      restart_work;
} DrayHoursRules;

/* What the driver has behind him when the route starts, and what the week leaves him. */
typedef struct {
  int      driving_since_break;
  int      work_since_break;
  gboolean first_part_taken;
  int      driving_since_rest;
  int      duty_since_rest;
  int      driving_left;           /* this week; DRAY_TIME_MAX: not limited */
  int      work_left;              /* this week, or of the 60 or 70 hours */
  int      extended_days_left;
  int      reduced_rests_left;
} DrayHoursState;

#define DRAY_HOURS_STATE_INIT ((DrayHoursState) { .driving_left = DRAY_TIME_MAX, .work_left = DRAY_TIME_MAX })

/**
 * DrayVehicleInput:
 * @profile: as dray_problem_builder_add_profile() returned it
 * @speed_permille: its pace against the profile: durations are divided by it, rounded up; 1000: as the profile says
 * @start, @end: locations, or %DRAY_NOWHERE: the route begins at its first stop, ends at its last
 * @shift_open, @shift_close: it leaves no earlier and is back no later
 * @capacity: for each dimension of load
 * @fixed_cost: for being used at all
 * @distance_cost, @time_cost: for each unit of distance, and of time between departure and return
 * @overtime_after, @overtime_cost: @overtime_cost more for each unit of time beyond @overtime_after of the route's duration
 * @max_stops, @max_distance, @max_duration: of the route
 * @max_reloads, @reloads, @reload_time: how often, where and how long it may unload what it picked up and load anew; each trip is
 *    held to the capacity by itself
 * @hours: (nullable): the rules that bind its driver, and where he stands
 * @prefix: (array length=n_prefix): stops that come first, in this order, as they were (a route in progress)
 * @locked: nothing is put in or taken out behind the prefix either
 */
typedef struct {
  int                   profile;
  int                   speed_permille;
  int                   start;
  int                   end;
  int                   shift_open;
  int                   shift_close;
  int                   capacity[DRAY_MAX_LOADS];
  gint64                fixed_cost;
  gint64                distance_cost;
  gint64                time_cost;
  int                   overtime_after;
  gint64                overtime_cost;
  int                   n_skills;
  const int            *skills;
  int                   max_stops;
  int                   max_distance;
  int                   max_duration;
  int                   max_reloads;
  int                   n_reloads;
  const int            *reloads;
  int                   reload_time;
  int                   n_breaks;
  const DrayBreakInput *breaks;
  const DrayHoursRules *hours;
  DrayHoursState        hours_state;
  int                   n_prefix;
  const int            *prefix;
  gboolean              locked;
} DrayVehicleInput;

#define DRAY_VEHICLE_INPUT_INIT                                                                                                  \
  ((DrayVehicleInput) { .speed_permille = 1000, .start = DRAY_NOWHERE, .end = DRAY_NOWHERE, .shift_close = DRAY_TIME_MAX,        \
                        .distance_cost = 1, .overtime_after = DRAY_TIME_MAX, .max_stops = DRAY_MAX_PROBLEM_STOPS,                \
                        .max_distance = DRAY_TIME_MAX, .max_duration = DRAY_TIME_MAX, .hours_state = DRAY_HOURS_STATE_INIT })

/**
 * DrayRelationKind:
 * @DRAY_RELATION_SAME_VEHICLE: the stops ride together, in any order (their orders are served all or not at all)
 * @DRAY_RELATION_NOT_SAME_VEHICLE: no two of the stops ride together
 * @DRAY_RELATION_BEFORE: the stops ride together, in this order
 * @DRAY_RELATION_DIRECTLY_BEFORE: the same, and no other stop between them
 */
typedef enum {
  DRAY_RELATION_SAME_VEHICLE,
  DRAY_RELATION_NOT_SAME_VEHICLE,
  DRAY_RELATION_BEFORE,
  DRAY_RELATION_DIRECTLY_BEFORE,
} DrayRelationKind;

/**
 * DrayObjective:
 * @vehicles_first: fewest vehicles before least cost
 * @balance_cost: for the square of each route's duration, in @balance_unit of time: 1,000,000 and 3600 cost a millionth-coin a squared hour
 * @compactness_cost: for the sum over a route's stops of the squared distance to their centre of gravity, in units of coordinates
 *    (dray_problem_builder_set_coordinates()) divided by @compactness_unit
 * @churn_budget: how many stops of the published routes may change their vehicle, or their order within it; %DRAY_NONE: any number
 */
typedef struct {
  gboolean vehicles_first;
  gint64   balance_cost;
  int      balance_unit;
  gint64   compactness_cost;
  int      compactness_unit;
  int      churn_budget;
} DrayObjective;

#define DRAY_OBJECTIVE_INIT ((DrayObjective) { .balance_unit = 3600, .compactness_unit = 1000, .churn_budget = DRAY_NONE })

DrayProblemBuilder *dray_problem_builder_new             (int                      n_locations);
DrayProblemBuilder *dray_problem_builder_new_from        (const DrayProblem       *problem);
void                dray_problem_builder_free            (DrayProblemBuilder      *self);
DrayOrderInput     *dray_problem_builder_get_order       (DrayProblemBuilder      *self,
                                                          int                      order);
DrayStopInput      *dray_problem_builder_get_stop        (DrayProblemBuilder      *self,
                                                          int                      stop);
DrayVehicleInput   *dray_problem_builder_get_vehicle     (DrayProblemBuilder      *self,
                                                          int                      vehicle);
int                 dray_problem_builder_add_profile     (DrayProblemBuilder      *self,
                                                          const DrayProfileInput  *profile);
int                 dray_problem_builder_add_order       (DrayProblemBuilder      *self,
                                                          const DrayOrderInput    *order);
int                 dray_problem_builder_add_stop        (DrayProblemBuilder      *self,
                                                          const DrayStopInput     *stop);
int                 dray_problem_builder_add_vehicle     (DrayProblemBuilder      *self,
                                                          const DrayVehicleInput  *vehicle);
void                dray_problem_builder_add_relation    (DrayProblemBuilder      *self,
                                                          DrayRelationKind         kind,
                                                          const int               *stops,
                                                          int                      n_stops);
void                dray_problem_builder_set_objective   (DrayProblemBuilder      *self,
                                                          const DrayObjective     *objective);
void                dray_problem_builder_set_coordinates (DrayProblemBuilder      *self,
                                                          const int               *x,
                                                          const int               *y);
void                dray_problem_builder_set_published   (DrayProblemBuilder      *self,
                                                          int                      vehicle,
                                                          const int               *stops,
                                                          int                      n_stops);

DrayProblem *dray_problem_new          (const DrayProblemBuilder *builder,
                                        GError                  **error);
DrayProblem *dray_problem_ref          (DrayProblem              *self);
void         dray_problem_unref        (DrayProblem              *self);
int          dray_problem_get_n_stops    (const DrayProblem *self);
int          dray_problem_get_n_orders   (const DrayProblem *self);
int          dray_problem_get_n_vehicles (const DrayProblem *self);
int          dray_problem_get_stop_order (const DrayProblem *self,
                                          int                stop);
const int   *dray_problem_get_order_stops (const DrayProblem *self,
                                           int                order,
                                           int               *n_stops);

/* What was asked for, as it was given: pointers into @self. */
const DrayStopInput    *dray_problem_get_stop    (const DrayProblem *self,
                                                  int                stop);
const DrayOrderInput   *dray_problem_get_order   (const DrayProblem *self,
                                                  int                order);
const DrayVehicleInput *dray_problem_get_vehicle (const DrayProblem *self,
                                                  int                vehicle);
const DrayObjective    *dray_problem_get_objective (const DrayProblem *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayProblemBuilder, dray_problem_builder_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayProblem, dray_problem_unref)

G_END_DECLS
