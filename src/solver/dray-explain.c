/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-explain.h"

#include <string.h>

#include "dray-insertion-private.h"
#include "dray-problem-private.h"

/* Why an order is not in the plan, and what would let it in.
 *
 * A vehicle is asked at every place of its route. Of the rules that break there, the one that was reached last in the judge's order says
 * most (a truck without the skill is not asked about the hour), and of the places that break it the one by least. Then each kind of rule
 * is bent alone, in a copy of the problem, by the least amount at which the order goes in, found by halving; what is told was tried. One
 * copy bends the rule for every vehicle that it may help: no vehicle's route hears of another's, and a copy costs as much as asking them all. */

/* What keeps an order out of one vehicle. */
typedef struct {
  DrayConstraint constraint;
  int            excess;
  gboolean       fits;
  gint64         extra_cost;
} Nearest;

/* The judge's order: the later, the nearer to fitting. */
static int
depth_of (DrayConstraint constraint)
{
  static const int depths[DRAY_N_CONSTRAINTS] = {
    [DRAY_CONSTRAINT_PREFIX] = 1,      [DRAY_CONSTRAINT_ORDER] = 2,        [DRAY_CONSTRAINT_RELATION] = 3,     [DRAY_CONSTRAINT_MAX_STOPS] = 4,
    [DRAY_CONSTRAINT_VEHICLE] = 5,     [DRAY_CONSTRAINT_SKILLS] = 6,       [DRAY_CONSTRAINT_UNREACHABLE] = 7,  [DRAY_CONSTRAINT_CAPACITY] = 8,
    [DRAY_CONSTRAINT_WINDOW] = 9,      [DRAY_CONSTRAINT_SHIFT] = 10,       [DRAY_CONSTRAINT_MAX_RIDE] = 11,    [DRAY_CONSTRAINT_MAX_DISTANCE] = 12,
    [DRAY_CONSTRAINT_MAX_DURATION] = 13, [DRAY_CONSTRAINT_BREAK] = 14,     [DRAY_CONSTRAINT_HOURS] = 15,       [DRAY_CONSTRAINT_CHURN] = 16,
  };

  return depths[constraint];
}

static void
on_insertion (const DrayInsertion *insertion,
              gpointer             user_data)
{
  Nearest *self = user_data;

  if (insertion->holds) {
    if (!self->fits || insertion->extra_cost < self->extra_cost)
      self->extra_cost = insertion->extra_cost;
    self->fits = TRUE;
    self->constraint = DRAY_CONSTRAINT_NONE;
    self->excess = 0;
  }
  if (self->fits)
    return;

  int nearer = depth_of (insertion->check.broken) - depth_of (self->constraint);
  if (nearer > 0 || (nearer == 0 && insertion->check.excess < self->excess)) {
    self->constraint = insertion->check.broken;
    self->excess = insertion->check.excess;
  }
}

static Nearest
ask (const DrayProblem *problem,
     const DrayPlan    *plan,
     int                vehicle,
     int                order)
{
  Nearest nearest = { DRAY_CONSTRAINT_NONE, 0, FALSE, 0 };
  int n_stops;
  const int *route = dray_insertion_get_route (plan, vehicle, &n_stops);

  dray_insertion_try_all (problem, route, n_stops, vehicle, order, on_insertion, &nearest);
  return nearest;
}

/* Bending one rule, in a copy. */

typedef struct {
  const DrayProblem *problem;
  const DrayPlan    *plan;
  const DrayReason  *reason;     /* what keeps the order out of each vehicle */
  DrayRelaxationKind kind;
  GPtrArray         *owned;      /* what the copies point to */
} Bend;

/* Which rule an order breaks says which kinds of bending are worth trying on that vehicle. */
static gboolean
may_help (DrayRelaxationKind kind,
          DrayConstraint     constraint)
{
  switch (kind) {
  case DRAY_RELAX_WINDOW:
    return constraint == DRAY_CONSTRAINT_WINDOW || constraint == DRAY_CONSTRAINT_SHIFT || constraint == DRAY_CONSTRAINT_MAX_DURATION;
  case DRAY_RELAX_SHIFT:
    return constraint == DRAY_CONSTRAINT_SHIFT || constraint == DRAY_CONSTRAINT_WINDOW;
  case DRAY_RELAX_CAPACITY:
    return constraint == DRAY_CONSTRAINT_CAPACITY;
  case DRAY_RELAX_SKILL:
    return constraint == DRAY_CONSTRAINT_SKILLS;
  case DRAY_RELAX_VEHICLE:
    return TRUE;
  case DRAY_N_RELAXATIONS:
  default:
    return FALSE;
  }
}

static gpointer
own (Bend    *self,
     gpointer data)
{
  g_ptr_array_add (self->owned, data);
  return data;
}

