/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* Holds what the migrations made to the descriptions. Every room that brings tables has a test that calls it for each. */

#include "dray-store-error.h"
#include "dray-table-sql.h"

#include <string.h>

static gboolean
fault (const DrayTable *self,
       const char      *column,
       const char      *what,
       GError         **error)
{
  g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID, "the SQL table %s %s%s %s", self->name, column != NULL ? "column " : "", column != NULL ? column : "", what);
  return FALSE;
}

static const char *
get_expected_type (const DrayTable *self,
                   const char      *column)
{
  int field = dray_table_find_field (self, column);

  if (g_str_equal (column, "id"))
    return "BLOB";
  if (g_str_equal (column, "deleted") || g_str_equal (column, "stamp"))
    return "INTEGER";
  return field >= 0 ? dray_field_get_sql_type (&self->fields[field]) : NULL;
}

static gboolean
check_columns (const DrayTable *self,
               DrayDatabase    *database,
               GError         **error)
{
  g_autoptr (DrayStatement) statement = dray_database_prepare (database, "SELECT name, type FROM pragma_table_info(?1)", error);
  gboolean has_row = TRUE;
  int n_columns = 0;

  if (statement == NULL)
    return FALSE;
  dray_statement_bind_text (statement, 1, self->name);
  while (TRUE) {
    if (!dray_statement_step (statement, &has_row, error))
      return FALSE;
    if (!has_row)
      return n_columns == self->n_fields + 3 || fault (self, NULL, "lacks a column of its description", error);

    const char *name = dray_statement_get_text (statement, 0);
    const char *type = get_expected_type (self, name);

    if (type == NULL)
      return fault (self, name, "is not in the description", error);
    if (!g_str_equal (type, dray_statement_get_text (statement, 1)))
      return fault (self, name, "is of another type than its description", error);
    n_columns++;
  }
}

static gboolean
get_sql (const DrayTable *self,
         DrayDatabase    *database,
         char           **sql,
         GError         **error)
{
  g_autoptr (DrayStatement) statement = dray_database_prepare (database, "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1", error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  dray_statement_bind_text (statement, 1, self->name);
  if (!dray_statement_step (statement, &has_row, error))
    return FALSE;
  *sql = has_row ? g_ascii_strup (dray_statement_get_text (statement, 0), -1) : NULL;
  return has_row || fault (self, NULL, "is not there", error);
}

static gboolean
check_index (const DrayTable *self,
             const char      *column,
             DrayDatabase    *database,
             GError         **error)
{
  g_autoptr (DrayStatement) statement = dray_database_prepare (database,
    "SELECT 1 FROM pragma_index_list(?1) AS list, pragma_index_info(list.name) AS info "
    " WHERE info.name = ?2 AND (info.seqno = 0 OR (info.seqno = 1 AND EXISTS (SELECT 1 FROM pragma_index_info(list.name) AS head"
    " WHERE head.seqno = 0 AND head.name = 'deleted')))", error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  dray_statement_bind_text (statement, 1, self->name);
  dray_statement_bind_text (statement, 2, column);
  return dray_statement_step (statement, &has_row, error) && (has_row || fault (self, column, "begins no index", error));
}

/**
 * dray_table_check_sql:
 *
 * Whether the SQL table has the columns of the description and no others, is WITHOUT ROWID, and has an index for every field that
 * is said to have one.
 *
 * Errors: %DRAY_STORE_ERROR_INVALID, naming what differs
 */
gboolean
dray_table_check_sql (const DrayTable *self,
                      DrayDatabase    *database,
                      GError         **error)
{
  g_autofree char *sql = NULL;

  if (!get_sql (self, database, &sql, error) || !check_columns (self, database, error))
    return FALSE;
  if (strstr (sql, "WITHOUT ROWID") == NULL)
    return fault (self, NULL, "is not WITHOUT ROWID", error);
  for (int i = 0; i < self->n_fields; i++)
    if ((self->fields[i].flags & DRAY_FIELD_INDEXED) && !check_index (self, self->fields[i].name, database, error))
      return FALSE;
  return TRUE;
}
