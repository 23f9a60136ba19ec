/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* The tables show the view: the authority's truth with the pending operations on top. The table base keeps the truth only where it
 * differs. To put something under the pending ones, those that it concerns are taken back, which leaves their rows as the truth has
 * them, then the truth is changed, and they run again in their order.
 *
 * Whom a change concerns: each operation has left marks, what it read (reading) and what it wrote (writing). One mark is a row;
 * another is a set of rows, a field and its value, which is read by a query and written by whoever puts a row into it or takes one
 * out; a third is an operation, read by its undo. A pending operation is concerned that read a mark which changes, and so is every
 * other that reads what a concerned one writes, or writes what it reads: it has to run before or behind it as it did at first. */

#include "dray-database-private.h"
#include "dray-passage-private.h"
#include "dray-plant.h"
#include "dray-rebase-private.h"
#include "dray-store-error.h"

#include <string.h>

/* A row as it was when the rebase first came by. */
typedef struct {
  const DrayTable *table;
  DrayId           id;
  DrayRow         *row;      /* (nullable) */
} DraySeen;

static guint
seen_hash (gconstpointer data)
{
  return dray_id_hash (&((const DraySeen *) data)->id);
}

static gboolean
seen_equal (gconstpointer a,
            gconstpointer b)
{
  const DraySeen *one = a, *other = b;

  return one->table == other->table && dray_id_equal (&one->id, &other->id);
}

static void
seen_free (gpointer data)
{
  DraySeen *seen = data;

  g_clear_pointer (&seen->row, dray_row_unref);
  g_free (seen);
}

/* Remembers a row for the listener. @row: (nullable): as it is before the first change */
static void
see (DrayRebase      *self,
     const DrayTable *table,
     const DrayId    *id,
     const DrayRow   *row)
{
  DraySeen key = { .table = table, .id = *id };

  if (g_hash_table_contains (self->seen, &key))
    return;

  DraySeen *seen = g_new0 (DraySeen, 1);

  seen->table = table;
  seen->id = *id;
  seen->row = row != NULL ? dray_row_copy (row) : NULL;
  g_hash_table_add (self->seen, seen);
}

/* Runs a statement with up to two numbers. */
gboolean
dray_rebase_execute (DrayRebase  *self,
                     const char  *sql,
                     gint64       a,
                     gint64       b,
                     GError     **error)
{
  g_autoptr (DrayStatement) statement = dray_database_prepare (self->store->database, sql, error);

  if (statement == NULL)
    return FALSE;
  dray_statement_bind_integer (statement, 1, a);
  if (strstr (sql, "?2") != NULL)
    dray_statement_bind_integer (statement, 2, b);
  return dray_statement_run (statement, error);
}

gboolean
dray_rebase_begin (DrayRebase *self,
                   DrayStore  *store,
                   GError    **error)
{
  *self = (DrayRebase) { .store = store, .before = store->counters, .cursor = store->cursor };
  if (!dray_database_execute (store->database, "CREATE TEMP TABLE IF NOT EXISTS seed (number INTEGER PRIMARY KEY)", error) ||
      !dray_store_run (store, DRAY_SQL_BEGIN, error))
    return FALSE;
  self->seen = g_hash_table_new_full (seen_hash, seen_equal, seen_free, NULL);
  if (dray_database_execute (store->database, "DELETE FROM temp.seed", error))
    return TRUE;
  dray_rebase_cancel (self);
  return FALSE;
}

static void
clear (DrayRebase *self)
{
  g_clear_pointer (&self->seen, g_hash_table_unref);
  g_clear_pointer (&self->numbers, g_array_unref);
}

void
dray_rebase_cancel (DrayRebase *self)
{
  dray_database_execute (self->store->database, "ROLLBACK", NULL);
  self->store->counters = self->before;
  self->store->cursor = self->cursor;
  clear (self);
}

/* Everything pending that read the mark is concerned. */
gboolean
dray_rebase_seed (DrayRebase       *self,
                  int               field,
                  const DrayValue  *value,
                  GError          **error)
{
  DrayStatement *insert = dray_store_get_statement (self->store, DRAY_SQL_SEED, error);

  if (insert == NULL)
    return FALSE;
  dray_statement_bind_integer (insert, 1, field);
  dray_statement_borrow_value (insert, 2, value);
  return dray_statement_run (insert, error);
}

