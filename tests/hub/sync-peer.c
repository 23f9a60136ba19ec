/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* A console without a window, for tests with real processes: it follows a hub and edits at random, as fast as the timer beats.
 *
 *   sync-peer WORKSPACE URL NAME SEED      the password comes on the first line of standard input
 *
 * Behind that it obeys lines: "stop" ends the edits, "hash" asks for one line of answer, "state QUIET HEX", where QUIET is 1 when nothing
 * waits and everything that the hub said is here; at the end of input it ends. Each party that it has made, once that is committed
 * here, is a line "made ID". */

#include "dray-change.h"
#include "dray-fleet-schema.h"
#include "dray-sync-line.h"
#include "dray-sync-login.h"

#include <gio/gunixinputstream.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <signal.h>

#define EDIT_MS 10
#define LOGIN_AGAIN_MS 100
#define N_SHARED 20

typedef struct {
  GMainLoop        *loop;
  GDataInputStream *input;
  DraySchema       *schema;
  DrayWorkspace    *workspace;
  DraySyncLine     *line;
  SoupSession      *session;
  const char       *url;
  const char       *name;
  char             *password;
  DrayRandom        random;
  guint             edits;      /* source */
  guint             n_running;  /* operations */
} Peer;

static void
submit (Peer       *peer,
        const char *operation,
        const char *arguments,
        const char *made);

typedef struct {
  Peer *peer;
  char *made;     /* (nullable) */
} Edit;

static void
on_submitted (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  Edit *edit = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) receipt = dray_workspace_submit_finish (DRAY_WORKSPACE (source), result, &error);

  edit->peer->n_running--;
  if (receipt != NULL && edit->made != NULL) {
    printf ("made %s\n", edit->made);
    fflush (stdout);
  }
  g_free (edit->made);
  g_free (edit);
}

static void
submit (Peer       *peer,
        const char *operation,
        const char *arguments,
        const char *made)
{
  g_autoptr (GError) error = NULL;
  DrayIntent *intent = dray_intent_new_from_json (peer->schema, operation, arguments, &error);
  Edit *edit = g_new0 (Edit, 1);

  g_assert_no_error (error);
  edit->peer = peer;
  edit->made = g_strdup (made);
  peer->n_running++;
  dray_workspace_submit_async (peer->workspace, intent, NULL, on_submitted, edit);
}

/* One in three makes a party of its own; the others name one of those that all know, which may not be there yet. */
static gboolean
on_edit (gpointer data)
{
  Peer *peer = data;
  int choice = (int) dray_random_below (&peer->random, 3 * N_SHARED);
  DrayId id = choice < N_SHARED ? dray_id_derive ("shared", &choice, sizeof choice) : dray_id_new (g_get_real_time (), &peer->random);
  g_autofree char *text = dray_id_dup_text (&id), *arguments = NULL;

  if (peer->n_running > 8)
    return G_SOURCE_CONTINUE;
  if (choice >= N_SHARED && choice < 2 * N_SHARED) {
    arguments = g_strdup_printf ("{\"table\":\"party\",\"id\":\"%s\",\"values\":{\"name\":\"P\",\"kind\":\"customer\"}}", text);
    submit (peer, "record.create", arguments, text);
    return G_SOURCE_CONTINUE;
  }
  choice %= N_SHARED;
  id = dray_id_derive ("shared", &choice, sizeof choice);
  g_free (text);
  text = dray_id_dup_text (&id);
  if (dray_random_below (&peer->random, 4) == 0)
    arguments = g_strdup_printf ("{\"table\":\"party\",\"id\":\"%s\",\"values\":{\"name\":\"S\",\"kind\":\"customer\"}}", text);
  else
    arguments = g_strdup_printf ("{\"table\":\"party\",\"id\":\"%s\",\"field\":\"name\",\"value\":\"N%d\"}", text, (int) dray_random_below (&peer->random, 1000));
  submit (peer, strstr (arguments, "values") != NULL ? "record.create" : "field.set", arguments, NULL);
  return G_SOURCE_CONTINUE;
}

static void log_in (Peer *peer);

static gboolean
on_again (gpointer data)
{
  log_in (data);
  return G_SOURCE_REMOVE;
}

