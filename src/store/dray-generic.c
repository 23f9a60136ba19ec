/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-field-json.h"
#include "dray-generic.h"
#include "dray-intent-private.h"
#include "dray-json.h"
#include "dray-mutation-private.h"
#include "dray-store-error.h"

#include <glib/gi18n.h>

#define FIELD_SET_ARGUMENTS(FIELD) \
  FIELD (FIELD_SET, TABLE, table, TEXT, .flags = DRAY_FIELD_REQUIRED) \
  FIELD (FIELD_SET, ID, id, REFERENCE, .flags = DRAY_FIELD_REQUIRED) \
  FIELD (FIELD_SET, COLUMN, field, TEXT, .flags = DRAY_FIELD_REQUIRED) \
  FIELD (FIELD_SET, VALUE, value, JSON, .maximum = DRAY_JSON_TEXT_LIMIT)

#define RECORD_CREATE_ARGUMENTS(FIELD) \
  FIELD (RECORD_CREATE, TABLE, table, TEXT, .flags = DRAY_FIELD_REQUIRED) \
  FIELD (RECORD_CREATE, ID, id, REFERENCE, .flags = DRAY_FIELD_REQUIRED) \
  FIELD (RECORD_CREATE, VALUES, values, JSON, .flags = DRAY_FIELD_REQUIRED, .maximum = DRAY_JSON_TEXT_LIMIT)

#define RECORD_DELETE_ARGUMENTS(FIELD) \
  FIELD (RECORD_DELETE, TABLE, table, TEXT, .flags = DRAY_FIELD_REQUIRED) \
  FIELD (RECORD_DELETE, ID, id, REFERENCE, .flags = DRAY_FIELD_REQUIRED)

#define RECORD_IMPORT_ARGUMENTS(FIELD) \
  FIELD (RECORD_IMPORT, TABLE, table, TEXT, .flags = DRAY_FIELD_REQUIRED) \
  FIELD (RECORD_IMPORT, BY, by, TEXT) \
  FIELD (RECORD_IMPORT, ROWS, rows, JSON, .flags = DRAY_FIELD_REQUIRED, .maximum = DRAY_JSON_TEXT_LIMIT)

