/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-test-ui.h"

#include "dray-live-view.h"
#include "dray-settings.h"
#include "dray-sim-clock.h"
#include "dray-test-fleet.h"
#include "dray-truck-list.h"
#include "dray-truck-pane.h"

#include <gdk/gdkkeysyms.h>

/* The live view over a fleet that drives about, without a workspace behind it. */
typedef struct {
  DrayTestFleet *fleet;
  DraySimClock  *clock;
  GSettings     *settings;
  GSettings     *window_settings;
  GtkWidget     *window;
  DrayLiveView  *view;
  DrayMap       *map;
  DrayTruckList *list;
} Scene;

static gboolean
has_positions (gpointer fleet)
{
  const DrayLiveColumns *columns = dray_live_fleet_get_columns (fleet);

  return columns->flags[0] & DRAY_TRUCK_HAS_FIX;
}

static void
set_up (Scene         *scene,
        gconstpointer  n_trucks)
{
  g_autoptr (GError) error = NULL;

  scene->fleet = dray_test_fleet_new (GPOINTER_TO_UINT (n_trucks), 2.5, 54.7, 0.3);
  scene->clock = dray_sim_clock_new (dray_test_fleet_now_us (scene->fleet));
  scene->settings = dray_settings_new (DRAY_SETTINGS_ID, NULL, &error);
  g_assert_no_error (error);
  scene->window_settings = dray_settings_new (DRAY_WINDOW_SETTINGS_ID, "/org/dray/Dray/windows/9/", &error);
  g_assert_no_error (error);
  g_settings_reset (scene->window_settings, "map");
  scene->window = g_object_ref_sink (adw_window_new ());
  scene->view = DRAY_LIVE_VIEW (dray_live_view_new (scene->settings, scene->window_settings));
  dray_live_view_open (scene->view, dray_test_fleet_get (scene->fleet), DRAY_CLOCK (scene->clock), NULL);
  adw_window_set_content (ADW_WINDOW (scene->window), GTK_WIDGET (scene->view));
  scene->map = dray_live_view_get_map (scene->view);
  scene->list = DRAY_TRUCK_LIST (dray_test_ui_find (scene->window, DRAY_TYPE_TRUCK_LIST));
  dray_test_ui_show (GTK_WINDOW (scene->window), 1400, 900);
  g_assert_true (dray_test_ui_wait (has_positions, dray_test_fleet_get (scene->fleet), 2000));
  dray_test_ui_spin (1300);
}

static void
tear_down (Scene         *scene,
           gconstpointer  n_trucks)
{
  gtk_window_destroy (GTK_WINDOW (scene->window));
  dray_test_ui_spin (50);
  g_assert_finalize_object (scene->window);
  dray_test_fleet_free (scene->fleet);
  g_assert_finalize_object (scene->clock);
  g_object_unref (scene->settings);
  g_object_unref (scene->window_settings);
}

/* A mark that stands alone and well inside the map. */
static const DrayTruckMark *
find_single (Scene *scene,
             guint  nth)
{
  guint n;
  const DrayTruckMark *marks = dray_truck_marks_get (dray_truck_layer_get_marks (dray_map_get_trucks (scene->map)), &n);

  for (guint i = n; i-- > 0;) {
    if (marks[i].n == 1 && marks[i].x > 160 && marks[i].x < 560 && marks[i].y > 80 && marks[i].y < 600 && nth-- == 0)
      return &marks[i];
  }
  dray_test_ui_keep_picture (scene->window, "no-single");
  g_error ("None of %u marks stands alone", n);
}

static guint32
get_selected_row (Scene *scene)
{
  GtkColumnView *view = GTK_COLUMN_VIEW (dray_test_ui_find (GTK_WIDGET (scene->list), GTK_TYPE_COLUMN_VIEW));
  DrayLiveTruck *truck = gtk_single_selection_get_selected_item (GTK_SINGLE_SELECTION (gtk_column_view_get_model (view)));

  return truck != NULL ? dray_live_truck_get_index (truck) : DRAY_NO_TRUCK;
}

static void
test_map_to_list (Scene         *scene,
                  gconstpointer  n_trucks)
{
  const DrayTruckMark *mark = find_single (scene, 0);
  guint32 truck = mark->truck;

  dray_test_ui_click (GTK_WIDGET (dray_map_get_trucks (scene->map)), (double) mark->x, (double) mark->y);
  g_assert_cmpuint (dray_live_view_get_selected (scene->view), ==, truck);
  g_assert_cmpuint (dray_truck_layer_get_selected (dray_map_get_trucks (scene->map)), ==, truck);
  g_assert_cmpuint (get_selected_row (scene), ==, truck);
}

static void
test_list_to_map (Scene         *scene,
                  gconstpointer  n_trucks)
{
  GtkWidget *view = dray_test_ui_find (GTK_WIDGET (scene->list), GTK_TYPE_COLUMN_VIEW);
  g_autoptr (DrayLiveTruck) third = g_list_model_get_item (G_LIST_MODEL (dray_truck_list_get_order (scene->list)), 2);

  /* The third row: under the titles, rows are 33 pixels high. */
  dray_test_ui_click (view, 120, 30 + 2 * 33 + 14);
  g_assert_cmpuint (dray_live_view_get_selected (scene->view), ==, dray_live_truck_get_index (third));
  g_assert_cmpuint (dray_truck_layer_get_selected (dray_map_get_trucks (scene->map)), ==, dray_live_truck_get_index (third));
}

