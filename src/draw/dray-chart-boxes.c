/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-chart-layout-private.h"

#include <math.h>

/* Bars, cells and intervals: what is a rectangle. */

#define LANE_SHARE 0.6

/* Of the series that are shown, which one of how many this is. */
static int
find_turn (const DrayChartLayout *self,
           int                    series,
           int                   *n)
{
  int turn = 0;

  *n = 0;
  for (int s = 0; s < dray_chart_get_n_series (self->chart); s++) {
    if (s == series)
      turn = *n;
    *n += dray_chart_layout_shows (self, s);
  }
  return turn;
}

/* What lies under a stacked bar on its own side of zero. */
static double
find_base (const DrayChartLayout *self,
           int                    series,
           gsize                  index)
{
  double value = dray_chart_get_series (self->chart, series)->y[index], base = 0;

  for (int s = 0; s < series; s++) {
    const DrayChartSeries *under = dray_chart_get_series (self->chart, s);

    if (dray_chart_layout_shows (self, s) && index < under->n && isfinite (under->y[index]) && (under->y[index] < 0) == (value < 0))
      base += under->y[index];
  }
  return base;
}

static void
set_upright (const DrayChartLayout *self,
             cairo_rectangle_t     *box,
             double                 left,
             double                 right,
             double                 from,
             double                 until)
{
  double x0 = dray_chart_layout_x (self, left), x1 = dray_chart_layout_x (self, right);
  double y0 = dray_chart_layout_y (self, MAX (from, until)), y1 = dray_chart_layout_y (self, MIN (from, until));

  *box = (cairo_rectangle_t) { x0, y0, x1 - x0, y1 - y0 };
}

static void
get_bar (const DrayChartLayout *self,
         int                    number,
         gsize                  index,
         cairo_rectangle_t     *box)
{
  const DrayChartSeries *series = dray_chart_get_series (self->chart, number);
  int n, turn = find_turn (self, number, &n);
  double left = series->x[index] - 0.4 * self->slot, width = 0.8 * self->slot, base = 0;

  if (dray_chart_get_kind (self->chart) == DRAY_CHART_STACKED_BAR) {
    base = find_base (self, number, index);
  } else {
    width /= MAX (n, 1);
    left += turn * width;
  }
  set_upright (self, box, left, left + width, base, base + series->y[index]);
}

static void
get_cell (const DrayChartLayout *self,
          gsize                  index,
          cairo_rectangle_t     *box)
{
  const DrayChartAxis *axis = dray_chart_get_axis (self->chart, DRAY_CHART_X);
  gsize n_columns = MAX (axis->categories != NULL ? g_strv_length (axis->categories) : 1, 1);
  double column = (double) (index % n_columns), row = (double) (index / n_columns);
  double x0 = dray_chart_layout_x (self, column - 0.5), x1 = dray_chart_layout_x (self, column + 0.5);
  double y0 = dray_chart_layout_y (self, row - 0.5), y1 = dray_chart_layout_y (self, row + 0.5);
  double gap = MIN (1.5, (x1 - x0) / 8);

  *box = (cairo_rectangle_t) { x0 + gap, y0 + gap, MAX (x1 - x0 - 2 * gap, 0.5), MAX (y1 - y0 - 2 * gap, 0.5) };
}

static void
get_interval (const DrayChartLayout *self,
              const DrayChartSeries *series,
              gsize                  index,
              cairo_rectangle_t     *box)
{
  double x0 = dray_chart_layout_x (self, series->x[index]), x1 = dray_chart_layout_x (self, series->high[index]);
  double y0 = dray_chart_layout_y (self, series->y[index] - LANE_SHARE / 2), y1 = dray_chart_layout_y (self, series->y[index] + LANE_SHARE / 2);

  *box = (cairo_rectangle_t) { x0, y0, MAX (x1 - x0, 1), y1 - y0 };
}

/**
 * dray_chart_layout_get_box:
 * @box: (out): of the point's bar, cell or interval
 *
 * Returns: whether the point is drawn as a rectangle at all
 */
gboolean
dray_chart_layout_get_box (const DrayChartLayout *self,
                           int                    number,
                           gsize                  index,
                           cairo_rectangle_t     *box)
{
  const DrayChartSeries *series = dray_chart_get_series (self->chart, number);
  DrayChartKind kind = dray_chart_get_kind (self->chart);

  if (series == NULL || index >= series->n)
    return FALSE;
  if (kind == DRAY_CHART_HEAT_MAP)
    get_cell (self, index, box);
  else if (!isfinite (series->y[index]) || !isfinite (series->x[index]))
    return FALSE;
  else if (kind == DRAY_CHART_BAR || kind == DRAY_CHART_STACKED_BAR)
    get_bar (self, number, index, box);
  else if (kind == DRAY_CHART_HISTOGRAM && series->high != NULL)
    set_upright (self, box, series->x[index], series->high[index], 0, series->y[index]);
  else if (kind == DRAY_CHART_TIME_LINE && series->high != NULL)
    get_interval (self, series, index, box);
  else
    return FALSE;
  return TRUE;
}

