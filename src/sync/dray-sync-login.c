/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* Tokens come by HTTP: POST /v1/session for a name and a password, POST /v1/session/refresh for a refresh token. */

#include "dray-sync-login.h"

#include "dray-json.h"
#include "dray-sync-error.h"

#include <string.h>

void
dray_sync_tokens_free (DraySyncTokens *self)
{
  g_free (self->access);
  g_free (self->refresh);
  g_free (self);
}

static DraySyncTokens *
read_tokens (GBytes  *body,
             GError **error)
{
  static const DrayJsonLimits limits = { 65536, 4, 16384, 100 };
  gsize n_bytes;
  const char *text = g_bytes_get_data (body, &n_bytes);
  g_autoptr (JsonNode) node = dray_json_parse (text != NULL ? text : "", (gssize) n_bytes, &limits, error);
  const char *access, *refresh;
  DraySyncTokens *tokens;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  access = dray_json_get_string (json_node_get_object (node), "access", error);
  refresh = access != NULL ? dray_json_get_string (json_node_get_object (node), "refresh", error) : NULL;
  if (refresh == NULL)
    return NULL;
  tokens = g_new0 (DraySyncTokens, 1);
  tokens->access = g_strdup (access);
  tokens->refresh = g_strdup (refresh);
  return tokens;
}

static void
on_answer (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GTask) task = data;
  SoupMessage *message = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) body = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);
  guint status = soup_message_get_status (message);
  DraySyncTokens *tokens = NULL;

  if (body != NULL && status >= 200 && status < 300)
    tokens = read_tokens (body, &error);
  else if (body != NULL)
    g_set_error (&error, DRAY_SYNC_ERROR, status == 401 || status == 403 ? DRAY_SYNC_ERROR_REFUSED : DRAY_SYNC_ERROR_LINE,
                 "the hub answered %u", status);
  if (tokens != NULL)
    g_task_return_pointer (task, tokens, (GDestroyNotify) dray_sync_tokens_free);
  else if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_new_error (task, DRAY_SYNC_ERROR, DRAY_SYNC_ERROR_PROTO, "the hub gave no tokens");
}

static void
ask (SoupSession         *session,
     const char          *url,
     const char          *path,
     GString             *body,
     GCancellable        *cancellable,
     GAsyncReadyCallback  callback,
     gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (session, cancellable, callback, data);
  g_autofree char *address = g_strconcat (url, path, NULL);
  SoupMessage *message = soup_message_new ("POST", address);
  g_autoptr (GBytes) bytes = g_bytes_new (body->str, body->len);

  g_string_free (body, TRUE);
  g_task_set_source_tag (task, ask);
  if (message == NULL) {
    g_task_return_new_error (task, DRAY_SYNC_ERROR, DRAY_SYNC_ERROR_LINE, "%s is no address of a hub", url);
    return;
  }
  soup_message_set_request_body_from_bytes (message, "application/json", bytes);
  g_task_set_task_data (task, message, g_object_unref);
  soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, cancellable, on_answer, g_steal_pointer (&task));
}

/**
 * dray_sync_log_in_async:
 * @url: of the hub: "https://hub.example:8470"
 *
 * For tokens, see dray_sync_tokens_finish().
 */
void
dray_sync_log_in_async (SoupSession         *session,
                        const char          *url,
                        const char          *name,
                        const char          *password,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             data)
{
  GString *body = g_string_new ("{\"name\":");

  dray_json_append_string (body, name);
  g_string_append (body, ",\"password\":");
  dray_json_append_string (body, password);
  g_string_append_c (body, '}');
  ask (session, url, "/v1/session", body, cancellable, callback, data);
}

void
dray_sync_refresh_async (SoupSession         *session,
                         const char          *url,
                         const char          *refresh,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             data)
{
  GString *body = g_string_new ("{\"refresh\":");

  dray_json_append_string (body, refresh);
  g_string_append_c (body, '}');
  ask (session, url, "/v1/session/refresh", body, cancellable, callback, data);
}

/**
 * dray_sync_tokens_finish:
 *
 * Errors: %DRAY_SYNC_ERROR_REFUSED where the hub doesn't know who this is, %DRAY_SYNC_ERROR_LINE, those of #GIOErrorEnum
 */
DraySyncTokens *
dray_sync_tokens_finish (GAsyncResult  *result,
                         GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
