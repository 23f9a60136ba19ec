/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* Two engines, each with a folder of its own, and a hub: what the console is written against. */

#include "dray-change.h"
#include "dray-engine.h"
#include "dray-sync-login.h"
#include "dray-test-folder.h"
#include "dray-test-hub.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  DrayTestFolder *folder;
  DrayTestHub    *hub;
  DrayEngine     *engines[2];
  char           *folders[2];
  int             n_changed;
} Yard;

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
open_engine (Yard *yard,
             int   i)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  dray_engine_open_async (yard->folders[i], DRAY_ENGINE_DEFAULT, NULL, on_ready, &result);
  yard->engines[i] = dray_engine_open_finish (wait_for (&result), &error);
  g_assert_no_error (error);
}

static void
close_engine (Yard *yard,
              int   i)
{
  dray_engine_stop (yard->engines[i]);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&yard->engines[i]);
}

static void
set_up (Yard          *yard,
        gconstpointer  data)
{
  static const char *const people[] = { "ada", "administrator", NULL };

  yard->folder = dray_test_folder_new ();
  yard->hub = dray_test_hub_new (yard->folder, people);
  for (int i = 0; i < 2; i++) {
    g_autofree char *name = g_strdup_printf ("desk-%d", i);

    yard->folders[i] = dray_test_folder_path (yard->folder, name);
    g_mkdir (yard->folders[i], 0700);
    open_engine (yard, i);
  }
}

static void
tear_down (Yard          *yard,
           gconstpointer  data)
{
  for (int i = 0; i < 2; i++) {
    close_engine (yard, i);
    g_free (yard->folders[i]);
  }
  dray_test_hub_free (yard->hub);
  dray_test_folder_remove (yard->folder);
}

static void
join (Yard *yard,
      int   i)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DraySyncTokens) tokens = NULL;

  dray_sync_log_in_async (session, yard->hub->url, "ada", DRAY_TEST_PASSWORD, NULL, on_ready, &result);
  tokens = dray_sync_tokens_finish (wait_for (&result), &error);
  g_assert_no_error (error);
  dray_engine_join_hub (yard->engines[i], yard->hub->url, tokens->access, tokens->refresh);
}

static void
make_party (Yard *yard,
            int   i,
            int   n)
{
  g_autofree char *arguments = g_strdup_printf ("{\"table\":\"party\",\"id\":\"01939000-0000-7000-8000-%012d\",\"values\":{\"name\":\"P%d\",\"kind\":\"customer\"}}", n, n);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  DrayWorkspace *workspace = dray_engine_get_workspace (yard->engines[i]);

  dray_workspace_submit_async (workspace, dray_intent_new_from_json (yard->hub->schema, "record.create", arguments, NULL), NULL, on_ready, &result);

  g_autoptr (DrayReceipt) receipt = dray_workspace_submit_finish (workspace, wait_for (&result), &error);

  g_assert_no_error (error);
}

static gint64
count_parties (Yard *yard,
               int   i)
{
  g_autofree char *path = g_build_filename (yard->folders[i], "workspace.dray", NULL);
  g_autoptr (DrayDatabase) database = dray_database_open (path, DRAY_DATABASE_READ, NULL, NULL);
  gint64 n = -1;

  dray_database_get_integer (database, "SELECT count(*) FROM party", &n, NULL);
  return n;
}

static gboolean
is_quiet (Yard *yard,
          int   i)
{
  const DraySyncStatus *status = dray_engine_get_sync_status (yard->engines[i]);

  return status->is_caught_up && status->n_waiting == 0;
}

static void
on_sync_changed (DrayEngine *engine,
                 Yard       *yard)
{
  yard->n_changed++;
}

static void
test_engine_without_a_hub_has_no_state (Yard          *yard,
                                        gconstpointer  data)
{
  g_assert_null (dray_engine_get_hub (yard->engines[0]));
  g_assert_null (dray_engine_get_sync_status (yard->engines[0]));
}

