/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a vehicle takes its breaks and reloads, by labels along the route: a label is one way of having served the stops so far. Of two
 * labels the one that is earlier, shorter, and has no less room for load nor more breaks and reloads to come stands for both. A trip
 * must not start before all the goods that it delivers are at the depot; which goods these are is known only later, so a label keeps how
 * long its trip waits already and how much later it could have begun.
 *
 * What is chosen here is driven by dray_route_drive_gaps(), which alone judges it: a choice may be poor, never wrong. */
#include "config.h"

#include "dray-route-label-private.h"

#include <string.h>

#define MAX_LABELS 24

/* Labels of a stop stand in a row of MAX_LABELS in scratch->labels. */
typedef struct {
  gint64  time;
  gint64  distance;
  gint64  trip_start;
  gint64  waits;          /* since the trip's start */
  gint64  room;           /* how much later the trip could have begun */
  int     place;
  int     parent;
  int     n_breaks;       /* taken, or past */
  int     n_reloads;
  DrayGap gap;            /* before this stop */
  int     carried[DRAY_MAX_LOADS];   /* shipments aboard */
  int     picked[DRAY_MAX_LOADS];    /* picked up for the depot */
  int     peak[DRAY_MAX_LOADS];      /* highest load of the trip */
} Label;

typedef struct {
  DrayRouteScratch       *scratch;
  const DrayProblem      *problem;
  const DrayVehicleInput *vehicle;
  const DrayPace         *pace;
  const int              *stops;
  int                     n_stops;
  Label                  *row;      /* where labels are put */
  int                     n_row;
} Labeller;

static Label *
get_row (DrayRouteScratch *scratch,
         int               index)
{
  return &((Label *) (void *) scratch->labels->data)[index * MAX_LABELS];
}

static gboolean
dominates (const Labeller *self,
           const Label    *a,
           const Label    *b)
{
  if (a->time > b->time || a->distance > b->distance || a->n_breaks < b->n_breaks || a->n_reloads > b->n_reloads)
    return FALSE;
  for (int d = 0; d < self->problem->n_loads; d++)
    if (a->peak[d] > b->peak[d] || a->picked[d] > b->picked[d])
      return FALSE;
  return !(self->problem->features & DRAY_FEATURE_RELEASE) || (a->trip_start >= b->trip_start && a->room >= b->room) || a->n_reloads == 0;
}

static void
put (Labeller    *self,
     const Label *label)
{
  int worst = 0;

  for (int i = 0; i < self->n_row; i++) {
    if (dominates (self, &self->row[i], label))
      return;
    if (dominates (self, label, &self->row[i]))
      self->row[i--] = self->row[--self->n_row];
  }
  if (self->n_row < MAX_LABELS) {
    self->row[self->n_row++] = *label;
    return;
  }
  for (int i = 1; i < self->n_row; i++)
    if (self->row[i].time > self->row[worst].time)
      worst = i;
  if (label->time < self->row[worst].time)
    self->row[worst] = *label;
}

static gboolean
travel (const Labeller *self,
        Label          *label,
        int             place)
{
  if (label->place != DRAY_NOWHERE && place != DRAY_NOWHERE) {
    int duration = dray_pace_get_duration (self->pace, label->place, place, (int) MIN (label->time, DRAY_TIME_MAX));

    if (duration >= DRAY_UNREACHABLE)
      return FALSE;
    label->time += duration;
    label->distance += dray_pace_get_distance (self->pace, label->place, place);
  }
  label->place = place != DRAY_NOWHERE ? place : label->place;
  return label->time <= DRAY_TIME_MAX;
}

/* Waits until a window is open; FALSE where all have closed. */
static gboolean
enter_window (Label                *label,
              const DrayTimeWindow *windows,
              int                   n_windows)
{
  if (n_windows == 0)
    return TRUE;
  for (int k = 0; k < n_windows; k++)
    if (label->time <= windows[k].close) {
      gint64 begin = MAX (label->time, windows[k].open);

      label->waits += begin - label->time;
      label->room = MIN (label->room, label->waits + windows[k].close - begin);
      label->time = begin;
      return TRUE;
    }
  return FALSE;
}

static gboolean
take_break (const Labeller *self,
            Label          *label,
            gint8          *where)
{
  if (label->n_breaks >= self->vehicle->n_breaks)
    return FALSE;
  const DrayBreakInput *due = &self->vehicle->breaks[label->n_breaks];

  if (!enter_window (label, due->windows, due->n_windows))
    return FALSE;
  label->time += due->duration;
  *where = (gint8) label->n_breaks++;
  return TRUE;
}

static gboolean
reload (const Labeller *self,
        Label          *label,
        int             index)
{
  if (!travel (self, label, self->vehicle->reloads[index]))
    return FALSE;
  label->time += self->vehicle->reload_time;
  label->gap.reload = (gint16) index;
  label->n_reloads++;
  label->trip_start = label->time;
  label->waits = 0;
  label->room = DRAY_TIME_MAX;
  for (int d = 0; d < self->problem->n_loads; d++) {
    label->picked[d] = 0;
    label->peak[d] = label->carried[d];
  }
  return TRUE;
}

