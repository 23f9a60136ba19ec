/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-chart.h"
#include "dray-report-table.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DrayReport:
 *
 * A report as it will stand on paper: headings, paragraphs, figures, tables and charts, one below the other, with no word of any file
 * format. One thread makes and fills it; from then on it is immutable and goes from thread to thread. The writers turn it into a file.
 */
typedef struct _DrayReport DrayReport;

/**
 * DrayReportFigure:
 * @name: "On time"
 * @value: "94.1 %", or a sentence why there is none
 * @note: (nullable): what it counted: "351 of 373 due so far"
 */
typedef struct {
  char *name;
  char *value;
  char *note;
} DrayReportFigure;

typedef enum {
  DRAY_REPORT_HEADING,
  DRAY_REPORT_PARAGRAPH,
  DRAY_REPORT_FIGURES,
  DRAY_REPORT_TABLE,
  DRAY_REPORT_DATA,
  DRAY_REPORT_CHART,
  DRAY_REPORT_BREAK,
} DrayReportBlockKind;

/**
 * DrayReportBlock:
 * @text: of a heading or paragraph
 * @figures: (element-type DrayReportFigure): of figures
 * @height: of a chart, in points
 *
 * One thing below the other; a break begins a new page. Data are a table for files alone, behind the charts that stand on paper.
 */
typedef struct {
  DrayReportBlockKind  kind;
  char                *text;
  GArray              *figures;
  DrayReportTable     *table;
  DrayChart           *chart;
  double               height;
} DrayReportBlock;

DrayReport            *dray_report_new           (const char            *name,
                                                  const char            *title,
                                                  GTimeZone             *zone);
DrayReport            *dray_report_ref           (DrayReport            *self);
void                   dray_report_unref         (DrayReport            *self);

void                   dray_report_set_period    (DrayReport            *self,
                                                  const char            *words);
void                   dray_report_set_origin    (DrayReport            *self,
                                                  const char            *workspace,
                                                  gint64                 made_us);
void                   dray_report_set_landscape (DrayReport            *self,
                                                  gboolean               is_landscape);
void                   dray_report_add_heading   (DrayReport            *self,
                                                  const char            *text);
void                   dray_report_add_paragraph (DrayReport            *self,
                                                  const char            *format,
                                                  ...) G_GNUC_PRINTF (2, 3);
void                   dray_report_add_figure    (DrayReport            *self,
                                                  const char            *name,
                                                  const char            *value,
                                                  const char            *note);
void                   dray_report_take_table    (DrayReport            *self,
                                                  DrayReportTable       *table);
void                   dray_report_take_data     (DrayReport            *self,
                                                  DrayReportTable       *table);
void                   dray_report_take_chart    (DrayReport            *self,
                                                  DrayChart             *chart,
                                                  double                 height);
void                   dray_report_add_break     (DrayReport            *self);

const char            *dray_report_get_name      (const DrayReport      *self);
const char            *dray_report_get_title     (const DrayReport      *self);
const char            *dray_report_get_period    (const DrayReport      *self);
const char            *dray_report_get_workspace (const DrayReport      *self);
gint64                 dray_report_get_made_us   (const DrayReport      *self);
gboolean               dray_report_is_landscape  (const DrayReport      *self);
GTimeZone             *dray_report_get_zone      (const DrayReport      *self);
guint                  dray_report_get_n_blocks  (const DrayReport      *self);
const DrayReportBlock *dray_report_get_block     (const DrayReport      *self,
                                                  guint                  block);
DrayReportTable       *dray_report_get_main      (const DrayReport      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayReport, dray_report_unref)

G_END_DECLS
