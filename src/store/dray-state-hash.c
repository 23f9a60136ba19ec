/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* The state hash is the sum, modulo 2^64 in each of four words (little endian), of the dray_digest() of every row: the table's name, a
 * zero byte, '0' or '1' for deleted, and the row as canonical JSON. A sum, so that it does not matter in which order rows are visited
 * and one row's change can be added to it. Who wrote what is no part of it; tables that never leave a workspace are left out. */

#include "dray-change.h"
#include "dray-database-private.h"
#include "dray-digest.h"
#include "dray-field-json.h"
#include "dray-store-private.h"

#include <string.h>

static void
add_row (guint64        sum[4],
         const DrayRow *row)
{
  g_autoptr (GString) json = g_string_sized_new (256);
  const char *name = row->table->name;
  guint8 digest[DRAY_DIGEST_BYTES];
  guint64 words[4];

  dray_row_append_json (row, json);

  const DrayDigestPart parts[] = { { name, strlen (name) + 1 }, { row->is_deleted ? "1" : "0", 1 }, { json->str, json->len } };

  dray_digest (parts, G_N_ELEMENTS (parts), digest);
  memcpy (words, digest, sizeof words);
  for (int i = 0; i < 4; i++)
    sum[i] += GUINT64_FROM_LE (words[i]);
}

/* Turns a row of the view into what the truth holds. Returns: %FALSE for one that it doesn't have; a fault sets @error */
static gboolean
look_below (DrayStore      *self,
            DrayStatement  *base,
            DrayRow        *row,
            GError        **error)
{
  gboolean has_row = TRUE, is_there = TRUE;

  dray_statement_bind_id (base, 1, &row->id);
  while (has_row) {
    const DrayTable *table;
    int field;

    if (!dray_statement_step (base, &has_row, error))
      return FALSE;
    if (!has_row || !dray_catalog_find (self->catalog, dray_statement_get_integer (base, 0), &table, &field) || table != row->table)
      continue;
    if (field < 0) {
      is_there = !dray_statement_is_none (base, 2);
      row->is_deleted = dray_statement_get_integer (base, 1) != 0;
    } else {
      dray_value_take (&row->values[field], dray_statement_dup_value (base, 1, dray_field_get_kind (&table->fields[field])));
    }
  }
  return is_there;
}

static gboolean
add_table (DrayStore        *self,
           const DrayTable  *table,
           DrayStatement    *base,
           guint64           sum[4],
           GError          **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT ");
  g_autoptr (DrayStatement) select = NULL;
  gboolean has_row = TRUE;

  dray_row_file_append_columns (table, sql);
  g_string_append_printf (sql, " FROM \"%s\"", table->name);
  select = dray_database_prepare (self->database, sql->str, error);
  if (select == NULL)
    return FALSE;
  while (has_row) {
    g_autoptr (DrayRow) row = NULL;
    GError *fault = NULL;

    if (!dray_statement_step (select, &has_row, error))
      return FALSE;
    if (!has_row)
      break;
    row = dray_row_file_read (table, select);
    if (base == NULL || look_below (self, base, row, &fault))
      add_row (sum, row);
    if (fault != NULL) {
      g_propagate_error (error, fault);
      return FALSE;
    }
  }
  return TRUE;
}

/**
 * dray_store_hash_state:
 * @base: what the authority holds; else what is seen here, pending operations included
 * @hash: (out caller-allocates): 32 bytes, equal wherever the records are
 */
gboolean
dray_store_hash_state (DrayStore  *self,
                       gboolean    base,
                       guint8      hash[32],
                       GError    **error)
{
  g_autoptr (DrayStatement) below = NULL;
  guint64 sum[4] = { 0 };

  if (base) {
    below = dray_database_prepare (self->database, "SELECT field, value, number FROM base WHERE id = ?1", error);
    if (below == NULL)
      return FALSE;
  }
  for (int i = 0; i < dray_schema_get_n_tables (self->schema); i++) {
    const DrayTable *table = dray_schema_get_table (self->schema, i);

    if (table->bucket != DRAY_BUCKET_LOCAL && !add_table (self, table, below, sum, error))
      return FALSE;
  }
  for (int i = 0; i < 4; i++)
    sum[i] = GUINT64_TO_LE (sum[i]);
  memcpy (hash, sum, sizeof sum);
  return TRUE;
}
