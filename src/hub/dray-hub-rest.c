/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* Tables are read and operations submitted by what the registries say of them; there is no code here for any one kind of record.
 *
 *   GET /v1/tables/truck?FIELD=VALUE&FIELD.least=…&order=-FIELD&limit=100&after=ID
 *
 * Tests behind the field's name: .not .below .most .above .least .contains .begins .set. Pages go by id: the answer's `next` is the
 * next page's `after`. */

#include "dray-field-json.h"
#include "dray-hub-error.h"
#include "dray-hub-private.h"
#include "dray-json.h"
#include "dray-query.h"
#include "dray-store-error.h"

#include <string.h>

typedef struct {
  DrayRequest *request;
  DrayQuery   *query;     /* of rows */
  DrayId       id;        /* of one row; none for many */
  int          limit;
} Reading;

static const struct {
  const char *suffix;
  DrayTest    test;
} tests[] = {
  { "not", DRAY_TEST_DIFFERS }, { "below", DRAY_TEST_BELOW }, { "most", DRAY_TEST_AT_MOST }, { "above", DRAY_TEST_ABOVE },
  { "least", DRAY_TEST_AT_LEAST }, { "contains", DRAY_TEST_CONTAINS }, { "begins", DRAY_TEST_BEGINS }, { "set", DRAY_TEST_IS_SET },
};

static gboolean
invalid (GError     **error,
         const char  *what)
{
  g_set_error (error, DRAY_HUB_ERROR, DRAY_HUB_ERROR_INVALID, "%s is no filter of this table", what);
  return FALSE;
}

/* Reads a query parameter's text as the field's JSON: as it is, and where that isn't JSON as a string. */
static gboolean
read_value (const DrayField  *field,
            const char       *text,
            DrayValue        *value,
            GError          **error)
{
  g_autoptr (GString) quoted = g_string_new (NULL);
  g_autoptr (JsonNode) node = dray_json_parse (text, -1, NULL, NULL);

  if (node != NULL && dray_field_read_json (field, node, value, NULL))
    return TRUE;
  g_clear_pointer (&node, json_node_unref);
  dray_json_append_string (quoted, text);
  node = dray_json_parse (quoted->str, (gssize) quoted->len, NULL, error);
  return node != NULL && dray_field_read_json (field, node, value, error);
}

static gboolean
add_filter (DrayQuery   *query,
            const char  *key,
            const char  *text,
            GError     **error)
{
  const DrayTable *table = dray_query_get_table (query);
  const char *dot = strchr (key, '.');
  g_autofree char *name = g_strndup (key, dot != NULL ? (gsize) (dot - key) : strlen (key));
  int field = dray_table_find_field (table, name);
  int test = dot == NULL ? DRAY_TEST_EQUALS : -1;
  DrayValue value = dray_value_none ();

  for (gsize i = 0; dot != NULL && i < G_N_ELEMENTS (tests); i++)
    if (g_str_equal (dot + 1, tests[i].suffix))
      test = (int) tests[i].test;
  if (field < 0 || test < 0 || !g_utf8_validate (text, -1, NULL))
    return invalid (error, key);
  if (test != DRAY_TEST_IS_SET && !(test == DRAY_TEST_EQUALS && *text == '\0') && !read_value (&table->fields[field], text, &value, error))
    return FALSE;
  if ((test == DRAY_TEST_CONTAINS || test == DRAY_TEST_BEGINS) && value.kind != DRAY_VALUE_TEXT) {
    dray_value_clear (&value);
    return invalid (error, key);
  }
  dray_query_where (query, field, (DrayTest) test, value);
  return TRUE;
}

