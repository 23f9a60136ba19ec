/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-database-private.h"
#include "dray-row-file-private.h"

/* An update sets only the columns that changed, so that SQLite leaves the other indexes alone. Each set of columns is a statement;
 * operations write the same few sets again and again. */
#define MAX_UPDATES 64

struct _DrayRowFile {
  /* Owned */
  DrayStatement    *find;
  DrayStatement    *insert;
  DrayStatement    *remove;
  DrayStatement   **selects;    /* [n_fields] */
  GHashTable       *updates;    /* (element-type DrayFieldMask DrayStatement) */
  /* Borrowed */
  DrayDatabase     *database;
  const DrayTable  *table;
};

DrayRowFile *
dray_row_file_new (DrayDatabase    *database,
                   const DrayTable *table)
{
  DrayRowFile *self = g_new0 (DrayRowFile, 1);

  self->database = database;
  self->table = table;
  self->selects = g_new0 (DrayStatement *, table->n_fields + 1);
  self->updates = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) dray_statement_free);
  return self;
}

void
dray_row_file_free (DrayRowFile *self)
{
  g_clear_pointer (&self->find, dray_statement_free);
  g_clear_pointer (&self->insert, dray_statement_free);
  g_clear_pointer (&self->remove, dray_statement_free);
  for (int i = 0; i < self->table->n_fields; i++)
    g_clear_pointer (&self->selects[i], dray_statement_free);
  g_free (self->selects);
  g_hash_table_unref (self->updates);
  g_free (self);
}

/* Appends the columns in the order in which dray_row_file_read() wants them. */
void
dray_row_file_append_columns (const DrayTable *table,
                              GString         *sql)
{
  g_string_append (sql, "id, deleted, stamp");
  for (int i = 0; i < table->n_fields; i++)
    g_string_append_printf (sql, ", \"%s\"", table->fields[i].name);
}

/* Returns: (transfer full): the row that @statement stands on */
DrayRow *
dray_row_file_read (const DrayTable *table,
                    DrayStatement   *statement)
{
  DrayId id = dray_statement_get_id (statement, 0);
  DrayRow *row = dray_row_new (table, &id);

  row->is_deleted = dray_statement_get_integer (statement, 1) != 0;
  row->stamp = dray_statement_get_integer (statement, 2);
  for (int i = 0; i < table->n_fields; i++)
    row->values[i] = dray_statement_dup_value (statement, 3 + i, dray_field_get_kind (&table->fields[i]));
  return row;
}

static gboolean
prepare (DrayRowFile    *self,
         DrayStatement **statement,
         GString        *sql,
         GError        **error)
{
  *statement = dray_database_prepare (self->database, sql->str, error);
  g_string_free (sql, TRUE);
  return *statement != NULL;
}

static GString *
begin_select (DrayRowFile *self)
{
  GString *sql = g_string_new ("SELECT ");

  dray_row_file_append_columns (self->table, sql);
  g_string_append_printf (sql, " FROM \"%s\" WHERE ", self->table->name);
  return sql;
}

static gboolean
prepare_find (DrayRowFile *self,
              GError     **error)
{
  GString *sql = begin_select (self);

  g_string_append (sql, "id = ?1");
  return prepare (self, &self->find, sql, error);
}

/* Puts the row, deleted or not, into @row, or %NULL where there is none. */
gboolean
dray_row_file_find (DrayRowFile  *self,
                    const DrayId *id,
                    DrayRow     **row,
                    GError      **error)
{
  gboolean has_row;

  if (self->find == NULL && !prepare_find (self, error))
    return FALSE;
  dray_statement_borrow_id (self->find, 1, id);
  if (!dray_statement_step (self->find, &has_row, error))
    return FALSE;
  *row = has_row ? dray_row_file_read (self->table, self->find) : NULL;
  dray_statement_reset (self->find);
  return TRUE;
}

static gboolean
prepare_select (DrayRowFile *self,
                int          field,
                GError     **error)
{
  GString *sql = begin_select (self);

  g_string_append_printf (sql, "\"%s\" = ?1 AND deleted = 0 ORDER BY id", self->table->fields[field].name);
  return prepare (self, &self->selects[field], sql, error);
}