static gboolean
load (const Labeller      *self,
      Label               *label,
      const DrayStopInput *stop)
{
  gboolean aboard = self->problem->orders[stop->order].aboard, depot = stop->role == DRAY_STOP_ROLE_DEPOT;

  for (int d = 0; d < self->problem->n_loads; d++) {
    if (depot) {
      label->peak[d] = MIN (label->peak[d] + stop->delivery[d], DRAY_TIME_MAX);
      label->picked[d] = MIN (label->picked[d] + stop->pickup[d], DRAY_TIME_MAX);
    } else {
      label->carried[d] = MIN (label->carried[d] + stop->pickup[d], DRAY_TIME_MAX) - stop->delivery[d];
    }
    label->peak[d] = MAX (label->peak[d], label->carried[d] + label->picked[d]);
    if (label->peak[d] > self->vehicle->capacity[d])
      return FALSE;
  }
  if (depot && !aboard) {
    gint64 later = self->problem->orders[stop->order].release - label->trip_start;

    if (later > label->room)
      return FALSE;
    if (later > 0) {
      label->time += MAX (later - label->waits, 0);
      label->waits = MAX (label->waits - later, 0);
      label->room -= later;
      label->trip_start += later;
    }
  }
  return TRUE;
}

static void
serve (Labeller    *self,
       const Label *from,
       int          index)
{
  Label label = *from;
  const DrayStopInput *stop = &self->problem->stops[self->stops[index]];
  gboolean same = index > 0 && from->gap.reload < 0 && self->problem->stops[self->stops[index - 1]].location == stop->location;

  if (!load (self, &label, stop) || !enter_window (&label, stop->windows, stop->n_windows))
    return;
  label.time += stop->service + (same ? 0 : stop->setup);
  put (self, &label);
}

static void
finish (Labeller    *self,
        const Label *from)
{
  if (from->time > self->vehicle->shift_close)
    return;
  for (int k = from->n_breaks; k < self->vehicle->n_breaks; k++)
    if (self->vehicle->breaks[k].windows[0].open <= from->time)
      return;
  put (self, from);
}

/* On to the next place, with or without a break on arrival. */
static void
arrive (Labeller    *self,
        const Label *from,
        int          index)
{
  gboolean is_end = index == self->n_stops;
  int place = is_end ? self->vehicle->end : self->problem->stops[self->stops[index]].location;
  Label label = *from;

  if (!travel (self, &label, place))
    return;
  if (is_end)
    finish (self, &label);
  else
    serve (self, &label, index);
  if (!take_break (self, &label, &label.gap.break_behind))
    return;
  if (is_end)
    finish (self, &label);
  else
    serve (self, &label, index);
}

static void
leave (Labeller    *self,
       const Label *from,
       int          index)
{
  arrive (self, from, index);
  if (index == 0 || index == self->n_stops || from->n_reloads >= self->vehicle->max_reloads)
    return;
  for (int k = 0; k < self->vehicle->n_reloads; k++) {
    Label label = *from;

    if (!reload (self, &label, k))
      continue;
    arrive (self, &label, index);
    if (take_break (self, &label, &label.gap.break_at))
      arrive (self, &label, index);
  }
}

static void
extend (Labeller    *self,
        const Label *from,
        int          parent,
        int          index)
{
  Label label = *from;

  label.parent = parent;
  label.gap = (DrayGap) { -1, -1, -1, -1 };
  leave (self, &label, index);
  if (take_break (self, &label, &label.gap.break_before))
    leave (self, &label, index);
}

static void
begin (Labeller *self,
       Label    *label)
{
  memset (label, 0, sizeof *label);
  label->time = label->trip_start = self->vehicle->shift_open;
  label->room = DRAY_TIME_MAX;
  label->place = self->vehicle->start;
  while (label->n_breaks < self->vehicle->n_breaks
         && self->vehicle->breaks[label->n_breaks].windows[self->vehicle->breaks[label->n_breaks].n_windows - 1].close < label->time)
    label->n_breaks++;
  for (int i = 0; i < self->n_stops; i++) {
    const DrayStopInput *stop = &self->problem->stops[self->stops[i]];

    for (int d = 0; d < self->problem->n_loads && self->problem->orders[stop->order].aboard; d++)
      label->peak[d] = label->carried[d] = MIN (label->carried[d] + stop->delivery[d], DRAY_TIME_MAX);
  }
}

gboolean
dray_route_choose_gaps (DrayRouteScratch *scratch,
                        int               vehicle,
                        const int        *stops,
                        int               n_stops,
                        DrayRouteCheck   *check)
{
  const DrayProblem *problem = scratch->problem;
  Labeller self = { .scratch = scratch, .problem = problem, .vehicle = &problem->vehicles[vehicle],
                    .pace = &problem->paces[problem->vehicle_pace[vehicle]], .stops = stops, .n_stops = n_stops };
  Label first;
  int n_from = 1, best = 0;

  if (scratch->labels->len < (guint) ((n_stops + 1) * MAX_LABELS))
    g_array_set_size (scratch->labels, (guint) ((n_stops + 1) * MAX_LABELS));
  begin (&self, &first);
  for (int index = 0; index <= n_stops; index++) {
    const Label *from = index == 0 ? &first : get_row (scratch, index - 1);

    self.row = get_row (scratch, index);
    self.n_row = 0;
    for (int k = 0; k < n_from; k++)
      extend (&self, &from[k], k, index);
    n_from = self.n_row;
    if (n_from == 0) {
      check->at = index;
      return FALSE;
    }
  }
  for (int k = 1; k < n_from; k++) {
    const Label *a = &self.row[k], *b = &self.row[best];

    if ((a->distance - b->distance) * self.vehicle->distance_cost + (a->time - b->time) * MAX (self.vehicle->time_cost, 1) < 0)
      best = k;
  }
  for (int index = n_stops; index >= 0; index--) {
    const Label *label = &get_row (scratch, index)[best];

    scratch->gaps[index] = label->gap;
    best = label->parent;
  }
  return TRUE;
}

gsize
dray_route_get_label_size (void)
{
  return sizeof (Label);
}
