/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-report.h"

G_BEGIN_DECLS

/**
 * DrayReportFormat:
 * @DRAY_REPORT_PDF: pages, charts as lines and letters
 * @DRAY_REPORT_XLSX: a sheet a table, numbers as numbers, dates as dates
 * @DRAY_REPORT_CSV: the main table alone, with those of the same columns behind it
 * @DRAY_REPORT_JSON: everything: figures, tables, charts' data
 */
typedef enum {
  DRAY_REPORT_PDF,
  DRAY_REPORT_XLSX,
  DRAY_REPORT_CSV,
  DRAY_REPORT_JSON,
  DRAY_REPORT_N_FORMATS,
} DrayReportFormat;

const char *dray_report_format_get_ending (DrayReportFormat   format);
gboolean    dray_report_format_find       (const char        *path,
                                           DrayReportFormat  *format,
                                           GError           **error);
gboolean    dray_report_write             (DrayReport        *self,
                                           DrayReportFormat   format,
                                           const char        *path,
                                           GCancellable      *cancellable,
                                           GError           **error);

G_END_DECLS
