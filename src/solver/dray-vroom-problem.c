/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "dray-solver-error.h"
#include "dray-vroom-private.h"

/* From VROOM's words to ours. VROOM prices the way alone: per_hour of driving and per_km, never waiting or service. So what the problem
 * calls the distance of an arc is its price here, in 1/18000 of VROOM's unit divided by what all arcs have in common, and each vehicle
 * with its own rates and pace has a profile of its own. A vehicle with max_distance needs the metres there instead; its hours are then
 * priced over the whole route, waiting and service too, which is the one place where the two models part.
 *
 * A job that VROOM may leave out is required with its priority: the plan misses as little as it can, weighed by priority, as VROOM does. */

#define INVALID(...) (g_set_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_INVALID, __VA_ARGS__), NULL)

/* One unit of VROOM's cost is 18000 of these: 5 a second at per_hour 1, 18 a metre at per_km 1. */
#define UNITS_A_SECOND 5
#define UNITS_A_METRE 18
G_STATIC_ASSERT (UNITS_A_SECOND * 3600 == DRAY_VROOM_COST_UNITS && UNITS_A_METRE * 1000 == DRAY_VROOM_COST_UNITS);

typedef struct {
  int    profile;
  double speed_factor;
  gint64 per_hour;
  gint64 per_km;
  gboolean metres;
  DrayGoal goal;
  int    number;       /* of the problem's profile */
  gint64 unit;         /* what one unit of its distances costs */
} Pace;

typedef struct {
  const DrayVroom    *vroom;
  DrayProblemBuilder *builder;
  GArray             *paces;   /* (element-type Pace) */
} Maker;

static gint64
find_divisor (gint64 a,
              gint64 b)
{
  while (b != 0) {
    gint64 rest = a % b;

    a = b;
    b = rest;
  }
  return a;
}

static int
scale_duration (int    duration,
                double speed_factor)
{
  return (int) MIN (ceil (duration / speed_factor - 1e-9), DRAY_TIME_MAX);
}

static gboolean
has_no_way (const DrayVroomProfile *profile,
            gsize                   cell)
{
  return profile->duration->cells[cell] >= DRAY_UNREACHABLE || (profile->distance != NULL && profile->distance->cells[cell] >= DRAY_UNREACHABLE);
}

/* At the vehicle's pace; a way that either matrix denies is none. */
static DrayMatrix *
make_durations (const DrayVroomProfile *profile,
                double                  speed_factor)
{
  int n = profile->duration->n_rows;
  DrayMatrix *scaled = dray_matrix_new (n, n);

  for (gsize i = 0; i < (gsize) n * (gsize) n; i++)
    scaled->cells[i] = has_no_way (profile, i) ? DRAY_UNREACHABLE : scale_duration (profile->duration->cells[i], speed_factor);
  return scaled;
}

static gint64
price_arc (const DrayVroomProfile *profile,
           const DrayMatrix       *durations,
           const Pace             *pace,
           gsize                   cell)
{
  if (profile->cost != NULL)
    return (gint64) profile->cost->cells[cell];
  return (UNITS_A_SECOND * pace->per_hour * durations->cells[cell]
          + (pace->per_km > 0 ? UNITS_A_METRE * pace->per_km * (gint64) profile->distance->cells[cell] : 0))
         / pace->unit;
}

/* What all arcs' prices have in common is taken out, and more where they would not fit a matrix. */
static gboolean
set_unit (const DrayVroomProfile *profile,
          const DrayMatrix       *durations,
          Pace                   *pace)
{
  gsize n = (gsize) durations->n_rows * (gsize) durations->n_columns;
  gint64 largest = 0;

  pace->unit = profile->cost != NULL ? DRAY_VROOM_COST_UNITS : MAX (1, find_divisor (UNITS_A_SECOND * pace->per_hour, UNITS_A_METRE * pace->per_km));
  for (gsize i = 0; i < n; i++)
    if (durations->cells[i] < DRAY_UNREACHABLE)
      largest = MAX (largest, price_arc (profile, durations, pace, i));
  while (profile->cost == NULL && largest > DRAY_TIME_MAX) {
    pace->unit *= 2;
    largest /= 2;
  }
  return largest <= DRAY_TIME_MAX;
}

/* In which unit the problem counts the way, as the goal and the vehicle want it. */
static DrayMatrix *
make_distances (const DrayVroomProfile *profile,
                const DrayMatrix       *durations,
                Pace                   *pace,
                GError                **error)
{
  if (pace->goal == DRAY_GOAL_DISTANCE || pace->metres) {
    if (profile->distance == NULL)
      return INVALID ("the profile %s has no distances, which are asked for", profile->name);
    pace->unit = pace->goal == DRAY_GOAL_DISTANCE ? DRAY_VROOM_COST_UNITS : UNITS_A_METRE * pace->per_km;
    return dray_matrix_ref (profile->distance);
  }
  if (pace->per_km > 0 && profile->distance == NULL)
    return INVALID ("the profile %s has no distances, and a vehicle costs by the kilometre", profile->name);
  if (!set_unit (profile, durations, pace))
    return INVALID ("the costs of the profile %s are too large", profile->name);

  int n = durations->n_rows;
  DrayMatrix *priced = dray_matrix_new (n, n);
  for (gsize i = 0; i < (gsize) n * (gsize) n; i++)
    priced->cells[i] = durations->cells[i] < DRAY_UNREACHABLE ? (int) price_arc (profile, durations, pace, i) : DRAY_UNREACHABLE;
  return priced;
}

