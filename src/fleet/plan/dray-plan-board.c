/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fleet-error.h"
#include "dray-plan-board.h"
#include "dray-plan-words-private.h"
#include "dray-planner-private.h"
#include "dray-units.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Two problems of one day: the strict one, in which every rule is hard, and the lenient one, in which those that may be stretched with a
 * reason are priced. A move that the strict one takes is plain; one that only the lenient one takes is amber, with its price there; one
 * that neither takes is red, with the rule that the lenient one names. So the table of the three classes is the pair of problems, and no
 * rule is written down twice. */

struct _DrayPlanBoard {
  DrayPlanDraft      *draft;
  DrayPlannerRequest  lenient_request;
  DrayProblem        *strict;
  DrayProblem        *lenient;
  DrayPlan           *strict_plan;   /* NULL where the draft stretches rules already */
  DrayPlan           *lenient_plan;
  GArray             *fetched;       /* (element-type int): whose goods each visit to a depot fetches */
};

/* The draft's routes under the rules of another problem of the same day. */
static DrayPlan *
carry_over (const DrayProblem *problem,
            const DrayPlan    *plan,
            GError           **error)
{
  int n = dray_problem_get_n_vehicles (problem);
  g_autofree const int **routes = g_new0 (const int *, n + 1);
  g_autofree int *n_stops = g_new0 (int, n + 1);

  for (int r = 0; r < plan->n_routes; r++) {
    routes[plan->routes[r].vehicle] = plan->routes[r].stops;
    n_stops[plan->routes[r].vehicle] = plan->routes[r].n_stops;
  }
  return dray_plan_new (problem, routes, n_stops, error);
}

/**
 * dray_plan_board_new:
 *
 * Errors: %DRAY_SOLVER_ERROR where the draft breaks rules that may never be broken
 */
DrayPlanBoard *
dray_plan_board_new (DrayPlanDraft  *draft,
                     GError        **error)
{
  g_autoptr (DrayPlanBoard) self = g_new0 (DrayPlanBoard, 1);
  DrayPlannerRequest strict = draft->day->request;

  self->draft = dray_plan_draft_ref (draft);
  /* A drag shows what it changes; the budget is the search's, not the hand's. */
  strict.published = NULL;
  self->lenient_request = strict;
  self->lenient_request.lenient = TRUE;
  self->strict = dray_planner_make_problem (&strict, error);
  self->lenient = self->strict != NULL ? dray_planner_make_problem (&self->lenient_request, error) : NULL;
  self->lenient_plan = self->lenient != NULL ? carry_over (self->lenient, draft->plan, error) : NULL;
  if (self->lenient_plan == NULL)
    return NULL;
  self->strict_plan = carry_over (self->strict, draft->plan, NULL);
  self->fetched = dray_planner_list_fetched (&draft->day->request);
  return g_steal_pointer (&self);
}

void
dray_plan_board_free (DrayPlanBoard *self)
{
  g_clear_pointer (&self->draft, dray_plan_draft_unref);
  g_clear_pointer (&self->strict, dray_problem_unref);
  g_clear_pointer (&self->lenient, dray_problem_unref);
  g_clear_pointer (&self->strict_plan, dray_plan_free);
  g_clear_pointer (&self->lenient_plan, dray_plan_free);
  g_clear_pointer (&self->fetched, g_array_unref);
  g_free (self);
}

/* Returns: (transfer none) */
DrayPlanDraft *
dray_plan_board_get_draft (DrayPlanBoard *self)
{
  return self->draft;
}

static const DrayRoute *
find_route (const DrayPlan *plan,
            int             vehicle)
{
  for (int r = 0; r < plan->n_routes; r++)
    if (plan->routes[r].vehicle == vehicle)
      return &plan->routes[r];
  return NULL;
}

static int
find_vehicle (const DrayPlan *plan,
              int             stop)
{
  for (int r = 0; r < plan->n_routes; r++)
    for (int i = 0; i < plan->routes[r].n_stops; i++)
      if (plan->routes[r].stops[i] == stop)
        return plan->routes[r].vehicle;
  return DRAY_NONE;
}

/* The stops of the order that @task belongs to; the visit to a depot at which it is fetched goes with it. */
static const int *
get_unit (DrayPlanBoard *self,
          int            task,
          int           *n)
{
  return dray_problem_get_order_stops (self->lenient, dray_problem_get_stop_order (self->lenient, task), n);
}

static gboolean
is_in_unit (const int *unit,
            int        n,
            int        stop)
{
  for (int i = 0; i < n; i++)
    if (unit[i] == stop)
      return TRUE;
  return FALSE;
}

