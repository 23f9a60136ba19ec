/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* dray-hub --data DIR [--listen ADDRESS:PORT] [--config FILE]       serves
 * dray-hub init --data DIR --tenant NAME --administrator NAME [--workspace FILE]     the password on standard input
 * dray-hub invite --data DIR --tenant NAME --name NAME --role ROLE [--subject ID] [--depot ID]
 * dray-hub tracker …  likewise, a write-only token of a phone tracker
 * dray-hub ledger --data DIR --tenant NAME                           its ledger, for drayctl ledger verify
 * dray-hub restore --from SHIPPED --data DIR [--at TIME]             a new data folder of what was shipped by then
 * dray-hub settings [--config FILE]                                  every setting with its meaning */

#include "dray-fleet-schema.h"
#include "dray-hub-restore.h"
#include "dray-hub.h"
#include "dray-ledger-book.h"
#include "dray-log.h"
#include "dray-store.h"
#include "dray-outbox.h"

#include <glib-unix.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <systemd/sd-daemon.h>

static struct {
  char *data, *listen, *config, *tenant, *administrator, *workspace, *name, *role, *subject, *depot, *from, *at;
} options;

static const GOptionEntry entries[] = {
  { "data", 0, 0, G_OPTION_ARG_FILENAME, &options.data, "The data folder", "DIR" },
  { "listen", 0, 0, G_OPTION_ARG_STRING, &options.listen, "Where to listen (127.0.0.1:8470)", "ADDRESS:PORT" },
  { "config", 0, 0, G_OPTION_ARG_FILENAME, &options.config, "Settings; see dray-hub settings", "FILE" },
  { "tenant", 0, 0, G_OPTION_ARG_STRING, &options.tenant, "The tenant's name", "NAME" },
  { "administrator", 0, 0, G_OPTION_ARG_STRING, &options.administrator, "Its first administrator", "NAME" },
  { "workspace", 0, 0, G_OPTION_ARG_FILENAME, &options.workspace, "Begins with a copy of this workspace", "FILE" },
  { "name", 0, 0, G_OPTION_ARG_STRING, &options.name, "Whom to invite", "NAME" },
  { "role", 0, 0, G_OPTION_ARG_STRING, &options.role, "What they may do", "ROLE" },
  { "subject", 0, 0, G_OPTION_ARG_STRING, &options.subject, "The driver or truck that it is", "ID" },
  { "depot", 0, 0, G_OPTION_ARG_STRING, &options.depot, "The depot that they work for", "ID" },
  { "from", 0, 0, G_OPTION_ARG_FILENAME, &options.from, "The folder that was shipped to", "DIR" },
  { "at", 0, 0, G_OPTION_ARG_STRING, &options.at, "The moment to restore, RFC 3339 (the last)", "TIME" },
  { NULL }
};

static gboolean
fail (GError     **error,
      const char  *message)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, message);
  return FALSE;
}

static DrayHubConfig *
load_config (GError **error)
{
  DrayHubConfig *config = options.config != NULL ? dray_hub_config_load (options.config, error) : dray_hub_config_new ();

  if (config != NULL && options.listen != NULL) {
    g_free (config->listen);
    config->listen = g_strdup (options.listen);
  }
  return config;
}

static DrayDirectory *
open_directory (const DraySigningKey  *key,
                GError               **error)
{
  g_autofree char *path = g_build_filename (options.data, "directory.db", NULL);

  return dray_directory_open (path, key, 900, 30, error);
}

static char *
read_password (GError **error)
{
  char line[1026];

  if (fgets (line, sizeof line, stdin) == NULL) {
    fail (error, "the password is read from standard input, one line");
    return NULL;
  }
  line[strcspn (line, "\r\n")] = '\0';
  return g_strdup (line);
}

/* Makes the tenant's file, new or a copy, and its hub the authority over it. */
static gboolean
make_file (const DrayId  *tenant,
           GError       **error)
{
  g_autofree char *path = dray_hub_tenant_path (options.data, tenant);
  g_autoptr (DraySchema) schema = dray_fleet_schema_new (error);
  g_autoptr (DrayStore) store = NULL;

  if (schema == NULL)
    return FALSE;
  if (options.workspace != NULL) {
    DrayStoreOptions reading = { .read_only = TRUE };
    g_autoptr (DrayStore) from = dray_store_open (options.workspace, schema, &reading, error);

    if (from == NULL || !dray_database_backup (dray_store_get_database (from), path, error))
      return FALSE;
  }
  store = dray_store_open (path, schema, NULL, error);
  return store != NULL && dray_store_set_authority (store, TRUE, error);
}