static gboolean
add_pace (Maker   *self,
          Pace    *pace,
          GError **error)
{
  const DrayVroomProfile *profile = &g_array_index (self->vroom->profiles, DrayVroomProfile, pace->profile);
  DrayProfileInput input = DRAY_PROFILE_INPUT_INIT;

  if (profile->duration == NULL) {
    g_set_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_INVALID, "the profile %s has coordinates and no matrices yet", profile->name);
    return FALSE;
  }
  g_autoptr (DrayMatrix) durations = make_durations (profile, pace->speed_factor);
  g_autoptr (DrayMatrix) distances = make_distances (profile, durations, pace, error);
  if (distances == NULL)
    return FALSE;
  input.duration = durations;
  input.distance = distances;
  pace->number = dray_problem_builder_add_profile (self->builder, &input);
  g_array_append_vals (self->paces, pace, 1);
  return TRUE;
}

/* The pace of a vehicle: an old one where all that it depends on is the same. */
static const Pace *
find_pace (Maker                  *self,
           const DrayVroomVehicle *vehicle,
           DrayGoal                goal,
           GError                **error)
{
  Pace pace = { vehicle->profile, vehicle->speed_factor, vehicle->per_hour, vehicle->per_km, vehicle->max_distance < DRAY_TIME_MAX, goal, 0, 0 };

  for (guint i = 0; i < self->paces->len; i++) {
    const Pace *old = &g_array_index (self->paces, Pace, i);

    if (old->profile == pace.profile && old->speed_factor == pace.speed_factor && old->per_hour == pace.per_hour && old->per_km == pace.per_km
        && old->metres == pace.metres)
      return old;
  }
  return add_pace (self, &pace, error) ? &g_array_index (self->paces, Pace, self->paces->len - 1) : NULL;
}

/* What an arc's price can limit: with nothing but hours in it, the time of driving. */
static gboolean
set_limits (const DrayVroom        *self,
            const DrayVroomVehicle *vehicle,
            const Pace             *pace,
            DrayVehicleInput       *input,
            GError                **error)
{
  const DrayVroomProfile *profile = &g_array_index (self->profiles, DrayVroomProfile, vehicle->profile);

  input->max_distance = vehicle->max_distance;
  if (vehicle->max_travel_time == DRAY_TIME_MAX)
    return TRUE;
  if (pace->metres || pace->goal == DRAY_GOAL_DISTANCE || vehicle->per_km > 0 || profile->cost != NULL || vehicle->per_hour == 0) {
    g_set_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_INVALID,
                 "vehicle %" G_GINT64_FORMAT ": max_travel_time is planned only where nothing but hours is priced", vehicle->id);
    return FALSE;
  }
  gint64 units_a_second = UNITS_A_SECOND * vehicle->per_hour / pace->unit;
  input->max_distance = (int) MIN (vehicle->max_travel_time * MAX (1, units_a_second), DRAY_TIME_MAX);
  return TRUE;
}

static gboolean
add_vehicle (Maker                  *self,
             const DrayVroomVehicle *vehicle,
             DrayGoal                goal,
             GError                **error)
{
  const Pace *pace = find_pace (self, vehicle, goal, error);
  DrayVehicleInput input = vehicle->vehicle;

  if (pace == NULL || !set_limits (self->vroom, vehicle, pace, &input, error))
    return FALSE;
  input.profile = pace->number;
  input.distance_cost = pace->unit;
  if (goal != DRAY_GOAL_DISTANCE) {
    input.fixed_cost = vehicle->fixed * DRAY_VROOM_COST_UNITS;
    input.time_cost = pace->metres ? UNITS_A_SECOND * vehicle->per_hour : 0;
  }
  dray_problem_builder_add_vehicle (self->builder, &input);
  return TRUE;
}

static void
add_tasks (const DrayVroom    *self,
           DrayProblemBuilder *builder)
{
  int last = -1;

  for (guint i = 0; i < self->tasks->len; i++) {
    const DrayVroomTask *task = dray_vroom_get_task (self, (int) i);
    DrayOrderInput order = DRAY_ORDER_INPUT_INIT;

    order.priority = task->priority;
    if (task->order != last)
      dray_problem_builder_add_order (builder, &order);
    last = task->order;
    dray_problem_builder_add_stop (builder, &task->stop);
  }
}

/**
 * dray_vroom_to_problem:
 * @goal: %DRAY_GOAL_COST for what VROOM counts; %DRAY_GOAL_DISTANCE for metres alone
 *
 * Stop i is the i-th task of the file: the jobs, then each shipment's pickup and delivery. Costs are in 1/%DRAY_VROOM_COST_UNITS of
 * VROOM's unit.
 *
 * Errors: what this model can't price or limit as asked, and what dray_problem_new() refuses
 */
DrayProblem *
dray_vroom_to_problem (const DrayVroom *self,
                       DrayGoal         goal,
                       GError         **error)
{
  g_autoptr (DrayProblemBuilder) builder = dray_problem_builder_new (self->n_locations);
  g_autoptr (GArray) paces = g_array_new (FALSE, FALSE, sizeof (Pace));
  Maker maker = { self, builder, paces };
  DrayObjective objective = DRAY_OBJECTIVE_INIT;

  add_tasks (self, builder);
  for (guint i = 0; i < self->vehicles->len; i++)
    if (!add_vehicle (&maker, &g_array_index (self->vehicles, DrayVroomVehicle, i), goal, error))
      return NULL;
  objective.vehicles_first = goal == DRAY_GOAL_VEHICLES_FIRST;
  dray_problem_builder_set_objective (builder, &objective);
  return dray_problem_new (builder, error);
}
