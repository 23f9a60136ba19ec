/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* What a workspace does when the ground moves: its hub was restored and has forgotten the end of its log, it joins its first hub, or
 * another copy of it goes about under its name. In each case operations of our own that had been decided wait again, and are
 * submitted again. */

#include "dray-change.h"
#include "dray-database-private.h"
#include "dray-intent-private.h"
#include "dray-plant.h"
#include "dray-rebase-private.h"

/* A log entry that is taken back. */
typedef struct {
  gint64       number;
  DrayEffects *effects;
} DrayVoid;

static void
clear_void (gpointer data)
{
  g_clear_pointer (&((DrayVoid *) data)->effects, g_array_unref);
}

/* Returns: the entries whose seq is above @fork_seq, last first */
static GArray *
list_void (DrayStore  *self,
           gint64      fork_seq,
           GError    **error)
{
  g_autoptr (DrayStatement) select = dray_database_prepare (self->database, "SELECT number, effects FROM log WHERE seq > ?1 ORDER BY seq DESC", error);
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (DrayVoid));
  gboolean has_row = select != NULL;

  g_array_set_clear_func (list, clear_void);
  if (select != NULL)
    dray_statement_bind_integer (select, 1, fork_seq);
  while (has_row) {
    DrayVoid item;
    gsize n_bytes;

    if (!dray_statement_step (select, &has_row, error))
      return NULL;
    if (!has_row)
      break;

    const guint8 *bytes = dray_statement_get_bytes (select, 1, &n_bytes);

    item.number = dray_statement_get_integer (select, 0);
    item.effects = dray_effects_decode (bytes, n_bytes, self->catalog, error);
    if (item.effects == NULL)
      return NULL;
    g_array_append_val (list, item);
  }
  return select != NULL ? g_steal_pointer (&list) : NULL;
}

static gboolean
is_creation (const DrayEffect *effect)
{
  return effect->field == DRAY_FIELD_DELETED && effect->before.kind == DRAY_VALUE_NONE;
}

static gboolean
take_back_effect (DrayRebase        *rebase,
                  const DrayEffect  *effect,
                  GError           **error)
{
  g_autoptr (DrayRow) row = NULL;

  if (!dray_rebase_load (rebase, effect->table, &effect->id, &row, error))
    return FALSE;
  if (row == NULL)
    return TRUE;
  if (is_creation (effect))
    return dray_rebase_remove_row (rebase, effect->table, &effect->id, error);
  if (effect->field == DRAY_FIELD_DELETED)
    row->is_deleted = effect->before.integer != 0;
  else
    dray_value_take (&row->values[effect->field], dray_value_copy (&effect->before));
  return dray_row_file_update (dray_store_get_row_file (rebase->store, effect->table), row, dray_field_mask (effect->field), error);
}

static gboolean
writes_cell (const DrayEffects *effects,
             const DrayEffect  *cell)
{
  for (guint i = 0; i < effects->len; i++) {
    const DrayEffect *effect = dray_effects_get (effects, i);

    if (effect->table == cell->table && effect->field == cell->field && dray_id_equal (&effect->id, &cell->id))
      return TRUE;
  }
  return FALSE;
}

/* Finds the last entry that still holds and wrote the cell; 0 where there is none. */
static gboolean
find_writer (DrayStore         *self,
             const DrayEffect  *cell,
             gint64             fork_seq,
             gint64            *number,
             GError           **error)
{
  g_autoptr (DrayStatement) select = dray_database_prepare (self->database,
    "SELECT log.number, effects FROM touched JOIN log ON log.number = touched.number WHERE touched.id = ?1 AND seq <= ?2 ORDER BY seq DESC", error);
  gboolean has_row = select != NULL;

  *number = 0;
  if (select == NULL)
    return FALSE;
  dray_statement_bind_id (select, 1, &cell->id);
  dray_statement_bind_integer (select, 2, fork_seq);
  while (has_row && *number == 0) {
    g_autoptr (DrayEffects) effects = NULL;
    gsize n_bytes;

    if (!dray_statement_step (select, &has_row, error))
      return FALSE;
    if (!has_row)
      break;

    const guint8 *bytes = dray_statement_get_bytes (select, 1, &n_bytes);

    effects = dray_effects_decode (bytes, n_bytes, self->catalog, error);
    if (effects == NULL)
      return FALSE;
    if (writes_cell (effects, cell))
      *number = dray_statement_get_integer (select, 0);
  }
  return TRUE;
}

