/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-value.h"

G_BEGIN_DECLS

/**
 * DrayReportCellType:
 * @DRAY_REPORT_TEXT: words
 * @DRAY_REPORT_COUNT: a whole number
 * @DRAY_REPORT_NUMBER: a number
 * @DRAY_REPORT_SHARE: a ratio, 1 is all of it; shown in percent
 * @DRAY_REPORT_MONEY: minor units; shown with two decimals
 * @DRAY_REPORT_DISTANCE: metres; shown in kilometres
 * @DRAY_REPORT_DURATION: seconds; shown as 1 h 25
 * @DRAY_REPORT_DATE: days since 1970-01-01
 * @DRAY_REPORT_TIME: UTC microseconds; shown as the time of day
 * @DRAY_REPORT_INSTANT: UTC microseconds; shown with the day
 * @DRAY_REPORT_RANK: a whole number that is no amount: a place in an order, a priority
 * @DRAY_REPORT_RATE: a number that is no amount: litres a hundred kilometres, a mean
 * @DRAY_REPORT_RATE_DISTANCE: metres that are no amount: an odometer
 * @DRAY_REPORT_RATE_DURATION: seconds that are no amount: a median
 *
 * What a column holds, and so how people see it. Files for programs carry the values themselves. What is no amount is not
 * added up into totals.
 */
typedef enum {
  DRAY_REPORT_TEXT,
  DRAY_REPORT_COUNT,
  DRAY_REPORT_NUMBER,
  DRAY_REPORT_SHARE,
  DRAY_REPORT_MONEY,
  DRAY_REPORT_DISTANCE,
  DRAY_REPORT_DURATION,
  DRAY_REPORT_DATE,
  DRAY_REPORT_TIME,
  DRAY_REPORT_INSTANT,
  DRAY_REPORT_RANK,
  DRAY_REPORT_RATE,
  DRAY_REPORT_RATE_DISTANCE,
  DRAY_REPORT_RATE_DURATION,
  DRAY_REPORT_N_CELL_TYPES,
} DrayReportCellType;

/**
 * DrayReportColumn:
 * @name: lower case with underscores, the unit last: what files for programs call it
 * @label: for people, marked with N_()
 */
typedef struct {
  const char         *name;
  const char         *label;
  DrayReportCellType  type;
} DrayReportColumn;

/**
 * DrayReportTable:
 *
 * Rows under headings. Whoever makes one fills it cell by cell; then it is immutable.
 */
typedef struct _DrayReportTable DrayReportTable;

/* The most rows that a report's table holds. */
#define DRAY_REPORT_MAX_ROWS 500000u

DrayReportTable        *dray_report_table_new           (const char             *title,
                                                         const DrayReportColumn *columns,
                                                         guint                   n_columns);
void                    dray_report_table_free          (DrayReportTable        *self);
void                    dray_report_table_take          (DrayReportTable        *self,
                                                         DrayValue               value);
void                    dray_report_table_add_text      (DrayReportTable        *self,
                                                         const char             *text);
void                    dray_report_table_add_integer   (DrayReportTable        *self,
                                                         gint64                  value);
void                    dray_report_table_add_real      (DrayReportTable        *self,
                                                         double                  value);
void                    dray_report_table_add_nothing   (DrayReportTable        *self);
void                    dray_report_table_add_totals    (DrayReportTable        *self,
                                                         const char             *label);

const char             *dray_report_table_get_title     (const DrayReportTable  *self);
guint                   dray_report_table_get_n_columns (const DrayReportTable  *self);
guint                   dray_report_table_get_n_rows    (const DrayReportTable  *self);
gboolean                dray_report_table_has_totals    (const DrayReportTable  *self);
const DrayReportColumn *dray_report_table_get_column    (const DrayReportTable  *self,
                                                         guint                   column);
const DrayValue        *dray_report_table_get_cell      (const DrayReportTable  *self,
                                                         guint                   row,
                                                         guint                   column);
char                   *dray_report_table_dup_text      (const DrayReportTable  *self,
                                                         guint                   row,
                                                         guint                   column,
                                                         GTimeZone              *zone);

char                   *dray_report_value_dup_text      (const DrayValue        *value,
                                                         DrayReportCellType      type,
                                                         GTimeZone              *zone);
char                   *dray_report_value_dup_plain     (const DrayValue        *value,
                                                         DrayReportCellType      type,
                                                         GTimeZone              *zone);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayReportTable, dray_report_table_free)

G_END_DECLS
