/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-planner.h"
#include "dray-search.h"
#include "dray-units.h"

/* Turns a day into a routing problem and the answer back into a draft.
 *
 * The solver counts seconds from the request's start and money in millionths of the currency, so that a cent a kilometre is ten of
 * them a metre and nothing is rounded but the hourly rate. Load has three dimensions: kilograms, litres, pallets. */

#define MICRO_PER_MINOR 10000
#define UNMEASURED (1 << 29)

/* A depot is a skill too: the number of its place behind the others. */
enum { SKILL_TAIL_LIFT, SKILL_HAZMAT, SKILL_DEPOT };

static int
to_seconds (const DrayPlannerRequest *request,
            gint64                    at_us,
            int                       otherwise)
{
  if (at_us == DRAY_NEVER)
    return otherwise;
  return (int) CLAMP ((at_us - request->start_us) / DRAY_US_PER_S, 0, DRAY_TIME_MAX);
}

/* What a preset makes of a truck's rates. A term that the preset plays down keeps a hundredth of its weight, so that among plans
 * that are equal in what was asked for the cheaper one wins. */
static void
weigh (const DrayPlannerTruck *truck,
       DrayPreset              preset,
       DrayVehicleInput       *vehicle)
{
  gint64 fixed = truck->day_cost_minor * MICRO_PER_MINOR;
  gint64 a_metre = truck->km_cost_minor * MICRO_PER_MINOR / 1000;
  gint64 a_second = truck->hour_cost_minor * MICRO_PER_MINOR / DRAY_S_PER_HOUR;

  vehicle->fixed_cost = fixed;
  vehicle->distance_cost = a_metre;
  vehicle->time_cost = a_second;
  switch (preset) {
  case DRAY_PRESET_FEWEST_TRUCKS:
    vehicle->fixed_cost = fixed + G_GINT64_CONSTANT (1000) * 100 * MICRO_PER_MINOR;
    break;
  case DRAY_PRESET_FEWEST_KILOMETRES:
    vehicle->distance_cost = MAX (a_metre, 100);
    vehicle->time_cost = a_second / 100;
    vehicle->fixed_cost = fixed / 100;
    break;
  case DRAY_PRESET_FINISH_EARLY:
    vehicle->time_cost = MAX (a_second, 1) * 5;
    vehicle->fixed_cost = fixed / 100;
    break;
  case DRAY_PRESET_LEAST_COST:
  case DRAY_N_PRESETS:
  default:
    break;
  }
}

static void
add_truck (DrayProblemBuilder       *builder,
           const DrayPlannerRequest *request,
           const DrayPlannerTruck   *truck)
{
  DrayVehicleInput vehicle = DRAY_VEHICLE_INPUT_INIT;
  int skills[3] = { SKILL_DEPOT + truck->place };

  vehicle.n_skills = 1;
  vehicle.profile = truck->profile;
  vehicle.start = vehicle.end = truck->place;
  vehicle.shift_open = to_seconds (request, truck->from_us, 0);
  vehicle.shift_close = to_seconds (request, truck->until_us, DRAY_TIME_MAX);
  vehicle.capacity[0] = truck->load_kg;
  vehicle.capacity[1] = truck->volume_l > 0 ? truck->volume_l : UNMEASURED;
  vehicle.capacity[2] = truck->pallets > 0 ? truck->pallets : UNMEASURED;
  if (truck->tail_lift)
    skills[vehicle.n_skills++] = SKILL_TAIL_LIFT;
  if (truck->hazmat)
    skills[vehicle.n_skills++] = SKILL_HAZMAT;
  vehicle.skills = skills;
  weigh (truck, request->preset, &vehicle);
  dray_problem_builder_add_vehicle (builder, &vehicle);
}

static void
add_task (DrayProblemBuilder       *builder,
          const DrayPlannerRequest *request,
          const DrayPlannerTask    *task)
{
  DrayOrderInput order = DRAY_ORDER_INPUT_INIT;
  DrayStopInput stop = DRAY_STOP_INPUT_INIT;
  DrayTimeWindow window = { to_seconds (request, task->open_us, 0), to_seconds (request, task->close_us, DRAY_TIME_MAX) };
  int *load = task->kind == DRAY_PLANNER_PICKUP ? stop.pickup : stop.delivery;
  int skills[3];

  order.priority = task->priority;
  stop.order = dray_problem_builder_add_order (builder, &order);
  stop.location = task->place;
  stop.service = task->service_s;
  stop.windows = &window;
  stop.n_windows = 1;
  if (task->kind != DRAY_PLANNER_SERVICE) {
    load[0] = task->load_kg;
    load[1] = task->volume_l;
    load[2] = task->pallets;
  }
  if (task->tail_lift)
    skills[stop.n_skills++] = SKILL_TAIL_LIFT;
  if (task->hazmat)
    skills[stop.n_skills++] = SKILL_HAZMAT;
  if (task->depot >= 0)
    skills[stop.n_skills++] = SKILL_DEPOT + task->depot;
  stop.skills = skills;
  dray_problem_builder_add_stop (builder, &stop);
}

