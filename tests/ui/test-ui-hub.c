/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-test-ui.h"

#include "dray-conflicts-window.h"
#include "dray-join-hub.h"
#include "dray-record-notice.h"
#include "dray-settings.h"
#include "dray-sync-login.h"
#include "dray-test-folder.h"
#include "dray-test-hub.h"
#include "dray-window-private.h"

#include <gdk/gdkkeysyms.h>
#include <glib/gstdio.h>
#include <string.h>

/* A window on an empty workspace, a hub on loopback, and another console behind the same hub. */

typedef struct {
  DrayTestFolder *folder;
  DrayTestHub    *hub;
  DrayEngine     *engine;
  DrayEngine     *other;
  DrayWindow     *window;
} Scene;

static void
on_open (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (GError) error = NULL;

  *(DrayEngine **) data = dray_engine_open_finish (result, &error);
  g_assert_no_error (error);
}

static DrayEngine *
open_engine (Scene      *scene,
             const char *name)
{
  g_autofree char *path = dray_test_folder_path (scene->folder, name);
  DrayEngine *engine = NULL;

  g_mkdir (path, 0700);
  dray_engine_open_async (path, DRAY_ENGINE_DEFAULT, NULL, on_open, &engine);
  while (engine == NULL)
    g_main_context_iteration (NULL, TRUE);
  return engine;
}

static void
set_up (Scene         *scene,
        gconstpointer  data)
{
  static const char *const people[] = { "ada", "administrator", "bob", "supervisor", NULL };
  g_autoptr (GSettings) settings = dray_settings_new (DRAY_SETTINGS_ID, NULL, NULL);
  g_autoptr (GSettings) window_settings = dray_settings_new (DRAY_WINDOW_SETTINGS_ID, "/org/dray/Dray/windows/9/", NULL);

  scene->folder = dray_test_folder_new ();
  scene->hub = dray_test_hub_new (scene->folder, people);
  scene->engine = open_engine (scene, "desk");
  scene->other = open_engine (scene, "other");
  g_settings_set_boolean (window_settings, "maximized", FALSE);
  g_settings_set_string (window_settings, "view", "fleet");
  scene->window = g_object_ref (dray_window_new (dray_test_ui_get_application (), settings, window_settings));
  dray_window_set_engine (scene->window, scene->engine);
  dray_test_ui_show (GTK_WINDOW (scene->window), 1300, 800);
}

static void
close_engine (DrayEngine *engine)
{
  dray_engine_stop (engine);
  dray_test_ui_spin (50);
  g_assert_finalize_object (engine);
}

static void
tear_down (Scene         *scene,
           gconstpointer  data)
{
  gtk_window_close (GTK_WINDOW (scene->window));
  dray_test_ui_spin (50);
  g_assert_finalize_object (g_steal_pointer (&scene->window));
  close_engine (g_steal_pointer (&scene->engine));
  close_engine (g_steal_pointer (&scene->other));
  dray_test_hub_free (scene->hub);
  dray_test_folder_remove (scene->folder);
}

static GtkWidget *
find_dialog (Scene *scene,
             GType  type)
{
  for (GList *at = gtk_application_get_windows (dray_test_ui_get_application ()); at != NULL; at = at->next) {
    if (G_TYPE_CHECK_INSTANCE_TYPE (at->data, type))
      return at->data;
  }
  g_autoptr (GListModel) all = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (all); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (all, i);

    if (G_TYPE_CHECK_INSTANCE_TYPE (window, type))
      return window;
  }
  return NULL;
}

static const char *
get_text (Scene *scene)
{
  return gtk_label_get_text (scene->window->sync_text);
}

static gboolean
is_caught_up (gpointer engine)
{
  const DraySyncStatus *status = dray_engine_get_sync_status (engine);

  return status != NULL && status->is_caught_up && status->n_waiting == 0;
}

static gboolean
says_sent (gpointer scene)
{
  return g_str_equal (get_text (scene), "Everything sent");
}

static gboolean
says_waiting (gpointer scene)
{
  return g_str_has_suffix (get_text (scene), ", 1 change waiting");
}

static gboolean
has_no_dialog (gpointer scene)
{
  return find_dialog (scene, DRAY_TYPE_JOIN_HUB) == NULL;
}

static gboolean
shows_trouble (gpointer dialog)
{
  return *dray_join_hub_get_trouble (dialog) != '\0';
}

