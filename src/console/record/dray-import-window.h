/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-engine.h"
#include "dray-import.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayImportWindow:
 *
 * Rows of one kind from somebody's spreadsheet: which file and sheet, which column is which field, by what a row that is there already
 * is known, and afterwards what was refused and why. What was chosen is remembered for the kind.
 */
#define DRAY_TYPE_IMPORT_WINDOW (dray_import_window_get_type ())
G_DECLARE_FINAL_TYPE (DrayImportWindow, dray_import_window, DRAY, IMPORT_WINDOW, AdwWindow)

GtkWidget              *dray_import_window_new        (DrayEngine       *engine,
                                                       const DrayTable  *table);
void                    dray_import_window_set_file   (DrayImportWindow *self,
                                                       const char       *path);
gboolean                dray_import_window_is_ready   (DrayImportWindow *self);
void                    dray_import_window_start      (DrayImportWindow *self);
const DrayImportResult *dray_import_window_get_result (DrayImportWindow *self);

G_END_DECLS
