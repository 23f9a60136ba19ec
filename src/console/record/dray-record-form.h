/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-engine.h"
#include "dray-record-names.h"
#include "dray-record.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayRecordForm:
 *
 * One record, a new one, or several at once, made of the description of their kind. Nothing is written until it is saved; then only
 * what was changed is, a field an operation, so that a colleague's edit of another field stays. What a colleague changes meanwhile
 * shows at once where nothing was typed.
 *
 * Signals:
 *   closed: the person is done with it
 *   saved: it was written; see dray_record_form_get_id()
 *   edited: what is typed in, or whether it can be saved, may have changed
 */
#define DRAY_TYPE_RECORD_FORM (dray_record_form_get_type ())
G_DECLARE_FINAL_TYPE (DrayRecordForm, dray_record_form, DRAY, RECORD_FORM, AdwBin)

GtkWidget    *dray_record_form_new        (DrayEngine      *engine,
                                           DrayRecordNames *names);
void          dray_record_form_show       (DrayRecordForm  *self,
                                           DrayRecord      *record);
void          dray_record_form_show_all   (DrayRecordForm  *self,
                                           GPtrArray       *records);
void          dray_record_form_start      (DrayRecordForm  *self,
                                           const DrayTable *table);
gboolean      dray_record_form_is_changed (DrayRecordForm  *self);
void          dray_record_form_embed      (DrayRecordForm  *self);
gboolean      dray_record_form_save       (DrayRecordForm  *self);
gboolean      dray_record_form_is_busy    (DrayRecordForm  *self);
void          dray_record_form_revert     (DrayRecordForm  *self);
gboolean      dray_record_form_read       (DrayRecordForm  *self,
                                           const char      *field,
                                           DrayValue       *value);
const DrayId *dray_record_form_get_id     (DrayRecordForm  *self);
GtkWidget    *dray_record_form_get_control (DrayRecordForm *self,
                                            const char     *field);

G_END_DECLS
