/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-chart.h"

#include <math.h>
#include <string.h>

struct _DrayChart {
  gatomicrefcount  n_refs;
  DrayChartKind    kind;
  char            *title;
  char            *note;
  GTimeZone       *zone;
  DrayChartAxis    axes[2];
  GArray          *series; /* (element-type DrayChartSeries) */
  GArray          *marks;  /* (element-type DrayChartMark) */
};

static void
series_clear (gpointer data)
{
  DrayChartSeries *series = data;

  g_free (series->label);
  g_free (series->x);
  g_free (series->y);
  g_free (series->low);
  g_free (series->high);
}

static void
mark_clear (gpointer data)
{
  g_free (((DrayChartMark *) data)->words);
}

/**
 * dray_chart_new:
 * @title: what it shows, with its unit: "On time by the hour of the window, %"
 *
 * Makes an empty chart with two axes of numbers.
 */
DrayChart *
dray_chart_new (DrayChartKind  kind,
                const char    *title)
{
  g_return_val_if_fail (kind >= 0 && kind < DRAY_CHART_N_KINDS, NULL);
  g_return_val_if_fail (title != NULL, NULL);

  DrayChart *self = g_new0 (DrayChart, 1);

  g_atomic_ref_count_init (&self->n_refs);
  self->kind = kind;
  self->title = g_strdup (title);
  self->zone = g_time_zone_new_utc ();
  self->series = g_array_new (FALSE, TRUE, sizeof (DrayChartSeries));
  self->marks = g_array_new (FALSE, TRUE, sizeof (DrayChartMark));
  g_array_set_clear_func (self->series, series_clear);
  g_array_set_clear_func (self->marks, mark_clear);
  for (int side = 0; side < 2; side++)
    self->axes[side].low = self->axes[side].high = NAN;
  return self;
}

DrayChart *
dray_chart_ref (DrayChart *self)
{
  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

void
dray_chart_unref (DrayChart *self)
{
  if (!g_atomic_ref_count_dec (&self->n_refs))
    return;
  for (int side = 0; side < 2; side++) {
    g_free (self->axes[side].label);
    g_free (self->axes[side].unit);
    g_strfreev (self->axes[side].categories);
  }
  g_array_unref (self->series);
  g_array_unref (self->marks);
  g_time_zone_unref (self->zone);
  g_free (self->title);
  g_free (self->note);
  g_free (self);
}

/* How much stands behind the chart: "176 of 187 orders with a window". */
void
dray_chart_set_note (DrayChart  *self,
                     const char *note)
{
  g_return_if_fail (self != NULL);

  g_free (self->note);
  self->note = g_strdup (note);
}

/* In which zone times are marked and read out; UTC if it was never said. */
void
dray_chart_set_zone (DrayChart *self,
                     GTimeZone *zone)
{
  g_return_if_fail (self != NULL && zone != NULL);

  g_time_zone_ref (zone);
  g_time_zone_unref (self->zone);
  self->zone = zone;
}

void
dray_chart_set_axis (DrayChart      *self,
                     DrayChartSide   side,
                     DrayChartScale  scale,
                     const char     *label,
                     const char     *unit)
{
  g_return_if_fail (self != NULL);

  DrayChartAxis *axis = &self->axes[side];

  axis->scale = scale;
  g_free (axis->label);
  axis->label = g_strdup (label);
  g_free (axis->unit);
  axis->unit = g_strdup (unit);
}

/* The ends that an axis has whatever the data is: 0 and 100 of a share. NaN leaves an end to the data. */
void
dray_chart_set_range (DrayChart     *self,
                      DrayChartSide  side,
                      double         low,
                      double         high)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (isnan (low) || isnan (high) || low < high);

  self->axes[side].low = low;
  self->axes[side].high = high;
}

/* The words of 0, 1, 2, … along an axis, which becomes one of categories. */
void
dray_chart_set_categories (DrayChart         *self,
                           DrayChartSide      side,
                           const char *const *categories)
{
  g_return_if_fail (self != NULL && categories != NULL);

  DrayChartAxis *axis = &self->axes[side];

  axis->scale = DRAY_CHART_CATEGORY;
  g_strfreev (axis->categories);
  axis->categories = g_strdupv ((char **) categories);
}

