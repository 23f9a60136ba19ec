/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-chart-scale.h"

#include <math.h>
#include <stdlib.h>

/* Where an axis is marked. Numbers at 1, 2 or 5 times a power of ten; times at steps that people count in, counted on the wall clock
 * of the chart's zone, so that a day of 23 or 25 hours is marked at its own midnight. */

#define MINUTE_US (60.0 * G_USEC_PER_SEC)
#define HOUR_US (60 * MINUTE_US)
#define DAY_US (24 * HOUR_US)
#define MAX_TICKS 200
#define FIRST_US (-62135596800.0 * G_USEC_PER_SEC) /* the year 1 and the year 9999: what a GDateTime can be */
#define LAST_US (253402300799.0 * G_USEC_PER_SEC)

static void
tick_clear (gpointer data)
{
  g_free (((DrayChartTick *) data)->label);
}

static void
add_tick (GArray *ticks,
          double  value,
          char   *label)
{
  DrayChartTick tick = { value, label };

  g_array_append_val (ticks, tick);
}

/* A round step that marks @span about @n_wanted times, never oftener than that and once more. */
double
dray_chart_scale_find_step (double span,
                            int    n_wanted)
{
  double rough = span / MAX (n_wanted, 1);

  if (!(rough > 0) || !isfinite (rough))
    return 1;
  double power = pow (10, floor (log10 (rough)));
  double share = rough / power;

  return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
}

/* A number with its thousands set apart and a real minus: "−1,212.5". */
char *
dray_chart_scale_format_number (double value,
                                int    n_decimals)
{
  char digits[400];
  GString *text = g_string_new (NULL);

  if (!isfinite (value) || fabs (value) > 1e18) {
    g_string_append_printf (text, "%g", value);
    return g_string_free (text, FALSE);
  }
  g_snprintf (digits, sizeof digits, "%.*f", CLAMP (n_decimals, 0, 9), fabs (value));
  if (value < 0 && strtod (digits, NULL) > 0)
    g_string_append (text, "\342\210\222");
  int n_whole = 0;
  while (g_ascii_isdigit (digits[n_whole]))
    n_whole++;
  for (int i = 0; digits[i] != '\0'; i++) {
    if (i > 0 && i < n_whole && (n_whole - i) % 3 == 0)
      g_string_append_c (text, ',');
    g_string_append_c (text, i == n_whole ? '.' : digits[i]);
  }
  return g_string_free (text, FALSE);
}

/* A value as a person reads it out: three digits that count, no zeros behind the point, whole numbers whole. */
char *
dray_chart_scale_format_value (double value)
{
  double size = fabs (value);
  int n_decimals = size >= 100 || size == floor (size) ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 4;
  char *text = dray_chart_scale_format_number (value, n_decimals);

  if (n_decimals > 0 && isfinite (value)) {
    gsize length = strlen (text);

    while (text[length - 1] == '0')
      text[--length] = '\0';
    if (text[length - 1] == '.')
      text[--length] = '\0';
  }
  return text;
}

static GDateTime *
make_date_time (double     time_us,
                GTimeZone *zone)
{
  double bounded = CLAMP (time_us, FIRST_US + 2 * DAY_US, LAST_US - 2 * DAY_US);
  g_autoptr (GDateTime) start = g_date_time_new_from_unix_utc ((gint64) floor (bounded / G_USEC_PER_SEC));

  return g_date_time_to_timezone (start, zone);
}

/* A time as the read-out and the table give it: "Thu 19 Nov 2026 14:02", with seconds only where there are any. */
char *
dray_chart_scale_format_time (double     time_us,
                              GTimeZone *zone)
{
  g_autoptr (GDateTime) time = make_date_time (time_us, zone);

  if (g_date_time_get_second (time) != 0)
    return g_date_time_format (time, "%a %-d %b %Y %H:%M:%S");
  if (g_date_time_get_hour (time) == 0 && g_date_time_get_minute (time) == 0)
    return g_date_time_format (time, "%a %-d %b %Y");
  return g_date_time_format (time, "%a %-d %b %Y %H:%M");
}

