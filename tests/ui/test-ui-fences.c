/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-test-ui.h"

#include "dray-demo.h"
#include "dray-fence-view.h"
#include "dray-settings.h"
#include "dray-shape-file.h"
#include "dray-store-list.h"
#include "dray-test-folder.h"
#include "dray-tile.h"
#include "dray-truck.h"

#include <gdk/gdkkeysyms.h>

/* The fences of a small demo, drawn by pointer and by keys; the simulated day stands still. */

typedef struct {
  DrayEngine    *engine;
  GSettings     *settings;
  GSettings     *window_settings;
  GtkWidget     *window;
  DrayFenceView *view;
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
has_fences (gpointer view)
{
  return dray_fence_book_is_loaded (dray_fence_view_get_book (view));
}

static gboolean
is_idle (gpointer view)
{
  return !dray_fence_view_is_busy (view);
}

/* A map of two kilometres around the first depot, so that what is drawn lies on land with roads. */
static void
show_depot (Scene *scene)
{
  g_autoptr (DrayFenceItem) item = g_list_model_get_item (G_LIST_MODEL (dray_fence_view_get_book (scene->view)), 0);
  DrayGeoPoint at = dray_fence_item_get_facts (item)->shape->points[0];
  DrayGeoBox box = dray_geo_box_around (at, 1000);

  dray_map_show_box (dray_fence_view_get_map (scene->view), dray_e7_to_degrees (box.west_e7), dray_e7_to_degrees (box.south_e7),
                     dray_e7_to_degrees (box.east_e7), dray_e7_to_degrees (box.north_e7));
  dray_test_ui_spin (600);
}

static void
open_window (Scene *scene)
{
  GtkWidget *toasts = adw_toast_overlay_new ();

  dray_engine_open_async (demo, DRAY_ENGINE_DEFAULT, NULL, on_open, &scene->engine);
  while (scene->engine == NULL)
    g_main_context_iteration (NULL, TRUE);
  scene->window = g_object_ref_sink (adw_window_new ());
  scene->view = DRAY_FENCE_VIEW (dray_fence_view_new (scene->engine, scene->settings, scene->window_settings));
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (toasts), GTK_WIDGET (scene->view));
  adw_window_set_content (ADW_WINDOW (scene->window), toasts);
  dray_test_ui_show (GTK_WINDOW (scene->window), 1500, 900);
  g_assert_true (dray_test_ui_wait (has_fences, scene->view, 5000));
  dray_test_ui_spin (300);
  show_depot (scene);
}

static void
close_window (Scene *scene)
{
  gtk_window_destroy (GTK_WINDOW (scene->window));
  dray_test_ui_spin (100);
  g_assert_finalize_object (g_steal_pointer (&scene->window));
  dray_engine_stop (scene->engine);
  dray_test_ui_spin (50);
  g_assert_finalize_object (g_steal_pointer (&scene->engine));
}

static void
set_up (Scene         *scene,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  scene->settings = dray_settings_new (DRAY_SETTINGS_ID, NULL, &error);
  g_assert_no_error (error);
  scene->window_settings = dray_settings_new (DRAY_WINDOW_SETTINGS_ID, "/org/dray/Dray/windows/7/", &error);
  g_assert_no_error (error);
  open_window (scene);
}

static void
tear_down (Scene         *scene,
           gconstpointer  data)
{
  close_window (scene);
  g_object_unref (scene->settings);
  g_object_unref (scene->window_settings);
}

static GtkWidget *
find_button (GtkWidget  *root,
             const char *label)
{
  if (GTK_IS_BUTTON (root) && gtk_widget_get_mapped (root) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (root)), label) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_button (child, label);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static void
press (Scene      *scene,
       const char *label)
{
  GtkWidget *button = find_button (scene->window, label);

  g_assert_nonnull (button);
  dray_test_ui_click (button, gtk_widget_get_width (button) / 2.0, gtk_widget_get_height (button) / 2.0);
  dray_test_ui_spin (300);
}

static DrayFenceSketch *
get_sketch (Scene *scene)
{
  return dray_fence_view_get_sketch (scene->view);
}

/* A point of the map, from its middle; the pane covers the right. */
static void
click (Scene  *scene,
       double  dx,
       double  dy)
{
  GtkWidget *editor = GTK_WIDGET (dray_fence_view_get_editor (scene->view));

  dray_test_ui_click (editor, gtk_widget_get_width (editor) / 2.0 - 150 + dx, gtk_widget_get_height (editor) / 2.0 + dy);
}

