/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "dray-hours.h"
#include "dray-random.h"
#include "dray-solver-error.h"
#include "duty-oracle.h"

#define HOUR 3600

static DrayHoursRules
load (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "data", "hours", name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  DrayHoursRules rules;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  g_assert_true (dray_hours_rules_parse (text, length, &rules, &error));
  g_assert_no_error (error);
  return rules;
}

static DrayHoursState
fresh (void)
{
  DrayHoursState state = DRAY_HOURS_STATE_INIT;

  state.extended_days_left = 2;
  state.reduced_rests_left = 3;
  return state;
}

/* When the last step of a route of pure driving, in hours, ends; -1 where it can't be driven. */
static double
drive_hours (const char           *name,
             const DrayHoursState *state,
             double                driving)
{
  DrayHoursRules rules = load (name);
  DrayHoursStep step = { (int) (driving * HOUR), 0, 0, NULL };
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (DrayDutySpan));

  if (!dray_hours_schedule (&rules, state, &step, 1, 0, 100 * HOUR, spans))
    return -1;
  return g_array_index (spans, DrayDutySpan, spans->len - 1).end / (double) HOUR;
}

/* The numbers of the regulations, each by a route that just fits and one that just doesn't. */
static void
test_european_limits (void)
{
  DrayHoursState state = fresh ();

  g_assert_cmpfloat (drive_hours ("eu-561.ini", &state, 4.5), ==, 4.5);
  g_assert_cmpfloat (drive_hours ("eu-561.ini", &state, 5), ==, 5.75);
  g_assert_cmpfloat (drive_hours ("eu-561.ini", &state, 9), ==, 9.75);
  /* The tenth hour needs a second break. */
  g_assert_cmpfloat (drive_hours ("eu-561.ini", &state, 10), ==, 11.5);
  /* A reduced rest of 9 h lies behind the tenth hour, and ends the continuous driving too. */
  g_assert_cmpfloat (drive_hours ("eu-561.ini", &state, 11), ==, 11 + 0.75 + 9);
  state.reduced_rests_left = 0;
  state.extended_days_left = 0;
  g_assert_cmpfloat (drive_hours ("eu-561.ini", &state, 10), ==, 10 + 0.75 + 11);
  state.driving_left = 8 * HOUR;
  g_assert_cmpfloat (drive_hours ("eu-561.ini", &state, 8.5), ==, -1);
}

static void
test_american_limits (void)
{
  DrayHoursState state = fresh ();

  g_assert_cmpfloat (drive_hours ("us-property-70.ini", &state, 8), ==, 8);
  g_assert_cmpfloat (drive_hours ("us-property-70.ini", &state, 11), ==, 11.5);
  g_assert_cmpfloat (drive_hours ("us-property-70.ini", &state, 12), ==, 12 + 10);
  state.work_left = 5 * HOUR;
  /* The week is used up: 34 h off give it anew. */
  g_assert_cmpfloat (drive_hours ("us-property-70.ini", &state, 6), ==, 6 + 34);
}

static void
test_unloading_is_a_break_in_america_but_not_in_europe (void)
{
  const DrayHoursStep steps[] = { { 4 * HOUR, HOUR, 0, NULL }, { 5 * HOUR, 0, 0, NULL } };
  const char *const names[] = { "us-property-70.ini", "eu-561.ini" };
  const double ends[] = { 10, 10.75 };
  DrayHoursState state = fresh ();

  for (int i = 0; i < 2; i++) {
    DrayHoursRules rules = load (names[i]);
    g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (DrayDutySpan));

    g_assert_true (dray_hours_schedule (&rules, &state, steps, 2, 0, 100 * HOUR, spans));
    g_assert_cmpfloat (g_array_index (spans, DrayDutySpan, spans->len - 1).end / (double) HOUR, ==, ends[i]);
  }
}

static void
test_fourteenth_hour_bars_driving_but_not_work (void)
{
  const DrayTimeWindow late = { 8 * HOUR, 8 * HOUR };
  /* The first stop binds the start, so that the wait at the second is on duty. */
  const DrayTimeWindow early = { HOUR, HOUR };
  const DrayHoursStep steps[] = { { HOUR, 0, 1, &early }, { HOUR, 6 * HOUR, 1, &late }, { HOUR, 0, 0, NULL } };
  DrayHoursRules rules = load ("us-property-70.ini");
  DrayHoursState state = fresh ();

  rules.rest_first = rules.rest_second = 0;
  g_assert_true (dray_hours_schedule (&rules, &state, steps, 2, 0, 16 * HOUR, NULL));
  g_assert_false (dray_hours_schedule (&rules, &state, steps, 3, 0, 16 * HOUR, NULL));
}

