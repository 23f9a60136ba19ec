/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Routes of drivers bound by hours of service: the exact labelling of dray-hours.c places breaks and rests, and the route's sheet is
 * read off its spans. */
#include "config.h"

#include "dray-hours.h"
#include "dray-route-label-private.h"

static int
compare_visits (gconstpointer a,
                gconstpointer b)
{
  const DrayVisit *v = a, *w = b;

  return v->begin != w->begin ? v->begin - w->begin : v->departure != w->departure ? v->departure - w->departure : (int) v->kind - (int) w->kind;
}

/* What a step is for. */
typedef struct {
  DrayVisitKind kind;
  int           index;       /* of the stop in the route, or of the break in the vehicle */
  int           location;
  gint64        distance;
} Item;

typedef struct {
  DrayRouteScratch       *scratch;
  const DrayProblem      *problem;
  const DrayVehicleInput *vehicle;
  const DrayPace         *pace;
  const int              *stops;
  int                     n_stops;
  int                     place;
  int                     pass;
  gint64                  distance;
} Sheet;

/* By the hour, the labelling first reckons with the slowest. */
static int
get_slowest (const Sheet *self,
             int          to)
{
  int slowest = 0;

  if (self->place == DRAY_NOWHERE || self->place == to)
    return 0;
  if (self->pace->n_slots == 0)
    return dray_pace_get_duration (self->pace, self->place, to, 0);
  for (int k = 0; k < self->pace->n_slots; k++)
    slowest = MAX (slowest, dray_matrix_get (self->pace->slots[k], self->place, to));
  return slowest;
}

static void
add (Sheet                *self,
     DrayVisitKind         kind,
     int                   index,
     int                   to,
     int                   work,
     const DrayTimeWindow *windows,
     int                   n_windows)
{
  DrayHoursStep step = { self->pass > 0 ? self->scratch->guesses[self->scratch->steps->len] : get_slowest (self, to), work, n_windows, windows };

  if (self->place != DRAY_NOWHERE)
    self->distance += dray_pace_get_distance (self->pace, self->place, to);
  self->place = to;
  Item item = { kind, index, to, self->distance };

  g_array_append_val (self->scratch->steps, step);
  g_array_append_val (self->scratch->items, item);
}

/* A break of the shift counts as work here: it stands where the shift wants it, and the law's own pauses come on top. */
static void
add_break (Sheet *self,
           int    index)
{
  if (index < 0)
    return;
  const DrayBreakInput *due = &self->vehicle->breaks[index];

  add (self, DRAY_VISIT_BREAK, index, self->place, due->duration, due->windows, due->n_windows);
}

static void
add_reload (Sheet *self,
            int    index,
            int    next)
{
  DrayTimeWindow *window = &self->scratch->trip_windows[next];
  int release = 0;

  for (int i = next; i < self->n_stops && (i == next || self->scratch->gaps[i].reload < 0); i++)
    if (self->problem->stops[self->stops[i]].role == DRAY_STOP_ROLE_DEPOT)
      release = MAX (release, self->problem->orders[self->problem->stops[self->stops[i]].order].release);
  *window = (DrayTimeWindow) { release, DRAY_TIME_MAX };
  add (self, DRAY_VISIT_RELOAD, DRAY_NONE, self->vehicle->reloads[index], self->vehicle->reload_time, window, 1);
}

static void
fill_steps (Sheet *self)
{
  self->place = self->vehicle->start;
  self->distance = 0;
  g_array_set_size (self->scratch->steps, 0);
  g_array_set_size (self->scratch->items, 0);
  for (int i = 0; i <= self->n_stops; i++) {
    const DrayGap *gap = &self->scratch->gaps[i];
    const DrayStopInput *stop = i < self->n_stops ? &self->problem->stops[self->stops[i]] : NULL;
    gboolean same = i > 0 && gap->reload < 0 && stop != NULL && self->problem->stops[self->stops[i - 1]].location == stop->location;

    add_break (self, gap->break_before);
    if (gap->reload >= 0)
      add_reload (self, gap->reload, i);
    add_break (self, gap->break_at);
    if (stop != NULL && gap->break_behind >= 0) {
      add (self, DRAY_VISIT_START, DRAY_NONE, stop->location, 0, NULL, 0);
      add_break (self, gap->break_behind);
    }
    if (stop != NULL)
      add (self, DRAY_VISIT_STOP, i, stop->location, stop->service + (same ? 0 : stop->setup), stop->windows, stop->n_windows);
    else if (self->vehicle->end != DRAY_NOWHERE)
      add (self, DRAY_VISIT_END, DRAY_NONE, self->vehicle->end, 0, NULL, 0);
    if (stop == NULL)
      add_break (self, gap->break_behind);
  }
}

