/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-random.h"
#include "dray-search.h"

#include <math.h>

/* Problems for tests: stops strewn over a square by a seed, one depot in its middle, ways as the crow flies. */

typedef struct {
  int                 n_stops;
  int                 n_vehicles;
  int                 capacity;
  int                 horizon;     /* 0: no windows */
  DrayVehicleInput    vehicle;     /* what all vehicles have in common beside places and capacity */
  guint64             seed;
} MakeProblem;

#define MAKE_PROBLEM_INIT { .n_stops = 40, .n_vehicles = 8, .capacity = 60, .vehicle = DRAY_VEHICLE_INPUT_INIT, .seed = 1 }

static inline DrayProblemBuilder *
make_problem (const MakeProblem *wish)
{
  DrayProblemBuilder *builder = dray_problem_builder_new (wish->n_stops + 1);
  g_autoptr (DrayMatrix) matrix = dray_matrix_new (wish->n_stops + 1, wish->n_stops + 1);
  g_autofree int *x = g_new (int, wish->n_stops + 1);
  g_autofree int *y = g_new (int, wish->n_stops + 1);
  DrayProfileInput profile = DRAY_PROFILE_INPUT_INIT;
  DrayRandom random;

  dray_random_init (&random, wish->seed);
  for (int i = 0; i <= wish->n_stops; i++) {
    x[i] = i == 0 ? 500 : (int) dray_random_below (&random, 1000);
    y[i] = i == 0 ? 500 : (int) dray_random_below (&random, 1000);
  }
  for (int i = 0; i <= wish->n_stops; i++)
    for (int j = 0; j <= wish->n_stops; j++)
      dray_matrix_set (matrix, i, j, (int) ceil (hypot (x[i] - x[j], y[i] - y[j])));
  profile.duration = matrix;
  dray_problem_builder_add_profile (builder, &profile);
  dray_problem_builder_set_coordinates (builder, x, y);
  for (int v = 0; v < wish->n_vehicles; v++) {
    DrayVehicleInput vehicle = wish->vehicle;

    vehicle.start = vehicle.end = 0;
    vehicle.capacity[0] = wish->capacity;
    dray_problem_builder_add_vehicle (builder, &vehicle);
  }
  for (int i = 1; i <= wish->n_stops; i++) {
    DrayStopInput stop = DRAY_STOP_INPUT_INIT;
    DrayTimeWindow window;

    stop.location = i;
    stop.delivery[0] = 1 + (int) dray_random_below (&random, 15);
    stop.service = 10;
    if (wish->horizon > 0) {
      window.open = (int) dray_random_below (&random, (guint32) wish->horizon);
      window.close = window.open + wish->horizon / 4;
      stop.windows = &window;
      stop.n_windows = 1;
    }
    dray_problem_builder_add_stop (builder, &stop);
  }
  return builder;
}

static inline DrayPlan *
solve (const DrayProblem *problem,
       gint64             iterations)
{
  DraySearchOptions options = DRAY_SEARCH_OPTIONS_INIT;

  options.iterations = iterations;
  return dray_search_run (problem, &options, NULL, NULL);
}