/* A vehicle's route with the order's other stops left out, and in @to's route put in: @task at @position among what is left, a pickup
 * that must come before it directly before it, a further delivery behind. */
static int
write_route (DrayPlanBoard *self,
             int            vehicle,
             int            task,
             int            position,
             int           *stops)
{
  const DrayRoute *route = find_route (self->lenient_plan, vehicle);
  int n_unit, n = 0;
  const int *unit = get_unit (self, task, &n_unit);

  for (int i = 0; route != NULL && i < route->n_stops; i++)
    if (!is_in_unit (unit, n_unit, route->stops[i]))
      stops[n++] = route->stops[i];
  if (position < 0)
    return n;
  position = MIN (position, n);
  memmove (&stops[position + n_unit], &stops[position], (gsize) (n - position) * sizeof *stops);
  int at = position;
  for (int i = 0; i < n_unit; i++)
    if (dray_problem_get_stop (self->lenient, unit[i])->role == DRAY_STOP_ROLE_PICKUP)
      stops[at++] = unit[i];
  for (int i = 0; i < n_unit; i++)
    if (dray_problem_get_stop (self->lenient, unit[i])->role != DRAY_STOP_ROLE_PICKUP)
      stops[at++] = unit[i];
  return n + n_unit;
}

typedef struct {
  int            n;
  int           *stops;
  int           *etas;
  DrayRouteCheck check;
} Judged;

static void
judged_clear (Judged *self)
{
  g_free (self->stops);
  g_free (self->etas);
}

static gboolean
judge (DrayPlanBoard     *self,
       const DrayProblem *problem,
       int                vehicle,
       int                task,
       int                position,
       Judged            *judged)
{
  int n_all = dray_problem_get_n_stops (problem) + 1;

  *judged = (Judged) { .stops = g_new (int, n_all), .etas = g_new0 (int, n_all) };
  judged->n = write_route (self, vehicle, task, position, judged->stops);
  return dray_route_check (problem, vehicle, judged->stops, judged->n, judged->etas, &judged->check);
}

static gint64
cost_of (const DrayPlan *plan,
         int             vehicle)
{
  const DrayRoute *route = find_route (plan, vehicle);
  gint64 cost = 0;

  for (int t = 0; route != NULL && t < DRAY_N_COST_TERMS; t++)
    cost += route->costs[t];
  return cost;
}

/* The tasks of a route and when they are served. */
static void
hand_out (DrayPlanBoard *self,
          const Judged  *judged,
          int           *n,
          int          **tasks,
          gint64       **etas_us)
{
  const DrayPlannerRequest *request = &self->draft->day->request;

  *n = 0;
  *tasks = g_new (int, judged->n + 1);
  *etas_us = g_new (gint64, judged->n + 1);
  for (int i = 0; i < judged->n; i++) {
    if (judged->stops[i] >= request->n_tasks)
      continue;
    (*tasks)[*n] = judged->stops[i];
    (*etas_us)[(*n)++] = request->start_us + judged->etas[i] * DRAY_US_PER_S;
  }
}

static int
get_distance_m (const DrayPlan *plan,
                int             vehicle)
{
  const DrayRoute *route = find_route (plan, vehicle);

  return route != NULL ? (int) route->distance : 0;
}

static int
get_place (DrayPlanBoard *self,
           int            stop)
{
  const DrayPlannerRequest *request = &self->draft->day->request;

  return stop < request->n_tasks ? request->tasks[stop].place : request->tasks[g_array_index (self->fetched, int, stop - request->n_tasks)].depot;
}

/* The clocks of whoever drives the stops as they were judged. A break is due where the driving since the start, or since the last stop
 * that was long enough to be one under rules that let any pause count, would be more than is granted. */
