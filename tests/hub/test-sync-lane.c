/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* A hub and consoles' workspaces over real sockets. */

#include "dray-change.h"
#include "dray-fleet-schema.h"
#include "dray-hub.h"
#include "dray-password.h"
#include "dray-sync-line.h"
#include "dray-sync-login.h"
#include "dray-test-folder.h"
#include "dray-units.h"

#include <string.h>

#define N_CONSOLES 2

typedef struct {
  DrayWorkspace *workspace;
  DraySyncLine  *line;
  char          *access;
  char          *refresh;
} Console;

typedef struct {
  DrayTestFolder *folder;
  DrayHubConfig  *config;
  DraySchema     *schema;
  DrayHub        *hub;
  SoupSession    *session;
  DrayId          tenant;
  char           *url;
  Console         consoles[N_CONSOLES];
} Yard;

static void
start_hub (Yard *yard)
{
  g_autoptr (GError) error = NULL;

  yard->hub = dray_hub_new (yard->folder, yard->config, &error);
  g_assert_no_error (error);
  dray_directory_set_cost (dray_hub_get_directory (yard->hub), DRAY_PASSWORD_COST_TEST);
}

/* Listens from now on always at the same place. */
static void
open_doors (Yard *yard)
{
  g_autoptr (GError) error = NULL;

  dray_hub_start (yard->hub, &error);
  g_assert_no_error (error);
  g_free (yard->config->listen);
  yard->config->listen = g_strdup_printf ("127.0.0.1:%u", dray_hub_get_port (yard->hub));
  g_free (yard->url);
  yard->url = g_strconcat ("http://", yard->config->listen, NULL);
}

static void
make_tenant (Yard *yard)
{
  static const char *const names[][2] = { { "ada", "administrator" }, { "bea", "supervisor" }, { "dan", "driver" } };
  DrayDirectory *directory = dray_hub_get_directory (yard->hub);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  dray_directory_add_tenant (directory, "north", &yard->tenant, &error);
  g_assert_no_error (error);
  path = dray_hub_tenant_path (yard->folder, &yard->tenant);
  dray_store_close (dray_store_open (path, yard->schema, NULL, &error));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    DrayInvitation what = { .tenant = yard->tenant, .name = names[i][0], .role = names[i][1] };

    dray_directory_add_account (directory, &what, "a good password", &error);
    g_assert_no_error (error);
  }
}

static void
on_ready (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
open_console (Yard *yard,
              int   i)
{
  Console *console = &yard->consoles[i];
  g_autofree char *name = g_strdup_printf ("console-%d.dray", i);
  g_autofree char *path = dray_test_folder_path (yard->folder, name);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  dray_workspace_open_async (path, yard->schema, NULL, NULL, on_ready, &result);
  console->workspace = dray_workspace_open_finish (wait_for (&result), &error);
  g_assert_no_error (error);
}

static DraySyncTokens *
log_in (Yard       *yard,
        const char *name)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  DraySyncTokens *tokens;

  dray_sync_log_in_async (yard->session, yard->url, name, "a good password", NULL, on_ready, &result);
  tokens = dray_sync_tokens_finish (wait_for (&result), &error);
  g_assert_no_error (error);
  return tokens;
}

static void
join (Yard       *yard,
      int         i,
      const char *name)
{
  Console *console = &yard->consoles[i];
  g_autoptr (DraySyncTokens) tokens = log_in (yard, name);

  console->line = dray_sync_line_new (console->workspace, yard->url);
  dray_sync_line_set_tokens (console->line, tokens->access, tokens->refresh);
}

static void
set_up (Yard          *yard,
        gconstpointer  data)
{
  yard->folder = dray_test_folder_new ();
  yard->config = dray_hub_config_new ();
  g_free (yard->config->listen);
  yard->config->listen = g_strdup ("127.0.0.1:0");
  yard->schema = dray_fleet_schema_new (NULL);
  yard->session = soup_session_new ();
  start_hub (yard);
  make_tenant (yard);
  open_doors (yard);
  for (int i = 0; i < N_CONSOLES; i++)
    open_console (yard, i);
}

