/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* The hash of an operation is the dray_digest() of: client (16 bytes), mid (8 bytes, little endian), name@version, a zero byte, and the
 * arguments as canonical JSON. It tells a repeated push from a copied workspace that used the same mid for something else. */

#include "dray-intent-private.h"

#include "dray-digest.h"
#include "dray-field-json.h"
#include "dray-generic.h"
#include "dray-json.h"
#include "dray-store-error.h"
#include "dray-units.h"

#include <stdlib.h>
#include <string.h>

static DrayIntent *
make (DraySchema          *schema,
      const DrayOperation *operation)
{
  DrayIntent *self = g_malloc0 (sizeof (DrayIntent) + (gsize) operation->n_arguments * sizeof (DrayValue));

  self->schema = dray_schema_ref (schema);
  self->operation = operation;
  self->at_us = DRAY_NEVER;
  return self;
}

/* @operation must be in the schema's list: a name that isn't is the caller's bug. */
DrayIntent *
dray_intent_new (DraySchema *schema,
                 const char *operation)
{
  const DrayOperation *found = dray_schema_find_operation (schema, operation);

  g_return_val_if_fail (found != NULL, NULL);
  return make (schema, found);
}

void
dray_intent_free (DrayIntent *self)
{
  for (int i = 0; i < self->operation->n_arguments; i++)
    dray_value_clear (&self->arguments[i]);
  g_clear_pointer (&self->parsed, g_ptr_array_unref);
  g_free (self->text);
  g_free (self->source_name);
  g_free (self->source_text);
  dray_schema_unref (self->schema);
  g_free (self);
}

/* Splits "stop.move@1". */
static const DrayOperation *
find_versioned (DraySchema *schema,
                const char *text,
                int        *version,
                GError    **error)
{
  const char *at = strchr (text, '@');
  g_autofree char *name = at != NULL ? g_strndup (text, (gsize) (at - text)) : g_strdup (text);
  const DrayOperation *operation = dray_schema_find_operation (schema, name);

  if (operation == NULL) {
    g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_NOT_FOUND, "there is no operation %s", text);
    return NULL;
  }
  *version = at != NULL ? atoi (at + 1) : operation->version;
  if (*version == operation->version)
    return operation;
  if (*version > operation->version) {
    g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_NEWER, "%s is newer than this program", text);
    return NULL;
  }
  if (operation->upgrade == NULL || *version < operation->oldest_version || *version < 1) {
    g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID, "%s is too old", text);
    return NULL;
  }
  return operation;
}

static gboolean
upgrade (const DrayOperation *operation,
         int                  version,
         JsonObject          *arguments,
         GError             **error)
{
  for (int from = version; from < operation->version; from++)
    if (!operation->upgrade (arguments, from)) {
      g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID, "the arguments of %s@%d can't be upgraded", operation->name, from);
      return FALSE;
    }
  return TRUE;
}

/* Members that the description doesn't know are ignored: a newer colleague may send them. */
static gboolean
read_arguments (DrayIntent *self,
                JsonObject *object,
                GError    **error)
{
  for (int i = 0; i < self->operation->n_arguments; i++) {
    const DrayField *field = &self->operation->arguments[i];
    JsonNode *node = json_object_get_member (object, field->name);

    if (node != NULL && !dray_field_read_json (field, node, &self->arguments[i], error))
      return FALSE;
  }
  return TRUE;
}

/**
 * dray_intent_new_from_json:
 * @operation: name@version; without a version today's is meant
 * @arguments: a JSON object; those of an older version are upgraded
 *
 * Errors: %DRAY_STORE_ERROR_NOT_FOUND, %DRAY_STORE_ERROR_NEWER, %DRAY_STORE_ERROR_INVALID, %DRAY_STORE_ERROR_LIMIT
 */
