/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-engine.h"
#include "dray-figure-models.h"

G_BEGIN_DECLS

/* Figures, counted on a thread of their own over a connection that only reads. An ask whose @last_day is %DRAY_NEVER ends today, and its
 * @first_day is then counted from today: 0 is today alone, -6 the last seven days. Results say which days they are of. */

/* Several figures of one period: (element-type DrayKpiResult), in the order of @kpis, which are ids. */
void       dray_engine_measure_async    (DrayEngine           *self,
                                         const char *const    *kpis,
                                         const DrayFigureAsk  *ask,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
GPtrArray *dray_engine_measure_finish   (DrayEngine           *self,
                                         GAsyncResult         *result,
                                         GError              **error);

/* The records behind one: (element-type DrayKpiRow), the worst first. For a bar, ask for its day, or filter by its group. */
void       dray_engine_list_rows_async  (DrayEngine           *self,
                                         const char           *kpi,
                                         const DrayFigureAsk  *ask,
                                         DrayKpiWhich          which,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
GArray    *dray_engine_list_rows_finish (DrayEngine           *self,
                                         GAsyncResult         *result,
                                         GError              **error);

/* The days from today on of figures that are sums: (element-type DrayForecast), in the order of @kpis, which are ids. One that can't be
 * told has its reason. */
void       dray_engine_forecast_async   (DrayEngine           *self,
                                         const char *const    *kpis,
                                         guint                 n_ahead,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
GPtrArray *dray_engine_forecast_finish  (DrayEngine           *self,
                                         GAsyncResult         *result,
                                         GError              **error);

/**
 * DrayFigureWatch:
 *
 * Today's figures, kept up to date: after a commit only those are counted again that read what changed, and only over today.
 *
 * Signals:
 *   changed: some of the results are new
 *   failed (#GError error): they could not be counted; the ones before stay
 */
#define DRAY_TYPE_FIGURE_WATCH (dray_figure_watch_get_type ())
G_DECLARE_FINAL_TYPE (DrayFigureWatch, dray_figure_watch, DRAY, FIGURE_WATCH, GObject)

DrayFigureWatch *dray_figure_watch_new        (DrayEngine         *engine,
                                               const char *const  *kpis);
void             dray_figure_watch_stop       (DrayFigureWatch    *self);
DrayKpiResult   *dray_figure_watch_get_result (DrayFigureWatch    *self,
                                               guint               kpi);

G_END_DECLS