static void
read_clocks (DrayPlanBoard  *self,
             int             truck,
             const Judged   *judged,
             DrayPlanClocks *clocks)
{
  const DrayPlannerRequest *request = &self->draft->day->request;
  const DrayPlannerTruck *asked = &request->trucks[truck];
  const DrayPlannerLive *live = request->live != NULL && request->live[truck].under_way ? &request->live[truck] : NULL;
  const DrayMatrix *durations = request->profiles[asked->profile].duration_s;
  int granted_s = asked->hours != NULL ? asked->hours->driving_before_break : 0, since_s = asked->hours_state.driving_since_break;
  int at = live != NULL ? live->place : asked->place;

  *clocks = (DrayPlanClocks) { .duty_s = judged->check.end - judged->check.start, .shift_s = (int) ((asked->until_us - asked->from_us) / DRAY_US_PER_S), .break_due_us = DRAY_NEVER };
  for (int i = 0; i <= judged->n && durations != NULL; i++) {
    int place = i < judged->n ? get_place (self, judged->stops[i]) : asked->place, leg_s = dray_matrix_get (durations, at, place);
    int arrival = i < judged->n ? judged->etas[i] : judged->check.end;

    clocks->drive_s += leg_s;
    if (granted_s > 0 && clocks->break_due_us == DRAY_NEVER && since_s + leg_s > granted_s)
      clocks->break_due_us = request->start_us + (arrival - (since_s + leg_s - granted_s)) * DRAY_US_PER_S;
    since_s += leg_s;
    if (granted_s > 0 && asked->hours->break_by_any_pause && i < judged->n && judged->stops[i] < request->n_tasks && request->tasks[judged->stops[i]].service_s >= asked->hours->break_length)
      since_s = 0;
    at = place;
  }
}

static const char *
number_of (DrayPlanBoard *self,
           int            truck)
{
  return dray_plan_day_get_truck (self->draft->day, truck)->number;
}

static void
say_price (DrayPlanTry *attempt)
{
  g_autofree char *price = dray_plan_words_money (ABS (attempt->price_minor));

  if (attempt->price_minor < 0)
    attempt->words = g_strdup_printf (_("Saves %s."), price);
  else
    attempt->words = g_strdup_printf (_("Costs %s more."), price);
}

static void
say_stretch (DrayPlanBoard *self,
             const Judged  *strict,
             int            truck,
             DrayPlanTry   *attempt)
{
  g_autofree char *broken = dray_plan_words_broken (strict->check.broken, number_of (self, truck), strict->check.excess);
  g_autofree char *price = dray_plan_words_money (ABS (attempt->price_minor));

  attempt->verdict = DRAY_RULE_REASON;
  attempt->broken = strict->check.broken;
  if (attempt->price_minor < 0)
    attempt->words = g_strdup_printf (_("%s Saves %s; needs a reason."), broken, price);
  else
    attempt->words = g_strdup_printf (_("%s Costs %s more; needs a reason."), broken, price);
}

static gint64
get_stretch_cost (const gint64 *costs)
{
  return costs[DRAY_COST_LATENESS] + costs[DRAY_COST_OVERTIME];
}

/* A lane that breaks a promise already, broken no further by what comes to it: that is not this move's doing. */
static gboolean
was_broken_before (DrayPlanBoard *self,
                   int            truck,
                   int            task,
                   const Judged  *strict,
                   const Judged  *lenient)
{
  Judged strict_without = { 0 }, lenient_without = { 0 };
  gboolean held = judge (self, self->strict, truck, task, -1, &strict_without), before;

  judge (self, self->lenient, truck, task, -1, &lenient_without);
  before = !held && strict->check.broken == strict_without.check.broken && strict->check.excess <= strict_without.check.excess
           && get_stretch_cost (lenient->check.costs) <= get_stretch_cost (lenient_without.check.costs);
  judged_clear (&strict_without);
  judged_clear (&lenient_without);
  return before;
}

/* Whether what is left of a route is later than the route is with the task in it. */
static gboolean
suffers_from_leaving (DrayPlanBoard *self,
                      int            truck,
                      const Judged  *left)
{
  const DrayRoute *route = find_route (self->lenient_plan, truck);

  return route != NULL && get_stretch_cost (left->check.costs) > get_stretch_cost (route->costs);
}

/* Whether the strict rules hold too, or are broken no further than they were. */
static void
judge_strictly (DrayPlanBoard *self,
                int            task,
                int            to_position,
                const Judged  *lenient_from,
                const Judged  *lenient_to,
                DrayPlanTry   *attempt)
{
  Judged to = { 0 }, from = { 0 };
  gboolean leaves = attempt->from_truck != DRAY_NONE && attempt->from_truck != attempt->to_truck;

  if (!judge (self, self->strict, attempt->to_truck, task, to_position, &to) && !was_broken_before (self, attempt->to_truck, task, &to, lenient_to))
    say_stretch (self, &to, attempt->to_truck, attempt);
  else if (leaves && suffers_from_leaving (self, attempt->from_truck, lenient_from) && !judge (self, self->strict, attempt->from_truck, task, -1, &from))
    say_stretch (self, &from, attempt->from_truck, attempt);
  else
    say_price (attempt);
  judged_clear (&from);
  judged_clear (&to);
}

