/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>

#include "dray-chart-layout.h"
#include "dray-map-style-private.h"

G_BEGIN_DECLS

#define DRAY_CHART_SMALL 11.0
#define DRAY_CHART_TITLE 13.0

/* The colours of a chart's frame. */
typedef struct {
  DrayColour paper;
  DrayColour ink;
  DrayColour label;
  DrayColour grid;
  DrayColour zero;
  DrayColour closed;
  DrayColour bad;
} DrayChartPalette;

typedef enum {
  DRAY_CHART_ALIGN_LEFT,
  DRAY_CHART_ALIGN_CENTRE,
  DRAY_CHART_ALIGN_RIGHT,
} DrayChartAlign;

const DrayChartPalette *dray_chart_style_get_palette (DrayChartTheme        theme);
DrayColour              dray_chart_style_get_heat    (DrayChartTheme        theme,
                                                      double                share);
gboolean                dray_chart_style_is_dark     (DrayColour            colour);

PangoLayout            *dray_chart_text_new          (cairo_t              *cairo,
                                                      const char           *font);
double                  dray_chart_text_measure      (PangoLayout          *text,
                                                      const char           *words,
                                                      double                size,
                                                      gboolean              bold);
void                    dray_chart_text_draw         (PangoLayout          *text,
                                                      cairo_t              *cairo,
                                                      const char           *words,
                                                      double                size,
                                                      gboolean              bold,
                                                      DrayColour            colour,
                                                      DrayChartAlign        align,
                                                      double                x,
                                                      double                y,
                                                      double                width);

G_END_DECLS
