/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-store.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  DRAY_SHEET_JSON,
  DRAY_SHEET_CSV,
  DRAY_SHEET_XLSX,
} DraySheetFormat;

gboolean dray_store_export (DrayStore        *self,
                            const DrayQuery  *query,
                            DraySheetFormat   format,
                            const char       *path,
                            GCancellable     *cancellable,
                            GError          **error);

G_END_DECLS
