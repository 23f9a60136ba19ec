/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-conflict-book.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayRecordNotice:
 *
 * What to know about a record before one touches it: who else looks at it or edits it, and whether two have written the same in it
 * without having seen each other. It also tells the others that it is looked at here. Nothing is shown where there is nothing to say.
 */
#define DRAY_TYPE_RECORD_NOTICE (dray_record_notice_get_type ())
G_DECLARE_FINAL_TYPE (DrayRecordNotice, dray_record_notice, DRAY, RECORD_NOTICE, AdwBin)

void        dray_record_notice_set_engine (DrayRecordNotice *self,
                                           DrayEngine       *engine);
void        dray_record_notice_show       (DrayRecordNotice *self,
                                           const DrayTable  *table,
                                           const DrayId     *id,
                                           gboolean          is_edited);
const char *dray_record_notice_get_others (DrayRecordNotice *self);

G_END_DECLS
