/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-test-ui.h"

#include "dray-demo.h"
#include "dray-fence-editor.h"
#include "dray-gpx.h"
#include "dray-live-view.h"
#include "dray-settings.h"
#include "dray-test-folder.h"
#include "dray-tile.h"
#include "dray-truck-list.h"
#include "dray-units.h"

#include <gdk/gdkkeysyms.h>

/* The past of a small demo in the live view; the simulated day stands still. */

#define HOUR_US (DRAY_S_PER_HOUR * DRAY_US_PER_S)

typedef struct {
  DrayEngine     *engine;
  GSettings      *settings;
  GSettings      *window_settings;
  GtkWidget      *window;
  DrayLiveView   *view;
  DrayReplayDeck *deck;
  DrayReplay     *replay;
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
is_settled (gpointer replay)
{
  return dray_replay_is_settled (replay);
}

static gboolean
is_idle (gpointer deck)
{
  return !dray_replay_deck_is_busy (deck);
}

/* The Wednesday before the demo's day, when trucks leave. */
static void
go_back (Scene *scene)
{
  gint64 from_us, to_us;

  gtk_widget_activate_action (GTK_WIDGET (scene->view), "live.replay", NULL);
  scene->replay = dray_replay_deck_get_replay (scene->deck);
  dray_test_ui_spin (300);
  dray_replay_set_day (scene->replay, DRAY_DEMO_OPENS_US - 24 * HOUR_US);
  dray_replay_get_day (scene->replay, &from_us, &to_us);
  dray_replay_seek (scene->replay, from_us + 6 * HOUR_US + HOUR_US / 2);
  g_assert_true (dray_test_ui_wait (is_settled, scene->replay, 5000));
  dray_test_ui_spin (400);
}

static void
set_up (Scene         *scene,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  GtkWidget *toasts = adw_toast_overlay_new ();

  scene->settings = dray_settings_new (DRAY_SETTINGS_ID, NULL, &error);
  g_assert_no_error (error);
  scene->window_settings = dray_settings_new (DRAY_WINDOW_SETTINGS_ID, "/org/dray/Dray/windows/6/", &error);
  g_assert_no_error (error);
  dray_engine_open_async (demo, DRAY_ENGINE_DEFAULT, NULL, on_open, &scene->engine);
  while (scene->engine == NULL)
    g_main_context_iteration (NULL, TRUE);
  scene->window = g_object_ref_sink (adw_window_new ());
  scene->view = DRAY_LIVE_VIEW (dray_live_view_new (scene->settings, scene->window_settings));
  dray_live_view_open (scene->view, dray_engine_get_live_fleet (scene->engine), dray_engine_get_clock (scene->engine), dray_engine_get_map_source (scene->engine));
  dray_live_view_set_engine (scene->view, scene->engine);
  scene->deck = dray_live_view_get_deck (scene->view);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (toasts), GTK_WIDGET (scene->view));
  adw_window_set_content (ADW_WINDOW (scene->window), toasts);
  dray_test_ui_show (GTK_WINDOW (scene->window), 1500, 900);
  go_back (scene);
  dray_map_fit_fleet (dray_live_view_get_map (scene->view));
  dray_test_ui_spin (600);
}

static void
tear_down (Scene         *scene,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (scene->window));
  dray_test_ui_spin (100);
  g_assert_finalize_object (g_steal_pointer (&scene->window));
  dray_engine_stop (scene->engine);
  dray_test_ui_spin (100);
  g_assert_finalize_object (g_steal_pointer (&scene->engine));
  g_object_unref (scene->settings);
  g_object_unref (scene->window_settings);
}

static void
on_answer (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GError) error = NULL;

  *(GArray **) data = dray_history_finish (DRAY_HISTORY (source), result, &error);
  g_assert_no_error (error);
}

