/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fleet-error.h"
#include "dray-planner-private.h"
#include "dray-search.h"
#include "dray-units.h"

#include <glib/gi18n-lib.h>

/* Turns a day into a routing problem.
 *
 * The solver counts seconds from the request's start and money in millionths of the currency, so that a cent a kilometre is ten of
 * them a metre and nothing is rounded but the hourly rate. Load has three dimensions: kilograms, litres, pallets.
 *
 * Stop i of the problem is task i; behind them stand the visits to a depot of the tasks that are fetched, in the order of those tasks. */

#define UNMEASURED (1 << 29)
/* What one visit to a depot takes, however many orders are loaded there. */
#define LOADING_S 600
/* What stretching a rule costs where it may be stretched with a reason, in hundredths of the currency. */
#define LATE_HOUR_MINOR 12000
#define OVERTIME_HOUR_MINOR 4500
#define OVERTIME_S (4 * DRAY_S_PER_HOUR)
/* Like yesterday: one published task in so many may change. */
#define YESTERDAY_SHARE 5
/* A plan on the way is shown this often: faster than that nobody can follow the routes. */
#define SHOW_EVERY_S 0.7

/* Each depot is two skills, behind the others: its goods can be had there, and the truck ends its day there. */
enum { SKILL_TAIL_LIFT, SKILL_HAZMAT, SKILL_NOBODY_HAS, SKILL_DEPOT };

static int
goods_skill (int depot)
{
  return SKILL_DEPOT + 2 * depot;
}

static int
home_skill (int depot)
{
  return SKILL_DEPOT + 2 * depot + 1;
}

static const char *const preset_labels[DRAY_N_PRESETS] = {
  [DRAY_PRESET_LEAST_COST] = N_("Least cost"),
  [DRAY_PRESET_FEWEST_TRUCKS] = N_("Fewest trucks"),
  [DRAY_PRESET_FEWEST_KILOMETRES] = N_("Fewest kilometres"),
  [DRAY_PRESET_FINISH_EARLY] = N_("Finish early"),
  [DRAY_PRESET_LIKE_YESTERDAY] = N_("Like yesterday"),
};

/* Returns: its words, untranslated */
const char *
dray_preset_get_label (DrayPreset preset)
{
  g_return_val_if_fail (preset < DRAY_N_PRESETS, NULL);

  return preset_labels[preset];
}

static int
to_seconds (const DrayPlannerRequest *request,
            gint64                    at_us,
            int                       otherwise)
{
  if (at_us == DRAY_NEVER)
    return otherwise;
  return (int) CLAMP ((at_us - request->start_us) / DRAY_US_PER_S, 0, DRAY_TIME_MAX);
}

static gint64
a_second (gint64 hour_cost_minor)
{
  return hour_cost_minor * DRAY_PLANNER_MICRO_PER_MINOR / DRAY_S_PER_HOUR;
}

/* What a preset makes of a truck's rates. A term that the preset plays down keeps a hundredth of its weight, so that among plans
 * that are equal in what was asked for the cheaper one wins. */
static void
weigh (const DrayPlannerTruck *truck,
       DrayPreset              preset,
       DrayVehicleInput       *vehicle)
{
  gint64 fixed = truck->day_cost_minor * DRAY_PLANNER_MICRO_PER_MINOR;
  gint64 a_metre = truck->km_cost_minor * DRAY_PLANNER_MICRO_PER_MINOR / 1000;

  vehicle->fixed_cost = fixed;
  vehicle->distance_cost = a_metre;
  vehicle->time_cost = a_second (truck->hour_cost_minor);
  switch (preset) {
  case DRAY_PRESET_FEWEST_TRUCKS:
    vehicle->fixed_cost = fixed + G_GINT64_CONSTANT (1000) * 100 * DRAY_PLANNER_MICRO_PER_MINOR;
    break;
  case DRAY_PRESET_FEWEST_KILOMETRES:
    vehicle->distance_cost = MAX (a_metre, 100);
    vehicle->time_cost /= 100;
    vehicle->fixed_cost = fixed / 100;
    break;
  case DRAY_PRESET_FINISH_EARLY:
    vehicle->time_cost = MAX (vehicle->time_cost, 1) * 5;
    vehicle->fixed_cost = fixed / 100;
    break;
  case DRAY_PRESET_LEAST_COST:
  case DRAY_PRESET_LIKE_YESTERDAY:
  case DRAY_N_PRESETS:
  default:
    break;
  }
}

