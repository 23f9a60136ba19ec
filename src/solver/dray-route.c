/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Judges one route exactly: the gate that every plan passes, and the measure that the search's own arithmetic is held to. First the
 * rules that need no clock (who may ride where, order, relations, loads), then the clock, then the price.
 *
 * The clock. The truck leaves as early as its shift and its goods allow; from then on each service begins as early as it can. After
 * that the departure is put off as long as the end stays where it is and nothing gets later than it may, which is how a truck that
 * would wait leaves later instead. */
#include "config.h"

#include "dray-hours.h"
#include "dray-route-label-private.h"

#include <math.h>
#include <string.h>

DrayRouteScratch *
dray_route_scratch_new (const DrayProblem *problem)
{
  DrayRouteScratch *self = g_new0 (DrayRouteScratch, 1);

  self->problem = problem;
  self->order_stamp = g_new0 (guint, problem->n_orders + 1);
  self->order_count = g_new0 (int, problem->n_orders + 1);
  self->order_phase = g_new0 (int, problem->n_orders + 1);
  self->order_end = g_new0 (int, problem->n_orders + 1);
  self->stop_stamp = g_new0 (guint, problem->n_stops + 1);
  self->stop_place = g_new0 (int, problem->n_stops + 1);
  self->begin = g_new0 (int, problem->n_stops + 2);
  self->arrival = g_new0 (int, problem->n_stops + 2);
  self->departure = g_new0 (int, problem->n_stops + 2);
  self->delay = g_new0 (int, problem->n_stops + 2);
  self->old_rank = g_new0 (int, problem->n_stops + 2);
  self->visits = g_array_new (FALSE, FALSE, sizeof (DrayVisit));
  self->gaps = g_new0 (DrayGap, problem->n_stops + 2);
  self->labels = g_array_new (FALSE, FALSE, (guint) dray_route_get_label_size ());
  self->steps = g_array_new (FALSE, FALSE, sizeof (DrayHoursStep));
  self->guesses = g_new0 (int, 3 * problem->n_stops + 32);
  self->items = g_array_new (FALSE, FALSE, (guint) dray_route_get_item_size ());
  self->trip_windows = g_new0 (DrayTimeWindow, problem->n_stops + 2);
  self->spans = g_array_new (FALSE, FALSE, sizeof (DrayDutySpan));
  return self;
}

void
dray_route_scratch_free (DrayRouteScratch *self)
{
  g_free (self->order_stamp);
  g_free (self->order_count);
  g_free (self->order_phase);
  g_free (self->order_end);
  g_free (self->stop_stamp);
  g_free (self->stop_place);
  g_free (self->begin);
  g_free (self->arrival);
  g_free (self->departure);
  g_free (self->delay);
  g_free (self->old_rank);
  g_array_unref (self->visits);
  g_free (self->gaps);
  g_array_unref (self->labels);
  g_array_unref (self->steps);
  g_free (self->guesses);
  g_array_unref (self->items);
  g_free (self->trip_windows);
  g_array_unref (self->spans);
  g_free (self);
}

static gboolean
breaks (DrayRouteCheck *check,
        DrayConstraint  constraint,
        int             at,
        gint64          excess)
{
  check->broken = constraint;
  check->at = at;
  check->excess = (int) CLAMP (excess, 0, DRAY_TIME_MAX);
  return FALSE;
}

