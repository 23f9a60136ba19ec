/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-figure-reader.h"
#include "dray-report-kind.h"

G_BEGIN_DECLS

/**
 * DrayReportReader:
 *
 * What a report reads through: rows of a period, and what they refer to, each looked up once. It blocks, belongs to the store's thread,
 * and lives while one report is made.
 */
DrayReportReader    *dray_report_reader_new         (DrayStore            *store,
                                                     const DrayReportAsk  *ask,
                                                     GCancellable         *cancellable,
                                                     GError              **error);
void                 dray_report_reader_free        (DrayReportReader     *self);

const DrayReportAsk *dray_report_reader_get_ask     (DrayReportReader     *self);
GTimeZone           *dray_report_reader_get_zone    (DrayReportReader     *self);
GCancellable        *dray_report_reader_get_cancellable (DrayReportReader *self);
DrayFigureReader    *dray_report_reader_get_figures (DrayReportReader     *self);
DrayFigureAsk        dray_report_reader_make_figure_ask (DrayReportReader *self);
gint64               dray_report_reader_get_start_us (DrayReportReader    *self);
gint64               dray_report_reader_get_end_us  (DrayReportReader     *self);
char                *dray_report_reader_dup_period  (DrayReportReader     *self);

GPtrArray           *dray_report_reader_select      (DrayReportReader     *self,
                                                     DrayQuery            *query,
                                                     GError              **error);
GPtrArray           *dray_report_reader_select_days (DrayReportReader     *self,
                                                     const DrayTable      *table,
                                                     int                   day_field,
                                                     GError              **error);
GPtrArray           *dray_report_reader_select_times (DrayReportReader    *self,
                                                     const DrayTable      *table,
                                                     int                   time_field,
                                                     GError              **error);
GPtrArray           *dray_report_reader_list_routes (DrayReportReader     *self,
                                                     GError              **error);
GPtrArray           *dray_report_reader_measure     (DrayReportReader     *self,
                                                     const DrayKpi *const *kpis,
                                                     guint                 n_kpis,
                                                     GError              **error);
const DrayRow       *dray_report_reader_find        (DrayReportReader     *self,
                                                     const DrayTable      *table,
                                                     DrayId                id);
const char          *dray_report_reader_get_name    (DrayReportReader     *self,
                                                     const DrayTable      *table,
                                                     DrayId                id);

/**
 * DrayReportStop:
 * @stop: the row
 * @task: @order: @party: (nullable): a stop at the depot has none
 * @site: (nullable)
 * @late_s: behind the promised window's end, the customer's tolerance taken off; 0 or less is on time; %DRAY_NEVER unless it arrived
 *   and has a window
 *
 * A stop of a route with what it refers to.
 */
typedef struct {
  DrayRow       *stop;
  const DrayRow *task;
  const DrayRow *order;
  const DrayRow *party;
  const DrayRow *site;
  gint64         late_s;
} DrayReportStop;

GArray              *dray_report_reader_list_stops  (DrayReportReader     *self,
                                                     const DrayRow        *route,
                                                     GError              **error);

/* A record's field as a cell; empty where the row has none. @row: (nullable) */
void                 dray_report_table_add_field    (DrayReportTable      *table,
                                                     const DrayRow        *row,
                                                     int                   field);
/* The time from one instant to the other in seconds, as a cell; empty where one is missing. */
void                 dray_report_table_add_span     (DrayReportTable      *table,
                                                     gint64                from_us,
                                                     gint64                until_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayReportReader, dray_report_reader_free)

G_END_DECLS
