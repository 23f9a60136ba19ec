/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-json.h"
#include "dray-core-error.h"

/* The words of an error: what a value is. */
static const char *
describe (JsonNode *node)
{
  switch (json_node_get_node_type (node)) {
  case JSON_NODE_OBJECT:
    return "an object";
  case JSON_NODE_ARRAY:
    return "an array";
  case JSON_NODE_NULL:
    return "null";
  case JSON_NODE_VALUE:
  default:
    break;
  }
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return "text";
  return json_node_get_value_type (node) == G_TYPE_BOOLEAN ? "true or false" : "a number";
}

static JsonNode *
find (JsonObject  *object,
      const char  *key,
      GError     **error)
{
  JsonNode *node = json_object_get_member (object, key);

  if (node == NULL)
    g_set_error (error, DRAY_CORE_ERROR, DRAY_CORE_ERROR_INVALID, "\"%s\" is missing", key);
  return node;
}

static gboolean
refuse_type (JsonNode    *node,
             const char  *key,
             const char  *expected,
             GError     **error)
{
  g_set_error (error, DRAY_CORE_ERROR, DRAY_CORE_ERROR_INVALID, "\"%s\" must be %s and is %s", key, expected, describe (node));
  return FALSE;
}

static gboolean
holds (JsonNode *node,
       GType     type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

/**
 * dray_json_has:
 *
 * Returns: whether there is a member @key and it is not null: how an optional member is asked for before it is read
 */
gboolean
dray_json_has (JsonObject *object,
               const char *key)
{
  g_return_val_if_fail (object != NULL && key != NULL, FALSE);

  JsonNode *node = json_object_get_member (object, key);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node);
}

/**
 * dray_json_get_int:
 * @min: the least that is taken
 * @max: the most
 *
 * A number written with a fraction or an exponent is refused, even if it is whole.
 *
 * Errors: %DRAY_CORE_ERROR_INVALID, naming @key; @value is then untouched
 */
gboolean
dray_json_get_int (JsonObject  *object,
                   const char  *key,
                   gint64       min,
                   gint64       max,
                   gint64      *value,
                   GError     **error)
{
  g_return_val_if_fail (object != NULL && key != NULL, FALSE);

  JsonNode *node = find (object, key, error);

  if (node == NULL)
    return FALSE;
  if (!holds (node, G_TYPE_INT64))
    return refuse_type (node, key, "a whole number", error);

  gint64 found = json_node_get_int (node);
  if (found < min || found > max) {
    g_set_error (error, DRAY_CORE_ERROR, DRAY_CORE_ERROR_INVALID,
                 "\"%s\" must be from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT " and is %" G_GINT64_FORMAT, key, min, max, found);
    return FALSE;
  }
  *value = found;
  return TRUE;
}

/**
 * dray_json_get_double:
 * @min: the least that is taken
 * @max: the most
 *
 * Errors: %DRAY_CORE_ERROR_INVALID, naming @key; @value is then untouched
 */
gboolean
dray_json_get_double (JsonObject  *object,
                      const char  *key,
                      double       min,
                      double       max,
                      double      *value,
                      GError     **error)
{
  g_return_val_if_fail (object != NULL && key != NULL, FALSE);

  JsonNode *node = find (object, key, error);

  if (node == NULL)
    return FALSE;
  if (!holds (node, G_TYPE_DOUBLE) && !holds (node, G_TYPE_INT64))
    return refuse_type (node, key, "a number", error);

  double found = json_node_get_double (node);
  if (!(found >= min && found <= max)) {
    g_set_error (error, DRAY_CORE_ERROR, DRAY_CORE_ERROR_INVALID, "\"%s\" must be from %g to %g and is %g", key, min, max, found);
    return FALSE;
  }
  *value = found;
  return TRUE;
}

/**
 * dray_json_get_boolean:
 *
 * Errors: %DRAY_CORE_ERROR_INVALID, naming @key; @value is then untouched
 */
gboolean
dray_json_get_boolean (JsonObject  *object,
                       const char  *key,
                       gboolean    *value,
                       GError     **error)
{
  g_return_val_if_fail (object != NULL && key != NULL, FALSE);

  JsonNode *node = find (object, key, error);

  if (node == NULL)
    return FALSE;
  if (!holds (node, G_TYPE_BOOLEAN))
    return refuse_type (node, key, "true or false", error);
  *value = json_node_get_boolean (node);
  return TRUE;
}

/**
 * dray_json_get_string:
 *
 * Returns: (transfer none) (nullable): the text, as long as @object lives
 * Errors: %DRAY_CORE_ERROR_INVALID, naming @key
 */
const char *
dray_json_get_string (JsonObject  *object,
                      const char  *key,
                      GError     **error)
{
  g_return_val_if_fail (object != NULL && key != NULL, NULL);

  JsonNode *node = find (object, key, error);

  if (node != NULL && !holds (node, G_TYPE_STRING))
    refuse_type (node, key, "text", error);
  return node != NULL && holds (node, G_TYPE_STRING) ? json_node_get_string (node) : NULL;
}

/**
 * dray_json_get_object:
 *
 * Returns: (transfer none) (nullable): the object, as long as the outer one lives
 * Errors: %DRAY_CORE_ERROR_INVALID, naming @key
 */
JsonObject *
dray_json_get_object (JsonObject  *object,
                      const char  *key,
                      GError     **error)
{
  g_return_val_if_fail (object != NULL && key != NULL, NULL);

  JsonNode *node = find (object, key, error);

  if (node != NULL && !JSON_NODE_HOLDS_OBJECT (node))
    refuse_type (node, key, "an object", error);
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * dray_json_get_array:
 *
 * Returns: (transfer none) (nullable): the array, as long as @object lives
 * Errors: %DRAY_CORE_ERROR_INVALID, naming @key
 */
JsonArray *
dray_json_get_array (JsonObject  *object,
                     const char  *key,
                     GError     **error)
{
  g_return_val_if_fail (object != NULL && key != NULL, NULL);

  JsonNode *node = find (object, key, error);

  if (node != NULL && !JSON_NODE_HOLDS_ARRAY (node))
    refuse_type (node, key, "an array", error);
  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}
