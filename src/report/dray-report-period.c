/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-period.h"

#include "dray-report-error.h"

#include <string.h>

/* Periods as people type them:
 *
 *   today, yesterday, week, last-week, month, last-month, year, last-year
 *   2026-11-19            a day
 *   2026-11               a month
 *   2026                  a year
 *   2026-11-02..2026-11-08   from the one day to the other, both included; either side may be a month or a year
 *
 * Weeks begin on Mondays. A week, month or year that is not over ends today. Days are counted since 1970-01-01. */

#define JULIAN_1970 719163 /* GDate counts from 1 January of the year 1 */

static gint64
count_days (const GDate *date)
{
  return (gint64) g_date_get_julian (date) - JULIAN_1970;
}

static void
set_days (GDate  *date,
          gint64  day)
{
  g_date_clear (date, 1);
  g_date_set_julian (date, (guint32) (CLAMP (day, -700000, 2900000) + JULIAN_1970));
}

static gboolean
set_span (int     year,
          int     month,
          int     day,
          gint64 *first_day,
          gint64 *last_day)
{
  GDate first, last;

  g_date_clear (&first, 1);
  if (year < 1 || year > 9998 || !g_date_valid_dmy ((GDateDay) MAX (day, 1), (GDateMonth) MAX (month, 1), (GDateYear) year))
    return FALSE;
  g_date_set_dmy (&first, (GDateDay) MAX (day, 1), (GDateMonth) MAX (month, 1), (GDateYear) year);
  last = first;
  if (month == 0)
    g_date_add_years (&last, 1);
  else if (day == 0)
    g_date_add_months (&last, 1);
  else
    g_date_add_days (&last, 1);
  *first_day = count_days (&first);
  *last_day = count_days (&last) - 1;
  return TRUE;
}

static int
read_number (const char  *text,
             int          n_digits,
             const char **end)
{
  int number = 0;

  *end = NULL;
  for (int i = 0; i < n_digits; i++) {
    if (!g_ascii_isdigit (text[i]))
      return 0;
    number = number * 10 + text[i] - '0';
  }
  *end = text + n_digits;
  return number;
}

/* "2026", "2026-11" or "2026-11-19" */
static gboolean
parse_span (const char *text,
            gint64     *first_day,
            gint64     *last_day)
{
  const char *at;
  int year = read_number (text, 4, &at), month = 0, day = 0;

  if (at != NULL && *at == '-') {
    month = read_number (at + 1, 2, &at);
    if (at == NULL || month == 0)
      return FALSE;
    if (*at == '-') {
      day = read_number (at + 1, 2, &at);
      if (at == NULL || day == 0)
        return FALSE;
    }
  }
  return at != NULL && *at == '\0' && set_span (year, month, day, first_day, last_day);
}

/* The week, month or year in which a day lies, or the one before. */
static gboolean
parse_name (const char *text,
            gint64      today,
            gint64     *first_day,
            gint64     *last_day)
{
  gboolean is_last = g_str_has_prefix (text, "last-");
  const char *unit = is_last ? text + 5 : text;
  GDate date;

  set_days (&date, today);
  if (g_str_equal (unit, "week")) {
    *first_day = today - (gint64) (g_date_get_weekday (&date) - 1) - (is_last ? 7 : 0);
    *last_day = *first_day + 6;
  } else if (g_str_equal (unit, "month") || g_str_equal (unit, "year")) {
    gboolean is_year = g_str_equal (unit, "year");

    if (is_last && is_year)
      g_date_subtract_years (&date, 1);
    else if (is_last)
      g_date_subtract_months (&date, 1);
    if (!set_span (g_date_get_year (&date), is_year ? 0 : (int) g_date_get_month (&date), 0, first_day, last_day))
      return FALSE;
  } else {
    return FALSE;
  }
  *last_day = MIN (*last_day, today);
  return TRUE;
}

/**
 * dray_report_period_parse:
 * @today: days since 1970-01-01, for words that count from it
 *
 * Errors: %DRAY_REPORT_ERROR_ASK, with what can be written
 */
gboolean
dray_report_period_parse (const char  *text,
                          gint64       today,
                          gint64      *first_day,
                          gint64      *last_day,
                          GError     **error)
{
  g_auto (GStrv) sides = g_strsplit (text, "..", 2);
  gint64 first, last, ignored;

  if (g_str_equal (text, "today") || g_str_equal (text, "yesterday")) {
    *first_day = *last_day = today - g_str_equal (text, "yesterday");
    return TRUE;
  }
  if (sides[0] != NULL && sides[1] != NULL && parse_span (sides[0], &first, &ignored) && parse_span (sides[1], &ignored, &last) && first <= last) {
    *first_day = first;
    *last_day = last;
    return TRUE;
  }
  if (parse_span (text, first_day, last_day) || parse_name (text, today, first_day, last_day))
    return TRUE;
  g_set_error (error, DRAY_REPORT_ERROR, DRAY_REPORT_ERROR_ASK,
               "“%s” is no period. Write a day (2026-11-19), a month (2026-11), a year, two of them with .. between, or today, yesterday, week, last-week, month, "
               "last-month, year, last-year", text);
  return FALSE;
}
