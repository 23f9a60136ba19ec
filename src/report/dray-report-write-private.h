/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-report-write.h"

G_BEGIN_DECLS

/* The writers, a file each. They write to @path at once; dray_report_write() gives them one beside the real one. */
gboolean dray_report_write_pdf  (DrayReport    *self,
                                 const char    *path,
                                 GCancellable  *cancellable,
                                 GError       **error);
gboolean dray_report_write_xlsx (DrayReport    *self,
                                 const char    *path,
                                 GCancellable  *cancellable,
                                 GError       **error);
gboolean dray_report_write_csv  (DrayReport    *self,
                                 const char    *path,
                                 GCancellable  *cancellable,
                                 GError       **error);
gboolean dray_report_write_json (DrayReport    *self,
                                 const char    *path,
                                 GCancellable  *cancellable,
                                 GError       **error);

G_END_DECLS
