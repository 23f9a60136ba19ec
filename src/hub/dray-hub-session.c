/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* Coming in and going out. What hashes a password or writes directory.db runs on two threads of its own ("doors"), so that nobody
 * else waits. Failures count for the account and for the address; whoever had too many is turned away before anything is hashed. */

#include "dray-hub-private.h"
#include "dray-hub-error.h"
#include "dray-json.h"

#include <string.h>

typedef struct {
  DrayRequest   *request;
  enum { LOG_IN, PROVE, REFRESH, LEAVE, REDEEM, INVITE } what;
  char          *name;
  char          *secret;
  char          *role;
  gboolean       has_key;
  DrayPublicKey  key;
  DraySignature  signature;
  DrayId         device;
  DrayId         subject;
  DrayId         depot;
  gint64         at_us;
} Door;

static void
door_free (Door *door)
{
  g_free (door->name);
  g_free (door->secret);
  g_free (door->role);
  g_free (door);
}

static gboolean
read_hex (const char *text,
          guint8     *bytes,
          gsize       n_bytes)
{
  if (text == NULL || strlen (text) != 2 * n_bytes)
    return FALSE;
  for (gsize i = 0; i < n_bytes; i++) {
    int high = g_ascii_xdigit_value (text[2 * i]), low = g_ascii_xdigit_value (text[2 * i + 1]);

    if (high < 0 || low < 0)
      return FALSE;
    bytes[i] = (guint8) (high << 4 | low);
  }
  return TRUE;
}

static char *
write_tokens (const DrayTokens *tokens,
              const DrayId     *id)
{
  g_autofree char *text = id != NULL ? dray_id_dup_text (id) : NULL;

  return g_strdup_printf ("{\"access\":\"%s\",\"refresh\":\"%s\",\"expires_us\":%" G_GINT64_FORMAT "%s%s%s}", tokens->access, tokens->refresh,
                          tokens->expires_us, text != NULL ? ",\"id\":\"" : "", text != NULL ? text : "", text != NULL ? "\"" : "");
}

static char *
run_invite (Door     *door,
            DrayHub  *hub,
            GError  **error)
{
  DrayInvitation what = { door->request->holder.tenant, door->name, door->role, door->subject, door->depot };
  g_autofree char *token = NULL;

  if (g_str_equal (door->role, "administrator") && !g_str_equal (door->request->actor.role, "administrator")) {
    g_set_error_literal (error, DRAY_HUB_ERROR, DRAY_HUB_ERROR_FORBIDDEN, "only an administrator invites administrators");
    return NULL;
  }
  token = dray_directory_invite (hub->directory, &what, hub->config->invite_hours, error);
  return token != NULL ? g_strdup_printf ("{\"invitation\":\"%s\"}", token) : NULL;
}

/* Returns: (transfer full) (nullable): the answer */
static char *
pass_door (Door     *door,
           DrayHub  *hub,
           GError  **error)
{
  g_auto (DrayTokens) tokens = { 0 };
  DrayDirectory *directory = hub->directory;
  DrayId id;

  switch (door->what) {
    case LOG_IN:
      return dray_directory_log_in (directory, door->name, door->secret, &tokens, error) ? write_tokens (&tokens, NULL) : NULL;
    case PROVE:
      return dray_directory_prove (directory, &door->device, door->at_us, &door->signature, &tokens, error) ? write_tokens (&tokens, NULL) : NULL;
    case REFRESH:
      return dray_directory_refresh (directory, door->secret, &tokens, error) ? write_tokens (&tokens, NULL) : NULL;
    case REDEEM:
      return dray_directory_redeem (directory, door->name, door->secret, door->has_key ? &door->key : NULL, &id, &tokens, error)
                 ? write_tokens (&tokens, &id) : NULL;
    case INVITE:
      return run_invite (door, hub, error);
    case LEAVE:
    default:
      return dray_directory_revoke (directory, &door->request->holder.family, error) ? g_strdup ("{}") : NULL;
  }
}

/* On a thread of hub->doors. */
void
dray_hub_run_door (gpointer data,
                   gpointer user_data)
{
  Door *door = data;
  DrayHub *hub = user_data;
  g_autoptr (GError) error = NULL;
  char *answer = pass_door (door, hub, &error);
  gint64 now_us = g_get_monotonic_time ();

  if (answer != NULL) {
    dray_request_finish (door->request, door->what == REDEEM || door->what == INVITE ? 201 : 200, answer);
  } else {
    if (error->domain == DRAY_HUB_ERROR && error->code != DRAY_HUB_ERROR_INVALID) {
      dray_limiter_take (hub->failures, door->request->address, 1, now_us);
      if (door->what == LOG_IN)
        dray_limiter_take (hub->failures, door->name, 1, now_us);
    }
    dray_request_finish_error (door->request, error);
  }
  door_free (door);
}

