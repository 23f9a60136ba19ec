/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "dray-report.h"

G_BEGIN_DECLS

/**
 * DrayReportPages:
 *
 * A report broken into pages of one size: titles, page numbers, tables whose headings stand again on each page, charts as lines and
 * letters. The same pages go into a PDF, onto a printer and into the preview. To be used by one thread at a time.
 */
typedef struct _DrayReportPages DrayReportPages;

/* A table on paper has at most so many rows; the whole stands in a spreadsheet. */
#define DRAY_REPORT_MAX_PAPER_ROWS 20000u

/* A4, in points. */
#define DRAY_REPORT_A4_SHORT 595.28
#define DRAY_REPORT_A4_LONG 841.89

DrayReportPages *dray_report_pages_new         (DrayReport       *report,
                                                double            width,
                                                double            height);
void             dray_report_pages_free        (DrayReportPages  *self);
guint            dray_report_pages_get_n       (DrayReportPages  *self);
void             dray_report_pages_draw        (DrayReportPages  *self,
                                                guint             page,
                                                cairo_t          *cairo);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayReportPages, dray_report_pages_free)

G_END_DECLS
