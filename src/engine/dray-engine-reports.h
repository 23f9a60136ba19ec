/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-engine.h"
#include "dray-report-design.h"

G_BEGIN_DECLS

/* Reports, made on a thread of their own over a connection that only reads: a report of years must not keep lists waiting. The ask's
 * time and workspace are filled in by the engine. */
void        dray_engine_make_report_async  (DrayEngine             *self,
                                            const DrayReportKind   *kind,
                                            const DrayReportAsk    *ask,
                                            const DrayReportDesign *design,
                                            GCancellable           *cancellable,
                                            GAsyncReadyCallback     callback,
                                            gpointer                user_data);
DrayReport *dray_engine_make_report_finish (DrayEngine           *self,
                                            GAsyncResult         *result,
                                            GError              **error);

G_END_DECLS