static gboolean
run_init (GError **error)
{
  g_autoptr (DraySigningKey) key = NULL;
  g_autoptr (DrayDirectory) directory = NULL;
  g_autofree char *password = NULL;
  DrayInvitation what = { .name = options.administrator, .role = "administrator" };

  if (options.data == NULL || options.tenant == NULL || options.administrator == NULL)
    return fail (error, "init needs --data, --tenant and --administrator");
  password = read_password (error);
  key = password != NULL ? dray_hub_load_key (options.data, error) : NULL;
  directory = key != NULL ? open_directory (key, error) : NULL;
  if (directory == NULL || !dray_directory_add_tenant (directory, options.tenant, &what.tenant, error) ||
      !dray_directory_add_account (directory, &what, password, error) || !make_file (&what.tenant, error))
    return FALSE;
  g_print ("The tenant %s is ready; %s is its administrator.\n", options.tenant, options.administrator);
  return TRUE;
}

static gboolean
find_tenant (DrayDirectory   *directory,
             DrayInvitation  *what,
             GError         **error)
{
  g_autoptr (GPtrArray) tenants = dray_directory_list_tenants (directory, error);

  for (guint i = 0; tenants != NULL && i < tenants->len; i++) {
    const DrayTenantEntry *entry = tenants->pdata[i];

    if (g_str_equal (entry->name, options.tenant)) {
      what->tenant = entry->id;
      return TRUE;
    }
  }
  return tenants != NULL ? fail (error, "there is no such tenant") : FALSE;
}

static gboolean
run_invite (gboolean   is_tracker,
            GError   **error)
{
  g_autoptr (DraySigningKey) key = NULL;
  g_autoptr (DrayDirectory) directory = NULL;
  g_autofree char *token = NULL;
  DrayInvitation what = { .name = options.name, .role = is_tracker ? "device" : options.role };

  if (options.data == NULL || options.tenant == NULL || options.name == NULL || what.role == NULL)
    return fail (error, "it needs --data, --tenant, --name and --role");
  if ((options.subject != NULL && !dray_id_parse (options.subject, &what.subject)) ||
      (options.depot != NULL && !dray_id_parse (options.depot, &what.depot)) || (is_tracker && options.subject == NULL))
    return fail (error, "--subject and --depot are ids; a tracker's subject is its truck");
  key = dray_hub_load_key (options.data, error);
  directory = key != NULL ? open_directory (key, error) : NULL;
  if (directory == NULL || !find_tenant (directory, &what, error))
    return FALSE;
  token = is_tracker ? dray_directory_add_tracker (directory, &what, error) : dray_directory_invite (directory, &what, 72, error);
  if (token != NULL)
    g_print ("%s\n", token);
  return token != NULL;
}

static gboolean
run_ledger (GError **error)
{
  g_autoptr (DraySigningKey) key = NULL;
  g_autoptr (DrayDirectory) directory = NULL;
  g_autoptr (DraySchema) schema = NULL;
  g_autoptr (DrayStore) store = NULL;
  g_autoptr (DrayLedgerBook) book = NULL;
  g_autofree char *path = NULL, *text = NULL;
  DrayStoreOptions reading = { .read_only = TRUE };
  DrayInvitation what = { 0 };

  if (options.data == NULL || options.tenant == NULL)
    return fail (error, "ledger needs --data and --tenant");
  key = dray_hub_load_key (options.data, error);
  directory = key != NULL ? open_directory (key, error) : NULL;
  if (directory == NULL || !find_tenant (directory, &what, error))
    return FALSE;
  path = dray_hub_tenant_path (options.data, &what.tenant);
  schema = dray_fleet_schema_new (error);
  store = schema != NULL ? dray_store_open (path, schema, &reading, error) : NULL;
  book = store != NULL ? dray_ledger_book_open (path, &what.tenant, key, error) : NULL;
  text = book != NULL ? dray_ledger_book_export (book, store, error) : NULL;
  if (text == NULL)
    return FALSE;
  return fputs (text, stdout) >= 0 && fflush (stdout) == 0 ? TRUE : fail (error, "the ledger can't be written");
}

