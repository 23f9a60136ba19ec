/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * DrayRow:
 * @id: its name for ever
 * @is_deleted: deletes are soft; a deleted row is still read where something refers to it
 * @stamp: the number of the log entry that made the row
 * @values: (array): [table->n_fields], by the field indices of the table
 *
 * One row as it was at one instant. Reference counted; whoever makes one fills it before anyone else sees it, and from then on it
 * is immutable and may be handed to any thread.
 */
typedef struct {
  const DrayTable *table;
  DrayId           id;
  gboolean         is_deleted;
  gint64           stamp;
  DrayValue        values[];
} DrayRow;

#define DRAY_TYPE_ROW (dray_row_get_type ())
GType       dray_row_get_type    (void);

DrayRow    *dray_row_new         (const DrayTable *table,
                                  const DrayId    *id);
DrayRow    *dray_row_copy        (const DrayRow   *self);
DrayRow    *dray_row_ref         (DrayRow         *self);
void        dray_row_unref       (DrayRow         *self);
gboolean    dray_row_equal       (const DrayRow   *a,
                                  const DrayRow   *b);

/* What a cell holds, or what stands for nothing: NULL, 0, NaN, DRAY_ID_NONE, DRAY_NEVER for an instant or a date, -1 for a choice. */
gboolean    dray_row_has         (const DrayRow   *self,
                                  int              field);
const char *dray_row_get_text    (const DrayRow   *self,
                                  int              field);
gint64      dray_row_get_integer (const DrayRow   *self,
                                  int              field);
double      dray_row_get_real    (const DrayRow   *self,
                                  int              field);
gboolean    dray_row_get_boolean (const DrayRow   *self,
                                  int              field);
DrayId      dray_row_get_id      (const DrayRow   *self,
                                  int              field);
int         dray_row_get_choice  (const DrayRow   *self,
                                  int              field);
GBytes     *dray_row_get_bytes   (const DrayRow   *self,
                                  int              field);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayRow, dray_row_unref)

G_END_DECLS
