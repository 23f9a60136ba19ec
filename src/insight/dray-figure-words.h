/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-figure.h"

G_BEGIN_DECLS

/* Whether a change is one for the better. */
typedef enum {
  DRAY_TREND_NONE,
  DRAY_TREND_GOOD,
  DRAY_TREND_BAD,
  DRAY_TREND_NEUTRAL,
} DrayTrend;

double      dray_figure_scale      (const DrayFigure *self,
                                    const DrayKpi    *kpi);
const char *dray_kpi_get_unit      (const DrayKpi    *kpi);
char       *dray_figure_dup_count  (const DrayFigure *self,
                                    const DrayKpi    *kpi);
char       *dray_figure_dup_change (const DrayFigure *now,
                                    const DrayFigure *before,
                                    const DrayKpi    *kpi,
                                    DrayTrend       *change);

G_END_DECLS