static void
list_number_ticks (GArray *ticks,
                   double  low,
                   double  high,
                   int     n_wanted)
{
  double step = dray_chart_scale_find_step (high - low, n_wanted);
  int n_decimals = (int) CLAMP (-floor (log10 (step) + 1e-9), 0, 9);
  double first = ceil (low / step - 1e-9), last = floor (high / step + 1e-9);

  for (double i = first; i <= last && ticks->len < MAX_TICKS; i++)
    add_tick (ticks, i * step, dray_chart_scale_format_number (i * step, n_decimals));
}

/* Every nth word, so that they don't touch. */
static void
list_category_ticks (GArray              *ticks,
                     const DrayChartAxis *axis,
                     double               low,
                     double               high,
                     int                  n_wanted)
{
  int n = axis->categories != NULL ? (int) g_strv_length (axis->categories) : 0;
  int first = MAX (0, (int) ceil (MAX (low, 0))), last = MIN (n - 1, (int) floor (MIN (high, n)));
  int every = MAX (1, (last - first + MAX (n_wanted, 1)) / MAX (n_wanted, 1));

  for (int i = first; i <= last; i += every)
    add_tick (ticks, i, g_strdup (axis->categories[i]));
}

/* Steps of wall time, and how a mark is then written. A step counts in one of minutes, days, months. */
static const struct {
  double      about_us;
  int         minutes;
  int         days;
  int         months;
  const char *format;
} time_steps[] = {
  { MINUTE_US, 1, 0, 0, "%H:%M" },
  { 5.0 * MINUTE_US, 5, 0, 0, "%H:%M" },
  { 15.0 * MINUTE_US, 15, 0, 0, "%H:%M" },
  { 30.0 * MINUTE_US, 30, 0, 0, "%H:%M" },
  { HOUR_US, 60, 0, 0, "%H:%M" },
  { 2.0 * HOUR_US, 120, 0, 0, "%H:%M" },
  { 3.0 * HOUR_US, 180, 0, 0, "%H:%M" },
  { 6.0 * HOUR_US, 360, 0, 0, "%H:%M" },
  { 12.0 * HOUR_US, 720, 0, 0, "%H:%M" },
  { DAY_US, 0, 1, 0, "%-d %b" },
  { 2.0 * DAY_US, 0, 2, 0, "%-d %b" },
  { 7.0 * DAY_US, 0, 7, 0, "%-d %b" },
  { 14.0 * DAY_US, 0, 14, 0, "%-d %b" },
  { 30.5 * DAY_US, 0, 0, 1, "%b %Y" },
  { 91.5 * DAY_US, 0, 0, 3, "%b %Y" },
  { 183.0 * DAY_US, 0, 0, 6, "%b %Y" },
  { 365.25 * DAY_US, 0, 0, 12, "%Y" },
  { 5 * 365.25 * DAY_US, 0, 0, 60, "%Y" },
  { 25 * 365.25 * DAY_US, 0, 0, 300, "%Y" },
  { 100 * 365.25 * DAY_US, 0, 0, 1200, "%Y" },
};

/* The last mark of step @s at or before @time. Steps of days count from the year 1, whose first day was a Monday: the marks stay where
 * they are whatever is in view, and weeks begin on Mondays. */
static GDateTime *
round_down_time (GDateTime *time,
                 gsize      s,
                 GTimeZone *zone)
{
  int year = g_date_time_get_year (time), month = g_date_time_get_month (time), day = g_date_time_get_day_of_month (time);

  if (time_steps[s].months > 0) {
    int months = (year * 12 + month - 1) / time_steps[s].months * time_steps[s].months;

    return g_date_time_new (zone, MAX (months / 12, 1), months % 12 + 1, 1, 0, 0, 0);
  }
  if (time_steps[s].days > 0) {
    g_autoptr (GDateTime) midnight = g_date_time_new (zone, year, month, day, 0, 0, 0);
    GDate date;

    g_date_clear (&date, 1);

    g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
    return g_date_time_add_days (midnight, -(int) ((g_date_get_julian (&date) - 1) % (guint) time_steps[s].days));
  }
  int minutes = (g_date_time_get_hour (time) * 60 + g_date_time_get_minute (time)) / time_steps[s].minutes * time_steps[s].minutes;

  return g_date_time_new (zone, year, month, day, minutes / 60, minutes % 60, 0);
}

