/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-chart-layout-private.h"

#include <math.h>

/* Lines, areas, bands and clouds of points. Above two points a pixel each column of pixels keeps its first, lowest, highest and last
 * value, in the order in which they came: the picture is the same as of all points (Jugel and others, "M4", VLDB 2014), and a spike of
 * one value in ten thousand is still seen. */

#define MANY_DOTS 1500 /* from here on a cloud's points are small squares, which cost a hundredth of a circle */
#define FEW_SPOTS 40   /* up to here a line's points are marked */
#define BATCH 16       /* so many squares a fill: one costs a call each, all at once a union */

/* The stretch of a sorted series that is in view, with one point beyond each edge so that lines run out of the picture. */
void
dray_chart_layout_find_view (const DrayChartLayout *self,
                             const DrayChartSeries *series,
                             gsize                 *first,
                             gsize                 *end)
{
  gsize low = 0, high = series->n;

  *first = 0;
  *end = series->n;
  if (!series->is_sorted)
    return;
  while (low < high) {
    gsize middle = (low + high) / 2;

    if (series->x[middle] < self->x_low)
      low = middle + 1;
    else
      high = middle;
  }
  *first = low > 0 ? low - 1 : 0;
  for (high = series->n; low < high;) {
    gsize middle = (low + high) / 2;

    if (series->x[middle] <= self->x_high)
      low = middle + 1;
    else
      high = middle;
  }
  *end = MIN (low + 1, series->n);
}

static void
add_spot (const DrayChartLayout *self,
          GArray                *spots,
          double                 x,
          double                 value)
{
  DrayChartSpot spot = { dray_chart_layout_x (self, x), isfinite (value) ? dray_chart_layout_y (self, value) : NAN };

  g_array_append_val (spots, spot);
}

static void
add_index (const DrayChartLayout *self,
           GArray                *spots,
           const DrayChartSeries *series,
           const double          *values,
           gsize                  i)
{
  add_spot (self, spots, series->x[i], values[i]);
}

/* The points from @from up to @until share a column of pixels. */
static void
add_column (const DrayChartLayout *self,
            GArray                *spots,
            const DrayChartSeries *series,
            const double          *values,
            gsize                  from,
            gsize                  until)
{
  gsize lowest = from, highest = from;

  for (gsize i = from + 1; i < until; i++) {
    if (values[i] < values[lowest])
      lowest = i;
    if (values[i] > values[highest])
      highest = i;
  }
  add_index (self, spots, series, values, from);
  if (MIN (lowest, highest) > from)
    add_index (self, spots, series, values, MIN (lowest, highest));
  if (MAX (lowest, highest) > MAX (MIN (lowest, highest), from))
    add_index (self, spots, series, values, MAX (lowest, highest));
  if (until - 1 > MAX (lowest, highest))
    add_index (self, spots, series, values, until - 1);
}

static void
decimate (const DrayChartLayout *self,
          GArray                *spots,
          const DrayChartSeries *series,
          const double          *values,
          gsize                  first,
          gsize                  end)
{
  double pixel = (self->x_high - self->x_low) / self->plot.width;

  for (gsize from = first; from < end;) {
    gsize until = from + 1;

    if (!isfinite (values[from])) {
      add_index (self, spots, series, values, from++);
      continue;
    }
    double edge = (floor ((series->x[from] - self->x_low) / pixel) + 1) * pixel + self->x_low;

    while (until < end && isfinite (values[until]) && series->x[until] < edge)
      until++;
    add_column (self, spots, series, values, from, until);
    from = until;
  }
}

/**
 * dray_chart_layout_trace:
 * @values: (array length=n): the series' y, low or high
 *
 * Returns: (transfer full) (element-type DrayChartSpot): what a pen goes through to draw the series
 */
GArray *
dray_chart_layout_trace (const DrayChartLayout *self,
                         const DrayChartSeries *series,
                         const double          *values)
{
  GArray *spots = g_array_new (FALSE, FALSE, sizeof (DrayChartSpot));
  gsize first, end;

  dray_chart_layout_find_view (self, series, &first, &end);
  if (series->is_sorted && end - first > 2 * self->plot.width) {
    decimate (self, spots, series, values, first, end);
  } else {
    for (gsize i = first; i < end; i++)
      add_index (self, spots, series, values, i);
  }
  return spots;
}

static void
follow (cairo_t      *cairo,
        const GArray *spots)
{
  gboolean is_down = FALSE;

  for (guint i = 0; i < spots->len; i++) {
    DrayChartSpot spot = g_array_index (spots, DrayChartSpot, i);

    if (isnan (spot.y)) {
      is_down = FALSE;
      continue;
    }
    if (is_down)
      cairo_line_to (cairo, spot.x, spot.y);
    else
      cairo_move_to (cairo, spot.x, spot.y);
    is_down = TRUE;
  }
}

/* Where spots are denser than pixels, what they cover of a column of pixels: a rectangle a column costs a fifth of a line's joins. */
typedef struct {
  double x;         /* the column's left edge */
  double top, foot; /* of the spots in it and of the step to it from the column before */
  double middle;    /* of its own spots */
} Column;