DrayIntent *
dray_intent_new_from_json (DraySchema *schema,
                           const char *operation,
                           const char *arguments,
                           GError    **error)
{
  int version;
  const DrayOperation *found = find_versioned (schema, operation, &version, error);
  g_autoptr (JsonNode) node = found != NULL ? dray_field_parse_json (arguments, error) : NULL;

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID, "the arguments of %s are no object", operation);
    return NULL;
  }

  g_autoptr (DrayIntent) self = make (schema, found);

  if (version != found->version) {
    self->source_name = g_strdup (operation);
    self->source_text = g_strdup (arguments);
  }
  if (!upgrade (found, version, json_node_get_object (node), error) || !read_arguments (self, json_node_get_object (node), error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * dray_intent_new_unreadable:
 * @operation: name@version as it came
 * @arguments: likewise
 * @why: for the log
 *
 * What stands for an operation that came from elsewhere and can't be read: it is always rejected, and uses up its mid, so that
 * those behind it go on.
 */
DrayIntent *
dray_intent_new_unreadable (DraySchema *schema,
                            const char *operation,
                            const char *arguments,
                            const char *why)
{
  DrayIntent *self = make (schema, &dray_operation_unreadable_operation);
  g_autofree char *name = g_utf8_substring (operation, 0, MIN (g_utf8_strlen (operation, -1), 60));
  g_autofree char *reason = g_utf8_substring (why, 0, MIN (g_utf8_strlen (why, -1), 500));

  self->source_name = g_strdup (operation);
  self->source_text = g_strdup (arguments);
  self->arguments[DRAY_OPERATION_UNREADABLE_NAME] = dray_value_text (name);
  self->arguments[DRAY_OPERATION_UNREADABLE_WHY] = dray_value_text (reason);
  return self;
}

/* Whether it is the operation that its sender hashed. It has an origin and was checked. */
gboolean
dray_intent_has_hash (const DrayIntent *self,
                      const guint8      hash[32])
{
  guint8 own[DRAY_HASH_BYTES];

  dray_intent_compute_hash (self, &self->client, self->mid, own);
  return memcmp (own, hash, sizeof own) == 0;
}

void
dray_intent_set (DrayIntent *self,
                 const char *argument,
                 DrayValue   taken)
{
  g_clear_pointer (&self->text, g_free);
  for (int i = 0; i < self->operation->n_arguments; i++)
    if (g_str_equal (self->operation->arguments[i].name, argument)) {
      dray_value_take (&self->arguments[i], taken);
      return;
    }
  g_critical ("%s has no argument %s", self->operation->name, argument);
  dray_value_clear (&taken);
}

void
dray_intent_set_text (DrayIntent *self,
                      const char *argument,
                      const char *text)
{
  dray_intent_set (self, argument, dray_value_text (text));
}

void
dray_intent_set_integer (DrayIntent *self,
                         const char *argument,
                         gint64      integer)
{
  dray_intent_set (self, argument, dray_value_integer (integer));
}

void
dray_intent_set_id (DrayIntent   *self,
                    const char   *argument,
                    const DrayId *id)
{
  dray_intent_set (self, argument, dray_value_id (id));
}

/**
 * dray_intent_set_origin:
 * @client: who made it
 * @mid: that client's number for it; submitting the same (client, mid) again does nothing
 * @base_seq: the last seq that its author had seen
 */
void
dray_intent_set_origin (DrayIntent   *self,
                        const DrayId *client,
                        gint64        mid,
                        gint64        base_seq)
{
  g_return_if_fail (mid > 0 && !dray_id_is_none (client));

  self->client = *client;
  self->mid = mid;
  self->base_seq = base_seq;
}

/* The time that the mutator sees: the author's, UTC microseconds. */
void
dray_intent_set_at_us (DrayIntent *self,
                       gint64      at_us)
{
  self->at_us = at_us;
}

const DrayOperation *
dray_intent_get_operation (const DrayIntent *self)
{
  return self->operation;
}

/* Arguments that aren't JSON have no node. */
static void
free_node (gpointer node)
{
  if (node != NULL)
    json_node_unref (node);
}

/* Parses a JSON argument, for the mutator, and makes its text canonical, for the hash. */
static gboolean
parse_argument (DrayIntent *self,
                int         i,
                GError    **error)
{
  JsonNode *node = dray_field_parse_json (self->arguments[i].text, error);

  if (node == NULL)
    return FALSE;
  if (self->parsed == NULL) {
    self->parsed = g_ptr_array_new_with_free_func (free_node);
    g_ptr_array_set_size (self->parsed, self->operation->n_arguments);
  }
  self->parsed->pdata[i] = node;

  g_autofree char *canonical = dray_json_write_canonical (node);

  dray_value_take (&self->arguments[i], dray_value_text (canonical));
  return TRUE;
}

static gboolean
check_argument (DrayIntent *self,
                int         i,
                GError    **error)
{
  const DrayField *field = &self->operation->arguments[i];

  if (!dray_field_check (field, &self->arguments[i], error))
    return FALSE;
  if (field->type != DRAY_FIELD_JSON || self->arguments[i].kind == DRAY_VALUE_NONE)
    return TRUE;
  return parse_argument (self, i, error);
}

static char *
write_arguments (const DrayIntent *self)
{
  GString *json = g_string_sized_new (128);

  for (int i = 0; i < self->operation->n_arguments; i++) {
    const DrayField *field = &self->operation->arguments[i];

    if (self->arguments[i].kind == DRAY_VALUE_NONE)
      continue;
    g_string_append_c (json, json->len == 0 ? '{' : ',');
    dray_json_append_string (json, field->name);
    g_string_append_c (json, ':');
    dray_field_append_json (field, &self->arguments[i], json);
  }
  g_string_append (json, json->len == 0 ? "{}" : "}");
  return g_string_free (json, FALSE);
}

/**
 * dray_intent_check:
 *
 * Holds every argument to its description and makes the intent ready for its mutator. Submitting does it where it wasn't done, but
 * then on the one thread that writes: whoever has another thread, or wants to tell a person early, calls it before.
 *
 * Errors: %DRAY_STORE_ERROR_INVALID, %DRAY_STORE_ERROR_LIMIT
 */
gboolean
dray_intent_check (DrayIntent *self,
                   GError    **error)
{
  if (self->text != NULL)
    return TRUE;
  g_clear_pointer (&self->parsed, g_ptr_array_unref);
  for (int i = 0; i < self->operation->n_arguments; i++)
    if (!check_argument (self, i, error)) {
      g_prefix_error (error, "%s: ", self->operation->name);
      return FALSE;
    }
  self->text = write_arguments (self);
  return TRUE;
}

/* @name: name@version; @text: the arguments as canonical JSON */
void
dray_intent_hash_text (const DrayId *client,
                       gint64        mid,
                       const char   *name,
                       const char   *text,
                       guint8        hash[DRAY_HASH_BYTES])
{
  gint64 number = GINT64_TO_LE (mid);
  const DrayDigestPart parts[] = {
    { client->bytes, sizeof client->bytes }, { &number, sizeof number }, { name, strlen (name) + 1 }, { text, strlen (text) },
  };

  dray_digest (parts, G_N_ELEMENTS (parts), hash);
}

/* The intent was checked. */
void
dray_intent_compute_hash (const DrayIntent *self,
                          const DrayId     *client,
                          gint64            mid,
                          guint8            hash[DRAY_HASH_BYTES])
{
  char own_name[128];

  g_snprintf (own_name, sizeof own_name, "%s@%d", self->operation->name, self->operation->version);
  dray_intent_hash_text (client, mid, self->source_name != NULL ? self->source_name : own_name,
                         self->source_text != NULL ? self->source_text : self->text, hash);
}