DRAY_DECLARE_ARGUMENTS (FIELD_SET, FIELD_SET_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (field_set, FIELD_SET_ARGUMENTS)
DRAY_DECLARE_ARGUMENTS (RECORD_CREATE, RECORD_CREATE_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (record_create, RECORD_CREATE_ARGUMENTS)
DRAY_DECLARE_ARGUMENTS (RECORD_DELETE, RECORD_DELETE_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (record_delete, RECORD_DELETE_ARGUMENTS)
DRAY_DECLARE_ARGUMENTS (RECORD_IMPORT, RECORD_IMPORT_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (record_import, RECORD_IMPORT_ARGUMENTS)

/* The table argument is the first of each. Refuses where there is no such table. */
static const DrayTable *
get_table (DrayMutation *mutation)
{
  const char *name = dray_mutation_argument_text (mutation, 0);
  const DrayTable *table = dray_schema_find_table (mutation->intent->schema, name);

  if (table == NULL)
    dray_mutation_refuse (mutation, "there is no table %s", name);
  return table;
}

/* Sets one cell from JSON, where the field may be written so. */
static void
set_from_json (DrayMutation    *mutation,
               const DrayTable *table,
               const DrayId    *id,
               const char      *name,
               JsonNode        *node)
{
  int field = dray_table_find_field (table, name);
  g_auto (DrayValue) value = dray_value_none ();
  GError *error = NULL;

  if (field < 0)
    dray_mutation_refuse (mutation, "%s has no field %s", table->name, name);
  else if (table->fields[field].flags & DRAY_FIELD_NAMED)
    dray_mutation_refuse (mutation, "%s.%s is not set by hand", table->name, name);
  else if (node != NULL && !dray_field_read_json (&table->fields[field], node, &value, &error))
    dray_mutation_fail (mutation, error);
  else
    dray_mutation_set (mutation, table, id, field, dray_value_copy (&value));
}

static void
set_all_from_json (DrayMutation    *mutation,
                   const DrayTable *table,
                   const DrayId    *id,
                   JsonObject      *values)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, values);
  while (!dray_mutation_has_failed (mutation) && json_object_iter_next (&iter, &name, &node))
    if (!g_str_equal (name, "id"))
      set_from_json (mutation, table, id, name, node);
}

static void
field_set (DrayMutation *mutation)
{
  const DrayTable *table = get_table (mutation);
  DrayId id = dray_mutation_argument_id (mutation, DRAY_FIELD_SET_ID);

  if (table != NULL)
    set_from_json (mutation, table, &id, dray_mutation_argument_text (mutation, DRAY_FIELD_SET_COLUMN),
                   dray_mutation_argument_json (mutation, DRAY_FIELD_SET_VALUE));
}

static gboolean
may_create (DrayMutation    *mutation,
            const DrayTable *table)
{
  if (table->flags & DRAY_TABLE_NAMED_CREATE)
    dray_mutation_refuse (mutation, "a %s is not made by hand", table->name);
  return !dray_mutation_has_failed (mutation);
}

static void
record_create (DrayMutation *mutation)
{
  const DrayTable *table = get_table (mutation);
  DrayId id = dray_mutation_argument_id (mutation, DRAY_RECORD_CREATE_ID);
  JsonNode *values = dray_mutation_argument_json (mutation, DRAY_RECORD_CREATE_VALUES);

  if (table == NULL || !may_create (mutation, table))
    return;
  if (values == NULL || !JSON_NODE_HOLDS_OBJECT (values)) {
    dray_mutation_refuse (mutation, "the values are no object");
    return;
  }
  dray_mutation_create (mutation, table, &id);
  set_all_from_json (mutation, table, &id, json_node_get_object (values));
}

static void
record_delete (DrayMutation *mutation)
{
  const DrayTable *table = get_table (mutation);
  DrayId id = dray_mutation_argument_id (mutation, DRAY_RECORD_DELETE_ID);

  if (table != NULL && (table->flags & DRAY_TABLE_NAMED_DELETE))
    dray_mutation_refuse (mutation, "a %s is not deleted by hand", table->name);
  else if (table != NULL)
    dray_mutation_delete (mutation, table, &id);
}

/* Puts the id that @object brings, or that of the living row which holds the same value in the key field. %FALSE after refusing. */
static gboolean
find_target (DrayMutation    *mutation,
             const DrayTable *table,
             int              by,
             JsonObject      *object,
             DrayId          *id)
{
  g_auto (DrayValue) key = dray_value_none ();
  const char *text = dray_json_get_string (object, "id", NULL);
  JsonNode *node = by >= 0 ? json_object_get_member (object, table->fields[by].name) : NULL;
  GError *error = NULL;

  if (text == NULL || !dray_id_parse (text, id) || dray_id_is_none (id)) {
    dray_mutation_refuse (mutation, "a row has no id");
    return FALSE;
  }
  if (node != NULL && !dray_field_read_json (&table->fields[by], node, &key, &error)) {
    dray_mutation_fail (mutation, error);
    return FALSE;
  }
  if (key.kind != DRAY_VALUE_NONE) {
    g_autoptr (GPtrArray) rows = dray_mutation_select (mutation, table, by, &key);

    if (rows->len > 0)
      *id = ((const DrayRow *) rows->pdata[0])->id;
  }
  return !dray_mutation_has_failed (mutation);
}

static void
import_row (DrayMutation    *mutation,
            const DrayTable *table,
            int              by,
            JsonNode        *node)
{
  DrayId id;

  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    dray_mutation_refuse (mutation, "a row is no object");
    return;
  }
  if (!find_target (mutation, table, by, json_node_get_object (node), &id))
    return;
  if (dray_mutation_find (mutation, table, &id) == NULL && may_create (mutation, table))
    dray_mutation_create (mutation, table, &id);
  set_all_from_json (mutation, table, &id, json_node_get_object (node));
}

static void
record_import (DrayMutation *mutation)
{
  const DrayTable *table = get_table (mutation);
  const char *by_name = dray_mutation_argument_text (mutation, DRAY_RECORD_IMPORT_BY);
  JsonNode *node = dray_mutation_argument_json (mutation, DRAY_RECORD_IMPORT_ROWS);
  JsonArray *rows = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  int by = table != NULL && by_name != NULL ? dray_table_find_field (table, by_name) : -1;

  if (table == NULL)
    return;
  if (rows == NULL || json_array_get_length (rows) > DRAY_IMPORT_ROWS)
    dray_mutation_refuse (mutation, "the rows are no list of at most %d", DRAY_IMPORT_ROWS);
  else if (by_name != NULL && (by < 0 || (table->fields[by].flags & DRAY_FIELD_INDEXED) == 0))
    dray_mutation_refuse (mutation, "%s can't be found by %s", table->name, by_name);
  for (guint i = 0; !dray_mutation_has_failed (mutation) && i < json_array_get_length (rows); i++)
    import_row (mutation, table, by, json_array_get_element (rows, i));
}

const DrayOperation dray_field_set_operation = {
  .name = "field.set", .version = 1, .label = N_("Edit"), .kind = DRAY_OPERATION_EDIT, .undo = DRAY_UNDO_RESTORES,
  .arguments = field_set_arguments, .n_arguments = DRAY_FIELD_SET_N_FIELDS, .mutate = field_set,
};

const DrayOperation dray_record_create_operation = {
  .name = "record.create", .version = 1, .label = N_("Create"), .kind = DRAY_OPERATION_EDIT, .undo = DRAY_UNDO_RESTORES,
  .arguments = record_create_arguments, .n_arguments = DRAY_RECORD_CREATE_N_FIELDS, .mutate = record_create,
};

const DrayOperation dray_record_delete_operation = {
  .name = "record.delete", .version = 1, .label = N_("Delete"), .kind = DRAY_OPERATION_EDIT, .undo = DRAY_UNDO_RESTORES,
  .arguments = record_delete_arguments, .n_arguments = DRAY_RECORD_DELETE_N_FIELDS, .mutate = record_delete,
};

const DrayOperation dray_record_import_operation = {
  .name = "record.import", .version = 1, .label = N_("Import"), .kind = DRAY_OPERATION_EDIT, .undo = DRAY_UNDO_RESTORES,
  .arguments = record_import_arguments, .n_arguments = DRAY_RECORD_IMPORT_N_FIELDS, .mutate = record_import,
};

static void
operation_unreadable (DrayMutation *mutation)
{
  dray_mutation_refuse (mutation, "%s", dray_mutation_argument_text (mutation, DRAY_OPERATION_UNREADABLE_WHY));
}

static const DrayField unreadable_arguments[] = {
  [DRAY_OPERATION_UNREADABLE_NAME] = { .name = "name", .type = DRAY_FIELD_TEXT },
  [DRAY_OPERATION_UNREADABLE_WHY] = { .name = "why", .type = DRAY_FIELD_TEXT },
};

const DrayOperation dray_operation_unreadable_operation = {
  .name = "operation.unreadable", .version = 1, .label = N_("Unreadable"), .kind = DRAY_OPERATION_EDIT, .undo = DRAY_UNDO_NEVER,
  .arguments = unreadable_arguments, .n_arguments = G_N_ELEMENTS (unreadable_arguments), .mutate = operation_unreadable,
};

const DrayOperation *const dray_generic_operations[] = {
  &dray_field_set_operation,
  &dray_record_create_operation,
  &dray_record_delete_operation,
  &dray_record_import_operation,
  &dray_operation_undo_operation,
  NULL,
};
