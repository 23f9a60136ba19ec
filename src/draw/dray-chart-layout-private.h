/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-chart-layout.h"
#include "dray-chart-scale.h"
#include "dray-chart-style-private.h"

G_BEGIN_DECLS

struct _DrayChartLayout {
  /* Owned */
  DrayChart *chart;
  char      *font;
  GArray    *x_ticks; /* (element-type DrayChartTick) */
  GArray    *y_ticks; /* (element-type DrayChartTick) */

  DrayChartView     view;
  cairo_rectangle_t plot;
  double            x_low, x_high; /* of the plot's left and right edge */
  double            y_low, y_high; /* of its bottom and top edge */
  double            slot;          /* what a bar has on the x axis, in its unit */
  double            heat_high;     /* the heat map's darkest value */
  double            legend_y;      /* the middle of the legend's first line */
  gboolean          is_direct;     /* lines carry their names at their ends */
};

/* One point in pixels; NaN in y where the line is interrupted. */
typedef struct {
  double x, y;
} DrayChartSpot;

static inline double
dray_chart_layout_x (const DrayChartLayout *self,
                     double                 value)
{
  return self->plot.x + (value - self->x_low) / (self->x_high - self->x_low) * self->plot.width;
}

static inline double
dray_chart_layout_y (const DrayChartLayout *self,
                     double                 value)
{
  return self->plot.y + (self->y_high - value) / (self->y_high - self->y_low) * self->plot.height;
}

static inline gboolean
dray_chart_layout_shows (const DrayChartLayout *self,
                         int                    series)
{
  return (self->view.hidden >> series & 1) == 0;
}

static inline gboolean
dray_chart_kind_has_bars (DrayChartKind kind)
{
  return kind == DRAY_CHART_BAR || kind == DRAY_CHART_STACKED_BAR || kind == DRAY_CHART_HISTOGRAM;
}

static inline gboolean
dray_chart_kind_has_lines (DrayChartKind kind)
{
  return kind == DRAY_CHART_LINE || kind == DRAY_CHART_AREA || kind == DRAY_CHART_BAND || kind == DRAY_CHART_SPARKLINE;
}

gboolean dray_chart_layout_get_box    (const DrayChartLayout *self,
                                       int                    series,
                                       gsize                  index,
                                       cairo_rectangle_t     *box);
void     dray_chart_layout_find_view  (const DrayChartLayout *self,
                                       const DrayChartSeries *series,
                                       gsize                 *first,
                                       gsize                 *end);
GArray  *dray_chart_layout_trace      (const DrayChartLayout *self,
                                       const DrayChartSeries *series,
                                       const double          *values);
void     dray_chart_layout_draw_lines (const DrayChartLayout *self,
                                       PangoLayout           *text,
                                       cairo_t               *cairo);
void     dray_chart_layout_draw_boxes (const DrayChartLayout *self,
                                       PangoLayout           *text,
                                       cairo_t               *cairo);

G_END_DECLS
