/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-verify-private.h"

#include <math.h>

/* Follows one truck's sheet line by line: where it is, when, with what aboard, and what that costs. */

/* The way between two locations. */

static gint64
ceil_ratio (gint64 number,
            gint64 by)
{
  return number / by + (number % by != 0);
}

static int
pace_of (const DrayMatrix       *matrix,
         const DrayVehicleInput *vehicle,
         int                     from,
         int                     to)
{
  int cell = dray_matrix_get (matrix, from, to);

  return cell == DRAY_UNREACHABLE ? cell : (int) MIN (ceil_ratio ((gint64) cell * 1000, vehicle->speed_permille), DRAY_TIME_MAX);
}

/* Slot by slot, in 2^-20ths of the way, as #DrayProfileInput says. */
static int
duration_by_hour (const DrayProfileInput *profile,
                  const DrayVehicleInput *vehicle,
                  int                     from,
                  int                     to,
                  int                     depart)
{
  gint64 share = 1 << 20, now = MAX (depart, 0);

  for (;;) {
    gint64 slot = MIN (now / profile->slot_length, profile->n_slots - 1);
    gint64 pace = pace_of (profile->slots[slot], vehicle, from, to);
    gint64 end = (slot + 1) * profile->slot_length;
    gint64 rest = ceil_ratio (share * pace, 1 << 20);

    if (pace == DRAY_UNREACHABLE && slot == profile->n_slots - 1)
      return DRAY_UNREACHABLE;
    if (pace == DRAY_UNREACHABLE) {
      now = end;
      continue;
    }
    if (slot == profile->n_slots - 1 || now + rest <= end)
      return (int) MIN (now + rest - MAX (depart, 0), DRAY_TIME_MAX);
    share -= (end - now) * (1 << 20) / pace;
    now = end;
  }
}

static const DrayProfileInput *
profile_of (const DrayVerify       *self,
            const DrayVehicleInput *vehicle)
{
  return &g_array_index (self->input->profiles, DrayProfileInput, vehicle->profile);
}

int
dray_verify_duration (const DrayVerify       *self,
                      const DrayVehicleInput *vehicle,
                      int                     from,
                      int                     to,
                      int                     depart)
{
  const DrayProfileInput *profile = profile_of (self, vehicle);
  int duration, distance;

  if (from == DRAY_NOWHERE || to == DRAY_NOWHERE || from == to)
    return 0;
  if (profile->n_slots > 0)
    return duration_by_hour (profile, vehicle, from, to, depart);
  if (profile->rows == NULL)
    return pace_of (profile->duration, vehicle, from, to);
  profile->rows (from, &to, 1, &duration, &distance, profile->rows_data);
  return duration >= DRAY_UNREACHABLE ? DRAY_UNREACHABLE : (int) ceil_ratio ((gint64) duration * 1000, vehicle->speed_permille);
}

int
dray_verify_distance (const DrayVerify       *self,
                      const DrayVehicleInput *vehicle,
                      int                     from,
                      int                     to)
{
  const DrayProfileInput *profile = profile_of (self, vehicle);
  int duration, distance;

  if (from == DRAY_NOWHERE || to == DRAY_NOWHERE || from == to)
    return 0;
  if (profile->distance != NULL)
    return dray_matrix_get (profile->distance, from, to);
  if (profile->duration != NULL)
    return dray_matrix_get (profile->duration, from, to);
  if (profile->n_slots > 0)
    return pace_of (profile->slots[0], vehicle, from, to);
  profile->rows (from, &to, 1, &duration, &distance, profile->rows_data);
  return distance;
}

/* The clock. */

static gboolean
is_pause (const DrayVisit *visit)
{
  return visit->kind == DRAY_VISIT_BREAK || visit->kind == DRAY_VISIT_REST;
}

static gboolean
is_in_windows (const DrayTimeWindow *windows,
               int                   n_windows,
               int                   at)
{
  for (int i = 0; i < n_windows; i++)
    if (at >= windows[i].open && at <= windows[i].close)
      return TRUE;
  return n_windows == 0;
}

