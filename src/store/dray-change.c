/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* The hub's truth on its way into a workspace. All that one call brings, the cursor and what it means for the pending operations
 * are one transaction: whoever is cut off in the middle has had none of it. */

#include "dray-database-private.h"
#include "dray-mutation-private.h"
#include "dray-plant.h"
#include "dray-change.h"
#include "dray-rebase-private.h"

#include <string.h>

DrayChange *
dray_change_new (void)
{
  DrayChange *self = g_new0 (DrayChange, 1);

  self->effects = dray_effects_new ();
  return self;
}

void
dray_change_free (DrayChange *self)
{
  g_free (self->operation);
  g_free (self->permission);
  g_free (self->note);
  g_clear_pointer (&self->hash, g_bytes_unref);
  g_array_unref (self->effects);
  g_free (self);
}

/* Finds our entry of the hub's operation. @number: (out): 0 where there is none */
static gboolean
find_entry (DrayStore         *self,
            const DrayChange  *change,
            gint64            *number,
            gboolean          *is_same,
            GError           **error)
{
  DrayStatement *select = dray_store_get_statement (self, DRAY_SQL_FIND_ENTRY, error);
  gboolean has_row;

  *number = 0;
  *is_same = FALSE;
  if (select == NULL)
    return FALSE;
  dray_statement_borrow_id (select, 1, &change->client);
  dray_statement_bind_integer (select, 2, change->mid);
  if (!dray_statement_step (select, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;

  gsize n_bytes;
  const guint8 *bytes = dray_statement_get_bytes (select, 1, &n_bytes);
  g_autoptr (GBytes) hash = g_bytes_new (bytes, n_bytes);

  *number = dray_statement_get_integer (select, 0);
  *is_same = g_bytes_equal (hash, change->hash);
  dray_statement_reset (select);
  return TRUE;
}

/**
 * dray_store_find_copy:
 * @changes: (element-type DrayChange)
 * @n_good: (out): how many come before the first that bears our name and is none of ours: another operation than the one that we
 *   gave its mid, or one that we know nothing of
 *
 * Whether another copy of this workspace goes about under its name: then it needs a new one, see dray_store_take_client().
 */
gboolean
dray_store_find_copy (DrayStore        *self,
                      const GPtrArray  *changes,
                      guint            *n_good,
                      GError          **error)
{
  for (*n_good = 0; *n_good < changes->len; *n_good += 1) {
    const DrayChange *change = changes->pdata[*n_good];
    gboolean is_same;
    gint64 number;

    if (!dray_id_equal (&change->client, &self->client))
      continue;
    if (!find_entry (self, change, &number, &is_same, error))
      return FALSE;
    if (!is_same)
      break;
  }
  return TRUE;
}

/* A row that enters or leaves a set, whatever the truth has of it now. */
static gboolean
seed_sets (DrayRebase     *rebase,
           const DrayRow  *row,
           int             only,
           GError        **error)
{
  for (int field = 0; field < row->table->n_fields; field++) {
    if ((only >= 0 && field != only) || !(row->table->fields[field].flags & DRAY_FIELD_INDEXED) || row->values[field].kind == DRAY_VALUE_NONE)
      continue;
    if (!dray_rebase_seed (rebase, dray_catalog_get_number (rebase->store->catalog, row->table, field), &row->values[field], error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
seed_effect (DrayRebase        *rebase,
             const DrayEffect  *effect,
             GError           **error)
{
  DrayValue id = dray_value_id (&effect->id);
  g_autoptr (DrayRow) row = NULL;

  if (!dray_rebase_seed (rebase, DRAY_MARK_ROW, &id, error) || !dray_rebase_load (rebase, effect->table, &effect->id, &row, error))
    return FALSE;
  if (row != NULL && !seed_sets (rebase, row, effect->field, error))
    return FALSE;
  if (effect->field < 0 || effect->after.kind == DRAY_VALUE_NONE || !(effect->table->fields[effect->field].flags & DRAY_FIELD_INDEXED))
    return TRUE;
  return dray_rebase_seed (rebase, dray_catalog_get_number (rebase->store->catalog, effect->table, effect->field), &effect->after, error);
}

/* Whom one of the hub's operations concerns: those that read what it changed, and our own entry of it. */
static gboolean
seed_change (DrayRebase        *rebase,
             const DrayChange  *change,
             GError           **error)
{
  g_auto (DrayValue) name = dray_mark_operation (&change->client, change->mid);
  gboolean is_same;
  gint64 number;

  if (!find_entry (rebase->store, change, &number, &is_same, error))
    return FALSE;
  if (number != 0 && !dray_rebase_seed_number (rebase, number, error))
    return FALSE;
  for (guint i = 0; i < change->effects->len; i++)
    if (!seed_effect (rebase, dray_effects_get (change->effects, i), error))
      return FALSE;
  return dray_rebase_seed (rebase, DRAY_MARK_OPERATION, &name, error);
}

static gboolean
find_or_add_client (DrayStore     *self,
                    const DrayId  *client,
                    gint64        *number,
                    GError       **error)
{
  gint64 last_mid;
  gboolean has_row;

  if (!dray_store_find_client (self, client, number, &last_mid, error))
    return FALSE;
  if (*number != 0)
    return TRUE;

  DrayStatement *insert = dray_store_get_statement (self, DRAY_SQL_ADD_CLIENT, error);

  if (insert == NULL)
    return FALSE;
  dray_statement_borrow_id (insert, 1, client);
  if (!dray_statement_step (insert, &has_row, error))
    return FALSE;
  *number = dray_statement_get_integer (insert, 0);
  return dray_statement_run (insert, error);
}

static gboolean
add_entry (DrayStore          *self,
           const DrayChange   *change,
           gint64              number,
           GBytes             *effects,
           GError            **error)
{
  g_autofree char *name = g_strndup (change->operation, strcspn (change->operation, "@"));
  gint64 client;

  if (!find_or_add_client (self, &change->client, &client, error))
    return FALSE;

  DrayStatement *insert = dray_store_get_statement (self, DRAY_SQL_ADD_CHANGE, error);

  if (insert == NULL)
    return FALSE;
  dray_statement_bind_integer (insert, 1, number);
  dray_statement_bind_integer (insert, 2, client);
  dray_statement_bind_integer (insert, 3, change->mid);
  dray_statement_bind_integer (insert, 4, change->seq);
  dray_statement_bind_integer (insert, 5, change->verdict);
  dray_statement_borrow_text (insert, 6, change->operation);
  dray_statement_borrow_text (insert, 7, change->permission != NULL ? change->permission : name);
  dray_statement_borrow_bytes (insert, 8, g_bytes_get_data (change->hash, NULL), g_bytes_get_size (change->hash));
  dray_statement_borrow_id (insert, 9, &change->actor);
  dray_statement_bind_integer (insert, 10, change->at_us);
  dray_statement_bind_integer (insert, 11, dray_clock_now_us (self->clock));
  dray_statement_borrow_text (insert, 12, change->note);
  dray_statement_borrow_bytes (insert, 13, g_bytes_get_data (effects, NULL), g_bytes_get_size (effects));
  return dray_statement_run (insert, error);
}

static gboolean
set_entry (DrayStore          *self,
           const DrayChange   *change,
           gint64              number,
           GBytes             *effects,
           GError            **error)
{
  DrayStatement *update = dray_store_get_statement (self, DRAY_SQL_SET_CHANGE, error);

  if (update == NULL)
    return FALSE;
  dray_statement_bind_integer (update, 1, number);
  dray_statement_bind_integer (update, 2, change->seq);
  dray_statement_bind_integer (update, 3, change->verdict);
  dray_statement_borrow_text (update, 4, change->note);
  dray_statement_borrow_bytes (update, 5, g_bytes_get_data (effects, NULL), g_bytes_get_size (effects));
  return dray_statement_run (update, error);
}

/* The entry keeps the effects that it has: they are the same, and know what the cells held before. */
static gboolean
settle_entry (DrayStore          *self,
              const DrayChange   *change,
              gint64              number,
              GError            **error)
{
  DrayStatement *update = dray_store_get_statement (self, DRAY_SQL_SETTLE, error);

  if (update == NULL)
    return FALSE;
  dray_statement_bind_integer (update, 1, number);
  dray_statement_bind_integer (update, 2, change->seq);
  dray_statement_bind_integer (update, 3, change->verdict);
  dray_statement_borrow_text (update, 4, change->note);
  return dray_statement_run (update, error);
}

static void
take_effect (DrayRow     *row,
             DrayEffect  *effect)
{
  if (effect->field == DRAY_FIELD_DELETED) {
    effect->before = dray_value_integer (row->is_deleted);
    row->is_deleted = effect->after.integer != 0;
  } else {
    dray_value_take (&effect->before, dray_value_copy (&row->values[effect->field]));
    dray_value_take (&row->values[effect->field], dray_value_copy (&effect->after));
  }
}

/* Puts the effects [@first, @end), which are about one row, into it. */
static gboolean
apply_to_row (DrayRebase   *rebase,
              DrayEffects  *effects,
              guint         first,
              guint         end,
              gint64        number,
              GError      **error)
{
  const DrayEffect *head = dray_effects_get (effects, first);
  DrayRowFile *file = dray_store_get_row_file (rebase->store, head->table);
  g_autoptr (DrayRow) row = NULL;
  DrayFieldMask fields = 0;

  if (!dray_rebase_load (rebase, head->table, &head->id, &row, error))
    return FALSE;

  gboolean is_new = row == NULL;

  if (is_new) {
    row = dray_row_new (head->table, &head->id);
    row->stamp = number;
  }
  for (guint i = first; i < end; i++) {
    DrayEffect *effect = &g_array_index (effects, DrayEffect, i);

    take_effect (row, effect);
    if (is_new)
      dray_value_take (&effect->before, dray_value_none ());
    fields |= dray_field_mask (effect->field);
    if (!dray_rebase_set_writer (rebase, row, effect->field, number, error))
      return FALSE;
  }
  return is_new ? dray_row_file_insert (file, row, error) : dray_row_file_update (file, row, fields, error);
}

static gboolean
is_same_row (const DrayEffects *effects,
             guint              a,
             guint              b)
{
  const DrayEffect *one = dray_effects_get (effects, a), *other = dray_effects_get (effects, b);

  return one->table == other->table && dray_id_equal (&one->id, &other->id);
}

static gboolean
add_touched (DrayStore     *self,
             const DrayId  *id,
             gint64         number,
             GError       **error)
{
  DrayStatement *insert = dray_store_get_statement (self, DRAY_SQL_ADD_TOUCHED, error);

  if (insert == NULL)
    return FALSE;
  dray_statement_borrow_id (insert, 1, id);
  dray_statement_bind_integer (insert, 2, number);
  return dray_statement_run (insert, error);
}

static gboolean
apply_effects (DrayRebase   *rebase,
               DrayEffects  *effects,
               gint64        number,
               GError      **error)
{
  guint end;

  for (guint first = 0; first < effects->len; first = end) {
    for (end = first + 1; end < effects->len && is_same_row (effects, first, end); end++)
      ;
    if (!apply_to_row (rebase, effects, first, end, number, error) ||
        !add_touched (rebase->store, &dray_effects_get (effects, first)->id, number, error))
      return FALSE;
  }
  return TRUE;
}

/* One of the hub's operations, over rows that are as the truth had them before it. */
static gboolean
apply_change (DrayRebase        *rebase,
              const DrayChange  *change,
              GError           **error)
{
  DrayStore *store = rebase->store;
  g_autoptr (GBytes) encoded = NULL;
  gboolean is_same;
  gint64 number, known;

  if (!find_entry (store, change, &known, &is_same, error))
    return FALSE;
  number = known != 0 ? known : store->counters.number + 1;
  /* What we know already came under another seq in an earlier life of the hub. */
  if (known != 0 && !dray_rebase_forget (rebase, number, error))
    return FALSE;
  if (known == 0 && !add_entry (store, change, number, encoded = g_bytes_new (NULL, 0), error))
    return FALSE;
  store->counters.number = MAX (store->counters.number, number);
  if (!apply_effects (rebase, change->effects, number, error))
    return FALSE;
  g_clear_pointer (&encoded, g_bytes_unref);
  encoded = dray_effects_encode (change->effects, store->catalog);
  return set_entry (store, change, number, encoded, error);
}

static gboolean
write_place (DrayRebase       *rebase,
             const DrayStanding  *place,
             GError          **error)
{
  rebase->store->cursor = place->cursor;
  return dray_rebase_execute (rebase, "UPDATE workspace SET epoch = ?1, cursor = ?2", place->epoch, place->cursor, error) &&
         dray_rebase_execute (rebase, "UPDATE workspace SET stable = max(stable, ?1)", place->stable, 0, error);
}

/* Those at the front that are our own oldest and came to what they are here: only their entries change, and what lies below the view.
 * @n_settled: (out): how many */
static gboolean
settle_front (DrayRebase       *rebase,
              const GPtrArray  *changes,
              guint            *n_settled,
              GError          **error)
{
  for (*n_settled = 0; *n_settled < changes->len; *n_settled += 1) {
    const DrayChange *change = changes->pdata[*n_settled];
    gint64 number;

    if (!dray_id_equal (&change->client, &rebase->store->client))
      return TRUE;
    if (!dray_rebase_find_settled (rebase, change, &number, error))
      return FALSE;
    if (number == 0)
      return TRUE;
    if (!dray_rebase_settle (rebase, number, change->effects, error) || !settle_entry (rebase->store, change, number, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
apply_all (DrayRebase       *rebase,
           const DrayStanding  *place,
           const GPtrArray  *changes,
           GError          **error)
{
  guint first;

  if (!settle_front (rebase, changes, &first, error))
    return FALSE;
  for (guint i = first; i < changes->len; i++)
    if (!seed_change (rebase, changes->pdata[i], error))
      return FALSE;
  if (!dray_rebase_rewind (rebase, error))
    return FALSE;
  for (guint i = first; i < changes->len; i++)
    if (!apply_change (rebase, changes->pdata[i], error))
      return FALSE;
  return write_place (rebase, place, error) && dray_rebase_replay (rebase, error);
}

/**
 * dray_store_apply_changes:
 * @place: where the workspace stands afterwards: epoch, cursor and stable of it
 * @changes: (element-type DrayChange): every operation behind the present cursor up to the new one, in order; those that this
 *   workspace may not hold left out. Their effects' before is filled in
 *
 * Puts the hub's operations into the base and runs again what waits and is concerned.
 *
 * Errors: those of the file, with nothing changed
 */
gboolean
dray_store_apply_changes (DrayStore        *self,
                          const DrayStanding  *place,
                          const GPtrArray  *changes,
                          GError          **error)
{
  DrayRebase rebase;

  if (DRAY_PLANTED ("cursor-apart") && changes->len > 0) {
    g_autoptr (GPtrArray) none = g_ptr_array_new ();

    if (!dray_store_apply_changes (self, place, none, error))
      return FALSE;
  }
  if (!dray_rebase_begin (&rebase, self, error))
    return FALSE;
  if (apply_all (&rebase, place, changes, error))
    return dray_rebase_commit (&rebase, error);
  dray_rebase_cancel (&rebase);
  return FALSE;
}

static gboolean
refuse_one (DrayRebase         *rebase,
            const DrayRefusal  *refusal,
            GError            **error)
{
  g_autoptr (DrayStatement) update = dray_database_prepare (rebase->store->database,
    "UPDATE log SET verdict = 3, note = ?2, effects = x'' WHERE client = 1 AND mid = ?1 AND verdict = 0", error);

  if (update == NULL)
    return FALSE;
  dray_statement_bind_integer (update, 1, refusal->mid);
  dray_statement_bind_text (update, 2, refusal->note);
  return dray_statement_run (update, error);
}

static gboolean
refuse_all (DrayRebase         *rebase,
            const DrayRefusal  *refusals,
            guint               n_refusals,
            GError            **error)
{
  for (guint i = 0; i < n_refusals; i++)
    if (!dray_rebase_execute (rebase, "INSERT OR IGNORE INTO temp.seed SELECT number FROM log WHERE client = 1 AND mid = ?1 AND verdict = 0",
                              refusals[i].mid, 0, error))
      return FALSE;
  if (!dray_rebase_rewind (rebase, error))
    return FALSE;
  for (guint i = 0; i < n_refusals; i++)
    if (!refuse_one (rebase, &refusals[i], error))
      return FALSE;
  return dray_rebase_replay (rebase, error);
}

/**
 * dray_store_apply_refusals:
 * @refusals: (array length=n_refusals): of our own operations; those that no longer wait are skipped
 *
 * Takes out of the view what the hub has rejected, keeps why, and runs again what was built upon it.
 */
gboolean
dray_store_apply_refusals (DrayStore          *self,
                           const DrayRefusal  *refusals,
                           guint               n_refusals,
                           GError            **error)
{
  DrayRebase rebase;

  if (!dray_rebase_begin (&rebase, self, error))
    return FALSE;
  if (refuse_all (&rebase, refusals, n_refusals, error))
    return dray_rebase_commit (&rebase, error);
  dray_rebase_cancel (&rebase);
  return FALSE;
}

/* Runs everything that waits again: for when the program that knows the operations has changed, and to look whether the view is right. */
gboolean
dray_store_replay_pending (DrayStore  *self,
                           GError    **error)
{
  DrayRebase rebase;

  if (!dray_rebase_begin (&rebase, self, error))
    return FALSE;
  if (dray_rebase_seed_all (&rebase, error) && dray_rebase_rewind (&rebase, error) && dray_rebase_replay (&rebase, error))
    return dray_rebase_commit (&rebase, error);
  dray_rebase_cancel (&rebase);
  return FALSE;
}