/**
 * dray_planner_make_problem:
 *
 * The request as the solver takes it: order and stop i are task i, vehicle k is truck k.
 *
 * Errors: %DRAY_SOLVER_ERROR where the request contradicts itself, naming the task or truck by its index
 */
DrayProblem *
dray_planner_make_problem (const DrayPlannerRequest *request,
                           GError                  **error)
{
  g_autoptr (DrayProblemBuilder) builder = dray_problem_builder_new (request->n_places);

  for (int i = 0; i < request->n_profiles; i++) {
    DrayProfileInput profile = DRAY_PROFILE_INPUT_INIT;

    profile.duration = request->profiles[i].duration_s;
    profile.distance = request->profiles[i].distance_m;
    dray_problem_builder_add_profile (builder, &profile);
  }
  for (int i = 0; i < request->n_trucks; i++)
    add_truck (builder, request, &request->trucks[i]);
  for (int i = 0; i < request->n_tasks; i++)
    add_task (builder, request, &request->tasks[i]);
  return dray_problem_new (builder, error);
}

static gint64
to_instant (const DrayPlannerRequest *request,
            int                       seconds)
{
  return request->start_us + seconds * DRAY_US_PER_S;
}

/* What a route costs by its truck's own rates: a day, its hours between gate and gate, its kilometres. */
static gint64
price_minor (const DrayPlannerTruck *truck,
             const DrayDraftRoute   *route)
{
  gint64 duration_s = (route->end_us - route->start_us) / DRAY_US_PER_S;

  return truck->day_cost_minor + (truck->hour_cost_minor * duration_s + DRAY_S_PER_HOUR / 2) / DRAY_S_PER_HOUR
         + (truck->km_cost_minor * route->distance_m + 500) / 1000;
}

static void
fill_route (const DrayPlannerRequest *request,
            const DrayRoute          *from,
            DrayDraftRoute           *route)
{
  route->truck = from->vehicle;
  route->distance_m = from->distance;
  route->stops = g_new0 (DrayDraftStop, from->n_stops);
  for (int i = 0; i < from->n_visits; i++) {
    const DrayVisit *visit = &from->visits[i];

    if (i > 0)
      route->drive_s += visit->arrival - from->visits[i - 1].departure;
    if (visit->kind == DRAY_VISIT_START)
      route->start_us = to_instant (request, visit->departure);
    if (visit->kind == DRAY_VISIT_END)
      route->end_us = to_instant (request, visit->arrival);
    if (visit->kind == DRAY_VISIT_STOP) {
      route->stops[route->n_stops++] = (DrayDraftStop) {
        visit->stop, to_instant (request, visit->arrival), to_instant (request, visit->begin), to_instant (request, visit->departure),
      };
    }
  }
  route->cost_minor = price_minor (&request->trucks[route->truck], route);
}

static DrayDraft *
make_draft (const DrayPlannerRequest *request,
            const DrayPlan           *plan)
{
  DrayDraft *draft = g_new0 (DrayDraft, 1);

  draft->n_routes = plan->n_routes;
  draft->routes = g_new0 (DrayDraftRoute, plan->n_routes);
  for (int i = 0; i < plan->n_routes; i++) {
    fill_route (request, &plan->routes[i], &draft->routes[i]);
    draft->cost_minor += draft->routes[i].cost_minor;
    draft->distance_m += draft->routes[i].distance_m;
    draft->drive_s += draft->routes[i].drive_s;
  }
  draft->n_unplaced = plan->n_unserved;
  draft->unplaced = g_memdup2 (plan->unserved, (gsize) plan->n_unserved * sizeof *plan->unserved);
  return draft;
}

static void
on_progress (const DrayProgress *progress,
             gpointer            user_data)
{
  const DrayPlannerOptions *options = user_data;

  options->progress (progress->cost, progress->n_unserved, progress->wall_s, options->user_data);
}

/**
 * dray_planner_solve:
 *
 * Plans the day. Blocks; meant for a worker.
 *
 * Errors: %DRAY_SOLVER_ERROR where the request contradicts itself. A task that no truck may take is no error: it is unplaced.
 */
DrayDraft *
dray_planner_solve (const DrayPlannerRequest *request,
                    const DrayPlannerOptions *options,
                    GError                  **error)
{
  g_autoptr (DrayProblem) problem = dray_planner_make_problem (request, error);
  DraySearchOptions search = DRAY_SEARCH_OPTIONS_INIT;

  if (problem == NULL)
    return NULL;
  search.seed = options->seed;
  search.iterations = options->iterations;
  search.wall_s = options->wall_s;
  search.threads = MAX (options->threads, 1);
  search.cancellable = options->cancellable;
  search.progress = options->progress != NULL ? on_progress : NULL;
  search.progress_data = (gpointer) options;

  g_autoptr (DrayPlan) plan = dray_search_run (problem, &search, NULL);
  return make_draft (request, plan);
}

void
dray_draft_free (DrayDraft *self)
{
  for (int i = 0; i < self->n_routes; i++)
    g_free (self->routes[i].stops);
  g_free (self->routes);
  g_free (self->unplaced);
  g_free (self);
}