static void
set_live (const DrayPlannerRequest *request,
          const DrayPlannerLive    *live,
          DrayVehicleInput         *vehicle)
{
  vehicle->prefix = live->prefix;
  vehicle->n_prefix = live->n_prefix;
  vehicle->locked = live->pinned;
  if (!live->under_way)
    return;
  vehicle->start = live->place;
  /* It is in use whatever is decided, and already on the clock: the day's cost is spent. */
  vehicle->fixed_cost = 0;
  vehicle->shift_open = to_seconds (request, live->from_us, vehicle->shift_open);
  vehicle->shift_close = MAX (vehicle->shift_close, vehicle->shift_open);
}

static int
limit (const DrayPlannerRequest *request,
       int                       measure)
{
  return measure > 0 && !request->lenient ? measure : UNMEASURED;
}

static void
add_truck (DrayProblemBuilder       *builder,
           const DrayPlannerRequest *request,
           int                       index)
{
  const DrayPlannerTruck *truck = &request->trucks[index];
  const DrayPlannerLive *live = request->live != NULL ? &request->live[index] : NULL;
  DrayVehicleInput vehicle = DRAY_VEHICLE_INPUT_INIT;
  int skills[4] = { home_skill (truck->place) };

  vehicle.n_skills = 1;
  vehicle.profile = truck->profile;
  vehicle.start = vehicle.end = truck->place;
  vehicle.shift_open = to_seconds (request, truck->from_us, 0);
  vehicle.shift_close = to_seconds (request, truck->until_us, DRAY_TIME_MAX);
  vehicle.capacity[0] = truck->load_kg;
  vehicle.capacity[1] = limit (request, truck->volume_l);
  vehicle.capacity[2] = limit (request, truck->pallets);
  vehicle.hours = truck->hours;
  vehicle.hours_state = truck->hours_state;
  if (live == NULL || !live->under_way)
    skills[vehicle.n_skills++] = goods_skill (truck->place);
  if (truck->tail_lift)
    skills[vehicle.n_skills++] = SKILL_TAIL_LIFT;
  if (truck->hazmat)
    skills[vehicle.n_skills++] = SKILL_HAZMAT;
  vehicle.skills = skills;
  weigh (truck, request->preset, &vehicle);
  if (live != NULL)
    set_live (request, live, &vehicle);
  if ((request->lenient || (live != NULL && live->under_way)) && vehicle.shift_close < DRAY_TIME_MAX - OVERTIME_S) {
    vehicle.overtime_after = vehicle.shift_close - vehicle.shift_open;
    vehicle.overtime_cost = a_second (OVERTIME_HOUR_MINOR);
    vehicle.shift_close += OVERTIME_S;
  }
  dray_problem_builder_add_vehicle (builder, &vehicle);
}

/* What is out already is done, late or not: a promise that can't be kept any more must not stop the rest from being planned. */
static gboolean
is_committed (const DrayPlannerRequest *request,
              int                       task)
{
  for (int v = 0; request->live != NULL && v < request->n_trucks; v++)
    for (int i = 0; i < request->live[v].n_prefix; i++)
      if (request->live[v].prefix[i] == task)
        return TRUE;
  return FALSE;
}

/* The truck that has a task's goods aboard, or DRAY_NONE. */
static int
find_carrier (const DrayPlannerRequest *request,
              int                       task)
{
  for (int v = 0; request->live != NULL && v < request->n_trucks; v++)
    for (int i = 0; i < request->live[v].n_aboard; i++)
      if (request->live[v].aboard[i] == task)
        return v;
  return DRAY_NONE;
}

/* What the tasks of one order are together. */
typedef struct {
  int      order;      /* the solver's */
  int      carrier;    /* has its goods aboard */
  int      pinned;     /* the truck that it stays on */
  gboolean aboard;
  gboolean shipment;   /* its pickups and deliveries balance */
  gboolean fetch;
  int      priority;
} Bundle;

