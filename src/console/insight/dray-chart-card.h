/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-chart-plot.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayChartCard:
 *
 * A chart with what belongs round it: its title, what stands behind it, a legend whose entries show and hide their series, and a menu that
 * copies it as a picture or as data, or shows it as a table.
 */
#define DRAY_TYPE_CHART_CARD (dray_chart_card_get_type ())
G_DECLARE_FINAL_TYPE (DrayChartCard, dray_chart_card, DRAY, CHART_CARD, AdwBin)

GtkWidget     *dray_chart_card_new       (void);
void           dray_chart_card_set_chart (DrayChartCard *self,
                                          DrayChart     *chart);
DrayChartPlot *dray_chart_card_get_plot  (DrayChartCard *self);
void           dray_chart_card_set_extra (DrayChartCard *self,
                                          GtkWidget     *extra);

G_END_DECLS
