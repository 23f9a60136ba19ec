/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fleet-error.h"
#include "dray-plan-day-private.h"
#include "dray-plan-quote.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A day with one order more. Its task is the last one; the visits to depots, which the solver counts behind the tasks, move up by one. */

static int
find_place (const DrayPlanDay *day,
            const DrayId      *site)
{
  for (guint i = 0; i < day->places->len; i++)
    if (dray_id_equal (&g_array_index (day->places, DrayPlanPlace, i).site, site))
      return (int) i;
  return -1;
}

static int
add_place (DrayPlanDay            *day,
           const DrayPlanNewOrder *order)
{
  int found = find_place (day, &order->site);
  DrayPlanPlace place = { order->site, NULL, order->lon_e7, order->lat_e7 };

  if (found >= 0)
    return found;
  place.name = g_strdup (order->name);
  g_array_append_val (day->places, place);
  day->request.n_places = (int) day->places->len;
  return (int) day->places->len - 1;
}

static void
add_task (DrayPlanDay            *day,
          const DrayPlanNewOrder *order,
          int                     depot)
{
  DrayPlannerTask task = order->asked;
  DrayPlanTaskFacts facts = { .order = order->order, .site = order->site, .reference = g_strdup (order->reference), .name = g_strdup (order->name) };
  DrayPlannerTask *tasks = g_new (DrayPlannerTask, day->request.n_tasks + 1);

  task.id = order->task;
  task.order = order->order;
  task.place = add_place (day, order);
  task.depot = depot;
  /* While trucks are out its goods lie at the depot, and whoever takes it goes there for them. */
  task.fetch = day->ask->live && task.kind == DRAY_PLANNER_DELIVERY;
  memcpy (tasks, day->request.tasks, (gsize) day->request.n_tasks * sizeof *tasks);
  tasks[day->request.n_tasks++] = task;
  g_free ((gpointer) day->request.tasks);
  day->request.tasks = tasks;
  g_array_append_val (day->tasks, facts);
}

static void
drop_profiles (DrayPlanDay *day)
{
  for (int i = 0; i < day->request.n_profiles; i++)
    dray_plan_profile_clear ((DrayPlannerProfile *) &day->request.profiles[i]);
  g_clear_pointer ((DrayPlannerProfile **) &day->request.profiles, g_free);
  g_clear_pointer (&day->region, g_free);
}

/* What was task or visit @stop is so still. */
static int
shift (int stop,
       int n_before)
{
  return stop >= n_before ? stop + 1 : stop;
}

static void
shift_prefixes (DrayPlanDay *day,
                int          n_before)
{
  for (int v = 0; v < day->request.n_trucks; v++)
    for (int i = 0; i < day->request.live[v].n_prefix; i++)
      ((int *) day->request.live[v].prefix)[i] = shift (day->request.live[v].prefix[i], n_before);
}

/* The routes of the draft on the larger day. */
static DrayPlan *
carry_over (const DrayProblem   *problem,
            const DrayPlanDraft *draft,
            GError             **error)
{
  const DrayPlannerRequest *request = &draft->day->request;
  g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func (g_free);
  g_autofree const int **routes = g_new0 (const int *, request->n_trucks + 1);
  g_autofree int *n_stops = g_new0 (int, request->n_trucks + 1);

  for (int r = 0; r < draft->plan->n_routes; r++) {
    const DrayRoute *route = &draft->plan->routes[r];
    int *stops = g_new (int, route->n_stops + 1);

    for (int i = 0; i < route->n_stops; i++)
      stops[i] = shift (route->stops[i], request->n_tasks);
    g_ptr_array_add (owned, stops);
    routes[route->vehicle] = stops;
    n_stops[route->vehicle] = route->n_stops;
  }
  return dray_plan_new (problem, routes, n_stops, error);
}

static DrayPlanDraft *
make_draft (DrayPlanDay         *day,
            const DrayPlanDraft *draft,
            GError             **error)
{
  DrayPlannerRequest request = day->request;
  g_autoptr (DrayProblem) problem = NULL;
  DrayPlan *plan;

  request.lenient = TRUE;
  request.churn_budget = DRAY_PLANNER_ANY_CHURN;
  problem = dray_planner_make_problem (&request, error);
  plan = problem != NULL ? carry_over (problem, draft, error) : NULL;
  return plan != NULL ? dray_plan_draft_new (dray_plan_day_ref (day), g_steal_pointer (&problem), plan) : NULL;
}

/**
 * dray_plan_quote_new:
 *
 * The best slots to promise for an order that is not in the day yet, with no rule stretched. Blocks where its place was never measured: for
 * a worker.
 *
 * Errors: %DRAY_FLEET_ERROR_INVALID where the day has no such depot; those of the roads and the solver
 */
DrayPlanQuote *
dray_plan_quote_new (DrayPlanRoads          *roads,
                     DrayPlanDraft          *draft,
                     const DrayPlanNewOrder *order,
                     GCancellable           *cancellable,
                     GError                **error)
{
  g_autoptr (DrayPlanDay) day = dray_plan_day_copy (draft->day);
  g_autoptr (DrayPlanDraft) with = NULL;
  g_autoptr (DrayPlanBoard) board = NULL;
  int depot = find_place (day, &order->depot), n_before = day->request.n_tasks;
  DrayPlanQuote *self;

  if (depot < 0) {
    g_set_error_literal (error, DRAY_FLEET_ERROR, DRAY_FLEET_ERROR_INVALID, _("No truck of that depot is on the day’s roster"));
    return NULL;
  }
  shift_prefixes (day, n_before);
  drop_profiles (day);
  add_task (day, order, depot);
  if (!dray_plan_roads_fill (roads, day, 1, cancellable, error))
    return NULL;
  with = make_draft (day, draft, error);
  board = with != NULL ? dray_plan_board_new (with, error) : NULL;
  if (board == NULL)
    return NULL;
  self = g_new0 (DrayPlanQuote, 1);
  self->draft = g_steal_pointer (&with);
  self->task = n_before;
  self->n_offers = dray_plan_board_quote (board, self->task, self->offers, DRAY_PLAN_N_OFFERS);
  return self;
}

/**
 * dray_plan_quote_take:
 *
 * The plan with the order in the slot that was promised.
 *
 * Errors: %DRAY_SOLVER_ERROR
 */
DrayPlanDraft *
dray_plan_quote_take (const DrayPlanQuote *self,
                      int                  offer,
                      GError             **error)
{
  g_autoptr (DrayPlanBoard) board = dray_plan_board_new (self->draft, error);

  return board != NULL ? dray_plan_board_drop (board, self->task, self->offers[offer].truck, self->offers[offer].position, 0.0, error) : NULL;
}

void
dray_plan_quote_free (DrayPlanQuote *self)
{
  dray_plan_draft_unref (self->draft);
  g_free (self);
}
