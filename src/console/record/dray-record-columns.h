/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * DrayRecordColumns:
 *
 * The choice of a list's columns: a box for each, in a popover. What is chosen is kept for the kind of record.
 */
#define DRAY_TYPE_RECORD_COLUMNS (dray_record_columns_get_type ())
G_DECLARE_FINAL_TYPE (DrayRecordColumns, dray_record_columns, DRAY, RECORD_COLUMNS, GtkPopover)

DrayRecordColumns *dray_record_columns_new (const char          *table,
                                            guint                n_shown);
void               dray_record_columns_add (DrayRecordColumns   *self,
                                            GtkColumnViewColumn *column,
                                            const char          *name,
                                            const char          *title);

G_END_DECLS