static void
test_two_engines_work_offline_and_meet (Yard          *yard,
                                        gconstpointer  data)
{
  make_party (yard, 0, 1);
  g_signal_connect (yard->engines[0], "sync-changed", G_CALLBACK (on_sync_changed), yard);
  join (yard, 0);
  join (yard, 1);
  WAIT_UNTIL (is_quiet (yard, 0) && is_quiet (yard, 1) && count_parties (yard, 1) == 1);
  g_assert_cmpint (yard->n_changed, >, 0);
  dray_engine_set_offline (yard->engines[0], TRUE);
  dray_engine_set_offline (yard->engines[1], TRUE);
  for (int n = 10; n < 15; n++) {
    make_party (yard, 0, n);
    make_party (yard, 1, n + 10);
  }
  WAIT_UNTIL (dray_engine_get_sync_status (yard->engines[1])->n_waiting == 5);
  g_assert_true (dray_engine_get_sync_status (yard->engines[1])->is_switched_off);
  dray_engine_set_offline (yard->engines[1], FALSE);
  dray_engine_set_offline (yard->engines[0], FALSE);
  WAIT_UNTIL (is_quiet (yard, 0) && is_quiet (yard, 1) && count_parties (yard, 0) == 11 && count_parties (yard, 1) == 11);
}

static void
test_hub_is_remembered_and_its_tokens_are_not (Yard          *yard,
                                               gconstpointer  data)
{
  g_autofree char *path = g_build_filename (yard->folders[0], "hub.conf", NULL);
  g_autofree char *content = NULL;

  join (yard, 0);
  WAIT_UNTIL (is_quiet (yard, 0));
  dray_engine_set_offline (yard->engines[0], TRUE);
  close_engine (yard, 0);
  open_engine (yard, 0);
  g_assert_cmpstr (dray_engine_get_hub (yard->engines[0]), ==, yard->hub->url);
  g_assert_true (dray_engine_get_sync_status (yard->engines[0])->is_switched_off);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_null (strstr (content, "access"));
  g_assert_cmpuint (strlen (content), <, 80);
  join (yard, 0);
  WAIT_UNTIL (is_quiet (yard, 0));
}

/* What a keyring keeps is the refresh token alone. */
static void
test_refresh_token_alone_opens_the_line (Yard          *yard,
                                         gconstpointer  data)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DraySyncTokens) tokens = NULL;

  dray_sync_log_in_async (session, yard->hub->url, "ada", DRAY_TEST_PASSWORD, NULL, on_ready, &result);
  tokens = dray_sync_tokens_finish (wait_for (&result), &error);
  g_assert_no_error (error);
  join (yard, 0);
  WAIT_UNTIL (is_quiet (yard, 0));
  close_engine (yard, 0);
  open_engine (yard, 0);
  g_assert_cmpint (dray_engine_get_sync_status (yard->engines[0])->state, ==, DRAY_SYNC_OFFLINE);
  dray_engine_log_in (yard->engines[0], tokens->refresh);
  WAIT_UNTIL (is_quiet (yard, 0));
  make_party (yard, 0, 1);
  WAIT_UNTIL (is_quiet (yard, 0));
  dray_engine_log_in (yard->engines[0], "no token");
  dray_engine_set_offline (yard->engines[0], TRUE);
  dray_engine_set_offline (yard->engines[0], FALSE);
  WAIT_UNTIL (dray_engine_get_sync_status (yard->engines[0])->needs_login);
}

static char *
dup_others (Yard     *yard,
            int       i,
            gboolean *is_edited)
{
  DrayId id;

  g_assert_true (dray_id_parse ("01939000-0000-7000-8000-000000000001", &id));
  return dray_engine_dup_others (yard->engines[i], &id, is_edited);
}

static gboolean
sees (Yard       *yard,
      int         i,
      const char *names,
      gboolean    edited)
{
  gboolean is_edited = FALSE;
  g_autofree char *others = dup_others (yard, i, &is_edited);

  return g_strcmp0 (others, names) == 0 && is_edited == edited;
}

