/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-sync-message.h"

#include "dray-field-json.h"
#include "dray-json.h"

#include <string.h>

const char *const dray_sync_kinds[DRAY_SYNC_N_KINDS + 1] = {
  "HELLO", "WELCOME", "PULL", "HAVE", "PUSH", "ACK", "CHANGES", "POKE", "PRESENCE", "PING", "PONG", "ERR", NULL,
};

const char *const dray_sync_codes[DRAY_SYNC_N_CODES + 1] = {
  "RETRY_AFTER", "UNAUTHENTICATED", "FORBIDDEN", "EPOCH", "GAP", "TOO_LARGE", "SCHEMA_OLD", "PROTO", "CLIENT_FORK", NULL,
};

DraySyncMessage *
dray_sync_message_new (DraySyncKind kind)
{
  DraySyncMessage *self = g_new0 (DraySyncMessage, 1);

  self->kind = kind;
  self->version = DRAY_SYNC_VERSION;
  self->pushes = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_sync_push_free);
  self->verdicts = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_sync_verdict_free);
  self->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_change_free);
  self->places = g_array_new (FALSE, FALSE, sizeof (DraySyncPlace));
  return self;
}

void
dray_sync_message_free (DraySyncMessage *self)
{
  g_ptr_array_unref (self->pushes);
  g_ptr_array_unref (self->verdicts);
  g_ptr_array_unref (self->changes);
  g_array_unref (self->places);
  g_free (self->text);
  g_free (self);
}

void
dray_sync_push_free (DraySyncPush *self)
{
  g_free (self->operation);
  g_free (self->arguments);
  g_free (self);
}

void
dray_sync_verdict_free (DraySyncVerdict *self)
{
  g_free (self->note);
  g_free (self);
}

static void
append_key (GString    *json,
            const char *key)
{
  g_string_append (json, ",\"");
  g_string_append (json, key);
  g_string_append (json, "\":");
}

static void
append_number (GString    *json,
               const char *key,
               gint64      number)
{
  char text[24];

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, number);
  append_key (json, key);
  g_string_append (json, text);
}

static void
append_text (GString    *json,
             const char *key,
             const char *text)
{
  if (text == NULL)
    return;
  append_key (json, key);
  dray_json_append_string (json, text);
}

static void
append_id (GString      *json,
           const char   *key,
           const DrayId *id)
{
  char text[DRAY_ID_TEXT_LENGTH + 1];

  dray_id_write (id, text);
  append_key (json, key);
  g_string_append_c (json, '"');
  g_string_append_len (json, text, DRAY_ID_TEXT_LENGTH);
  g_string_append_c (json, '"');
}

static void
append_client (GString      *json,
               const DrayId *client)
{
  if (!dray_id_is_none (client))
    append_id (json, "client", client);
}

static void
append_hash (GString      *json,
             const guint8  hash[32])
{
  static const char digits[] = "0123456789abcdef";
  char text[66];

  /* By hand: every follower gets one an operation. */
  text[0] = text[65] = '"';
  for (int i = 0; i < 32; i++) {
    text[1 + 2 * i] = digits[hash[i] >> 4];
    text[2 + 2 * i] = digits[hash[i] & 0x0f];
  }
  g_string_append_len (json, text, sizeof text);
}

/* [mid, "stop.move@1", "{…}", base_seq, "hash", at_us] */
static void
append_pushes (GString         *json,
               const GPtrArray *pushes)
{
  g_string_append (json, ",\"ops\":[");
  for (guint i = 0; i < pushes->len; i++) {
    const DraySyncPush *push = pushes->pdata[i];

    g_string_append_printf (json, "%s[%" G_GINT64_FORMAT ",", i > 0 ? "," : "", push->mid);
    dray_json_append_string (json, push->operation);
    g_string_append_c (json, ',');
    dray_json_append_string (json, push->arguments);
    g_string_append_printf (json, ",%" G_GINT64_FORMAT ",", push->base_seq);
    append_hash (json, push->hash);
    g_string_append_printf (json, ",%" G_GINT64_FORMAT "]", push->at_us);
  }
  g_string_append_c (json, ']');
}

/* [mid, verdict, seq, note] */
static void
append_verdicts (GString         *json,
                 const GPtrArray *verdicts)
{
  g_string_append (json, ",\"verdicts\":[");
  for (guint i = 0; i < verdicts->len; i++) {
    const DraySyncVerdict *verdict = verdicts->pdata[i];

    g_string_append_printf (json, "%s[%" G_GINT64_FORMAT ",%d,%" G_GINT64_FORMAT, i > 0 ? "," : "", verdict->mid, (int) verdict->verdict, verdict->seq);
    if (verdict->note != NULL) {
      g_string_append_c (json, ',');
      dray_json_append_string (json, verdict->note);
    }
    g_string_append_c (json, ']');
  }
  g_string_append_c (json, ']');
}

/* The operation, up to and with the bracket that opens its effects. */
void
dray_sync_append_change_head (GString          *json,
                              const DrayChange *change)
{
  gsize n_name = strcspn (change->operation, "@");

  g_string_append_printf (json, "{\"seq\":%" G_GINT64_FORMAT, change->seq);
  append_id (json, "client", &change->client);
  append_number (json, "mid", change->mid);
  append_text (json, "op", change->operation);
  append_number (json, "verdict", change->verdict);
  if (!dray_id_is_none (&change->actor))
    append_id (json, "actor", &change->actor);
  append_number (json, "at", change->at_us);
  if (change->permission != NULL && (strlen (change->permission) != n_name || strncmp (change->permission, change->operation, n_name) != 0))
    append_text (json, "can", change->permission);
  append_text (json, "note", change->note);
  g_string_append (json, ",\"hash\":");
  append_hash (json, g_bytes_get_data (change->hash, NULL));
  g_string_append (json, ",\"effects\":[");
}

