/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-bench-hub.h"
#include "dray-fleet-schema.h"
#include "dray-hub.h"
#include "dray-store.h"
#include "dray-test-folder.h"

#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_PARTIES 1024
#define SITE "01939000-0000-7000-8000-0000000000ff"

static guint16 port;
static DrayTestFolder *folder;
static pid_t hub_pid;
static char *administrator;
static GPtrArray *trackers;      /* (element-type utf8) */

static DrayId
make_id (const char *kind,
         int         i)
{
  return dray_id_derive (kind, &i, sizeof i);
}

DrayId
dray_bench_hub_party (int i)
{
  return make_id ("bench party", i % N_PARTIES);
}

static void
submit (DrayStore  *store,
        GPtrArray  *intents)
{
  g_autofree DrayReceipt **receipts = g_new0 (DrayReceipt *, intents->len + 1);
  g_autofree GError **refusals = g_new0 (GError *, intents->len + 1);
  g_autoptr (GError) error = NULL;

  if (!dray_store_submit_batch (store, NULL, (DrayIntent *const *) intents->pdata, (int) intents->len, receipts, refusals, &error))
    g_error ("%s", error->message);
  for (guint i = 0; i < intents->len; i++) {
    if (refusals[i] != NULL)
      g_error ("%s", refusals[i]->message);
    dray_receipt_free (receipts[i]);
  }
  g_ptr_array_set_size (intents, 0);
}

static void
add (DrayStore    *store,
     GPtrArray    *intents,
     const char   *table,
     const DrayId *id,
     const char   *values)
{
  DrayIntent *intent = dray_intent_new (dray_store_get_schema (store), "record.create");

  dray_intent_set_text (intent, "table", table);
  dray_intent_set_id (intent, "id", id);
  dray_intent_set_text (intent, "values", values);
  g_ptr_array_add (intents, intent);
  if (intents->len >= 200)
    submit (store, intents);
}

/* A fence of 24 corners, 300 m about its middle; the county is 100 km across. */
static void
add_fence (DrayStore *store,
           GPtrArray *intents,
           int        i)
{
  DrayId id = make_id ("bench fence", i);
  g_autoptr (GString) rings = g_string_new ("[[");
  DrayIntent *intent;

  add (store, intents, "fence", &id, "{\"name\":\"Area\",\"kind\":\"site\",\"active\":true}");
  for (int k = 0; k < 24; k++) {
    int key = 64 * i + k;
    DrayId vertex = make_id ("bench vertex", key);
    char text[DRAY_ID_TEXT_LENGTH + 1];

    dray_id_write (&vertex, text);
    g_string_append_printf (rings, "%s{\"id\":\"%s\",\"lon_e7\":%d,\"lat_e7\":%d}", k > 0 ? "," : "", text,
                            130000000 + i % 32 * 450000 + (int) (44000 * cos (k * G_PI / 12)),
                            520000000 + i / 32 * 280000 + (int) (27000 * sin (k * G_PI / 12)));
  }
  g_string_append (rings, "]]");
  intent = dray_intent_new (dray_store_get_schema (store), "fence.reshape");
  dray_intent_set_id (intent, "fence", &id);
  dray_intent_set_text (intent, "rings", rings->str);
  g_ptr_array_add (intents, intent);
}

static void
fill (DrayStore *store,
      int        n_trucks,
      int        n_fences)
{
  g_autoptr (GPtrArray) intents = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_intent_free);
  DrayId site;

  dray_id_parse (SITE, &site);
  add (store, intents, "site", &site, "{\"name\":\"Yard\",\"kind\":\"depot\",\"lon_e7\":130000000,\"lat_e7\":520000000}");
  for (int i = 0; i < n_trucks; i++) {
    DrayId id = make_id ("bench truck", i);
    g_autofree char *values = g_strdup_printf ("{\"number\":\"%d\",\"depot\":\"" SITE "\",\"status\":\"ready\"}", i);

    add (store, intents, "truck", &id, values);
  }
  for (int i = 0; i < N_PARTIES; i++) {
    DrayId id = dray_bench_hub_party (i);

    add (store, intents, "party", &id, "{\"name\":\"Mill\",\"kind\":\"customer\"}");
  }
  for (int i = 0; i < n_fences; i++)
    add_fence (store, intents, i);
  submit (store, intents);
}