/* Returns: (transfer full) (element-type DrayRow): the living rows whose @field is @value, by id */
GPtrArray *
dray_row_file_select (DrayRowFile     *self,
                      int              field,
                      const DrayValue *value,
                      GError         **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_row_unref);
  gboolean has_row = TRUE;

  if (self->selects[field] == NULL && !prepare_select (self, field, error))
    return NULL;
  dray_statement_borrow_value (self->selects[field], 1, value);
  while (has_row) {
    if (!dray_statement_step (self->selects[field], &has_row, error))
      return NULL;
    if (has_row)
      g_ptr_array_add (rows, dray_row_file_read (self->table, self->selects[field]));
  }
  return g_steal_pointer (&rows);
}

static gboolean
prepare_insert (DrayRowFile *self,
                GError     **error)
{
  GString *sql = g_string_new (NULL);

  g_string_append_printf (sql, "INSERT INTO \"%s\" (", self->table->name);
  dray_row_file_append_columns (self->table, sql);
  g_string_append (sql, ") VALUES (?1, ?2, ?3");
  for (int i = 0; i < self->table->n_fields; i++)
    g_string_append_printf (sql, ", ?%d", 4 + i);
  g_string_append_c (sql, ')');
  return prepare (self, &self->insert, sql, error);
}

gboolean
dray_row_file_insert (DrayRowFile   *self,
                      const DrayRow *row,
                      GError       **error)
{
  if (self->insert == NULL && !prepare_insert (self, error))
    return FALSE;
  dray_statement_borrow_id (self->insert, 1, &row->id);
  dray_statement_bind_integer (self->insert, 2, row->is_deleted);
  dray_statement_bind_integer (self->insert, 3, row->stamp);
  for (int i = 0; i < self->table->n_fields; i++)
    dray_statement_borrow_value (self->insert, 4 + i, &row->values[i]);
  return dray_statement_run (self->insert, error);
}

static DrayStatement *
prepare_update (DrayRowFile   *self,
                DrayFieldMask  fields,
                GError       **error)
{
  GString *sql = g_string_new (NULL);
  DrayStatement *update;
  int parameter = 1;

  g_string_append_printf (sql, "UPDATE \"%s\" SET ", self->table->name);
  for (int field = DRAY_FIELD_DELETED; field < self->table->n_fields; field++)
    if (fields & dray_field_mask (field)) {
      g_string_append_printf (sql, "%s\"%s\" = ?%d", parameter > 1 ? ", " : "", field < 0 ? "deleted" : self->table->fields[field].name, 1 + parameter);
      parameter++;
    }
  g_string_append (sql, " WHERE id = ?1");
  if (!prepare (self, &update, sql, error))
    return NULL;
  if (g_hash_table_size (self->updates) >= MAX_UPDATES)
    g_hash_table_remove_all (self->updates);
  g_hash_table_insert (self->updates, g_memdup2 (&fields, sizeof fields), update);
  return update;
}

/* Writes the given cells of @row, which must be there. */
gboolean
dray_row_file_update (DrayRowFile   *self,
                      const DrayRow *row,
                      DrayFieldMask  fields,
                      GError       **error)
{
  DrayStatement *update = g_hash_table_lookup (self->updates, &fields);
  int parameter = 2;

  g_assert (fields != 0);
  if (update == NULL && (update = prepare_update (self, fields, error)) == NULL)
    return FALSE;
  dray_statement_borrow_id (update, 1, &row->id);
  if (fields & dray_field_mask (DRAY_FIELD_DELETED))
    dray_statement_bind_integer (update, parameter++, row->is_deleted);
  for (int field = 0; field < self->table->n_fields; field++)
    if (fields & dray_field_mask (field))
      dray_statement_borrow_value (update, parameter++, &row->values[field]);
  return dray_statement_run (update, error);
}

/* Takes the row out of the file: only for one that was never there for anyone else. */
gboolean
dray_row_file_remove (DrayRowFile  *self,
                      const DrayId *id,
                      GError      **error)
{
  if (self->remove == NULL) {
    GString *sql = g_string_new (NULL);

    g_string_append_printf (sql, "DELETE FROM \"%s\" WHERE id = ?1", self->table->name);
    if (!prepare (self, &self->remove, sql, error))
      return FALSE;
  }
  dray_statement_borrow_id (self->remove, 1, id);
  return dray_statement_run (self->remove, error);
}
