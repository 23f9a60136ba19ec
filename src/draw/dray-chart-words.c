/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-chart.h"

#include "dray-chart-scale.h"
#include "dray-csv.h"

#include <math.h>
#include <string.h>

/* A chart in words: for a screen reader, for the read-out under the pointer, and as the table of its data. */

static const char *const kind_words[] = {
  [DRAY_CHART_LINE] = "Line chart",
  [DRAY_CHART_AREA] = "Area chart",
  [DRAY_CHART_BAR] = "Bar chart",
  [DRAY_CHART_STACKED_BAR] = "Stacked bar chart",
  [DRAY_CHART_HISTOGRAM] = "Histogram",
  [DRAY_CHART_SCATTER] = "Scatter chart",
  [DRAY_CHART_HEAT_MAP] = "Heat map",
  [DRAY_CHART_SPARKLINE] = "Small line chart",
  [DRAY_CHART_BAND] = "Line chart with a band",
  [DRAY_CHART_TIME_LINE] = "Time line",
};

/* Returns: (transfer full): a value of an axis without its unit: a word, a time or a number */
static char *
dup_plain_value (const DrayChart *self,
                 DrayChartSide    side,
                 double           value)
{
  const DrayChartAxis *axis = dray_chart_get_axis (self, side);

  if (!isfinite (value))
    return g_strdup ("");
  if (axis->scale == DRAY_CHART_TIME)
    return dray_chart_scale_format_time (value, dray_chart_get_zone (self));
  if (axis->scale == DRAY_CHART_CATEGORY && axis->categories != NULL && value >= 0 && value < g_strv_length (axis->categories))
    return g_strdup (axis->categories[(int) value]);
  return dray_chart_scale_format_value (value);
}

/* Returns: (transfer full): a value of an axis as it is read out: "81.8 %", "Thu 19 Nov 2026 12:00", "Mon" */
char *
dray_chart_dup_value (const DrayChart *self,
                      DrayChartSide    side,
                      double           value)
{
  const DrayChartAxis *axis = dray_chart_get_axis (self, side);
  char *plain = dup_plain_value (self, side, value);

  if (axis->scale != DRAY_CHART_NUMBER || axis->unit == NULL || *plain == '\0')
    return plain;
  char *text = g_strdup_printf ("%s %s", plain, axis->unit);

  g_free (plain);
  return text;
}

static gsize
count_columns (const DrayChart *self)
{
  const DrayChartAxis *axis = dray_chart_get_axis (self, DRAY_CHART_X);

  return MAX (axis->categories != NULL ? g_strv_length (axis->categories) : 1, 1);
}

static char *
dup_cell_point (const DrayChart       *self,
                const DrayChartSeries *series,
                gsize                  index)
{
  const char *unit = dray_chart_get_axis (self, DRAY_CHART_Y)->unit;
  g_autofree char *x = dup_plain_value (self, DRAY_CHART_X, (double) (index % count_columns (self)));
  g_autofree char *y = dup_plain_value (self, DRAY_CHART_Y, (double) (index / count_columns (self)));
  g_autofree char *value = dray_chart_scale_format_value (series->y[index]);

  if (isnan (series->y[index]))
    return g_strdup_printf ("%s %s: closed", y, x);
  return g_strdup_printf ("%s %s: %s%s%s", y, x, value, unit != NULL ? " " : "", unit != NULL ? unit : "");
}

static char *
dup_range (const DrayChart *self,
           DrayChartSide    side,
           double           low,
           double           high)
{
  g_autofree char *from = dup_plain_value (self, side, low), *until = dray_chart_dup_value (self, side, high);

  return g_strdup_printf ("%s to %s", from, until);
}

/**
 * dray_chart_dup_point:
 *
 * Returns: (transfer full): what a point says, as the read-out gives it: "12:00, this Thursday: 81.8 %"
 */
char *
dray_chart_dup_point (const DrayChart *self,
                      int              number,
                      gsize            index)
{
  const DrayChartSeries *series = dray_chart_get_series (self, number);

  g_return_val_if_fail (series != NULL && index < series->n, NULL);

  if (dray_chart_get_kind (self) == DRAY_CHART_HEAT_MAP)
    return dup_cell_point (self, series, index);
  g_autofree char *x = NULL, *y = dray_chart_dup_value (self, DRAY_CHART_Y, series->y[index]);

  if (series->high == NULL || series->low != NULL)
    x = dray_chart_dup_value (self, DRAY_CHART_X, series->x[index]);
  else
    x = dup_range (self, DRAY_CHART_X, series->x[index], series->high[index]);
  if (series->low != NULL) {
    g_autofree char *band = dup_range (self, DRAY_CHART_Y, series->low[index], series->high[index]);

    return g_strdup_printf ("%s, %s: %s (%s)", x, series->label, y, band);
  }
  return g_strdup_printf ("%s, %s: %s", x, series->label, y);
}

