/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* What every request passes: size, draining, route, token, limits, permission, in this order. Everything that is turned away is
 * counted and, where somebody was known or tried to be, written into the audit of refusals. */

#include "dray-hub-private.h"
#include "dray-hub-error.h"
#include "dray-json.h"
#include "dray-store-error.h"

#include <string.h>

#define KEY "dray-too-large"

DrayRequest *
dray_request_ref (DrayRequest *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
dray_request_unref (DrayRequest *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_signal_handlers_disconnect_by_data (self->message, self);
  g_object_unref (self->message);
  g_free (self->parts[0]);
  g_free (self->parts[1]);
  g_free (self->address);
  g_free (self->body);
  g_clear_pointer (&self->query, g_hash_table_unref);
  g_free (self);
}

static void
on_finished (SoupServerMessage *message,
             gpointer           data)
{
  ((DrayRequest *) data)->is_gone = TRUE;
}

/* Answers later: dray_request_finish() from any thread. */
void
dray_request_pause (DrayRequest *self)
{
  dray_request_ref (self);
  self->is_paused = TRUE;
  soup_server_message_pause (self->message);
}

/* @taken: (transfer full): the body. On the main context. */
void
dray_request_answer (DrayRequest *self,
                     int          status,
                     const char  *type,
                     char        *taken)
{
  SoupMessageHeaders *headers;

  if (self->is_gone) {
    g_free (taken);
    return;
  }
  headers = soup_server_message_get_response_headers (self->message);
  soup_server_message_set_status (self->message, status, NULL);
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_server_message_set_response (self->message, type, SOUP_MEMORY_TAKE, taken, strlen (taken));
  if (self->is_paused)
    soup_server_message_unpause (self->message);
}

static char *
write_fault (const char *code,
             const char *message)
{
  GString *json = g_string_new ("{\"error\":");

  dray_json_append_string (json, code);
  g_string_append (json, ",\"message\":");
  dray_json_append_string (json, message);
  return g_string_free (g_string_append_c (json, '}'), FALSE);
}

void
dray_request_fail (DrayRequest *self,
                   int          status,
                   const char  *code,
                   const char  *format,
                   ...)
{
  g_autofree char *message = NULL;
  va_list list;

  va_start (list, format);
  message = g_strdup_vprintf (format, list);
  va_end (list);
  self->hub->n_refused += status < 500;
  self->hub->n_failed += status >= 500;
  dray_request_answer (self, status, "application/json", write_fault (code, message));
}

static int
judge (const GError  *error,
       const char   **code)
{
  static const struct {
    int         code;
    int         status;
    const char *word;
  } store[] = {
    { DRAY_STORE_ERROR_INVALID, 400, "INVALID" },     { DRAY_STORE_ERROR_LIMIT, 413, "TOO_LARGE" },
    { DRAY_STORE_ERROR_NOT_FOUND, 404, "NOT_FOUND" }, { DRAY_STORE_ERROR_REFUSED, 422, "REFUSED" },
    { DRAY_STORE_ERROR_CONFLICT, 409, "CONFLICT" },   { DRAY_STORE_ERROR_FORBIDDEN, 403, "FORBIDDEN" },
    { DRAY_STORE_ERROR_FORK, 409, "CLIENT_FORK" },    { DRAY_STORE_ERROR_GAP, 409, "GAP" },
    { DRAY_STORE_ERROR_FULL, 507, "FULL" },
  }, hub[] = {
    { DRAY_HUB_ERROR_INVALID, 400, "INVALID" },     { DRAY_HUB_ERROR_UNAUTHENTICATED, 401, "UNAUTHENTICATED" },
    { DRAY_HUB_ERROR_FORBIDDEN, 403, "FORBIDDEN" }, { DRAY_HUB_ERROR_NOT_FOUND, 404, "NOT_FOUND" },
    { DRAY_HUB_ERROR_EXISTS, 409, "EXISTS" },       { DRAY_HUB_ERROR_REUSED, 401, "REUSED" },
  };

  for (gsize i = 0; error->domain == DRAY_STORE_ERROR && i < G_N_ELEMENTS (store); i++)
    if (store[i].code == error->code) {
      *code = store[i].word;
      return store[i].status;
    }
  for (gsize i = 0; error->domain == DRAY_HUB_ERROR && i < G_N_ELEMENTS (hub); i++)
    if (hub[i].code == error->code) {
      *code = hub[i].word;
      return hub[i].status;
    }
  *code = "RETRY_AFTER";
  return 503;
}

void
dray_request_fail_error (DrayRequest  *self,
                         const GError *error)
{
  const char *code;
  int status = judge (error, &code);

  if (status == 503) {
    g_warning ("a request failed: %s", error->message);
    dray_request_fail (self, status, code, "the hub can't do it at present");
    return;
  }
  if (status == 401 || status == 403)
    dray_request_refuse (self, error->message);
  dray_request_fail (self, status, code, "%s", error->message);
}

static gboolean
on_finish (gpointer data)
{
  DrayRequest *self = data;

  dray_request_answer (self, self->status, "application/json", g_steal_pointer (&self->body));
  dray_request_unref (self);
  return G_SOURCE_REMOVE;
}

/* Ends a paused request, from any thread. @taken: (transfer full): JSON */
void
dray_request_finish (DrayRequest *self,
                     int          status,
                     char        *taken)
{
  self->status = status;
  self->body = taken;
  g_main_context_invoke_full (self->hub->context, G_PRIORITY_DEFAULT, on_finish, self, NULL);
}

void
dray_request_finish_error (DrayRequest  *self,
                           const GError *error)
{
  const char *code;
  int status = judge (error, &code);

  if (status == 503)
    g_warning ("a request failed: %s", error->message);
  if (status == 401 || status == 403)
    dray_request_refuse (self, error->message);
  dray_request_finish (self, status, write_fault (code, status == 503 ? "the hub can't do it at present" : error->message));
}

/* Writes into the audit; a stranger who knocks a thousand times fills a line a second at most. */
void
dray_request_refuse (DrayRequest *self,
                     const char  *why)
{
  g_autofree char *what = g_strdup_printf ("%s %s", self->route != NULL ? self->route->method : "?", self->route != NULL ? self->route->path : "?");

  if (dray_limiter_take (self->hub->refusals, self->address, 1, g_get_monotonic_time ()))
    dray_directory_note_refusal (self->hub->directory, self->tenant != NULL ? &self->holder : NULL, self->address, what, why);
}

/* Returns: (transfer none) (nullable): the body as an object that lives as long as @node; otherwise it was answered */
JsonObject *
dray_request_parse (DrayRequest  *self,
                    JsonNode    **node)
{
  DrayJsonLimits limits = { self->hub->config->body_bytes, 8, 65536, 20000 };
  SoupMessageBody *body = soup_server_message_get_request_body (self->message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  g_autoptr (GError) error = NULL;
  gsize n_bytes;
  const char *text = g_bytes_get_data (bytes, &n_bytes);

  *node = dray_json_parse (text != NULL ? text : "", (gssize) n_bytes, &limits, &error);
  if (*node != NULL && JSON_NODE_HOLDS_OBJECT (*node))
    return json_node_get_object (*node);
  dray_request_fail (self, 400, "INVALID", "%s", error != NULL ? error->message : "the body is no JSON object");
  return NULL;
}

/* Returns: (nullable): a query parameter */
const char *
dray_request_get (DrayRequest *self,
                  const char  *name)
{
  return self->query != NULL ? g_hash_table_lookup (self->query, name) : NULL;
}

static gboolean
matches (const DrayRoute *route,
         char           **segments,
         char            *parts[2])
{
  g_auto (GStrv) pattern = g_strsplit (route->path, "/", -1);
  int n_parts = 0;

  if (g_strv_length (pattern) != g_strv_length (segments))
    return FALSE;
  for (int i = 0; pattern[i] != NULL; i++)
    if (pattern[i][0] != '{' && !g_str_equal (pattern[i], segments[i]))
      return FALSE;
  for (int i = 0; pattern[i] != NULL; i++)
    if (pattern[i][0] == '{')
      parts[n_parts++] = g_strdup (segments[i]);
  return TRUE;
}

static const DrayRoute *
find_route (DrayRequest *self,
            const char  *path,
            gboolean    *is_other_method)
{
  g_auto (GStrv) segments = g_strsplit (path, "/", 8);
  const char *method = soup_server_message_get_method (self->message);

  *is_other_method = FALSE;
  for (const DrayRoute *route = dray_hub_routes; route->path != NULL; route++) {
    char *parts[2] = { NULL, NULL };

    if (!matches (route, segments, parts))
      continue;
    if (g_str_equal (route->method, method)) {
      self->parts[0] = parts[0];
      self->parts[1] = parts[1];
      return route;
    }
    *is_other_method = TRUE;
    g_free (parts[0]);
    g_free (parts[1]);
  }
  return NULL;
}

/* The token: a bearer's, or in the query where a tracker can't set headers; HTTP basic carries it as the password (OwnTracks). */
static char *
dup_token (DrayRequest *self)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (self->message);
  const char *given = soup_message_headers_get_one (headers, "Authorization");
  const char *id = dray_request_get (self, "id");

  if (given != NULL && g_ascii_strncasecmp (given, "Bearer ", 7) == 0)
    return g_strdup (given + 7);
  if (given != NULL && g_ascii_strncasecmp (given, "Basic ", 6) == 0 && strlen (given) < 1024) {
    gsize n_bytes;
    g_autofree guchar *decoded = g_base64_decode (given + 6, &n_bytes);
    g_autofree char *text = g_strndup ((char *) decoded, n_bytes);
    const char *colon = strchr (text, ':');

    return colon != NULL ? g_strdup (colon + 1) : NULL;
  }
  return id != NULL && g_str_has_prefix (id, "dray_tracker_") ? g_strdup (id) : NULL;
}

static gboolean
authenticate (DrayRequest *self)
{
  g_autofree char *token = dup_token (self);
  g_autoptr (GError) error = NULL;
  gint64 now_us = g_get_monotonic_time ();

  if (token == NULL || !dray_limiter_has (self->hub->failures, self->address, now_us) ||
      !dray_directory_check (self->hub->directory, token, &self->holder, &error)) {
    if (token != NULL)
      dray_request_refuse (self, "the token is not good");
    soup_message_headers_replace (soup_server_message_get_response_headers (self->message), "WWW-Authenticate", "Bearer");
    dray_request_fail (self, 401, "UNAUTHENTICATED", "a good token is asked for");
    return FALSE;
  }
  self->tenant = g_hash_table_lookup (self->hub->tenants, &self->holder.tenant);
  if (self->tenant == NULL) {
    dray_request_fail (self, 401, "UNAUTHENTICATED", "a good token is asked for");
    return FALSE;
  }
  self->actor = (DrayActor) { self->holder.id, self->holder.subject, self->holder.depot, self->holder.role };
  return TRUE;
}

static gboolean
is_allowed (DrayRequest *self)
{
  const DrayRoute *route = self->route;

  if (self->holder.is_tracker && !g_str_has_prefix (route->path, "/v1/devices/")) {
    dray_request_refuse (self, "a tracker's token only writes fixes");
    dray_request_fail (self, 403, "FORBIDDEN", "this token only writes fixes");
    return FALSE;
  }
  if (*route->permission != '\0' && dray_schema_get_scope (self->hub->schema, &self->actor, route->permission) != DRAY_SCOPE_TENANT) {
    dray_request_refuse (self, route->permission);
    dray_request_fail (self, 403, "FORBIDDEN", "%s is not allowed to the role %s", route->permission, self->actor.role);
    return FALSE;
  }
  return TRUE;
}

static gboolean
is_within_limits (DrayRequest *self)
{
  char name[DRAY_ID_TEXT_LENGTH + 1];
  DrayLimiter *limiter = self->route->counts == DRAY_ROUTE_READ ? self->hub->reads : self->hub->writes;

  dray_id_write (&self->holder.family, name);
  if (self->route->counts == DRAY_ROUTE_FREE || dray_limiter_take (limiter, name, 1, g_get_monotonic_time ()))
    return TRUE;
  soup_message_headers_replace (soup_server_message_get_response_headers (self->message), "Retry-After", "10");
  dray_request_fail (self, 429, "RETRY_AFTER", "too many requests with this token");
  return FALSE;
}

static void
dispatch (DrayRequest *self,
          const char  *path)
{
  gboolean is_other_method;

  self->route = find_route (self, path, &is_other_method);
  if (g_object_get_data (G_OBJECT (self->message), KEY) != NULL)
    dray_request_fail (self, 413, "TOO_LARGE", "the body is larger than allowed");
  else if (self->route == NULL)
    dray_request_fail (self, is_other_method ? 405 : 404, is_other_method ? "METHOD" : "NOT_FOUND", "there is no such endpoint");
  else if (self->hub->is_draining && g_str_has_prefix (path, "/v1/"))
    dray_request_fail (self, 503, "RETRY_AFTER", "shutting down");
  else if (self->route->permission == NULL || (authenticate (self) && is_allowed (self) && is_within_limits (self)))
    self->route->func (self);
}

/* The other end; behind a proxy that we trust, whom it says it speaks for. */
static char *
dup_address (DrayHub           *hub,
             SoupServerMessage *message)
{
  const char *host = soup_server_message_get_remote_host (message);
  const char *forwarded = soup_message_headers_get_list (soup_server_message_get_request_headers (message), "X-Forwarded-For");
  g_auto (GStrv) proxies = g_strsplit (hub->config->trusted_proxies, " ", -1);
  const char *last = forwarded != NULL ? strrchr (forwarded, ',') : NULL;

  if (host == NULL)
    host = "?";
  if (forwarded == NULL || !g_strv_contains ((const char *const *) proxies, host))
    return g_strdup (host);
  return g_strstrip (g_strndup (last != NULL ? last + 1 : forwarded, 64));
}

void
dray_hub_handle (SoupServer        *server,
                 SoupServerMessage *message,
                 const char        *path,
                 GHashTable        *query,
                 gpointer           hub)
{
  DrayRequest *self = g_new0 (DrayRequest, 1);

  g_atomic_ref_count_init (&self->references);
  self->hub = hub;
  self->hub->n_requests++;
  self->message = g_object_ref (message);
  self->query = query != NULL ? g_hash_table_ref (query) : NULL;
  self->address = dup_address (hub, message);
  g_signal_connect (message, "finished", G_CALLBACK (on_finished), self);
  dispatch (self, path);
  dray_request_unref (self);
}

static void
on_chunk (SoupServerMessage *message,
          GBytes            *chunk,
          gpointer           data)
{
  DrayHub *hub = data;
  goffset n = GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (message), "dray-bytes")) + g_bytes_get_size (chunk);

  g_object_set_data (G_OBJECT (message), "dray-bytes", GSIZE_TO_POINTER (n));
  if (n > hub->config->body_bytes) {
    soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
    soup_message_body_truncate (soup_server_message_get_request_body (message));
    g_object_set_data (G_OBJECT (message), KEY, message);
  }
}

/* Whether it came through the listener that is there for keep-alive alone: see dray-hub-listen.c. */
static gboolean
came_by_the_side_door (DrayHub           *self,
                       SoupServerMessage *message)
{
  GSocketAddress *local = soup_server_message_get_local_address (message);

  return !G_IS_INET_SOCKET_ADDRESS (local) || g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local)) != dray_hub_get_port (self);
}

static void
refuse_early (DrayHub           *self,
              SoupServerMessage *message,
              guint              status)
{
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection", "close");
  soup_server_message_set_status (message, status, NULL);
  self->n_refused++;
}

/* Before the body: a length that is too large is answered at once, one that isn't told is counted as it comes. */
void
dray_hub_look_early (SoupServer        *server,
                     SoupServerMessage *message,
                     const char        *path,
                     GHashTable        *query,
                     gpointer           data)
{
  DrayHub *hub = data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  if (came_by_the_side_door (hub, message)) {
    refuse_early (hub, message, 403);
    return;
  }
  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
      soup_message_headers_get_content_length (headers) > hub->config->body_bytes) {
    refuse_early (hub, message, 413);
    return;
  }
  g_signal_connect (message, "got-chunk", G_CALLBACK (on_chunk), hub);
}
