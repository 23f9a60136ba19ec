/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-verify-private.h"

/* Reads a driver's day off the sheet as an inspector would read it off a tachograph: stretches of driving, of work and of neither, each
 * with its length. What a long enough stretch off duty counts as (a daily rest, a part of one, nothing) may be read in more ways than
 * one; all readings are followed, and the day is lawful if one of them breaks no limit. */

/* A day with so many readings has a dozen rests, which no plan holds. */
#define MAX_READINGS 4096

/* One reading so far. */
typedef struct {
  int      driving;          /* since the last break */
  gboolean half_taken;       /* the first part of a break */
  int      work;             /* since the last pause from work */
  int      still;            /* how long the truck has stood */
  int      day_driving;
  gint64   day_began;        /* when the last rest ended */
  gboolean long_day;         /* it uses one of the days with more driving */
  int      part;             /* of a rest: 0 none, else the last one taken */
  int      span_driving;     /* where parts roll: in the span before the last part */
  gint64   span_window;
  gint64   all_driving;
  gint64   all_work;
  gboolean restarted;
  int      n_long_days;
  int      n_short_rests;
} Reading;

typedef struct {
  const DrayHoursRules *rules;
  const DrayHoursState *state;
  GArray               *readings;   /* (element-type Reading) */
} Inspector;

/* Limits. */

static gboolean
is_within_day (const Inspector *self,
               const Reading   *reading,
               gint64           at)
{
  const DrayHoursRules *rules = self->rules;
  gint64 elapsed = at - reading->day_began + reading->span_window;
  gboolean may_rest_short = reading->n_short_rests < self->state->reduced_rests_left || (reading->part == 1 && !rules->rest_parts_roll);

  return rules->duty_window == 0 || elapsed <= rules->duty_window || (may_rest_short && elapsed <= rules->duty_window_extended);
}

static gboolean
is_within_week (const Inspector *self,
                const Reading   *reading)
{
  return reading->all_driving <= self->state->driving_left
         && reading->all_work <= (reading->restarted ? self->rules->restart_work : self->state->work_left);
}

static gboolean
is_within_daily_driving (const Inspector *self,
                         Reading         *reading)
{
  const DrayHoursRules *rules = self->rules;
  int driven = reading->day_driving + reading->span_driving;

  if (rules->driving_daily == 0 || driven <= rules->driving_daily)
    return TRUE;
  if (driven > rules->driving_daily_extended)
    return FALSE;
  if (!reading->long_day) {
    reading->long_day = TRUE;
    reading->n_long_days++;
  }
  return reading->n_long_days <= self->state->extended_days_left;
}

/* Each stretch changes a reading, or ends it. */

static gboolean
drives (const Inspector *self,
        Reading         *reading,
        int              from,
        int              to)
{
  const DrayHoursRules *rules = self->rules;

  reading->still = 0;
  reading->driving += to - from;
  reading->day_driving += to - from;
  reading->all_driving += to - from;
  reading->work += to - from;
  reading->all_work += to - from;
  return (rules->driving_before_break == 0 || reading->driving <= rules->driving_before_break)
         && (rules->work_before_break == 0 || reading->work <= rules->work_before_break) && is_within_daily_driving (self, reading)
         && is_within_day (self, reading, to) && is_within_week (self, reading);
}

static void
stands (const Inspector *self,
        Reading         *reading,
        int              length)
{
  reading->still += length;
  if (self->rules->break_by_any_pause && reading->still >= self->rules->break_length)
    reading->driving = 0;
}

static gboolean
works (const Inspector *self,
       Reading         *reading,
       int              from,
       int              to)
{
  stands (self, reading, to - from);
  reading->work += to - from;
  reading->all_work += to - from;
  return (self->rules->work_before_break == 0 || reading->work <= self->rules->work_before_break)
         && (self->rules->work_after_window || is_within_day (self, reading, to)) && is_within_week (self, reading);
}

static void
counts_as_break (const Inspector *self,
                 Reading         *reading,
                 int              length)
{
  const DrayHoursRules *rules = self->rules;

  stands (self, reading, length);
  if (length >= rules->break_length || (reading->half_taken && length >= rules->break_second)) {
    reading->driving = 0;
    reading->half_taken = FALSE;
  } else if (rules->break_first > 0 && length >= rules->break_first && reading->driving > 0) {
    reading->half_taken = TRUE;
  }
  if (rules->work_break > 0 && length >= rules->work_break)
    reading->work = 0;
}

static void
new_day (Reading *reading,
         int      at)
{
  reading->day_began = at;
  reading->day_driving = reading->span_driving = reading->work = reading->driving = 0;
  reading->span_window = 0;
  reading->part = 0;
  reading->half_taken = reading->long_day = FALSE;
}

static void
roll (Reading *reading,
      int      part,
      int      from,
      int      to)
{
  reading->span_driving = reading->day_driving;
  reading->span_window = from - reading->day_began;
  reading->day_began = to;
  reading->day_driving = reading->driving = reading->work = 0;
  reading->half_taken = FALSE;
  reading->part = part;
}

