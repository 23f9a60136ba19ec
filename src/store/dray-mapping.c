/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-field-json.h"
#include "dray-json.h"
#include "dray-mapping-private.h"
#include "dray-store-error.h"

DrayMapping *
dray_mapping_new (const DrayTable *table)
{
  DrayMapping *self = g_new0 (DrayMapping, 1);

  self->table = table;
  self->columns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
dray_mapping_free (DrayMapping *self)
{
  g_hash_table_unref (self->columns);
  g_free (self->by);
  g_free (self->sheet);
  g_free (self);
}

void
dray_mapping_set_by (DrayMapping *self,
                     const char  *field)
{
  g_free (self->by);
  self->by = g_strdup (field);
}

/* Which sheet of a spreadsheet; the first one where none is named. */
void
dray_mapping_set_sheet (DrayMapping *self,
                        const char  *sheet)
{
  g_free (self->sheet);
  self->sheet = g_strdup (sheet);
}

void
dray_mapping_add_column (DrayMapping *self,
                         const char  *heading,
                         const char  *field)
{
  g_hash_table_replace (self->columns, g_strdup (heading), g_strdup (field));
}

static gboolean
read_columns (DrayMapping  *self,
              JsonObject   *object,
              GError      **error)
{
  JsonObjectIter iter;
  const char *heading;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &heading, NULL)) {
    const char *field = dray_json_get_string (object, heading, error);

    if (field == NULL)
      return FALSE;
    if (!g_str_equal (field, "id") && dray_table_find_field (self->table, field) < 0) {
      g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID, "%s has no field %s", self->table->name, field);
      return FALSE;
    }
    dray_mapping_add_column (self, heading, field);
  }
  return TRUE;
}

static DrayMapping *
read_mapping (DraySchema  *schema,
              JsonObject  *object,
              GError     **error)
{
  const char *name = dray_json_get_string (object, "table", error);
  const DrayTable *table = name != NULL ? dray_schema_find_table (schema, name) : NULL;
  g_autoptr (DrayMapping) self = NULL;
  JsonObject *columns;

  if (name != NULL && table == NULL)
    g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID, "there is no table %s", name);
  if (table == NULL)
    return NULL;
  self = dray_mapping_new (table);
  if (dray_json_has (object, "by"))
    dray_mapping_set_by (self, dray_json_get_string (object, "by", NULL));
  if (dray_json_has (object, "sheet"))
    dray_mapping_set_sheet (self, dray_json_get_string (object, "sheet", NULL));
  columns = dray_json_has (object, "columns") ? dray_json_get_object (object, "columns", error) : NULL;
  if (dray_json_has (object, "columns") && (columns == NULL || !read_columns (self, columns, error)))
    return NULL;
  return g_steal_pointer (&self);
}

/* Errors: %DRAY_STORE_ERROR_INVALID, and those of dray_json_parse() */
DrayMapping *
dray_mapping_new_from_json (DraySchema  *schema,
                            const char  *json,
                            GError     **error)
{
  g_autoptr (JsonNode) node = dray_field_parse_json (json, error);

  if (node == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (node))
    return read_mapping (schema, json_node_get_object (node), error);
  g_set_error_literal (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID, "the mapping is no object");
  return NULL;
}

/* Returns: (transfer full): what dray_mapping_new_from_json() reads */
char *
dray_mapping_dup_json (DrayMapping *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new (), *columns = json_object_new ();
  GHashTableIter iter;
  gpointer heading, field;

  json_node_take_object (node, object);
  json_object_set_string_member (object, "table", self->table->name);
  if (self->by != NULL)
    json_object_set_string_member (object, "by", self->by);
  if (self->sheet != NULL)
    json_object_set_string_member (object, "sheet", self->sheet);
  g_hash_table_iter_init (&iter, self->columns);
  while (g_hash_table_iter_next (&iter, &heading, &field))
    json_object_set_string_member (columns, heading, field);
  json_object_set_object_member (object, "columns", columns);
  return dray_json_write_canonical (node);
}

/* Returns: the field that the column of @heading goes to; %DRAY_MAPPING_ID or %DRAY_MAPPING_NONE */
int
dray_mapping_find (DrayMapping *self,
                   const char  *heading)
{
  gboolean is_chosen = g_hash_table_size (self->columns) > 0;
  const char *name = is_chosen ? g_hash_table_lookup (self->columns, heading) : heading;

  if (name == NULL)
    return DRAY_MAPPING_NONE;
  if (g_ascii_strcasecmp (name, "id") == 0)
    return DRAY_MAPPING_ID;
  for (int i = 0; i < self->table->n_fields; i++)
    if (g_ascii_strcasecmp (self->table->fields[i].name, name) == 0 || g_strcmp0 (self->table->fields[i].label, name) == 0)
      return is_chosen || (self->table->fields[i].flags & DRAY_FIELD_NAMED) == 0 ? i : DRAY_MAPPING_NONE;
  return DRAY_MAPPING_NONE;
}