static void
test_waiting_moves_the_start_instead_of_lengthening_the_day (void)
{
  const DrayTimeWindow window = { 20 * HOUR, 21 * HOUR };
  const DrayHoursStep step = { 4 * HOUR, HOUR, 1, &window };
  DrayHoursRules rules = load ("eu-561.ini");
  DrayHoursState state = fresh ();
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (DrayDutySpan));

  g_assert_true (dray_hours_schedule (&rules, &state, &step, 1, 0, 30 * HOUR, spans));
  g_assert_cmpint (g_array_index (spans, DrayDutySpan, 0).begin, ==, 16 * HOUR);
}

/* The same rules with a quarter of an hour as the unit of time, which is what the oracle counts in. */
static DrayHoursRules
load_in_quarters (const char *name)
{
  DrayHoursRules rules = load (name);
  int *const times[] = {
    &rules.driving_before_break, &rules.break_length, &rules.break_first, &rules.break_second, &rules.work_before_break, &rules.work_break,
    &rules.driving_daily, &rules.driving_daily_extended, &rules.duty_window, &rules.duty_window_extended, &rules.daily_rest,
    &rules.daily_rest_reduced, &rules.rest_first, &rules.rest_second, &rules.restart, &rules.restart_work,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (times); i++) {
    g_assert_cmpint (*times[i] % 900, ==, 0);
    *times[i] /= 900;
  }
  return rules;
}

/* A random route in quarters of an hour. */
typedef struct {
  int            n_steps;
  DrayHoursStep  steps[4];
  DrayTimeWindow windows[4];
} Route;

static void
draw_route (DrayRandom *random,
            Route      *route)
{
  int at = 0;

  /* Three steps take the oracle a second and more. */
  route->n_steps = 1 + (int) dray_random_below (random, g_test_slow () ? 3 : 2);
  for (int i = 0; i < route->n_steps; i++) {
    DrayHoursStep *step = &route->steps[i];

    step->driving = (int) dray_random_below (random, i % 2 == 0 ? 20 : 36);
    step->work = (int) dray_random_below (random, 9);
    at += step->driving + step->work;
    /* Passing a place without work asks for no instant of the driver's, so that he may rest across it. */
    step->n_windows = step->work > 0 ? (int) dray_random_below (random, 2) : 0;
    step->windows = &route->windows[i];
    route->windows[i].open = MAX (0, at + (int) dray_random_below (random, 36) - 10);
    route->windows[i].close = route->windows[i].open + (int) dray_random_below (random, 24);
  }
}

/* The spans do what the steps ask, in order, without a gap; the law is the oracle's to judge. */
static void
assert_spans_do_the_route (const GArray *spans,
                           const Route  *route)
{
  int driven[4] = { 0 };
  int worked[4] = { 0 };

  for (guint i = 0; i < spans->len; i++) {
    const DrayDutySpan *span = &g_array_index (spans, DrayDutySpan, i);

    g_assert_cmpint (span->end, >, span->begin);
    if (i > 0)
      g_assert_cmpint (span->begin, ==, g_array_index (spans, DrayDutySpan, i - 1).end);
    if (span->duty == DRAY_DUTY_DRIVING)
      driven[span->step] += span->end - span->begin;
    if (span->duty == DRAY_DUTY_WORK) {
      worked[span->step] += span->end - span->begin;
      g_assert_cmpint (driven[span->step], ==, route->steps[span->step].driving);
      if (route->steps[span->step].n_windows > 0) {
        g_assert_cmpint (span->begin, >=, route->windows[span->step].open);
        g_assert_cmpint (span->begin, <=, route->windows[span->step].close);
      }
    }
  }
  for (int i = 0; i < route->n_steps; i++) {
    g_assert_cmpint (driven[i], ==, route->steps[i].driving);
    g_assert_cmpint (worked[i], ==, route->steps[i].work);
  }
}

#define HORIZON (48 * 4)