static void
tear_down (Yard          *yard,
           gconstpointer  data)
{
  for (int i = 0; i < N_CONSOLES; i++) {
    Console *console = &yard->consoles[i];

    if (console->line != NULL)
      dray_sync_line_stop (console->line);
    dray_workspace_close (console->workspace);
    while (g_main_context_iteration (NULL, FALSE))
      ;
    g_clear_object (&console->line);
    g_assert_finalize_object (console->workspace);
  }
  g_clear_object (&yard->session);
  g_clear_pointer (&yard->hub, dray_hub_free);
  dray_hub_config_free (yard->config);
  dray_schema_unref (yard->schema);
  dray_test_folder_remove (yard->folder);
  g_free (yard->url);
}

/* A party, named by its number. */
static void
make_party (Yard *yard,
            int   i,
            int   n)
{
  g_autofree char *arguments = g_strdup_printf ("{\"table\":\"party\",\"id\":\"01939000-0000-7000-8000-%012d\",\"values\":{\"name\":\"P%d\",\"kind\":\"customer\"}}", n, n);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  DrayIntent *intent = dray_intent_new_from_json (yard->schema, "record.create", arguments, &error);

  g_assert_no_error (error);
  dray_workspace_submit_async (yard->consoles[i].workspace, intent, NULL, on_ready, &result);

  g_autoptr (DrayReceipt) receipt = dray_workspace_submit_finish (yard->consoles[i].workspace, wait_for (&result), &error);

  g_assert_no_error (error);
}

static void
name_party (Yard       *yard,
            int         i,
            int         n,
            const char *name)
{
  g_autofree char *arguments = g_strdup_printf ("{\"table\":\"party\",\"id\":\"01939000-0000-7000-8000-%012d\",\"field\":\"name\",\"value\":\"%s\"}", n, name);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  DrayIntent *intent = dray_intent_new_from_json (yard->schema, "field.set", arguments, &error);

  g_assert_no_error (error);
  dray_workspace_submit_async (yard->consoles[i].workspace, intent, NULL, on_ready, &result);

  g_autoptr (DrayReceipt) receipt = dray_workspace_submit_finish (yard->consoles[i].workspace, wait_for (&result), &error);

  g_assert_no_error (error);
}

static void
read_hash (GTask        *task,
           gpointer      source,
           gpointer      data,
           GCancellable *cancellable)
{
  guint8 *hash = g_malloc0 (32);

  if (!dray_store_hash_state (dray_workspace_get_store (source, TRUE), FALSE, hash, NULL))
    memset (hash, 0xff, 32);
  g_task_return_pointer (task, hash, g_free);
}

static guint8 *
hash_console (Yard *yard,
              int   i)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GTask) task = g_task_new (yard->consoles[i].workspace, NULL, on_ready, &result);

  dray_workspace_run_async (yard->consoles[i].workspace, TRUE, task, read_hash);
  return g_task_propagate_pointer (G_TASK (wait_for (&result)), NULL);
}

static void
hash_hub (Yard   *yard,
          guint8  hash[32])
{
  g_autofree char *path = dray_hub_tenant_path (yard->folder, &yard->tenant);
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayStore) store = dray_store_open (path, yard->schema, &(DrayStoreOptions) { .read_only = TRUE }, &error);

  g_assert_no_error (error);
  g_assert_true (dray_store_hash_state (store, FALSE, hash, &error));
}