/* All that a stretch off duty may be read as. */
static void
rests (const Inspector *self,
       Reading          reading,
       int              from,
       int              to,
       GArray          *into)
{
  const DrayHoursRules *rules = self->rules;
  Reading other;
  gint64 elapsed = from - reading.day_began + reading.span_window;
  gboolean in_time = rules->work_after_window || rules->duty_window == 0 || elapsed <= rules->duty_window;
  gboolean in_time_short = in_time || elapsed <= rules->duty_window_extended;
  int length = to - from;

  /* Of a long stretch the driver may record the first part of a break, and the rest as availability, which is no break
   * (2002/15/EC, Article 3(b)): then the driving before it still counts. */
  if (rules->break_first > 0 && length >= rules->break_first && reading.driving > 0) {
    other = reading;
    counts_as_break (self, &other, MIN (length, MAX (rules->break_first, rules->work_break)));
    other.driving = reading.driving;
    other.half_taken = TRUE;
    g_array_append_val (into, other);
  }
  counts_as_break (self, &reading, length);
  g_array_append_val (into, reading);
  if (rules->daily_rest > 0 && length >= rules->daily_rest && in_time) {
    other = reading;
    new_day (&other, to);
    g_array_append_val (into, other);
  }
  if (rules->daily_rest_reduced > 0 && length >= rules->daily_rest_reduced && in_time_short && reading.n_short_rests < self->state->reduced_rests_left) {
    other = reading;
    other.n_short_rests++;
    new_day (&other, to);
    g_array_append_val (into, other);
  }
  if (rules->restart > 0 && length >= rules->restart) {
    other = reading;
    other.restarted = TRUE;
    other.all_work = 0;
    new_day (&other, to);
    g_array_append_val (into, other);
  }
  for (int part = 1; part <= 2; part++) {
    int least = part == 1 ? rules->rest_first : rules->rest_second;

    if (least == 0 || length < least || reading.part == part)
      continue;
    other = reading;
    if (rules->rest_parts_roll)
      roll (&other, part, from, to);
    else if (part == 1)
      other.part = 1;
    else if (reading.part == 1 && in_time_short)
      new_day (&other, to);
    else
      continue;
    g_array_append_val (into, other);
  }
}

typedef enum { STRETCH_DRIVING, STRETCH_WORK, STRETCH_OFF } Stretch;

static void
read_stretch (Inspector *self,
              Stretch    stretch,
              int        from,
              int        to)
{
  g_autoptr (GArray) next = g_array_new (FALSE, FALSE, sizeof (Reading));

  if (from >= to)
    return;
  for (guint i = 0; i < self->readings->len && next->len < MAX_READINGS; i++) {
    Reading reading = g_array_index (self->readings, Reading, i);

    if (stretch == STRETCH_OFF)
      rests (self, reading, from, to, next);
    else if (stretch == STRETCH_DRIVING ? drives (self, &reading, from, to) : works (self, &reading, from, to))
      g_array_append_val (next, reading);
  }
  g_array_set_size (self->readings, 0);
  g_array_append_vals (self->readings, next->data, next->len);
}

static Reading
first_reading (const DrayHoursState *state,
               int                   start)
{
  Reading reading = { 0 };

  reading.driving = state->driving_since_break;
  reading.half_taken = state->first_part_taken;
  reading.work = state->work_since_break;
  reading.day_driving = state->driving_since_rest;
  reading.day_began = start - (gint64) state->duty_since_rest;
  return reading;
}

/* Whether the sheet of @route is a lawful day of its driver. */
void
dray_verify_hours (DrayVerify      *self,
                   const DrayRoute *route)
{
  const DrayVehicleInput *vehicle = dray_verify_vehicle (self, route->vehicle);
  g_autoptr (GArray) readings = g_array_new (FALSE, FALSE, sizeof (Reading));
  Inspector inspector = { vehicle->hours, &vehicle->hours_state, readings };

  if (vehicle->hours == NULL || route->n_visits < 2)
    return;
  /* A driver who is on duty when his shift opens stays so until he leaves. */
  int start = vehicle->hours_state.duty_since_rest > 0 ? vehicle->shift_open : route->visits[0].departure;
  Reading first = first_reading (&vehicle->hours_state, start);
  int off_since = start;

  g_array_append_val (readings, first);
  for (int i = 0; i < route->n_visits && readings->len > 0; i++) {
    const DrayVisit *visit = &route->visits[i];
    gboolean works_here = visit->kind == DRAY_VISIT_STOP || visit->kind == DRAY_VISIT_RELOAD;

    if (works_here && visit->departure > visit->begin) {
      read_stretch (&inspector, STRETCH_OFF, off_since, visit->begin);
      read_stretch (&inspector, STRETCH_WORK, visit->begin, visit->departure);
      off_since = visit->departure;
    }
    if (i + 1 < route->n_visits && route->visits[i + 1].arrival > visit->departure) {
      read_stretch (&inspector, STRETCH_OFF, off_since, visit->departure);
      read_stretch (&inspector, STRETCH_DRIVING, visit->departure, route->visits[i + 1].arrival);
      off_since = route->visits[i + 1].arrival;
    }
    if (readings->len == 0)
      dray_verify_break (self, "the driver of vehicle %d breaks his hours of service at line %d of the sheet", route->vehicle, i);
  }
}