/* On random routes the labelling ends exactly when the earliest of all quarter-hour timetables does that the regulation allows. */
static void
test_ends_when_the_best_of_all_timetables_does (gconstpointer data)
{
  const char *country = data;
  gboolean european = strcmp (country, "eu-561.ini") == 0;
  DrayHoursRules rules = load_in_quarters (country);
  DrayRandom random;
  int n_possible = 0;

  dray_random_init (&random, 20);
  for (int round = 0; round < (g_test_slow () ? 300 : 10); round++) {
    Route route;
    DrayHoursState state = fresh ();
    DutyTask tasks[4];
    g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (DrayDutySpan));

    draw_route (&random, &route);
    state.extended_days_left = (int) dray_random_below (&random, 3);
    state.reduced_rests_left = (int) dray_random_below (&random, 2);
    for (int i = 0; i < route.n_steps; i++)
      tasks[i] = (DutyTask) { route.steps[i].driving, route.steps[i].work,
                              route.steps[i].n_windows > 0 ? route.windows[i].open : 0,
                              route.steps[i].n_windows > 0 ? route.windows[i].close : HORIZON };

    int best = duty_oracle_earliest_end (european, tasks, route.n_steps, HORIZON, state.extended_days_left, state.reduced_rests_left);
    gboolean possible = dray_hours_schedule (&rules, &state, route.steps, route.n_steps, 0, HORIZON, spans);
    int end = possible ? (spans->len > 0 ? g_array_index (spans, DrayDutySpan, spans->len - 1).end : 0) : -1;

    g_test_message ("round %d: %d steps, oracle %d, labelling %d", round, route.n_steps, best, end);
    if (best != end && (spans->len > 0 || best >= 0)) {
      for (int i = 0; i < route.n_steps; i++)
        g_printerr ("  drive %d work %d open %d close %d\n", tasks[i].driving, tasks[i].work, tasks[i].open, tasks[i].close);
      for (guint i = 0; i < spans->len; i++) {
        const DrayDutySpan *span = &g_array_index (spans, DrayDutySpan, i);
        g_printerr ("  duty %d step %d: %d to %d\n", (int) span->duty, span->step, span->begin, span->end);
      }
      g_error ("round %d: oracle %d, labelling %d, extended %d reduced %d", round, best, end, state.extended_days_left, state.reduced_rests_left);
    }
    if (!possible)
      continue;
    n_possible++;
    assert_spans_do_the_route (spans, &route);
    gint64 driving = 0, work = 0, pauses = 0;
    for (int i = 0; i < route.n_steps; i++) {
      driving += route.steps[i].driving;
      work += route.steps[i].work;
    }
    for (guint i = 0; i < spans->len; i++) {
      const DrayDutySpan *span = &g_array_index (spans, DrayDutySpan, i);

      pauses += span->duty == DRAY_DUTY_DRIVING || span->duty == DRAY_DUTY_WORK ? 0 : span->end - span->begin;
    }
    g_assert_cmpint (dray_hours_bound (&rules, &state, driving, work), <=, pauses);
  }
  g_assert_cmpint (n_possible, >, 4);
}

static void
test_bound_counts_the_pauses_of_pure_driving (void)
{
  DrayHoursRules rules = load ("eu-561.ini");
  DrayHoursState state = fresh ();

  state.extended_days_left = state.reduced_rests_left = 0;
  g_assert_cmpint (dray_hours_bound (&rules, &state, 4 * HOUR, 0), ==, 0);
  g_assert_cmpint (dray_hours_bound (&rules, &state, 9 * HOUR, 0), ==, 45 * 60);
  g_assert_cmpint (dray_hours_bound (&rules, &state, 10 * HOUR, 0), ==, 11 * HOUR);
  state.driving_left = HOUR;
  g_assert_cmpint (dray_hours_bound (&rules, &state, 2 * HOUR, 0), ==, DRAY_TIME_MAX);
}

static void
test_bad_rules_are_refused (gconstpointer data)
{
  const char *text = data;
  DrayHoursRules rules;
  g_autoptr (GError) error = NULL;

  g_assert_false (dray_hours_rules_parse (text, strlen (text), &rules, &error));
  g_assert_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_INVALID);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/solver/hours/european-limits", test_european_limits);
  g_test_add_func ("/solver/hours/american-limits", test_american_limits);
  g_test_add_func ("/solver/hours/unloading-is-a-break-in-america-but-not-in-europe", test_unloading_is_a_break_in_america_but_not_in_europe);
  g_test_add_func ("/solver/hours/fourteenth-hour-bars-driving-but-not-work", test_fourteenth_hour_bars_driving_but_not_work);
  g_test_add_func ("/solver/hours/waiting-moves-the-start", test_waiting_moves_the_start_instead_of_lengthening_the_day);
  g_test_add_data_func ("/solver/hours/ends-when-the-best-of-all-timetables-does/eu", "eu-561.ini", test_ends_when_the_best_of_all_timetables_does);
  g_test_add_data_func ("/solver/hours/ends-when-the-best-of-all-timetables-does/us", "us-property-70.ini", test_ends_when_the_best_of_all_timetables_does);
  g_test_add_func ("/solver/hours/bound-counts-the-pauses-of-pure-driving", test_bound_counts_the_pauses_of_pure_driving);
  g_test_add_data_func ("/solver/hours/bad-rules-are-refused/no-group", "", test_bad_rules_are_refused);
  g_test_add_data_func ("/solver/hours/bad-rules-are-refused/word", "[hours]\nbreak-length=long\n", test_bad_rules_are_refused);
  g_test_add_data_func ("/solver/hours/bad-rules-are-refused/negative", "[hours]\nbreak-length=-3\n", test_bad_rules_are_refused);
  g_test_add_data_func ("/solver/hours/bad-rules-are-refused/unknown", "[hours]\nnap=20\n", test_bad_rules_are_refused);
  g_test_add_data_func ("/solver/hours/bad-rules-are-refused/limit-without-break", "[hours]\ndriving-before-break=270\n", test_bad_rules_are_refused);
  return g_test_run ();
}
