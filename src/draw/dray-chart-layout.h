/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "dray-chart.h"

G_BEGIN_DECLS

/**
 * DrayChartLayout:
 *
 * A chart at one size, in one theme, with one stretch of its x axis in view: where everything stands. What is painted and what is found
 * under the pointer come from the same places. Immutable; it may be used by one thread at a time.
 */
typedef struct _DrayChartLayout DrayChartLayout;

typedef enum {
  DRAY_CHART_LIGHT,
  DRAY_CHART_DARK,
} DrayChartTheme;

/**
 * DrayChartViewFlags:
 * @DRAY_CHART_VIEW_TITLE: title and note stand above it
 * @DRAY_CHART_VIEW_LEGEND: a legend stands above it where the lines don't carry their names themselves
 * @DRAY_CHART_VIEW_PAPER: the background is filled; else it is what was there
 */
typedef enum {
  DRAY_CHART_VIEW_PLAIN = 0,
  DRAY_CHART_VIEW_TITLE = 1 << 0,
  DRAY_CHART_VIEW_LEGEND = 1 << 1,
  DRAY_CHART_VIEW_PAPER = 1 << 2,
} DrayChartViewFlags;

/**
 * DrayChartView:
 * @width: @height: in pixels, or in points on paper
 * @hidden: bit s hides series s
 * @x_low: @x_high: what is in view; all of it unless @x_low < @x_high
 * @font: (nullable): family; the program's own if %NULL
 */
typedef struct {
  double              width;
  double              height;
  DrayChartTheme      theme;
  DrayChartViewFlags  flags;
  guint32             hidden;
  double              x_low;
  double              x_high;
  const char         *font;
} DrayChartView;

/**
 * DrayChartHit:
 * @series: @index: the point
 * @x: @y: where it is drawn
 */
typedef struct {
  int    series;
  gsize  index;
  double x;
  double y;
} DrayChartHit;

/* A colour as 0xRRGGBBAA. */
guint32          dray_chart_get_colour        (const DrayChart       *chart,
                                               int                    series,
                                               DrayChartTheme         theme);

DrayChartLayout *dray_chart_layout_new        (DrayChart             *chart,
                                               const DrayChartView   *view);
void             dray_chart_layout_free       (DrayChartLayout       *self);
void             dray_chart_layout_paint      (const DrayChartLayout *self,
                                               cairo_t               *cairo);
void             dray_chart_layout_paint_hit  (const DrayChartLayout *self,
                                               const DrayChartHit    *hit,
                                               cairo_t               *cairo);
gboolean         dray_chart_layout_pick       (const DrayChartLayout *self,
                                               double                 x,
                                               double                 y,
                                               DrayChartHit          *hit);
gboolean         dray_chart_layout_locate     (const DrayChartLayout *self,
                                               int                    series,
                                               gsize                  index,
                                               DrayChartHit          *hit);
double           dray_chart_layout_get_value  (const DrayChartLayout *self,
                                               double                 x);
void             dray_chart_layout_get_range  (const DrayChartLayout *self,
                                               double                *low,
                                               double                *high);
void             dray_chart_layout_get_plot   (const DrayChartLayout *self,
                                               cairo_rectangle_t     *plot);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayChartLayout, dray_chart_layout_free)

G_END_DECLS