/* The way from the place @from to the place @to, both lines of the sheet, with pauses between them: what is driven before, between
 * and after the pauses is the way's whole duration. */
static void
check_way (DrayVerify      *self,
           const DrayRoute *route,
           int              from,
           int              to)
{
  const DrayVehicleInput *vehicle = dray_verify_vehicle (self, route->vehicle);
  const DrayVisit *a = &route->visits[from], *b = &route->visits[to];
  gint64 driven = 0;
  int depart = -1;

  for (int i = from; i < to; i++) {
    int piece = route->visits[i + 1].arrival - route->visits[i].departure;

    if (piece < 0)
      dray_verify_break (self, "vehicle %d arrives at line %d of its sheet before it leaves the one above", route->vehicle, i + 1);
    /* By the hour, the way begins where its first piece is driven. */
    if (piece > 0 && depart < 0)
      depart = route->visits[i].departure;
    driven += piece;
  }
  int duration = dray_verify_duration (self, vehicle, a->location, b->location, depart >= 0 ? depart : a->departure);
  int distance = dray_verify_distance (self, vehicle, a->location, b->location);

  if (duration >= DRAY_UNREACHABLE)
    dray_verify_break (self, "vehicle %d has no way to line %d of its sheet", route->vehicle, to);
  else if (driven != duration)
    dray_verify_break (self, "vehicle %d drives %" G_GINT64_FORMAT " to line %d of its sheet, which takes %d", route->vehicle, driven, to, duration);
  self->distance += distance;
  if (self->plan->cost >= 0 && b->distance - a->distance != distance)
    dray_verify_break (self, "vehicle %d counts a distance of %" G_GINT64_FORMAT " to line %d of its sheet, which is %d", route->vehicle, b->distance - a->distance, to,
                       distance);
}

static void
check_service (DrayVerify      *self,
               const DrayRoute *route,
               int              line,
               int              before)
{
  const DrayVisit *visit = &route->visits[line];
  const DrayStopInput *stop = dray_verify_stop (self, visit->stop);
  gboolean again = before >= 0 && route->visits[before].kind == DRAY_VISIT_STOP && route->visits[before].location == visit->location;
  int length = stop->service + (again ? 0 : stop->setup);

  if (visit->location != stop->location)
    dray_verify_break (self, "stop %d is served at location %d", visit->stop, visit->location);
  if (visit->begin < visit->arrival || visit->departure - visit->begin != length)
    dray_verify_break (self, "stop %d is served from %d to %d by a truck that came at %d and needs %d", visit->stop, visit->begin, visit->departure,
                       visit->arrival, length);
  if (!is_in_windows (stop->windows, stop->n_windows, visit->begin))
    dray_verify_break (self, "stop %d is begun at %d, outside its windows", visit->stop, visit->begin);
}

static void
check_reload (DrayVerify      *self,
              const DrayRoute *route,
              int              line)
{
  const DrayVehicleInput *vehicle = dray_verify_vehicle (self, route->vehicle);
  const DrayVisit *visit = &route->visits[line];
  gboolean allowed = FALSE;

  for (int i = 0; i < vehicle->n_reloads; i++)
    allowed |= vehicle->reloads[i] == visit->location;
  if (!allowed || visit->begin < visit->arrival || visit->departure - visit->begin != vehicle->reload_time)
    dray_verify_break (self, "vehicle %d reloads at location %d from %d to %d", route->vehicle, visit->location, visit->begin, visit->departure);
}

static void
check_pause (DrayVerify      *self,
             const DrayRoute *route,
             int              line)
{
  const DrayVisit *visit = &route->visits[line];

  if (visit->begin < visit->arrival || visit->departure < visit->begin)
    dray_verify_break (self, "vehicle %d has a pause from %d to %d", route->vehicle, visit->begin, visit->departure);
}

