/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-instance-problem.h"

#include <math.h>

#include "dray-solver-error.h"

/* From a benchmark's file to whole numbers. Node i is location i and stop i - 1; the unit of time and distance is 1 / scale of the
 * file's. Windows are rounded inwards and unrounded ways upwards, so that a plan in whole numbers holds in the file's own too; the
 * price is then at most a ten-thousandth an arc, and is counted anew in doubles when the solution is written. */

/* Most that a time or a distance may become. */
#define LARGEST (DRAY_TIME_MAX / 2)

static double
find_extent (const DrayInstance *self)
{
  double extent = 1;

  for (int i = 0; i < self->n_nodes; i++) {
    if (self->x != NULL)
      extent = MAX (extent, 3 * MAX (fabs (self->x[i]), fabs (self->y[i])));
    if (self->open != NULL)
      extent = MAX (extent, self->close[i]);
    if (self->service != NULL)
      extent = MAX (extent, self->service[i]);
  }
  for (gsize i = 0; self->weights != NULL && i < (gsize) self->n_nodes * (gsize) self->n_nodes; i++)
    extent = MAX (extent, self->weights[i]);
  return MAX (extent, self->max_length);
}

static int
find_scale (const DrayInstance *self,
            DrayRounding        rounding)
{
  double extent = find_extent (self);
  int scale = rounding == DRAY_ROUNDING_NEAREST ? 1 : rounding == DRAY_ROUNDING_DIMACS ? 10 : 10000;

  while (rounding == DRAY_ROUNDING_NONE && scale > 1 && extent * scale > LARGEST)
    scale /= 10;
  return extent * scale <= LARGEST ? scale : 0;
}

/* A number of the file in units; what is whole but for a double's last digits stays so. */
static int
scale_down (double value,
            int    scale)
{
  return (int) floor (value * scale + 1e-6);
}

static int
scale_up (double value,
          int    scale)
{
  return (int) ceil (value * scale - 1e-6);
}

static DrayMatrix *
make_matrix (const DrayInstance *self,
             DrayRounding        rounding,
             int                 scale,
             gboolean            upwards)
{
  DrayMatrix *matrix = dray_matrix_new (self->n_nodes, self->n_nodes);

  for (int i = 0; i < self->n_nodes; i++)
    for (int j = 0; j < self->n_nodes; j++) {
      double length = dray_instance_distance (self, i, j, rounding);

      dray_matrix_set (matrix, i, j, upwards ? scale_up (length, scale) : (int) floor (length * scale + 0.5));
    }
  return matrix;
}

static void
add_profile (const DrayInstance *self,
             DrayRounding        rounding,
             int                 scale,
             DrayProblemBuilder *builder)
{
  DrayProfileInput profile = DRAY_PROFILE_INPUT_INIT;
  gboolean exact = rounding != DRAY_ROUNDING_NONE;
  g_autoptr (DrayMatrix) duration = make_matrix (self, rounding, scale, !exact);
  g_autoptr (DrayMatrix) distance = exact ? NULL : make_matrix (self, rounding, scale, FALSE);

  profile.duration = duration;
  profile.distance = distance;
  dray_problem_builder_add_profile (builder, &profile);
}

static void
add_stop (const DrayInstance *self,
          int                 node,
          int                 order,
          int                 scale,
          DrayProblemBuilder *builder)
{
  DrayStopInput stop = DRAY_STOP_INPUT_INIT;
  DrayTimeWindow window;

  stop.order = order;
  stop.location = node;
  if (self->service != NULL)
    stop.service = scale_up (self->service[node], scale);
  if (self->open != NULL) {
    window = (DrayTimeWindow) { scale_up (self->open[node], scale), scale_down (self->close[node], scale) };
    stop.windows = &window;
    stop.n_windows = 1;
  }
  if (self->partner != NULL) {
    stop.role = self->demand[node] > 0 ? DRAY_STOP_ROLE_PICKUP : DRAY_STOP_ROLE_DELIVERY;
    stop.pickup[0] = MAX (self->demand[node], 0);
    stop.delivery[0] = MAX (-self->demand[node], 0);
  } else {
    stop.delivery[0] = self->demand[node];
  }
  dray_problem_builder_add_stop (builder, &stop);
}

