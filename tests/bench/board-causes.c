/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "board-causes.h"

#include "dray-bench.h"
#include "dray-plan-board.h"
#include "dray-units.h"

#include <string.h>

/* Orders that can't be placed for a cause that is known because it was made: dangerous goods where no truck may carry any, a weight that
 * no truck holds, a window before the first shift, a window after the last one. The explanation must name that cause, and the smallest
 * change that it tells, made in the day, must let the order in. */

#define MARGIN_US (2 * DRAY_S_PER_HOUR * DRAY_US_PER_S)
#define TOO_HEAVY_KG 90000

typedef enum {
  HAZMAT,
  TOO_HEAVY,
  TOO_EARLY,
  TOO_LATE,
  N_CAUSES,
} Cause;

static const DrayConstraint causes[N_CAUSES] = {
  [HAZMAT] = DRAY_CONSTRAINT_SKILLS, [TOO_HEAVY] = DRAY_CONSTRAINT_CAPACITY, [TOO_EARLY] = DRAY_CONSTRAINT_WINDOW, [TOO_LATE] = DRAY_CONSTRAINT_SHIFT,
};

static DrayPlannerTask *
get_tasks (DrayPlanDay *day)
{
  return (DrayPlannerTask *) day->request.tasks;
}

static DrayPlannerTruck *
get_trucks (DrayPlanDay *day)
{
  return (DrayPlannerTruck *) day->request.trucks;
}

static void
spoil (DrayPlanDay *day,
       int          task,
       gint64       first_us,
       gint64       last_us)
{
  DrayPlannerTask *at = &get_tasks (day)[task];

  switch ((Cause) (task % N_CAUSES)) {
  case HAZMAT:
    at->hazmat = TRUE;
    break;
  case TOO_HEAVY:
    at->load_kg = TOO_HEAVY_KG;
    break;
  case TOO_EARLY:
    at->open_us = first_us - MARGIN_US;
    at->close_us = first_us - MARGIN_US / 2;
    break;
  case TOO_LATE:
  case N_CAUSES:
  default:
    at->open_us = last_us + MARGIN_US / 2;
    at->close_us = last_us + MARGIN_US;
    break;
  }
}

static DrayPlanDay *
make_day (const DrayPlanDraft *draft,
          int                  n_orders)
{
  DrayPlanDay *day = dray_plan_day_copy (draft->day);
  gint64 first_us = G_MAXINT64, last_us = G_MININT64;

  for (int v = 0; v < day->request.n_trucks; v++) {
    get_trucks (day)[v].hazmat = FALSE;
    first_us = MIN (first_us, get_trucks (day)[v].from_us);
    last_us = MAX (last_us, get_trucks (day)[v].until_us);
  }
  for (int i = 0; i < day->request.n_tasks; i++)
    get_tasks (day)[i].hazmat = FALSE;
  for (int i = 0; i < n_orders; i++)
    spoil (day, i, first_us, last_us);
  return day;
}

/* The change as a person would make it in the records. */
static gboolean
make_change (DrayPlanDay          *day,
             const DrayPlanReason *reason)
{
  DrayPlannerTask *task = &get_tasks (day)[reason->task];
  DrayPlannerTruck *truck = &get_trucks (day)[reason->relaxation.vehicle];
  gint64 amount_us = reason->relaxation.amount * DRAY_US_PER_S;

  switch (reason->relaxation.kind) {
  case DRAY_RELAX_WINDOW:
    task->open_us -= amount_us;
    task->close_us += amount_us;
    return TRUE;
  case DRAY_RELAX_SHIFT:
    truck->from_us -= amount_us;
    truck->until_us += amount_us;
    return TRUE;
  case DRAY_RELAX_CAPACITY:
    truck->load_kg += reason->relaxation.amount;
    truck->volume_l += truck->volume_l > 0 ? reason->relaxation.amount : 0;
    truck->pallets += truck->pallets > 0 ? reason->relaxation.amount : 0;
    return TRUE;
  case DRAY_RELAX_SKILL:
    truck->hazmat = truck->tail_lift = TRUE;
    return TRUE;
  case DRAY_RELAX_VEHICLE:
  case DRAY_N_RELAXATIONS:
  default:
    return FALSE;
  }
}