/* [n_tasks] The solver's orders: numbered as their first tasks come. */
static int *
number_orders (const DrayPlannerRequest *request)
{
  g_autoptr (GHashTable) known = g_hash_table_new (dray_id_hash, dray_id_equal);
  int *numbers = g_new (int, request->n_tasks + 1), n = 0;

  for (int i = 0; i < request->n_tasks; i++) {
    const DrayId *id = &request->tasks[i].order;
    int number = dray_id_is_none (id) ? 0 : GPOINTER_TO_INT (g_hash_table_lookup (known, id));

    numbers[i] = number > 0 ? number - 1 : n;
    if (number > 0)
      continue;
    if (!dray_id_is_none (id))
      g_hash_table_insert (known, (gpointer) id, GINT_TO_POINTER (n + 1));
    n++;
  }
  numbers[request->n_tasks] = n;
  return numbers;
}

static void
sum_goods (const DrayPlannerTask *task,
           gint64                *sums,
           int                   *kinds)
{
  int sign = task->kind == DRAY_PLANNER_PICKUP ? 1 : -1;

  *kinds |= 1 << task->kind;
  if (task->kind == DRAY_PLANNER_SERVICE)
    return;
  sums[0] += sign * task->load_kg;
  sums[1] += sign * task->volume_l;
  sums[2] += sign * task->pallets;
}

static Bundle *
bundle_orders (const DrayPlannerRequest *request,
               const int                *numbers)
{
  int n = numbers[request->n_tasks];
  Bundle *bundles = g_new0 (Bundle, n + 1);
  g_autofree gint64 *sums = g_new0 (gint64, 3 * n + 1);
  g_autofree int *kinds = g_new0 (int, n + 1);

  for (int i = 0; i < n; i++)
    bundles[i].carrier = bundles[i].pinned = DRAY_NONE;
  for (int i = 0; i < request->n_tasks; i++) {
    Bundle *bundle = &bundles[numbers[i]];
    int carrier = find_carrier (request, i);

    bundle->carrier = carrier != DRAY_NONE ? carrier : bundle->carrier;
    bundle->pinned = request->tasks[i].pinned > 0 ? request->tasks[i].pinned - 1 : bundle->pinned;
    bundle->priority = MAX (bundle->priority, request->tasks[i].priority);
    bundle->fetch |= request->tasks[i].fetch && request->tasks[i].depot >= 0;
    sum_goods (&request->tasks[i], &sums[3 * numbers[i]], &kinds[numbers[i]]);
  }
  for (int i = 0; i < n; i++) {
    gboolean delivers = kinds[i] == 1 << DRAY_PLANNER_DELIVERY;

    bundles[i].shipment = kinds[i] == (1 << DRAY_PLANNER_DELIVERY | 1 << DRAY_PLANNER_PICKUP) && sums[3 * i] == 0 && sums[3 * i + 1] == 0 && sums[3 * i + 2] == 0;
    bundles[i].aboard = bundles[i].carrier != DRAY_NONE && delivers;
    bundles[i].fetch &= delivers && !bundles[i].aboard;
  }
  return bundles;
}

static void
set_goods (const DrayPlannerTask *task,
           int                   *load)
{
  load[0] = task->load_kg;
  load[1] = task->volume_l;
  load[2] = task->pallets;
}

static DrayStopRole
role_of (const DrayPlannerTask *task,
         const Bundle          *bundle)
{
  if (bundle->aboard || bundle->fetch)
    return DRAY_STOP_ROLE_DELIVERY;
  if (bundle->shipment)
    return task->kind == DRAY_PLANNER_PICKUP ? DRAY_STOP_ROLE_PICKUP : DRAY_STOP_ROLE_DELIVERY;
  return DRAY_STOP_ROLE_DEPOT;
}

