/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-engine.h"
#include "dray-report-builder.h"
#include "dray-report-write.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayReportPage:
 *
 * The built-in reports and those that people put together: one is chosen or built, shown page by page as it will stand on paper, and leaves
 * as PDF, spreadsheet, CSV, JSON or print.
 */
#define DRAY_TYPE_REPORT_PAGE (dray_report_page_get_type ())
G_DECLARE_FINAL_TYPE (DrayReportPage, dray_report_page, DRAY, REPORT_PAGE, AdwBin)

void               dray_report_page_open        (DrayReportPage   *self,
                                                 DrayEngine       *engine);
void               dray_report_page_set_period  (DrayReportPage   *self,
                                                 gint64            today,
                                                 gint64            first_day,
                                                 gint64            last_day);
void               dray_report_page_show        (DrayReportPage   *self,
                                                 const char       *name);
gboolean           dray_report_page_show_saved  (DrayReportPage   *self,
                                                 const char       *name);
DrayReport        *dray_report_page_get_report  (DrayReportPage   *self);
DrayReportBuilder *dray_report_page_get_builder (DrayReportPage   *self);
void               dray_report_page_export      (DrayReportPage   *self,
                                                 DrayReportFormat  format,
                                                 const char       *path);
const char        *dray_report_page_get_status  (DrayReportPage   *self);

G_END_DECLS
