/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-report-kind.h"

G_BEGIN_DECLS

/* A #DrayReportMeasureFunc: binds the facts of a workspace to the KPIs that a report asks for, as the Insight view's are. */
GPtrArray *dray_report_figures_measure (DrayStore             *store,
                                        const DrayReportAsk   *ask,
                                        const DrayKpi *const  *kpis,
                                        guint                  n_kpis,
                                        GCancellable          *cancellable,
                                        GError               **error);

G_END_DECLS