static gboolean
run_restore (GError **error)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) at = options.at != NULL ? g_date_time_new_from_iso8601 (options.at, utc) : NULL, reached = NULL;
  g_autofree char *text = NULL;
  gint64 until_us = G_MAXINT64, reached_us, began_us = g_get_monotonic_time ();

  if (options.from == NULL || options.data == NULL || (options.at != NULL && at == NULL))
    return fail (error, "restore needs --from and --data, and --at is a time as 2026-11-20T08:30:00Z");
  if (at != NULL)
    until_us = g_date_time_to_unix (at) * G_USEC_PER_SEC + g_date_time_get_microsecond (at);
  if (!dray_hub_restore (options.from, options.data, until_us, &reached_us, error))
    return FALSE;
  reached = g_date_time_new_from_unix_utc (reached_us / G_USEC_PER_SEC);
  text = g_date_time_format (reached, "%Y-%m-%dT%H:%M:%S");
  g_print ("restored to %s as of %s.%06dZ in %.3f s\n", options.data, text, (int) (reached_us % G_USEC_PER_SEC),
           (double) (g_get_monotonic_time () - began_us) / G_USEC_PER_SEC);
  return TRUE;
}

typedef struct {
  DrayHub   *hub;
  GMainLoop *loop;
} Service;

static gboolean
on_drained (gpointer data)
{
  g_main_loop_quit (((Service *) data)->loop);
  return G_SOURCE_REMOVE;
}

static gboolean
on_terminate (gpointer data)
{
  Service *service = data;

  sd_notify (0, "STOPPING=1\nSTATUS=Draining");
  dray_hub_drain (service->hub, on_drained, service);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_watchdog (gpointer data)
{
  sd_notify (0, "WATCHDOG=1");
  return G_SOURCE_CONTINUE;
}

/* As many open files as the system grants: a socket each. */
static void
raise_files (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
}

static gboolean
run_serve (GError **error)
{
  g_autoptr (DrayHubConfig) config = load_config (error);
  g_autoptr (DrayHub) hub = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Service service = { NULL, loop };

  if (config == NULL)
    return FALSE;
  if (options.data == NULL)
    return fail (error, "where to? --data DIR");
  raise_files ();
  hub = dray_hub_new (options.data, config, error);
  if (hub == NULL || !dray_hub_start (hub, error))
    return FALSE;
  service.hub = hub;
  g_unix_signal_add (SIGTERM, on_terminate, &service);
  g_unix_signal_add (SIGINT, on_terminate, &service);
  g_timeout_add_seconds (10, on_watchdog, NULL);
  g_print ("listening on port %u\n", dray_hub_get_port (hub));
  sd_notify (0, "READY=1\nSTATUS=Serving");
  g_main_loop_run (loop);
  return TRUE;
}

static gboolean
run (const char  *verb,
     GError     **error)
{
  if (verb == NULL)
    return run_serve (error);
  if (g_str_equal (verb, "init"))
    return run_init (error);
  if (g_str_equal (verb, "invite") || g_str_equal (verb, "tracker"))
    return run_invite (g_str_equal (verb, "tracker"), error);
  if (g_str_equal (verb, "ledger"))
    return run_ledger (error);
  if (g_str_equal (verb, "restore"))
    return run_restore (error);
  if (g_str_equal (verb, "settings")) {
    g_autoptr (DrayHubConfig) config = load_config (error);
    g_autofree char *text = config != NULL ? dray_hub_config_print (config) : NULL;

    g_print ("%s", text != NULL ? text : "");
    return text != NULL;
  }
  return fail (error, "there is no such verb: init, invite, tracker, ledger, restore, settings, or none to serve");
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("[init|invite|tracker|ledger|restore|settings] – the hub of Dray");
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  setvbuf (stdout, NULL, _IOLBF, 0);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || !dray_log_init (g_getenv ("DRAY_LOG"), &error) ||
      !run (argc > 1 ? argv[1] : NULL, &error)) {
    g_printerr ("dray-hub: %s\n", error->message);
    return 1;
  }
  return 0;
}
