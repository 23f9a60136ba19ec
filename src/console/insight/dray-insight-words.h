/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-chart.h"
#include "dray-kpi-result.h"

G_BEGIN_DECLS

/* Whether a change is one for the better. */
typedef enum {
  DRAY_CHANGE_NONE,
  DRAY_CHANGE_GOOD,
  DRAY_CHANGE_BAD,
  DRAY_CHANGE_NEUTRAL,
} DrayChange;

typedef char *(*DrayInsightNameFunc) (const DrayKpiGroup *group,
                                      gpointer            data);

char       *dray_insight_dup_change  (const DrayKpi       *kpi,
                                      const DrayFigure    *now,
                                      const DrayFigure    *before,
                                      DrayChange          *change);
char       *dray_insight_dup_count   (const DrayKpi       *kpi,
                                      const DrayFigure    *figure);
char       *dray_insight_dup_finding (const DrayKpiResult *result,
                                      DrayInsightNameFunc  name,
                                      gpointer             data);
double      dray_insight_scale       (const DrayKpi       *kpi,
                                      const DrayFigure    *figure);
const char *dray_insight_get_unit    (const DrayKpi       *kpi);
DrayChart  *dray_insight_make_days   (const DrayKpiResult *trend,
                                      const DrayKpiResult *before,
                                      gboolean             is_spark);
int         dray_insight_find_group  (const DrayKpiResult *result,
                                      guint                bar);
DrayChart  *dray_insight_make_groups (const DrayKpiResult *result,
                                      const char          *by,
                                      DrayInsightNameFunc  name,
                                      gpointer             data);

G_END_DECLS
