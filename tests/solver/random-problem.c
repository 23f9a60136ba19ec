/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "random-problem.h"

/* Draws small problems over the whole model, each part alone and all of them together. Most of what is asked can be met; what can't
 * is left out of the plan, which is an answer too. */

#define DAY 36000
#define MAX_LOCATIONS 16

static const char *const names[N_PARTS] = {
  "windows", "setup", "loads", "shipments", "optional", "fleet", "skills", "slots", "nowhere", "reloads", "breaks", "hours",
  "limits", "ride", "release", "relations", "soft", "shape", "fixed", "aboard", "bound", "unreachable", "overtime", "fewest",
};

const char *
random_problem_get_part_name (int part)
{
  return names[part];
}

static int
between (DrayRandom *random,
         int         low,
         int         high)
{
  return low + (int) dray_random_below (random, (guint32) (high - low + 1));
}

static gboolean
chance (DrayRandom *random,
        int         percent)
{
  return dray_random_below (random, 100) < (guint32) percent;
}

/* One part alone, a few of them, or nearly all. */
Parts
random_problem_draw_parts (DrayRandom *random)
{
  int percent = (const int[]) { 0, 15, 40, 85 }[dray_random_below (random, 4)];
  Parts parts = (Parts) (1u << dray_random_below (random, N_PARTS));

  for (int i = 0; i < N_PARTS; i++)
    if (chance (random, percent))
      parts |= (Parts) (1u << i);
  return parts;
}

typedef struct {
  DrayRandom         *random;
  Parts               parts;
  DrayProblemBuilder *builder;
  int                 n_locations;
  int                 x[MAX_LOCATIONS];
  int                 y[MAX_LOCATIONS];
  guint32             unreachable[MAX_LOCATIONS];   /* bit j of row i: no way leads from i to j */
  int                 n_vehicles;
  GArray             *depot_stops;   /* (element-type int): stops that need nothing but a visit */
  GArray             *stops;         /* (element-type int): all stops of orders of their own */
} Draw;

static DrayMatrix *
draw_matrix (Draw    *self,
             int      percent,
             gboolean ways)
{
  DrayMatrix *matrix = dray_matrix_new (self->n_locations, self->n_locations);

  for (int i = 0; i < self->n_locations; i++)
    for (int j = 0; j < self->n_locations; j++) {
      int way = ABS (self->x[i] - self->x[j]) + ABS (self->y[i] - self->y[j]) + between (self->random, 0, 60);

      dray_matrix_set (matrix, i, j, i == j ? 0 : MAX (1, way * percent / 100));
      /* No way is no way at any hour. */
      if (ways && i != j && (self->unreachable[i] >> j & 1))
        dray_matrix_set (matrix, i, j, DRAY_UNREACHABLE);
    }
  return matrix;
}

/* Ways that are closed in these hours alone. */
static void
close_some (Draw       *self,
            DrayMatrix *slot)
{
  int percent = between (self->random, 0, 40);

  for (int i = 0; i < self->n_locations; i++)
    for (int j = 0; j < self->n_locations; j++)
      if (i != j && chance (self->random, percent))
        dray_matrix_set (slot, i, j, DRAY_UNREACHABLE);
}

static void
add_profile (Draw *self)
{
  DrayProfileInput profile = DRAY_PROFILE_INPUT_INIT;
  g_autoptr (DrayMatrix) duration = draw_matrix (self, 100, TRUE);
  g_autoptr (DrayMatrix) distance = chance (self->random, 50) ? draw_matrix (self, 80, FALSE) : NULL;
  DrayMatrix *slots[3];

  profile.duration = duration;
  profile.distance = distance;
  if (self->parts & PART_SLOTS) {
    profile.n_slots = 3;
    profile.slot_length = between (self->random, 1000, 15000);
    profile.slots = slots;
    for (int i = 0; i < 3; i++) {
      slots[i] = draw_matrix (self, between (self->random, 70, 160), TRUE);
      if (self->parts & PART_UNREACHABLE)
        close_some (self, slots[i]);
    }
  }
  dray_problem_builder_add_profile (self->builder, &profile);
  for (int i = 0; i < profile.n_slots; i++)
    dray_matrix_unref (slots[i]);
}

