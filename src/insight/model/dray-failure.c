/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-failure.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* When the same thing will have to be mended again. What is mended and not renewed comes back sooner each time: the times between are a
 * geometric process (Lam 1988), X(k) = Y / a^k, so that their logarithms lie on a line, which least squares find. A ratio is believed
 * between a half and one and a half a step: fewer than ten repairs say no more. */

#define MIN_RATIO 0.5
#define MAX_RATIO 1.5
/* What is mended twice within a day was mended once. */
#define MIN_GAP_DAYS 0.5
#define WEARING_RATIO 0.9
/* The slope has to be this many of its standard errors below none. */
#define WEARING_ERRORS 4.0

typedef struct {
  double mean;    /* of the logarithms */
  double slope;
  double error;   /* of the slope */
} Line;

static Line
fit (const double *logs,
     guint         n)
{
  double middle = (n - 1) / 2.0, spread = n * ((double) n * n - 1.0) / 12.0, rest = 0.0;
  Line line = { 0 };

  for (guint i = 0; i < n; i++)
    line.mean += logs[i] / n;
  for (guint i = 0; i < n; i++)
    line.slope += (i - middle) * logs[i] / spread;
  for (guint i = 0; i < n; i++) {
    double off = logs[i] - line.mean - line.slope * (i - middle);

    rest += off * off;
  }
  line.error = n > 2 ? sqrt (rest / (n - 2) / spread) : HUGE_VAL;
  return line;
}

/**
 * dray_failure_look_ahead:
 * @days: (array length=n): when it was mended, the earliest first
 */
DrayFailureOutlook
dray_failure_look_ahead (const double *days,
                         guint         n)
{
  DrayFailureOutlook outlook = { .reason = N_("There is not enough data: it takes four repairs of the same thing.") };
  guint n_gaps = n > 0 ? n - 1 : 0;
  g_autofree double *logs = g_new (double, n + 1);
  Line line;

  if (n < DRAY_FAILURE_MIN_REPAIRS)
    return outlook;
  for (guint i = 0; i < n_gaps; i++)
    logs[i] = log (MAX (days[i + 1] - days[i], MIN_GAP_DAYS));
  line = fit (logs, n_gaps);
  outlook.reason = NULL;
  outlook.ratio = CLAMP (exp (line.slope), MIN_RATIO, MAX_RATIO);
  outlook.gap_days = exp (line.mean + log (outlook.ratio) * (n_gaps - (n_gaps - 1) / 2.0));
  outlook.naive_gap_days = (days[n - 1] - days[0]) / n_gaps;
  outlook.is_wearing = outlook.ratio < WEARING_RATIO && line.slope < -WEARING_ERRORS * line.error;
  return outlook;
}