static void
on_tokens (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  Peer *peer = data;
  g_autoptr (DraySyncTokens) tokens = dray_sync_tokens_finish (result, NULL);

  if (tokens != NULL)
    dray_sync_line_set_tokens (peer->line, tokens->access, tokens->refresh);
  else
    g_timeout_add (LOGIN_AGAIN_MS, on_again, peer);
}

static void
log_in (Peer *peer)
{
  dray_sync_log_in_async (peer->session, peer->url, peer->name, peer->password, NULL, on_tokens, peer);
}

static void
read_hash (GTask        *task,
           gpointer      source,
           gpointer      data,
           GCancellable *cancellable)
{
  guint8 hash[32];
  g_autoptr (GString) text = g_string_new (NULL);

  if (!dray_store_hash_state (dray_workspace_get_store (source, TRUE), FALSE, hash, NULL))
    memset (hash, 0xff, sizeof hash);
  for (gsize i = 0; i < sizeof hash; i++)
    g_string_append_printf (text, "%02x", hash[i]);
  g_task_return_pointer (task, g_string_free (g_steal_pointer (&text), FALSE), g_free);
}

static void
on_hash (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  Peer *peer = data;
  const DraySyncStatus *status = dray_sync_line_get_status (peer->line);
  g_autofree char *hash = g_task_propagate_pointer (G_TASK (result), NULL);

  printf ("state %d %s\n", status->is_caught_up && status->n_waiting == 0 && peer->n_running == 0, hash);
  fflush (stdout);
}

static void
obey (Peer       *peer,
      const char *line)
{
  if (g_str_equal (line, "stop")) {
    g_clear_handle_id (&peer->edits, g_source_remove);
  } else if (g_str_equal (line, "hash")) {
    g_autoptr (GTask) task = g_task_new (peer->workspace, NULL, on_hash, peer);

    dray_workspace_run_async (peer->workspace, TRUE, task, read_hash);
  }
}

static void
on_line (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  Peer *peer = data;
  g_autofree char *line = g_data_input_stream_read_line_finish (peer->input, result, NULL, NULL);

  if (line == NULL) {
    g_main_loop_quit (peer->loop);
    return;
  }
  obey (peer, line);
  g_data_input_stream_read_line_async (peer->input, G_PRIORITY_DEFAULT, NULL, on_line, peer);
}

static void
on_open (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (GError) error = NULL;

  *(DrayWorkspace **) data = dray_workspace_open_finish (result, &error);
  g_assert_no_error (error);
}

static void
start (Peer       *peer,
       const char *path)
{
  dray_workspace_open_async (path, peer->schema, NULL, NULL, on_open, &peer->workspace);
  while (peer->workspace == NULL)
    g_main_context_iteration (NULL, TRUE);
  peer->line = dray_sync_line_new (peer->workspace, peer->url);
  log_in (peer);
  peer->edits = g_timeout_add (EDIT_MS, on_edit, peer);
  g_data_input_stream_read_line_async (peer->input, G_PRIORITY_DEFAULT, NULL, on_line, peer);
}

static void
finish (Peer *peer)
{
  g_clear_handle_id (&peer->edits, g_source_remove);
  dray_sync_line_stop (peer->line);
  dray_workspace_close (peer->workspace);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&peer->line);
  g_clear_object (&peer->workspace);
  g_clear_object (&peer->session);
  g_clear_object (&peer->input);
  dray_schema_unref (peer->schema);
  g_main_loop_unref (peer->loop);
  g_free (peer->password);
}

int
main (int    argc,
      char **argv)
{
  Peer peer = { 0 };
  g_autoptr (GInputStream) standard = g_unix_input_stream_new (0, FALSE);

  if (argc != 5) {
    fprintf (stderr, "usage: sync-peer WORKSPACE URL NAME SEED\n");
    return 2;
  }
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  peer.loop = g_main_loop_new (NULL, FALSE);
  peer.input = g_data_input_stream_new (standard);
  peer.schema = dray_fleet_schema_new (NULL);
  peer.session = soup_session_new ();
  peer.url = argv[2];
  peer.name = argv[3];
  peer.password = g_data_input_stream_read_line (peer.input, NULL, NULL, NULL);
  dray_random_init (&peer.random, g_ascii_strtoull (argv[4], NULL, 10));
  start (&peer, argv[1]);
  g_main_loop_run (peer.loop);
  finish (&peer);
  return 0;
}
