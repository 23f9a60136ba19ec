/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-kpi-result.h"
#include "dray-workspace.h"

G_BEGIN_DECLS

/**
 * DrayInsightDetail:
 * @customer: @window: @arrived: @truck: @driver: empty where nobody knows
 * @late_min: behind the promised window's end; 0 for in time or not known
 *
 * What stands beside an order that is behind a figure.
 */
typedef struct {
  char *customer;
  char *window;
  char *arrived;
  char *truck;
  char *driver;
  int   late_min;
} DrayInsightDetail;

void       dray_insight_detail_free    (DrayInsightDetail    *self);
void       dray_insight_details_async  (DrayWorkspace        *workspace,
                                        const DrayKpiRow     *rows,
                                        guint                 n_rows,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              data);
GPtrArray *dray_insight_details_finish (DrayWorkspace        *workspace,
                                        GAsyncResult         *result,
                                        GError              **error);

G_END_DECLS
