/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-error.h"
#include "dray-report-period.h"

/* Thursday 2026-11-19. */
#define TODAY 20776

static gint64
day (int year,
     int month,
     int day_of_month)
{
  g_autoptr (GDateTime) date = g_date_time_new_utc (year, month, day_of_month, 0, 0, 0);

  return g_date_time_to_unix (date) / 86400;
}

static void
check (const char *text,
       gint64      first,
       gint64      last)
{
  g_autoptr (GError) error = NULL;
  gint64 first_day, last_day;

  g_assert_true (dray_report_period_parse (text, TODAY, &first_day, &last_day, &error));
  g_assert_no_error (error);
  g_assert_cmpint (first_day, ==, first);
  g_assert_cmpint (last_day, ==, last);
}

static void
test_words (void)
{
  check ("today", TODAY, TODAY);
  check ("yesterday", TODAY - 1, TODAY - 1);
  check ("week", day (2026, 11, 16), TODAY);
  check ("last-week", day (2026, 11, 9), day (2026, 11, 15));
  check ("month", day (2026, 11, 1), TODAY);
  check ("last-month", day (2026, 10, 1), day (2026, 10, 31));
  check ("year", day (2026, 1, 1), TODAY);
  check ("last-year", day (2025, 1, 1), day (2025, 12, 31));
}

static void
test_dates (void)
{
  check ("2026-11-19", TODAY, TODAY);
  check ("2024-02", day (2024, 2, 1), day (2024, 2, 29));
  check ("2026", day (2026, 1, 1), day (2026, 12, 31));
  check ("2026-11-02..2026-11-08", day (2026, 11, 2), day (2026, 11, 8));
  check ("2026-09..2026", day (2026, 9, 1), day (2026, 12, 31));
}

static void
test_no_period (void)
{
  static const char *const bad[] = {
    "", "tomorrow", "2026-13", "2026-02-30", "2026-00-01", "26-11-19", "2026-11-19x", "2026-11-19..2026-11-18", "..", "2026..", "0000", "9999", "last-", "last-day",
    "2026-1-1", "2026-11-19..2026-11-20..2026-11-21", "\xff",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    gint64 first_day = -7, last_day = -7;

    g_assert_false (dray_report_period_parse (bad[i], TODAY, &first_day, &last_day, &error));
    g_assert_error (error, DRAY_REPORT_ERROR, DRAY_REPORT_ERROR_ASK);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/report/period/words-count-from-today", test_words);
  g_test_add_func ("/report/period/dates-months-years-and-spans", test_dates);
  g_test_add_func ("/report/period/what-is-none-is-refused", test_no_period);
  return g_test_run ();
}
