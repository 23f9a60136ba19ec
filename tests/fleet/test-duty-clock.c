/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-duty-clock.h"
#include "dray-settlement-rule.h"
#include "dray-units.h"

#define HOUR_US (DRAY_S_PER_HOUR * DRAY_US_PER_S)
#define HOURS(n) ((int) ((n) * 3600.0))

/* Monday 2026-11-16, 00:00 UTC. */
#define MONDAY_US (G_GINT64_CONSTANT (1794787200) * DRAY_US_PER_S)

#define SPAN(what, from, until) { DRAY_DUTY_STATUS_##what, MONDAY_US + (gint64) ((from) * (double) HOUR_US), MONDAY_US + (gint64) ((until) * (double) HOUR_US) }

static const DrayHoursRules eu = {
  .driving_before_break = 16200, .break_length = 2700, .driving_daily = 32400, .duty_window = 46800, .daily_rest = 39600, .daily_rest_reduced = 32400,
};

static const DrayHoursRules us = {
  .driving_before_break = 28800, .break_length = 1800, .break_by_any_pause = TRUE, .driving_daily = 39600, .duty_window = 50400, .daily_rest = 36000,
  .restart = 122400, .restart_work = 252000,
};

#define READ(rules, past, hour) dray_duty_clock_read (rules, past, G_N_ELEMENTS (past), MONDAY_US + (gint64) ((hour) * (double) HOUR_US))

static void
test_three_clocks_run_down (void)
{
  static const DrayDutyPast past[] = { SPAN (REST, -48, 6), SPAN (OTHER_WORK, 6, 7), SPAN (DRIVING, 7, 10) };
  DrayDutyClocks clocks = READ (&eu, past, 10);

  g_assert_true (clocks.is_known);
  g_assert_cmpint (clocks.driving_s, ==, HOURS (6));
  g_assert_cmpint (clocks.duty_s, ==, HOURS (9));
  g_assert_cmpint (clocks.break_s, ==, HOURS (1.5));
  g_assert_cmpint (clocks.state.driving_left, ==, HOURS (53));
  g_assert_cmpint (clocks.state.work_left, ==, HOURS (56));
}

static void
test_unknown_hours_are_used_up (void)
{
  static const DrayDutyPast gap[] = { SPAN (REST, -48, 6), SPAN (DRIVING, 7, 10) };
  static const DrayDutyPast stale[] = { SPAN (REST, -48, 6), SPAN (DRIVING, 6, 8) };
  DrayDutyClocks nothing = dray_duty_clock_read (&eu, NULL, 0, MONDAY_US), with_gap = READ (&eu, gap, 10), until_eight = READ (&eu, stale, 10);

  g_assert_false (nothing.is_known);
  g_assert_cmpint (nothing.state.driving_left, ==, 0);
  g_assert_false (with_gap.is_known);
  g_assert_cmpint (with_gap.driving_s, ==, 0);
  g_assert_false (until_eight.is_known);
}

static void
test_unloading_is_a_break_only_where_the_law_says_so (void)
{
  static const DrayDutyPast unloads[] = { SPAN (REST, -48, 6), SPAN (DRIVING, 6, 9), SPAN (OTHER_WORK, 9, 10) };
  static const DrayDutyPast pauses[] = { SPAN (REST, -48, 6), SPAN (DRIVING, 6, 9), SPAN (AVAILABLE, 9, 9.25), SPAN (OFF, 9.25, 10) };

  g_assert_cmpint (READ (&eu, unloads, 10).break_s, ==, HOURS (1.5));
  g_assert_cmpint (READ (&us, unloads, 10).break_s, ==, HOURS (8));
  g_assert_cmpint (READ (&eu, pauses, 10).break_s, ==, HOURS (4.5));
}

/* A rest that is too short ends nothing; rests that meet are one; records may come in any order. */
static void
test_a_rest_counts_once_it_is_long_enough (void)
{
  static const DrayDutyPast shorter[] = { SPAN (REST, -48, -10), SPAN (DRIVING, -10, -6), SPAN (REST, -6, 2), SPAN (DRIVING, 2, 3) };
  static const DrayDutyPast whole[] = { SPAN (DRIVING, 4, 5), SPAN (OFF, -6, 0), SPAN (REST, -48, -10), SPAN (DRIVING, -10, -6), SPAN (REST, 0, 4) };

  g_assert_cmpint (READ (&eu, shorter, 3).state.driving_since_rest, ==, HOURS (5));
  g_assert_cmpint (READ (&eu, whole, 5).state.driving_since_rest, ==, HOURS (1));
}

/* Seventy hours in eight days, given anew by a rest of thirty-four. */
static void
test_a_restart_gives_the_week_anew (void)
{
  DrayDutyPast past[15];
  DrayDutyPast *last = &past[14];

  for (int day = 0; day < 7; day++) {
    past[2 * day] = (DrayDutyPast) SPAN (REST, 24.0 * day - 200, 24.0 * day - 190);
    past[2 * day + 1] = (DrayDutyPast) SPAN (OTHER_WORK, 24.0 * day - 190, 24.0 * day - 176);
  }
  *last = (DrayDutyPast) SPAN (REST, -32, -20);
  g_assert_cmpint (dray_duty_clock_read (&us, past, 15, last->until_us).state.work_left, ==, 0);
  last->until_us = last->from_us + 34 * HOUR_US;
  g_assert_cmpint (dray_duty_clock_read (&us, past, 15, last->until_us).state.work_left, ==, HOURS (70));
}

static void
test_money_is_rounded_once_half_away_from_zero (void)
{
  g_assert_cmpint (dray_settlement_price_minor (1500, 1), ==, 2);
  g_assert_cmpint (dray_settlement_price_minor (1499, 1), ==, 1);
  g_assert_cmpint (dray_settlement_price_minor (25000, 21350), ==, 533750);
  g_assert_cmpint (dray_settlement_share_minor (-1500, 1), ==, -2);
}

static void
test_moisture_over_the_base_shrinks_the_weight (void)
{
  g_assert_cmpint (dray_settlement_count_kg (25000, 140, 140, 0), ==, 25000);
  g_assert_cmpint (dray_settlement_count_kg (25000, 100, 140, 0), ==, 25000);
  g_assert_cmpint (dray_settlement_count_kg (25000, 183, 140, 0), ==, 23750);
  g_assert_cmpint (dray_settlement_count_kg (25000, 160, 140, 13), ==, 24350);
  g_assert_cmpint (dray_settlement_count_kg (25000, 999, 0, 1000), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fleet/duty-clock/three-clocks-run-down", test_three_clocks_run_down);
  g_test_add_func ("/fleet/duty-clock/unknown-hours-are-used-up", test_unknown_hours_are_used_up);
  g_test_add_func ("/fleet/duty-clock/unloading-is-a-break-only-where-the-law-says-so", test_unloading_is_a_break_only_where_the_law_says_so);
  g_test_add_func ("/fleet/duty-clock/a-rest-counts-once-it-is-long-enough", test_a_rest_counts_once_it_is_long_enough);
  g_test_add_func ("/fleet/duty-clock/a-restart-gives-the-week-anew", test_a_restart_gives_the_week_anew);
  g_test_add_func ("/fleet/settlement-rule/money-is-rounded-once-half-away-from-zero", test_money_is_rounded_once_half_away_from_zero);
  g_test_add_func ("/fleet/settlement-rule/moisture-over-the-base-shrinks-the-weight", test_moisture_over_the_base_shrinks_the_weight);
  return g_test_run ();
}
