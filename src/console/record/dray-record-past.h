/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-engine.h"
#include "dray-record-names.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayRecordPast:
 *
 * Who changed what of a record and when, from the operations' log, under its form. It is read when somebody opens it.
 */
#define DRAY_TYPE_RECORD_PAST (dray_record_past_get_type ())
G_DECLARE_FINAL_TYPE (DrayRecordPast, dray_record_past, DRAY, RECORD_PAST, AdwBin)

void dray_record_past_set_engine (DrayRecordPast  *self,
                                  DrayEngine      *engine,
                                  DrayRecordNames *names);
void dray_record_past_show       (DrayRecordPast  *self,
                                  const DrayTable *table,
                                  const DrayId    *id);

G_END_DECLS