/* Who has a record open is seen by the others at once, by whoever joins later, and no longer than it is so. */
static void
test_others_are_seen_while_they_are_there (Yard          *yard,
                                           gconstpointer  data)
{
  const DrayTable *table = dray_schema_find_table (yard->hub->schema, "party");
  int here = 0;
  DrayId id;

  g_assert_true (dray_id_parse ("01939000-0000-7000-8000-000000000001", &id));
  make_party (yard, 0, 1);
  join (yard, 0);
  WAIT_UNTIL (is_quiet (yard, 0));
  dray_engine_set_place (yard->engines[0], &here, table, &id, FALSE);
  join (yard, 1);
  WAIT_UNTIL (sees (yard, 1, "ada", FALSE));
  dray_engine_set_place (yard->engines[0], &here, table, &id, TRUE);
  WAIT_UNTIL (sees (yard, 1, "ada", TRUE));
  g_assert_true (sees (yard, 0, NULL, FALSE));
  dray_engine_set_offline (yard->engines[0], TRUE);
  WAIT_UNTIL (sees (yard, 1, NULL, FALSE));
  dray_engine_set_offline (yard->engines[0], FALSE);
  WAIT_UNTIL (sees (yard, 1, "ada", TRUE));
  dray_engine_set_offline (yard->engines[1], TRUE);
  WAIT_UNTIL (sees (yard, 1, NULL, FALSE));
  dray_engine_set_offline (yard->engines[1], FALSE);
  WAIT_UNTIL (sees (yard, 1, "ada", TRUE));
  dray_engine_set_place (yard->engines[0], &here, NULL, NULL, FALSE);
  WAIT_UNTIL (sees (yard, 1, NULL, FALSE));
}

static void
name_party (Yard       *yard,
            int         i,
            const char *name)
{
  g_autofree char *arguments = g_strdup_printf ("{\"table\":\"party\",\"id\":\"01939000-0000-7000-8000-000000000001\",\"field\":\"name\",\"value\":\"%s\"}", name);
  g_autoptr (GAsyncResult) result = NULL;
  DrayWorkspace *workspace = dray_engine_get_workspace (yard->engines[i]);

  dray_workspace_submit_async (workspace, dray_intent_new_from_json (yard->hub->schema, "field.set", arguments, NULL), NULL, on_ready, &result);

  g_autoptr (DrayReceipt) receipt = dray_workspace_submit_finish (workspace, wait_for (&result), NULL);

  g_assert_nonnull (receipt);
}

/* Two consoles without a line write the same; both hear of it, and whoever settles it settles it for both. */
static void
test_conflict_reaches_both (Yard          *yard,
                            gconstpointer  data)
{
  make_party (yard, 0, 1);
  join (yard, 0);
  join (yard, 1);
  WAIT_UNTIL (is_quiet (yard, 0) && is_quiet (yard, 1) && count_parties (yard, 1) == 1);
  dray_engine_set_offline (yard->engines[0], TRUE);
  dray_engine_set_offline (yard->engines[1], TRUE);
  name_party (yard, 0, "First");
  name_party (yard, 1, "Later");
  dray_engine_set_offline (yard->engines[0], FALSE);
  WAIT_UNTIL (is_quiet (yard, 0));
  dray_engine_set_offline (yard->engines[1], FALSE);
  WAIT_UNTIL (dray_engine_get_sync_status (yard->engines[0])->n_conflicts == 1 && dray_engine_get_sync_status (yard->engines[1])->n_conflicts == 1);
}

#define TEST(path, function) g_test_add (path, Yard, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST ("/hub/sync-engine/engine-without-a-hub-has-no-state", test_engine_without_a_hub_has_no_state);
  TEST ("/hub/sync-engine/two-engines-work-offline-and-meet", test_two_engines_work_offline_and_meet);
  TEST ("/hub/sync-engine/hub-is-remembered-and-its-tokens-are-not", test_hub_is_remembered_and_its_tokens_are_not);
  TEST ("/hub/sync-engine/refresh-token-alone-opens-the-line", test_refresh_token_alone_opens_the_line);
  TEST ("/hub/sync-engine/others-are-seen-while-they-are-there", test_others_are_seen_while_they_are_there);
  TEST ("/hub/sync-engine/conflict-reaches-both", test_conflict_reaches_both);
  return g_test_run ();
}
