/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* A message is one JSON object; its member `type` says which. Every number, text and list is held to its limits before anything is
 * made of it; members that this version doesn't know are passed over, a type that it doesn't know is PROTO. */

#include "dray-sync-message.h"

#include "dray-core-error.h"
#include "dray-field-json.h"
#include "dray-json.h"
#include "dray-store-error.h"
#include "dray-sync-error.h"

#include <string.h>

/* Sequence numbers, mids and epochs: what a double holds exactly, as other languages' JSON reads. */
#define MAX_NUMBER (G_GINT64_CONSTANT (1) << 53)

static gboolean
refuse (GError     **error,
        const char  *what)
{
  g_set_error_literal (error, DRAY_SYNC_ERROR, DRAY_SYNC_ERROR_PROTO, what);
  return FALSE;
}

static gboolean
get_number (JsonObject  *object,
            const char  *key,
            gint64      *number,
            GError     **error)
{
  return dray_json_get_int (object, key, 0, MAX_NUMBER, number, error);
}

static gboolean
get_optional (JsonObject  *object,
              const char  *key,
              gint64      *number,
              GError     **error)
{
  return !dray_json_has (object, key) || get_number (object, key, number, error);
}

static gboolean
get_time (JsonObject  *object,
          const char  *key,
          gint64      *at_us,
          GError     **error)
{
  return dray_json_get_int (object, key, -(G_GINT64_CONSTANT (1) << 60), G_GINT64_CONSTANT (1) << 60, at_us, error);
}

static gboolean
get_id (JsonObject  *object,
        const char  *key,
        DrayId      *id,
        GError     **error)
{
  const char *text = dray_json_get_string (object, key, error);

  if (text == NULL)
    return FALSE;
  if (!dray_id_parse (text, id) || dray_id_is_none (id))
    return refuse (error, "an id is none");
  return TRUE;
}

static gboolean
read_hash (const char  *text,
           guint8       hash[32],
           GError     **error)
{
  if (text == NULL || strlen (text) != 64)
    return refuse (error, "a hash has 64 digits");
  for (int i = 0; i < 32; i++) {
    int high = g_ascii_xdigit_value (text[2 * i]), low = g_ascii_xdigit_value (text[2 * i + 1]);

    if (high < 0 || low < 0)
      return refuse (error, "a hash has hexadecimal digits");
    hash[i] = (guint8) (high << 4 | low);
  }
  return TRUE;
}

/* The elements of a list within the message, by place. */
static gboolean
element_number (JsonArray  *array,
                guint       i,
                gint64      min,
                gint64     *number,
                GError    **error)
{
  JsonNode *node = json_array_get_element (array, i);

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return refuse (error, "a number is none");
  *number = json_node_get_int (node);
  return (*number >= min && *number <= (min < 0 ? -min : MAX_NUMBER)) || refuse (error, "a number is out of range");
}

static const char *
element_text (JsonArray *array,
              guint      i)
{
  JsonNode *node = json_array_get_element (array, i);

  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

static JsonArray *
element_array (JsonArray  *array,
               guint       i,
               guint       n_min,
               GError    **error)
{
  JsonNode *node = json_array_get_element (array, i);

  if (JSON_NODE_HOLDS_ARRAY (node) && json_array_get_length (json_node_get_array (node)) >= n_min)
    return json_node_get_array (node);
  refuse (error, "a list is none, or too short");
  return NULL;
}

static DraySyncPush *
read_push (JsonArray  *from,
           GError    **error)
{
  DraySyncPush *push = g_new0 (DraySyncPush, 1);

  push->operation = g_strdup (element_text (from, 1));
  push->arguments = g_strdup (element_text (from, 2));
  if (push->operation != NULL && push->arguments != NULL && strlen (push->operation) < 128 && element_number (from, 0, 1, &push->mid, error) &&
      element_number (from, 3, 0, &push->base_seq, error) && read_hash (element_text (from, 4), push->hash, error) &&
      element_number (from, 5, -(G_GINT64_CONSTANT (1) << 60), &push->at_us, error))
    return push;
  if (error != NULL && *error == NULL)
    refuse (error, "an operation has no name or no arguments");
  dray_sync_push_free (push);
  return NULL;
}

static gboolean
read_pushes (DraySyncMessage  *self,
             JsonObject       *object,
             GError          **error)
{
  JsonArray *ops = dray_json_get_array (object, "ops", error);

  if (ops == NULL)
    return FALSE;
  if (json_array_get_length (ops) > DRAY_SYNC_PUSH_OPERATIONS) {
    g_set_error (error, DRAY_SYNC_ERROR, DRAY_SYNC_ERROR_TOO_LARGE, "a push has at most %d operations", DRAY_SYNC_PUSH_OPERATIONS);
    return FALSE;
  }
  for (guint i = 0; i < json_array_get_length (ops); i++) {
    JsonArray *op = element_array (ops, i, 6, error);
    DraySyncPush *push = op != NULL ? read_push (op, error) : NULL;

    if (push == NULL)
      return FALSE;
    g_ptr_array_add (self->pushes, push);
  }
  return TRUE;
}

static gboolean
read_verdicts (DraySyncMessage  *self,
               JsonObject       *object,
               GError          **error)
{
  JsonArray *list = dray_json_get_array (object, "verdicts", error);

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++) {
    JsonArray *from = element_array (list, i, 3, error);
    DraySyncVerdict *verdict = g_new0 (DraySyncVerdict, 1);
    gint64 number = 0;

    g_ptr_array_add (self->verdicts, verdict);
    if (from == NULL || !element_number (from, 0, 1, &verdict->mid, error) || !element_number (from, 1, 1, &number, error) ||
        !element_number (from, 2, 0, &verdict->seq, error))
      return FALSE;
    if (number > DRAY_VERDICT_REJECTED)
      return refuse (error, "there is no such verdict");
    verdict->verdict = (DrayVerdict) number;
    verdict->note = json_array_get_length (from) > 3 ? g_strdup (element_text (from, 3)) : NULL;
  }
  return list != NULL;
}

