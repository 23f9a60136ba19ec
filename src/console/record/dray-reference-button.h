/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-record-names.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayReferenceButton:
 *
 * Shows the row that a field refers to by its name, and lets one look for another by typing.
 *
 * Signals: changed: another row was chosen, or none
 */
#define DRAY_TYPE_REFERENCE_BUTTON (dray_reference_button_get_type ())
G_DECLARE_FINAL_TYPE (DrayReferenceButton, dray_reference_button, DRAY, REFERENCE_BUTTON, AdwBin)

GtkWidget    *dray_reference_button_new    (DrayWorkspace       *workspace,
                                            DrayRecordNames     *names,
                                            const DrayTable     *table,
                                            gboolean             required);
void          dray_reference_button_set_id (DrayReferenceButton *self,
                                            const DrayId        *id);
const DrayId *dray_reference_button_get_id (DrayReferenceButton *self);

G_END_DECLS