static gboolean
check_stops (DrayRouteScratch *self,
             int               vehicle,
             const int        *stops,
             int               n_stops,
             DrayRouteCheck   *check)
{
  const DrayProblem *problem = self->problem;
  const DrayVehicleInput *v = &problem->vehicles[vehicle];

  if (n_stops > v->max_stops)
    return breaks (check, DRAY_CONSTRAINT_MAX_STOPS, v->max_stops, n_stops - v->max_stops);
  if (v->locked ? n_stops != v->n_prefix : n_stops < v->n_prefix)
    return breaks (check, DRAY_CONSTRAINT_PREFIX, MIN (n_stops, v->n_prefix), 0);

  self->stamp++;
  for (int i = 0; i < n_stops; i++) {
    int stop = stops[i], order = problem->stop_order[stop], bound = problem->orders[order].vehicle;

    if (i < v->n_prefix ? v->prefix[i] != stop : problem->prefix_vehicle[stop] != DRAY_NONE)
      return breaks (check, DRAY_CONSTRAINT_PREFIX, i, 0);
    if (bound != DRAY_NONE && bound != vehicle)
      return breaks (check, DRAY_CONSTRAINT_VEHICLE, i, 0);
    if (!dray_problem_stop_fits_vehicle (problem, stop, vehicle))
      return breaks (check, DRAY_CONSTRAINT_SKILLS, i, 0);
    if (self->order_stamp[order] != self->stamp) {
      self->order_stamp[order] = self->stamp;
      self->order_count[order] = self->order_phase[order] = 0;
    }
    self->order_count[order]++;
    if (problem->stops[stop].role == DRAY_STOP_ROLE_DELIVERY)
      self->order_phase[order] = 1;
    else if (self->order_phase[order] == 1 || self->stop_stamp[stop] == self->stamp)
      return breaks (check, DRAY_CONSTRAINT_ORDER, i, 0);
    self->stop_stamp[stop] = self->stamp;
    self->stop_place[stop] = i;
  }
  for (int i = 0; i < n_stops; i++) {
    int order = problem->stop_order[stops[i]];

    if (self->order_count[order] != problem->order_first[order + 1] - problem->order_first[order])
      return breaks (check, DRAY_CONSTRAINT_ORDER, i, 0);
  }
  return TRUE;
}

static gboolean
holds_relation (const DrayRouteScratch *self,
                const DrayRelation     *relation)
{
  int last = -1, n_here = 0;

  for (int k = 0; k < relation->n_stops; k++) {
    int stop = relation->stops[k];

    if (self->stop_stamp[stop] != self->stamp)
      continue;
    n_here++;
    int place = self->stop_place[stop];
    if (relation->kind >= DRAY_RELATION_BEFORE && place < last)
      return FALSE;
    if (relation->kind == DRAY_RELATION_DIRECTLY_BEFORE && k > 0 && place != last + 1)
      return FALSE;
    last = place;
  }
  return relation->kind == DRAY_RELATION_NOT_SAME_VEHICLE ? n_here <= 1 : n_here == 0 || n_here == relation->n_stops;
}

static gboolean
check_relations (DrayRouteScratch *self,
                 const int        *stops,
                 int               n_stops,
                 DrayRouteCheck   *check)
{
  const DrayProblem *problem = self->problem;

  for (int i = 0; i < n_stops; i++)
    for (int k = problem->relation_first[stops[i]]; k < problem->relation_first[stops[i] + 1]; k++)
      if (!holds_relation (self, &problem->relations[problem->stop_relations[k]]))
        return breaks (check, DRAY_CONSTRAINT_RELATION, i, 0);
  return TRUE;
}

/* One trip: what depot stops deliver is aboard from the start. Vehicles that reload are judged by dray-route-label.c. */
static gboolean
check_loads (const DrayRouteScratch *self,
             int                     vehicle,
             const int              *stops,
             int                     n_stops,
             DrayRouteCheck         *check)
{
  const DrayProblem *problem = self->problem;

  for (int d = 0; d < problem->n_loads; d++) {
    gint64 load = 0, capacity = problem->vehicles[vehicle].capacity[d];

    for (int i = 0; i < n_stops; i++) {
      const DrayStopInput *stop = &problem->stops[stops[i]];

      if (stop->role == DRAY_STOP_ROLE_DEPOT || problem->orders[stop->order].aboard)
        load += stop->delivery[d];
    }
    if (load > capacity)
      return breaks (check, DRAY_CONSTRAINT_CAPACITY, 0, load - capacity);
    for (int i = 0; i < n_stops; i++) {
      load += problem->stops[stops[i]].pickup[d] - (gint64) problem->stops[stops[i]].delivery[d];
      if (load > capacity)
        return breaks (check, DRAY_CONSTRAINT_CAPACITY, i, load - capacity);
    }
  }
  return TRUE;
}