/* Windows wider on both sides; those that meet become one. */
static void
widen_stop (Bend          *self,
            DrayStopInput *stop,
            int            amount)
{
  DrayTimeWindow *wide = own (self, g_new0 (DrayTimeWindow, stop->n_windows + 1));
  int n = 0;

  for (int i = 0; i < stop->n_windows; i++) {
    DrayTimeWindow window = { MAX (0, stop->windows[i].open - amount), MIN (DRAY_TIME_MAX, stop->windows[i].close + amount) };

    if (n > 0 && window.open <= wide[n - 1].close)
      wide[n - 1].close = window.close;
    else
      wide[n++] = window;
  }
  stop->windows = wide;
  stop->n_windows = n;
}

static int
count_lacking_skills (const Bend *self,
                      int         number,
                      int        *lacking)
{
  const DrayVehicleInput *vehicle = dray_problem_get_vehicle (self->problem, number);
  int n_stops, n = 0;
  const int *stops = dray_problem_get_order_stops (self->problem, self->reason->order, &n_stops);

  for (int i = 0; i < n_stops; i++) {
    const DrayStopInput *stop = dray_problem_get_stop (self->problem, stops[i]);

    for (int k = 0; k < stop->n_skills; k++) {
      gboolean has = FALSE;

      for (int j = 0; j < vehicle->n_skills; j++)
        has |= vehicle->skills[j] == stop->skills[k];
      for (int j = 0; j < n; j++)
        has |= lacking[j] == stop->skills[k];
      if (!has)
        lacking[n++] = stop->skills[k];
    }
  }
  return n;
}

static int
count_skills (const Bend *self)
{
  int n_stops, n = 0;
  const int *stops = dray_problem_get_order_stops (self->problem, self->reason->order, &n_stops);

  for (int i = 0; i < n_stops; i++)
    n += dray_problem_get_stop (self->problem, stops[i])->n_skills;
  return n;
}

static void
add_skills (Bend             *self,
            int               number,
            DrayVehicleInput *vehicle)
{
  int *skills = own (self, g_new0 (int, vehicle->n_skills + count_skills (self) + 1));

  if (vehicle->n_skills > 0)
    memcpy (skills, vehicle->skills, (gsize) vehicle->n_skills * sizeof (int));
  vehicle->n_skills += count_lacking_skills (self, number, skills + vehicle->n_skills);
  vehicle->skills = skills;
}

static void
bend_vehicle (Bend               *self,
              DrayProblemBuilder *builder,
              int                 number,
              int                 amount)
{
  DrayVehicleInput *vehicle = dray_problem_builder_get_vehicle (builder, number);

  switch (self->kind) {
  case DRAY_RELAX_SHIFT:
    vehicle->shift_open = MAX (0, vehicle->shift_open - amount);
    vehicle->shift_close = MIN (DRAY_TIME_MAX, vehicle->shift_close + amount);
    break;
  case DRAY_RELAX_CAPACITY:
    for (int k = 0; k < DRAY_MAX_LOADS; k++)
      vehicle->capacity[k] = MIN (DRAY_TIME_MAX, vehicle->capacity[k] + amount);
    break;
  case DRAY_RELAX_SKILL:
    add_skills (self, number, vehicle);
    break;
  case DRAY_RELAX_WINDOW:
  case DRAY_RELAX_VEHICLE:
  case DRAY_N_RELAXATIONS:
  default:
    break;
  }
}

/* The same vehicle once more, with nothing to do yet: as many as there are, behind them in their order. */
static void
add_likes (Bend               *self,
           DrayProblemBuilder *builder)
{
  for (int number = 0; number < self->problem->n_vehicles; number++) {
    DrayVehicleInput like = *dray_problem_get_vehicle (self->problem, number);

    like.n_prefix = 0;
    like.prefix = NULL;
    like.locked = FALSE;
    dray_problem_builder_add_vehicle (builder, &like);
  }
}

static void
bend_input (Bend               *self,
            DrayProblemBuilder *builder,
            int                 amount)
{
  int n_stops;
  const int *stops = dray_problem_get_order_stops (self->problem, self->reason->order, &n_stops);

  if (self->kind == DRAY_RELAX_VEHICLE)
    add_likes (self, builder);
  for (int i = 0; self->kind == DRAY_RELAX_WINDOW && i < n_stops; i++)
    widen_stop (self, dray_problem_builder_get_stop (builder, stops[i]), amount);
  for (int number = 0; number < self->problem->n_vehicles; number++)
    if (may_help (self->kind, self->reason->constraints[number]))
      bend_vehicle (self, builder, number, amount);
}

static Nearest
ask_bent (const Bend        *self,
          const DrayProblem *bent,
          int                number)
{
  Nearest nearest = { DRAY_CONSTRAINT_NONE, 0, FALSE, 0 };

  if (self->kind != DRAY_RELAX_VEHICLE)
    return ask (bent, self->plan, number, self->reason->order);
  dray_insertion_try_all (bent, NULL, 0, self->problem->n_vehicles + number, self->reason->order, on_insertion, &nearest);
  return nearest;
}