gboolean
dray_rebase_seed_number (DrayRebase *self,
                         gint64      number,
                         GError    **error)
{
  return dray_rebase_execute (self, "INSERT OR IGNORE INTO temp.seed VALUES (?1)", number, 0, error);
}

gboolean
dray_rebase_seed_all (DrayRebase *self,
                      GError    **error)
{
  return dray_database_execute (self->store->database, "INSERT OR IGNORE INTO temp.seed SELECT number FROM log WHERE verdict = 0", error);
}

/* The seeds, and whoever shares a mark with one of them that either wrote, and so on. */
static gboolean
close_over (DrayRebase *self,
            GError    **error)
{
  static const char sql[] =
    "WITH RECURSIVE node (kind, field, value, number) AS ("
    "  SELECT 0, 0, 0, number FROM temp.seed"
    "  UNION SELECT 1, writing.field, writing.value, 0 FROM node CROSS JOIN writing ON node.kind = 0 AND writing.number = node.number"
    "  UNION SELECT 2, reading.field, reading.value, 0 FROM node CROSS JOIN reading ON node.kind = 0 AND reading.number = node.number"
    "  UNION SELECT 0, 0, 0, reading.number FROM node CROSS JOIN reading ON node.kind = 1 AND reading.field = node.field AND reading.value = node.value"
    "  UNION SELECT 0, 0, 0, writing.number FROM node CROSS JOIN writing ON node.kind = 2 AND writing.field = node.field AND writing.value = node.value"
    ") SELECT number FROM node WHERE kind = 0 ORDER BY number";
  static const char planted[] =
    "WITH RECURSIVE node (number) AS (SELECT number FROM temp.seed WHERE number IN (SELECT number FROM touched)"
    "  UNION SELECT b.number FROM node CROSS JOIN writing AS a ON a.number = node.number CROSS JOIN writing AS b ON b.field = a.field AND b.value = a.value)"
    " SELECT number FROM node ORDER BY number";
  g_autoptr (DrayStatement) select = dray_database_prepare (self->store->database, DRAY_PLANTED ("replay-by-write-set") ? planted : sql, error);
  gboolean has_row = select != NULL;

  self->numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  while (has_row) {
    if (!dray_statement_step (select, &has_row, error))
      return FALSE;
    if (has_row) {
      gint64 number = dray_statement_get_integer (select, 0);

      g_array_append_val (self->numbers, number);
    }
  }
  return select != NULL;
}

/* Puts the row as it is now, or %NULL; a copy of the caller's own. */
gboolean
dray_rebase_load (DrayRebase       *self,
                  const DrayTable  *table,
                  const DrayId     *id,
                  DrayRow         **row,
                  GError          **error)
{
  if (!dray_row_file_find (dray_store_get_row_file (self->store, table), id, row, error))
    return FALSE;
  see (self, table, id, *row);
  return TRUE;
}

/* Says which log entry wrote a cell last; of those that the row was made with the stamp says it. */
gboolean
dray_rebase_set_writer (DrayRebase       *self,
                        const DrayRow    *row,
                        int               field,
                        gint64            number,
                        GError          **error)
{
  DrayStatement *set = dray_store_get_statement (self->store, number == row->stamp ? DRAY_SQL_CLEAR_CELL : DRAY_SQL_SET_CELL, error);

  if (set == NULL)
    return FALSE;
  dray_statement_borrow_id (set, 1, &row->id);
  dray_statement_bind_integer (set, 2, dray_catalog_get_number (self->store->catalog, row->table, field));
  if (number != row->stamp)
    dray_statement_bind_integer (set, 3, number);
  return dray_statement_run (set, error);
}

gboolean
dray_rebase_remove_row (DrayRebase       *self,
                        const DrayTable  *table,
                        const DrayId     *id,
                        GError          **error)
{
  DrayStatement *clear_cells = dray_store_get_statement (self->store, DRAY_SQL_CLEAR_CELLS, error);

  if (clear_cells == NULL)
    return FALSE;
  dray_statement_borrow_id (clear_cells, 1, id);
  dray_statement_borrow_text (clear_cells, 2, table->name);
  return dray_statement_run (clear_cells, error) && dray_row_file_remove (dray_store_get_row_file (self->store, table), id, error);
}