static void
drag (Scene        *scene,
      DrayGeoPoint  from,
      double        dx,
      double        dy)
{
  DrayFenceEditor *editor = dray_fence_view_get_editor (scene->view);
  double x, y;

  g_assert_true (dray_fence_editor_place (editor, from, &x, &y));
  dray_test_ui_drag (GTK_WIDGET (editor), x, y, x + dx, y + dy);
}

static void
type_name (Scene      *scene,
           const char *name)
{
  gtk_widget_grab_focus (dray_record_form_get_control (dray_fence_view_get_form (scene->view), "name"));
  dray_test_ui_spin (50);
  dray_test_ui_type (name);
}

static DrayFenceItem *
find_fence (Scene      *scene,
            const char *name)
{
  GListModel *book = G_LIST_MODEL (dray_fence_view_get_book (scene->view));

  for (guint i = 0; i < g_list_model_get_n_items (book); i++) {
    g_autoptr (DrayFenceItem) item = g_list_model_get_item (book, i);

    if (g_str_equal (dray_fence_item_get_facts (item)->name, name))
      return item;
  }
  return NULL;
}

static void
save (Scene *scene)
{
  dray_test_ui_key (GDK_KEY_s, TRUE);
  g_assert_true (dray_test_ui_wait (is_idle, scene->view, 5000));
  dray_test_ui_spin (300);
}

static void
turn_snapping_off (Scene *scene)
{
  dray_fence_editor_set_snapping (dray_fence_view_get_editor (scene->view), FALSE);
}

static void
draw_square (Scene  *scene,
             double  half)
{
  click (scene, -half, -half);
  click (scene, half, -half);
  click (scene, half, half);
  click (scene, -half, half);
  dray_test_ui_key (GDK_KEY_Return, FALSE);
}

static void
test_a_polygon_with_a_hole_is_drawn_saved_and_found_again (Scene         *scene,
                                                           gconstpointer  data)
{
  const DrayFenceFacts *facts;
  DrayGeoPoint before, moved;
  double area_m2;
  int n;

  press (scene, "New fence");
  turn_snapping_off (scene);
  draw_square (scene, 160);
  g_assert_false (dray_fence_sketch_is_drawing (get_sketch (scene)));
  area_m2 = dray_fence_sketch_get_area_m2 (get_sketch (scene));
  g_assert_cmpfloat (area_m2, >, 10000);

  dray_test_ui_key (GDK_KEY_h, TRUE);
  draw_square (scene, 60);
  g_assert_cmpint (dray_fence_sketch_get_n_rings (get_sketch (scene)), ==, 2);
  g_assert_null (dray_fence_sketch_get_fault (get_sketch (scene), NULL));
  g_assert_cmpfloat_with_epsilon (dray_fence_sketch_get_area_m2 (get_sketch (scene)) / area_m2, 1 - 120.0 * 120 / (320 * 320), 0.01);

  /* A corner is dragged; Ctrl+Z takes it back, Ctrl+Shift+Z brings it again. */
  before = dray_fence_sketch_get_ring (get_sketch (scene), 0, &n)[2].at;
  drag (scene, before, 40, 50);
  moved = dray_fence_sketch_get_ring (get_sketch (scene), 0, &n)[2].at;
  g_assert_cmpint (n, ==, 4);
  g_assert_cmpint (moved.lon_e7, >, before.lon_e7);
  g_assert_cmpint (moved.lat_e7, <, before.lat_e7);
  dray_test_ui_keep_picture (scene->window, "fences-light");
  dray_test_ui_key (GDK_KEY_z, TRUE);
  g_assert_true (dray_geo_point_equal (dray_fence_sketch_get_ring (get_sketch (scene), 0, &n)[2].at, before));
  dray_test_ui_hold (GDK_KEY_Shift_L, TRUE);
  dray_test_ui_key (GDK_KEY_z, TRUE);
  dray_test_ui_hold (GDK_KEY_Shift_L, FALSE);
  g_assert_true (dray_geo_point_equal (dray_fence_sketch_get_ring (get_sketch (scene), 0, &n)[2].at, moved));

  type_name (scene, "quay three");
  save (scene);
  g_assert_false (dray_fence_sketch_is_changed (get_sketch (scene)));

  close_window (scene);
  open_window (scene);
  g_assert_nonnull (find_fence (scene, "quay three"));
  facts = dray_fence_item_get_facts (find_fence (scene, "quay three"));
  g_assert_cmpint (facts->shape->n_parts, ==, 2);
  g_assert_cmpint (facts->shape->n_points, ==, 8);
  g_assert_true (dray_geo_point_equal (facts->shape->points[2], moved));
}