/* Opens the header's menu and takes its @n-th item, by the keys that a person would use. */
static void
take_from_menu (Scene *scene,
                int    n)
{
  dray_test_ui_click (scene->window->sync, gtk_widget_get_width (scene->window->sync) / 2, gtk_widget_get_height (scene->window->sync) / 2);
  dray_test_ui_spin (300);
  for (int i = 0; i < n; i++)
    dray_test_ui_key (GDK_KEY_Down, FALSE);
  dray_test_ui_key (GDK_KEY_Return, FALSE);
  dray_test_ui_key (GDK_KEY_Escape, FALSE);
  dray_test_ui_spin (300);
}

static DrayJoinHub *
open_join (Scene *scene)
{
  DrayJoinHub *dialog;

  gtk_widget_activate_action (GTK_WIDGET (scene->window), "win.join-hub", NULL);
  dialog = DRAY_JOIN_HUB (find_dialog (scene, DRAY_TYPE_JOIN_HUB));
  g_assert_nonnull (dialog);
  dray_test_ui_show (GTK_WINDOW (dialog), 480, 400);
  return dialog;
}

static void
join (Scene      *scene,
      const char *password)
{
  DrayJoinHub *dialog = open_join (scene);

  dray_join_hub_fill (dialog, scene->hub->url, "ada", "");
  dray_test_ui_key (GDK_KEY_Tab, FALSE);
  dray_test_ui_key (GDK_KEY_Tab, FALSE);
  dray_test_ui_type (password);
  dray_test_ui_key (GDK_KEY_Return, FALSE);
}

static void
on_tokens (GObject      *source,
           GAsyncResult *result,
           gpointer      tokens)
{
  g_autoptr (GError) error = NULL;

  *(DraySyncTokens **) tokens = dray_sync_tokens_finish (result, &error);
  g_assert_no_error (error);
}

static void
join_other (Scene *scene)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (DraySyncTokens) tokens = NULL;

  dray_sync_log_in_async (session, scene->hub->url, "bob", DRAY_TEST_PASSWORD, NULL, on_tokens, &tokens);
  while (tokens == NULL)
    g_main_context_iteration (NULL, TRUE);
  dray_engine_join_hub (scene->other, scene->hub->url, tokens->access, tokens->refresh);
  g_assert_true (dray_test_ui_wait (is_caught_up, scene->other, 10000));
}

static void
on_submitted (GObject      *source,
              GAsyncResult *result,
              gpointer      done)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) receipt = dray_workspace_submit_finish (DRAY_WORKSPACE (source), result, &error);

  g_assert_no_error (error);
  *(gboolean *) done = TRUE;
}

