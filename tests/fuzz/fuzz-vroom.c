/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-format-vroom.h"
#include "dray-fuzz.h"

#include <string.h>

/* A file that is read becomes a problem where it can, its empty plan is written and read again; and the same bytes are read as an
 * answer to it. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (DrayVroom) vroom = dray_vroom_parse ((const char *) data, size, NULL);

  if (vroom == NULL || dray_vroom_needs_matrices (vroom))
    return 0;
  g_autoptr (DrayProblem) problem = dray_vroom_to_problem (vroom, DRAY_GOAL_COST, NULL);
  if (problem == NULL)
    return 0;

  int n = dray_problem_get_n_vehicles (problem);
  g_autofree const int **routes = g_new0 (const int *, n + 1);
  g_autofree int *n_stops = g_new0 (int, n + 1);
  g_autoptr (DrayPlan) plan = dray_plan_new (problem, routes, n_stops, NULL);

  if (plan != NULL) {
    g_autofree char *text = dray_vroom_write_plan (vroom, problem, plan);
    g_autoptr (DrayPlan) again = dray_vroom_read_plan (vroom, problem, text, strlen (text), NULL);

    g_assert (again != NULL);
  }
  g_autoptr (DrayPlan) answer = dray_vroom_read_plan (vroom, problem, (const char *) data, size, NULL);
  return 0;
}