typedef struct {
  gsize n, first, last, lowest, highest;
} Extent;

static gboolean
find_extent (const DrayChartSeries *series,
             Extent                *extent)
{
  *extent = (Extent) { 0 };
  for (gsize i = 0; i < series->n; i++) {
    if (!isfinite (series->y[i]))
      continue;
    if (extent->n++ == 0)
      extent->first = extent->lowest = extent->highest = i;
    extent->last = i;
    if (series->y[i] < series->y[extent->lowest])
      extent->lowest = i;
    if (series->y[i] > series->y[extent->highest])
      extent->highest = i;
  }
  return extent->n > 0;
}

static void
describe_series (const DrayChart *self,
                 int              number,
                 GString         *text)
{
  const DrayChartSeries *series = dray_chart_get_series (self, number);
  Extent extent;

  if (!find_extent (series, &extent)) {
    g_string_append_printf (text, " %s: no values.", series->label);
    return;
  }
  if (dray_chart_get_kind (self) == DRAY_CHART_TIME_LINE) {
    g_string_append_printf (text, " %s: %" G_GSIZE_FORMAT " intervals.", series->label, extent.n);
    return;
  }
  g_autofree char *lowest = dray_chart_dup_point (self, number, extent.lowest), *highest = dray_chart_dup_point (self, number, extent.highest);

  g_string_append_printf (text, " %s: %" G_GSIZE_FORMAT " values; lowest %s; highest %s.", series->label, extent.n, lowest, highest);
}

/**
 * dray_chart_dup_description:
 *
 * Returns: (transfer full): the chart in sentences: kind, title, what stands behind it, each series' extremes, targets and marks
 */
char *
dray_chart_dup_description (const DrayChart *self)
{
  GString *text = g_string_new (kind_words[dray_chart_get_kind (self)]);

  g_string_append_printf (text, ": %s.", dray_chart_get_title (self));
  if (dray_chart_get_note (self) != NULL)
    g_string_append_printf (text, " %s.", dray_chart_get_note (self));
  if (dray_chart_is_empty (self)) {
    g_string_append (text, " There is no value in it.");
    return g_string_free (text, FALSE);
  }
  for (int i = 0; i < dray_chart_get_n_series (self); i++)
    describe_series (self, i, text);
  for (guint i = 0; i < dray_chart_get_n_marks (self); i++)
    g_string_append_printf (text, " Marked: %s.", dray_chart_get_mark (self, i)->words);
  return g_string_free (text, FALSE);
}

/* The table */

static char *
dup_exact (const DrayChart *self,
           DrayChartSide    side,
           double           value)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (dray_chart_get_axis (self, side)->scale != DRAY_CHART_NUMBER)
    return dup_plain_value (self, side, value);
  return g_strdup (isfinite (value) ? g_ascii_formatd (digits, sizeof digits, "%.10g", value) : "");
}

static char *
dup_heading (const char *label,
             const char *unit)
{
  return unit != NULL ? g_strdup_printf ("%s (%s)", label, unit) : g_strdup (label);
}

static GStrv
make_heat_headings (const DrayChart *self)
{
  const DrayChartAxis *x = dray_chart_get_axis (self, DRAY_CHART_X);
  GStrvBuilder *row = g_strv_builder_new ();

  g_strv_builder_add (row, "");
  for (guint i = 0; x->categories != NULL && x->categories[i] != NULL; i++)
    g_strv_builder_add (row, x->categories[i]);
  GStrv cells = g_strv_builder_end (row);

  g_strv_builder_unref (row);
  return cells;
}

static void
list_heat_rows (const DrayChart *self,
                GPtrArray       *rows)
{
  gsize n_columns = count_columns (self);

  g_ptr_array_add (rows, make_heat_headings (self));
  for (int s = 0; s < MIN (dray_chart_get_n_series (self), 1); s++) {
    const DrayChartSeries *series = dray_chart_get_series (self, s);

    for (gsize from = 0; from + n_columns <= series->n; from += n_columns) {
      GStrv cells = g_new0 (char *, n_columns + 2);

      cells[0] = dup_plain_value (self, DRAY_CHART_Y, (double) (from / n_columns));
      for (gsize i = 0; i < n_columns; i++) {
        char digits[G_ASCII_DTOSTR_BUF_SIZE];

        cells[i + 1] = g_strdup (isfinite (series->y[from + i]) ? g_ascii_formatd (digits, sizeof digits, "%.10g", series->y[from + i]) : "");
      }
      g_ptr_array_add (rows, cells);
    }
  }
}

