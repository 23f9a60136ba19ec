/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-forecast.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Days ahead from days behind, where the week has a form: a level for each weekday, and a slope from week to week.
 *
 * The slope is the median of the slopes between all pairs of weeks (Theil 1950, Sen 1968), so that one odd week doesn't tilt it; it is
 * damped by half for every four weeks ahead, since few trends last (Gardner and McKenzie 1985). A weekday's level is the median of its
 * days after the slope was taken out: a holiday or a breakdown is one day among several. The interval comes from what the same rule
 * missed on weeks that were held out, the finite-sample quantile of it (Vovk et al. 2005), and not from a bell curve. Holidays are not
 * known to it. */

#define WEEK 7
#define COVERAGE 0.9
#define HALF_LIFE_WEEKS 4.0
/* A slope needs weeks enough to be one. */
#define MIN_SLOPE_WEEKS 4

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

/* Sorts the values. */
static double
find_median (double *values,
             guint   n)
{
  qsort (values, n, sizeof *values, compare_doubles);
  return n == 0 ? 0.0 : (values[(n - 1) / 2] + values[n / 2]) / 2.0;
}

typedef struct {
  double levels[WEEK];   /* by the day's distance from the end, in weeks: [0] is the day after the last */
  double slope;          /* a week */
} Model;

/* Sums of the weeks, counted back from the end: @weeks[0] is the last. */
static double
find_slope (const double *days,
            guint         n)
{
  guint n_weeks = n / WEEK, n_pairs = 0;
  g_autofree double *weeks = g_new0 (double, n_weeks + 1), *slopes = g_new (double, (gsize) n_weeks * n_weeks + 1);

  if (n_weeks < MIN_SLOPE_WEEKS)
    return 0.0;
  for (guint w = 0; w < n_weeks; w++) {
    for (guint i = 0; i < WEEK; i++)
      weeks[w] += days[n - 1 - w * WEEK - i] / WEEK;
  }
  for (guint a = 0; a < n_weeks; a++) {
    for (guint b = a + 1; b < n_weeks; b++)
      slopes[n_pairs++] = (weeks[a] - weeks[b]) / (b - a);
  }
  return find_median (slopes, n_pairs);
}

/* A weekday on which nothing ever happens has no slope either. */
static void
learn (Model        *self,
       const double *days,
       guint         n)
{
  g_autofree double *same = g_new (double, n / WEEK + 2);

  self->slope = find_slope (days, n);
  for (guint i = 0; i < WEEK; i++) {
    guint n_same = 0;
    gboolean idle = TRUE;

    for (guint back = WEEK - i; back <= n; back += WEEK)
      idle = idle && days[n - back] == 0.0;
    for (guint back = WEEK - i; back <= n; back += WEEK)
      same[n_same++] = days[n - back] + (idle ? 0.0 : self->slope * ((double) (back + i) / WEEK - 1.0));
    self->levels[i] = idle ? -1.0 : find_median (same, n_same);
  }
}

static double
foretell (const Model *self,
          guint        ahead)
{
  double weeks = 1.0 + ahead / WEEK, level = self->levels[ahead % WEEK];

  if (level < 0.0)
    return 0.0;
  return MAX (level + self->slope * HALF_LIFE_WEEKS / G_LN2 * (1.0 - exp2 (-weeks / HALF_LIFE_WEEKS)), 0.0);
}

/* Each week after the second is foretold from the ones before it. Returns: how many days that were */
static guint
hold_out (const double *days,
          guint         n,
          double       *misses,
          double       *error,
          double       *naive_error)
{
  guint n_misses = 0;

  *error = *naive_error = 0.0;
  for (guint from = n % WEEK + 2 * WEEK; from + WEEK <= n; from += WEEK) {
    Model model;

    learn (&model, days, from);
    for (guint i = 0; i < WEEK; i++) {
      double miss = fabs (days[from + i] - foretell (&model, i));

      misses[n_misses++] = miss;
      *error += miss;
      *naive_error += fabs (days[from + i] - days[from + i - WEEK]);
    }
  }
  *error /= n_misses;
  *naive_error /= n_misses;
  return n_misses;
}

/* The smallest miss that so many are not above; for few of them the largest. */
static double
find_reach (double *misses,
            guint   n)
{
  guint rank = (guint) ceil (COVERAGE * (n + 1));

  qsort (misses, n, sizeof *misses, compare_doubles);
  return misses[MIN (rank, n) - 1];
}

static void
fill (DrayForecast *self,
      const double *days,
      guint         n_days,
      double       *misses)
{
  double reach = find_reach (misses, self->n_held_out);
  Model model;

  learn (&model, days, n_days);
  self->expected = g_new (double, self->n + 1);
  self->low = g_new (double, self->n + 1);
  self->high = g_new (double, self->n + 1);
  for (guint i = 0; i < self->n; i++) {
    /* What was tried is a week ahead; further ahead less is known. */
    double wide = model.levels[i % WEEK] < 0.0 ? 0.0 : reach * sqrt (1.0 + i / WEEK);

    self->expected[i] = foretell (&model, i);
    self->low[i] = MAX (self->expected[i] - wide, 0.0);
    self->high[i] = self->expected[i] + wide;
  }
}

/**
 * dray_forecast_new:
 * @days: (array length=n_days): one number a day without a gap, not below 0: orders, revenue
 * @n_ahead: at most %DRAY_FORECAST_MAX_AHEAD
 *
 * Deterministic; O(n_days²/49) for the slope.
 *
 * Returns: (transfer full): the days after the last, or the reason why they can't be told
 */
DrayForecast *
dray_forecast_new (const double *days,
                   guint         n_days,
                   guint         n_ahead)
{
  DrayForecast *self = g_new0 (DrayForecast, 1);
  g_autofree double *misses = g_new (double, n_days + 1);

  g_return_val_if_fail (n_ahead <= DRAY_FORECAST_MAX_AHEAD, self);

  if (n_days < DRAY_FORECAST_MIN_DAYS) {
    self->reason = N_("There is not enough data for a forecast: it takes three weeks of days.");
    return self;
  }
  self->n = n_ahead;
  self->n_held_out = hold_out (days, n_days, misses, &self->error, &self->naive_error);
  fill (self, days, n_days, misses);
  return self;
}

void
dray_forecast_free (DrayForecast *self)
{
  g_free (self->expected);
  g_free (self->low);
  g_free (self->high);
  g_free (self);
}