static void
test_escape (Scene         *scene,
             gconstpointer  n_trucks)
{
  GtkRevealer *revealer = GTK_REVEALER (gtk_widget_get_ancestor (dray_test_ui_find (scene->window, DRAY_TYPE_TRUCK_PANE), GTK_TYPE_REVEALER));
  GtkWidget *view = dray_test_ui_find (GTK_WIDGET (scene->list), GTK_TYPE_COLUMN_VIEW);

  dray_test_ui_click (view, 120, 30 + 14);
  g_assert_true (gtk_revealer_get_reveal_child (revealer));
  dray_test_ui_key (GDK_KEY_Escape, FALSE);
  g_assert_false (gtk_revealer_get_reveal_child (revealer));
  g_assert_cmpuint (dray_live_view_get_selected (scene->view), ==, DRAY_NO_TRUCK);
}

static void
test_search (Scene         *scene,
             gconstpointer  n_trucks)
{
  GtkWidget *entry = dray_test_ui_find (GTK_WIDGET (scene->list), GTK_TYPE_SEARCH_ENTRY);

  dray_test_ui_click (entry, 120, 16);
  dray_test_ui_type ("varela");
  dray_test_ui_spin (400);

  guint n = g_list_model_get_n_items (G_LIST_MODEL (dray_truck_list_get_order (scene->list)));

  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (n, <, 10);
  dray_test_ui_key (GDK_KEY_Return, FALSE);
  g_assert_cmpuint (dray_live_view_get_selected (scene->view), !=, DRAY_NO_TRUCK);
}

static void
test_cluster (Scene         *scene,
              gconstpointer  n_trucks)
{
  ShumateViewport *viewport = dray_map_get_viewport (scene->map);
  double zoom = shumate_viewport_get_zoom_level (viewport);
  guint n;
  const DrayTruckMark *marks = dray_truck_marks_get (dray_truck_layer_get_marks (dray_map_get_trucks (scene->map)), &n);

  for (guint i = 0; i < n; i++) {
    if (marks[i].n > 1 && marks[i].x > 160 && marks[i].y > 80 && marks[i].x < 600) {
      dray_test_ui_click (GTK_WIDGET (dray_map_get_trucks (scene->map)), (double) marks[i].x, (double) marks[i].y);
      break;
    }
  }
  dray_test_ui_spin (1500);
  g_assert_cmpfloat (shumate_viewport_get_zoom_level (viewport), >, zoom + 1);
}

static void
test_hover (Scene         *scene,
            gconstpointer  n_trucks)
{
  DrayTruckLayer *trucks = dray_map_get_trucks (scene->map);
  const DrayTruckMark *mark = find_single (scene, 1);
  guint32 truck = mark->truck;

  dray_test_ui_move (GTK_WIDGET (trucks), (double) mark->x, (double) mark->y);
  g_assert_nonnull (dray_truck_layer_get_hovered (trucks));
  g_assert_cmpuint (dray_truck_layer_get_hovered (trucks)->truck, ==, truck);
}

static void
test_rows_follow (Scene         *scene,
                  gconstpointer  n_trucks)
{
  DrayTruckProgress progress = { .truck = 4, .state = DRAY_TRUCK_WAITING, .late = TRUE, .alarm = TRUE, .eta_us = 0, .slack_s = -600 };

  dray_live_fleet_put_progress (dray_test_fleet_get (scene->fleet), &progress, 1);
  dray_test_ui_spin (2200);

  g_autoptr (DrayLiveTruck) first = g_list_model_get_item (G_LIST_MODEL (dray_truck_list_get_order (scene->list)), 0);

  g_assert_cmpuint (dray_live_truck_get_index (first), ==, 4);
}

static void
test_pictures (Scene         *scene,
               gconstpointer  n_trucks)
{
  static const AdwColorScheme schemes[] = { ADW_COLOR_SCHEME_FORCE_LIGHT, ADW_COLOR_SCHEME_FORCE_DARK };
  static const char *const names[] = { "live-parts-light", "live-parts-dark" };

  dray_live_view_select (scene->view, 11, FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++) {
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (), schemes[i]);
    dray_test_ui_spin (900);
    g_assert_cmpuint (dray_test_ui_count_colours (scene->window, GTK_WIDGET (scene->map)), >, 20);
    g_assert_cmpuint (dray_test_ui_count_colours (scene->window, GTK_WIDGET (scene->list)), >, 20);
    g_assert_cmpuint (dray_test_ui_count_colours (scene->window, dray_test_ui_find (scene->window, DRAY_TYPE_TRUCK_PANE)), >, 12);
    dray_test_ui_keep_picture (scene->window, names[i]);
  }
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
}

int
main (int    argc,
      char **argv)
{
  if (!dray_test_ui_init (&argc, &argv))
    return 0;
#define ADD(path, n, func) g_test_add ("/ui/live/" path, Scene, GUINT_TO_POINTER (n), set_up, func, tear_down)
  ADD ("a-click-on-a-truck-selects-it-in-the-list", 60, test_map_to_list);
  ADD ("a-click-on-a-row-selects-it-on-the-map", 60, test_list_to_map);
  ADD ("escape-closes-the-pane", 60, test_escape);
  ADD ("a-search-by-keyboard-opens-the-first-hit", 60, test_search);
  ADD ("a-click-on-a-cluster-comes-closer", 400, test_cluster);
  ADD ("the-pointer-finds-the-truck-below-it", 60, test_hover);
  ADD ("an-alarm-moves-its-row-to-the-top", 60, test_rows_follow);
  ADD ("no-region-of-a-picture-is-blank", 60, test_pictures);

  int status = g_test_run ();

  dray_test_ui_finish ();
  return status;
}