static gboolean
is_outdated (GError     **error,
             const char  *what,
             const char  *name)
{
  g_set_error (error, DRAY_SYNC_ERROR, DRAY_SYNC_ERROR_OUTDATED, "this program knows no %s %s", what, name);
  return FALSE;
}

/* A cell that holds JSON comes as text. */
static gboolean
read_json_cell (JsonNode   *node,
                DrayValue  *value,
                GError    **error)
{
  g_autoptr (JsonNode) parsed = NULL;
  g_autofree char *canonical = NULL;

  if (JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return refuse (error, "a cell of JSON is text");
  parsed = dray_field_parse_json (json_node_get_string (node), error);
  if (parsed == NULL)
    return FALSE;
  canonical = dray_json_write_canonical (parsed);
  *value = dray_value_text (canonical);
  return TRUE;
}

static gboolean
read_cell (DrayEffect  *effect,
           const char  *name,
           JsonNode    *node,
           GError     **error)
{
  const DrayField *field;

  if (g_str_equal (name, "deleted")) {
    effect->field = DRAY_FIELD_DELETED;
    if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
      return refuse (error, "whether a row is deleted is true or false");
    effect->after = dray_value_integer (json_node_get_boolean (node));
    return TRUE;
  }
  effect->field = dray_table_find_field (effect->table, name);
  if (effect->field < 0)
    return is_outdated (error, "field", name);
  field = &effect->table->fields[effect->field];
  return field->type == DRAY_FIELD_JSON ? read_json_cell (node, &effect->after, error) : dray_field_read_json (field, node, &effect->after, error);
}

static gboolean
read_effect (DraySchema   *schema,
             JsonArray    *from,
             DrayEffects  *effects,
             GError      **error)
{
  const char *table = element_text (from, 0), *id = element_text (from, 1), *name = element_text (from, 2);
  DrayEffect effect = { 0 };

  if (table == NULL || id == NULL || name == NULL || !dray_id_parse (id, &effect.id) || dray_id_is_none (&effect.id))
    return refuse (error, "an effect names no cell");
  effect.table = dray_schema_find_table (schema, table);
  if (effect.table == NULL)
    return is_outdated (error, "table", table);
  if (effect.table->bucket == DRAY_BUCKET_LOCAL)
    return refuse (error, "an effect is about a table that never leaves a workspace");
  if (!read_cell (&effect, name, json_array_get_element (from, 3), error))
    return FALSE;
  g_array_append_val (effects, effect);
  return TRUE;
}

static gboolean
read_effects (DraySchema  *schema,
              JsonObject  *object,
              DrayChange  *change,
              GError     **error)
{
  JsonArray *list = dray_json_get_array (object, "effects", error);

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++) {
    JsonArray *from = element_array (list, i, 4, error);

    if (from == NULL || !read_effect (schema, from, change->effects, error))
      return FALSE;
  }
  return list != NULL;
}

