/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Routes of drivers bound by hours of service: the exact labelling of dray-hours.c places breaks and rests, and the route's sheet is
 * read off its spans. */
#include "config.h"

#include "dray-hours.h"
#include "dray-route-label-private.h"

static void
fill_steps (DrayRouteScratch *self,
            int               vehicle,
            const int        *stops,
            int               n_stops)
{
  const DrayProblem *problem = self->problem;
  const DrayVehicleInput *v = &problem->vehicles[vehicle];
  const DrayPace *pace = &problem->paces[problem->vehicle_pace[vehicle]];
  int place = v->start;

  g_array_set_size (self->steps, 0);
  for (int i = 0; i <= n_stops; i++) {
    const DrayStopInput *stop = i < n_stops ? &problem->stops[stops[i]] : NULL;
    int to = stop ? stop->location : v->end;
    DrayHoursStep step = { 0 };

    if (to == DRAY_NOWHERE)
      break;
    /* By the hour, the labelling reckons with the slowest. */
    if (place != DRAY_NOWHERE) {
      step.driving = place == to ? 0 : pace->n_slots > 0 ? 0 : dray_pace_get_duration (pace, place, to, 0);
      for (int k = 0; k < pace->n_slots && place != to; k++)
        step.driving = MAX (step.driving, dray_matrix_get (pace->slots[k], place, to));
    }
    if (stop != NULL) {
      step.work = stop->service + (i > 0 && place == to ? 0 : stop->setup);
      step.windows = stop->windows;
      step.n_windows = stop->n_windows;
    }
    g_array_append_val (self->steps, step);
    place = to;
  }
}

static void
note_span (DrayRouteScratch   *self,
           const DrayDutySpan *span,
           const int          *stops,
           int                 n_stops)
{
  DrayVisit visit = { .kind = span->duty == DRAY_DUTY_REST ? DRAY_VISIT_REST : DRAY_VISIT_BREAK, .stop = DRAY_NONE, .arrival = span->begin,
                      .begin = span->begin, .departure = span->end };

  visit.location = span->step < n_stops ? self->problem->stops[stops[span->step]].location : DRAY_NOWHERE;
  g_array_append_val (self->visits, visit);
}

/* Arrival is where driving ends, begin where work begins (or the last span of the step ends, where there is no work). */
static void
read_spans (DrayRouteScratch *self,
            const int        *stops,
            int               n_stops)
{
  const DrayDutySpan *spans = (const DrayDutySpan *) (const void *) self->spans->data;
  guint n = self->spans->len, k = 0;
  int now = n > 0 ? spans[0].begin : 0;

  g_array_set_size (self->visits, 0);
  for (int i = 0; i <= n_stops; i++) {
    int arrival = now, begin = -1;

    for (; k < n && spans[k].step == i; k++) {
      now = spans[k].end;
      if (spans[k].duty == DRAY_DUTY_DRIVING)
        arrival = now;
      else if (spans[k].duty == DRAY_DUTY_WORK && begin < 0)
        begin = spans[k].begin;
      else if (spans[k].duty == DRAY_DUTY_BREAK || spans[k].duty == DRAY_DUTY_REST)
        note_span (self, &spans[k], stops, n_stops);
    }
    if (i == n_stops)
      break;
    self->arrival[i] = arrival;
    self->begin[i] = begin < 0 ? now : begin;
    self->departure[i] = now;
  }
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

  for (int i = 0; i < n_stops; i++)
    if (self->problem->stops[stops[i]].role == DRAY_STOP_ROLE_DEPOT)
      open = MAX (open, self->problem->orders[self->problem->stops[stops[i]].order].release);
  fill_steps (self, vehicle, stops, n_stops);
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
    g_array_set_size (self->spans, 0);
    if (!dray_hours_schedule (v->hours, &v->hours_state, (const DrayHoursStep *) (const void *) self->steps->data, (int) self->steps->len, open,
                              v->shift_close, self->spans))
      return FALSE;
    read_spans (self, stops, n_stops);
    if (self->spans->len > 0) {
      check->start = g_array_index (self->spans, DrayDutySpan, 0).begin;
      check->end = g_array_index (self->spans, DrayDutySpan, self->spans->len - 1).end;
    }
  }
  check->broken = DRAY_CONSTRAINT_NONE;
  check->at = 0;
  return TRUE;
}