static void
add_task (DrayProblemBuilder       *builder,
          const DrayPlannerRequest *request,
          const DrayPlannerTask    *task,
          const Bundle             *bundle)
{
  DrayStopInput stop = DRAY_STOP_INPUT_INIT;
  DrayTimeWindow window = { to_seconds (request, task->open_us, 0), to_seconds (request, task->close_us, DRAY_TIME_MAX) };
  int skills[4];

  stop.order = bundle->order;
  stop.role = role_of (task, bundle);
  stop.location = task->place;
  stop.service = task->service_s;
  stop.windows = &window;
  stop.n_windows = 1;
  if (request->lenient || task->late_ok || bundle->aboard || is_committed (request, (int) (task - request->tasks))) {
    stop.soft_close = window.close;
    stop.late_cost = a_second (LATE_HOUR_MINOR);
    window.close = DRAY_TIME_MAX;
  }
  if (task->kind != DRAY_PLANNER_SERVICE)
    set_goods (task, task->kind == DRAY_PLANNER_PICKUP ? stop.pickup : stop.delivery);
  if (task->tail_lift)
    skills[stop.n_skills++] = SKILL_TAIL_LIFT;
  if (task->hazmat)
    skills[stop.n_skills++] = SKILL_HAZMAT;
  if (task->left_out)
    skills[stop.n_skills++] = SKILL_NOBODY_HAS;
  if (task->depot >= 0 && stop.role == DRAY_STOP_ROLE_DEPOT && task->kind != DRAY_PLANNER_SERVICE)
    skills[stop.n_skills++] = task->kind == DRAY_PLANNER_PICKUP ? home_skill (task->depot) : goods_skill (task->depot);
  stop.skills = skills;
  dray_problem_builder_add_stop (builder, &stop);
}

/* The visit at which the goods of a task are had. */
static void
add_fetch (DrayProblemBuilder    *builder,
           const DrayPlannerTask *task,
           const Bundle          *bundle)
{
  DrayStopInput stop = DRAY_STOP_INPUT_INIT;

  stop.order = bundle->order;
  stop.role = DRAY_STOP_ROLE_PICKUP;
  stop.location = task->depot;
  stop.setup = LOADING_S;
  set_goods (task, stop.pickup);
  dray_problem_builder_add_stop (builder, &stop);
}

static void
add_tasks (DrayProblemBuilder       *builder,
           const DrayPlannerRequest *request)
{
  g_autofree int *numbers = number_orders (request);
  g_autofree Bundle *bundles = bundle_orders (request, numbers);

  for (int i = 0; i < numbers[request->n_tasks]; i++) {
    DrayOrderInput order = DRAY_ORDER_INPUT_INIT;

    order.priority = bundles[i].priority;
    order.vehicle = bundles[i].carrier != DRAY_NONE ? bundles[i].carrier : bundles[i].pinned;
    order.aboard = bundles[i].aboard;
    bundles[i].order = dray_problem_builder_add_order (builder, &order);
  }
  for (int i = 0; i < request->n_tasks; i++)
    add_task (builder, request, &request->tasks[i], &bundles[numbers[i]]);
  for (int i = 0; i < request->n_tasks; i++)
    if (bundles[numbers[i]].fetch)
      add_fetch (builder, &request->tasks[i], &bundles[numbers[i]]);
}

static void
set_published (DrayProblemBuilder       *builder,
               const DrayPlannerRequest *request)
{
  DrayObjective objective = DRAY_OBJECTIVE_INIT;
  int n = 0;

  if (request->published == NULL || (request->churn_budget == DRAY_PLANNER_ANY_CHURN && request->preset != DRAY_PRESET_LIKE_YESTERDAY))
    return;
  for (int v = 0; v < request->n_trucks; v++) {
    dray_problem_builder_set_published (builder, v, request->published[v].tasks, request->published[v].n_tasks);
    n += request->published[v].n_tasks;
  }
  objective.churn_budget = request->churn_budget == DRAY_PLANNER_ANY_CHURN ? n / YESTERDAY_SHARE : request->churn_budget;
  dray_problem_builder_set_objective (builder, &objective);
}

