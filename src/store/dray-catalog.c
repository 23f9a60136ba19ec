/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-catalog-private.h"
#include "dray-schema-private.h"
#include "dray-store-error.h"

typedef struct {
  const DrayTable *table;
  int              field;
} Entry;

struct _DrayCatalog {
  DraySchema  *schema;
  int        **numbers;   /* [n_tables][1 + n_fields]: 0 until numbered; [0] is DRAY_FIELD_DELETED */
  GArray      *entries;   /* (element-type Entry): by number; a NULL table where the schema doesn't know it */
};

static void
set_number (DrayCatalog     *self,
            const DrayTable *table,
            int              field,
            guint            number)
{
  if (number >= self->entries->len)
    g_array_set_size (self->entries, number + 1);
  g_array_index (self->entries, Entry, number) = (Entry) { table, field };
  self->numbers[dray_schema_get_table_index (self->schema, table)][1 + field] = (int) number;
}

/* Fields that a later version dropped stay in the file and are skipped. */
static gboolean
load_known (DrayCatalog  *self,
            DrayDatabase *database,
            GError      **error)
{
  g_autoptr (DrayStatement) statement = dray_database_prepare (database, "SELECT number, record, name FROM field", error);
  gboolean has_row = statement != NULL;

  while (has_row) {
    if (!dray_statement_step (statement, &has_row, error))
      return FALSE;
    if (!has_row)
      break;

    const DrayTable *table = dray_schema_find_table (self->schema, dray_statement_get_text (statement, 1));
    const char *name = dray_statement_get_text (statement, 2);
    gint64 number = dray_statement_get_integer (statement, 0);
    int field = table != NULL ? dray_table_find_field (table, name) : -1;

    if (table != NULL && number > 0 && number < 1 << 20 && (field >= 0 || g_str_equal (name, "deleted")))
      set_number (self, table, field, (guint) number);
  }
  return statement != NULL;
}

static gboolean
add_new (DrayCatalog  *self,
         DrayDatabase *database,
         GError      **error)
{
  g_autoptr (DrayStatement) insert = dray_database_prepare (database, "INSERT INTO field (record, name) VALUES (?1, ?2) RETURNING number", error);
  gboolean has_row;

  if (insert == NULL)
    return FALSE;
  for (int t = 0; t < dray_schema_get_n_tables (self->schema); t++) {
    const DrayTable *table = dray_schema_get_table (self->schema, t);

    for (int field = DRAY_FIELD_DELETED; field < table->n_fields; field++) {
      if (self->numbers[t][1 + field] != 0)
        continue;
      dray_statement_bind_text (insert, 1, table->name);
      dray_statement_bind_text (insert, 2, field < 0 ? "deleted" : table->fields[field].name);
      if (!dray_statement_step (insert, &has_row, error))
        return FALSE;
      set_number (self, table, field, (guint) dray_statement_get_integer (insert, 0));
      dray_statement_reset (insert);
    }
  }
  return TRUE;
}

/**
 * dray_catalog_load:
 * @read_only: fields without a number are left so; a reader never needs them
 */
DrayCatalog *
dray_catalog_load (DrayDatabase *database,
                   DraySchema   *schema,
                   gboolean      read_only,
                   GError      **error)
{
  g_autoptr (DrayCatalog) self = g_new0 (DrayCatalog, 1);
  int n_tables = dray_schema_get_n_tables (schema);

  self->schema = dray_schema_ref (schema);
  self->entries = g_array_new (FALSE, TRUE, sizeof (Entry));
  self->numbers = g_new0 (int *, n_tables + 1);
  for (int t = 0; t < n_tables; t++)
    self->numbers[t] = g_new0 (int, 1 + dray_schema_get_table (schema, t)->n_fields);
  if (!load_known (self, database, error))
    return NULL;
  if (!read_only && !add_new (self, database, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
dray_catalog_free (DrayCatalog *self)
{
  for (int t = 0; t < dray_schema_get_n_tables (self->schema); t++)
    g_free (self->numbers[t]);
  g_free (self->numbers);
  g_array_unref (self->entries);
  dray_schema_unref (self->schema);
  g_free (self);
}

int
dray_catalog_get_number (DrayCatalog     *self,
                         const DrayTable *table,
                         int              field)
{
  return self->numbers[dray_schema_get_table_index (self->schema, table)][1 + field];
}

/* Returns: %FALSE for a number of no field that the schema knows */
gboolean
dray_catalog_find (DrayCatalog      *self,
                   gint64            number,
                   const DrayTable **table,
                   int              *field)
{
  if (number <= 0 || number >= self->entries->len || g_array_index (self->entries, Entry, number).table == NULL)
    return FALSE;
  *table = g_array_index (self->entries, Entry, number).table;
  *field = g_array_index (self->entries, Entry, number).field;
  return TRUE;
}
