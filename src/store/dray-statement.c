/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-database-private.h"
#include "dray-store-error.h"

#include <string.h>

/**
 * dray_database_prepare:
 * @sql: one statement, kept for long: this is the time to plan it well
 *
 * Returns: (transfer full): to be freed before its database
 */
DrayStatement *
dray_database_prepare (DrayDatabase *self,
                       const char   *sql,
                       GError      **error)
{
  sqlite3_stmt *prepared = NULL;
  int code = sqlite3_prepare_v3 (self->connection, sql, -1, SQLITE_PREPARE_PERSISTENT, &prepared, NULL);

  if (code != SQLITE_OK) {
    dray_database_fail (self->connection, code, sql, error);
    return NULL;
  }
  g_assert (prepared != NULL);

  DrayStatement *statement = g_new0 (DrayStatement, 1);

  statement->statement = prepared;
  return statement;
}

void
dray_statement_free (DrayStatement *self)
{
  sqlite3_finalize (self->statement);
  g_free (self);
}

static inline void
note (DrayStatement *self,
      int            code)
{
  if (G_UNLIKELY (code != SQLITE_OK && self->fault == SQLITE_OK))
    self->fault = code;
}

void
dray_statement_bind_none (DrayStatement *self,
                          int            parameter)
{
  note (self, sqlite3_bind_null (self->statement, parameter));
}

void
dray_statement_bind_integer (DrayStatement *self,
                             int            parameter,
                             gint64         integer)
{
  note (self, sqlite3_bind_int64 (self->statement, parameter, integer));
}

void
dray_statement_bind_real (DrayStatement *self,
                          int            parameter,
                          double         real)
{
  note (self, sqlite3_bind_double (self->statement, parameter, real));
}

/* Binds a copy of @text, or NULL. */
void
dray_statement_bind_text (DrayStatement *self,
                          int            parameter,
                          const char    *text)
{
  note (self, sqlite3_bind_text (self->statement, parameter, text, -1, SQLITE_TRANSIENT));
}

/* Binds the 16 bytes, or NULL for an id of zeros. */
void
dray_statement_bind_id (DrayStatement *self,
                        int            parameter,
                        const DrayId  *id)
{
  if (dray_id_is_none (id))
    dray_statement_bind_none (self, parameter);
  else
    note (self, sqlite3_bind_blob (self->statement, parameter, id->bytes, sizeof id->bytes, SQLITE_TRANSIENT));
}

void
dray_statement_bind_bytes (DrayStatement *self,
                           int            parameter,
                           const void    *data,
                           gsize          n_bytes)
{
  note (self, sqlite3_bind_blob64 (self->statement, parameter, n_bytes > 0 ? data : "", n_bytes, SQLITE_TRANSIENT));
}

void
dray_statement_borrow_id (DrayStatement *self,
                          int            parameter,
                          const DrayId  *id)
{
  if (dray_id_is_none (id))
    dray_statement_bind_none (self, parameter);
  else
    note (self, sqlite3_bind_blob (self->statement, parameter, id->bytes, sizeof id->bytes, SQLITE_STATIC));
}

void
dray_statement_borrow_text (DrayStatement *self,
                            int            parameter,
                            const char    *text)
{
  note (self, sqlite3_bind_text (self->statement, parameter, text, -1, SQLITE_STATIC));
}

void
dray_statement_borrow_bytes (DrayStatement *self,
                             int            parameter,
                             const void    *data,
                             gsize          n_bytes)
{
  note (self, sqlite3_bind_blob64 (self->statement, parameter, n_bytes > 0 ? data : "", n_bytes, SQLITE_STATIC));
}

void
dray_statement_borrow_value (DrayStatement   *self,
                             int              parameter,
                             const DrayValue *value)
{
  if (value->kind == DRAY_VALUE_TEXT)
    dray_statement_borrow_text (self, parameter, value->text);
  else if (value->kind == DRAY_VALUE_ID)
    dray_statement_borrow_id (self, parameter, &value->id);
  else
    dray_statement_bind_value (self, parameter, value);
}

