/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* Reading the log and who wrote which cell. */

#include "dray-database-private.h"
#include "dray-store-error.h"
#include "dray-store-private.h"

void
dray_log_entry_free (DrayLogEntry *self)
{
  g_free (self->operation);
  g_free (self->permission);
  g_free (self->note);
  g_clear_pointer (&self->hash, g_bytes_unref);
  g_clear_pointer (&self->effects, g_array_unref);
  g_free (self);
}

static DrayLogEntry *
read_entry (DrayStore     *self,
            DrayStatement *statement,
            GError       **error)
{
  g_autoptr (DrayLogEntry) entry = g_new0 (DrayLogEntry, 1);
  gsize n_bytes;
  const guint8 *bytes = dray_statement_get_bytes (statement, 6, &n_bytes);

  entry->number = dray_statement_get_integer (statement, 0);
  entry->seq = dray_statement_get_integer (statement, 1);
  entry->verdict = (DrayVerdict) dray_statement_get_integer (statement, 2);
  entry->operation = g_strdup (dray_statement_get_text (statement, 3));
  entry->permission = g_strdup (dray_statement_get_text (statement, 4));
  entry->note = g_strdup (dray_statement_get_text (statement, 5));
  entry->hash = g_bytes_new (bytes, n_bytes);
  bytes = dray_statement_get_bytes (statement, 7, &n_bytes);
  entry->effects = dray_effects_decode (bytes, n_bytes, self->catalog, error);
  return entry->effects != NULL ? g_steal_pointer (&entry) : NULL;
}

/* Puts the entry of (@client, @mid) into @entry, or %NULL where there is none. @client is a number of this file. */
gboolean
dray_store_find_log (DrayStore     *self,
                     gint64         client,
                     gint64         mid,
                     DrayLogEntry **entry,
                     GError       **error)
{
  DrayStatement *select = dray_store_get_statement (self, DRAY_SQL_FIND_LOG, error);
  gboolean has_row;

  if (select == NULL)
    return FALSE;
  dray_statement_bind_integer (select, 1, client);
  dray_statement_bind_integer (select, 2, mid);
  if (!dray_statement_step (select, &has_row, error))
    return FALSE;
  *entry = has_row ? read_entry (self, select, error) : NULL;
  dray_statement_reset (select);
  return !has_row || *entry != NULL;
}

/* Puts the file's number for a client, or 0 where it never wrote here, and its last mid. */
gboolean
dray_store_find_client (DrayStore    *self,
                        const DrayId *client,
                        gint64       *number,
                        gint64       *last_mid,
                        GError      **error)
{
  DrayStatement *select = dray_store_get_statement (self, DRAY_SQL_FIND_CLIENT, error);
  gboolean has_row;

  if (select == NULL)
    return FALSE;
  dray_statement_borrow_id (select, 1, client);
  if (!dray_statement_step (select, &has_row, error))
    return FALSE;
  *number = has_row ? dray_statement_get_integer (select, 0) : 0;
  *last_mid = has_row ? dray_statement_get_integer (select, 1) : 0;
  if (has_row)
    dray_statement_reset (select);
  return TRUE;
}

/* Puts the number of the log entry that wrote a cell last. */
gboolean
dray_store_get_writer (DrayStore     *self,
                       const DrayRow *row,
                       int            field,
                       gint64        *number,
                       GError       **error)
{
  DrayStatement *select = dray_store_get_statement (self, DRAY_SQL_FIND_CELL, error);
  gboolean has_row;

  if (select == NULL)
    return FALSE;
  dray_statement_borrow_id (select, 1, &row->id);
  dray_statement_bind_integer (select, 2, dray_catalog_get_number (self->catalog, row->table, field));
  if (!dray_statement_step (select, &has_row, error))
    return FALSE;
  *number = has_row ? dray_statement_get_integer (select, 0) : row->stamp;
  dray_statement_reset (select);
  return TRUE;
}

/* Whether another client than @client wrote the cell after @base_seq. */
gboolean
dray_store_was_written_since (DrayStore      *self,
                              const DrayRow  *row,
                              int             field,
                              gint64          base_seq,
                              gint64          client,
                              gboolean       *result,
                              GError        **error)
{
  DrayStatement *select = dray_store_get_statement (self, DRAY_SQL_FIND_ORIGIN, error);
  gint64 number;
  gboolean has_row;

  if (select == NULL || !dray_store_get_writer (self, row, field, &number, error))
    return FALSE;
  dray_statement_bind_integer (select, 1, number);
  if (!dray_statement_step (select, &has_row, error))
    return FALSE;
  *result = has_row && dray_statement_get_integer (select, 0) > base_seq && dray_statement_get_integer (select, 1) != client;
  dray_statement_reset (select);
  return TRUE;
}

/* Whether any cell of the row was written by another entry than @number. */
gboolean
dray_store_has_other_writer (DrayStore    *self,
                             const DrayId *id,
                             gint64        number,
                             gboolean     *result,
                             GError      **error)
{
  DrayStatement *select = dray_store_get_statement (self, DRAY_SQL_FIND_OTHER_CELL, error);

  if (select == NULL)
    return FALSE;
  dray_statement_borrow_id (select, 1, id);
  dray_statement_bind_integer (select, 2, number);
  if (!dray_statement_step (select, result, error))
    return FALSE;
  dray_statement_reset (select);
  return TRUE;
}