static gboolean
is_dense (const DrayChartLayout *self,
          const GArray          *spots)
{
  return spots->len > self->plot.width;
}

static GArray *
list_columns (const GArray *spots)
{
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (Column));
  double last = NAN;

  for (guint i = 0; i < spots->len;) {
    double x = floor (g_array_index (spots, DrayChartSpot, i).x);
    double top = INFINITY, foot = -INFINITY;

    for (; i < spots->len && floor (g_array_index (spots, DrayChartSpot, i).x) == x && !isnan (g_array_index (spots, DrayChartSpot, i).y); i++) {
      top = MIN (top, g_array_index (spots, DrayChartSpot, i).y);
      foot = MAX (foot, g_array_index (spots, DrayChartSpot, i).y);
    }
    if (top > foot) {
      last = NAN;
      i++;
      continue;
    }
    Column column = { x, isnan (last) ? top : MIN (top, last), isnan (last) ? foot : MAX (foot, last), (top + foot) / 2 };

    g_array_append_val (columns, column);
    last = g_array_index (spots, DrayChartSpot, i - 1).y;
  }
  return columns;
}

/* From one column to the next; the line is level where columns between have no spot. */
static double
get_column_width (const GArray *columns,
                  guint         i)
{
  return i + 1 < columns->len ? CLAMP (g_array_index (columns, Column, i + 1).x - g_array_index (columns, Column, i).x, 1, 8) : 1;
}

static void
fill_columns (cairo_t      *cairo,
              const GArray *columns,
              double        half)
{
  for (guint i = 0; i < columns->len; i++) {
    const Column *column = &g_array_index (columns, Column, i);

    cairo_rectangle (cairo, column->x, column->top - half, get_column_width (columns, i), column->foot - column->top + 2 * half);
    cairo_fill (cairo);
  }
}

static void
stroke_spots (const DrayChartLayout *self,
              cairo_t               *cairo,
              const GArray          *spots,
              double                 width)
{
  if (is_dense (self, spots)) {
    g_autoptr (GArray) columns = list_columns (spots);

    fill_columns (cairo, columns, width / 3);
    return;
  }
  cairo_set_line_width (cairo, width);
  cairo_set_line_join (cairo, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cairo, CAIRO_LINE_CAP_ROUND);
  follow (cairo, spots);
  cairo_stroke (cairo);
}

/* A point between two gaps has no line of its own. */
static void
dot_lonely (cairo_t      *cairo,
            const GArray *spots,
            gboolean      all,
            double        radius)
{
  for (guint i = 0; i < spots->len; i++) {
    DrayChartSpot spot = g_array_index (spots, DrayChartSpot, i);
    gboolean before = i > 0 && !isnan (g_array_index (spots, DrayChartSpot, i - 1).y);
    gboolean after = i + 1 < spots->len && !isnan (g_array_index (spots, DrayChartSpot, i + 1).y);

    if (isnan (spot.y) || (!all && (before || after)))
      continue;
    cairo_new_sub_path (cairo);
    cairo_arc (cairo, spot.x, spot.y, radius, 0, 2 * G_PI);
    cairo_fill (cairo);
  }
}

static void
fill_run (const DrayChartLayout *self,
          cairo_t               *cairo,
          const GArray          *spots,
          guint                  from,
          guint                  until)
{
  double base = dray_chart_layout_y (self, CLAMP (0, self->y_low, self->y_high));

  cairo_move_to (cairo, g_array_index (spots, DrayChartSpot, from).x, base);
  for (guint i = from; i < until; i++)
    cairo_line_to (cairo, g_array_index (spots, DrayChartSpot, i).x, g_array_index (spots, DrayChartSpot, i).y);
  cairo_line_to (cairo, g_array_index (spots, DrayChartSpot, until - 1).x, base);
  cairo_close_path (cairo);
}

static void
fill_area (const DrayChartLayout *self,
           cairo_t               *cairo,
           const GArray          *spots)
{
  if (is_dense (self, spots)) {
    double base = dray_chart_layout_y (self, CLAMP (0, self->y_low, self->y_high));
    g_autoptr (GArray) columns = list_columns (spots);

    for (guint i = 0; i < columns->len; i++) {
      const Column *column = &g_array_index (columns, Column, i);

      cairo_rectangle (cairo, column->x, MIN (column->middle, base), get_column_width (columns, i), fabs (base - column->middle));
      cairo_fill (cairo);
    }
    return;
  }
  for (guint from = 0; from < spots->len;) {
    guint until = from;

    while (until < spots->len && !isnan (g_array_index (spots, DrayChartSpot, until).y))
      until++;
    if (until > from + 1)
      fill_run (self, cairo, spots, from, until);
    from = until + 1;
  }
  cairo_fill (cairo);
}

