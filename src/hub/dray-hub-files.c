/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* Files over HTTP. Regions: the packs of the folder that the settings name, for everyone, so that all count with the same roads; a
 * download that broke goes on by Range. Attachments (photos, signatures): by their SHA-256, a folder a tenant, written once. */

#include "dray-hub-private.h"
#include "dray-json.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* What is known of a pack; its hash costs reading it. */
typedef struct {
  gint64  n_bytes;
  gint64  changed_s;
  char   *hash;
} Pack;

static GMutex mutex;
static GHashTable *packs;  /* (element-type utf8 Pack): by path; for the life of the process */

static void
pack_free (gpointer data)
{
  g_free (((Pack *) data)->hash);
  g_free (data);
}

static char *
dup_hash (const char  *path,
          GStatBuf    *status)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  g_autoptr (GMappedFile) file = NULL;
  Pack *pack;

  if (packs == NULL)
    packs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, pack_free);
  pack = g_hash_table_lookup (packs, path);
  if (pack != NULL && pack->n_bytes == status->st_size && pack->changed_s == status->st_mtime)
    return g_strdup (pack->hash);
  file = g_mapped_file_new (path, FALSE, NULL);
  if (file == NULL)
    return NULL;
  pack = g_new0 (Pack, 1);
  pack->n_bytes = status->st_size;
  pack->changed_s = status->st_mtime;
  pack->hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) g_mapped_file_get_contents (file), g_mapped_file_get_length (file));
  g_hash_table_replace (packs, g_strdup (path), pack);
  return g_strdup (pack->hash);
}

/* A name of a pack: no way out of the folder. */
static gboolean
is_pack_name (const char *name)
{
  return g_str_has_suffix (name, ".region") && *name != '.' && strchr (name, '/') == NULL && strlen (name) < 200;
}

/* On a reading thread. */
static void
list_regions (DrayTenant *tenant,
              DrayStore  *store,
              gpointer    data)
{
  DrayRequest *request = data;
  const char *folder = request->hub->config->regions;
  g_autoptr (GDir) dir = *folder != '\0' ? g_dir_open (folder, 0, NULL) : NULL;
  GString *json = g_string_new ("{\"regions\":[");
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL), *hash = NULL;
    GStatBuf status;

    if (!is_pack_name (name) || g_stat (path, &status) != 0 || (hash = dup_hash (path, &status)) == NULL)
      continue;
    g_string_append (json, json->str[json->len - 1] == '[' ? "{\"name\":" : ",{\"name\":");
    dray_json_append_string (json, name);
    g_string_append_printf (json, ",\"bytes\":%" G_GINT64_FORMAT ",\"sha256\":\"%s\"}", (gint64) status.st_size, hash);
  }
  g_string_append (json, "]}");
  dray_request_finish (request, 200, g_string_free (json, FALSE));
}

/* GET /v1/regions */
void
dray_hub_get_regions (DrayRequest *request)
{
  dray_request_pause (request);
  dray_tenant_run (request->tenant, FALSE, list_regions, request);
}

/* Reads "bytes=A-" and "bytes=A-B". Returns: whether it is one that can be answered */
static gboolean
read_range (const char *text,
            gsize       n_bytes,
            gsize      *first,
            gsize      *last)
{
  char *end;
  guint64 a, b = G_MAXUINT64;

  if (!g_str_has_prefix (text, "bytes=") || !g_ascii_isdigit (text[6]))
    return FALSE;
  a = g_ascii_strtoull (text + 6, &end, 10);
  if (*end != '-')
    return FALSE;
  if (g_ascii_isdigit (end[1]))
    b = g_ascii_strtoull (end + 1, NULL, 10);
  else if (end[1] != '\0')
    return FALSE;
  *first = a;
  *last = MIN (b, n_bytes - 1);
  return a <= *last;
}

/* Answers with the file, or the part that is asked for. */
static void
answer_file (DrayRequest *request,
             const char  *path)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (request->message);
  const char *range = soup_message_headers_get_one (soup_server_message_get_request_headers (request->message), "Range");
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  g_autoptr (GBytes) bytes = file != NULL ? g_mapped_file_get_bytes (file) : NULL, part = NULL;
  gsize n_bytes, first = 0, last;

  if (bytes == NULL) {
    dray_request_fail (request, 404, "NOT_FOUND", "there is no such file");
    return;
  }
  n_bytes = g_bytes_get_size (bytes);
  last = n_bytes - 1;
  soup_message_headers_replace (headers, "Accept-Ranges", "bytes");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_set_content_type (headers, "application/octet-stream", NULL);
  if (range != NULL && n_bytes > 0) {
    if (!read_range (range, n_bytes, &first, &last)) {
      dray_request_fail (request, 416, "INVALID", "the range is none of the file's");
      return;
    }
    soup_message_headers_set_content_range (headers, (goffset) first, (goffset) last, (goffset) n_bytes);
  }
  part = g_bytes_new_from_bytes (bytes, first, n_bytes > 0 ? last - first + 1 : 0);
  soup_server_message_set_status (request->message, range != NULL && n_bytes > 0 ? 206 : 200, NULL);
  soup_message_body_append_bytes (soup_server_message_get_response_body (request->message), part);
}

