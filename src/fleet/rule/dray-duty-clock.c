/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-duty-clock.h"
#include "dray-units.h"

/* From a driver's past to what he may still do. The past is walked back from now to the rest that ended last, and on to the begin of the
 * week. Whatever is not recorded is not known, and what is not known counts as used up: a plan on a driver who turns out to be tired is worse
 * than none.
 *
 * Where the rules know a restart (US), the week is what lies since a rest of that length, at most a week and a day back; elsewhere (EU) it is
 * the time since the last weekly rest or since Monday, whichever is nearer. */

#define WEEK_DRIVING_S (56 * DRAY_S_PER_HOUR)       /* Regulation (EC) No 561/2006, Article 6(2) */
#define WEEK_WORK_S (60 * DRAY_S_PER_HOUR)          /* Directive 2002/15/EC, Article 4 */
#define WEEKLY_REST_S (24 * DRAY_S_PER_HOUR)        /* the reduced one, Article 8(6) */
#define WEEK_US (8 * DRAY_S_PER_DAY * DRAY_US_PER_S)
#define MONDAY_S (4 * DRAY_S_PER_DAY)               /* 1970-01-05 */

/* Records that meet within a minute leave no gap. */
#define GAP_US (60 * DRAY_US_PER_S)

static gboolean
is_rest (DrayDutyStatus status)
{
  return status == DRAY_DUTY_STATUS_OFF || status == DRAY_DUTY_STATUS_REST;
}

static int
length_s (const DrayDutyPast *past,
          gint64              from_us,
          gint64              at_us)
{
  gint64 begin_us = MAX (past->from_us, from_us), end_us = MIN (past->until_us, at_us);

  return end_us > begin_us ? (int) ((end_us - begin_us) / DRAY_US_PER_S) : 0;
}

static int
compare_past (gconstpointer a,
              gconstpointer b)
{
  const DrayDutyPast *x = a, *y = b;

  return (x->from_us > y->from_us) - (x->from_us < y->from_us);
}

/* When the latest unbroken rest of at least @rest_s ended, at most @at_us; %DRAY_NEVER with none. Rests that meet are one. */
static gint64
find_rest_end (const GArray *past,
               int           rest_s,
               gint64        at_us)
{
  gint64 found_us = DRAY_NEVER, begin_us = DRAY_NEVER, end_us = DRAY_NEVER;

  for (guint i = 0; i < past->len; i++) {
    const DrayDutyPast *span = &g_array_index (past, DrayDutyPast, i);

    if (span->from_us >= at_us)
      break;
    if (!is_rest (span->status)) {
      begin_us = DRAY_NEVER;
      continue;
    }
    if (begin_us == DRAY_NEVER || span->from_us > end_us + GAP_US)
      begin_us = span->from_us;
    end_us = MIN (span->until_us, at_us);
    if ((end_us - begin_us) / DRAY_US_PER_S >= rest_s)
      found_us = end_us;
  }
  return found_us;
}

/* Whether the records cover the time from @from_us to @at_us. */
static gboolean
is_covered (const GArray *past,
            gint64        from_us,
            gint64        at_us)
{
  gint64 known_us = from_us;

  for (guint i = 0; i < past->len; i++) {
    const DrayDutyPast *span = &g_array_index (past, DrayDutyPast, i);

    if (span->from_us > known_us + GAP_US)
      break;
    known_us = MAX (known_us, span->until_us);
  }
  return known_us + GAP_US >= at_us;
}

static int
sum_s (const GArray *past,
       gint64        from_us,
       gint64        at_us,
       gboolean      driving_only)
{
  int sum = 0;

  for (guint i = 0; i < past->len; i++) {
    const DrayDutyPast *span = &g_array_index (past, DrayDutyPast, i);

    if (span->status == DRAY_DUTY_STATUS_DRIVING || (!driving_only && span->status == DRAY_DUTY_STATUS_OTHER_WORK))
      sum += length_s (span, from_us, at_us);
  }
  return sum;
}

