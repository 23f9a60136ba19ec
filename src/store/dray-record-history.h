/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-store.h"

G_BEGIN_DECLS

/**
 * DrayRecordChange:
 * @at_us: by the author's clock
 * @operation: name@version
 * @is_own: it was made in this workspace file
 * @field: an index of the table, or %DRAY_FIELD_DELETED: the record was made or deleted
 * @before: none where the cell held nothing
 *
 * What one operation did to one cell of a record.
 */
typedef struct {
  gint64    at_us;
  char     *operation;
  gboolean  is_own;
  int       field;
  DrayValue before;
  DrayValue after;
} DrayRecordChange;

GPtrArray *dray_store_read_history (DrayStore       *self,
                                    const DrayTable *table,
                                    const DrayId    *id,
                                    guint            n_max,
                                    GError         **error);

G_END_DECLS
