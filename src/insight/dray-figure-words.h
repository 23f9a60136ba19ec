/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-figure.h"

G_BEGIN_DECLS

/* Whether a change is one for the better. */
typedef enum {
  DRAY_CHANGE_NONE,
  DRAY_CHANGE_GOOD,
  DRAY_CHANGE_BAD,
  DRAY_CHANGE_NEUTRAL,
} DrayChange;

double      dray_figure_scale      (const DrayFigure *self,
                                    const DrayKpi    *kpi);
const char *dray_kpi_get_unit      (const DrayKpi    *kpi);
char       *dray_figure_dup_count  (const DrayFigure *self,
                                    const DrayKpi    *kpi);
char       *dray_figure_dup_change (const DrayFigure *now,
                                    const DrayFigure *before,
                                    const DrayKpi    *kpi,
                                    DrayChange       *change);

G_END_DECLS
