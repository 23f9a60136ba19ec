/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-row.h"

G_BEGIN_DECLS

/**
 * DrayRecord:
 *
 * One row as an object that widgets bind to. A class of its own for every table, registered at run time from the description,
 * with a read-only property for each field (underscores become hyphens: "load-kg"):
 *
 *   text, enumeration, JSON, rank, reference → string (%NULL where empty; references as the text of the id)
 *   integer, instant, date → int64 (0, or %DRAY_NEVER for the last two)
 *   real → double (NaN) · boolean → boolean · blob → GBytes
 *
 * besides "row" (#DrayRow), "loaded", and "title", what people call the row. Main context only; the row inside is immutable and
 * may be handed on.
 *
 * Signals: `changed` when a newer version of the row was put in, after the notifications of the properties that differ. Cells of a
 * list connect to it alone: that costs a tenth of a notification a property.
 */
#define DRAY_TYPE_RECORD (dray_record_get_type ())
G_DECLARE_DERIVABLE_TYPE (DrayRecord, dray_record, DRAY, RECORD, GObject)

struct _DrayRecordClass {
  GObjectClass     parent_class;
  const DrayTable *table;
};

GType            dray_record_get_type_of (const DrayTable *table);
DrayRecord      *dray_record_new         (const DrayTable *table,
                                          const DrayId    *id);
void             dray_record_set_row     (DrayRecord      *self,
                                          DrayRow         *row);
DrayRow         *dray_record_get_row     (DrayRecord      *self);
const DrayTable *dray_record_get_table   (DrayRecord      *self);
const DrayId    *dray_record_get_id      (DrayRecord      *self);

G_END_DECLS