static void
test_the_past_is_shown_and_said (Scene         *scene,
                                 gconstpointer  data)
{
  const DrayLiveColumns *columns = dray_live_fleet_get_columns (dray_replay_get_fleet (scene->replay));
  GArray *fixes = NULL;
  guint n = 0;

  g_assert_nonnull (strstr (dray_replay_deck_get_banner (scene->deck), "What you see is not live"));
  dray_history_seek_async (dray_engine_get_history (scene->engine), dray_replay_get_shown_us (scene->replay), NULL, on_answer, &fixes);
  while (fixes == NULL)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < columns->n; i++) {
    const DrayFix *fix = &g_array_index (fixes, DrayFix, i);

    g_assert_cmpint ((columns->flags[i] & DRAY_TRUCK_HAS_FIX) != 0, ==, fix->at_us != DRAY_NEVER);
    if (fix->at_us == DRAY_NEVER)
      continue;
    g_assert_cmpfloat (dray_geo_point_distance_m ((DrayGeoPoint) { columns->lon_e7[i], columns->lat_e7[i] }, (DrayGeoPoint) { fix->lon_e7, fix->lat_e7 }), <, 20);
    n++;
  }
  g_array_unref (fixes);
  g_assert_cmpuint (n, >, 4);
  g_assert_cmpuint (dray_test_ui_count_colours (scene->window, GTK_WIDGET (dray_replay_deck_get_slider (scene->deck))), >, 4);
  dray_live_view_select (scene->view, 2, FALSE);
  dray_test_ui_spin (600);
  g_assert_nonnull (dray_trail_layer_get_track (dray_replay_deck_get_trails (scene->deck)));
  dray_test_ui_keep_picture (scene->window, "replay-light");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  dray_test_ui_spin (900);
  dray_test_ui_keep_picture (scene->window, "replay-dark");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);

  /* Ctrl+R is this action. */
  gtk_widget_activate_action (GTK_WIDGET (scene->view), "live.replay", NULL);
  g_assert_null (dray_replay_deck_get_banner (scene->deck));
  g_assert_false (dray_replay_deck_is_active (scene->deck));
}

static void
test_keys_play_and_step (Scene         *scene,
                         gconstpointer  data)
{
  gint64 at_us = dray_replay_get_at_us (scene->replay);

  dray_test_ui_key (GDK_KEY_Right, FALSE);
  g_assert_cmpint (dray_replay_get_at_us (scene->replay), ==, at_us + 60 * DRAY_US_PER_S);
  dray_test_ui_hold (GDK_KEY_Shift_L, TRUE);
  dray_test_ui_key (GDK_KEY_Left, FALSE);
  dray_test_ui_hold (GDK_KEY_Shift_L, FALSE);
  g_assert_cmpint (dray_replay_get_at_us (scene->replay), ==, at_us - 540 * DRAY_US_PER_S);

  at_us = dray_replay_get_at_us (scene->replay);
  dray_test_ui_key (GDK_KEY_Up, FALSE);
  g_assert_cmpfloat (dray_replay_get_speed (scene->replay), ==, 120);
  dray_test_ui_key (GDK_KEY_space, FALSE);
  g_assert_cmpint (dray_replay_get_direction (scene->replay), ==, 1);
  dray_test_ui_spin (800);
  dray_test_ui_key (GDK_KEY_space, FALSE);
  g_assert_cmpint (dray_replay_get_direction (scene->replay), ==, 0);
  g_assert_cmpint (dray_replay_get_at_us (scene->replay), >, at_us + 60 * DRAY_US_PER_S);
  g_assert_cmpuint (dray_trail_layer_get_n (dray_replay_deck_get_trails (scene->deck)), >, 2);

  at_us = dray_replay_get_at_us (scene->replay);
  dray_replay_set_speed (scene->replay, 600);
  dray_replay_play (scene->replay, -1);
  dray_test_ui_spin (500);
  dray_replay_play (scene->replay, 0);
  g_assert_cmpint (dray_replay_get_at_us (scene->replay), <, at_us - 60 * DRAY_US_PER_S);

  dray_test_ui_key (GDK_KEY_Escape, FALSE);
  g_assert_false (dray_replay_deck_is_active (scene->deck));
}

static void
test_the_slider_seeks_anywhere (Scene         *scene,
                                gconstpointer  data)
{
  DrayTimeSlider *slider = dray_replay_deck_get_slider (scene->deck);
  gint64 from_us, to_us, worst_us = 0;

  dray_replay_get_day (scene->replay, &from_us, &to_us);
  dray_test_ui_click (GTK_WIDGET (slider), dray_time_slider_get_x (slider, from_us + 12 * HOUR_US), 30);
  g_assert_cmpint (ABS (dray_replay_get_at_us (scene->replay) - (from_us + 12 * HOUR_US)), <, 3 * 60 * DRAY_US_PER_S);
  for (int i = 0; i < 20; i++) {
    gint64 began_us = g_get_monotonic_time ();

    dray_replay_seek (scene->replay, from_us + (i * 7 % 20) * HOUR_US);
    while (!dray_replay_is_settled (scene->replay))
      g_main_context_iteration (NULL, TRUE);
    worst_us = MAX (worst_us, g_get_monotonic_time () - began_us);
  }
  g_test_message ("The slowest of 20 seeks took %.1f ms", (double) worst_us / 1000);
  g_assert_cmpint (worst_us, <, 2 * DRAY_US_PER_S);
  /* Nobody goes further than the present. */
  dray_replay_seek (scene->replay, DRAY_DEMO_OPENS_US + 100 * HOUR_US);
  g_assert_cmpint (dray_replay_get_at_us (scene->replay), <=, dray_clock_now_us (dray_engine_get_clock (scene->engine)));
}