/* The earliest begin at or after @arrival, or -1. */
static int
find_begin (const DrayStopInput *stop,
            int                  arrival)
{
  if (stop->n_windows == 0)
    return arrival;
  for (int k = 0; k < stop->n_windows; k++)
    if (arrival <= stop->windows[k].close)
      return MAX (arrival, stop->windows[k].open);
  return -1;
}

static gboolean
run_clock (DrayRouteScratch *self,
           int               vehicle,
           const int        *stops,
           int               n_stops,
           int               start,
           DrayRouteCheck   *check)
{
  const DrayProblem *problem = self->problem;
  const DrayVehicleInput *v = &problem->vehicles[vehicle];
  const DrayPace *pace = &problem->paces[problem->vehicle_pace[vehicle]];
  gint64 now = start, distance = 0;
  int place = v->start;

  for (int i = 0; i < n_stops; i++) {
    const DrayStopInput *stop = &problem->stops[stops[i]];

    if (place != DRAY_NOWHERE) {
      int duration = dray_pace_get_duration (pace, place, stop->location, (int) now);

      if (duration >= DRAY_UNREACHABLE)
        return breaks (check, DRAY_CONSTRAINT_UNREACHABLE, i, 0);
      now += duration;
      distance += dray_pace_get_distance (pace, place, stop->location);
    }
    if (now > DRAY_TIME_MAX)
      return breaks (check, DRAY_CONSTRAINT_SHIFT, i, now - v->shift_close);
    self->arrival[i] = (int) now;
    now = find_begin (stop, (int) now + self->delay[i]);
    if (now < 0)
      return breaks (check, DRAY_CONSTRAINT_WINDOW, i, self->arrival[i] - stop->windows[stop->n_windows - 1].close);
    self->begin[i] = (int) now;
    now += stop->service + (i > 0 && place == stop->location ? 0 : stop->setup);
    if (now > DRAY_TIME_MAX)
      return breaks (check, DRAY_CONSTRAINT_SHIFT, i, now - v->shift_close);
    self->departure[i] = (int) now;
    place = stop->location;
  }
  if (v->end != DRAY_NOWHERE && place != DRAY_NOWHERE) {
    int duration = dray_pace_get_duration (pace, place, v->end, (int) now);

    if (duration >= DRAY_UNREACHABLE)
      return breaks (check, DRAY_CONSTRAINT_UNREACHABLE, n_stops, 0);
    now += duration;
    distance += dray_pace_get_distance (pace, place, v->end);
  }
  if (now > v->shift_close)
    return breaks (check, DRAY_CONSTRAINT_SHIFT, n_stops, now - v->shift_close);
  check->start = start;
  check->end = (int) now;
  check->distance = distance;
  return TRUE;
}

/* How much later the truck may leave with the same end: never more than it waits in all, nor than any stop behind has room for. */
static int
find_slack (const DrayRouteScratch *self,
            const int              *stops,
            int                     first,
            int                     n_stops)
{
  gint64 waits = 0, slack = DRAY_TIME_MAX;

  for (int i = first; i < n_stops; i++) {
    const DrayStopInput *stop = &self->problem->stops[stops[i]];
    gint64 room = DRAY_TIME_MAX;

    if (i > first || first == 0)
      waits += self->begin[i] - self->arrival[i];
    for (int k = 0; k < stop->n_windows; k++)
      if (self->begin[i] <= stop->windows[k].close) {
        room = stop->windows[k].close - self->begin[i];
        break;
      }
    if (stop->late_cost > 0)
      room = MIN (room, MAX (stop->soft_close - self->begin[i], 0));
    slack = MIN (slack, waits + room);
  }
  return (int) MIN (slack, waits);
}

