/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-operating-day.h"
#include "dray-units.h"

#define FOUR (4 * DRAY_S_PER_HOUR)

static gint64
instant (const char *text)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);

  return g_date_time_to_unix (time) * DRAY_US_PER_S;
}

static gint64
day (const char *text)
{
  g_autofree char *noon = g_strdup_printf ("%sT00:00:00Z", text);

  return instant (noon) / DRAY_US_PER_S / DRAY_S_PER_DAY;
}

static void
test_a_route_across_midnight_belongs_to_the_day_it_starts_in (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Warsaw");

  g_assert_cmpint (dray_operating_day_of (zone, FOUR, instant ("2026-11-19T22:30:00Z")), ==, day ("2026-11-19"));
  g_assert_cmpint (dray_operating_day_of (zone, FOUR, instant ("2026-11-20T01:30:00Z")), ==, day ("2026-11-19"));
  g_assert_cmpint (dray_operating_day_of (zone, FOUR, instant ("2026-11-20T02:59:59Z")), ==, day ("2026-11-19"));
  g_assert_cmpint (dray_operating_day_of (zone, FOUR, instant ("2026-11-20T03:00:00Z")), ==, day ("2026-11-20"));
}

static void
assert_hours (GTimeZone  *zone,
              int         day_start_s,
              const char *date,
              int         n_hours)
{
  gint64 start_us = dray_operating_day_start_us (zone, day_start_s, day (date)), end_us = dray_operating_day_start_us (zone, day_start_s, day (date) + 1);

  g_assert_cmpint (end_us - start_us, ==, n_hours * DRAY_S_PER_HOUR * DRAY_US_PER_S);
  g_assert_cmpint (dray_operating_day_of (zone, day_start_s, start_us), ==, day (date));
  g_assert_cmpint (dray_operating_day_of (zone, day_start_s, end_us - 1), ==, day (date));
  g_assert_cmpint (dray_operating_day_of (zone, day_start_s, start_us - 1), ==, day (date) - 1);
}

static void
test_days_of_23_and_25_hours (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Warsaw");

  /* Clocks change in the small hours, which belong to the day before where days begin at four. */
  assert_hours (zone, FOUR, "2026-03-28", 23);
  assert_hours (zone, FOUR, "2026-10-24", 25);
  assert_hours (zone, 0, "2026-03-29", 23);
  assert_hours (zone, 0, "2026-10-25", 25);
  assert_hours (zone, FOUR, "2026-06-15", 24);
}

static void
test_a_day_that_begins_in_the_skipped_hour_begins (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Warsaw");
  gint64 start_us = dray_operating_day_start_us (zone, 9000, day ("2026-03-29"));

  /* 02:30 does not exist on that day: by the clock before it is 01:30 UTC. */
  g_assert_cmpint (start_us, ==, instant ("2026-03-29T01:30:00Z"));
}

static void
test_west_of_greenwich_and_before_1970 (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("America/Chicago");

  g_assert_cmpint (dray_operating_day_of (zone, FOUR, instant ("2026-07-02T08:59:00Z")), ==, day ("2026-07-01"));
  g_assert_cmpint (dray_operating_day_of (zone, FOUR, instant ("2026-07-02T09:00:00Z")), ==, day ("2026-07-02"));
  g_assert_cmpint (dray_operating_day_of (zone, 0, -1), ==, day ("1969-12-31"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fleet/operating-day/a-route-across-midnight-belongs-to-the-day-it-starts-in", test_a_route_across_midnight_belongs_to_the_day_it_starts_in);
  g_test_add_func ("/fleet/operating-day/days-of-23-and-25-hours", test_days_of_23_and_25_hours);
  g_test_add_func ("/fleet/operating-day/a-day-that-begins-in-the-skipped-hour-begins", test_a_day_that_begins_in_the_skipped_hour_begins);
  g_test_add_func ("/fleet/operating-day/west-of-greenwich-and-before-1970", test_west_of_greenwich_and_before_1970);
  return g_test_run ();
}