static void
fill_box (cairo_t                 *cairo,
          const cairo_rectangle_t *box)
{
  /* Whole pixels where there is room for them, so that equal bars look equal. */
  if (box->width >= 3) {
    double x0 = round (box->x), y0 = round (box->y);

    cairo_rectangle (cairo, x0, y0, MAX (round (box->x + box->width) - x0, 1), round (box->y + box->height) - y0);
  } else {
    cairo_rectangle (cairo, box->x, box->y, box->width, box->height);
  }
  cairo_fill (cairo);
}

/* Bars thinner than half a pixel: of all that share a column of pixels the tallest is drawn. */
static void
draw_thin_bars (const DrayChartLayout *self,
                cairo_t               *cairo,
                int                    number)
{
  const DrayChartSeries *series = dray_chart_get_series (self->chart, number);
  cairo_rectangle_t best = { 0 };
  double column = NAN;

  for (gsize i = 0; i < series->n; i++) {
    cairo_rectangle_t box;

    if (!dray_chart_layout_get_box (self, number, i, &box))
      continue;
    if (floor (box.x) != column && isfinite (column)) {
      cairo_rectangle (cairo, column, best.y, 1, best.height);
      best.height = 0;
    }
    if (floor (box.x) != column || box.height > best.height)
      best = box;
    column = floor (box.x);
  }
  if (isfinite (column))
    cairo_rectangle (cairo, column, best.y, 1, best.height);
  cairo_fill (cairo);
}

static void
draw_bars (const DrayChartLayout *self,
           cairo_t               *cairo,
           int                    number)
{
  const DrayChartSeries *series = dray_chart_get_series (self->chart, number);
  double slot = self->slot / (self->x_high - self->x_low) * self->plot.width;
  gboolean is_histogram = dray_chart_get_kind (self->chart) == DRAY_CHART_HISTOGRAM;

  dray_colour_set (cairo, dray_chart_get_colour (self->chart, number, self->view.theme));
  if (slot < 0.5 && !is_histogram) {
    draw_thin_bars (self, cairo, number);
    return;
  }
  for (gsize i = 0; i < series->n; i++) {
    cairo_rectangle_t box;

    if (!dray_chart_layout_get_box (self, number, i, &box) || box.x > self->plot.x + self->plot.width || box.x + box.width < self->plot.x)
      continue;
    if (is_histogram && box.width > 4)
      box.width -= 1;
    fill_box (cairo, &box);
  }
}

static void
draw_cells (const DrayChartLayout *self,
            PangoLayout           *text,
            cairo_t               *cairo,
            const DrayChartSeries *series)
{
  for (gsize i = 0; i < series->n; i++) {
    gboolean is_open = isfinite (series->y[i]);
    DrayColour colour = is_open ? dray_chart_style_get_heat (self->view.theme, series->y[i] / self->heat_high) : dray_chart_style_get_palette (self->view.theme)->closed;
    cairo_rectangle_t box;

    get_cell (self, i, &box);
    dray_colour_set (cairo, colour);
    cairo_rectangle (cairo, box.x, box.y, box.width, box.height);
    cairo_fill (cairo);
    if (!is_open || box.height < 12)
      continue;
    g_autofree char *words = dray_chart_scale_format_value (fabs (series->y[i]) >= 10 ? round (series->y[i]) : series->y[i]);

    if (dray_chart_text_measure (text, words, 10, FALSE) < box.width)
      dray_chart_text_draw (text, cairo, words, 10, FALSE, dray_chart_style_is_dark (colour) ? 0xffffffff : 0x2e3436ff, DRAY_CHART_ALIGN_CENTRE,
                            box.x + box.width / 2, box.y + box.height / 2, 0);
  }
}

static void
draw_intervals (const DrayChartLayout *self,
                cairo_t               *cairo,
                int                    number)
{
  const DrayChartSeries *series = dray_chart_get_series (self->chart, number);

  dray_colour_set (cairo, dray_chart_get_colour (self->chart, number, self->view.theme));
  for (gsize i = 0; i < series->n; i++) {
    cairo_rectangle_t box;

    if (dray_chart_layout_get_box (self, number, i, &box))
      fill_box (cairo, &box);
  }
}

void
dray_chart_layout_draw_boxes (const DrayChartLayout *self,
                              PangoLayout           *text,
                              cairo_t               *cairo)
{
  for (int s = 0; s < dray_chart_get_n_series (self->chart); s++) {
    if (!dray_chart_layout_shows (self, s))
      continue;
    if (dray_chart_get_kind (self->chart) == DRAY_CHART_HEAT_MAP)
      draw_cells (self, text, cairo, dray_chart_get_series (self->chart, s));
    else if (dray_chart_get_kind (self->chart) == DRAY_CHART_TIME_LINE)
      draw_intervals (self, cairo, s);
    else
      draw_bars (self, cairo, s);
  }
}
