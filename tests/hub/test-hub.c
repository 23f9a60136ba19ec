/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* A real hub on loopback, two tenants, one holder of every role, spoken to by libsoup. */

#include "dray-fix-gate.h"
#include "dray-fleet-schema.h"
#include "dray-hub-private.h"
#include "dray-json.h"
#include "dray-outbox.h"
#include "dray-role.h"
#include "dray-test-folder.h"

#include <string.h>

#define N_ROLES 8

typedef struct {
  DrayTestFolder *folder;
  DrayHubConfig  *config;
  DrayHub        *hub;
  SoupSession    *session;
  DrayId          tenants[2];
  char           *tokens[2][N_ROLES];   /* [tenant][role] */
} Yard;

typedef struct {
  GBytes *body;
  GError *error;
  gboolean done;
} Answer;

static void
on_answer (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  Answer *answer = data;

  answer->body = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &answer->error);
  answer->done = TRUE;
}

/* Returns: the status; @text gets the body */
static guint
ask (Yard       *yard,
     const char *method,
     const char *path,
     const char *token,
     const char *key,
     const char *body,
     char      **text)
{
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u%s", dray_hub_get_port (yard->hub), path);
  g_autoptr (SoupMessage) message = soup_message_new (method, uri);
  g_autofree char *bearer = g_strdup_printf ("Bearer %s", token);
  g_autoptr (GBytes) bytes = body != NULL ? g_bytes_new (body, strlen (body)) : NULL;
  Answer answer = { 0 };

  if (token != NULL)
    soup_message_headers_append (soup_message_get_request_headers (message), "Authorization", bearer);
  if (key != NULL)
    soup_message_headers_append (soup_message_get_request_headers (message), "Idempotency-Key", key);
  if (bytes != NULL)
    soup_message_set_request_body_from_bytes (message, "application/json", bytes);
  soup_session_send_and_read_async (yard->session, message, G_PRIORITY_DEFAULT, NULL, on_answer, &answer);
  while (!answer.done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (answer.error);
  if (text != NULL)
    *text = g_strndup (g_bytes_get_data (answer.body, NULL) != NULL ? g_bytes_get_data (answer.body, NULL) : "", g_bytes_get_size (answer.body));
  g_bytes_unref (answer.body);
  return soup_message_get_status (message);
}

static char *
get_member (const char *text,
            const char *key)
{
  g_autoptr (JsonNode) node = dray_json_parse (text, -1, NULL, NULL);

  g_assert_nonnull (node);
  return g_strdup (dray_json_get_string (json_node_get_object (node), key, NULL));
}

static char *
log_in (Yard       *yard,
        const char *name,
        const char *password)
{
  g_autofree char *body = g_strdup_printf ("{\"name\":\"%s\",\"password\":\"%s\"}", name, password);
  g_autofree char *text = NULL;

  g_assert_cmpuint (ask (yard, "POST", "/v1/session", NULL, NULL, body, &text), ==, 200);
  return get_member (text, "access");
}

static void
make_tenant (Yard       *yard,
             int         which,
             DraySchema *schema)
{
  static const char *const names[] = { "north", "south" };
  DrayDirectory *directory = dray_hub_get_directory (yard->hub);
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayStore) store = NULL;
  g_autofree char *path = NULL;

  dray_directory_add_tenant (directory, names[which], &yard->tenants[which], &error);
  g_assert_no_error (error);
  path = dray_hub_tenant_path (yard->folder, &yard->tenants[which]);
  store = dray_store_open (path, schema, NULL, &error);
  g_assert_no_error (error);
  for (int r = 0; r < N_ROLES; r++) {
    g_autofree char *name = g_strdup_printf ("%s-%s", names[which], dray_roles[r]);
    DrayInvitation what = { .tenant = yard->tenants[which], .name = name, .role = dray_roles[r] };

    dray_directory_add_account (directory, &what, "a good password", &error);
    g_assert_no_error (error);
  }
}