static int
find_earliest_start (const DrayRouteScratch *self,
                     int                     vehicle,
                     const int              *stops,
                     int                     n_stops)
{
  const DrayProblem *problem = self->problem;
  int start = problem->vehicles[vehicle].shift_open;

  if (problem->features & DRAY_FEATURE_RELEASE)
    for (int i = 0; i < n_stops; i++)
      if (problem->stops[stops[i]].role == DRAY_STOP_ROLE_DEPOT)
        start = MAX (start, problem->orders[problem->stop_order[stops[i]]].release);
  return start;
}

static gboolean
has_gaps (const DrayVehicleInput *vehicle)
{
  return vehicle->n_breaks > 0 || (vehicle->max_reloads > 0 && vehicle->n_reloads > 0);
}

static gboolean
run (DrayRouteScratch *self,
     int               vehicle,
     const int        *stops,
     int               n_stops,
     int               start,
     DrayRouteCheck   *check)
{
  return has_gaps (&self->problem->vehicles[vehicle]) ? dray_route_drive_gaps (self, vehicle, stops, n_stops, start, check)
                                                      : run_clock (self, vehicle, stops, n_stops, start, check);
}

static void
put_off_start (DrayRouteScratch *self,
               int               vehicle,
               const int        *stops,
               int               n_stops,
               DrayRouteCheck   *check)
{
  int end = check->end, start = check->start;
  int slack = find_slack (self, stops, 0, n_stops);

  /* By the hour, a later departure may meet slower roads: then try half of it, and so on. */
  for (int k = 0; slack > 0 && k < 16; k++, slack /= 2)
    if (run (self, vehicle, stops, n_stops, start + slack, check) && check->end <= end)
      return;
  run (self, vehicle, stops, n_stops, start, check);
  check->broken = DRAY_CONSTRAINT_NONE;
}

/* Whoever rides too long is picked up later, as far as the stops behind have room (Cordeau and Laporte 2003, their eight steps). */
static gboolean
shorten_rides (DrayRouteScratch *self,
               int               vehicle,
               const int        *stops,
               int               n_stops,
               DrayRouteCheck   *check)
{
  const DrayProblem *problem = self->problem;
  int start = check->start;
  gboolean delayed = FALSE, holds = TRUE;
  /* Who keeps breaks, reloads or hours has his times already. */
  gboolean fixed = has_gaps (&problem->vehicles[vehicle]) || problem->vehicles[vehicle].hours != NULL;

  for (int pass = 0; pass < 2; pass++) {
    self->stamp++;
    holds = TRUE;
    for (int i = 0; i < n_stops; i++) {
      const DrayStopInput *stop = &problem->stops[stops[i]];
      int order = stop->order, limit = problem->orders[order].max_ride;

      if (stop->role == DRAY_STOP_ROLE_PICKUP && limit < DRAY_TIME_MAX && self->order_stamp[order] != self->stamp) {
        self->order_stamp[order] = self->stamp;
        if (pass == 0 && !fixed && (self->delay[i] = find_slack (self, stops, i, n_stops)) > 0) {
          self->delay[i] += self->begin[i] - self->arrival[i];
          delayed = TRUE;
          /* By the hour, the slack may not be what it seems: then this pickup stays where it was. */
          if (!run_clock (self, vehicle, stops, n_stops, start, check)) {
            self->delay[i] = 0;
            run_clock (self, vehicle, stops, n_stops, start, check);
          }
        }
        self->order_end[order] = self->departure[i];
      }
      if (stop->role == DRAY_STOP_ROLE_DELIVERY && limit < DRAY_TIME_MAX && self->order_stamp[order] == self->stamp
          && self->begin[i] - self->order_end[order] > limit) {
        holds = breaks (check, DRAY_CONSTRAINT_MAX_RIDE, i, self->begin[i] - self->order_end[order] - (gint64) limit);
        if (pass == 1)
          i = n_stops;
      }
    }
    if (!delayed)
      break;
  }
  if (delayed)
    memset (self->delay, 0, (gsize) n_stops * sizeof *self->delay);
  if (holds)
    check->broken = DRAY_CONSTRAINT_NONE;
  return holds;
}

