/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "dray-hours.h"
#include "dray-solver-error.h"

/* A country's hours of service are a file: an ini of one group [hours], times in minutes, each key a field of #DrayHoursRules with
 * hyphens. What a file leaves out is no limit. Two more keys are for people: name, law. */

typedef struct {
  const char *key;
  gsize       offset;
  gboolean    is_flag;
} Field;

static const Field fields[] = {
  { "driving-before-break", G_STRUCT_OFFSET (DrayHoursRules, driving_before_break), FALSE },
  { "break-length", G_STRUCT_OFFSET (DrayHoursRules, break_length), FALSE },
  { "break-first", G_STRUCT_OFFSET (DrayHoursRules, break_first), FALSE },
  { "break-second", G_STRUCT_OFFSET (DrayHoursRules, break_second), FALSE },
  { "break-by-any-pause", G_STRUCT_OFFSET (DrayHoursRules, break_by_any_pause), TRUE },
  { "work-before-break", G_STRUCT_OFFSET (DrayHoursRules, work_before_break), FALSE },
  { "work-break", G_STRUCT_OFFSET (DrayHoursRules, work_break), FALSE },
  { "driving-daily", G_STRUCT_OFFSET (DrayHoursRules, driving_daily), FALSE },
  { "driving-daily-extended", G_STRUCT_OFFSET (DrayHoursRules, driving_daily_extended), FALSE },
  { "duty-window", G_STRUCT_OFFSET (DrayHoursRules, duty_window), FALSE },
  { "duty-window-extended", G_STRUCT_OFFSET (DrayHoursRules, duty_window_extended), FALSE },
  { "daily-rest", G_STRUCT_OFFSET (DrayHoursRules, daily_rest), FALSE },
  { "daily-rest-reduced", G_STRUCT_OFFSET (DrayHoursRules, daily_rest_reduced), FALSE },
  { "work-after-window", G_STRUCT_OFFSET (DrayHoursRules, work_after_window), TRUE },
  { "rest-first", G_STRUCT_OFFSET (DrayHoursRules, rest_first), FALSE },
  { "rest-second", G_STRUCT_OFFSET (DrayHoursRules, rest_second), FALSE },
  { "rest-parts-roll", G_STRUCT_OFFSET (DrayHoursRules, rest_parts_roll), TRUE },
  { "restart", G_STRUCT_OFFSET (DrayHoursRules, restart), FALSE },
  { "restart-work", G_STRUCT_OFFSET (DrayHoursRules, restart_work), FALSE },
};

#define MAX_MINUTES (60 * 24 * 366)
#define SECONDS_A_MINUTE 60

static gboolean
read_field (GKeyFile       *file,
            const char     *key,
            DrayHoursRules *rules,
            GError        **error)
{
  g_autoptr (GError) problem = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++) {
    if (strcmp (key, fields[i].key) != 0)
      continue;
    int value = fields[i].is_flag ? g_key_file_get_boolean (file, "hours", key, &problem) : g_key_file_get_integer (file, "hours", key, &problem);
    if (problem != NULL || value < 0 || value > MAX_MINUTES) {
      g_set_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_INVALID, "%s: %s", key,
                   problem != NULL ? problem->message : "no number of minutes");
      return FALSE;
    }
    G_STRUCT_MEMBER (int, rules, fields[i].offset) = fields[i].is_flag ? value : value * SECONDS_A_MINUTE;
    return TRUE;
  }
  if (strcmp (key, "name") == 0 || strcmp (key, "law") == 0)
    return TRUE;
  g_set_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_INVALID, "%s is no limit of hours of service", key);
  return FALSE;
}