static void
set_up (Yard          *yard,
        gconstpointer  data)
{
  g_autoptr (DraySchema) schema = dray_fleet_schema_new (NULL);
  g_autoptr (GError) error = NULL;

  yard->folder = dray_test_folder_new ();
  yard->config = dray_hub_config_new ();
  g_free (yard->config->listen);
  yard->config->listen = g_strdup ("127.0.0.1:0");
  yard->config->body_bytes = 65536;
  yard->config->fixes_per_minute = 100000;
  yard->config->reads_per_minute = 100000;
  yard->hub = dray_hub_new (yard->folder, yard->config, &error);
  g_assert_no_error (error);
  dray_directory_set_cost (dray_hub_get_directory (yard->hub), DRAY_PASSWORD_COST_TEST);
  make_tenant (yard, 0, schema);
  make_tenant (yard, 1, schema);
  dray_hub_start (yard->hub, &error);
  g_assert_no_error (error);
  yard->session = soup_session_new ();
  for (int t = 0; t < 2; t++)
    for (int r = 0; r < N_ROLES; r++) {
      g_autofree char *name = g_strdup_printf ("%s-%s", t == 0 ? "north" : "south", dray_roles[r]);

      yard->tokens[t][r] = log_in (yard, name, "a good password");
    }
}

static void
tear_down (Yard          *yard,
           gconstpointer  data)
{
  g_clear_object (&yard->session);
  dray_hub_free (yard->hub);
  dray_hub_config_free (yard->config);
  dray_test_folder_remove (yard->folder);
  for (int t = 0; t < 2; t++)
    for (int r = 0; r < N_ROLES; r++)
      g_free (yard->tokens[t][r]);
}

#define PARTY "01939000-0000-7000-8000-00000000000a"

/* A party of the north. */
static void
make_party (Yard *yard)
{
  g_autofree char *text = NULL;

  g_assert_cmpuint (ask (yard, "POST", "/v1/operations/record.create", yard->tokens[0][0], "party",
                         "{\"table\":\"party\",\"id\":\"" PARTY "\",\"values\":{\"name\":\"Mills & Sons\",\"kind\":\"customer\"}}", &text), ==, 200);
}

static void
test_idempotent (Yard          *yard,
                 gconstpointer  data)
{
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;

  make_party (yard);
  g_assert_cmpuint (ask (yard, "POST", "/v1/operations/record.create", yard->tokens[0][0], "party",
                         "{\"table\":\"party\",\"id\":\"" PARTY "\",\"values\":{\"name\":\"Mills & Sons\",\"kind\":\"customer\"}}", &text), ==, 200);
  g_assert_nonnull (strstr (text, "\"repeat\":true"));
  g_assert_cmpuint (ask (yard, "POST", "/v1/operations/record.create", yard->tokens[0][0], "party",
                         "{\"table\":\"party\",\"id\":\"" PARTY "\",\"values\":{\"name\":\"Other\",\"kind\":\"customer\"}}", &again), ==, 409);
  g_assert_nonnull (strstr (again, "CLIENT_FORK"));
}

static void
test_pages (Yard          *yard,
            gconstpointer  data)
{
  g_autofree char *first = NULL, *second = NULL, *filtered = NULL, *next = NULL, *path = NULL;

  for (int i = 0; i < 5; i++) {
    g_autofree char *body = g_strdup_printf ("{\"table\":\"party\",\"id\":\"01939000-0000-7000-8000-00000000000%d\",\"values\":{\"name\":\"P%d\",\"kind\":\"customer\"}}", i, i);
    g_autofree char *key = g_strdup_printf ("p%d", i);

    g_assert_cmpuint (ask (yard, "POST", "/v1/operations/record.create", yard->tokens[0][0], key, body, NULL), ==, 200);
  }
  g_assert_cmpuint (ask (yard, "GET", "/v1/tables/party?limit=3", yard->tokens[0][0], NULL, NULL, &first), ==, 200);
  next = get_member (first, "next");
  g_assert_cmpstr (next, ==, "01939000-0000-7000-8000-000000000002");
  path = g_strconcat ("/v1/tables/party?limit=3&after=", next, NULL);
  g_assert_cmpuint (ask (yard, "GET", path, yard->tokens[0][0], NULL, NULL, &second), ==, 200);
  g_assert_null (strstr (second, "\"P2\""));
  g_assert_nonnull (strstr (second, "\"P4\""));
  g_assert_cmpuint (ask (yard, "GET", "/v1/tables/party?name.contains=p3", yard->tokens[0][0], NULL, NULL, &filtered), ==, 200);
  g_assert_nonnull (strstr (filtered, "\"P3\""));
  g_assert_null (strstr (filtered, "\"P1\""));
}