static gint64
get_compactness (const DrayRouteScratch *self,
                 const int              *stops,
                 int                     n_stops)
{
  const DrayProblem *problem = self->problem;
  const DrayObjective *objective = &problem->input->objective;
  double sum_x = 0, sum_y = 0, squares = 0, unit = objective->compactness_unit;

  if (objective->compactness_cost == 0 || n_stops == 0)
    return 0;
  for (int i = 0; i < n_stops; i++) {
    double x = problem->input->x[problem->stops[stops[i]].location] / unit, y = problem->input->y[problem->stops[stops[i]].location] / unit;

    sum_x += x;
    sum_y += y;
    squares += x * x + y * y;
  }
  return (gint64) floor ((double) objective->compactness_cost * MAX (squares - (sum_x * sum_x + sum_y * sum_y) / n_stops, 0));
}

static gint64
get_lateness (const DrayRouteScratch *self,
              const int              *stops,
              int                     n_stops)
{
  gint64 cost = 0;

  for (int i = 0; i < n_stops; i++) {
    const DrayStopInput *stop = &self->problem->stops[stops[i]];

    cost += stop->late_cost * MAX (self->begin[i] - stop->soft_close, 0) + stop->early_cost * MAX (stop->soft_open - self->begin[i], 0);
  }
  return cost;
}

static void
price (DrayRouteScratch *self,
       int               vehicle,
       const int        *stops,
       int               n_stops,
       DrayRouteCheck   *check)
{
  const DrayVehicleInput *v = &self->problem->vehicles[vehicle];
  const DrayObjective *objective = &self->problem->input->objective;
  gint64 duration = (gint64) check->end - check->start;
  double length = (double) duration / objective->balance_unit;

  check->costs[DRAY_COST_FIXED] = v->fixed_cost;
  check->costs[DRAY_COST_DISTANCE] = v->distance_cost * check->distance;
  check->costs[DRAY_COST_TIME] = v->time_cost * duration;
  check->costs[DRAY_COST_OVERTIME] = v->overtime_cost * MAX (duration - v->overtime_after, 0);
  if (self->problem->features & DRAY_FEATURE_SOFT)
    check->costs[DRAY_COST_LATENESS] = get_lateness (self, stops, n_stops);
  if (self->problem->features & DRAY_FEATURE_SHAPE) {
    check->costs[DRAY_COST_BALANCE] = (gint64) floor ((double) objective->balance_cost * length * length);
    check->costs[DRAY_COST_COMPACTNESS] = get_compactness (self, stops, n_stops);
  }
  for (int t = 0; t < DRAY_N_COST_TERMS; t++)
    check->cost += check->costs[t];
}

/* Without breaks and reloads it can't take less: that tells which rule is broken, where one is. */
static gboolean
choose_gaps (DrayRouteScratch *self,
             int               vehicle,
             const int        *stops,
             int               n_stops,
             DrayRouteCheck   *check)
{
  int start = self->problem->vehicles[vehicle].shift_open;

  if (!run_clock (self, vehicle, stops, n_stops, start, check))
    return FALSE;
  if (!dray_route_choose_gaps (self, vehicle, stops, n_stops, check))
    return breaks (check, self->problem->vehicles[vehicle].n_breaks > 0 ? DRAY_CONSTRAINT_BREAK : DRAY_CONSTRAINT_CAPACITY, check->at, 0);
  return dray_route_drive_gaps (self, vehicle, stops, n_stops, start, check);
}

