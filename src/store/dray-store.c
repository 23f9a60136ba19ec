/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* Opening and closing a workspace, and reading from it. What writes to it stands in dray-store-submit.c. */

#include "dray-plant.h"
#include "dray-query-private.h"
#include "dray-schema-private.h"
#include "dray-store-error.h"
#include "dray-store-private.h"

#include <sys/random.h>

static const char *const sql[DRAY_SQL_N] = {
  [DRAY_SQL_BEGIN] = "BEGIN IMMEDIATE",
  [DRAY_SQL_COMMIT] = "COMMIT",
  [DRAY_SQL_SAVEPOINT] = "SAVEPOINT operation",
  [DRAY_SQL_RELEASE] = "RELEASE operation",
  [DRAY_SQL_ROLLBACK_TO] = "ROLLBACK TO operation",
  [DRAY_SQL_FIND_CLIENT] = "SELECT number, last_mid FROM client WHERE id = ?1",
  [DRAY_SQL_ADD_CLIENT] = "INSERT INTO client (id, last_mid) VALUES (?1, 0) RETURNING number",
  [DRAY_SQL_SET_MID] = "UPDATE client SET last_mid = ?2 WHERE number = ?1",
  [DRAY_SQL_SET_SEQ] = "UPDATE workspace SET seq = ?1",
  [DRAY_SQL_FIND_LOG] = "SELECT number, seq, verdict, operation, permission, note, hash, effects FROM log WHERE client = ?1 AND mid = ?2",
  [DRAY_SQL_ADD_LOG] = "INSERT INTO log (number, client, mid, seq, verdict, operation, permission, arguments, base_seq, hash, actor, at_us, received_us, note, effects)"
                       " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
  [DRAY_SQL_ADD_TOUCHED] = "INSERT INTO touched (id, number) VALUES (?1, ?2)",
  [DRAY_SQL_ADD_READING] = "INSERT OR IGNORE INTO reading (field, value, number) VALUES (?1, ?2, ?3)",
  [DRAY_SQL_ADD_WRITING] = "INSERT OR IGNORE INTO writing (field, value, number) VALUES (?1, ?2, ?3)",
  [DRAY_SQL_SET_CELL] = "INSERT INTO cell (id, field, number) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET number = excluded.number",
  [DRAY_SQL_ADD_BASE] = "INSERT OR IGNORE INTO base (id, field, value, number) VALUES (?1, ?2, ?3, ?4)",
  [DRAY_SQL_FIND_CELL] = "SELECT number FROM cell WHERE id = ?1 AND field = ?2",
  [DRAY_SQL_FIND_ORIGIN] = "SELECT seq, client FROM log WHERE number = ?1",
  [DRAY_SQL_FIND_OTHER_CELL] = "SELECT 1 FROM cell WHERE id = ?1 AND number <> ?2 LIMIT 1",
  [DRAY_SQL_SEED] = "INSERT OR IGNORE INTO temp.seed SELECT number FROM reading WHERE field = ?1 AND value = ?2",
  [DRAY_SQL_CLEAR_CELL] = "DELETE FROM cell WHERE id = ?1 AND field = ?2",
  [DRAY_SQL_CLEAR_CELLS] = "DELETE FROM cell WHERE id = ?1 AND field IN (SELECT number FROM field WHERE record = ?2)",
  [DRAY_SQL_FIND_BASE] = "SELECT field, value, number FROM base WHERE id = ?1 ORDER BY field",
  [DRAY_SQL_CLEAR_BASE] = "DELETE FROM base WHERE id = ?1",
  [DRAY_SQL_LIST_WRITTEN] = "SELECT value FROM writing WHERE number = ?1 AND field = 0",
  [DRAY_SQL_DROP_READINGS] = "DELETE FROM reading WHERE number = ?1",
  [DRAY_SQL_DROP_WRITINGS] = "DELETE FROM writing WHERE number = ?1",
  [DRAY_SQL_DROP_TOUCHED] = "DELETE FROM touched WHERE number = ?1",
  [DRAY_SQL_SET_OUTCOME] = "UPDATE log SET effects = ?2, note = ?3 WHERE number = ?1",
  [DRAY_SQL_FIND_PENDING] = "SELECT client.id, mid, operation, arguments, at_us FROM log JOIN client ON client.number = log.client"
                            " WHERE log.number = ?1 AND verdict = 0",
  [DRAY_SQL_FIND_ENTRY] = "SELECT log.number, hash, verdict FROM log JOIN client ON client.number = log.client WHERE client.id = ?1 AND mid = ?2",
  [DRAY_SQL_ADD_CHANGE] = "INSERT INTO log (number, client, mid, seq, verdict, operation, permission, arguments, base_seq, hash, actor, at_us, received_us, note, effects)"
                          " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, '{}', ?4 - 1, ?8, ?9, ?10, ?11, ?12, ?13)",
  [DRAY_SQL_SET_CHANGE] = "UPDATE log SET seq = ?2, verdict = ?3, note = ?4, effects = ?5 WHERE number = ?1",
  [DRAY_SQL_FIND_OLDEST] = "SELECT log.number, client.id, mid, effects FROM log JOIN client ON client.number = log.client WHERE verdict = 0"
                           " ORDER BY log.number LIMIT 1",
  [DRAY_SQL_SETTLE] = "UPDATE log SET seq = ?2, verdict = ?3, note = ?4 WHERE number = ?1",
  [DRAY_SQL_DROP_BASE] = "DELETE FROM base WHERE id = ?1 AND field = ?2",
  [DRAY_SQL_SET_BASE] = "UPDATE base SET value = ?3, number = ?4 WHERE id = ?1 AND field = ?2",
  [DRAY_SQL_LIST_OWN] = "SELECT number, mid, operation, arguments, base_seq, at_us, hash FROM log"
                        " WHERE client = 1 AND mid > ?1 AND (verdict = 0 OR mid > ?2) ORDER BY mid LIMIT ?3",
  [DRAY_SQL_LIST_CHANGES] = "SELECT seq, client.id, mid, verdict, operation, permission, note, actor, at_us, hash, effects FROM log"
                            " JOIN client ON client.number = log.client WHERE seq > ?1 ORDER BY seq LIMIT ?2",
  [DRAY_SQL_READ_MARK] = "SELECT (SELECT coalesce(max(number), 0) FROM log), cursor, epoch FROM workspace",
};

