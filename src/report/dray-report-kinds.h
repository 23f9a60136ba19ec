/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-report-kind.h"

G_BEGIN_DECLS

/* The built-in reports, a file in kind/ each. */
gboolean dray_report_make_day            (DrayReportReader *reader, DrayReport *report, GError **error);
gboolean dray_report_make_figures        (DrayReportReader *reader, DrayReport *report, GError **error);
gboolean dray_report_make_planned_actual (DrayReportReader *reader, DrayReport *report, GError **error);
gboolean dray_report_make_stops          (DrayReportReader *reader, DrayReport *report, GError **error);
gboolean dray_report_make_orders         (DrayReportReader *reader, DrayReport *report, GError **error);
gboolean dray_report_make_customers      (DrayReportReader *reader, DrayReport *report, GError **error);
gboolean dray_report_make_hours          (DrayReportReader *reader, DrayReport *report, GError **error);
gboolean dray_report_make_fuel           (DrayReportReader *reader, DrayReport *report, GError **error);
gboolean dray_report_make_maintenance    (DrayReportReader *reader, DrayReport *report, GError **error);
gboolean dray_report_make_fence_events   (DrayReportReader *reader, DrayReport *report, GError **error);
gboolean dray_report_make_alarms         (DrayReportReader *reader, DrayReport *report, GError **error);
gboolean dray_report_make_outlook        (DrayReportReader *reader, DrayReport *report, GError **error);
gboolean dray_report_make_scores         (DrayReportReader *reader, DrayReport *report, GError **error);
gboolean dray_report_make_fuel_anomalies (DrayReportReader *reader, DrayReport *report, GError **error);
gboolean dray_report_make_risks          (DrayReportReader *reader, DrayReport *report, GError **error);
gboolean dray_report_make_service_times  (DrayReportReader *reader, DrayReport *report, GError **error);
gboolean dray_report_make_failures       (DrayReportReader *reader, DrayReport *report, GError **error);
gboolean dray_report_make_behaviour      (DrayReportReader *reader, DrayReport *report, GError **error);
gboolean dray_report_make_warehouse      (DrayReportReader *reader, DrayReport *report, GError **error);
gboolean dray_report_make_route_sheet    (DrayReportReader *reader, DrayReport *report, GError **error);
gboolean dray_report_make_load_list      (DrayReportReader *reader, DrayReport *report, GError **error);
gboolean dray_report_make_delivery_note  (DrayReportReader *reader, DrayReport *report, GError **error);

G_END_DECLS