static int
draw_windows (Draw           *self,
              DrayTimeWindow  windows[2])
{
  int n = between (self->random, 0, 2), at = between (self->random, 0, DAY / 2);

  for (int i = 0; i < n; i++) {
    windows[i].open = at;
    windows[i].close = at + between (self->random, 0, 8000);
    at = windows[i].close + between (self->random, 1, 6000);
  }
  return n;
}

static int
add_stop (Draw         *self,
          int           order,
          DrayStopRole  role,
          int           load)
{
  DrayStopInput stop = DRAY_STOP_INPUT_INIT;
  DrayTimeWindow windows[2];
  int skill = between (self->random, 0, 2);

  stop.order = order;
  stop.role = role;
  stop.location = between (self->random, 0, self->n_locations - 1);
  stop.service = between (self->random, 0, 600);
  if ((self->parts & PART_SETUP) && chance (self->random, 50))
    stop.setup = between (self->random, 0, 300);
  if ((self->parts & PART_WINDOWS) && chance (self->random, 60)) {
    stop.n_windows = draw_windows (self, windows);
    stop.windows = windows;
  }
  if ((self->parts & PART_SOFT) && chance (self->random, 60)) {
    stop.soft_open = between (self->random, 0, DAY / 2);
    stop.soft_close = stop.soft_open + between (self->random, 0, DAY / 4);
    stop.late_cost = between (self->random, 0, 5);
    stop.early_cost = between (self->random, 0, 2);
  }
  if ((self->parts & PART_SKILLS) && chance (self->random, 40)) {
    stop.n_skills = 1;
    stop.skills = &skill;
  }
  (role == DRAY_STOP_ROLE_PICKUP ? stop.pickup : stop.delivery)[0] = load;
  if ((self->parts & PART_LOADS) && role == DRAY_STOP_ROLE_DEPOT) {
    stop.delivery[1] = between (self->random, 0, 5);
    stop.pickup[0] = between (self->random, 0, 5);
    stop.pickup[2] = between (self->random, 0, 5);
  }
  return dray_problem_builder_add_stop (self->builder, &stop);
}

static DrayOrderInput
draw_order (Draw *self)
{
  DrayOrderInput order = DRAY_ORDER_INPUT_INIT;

  if ((self->parts & PART_OPTIONAL) && chance (self->random, 50)) {
    order.required = FALSE;
    order.prize = between (self->random, 0, 3000);
  }
  if ((self->parts & PART_OPTIONAL) && chance (self->random, 30))
    order.priority = between (self->random, 0, 100);
  if ((self->parts & PART_BOUND) && chance (self->random, 20))
    order.vehicle = between (self->random, 0, self->n_vehicles - 1);
  return order;
}

static void
add_shipment (Draw *self)
{
  DrayOrderInput order = draw_order (self);
  int n = chance (self->random, 20) ? 2 : 1, load = between (self->random, 0, 4);

  if ((self->parts & PART_RIDE) && chance (self->random, 60))
    order.max_ride = between (self->random, 300, 8000);
  int number = dray_problem_builder_add_order (self->builder, &order);
  for (int i = 0; i < n; i++)
    add_stop (self, number, DRAY_STOP_ROLE_PICKUP, load);
  for (int i = 0; i < n; i++)
    add_stop (self, number, DRAY_STOP_ROLE_DELIVERY, load);
}

static void
add_aboard (Draw *self)
{
  DrayOrderInput order = DRAY_ORDER_INPUT_INIT;

  order.aboard = TRUE;
  order.vehicle = between (self->random, 0, self->n_vehicles - 1);
  add_stop (self, dray_problem_builder_add_order (self->builder, &order), DRAY_STOP_ROLE_DELIVERY, between (self->random, 0, 2));
}

static void
add_visit (Draw *self)
{
  DrayOrderInput order = draw_order (self);

  if ((self->parts & PART_RELEASE) && chance (self->random, 50))
    order.release = between (self->random, 0, DAY / 2);
  int stop = add_stop (self, dray_problem_builder_add_order (self->builder, &order), DRAY_STOP_ROLE_DEPOT, between (self->random, 0, 6));

  g_array_append_val (self->stops, stop);
}