static void
add_stops (const DrayInstance *self,
           int                 scale,
           DrayProblemBuilder *builder)
{
  g_autofree int *orders = g_new (int, self->n_nodes);
  DrayOrderInput order = DRAY_ORDER_INPUT_INIT;

  for (int node = 1; node < self->n_nodes; node++) {
    gboolean second = self->partner != NULL && self->partner[node] < node;

    orders[node] = second ? orders[self->partner[node]] : dray_problem_builder_add_order (builder, &order);
    add_stop (self, node, orders[node], scale, builder);
  }
}

/* A file without a bound gets as many vehicles as any good plan wants: HGS-CVRP's rule, a third more than the loads fill, and three. */
static int
count_vehicles (const DrayInstance *self)
{
  gint64 sum = 0;

  if (self->n_vehicles > 0)
    return self->n_vehicles;
  for (int i = 1; i < self->n_nodes; i++)
    sum += MAX (self->demand[i], 0);
  gint64 filled = self->capacity > 0 ? (sum + self->capacity - 1) / self->capacity : self->n_nodes;
  return (int) MIN (self->n_nodes - 1, filled + filled / 3 + 3);
}

static void
add_vehicles (const DrayInstance *self,
              int                 scale,
              DrayProblemBuilder *builder)
{
  DrayVehicleInput vehicle = DRAY_VEHICLE_INPUT_INIT;
  int n = count_vehicles (self);

  vehicle.start = vehicle.end = 0;
  vehicle.capacity[0] = self->capacity;
  if (self->open != NULL) {
    vehicle.shift_open = scale_up (self->open[0], scale);
    vehicle.shift_close = scale_down (self->close[0], scale);
  }
  /* Without windows, the files that limit a route count the service in (Christofides, Mingozzi and Toth). */
  if (self->max_length > 0 && self->service != NULL && self->open == NULL)
    vehicle.max_duration = scale_down (self->max_length, scale);
  else if (self->max_length > 0)
    vehicle.max_distance = scale_down (self->max_length, scale);
  for (int i = 0; i < n; i++)
    dray_problem_builder_add_vehicle (builder, &vehicle);
}

/**
 * dray_instance_to_problem:
 * @scale: (out) (optional): the problem's units in one of the file's
 *
 * Errors: %DRAY_SOLVER_ERROR_LIMIT where the numbers are too large or the nodes too many for a dense matrix, and what
 * dray_problem_new() refuses
 */
DrayProblem *
dray_instance_to_problem (const DrayInstance  *self,
                          DrayRounding         rounding,
                          DrayGoal             goal,
                          int                 *scale,
                          GError             **error)
{
  int units = find_scale (self, rounding);
  DrayObjective objective = DRAY_OBJECTIVE_INIT;

  if (units == 0) {
    g_set_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_LIMIT, "the file's times or distances are too large");
    return NULL;
  }
  if (self->n_nodes - 1 > DRAY_MAX_DENSE_STOPS) {
    g_set_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_LIMIT, "%d stops; %d is the most for one matrix", self->n_nodes - 1,
                 DRAY_MAX_DENSE_STOPS);
    return NULL;
  }

  g_autoptr (DrayProblemBuilder) builder = dray_problem_builder_new (self->n_nodes);
  add_profile (self, rounding, units, builder);
  add_stops (self, units, builder);
  add_vehicles (self, units, builder);
  objective.vehicles_first = goal == DRAY_GOAL_VEHICLES_FIRST;
  dray_problem_builder_set_objective (builder, &objective);

  DrayProblem *problem = dray_problem_new (builder, error);
  if (problem != NULL && scale != NULL)
    *scale = units;
  return problem;
}

/* The plan as CVRPLIB writes it, its cost counted from the file's own numbers. */
DraySol *
dray_instance_to_sol (const DrayInstance *self,
                      const DrayPlan     *plan,
                      DrayRounding        rounding)
{
  DraySol *sol = dray_sol_new ();

  sol->cost = 0;
  for (int r = 0; r < plan->n_routes; r++) {
    const DrayRoute *route = &plan->routes[r];
    g_autofree int *nodes = g_new0 (int, route->n_stops + 1);
    int here = 0;

    for (int i = 0; i < route->n_stops; i++) {
      nodes[i] = route->stops[i] + 1;
      sol->cost += dray_instance_distance (self, here, nodes[i], rounding);
      here = nodes[i];
    }
    if (route->n_stops == 0)
      continue;
    sol->cost += dray_instance_distance (self, here, 0, rounding);
    dray_sol_add_route (sol, nodes, route->n_stops);
  }
  return sol;
}
