/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fuel-anomaly.h"
#include "dray-units.h"

#include <math.h>

/* Fuel that didn't go through the engine. Each way between two full fills has a rate; a truck's usual rate is the median of its own, and
 * how far rates scatter is the median of all trucks' relative distances from theirs (Rousseeuw and Croux 1993), so that neither a thief
 * nor a heavy truck bends the yardstick. A way that is short says little: its scatter is widened. */

#define THRESHOLD 6.0
/* Of a normal distribution the median distance is this share of the standard deviation. */
#define MAD_TO_SIGMA 1.4826
/* No tank is read better than this. */
#define MIN_SCATTER 0.015
#define SHORT_M 100000.0

typedef struct {
  gint64 truck;
  gint64 at_us;
  gsize  row;
} Fill;

/* The way up to a full fill. */
typedef struct {
  gsize  row;
  double ml;
  double m;
} Way;

static int
compare_fills (gconstpointer a,
               gconstpointer b)
{
  const Fill *x = a, *y = b;

  if (x->truck != y->truck)
    return x->truck < y->truck ? -1 : 1;
  if (x->at_us != y->at_us)
    return x->at_us < y->at_us ? -1 : 1;
  return x->row < y->row ? -1 : x->row > y->row;
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static double
find_median (GArray *values)
{
  g_array_sort (values, compare_doubles);
  return (g_array_index (values, double, (values->len - 1) / 2) + g_array_index (values, double, values->len / 2)) / 2.0;
}

static GArray *
order_fills (const DrayFactSet *fuel)
{
  const gint64 *truck = dray_fact_set_find_column (fuel, "truck")->values.items, *at_us = dray_fact_set_find_column (fuel, "at_us")->values.items;
  GArray *fills = g_array_new (FALSE, FALSE, sizeof (Fill));

  for (gsize i = 0; i < dray_fact_set_get_n_rows (fuel); i++) {
    Fill fill = { truck[i], at_us[i], i };

    g_array_append_val (fills, fill);
  }
  g_array_sort (fills, compare_fills);
  return fills;
}

/* The ways of the truck whose fills begin at *@at, which moves on to the next truck's. */
static void
list_ways (const DrayFactSet *fuel,
           GArray            *fills,
           guint             *at,
           GArray            *ways)
{
  const gint64 *ml = dray_fact_set_find_column (fuel, "volume_ml")->values.items, *full = dray_fact_set_find_column (fuel, "full")->values.items;
  const gint64 *odometer_m = dray_fact_set_find_column (fuel, "odometer_m")->values.items;
  gint64 truck = g_array_index (fills, Fill, *at).truck, last_m = DRAY_NEVER;
  double filled = 0.0;

  g_array_set_size (ways, 0);
  for (; *at < fills->len && g_array_index (fills, Fill, *at).truck == truck; (*at)++) {
    gsize row = g_array_index (fills, Fill, *at).row;

    filled += (double) ml[row];
    if (full[row] != 1 || odometer_m[row] == DRAY_NEVER)
      continue;
    if (last_m != DRAY_NEVER && odometer_m[row] > last_m) {
      Way way = { row, filled, (double) (odometer_m[row] - last_m) };

      g_array_append_val (ways, way);
    }
    last_m = odometer_m[row];
    filled = 0.0;
  }
}

static double
find_rate (GArray *ways)
{
  g_autoptr (GArray) rates = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < ways->len; i++) {
    double rate = g_array_index (ways, Way, i).ml / g_array_index (ways, Way, i).m;

    g_array_append_val (rates, rate);
  }
  return find_median (rates);
}

typedef struct {
  GArray *found;      /* (element-type DrayFuelAnomaly): all ways between fills; the score is a share until it is held against their scatter */
  GArray *distances;  /* (element-type double) */
} Judging;

static void
judge_truck (Judging           *self,
             const DrayFactSet *fuel,
             GArray            *ways)
{
  const DrayFactColumn *id = dray_fact_set_find_column (fuel, "id"), *truck = dray_fact_set_find_column (fuel, "truck");
  double rate = find_rate (ways);

  for (guint i = 0; i < ways->len; i++) {
    const Way *way = &g_array_index (ways, Way, i);
    double share = way->ml / (way->m * rate) - 1.0, distance = fabs (share);
    DrayFuelAnomaly anomaly = {
      dray_fact_column_get_key (truck, way->row), id != NULL ? dray_fact_column_get_key (id, way->row) : DRAY_ID_NONE,
      dray_fact_set_find_column (fuel, "day")->values.items[way->row], way->ml, way->m * rate, share * MIN (sqrt (way->m / SHORT_M), 1.0),
    };

    g_array_append_val (self->distances, distance);
    g_array_append_val (self->found, anomaly);
  }
}

/* Keeps what lies far off. */
static void
keep_far (Judging *self)
{
  double scatter = self->distances->len > 0 ? MAX (MAD_TO_SIGMA * find_median (self->distances), MIN_SCATTER) : MIN_SCATTER;
  guint n = 0;

  for (guint i = 0; i < self->found->len; i++) {
    DrayFuelAnomaly anomaly = g_array_index (self->found, DrayFuelAnomaly, i);

    anomaly.score /= scatter;
    if (fabs (anomaly.score) > THRESHOLD)
      g_array_index (self->found, DrayFuelAnomaly, n++) = anomaly;
  }
  g_array_set_size (self->found, n);
}

static int
compare_scores (gconstpointer a,
                gconstpointer b)
{
  double x = fabs (((const DrayFuelAnomaly *) a)->score), y = fabs (((const DrayFuelAnomaly *) b)->score);

  return x > y ? -1 : x < y;
}

/**
 * dray_fuel_find_anomalies:
 * @fuel: facts of fuel with "day", "truck", "at_us", "volume_ml", "full", "odometer_m" and, if it is there, "id"
 * @n_judged: (out): ways between full fills that were judged
 * @n_unjudged: (out): those of trucks that have not enough of them
 *
 * Returns: (transfer full) (element-type DrayFuelAnomaly): those far off, the furthest first
 */
GArray *
dray_fuel_find_anomalies (const DrayFactSet *fuel,
                          guint             *n_judged,
                          guint             *n_unjudged)
{
  g_autoptr (GArray) fills = order_fills (fuel), ways = g_array_new (FALSE, FALSE, sizeof (Way)), distances = g_array_new (FALSE, FALSE, sizeof (double));
  Judging judging = { g_array_new (FALSE, FALSE, sizeof (DrayFuelAnomaly)), distances };

  *n_judged = *n_unjudged = 0;
  for (guint at = 0; at < fills->len;) {
    list_ways (fuel, fills, &at, ways);
    if (ways->len + 1 < DRAY_FUEL_MIN_FILLS) {
      *n_unjudged += ways->len;
      continue;
    }
    *n_judged += ways->len;
    judge_truck (&judging, fuel, ways);
  }
  keep_far (&judging);
  g_array_sort (judging.found, compare_scores);
  return judging.found;
}