/* Stops that any truck can serve at any time, so that a fixed route of them is one that was driven. */
static void
add_plain_visits (Draw *self)
{
  int n = self->parts & PART_FIXED ? 3 : 0;

  for (int i = 0; i < n; i++) {
    DrayStopInput stop = DRAY_STOP_INPUT_INIT;

    stop.location = 0;
    stop.service = 30;
    int number = dray_problem_builder_add_stop (self->builder, &stop);
    g_array_append_val (self->depot_stops, number);
  }
}

static const DrayHoursRules european = {
  .driving_before_break = 4500, .break_length = 750, .break_first = 250, .break_second = 500, .work_before_break = 6000, .work_break = 500,
  .driving_daily = 9000, .driving_daily_extended = 10000, .duty_window = 13000, .duty_window_extended = 15000, .daily_rest = 11000,
  .daily_rest_reduced = 9000, .rest_first = 3000, .rest_second = 9000,
};

static const DrayHoursRules american = {
  .driving_before_break = 8000, .break_length = 500, .break_by_any_pause = TRUE, .driving_daily = 11000, .duty_window = 14000,
  .work_after_window = TRUE, .daily_rest = 10000, .rest_first = 7000, .rest_second = 3000, .rest_parts_roll = TRUE,
};

static void
draw_hours (Draw             *self,
            DrayVehicleInput *vehicle)
{
  DrayHoursState *state = &vehicle->hours_state;

  vehicle->hours = chance (self->random, 50) ? &european : &american;
  state->extended_days_left = between (self->random, 0, 2);
  state->reduced_rests_left = between (self->random, 0, 1);
  if (chance (self->random, 50))
    return;
  state->driving_since_rest = between (self->random, 0, 4000);
  state->driving_since_break = between (self->random, 0, state->driving_since_rest);
  state->duty_since_rest = state->driving_since_rest + between (self->random, 0, 3000);
  state->work_since_break = state->driving_since_break;
}

static void
draw_limits (Draw             *self,
             DrayVehicleInput *vehicle)
{
  if (chance (self->random, 50))
    vehicle->max_stops = between (self->random, 4, 9);
  if (chance (self->random, 50))
    vehicle->max_distance = between (self->random, 3000, 15000);
  if (chance (self->random, 50))
    vehicle->max_duration = between (self->random, 5000, 20000);
}

static void
draw_fleet (Draw             *self,
            DrayVehicleInput *vehicle)
{
  vehicle->capacity[0] = between (self->random, 8, 25);
  vehicle->fixed_cost = between (self->random, 0, 2000);
  vehicle->distance_cost = between (self->random, 0, 5);
  vehicle->time_cost = between (self->random, 0, 3);
  vehicle->speed_permille = between (self->random, 700, 1500);
  vehicle->shift_open = between (self->random, 0, 5000);
  vehicle->shift_close = vehicle->shift_open + between (self->random, 10000, 60000);
  vehicle->start = between (self->random, 0, self->n_locations - 1);
  vehicle->end = between (self->random, 0, self->n_locations - 1);
}