static gboolean
check_clock (DrayRouteScratch *self,
             int               vehicle,
             const int        *stops,
             int               n_stops,
             DrayRouteCheck   *check)
{
  const DrayVehicleInput *v = &self->problem->vehicles[vehicle];

  if (has_gaps (v)) {
    if (!choose_gaps (self, vehicle, stops, n_stops, check))
      return FALSE;
  } else if (!run_clock (self, vehicle, stops, n_stops, find_earliest_start (self, vehicle, stops, n_stops), check)) {
    return FALSE;
  }
  if (v->hours != NULL && !has_gaps (v))
    for (int i = 0; i <= n_stops; i++)
      self->gaps[i] = (DrayGap) { -1, -1, -1, -1 };
  if (v->hours == NULL)
    put_off_start (self, vehicle, stops, n_stops, check);
  else if (!dray_route_drive_hours (self, vehicle, stops, n_stops, check))
    return FALSE;
  if ((self->problem->features & DRAY_FEATURE_RIDE) && !shorten_rides (self, vehicle, stops, n_stops, check))
    return FALSE;
  if (check->distance > v->max_distance)
    return breaks (check, DRAY_CONSTRAINT_MAX_DISTANCE, n_stops, check->distance - v->max_distance);
  if (check->end - check->start > v->max_duration)
    return breaks (check, DRAY_CONSTRAINT_MAX_DURATION, n_stops, check->end - check->start - (gint64) v->max_duration);
  return TRUE;
}

gboolean
dray_route_evaluate (DrayRouteScratch *self,
                     int               vehicle,
                     const int        *stops,
                     int               n_stops,
                     DrayRouteCheck   *check)
{
  memset (check, 0, sizeof *check);
  g_array_set_size (self->visits, 0);
  if (!check_stops (self, vehicle, stops, n_stops, check))
    return FALSE;
  if (n_stops == 0)
    return TRUE;
  if ((self->problem->features & DRAY_FEATURE_RELATIONS) && !check_relations (self, stops, n_stops, check))
    return FALSE;
  if ((!has_gaps (&self->problem->vehicles[vehicle]) && !check_loads (self, vehicle, stops, n_stops, check))
      || !check_clock (self, vehicle, stops, n_stops, check))
    return FALSE;
  price (self, vehicle, stops, n_stops, check);
  return TRUE;
}

/* The longest run of old stops in ascending old rank: what is outside of it has changed. */
int
dray_route_count_kept (DrayRouteScratch *self,
                       int               vehicle,
                       const int        *stops,
                       int               n_stops)
{
  const DrayProblem *problem = self->problem;
  int n = 0;

  for (int i = 0; i < n_stops; i++) {
    if (problem->old_vehicle[stops[i]] != vehicle)
      continue;
    int rank = problem->old_rank[stops[i]], low = 0, high = n;

    while (low < high) {
      int middle = (low + high) / 2;

      if (self->old_rank[middle] < rank)
        low = middle + 1;
      else
        high = middle;
    }
    self->old_rank[low] = rank;
    n = MAX (n, low + 1);
  }
  return n;
}

void
dray_route_list_visits (DrayRouteScratch     *self,
                        int                   vehicle,
                        const int            *stops,
                        int                   n_stops,
                        const DrayRouteCheck *check,
                        GArray               *visits)
{
  const DrayProblem *problem = self->problem;
  const DrayVehicleInput *v = &problem->vehicles[vehicle];
  const DrayPace *pace = &problem->paces[problem->vehicle_pace[vehicle]];
  DrayVisit visit = { .kind = DRAY_VISIT_START, .stop = DRAY_NONE, .location = v->start, .arrival = check->start, .begin = check->start,
                      .departure = check->start };

  g_array_set_size (visits, 0);
  if (self->visits->len > 0) {
    g_array_append_vals (visits, self->visits->data, self->visits->len);
    return;
  }
  g_array_append_val (visits, visit);
  for (int i = 0; i < n_stops; i++) {
    int from = visit.location;

    visit.kind = DRAY_VISIT_STOP;
    visit.stop = stops[i];
    visit.location = problem->stops[stops[i]].location;
    visit.arrival = self->arrival[i];
    visit.begin = self->begin[i];
    visit.departure = self->departure[i];
    visit.distance += from == DRAY_NOWHERE ? 0 : dray_pace_get_distance (pace, from, visit.location);
    g_array_append_val (visits, visit);
  }
  visit.kind = DRAY_VISIT_END;
  visit.stop = DRAY_NONE;
  visit.location = v->end != DRAY_NOWHERE ? v->end : visit.location;
  visit.arrival = visit.begin = visit.departure = check->end;
  visit.distance = check->distance;
  g_array_append_val (visits, visit);
}