static gboolean
open_database (DrayStore              *self,
               const char             *path,
               const DrayStoreOptions *options,
               GError                **error)
{
  int n_series;
  const DrayMigrationSeries *series = dray_schema_get_series (self->schema, &n_series);

  self->database = dray_database_open (path, options->read_only ? DRAY_DATABASE_READ : DRAY_DATABASE_CREATE, options->vfs, error);
  if (self->database == NULL || (options->check && !dray_database_check (self->database, error)))
    return FALSE;
  return options->read_only || dray_database_migrate (self->database, series, n_series, error);
}

/* Ids are no secrets, but two programs must not make the same ones: the seed comes from the system. */
static void
seed (DrayStore *self)
{
  guint64 word = 0;

  if (getrandom (&word, sizeof word, 0) != (gssize) sizeof word)
    word = (guint64) g_get_real_time ();
  dray_random_init (&self->random, word);
}

/* Returns: the last seq that was given here, as authority */
gint64
dray_store_get_seq (DrayStore *self)
{
  return self->counters.seq;
}

/* Returns: an id for a new row, by the store's clock. For arguments; a mutator calls dray_mutation_make_id() */
DrayId
dray_store_make_id (DrayStore *self)
{
  return dray_id_new (dray_clock_now_us (self->clock), &self->random);
}

static gboolean
insert_workspace (DrayStore    *self,
                  const DrayId *client,
                  GError      **error)
{
  DrayId id = dray_id_is_none (client) ? dray_store_make_id (self) : *client;
  g_autoptr (DrayStatement) insert = dray_database_prepare (self->database, "INSERT OR IGNORE INTO client VALUES (1, ?1, 0)", error);

  if (insert == NULL)
    return FALSE;
  dray_statement_bind_id (insert, 1, &id);
  return dray_statement_run (insert, error) &&
         dray_database_execute (self->database, "INSERT OR IGNORE INTO workspace VALUES (1, 1, 0, 0, 0, 0)", error);
}

