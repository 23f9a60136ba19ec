/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-workspace.h"

G_BEGIN_DECLS

/**
 * DrayRecordNames:
 *
 * What people call the rows that a list refers to. A name that is not known yet is asked for in the background, many at once, and
 * names follow every commit. At most %DRAY_RECORD_NAMES_MAX are kept.
 *
 * Signals: changed: names came or went; ask again
 */
#define DRAY_TYPE_RECORD_NAMES (dray_record_names_get_type ())
G_DECLARE_FINAL_TYPE (DrayRecordNames, dray_record_names, DRAY, RECORD_NAMES, GObject)

#define DRAY_RECORD_NAMES_MAX 20000

DrayRecordNames *dray_record_names_new  (DrayWorkspace   *workspace);
const char      *dray_record_names_find (DrayRecordNames *self,
                                         const char      *table,
                                         const DrayId    *id);

G_END_DECLS
