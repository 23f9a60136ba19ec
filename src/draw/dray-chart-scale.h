/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-chart.h"

G_BEGIN_DECLS

/**
 * DrayChartTick:
 * @value: where on the axis
 * @label: what stands there
 */
typedef struct {
  double  value;
  char   *label;
} DrayChartTick;

GArray *dray_chart_scale_list_ticks    (const DrayChartAxis *axis,
                                        GTimeZone           *zone,
                                        double               low,
                                        double               high,
                                        int                  n_wanted);
double  dray_chart_scale_find_step     (double               span,
                                        int                  n_wanted);
char   *dray_chart_scale_format_number (double               value,
                                        int                  n_decimals);
char   *dray_chart_scale_format_value  (double               value);
char   *dray_chart_scale_format_time   (double               time_us,
                                        GTimeZone           *zone);

G_END_DECLS