static void
test_tracks_and_picture_go_to_files (Scene         *scene,
                                     gconstpointer  data)
{
  g_autofree char *gpx_path = dray_test_folder_path (folder, "day.gpx"), *png_path = dray_test_folder_path (folder, "map.png");
  g_autoptr (GFile) gpx = g_file_new_for_path (gpx_path), png = g_file_new_for_path (png_path);
  g_autoptr (GPtrArray) features = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  dray_replay_deck_export (scene->deck, gpx);
  g_assert_true (dray_test_ui_wait (is_idle, scene->deck, 10000));
  g_assert_true (g_file_get_contents (gpx_path, &text, NULL, &error));
  features = dray_gpx_read (text, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (features->len, >, 4);
  g_assert_nonnull (((DrayFeature *) features->pdata[0])->at_us);

  dray_replay_deck_export (scene->deck, png);
  g_assert_true (dray_test_ui_wait (is_idle, scene->deck, 5000));
  g_assert_true (g_file_test (png_path, G_FILE_TEST_EXISTS));
}

static gboolean
has_answer (gpointer window)
{
  return dray_presence_window_get_n (window) >= 0;
}

static void
test_who_was_in_an_area_is_told (Scene         *scene,
                                 gconstpointer  data)
{
  g_autofree char *path = dray_test_folder_path (folder, "who.csv"), *text = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GtkWidget *editor = dray_replay_deck_get_editor (scene->deck);
  static const double corners[4][2] = { { 0.02, 0.1 }, { 0.98, 0.1 }, { 0.98, 0.98 }, { 0.02, 0.98 } };
  DrayPresenceWindow *window;
  gint64 from_us, to_us;
  int hour;

  dray_replay_deck_ask_area (scene->deck);
  for (int i = 0; i < 4; i++)
    dray_fence_editor_put (DRAY_FENCE_EDITOR (editor), dray_fence_editor_find (DRAY_FENCE_EDITOR (editor), corners[i][0] * gtk_widget_get_width (editor), corners[i][1] * gtk_widget_get_height (editor)));
  dray_test_ui_key (GDK_KEY_Return, FALSE);
  dray_test_ui_spin (300);
  window = dray_replay_deck_get_presence (scene->deck);
  g_assert_nonnull (window);
  g_assert_true (dray_test_ui_wait (has_answer, window, 5000));
  hour = dray_presence_window_get_n (window);

  dray_replay_get_day (scene->replay, &from_us, &to_us);
  dray_presence_window_set_period (window, from_us, to_us);
  g_assert_true (dray_test_ui_wait (has_answer, window, 5000));
  g_assert_cmpint (dray_presence_window_get_n (window), >, 4);
  g_assert_cmpint (dray_presence_window_get_n (window), >=, hour);
  dray_test_ui_spin (300);
  dray_test_ui_keep_picture (GTK_WIDGET (window), "replay-who");
  dray_presence_window_export (window, file);
  dray_test_ui_spin (300);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "truck,plate,driver,from,to,fixes"));

  /* A period that ends before it begins is asked of nobody. */
  dray_presence_window_set_period (window, to_us, from_us);
  dray_test_ui_spin (200);
  g_assert_cmpint (dray_presence_window_get_n (window), ==, -1);
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (window);
  dray_test_ui_spin (100);
}

#define ADD(name, function) g_test_add ("/ui/replay/" name, Scene, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  DrayDemoOptions options = DRAY_DEMO_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;
  int status;

  if (!dray_test_ui_init (&argc, &argv))
    return 0;
  folder = dray_test_folder_new ();
  demo = dray_test_folder_path (folder, "demo");
  options.n_segments = 8000;
  options.n_trucks = 8;
  options.n_orders = 40;
  options.n_days = 5;
  if (!dray_demo_make (demo, &options, NULL, &error))
    g_error ("%s", error->message);

  ADD ("the-past-is-shown-and-said", test_the_past_is_shown_and_said);
  ADD ("keys-play-and-step", test_keys_play_and_step);
  ADD ("the-slider-seeks-anywhere", test_the_slider_seeks_anywhere);
  ADD ("tracks-and-picture-go-to-files", test_tracks_and_picture_go_to_files);
  ADD ("who-was-in-an-area-is-told", test_who_was_in_an_area_is_told);
  status = g_test_run ();
  dray_test_ui_finish ();
  g_free (demo);
  dray_test_folder_remove (folder);
  return status;
}