static gboolean
add_parameter (Reading     *reading,
               const char  *key,
               const char  *text,
               GError     **error)
{
  const DrayTable *table = dray_query_get_table (reading->query);
  gint64 number;
  DrayId id;

  if (g_str_equal (key, "limit")) {
    if (!g_ascii_string_to_signed (text, 10, 1, reading->limit, &number, NULL))
      return invalid (error, "limit");
    reading->limit = (int) number;
    return TRUE;
  }
  if (g_str_equal (key, "after")) {
    if (!dray_id_parse (text, &id) || dray_request_get (reading->request, "order") != NULL)
      return invalid (error, "after");
    dray_query_where_after (reading->query, &id);
    return TRUE;
  }
  if (g_str_equal (key, "order")) {
    int field = dray_table_find_field (table, *text == '-' ? text + 1 : text);

    if (field < 0)
      return invalid (error, "order");
    dray_query_order_by (reading->query, field, *text == '-');
    return TRUE;
  }
  return add_filter (reading->query, key, text, error);
}

static gboolean
add_parameters (Reading  *reading,
                GError  **error)
{
  GHashTableIter iter;
  gpointer key, value;

  if (reading->request->query == NULL)
    return TRUE;
  g_hash_table_iter_init (&iter, reading->request->query);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (!add_parameter (reading, key, value, error))
      return FALSE;
  return TRUE;
}

static char *
write_rows (GPtrArray *rows,
            guint      limit)
{
  GString *json = g_string_new ("{\"rows\":[");

  for (guint i = 0; i < MIN (rows->len, limit); i++) {
    if (i > 0)
      g_string_append_c (json, ',');
    dray_row_append_json (rows->pdata[i], json);
  }
  g_string_append_c (json, ']');
  if (rows->len > limit) {
    char id[DRAY_ID_TEXT_LENGTH + 1];

    dray_id_write (&((DrayRow *) rows->pdata[limit - 1])->id, id);
    g_string_append_printf (json, ",\"next\":\"%s\"", id);
  }
  return g_string_free (g_string_append_c (json, '}'), FALSE);
}

static char *
write_one (GPtrArray  *rows,
           GError    **error)
{
  GString *json;

  if (rows->len == 0) {
    g_set_error_literal (error, DRAY_HUB_ERROR, DRAY_HUB_ERROR_NOT_FOUND, "there is no such row");
    return NULL;
  }
  json = g_string_new (NULL);
  dray_row_append_json (rows->pdata[0], json);
  return g_string_free (json, FALSE);
}

/* On the tenant's reading thread. */
static void
run_reading (DrayTenant *tenant,
             DrayStore  *store,
             gpointer    data)
{
  Reading *reading = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  char *answer = NULL;

  if (store != NULL)
    rows = dray_store_select (store, reading->query, &error);
  else
    g_set_error_literal (&error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_FAILED, "the file can't be opened");
  if (rows != NULL)
    answer = dray_id_is_none (&reading->id) ? write_rows (rows, (guint) reading->limit) : write_one (rows, &error);
  if (answer != NULL)
    dray_request_finish (reading->request, 200, answer);
  else
    dray_request_finish_error (reading->request, error);
  dray_query_unref (reading->query);
  g_free (reading);
}

static void
read_rows (DrayRequest *request,
           const DrayId *id)
{
  const DrayTable *table = dray_schema_find_table (request->hub->schema, request->parts[0]);
  g_autofree Reading *reading = g_new0 (Reading, 1);
  g_autoptr (DrayQuery) query = table != NULL ? dray_query_new (table) : NULL;
  g_autoptr (GError) error = NULL;

  if (table == NULL || table->bucket == DRAY_BUCKET_LOCAL) {
    dray_request_fail (request, 404, "NOT_FOUND", "there is no such table");
    return;
  }
  *reading = (Reading) { request, query, *id, request->hub->config->page_rows };
  if (!dray_query_restrict (query, request->hub->schema, &request->actor, &error) ||
      (dray_id_is_none (id) && !add_parameters (reading, &error))) {
    dray_request_fail_error (request, error);
    return;
  }
  if (!dray_id_is_none (id))
    dray_query_where_row (query, id);
  dray_query_set_limit (query, reading->limit + 1);
  dray_request_pause (request);
  query = NULL;
  dray_tenant_run (request->tenant, FALSE, run_reading, g_steal_pointer (&reading));
}

