/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-test-ui.h"

#include "dray-broadcast.h"
#include "dray-demo.h"
#include "dray-message.h"
#include "dray-messages-view.h"
#include "dray-settings.h"
#include "dray-shortcuts.h"
#include "dray-test-folder.h"
#include "dray-window.h"

#include <gdk/gdkkeysyms.h>

/* Threads with the drivers of a small demo, made once; the simulated day stands still, so that nobody answers. */

typedef struct {
  DrayEngine       *engine;
  DrayWindow       *window;
  DrayMessagesView *view;
} Scene;

static DrayTestFolder *folder;
static char *demo;

static void
on_open (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (GError) error = NULL;

  *(DrayEngine **) data = dray_engine_open_finish (result, &error);
  g_assert_no_error (error);
}

static gboolean
has_threads (gpointer list)
{
  return gtk_list_box_get_row_at_index (list, 1) != NULL;
}

static void
set_up (Scene         *scene,
        gconstpointer  data)
{
  g_autoptr (GSettings) settings = dray_settings_new (DRAY_SETTINGS_ID, NULL, NULL);
  g_autoptr (GSettings) window_settings = dray_settings_new (DRAY_WINDOW_SETTINGS_ID, "/org/dray/Dray/windows/9/", NULL);

  dray_engine_open_async (demo, DRAY_ENGINE_DEFAULT, NULL, on_open, &scene->engine);
  while (scene->engine == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_settings_set_boolean (window_settings, "maximized", FALSE);
  g_settings_set_string (window_settings, "view", "messages");
  scene->window = g_object_ref (dray_window_new (dray_test_ui_get_application (), settings, window_settings));
  dray_window_set_engine (scene->window, scene->engine);
  scene->view = DRAY_MESSAGES_VIEW (dray_window_get_view (scene->window));
  dray_test_ui_show (GTK_WINDOW (scene->window), 1300, 800);
  g_assert_true (dray_test_ui_wait (has_threads, dray_messages_view_get_list (scene->view), 3000));
  dray_test_ui_spin (500);
}

static void
tear_down (Scene         *scene,
           gconstpointer  data)
{
  gtk_window_close (GTK_WINDOW (scene->window));
  dray_test_ui_spin (50);
  g_assert_finalize_object (g_steal_pointer (&scene->window));
  dray_engine_stop (scene->engine);
  dray_test_ui_spin (50);
  g_assert_finalize_object (g_steal_pointer (&scene->engine));
}

static void
on_submitted (GObject      *source,
              GAsyncResult *result,
              gpointer      done)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) receipt = dray_workspace_submit_finish (DRAY_WORKSPACE (source), result, &error);

  g_assert_no_error (error);
  g_assert_nonnull (receipt);
  *(gboolean *) done = TRUE;
}

/* The driver of the truck at @index writes. */
static void
receive (Scene      *scene,
         guint       index,
         const char *text)
{
  DrayWorkspace *workspace = dray_engine_get_workspace (scene->engine);
  DrayIntent *intent = dray_intent_new (dray_workspace_get_schema (workspace), "message.receive");
  DrayId id = dray_engine_make_id (scene->engine);
  gboolean done = FALSE;

  dray_intent_set_id (intent, "message", &id);
  dray_intent_set_id (intent, "truck", dray_live_truck_get_id (dray_live_fleet_get_truck (dray_engine_get_live_fleet (scene->engine), index)));
  dray_intent_set_text (intent, "text", text);
  dray_intent_set_integer (intent, "at_us", dray_clock_now_us (dray_engine_get_clock (scene->engine)));
  dray_workspace_submit_async (workspace, intent, NULL, on_submitted, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  dray_test_ui_spin (500);
}

static GPtrArray *
select_messages (Scene      *scene,
                 const char *text)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_message_table);
  g_autoptr (GError) error = NULL;
  GPtrArray *rows;

  dray_query_where (query, DRAY_MESSAGE_TEXT, DRAY_TEST_EQUALS, dray_value_text (text));
  rows = dray_store_select (dray_workspace_get_store (dray_engine_get_workspace (scene->engine), FALSE), query, &error);
  g_assert_no_error (error);
  return rows;
}

static void
click_row (Scene *scene,
           int    index)
{
  dray_test_ui_click (GTK_WIDGET (gtk_list_box_get_row_at_index (dray_messages_view_get_list (scene->view), index)), 60, 15);
  dray_test_ui_spin (300);
}