/* Without the pointer: places that are typed, corners that are stepped through and moved by arrows. */
static void
test_a_fence_is_drawn_by_keys_alone (Scene         *scene,
                                     gconstpointer  data)
{
  g_autoptr (DrayFenceItem) first = g_list_model_get_item (G_LIST_MODEL (dray_fence_view_get_book (scene->view)), 0);
  DrayGeoPoint centre = dray_fence_item_get_facts (first)->shape->points[0], at;
  int n;

  gtk_widget_child_focus (GTK_WIDGET (scene->view), GTK_DIR_TAB_FORWARD);
  dray_test_ui_key (GDK_KEY_n, TRUE);
  dray_test_ui_spin (300);
  dray_test_ui_key (GDK_KEY_g, TRUE);
  for (int i = 0; i < 4; i++) {
    DrayGeoPoint corner = { centre.lon_e7 + (i == 1 || i == 2 ? 40000 : -40000), centre.lat_e7 + (i >= 2 ? 40000 : -40000) };
    g_autofree char *text = g_strdup_printf ("%.7f,%.7f", dray_e7_to_degrees (corner.lon_e7), dray_e7_to_degrees (corner.lat_e7));

    dray_test_ui_type (text);
    dray_test_ui_key (GDK_KEY_Return, FALSE);
  }
  g_assert_cmpint (dray_fence_sketch_get_n_rings (get_sketch (scene)), ==, 1);
  dray_fence_sketch_get_ring (get_sketch (scene), 0, &n);
  g_assert_cmpint (n, ==, 4);
  dray_test_ui_key (GDK_KEY_BackSpace, FALSE);
  dray_test_ui_key (GDK_KEY_Return, FALSE);
  g_assert_false (dray_fence_sketch_is_drawing (get_sketch (scene)));

  dray_test_ui_key (GDK_KEY_Escape, FALSE);
  dray_test_ui_key (GDK_KEY_Page_Down, FALSE);
  at = dray_fence_sketch_get_ring (get_sketch (scene), 0, &n)[0].at;
  dray_test_ui_key (GDK_KEY_Right, FALSE);
  dray_test_ui_key (GDK_KEY_Right, FALSE);
  g_assert_cmpint (dray_fence_sketch_get_ring (get_sketch (scene), 0, &n)[0].at.lon_e7, >, at.lon_e7);
  dray_test_ui_key (GDK_KEY_z, TRUE);
  g_assert_true (dray_geo_point_equal (dray_fence_sketch_get_ring (get_sketch (scene), 0, &n)[0].at, at));
  dray_test_ui_key (GDK_KEY_Page_Down, FALSE);
  dray_test_ui_key (GDK_KEY_Insert, FALSE);
  dray_fence_sketch_get_ring (get_sketch (scene), 0, &n);
  g_assert_cmpint (n, ==, 5);
  dray_test_ui_key (GDK_KEY_Delete, FALSE);
  dray_fence_sketch_get_ring (get_sketch (scene), 0, &n);
  g_assert_cmpint (n, ==, 4);
}

static void
test_an_outline_that_crosses_itself_is_not_saved (Scene         *scene,
                                                  gconstpointer  data)
{
  press (scene, "New fence");
  turn_snapping_off (scene);
  click (scene, -120, -120);
  click (scene, 120, 120);
  click (scene, 120, -120);
  click (scene, -120, 120);
  g_assert_nonnull (dray_fence_sketch_get_fault (get_sketch (scene), NULL));
  dray_test_ui_keep_picture (scene->window, "fences-crossing");
  dray_test_ui_key (GDK_KEY_Return, FALSE);
  g_assert_nonnull (dray_fence_sketch_get_fault (get_sketch (scene), NULL));
  type_name (scene, "bow tie");
  g_assert_false (gtk_widget_get_sensitive (find_button (scene->window, "Create")));
  save (scene);
  g_assert_null (find_fence (scene, "bow tie"));
}

