/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-command.h"
#include "dray-export.h"

G_BEGIN_DECLS

/* What the verbs about the rows of a workspace have in common: FOLDER, KIND and a file whose ending says its format. */

typedef struct {
  DrayStore       *store;
  const DrayTable *table;
} DrayRowLine;

gboolean dray_row_line_open        (DrayRowLine     *self,
                                    const char      *folder,
                                    const char      *kind,
                                    gboolean         read_only,
                                    GError         **error);
void     dray_row_line_clear       (DrayRowLine     *self);
gboolean dray_row_line_find_format (const char      *path,
                                    DrayFileFormat  *format,
                                    GError         **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DrayRowLine, dray_row_line_clear)

G_END_DECLS
