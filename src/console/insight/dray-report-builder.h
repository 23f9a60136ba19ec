/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-record-names.h"
#include "dray-report-design.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayReportBuilder:
 *
 * Puts a report of figures together: which figures, by what, as table or chart, of which days and of whose rows, and under which name it
 * is saved. It changes a design and knows nothing of how that is made or kept.
 *
 * Signals:
 *   changed: another report is to be made
 *   save: it is to be kept under its name
 *   remove: it is to be deleted
 */
#define DRAY_TYPE_REPORT_BUILDER (dray_report_builder_get_type ())
G_DECLARE_FINAL_TYPE (DrayReportBuilder, dray_report_builder, DRAY, REPORT_BUILDER, AdwBin)

void                    dray_report_builder_open       (DrayReportBuilder      *self,
                                                        DrayWorkspace          *workspace,
                                                        DrayRecordNames        *names);
void                    dray_report_builder_set_design (DrayReportBuilder      *self,
                                                        const DrayReportDesign *design);
const DrayReportDesign *dray_report_builder_get_design (DrayReportBuilder      *self);
void                    dray_report_builder_set_saved  (DrayReportBuilder      *self,
                                                        const DrayId           *id);

G_END_DECLS
