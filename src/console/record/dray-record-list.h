/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-engine.h"
#include "dray-record-names.h"
#include "dray-record.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayRecordList:
 *
 * All records of one kind, made of its description: a column a field, sorted by a click on its title, searched as one types, and
 * chosen by status where the kind has one. Who else has a record open stands beside it. Sorting and searching happen in the file, so that a hundred thousand rows cost what a
 * screenful does.
 *
 * Signals:
 *   selected (guint n): that many rows are chosen; see dray_record_list_get_selected()
 *   activated (#DrayRecord): by a double click or Enter
 */
#define DRAY_TYPE_RECORD_LIST (dray_record_list_get_type ())
G_DECLARE_FINAL_TYPE (DrayRecordList, dray_record_list, DRAY, RECORD_LIST, AdwBin)

GtkWidget       *dray_record_list_new          (DrayEngine      *engine,
                                                DrayRecordNames *names,
                                                const DrayTable *table);
const DrayTable *dray_record_list_get_table    (DrayRecordList  *self);
GPtrArray       *dray_record_list_get_selected (DrayRecordList  *self);
void             dray_record_list_select       (DrayRecordList  *self,
                                                const DrayId    *id);
guint            dray_record_list_get_n_rows   (DrayRecordList  *self);
void             dray_record_list_focus_search (DrayRecordList  *self);

G_END_DECLS
