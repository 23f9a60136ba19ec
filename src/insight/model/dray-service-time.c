/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-service-time.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

/* A place's own median, drawn to the usual one by as much as little is known of it (Efron and Morris 1975): of a place that was visited
 * PRIOR times half the truth is its own. The median, since one gate that would not open says nothing about the dock. */

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

/* The visits of each place one behind the other: @starts has n_places + 1 bounds. */
static double *
sort_by_place (const gint64 *places,
               const double *seconds,
               gsize         n,
               guint         n_places,
               gsize        *starts)
{
  double *sorted = g_new (double, n + 1);
  g_autofree gsize *next = NULL;

  for (gsize i = 0; i < n; i++) {
    if (places[i] >= 0)
      starts[places[i] + 1]++;
  }
  for (guint i = 0; i < n_places; i++)
    starts[i + 1] += starts[i];
  next = g_memdup2 (starts, (n_places + 1) * sizeof *starts);
  for (gsize i = 0; i < n; i++) {
    if (places[i] >= 0)
      sorted[next[places[i]]++] = seconds[i];
  }
  return sorted;
}

static void
learn (DrayServiceTimes *self,
       const gint64     *places,
       const double     *seconds,
       gsize             n)
{
  g_autofree gsize *starts = g_new0 (gsize, self->n_places + 1);
  g_autofree double *all = g_memdup2 (seconds, n * sizeof *seconds);
  g_autofree double *sorted = sort_by_place (places, seconds, n, self->n_places, starts);

  self->overall = find_median (all, n);
  for (guint i = 0; i < self->n_places; i++) {
    guint n_visits = (guint) (starts[i + 1] - starts[i]);

    self->n_visits[i] = n_visits;
    self->expected[i] = (n_visits * find_median (sorted + starts[i], n_visits) + PRIOR * self->overall) / (n_visits + PRIOR);
  }
}

static double
foretell (const DrayServiceTimes *self,
          gint64                  place)
{
  return place >= 0 ? self->expected[place] : self->overall;
}

/* The last quarter is foretold from what came before. */
static void
hold_out (DrayServiceTimes *self,
          const gint64     *places,
          const double     *seconds,
          gsize             n)
{
  gsize from = n - n / 4;

  learn (self, places, seconds, from);
  for (gsize i = from; i < n; i++) {
    self->error += fabs (seconds[i] - foretell (self, places[i]));
    self->naive_error += fabs (seconds[i] - self->overall);
  }
  self->n_held_out = (guint) (n - from);
  self->error /= self->n_held_out;
  self->naive_error /= self->n_held_out;
}

/**
 * dray_service_times_learn:
 * @places: (array length=n): below @n_places; -1 where it is not known
 * @seconds: (array length=n): from the beginning of the work to leaving, the oldest first
 *
 * Deterministic; O(n log n).
 */
DrayServiceTimes *
dray_service_times_learn (const gint64 *places,
                          const double *seconds,
                          gsize         n,
                          guint         n_places)
{
  DrayServiceTimes *self = g_new0 (DrayServiceTimes, 1);

  if (n < DRAY_SERVICE_MIN_VISITS) {
    self->reason = N_("There is not enough data: it takes thirty visits that are over.");
    return self;
  }
  self->n_places = n_places;
  self->n_visits = g_new0 (guint, n_places + 1);
  self->expected = g_new0 (double, n_places + 1);
  hold_out (self, places, seconds, n);
  learn (self, places, seconds, n);
  return self;
}

void
dray_service_times_free (DrayServiceTimes *self)
{
  g_free (self->n_visits);
  g_free (self->expected);
  g_free (self);
}