/* A step of hours goes by the clock on the wall and starts anew at each midnight. */
static GDateTime *
step_time (GDateTime *time,
           gsize      s,
           GTimeZone *zone)
{
  if (time_steps[s].months > 0)
    return g_date_time_add_months (time, time_steps[s].months);
  if (time_steps[s].days > 0)
    return g_date_time_add_days (time, time_steps[s].days);

  int year = g_date_time_get_year (time), month = g_date_time_get_month (time), day = g_date_time_get_day_of_month (time);
  int minutes = g_date_time_get_hour (time) * 60 + g_date_time_get_minute (time) + time_steps[s].minutes;
  g_autoptr (GDateTime) midnight = g_date_time_new (zone, year, month, day, 0, 0, 0);
  g_autoptr (GDateTime) next = minutes < 24 * 60 ? g_date_time_new (zone, year, month, day, minutes / 60, minutes % 60, 0) : g_date_time_add_days (midnight, 1);

  /* The hour that comes twice: on to what really is later. */
  if (next == NULL || g_date_time_compare (next, time) <= 0)
    return g_date_time_add_minutes (time, time_steps[s].minutes);
  return g_steal_pointer (&next);
}

static char *
format_tick (GDateTime *time,
             gsize      s)
{
  gboolean midnight = time_steps[s].minutes > 0 && g_date_time_get_hour (time) == 0 && g_date_time_get_minute (time) == 0;

  return g_date_time_format (time, midnight ? "%a %-d" : time_steps[s].format);
}

static void
list_time_ticks (GArray    *ticks,
                 GTimeZone *zone,
                 double     low,
                 double     high,
                 int        n_wanted)
{
  gsize s = 0;

  while (s + 1 < G_N_ELEMENTS (time_steps) && (high - low) / time_steps[s].about_us > MAX (n_wanted, 1))
    s++;
  g_autoptr (GDateTime) start = make_date_time (low, zone);
  GDateTime *time = round_down_time (start, s, zone);

  for (int i = 0; i < MAX_TICKS && time != NULL; i++) {
    double value = (double) g_date_time_to_unix (time) * G_USEC_PER_SEC;
    GDateTime *next;

    if (value > high)
      break;
    if (value >= low)
      add_tick (ticks, value, format_tick (time, s));
    next = step_time (time, s, zone);
    g_date_time_unref (time);
    time = next;
  }
  g_clear_pointer (&time, g_date_time_unref);
}

/**
 * dray_chart_scale_list_ticks:
 * @low: @high: what is in view of @axis, finite and low <= high
 * @n_wanted: how many marks there is room for
 *
 * Returns: (transfer full) (element-type DrayChartTick): the marks in order, never more than fit by much
 */
GArray *
dray_chart_scale_list_ticks (const DrayChartAxis *axis,
                             GTimeZone           *zone,
                             double               low,
                             double               high,
                             int                  n_wanted)
{
  GArray *ticks = g_array_new (FALSE, FALSE, sizeof (DrayChartTick));

  g_array_set_clear_func (ticks, tick_clear);
  if (!isfinite (low) || !isfinite (high) || low > high)
    return ticks;
  if (axis->scale == DRAY_CHART_TIME)
    list_time_ticks (ticks, zone, low, high, n_wanted);
  else if (axis->scale == DRAY_CHART_CATEGORY)
    list_category_ticks (ticks, axis, low, high, n_wanted);
  else
    list_number_ticks (ticks, low, high, n_wanted);
  return ticks;
}