static double *
dup_column (const double *column,
            gsize         n)
{
  double *copy = g_new (double, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    copy[i] = column != NULL ? column[i] : (double) i;
  return copy;
}

static gboolean
check_sorted (const double *x,
              gsize         n)
{
  for (gsize i = 1; i < n; i++) {
    if (!(x[i] >= x[i - 1]))
      return FALSE;
  }
  return TRUE;
}

static int
take_series (DrayChart       *self,
             DrayChartSeries  series)
{
  series.is_sorted = check_sorted (series.x, series.n);
  g_array_append_val (self->series, series);
  return (int) self->series->len - 1;
}

/**
 * dray_chart_add_series:
 * @x: (nullable) (array length=n): 0, 1, 2, … if %NULL
 * @y: (array length=n): NaN where there is nothing; a heat map's values row by row, its y categories by its x categories
 *
 * Adds a series; the columns are copied. Returns: its number, or -1 if the chart has as many as it can show.
 */
int
dray_chart_add_series (DrayChart     *self,
                       const char    *label,
                       DrayChartRole  role,
                       const double  *x,
                       const double  *y,
                       gsize          n)
{
  g_return_val_if_fail (self != NULL && label != NULL && (y != NULL || n == 0), -1);

  if (self->series->len >= DRAY_CHART_MAX_SERIES)
    return -1;
  return take_series (self, (DrayChartSeries) { .label = g_strdup (label), .role = role, .n = n, .x = dup_column (x, n), .y = dup_column (y, n) });
}

/* Adds a line with the band that it runs in, low <= middle <= high. */
int
dray_chart_add_band (DrayChart    *self,
                     const char   *label,
                     const double *x,
                     const double *low,
                     const double *middle,
                     const double *high,
                     gsize         n)
{
  g_return_val_if_fail (self != NULL && label != NULL && low != NULL && middle != NULL && high != NULL, -1);

  if (self->series->len >= DRAY_CHART_MAX_SERIES)
    return -1;
  return take_series (self, (DrayChartSeries) {
    .label = g_strdup (label), .n = n,
    .x = dup_column (x, n), .y = dup_column (middle, n), .low = dup_column (low, n), .high = dup_column (high, n),
  });
}

/* Adds intervals to the lanes of a time line: from and until on the x axis, the lane's category on the y axis. */
int
dray_chart_add_intervals (DrayChart    *self,
                          const char   *label,
                          const double *from,
                          const double *until,
                          const double *lane,
                          gsize         n)
{
  g_return_val_if_fail (self != NULL && label != NULL && from != NULL && until != NULL && lane != NULL, -1);

  if (self->series->len >= DRAY_CHART_MAX_SERIES)
    return -1;
  return take_series (self, (DrayChartSeries) {
    .label = g_strdup (label), .n = n, .x = dup_column (from, n), .y = dup_column (lane, n), .high = dup_column (until, n),
  });
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double left = *(const double *) a, right = *(const double *) b;

  return (left > right) - (left < right);
}

/* A round number of 1, 2 or 5 times a power of ten, at least @width. */
static double
round_up (double width)
{
  double power = pow (10, floor (log10 (width)));
  double share = width / power;

  return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
}

/* Freedman and Diaconis (1981): twice the inner half's width over the cube root of the count; made round, so that edges can be read.
 * Between 1 and 200 bins whatever the values. */
static double
find_bin_width (const double *sorted,
                gsize         n)
{
  double span = sorted[n - 1] - sorted[0];
  double width = 2 * (sorted[n * 3 / 4 < n ? n * 3 / 4 : n - 1] - sorted[n / 4]) / cbrt ((double) n);

  if (!(width > 0))
    width = span / 10;
  if (!(width > 0))
    width = 1;
  /* Bins finer than the numbers' own digits could not be told apart. */
  width = MAX (width, MAX (MAX (fabs (sorted[0]), fabs (sorted[n - 1])) * 1e-12, 1e-200));
  return round_up (MAX (width, span / 100));
}

/**
 * dray_chart_add_histogram:
 * @values: (array length=n): in any order; those that are no number or larger than %DRAY_CHART_MAX_COUNTED are left out
 *
 * Counts @values into bins with round edges. Returns: the series' number, or -1 where there is no finite value to count.
 */
int
dray_chart_add_histogram (DrayChart    *self,
                          const char   *label,
                          const double *values,
                          gsize         n)
{
  g_return_val_if_fail (self != NULL && label != NULL && (values != NULL || n == 0), -1);

  g_autofree double *sorted = g_new (double, MAX (n, 1));
  gsize n_finite = 0;

  for (gsize i = 0; i < n; i++) {
    if (fabs (values[i]) <= DRAY_CHART_MAX_COUNTED)
      sorted[n_finite++] = values[i];
  }
  if (n_finite == 0 || self->series->len >= DRAY_CHART_MAX_SERIES)
    return -1;
  qsort (sorted, n_finite, sizeof *sorted, compare_doubles);
  double width = find_bin_width (sorted, n_finite);
  double first = floor (sorted[0] / width);
  gsize n_bins = (gsize) (floor (sorted[n_finite - 1] / width) - first) + 1;
  DrayChartSeries series = { .label = g_strdup (label), .n = n_bins, .x = g_new (double, n_bins), .y = g_new0 (double, n_bins), .high = g_new (double, n_bins) };

  for (gsize i = 0; i < n_bins; i++) {
    series.x[i] = (first + (double) i) * width;
    series.high[i] = (first + (double) i + 1) * width;
  }
  for (gsize i = 0; i < n_finite; i++)
    series.y[MIN ((gsize) (floor (sorted[i] / width) - first), n_bins - 1)]++;
  return take_series (self, series);
}

/* A thin dashed line across the chart with its word: "target 95 %". */
void
dray_chart_add_target (DrayChart  *self,
                       double      value,
                       const char *words)
{
  dray_chart_add_mark (self, NAN, value, words);
}

/* A point that is worth a word: "81.8 at 12:00". */
void
dray_chart_add_mark (DrayChart  *self,
                     double      x,
                     double      y,
                     const char *words)
{
  g_return_if_fail (self != NULL && words != NULL && isfinite (y));

  DrayChartMark mark = { x, y, g_strdup (words) };

  g_array_append_val (self->marks, mark);
}

DrayChartKind
dray_chart_get_kind (const DrayChart *self)
{
  return self->kind;
}

const char *
dray_chart_get_title (const DrayChart *self)
{
  return self->title;
}

/* Returns: (nullable) */
const char *
dray_chart_get_note (const DrayChart *self)
{
  return self->note;
}

GTimeZone *
dray_chart_get_zone (const DrayChart *self)
{
  return self->zone;
}

const DrayChartAxis *
dray_chart_get_axis (const DrayChart *self,
                     DrayChartSide    side)
{
  return &self->axes[side];
}

int
dray_chart_get_n_series (const DrayChart *self)
{
  return (int) self->series->len;
}

const DrayChartSeries *
dray_chart_get_series (const DrayChart *self,
                       int              series)
{
  g_return_val_if_fail (series >= 0 && series < (int) self->series->len, NULL);

  return &g_array_index (self->series, DrayChartSeries, series);
}

guint
dray_chart_get_n_marks (const DrayChart *self)
{
  return self->marks->len;
}

const DrayChartMark *
dray_chart_get_mark (const DrayChart *self,
                     guint            mark)
{
  g_return_val_if_fail (mark < self->marks->len, NULL);

  return &g_array_index (self->marks, DrayChartMark, mark);
}

/* Whether there is no value at all to draw: then a chart says so in words. */
gboolean
dray_chart_is_empty (const DrayChart *self)
{
  for (guint s = 0; s < self->series->len; s++) {
    const DrayChartSeries *series = &g_array_index (self->series, DrayChartSeries, s);

    for (gsize i = 0; i < series->n; i++) {
      if (isfinite (series->x[i]) && isfinite (series->y[i]))
        return FALSE;
    }
  }
  return TRUE;
}
