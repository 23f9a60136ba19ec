/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DrayWorkbook:
 *
 * The first sheet, or a chosen one, of an XLSX file, row by row, all cells as text. Hostile files cost bounded time and memory.
 */
typedef struct _DrayWorkbook DrayWorkbook;

DrayWorkbook  *dray_workbook_open         (GBytes       *file,
                                     const char   *name,
                                     GError      **error);
void        dray_workbook_free         (DrayWorkbook    *self);
GStrv       dray_workbook_list_names   (GBytes       *file,
                                     GError      **error);
gboolean    dray_workbook_read_row     (DrayWorkbook    *self,
                                     gboolean     *has_row,
                                     GError      **error);
guint       dray_workbook_get_n_cells  (DrayWorkbook    *self);
const char *dray_workbook_get_cell     (DrayWorkbook    *self,
                                     guint         column);
guint64     dray_workbook_get_line     (DrayWorkbook    *self);
gboolean    dray_workbook_is_1904      (DrayWorkbook    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayWorkbook, dray_workbook_free)

G_END_DECLS
