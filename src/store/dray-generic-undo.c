/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* operation.undo takes back one operation's own intent and never a colleague's later edit: each cell gets back what it held before,
 * if the operation was the last to write it; the others are named in the receipt. A row that the operation made is deleted, if
 * nobody wrote any of its cells since. An undo is an operation like any other: undoing it redoes. */

#include "dray-generic.h"
#include "dray-mutation-private.h"
#include "dray-store-private.h"

#include <glib/gi18n.h>
#include <string.h>

#define OPERATION_UNDO_ARGUMENTS(FIELD) \
  FIELD (OPERATION_UNDO, CLIENT, client, REFERENCE, .flags = DRAY_FIELD_REQUIRED) \
  FIELD (OPERATION_UNDO, MID, mid, INTEGER, .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 1e15)

DRAY_DECLARE_ARGUMENTS (OPERATION_UNDO, OPERATION_UNDO_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (operation_undo, OPERATION_UNDO_ARGUMENTS)

static DrayLogEntry *
find_target (DrayMutation *mutation)
{
  DrayId client = dray_mutation_argument_id (mutation, DRAY_OPERATION_UNDO_CLIENT);
  DrayLogEntry *entry = NULL;
  gint64 number, last_mid;
  GError *error = NULL;

  dray_mutation_note_operation (mutation, &client, dray_mutation_argument_integer (mutation, DRAY_OPERATION_UNDO_MID));
  if (!dray_store_find_client (mutation->store, &client, &number, &last_mid, &error) ||
      !dray_store_find_log (mutation->store, number, dray_mutation_argument_integer (mutation, DRAY_OPERATION_UNDO_MID), &entry, &error))
    dray_mutation_fail (mutation, error);
  else if (entry == NULL || entry->effects->len == 0)
    dray_mutation_refuse (mutation, N_("There is nothing to undo."));
  return entry;
}

/* Whether the operation may be undone at all: its description says so. */
static gboolean
is_undoable (DrayMutation       *mutation,
             const DrayLogEntry *entry)
{
  g_autofree char *name = g_strndup (entry->operation, strcspn (entry->operation, "@"));
  const DrayOperation *operation = dray_schema_find_operation (dray_store_get_schema (mutation->store), name);

  if (operation == NULL)
    dray_mutation_refuse (mutation, "%s is not known here", entry->operation);
  else if (operation->undo == DRAY_UNDO_COMPENSATES)
    dray_mutation_refuse (mutation, "%s can't be undone; use %s", operation->name, operation->compensated_by);
  else if (operation->undo == DRAY_UNDO_NEVER)
    dray_mutation_refuse (mutation, "%s can't be undone", operation->name);
  return !dray_mutation_has_failed (mutation);
}

static gboolean
is_creation (const DrayEffect *effect)
{
  return effect->field == DRAY_FIELD_DELETED && effect->before.kind == DRAY_VALUE_NONE;
}

/* Whether the cell, or the whole row where the operation made it, was left alone since. */
static gboolean
is_last (DrayMutation     *mutation,
         const DrayEffect *effect,
         gint64            number)
{
  const DrayRow *row = dray_mutation_find_deleted (mutation, effect->table, &effect->id);
  gint64 writer = 0;
  gboolean has_other = FALSE;
  GError *error = NULL;

  if (row == NULL)
    return FALSE;
  if (!dray_store_get_writer (mutation->store, row, effect->field, &writer, &error) ||
      (is_creation (effect) && !dray_store_has_other_writer (mutation->store, &effect->id, number, &has_other, &error))) {
    dray_mutation_fail (mutation, error);
    return FALSE;
  }
  return writer == number && !has_other;
}

static void
keep (DrayMutation     *mutation,
      const DrayEffect *effect)
{
  DrayCell cell = { effect->table, effect->id, effect->field };

  if (mutation->kept == NULL)
    mutation->kept = g_array_new (FALSE, FALSE, sizeof (DrayCell));
  g_array_append_val (mutation->kept, cell);
}

/* The other cells of a row that the operation made go with the row. */
static gboolean
was_made (const DrayEffects *effects,
          guint              i)
{
  const DrayEffect *effect = dray_effects_get (effects, i);

  for (guint k = i; k-- > 0;) {
    const DrayEffect *earlier = dray_effects_get (effects, k);

    if (!dray_id_equal (&earlier->id, &effect->id) || earlier->table != effect->table)
      return FALSE;
    if (is_creation (earlier))
      return TRUE;
  }
  return FALSE;
}

static void
operation_undo (DrayMutation *mutation)
{
  g_autoptr (DrayLogEntry) entry = find_target (mutation);
  guint n_restored = 0;

  if (dray_mutation_has_failed (mutation) || !is_undoable (mutation, entry))
    return;
  for (guint i = 0; i < entry->effects->len; i++) {
    const DrayEffect *effect = dray_effects_get (entry->effects, i);

    if (was_made (entry->effects, i))
      continue;
    if (is_last (mutation, effect, entry->number)) {
      dray_mutation_restore (mutation, effect);
      n_restored++;
    } else {
      keep (mutation, effect);
    }
  }
  if (n_restored == 0)
    dray_mutation_refuse (mutation, N_("Everything that it did has been changed since."));
}

const DrayOperation dray_operation_undo_operation = {
  .name = "operation.undo", .version = 1, .label = N_("Undo"), .kind = DRAY_OPERATION_EDIT, .undo = DRAY_UNDO_RESTORES,
  .arguments = operation_undo_arguments, .n_arguments = DRAY_OPERATION_UNDO_N_FIELDS, .mutate = operation_undo,
};
