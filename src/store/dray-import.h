/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-export.h"

G_BEGIN_DECLS

/**
 * DrayMapping:
 *
 * How the columns of somebody's file become fields: what an import profile saves, as JSON:
 *
 *   { "table": "van", "by": "plate", "sheet": "Fleet", "columns": { "Kennzeichen": "plate", "Name": "name" } }
 *
 * "by" is the field whose value tells that a row is there already and is to be updated; without it rows are updated only by their
 * id. Without "columns" a heading is taken for the field that has it as its name or label and may be set by hand, so that what was
 * exported can be imported. Columns that map to nothing are left out.
 */
typedef struct _DrayMapping DrayMapping;

DrayMapping *dray_mapping_new           (const DrayTable  *table);
DrayMapping *dray_mapping_new_from_json (DraySchema       *schema,
                                         const char       *json,
                                         GError          **error);
void         dray_mapping_free          (DrayMapping      *self);
void         dray_mapping_set_by        (DrayMapping      *self,
                                         const char       *field);
void         dray_mapping_set_sheet     (DrayMapping      *self,
                                         const char       *sheet);
void         dray_mapping_add_column    (DrayMapping      *self,
                                         const char       *heading,
                                         const char       *field);
char        *dray_mapping_dup_json      (DrayMapping      *self);

int          dray_mapping_guess         (const DrayTable  *table,
                                         const char       *heading);

/* Rows below the headings that a look shows. */
#define DRAY_IMPORT_LOOK_ROWS 5

/**
 * DrayImportLook:
 * @sheets: (nullable): names of a spreadsheet's
 * @rows: (element-type GStrv): the headings, then the first rows; a row may have fewer or more cells than there are headings
 */
typedef struct {
  GStrv      sheets;
  GPtrArray *rows;
} DrayImportLook;

DrayImportLook *dray_import_look_new  (DrayFileFormat   format,
                                       const char      *path,
                                       const char      *sheet,
                                       GError         **error);
void            dray_import_look_free (DrayImportLook  *self);

/**
 * DrayRefusedRow:
 * @line: where it stands in the file, from 1; of JSON the number of the object
 */
typedef struct {
  guint64  line;
  char    *reason;
} DrayRefusedRow;

/**
 * DrayImportResult:
 * @n_written: rows that were made or updated
 * @n_refused: rows that were not
 * @refused: (element-type DrayRefusedRow): the first %DRAY_IMPORT_MAX_REASONS of those
 */
typedef struct {
  guint   n_written;
  guint   n_refused;
  GArray *refused;
} DrayImportResult;

#define DRAY_IMPORT_MAX_REASONS 10000

void              dray_import_result_free (DrayImportResult  *self);
DrayImportResult *dray_store_import       (DrayStore         *self,
                                           const DrayActor   *actor,
                                           DrayMapping       *mapping,
                                           DrayFileFormat    format,
                                           const char        *path,
                                           GCancellable      *cancellable,
                                           GError           **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayImportLook, dray_import_look_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayMapping, dray_mapping_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayImportResult, dray_import_result_free)

G_END_DECLS
