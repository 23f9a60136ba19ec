/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-chart-layout-private.h"

#include <math.h>

/* Where everything stands: what of the axes is in view, how much room labels take, and from that the plot's rectangle. */

#define GAP 6.0
#define LINE 16.0 /* a line of small text with its air */
#define MAX_DIRECT 6
#define MAX_DIRECT_WIDTH 130.0
#define MAX_LEFT_WIDTH 160.0
#define MAX_VALUE 1e200 /* what is larger lies outside of every picture */

typedef struct {
  double low, high;
} Span;

static void
span_add (Span  *span,
          double value)
{
  if (!(fabs (value) <= MAX_VALUE))
    return;
  span->low = isnan (span->low) ? value : MIN (span->low, value);
  span->high = isnan (span->high) ? value : MAX (span->high, value);
}

static Span
find_x_span (const DrayChartLayout *self)
{
  Span span = { NAN, NAN };

  for (int s = 0; s < dray_chart_get_n_series (self->chart); s++) {
    const DrayChartSeries *series = dray_chart_get_series (self->chart, s);

    for (gsize i = 0; i < series->n; i++)
      span_add (&span, series->x[i]);
    for (gsize i = 0; i < series->n && series->high != NULL && series->low == NULL; i++)
      span_add (&span, series->high[i]);
  }
  return span;
}

/* Half of the smallest distance of two neighbours is what a bar has to each side. */
static double
find_slot (const DrayChartLayout *self,
           Span                   span)
{
  double slot = NAN;

  if (dray_chart_get_axis (self->chart, DRAY_CHART_X)->scale == DRAY_CHART_CATEGORY)
    return 1;
  for (int s = 0; s < dray_chart_get_n_series (self->chart); s++) {
    const DrayChartSeries *series = dray_chart_get_series (self->chart, s);

    for (gsize i = 1; i < series->n; i++) {
      double step = fabs (series->x[i] - series->x[i - 1]);

      if (step > 0 && !(step >= slot))
        slot = step;
    }
  }
  return isnan (slot) ? MAX (span.high - span.low, 1) : slot;
}

static void
choose_x (DrayChartLayout *self)
{
  const DrayChartAxis *axis = dray_chart_get_axis (self->chart, DRAY_CHART_X);
  DrayChartKind kind = dray_chart_get_kind (self->chart);
  Span span = find_x_span (self);

  self->slot = find_slot (self, span);
  if (axis->scale == DRAY_CHART_CATEGORY && axis->categories != NULL)
    span = (Span) { 0, MAX ((int) g_strv_length (axis->categories) - 1, 0) };
  if (kind == DRAY_CHART_HEAT_MAP || (dray_chart_kind_has_bars (kind) && kind != DRAY_CHART_HISTOGRAM) || (kind == DRAY_CHART_SCATTER && axis->scale == DRAY_CHART_CATEGORY))
    span = (Span) { span.low - self->slot / 2, span.high + self->slot / 2 };
  if (isfinite (axis->low))
    span.low = axis->low;
  if (isfinite (axis->high))
    span.high = axis->high;
  if (self->view.x_low < self->view.x_high)
    span = (Span) { self->view.x_low, self->view.x_high };
  if (!isfinite (span.low) || !isfinite (span.high))
    span = (Span) { 0, 1 };
  if (!(span.low < span.high))
    span = (Span) { span.low - 0.5, span.high + 0.5 };
  self->x_low = span.low;
  self->x_high = span.high;
}

/* What stacked bars reach, up and down, at each index. */
static void
span_add_stacks (const DrayChartLayout *self,
                 Span                  *span)
{
  gsize n = 0;

  for (int s = 0; s < dray_chart_get_n_series (self->chart); s++)
    n = MAX (n, dray_chart_get_series (self->chart, s)->n);
  for (gsize i = 0; i < n; i++) {
    double up = 0, down = 0;

    for (int s = 0; s < dray_chart_get_n_series (self->chart); s++) {
      const DrayChartSeries *series = dray_chart_get_series (self->chart, s);

      if (dray_chart_layout_shows (self, s) && i < series->n && isfinite (series->y[i]))
        *(series->y[i] < 0 ? &down : &up) += series->y[i];
    }
    span_add (span, up);
    span_add (span, down);
  }
}