/* Each break of the shift that is due is taken once, for its time, within its windows. */
static void
check_breaks (DrayVerify      *self,
              const DrayRoute *route)
{
  const DrayVehicleInput *vehicle = dray_verify_vehicle (self, route->vehicle);
  int start = route->visits[0].departure, end = route->visits[route->n_visits - 1].arrival;

  for (int k = 0; k < vehicle->n_breaks; k++) {
    const DrayBreakInput *due = &vehicle->breaks[k];
    int n_taken = 0;

    for (int i = 0; i < route->n_visits; i++) {
      const DrayVisit *visit = &route->visits[i];

      if (visit->kind != DRAY_VISIT_BREAK || visit->stop != k)
        continue;
      n_taken++;
      if (visit->departure - visit->begin != due->duration || !is_in_windows (due->windows, due->n_windows, visit->begin))
        dray_verify_break (self, "vehicle %d takes break %d from %d to %d", route->vehicle, k, visit->begin, visit->departure);
    }
    gboolean is_due = due->windows[due->n_windows - 1].close >= start && due->windows[0].open <= end;
    if (n_taken > 1 || (is_due && n_taken == 0))
      dray_verify_break (self, "vehicle %d takes break %d %d times", route->vehicle, k, n_taken);
  }
}

static void
check_limits (DrayVerify      *self,
              const DrayRoute *route)
{
  const DrayVehicleInput *vehicle = dray_verify_vehicle (self, route->vehicle);
  const DrayVisit *first = &route->visits[0], *last = &route->visits[route->n_visits - 1];

  if (route->n_stops > vehicle->max_stops)
    dray_verify_break (self, "vehicle %d has %d stops, %d may be", route->vehicle, route->n_stops, vehicle->max_stops);
  if (first->departure < vehicle->shift_open || last->arrival > vehicle->shift_close)
    dray_verify_break (self, "vehicle %d drives from %d to %d, outside its shift", route->vehicle, first->departure, last->arrival);
  if (self->distance > vehicle->max_distance)
    dray_verify_break (self, "vehicle %d drives %" G_GINT64_FORMAT ", farther than %d", route->vehicle, self->distance, vehicle->max_distance);
  if (last->arrival - first->departure > vehicle->max_duration)
    dray_verify_break (self, "vehicle %d is away for %d, longer than %d", route->vehicle, last->arrival - first->departure, vehicle->max_duration);
  if (route->duration != last->arrival - first->departure || (self->plan->cost >= 0 && route->distance != self->distance))
    dray_verify_break (self, "vehicle %d counts %d and %" G_GINT64_FORMAT " for its duration and distance", route->vehicle, route->duration, route->distance);
}

static void
check_rides (DrayVerify      *self,
             const DrayRoute *route)
{
  for (int i = 0; i < route->n_visits; i++) {
    const DrayVisit *pickup = &route->visits[i];

    if (pickup->kind != DRAY_VISIT_STOP || dray_verify_stop (self, pickup->stop)->role != DRAY_STOP_ROLE_PICKUP)
      continue;
    int order = dray_verify_stop (self, pickup->stop)->order;
    gboolean first = TRUE;

    for (int j = 0; j < i; j++)
      first &= route->visits[j].kind != DRAY_VISIT_STOP || dray_verify_stop (self, route->visits[j].stop)->order != order;
    for (int j = i + 1; first && j < route->n_visits; j++)
      if (route->visits[j].kind == DRAY_VISIT_STOP && dray_verify_stop (self, route->visits[j].stop)->order == order
          && dray_verify_stop (self, route->visits[j].stop)->role == DRAY_STOP_ROLE_DELIVERY
          && route->visits[j].begin - pickup->departure > dray_verify_order (self, order)->max_ride)
        dray_verify_break (self, "order %d rides from %d to %d", order, pickup->departure, route->visits[j].begin);
  }
}