static gboolean
read_change_head (JsonObject  *object,
                  DrayChange  *change,
                  GError     **error)
{
  const char *operation = dray_json_get_string (object, "op", error);
  const char *hash = operation != NULL ? dray_json_get_string (object, "hash", error) : NULL;
  guint8 bytes[32];
  gint64 verdict;

  if (hash == NULL || !read_hash (hash, bytes, error) || !get_number (object, "seq", &change->seq, error) ||
      !get_id (object, "client", &change->client, error) || !get_number (object, "mid", &change->mid, error) ||
      !dray_json_get_int (object, "verdict", DRAY_VERDICT_ACCEPTED, DRAY_VERDICT_FLAGGED, &verdict, error) ||
      !get_time (object, "at", &change->at_us, error))
    return FALSE;
  if (dray_json_has (object, "actor") && !get_id (object, "actor", &change->actor, error))
    return FALSE;
  if (change->mid < 1 || change->seq < 1 || strlen (operation) >= 128)
    return refuse (error, "an operation has no number");
  change->verdict = (DrayVerdict) verdict;
  change->operation = g_strdup (operation);
  change->permission = dray_json_has (object, "can") ? g_strdup (dray_json_get_string (object, "can", NULL)) : NULL;
  change->note = dray_json_has (object, "note") ? g_strdup (dray_json_get_string (object, "note", NULL)) : NULL;
  change->hash = g_bytes_new (bytes, sizeof bytes);
  return TRUE;
}

static gboolean
read_changes (DraySyncMessage  *self,
              DraySchema       *schema,
              JsonObject       *object,
              GError          **error)
{
  JsonArray *ops = dray_json_get_array (object, "ops", error);
  gint64 last = self->prev;

  for (guint i = 0; ops != NULL && i < json_array_get_length (ops); i++) {
    JsonNode *node = json_array_get_element (ops, i);
    g_autoptr (DrayChange) change = dray_change_new ();

    if (!JSON_NODE_HOLDS_OBJECT (node))
      return refuse (error, "an operation is no object");
    if (!read_change_head (json_node_get_object (node), change, error) || !read_effects (schema, json_node_get_object (node), change, error))
      return FALSE;
    if (change->seq <= last || change->seq > self->to)
      return refuse (error, "operations come out of their order");
    last = change->seq;
    g_ptr_array_add (self->changes, g_steal_pointer (&change));
  }
  return ops != NULL;
}

static gboolean
read_frame (DraySyncMessage  *self,
            DraySchema       *schema,
            JsonObject       *object,
            GError          **error)
{
  if (!get_number (object, "prev", &self->prev, error) || !get_number (object, "to", &self->to, error) ||
      !get_number (object, "part", &self->part, error) || !dray_json_get_boolean (object, "more", &self->more, error) ||
      !get_number (object, "stable", &self->stable, error))
    return FALSE;
  if (self->to <= self->prev)
    return refuse (error, "changes lead nowhere");
  return read_changes (self, schema, object, error);
}

