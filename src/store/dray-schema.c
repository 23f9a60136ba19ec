/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-schema-private.h"
#include "dray-generic.h"
#include "dray-store-error.h"

/* Generated from data/migrations/store. */
GResource *dray_store_migrations_get_resource (void);

static const DrayMigrationSeries store_series = { "store", dray_store_migrations_get_resource, "/org/dray/migrations/store" };

struct _DraySchema {
  /* Owned */
  GHashTable          *tables_by_name;     /* (element-type utf8 DrayTable): borrowed from the lists */
  GHashTable          *table_indices;      /* (element-type DrayTable int): index + 1 */
  GHashTable          *operations_by_name; /* (element-type utf8 DrayOperation) */
  GPtrArray           *operations;         /* (element-type DrayOperation) */
  DrayMigrationSeries *series;             /* [1 + n_migrations] */
  /* Borrowed: static lists */
  DraySchemaLists      lists;
};

static gboolean
refuse (GError    **error,
        const char *kind,
        const char *name,
        const char *what)
{
  g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID, "the %s %s %s", kind, name, what);
  return FALSE;
}

static gboolean
add_table (DraySchema      *self,
           const DrayTable *table,
           int              index,
           GError         **error)
{
  if (!dray_table_check (table, error))
    return FALSE;
  if (!g_hash_table_insert (self->tables_by_name, (gpointer) table->name, (gpointer) table))
    return refuse (error, "table", table->name, "stands twice");
  g_hash_table_insert (self->table_indices, (gpointer) table, GINT_TO_POINTER (index + 1));
  return TRUE;
}

static gboolean
check_references (DraySchema      *self,
                  const DrayTable *table,
                  GError         **error)
{
  for (int i = 0; i < table->n_fields; i++) {
    const DrayField *field = &table->fields[i];

    if (field->refers_to != NULL && !g_hash_table_contains (self->tables_by_name, field->refers_to))
      return refuse (error, "table", table->name, "refers to one that is not in the list");
  }
  return TRUE;
}

static gboolean
add_operation (DraySchema          *self,
               const DrayOperation *operation,
               GError             **error)
{
  gboolean edits = operation->kind == DRAY_OPERATION_EDIT;

  if (!g_hash_table_insert (self->operations_by_name, (gpointer) operation->name, (gpointer) operation))
    return refuse (error, "operation", operation->name, "stands twice");
  if (operation->mutate == NULL || operation->version < 1 || operation->label == NULL)
    return refuse (error, "operation", operation->name, "lacks its mutator, version or label");
  if (!edits && operation->undo == DRAY_UNDO_RESTORES)
    return refuse (error, "operation", operation->name, "is no edit and can't be undone by restoring");
  if ((operation->undo == DRAY_UNDO_COMPENSATES) != (operation->compensated_by != NULL))
    return refuse (error, "operation", operation->name, "must say what compensates it if and only if something does");
  g_ptr_array_add (self->operations, (gpointer) operation);
  return TRUE;
}

static gboolean
check_compensations (DraySchema *self,
                     GError    **error)
{
  for (guint i = 0; i < self->operations->len; i++) {
    const DrayOperation *operation = self->operations->pdata[i];

    if (operation->compensated_by != NULL && !g_hash_table_contains (self->operations_by_name, operation->compensated_by))
      return refuse (error, "operation", operation->name, "is compensated by one that is not in the list");
  }
  return TRUE;
}

static gboolean
add_all (DraySchema *self,
         GError    **error)
{
  const DraySchemaLists *lists = &self->lists;

  for (int i = 0; i < lists->n_tables; i++)
    if (!add_table (self, lists->tables[i], i, error))
      return FALSE;
  for (int i = 0; i < lists->n_tables; i++)
    if (!check_references (self, lists->tables[i], error))
      return FALSE;
  for (int i = 0; dray_generic_operations[i] != NULL; i++)
    if (!add_operation (self, dray_generic_operations[i], error))
      return FALSE;
  for (int i = 0; i < lists->n_operations; i++)
    if (!add_operation (self, lists->operations[i], error))
      return FALSE;
  return check_compensations (self, error);
}

/**
 * dray_schema_new:
 * @lists: static, outlives the schema
 *
 * Errors: %DRAY_STORE_ERROR_INVALID: a list contradicts itself or another, which is a bug of whoever wrote it
 */
DraySchema *
dray_schema_new (const DraySchemaLists *lists,
                 GError               **error)
{
  g_autoptr (DraySchema) self = g_atomic_rc_box_new0 (DraySchema);

  self->lists = *lists;
  self->tables_by_name = g_hash_table_new (g_str_hash, g_str_equal);
  self->table_indices = g_hash_table_new (NULL, NULL);
  self->operations_by_name = g_hash_table_new (g_str_hash, g_str_equal);
  self->operations = g_ptr_array_new ();
  self->series = g_new (DrayMigrationSeries, 1 + lists->n_migrations);
  self->series[0] = store_series;
  for (int i = 0; i < lists->n_migrations; i++)
    self->series[1 + i] = lists->migrations[i];
  return add_all (self, error) ? g_steal_pointer (&self) : NULL;
}

DraySchema *
dray_schema_ref (DraySchema *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
dray_schema_clear (DraySchema *self)
{
  g_hash_table_unref (self->tables_by_name);
  g_hash_table_unref (self->table_indices);
  g_hash_table_unref (self->operations_by_name);
  g_ptr_array_unref (self->operations);
  g_free (self->series);
}

void
dray_schema_unref (DraySchema *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) dray_schema_clear);
}

/* Returns: (nullable) */
const DrayTable *
dray_schema_find_table (DraySchema *self,
                        const char *name)
{
  return g_hash_table_lookup (self->tables_by_name, name);
}

/* Returns: (nullable) */
const DrayOperation *
dray_schema_find_operation (DraySchema *self,
                            const char *name)
{
  return g_hash_table_lookup (self->operations_by_name, name);
}

/* Returns: how far @actor may go with @operation; everywhere for %NULL, the program itself */
DrayScope
dray_schema_get_scope (DraySchema      *self,
                       const DrayActor *actor,
                       const char      *operation)
{
  if (actor == NULL)
    return DRAY_SCOPE_TENANT;
  return dray_access_get_scope (self->lists.grants, self->lists.n_grants, actor, operation);
}

int
dray_schema_get_n_tables (DraySchema *self)
{
  return self->lists.n_tables;
}

const DrayTable *
dray_schema_get_table (DraySchema *self,
                       int         i)
{
  return self->lists.tables[i];
}

/* The generic ones come first. */
int
dray_schema_get_n_operations (DraySchema *self)
{
  return (int) self->operations->len;
}

const DrayOperation *
dray_schema_get_operation (DraySchema *self,
                           int         i)
{
  return self->operations->pdata[i];
}

/* Returns: the place of @table in the list. A table of another schema is the caller's bug. */
int
dray_schema_get_table_index (DraySchema      *self,
                             const DrayTable *table)
{
  int index = GPOINTER_TO_INT (g_hash_table_lookup (self->table_indices, table)) - 1;

  g_assert (index >= 0);
  return index;
}

const DraySchemaLists *
dray_schema_get_lists (DraySchema *self)
{
  return &self->lists;
}

const DrayMigrationSeries *
dray_schema_get_series (DraySchema *self,
                        int        *n_series)
{
  *n_series = 1 + self->lists.n_migrations;
  return self->series;
}
