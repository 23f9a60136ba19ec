/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fact-set.h"

/**
 * dray_fact_set_new:
 *
 * Returns: (transfer full): a set without columns
 */
DrayFactSet *
dray_fact_set_new (const char *name)
{
  DrayFactSet *self = g_new0 (DrayFactSet, 1);

  self->name = g_strdup (name);
  return self;
}

static void
column_clear (DrayFactColumn *column)
{
  g_free (column->name);
  dray_int64_column_clear (&column->values);
  g_clear_pointer (&column->keys, g_array_unref);
  g_clear_pointer (&column->words, g_ptr_array_unref);
  g_clear_pointer (&column->codes, g_hash_table_unref);
}

void
dray_fact_set_free (DrayFactSet *self)
{
  for (guint i = 0; i < self->n_columns; i++)
    column_clear (&self->columns[i]);
  g_free (self->columns);
  g_free (self->name);
  g_free (self);
}

static gpointer
copy_id (const DrayId *id)
{
  return g_memdup2 (id, sizeof *id);
}

/* Returns: the index of the new column, which is empty: every column has to be given as many rows */
guint
dray_fact_set_add_column (DrayFactSet  *self,
                          const char   *name,
                          DrayFactKind  kind)
{
  self->columns = g_renew (DrayFactColumn, self->columns, self->n_columns + 1);

  DrayFactColumn *column = &self->columns[self->n_columns];
  *column = (DrayFactColumn) { .name = g_strdup (name), .kind = kind };
  if (kind == DRAY_FACT_KEY) {
    column->keys = g_array_new (FALSE, FALSE, sizeof (DrayId));
    column->codes = g_hash_table_new_full (dray_id_hash, dray_id_equal, g_free, NULL);
  } else if (kind == DRAY_FACT_WORD) {
    column->words = g_ptr_array_new_with_free_func (g_free);
    column->codes = g_hash_table_new (g_str_hash, g_str_equal);
  }
  return self->n_columns++;
}

gsize
dray_fact_set_get_n_rows (const DrayFactSet *self)
{
  return self->n_columns > 0 ? self->columns[0].values.n : 0;
}

/* Returns: (transfer none) (nullable): the column of that name */
const DrayFactColumn *
dray_fact_set_find_column (const DrayFactSet *self,
                           const char        *name)
{
  for (guint i = 0; i < self->n_columns; i++) {
    if (g_strcmp0 (self->columns[i].name, name) == 0)
      return &self->columns[i];
  }
  return NULL;
}

/* Returns: %FALSE once memory ends, as all that append do; the set is of no use then */
gboolean
dray_fact_set_append (DrayFactSet *self,
                      guint        column,
                      gint64       value)
{
  return dray_int64_column_append (&self->columns[column].values, value);
}

/* Neighbouring rows often have the same key: that one is compared before the table is asked. */
static gint64
find_key_code (DrayFactColumn *self,
               const DrayId   *key)
{
  gint64 last = self->values.n > 0 ? self->values.items[self->values.n - 1] : -1;
  gpointer code;

  if (last >= 0 && dray_id_equal (&g_array_index (self->keys, DrayId, last), key))
    return last;
  if (g_hash_table_lookup_extended (self->codes, key, NULL, &code))
    return GPOINTER_TO_INT (code);
  g_array_append_vals (self->keys, key, 1);
  g_hash_table_insert (self->codes, copy_id (key), GINT_TO_POINTER (self->keys->len - 1));
  return (gint64) self->keys->len - 1;
}

gboolean
dray_fact_set_append_key (DrayFactSet  *self,
                          guint         column,
                          const DrayId *key)
{
  DrayFactColumn *to = &self->columns[column];

  return dray_int64_column_append (&to->values, dray_id_is_none (key) ? -1 : find_key_code (to, key));
}

static gint64
find_word_code (DrayFactColumn *self,
                const char     *word)
{
  gpointer code;

  if (g_hash_table_lookup_extended (self->codes, word, NULL, &code))
    return GPOINTER_TO_INT (code);
  g_ptr_array_add (self->words, g_strdup (word));
  g_hash_table_insert (self->codes, self->words->pdata[self->words->len - 1], GINT_TO_POINTER (self->words->len - 1));
  return (gint64) self->words->len - 1;
}

gboolean
dray_fact_set_append_word (DrayFactSet *self,
                           guint        column,
                           const char  *word)
{
  DrayFactColumn *to = &self->columns[column];

  return dray_int64_column_append (&to->values, word == NULL ? -1 : find_word_code (to, word));
}

/* Returns: whose row it is; none where it is nobody's */
DrayId
dray_fact_column_get_key (const DrayFactColumn *self,
                          gsize                 row)
{
  gint64 code = self->values.items[row];

  return code < 0 ? DRAY_ID_NONE : g_array_index (self->keys, DrayId, code);
}

/* Returns: (transfer none) (nullable): the row's word */
const char *
dray_fact_column_get_word (const DrayFactColumn *self,
                           gsize                 row)
{
  gint64 code = self->values.items[row];

  return code < 0 ? NULL : self->words->pdata[code];
}
