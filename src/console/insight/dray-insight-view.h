/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-chart-card.h"
#include "dray-engine.h"
#include "dray-executive-page.h"
#include "dray-heat-page.h"
#include "dray-kpi-tile.h"
#include "dray-report-page.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayInsightView:
 *
 * Figures for a period against the one before: tiles, the chosen figure day by day and by truck, driver, customer or depot, and the
 * records behind it; and beside them the reports of that period.
 */
#define DRAY_TYPE_INSIGHT_VIEW (dray_insight_view_get_type ())
G_DECLARE_FINAL_TYPE (DrayInsightView, dray_insight_view, DRAY, INSIGHT_VIEW, AdwBin)

GtkWidget         *dray_insight_view_new           (DrayEngine      *engine,
                                                    GSettings       *window_settings);
gboolean           dray_insight_view_is_busy       (DrayInsightView *self);
void               dray_insight_view_choose        (DrayInsightView *self,
                                                    const char      *kpi);
DrayKpiTile       *dray_insight_view_get_tile      (DrayInsightView *self,
                                                    const char      *kpi);
DrayChartCard     *dray_insight_view_get_groups    (DrayInsightView *self);
GtkListBox        *dray_insight_view_get_rows      (DrayInsightView *self);
DrayExecutivePage *dray_insight_view_get_executive (DrayInsightView *self);
DrayHeatPage      *dray_insight_view_get_heat      (DrayInsightView *self);
DrayReportPage    *dray_insight_view_get_report    (DrayInsightView *self);

G_END_DECLS
