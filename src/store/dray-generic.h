/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-operation.h"

G_BEGIN_DECLS

/* The operations that every workspace has, whatever its tables are; ends with NULL:
 *
 *   field.set        { table, id, field, value }      one cell of a field that isn't reserved for named operations
 *   record.create    { table, id, values }            values: an object of field and value
 *   record.delete    { table, id }                    soft
 *   record.import    { table, by, rows }              at most DRAY_IMPORT_ROWS objects, each with its id and values; where `by` names
 *                                                     a field and a living row holds the same value there, that row is set instead
 *   operation.undo   { client, mid }                  see dray-generic-undo.c; redo is the undo of an undo
 *
 * Their permission is asked by table: "truck.set", "truck.create" (for import too), "truck.delete"; an undo needs what the undone
 * operation needed. */
extern const DrayOperation *const dray_generic_operations[];

#define DRAY_IMPORT_ROWS 200

extern const DrayOperation dray_field_set_operation;
extern const DrayOperation dray_record_create_operation;
extern const DrayOperation dray_record_delete_operation;
extern const DrayOperation dray_record_import_operation;
extern const DrayOperation dray_operation_undo_operation;

/* In no list: see dray_intent_new_unreadable(). */
enum { DRAY_OPERATION_UNREADABLE_NAME, DRAY_OPERATION_UNREADABLE_WHY };
extern const DrayOperation dray_operation_unreadable_operation;

G_END_DECLS
