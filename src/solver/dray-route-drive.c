/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drives a route whose breaks and reloads are chosen, step by step: loads, windows, shift, and a line of the sheet for each thing done. */
#include "config.h"

#include "dray-route-label-private.h"

#include <string.h>

typedef struct {
  DrayRouteScratch       *scratch;
  const DrayProblem      *problem;
  const DrayVehicleInput *vehicle;
  const DrayPace         *pace;
  const int              *stops;
  int                     n_stops;
  gint64                  now;
  gint64                  distance;
  int                     place;
  DrayRouteCheck         *check;
} Drive;

static gboolean
breaks (Drive          *self,
        DrayConstraint  constraint,
        int             at,
        gint64          excess)
{
  self->check->broken = constraint;
  self->check->at = at;
  self->check->excess = (int) CLAMP (excess, 0, DRAY_TIME_MAX);
  return FALSE;
}

static void
note (Drive         *self,
      DrayVisitKind  kind,
      int            stop,
      gint64         arrival,
      gint64         begin,
      gint64         departure)
{
  DrayVisit visit = { kind, stop, self->place, (int) arrival, (int) begin, (int) departure, self->distance };

  g_array_append_val (self->scratch->visits, visit);
}

static gboolean
travel (Drive *self,
        int    place,
        int    at)
{
  if (self->place != DRAY_NOWHERE && place != DRAY_NOWHERE) {
    int duration = dray_pace_get_duration (self->pace, self->place, place, (int) self->now);

    if (duration >= DRAY_UNREACHABLE)
      return breaks (self, DRAY_CONSTRAINT_UNREACHABLE, at, 0);
    self->now += duration;
    self->distance += dray_pace_get_distance (self->pace, self->place, place);
  }
  self->place = place != DRAY_NOWHERE ? place : self->place;
  return self->now <= DRAY_TIME_MAX || breaks (self, DRAY_CONSTRAINT_SHIFT, at, self->now - self->vehicle->shift_close);
}

static gboolean
take_break (Drive *self,
            int    index,
            int    at)
{
  if (index < 0)
    return TRUE;
  const DrayBreakInput *due = &self->vehicle->breaks[index];
  gint64 arrival = self->now, begin = -1;

  for (int k = 0; k < due->n_windows && begin < 0; k++)
    if (arrival <= due->windows[k].close)
      begin = MAX (arrival, due->windows[k].open);
  if (begin < 0)
    return breaks (self, DRAY_CONSTRAINT_BREAK, at, arrival - due->windows[due->n_windows - 1].close);
  self->now = begin + due->duration;
  note (self, DRAY_VISIT_BREAK, index, arrival, begin, self->now);
  return TRUE;
}

/* The stops from @first on that are served before the next reload. */
static int
find_trip_end (const Drive *self,
               int          first)
{
  int end = first + 1;

  while (end < self->n_stops && self->scratch->gaps[end].reload < 0)
    end++;
  return end;
}

static gint64
get_release (const Drive *self,
             int          first)
{
  gint64 release = 0;

  for (int i = first; i < find_trip_end (self, first); i++)
    if (self->problem->stops[self->stops[i]].role == DRAY_STOP_ROLE_DEPOT)
      release = MAX (release, self->problem->orders[self->problem->stops[self->stops[i]].order].release);
  return release;
}

static gboolean
reload (Drive *self,
        int    index,
        int    next)
{
  if (!travel (self, self->vehicle->reloads[index], next))
    return FALSE;
  gint64 arrival = self->now;

  self->now += self->vehicle->reload_time;
  self->now = MAX (self->now, get_release (self, next));
  note (self, DRAY_VISIT_RELOAD, DRAY_NONE, arrival, self->now - self->vehicle->reload_time, self->now);
  return TRUE;
}

static gboolean
serve (Drive *self,
       int    i)
{
  const DrayStopInput *stop = &self->problem->stops[self->stops[i]];
  gboolean same = i > 0 && self->scratch->gaps[i].reload < 0 && self->problem->stops[self->stops[i - 1]].location == stop->location;
  gint64 begin = stop->n_windows == 0 ? self->now : -1, arrival = self->now;

  for (int k = 0; k < stop->n_windows && begin < 0; k++)
    if (arrival <= stop->windows[k].close)
      begin = MAX (arrival, stop->windows[k].open);
  if (begin < 0)
    return breaks (self, DRAY_CONSTRAINT_WINDOW, i, arrival - stop->windows[stop->n_windows - 1].close);
  self->now = begin + stop->service + (same ? 0 : stop->setup);
  if (self->now > DRAY_TIME_MAX)
    return breaks (self, DRAY_CONSTRAINT_SHIFT, i, self->now - self->vehicle->shift_close);
  self->scratch->arrival[i] = (int) arrival;
  self->scratch->begin[i] = (int) begin;
  self->scratch->departure[i] = (int) self->now;
  note (self, DRAY_VISIT_STOP, self->stops[i], arrival, begin, self->now);
  return TRUE;
}