/* Every table and every row of the north, for every role of both tenants: what the table of grants doesn't give isn't told. */
static void
test_no_leaks (Yard          *yard,
               gconstpointer  data)
{
  DraySchema *schema = yard->hub->schema;

  make_party (yard);
  for (int t = 0; t < 2; t++)
    for (int r = 0; r < N_ROLES; r++)
      for (int i = 0; i < dray_schema_get_n_tables (schema); i++) {
        const DrayTable *table = dray_schema_get_table (schema, i);
        DrayActor actor = { .role = dray_roles[r] };
        g_autofree char *permission = g_strconcat (table->name, ".read", NULL);
        g_autofree char *path = g_strconcat ("/v1/tables/", table->name, NULL);
        g_autofree char *row = g_strconcat (path, "/" PARTY, NULL);
        g_autofree char *text = NULL, *one = NULL;
        gboolean may = table->bucket != DRAY_BUCKET_LOCAL && dray_schema_get_scope (schema, &actor, permission) != DRAY_SCOPE_NONE;
        guint expected = table->bucket == DRAY_BUCKET_LOCAL ? 404 : may ? 200 : 403;
        gboolean sees = t == 0 && may && g_str_equal (table->name, "party") && dray_schema_get_scope (schema, &actor, permission) >= DRAY_SCOPE_DEPOT;

        g_assert_cmpuint (ask (yard, "GET", path, yard->tokens[t][r], NULL, NULL, &text), ==, expected);
        g_assert_cmpint (strstr (text, PARTY) != NULL, ==, sees);
        g_assert_cmpuint (ask (yard, "GET", row, yard->tokens[t][r], NULL, NULL, &one), ==, sees ? 200 : expected == 200 ? 404 : expected);
        g_assert_cmpint (strstr (one, "Mills") != NULL, ==, sees);
      }
}

/* Every endpoint without a token, with one made up, and with every role; every operation with every role that may not do it. */
static void
test_endpoints (Yard          *yard,
                gconstpointer  data)
{
  DraySchema *schema = yard->hub->schema;

  for (const DrayRoute *route = dray_hub_routes; route->path != NULL; route++) {
    if (route->permission == NULL)
      continue;
    g_assert_cmpuint (ask (yard, route->method, route->path, NULL, NULL, "{}", NULL), ==, 401);
    g_assert_cmpuint (ask (yard, route->method, route->path, "dray_access_made_up", NULL, "{}", NULL), ==, 401);
    for (int r = 0; *route->permission != '\0' && r < N_ROLES; r++) {
      DrayActor actor = { .role = dray_roles[r] };
      gboolean may = dray_schema_get_scope (schema, &actor, route->permission) == DRAY_SCOPE_TENANT;

      g_assert_cmpint (ask (yard, route->method, route->path, yard->tokens[0][r], NULL, "{}", NULL) != 403, ==, may);
    }
  }
  for (int i = 0; i < dray_schema_get_n_operations (schema); i++) {
    const DrayOperation *operation = dray_schema_get_operation (schema, i);
    g_autofree char *path = g_strconcat ("/v1/operations/", operation->name, NULL);

    g_assert_cmpuint (ask (yard, "POST", path, NULL, "k", "{}", NULL), ==, 401);
    for (int r = 0; r < N_ROLES; r++) {
      DrayActor actor = { .role = dray_roles[r] };
      g_autofree char *key = g_strdup_printf ("%s-%d", operation->name, r);
      guint status = ask (yard, "POST", path, yard->tokens[1][r], key, "{}", NULL);

      g_assert_cmpuint (status, >=, 400);
      g_assert_cmpuint (status, <, 500);
      g_assert_true (dray_schema_get_scope (schema, &actor, operation->name) != DRAY_SCOPE_NONE || status != 200);
    }
  }
}