static gboolean
check_request (const DrayPlannerRequest *request,
               GError                  **error)
{
  for (int i = 0; i < request->n_tasks; i++) {
    const DrayPlannerTask *task = &request->tasks[i];

    if (task->open_us == DRAY_NEVER || task->close_us == DRAY_NEVER || task->open_us <= task->close_us)
      continue;
    g_set_error (error, DRAY_FLEET_ERROR, DRAY_FLEET_ERROR_INVALID, "Task %d has a window that ends before it begins", i);
    return FALSE;
  }
  return TRUE;
}

/**
 * dray_planner_make_problem:
 *
 * The request as the solver takes it: stop i is task i, vehicle k is truck k, and dray_planner_get_order() says which order a task is.
 *
 * Errors: %DRAY_FLEET_ERROR_INVALID or %DRAY_SOLVER_ERROR where the request contradicts itself, naming the task or truck by its index
 */
DrayProblem *
dray_planner_make_problem (const DrayPlannerRequest *request,
                           GError                  **error)
{
  g_autoptr (DrayProblemBuilder) builder = NULL;

  if (!check_request (request, error))
    return NULL;
  builder = dray_problem_builder_new (request->n_places);
  for (int i = 0; i < request->n_profiles; i++) {
    const DrayPlannerProfile *from = &request->profiles[i];
    DrayProfileInput profile = DRAY_PROFILE_INPUT_INIT;

    profile.duration = from->duration_s;
    profile.distance = from->distance_m;
    profile.n_slots = from->n_slots;
    profile.slot_length = from->slot_s;
    profile.slots = from->slots;
    dray_problem_builder_add_profile (builder, &profile);
  }
  for (int i = 0; i < request->n_trucks; i++)
    add_truck (builder, request, i);
  add_tasks (builder, request);
  set_published (builder, request);
  return dray_problem_new (builder, error);
}

/* The tasks that are fetched, in the order in which their visits to a depot stand behind the tasks. */
GArray *
dray_planner_list_fetched (const DrayPlannerRequest *request)
{
  GArray *fetched = g_array_new (FALSE, FALSE, sizeof (int));
  g_autofree int *numbers = number_orders (request);
  g_autofree Bundle *bundles = bundle_orders (request, numbers);

  for (int i = 0; i < request->n_tasks; i++)
    if (bundles[numbers[i]].fetch)
      g_array_append_val (fetched, i);
  return fetched;
}

/* Returns: the number of the solver's order that @task belongs to */
int
dray_planner_get_order (const DrayPlannerRequest *request,
                        int                       task)
{
  g_autofree int *numbers = number_orders (request);

  g_return_val_if_fail (task >= 0 && task < request->n_tasks, DRAY_NONE);
  return numbers[task];
}

static void
on_progress (const DrayProgress *progress,
             gpointer            user_data)
{
  const DrayPlannerOptions *options = user_data;

  options->progress (progress->cost, progress->n_unserved, progress->wall_s, options->user_data);
}

static void
on_improved (DrayPlan *plan,
             gpointer  user_data)
{
  const DrayPlannerOptions *options = user_data;

  options->improved (plan, options->user_data);
}

/**
 * dray_planner_search:
 *
 * Looks for the best plan. Blocks; meant for a worker.
 *
 * Errors: %DRAY_SOLVER_ERROR where no plan may be driven
 */
DrayPlan *
dray_planner_search (const DrayProblem        *problem,
                     const DrayPlannerOptions *options,
                     GError                  **error)
{
  DraySearchOptions search = DRAY_SEARCH_OPTIONS_INIT;

  search.seed = options->seed;
  search.iterations = options->iterations;
  search.wall_s = options->wall_s;
  search.threads = MAX (options->threads, 1);
  search.warm = options->warm;
  search.cancellable = options->cancellable;
  search.progress = options->progress != NULL ? on_progress : NULL;
  search.improved = options->improved != NULL ? on_improved : NULL;
  search.improved_s = SHOW_EVERY_S;
  search.progress_data = (gpointer) options;
  return dray_search_run (problem, &search, NULL, error);
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
  g_autoptr (DrayPlan) plan = problem != NULL ? dray_planner_search (problem, options, error) : NULL;

  return plan != NULL ? dray_planner_make_draft (request, plan) : NULL;
}