static gboolean
check_trip_load (Drive  *self,
                 int     first,
                 int     d,
                 gint64 *carried)
{
  int end = find_trip_end (self, first);
  gint64 load = *carried, capacity = self->vehicle->capacity[d];

  for (int i = first; i < end; i++)
    if (self->problem->stops[self->stops[i]].role == DRAY_STOP_ROLE_DEPOT)
      load += self->problem->stops[self->stops[i]].delivery[d];
  if (load > capacity)
    return breaks (self, DRAY_CONSTRAINT_CAPACITY, first, load - capacity);
  for (int i = first; i < end; i++) {
    const DrayStopInput *stop = &self->problem->stops[self->stops[i]];
    gint64 change = (gint64) stop->pickup[d] - stop->delivery[d];

    load += change;
    if (stop->role != DRAY_STOP_ROLE_DEPOT)
      *carried += change;
    if (load > capacity)
      return breaks (self, DRAY_CONSTRAINT_CAPACITY, i, load - capacity);
  }
  return TRUE;
}

static gboolean
check_loads (Drive *self)
{
  for (int d = 0; d < self->problem->n_loads; d++) {
    gint64 carried = 0;

    for (int i = 0; i < self->n_stops; i++)
      if (self->problem->orders[self->problem->stops[self->stops[i]].order].aboard)
        carried += self->problem->stops[self->stops[i]].delivery[d];
    for (int first = 0; first < self->n_stops; first = find_trip_end (self, first))
      if (!check_trip_load (self, first, d, &carried))
        return FALSE;
  }
  return TRUE;
}

/* Every break that falls into the route has been taken. */
static gboolean
check_breaks (Drive *self,
              int    start)
{
  for (int k = 0; k < self->vehicle->n_breaks; k++) {
    const DrayBreakInput *due = &self->vehicle->breaks[k];
    gboolean taken = due->windows[due->n_windows - 1].close < start || due->windows[0].open > self->now;

    for (int i = 0; i <= self->n_stops && !taken; i++)
      taken = self->scratch->gaps[i].break_before == k || self->scratch->gaps[i].break_at == k || self->scratch->gaps[i].break_behind == k;
    if (!taken)
      return breaks (self, DRAY_CONSTRAINT_BREAK, self->n_stops, 0);
  }
  return TRUE;
}

static gboolean
drive_gap (Drive *self,
           int    i)
{
  const DrayGap *gap = &self->scratch->gaps[i];
  int place = i < self->n_stops ? self->problem->stops[self->stops[i]].location : self->vehicle->end;

  if (!take_break (self, gap->break_before, i))
    return FALSE;
  if (gap->reload >= 0 && (!reload (self, gap->reload, i) || !take_break (self, gap->break_at, i)))
    return FALSE;
  return travel (self, place, i) && take_break (self, gap->break_behind, i);
}

gboolean
dray_route_drive_gaps (DrayRouteScratch *scratch,
                       int               vehicle,
                       const int        *stops,
                       int               n_stops,
                       int               start,
                       DrayRouteCheck   *check)
{
  const DrayProblem *problem = scratch->problem;
  Drive self = { .scratch = scratch, .problem = problem, .vehicle = &problem->vehicles[vehicle],
                 .pace = &problem->paces[problem->vehicle_pace[vehicle]], .stops = stops, .n_stops = n_stops, .check = check };

  g_array_set_size (scratch->visits, 0);
  start = (int) MAX (start, get_release (&self, 0));
  self.place = self.vehicle->start;
  self.now = start;
  note (&self, DRAY_VISIT_START, DRAY_NONE, start, start, start);
  if (!check_loads (&self))
    return FALSE;
  for (int i = 0; i < n_stops; i++)
    if (!drive_gap (&self, i) || !serve (&self, i))
      return FALSE;
  if (!drive_gap (&self, n_stops))
    return FALSE;
  if (self.now > self.vehicle->shift_close)
    return breaks (&self, DRAY_CONSTRAINT_SHIFT, n_stops, self.now - self.vehicle->shift_close);
  note (&self, DRAY_VISIT_END, DRAY_NONE, self.now, self.now, self.now);
  check->start = start;
  check->end = (int) self.now;
  check->distance = self.distance;
  return check_breaks (&self, start);
}