void
dray_statement_bind_value (DrayStatement   *self,
                           int              parameter,
                           const DrayValue *value)
{
  switch (value->kind) {
    case DRAY_VALUE_INTEGER:
      dray_statement_bind_integer (self, parameter, value->integer);
      break;
    case DRAY_VALUE_REAL:
      dray_statement_bind_real (self, parameter, value->real);
      break;
    case DRAY_VALUE_TEXT:
      dray_statement_bind_text (self, parameter, value->text);
      break;
    case DRAY_VALUE_ID:
      dray_statement_bind_id (self, parameter, &value->id);
      break;
    case DRAY_VALUE_BYTES: {
      gsize n_bytes;
      const void *data = g_bytes_get_data (value->bytes, &n_bytes);

      dray_statement_bind_bytes (self, parameter, data, n_bytes);
      break;
    }
    case DRAY_VALUE_NONE:
    default:
      dray_statement_bind_none (self, parameter);
  }
}

/**
 * dray_statement_step:
 * @has_row: (out): whether there is a row to read; where there is none, the statement is reset and can run again
 */
gboolean
dray_statement_step (DrayStatement *self,
                     gboolean      *has_row,
                     GError       **error)
{
  int code = self->fault;

  if (code == SQLITE_OK)
    code = sqlite3_step (self->statement);
  if (code == SQLITE_ROW) {
    *has_row = TRUE;
    return TRUE;
  }
  if (code != SQLITE_DONE)
    dray_database_fail (sqlite3_db_handle (self->statement), code, sqlite3_sql (self->statement), error);
  dray_statement_reset (self);
  if (code != SQLITE_DONE)
    return FALSE;
  *has_row = FALSE;
  return TRUE;
}

/* Runs a statement that gives no rows, or whose rows nobody needs, and resets it. */
gboolean
dray_statement_run (DrayStatement *self,
                    GError       **error)
{
  gboolean has_row = TRUE;

  while (has_row)
    if (!dray_statement_step (self, &has_row, error))
      return FALSE;
  return TRUE;
}

/* Ends the run; bindings stay as they are. */
void
dray_statement_reset (DrayStatement *self)
{
  sqlite3_reset (self->statement);
  self->fault = SQLITE_OK;
}

gboolean
dray_statement_is_none (DrayStatement *self,
                        int            column)
{
  return sqlite3_column_type (self->statement, column) == SQLITE_NULL;
}

gint64
dray_statement_get_integer (DrayStatement *self,
                            int            column)
{
  return sqlite3_column_int64 (self->statement, column);
}

double
dray_statement_get_real (DrayStatement *self,
                         int            column)
{
  return sqlite3_column_double (self->statement, column);
}

/* Returns: (transfer none) (nullable): until the next step */
const char *
dray_statement_get_text (DrayStatement *self,
                         int            column)
{
  return (const char *) sqlite3_column_text (self->statement, column);
}

/* Returns: the id, or none where the column holds no 16 bytes */
DrayId
dray_statement_get_id (DrayStatement *self,
                       int            column)
{
  DrayId id = DRAY_ID_NONE;
  const void *data = sqlite3_column_blob (self->statement, column);

  if (data != NULL && sqlite3_column_bytes (self->statement, column) == (int) sizeof id.bytes)
    memcpy (id.bytes, data, sizeof id.bytes);
  return id;
}

/* Returns: (transfer none) (nullable) (array length=n_bytes): until the next step */
const guint8 *
dray_statement_get_bytes (DrayStatement *self,
                          int            column,
                          gsize         *n_bytes)
{
  const guint8 *data = sqlite3_column_blob (self->statement, column);

  *n_bytes = (gsize) sqlite3_column_bytes (self->statement, column);
  return data;
}

/* Returns: (transfer full): what the column holds, read as @kind; none where it is NULL */
DrayValue
dray_statement_dup_value (DrayStatement *self,
                          int            column,
                          DrayValueKind  kind)
{
  if (dray_statement_is_none (self, column))
    return dray_value_none ();
  switch (kind) {
    case DRAY_VALUE_INTEGER:
      return dray_value_integer (dray_statement_get_integer (self, column));
    case DRAY_VALUE_REAL:
      return dray_value_real (dray_statement_get_real (self, column));
    case DRAY_VALUE_TEXT:
      return dray_value_text (dray_statement_get_text (self, column));
    case DRAY_VALUE_ID: {
      DrayId id = dray_statement_get_id (self, column);

      return dray_value_id (&id);
    }
    case DRAY_VALUE_BYTES: {
      gsize n_bytes;
      const guint8 *data = dray_statement_get_bytes (self, column, &n_bytes);

      return dray_value_bytes (data, n_bytes);
    }
    case DRAY_VALUE_NONE:
    default:
      return dray_value_none ();
  }
}
