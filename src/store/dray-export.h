/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-store.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  DRAY_FILE_JSON,
  DRAY_FILE_CSV,
  DRAY_FILE_XLSX,
} DrayFileFormat;

gboolean dray_store_export (DrayStore        *self,
                            const DrayQuery  *query,
                            DrayFileFormat   format,
                            const char       *path,
                            GCancellable     *cancellable,
                            GError          **error);

G_END_DECLS