static void
add_vehicle (Draw *self,
             int   number)
{
  DrayVehicleInput vehicle = DRAY_VEHICLE_INPUT_INIT;
  DrayTimeWindow windows[2] = { { 0, 0 } };
  DrayBreakInput pause;
  int skills[2] = { 0, 1 + number % 2 }, reload = 0;

  vehicle.start = vehicle.end = 0;
  vehicle.shift_close = 2 * DAY;
  for (int i = 0; i < 3; i++)
    vehicle.capacity[i] = 20;
  if (self->parts & PART_FLEET)
    draw_fleet (self, &vehicle);
  if (self->parts & PART_NOWHERE) {
    vehicle.start = chance (self->random, 50) ? DRAY_NOWHERE : vehicle.start;
    vehicle.end = chance (self->random, 50) ? DRAY_NOWHERE : vehicle.end;
  }
  vehicle.skills = skills;
  vehicle.n_skills = 2;
  if (self->parts & PART_OVERTIME) {
    vehicle.overtime_after = between (self->random, 500, 8000);
    vehicle.overtime_cost = between (self->random, 1, 4);
  }
  if (self->parts & PART_LIMITS)
    draw_limits (self, &vehicle);
  if ((self->parts & PART_RELOADS) && chance (self->random, 70)) {
    vehicle.max_reloads = between (self->random, 1, 2);
    vehicle.reloads = &reload;
    vehicle.n_reloads = 1;
    vehicle.reload_time = between (self->random, 0, 600);
  }
  if (self->parts & PART_BREAKS) {
    int at = between (self->random, 1000, DAY / 2);

    windows[0] = (DrayTimeWindow) { at, at + between (self->random, 0, 6000) };
    pause = (DrayBreakInput) { between (self->random, 100, 1800), 1, windows };
    vehicle.breaks = &pause;
    vehicle.n_breaks = 1;
  }
  if (self->parts & PART_HOURS)
    draw_hours (self, &vehicle);
  /* A fixed route has been driven, so that it keeps the law. */
  if ((self->parts & PART_FIXED) && number == 0) {
    vehicle.start = vehicle.end = 0;
    vehicle.max_distance = vehicle.max_duration = DRAY_TIME_MAX;
    vehicle.max_stops = MAX (vehicle.max_stops, 4);
    vehicle.prefix = (const int *) (gpointer) self->depot_stops->data;
    vehicle.n_prefix = between (self->random, 1, (int) self->depot_stops->len);
    vehicle.locked = chance (self->random, 30);
  }
  dray_problem_builder_add_vehicle (self->builder, &vehicle);
}

static void
add_relations (Draw *self)
{
  for (guint i = 0; i + 2 < self->stops->len && i < 6; i += 2)
    if (chance (self->random, 60))
      dray_problem_builder_add_relation (self->builder, (DrayRelationKind) between (self->random, 0, 3), &g_array_index (self->stops, int, i), 2);
}

static void
set_objective (Draw *self)
{
  DrayObjective objective = DRAY_OBJECTIVE_INIT;

  objective.vehicles_first = (self->parts & PART_FEWEST) != 0;
  if (self->parts & PART_SHAPE) {
    objective.balance_cost = between (self->random, 0, 500);
    objective.compactness_cost = between (self->random, 0, 5);
    objective.compactness_unit = 100;
    dray_problem_builder_set_coordinates (self->builder, self->x, self->y);
  }
  dray_problem_builder_set_objective (self->builder, &objective);
}

DrayProblemBuilder *
random_problem_new (DrayRandom *random,
                    Parts       parts)
{
  g_autoptr (GArray) depot_stops = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr (GArray) stops = g_array_new (FALSE, FALSE, sizeof (int));
  Draw self = { .random = random, .parts = parts, .n_locations = between (random, 4, MAX_LOCATIONS), .depot_stops = depot_stops, .stops = stops };

  self.builder = dray_problem_builder_new (self.n_locations);
  self.n_vehicles = between (random, 1, 4);
  for (int i = 0; i < self.n_locations; i++) {
    self.x[i] = between (random, 0, 1500);
    self.y[i] = between (random, 0, 1500);
    for (int j = 0; j < self.n_locations; j++)
      self.unreachable[i] |= (guint32) (parts & PART_UNREACHABLE && chance (random, 5)) << j;
  }
  add_profile (&self);
  add_plain_visits (&self);
  for (int i = between (random, 2, 9); i > 0; i--)
    add_visit (&self);
  for (int i = parts & PART_SHIPMENTS ? between (random, 1, 4) : 0; i > 0; i--)
    add_shipment (&self);
  for (int i = parts & PART_ABOARD ? between (random, 1, 2) : 0; i > 0; i--)
    add_aboard (&self);
  for (int i = 0; i < self.n_vehicles; i++)
    add_vehicle (&self, i);
  if (parts & PART_RELATIONS)
    add_relations (&self);
  set_objective (&self);
  return self.builder;
}