/* One line of the table base. */
typedef struct {
  const DrayTable *table;
  int              field;
  DrayValue        value;
  gint64           writer;   /* 0 while the row does not exist */
} DrayBaseCell;

static void
clear_base_cell (gpointer data)
{
  dray_value_clear (&((DrayBaseCell *) data)->value);
}

static GArray *
read_base (DrayRebase    *self,
           const DrayId  *id,
           GError       **error)
{
  DrayStatement *select = dray_store_get_statement (self->store, DRAY_SQL_FIND_BASE, error);
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (DrayBaseCell));
  gboolean has_row = select != NULL;

  g_array_set_clear_func (cells, clear_base_cell);
  if (select != NULL)
    dray_statement_borrow_id (select, 1, id);
  while (has_row) {
    DrayBaseCell cell = { 0 };

    if (!dray_statement_step (select, &has_row, error))
      return NULL;
    if (!has_row || !dray_catalog_find (self->store->catalog, dray_statement_get_integer (select, 0), &cell.table, &cell.field))
      continue;
    cell.value = dray_statement_dup_value (select, 1, cell.field < 0 ? DRAY_VALUE_INTEGER : dray_field_get_kind (&cell.table->fields[cell.field]));
    cell.writer = dray_statement_get_integer (select, 2);
    g_array_append_val (cells, cell);
  }
  return select != NULL ? g_steal_pointer (&cells) : NULL;
}

static gboolean
is_absent (const GArray    *cells,
           const DrayTable *table)
{
  for (guint i = 0; i < cells->len; i++) {
    const DrayBaseCell *cell = &g_array_index (cells, DrayBaseCell, i);

    if (cell->table == table && cell->field == DRAY_FIELD_DELETED && cell->writer == 0)
      return TRUE;
  }
  return FALSE;
}

static void
put_back (DrayRow            *row,
          const DrayBaseCell *cell)
{
  if (cell->field == DRAY_FIELD_DELETED)
    row->is_deleted = cell->value.integer != 0;
  else
    dray_value_take (&row->values[cell->field], dray_value_copy (&cell->value));
}

/* Gives the row of @table the cells that the truth has. */
static gboolean
rewind_row (DrayRebase       *self,
            const GArray     *cells,
            const DrayTable  *table,
            const DrayId     *id,
            GError          **error)
{
  g_autoptr (DrayRow) row = NULL;
  DrayFieldMask fields = 0;

  if (!dray_rebase_load (self, table, id, &row, error))
    return FALSE;
  if (row == NULL)
    return TRUE;
  if (is_absent (cells, table))
    return dray_rebase_remove_row (self, table, id, error);
  for (guint i = 0; i < cells->len; i++) {
    const DrayBaseCell *cell = &g_array_index (cells, DrayBaseCell, i);

    if (cell->table != table)
      continue;
    put_back (row, cell);
    fields |= dray_field_mask (cell->field);
    if (!dray_rebase_set_writer (self, row, cell->field, cell->writer, error))
      return FALSE;
  }
  return dray_row_file_update (dray_store_get_row_file (self->store, table), row, fields, error);
}

/* Everything that pending operations did to the rows of one id. */
static gboolean
rewind_id (DrayRebase    *self,
           const DrayId  *id,
           GError       **error)
{
  g_autoptr (GArray) cells = read_base (self, id, error);
  const DrayTable *done = NULL;

  if (cells == NULL)
    return FALSE;
  for (guint i = 0; i < cells->len; i++) {
    const DrayTable *table = g_array_index (cells, DrayBaseCell, i).table;

    /* Fields of one table follow one another: the catalog numbers them so; a second turn does no harm. */
    if (table != done && !rewind_row (self, cells, table, id, error))
      return FALSE;
    done = table;
  }

  DrayStatement *clear_base = dray_store_get_statement (self->store, DRAY_SQL_CLEAR_BASE, error);

  if (clear_base == NULL)
    return FALSE;
  dray_statement_borrow_id (clear_base, 1, id);
  return dray_statement_run (clear_base, error);
}

