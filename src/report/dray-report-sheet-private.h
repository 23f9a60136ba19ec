/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>

#include "dray-report.h"

G_BEGIN_DECLS

/* Words on paper, in points. */
typedef enum {
  DRAY_SHEET_TITLE,
  DRAY_SHEET_HEADING,
  DRAY_SHEET_BODY,
  DRAY_SHEET_CELL,
  DRAY_SHEET_HEAD,   /* of a table's column */
  DRAY_SHEET_TOTAL,
  DRAY_SHEET_FIGURE, /* a big number */
  DRAY_SHEET_SMALL,
  DRAY_SHEET_N_STYLES,
} DraySheetStyle;

/* One layout for all words of a document. */
PangoLayout *dray_sheet_text_new     (cairo_t         *cairo);
double       dray_sheet_text_width   (PangoLayout     *text,
                                      DraySheetStyle   style,
                                      const char      *words);
int          dray_sheet_text_lines   (PangoLayout     *text,
                                      DraySheetStyle   style,
                                      const char      *words,
                                      double           width);
double       dray_sheet_line_height  (DraySheetStyle   style);
void         dray_sheet_text_draw    (PangoLayout     *text,
                                      cairo_t         *cairo,
                                      DraySheetStyle   style,
                                      const char      *words,
                                      double           x,
                                      double           y,
                                      double           width,
                                      int              n_lines,
                                      gboolean         is_right);

/* How a table stands on paper: the width of its columns and the lines that each of its rows needs. */
typedef struct {
  const DrayReportTable *table;
  GTimeZone             *zone;   /* the report's */
  guint                  n_rows; /* on paper */
  double                *widths; /* (array length=n_columns) */
  guint8                *lines;  /* (array length=n_rows) */
  int                    head_lines;
  double                 width;
} DraySheetTable;

DraySheetTable *dray_sheet_table_new         (const DrayReportTable *table,
                                              GTimeZone             *zone,
                                              PangoLayout           *text,
                                              double                 width);
void            dray_sheet_table_free        (DraySheetTable        *self);
double          dray_sheet_table_head_height (const DraySheetTable  *self);
double          dray_sheet_table_row_height  (const DraySheetTable  *self,
                                              guint                  row);
void            dray_sheet_table_draw        (const DraySheetTable  *self,
                                              PangoLayout           *text,
                                              cairo_t               *cairo,
                                              guint                  first,
                                              guint                  n_rows,
                                              double                 x,
                                              double                 y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DraySheetTable, dray_sheet_table_free)

G_END_DECLS