/* A row of the north can't be touched from the south, whatever the role: there it doesn't exist. */
static void
test_foreign_tenant (Yard          *yard,
                     gconstpointer  data)
{
  g_autofree char *text = NULL;

  make_party (yard);
  for (int r = 0; r < N_ROLES; r++) {
    g_autofree char *key = g_strdup_printf ("foreign-%d", r);

    g_assert_cmpuint (ask (yard, "POST", "/v1/operations/field.set", yard->tokens[1][r], key,
                           "{\"table\":\"party\",\"id\":\"" PARTY "\",\"field\":\"name\",\"value\":\"Stolen\"}", NULL), >=, 400);
  }
  g_assert_cmpuint (ask (yard, "GET", "/v1/tables/party/" PARTY, yard->tokens[0][0], NULL, NULL, &text), ==, 200);
  g_assert_nonnull (strstr (text, "Mills"));
}

static void
test_refresh (Yard          *yard,
              gconstpointer  data)
{
  g_autofree char *text = NULL, *refresh = NULL, *body = NULL, *second = NULL, *access = NULL, *third = NULL;

  ask (yard, "POST", "/v1/session", NULL, NULL, "{\"name\":\"north-reader\",\"password\":\"a good password\"}", &text);
  refresh = get_member (text, "refresh");
  body = g_strdup_printf ("{\"refresh\":\"%s\"}", refresh);
  g_assert_cmpuint (ask (yard, "POST", "/v1/session/refresh", NULL, NULL, body, &second), ==, 200);
  access = get_member (second, "access");
  g_assert_cmpuint (ask (yard, "GET", "/v1/tables/party", access, NULL, NULL, NULL), ==, 200);
  g_assert_cmpuint (ask (yard, "POST", "/v1/session/refresh", NULL, NULL, body, &third), ==, 401);
  g_assert_nonnull (strstr (third, "REUSED"));
  g_assert_cmpuint (ask (yard, "GET", "/v1/tables/party", access, NULL, NULL, NULL), ==, 401);
}

static void
test_failures (Yard          *yard,
               gconstpointer  data)
{
  for (int i = 0; i < 5; i++)
    g_assert_cmpuint (ask (yard, "POST", "/v1/session", NULL, NULL, "{\"name\":\"north-driver\",\"password\":\"a guess that fails\"}", NULL), ==, 401);
  g_assert_cmpuint (ask (yard, "POST", "/v1/session", NULL, NULL, "{\"name\":\"north-driver\",\"password\":\"a good password\"}", NULL), ==, 429);
}