static gboolean
restore_writer (DrayRebase        *rebase,
                const DrayEffect  *cell,
                gint64             fork_seq,
                GError           **error)
{
  g_autoptr (DrayRow) row = NULL;
  gint64 number;

  if (!dray_rebase_load (rebase, cell->table, &cell->id, &row, error))
    return FALSE;
  if (row == NULL)
    return TRUE;
  return find_writer (rebase->store, cell, fork_seq, &number, error) &&
         dray_rebase_set_writer (rebase, row, cell->field, number != 0 ? number : row->stamp, error);
}

static gboolean
take_back_all (DrayRebase    *rebase,
               const GArray  *list,
               gint64         fork_seq,
               GError       **error)
{
  for (guint i = 0; i < list->len; i++) {
    const DrayVoid *item = &g_array_index (list, DrayVoid, i);

    for (guint k = item->effects->len; k-- > 0;)
      if (!take_back_effect (rebase, dray_effects_get (item->effects, k), error))
        return FALSE;
  }
  for (guint i = 0; i < list->len; i++) {
    const DrayVoid *item = &g_array_index (list, DrayVoid, i);

    for (guint k = 0; k < item->effects->len; k++)
      if (!restore_writer (rebase, dray_effects_get (item->effects, k), fork_seq, error))
        return FALSE;
    if (!dray_rebase_forget (rebase, item->number, error))
      return FALSE;
  }
  return TRUE;
}

/* Our own wait again, in the places that they had; what others did comes again from the hub. */
static gboolean
reopen (DrayRebase    *rebase,
        const GArray  *list,
        gint64         fork_seq,
        GError       **error)
{
  if (!dray_rebase_execute (rebase, "DELETE FROM log WHERE seq > ?1 AND client <> 1", fork_seq, 0, error) ||
      (!DRAY_PLANTED ("outbox-not-until-stable") &&
       !dray_rebase_execute (rebase, "UPDATE log SET seq = NULL, verdict = 0, note = NULL, effects = x'' WHERE seq > ?1", fork_seq, 0, error)))
    return FALSE;
  for (guint i = 0; i < list->len; i++)
    g_array_append_val (rebase->numbers, g_array_index (list, DrayVoid, i).number);
  g_array_sort (rebase->numbers, dray_compare_numbers);
  return TRUE;
}

static gboolean
roll_back (DrayRebase  *rebase,
           gint64       epoch,
           gint64       fork_seq,
           GError     **error)
{
  DrayStore *store = rebase->store;
  g_autoptr (GArray) list = NULL;

  if (!dray_rebase_seed_all (rebase, error) || !dray_rebase_rewind (rebase, error))
    return FALSE;
  list = list_void (store, fork_seq, error);
  if (list == NULL || !take_back_all (rebase, list, fork_seq, error) || !reopen (rebase, list, fork_seq, error))
    return FALSE;
  store->cursor = MIN (store->cursor, fork_seq);
  return dray_rebase_execute (rebase, "UPDATE workspace SET epoch = ?1, cursor = min(cursor, ?2)", epoch, fork_seq, error) &&
         dray_rebase_execute (rebase, "UPDATE workspace SET stable = min(stable, ?1)", fork_seq, 0, error) &&
         dray_rebase_replay (rebase, error);
}

/**
 * dray_store_roll_back:
 * @epoch: the hub's new one
 * @fork_seq: up to where what it said before still holds; 0 for nothing
 *
 * Goes back to where the hub stood when it was restored. Our own operations beyond that wait again; those of others are
 * forgotten, and come again with the hub's next changes.
 */
gboolean
dray_store_roll_back (DrayStore  *self,
                      gint64      epoch,
                      gint64      fork_seq,
                      GError    **error)
{
  DrayRebase rebase;

  if (!dray_rebase_begin (&rebase, self, error))
    return FALSE;
  if (roll_back (&rebase, epoch, fork_seq, error))
    return dray_rebase_commit (&rebase, error);
  dray_rebase_cancel (&rebase);
  return FALSE;
}

/**
 * dray_store_join:
 *
 * Turns a workspace that was its own authority into one behind a hub: all that was ever done here waits to be submitted. Does
 * nothing where it is behind one already.
 */
gboolean
dray_store_join (DrayStore  *self,
                 GError    **error)
{
  gboolean was_authority = self->is_authority;
  DrayRebase rebase;

  if (!was_authority)
    return TRUE;
  if (!dray_rebase_begin (&rebase, self, error))
    return FALSE;
  self->is_authority = FALSE;
  self->counters.seq = 0;
  if (dray_database_execute (self->database, "UPDATE workspace SET is_authority = 0, seq = 0", error) && roll_back (&rebase, 0, 0, error)) {
    if (dray_rebase_commit (&rebase, error))
      return TRUE;
  } else {
    dray_rebase_cancel (&rebase);
  }
  self->is_authority = was_authority;
  return FALSE;
}