static void
test_a_corridor_goes_along_the_road (Scene         *scene,
                                     gconstpointer  data)
{
  DrayGeoPoint ends[2];
  double straight_m;

  press (scene, "New fence");
  press (scene, "Corridor");
  click (scene, -220, -150);
  click (scene, 220, 160);
  g_assert_true (dray_test_ui_wait (is_idle, scene->view, 5000));
  g_assert_true (dray_fence_sketch_get_ends (get_sketch (scene), ends));
  straight_m = dray_geo_point_distance_m (ends[0], ends[1]);
  g_assert_cmpfloat (dray_fence_sketch_get_length_m (get_sketch (scene)), >, straight_m * 1.02);
  g_assert_null (dray_fence_sketch_get_fault (get_sketch (scene), NULL));
  dray_test_ui_spin (200);
  dray_test_ui_keep_picture (scene->window, "fences-corridor");
  type_name (scene, "river road");
  save (scene);
  g_assert_nonnull (find_fence (scene, "river road"));
  g_assert_cmpint (dray_fence_item_get_facts (find_fence (scene, "river road"))->shape->n_points, <=, DRAY_SKETCH_MAX_CORNERS);
}

static gboolean
is_tried (gpointer view)
{
  return dray_fence_trial_get_n (dray_fence_view_get_trial (view)) >= 0;
}

/* Every truck comes back to its depot, so a circle around it has seen something in thirty days. */
static void
test_a_circle_is_tried_on_history (Scene         *scene,
                                   gconstpointer  data)
{
  DrayFenceItem *depot = find_fence (scene, "Depot Harbour");
  DrayGeoBox box;
  DrayGeoPoint centre;

  g_assert_nonnull (depot);
  box = dray_shape_get_box (dray_fence_item_get_facts (depot)->shape);
  centre = (DrayGeoPoint) { box.west_e7 / 2 + box.east_e7 / 2, box.south_e7 / 2 + box.north_e7 / 2 };
  press (scene, "New fence");
  press (scene, "Circle");
  dray_fence_editor_put (dray_fence_view_get_editor (scene->view), centre);
  dray_fence_editor_put (dray_fence_view_get_editor (scene->view), dray_geo_point_move (centre, 90, 400));
  g_assert_cmpfloat_with_epsilon (dray_fence_sketch_get_area_m2 (get_sketch (scene)), G_PI * 400 * 400, 1000);
  press (scene, "Try on history");
  g_assert_true (dray_test_ui_wait (is_tried, scene->view, 20000));
  g_assert_cmpint (dray_fence_trial_get_n (dray_fence_view_get_trial (scene->view)), >, 10);
  dray_test_ui_spin (300);
  dray_test_ui_keep_picture (scene->window, "fences-tried");
  /* It was another circle's. */
  dray_fence_sketch_set_radius_m (get_sketch (scene), 250);
  g_assert_cmpint (dray_fence_trial_get_n (dray_fence_view_get_trial (scene->view)), ==, -1);
}

static void
test_a_fence_is_for_the_trucks_that_it_names (Scene         *scene,
                                              gconstpointer  data)
{
  DrayFenceItem *item = find_fence (scene, "Depot Harbour");
  DrayFenceTrucks *trucks = dray_fence_view_get_trucks (scene->view);
  DrayLiveFleet *fleet = dray_engine_get_live_fleet (scene->engine);

  g_assert_true (dray_fence_view_choose (scene->view, &dray_fence_item_get_facts (item)->id));
  dray_test_ui_spin (300);
  g_assert_cmpuint (dray_fence_trucks_get_n (trucks), ==, 0);
  for (guint i = 0; i < 2; i++) {
    dray_fence_trucks_add (trucks, dray_live_truck_get_id (dray_live_fleet_get_truck (fleet, i)));
    dray_test_ui_spin (300);
  }
  /* Once is enough. */
  dray_fence_trucks_add (trucks, dray_live_truck_get_id (dray_live_fleet_get_truck (fleet, 1)));
  dray_test_ui_spin (300);
  g_assert_cmpuint (dray_fence_trucks_get_n (trucks), ==, 2);
  g_assert_cmpuint (dray_fence_item_get_facts (item)->n_trucks, ==, 2);
  dray_test_ui_keep_picture (scene->window, "fences-trucks");
}

static GFile *
write_file (const char *name,
            const char *text)
{
  g_autofree char *path = dray_test_folder_path (folder, name);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return g_file_new_for_path (path);
}