static void
test_bodies (Yard          *yard,
             gconstpointer  data)
{
  static const char *const bad[] = { "", "[]", "{", "{\"name\":7}", "{\"name\":\"a\"}", "\xff\xfe", "{\"a\":[[[[[[[[[[[[]]]]]]]]]]]]}", "null" };
  g_autofree char *large = g_strnfill (100000, 'a');

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    for (const DrayRoute *route = dray_hub_routes; route->path != NULL; route++)
      if (g_str_equal (route->method, "POST")) {
        guint status = ask (yard, "POST", route->path, yard->tokens[0][0], "bad", bad[i], NULL);

        g_assert_cmpuint (status, >=, 400);
        g_assert_cmpuint (status, <, 500);
      }
  g_assert_cmpuint (ask (yard, "POST", "/v1/session", NULL, NULL, large, NULL), ==, 413);
  g_assert_cmpuint (ask (yard, "GET", "/v1/tables/party?limit=-1", yard->tokens[0][0], NULL, NULL, NULL), ==, 400);
  g_assert_cmpuint (ask (yard, "GET", "/v1/tables/party?nothing=1", yard->tokens[0][0], NULL, NULL, NULL), ==, 400);
  g_assert_cmpuint (ask (yard, "GET", "/v1/tables/order?priority.contains=3", yard->tokens[0][0], NULL, NULL, NULL), ==, 400);
  g_assert_cmpuint (ask (yard, "GET", "/v1/tables/party?name=%27%3B--", yard->tokens[0][0], NULL, NULL, NULL), ==, 200);
  g_assert_cmpuint (ask (yard, "GET", "/v1/tables/sqlite_master", yard->tokens[0][0], NULL, NULL, NULL), ==, 404);
  g_assert_cmpuint (ask (yard, "GET", "/health", NULL, NULL, NULL, NULL), ==, 200);
}

static void
test_trackers (Yard          *yard,
               gconstpointer  data)
{
  DrayInvitation what = { .tenant = yard->tenants[0], .name = "phone", .role = "device" };
  g_autofree char *token = NULL, *query = NULL, *json = NULL, *stale = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *iso = g_date_time_format_iso8601 (now);
  gint64 now_s = g_get_real_time () / G_USEC_PER_SEC;

  dray_id_parse (PARTY, &what.subject);
  token = dray_directory_add_tracker (dray_hub_get_directory (yard->hub), &what, NULL);
  query = g_strdup_printf ("/v1/devices/osmand?id=%s&lat=52.5&lon=13.4&timestamp=%" G_GINT64_FORMAT "&speed=10&bearing=90", token, now_s - 2);
  g_assert_cmpuint (ask (yard, "GET", query, NULL, NULL, NULL, NULL), ==, 200);
  json = g_strdup_printf ("{\"location\":{\"timestamp\":\"%s\",\"coords\":{\"latitude\":52.5001,\"longitude\":13.4,\"speed\":5.144,\"heading\":-1}}}", iso);
  g_assert_cmpuint (ask (yard, "POST", "/v1/devices/osmand", token, NULL, json, NULL), ==, 200);
  stale = g_strdup_printf ("{\"_type\":\"location\",\"lat\":52.5,\"lon\":13.4,\"tst\":%" G_GINT64_FORMAT ",\"vel\":30}", now_s - 100);
  g_assert_cmpuint (ask (yard, "POST", "/v1/devices/owntracks", token, NULL, stale, NULL), ==, 200);
  g_assert_cmpuint (dray_fix_lane_count (yard->hub->lane, DRAY_FIX_ACCEPTED), ==, 2);
  g_assert_cmpuint (dray_fix_lane_count (yard->hub->lane, DRAY_FIX_LATE), ==, 1);
  g_assert_cmpuint (ask (yard, "POST", "/v1/devices/owntracks", token, NULL, "{\"_type\":\"location\",\"lat\":91,\"lon\":13.4,\"tst\":1}", NULL), ==, 400);
  g_assert_cmpuint (ask (yard, "GET", "/v1/tables/party", token, NULL, NULL, NULL), ==, 403);
  g_assert_cmpuint (ask (yard, "POST", "/v1/operations/record.create", token, "x", "{}", NULL), ==, 403);
}

static void
operate (Yard       *yard,
         const char *operation,
         const char *body)
{
  g_autofree char *path = g_strconcat ("/v1/operations/", operation, NULL);
  g_autofree char *key = g_compute_checksum_for_string (G_CHECKSUM_SHA256, body, -1);
  g_autofree char *text = NULL;

  if (ask (yard, "POST", path, yard->tokens[0][0], key, body, &text) != 200)
    g_error ("%s: %s", operation, text);
}