static GArray *
list_written (DrayRebase  *self,
              gint64       number,
              GError     **error)
{
  DrayStatement *select = dray_store_get_statement (self->store, DRAY_SQL_LIST_WRITTEN, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (DrayId));
  gboolean has_row = select != NULL;

  if (select != NULL)
    dray_statement_bind_integer (select, 1, number);
  while (has_row) {
    if (!dray_statement_step (select, &has_row, error))
      return NULL;
    if (has_row) {
      DrayId id = dray_statement_get_id (select, 0);

      g_array_append_val (ids, id);
    }
  }
  return select != NULL ? g_steal_pointer (&ids) : NULL;
}

/* Drops what the file keeps about a pending operation that is taken back. */
gboolean
dray_rebase_forget (DrayRebase *self,
                    gint64      number,
                    GError    **error)
{
  static const DraySql drops[] = { DRAY_SQL_DROP_READINGS, DRAY_SQL_DROP_WRITINGS, DRAY_SQL_DROP_TOUCHED };

  for (gsize i = 0; i < G_N_ELEMENTS (drops); i++) {
    DrayStatement *drop = dray_store_get_statement (self->store, drops[i], error);

    if (drop == NULL)
      return FALSE;
    dray_statement_bind_integer (drop, 1, number);
    if (!dray_statement_run (drop, error))
      return FALSE;
  }
  return TRUE;
}