/* ["stop", "id", "field", value]: JSON cells are text that holds JSON, so that a message is never deeper than it is. */
void
dray_sync_append_effect (GString          *json,
                         const DrayEffect *effect)
{
  const DrayField *field = effect->field >= 0 ? &effect->table->fields[effect->field] : NULL;
  char id[DRAY_ID_TEXT_LENGTH + 1];

  dray_id_write (&effect->id, id);
  g_string_append_printf (json, "[\"%s\",\"%s\",\"%s\",", effect->table->name, id, field != NULL ? field->name : "deleted");
  if (field == NULL)
    g_string_append (json, effect->after.integer != 0 ? "true" : "false");
  else if (field->type == DRAY_FIELD_JSON && effect->after.kind == DRAY_VALUE_TEXT)
    dray_json_append_string (json, effect->after.text);
  else
    dray_field_append_json (field, &effect->after, json);
  g_string_append_c (json, ']');
}

static void
append_changes (GString         *json,
                const GPtrArray *changes)
{
  g_string_append (json, ",\"ops\":[");
  for (guint i = 0; i < changes->len; i++) {
    const DrayChange *change = changes->pdata[i];

    if (i > 0)
      g_string_append_c (json, ',');
    dray_sync_append_change_head (json, change);
    for (guint k = 0; k < change->effects->len; k++) {
      if (k > 0)
        g_string_append_c (json, ',');
      dray_sync_append_effect (json, dray_effects_get (change->effects, k));
    }
    g_string_append (json, "]}");
  }
  g_string_append_c (json, ']');
}

static void
append_places (GString      *json,
               const GArray *places)
{
  g_string_append (json, ",\"places\":[");
  for (guint i = 0; i < places->len; i++) {
    const DraySyncPlace *place = &g_array_index (places, DraySyncPlace, i);
    g_autofree char *id = dray_id_dup_text (&place->id);

    g_string_append_printf (json, "%s[\"%s\",\"%s\",%s]", i > 0 ? "," : "", place->table->name, id, place->is_edited ? "true" : "false");
  }
  g_string_append_c (json, ']');
}

static void
append_err (GString               *json,
            const DraySyncMessage *self)
{
  append_text (json, "code", dray_sync_codes[self->code]);
  append_client (json, &self->client);
  append_number (json, "mid", self->mid);
  append_number (json, "retry_ms", self->retry_ms);
  append_text (json, "text", self->text);
}

/* Returns: (transfer full): the message as text */
char *
dray_sync_message_write (const DraySyncMessage *self)
{
  GString *json = g_string_sized_new (256);

  g_string_append_printf (json, "{\"type\":\"%s\"", dray_sync_kinds[self->kind]);
  switch (self->kind) {
    case DRAY_SYNC_HELLO:
      append_number (json, "version", self->version);
      append_id (json, "client", &self->client);
      append_number (json, "epoch", self->epoch);
      append_number (json, "cursor", self->cursor);
      append_number (json, "mid", self->mid);
      append_number (json, "hello", self->hello_us);
      break;
    case DRAY_SYNC_WELCOME:
      append_number (json, "version", self->version);
      append_client (json, &self->client);
      append_number (json, "epoch", self->epoch);
      append_number (json, "fork", self->fork);
      append_number (json, "head", self->head);
      append_number (json, "mid", self->mid);
      append_number (json, "stable", self->stable);
      append_number (json, "at", self->at_us);
      append_number (json, "hello", self->hello_us);
      break;
    case DRAY_SYNC_PULL:
      append_number (json, "epoch", self->epoch);
      append_number (json, "cursor", self->cursor);
      break;
    case DRAY_SYNC_HAVE:
      append_number (json, "cursor", self->cursor);
      break;
    case DRAY_SYNC_PUSH:
      append_client (json, &self->client);
      append_pushes (json, self->pushes);
      break;
    case DRAY_SYNC_ACK:
      append_client (json, &self->client);
      append_number (json, "mid", self->mid);
      append_verdicts (json, self->verdicts);
      break;
    case DRAY_SYNC_CHANGES:
      append_number (json, "prev", self->prev);
      append_number (json, "to", self->to);
      append_number (json, "part", self->part);
      g_string_append_printf (json, ",\"more\":%s", self->more ? "true" : "false");
      append_number (json, "stable", self->stable);
      append_changes (json, self->changes);
      break;
    case DRAY_SYNC_POKE:
      append_number (json, "head", self->head);
      append_number (json, "stable", self->stable);
      break;
    case DRAY_SYNC_PRESENCE:
      append_client (json, &self->client);
      append_text (json, "text", self->text);
      append_places (json, self->places);
      break;
    case DRAY_SYNC_PING:
    case DRAY_SYNC_PONG:
      append_number (json, "at", self->at_us);
      break;
    case DRAY_SYNC_ERR:
      append_err (json, self);
      break;
    case DRAY_SYNC_N_KINDS:
    default:
      g_assert_not_reached ();
  }
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}