/* GET /v1/tables/{table} */
void
dray_hub_get_rows (DrayRequest *request)
{
  read_rows (request, &DRAY_ID_NONE);
}

/* GET /v1/tables/{table}/{id} */
void
dray_hub_get_row (DrayRequest *request)
{
  DrayId id;

  if (!dray_id_parse (request->parts[1], &id) || dray_id_is_none (&id))
    dray_request_fail (request, 404, "NOT_FOUND", "there is no such row");
  else
    read_rows (request, &id);
}

static void
on_written (DrayTenant        *tenant,
            const DrayReceipt *receipt,
            const GError      *error,
            gpointer           data)
{
  static const char *const verdicts[] = { "pending", "accepted", "flagged", "rejected" };
  DrayRequest *request = data;
  g_autoptr (GString) json = g_string_new ("{\"verdict\":");
  char client[DRAY_ID_TEXT_LENGTH + 1];

  if (receipt == NULL) {
    dray_request_finish_error (request, error);
    return;
  }
  dray_id_write (&receipt->client, client);
  dray_json_append_string (json, verdicts[receipt->verdict]);
  g_string_append_printf (json, ",\"client\":\"%s\",\"mid\":%" G_GINT64_FORMAT ",\"seq\":%" G_GINT64_FORMAT ",\"repeat\":%s", client,
                          receipt->mid, receipt->seq, receipt->is_repeat ? "true" : "false");
  if (receipt->note != NULL) {
    g_string_append (json, ",\"note\":");
    dray_json_append_string (json, receipt->note);
  }
  g_string_append_c (json, '}');
  dray_request_finish (request, receipt->verdict == DRAY_VERDICT_REJECTED ? 422 : 200, g_strdup (json->str));
}

/* Names the operation after the caller and their idempotency key: the same key again is the same operation. */
static gboolean
set_origin (DrayRequest *request,
            DrayIntent  *intent)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);
  const char *key = soup_message_headers_get_one (headers, "Idempotency-Key");
  g_autoptr (GByteArray) name = g_byte_array_new ();
  gint64 base_seq = dray_tenant_get_seq (request->tenant);
  const char *base = dray_request_get (request, "base_seq");
  DrayId client;

  if (key == NULL || *key == '\0' || strlen (key) > 200 || (base != NULL && !g_ascii_string_to_signed (base, 10, 0, G_MAXINT64, &base_seq, NULL)))
    return FALSE;
  g_byte_array_append (name, request->holder.id.bytes, 16);
  g_byte_array_append (name, (const guint8 *) key, (guint) strlen (key));
  client = dray_id_derive ("rest", name->data, name->len);
  dray_intent_set_origin (intent, &client, 1, base_seq);
  return TRUE;
}

/* POST /v1/operations/{operation}, Idempotency-Key: …; the arguments are the body */
void
dray_hub_post_operation (DrayRequest *request)
{
  SoupMessageBody *body = soup_server_message_get_request_body (request->message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  g_autofree char *text = g_strndup (g_bytes_get_size (bytes) > 0 ? g_bytes_get_data (bytes, NULL) : "{}", MAX (g_bytes_get_size (bytes), 2));
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayIntent) intent = NULL;

  if (!g_utf8_validate (text, -1, NULL)) {
    dray_request_fail (request, 400, "INVALID", "the body is no text");
    return;
  }
  intent = dray_intent_new_from_json (request->hub->schema, request->parts[0], text, &error);
  if (intent == NULL || !dray_intent_check (intent, &error))
    dray_request_fail_error (request, error);
  else if (!set_origin (request, intent))
    dray_request_fail (request, 400, "INVALID", "a header Idempotency-Key of 1 to 200 bytes is asked for");
  else {
    dray_request_pause (request);
    dray_tenant_write (request->tenant, &request->actor, g_steal_pointer (&intent), on_written, request);
  }
}