/* The routes without what was spoilt: an order would fit where it was, but for its cause. */
static DrayPlan *
carry_over (const DrayProblem *problem,
            const DrayPlan    *plan,
            int                n_spoilt)
{
  int n = dray_problem_get_n_vehicles (problem);
  g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func (g_free);
  g_autofree const int **routes = g_new0 (const int *, n + 1);
  g_autofree int *n_stops = g_new0 (int, n + 1);

  for (int r = 0; r < plan->n_routes; r++) {
    const DrayRoute *route = &plan->routes[r];
    int *stops = g_new (int, route->n_stops + 1);

    g_ptr_array_add (owned, stops);
    for (int i = 0; i < route->n_stops; i++)
      if (route->stops[i] >= n_spoilt)
        stops[n_stops[route->vehicle]++] = route->stops[i];
    routes[route->vehicle] = stops;
  }
  return dray_plan_new (problem, routes, n_stops, NULL);
}

static gboolean
fits (const DrayPlanDraft  *spoilt,
      const DrayPlanReason *reason)
{
  DrayPlanDay *day = dray_plan_day_copy (spoilt->day);
  gboolean changed = make_change (day, reason), found = FALSE;
  DrayProblem *problem = dray_planner_make_problem (&day->request, NULL);
  DrayPlan *plan = problem != NULL ? carry_over (problem, spoilt->plan, 0) : NULL;
  g_autoptr (DrayPlanDraft) draft = NULL;
  g_autoptr (DrayPlanBoard) board = NULL;
  const DrayDraftRoute *route;

  g_assert_nonnull (plan);
  draft = dray_plan_draft_new_bare (day, problem, plan);
  board = dray_plan_board_new (draft, NULL);
  route = dray_plan_draft_find_route (draft, reason->relaxation.vehicle);
  for (int position = 0; changed && board != NULL && !found && position <= (route != NULL ? route->n_stops : 0); position++) {
    g_auto (DrayPlanTry) attempt = { 0 };

    dray_plan_board_try_move (board, reason->task, reason->relaxation.vehicle, position, &attempt);
    found = attempt.verdict == DRAY_RULE_PLAIN;
  }
  return found;
}

/* @draft: a planned day; its first @n_orders orders are spoilt, each for one cause */
void
board_causes_measure (const DrayPlanDraft *draft,
                      int                  n_orders)
{
  int n_right = 0, n_fit = 0, n_told = 0, n_spoilt = MIN (n_orders, draft->day->request.n_tasks / 2);
  g_autoptr (DrayPlanDay) day = make_day (draft, n_spoilt);
  DrayProblem *problem = dray_planner_make_problem (&day->request, NULL);
  DrayPlan *plan = problem != NULL ? carry_over (problem, draft->plan, n_spoilt) : NULL;
  g_autoptr (DrayPlanDraft) spoilt = NULL;

  g_assert_nonnull (plan);
  spoilt = dray_plan_draft_new (dray_plan_day_ref (day), problem, plan);
  for (int i = 0; i < n_spoilt; i++) {
    const DrayPlanReason *reason = dray_plan_draft_find_reason (spoilt, i);

    n_told += reason != NULL;
    n_right += reason != NULL && reason->cause == causes[i % N_CAUSES];
    n_fit += reason != NULL && reason->change != NULL && fits (spoilt, reason);
  }
  dray_bench_report ("cause-right", 100.0 * n_right / MAX (n_spoilt, 1), "%", DRAY_BENCH_NONE, "%d orders with a known cause, %d of them told", n_spoilt, n_told);
  dray_bench_report ("change-fits", 100.0 * n_fit / MAX (n_spoilt, 1), "%", DRAY_BENCH_NONE, "%d orders with a known cause", n_spoilt);
}