/**
 * dray_plan_board_try_move:
 * @to_position: its index among the stops of the other route; on its own, among those without it
 * @attempt: (out caller-allocates): to be cleared with dray_plan_try_clear()
 *
 * What it would do to drag a task elsewhere. Its order goes with it. Nothing is changed. Thread: the board's; well below a frame.
 */
void
dray_plan_board_try_move (DrayPlanBoard *self,
                          int            task,
                          int            to_truck,
                          int            to_position,
                          DrayPlanTry   *attempt)
{
  Judged from = { 0 }, to = { 0 };
  gboolean holds, leaves;

  g_return_if_fail (task >= 0 && task < self->draft->day->request.n_tasks && to_truck >= 0 && to_truck < self->draft->day->request.n_trucks);

  *attempt = (DrayPlanTry) { .from_truck = find_vehicle (self->lenient_plan, task), .to_truck = to_truck };
  leaves = attempt->from_truck != DRAY_NONE && attempt->from_truck != to_truck;
  holds = judge (self, self->lenient, to_truck, task, to_position, &to);
  attempt->price_minor = to.check.cost - cost_of (self->lenient_plan, to_truck);
  if (leaves) {
    gboolean left = judge (self, self->lenient, attempt->from_truck, task, -1, &from);

    attempt->price_minor += from.check.cost - cost_of (self->lenient_plan, attempt->from_truck);
    if (holds && !left)
      to.check.broken = from.check.broken;
    holds &= left;
  }
  attempt->price_minor /= DRAY_PLANNER_MICRO_PER_MINOR;
  attempt->more_m = to.check.distance - get_distance_m (self->lenient_plan, to_truck);
  if (leaves)
    attempt->more_m += from.check.distance - get_distance_m (self->lenient_plan, attempt->from_truck);
  if (to.check.broken == DRAY_CONSTRAINT_NONE)
    read_clocks (self, to_truck, &to, &attempt->clocks);
  hand_out (self, &to, &attempt->n_to, &attempt->to_tasks, &attempt->to_eta_us);
  hand_out (self, leaves ? &from : &to, &attempt->n_from, &attempt->from_tasks, &attempt->from_eta_us);
  if (holds) {
    judge_strictly (self, task, to_position, &from, &to, attempt);
  } else {
    attempt->verdict = DRAY_RULE_NEVER;
    attempt->broken = to.check.broken;
    attempt->words = dray_plan_words_broken (to.check.broken, number_of (self, to_truck), to.check.excess);
  }
  judged_clear (&from);
  judged_clear (&to);
}

void
dray_plan_try_clear (DrayPlanTry *self)
{
  g_clear_pointer (&self->words, g_free);
  g_clear_pointer (&self->from_tasks, g_free);
  g_clear_pointer (&self->from_eta_us, g_free);
  g_clear_pointer (&self->to_tasks, g_free);
  g_clear_pointer (&self->to_eta_us, g_free);
}

/* The plan with the move made and nothing else. */
static DrayPlan *
move (DrayPlanBoard *self,
      int            task,
      int            to_truck,
      int            to_position,
      GError       **error)
{
  int n = dray_problem_get_n_vehicles (self->lenient), n_all = dray_problem_get_n_stops (self->lenient) + 1;
  int from = find_vehicle (self->lenient_plan, task);
  g_autofree const int **routes = g_new0 (const int *, n + 1);
  g_autofree int *n_stops = g_new0 (int, n + 1), *from_stops = g_new (int, n_all), *to_stops = g_new (int, n_all);

  for (int r = 0; r < self->lenient_plan->n_routes; r++) {
    routes[self->lenient_plan->routes[r].vehicle] = self->lenient_plan->routes[r].stops;
    n_stops[self->lenient_plan->routes[r].vehicle] = self->lenient_plan->routes[r].n_stops;
  }
  if (from != DRAY_NONE) {
    routes[from] = from_stops;
    n_stops[from] = write_route (self, from, task, -1, from_stops);
  }
  routes[to_truck] = to_stops;
  n_stops[to_truck] = write_route (self, to_truck, task, to_position, to_stops);
  return dray_plan_new (self->lenient, routes, n_stops, error);
}