/* The sheet's stops are the route's, in order, between a start and an end where the vehicle starts and ends. */
static gboolean
check_sheet (DrayVerify      *self,
             const DrayRoute *route)
{
  const DrayVehicleInput *vehicle = dray_verify_vehicle (self, route->vehicle);
  int n = 0;

  if (route->n_visits < 2 || route->visits[0].kind != DRAY_VISIT_START || route->visits[route->n_visits - 1].kind != DRAY_VISIT_END
      || route->visits[0].location != vehicle->start
      || (vehicle->end != DRAY_NOWHERE && route->visits[route->n_visits - 1].location != vehicle->end)) {
    dray_verify_break (self, "the sheet of vehicle %d has no start or no end", route->vehicle);
    return FALSE;
  }
  for (int i = 1; i < route->n_visits - 1; i++) {
    const DrayVisit *visit = &route->visits[i];

    if (visit->kind == DRAY_VISIT_STOP && (n >= route->n_stops || route->stops[n++] != visit->stop)) {
      dray_verify_break (self, "the sheet of vehicle %d has stop %d in the wrong place", route->vehicle, visit->stop);
      return FALSE;
    }
    if (visit->kind == DRAY_VISIT_START || visit->kind == DRAY_VISIT_END) {
      dray_verify_break (self, "the sheet of vehicle %d has a start or an end amid", route->vehicle);
      return FALSE;
    }
  }
  if (n != route->n_stops)
    dray_verify_break (self, "the sheet of vehicle %d lacks stops", route->vehicle);
  return n == route->n_stops;
}

void
dray_verify_clock (DrayVerify      *self,
                   const DrayRoute *route)
{
  int place = 0, before = -1;

  self->distance = 0;
  if (!check_sheet (self, route))
    return;
  for (int i = 1; i < route->n_visits; i++) {
    if (is_pause (&route->visits[i])) {
      check_pause (self, route, i);
      continue;
    }
    check_way (self, route, place, i);
    if (route->visits[i].kind == DRAY_VISIT_STOP)
      check_service (self, route, i, before);
    if (route->visits[i].kind == DRAY_VISIT_RELOAD)
      check_reload (self, route, i);
    place = before = i;
  }
  check_breaks (self, route);
  check_limits (self, route);
  check_rides (self, route);
}

/* What is aboard. */

/* What the depot's goods of the trip that begins at line @from weigh in dimension @load; and that they were there in time. */
static gint64
load_trip (DrayVerify      *self,
           const DrayRoute *route,
           int              from,
           int              load)
{
  gint64 sum = 0;

  for (int i = from + 1; i < route->n_visits && route->visits[i].kind != DRAY_VISIT_RELOAD; i++) {
    const DrayStopInput *stop = route->visits[i].kind == DRAY_VISIT_STOP ? dray_verify_stop (self, route->visits[i].stop) : NULL;

    if (stop == NULL || stop->role != DRAY_STOP_ROLE_DEPOT)
      continue;
    sum += stop->delivery[load];
    if (route->visits[from].departure < dray_verify_order (self, stop->order)->release)
      dray_verify_break (self, "order %d leaves the depot at %d, before its goods are there", stop->order, route->visits[from].departure);
  }
  return sum;
}

static gint64
load_aboard (const DrayVerify *self,
             const DrayRoute  *route,
             int               load)
{
  gint64 sum = 0;

  for (int i = 0; i < route->n_stops; i++) {
    const DrayStopInput *stop = dray_verify_stop (self, route->stops[i]);

    if (dray_verify_order (self, stop->order)->aboard)
      sum += stop->delivery[load];
  }
  return sum;
}

/* One dimension along the sheet. Goods of shipments and goods aboard stay on the truck at a reload, what was picked up for the depot
 * does not. */
