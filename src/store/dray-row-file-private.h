/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-database.h"
#include "dray-row.h"

G_BEGIN_DECLS

/**
 * DrayRowFile:
 *
 * The rows of one table in one file: its statements, prepared when they are first needed.
 */
typedef struct _DrayRowFile DrayRowFile;

/* A set of fields: bit 1 + index, so that bit 0 is DRAY_FIELD_DELETED. */
typedef guint64 DrayFieldMask;

static inline DrayFieldMask
dray_field_mask (int field)
{
  return G_GUINT64_CONSTANT (1) << (1 + field);
}

DrayRowFile *dray_row_file_new        (DrayDatabase     *database,
                                       const DrayTable  *table);
void         dray_row_file_free       (DrayRowFile      *self);

gboolean     dray_row_file_find       (DrayRowFile      *self,
                                       const DrayId     *id,
                                       DrayRow         **row,
                                       GError          **error);
GPtrArray   *dray_row_file_select     (DrayRowFile      *self,
                                       int               field,
                                       const DrayValue  *value,
                                       GError          **error);
gboolean     dray_row_file_insert     (DrayRowFile      *self,
                                       const DrayRow    *row,
                                       GError          **error);
gboolean     dray_row_file_update     (DrayRowFile      *self,
                                       const DrayRow    *row,
                                       DrayFieldMask     fields,
                                       GError          **error);
gboolean     dray_row_file_remove     (DrayRowFile      *self,
                                       const DrayId     *id,
                                       GError          **error);
DrayRow     *dray_row_file_read       (const DrayTable  *table,
                                       DrayStatement    *statement);
void         dray_row_file_append_columns (const DrayTable *table,
                                           GString         *sql);

G_END_DECLS