/* GET /v1/regions/{name} */
void
dray_hub_get_region (DrayRequest *request)
{
  g_autofree char *path = NULL;

  if (*request->hub->config->regions == '\0' || !is_pack_name (request->parts[0])) {
    dray_request_fail (request, 404, "NOT_FOUND", "there is no such region");
    return;
  }
  path = g_build_filename (request->hub->config->regions, request->parts[0], NULL);
  answer_file (request, path);
}

/* Returns: (transfer full) (nullable): where the attachment lies; otherwise it was answered. The role says whether it may; a hash is as
 * good as a key, for it can't be guessed. */
static char *
find_attachment (DrayRequest *request,
                 const char  *permission,
                 char       **folder)
{
  const char *hash = request->parts[0];
  g_autofree char *name = g_strconcat (dray_tenant_get_path (request->tenant), "-files", NULL);

  if (dray_schema_get_scope (request->hub->schema, &request->actor, permission) == DRAY_SCOPE_NONE) {
    dray_request_refuse (request, permission);
    dray_request_fail (request, 403, "FORBIDDEN", "%s is not allowed to the role %s", permission, request->actor.role);
    return NULL;
  }
  if (strlen (hash) != 64 || strspn (hash, "0123456789abcdef") != 64) {
    dray_request_fail (request, 404, "NOT_FOUND", "a file is named by its SHA-256 in hex");
    return NULL;
  }
  *folder = g_steal_pointer (&name);
  return g_build_filename (*folder, hash, NULL);
}

/* GET /v1/files/{hash} */
void
dray_hub_get_file (DrayRequest *request)
{
  g_autofree char *folder = NULL, *path = find_attachment (request, "file.read", &folder);

  if (path != NULL)
    answer_file (request, path);
}

typedef struct {
  DrayRequest *request;
  GBytes      *bytes;
  char        *folder;
  char        *path;
} Putting;

/* On a reading thread: a file waits for the disk as an operation does, and holds none up. */
static void
put_file (DrayTenant *tenant,
          DrayStore  *store,
          gpointer    data)
{
  g_autofree Putting *putting = data;
  gsize n_bytes;
  const char *content = g_bytes_get_data (putting->bytes, &n_bytes);
  g_autoptr (GError) error = NULL;

  if (g_file_test (putting->path, G_FILE_TEST_EXISTS) ||
      (g_mkdir_with_parents (putting->folder, 0700) == 0 &&
       g_file_set_contents_full (putting->path, content, (gssize) n_bytes, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, &error)))
    dray_request_finish (putting->request, 200, g_strdup ("{}"));
  else {
    g_warning ("a file can't be kept: %s", error != NULL ? error->message : g_strerror (errno));
    dray_request_finish (putting->request, 507, g_strdup ("{\"error\":\"FULL\",\"message\":\"the file can't be kept\"}"));
  }
  g_bytes_unref (putting->bytes);
  g_free (putting->folder);
  g_free (putting->path);
}

/* PUT /v1/files/{hash} */
void
dray_hub_put_file (DrayRequest *request)
{
  g_autofree char *folder = NULL, *path = find_attachment (request, "file.put", &folder), *hash = NULL;
  g_autoptr (GBytes) bytes = NULL;
  Putting *putting;

  if (path == NULL)
    return;
  bytes = soup_message_body_flatten (soup_server_message_get_request_body (request->message));
  hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  if (!g_str_equal (hash, request->parts[0])) {
    dray_request_fail (request, 422, "REFUSED", "this is not the file of that hash");
    return;
  }
  putting = g_new0 (Putting, 1);
  *putting = (Putting) { request, g_steal_pointer (&bytes), g_steal_pointer (&folder), g_steal_pointer (&path) };
  dray_request_pause (request);
  dray_tenant_run (request->tenant, FALSE, put_file, putting);
}