static void
check_load (DrayVerify      *self,
            const DrayRoute *route,
            int              load)
{
  int capacity = dray_verify_vehicle (self, route->vehicle)->capacity[load];
  gint64 kept = load_aboard (self, route, load), depot = load_trip (self, route, 0, load);

  for (int i = 0; i < route->n_visits; i++) {
    const DrayVisit *visit = &route->visits[i];

    if (visit->kind == DRAY_VISIT_RELOAD)
      depot = load_trip (self, route, i, load);
    if (visit->kind == DRAY_VISIT_STOP) {
      const DrayStopInput *stop = dray_verify_stop (self, visit->stop);
      gint64 change = (gint64) stop->pickup[load] - stop->delivery[load];

      if (stop->role == DRAY_STOP_ROLE_DEPOT)
        depot += change;
      else
        kept += change;
    }
    if (kept + depot > capacity)
      dray_verify_break (self, "vehicle %d carries %" G_GINT64_FORMAT " of load %d at line %d of its sheet, %d may be", route->vehicle, kept + depot,
                         load, i, capacity);
  }
}

void
dray_verify_loads (DrayVerify      *self,
                   const DrayRoute *route)
{
  int n_reloads = 0;

  for (int i = 0; i < route->n_visits; i++)
    n_reloads += route->visits[i].kind == DRAY_VISIT_RELOAD;
  if (n_reloads > dray_verify_vehicle (self, route->vehicle)->max_reloads)
    dray_verify_break (self, "vehicle %d reloads %d times", route->vehicle, n_reloads);
  for (int load = 0; load < DRAY_MAX_LOADS; load++)
    check_load (self, route, load);
}

/* The price. */

static gint64
price_compactness (const DrayVerify *self,
                   const DrayRoute  *route)
{
  const DrayObjective *objective = &self->input->objective;
  double x = 0, y = 0, sum = 0;

  if (objective->compactness_cost == 0 || route->n_stops == 0)
    return 0;
  for (int i = 0; i < route->n_stops; i++) {
    x += self->input->x[dray_verify_stop (self, route->stops[i])->location] / (double) objective->compactness_unit;
    y += self->input->y[dray_verify_stop (self, route->stops[i])->location] / (double) objective->compactness_unit;
  }
  x /= route->n_stops;
  y /= route->n_stops;
  for (int i = 0; i < route->n_stops; i++) {
    double dx = self->input->x[dray_verify_stop (self, route->stops[i])->location] / (double) objective->compactness_unit - x;
    double dy = self->input->y[dray_verify_stop (self, route->stops[i])->location] / (double) objective->compactness_unit - y;

    sum += dx * dx + dy * dy;
  }
  return (gint64) ((double) objective->compactness_cost * sum);
}

static gint64
price_lateness (const DrayVerify *self,
                const DrayRoute  *route)
{
  gint64 cost = 0;

  for (int i = 0; i < route->n_visits; i++) {
    if (route->visits[i].kind != DRAY_VISIT_STOP)
      continue;
    const DrayStopInput *stop = dray_verify_stop (self, route->visits[i].stop);
    int at = route->visits[i].begin;

    if (at > stop->soft_close)
      cost += (gint64) (at - stop->soft_close) * stop->late_cost;
    if (at < stop->soft_open)
      cost += (gint64) (stop->soft_open - at) * stop->early_cost;
  }
  return cost;
}

void
dray_verify_price (DrayVerify      *self,
                   const DrayRoute *route)
{
  const DrayVehicleInput *vehicle = dray_verify_vehicle (self, route->vehicle);
  const DrayObjective *objective = &self->input->objective;
  gint64 *costs = self->verdict->costs;
  gint64 duration = (gint64) route->visits[route->n_visits - 1].arrival - route->visits[0].departure;
  double units = (double) duration / objective->balance_unit;

  if (route->n_stops == 0)
    return;
  costs[DRAY_COST_FIXED] += vehicle->fixed_cost;
  costs[DRAY_COST_DISTANCE] += vehicle->distance_cost * self->distance;
  costs[DRAY_COST_TIME] += vehicle->time_cost * duration;
  if (duration > vehicle->overtime_after)
    costs[DRAY_COST_OVERTIME] += vehicle->overtime_cost * (duration - vehicle->overtime_after);
  costs[DRAY_COST_LATENESS] += price_lateness (self, route);
  costs[DRAY_COST_BALANCE] += (gint64) ((double) objective->balance_cost * units * units);
  costs[DRAY_COST_COMPACTNESS] += price_compactness (self, route);
}