static void
submit (Scene      *scene,
        DrayEngine *engine,
        const char *operation,
        const char *arguments)
{
  DrayWorkspace *workspace = dray_engine_get_workspace (engine);
  g_autoptr (GError) error = NULL;
  DrayIntent *intent = dray_intent_new_from_json (scene->hub->schema, operation, arguments, &error);
  gboolean done = FALSE;

  g_assert_no_error (error);
  dray_workspace_submit_async (workspace, intent, NULL, on_submitted, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

/* The name of the party made below, as a console holds it; empty where it has none. */
static char *
read_name (DrayEngine *engine)
{
  g_autofree char *path = g_build_filename (dray_engine_get_folder (engine), "workspace.dray", NULL);
  g_autoptr (DrayDatabase) database = dray_database_open (path, DRAY_DATABASE_READ, NULL, NULL);
  g_autoptr (DrayStatement) select = dray_database_prepare (database, "SELECT name FROM party", NULL);
  gboolean has_row = FALSE;

  if (!dray_statement_step (select, &has_row, NULL) || !has_row)
    return g_strdup ("");
  return g_strdup (dray_statement_get_text (select, 0));
}

static gboolean
has_heard (gpointer engine)
{
  g_autofree char *name = read_name (engine);

  return g_str_equal (name, "Mill and Sons");
}

static void
keep_pictures (GtkWidget  *window,
               const char *name)
{
  static const AdwColorScheme schemes[] = { ADW_COLOR_SCHEME_FORCE_DARK, ADW_COLOR_SCHEME_FORCE_LIGHT };

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++) {
    g_autofree char *path = g_strdup_printf ("hub-%s-%s", name, i == 0 ? "dark" : "light");

    adw_style_manager_set_color_scheme (adw_style_manager_get_default (), schemes[i]);
    dray_test_ui_spin (300);
    dray_test_ui_keep_picture (window, path);
  }
}

#define PARTY "\"table\":\"party\",\"id\":\"01939000-0000-7000-8000-000000000001\""

static void
test_day_offline (Scene         *scene,
                  gconstpointer  data)
{
  g_assert_cmpstr (get_text (scene), ==, "Kept on this machine");
  submit (scene, scene->engine, "record.create", "{" PARTY ",\"values\":{\"name\":\"Mill\",\"kind\":\"customer\"}}");
  join_other (scene);
  join (scene, DRAY_TEST_PASSWORD);
  g_assert_true (dray_test_ui_wait (has_no_dialog, scene, 10000));
  g_assert_true (dray_test_ui_wait (says_sent, scene, 10000));
  dray_test_ui_show (GTK_WINDOW (scene->window), 1300, 800);
  keep_pictures (GTK_WIDGET (scene->window), "sent");

  take_from_menu (scene, 0);
  g_assert_true (dray_engine_get_sync_status (scene->engine)->is_switched_off);
  submit (scene, scene->engine, "field.set", "{" PARTY ",\"field\":\"name\",\"value\":\"Mill and Sons\"}");
  g_assert_true (dray_test_ui_wait (says_waiting, scene, 5000));
  g_assert_true (g_str_has_prefix (get_text (scene), "Offline since "));
  keep_pictures (GTK_WIDGET (scene->window), "offline");

  gtk_widget_activate_action (GTK_WIDGET (scene->window), "win.offline", NULL);
  g_assert_false (dray_engine_get_sync_status (scene->engine)->is_switched_off);
  g_assert_true (dray_test_ui_wait (says_sent, scene, 10000));
  g_assert_true (dray_test_ui_wait (is_caught_up, scene->engine, 10000));
  g_assert_true (dray_test_ui_wait (has_heard, scene->other, 10000));
}

static void
set_name (Scene      *scene,
          DrayEngine *engine,
          const char *name)
{
  g_autofree char *arguments = g_strdup_printf ("{" PARTY ",\"field\":\"name\",\"value\":\"%s\"}", name);

  submit (scene, engine, "field.set", arguments);
}

static gboolean
says_conflict (gpointer scene)
{
  return g_str_equal (get_text (scene), "1 conflict");
}

static gboolean
has_choice (gpointer window)
{
  return dray_conflicts_window_get_choice (window, 0, FALSE) != NULL;
}

static gboolean
has_no_choice (gpointer window)
{
  return dray_conflict_book_get_n (dray_conflicts_window_get_book (window)) == 0;
}

static gboolean
is_first_here (gpointer engine)
{
  g_autofree char *name = read_name (engine);

  return g_str_equal (name, "First");
}

static void
click_middle (GtkWidget *widget)
{
  dray_test_ui_click (widget, gtk_widget_get_width (widget) / 2.0, gtk_widget_get_height (widget) / 2.0);
}

/* Both name one customer without a line; in the window somebody takes what was written first. */
static void
test_conflict (Scene         *scene,
               gconstpointer  data)
{
  DrayConflictsWindow *window;

  submit (scene, scene->engine, "record.create", "{" PARTY ",\"values\":{\"name\":\"Mill\",\"kind\":\"customer\"}}");
  join (scene, DRAY_TEST_PASSWORD);
  g_assert_true (dray_test_ui_wait (says_sent, scene, 20000));
  join_other (scene);
  dray_engine_set_offline (scene->engine, TRUE);
  set_name (scene, scene->engine, "Later");
  set_name (scene, scene->other, "First");
  g_assert_true (dray_test_ui_wait (is_caught_up, scene->other, 20000));
  dray_engine_set_offline (scene->engine, FALSE);
  g_assert_true (dray_test_ui_wait (says_conflict, scene, 20000));
  dray_test_ui_show (GTK_WINDOW (scene->window), 1300, 800);
  gtk_widget_activate_action (GTK_WIDGET (scene->window), "win.conflicts", "s", "");
  window = DRAY_CONFLICTS_WINDOW (find_dialog (scene, DRAY_TYPE_CONFLICTS_WINDOW));
  dray_test_ui_show (GTK_WINDOW (window), 900, 560);
  g_assert_true (dray_test_ui_wait (has_choice, window, 10000));
  dray_test_ui_spin (500);
  click_middle (dray_conflicts_window_get_choice (window, 0, FALSE));
  keep_pictures (GTK_WIDGET (window), "conflict");
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (dray_conflicts_window_get_choice (window, 0, FALSE))));
  click_middle (dray_conflicts_window_get_settle (window));
  g_assert_true (dray_test_ui_wait (has_no_choice, window, 10000));
  g_assert_true (dray_test_ui_wait (is_first_here, scene->engine, 10000));
  g_assert_true (dray_test_ui_wait (is_first_here, scene->other, 20000));
  g_assert_true (dray_test_ui_wait (says_sent, scene, 10000));
  gtk_window_close (GTK_WINDOW (window));
  dray_test_ui_spin (100);
}