#define RECORD(table, id, values) "{\"table\":\"" table "\",\"id\":\"" id "\",\"values\":{" values "}}"
#define ID(n) "01939000-0000-7000-8000-0000000000" n
#define CORNER(n, lon, lat) "{\"id\":\"" ID (n) "\",\"lon_e7\":" lon ",\"lat_e7\":" lat "}"

/* An area about 52.5 N 13.4 E, a truck that stands in it, and nobody who watches. */
static void
test_fences (Yard          *yard,
             gconstpointer  data)
{
  DrayInvitation what = { .tenant = yard->tenants[0], .name = "phone", .role = "device" };
  g_autofree char *token = NULL, *text = NULL;
  gint64 now_s = g_get_real_time () / G_USEC_PER_SEC;

  operate (yard, "record.create", RECORD ("site", ID ("01"), "\"name\":\"Yard\",\"kind\":\"depot\",\"lon_e7\":134000000,\"lat_e7\":525000000"));
  operate (yard, "record.create", RECORD ("truck", ID ("02"), "\"number\":\"7\",\"depot\":\"" ID ("01") "\",\"status\":\"ready\""));
  operate (yard, "record.create", RECORD ("fence", ID ("03"), "\"name\":\"Mill\",\"kind\":\"site\",\"active\":true"));
  operate (yard, "fence.reshape", "{\"fence\":\"" ID ("03") "\",\"rings\":[[" CORNER ("04", "133900000", "524900000") ","
           CORNER ("05", "134100000", "524900000") "," CORNER ("06", "134100000", "525100000") "," CORNER ("07", "133900000", "525100000") "]]}");
  dray_id_parse (ID ("02"), &what.subject);
  token = dray_directory_add_tracker (dray_hub_get_directory (yard->hub), &what, NULL);
  for (int i = 0; i < 500 && (text == NULL || strstr (text, "entered") == NULL); i++) {
    g_autofree char *query = g_strdup_printf ("/v1/devices/osmand?id=%s&lat=52.5&lon=13.4&timestamp=%" G_GINT64_FORMAT, token, now_s - 600 + i);

    g_assert_cmpuint (ask (yard, "GET", query, NULL, NULL, NULL, NULL), ==, 200);
    g_clear_pointer (&text, g_free);
    ask (yard, "GET", "/v1/tables/fence_event", yard->tokens[0][0], NULL, NULL, &text);
  }
  g_assert_nonnull (strstr (text, "entered"));
  g_assert_nonnull (strstr (text, ID ("02")));
}

static void
test_openapi (Yard          *yard,
              gconstpointer  data)
{
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *paths;

  ask (yard, "GET", "/v1/openapi.json", NULL, NULL, NULL, &text);
  node = dray_json_parse (text, -1, NULL, NULL);
  g_assert_nonnull (node);
  paths = dray_json_get_object (json_node_get_object (node), "paths", NULL);
  for (const DrayRoute *route = dray_hub_routes; route->path != NULL; route++)
    g_assert_true (dray_json_has (paths, route->path));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/hub/hub/" name, Yard, NULL, set_up, func, tear_down)
  ADD ("a-key-twice-is-one-operation-and-with-other-arguments-a-fork", test_idempotent);
  ADD ("rows-come-filtered-and-in-pages", test_pages);
  ADD ("no-row-leaks-to-any-role-or-tenant", test_no_leaks);
  ADD ("every-endpoint-asks-for-its-permission", test_endpoints);
  ADD ("a-foreign-row-cannot-be-touched", test_foreign_tenant);
  ADD ("a-refresh-token-twice-revokes-its-family", test_refresh);
  ADD ("five-failures-shut-the-door", test_failures);
  ADD ("a-bad-body-is-refused-and-nothing-falls", test_bodies);
  ADD ("phones-bring-fixes-in-their-own-units", test_trackers);
  ADD ("a-truck-in-a-fence-is-recorded-with-nobody-watching", test_fences);
  ADD ("the-document-names-every-endpoint", test_openapi);
  return g_test_run ();
}
