/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-chart.h"
#include "dray-kpi-result.h"

G_BEGIN_DECLS

typedef char *(*DrayInsightNameFunc) (const DrayKpiGroup *group,
                                      gpointer            data);

char       *dray_insight_dup_finding (const DrayKpiResult *result,
                                      DrayInsightNameFunc  name,
                                      gpointer             data);
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
