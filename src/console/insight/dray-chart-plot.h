/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-chart-layout.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * DrayChartPlot:
 *
 * Shows a chart and answers the pointer and the keys: what is under it, a stretch of the x axis enlarged and moved. The chart is painted
 * once into a node that is kept until size, look or chart change; what hovers lies over it.
 *
 * Arrows go from point to point and from series to series, + and - enlarge and shrink, Ctrl with an arrow moves, 0 shows all, Enter
 * opens what is behind the point.
 *
 * Signals:
 *   activated (int series, guint index): somebody wants to see what is behind the point
 */
#define DRAY_TYPE_CHART_PLOT (dray_chart_plot_get_type ())
G_DECLARE_FINAL_TYPE (DrayChartPlot, dray_chart_plot, DRAY, CHART_PLOT, GtkWidget)

void        dray_chart_plot_set_chart   (DrayChartPlot      *self,
                                         DrayChart          *chart);
DrayChart  *dray_chart_plot_get_chart   (DrayChartPlot      *self);
void        dray_chart_plot_set_hidden  (DrayChartPlot      *self,
                                         guint32             hidden);
void        dray_chart_plot_set_quiet   (DrayChartPlot      *self,
                                         int                 height);
gboolean    dray_chart_plot_get_hit     (DrayChartPlot      *self,
                                         DrayChartHit       *hit);
void        dray_chart_plot_get_range   (DrayChartPlot      *self,
                                         double             *low,
                                         double             *high);
GdkTexture *dray_chart_plot_dup_picture (DrayChartPlot      *self);

G_END_DECLS