typedef struct {
  DrayRecordNotice *notice;
  const char       *words;
} Expected;

static gboolean
says_others (gpointer data)
{
  const Expected *expected = data;

  return g_str_equal (dray_record_notice_get_others (expected->notice), expected->words);
}

/* The notice stands above every form; here it stands alone. */
static void
test_presence (Scene         *scene,
               gconstpointer  data)
{
  const DrayTable *table = dray_schema_find_table (scene->hub->schema, "party");
  GtkWidget *window = g_object_ref_sink (adw_window_new ());
  Expected expected = { .notice = g_object_new (DRAY_TYPE_RECORD_NOTICE, NULL) };
  int there = 0;
  DrayId id;

  g_assert_true (dray_id_parse ("01939000-0000-7000-8000-000000000001", &id));
  join (scene, DRAY_TEST_PASSWORD);
  g_assert_true (dray_test_ui_wait (says_sent, scene, 20000));
  join_other (scene);
  dray_record_notice_set_engine (expected.notice, scene->engine);
  adw_window_set_content (ADW_WINDOW (window), GTK_WIDGET (expected.notice));
  dray_test_ui_show (GTK_WINDOW (window), 400, 200);
  dray_record_notice_show (expected.notice, table, &id, FALSE);
  dray_engine_set_place (scene->other, &there, table, &id, FALSE);
  expected.words = "bob is looking at this";
  g_assert_true (dray_test_ui_wait (says_others, &expected, 20000));
  dray_engine_set_place (scene->other, &there, table, &id, TRUE);
  expected.words = "bob is editing this";
  g_assert_true (dray_test_ui_wait (says_others, &expected, 20000));
  keep_pictures (window, "presence");
  dray_engine_set_offline (scene->engine, TRUE);
  expected.words = "";
  g_assert_true (dray_test_ui_wait (says_others, &expected, 20000));
  gtk_window_destroy (GTK_WINDOW (window));
  dray_test_ui_spin (50);
  g_assert_finalize_object (window);
}

static void
test_refusals (Scene         *scene,
               gconstpointer  data)
{
  DrayJoinHub *dialog;

  join (scene, "a wrong password");
  dialog = DRAY_JOIN_HUB (find_dialog (scene, DRAY_TYPE_JOIN_HUB));
  g_assert_true (dray_test_ui_wait (shows_trouble, dialog, 10000));
  keep_pictures (GTK_WIDGET (dialog), "wrong-password");
  g_assert_cmpstr (dray_join_hub_get_trouble (dialog), ==, "The hub does not know this user and password.");
  dray_join_hub_fill (dialog, "http://hub.example:8470", "ada", DRAY_TEST_PASSWORD);
  dray_join_hub_start (dialog);
  g_assert_nonnull (strstr (dray_join_hub_get_trouble (dialog), "https"));
  dray_join_hub_fill (dialog, "http://127.0.0.1:1", "ada", DRAY_TEST_PASSWORD);
  dray_join_hub_start (dialog);
  g_assert_true (dray_test_ui_wait (shows_trouble, dialog, 10000));
  g_assert_true (g_str_has_prefix (dray_join_hub_get_trouble (dialog), "The hub did not answer"));
  g_assert_null (dray_engine_get_hub (scene->engine));
  gtk_window_close (GTK_WINDOW (dialog));
  dray_test_ui_spin (100);
}

#define TEST(path, function) g_test_add (path, Scene, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  int failed;

  if (!dray_test_ui_init (&argc, &argv))
    return 0;
  TEST ("/ui/hub/work-done-offline-is-sent-when-the-switch-is-turned-back", test_day_offline);
  TEST ("/ui/hub/conflict-is-settled-side-by-side", test_conflict);
  TEST ("/ui/hub/whoever-else-edits-is-named", test_presence);
  TEST ("/ui/hub/what-is-wrong-stands-in-the-dialog", test_refusals);
  failed = g_test_run ();
  dray_test_ui_finish ();
  return failed;
}