/* What bending the rule so far on this vehicle comes to, in the rule's own measure. */
static int
measure (const Bend *self,
         int         number,
         int         amount)
{
  g_autofree int *lacking = NULL;

  if (self->kind != DRAY_RELAX_SKILL)
    return amount;
  lacking = g_new0 (int, count_skills (self) + 1);
  return count_lacking_skills (self, number, lacking);
}

/* Whether any vehicle takes the order with the rule bent so far; of those that do, the one that needs least, and then the cheapest. */
static gboolean
try_amount (Bend           *self,
            int             amount,
            DrayRelaxation *best)
{
  g_autoptr (DrayProblemBuilder) builder = dray_problem_builder_new_from (self->problem);
  gboolean found = FALSE;

  bend_input (self, builder, amount);
  g_autoptr (DrayProblem) bent = dray_problem_new (builder, NULL);
  /* A copy of what was checked, wider in one place, can't be wrong. */
  g_assert (bent != NULL);
  for (int number = 0; number < self->problem->n_vehicles; number++) {
    Nearest nearest = { 0 };
    DrayRelaxation one;

    if (may_help (self->kind, self->reason->constraints[number]))
      nearest = ask_bent (self, bent, number);
    if (!nearest.fits)
      continue;
    one = (DrayRelaxation) { self->kind, number, measure (self, number, amount), nearest.extra_cost };
    if (!found || one.amount < best->amount || (one.amount == best->amount && one.extra_cost < best->extra_cost))
      *best = one;
    found = TRUE;
  }
  return found;
}

/* Half a billion in units of time; a rule that has to be bent farther is no rule any more. */
#define LARGEST (DRAY_TIME_MAX / 2)

/* The least amount at which the order goes in, by doubling and halving. Returns: whether there is one */
static gboolean
find_least (Bend           *self,
            DrayRelaxation *relaxation)
{
  DrayRelaxation tried;
  int low = 0, high = 60;

  /* What no amount lets in is known after one try. */
  if (!try_amount (self, LARGEST, relaxation))
    return FALSE;
  while (high < LARGEST && !try_amount (self, high, relaxation)) {
    low = high;
    high = MIN (high, LARGEST / 4) * 4;
  }
  while (high - low > 1) {
    int middle = low + (high - low) / 2;

    if (try_amount (self, middle, &tried)) {
      high = middle;
      *relaxation = tried;
    } else {
      low = middle;
    }
  }
  return TRUE;
}

static gboolean
helps_any (const Bend *self)
{
  for (int number = 0; number < self->problem->n_vehicles; number++)
    if (may_help (self->kind, self->reason->constraints[number]))
      return TRUE;
  return FALSE;
}

/* Of the vehicles that a kind of bending may help, the least amount, and of equal ones the cheapest. */
static void
find_relaxation (const DrayProblem *problem,
                 const DrayPlan    *plan,
                 DrayRelaxationKind kind,
                 DrayReason        *reason)
{
  g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func (g_free);
  Bend bend = { problem, plan, reason, kind, owned };
  DrayRelaxation best;
  gboolean found;

  /* What is bound to a vehicle has no use for another one like it. */
  if (!helps_any (&bend) || (kind == DRAY_RELAX_VEHICLE && dray_problem_get_order (problem, reason->order)->vehicle != DRAY_NONE))
    return;
  found = kind == DRAY_RELAX_SKILL || kind == DRAY_RELAX_VEHICLE ? try_amount (&bend, 1, &best) : find_least (&bend, &best);
  if (found)
    reason->relaxations[reason->n_relaxations++] = best;
}

/**
 * dray_explain_order:
 * @order: which the plan leaves out
 *
 * Says what keeps an order out of each vehicle's route as it stands, and which single rule, bent how far, would let it in. An order
 * that a relation ties to others is asked for with them.
 *
 * Where the order would fit somewhere after all (it was not worth its cost, or nobody looked), that vehicle's constraint is
 * %DRAY_CONSTRAINT_NONE and nothing is bent.
 */
DrayReason *
dray_explain_order (const DrayProblem *problem,
                    const DrayPlan    *plan,
                    int                order)
{
  DrayReason *reason = g_new0 (DrayReason, 1);
  gboolean fits = FALSE;

  g_return_val_if_fail (order >= 0 && order < problem->n_orders, NULL);

  reason->order = order;
  reason->n_vehicles = problem->n_vehicles;
  reason->constraints = g_new0 (DrayConstraint, problem->n_vehicles + 1);
  reason->excess = g_new0 (int, problem->n_vehicles + 1);
  for (int vehicle = 0; vehicle < problem->n_vehicles; vehicle++) {
    Nearest nearest = ask (problem, plan, vehicle, order);

    reason->constraints[vehicle] = nearest.constraint;
    reason->excess[vehicle] = nearest.excess;
    fits |= nearest.fits;
  }
  for (int kind = 0; !fits && kind < DRAY_N_RELAXATIONS; kind++)
    find_relaxation (problem, plan, (DrayRelaxationKind) kind, reason);
  return reason;
}

void
dray_reason_free (DrayReason *self)
{
  g_free (self->constraints);
  g_free (self->excess);
  g_free (self);
}
