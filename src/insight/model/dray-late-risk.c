/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-late-risk.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How likely a stop is late. A visit's delay is what is usual, plus what is its truck's, plus what is its place's, plus a rest; the three
 * are found by median polish (Tukey 1977), in which a bad day moves nothing, and those of whom little is known are drawn to none. The
 * risk is the share of past rests that would use up what slack is left after the three: no curve is assumed, and each part is a reason
 * that can be told. */

#define N_SWEEPS 4
#define PRIOR 3.0

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static double
find_median (double *values,
             gsize   n)
{
  qsort (values, n, sizeof *values, compare_doubles);
  return n == 0 ? 0.0 : (values[(n - 1) / 2] + values[n / 2]) / 2.0;
}

/* Takes each group's share out of what is left, and adds it to its effect. */
static void
sweep (const gint64 *groups,
       gsize         n,
       guint         n_groups,
       double       *effects,
       double       *left,
       double       *scratch)
{
  g_autofree gsize *starts = g_new0 (gsize, n_groups + 1), *next = NULL;
  g_autofree double *steps = g_new0 (double, n_groups + 1);

  for (gsize i = 0; i < n; i++) {
    if (groups[i] >= 0)
      starts[groups[i] + 1]++;
  }
  for (guint i = 0; i < n_groups; i++)
    starts[i + 1] += starts[i];
  next = g_memdup2 (starts, (n_groups + 1) * sizeof *starts);
  for (gsize i = 0; i < n; i++) {
    if (groups[i] >= 0)
      scratch[next[groups[i]]++] = left[i];
  }
  for (guint i = 0; i < n_groups; i++) {
    double of = (double) (starts[i + 1] - starts[i]);

    steps[i] = of / (of + PRIOR) * find_median (scratch + starts[i], starts[i + 1] - starts[i]);
    effects[i] += steps[i];
  }
  for (gsize i = 0; i < n; i++)
    left[i] -= groups[i] >= 0 ? steps[groups[i]] : 0.0;
}

static void
learn (DrayLateRisk         *self,
       const DrayRiskVisits *visits,
       gsize                 n)
{
  g_autofree double *scratch = g_new (double, n + 1);

  memset (self->truck_s, 0, self->n_trucks * sizeof *self->truck_s);
  memset (self->place_s, 0, self->n_places * sizeof *self->place_s);
  memcpy (scratch, visits->delay_s, n * sizeof *scratch);
  self->usual_s = find_median (scratch, n);
  for (gsize i = 0; i < n; i++)
    self->rest[i] = visits->delay_s[i] - self->usual_s;
  for (int i = 0; i < N_SWEEPS; i++) {
    sweep (visits->truck, n, self->n_trucks, self->truck_s, self->rest, scratch);
    sweep (visits->place, n, self->n_places, self->place_s, self->rest, scratch);
  }
  self->n_rest = n;
  qsort (self->rest, n, sizeof *self->rest, compare_doubles);
}

/* The last quarter is judged by what came before. */
static void
hold_out (DrayLateRisk         *self,
          const DrayRiskVisits *visits)
{
  gsize from = visits->n - visits->n / 4;
  guint n_late = 0, n_found = 0, n_false = 0, n_naive = 0;

  learn (self, visits, from);
  for (gsize i = from; i < visits->n; i++) {
    gboolean is_late = visits->delay_s[i] > visits->slack_s[i];
    gboolean is_flagged = dray_late_risk_judge (self, visits->truck[i], visits->place[i], visits->slack_s[i]) >= DRAY_RISK_FLAG;

    n_late += is_late;
    n_found += is_late && is_flagged;
    n_false += !is_late && is_flagged;
    n_naive += is_late && visits->slack_s[i] < 0.0;
  }
  self->n_held_out = (guint) (visits->n - from);
  self->sensitivity = n_late > 0 ? n_found / (double) n_late : NAN;
  self->naive_sensitivity = n_late > 0 ? n_naive / (double) n_late : NAN;
  self->false_alarms = n_late < self->n_held_out ? n_false / (double) (self->n_held_out - n_late) : 0.0;
}

/* Deterministic; O(n log n). */
DrayLateRisk *
dray_late_risk_learn (const DrayRiskVisits *visits)
{
  DrayLateRisk *self = g_new0 (DrayLateRisk, 1);

  if (visits->n < DRAY_RISK_MIN_VISITS) {
    self->reason = N_("There is not enough data: it takes sixty visits that were planned.");
    return self;
  }
  self->n_trucks = visits->n_trucks;
  self->n_places = visits->n_places;
  self->truck_s = g_new0 (double, self->n_trucks + 1);
  self->place_s = g_new0 (double, self->n_places + 1);
  self->rest = g_new (double, visits->n + 1);
  hold_out (self, visits);
  learn (self, visits, visits->n);
  return self;
}

void
dray_late_risk_free (DrayLateRisk *self)
{
  g_free (self->truck_s);
  g_free (self->place_s);
  g_free (self->rest);
  g_free (self);
}

/**
 * dray_late_risk_judge:
 * @truck: @place: codes; -1 for one that was never seen
 * @slack_s: end of the promised window − planned arrival
 *
 * Returns: how likely it is late, 0 to 1
 */
double
dray_late_risk_judge (const DrayLateRisk *self,
                      gint64              truck,
                      gint64              place,
                      double              slack_s)
{
  double left = slack_s - self->usual_s;
  gsize low = 0, high = self->n_rest;

  g_return_val_if_fail (self->reason == NULL, 0.0);

  left -= truck >= 0 ? self->truck_s[truck] : 0.0;
  left -= place >= 0 ? self->place_s[place] : 0.0;
  while (low < high) {
    gsize middle = low + (high - low) / 2;

    if (self->rest[middle] > left)
      high = middle;
    else
      low = middle + 1;
  }
  return (double) (self->n_rest - low) / (double) self->n_rest;
}