/* Turns away who failed too often. */
static gboolean
may_try (DrayRequest *request,
         const char  *name)
{
  gint64 now_us = g_get_monotonic_time ();

  if (dray_limiter_has (request->hub->failures, request->address, now_us) &&
      (name == NULL || dray_limiter_has (request->hub->failures, name, now_us)))
    return TRUE;
  dray_request_refuse (request, "too many failures");
  soup_message_headers_replace (soup_server_message_get_response_headers (request->message), "Retry-After", "180");
  dray_request_fail (request, 429, "RETRY_AFTER", "too many failed attempts; wait some minutes");
  return FALSE;
}

static void
push (DrayRequest *request,
      const Door  *from)
{
  Door *door = g_memdup2 (from, sizeof *from);

  door->request = request;
  dray_request_pause (request);
  g_thread_pool_push (request->hub->doors, door, NULL);
}

static void
prove (DrayRequest *request,
       JsonObject  *body)
{
  Door door = { .what = PROVE };
  g_autoptr (GError) error = NULL;
  const char *device = dray_json_get_string (body, "device", &error);

  if (device == NULL || !dray_id_parse (device, &door.device) || !dray_json_get_int (body, "at_us", 0, G_MAXINT64, &door.at_us, &error) ||
      !read_hex (dray_json_get_string (body, "signature", NULL), door.signature.bytes, sizeof door.signature.bytes))
    dray_request_fail (request, 400, "INVALID", "a device proves itself by device, at_us and signature");
  else if (may_try (request, NULL))
    push (request, &door);
}

/* POST /v1/session: {name, password} of a person, {device, at_us, signature} of a device */
void
dray_hub_post_session (DrayRequest *request)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *body = dray_request_parse (request, &node);
  const char *name, *password;

  if (body == NULL)
    return;
  if (dray_json_has (body, "device")) {
    prove (request, body);
    return;
  }
  name = dray_json_get_string (body, "name", NULL);
  password = dray_json_get_string (body, "password", NULL);
  if (name == NULL || password == NULL)
    dray_request_fail (request, 400, "INVALID", "name and password are asked for");
  else if (may_try (request, name))
    push (request, &(Door) { .what = LOG_IN, .name = g_strdup (name), .secret = g_strdup (password) });
}

/* POST /v1/session/refresh: {refresh} */
void
dray_hub_post_refresh (DrayRequest *request)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *body = dray_request_parse (request, &node);
  const char *refresh;

  if (body == NULL)
    return;
  refresh = dray_json_get_string (body, "refresh", NULL);
  if (refresh == NULL)
    dray_request_fail (request, 400, "INVALID", "refresh is asked for");
  else if (may_try (request, NULL))
    push (request, &(Door) { .what = REFRESH, .secret = g_strdup (refresh) });
}

/* DELETE /v1/session */
void
dray_hub_delete_session (DrayRequest *request)
{
  push (request, &(Door) { .what = LEAVE });
}

/* POST /v1/invitations/redeem: {invitation, password} makes an account, {invitation, public_key} a device */
void
dray_hub_post_redeem (DrayRequest *request)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *body = dray_request_parse (request, &node);
  Door door = { .what = REDEEM };
  const char *invitation, *password;

  if (body == NULL)
    return;
  invitation = dray_json_get_string (body, "invitation", NULL);
  password = dray_json_has (body, "password") ? dray_json_get_string (body, "password", NULL) : NULL;
  door.has_key = dray_json_has (body, "public_key") && read_hex (dray_json_get_string (body, "public_key", NULL), door.key.bytes, sizeof door.key.bytes);
  if (invitation == NULL || door.has_key == (password != NULL)) {
    dray_request_fail (request, 400, "INVALID", "invitation is asked for, and either password or public_key");
    return;
  }
  if (!may_try (request, NULL))
    return;
  door.name = g_strdup (invitation);
  door.secret = g_strdup (password);
  push (request, &door);
}

static gboolean
read_optional_id (JsonObject *body,
                  const char *key,
                  DrayId     *id)
{
  const char *text;

  *id = DRAY_ID_NONE;
  if (!dray_json_has (body, key))
    return TRUE;
  text = dray_json_get_string (body, key, NULL);
  return text != NULL && dray_id_parse (text, id);
}

/* POST /v1/invitations: {name, role, subject, depot} into the inviter's own tenant */
void
dray_hub_post_invite (DrayRequest *request)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *body = dray_request_parse (request, &node);
  Door door = { .what = INVITE };
  const char *name, *role;

  if (body == NULL)
    return;
  name = dray_json_get_string (body, "name", NULL);
  role = dray_json_get_string (body, "role", NULL);
  if (name == NULL || role == NULL || !read_optional_id (body, "subject", &door.subject) || !read_optional_id (body, "depot", &door.depot)) {
    dray_request_fail (request, 400, "INVALID", "name and role are asked for; subject and depot are ids");
    return;
  }
  door.name = g_strdup (name);
  door.role = g_strdup (role);
  push (request, &door);
}