static void
note (Sheet         *self,
      DrayVisitKind  kind,
      int            stop,
      int            arrival,
      int            begin,
      int            departure,
      const Item    *item)
{
  DrayVisit visit = { kind, stop, item ? item->location : self->vehicle->start, arrival, begin, departure, item ? item->distance : 0 };

  g_array_append_val (self->scratch->visits, visit);
}

/* By the hour, a way takes what it takes when it is driven, which the labelling can't know: it is told what the last schedule asked for,
 * until the two agree. Where a truck pauses on the way, how far it had come by then isn't known: such a schedule is refused.
 * 1: they agree; 0: not yet; -1: refused. */
static int
agree (Sheet *self)
{
  const DrayDutySpan *spans = (const DrayDutySpan *) (const void *) self->scratch->spans->data;
  int place = self->vehicle->start, agrees = 1;

  for (guint s = 0, k = 0; s < self->scratch->steps->len; s++) {
    const Item *item = &g_array_index (self->scratch->items, Item, s);
    int n_driven = 0, *guess = &self->scratch->guesses[s];

    *guess = 0;
    for (; k < self->scratch->spans->len && spans[k].step <= (int) s; k++)
      if (spans[k].duty == DRAY_DUTY_DRIVING && n_driven++ == 0)
        *guess = place == DRAY_NOWHERE ? 0 : dray_pace_get_duration (self->pace, place, item->location, spans[k].begin);
    if (n_driven > 1)
      return -1;
    if (*guess != g_array_index (self->scratch->steps, DrayHoursStep, s).driving)
      agrees = 0;
    place = item->location;
  }
  return agrees;
}

static gboolean
schedule (Sheet *self,
          int    open)
{
  const DrayVehicleInput *v = self->vehicle;
  DrayRouteScratch *scratch = self->scratch;
  DrayHoursState state = v->hours_state;

  /* A driver who is on duty when his shift opens stays so while he waits for the goods. */
  if (state.duty_since_rest > 0)
    state.duty_since_rest = MIN (state.duty_since_rest + open - v->shift_open, DRAY_TIME_MAX);
  for (self->pass = 0; self->pass < 5; self->pass++) {
    if (self->pass > 0)
      fill_steps (self);
    g_array_set_size (scratch->spans, 0);
    if (!dray_hours_schedule (v->hours, &state, (const DrayHoursStep *) (const void *) scratch->steps->data, (int) scratch->steps->len,
                              open, v->shift_close, scratch->spans))
      return FALSE;
    int agrees = self->pace->n_slots == 0 ? 1 : agree (self);
    if (agrees != 0)
      return agrees > 0;
  }
  return FALSE;
}

/* Arrival is where driving ends, begin where work begins, or where the step ends when there is no work. */
static void
read_spans (Sheet *self)
{
  DrayRouteScratch *scratch = self->scratch;
  const DrayDutySpan *spans = (const DrayDutySpan *) (const void *) scratch->spans->data;
  guint n = scratch->spans->len, k = 0;
  int now = n > 0 ? spans[0].begin : 0;

  g_array_set_size (scratch->visits, 0);
  note (self, DRAY_VISIT_START, DRAY_NONE, now, now, now, NULL);
  for (guint s = 0; s < scratch->steps->len; s++) {
    const Item *item = &g_array_index (scratch->items, Item, s);
    int arrival = now, begin = -1, departure = -1;

    for (; k < n && spans[k].step <= (int) s; k++) {
      now = spans[k].end;
      if (spans[k].duty == DRAY_DUTY_DRIVING)
        arrival = now;
      else if (spans[k].duty == DRAY_DUTY_BREAK || spans[k].duty == DRAY_DUTY_REST) {
        if (begin < 0)
          arrival = now;
        note (self, spans[k].duty == DRAY_DUTY_REST ? DRAY_VISIT_REST : DRAY_VISIT_BREAK, DRAY_NONE, spans[k].begin, spans[k].begin,
              spans[k].end, item);
      } else if (spans[k].duty == DRAY_DUTY_WORK) {
        begin = begin < 0 ? spans[k].begin : begin;
        departure = spans[k].end;
      }
    }
    begin = begin < 0 ? now : begin;
    departure = departure < 0 ? now : departure;
    if (item->kind == DRAY_VISIT_STOP) {
      scratch->arrival[item->index] = arrival;
      scratch->begin[item->index] = begin;
      scratch->departure[item->index] = departure;
    }
    if (item->kind != DRAY_VISIT_START && item->kind != DRAY_VISIT_END)
      note (self, item->kind, item->kind == DRAY_VISIT_STOP ? self->stops[item->index] : item->index, arrival, begin, departure, item);
  }
  g_array_sort (scratch->visits, compare_visits);
  Item end = { DRAY_VISIT_END, DRAY_NONE, self->place, self->distance };

  note (self, DRAY_VISIT_END, DRAY_NONE, now, now, now, &end);
}