static gboolean
load_workspace (DrayStore *self,
                GError   **error)
{
  g_autoptr (DrayStatement) select = dray_database_prepare (self->database,
    "SELECT client.id, client.last_mid, seq, is_authority, cursor, (SELECT max(number) FROM log) FROM workspace, client WHERE client.number = 1", error);
  gboolean has_row;

  if (select == NULL || !dray_statement_step (select, &has_row, error))
    return FALSE;
  if (!has_row) {
    g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_CORRUPT, "%s has lost its head", dray_database_get_path (self->database));
    return FALSE;
  }
  self->client = dray_statement_get_id (select, 0);
  self->counters.mid = dray_statement_get_integer (select, 1);
  self->counters.seq = dray_statement_get_integer (select, 2);
  self->is_authority = dray_statement_get_integer (select, 3) != 0;
  self->cursor = dray_statement_get_integer (select, 4);
  self->counters.number = dray_statement_get_integer (select, 5);
  if (DRAY_PLANTED ("reused-mids"))
    return dray_database_get_integer (self->database, "SELECT max(last_mid - 1, 0) FROM client WHERE number = 1", &self->counters.mid, error);
  return TRUE;
}

static gboolean
prepare_for_writing (DrayStore              *self,
                     const DrayStoreOptions *options,
                     GError                **error)
{
  if (!dray_store_run (self, DRAY_SQL_BEGIN, error))
    return FALSE;
  self->catalog = dray_catalog_load (self->database, self->schema, FALSE, error);
  if (self->catalog != NULL && insert_workspace (self, &options->client, error) && dray_store_run (self, DRAY_SQL_COMMIT, error))
    return TRUE;
  dray_database_execute (self->database, "ROLLBACK", NULL);
  return FALSE;
}

static gboolean
load (DrayStore              *self,
      const DrayStoreOptions *options,
      GError                **error)
{
  if (options->read_only) {
    self->catalog = dray_catalog_load (self->database, self->schema, TRUE, error);
    if (self->catalog == NULL)
      return FALSE;
  } else if (!prepare_for_writing (self, options, error)) {
    return FALSE;
  }
  return load_workspace (self, error);
}

/**
 * dray_store_open:
 * @path: made where there is none
 * @options: (nullable): all zero is a good choice
 *
 * Opens a workspace and brings it up to date.
 *
 * Errors: %DRAY_STORE_ERROR_CORRUPT and %DRAY_STORE_ERROR_NEWER leave the file untouched: offer dray_database_copy_file();
 *   %DRAY_STORE_ERROR_FULL, %DRAY_STORE_ERROR_BUSY
 */