static Span
find_y_span (const DrayChartLayout *self)
{
  DrayChartKind kind = dray_chart_get_kind (self->chart);
  Span span = { NAN, NAN };

  for (int s = 0; s < dray_chart_get_n_series (self->chart); s++) {
    const DrayChartSeries *series = dray_chart_get_series (self->chart, s);

    for (gsize i = 0; i < series->n && dray_chart_layout_shows (self, s); i++) {
      span_add (&span, series->y[i]);
      if (series->low != NULL) {
        span_add (&span, series->low[i]);
        span_add (&span, series->high[i]);
      }
    }
  }
  if (kind == DRAY_CHART_STACKED_BAR)
    span_add_stacks (self, &span);
  for (guint i = 0; i < dray_chart_get_n_marks (self->chart); i++)
    span_add (&span, dray_chart_get_mark (self->chart, i)->y);
  if (dray_chart_kind_has_bars (kind) || kind == DRAY_CHART_AREA || (span.low > 0 && span.low < 0.4 * span.high))
    span_add (&span, 0);
  return span;
}

static void
choose_y (DrayChartLayout *self,
          double           height)
{
  const DrayChartAxis *axis = dray_chart_get_axis (self->chart, DRAY_CHART_Y);
  Span span = find_y_span (self);

  self->heat_high = isfinite (span.high) && span.high > 0 ? span.high : 1;
  if (axis->scale == DRAY_CHART_CATEGORY && axis->categories != NULL)
    span = (Span) { -0.5, MAX ((int) g_strv_length (axis->categories) - 0.5, 0.5) };
  if (!isfinite (span.low) || !isfinite (span.high))
    span = (Span) { 0, 1 };
  if (!(span.low < span.high))
    span = span.low > 0 ? (Span) { 0, span.high } : span.low < 0 ? (Span) { span.low, 0 } : (Span) { 0, 1 };
  if (axis->scale == DRAY_CHART_NUMBER && dray_chart_get_kind (self->chart) != DRAY_CHART_SPARKLINE) {
    double step = dray_chart_scale_find_step (span.high - span.low, (int) (height / 40) + 1);

    span = (Span) { floor (span.low / step + 1e-9) * step, ceil (span.high / step - 1e-9) * step };
  }
  if (isfinite (axis->low))
    span.low = MIN (axis->low, span.high);
  if (isfinite (axis->high))
    span.high = MAX (axis->high, span.low);
  if (!(span.low < span.high))
    span.high = span.low + 1;
  self->y_low = span.low;
  self->y_high = span.high;
  /* Lanes and rows of cells run downwards. */
  if (axis->scale == DRAY_CHART_CATEGORY) {
    self->y_low = span.high;
    self->y_high = span.low;
  }
}

static double
measure_widest (PangoLayout *text,
                GArray      *ticks)
{
  double widest = 0;

  for (guint i = 0; i < ticks->len; i++)
    widest = MAX (widest, dray_chart_text_measure (text, g_array_index (ticks, DrayChartTick, i).label, DRAY_CHART_SMALL, FALSE));
  return widest;
}

static double
measure_names (const DrayChartLayout *self,
               PangoLayout           *text)
{
  double widest = 0;

  for (int s = 0; s < dray_chart_get_n_series (self->chart); s++) {
    if (dray_chart_layout_shows (self, s))
      widest = MAX (widest, dray_chart_text_measure (text, dray_chart_get_series (self->chart, s)->label, DRAY_CHART_SMALL, TRUE));
  }
  return MIN (widest, MAX_DIRECT_WIDTH);
}

static gboolean
has_legend (const DrayChartLayout *self)
{
  DrayChartKind kind = dray_chart_get_kind (self->chart);

  if ((self->view.flags & DRAY_CHART_VIEW_LEGEND) == 0 || kind == DRAY_CHART_SPARKLINE)
    return FALSE;
  return kind == DRAY_CHART_HEAT_MAP || (dray_chart_get_n_series (self->chart) > 1 && !self->is_direct);
}

/* What stands above the plot, from the top. Returns: the plot's top */
static double
place_top (DrayChartLayout *self)
{
  double top = GAP;

  if ((self->view.flags & DRAY_CHART_VIEW_TITLE) != 0)
    top += DRAY_CHART_TITLE + 2 * GAP;
  self->legend_y = top + LINE / 2;
  if (has_legend (self))
    top += LINE + GAP;
  return top;
}

