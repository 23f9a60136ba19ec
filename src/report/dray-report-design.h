/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-report-kind.h"

G_BEGIN_DECLS

/**
 * DrayReportDesign:
 * @id: of its record; none before it is saved
 * @name: (nullable): what people call it
 * @kpis: (array zero-terminated=1): ids of figures
 * @split: (nullable): what it is split by
 * @period: (nullable): as people type it; %NULL for whatever is looked at
 *
 * A report of figures as somebody put it together, in the shape in which it is built, saved, opened again and made.
 */
typedef struct {
  DrayId           id;
  char            *name;
  GStrv            kpis;
  char            *split;
  DrayReportShows  shows;
  char            *period;
  DrayId           truck;
  DrayId           driver;
  DrayId           party;
  DrayId           depot;
} DrayReportDesign;

DrayReportDesign *dray_report_design_new        (void);
DrayReportDesign *dray_report_design_new_of_row (const DrayRow           *row);
DrayReportDesign *dray_report_design_copy       (const DrayReportDesign  *self);
void              dray_report_design_free       (DrayReportDesign        *self);
DrayReportDesign *dray_report_design_find       (DrayStore               *store,
                                                 const char              *name,
                                                 GError                 **error);
GPtrArray        *dray_report_design_list       (DrayStore               *store,
                                                 GError                 **error);
void              dray_report_design_fill       (const DrayReportDesign  *self,
                                                 DrayReportAsk           *ask);
DrayValue         dray_report_design_get_cell   (const DrayReportDesign  *self,
                                                 int                      field);
char             *dray_report_design_dup_values (const DrayReportDesign  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayReportDesign, dray_report_design_free)

G_END_DECLS