static gboolean
are_equal (Yard *yard)
{
  guint8 hub[32];

  hash_hub (yard, hub);
  for (int i = 0; i < N_CONSOLES; i++) {
    g_autofree guint8 *mine = hash_console (yard, i);

    if (memcmp (mine, hub, 32) != 0)
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_at_rest (Yard *yard)
{
  for (int i = 0; i < N_CONSOLES; i++) {
    const DraySyncStatus *status = dray_sync_line_get_status (yard->consoles[i].line);

    if (!status->is_caught_up || status->n_waiting > 0)
      return FALSE;
  }
  return are_equal (yard);
}

static gboolean
on_beat (gpointer data)
{
  int *n_left = data;

  *n_left -= 1;
  return G_SOURCE_CONTINUE;
}

/* Until the condition holds, at most 20 seconds. */
#define WAIT_UNTIL(condition) \
  G_STMT_START { \
    int n_left = 1000; \
    guint beat = g_timeout_add (20, on_beat, &n_left); \
    while (!(condition) && n_left > 0) \
      g_main_context_iteration (NULL, TRUE); \
    g_source_remove (beat); \
    g_assert_cmpint (n_left, >, 0); \
  } G_STMT_END

static void
switch_off (Yard     *yard,
            int       i,
            gboolean  is_off)
{
  dray_sync_line_set_switched_off (yard->consoles[i].line, is_off);
}

static void
test_two_consoles_edit_offline_and_meet (Yard          *yard,
                                         gconstpointer  data)
{
  make_party (yard, 0, 1);
  join (yard, 0, "ada");
  join (yard, 1, "bea");
  WAIT_UNTIL (is_at_rest (yard));
  switch_off (yard, 0, TRUE);
  switch_off (yard, 1, TRUE);
  for (int n = 10; n < 20; n++) {
    make_party (yard, 0, n);
    make_party (yard, 1, n + 100);
  }
  name_party (yard, 0, 1, "Mine");
  name_party (yard, 1, 1, "Yours");
  WAIT_UNTIL (dray_sync_line_get_status (yard->consoles[0].line)->n_waiting == 11);
  g_assert_cmpint (dray_sync_line_get_status (yard->consoles[0].line)->waiting_since_us, !=, DRAY_NEVER);
  g_assert_cmpint (dray_sync_line_get_status (yard->consoles[0].line)->state, ==, DRAY_SYNC_OFFLINE);
  switch_off (yard, 0, FALSE);
  switch_off (yard, 1, FALSE);
  WAIT_UNTIL (is_at_rest (yard));
}

static void
test_stopped_hub_is_caught_up_with_by_itself (Yard          *yard,
                                              gconstpointer  data)
{
  join (yard, 0, "ada");
  join (yard, 1, "bea");
  WAIT_UNTIL (is_at_rest (yard));
  g_clear_pointer (&yard->hub, dray_hub_free);
  WAIT_UNTIL (dray_sync_line_get_status (yard->consoles[0].line)->state == DRAY_SYNC_OFFLINE);
  make_party (yard, 0, 5);
  make_party (yard, 1, 6);
  start_hub (yard);
  open_doors (yard);
  WAIT_UNTIL (is_at_rest (yard));
}

static void
test_bad_token_asks_for_a_login (Yard          *yard,
                                 gconstpointer  data)
{
  Console *console = &yard->consoles[0];

  console->line = dray_sync_line_new (console->workspace, yard->url);
  dray_sync_line_set_tokens (console->line, "no token", NULL);
  WAIT_UNTIL (dray_sync_line_get_status (console->line)->needs_login);
  g_assert_cmpint (dray_sync_line_get_status (console->line)->state, ==, DRAY_SYNC_OFFLINE);
}

static void
test_role_that_may_not_read_is_turned_away (Yard          *yard,
                                            gconstpointer  data)
{
  join (yard, 0, "dan");
  WAIT_UNTIL (dray_sync_line_get_status (yard->consoles[0].line)->needs_login);
}

static void
on_tokens (DraySyncLine *line,
           const char   *access,
           const char   *refresh,
           int          *n)
{
  *n += 1;
}

static void
test_ended_token_is_refreshed (Yard          *yard,
                               gconstpointer  data)
{
  Console *console = &yard->consoles[0];
  g_autoptr (DraySyncTokens) tokens = log_in (yard, "ada");
  int n = 0;

  console->line = dray_sync_line_new (console->workspace, yard->url);
  g_signal_connect (console->line, "tokens", G_CALLBACK (on_tokens), &n);
  dray_sync_line_set_tokens (console->line, "ended", tokens->refresh);
  WAIT_UNTIL (dray_sync_line_get_status (console->line)->is_caught_up);
  g_assert_cmpint (n, ==, 1);
}

#define TEST(path, function) g_test_add (path, Yard, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST ("/hub/sync-lane/two-consoles-edit-offline-and-meet", test_two_consoles_edit_offline_and_meet);
  TEST ("/hub/sync-lane/stopped-hub-is-caught-up-with-by-itself", test_stopped_hub_is_caught_up_with_by_itself);
  TEST ("/hub/sync-lane/bad-token-asks-for-a-login", test_bad_token_asks_for_a_login);
  TEST ("/hub/sync-lane/role-that-may-not-read-is-turned-away", test_role_that_may_not_read_is_turned_away);
  TEST ("/hub/sync-lane/ended-token-is-refreshed", test_ended_token_is_refreshed);
  return g_test_run ();
}
