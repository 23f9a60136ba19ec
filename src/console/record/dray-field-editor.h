/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-record-names.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayFieldEditor:
 *
 * One field of a form: its label, a control that fits its type, and below it what is wrong with what was typed. A field that named
 * operations alone may write is shown and not edited.
 *
 * Signals: changed: by the person, not by dray_field_editor_show()
 */
#define DRAY_TYPE_FIELD_EDITOR (dray_field_editor_get_type ())
G_DECLARE_FINAL_TYPE (DrayFieldEditor, dray_field_editor, DRAY, FIELD_EDITOR, AdwBin)

GtkWidget *dray_field_editor_new        (DrayWorkspace    *workspace,
                                         DrayRecordNames  *names,
                                         const DrayField  *field);
void       dray_field_editor_show       (DrayFieldEditor  *self,
                                         const DrayValue  *value);
void       dray_field_editor_follow     (DrayFieldEditor  *self,
                                         const DrayValue  *value);
void       dray_field_editor_accept     (DrayFieldEditor  *self);
gboolean   dray_field_editor_read       (DrayFieldEditor  *self,
                                         DrayValue        *value);
void       dray_field_editor_set_error  (DrayFieldEditor  *self,
                                         const char       *words);
gboolean   dray_field_editor_is_changed (DrayFieldEditor  *self);
gboolean   dray_field_editor_is_touched (DrayFieldEditor  *self);
gboolean   dray_field_editor_is_fixed   (DrayFieldEditor  *self);
GtkWidget *dray_field_editor_get_control (DrayFieldEditor *self);

G_END_DECLS