/* The labelling binds windows where there is work; a stop without any has its window all the same. */
static gboolean
keeps_windows (const Sheet    *self,
               DrayRouteCheck *check)
{
  for (int i = 0; i < self->n_stops; i++) {
    const DrayStopInput *stop = &self->problem->stops[self->stops[i]];
    gboolean inside = stop->n_windows == 0;

    for (int k = 0; k < stop->n_windows && !inside; k++)
      inside = self->scratch->begin[i] >= stop->windows[k].open && self->scratch->begin[i] <= stop->windows[k].close;
    if (!inside) {
      check->broken = DRAY_CONSTRAINT_WINDOW;
      check->at = i;
      return FALSE;
    }
  }
  return TRUE;
}

/* A break that fell outside of the route while no pauses were in it may fall into it now. */
static gboolean
keeps_breaks (const Sheet          *self,
              const DrayRouteCheck *check)
{
  for (int b = 0; b < self->vehicle->n_breaks; b++) {
    const DrayBreakInput *due = &self->vehicle->breaks[b];
    gboolean taken = due->windows[due->n_windows - 1].close < check->start || due->windows[0].open > check->end;

    for (guint s = 0; s < self->scratch->items->len && !taken; s++) {
      const Item *item = &g_array_index (self->scratch->items, Item, s);

      taken = item->kind == DRAY_VISIT_BREAK && item->index == b;
    }
    if (!taken)
      return FALSE;
  }
  return TRUE;
}

gboolean
dray_route_drive_hours (DrayRouteScratch *self,
                        int               vehicle,
                        const int        *stops,
                        int               n_stops,
                        DrayRouteCheck   *check)
{
  const DrayVehicleInput *v = &self->problem->vehicles[vehicle];
  gint64 driving = 0, work = 0;
  int open = v->shift_open;

  for (int i = 0; i < n_stops && (i == 0 || self->gaps[i].reload < 0); i++)
    if (self->problem->stops[stops[i]].role == DRAY_STOP_ROLE_DEPOT)
      open = MAX (open, self->problem->orders[self->problem->stops[stops[i]].order].release);
  Sheet sheet = { .scratch = self, .problem = self->problem, .vehicle = v, .pace = &self->problem->paces[self->problem->vehicle_pace[vehicle]],
                  .stops = stops, .n_stops = n_stops, .place = v->start };

  fill_steps (&sheet);
  for (guint k = 0; k < self->steps->len; k++) {
    driving += g_array_index (self->steps, DrayHoursStep, k).driving;
    work += g_array_index (self->steps, DrayHoursStep, k).work;
  }
  int bound = driving + work > DRAY_TIME_MAX ? DRAY_TIME_MAX : dray_hours_bound (v->hours, &v->hours_state, driving, work);

  check->broken = DRAY_CONSTRAINT_HOURS;
  check->at = n_stops;
  if (bound >= DRAY_TIME_MAX || open + driving + work + bound > v->shift_close)
    return FALSE;
  if (!self->lenient) {
    if (!schedule (&sheet, open))
      return FALSE;
    if (self->spans->len > 0) {
      check->start = g_array_index (self->spans, DrayDutySpan, 0).begin;
      check->end = g_array_index (self->spans, DrayDutySpan, self->spans->len - 1).end;
    }
    read_spans (&sheet);
    if (!keeps_windows (&sheet, check))
      return FALSE;
    if (!keeps_breaks (&sheet, check)) {
      check->broken = DRAY_CONSTRAINT_BREAK;
      return FALSE;
    }
  }
  check->distance = sheet.distance;
  check->broken = DRAY_CONSTRAINT_NONE;
  check->at = 0;
  return TRUE;
}

gsize
dray_route_get_item_size (void)
{
  return sizeof (Item);
}