/* The other stops of the two routes may be put into a better order, the dropped one stays on its truck: the hand has decided. */
static DrayPlan *
repair (DrayPlanBoard  *self,
        const DrayPlan *moved,
        int             task,
        int             to_truck,
        double          repair_s,
        GError        **error)
{
  g_autoptr (DrayProblemBuilder) builder = dray_problem_builder_new_from (self->lenient);
  int from = find_vehicle (self->lenient_plan, task);
  g_autoptr (DrayProblem) problem = NULL;
  g_autoptr (DrayPlan) repaired = NULL;
  DrayPlannerOptions options = { .seed = 1, .wall_s = repair_s, .threads = 1, .warm = moved };

  for (int v = 0; v < dray_problem_get_n_vehicles (self->lenient); v++) {
    const DrayRoute *route = find_route (moved, v);
    DrayVehicleInput *vehicle = dray_problem_builder_get_vehicle (builder, v);

    if (v == to_truck || v == from)
      continue;
    vehicle->locked = TRUE;
    vehicle->prefix = route != NULL ? route->stops : NULL;
    vehicle->n_prefix = route != NULL ? route->n_stops : 0;
  }
  dray_problem_builder_get_order (builder, dray_problem_get_stop_order (self->lenient, task))->vehicle = to_truck;
  problem = dray_problem_new (builder, error);
  repaired = problem != NULL ? dray_planner_search (problem, &options, error) : NULL;
  return repaired != NULL ? carry_over (self->lenient, repaired, error) : NULL;
}

/**
 * dray_plan_board_drop:
 * @repair_s: how long to look for a better order of the two routes; 0: they stay as they are
 *
 * Lets go: the task stands where it was dropped, and what else the two routes hold may be put in a better order.
 *
 * Returns: (transfer full): the new draft; make a new board of it
 *
 * Errors: %DRAY_SOLVER_ERROR_INVALID where a rule is broken that may never be
 */
DrayPlanDraft *
dray_plan_board_drop (DrayPlanBoard *self,
                      int            task,
                      int            to_truck,
                      int            to_position,
                      double         repair_s,
                      GError       **error)
{
  g_autoptr (DrayPlan) moved = move (self, task, to_truck, to_position, error);
  DrayPlan *plan;

  if (moved == NULL)
    return NULL;
  plan = repair_s > 0.0 ? repair (self, moved, task, to_truck, repair_s, error) : g_steal_pointer (&moved);
  if (plan == NULL)
    return NULL;
  if (repair_s > 0.0 && dray_plan_compare (moved, plan) <= 0) {
    dray_plan_free (plan);
    plan = g_steal_pointer (&moved);
  }
  return dray_plan_draft_new_after (dray_plan_day_ref (self->draft->day), dray_problem_ref (self->lenient), plan, self->draft);
}

/* The strict plan, or where the draft stretches rules the lenient one, with an order left out of it. */
static DrayPlan *
plan_without (DrayPlanBoard      *self,
              int                 task,
              const DrayProblem **problem)
{
  const DrayPlan *plan = self->strict_plan != NULL ? self->strict_plan : self->lenient_plan;
  int vehicle = find_vehicle (plan, task), n = dray_problem_get_n_vehicles (self->lenient);
  g_autofree const int **routes = g_new0 (const int *, n + 1);
  g_autofree int *n_stops = g_new0 (int, n + 1), *left = g_new (int, dray_problem_get_n_stops (self->lenient) + 1);

  *problem = self->strict_plan != NULL ? self->strict : self->lenient;
  if (vehicle == DRAY_NONE)
    return dray_plan_copy (plan);
  for (int r = 0; r < plan->n_routes; r++) {
    routes[plan->routes[r].vehicle] = plan->routes[r].stops;
    n_stops[plan->routes[r].vehicle] = plan->routes[r].n_stops;
  }
  routes[vehicle] = left;
  n_stops[vehicle] = write_route (self, vehicle, task, -1, left);
  return dray_plan_new (*problem, routes, n_stops, NULL);
}

/**
 * dray_plan_board_quote:
 * @task: one that the draft leaves out, or one that is to be promised anew
 * @offers: (out caller-allocates): [n_offers] the best first
 *
 * The best slots to promise for an order, each on another truck or at another time, with no rule stretched.
 *
 * Returns: how many there are; none where it may not leave the place that it has
 */
int
dray_plan_board_quote (DrayPlanBoard *self,
                       int            task,
                       DrayPlanOffer *offers,
                       int            n_offers)
{
  g_autofree DraySlot *slots = g_new0 (DraySlot, n_offers + 1);
  const DrayProblem *problem;
  g_autoptr (DrayPlan) plan = plan_without (self, task, &problem);
  int n = plan != NULL ? dray_quote_slots (problem, plan, dray_problem_get_stop_order (problem, task), slots, n_offers) : 0;

  for (int i = 0; i < n; i++)
    offers[i] = (DrayPlanOffer) {
      slots[i].vehicle, slots[i].position, self->draft->day->request.start_us + slots[i].begin * DRAY_US_PER_S, slots[i].extra_cost / DRAY_PLANNER_MICRO_PER_MINOR,
    };
  return n;
}