/* Whether a span without driving is a break under these rules. */
static gboolean
is_pause (const DrayHoursRules *rules,
          DrayDutyStatus        status)
{
  return status != DRAY_DUTY_STATUS_DRIVING && (rules->break_by_any_pause || status != DRAY_DUTY_STATUS_OTHER_WORK);
}

static int
find_driving_since_break (const DrayHoursRules *rules,
                          const GArray         *past,
                          gint64                from_us,
                          gint64                at_us)
{
  int driving = 0, pause = 0;

  for (guint i = 0; i < past->len; i++) {
    const DrayDutyPast *span = &g_array_index (past, DrayDutyPast, i);

    pause = is_pause (rules, span->status) ? pause + length_s (span, from_us, at_us) : 0;
    if (rules->break_length > 0 && pause >= rules->break_length)
      driving = 0;
    if (span->status == DRAY_DUTY_STATUS_DRIVING)
      driving += length_s (span, from_us, at_us);
  }
  return driving;
}

static gint64
find_week_us (const DrayHoursRules *rules,
              const GArray         *past,
              gint64                at_us)
{
  gint64 rest_us = find_rest_end (past, rules->restart > 0 ? rules->restart : (int) WEEKLY_REST_S, at_us);
  gint64 at_s = at_us / DRAY_US_PER_S, monday_us = (at_s - (at_s - MONDAY_S) % (7 * DRAY_S_PER_DAY)) * DRAY_US_PER_S;
  gint64 first_us = rules->restart > 0 ? at_us - WEEK_US : monday_us;

  return rest_us != DRAY_NEVER ? MAX (rest_us, first_us) : first_us;
}

static int
left (int limit,
      int used)
{
  return limit > 0 ? MAX (limit - used, 0) : DRAY_TIME_MAX;
}

static void
read_known (DrayDutyClocks       *clocks,
            const DrayHoursRules *rules,
            const GArray         *past,
            gint64                rest_us,
            gint64                week_us,
            gint64                at_us)
{
  DrayHoursState *state = &clocks->state;

  state->driving_since_break = find_driving_since_break (rules, past, rest_us, at_us);
  state->driving_since_rest = sum_s (past, rest_us, at_us, TRUE);
  state->duty_since_rest = (int) ((at_us - rest_us) / DRAY_US_PER_S);
  state->driving_left = rules->restart > 0 ? DRAY_TIME_MAX : left (WEEK_DRIVING_S, sum_s (past, week_us, at_us, TRUE));
  state->work_left = left (rules->restart > 0 ? rules->restart_work : (int) WEEK_WORK_S, sum_s (past, week_us, at_us, FALSE));
  clocks->is_known = TRUE;
  clocks->driving_s = MIN (left (rules->driving_daily, state->driving_since_rest), MIN (state->driving_left, state->work_left));
  clocks->duty_s = left (rules->duty_window, state->duty_since_rest);
  clocks->break_s = left (rules->driving_before_break, state->driving_since_break);
}

/**
 * dray_duty_clock_read:
 * @past: (array length=n_past): what was recorded and not replaced, in any order
 * @at_us: now, or when the shift begins
 *
 * Returns: the driver's clocks. Unknown hours are used up.
 */
DrayDutyClocks
dray_duty_clock_read (const DrayHoursRules *rules,
                      const DrayDutyPast   *past,
                      guint                 n_past,
                      gint64                at_us)
{
  DrayDutyClocks clocks = { .state = DRAY_HOURS_STATE_INIT };
  g_autoptr (GArray) sorted = g_array_new (FALSE, FALSE, sizeof *past);
  gint64 rest_us, week_us;

  g_array_append_vals (sorted, past, n_past);
  g_array_sort (sorted, compare_past);
  rest_us = find_rest_end (sorted, rules->daily_rest_reduced > 0 ? rules->daily_rest_reduced : rules->daily_rest, at_us);
  week_us = find_week_us (rules, sorted, at_us);
  if (rest_us != DRAY_NEVER && is_covered (sorted, MIN (week_us, rest_us), at_us)) {
    read_known (&clocks, rules, sorted, rest_us, week_us, at_us);
    return clocks;
  }
  clocks.state.driving_left = clocks.state.work_left = 0;
  return clocks;
}