/* Limits that lean on each other. */
static gboolean
check_rules (const DrayHoursRules *rules,
             GError              **error)
{
  const char *wrong = NULL;

  if (rules->driving_before_break > 0 && rules->break_length == 0)
    wrong = "a limit of driving before a break needs the break's length";
  else if (rules->work_before_break > 0 && rules->work_break == 0)
    wrong = "a limit of work before a break needs the break's length";
  else if ((rules->break_first > 0) != (rules->break_second > 0) || (rules->rest_first > 0) != (rules->rest_second > 0))
    wrong = "a break or rest in parts needs both parts";
  else if (rules->restart > 0 && rules->restart_work == 0)
    wrong = "a restart needs the work that it gives";
  if (wrong != NULL)
    g_set_error_literal (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_INVALID, wrong);
  return wrong == NULL;
}

/**
 * dray_hours_rules_parse:
 * @rules: (out): in seconds
 *
 * Reads a country's file, as they lie in data/hours.
 */
gboolean
dray_hours_rules_parse (const char     *text,
                        gsize           n_bytes,
                        DrayHoursRules *rules,
                        GError        **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) problem = NULL;
  g_auto (GStrv) keys = NULL;
  DrayHoursRules read = { 0 };

  if (!g_key_file_load_from_data (file, text, n_bytes, G_KEY_FILE_NONE, &problem)
      || (keys = g_key_file_get_keys (file, "hours", NULL, &problem)) == NULL) {
    g_set_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_INVALID, "hours of service: %s", problem->message);
    return FALSE;
  }
  for (char **key = keys; *key != NULL; key++)
    if (!read_field (file, *key, &read, error))
      return FALSE;
  if (!check_rules (&read, error))
    return FALSE;
  *rules = read;
  return TRUE;
}

/* How many pauses a sum needs where none may be followed by more than @limit, @behind of which is used up. */
static gint64
count_pauses (gint64 sum,
              int    limit,
              int    behind)
{
  if (limit <= 0 || sum + behind <= limit)
    return 0;
  return (sum + behind + limit - 1) / limit - 1;
}

/**
 * dray_hours_bound:
 * @driving: of a whole route
 * @work: service and set-up of it
 *
 * The least time without driving or work that any lawful schedule of such a route holds: so many rests and breaks must be taken,
 * wherever the stops lie. What a search adds to a route's duration without placing a single pause.
 *
 * Returns: %DRAY_TIME_MAX where the week's driving or work is used up, so that no schedule can be lawful
 */
int
dray_hours_bound (const DrayHoursRules *rules,
                  const DrayHoursState *state,
                  gint64                driving,
                  gint64                work)
{
  int daily = state->extended_days_left > 0 ? MAX (rules->driving_daily, rules->driving_daily_extended) : rules->driving_daily;
  gint64 n_rests = count_pauses (driving, daily, state->driving_since_rest);
  gint64 n_reduced = rules->daily_rest_reduced > 0 ? MIN (n_rests, state->reduced_rests_left) : 0;
  int rest = rules->daily_rest;

  if (driving > state->driving_left || (rules->restart == 0 && driving + work > state->work_left))
    return DRAY_TIME_MAX;
  /* A rest in parts may be shorter behind its first part, but never in all. */
  if (rules->rest_first > 0)
    rest = MIN (rest, rules->rest_first + rules->rest_second);

  gint64 rests = n_reduced * MIN (rest, rules->daily_rest_reduced) + (n_rests - n_reduced) * rest;
  /* The parts of a rest end a break too: two for each rest. */
  gint64 n_enders = n_rests * (rules->rest_first > 0 ? 2 : 1);
  gint64 breaks = MAX (0, count_pauses (driving, rules->driving_before_break, state->driving_since_break) - n_enders);
  gint64 work_breaks = MAX (0, count_pauses (driving + work, rules->work_before_break, state->work_since_break) - n_enders);
  /* The first part may lie behind already. */
  gint64 pause = breaks * rules->break_length - (breaks > 0 && state->first_part_taken ? rules->break_first : 0);

  /* Where any pause counts, the work itself may be all the breaks there are. */
  if (rules->break_by_any_pause)
    pause = MAX (0, pause - work);
  return (int) MIN (DRAY_TIME_MAX, rests + MAX (pause, work_breaks * rules->work_break));
}