/* Both edges have the same columns: those of their series' x. */
static void
fill_dense_band (cairo_t      *cairo,
                 const GArray *high,
                 const GArray *low)
{
  g_autoptr (GArray) tops = list_columns (high), feet = list_columns (low);

  for (guint i = 0; i < MIN (tops->len, feet->len); i++) {
    double top = g_array_index (tops, Column, i).middle, foot = g_array_index (feet, Column, i).middle;

    cairo_rectangle (cairo, g_array_index (tops, Column, i).x, top, get_column_width (tops, i), foot - top);
    cairo_fill (cairo);
  }
}

static void
fill_band (const DrayChartLayout *self,
           cairo_t               *cairo,
           const DrayChartSeries *series)
{
  g_autoptr (GArray) high = dray_chart_layout_trace (self, series, series->high);
  g_autoptr (GArray) low = dray_chart_layout_trace (self, series, series->low);

  if (is_dense (self, high)) {
    fill_dense_band (cairo, high, low);
    return;
  }
  cairo_new_path (cairo);
  for (guint i = 0; i < high->len; i++) {
    if (!isnan (g_array_index (high, DrayChartSpot, i).y))
      cairo_line_to (cairo, g_array_index (high, DrayChartSpot, i).x, g_array_index (high, DrayChartSpot, i).y);
  }
  for (guint i = low->len; i-- > 0;) {
    if (!isnan (g_array_index (low, DrayChartSpot, i).y))
      cairo_line_to (cairo, g_array_index (low, DrayChartSpot, i).x, g_array_index (low, DrayChartSpot, i).y);
  }
  cairo_close_path (cairo);
  cairo_fill (cairo);
}

static void
draw_line (const DrayChartLayout *self,
           cairo_t               *cairo,
           int                    number)
{
  const DrayChartSeries *series = dray_chart_get_series (self->chart, number);
  DrayChartKind kind = dray_chart_get_kind (self->chart);
  DrayColour colour = dray_chart_get_colour (self->chart, number, self->view.theme);
  g_autoptr (GArray) spots = dray_chart_layout_trace (self, series, series->y);
  gboolean is_before = series->role == DRAY_CHART_BEFORE;

  if (series->low != NULL) {
    dray_colour_set (cairo, (colour & 0xffffff00) | 0x30);
    fill_band (self, cairo, series);
  }
  if (kind == DRAY_CHART_AREA || (kind == DRAY_CHART_SPARKLINE && !is_before)) {
    dray_colour_set (cairo, (colour & 0xffffff00) | (kind == DRAY_CHART_AREA ? 0x30 : 0x18));
    fill_area (self, cairo, spots);
  }
  dray_colour_set (cairo, colour);
  stroke_spots (self, cairo, spots, kind == DRAY_CHART_SPARKLINE || is_before ? 1.5 : 2);
  dot_lonely (cairo, spots, kind == DRAY_CHART_LINE && !is_before && spots->len <= FEW_SPOTS, 2.5);
  if (kind == DRAY_CHART_SPARKLINE && !is_before && spots->len > 0) {
    DrayChartSpot last = g_array_index (spots, DrayChartSpot, spots->len - 1);

    if (!isnan (last.y)) {
      cairo_new_sub_path (cairo);
      cairo_arc (cairo, last.x, last.y, 2.5, 0, 2 * G_PI);
      cairo_fill (cairo);
    }
  }
}

static void
draw_cloud (const DrayChartLayout *self,
            cairo_t               *cairo,
            int                    number)
{
  const DrayChartSeries *series = dray_chart_get_series (self->chart, number);
  DrayColour colour = dray_chart_get_colour (self->chart, number, self->view.theme);
  gboolean many = series->n > MANY_DOTS;

  dray_colour_set (cairo, (colour & 0xffffff00) | (many ? 0x80 : 0xb0));
  gsize n_waiting = 0;

  for (gsize i = 0; i < series->n; i++) {
    double x = dray_chart_layout_x (self, series->x[i]), y = dray_chart_layout_y (self, series->y[i]);

    if (!isfinite (series->y[i]) || !isfinite (x) || x < self->plot.x - 3 || x > self->plot.x + self->plot.width + 3)
      continue;
    if (many) {
      cairo_rectangle (cairo, floor (x) - 1, floor (y) - 1, 2, 2);
    } else {
      cairo_new_sub_path (cairo);
      cairo_arc (cairo, x, y, 3, 0, 2 * G_PI);
    }
    if (!many || ++n_waiting % BATCH == 0)
      cairo_fill (cairo);
  }
  cairo_fill (cairo);
}

void
dray_chart_layout_draw_lines (const DrayChartLayout *self,
                              PangoLayout           *text,
                              cairo_t               *cairo)
{
  /* The period before lies under what it is compared with. */
  for (int pass = 0; pass < 2; pass++) {
    for (int s = 0; s < dray_chart_get_n_series (self->chart); s++) {
      gboolean is_before = dray_chart_get_series (self->chart, s)->role == DRAY_CHART_BEFORE;

      if (!dray_chart_layout_shows (self, s) || is_before != (pass == 0))
        continue;
      if (dray_chart_get_kind (self->chart) == DRAY_CHART_SCATTER)
        draw_cloud (self, cairo, s);
      else
        draw_line (self, cairo, s);
    }
  }
}