static void
open_doors (DrayHub *hub,
            FILE    *out,
            int      n_trucks,
            int      n_fences)
{
  DrayDirectory *directory = dray_hub_get_directory (hub);
  g_autoptr (DraySchema) schema = dray_fleet_schema_new (NULL);
  g_autoptr (DrayStore) store = NULL;
  g_autofree char *path = NULL;
  g_auto (DrayTokens) tokens = { 0 };
  DrayInvitation what = { .name = "ada", .role = "administrator" };

  dray_directory_set_cost (directory, DRAY_PASSWORD_COST_TEST);
  if (!dray_directory_add_tenant (directory, "bench", &what.tenant, NULL) ||
      !dray_directory_add_account (directory, &what, "a good password", NULL) ||
      !dray_directory_log_in (directory, "ada", "a good password", &tokens, NULL))
    g_error ("no tenant");
  fprintf (out, "%s\n", tokens.access);
  path = dray_hub_tenant_path (folder, &what.tenant);
  store = dray_store_open (path, schema, NULL, NULL);
  fill (store, n_trucks, n_fences);
  for (int i = 0; i < n_trucks; i++) {
    g_autofree char *name = g_strdup_printf ("phone-%d", i);
    g_autofree char *token = NULL;

    what.name = name;
    what.role = "device";
    what.subject = make_id ("bench truck", i);
    token = dray_directory_add_tracker (directory, &what, NULL);
    fprintf (out, "%s\n", token);
  }
}

static void
run_hub (FILE *out,
         int   n_trucks,
         int   n_fences)
{
  g_autoptr (DrayHubConfig) config = dray_hub_config_new ();
  g_autoptr (GError) error = NULL;
  DrayHub *hub;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  g_free (config->listen);
  config->listen = g_strdup ("127.0.0.1:0");
  config->fixes_per_minute = 1000000;
  config->tenant_fixes_per_s = 1000000;
  config->writes_per_minute = 10000000;
  config->reads_per_minute = 10000000;
  config->handshakes = 20000;
  config->access_s = 86400;
  hub = dray_hub_new (folder, config, &error);
  if (hub != NULL)
    open_doors (hub, out, n_trucks, n_fences);
  if (hub == NULL || !dray_hub_start (hub, &error))
    g_error ("%s", error->message);
  fprintf (out, "%u\n", dray_hub_get_port (hub));
  fclose (out);
  g_main_loop_run (g_main_loop_new (NULL, FALSE));
}

static char *
read_line (FILE *in)
{
  char line[400];

  if (fgets (line, sizeof line, in) == NULL)
    g_error ("the hub didn't start");
  return g_strdup (g_strchomp (line));
}

/* Starts a hub with @n_trucks trucks, each with a tracker of its own, and @n_fences fences. */
void
dray_bench_hub_start (int n_trucks,
                      int n_fences)
{
  int ends[2];

  folder = dray_test_folder_new ();
  if (pipe2 (ends, O_CLOEXEC) != 0 || (hub_pid = fork ()) < 0)
    g_error ("no process");
  if (hub_pid == 0)
    run_hub (fdopen (ends[1], "w"), n_trucks, n_fences);
  close (ends[1]);

  FILE *in = fdopen (ends[0], "r");
  g_autofree char *text = NULL;

  administrator = read_line (in);
  trackers = g_ptr_array_new_with_free_func (g_free);
  for (int i = 0; i < n_trucks; i++)
    g_ptr_array_add (trackers, read_line (in));
  text = read_line (in);
  port = (guint16) atoi (text);
  fclose (in);
}

void
dray_bench_hub_stop (void)
{
  kill (hub_pid, SIGKILL);
  waitpid (hub_pid, NULL, 0);
  g_clear_pointer (&folder, dray_test_folder_remove);
  g_clear_pointer (&trackers, g_ptr_array_unref);
  g_clear_pointer (&administrator, g_free);
}

/* Processor time of the hub, all its threads together. */
double
dray_bench_hub_cpu_s (void)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", hub_pid);
  g_autofree char *text = NULL;
  unsigned long user = 0, system = 0;

  if (g_file_get_contents (path, &text, NULL, NULL))
    sscanf (strrchr (text, ')') + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
  return (double) (user + system) / (double) sysconf (_SC_CLK_TCK);
}

/* Its memory that is no file's, in bytes. */
double
dray_bench_hub_memory (void)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/status", hub_pid);
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents (path, &text, NULL, NULL) || (line = strstr (text, "RssAnon:")) == NULL)
    return 0;
  return 1024.0 * atof (line + 8);
}

const char *
dray_bench_hub_get_tracker (int truck)
{
  return trackers->pdata[truck % (int) trackers->len];
}

guint16
dray_bench_hub_get_port (void)
{
  return port;
}

const char *
dray_bench_hub_get_administrator (void)
{
  return administrator;
}
