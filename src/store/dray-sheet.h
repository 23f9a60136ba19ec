/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DraySheet:
 *
 * The first sheet, or a chosen one, of an XLSX file, row by row, all cells as text. Hostile files cost bounded time and memory.
 */
typedef struct _DraySheet DraySheet;

DraySheet  *dray_sheet_open         (GBytes       *file,
                                     const char   *name,
                                     GError      **error);
void        dray_sheet_free         (DraySheet    *self);
GStrv       dray_sheet_list_names   (GBytes       *file,
                                     GError      **error);
gboolean    dray_sheet_read_row     (DraySheet    *self,
                                     gboolean     *has_row,
                                     GError      **error);
guint       dray_sheet_get_n_cells  (DraySheet    *self);
const char *dray_sheet_get_cell     (DraySheet    *self,
                                     guint         column);
guint64     dray_sheet_get_line     (DraySheet    *self);
gboolean    dray_sheet_is_1904      (DraySheet    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DraySheet, dray_sheet_free)

G_END_DECLS