DrayStore *
dray_store_open (const char              *path,
                 DraySchema              *schema,
                 const DrayStoreOptions  *options,
                 GError                 **error)
{
  static const DrayStoreOptions defaults = { 0 };
  g_autoptr (DrayStore) self = g_new0 (DrayStore, 1);

  if (options == NULL)
    options = &defaults;
  self->schema = dray_schema_ref (schema);
  self->clock = options->clock != NULL ? g_object_ref (options->clock) : dray_wall_clock_new ();
  self->row_files = g_new0 (DrayRowFile *, dray_schema_get_n_tables (schema) + 1);
  seed (self);
  if (!open_database (self, path, options, error) || !load (self, options, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
dray_store_close (DrayStore *self)
{
  for (int i = 0; i < dray_schema_get_n_tables (self->schema); i++)
    g_clear_pointer (&self->row_files[i], dray_row_file_free);
  g_free (self->row_files);
  for (int i = 0; i < DRAY_SQL_N; i++)
    g_clear_pointer (&self->statements[i], dray_statement_free);
  g_clear_pointer (&self->catalog, dray_catalog_free);
  g_clear_pointer (&self->database, dray_database_free);
  g_clear_object (&self->clock);
  dray_schema_unref (self->schema);
  g_free (self);
}

DraySchema *
dray_store_get_schema (DrayStore *self)
{
  return self->schema;
}

/* For reading, and for backups. Nothing writes a row but an operation. */
DrayDatabase *
dray_store_get_database (DrayStore *self)
{
  return self->database;
}

/* Who this workspace is to the hub. */
DrayId
dray_store_get_client (DrayStore *self)
{
  return self->client;
}

void
dray_store_set_listener (DrayStore         *self,
                         DrayStoreListener  listener,
                         gpointer           data)
{
  self->listener = listener;
  self->listener_data = data;
}

DrayRowFile *
dray_store_get_row_file (DrayStore       *self,
                         const DrayTable *table)
{
  int i = dray_schema_get_table_index (self->schema, table);

  if (self->row_files[i] == NULL)
    self->row_files[i] = dray_row_file_new (self->database, table);
  return self->row_files[i];
}

/* Returns: (transfer none) (nullable): reset, to be bound */
DrayStatement *
dray_store_get_statement (DrayStore *self,
                          DraySql    which,
                          GError   **error)
{
  if (self->statements[which] == NULL)
    self->statements[which] = dray_database_prepare (self->database, sql[which], error);
  return self->statements[which];
}

/* Runs a statement that has no parameters. */
gboolean
dray_store_run (DrayStore *self,
                DraySql    which,
                GError   **error)
{
  DrayStatement *statement = dray_store_get_statement (self, which, error);

  return statement != NULL && dray_statement_run (statement, error);
}

/* Puts which state of the file is seen: within a transaction, that of the transaction. */
gboolean
dray_store_read_mark (DrayStore      *self,
                      DrayStoreMark  *mark,
                      GError        **error)
{
  DrayStatement *statement = dray_store_get_statement (self, DRAY_SQL_READ_MARK, error);
  gboolean has_row;

  if (statement == NULL || !dray_statement_step (statement, &has_row, error))
    return FALSE;
  *mark = (DrayStoreMark) { -1, -1, -1 };
  if (has_row)
    *mark = (DrayStoreMark) { dray_statement_get_integer (statement, 0), dray_statement_get_integer (statement, 1), dray_statement_get_integer (statement, 2) };
  dray_statement_reset (statement);
  return TRUE;
}

/**
 * dray_store_get_row:
 *
 * Returns: (transfer full) (nullable): the row, deleted or not
 *
 * Errors: %DRAY_STORE_ERROR_NOT_FOUND
 */
DrayRow *
dray_store_get_row (DrayStore       *self,
                    const DrayTable *table,
                    const DrayId    *id,
                    GError         **error)
{
  DrayRow *row;

  if (!dray_row_file_find (dray_store_get_row_file (self, table), id, &row, error))
    return NULL;
  if (row == NULL)
    g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_NOT_FOUND, "there is no such %s", table->name);
  return row;
}

/* Returns: (transfer full) (element-type DrayRow): the rows in the query's order */
GPtrArray *
dray_store_select (DrayStore       *self,
                   const DrayQuery *query,
                   GError         **error)
{
  g_autoptr (DrayStatement) statement = dray_query_prepare (query, self->database, DRAY_QUERY_ROWS, error);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_row_unref);
  gboolean has_row = statement != NULL;

  while (has_row) {
    if (!dray_statement_step (statement, &has_row, error))
      return NULL;
    if (has_row)
      g_ptr_array_add (rows, dray_row_file_read (dray_query_get_table (query), statement));
  }
  return statement != NULL ? g_steal_pointer (&rows) : NULL;
}

/* Puts how many rows the query has. */
gboolean
dray_store_count (DrayStore       *self,
                  const DrayQuery *query,
                  gint64          *n_rows,
                  GError         **error)
{
  g_autoptr (DrayStatement) statement = dray_query_prepare (query, self->database, DRAY_QUERY_KEYS, error);
  gboolean has_row = statement != NULL;
  gint64 n = 0;

  while (has_row) {
    if (!dray_statement_step (statement, &has_row, error))
      return FALSE;
    n += has_row;
  }
  if (statement == NULL)
    return FALSE;
  *n_rows = n;
  return TRUE;
}