/* Whether all series share their x, so that a row has a cell of each. */
static gboolean
check_shared (const DrayChart *self)
{
  const DrayChartSeries *first = dray_chart_get_series (self, 0);

  for (int s = 0; s < dray_chart_get_n_series (self); s++) {
    const DrayChartSeries *series = dray_chart_get_series (self, s);

    if (series->n != first->n || series->low != NULL || series->high != NULL || memcmp (series->x, first->x, series->n * sizeof *series->x) != 0)
      return FALSE;
  }
  return TRUE;
}

static void
list_wide_rows (const DrayChart *self,
                GPtrArray       *rows)
{
  const DrayChartAxis *x = dray_chart_get_axis (self, DRAY_CHART_X), *y = dray_chart_get_axis (self, DRAY_CHART_Y);
  int n_series = dray_chart_get_n_series (self);
  GStrv headings = g_new0 (char *, n_series + 2);

  headings[0] = dup_heading (x->label != NULL ? x->label : "", x->unit);
  for (int s = 0; s < n_series; s++)
    headings[s + 1] = dup_heading (dray_chart_get_series (self, s)->label, y->unit);
  g_ptr_array_add (rows, headings);
  for (gsize i = 0; i < dray_chart_get_series (self, 0)->n; i++) {
    GStrv cells = g_new0 (char *, n_series + 2);

    cells[0] = dup_exact (self, DRAY_CHART_X, dray_chart_get_series (self, 0)->x[i]);
    for (int s = 0; s < n_series; s++)
      cells[s + 1] = dup_exact (self, DRAY_CHART_Y, dray_chart_get_series (self, s)->y[i]);
    g_ptr_array_add (rows, cells);
  }
}

/* One row a point: series, x, y, and the ends of a band or an interval where there are any. */
static void
list_long_rows (const DrayChart *self,
                GPtrArray       *rows)
{
  const DrayChartAxis *x = dray_chart_get_axis (self, DRAY_CHART_X), *y = dray_chart_get_axis (self, DRAY_CHART_Y);
  GStrv headings = g_new0 (char *, 6);

  headings[0] = g_strdup ("Series");
  headings[1] = dup_heading (x->label != NULL ? x->label : "From", x->unit);
  headings[2] = dup_heading (y->label != NULL ? y->label : "Value", y->unit);
  headings[3] = g_strdup ("Low");
  headings[4] = g_strdup ("High or until");
  g_ptr_array_add (rows, headings);
  for (int s = 0; s < dray_chart_get_n_series (self); s++) {
    const DrayChartSeries *series = dray_chart_get_series (self, s);

    for (gsize i = 0; i < series->n; i++) {
      GStrv cells = g_new0 (char *, 6);

      cells[0] = g_strdup (series->label);
      cells[1] = dup_exact (self, DRAY_CHART_X, series->x[i]);
      cells[2] = dup_exact (self, DRAY_CHART_Y, series->y[i]);
      cells[3] = series->low != NULL ? dup_exact (self, DRAY_CHART_Y, series->low[i]) : g_strdup ("");
      cells[4] = series->high == NULL ? g_strdup ("") : dup_exact (self, series->low != NULL ? DRAY_CHART_Y : DRAY_CHART_X, series->high[i]);
      g_ptr_array_add (rows, cells);
    }
  }
}

/**
 * dray_chart_list_rows:
 *
 * Returns: (transfer full) (element-type GStrv): the data as a table of as many cells a row, the headings first; numbers with all their digits
 */
GPtrArray *
dray_chart_list_rows (const DrayChart *self)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  g_return_val_if_fail (self != NULL, rows);

  if (dray_chart_get_kind (self) == DRAY_CHART_HEAT_MAP)
    list_heat_rows (self, rows);
  else if (dray_chart_get_n_series (self) > 0 && check_shared (self))
    list_wide_rows (self, rows);
  else
    list_long_rows (self, rows);
  return rows;
}

/* Returns: (transfer full): the table as text, for the clipboard (a tab between fields) or a file */
char *
dray_chart_dup_csv (const DrayChart *self,
                    char             separator)
{
  g_autoptr (GPtrArray) rows = dray_chart_list_rows (self);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    dray_csv_append_row (text, rows->pdata[i], g_strv_length (rows->pdata[i]), separator);
  return g_string_free (text, FALSE);
}
