/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-mutation.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * DrayOperationKind:
 * @DRAY_OPERATION_EDIT: may be refused, can be undone
 * @DRAY_OPERATION_FACT: something that happened. Never refused for state or clock: where its mutator refuses or an invariant
 *   breaks, it is logged without effects and flagged for review. Corrected only by a new record
 * @DRAY_OPERATION_RELEASE: went out to others. Not undone, but followed by a correcting one
 */
typedef enum {
  DRAY_OPERATION_EDIT,
  DRAY_OPERATION_FACT,
  DRAY_OPERATION_RELEASE,
} DrayOperationKind;

/**
 * DrayUndo:
 * @DRAY_UNDO_RESTORES: operation.undo puts back what it changed
 * @DRAY_UNDO_COMPENSATES: another operation, its compensated_by, makes it good
 * @DRAY_UNDO_NEVER: nothing does
 */
typedef enum {
  DRAY_UNDO_RESTORES,
  DRAY_UNDO_COMPENSATES,
  DRAY_UNDO_NEVER,
} DrayUndo;

/**
 * DrayOperation:
 * @name: "stop.move": the record kind, a dot, a verb
 * @version: from 1; a change of the arguments' meaning is a new version
 * @label: for the undo menu and the audit trail, marked with N_()
 * @compensated_by: (nullable): the name of the operation, where @undo says so
 * @arguments: (array length=n_arguments): typed and checked before @mutate sees them
 * @mutate: does it. See #DrayMutation for what it may call. Pure: no clock, no random numbers, no I/O, no state of its own; the
 *   same function runs here, on the hub and in every replay, and must give the same effects on the same rows
 * @upgrade: (nullable): turns the arguments of the version before into those of @from + 1; kept for a major release. %FALSE if it can't
 * @oldest_version: the oldest version that @upgrade starts from; 0 where there is none
 *
 * One thing that can be done: the extension point of the whole program. Static and immutable, one line in the list that is given
 * at open. Permissions are lines of #DrayGrant.
 */
typedef struct {
  const char        *name;
  int                version;
  const char        *label;
  DrayOperationKind  kind;
  DrayUndo           undo;
  const char        *compensated_by;
  const DrayField   *arguments;
  int                n_arguments;
  void             (*mutate)  (DrayMutation *mutation);
  gboolean         (*upgrade) (JsonObject *arguments,
                               int         from);
  int                oldest_version;
} DrayOperation;

/**
 * DrayInvariant:
 * @name: for the message
 * @table: whose rows it is about
 * @check: looks at one row that an operation touched, @before (%NULL where it was made) and @after, reads others through the
 *   mutation, and calls dray_mutation_refuse() where the rule breaks. Must not set anything
 *
 * A rule of structure that no operation may break, undo and the generic ones included. Rules of the trade that a person may
 * override (capacity, windows, hours) are no invariants: those are derived, shown and priced.
 */
typedef struct {
  const char      *name;
  const DrayTable *table;
  void           (*check) (DrayMutation  *mutation,
                           const DrayRow *before,
                           const DrayRow *after);
} DrayInvariant;

G_END_DECLS
