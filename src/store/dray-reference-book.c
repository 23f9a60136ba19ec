/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-reference-book-private.h"

#include "dray-store-error.h"

/* The names of one table: folded name → DrayId, DRAY_ID_NONE where several rows have it. */
struct _DrayReferenceBook {
  DrayStore  *store;
  GHashTable *tables;    /* (element-type utf8 GHashTable): by the table's name */
};

DrayReferenceBook *
dray_reference_book_new (DrayStore *store)
{
  DrayReferenceBook *self = g_new0 (DrayReferenceBook, 1);

  self->store = store;
  self->tables = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_hash_table_unref);
  return self;
}

void
dray_reference_book_free (DrayReferenceBook *self)
{
  g_hash_table_unref (self->tables);
  g_free (self);
}

/* What a row is called: its first text that it has to have. Returns: -1 where no field is that */
static int
find_naming_field (const DrayTable *table)
{
  for (int i = 0; i < table->n_fields; i++)
    if (table->fields[i].type == DRAY_FIELD_TEXT && (table->fields[i].flags & DRAY_FIELD_REQUIRED))
      return i;
  return -1;
}

static char *
fold (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  return g_utf8_casefold (stripped, -1);
}

static void
add_name (GHashTable   *names,
          const char   *name,
          const DrayId *id)
{
  char *folded = fold (name);
  DrayId known = g_hash_table_contains (names, folded) ? DRAY_ID_NONE : *id;

  g_hash_table_replace (names, folded, g_memdup2 (&known, sizeof known));
}

static GHashTable *
read_names (DrayReferenceBook  *self,
            const DrayTable    *table,
            GError            **error)
{
  g_autoptr (DrayQuery) query = dray_query_new (table);
  g_autoptr (GPtrArray) rows = dray_store_select (self->store, query, error);
  int naming = find_naming_field (table);
  GHashTable *names;

  if (rows == NULL)
    return NULL;
  names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < rows->len; i++) {
    const DrayRow *row = rows->pdata[i];

    if (naming >= 0 && dray_row_has (row, naming))
      add_name (names, dray_row_get_text (row, naming), &row->id);
  }
  return names;
}

static GHashTable *
ensure_names (DrayReferenceBook  *self,
              const DrayTable    *table,
              GError            **error)
{
  GHashTable *names = g_hash_table_lookup (self->tables, table->name);

  if (names != NULL)
    return names;
  names = read_names (self, table, error);
  if (names != NULL)
    g_hash_table_insert (self->tables, (gpointer) table->name, names);
  return names;
}

/**
 * dray_reference_book_find:
 * @field: a reference
 * @text: what the row that is meant is called, in any case, blanks around it left aside
 *
 * Errors: %DRAY_STORE_ERROR_INVALID where no row is called so, or several are
 */
gboolean
dray_reference_book_find (DrayReferenceBook  *self,
                          const DrayField    *field,
                          const char         *text,
                          DrayId             *id,
                          GError            **error)
{
  const DrayTable *table = dray_schema_find_table (dray_store_get_schema (self->store), field->refers_to);
  g_autofree char *folded = fold (text);
  GHashTable *names = table != NULL ? ensure_names (self, table, error) : NULL;
  const DrayId *found = names != NULL ? g_hash_table_lookup (names, folded) : NULL;

  if (names == NULL)
    return FALSE;
  if (found == NULL) {
    g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID, "%s: no %s is called \"%s\"", field->name, table->name, text);
    return FALSE;
  }
  if (dray_id_is_none (found)) {
    g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID, "%s: more than one %s is called \"%s\"; use its id", field->name, table->name, text);
    return FALSE;
  }
  *id = *found;
  return TRUE;
}