static void
test_a_message_is_written_and_stands_in_its_thread (Scene         *scene,
                                                    gconstpointer  data)
{
  DrayThreadView *thread = dray_messages_view_get_thread (scene->view);
  g_autoptr (GPtrArray) rows = NULL;
  guint n_before;

  click_row (scene, 0);
  n_before = dray_thread_view_get_n_messages (thread);
  gtk_widget_grab_focus (dray_thread_view_get_entry (thread));
  dray_test_ui_type ("bay four please");
  dray_test_ui_key (GDK_KEY_Return, FALSE);
  dray_test_ui_spin (800);
  g_assert_cmpuint (dray_thread_view_get_n_messages (thread), ==, n_before + 1);
  rows = select_messages (scene, "bay four please");
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_cmpstr (dray_row_get_text (rows->pdata[0], DRAY_MESSAGE_DIRECTION), ==, "to-driver");
  DrayId depot = dray_row_get_id (rows->pdata[0], DRAY_MESSAGE_DEPOT);
  g_assert_false (dray_id_is_none (&depot));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (dray_thread_view_get_entry (thread))), ==, "");
  dray_test_ui_keep_picture (GTK_WIDGET (scene->window), "messages-thread");
}

/* A line of blanks goes nowhere. */
static void
test_nothing_is_not_sent (Scene         *scene,
                          gconstpointer  data)
{
  DrayThreadView *thread = dray_messages_view_get_thread (scene->view);
  guint n_before;

  click_row (scene, 0);
  n_before = dray_thread_view_get_n_messages (thread);
  gtk_widget_grab_focus (dray_thread_view_get_entry (thread));
  dray_test_ui_type ("   ");
  dray_test_ui_key (GDK_KEY_Return, FALSE);
  dray_test_ui_spin (600);
  g_assert_cmpuint (dray_thread_view_get_n_messages (thread), ==, n_before);
}

static void
test_what_a_driver_wrote_is_read_once_it_is_seen (Scene         *scene,
                                                  gconstpointer  data)
{
  g_autoptr (GPtrArray) before = NULL, after = NULL;

  receive (scene, 3, "bridge is closed");
  before = select_messages (scene, "bridge is closed");
  g_assert_false (dray_row_has (before->pdata[0], DRAY_MESSAGE_READ_US));
  click_row (scene, 0);
  dray_test_ui_spin (600);
  after = select_messages (scene, "bridge is closed");
  g_assert_true (dray_row_has (after->pdata[0], DRAY_MESSAGE_READ_US));
}

static void
test_a_broadcast_goes_to_every_driver (Scene         *scene,
                                       gconstpointer  data)
{
  DrayLiveFleet *fleet = dray_engine_get_live_fleet (scene->engine);
  GListModel *windows;
  GtkWindow *dialog = NULL;
  guint n_drivers = 0;
  g_autoptr (GPtrArray) rows = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fleet)); i++)
    n_drivers += dray_live_truck_get_driver (dray_live_fleet_get_truck (fleet, i)) != NULL;
  gtk_widget_activate_action (GTK_WIDGET (scene->view), "messages.broadcast", NULL);
  dray_test_ui_spin (500);
  windows = gtk_window_get_toplevels ();
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

    if (DRAY_IS_BROADCAST (window))
      dialog = window;
  }
  g_assert_nonnull (dialog);
  gtk_drop_down_set_selected (dray_broadcast_get_whom (DRAY_BROADCAST (dialog)), 1);
  dray_test_ui_spin (200);
  dray_test_ui_keep_picture (GTK_WIDGET (dialog), "messages-broadcast");
  dray_test_ui_type ("fog on the coast road");
  dray_test_ui_key (GDK_KEY_Return, FALSE);
  dray_test_ui_spin (1200);
  rows = select_messages (scene, "fog on the coast road");
  g_assert_cmpuint (rows->len, ==, n_drivers);
  g_assert_cmpuint (n_drivers, >, 3);
  for (guint i = 1; i < rows->len; i++)
    g_assert_cmpstr (dray_row_get_text (rows->pdata[i], DRAY_MESSAGE_BROADCAST), ==, dray_row_get_text (rows->pdata[0], DRAY_MESSAGE_BROADCAST));
  g_assert_true (dray_row_get_boolean (rows->pdata[0], DRAY_MESSAGE_HOLD));
}

#define ADD(name, function) g_test_add ("/ui/messages/" name, Scene, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  DrayDemoOptions options = DRAY_DEMO_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;
  int status;

  if (!dray_test_ui_init (&argc, &argv))
    return 0;
  dray_shortcuts_install (dray_test_ui_get_application ());
  folder = dray_test_folder_new ();
  demo = dray_test_folder_path (folder, "demo");
  options.n_segments = 8000;
  options.n_trucks = 8;
  options.n_orders = 40;
  if (!dray_demo_make (demo, &options, NULL, &error))
    g_error ("%s", error->message);

  ADD ("a-message-is-written-and-stands-in-its-thread", test_a_message_is_written_and_stands_in_its_thread);
  ADD ("nothing-is-not-sent", test_nothing_is_not_sent);
  ADD ("what-a-driver-wrote-is-read-once-it-is-seen", test_what_a_driver_wrote_is_read_once_it_is_seen);
  ADD ("a-broadcast-goes-to-every-driver", test_a_broadcast_goes_to_every_driver);
  status = g_test_run ();
  dray_test_ui_finish ();
  g_free (demo);
  dray_test_folder_remove (folder);
  return status;
}