/* Takes back all that the seeds concern. From here on their rows are as the truth has them. */
gboolean
dray_rebase_rewind (DrayRebase *self,
                    GError    **error)
{
  g_autoptr (GHashTable) done = g_hash_table_new_full (dray_id_hash, dray_id_equal, g_free, NULL);

  if (!close_over (self, error))
    return FALSE;
  for (guint i = 0; i < self->numbers->len; i++) {
    g_autoptr (GArray) ids = list_written (self, g_array_index (self->numbers, gint64, i), error);

    if (ids == NULL)
      return FALSE;
    for (guint k = 0; k < ids->len; k++) {
      const DrayId *id = &g_array_index (ids, DrayId, k);

      if (g_hash_table_add (done, g_memdup2 (id, sizeof *id)) && !rewind_id (self, id, error))
        return FALSE;
    }
  }
  for (guint i = 0; i < self->numbers->len; i++)
    if (!dray_rebase_forget (self, g_array_index (self->numbers, gint64, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
write_outcome (DrayRebase         *self,
               gint64              number,
               const DrayEffects  *effects,
               const char         *note,
               GError            **error)
{
  DrayStatement *update = dray_store_get_statement (self->store, DRAY_SQL_SET_OUTCOME, error);
  g_autoptr (GBytes) encoded = dray_effects_encode (effects, self->store->catalog);
  gsize n_bytes;
  const void *data = g_bytes_get_data (encoded, &n_bytes);

  if (update == NULL)
    return FALSE;
  dray_statement_bind_integer (update, 1, number);
  dray_statement_borrow_bytes (update, 2, data, n_bytes);
  dray_statement_borrow_text (update, 3, note);
  return dray_statement_run (update, error);
}

static void
see_touches (DrayRebase         *self,
             const DrayMutation *mutation)
{
  for (guint i = 0; i < mutation->touches->len; i++) {
    const DrayTouch *touch = mutation->touches->pdata[i];

    if (touch->is_written)
      see (self, touch->table, &touch->id, touch->original);
  }
}

/* Runs it on what is there now. What refuses has no effect here and goes on waiting: the hub may see it otherwise. */
static gboolean
run_again (DrayRebase   *self,
           DrayPassage  *passage,
           gint64        number,
           GError      **error)
{
  DrayStore *store = self->store;
  g_autoptr (DrayMutation) mutation = dray_mutation_new (store, passage->intent, NULL, &passage->client, passage->mid, number, passage->at_us);
  g_autoptr (DrayEffects) effects = dray_passage_run (passage, store, mutation);

  see_touches (self, mutation);
  if (!dray_passage_end_savepoint (store, mutation, error))
    return FALSE;
  if (mutation->error == NULL)
    dray_mutation_save (mutation);
  if (mutation->error != NULL && dray_passage_is_fault (mutation->error)) {
    g_propagate_error (error, g_steal_pointer (&mutation->error));
    return FALSE;
  }
  return dray_passage_write_marks (store, mutation, effects, passage->mid, TRUE, error) &&
         write_outcome (self, number, effects, mutation->error != NULL ? mutation->error->message : mutation->flag, error);
}

/* What was logged by a version that knew the operation, and can't be read by this one, waits without effect. */
static gboolean
replay_one (DrayRebase  *self,
            gint64       number,
            GError     **error)
{
  DrayStatement *select = dray_store_get_statement (self->store, DRAY_SQL_FIND_PENDING, error);
  g_auto (DrayPassage) passage = { .is_foreign = TRUE };
  g_autoptr (DrayIntent) intent = NULL;
  g_autoptr (GError) fault = NULL;
  gboolean has_row;

  if (select == NULL)
    return FALSE;
  dray_statement_bind_integer (select, 1, number);
  if (!dray_statement_step (select, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;
  passage.client = dray_statement_get_id (select, 0);
  passage.mid = dray_statement_get_integer (select, 1);
  passage.at_us = dray_statement_get_integer (select, 4);
  intent = dray_intent_new_from_json (self->store->schema, dray_statement_get_text (select, 2), dray_statement_get_text (select, 3), &fault);
  dray_statement_reset (select);
  if (intent == NULL || !dray_intent_check (intent, &fault)) {
    g_autoptr (DrayEffects) none = dray_effects_new ();

    return write_outcome (self, number, none, fault->message, error);
  }
  passage.intent = intent;
  return run_again (self, &passage, number, error);
}

/* Runs what was taken back and still waits, in its order. */
gboolean
dray_rebase_replay (DrayRebase *self,
                    GError    **error)
{
  for (guint i = 0; i < self->numbers->len; i++)
    if (!replay_one (self, g_array_index (self->numbers, gint64, i), error))
      return FALSE;
  return TRUE;
}

static void
add_difference (DrayEffects    *effects,
                const DraySeen *seen,
                const DrayRow  *now)
{
  DrayValue none = dray_value_none ();

  for (int field = DRAY_FIELD_DELETED; field < seen->table->n_fields; field++) {
    DrayValue was = seen->row == NULL ? none : field < 0 ? dray_value_integer (seen->row->is_deleted) : seen->row->values[field];
    DrayValue is = now == NULL ? none : field < 0 ? dray_value_integer (now->is_deleted) : now->values[field];

    if (!dray_value_equal (&was, &is)) {
      DrayEffect effect = { seen->table, seen->id, field, dray_value_copy (&was), dray_value_copy (&is) };

      g_array_append_val (effects, effect);
    }
  }
}

static int
compare_seen (gconstpointer a,
              gconstpointer b)
{
  const DraySeen *one = *(const DraySeen *const *) a, *other = *(const DraySeen *const *) b;
  int by_table = g_strcmp0 (one->table->name, other->table->name);

  return by_table != 0 ? by_table : dray_id_compare (&one->id, &other->id);
}

/* Returns: (transfer full): what the whole came to, for the listener; best effort, as the commit has passed */
static DrayEffects *
list_differences (DrayRebase *self)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  DrayEffects *effects = dray_effects_new ();
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->seen);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (rows, key);
  g_ptr_array_sort (rows, compare_seen);
  for (guint i = 0; i < rows->len; i++) {
    const DraySeen *seen = rows->pdata[i];
    g_autoptr (DrayRow) now = NULL;

    if (dray_row_file_find (dray_store_get_row_file (self->store, seen->table), &seen->id, &now, NULL))
      add_difference (effects, seen, now);
  }
  return effects;
}

/* Ends the transaction and tells the listener. Where it fails, nothing was done, and it needs no dray_rebase_cancel(). */
gboolean
dray_rebase_commit (DrayRebase *self,
                    GError    **error)
{
  DrayStore *store = self->store;

  if (!dray_store_run (store, DRAY_SQL_COMMIT, error)) {
    dray_rebase_cancel (self);
    return FALSE;
  }
  if (store->listener != NULL) {
    g_autoptr (DrayEffects) effects = list_differences (self);

    if (effects->len > 0)
      store->listener (store, effects, store->listener_data);
  }
  clear (self);
  return TRUE;
}