/* How many marks of the x axis have room: measured on a first try, so that words of any length fit. */
static void
place_x_ticks (DrayChartLayout *self,
               PangoLayout     *text)
{
  const DrayChartAxis *axis = dray_chart_get_axis (self->chart, DRAY_CHART_X);
  GTimeZone *zone = dray_chart_get_zone (self->chart);
  int n = MAX ((int) (self->plot.width / 50), 1);

  self->x_ticks = dray_chart_scale_list_ticks (axis, zone, self->x_low, self->x_high, n);
  double room = measure_widest (text, self->x_ticks) + 2 * GAP;

  for (int i = 0; i < 4 && self->x_ticks->len > 1 && room * self->x_ticks->len > self->plot.width + room; i++) {
    n = MAX ((int) (n * 0.7), 1);
    g_array_unref (self->x_ticks);
    self->x_ticks = dray_chart_scale_list_ticks (axis, zone, self->x_low, self->x_high, n);
    room = measure_widest (text, self->x_ticks) + 2 * GAP;
  }
}

static void
place (DrayChartLayout *self,
       PangoLayout     *text)
{
  DrayChartKind kind = dray_chart_get_kind (self->chart);
  double width = self->view.width, height = self->view.height;

  choose_x (self);
  if (kind == DRAY_CHART_SPARKLINE) {
    choose_y (self, height);
    self->plot = (cairo_rectangle_t) { 3, 4, MAX (width - 8, 1), MAX (height - 8, 1) };
    self->x_ticks = g_array_new (FALSE, FALSE, sizeof (DrayChartTick));
    self->y_ticks = g_array_new (FALSE, FALSE, sizeof (DrayChartTick));
    return;
  }
  self->is_direct = dray_chart_kind_has_lines (kind) && dray_chart_get_n_series (self->chart) > 1 && dray_chart_get_n_series (self->chart) <= MAX_DIRECT && width >= 300;
  double top = place_top (self), bottom = LINE + GAP;

  if (dray_chart_get_axis (self->chart, DRAY_CHART_X)->label != NULL && dray_chart_get_axis (self->chart, DRAY_CHART_X)->scale == DRAY_CHART_NUMBER)
    bottom += LINE;
  choose_y (self, MAX (height - top - bottom, 1));
  self->y_ticks = dray_chart_scale_list_ticks (dray_chart_get_axis (self->chart, DRAY_CHART_Y), dray_chart_get_zone (self->chart),
                                               MIN (self->y_low, self->y_high), MAX (self->y_low, self->y_high), (int) (MAX (height - top - bottom, 1) / (self->y_low > self->y_high ? 14 : 40)) + 1);
  double left = MIN (measure_widest (text, self->y_ticks), MAX_LEFT_WIDTH) + 2 * GAP;
  double right = self->is_direct ? measure_names (self, text) + 2 * GAP : 2 * GAP;

  self->plot = (cairo_rectangle_t) { left, top, MAX (width - left - right, 1), MAX (height - top - bottom, 1) };
  place_x_ticks (self, text);
}

/**
 * dray_chart_layout_new:
 *
 * Decides where everything of @chart stands in a rectangle of @view's size. It keeps @chart, which may not change any more.
 */
DrayChartLayout *
dray_chart_layout_new (DrayChart           *chart,
                       const DrayChartView *view)
{
  g_return_val_if_fail (chart != NULL && view != NULL, NULL);

  DrayChartLayout *self = g_new0 (DrayChartLayout, 1);
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_ALPHA, NULL);
  cairo_t *cairo = cairo_create (surface);

  self->chart = dray_chart_ref (chart);
  self->view = *view;
  self->font = g_strdup (view->font);
  self->view.font = self->font;
  self->view.width = MAX (view->width, 1);
  self->view.height = MAX (view->height, 1);
  g_autoptr (PangoLayout) text = dray_chart_text_new (cairo, self->font);
  place (self, text);
  g_clear_object (&text);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
  return self;
}

void
dray_chart_layout_free (DrayChartLayout *self)
{
  g_array_unref (self->x_ticks);
  g_array_unref (self->y_ticks);
  dray_chart_unref (self->chart);
  g_free (self->font);
  g_free (self);
}

/* The value of the x axis under a pixel. */
double
dray_chart_layout_get_value (const DrayChartLayout *self,
                             double                 x)
{
  return self->x_low + (x - self->plot.x) / self->plot.width * (self->x_high - self->x_low);
}

/* What of the x axis is in view. */
void
dray_chart_layout_get_range (const DrayChartLayout *self,
                             double                *low,
                             double                *high)
{
  *low = self->x_low;
  *high = self->x_high;
}

/* The rectangle that the data has. */
void
dray_chart_layout_get_plot (const DrayChartLayout *self,
                            cairo_rectangle_t     *plot)
{
  *plot = self->plot;
}
