/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-test-ui.h"

#include "dray-demo.h"
#include "dray-live-view.h"
#include "dray-settings.h"
#include "dray-shift-log.h"
#include "dray-test-folder.h"
#include "dray-truck-past.h"
#include "dray-units.h"

#include <gdk/gdkkeysyms.h>

/* A small demo whose day runs: what the pane tells of a truck's day, and what the view shows while it is cut off. */

typedef struct {
  DrayEngine   *engine;
  GSettings    *settings;
  GSettings    *window_settings;
  GtkWidget    *window;
  DrayLiveView *view;
  DrayLiveFleet *fleet;
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

/* A truck that is under way on a route, or DRAY_NO_TRUCK. */
static guint32
find_out (DrayLiveFleet *fleet)
{
  const DrayLiveColumns *columns = dray_live_fleet_get_columns (fleet);

  for (guint i = 0; i < columns->n; i++) {
    DrayLiveRoute *route = dray_live_truck_get_route (dray_live_fleet_get_truck (fleet, i));

    if (route != NULL && route->start_us < DRAY_DEMO_OPENS_US && (columns->flags[i] & DRAY_TRUCK_HAS_FIX))
      return i;
  }
  return DRAY_NO_TRUCK;
}

static gboolean
is_anyone_out (gpointer fleet)
{
  return find_out (fleet) != DRAY_NO_TRUCK;
}

static void
set_up (Scene         *scene,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  scene->settings = dray_settings_new (DRAY_SETTINGS_ID, NULL, &error);
  g_assert_no_error (error);
  scene->window_settings = dray_settings_new (DRAY_WINDOW_SETTINGS_ID, "/org/dray/Dray/windows/5/", &error);
  g_assert_no_error (error);
  dray_engine_open_async (demo, DRAY_ENGINE_SIMULATE, NULL, on_open, &scene->engine);
  while (scene->engine == NULL)
    g_main_context_iteration (NULL, TRUE);
  scene->fleet = dray_engine_get_live_fleet (scene->engine);
  scene->window = g_object_ref_sink (adw_window_new ());
  scene->view = DRAY_LIVE_VIEW (dray_live_view_new (scene->settings, scene->window_settings));
  dray_live_view_open (scene->view, scene->fleet, dray_engine_get_clock (scene->engine), dray_engine_get_map_source (scene->engine));
  dray_live_view_set_engine (scene->view, scene->engine);
  adw_window_set_content (ADW_WINDOW (scene->window), GTK_WIDGET (scene->view));
  dray_test_ui_show (GTK_WINDOW (scene->window), 1500, 900);
  g_assert_true (dray_test_ui_wait (is_anyone_out, scene->fleet, 10000));
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

static GtkWidget *
find_past (Scene *scene)
{
  return dray_test_ui_find (scene->window, DRAY_TYPE_TRUCK_PAST);
}

static gboolean
is_shown (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

static GtkWidget *
find_label (GtkWidget  *root,
            const char *part)
{
  if (GTK_IS_LABEL (root) && gtk_widget_get_mapped (root) && strstr (gtk_label_get_text (GTK_LABEL (root)), part) != NULL)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_label (child, part);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static gboolean
has_american_clocks (gpointer past)
{
  return find_label (past, "US property") != NULL;
}

static void
test_the_day_of_a_truck_is_told (Scene         *scene,
                                 gconstpointer  data)
{
  dray_live_view_select (scene->view, find_out (scene->fleet), TRUE);
  g_assert_true (dray_test_ui_wait (is_shown, find_past (scene), 5000));
  dray_test_ui_spin (300);
  dray_test_ui_keep_picture (scene->window, "live-truck");
  g_assert_nonnull (find_label (find_past (scene), "EU 561/2006"));
  g_assert_nonnull (find_label (find_past (scene), "more driving"));

  /* The other side of the sea has other limits. */
  g_settings_set_string (scene->settings, "hours", "us-property-70");
  dray_live_view_select (scene->view, DRAY_NO_TRUCK, FALSE);
  dray_live_view_select (scene->view, find_out (scene->fleet), FALSE);
  g_assert_true (dray_test_ui_wait (has_american_clocks, find_past (scene), 5000));
  g_settings_reset (scene->settings, "hours");
}

static void
test_cut_off_says_so_and_shows_the_plan (Scene         *scene,
                                         gconstpointer  data)
{
  DrayGhostLayer *ghosts = dray_live_view_get_ghosts (scene->view);

  g_assert_null (find_label (scene->window, "Alarms are not watched here"));
  g_assert_cmpuint (dray_ghost_layer_n (ghosts), ==, 0);
  dray_live_view_set_cut_off (scene->view, g_get_real_time ());
  dray_test_ui_spin (400);
  dray_test_ui_keep_picture (scene->window, "live-cut-off");
  g_assert_nonnull (find_label (scene->window, "Positions are as of"));
  g_assert_nonnull (find_label (scene->window, "Alarms are not watched here"));
  g_assert_cmpuint (dray_ghost_layer_n (ghosts), >, 0);

  dray_live_view_set_cut_off (scene->view, DRAY_NEVER);
  dray_test_ui_spin (400);
  g_assert_null (find_label (scene->window, "Alarms are not watched here"));
  g_assert_cmpuint (dray_ghost_layer_n (ghosts), ==, 0);
}

static DrayShiftLog *
find_log (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    if (DRAY_IS_SHIFT_LOG (window))
      return DRAY_SHIFT_LOG (window);    /* GTK keeps it */
  }
  return NULL;
}

static gboolean
has_line (gpointer log)
{
  return find_label (log, "gate 4 is stuck") != NULL && find_label (log, "gate 4 is stuck until noon (") != NULL;
}

static gboolean
is_signed (gpointer log)
{
  return find_label (log, "gate 4 is stuck") != NULL && find_label (log, "gate 4 is stuck until noon (") == NULL;
}

/* By keyboard: what is typed stands in the log and on the page for the next shift, until it is signed. */
static void
test_the_shift_log_is_written_and_signed (Scene         *scene,
                                          gconstpointer  data)
{
  DrayShiftLog *log;

  gtk_widget_activate_action (GTK_WIDGET (scene->view), "live.shift-log", NULL);
  dray_test_ui_spin (400);
  log = find_log ();
  g_assert_nonnull (log);
  dray_test_ui_show (GTK_WINDOW (log), 920, 600);
  dray_test_ui_type ("gate 4 is stuck until noon");
  dray_test_ui_key (GDK_KEY_Return, FALSE);
  dray_test_ui_wait (has_line, log, 5000);
  dray_test_ui_keep_picture (GTK_WIDGET (log), "shift-log");
  g_assert_true (has_line (log));
  gtk_widget_activate (GTK_WIDGET (gtk_widget_get_ancestor (find_label (GTK_WIDGET (log), "Sign All"), GTK_TYPE_BUTTON)));
  g_assert_true (dray_test_ui_wait (is_signed, log, 5000));
  g_object_ref (log);
  gtk_window_destroy (GTK_WINDOW (log));
  dray_test_ui_spin (100);
  g_assert_finalize_object (log);
}

#define ADD(name, function) g_test_add ("/ui/truck/" name, Scene, NULL, set_up, function, tear_down)

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
  options.n_segments = 20000;
  options.n_trucks = 12;
  options.n_orders = 60;
  options.n_days = 1;
  if (!dray_demo_make (demo, &options, NULL, &error))
    g_error ("%s", error->message);

  ADD ("the-day-of-a-truck-is-told", test_the_day_of_a_truck_is_told);
  ADD ("cut-off-says-so-and-shows-the-plan", test_cut_off_says_so_and_shows_the_plan);
  ADD ("the-shift-log-is-written-and-signed", test_the_shift_log_is_written_and_signed);
  status = g_test_run ();
  dray_test_ui_finish ();
  g_free (demo);
  dray_test_folder_remove (folder);
  return status;
}
