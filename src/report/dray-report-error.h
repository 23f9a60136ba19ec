/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DrayReportError:
 * @DRAY_REPORT_ERROR_FAILED: the file can't be written
 * @DRAY_REPORT_ERROR_ASK: what was asked for contradicts itself: a period that ends before it begins, a truck that there is not
 * @DRAY_REPORT_ERROR_LIMIT: more rows than a report, or its format, has room for
 *
 * What can go wrong with a report. An empty period is no error: the report says so.
 */
typedef enum {
  DRAY_REPORT_ERROR_FAILED,
  DRAY_REPORT_ERROR_ASK,
  DRAY_REPORT_ERROR_LIMIT,
} DrayReportError;

#define DRAY_REPORT_ERROR (dray_report_error_quark ())
GQuark dray_report_error_quark (void);

G_END_DECLS
