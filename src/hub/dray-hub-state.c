/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* What the hub tells of itself: to probes, to Prometheus, and the OpenAPI document that is made from the registries. */

#include "dray-fix-gate.h"
#include "dray-hub-private.h"
#include "dray-json.h"

#include <string.h>

/* GET /health, GET /live: the main loop turns */
void
dray_hub_get_health (DrayRequest *request)
{
  dray_request_answer (request, 200, "application/json", g_strdup_printf ("{\"status\":\"ok\",\"version\":\"%s\"}", PACKAGE_VERSION));
}

/* GET /ready: it takes work */
void
dray_hub_get_ready (DrayRequest *request)
{
  if (request->hub->is_draining)
    dray_request_fail (request, 503, "RETRY_AFTER", "shutting down");
  else
    dray_request_answer (request, 200, "application/json", g_strdup ("{\"status\":\"ready\"}"));
}

static void
put (GString    *to,
     const char *name,
     const char *type,
     const char *help,
     double      value)
{
  g_string_append_printf (to, "# HELP %s %s\n# TYPE %s %s\n%s ", name, help, name, type, name);
  dray_json_append_double (to, value);
  g_string_append_c (to, '\n');
}

static void
put_lane (DrayHub *hub,
          GString *to)
{
  g_string_append (to, "# HELP dray_fixes_total Fixes by what the gate said\n# TYPE dray_fixes_total counter\n");
  for (guint i = 0; i < DRAY_FIX_N_VERDICTS; i++) {
    g_autofree char *word = g_strdup (dray_fix_verdict_to_text ((DrayFixVerdict) i));

    g_strcanon (word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", '_');
    g_string_append_printf (to, "dray_fixes_total{verdict=\"%s\"} %" G_GUINT64_FORMAT "\n", word, dray_fix_lane_count (hub->lane, i));
  }
  put (to, "dray_fence_events_total", "counter", "What trucks did at fences", (double) dray_fix_lane_count_events (hub->lane));
  put (to, "dray_live_consoles", "gauge", "Consoles that watch trucks", dray_fix_lane_get_n_consoles (hub->lane));
}

static void
put_server (DrayHub *hub,
            GString *to)
{
  GHashTableIter iter;
  gpointer tenant;
  guint64 n_written = 0;
  guint n_sockets = 0, n_waiting = 0;

  g_hash_table_iter_init (&iter, hub->tenants);
  while (g_hash_table_iter_next (&iter, NULL, &tenant))
    n_written += dray_tenant_get_n_written (tenant);
  for (guint i = 0; i < hub->ios->len; i++)
    n_sockets += dray_io_get_n (hub->ios->pdata[i]);
  for (guint i = 0; i < hub->writers->len; i++)
    n_waiting += dray_desk_get_length (hub->writers->pdata[i]);
  put (to, "dray_uptime_seconds", "gauge", "Since the start", (double) ((g_get_monotonic_time () - hub->started_us) / G_USEC_PER_SEC));
  put (to, "dray_tenants", "gauge", "Tenants served", g_hash_table_size (hub->tenants));
  put (to, "dray_sockets", "gauge", "Open WebSockets", n_sockets);
  put (to, "dray_handshakes", "gauge", "Connections that are no WebSocket", (double) g_atomic_int_get (&hub->n_handshakes));
  put (to, "dray_sync_lines", "gauge", "Lines of sync", dray_sync_lane_get_n (hub->sync));
  put (to, "dray_http_requests_total", "counter", "HTTP requests", (double) hub->n_requests);
  put (to, "dray_http_refused_total", "counter", "Requests turned away, 4xx", (double) hub->n_refused);
  put (to, "dray_http_failed_total", "counter", "Requests that failed here, 5xx", (double) hub->n_failed);
  put (to, "dray_operations_total", "counter", "Operations decided", (double) n_written);
  put (to, "dray_unshipped_tenants", "gauge", "Tenants whose log can't be shipped", dray_hub_count_unshipped (hub));
  put (to, "dray_write_queue", "gauge", "Jobs that wait for a writing thread", n_waiting);
}

/* GET /metrics, from this machine or with the token of the settings */
void
dray_hub_get_metrics (DrayRequest *request)
{
  const char *wanted = request->hub->config->metrics_token;
  const char *given = soup_message_headers_get_one (soup_server_message_get_request_headers (request->message), "Authorization");
  g_autofree char *bearer = g_strconcat ("Bearer ", wanted, NULL);
  gboolean is_near = g_str_equal (request->address, "127.0.0.1") || g_str_equal (request->address, "::1");
  GString *to;

  if (*wanted == '\0' ? !is_near : g_strcmp0 (given, bearer) != 0) {
    dray_request_refuse (request, "no token for the metrics");
    dray_request_fail (request, 403, "FORBIDDEN", "not from here");
    return;
  }
  to = g_string_new (NULL);
  put_server (request->hub, to);
  put_lane (request->hub, to);
  dray_request_answer (request, 200, "text/plain; version=0.0.4", g_string_free (to, FALSE));
}

static const char *
schema_of (const DrayField *field)
{
  switch ((int) field->type) {
    case DRAY_FIELD_BOOLEAN:
      return "\"type\":\"boolean\"";
    case DRAY_FIELD_INTEGER:
      return "\"type\":\"integer\"";
    case DRAY_FIELD_REAL:
      return "\"type\":\"number\"";
    case DRAY_FIELD_JSON:
      return "\"description\":\"any JSON\"";
    default:
      return dray_field_get_kind (field) == DRAY_VALUE_INTEGER ? "\"type\":[\"integer\",\"string\"]" : "\"type\":\"string\"";
  }
}

static void
append_fields (const DrayField *fields,
               int              n_fields,
               GString         *to)
{
  g_string_append (to, "{\"type\":\"object\",\"properties\":{");
  for (int i = 0; i < n_fields; i++) {
    g_string_append_printf (to, "%s\"%s\":{%s", i > 0 ? "," : "", fields[i].name, schema_of (&fields[i]));
    for (int k = 0; fields[i].choices != NULL && fields[i].choices[k] != NULL; k++)
      g_string_append_printf (to, "%s\"%s\"", k == 0 ? ",\"enum\":[" : ",", fields[i].choices[k]);
    if (fields[i].choices != NULL)
      g_string_append_c (to, ']');
    if (fields[i].unit != NULL) {
      g_string_append (to, ",\"x-unit\":");
      dray_json_append_string (to, fields[i].unit);
    }
    if (fields[i].flags & DRAY_FIELD_PERSONAL)
      g_string_append (to, ",\"x-personal\":true");
    g_string_append_c (to, '}');
  }
  g_string_append (to, "}}");
}

static void
append_route (const DrayRoute *route,
              GString         *to)
{
  g_autofree char *method = g_ascii_strdown (route->method, -1);

  g_string_append_printf (to, "\"%s\":{\"summary\":", method);
  dray_json_append_string (to, route->summary);
  if (route->permission != NULL)
    g_string_append_printf (to, ",\"security\":[{\"bearer\":[]}],\"x-permission\":\"%s\"", route->permission);
  g_string_append (to, ",\"responses\":{\"default\":{\"description\":\"JSON\"}}}");
}

static void
append_paths (DraySchema *schema,
              GString    *to)
{
  gboolean is_first = TRUE;

  for (const DrayRoute *route = dray_hub_routes; route->path != NULL; route++) {
    gboolean is_same = !is_first && g_str_equal (route[-1].path, route->path);

    if (is_same)
      g_string_truncate (to, to->len - 1);
    g_string_append (to, is_first ? "" : ",");
    if (!is_same)
      g_string_append_printf (to, "\"%s\":{", route->path);
    append_route (route, to);
    g_string_append_c (to, '}');
    is_first = FALSE;
  }
  for (int i = 0; i < dray_schema_get_n_operations (schema); i++) {
    const DrayOperation *operation = dray_schema_get_operation (schema, i);

    g_string_append_printf (to, ",\"/v1/operations/%s\":{\"post\":{\"summary\":", operation->name);
    dray_json_append_string (to, operation->label != NULL ? operation->label : operation->name);
    g_string_append_printf (to, ",\"x-version\":%d,\"requestBody\":{\"content\":{\"application/json\":{\"schema\":", operation->version);
    append_fields (operation->arguments, operation->n_arguments, to);
    g_string_append (to, "}}},\"responses\":{\"default\":{\"description\":\"verdict, client, mid, seq\"}}}}");
  }
}

/* GET /v1/openapi.json */
void
dray_hub_get_openapi (DrayRequest *request)
{
  DraySchema *schema = request->hub->schema;
  GString *to = g_string_new ("{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"dray-hub\",\"version\":\"" PACKAGE_VERSION "\"},\"paths\":{");

  append_paths (schema, to);
  g_string_append (to, "},\"components\":{\"securitySchemes\":{\"bearer\":{\"type\":\"http\",\"scheme\":\"bearer\"}},\"schemas\":{");
  for (int i = 0; i < dray_schema_get_n_tables (schema); i++) {
    const DrayTable *table = dray_schema_get_table (schema, i);

    g_string_append_printf (to, "%s\"%s\":", i > 0 ? "," : "", table->name);
    append_fields (table->fields, table->n_fields, to);
  }
  dray_request_answer (request, 200, "application/json", g_string_free (g_string_append (to, "}}}"), FALSE));
}