/* A place of a kind that this program doesn't know is nothing that it could show. */
static gboolean
read_place (DraySyncMessage  *self,
            DraySchema       *schema,
            JsonArray        *from,
            GError          **error)
{
  const char *table = element_text (from, 0), *id = element_text (from, 1);
  JsonNode *node = json_array_get_element (from, 2);
  DraySyncPlace place = { 0 };

  if (table == NULL || id == NULL || !dray_id_parse (id, &place.id) || dray_id_is_none (&place.id) || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return refuse (error, "a place names no record");
  place.table = dray_schema_find_table (schema, table);
  place.is_edited = json_node_get_boolean (node);
  if (place.table != NULL)
    g_array_append_val (self->places, place);
  return TRUE;
}

static gboolean
read_presence (DraySyncMessage  *self,
               DraySchema       *schema,
               JsonObject       *object,
               GError          **error)
{
  JsonArray *list = dray_json_get_array (object, "places", error);

  if (list == NULL)
    return FALSE;
  if (json_array_get_length (list) > DRAY_SYNC_MAX_PLACES)
    return refuse (error, "nobody is at so many places");
  self->text = dray_json_has (object, "text") ? g_strdup (dray_json_get_string (object, "text", NULL)) : NULL;
  for (guint i = 0; i < json_array_get_length (list); i++) {
    JsonArray *from = element_array (list, i, 3, error);

    if (from == NULL || !read_place (self, schema, from, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_err (DraySyncMessage  *self,
          JsonObject       *object,
          GError          **error)
{
  const char *code = dray_json_get_string (object, "code", error);

  if (code == NULL || !get_optional (object, "mid", &self->mid, error) || !get_optional (object, "retry_ms", &self->retry_ms, error))
    return FALSE;
  self->text = dray_json_has (object, "text") ? g_strdup (dray_json_get_string (object, "text", NULL)) : NULL;
  for (int i = 0; i < DRAY_SYNC_N_CODES; i++)
    if (g_str_equal (code, dray_sync_codes[i])) {
      self->code = (DraySyncCode) i;
      return TRUE;
    }
  return refuse (error, "there is no such code");
}

static gboolean
read_members (DraySyncMessage  *self,
              DraySchema       *schema,
              JsonObject       *object,
              GError          **error)
{
  if (dray_json_has (object, "client") && !get_id (object, "client", &self->client, error))
    return FALSE;
  switch (self->kind) {
    case DRAY_SYNC_HELLO:
      return get_number (object, "version", &self->version, error) && get_id (object, "client", &self->client, error) &&
             get_number (object, "epoch", &self->epoch, error) && get_number (object, "cursor", &self->cursor, error) &&
             get_number (object, "mid", &self->mid, error) && get_time (object, "hello", &self->hello_us, error);
    case DRAY_SYNC_WELCOME:
      return get_number (object, "version", &self->version, error) && get_number (object, "epoch", &self->epoch, error) &&
             get_number (object, "fork", &self->fork, error) && get_number (object, "head", &self->head, error) &&
             get_number (object, "mid", &self->mid, error) && get_number (object, "stable", &self->stable, error) &&
             get_time (object, "at", &self->at_us, error) && get_time (object, "hello", &self->hello_us, error);
    case DRAY_SYNC_PULL:
      return get_number (object, "epoch", &self->epoch, error) && get_number (object, "cursor", &self->cursor, error);
    case DRAY_SYNC_HAVE:
      return get_number (object, "cursor", &self->cursor, error);
    case DRAY_SYNC_PUSH:
      return read_pushes (self, object, error);
    case DRAY_SYNC_ACK:
      return get_number (object, "mid", &self->mid, error) && read_verdicts (self, object, error);
    case DRAY_SYNC_CHANGES:
      return read_frame (self, schema, object, error);
    case DRAY_SYNC_POKE:
      return get_number (object, "head", &self->head, error) && get_number (object, "stable", &self->stable, error);
    case DRAY_SYNC_PRESENCE:
      return read_presence (self, schema, object, error);
    case DRAY_SYNC_PING:
    case DRAY_SYNC_PONG:
      return get_time (object, "at", &self->at_us, error);
    case DRAY_SYNC_ERR:
      return read_err (self, object, error);
    case DRAY_SYNC_N_KINDS:
    default:
      return refuse (error, "there is no such message");
  }
}

static DraySyncKind
find_kind (const char *type)
{
  int i = 0;

  while (i < DRAY_SYNC_N_KINDS && !g_str_equal (type, dray_sync_kinds[i]))
    i++;
  return (DraySyncKind) i;
}

/* What the rooms below say in their own words becomes this room's. */
static void
translate (GError **error)
{
  gboolean is_limit = g_error_matches (*error, DRAY_CORE_ERROR, DRAY_CORE_ERROR_LIMIT) || g_error_matches (*error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_LIMIT);

  if ((*error)->domain == DRAY_SYNC_ERROR)
    return;
  (*error)->domain = DRAY_SYNC_ERROR;
  (*error)->code = is_limit ? DRAY_SYNC_ERROR_TOO_LARGE : DRAY_SYNC_ERROR_PROTO;
}

static DraySyncMessage *
parse (DraySchema  *schema,
       const char  *text,
       gssize       n_bytes,
       GError     **error)
{
  static const DrayJsonLimits limits = { DRAY_SYNC_MAX_FRAME_BYTES, DRAY_SYNC_MAX_DEPTH, DRAY_SYNC_MAX_STRING_BYTES, DRAY_SYNC_MAX_VALUES };
  g_autoptr (JsonNode) node = dray_json_parse (text, n_bytes, &limits, error);
  const char *type;

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    refuse (error, "a message is an object");
    return NULL;
  }
  type = dray_json_get_string (json_node_get_object (node), "type", error);
  if (type == NULL)
    return NULL;

  g_autoptr (DraySyncMessage) self = dray_sync_message_new (find_kind (type));

  return read_members (self, schema, json_node_get_object (node), error) ? g_steal_pointer (&self) : NULL;
}

/**
 * dray_sync_message_parse:
 * @n_bytes: -1 where @text ends in a zero byte
 *
 * Errors: %DRAY_SYNC_ERROR_PROTO, %DRAY_SYNC_ERROR_TOO_LARGE, %DRAY_SYNC_ERROR_OUTDATED
 */
DraySyncMessage *
dray_sync_message_parse (DraySchema  *schema,
                         const char  *text,
                         gssize       n_bytes,
                         GError     **error)
{
  GError *fault = NULL;
  DraySyncMessage *self = parse (schema, text, n_bytes, &fault);

  if (self == NULL) {
    translate (&fault);
    g_propagate_error (error, fault);
  }
  return self;
}
