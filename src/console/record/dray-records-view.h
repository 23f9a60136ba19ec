/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-record-form.h"
#include "dray-record-list.h"

G_BEGIN_DECLS

/**
 * DrayRecordsView:
 *
 * The kinds of record that belong together, a list of the one that is chosen, and a form beside it.
 */
#define DRAY_TYPE_RECORDS_VIEW (dray_records_view_get_type ())
G_DECLARE_FINAL_TYPE (DrayRecordsView, dray_records_view, DRAY, RECORDS_VIEW, AdwBin)

GtkWidget      *dray_records_view_new      (DrayEngine         *engine,
                                            const char *const  *kinds);
void            dray_records_view_show     (DrayRecordsView    *self,
                                            const char         *kind);
void            dray_records_view_open     (DrayRecordsView    *self,
                                            const char         *kind,
                                            const DrayId       *id);
DrayRecordList *dray_records_view_get_list (DrayRecordsView    *self);
DrayRecordForm *dray_records_view_get_form (DrayRecordsView    *self);
gboolean        dray_records_view_is_open  (DrayRecordsView    *self);

G_END_DECLS