/* A pending operation of ours gets the number @mid under our new name. */
static gboolean
rename_one (DrayRebase   *rebase,
            gint64        number,
            gint64        mid,
            GError      **error)
{
  DrayStore *store = rebase->store;
  g_autoptr (DrayStatement) select = dray_database_prepare (store->database, "SELECT operation, arguments FROM log WHERE number = ?1", error);
  g_autoptr (DrayStatement) update = dray_database_prepare (store->database, "UPDATE log SET client = 1, mid = ?2, hash = ?3 WHERE number = ?1", error);
  guint8 hash[DRAY_HASH_BYTES];
  gboolean has_row;

  if (select == NULL || update == NULL)
    return FALSE;
  dray_statement_bind_integer (select, 1, number);
  if (!dray_statement_step (select, &has_row, error))
    return FALSE;
  dray_intent_hash_text (&store->client, mid, dray_statement_get_text (select, 0), dray_statement_get_text (select, 1), hash);
  dray_statement_bind_integer (update, 1, number);
  dray_statement_bind_integer (update, 2, mid);
  dray_statement_bind_bytes (update, 3, hash, sizeof hash);
  return dray_statement_run (update, error);
}

static GArray *
list_waiting (DrayStore  *self,
              GError    **error)
{
  g_autoptr (DrayStatement) select = dray_database_prepare (self->database, "SELECT number FROM log WHERE verdict = 0 ORDER BY number", error);
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean has_row = select != NULL;

  while (has_row) {
    if (!dray_statement_step (select, &has_row, error))
      return NULL;
    if (has_row) {
      gint64 number = dray_statement_get_integer (select, 0);

      g_array_append_val (numbers, number);
    }
  }
  return select != NULL ? g_steal_pointer (&numbers) : NULL;
}

/* The old name keeps what the hub has decided; it becomes another client's. */
static gboolean
give_old_name (DrayRebase    *rebase,
               const DrayId  *old,
               const DrayId  *name,
               GError       **error)
{
  DrayStore *store = rebase->store;
  g_autoptr (DrayStatement) rename_own = dray_database_prepare (store->database, "UPDATE client SET id = ?1, last_mid = 0 WHERE number = 1", error);
  gint64 number;
  gboolean has_row;

  if (rename_own == NULL)
    return FALSE;
  dray_statement_bind_id (rename_own, 1, name);
  if (!dray_statement_run (rename_own, error))
    return FALSE;

  DrayStatement *insert = dray_store_get_statement (store, DRAY_SQL_ADD_CLIENT, error);

  if (insert == NULL)
    return FALSE;
  dray_statement_borrow_id (insert, 1, old);
  if (!dray_statement_step (insert, &has_row, error))
    return FALSE;
  number = dray_statement_get_integer (insert, 0);
  return dray_statement_run (insert, error) && dray_rebase_execute (rebase, "UPDATE log SET client = ?1 WHERE client = 1", number, 0, error);
}

static gboolean
take_client (DrayRebase    *rebase,
             const DrayId  *old,
             const DrayId  *name,
             GError       **error)
{
  DrayStore *store = rebase->store;
  g_autoptr (GArray) numbers = list_waiting (store, error);

  if (numbers == NULL || !dray_rebase_seed_all (rebase, error) || !dray_rebase_rewind (rebase, error) || !give_old_name (rebase, old, name, error))
    return FALSE;
  store->client = *name;
  for (guint i = 0; i < numbers->len; i++)
    if (!rename_one (rebase, g_array_index (numbers, gint64, i), i + 1, error))
      return FALSE;
  store->counters.mid = numbers->len;
  return dray_rebase_execute (rebase, "UPDATE client SET last_mid = ?1 WHERE number = 1", store->counters.mid, 0, error) &&
         dray_rebase_replay (rebase, error);
}

/**
 * dray_store_take_client:
 * @client: a new id
 *
 * Another copy of this workspace has used the same numbers. From here on this one has a name of its own, and what waits is numbered
 * anew. Nothing of it may have been accepted under the old name: the hub's changes are all here, or all up to the first operation
 * that bears the name and isn't ours. A row that such an operation made with dray_mutation_make_id() gets another id.
 */
gboolean
dray_store_take_client (DrayStore     *self,
                        const DrayId  *client,
                        GError       **error)
{
  DrayId old = self->client;
  DrayRebase rebase;

  if (!dray_rebase_begin (&rebase, self, error))
    return FALSE;
  if (take_client (&rebase, &old, client, error)) {
    if (dray_rebase_commit (&rebase, error))
      return TRUE;
  } else {
    dray_rebase_cancel (&rebase);
  }
  self->client = old;
  return FALSE;
}