static void
test_a_broken_file_says_what_happened (Scene         *scene,
                                       gconstpointer  data)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (dray_fence_view_get_book (scene->view)));
  static const char *const texts[] = {
    "<kml><Document><Placemark><name>Harbour</name><Polygon><outerBoundaryIs><LinearRing><coordinates>1,2 3,x",
    "<kml>", "no markup at all", "",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GFile) file = write_file ("broken.kml", texts[i]);

    dray_fence_view_import (scene->view, file);
    g_assert_true (dray_test_ui_wait (is_idle, scene->view, 5000));
    g_assert_nonnull (dray_fence_view_get_banner (scene->view));
    if (i == 0)
      dray_test_ui_keep_picture (scene->window, "fences-broken-file");
  }
  dray_test_ui_spin (200);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (dray_fence_view_get_book (scene->view))), ==, n);
}

static gboolean
has_banner (gpointer view)
{
  return dray_fence_view_get_banner (view) != NULL;
}

/* One polygon and one line become fences; the one that crosses itself is left out and named. */
static void
test_shapes_of_a_file_become_fences_and_go_out_again (Scene         *scene,
                                                      gconstpointer  data)
{
  g_autoptr (GFile) file = write_file ("three.geojson",
    "{\"type\":\"FeatureCollection\",\"features\":["
    "{\"type\":\"Feature\",\"properties\":{\"name\":\"imported yard\",\"kind\":\"forbidden\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[-3,50],[-2.99,50],[-2.99,50.01],[-3,50.01],[-3,50]]]}},"
    "{\"type\":\"Feature\",\"properties\":{\"name\":\"imported lane\"},\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[-3,50],[-2.9,50.02]]}},"
    "{\"type\":\"Feature\",\"properties\":{\"name\":\"bow\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}}]}");
  g_autofree char *out_path = dray_test_folder_path (folder, "out.kml"), *text = NULL;
  g_autoptr (GFile) out = g_file_new_for_path (out_path);

  dray_fence_view_import (scene->view, file);
  g_assert_true (dray_test_ui_wait (is_idle, scene->view, 5000));
  g_assert_true (dray_test_ui_wait (has_banner, scene->view, 1000));
  g_assert_nonnull (strstr (dray_fence_view_get_banner (scene->view), "bow"));
  dray_test_ui_spin (300);
  g_assert_nonnull (find_fence (scene, "imported yard"));
  g_assert_nonnull (find_fence (scene, "imported lane"));
  g_assert_null (find_fence (scene, "bow"));
  g_assert_cmpint (dray_fence_item_get_facts (find_fence (scene, "imported yard"))->kind, ==, DRAY_FENCE_KIND_FORBIDDEN);
  g_assert_false (dray_fence_item_get_facts (find_fence (scene, "imported yard"))->active);

  dray_fence_view_export (scene->view, out);
  dray_test_ui_spin (500);
  g_assert_true (g_file_get_contents (out_path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "imported yard"));
}

#define ADD(name, function) g_test_add ("/ui/fences/" name, Scene, NULL, set_up, function, tear_down)

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
  options.n_days = 10;
  if (!dray_demo_make (demo, &options, NULL, &error))
    g_error ("%s", error->message);

  ADD ("a-polygon-with-a-hole-is-drawn-saved-and-found-again", test_a_polygon_with_a_hole_is_drawn_saved_and_found_again);
  ADD ("a-fence-is-drawn-by-keys-alone", test_a_fence_is_drawn_by_keys_alone);
  ADD ("an-outline-that-crosses-itself-is-not-saved", test_an_outline_that_crosses_itself_is_not_saved);
  ADD ("a-corridor-goes-along-the-road", test_a_corridor_goes_along_the_road);
  ADD ("a-circle-is-tried-on-history", test_a_circle_is_tried_on_history);
  ADD ("a-fence-is-for-the-trucks-that-it-names", test_a_fence_is_for_the_trucks_that_it_names);
  ADD ("a-broken-file-says-what-happened", test_a_broken_file_says_what_happened);
  ADD ("shapes-of-a-file-become-fences-and-go-out-again", test_shapes_of_a_file_become_fences_and_go_out_again);
  status = g_test_run ();
  dray_test_ui_finish ();
  g_free (demo);
  dray_test_folder_remove (folder);
  return status;
}
