/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-test-ui.h"

#include "dray-demo.h"
#include "dray-driver.h"
#include "dray-live-view.h"
#include "dray-order.h"
#include "dray-palette.h"
#include "dray-records-view.h"
#include "dray-settings.h"
#include "dray-shortcuts.h"
#include "dray-test-folder.h"
#include "dray-window.h"

#include <gdk/gdkkeysyms.h>
#include <math.h>

/* Ctrl+K over the records and the region of a small demo, made once; the simulated day stands still. */

typedef struct {
  DrayEngine *engine;
  DrayWindow *window;
  GtkWidget  *palette;
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

static void
set_up (Scene         *scene,
        gconstpointer  data)
{
  g_autoptr (GSettings) settings = dray_settings_new (DRAY_SETTINGS_ID, NULL, NULL);
  g_autoptr (GSettings) window_settings = dray_settings_new (DRAY_WINDOW_SETTINGS_ID, "/org/dray/Dray/windows/8/", NULL);

  dray_engine_open_async (demo, DRAY_ENGINE_DEFAULT, NULL, on_open, &scene->engine);
  while (scene->engine == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_settings_set_boolean (window_settings, "maximized", FALSE);
  g_settings_set_string (window_settings, "view", "live");
  scene->window = g_object_ref (dray_window_new (dray_test_ui_get_application (), settings, window_settings));
  dray_window_set_engine (scene->window, scene->engine);
  scene->palette = dray_test_ui_find (GTK_WIDGET (scene->window), DRAY_TYPE_PALETTE);
  dray_test_ui_show (GTK_WINDOW (scene->window), 1400, 900);
  dray_test_ui_spin (400);
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

static gboolean
has_one_hit (gpointer palette)
{
  return dray_palette_n_hits (palette) == 1;
}

static gboolean
has_hits (gpointer palette)
{
  return dray_palette_n_hits (palette) > 0;
}

static gboolean
has_form (gpointer window)
{
  GtkWidget *view = dray_window_get_view (window);

  return DRAY_IS_RECORDS_VIEW (view) && dray_records_view_is_open (DRAY_RECORDS_VIEW (view));
}

/* One row of @table, straight from the file. */
static DrayRow *
take_row (Scene           *scene,
          const DrayTable *table)
{
  g_autoptr (DrayQuery) query = dray_query_new (table);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = dray_store_select (dray_workspace_get_store (dray_engine_get_workspace (scene->engine), FALSE), query, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, >, 7);
  return dray_row_ref (rows->pdata[7]);
}

static void
open_with (Scene      *scene,
           const char *text,
           gboolean  (*until) (gpointer))
{
  dray_test_ui_key (GDK_KEY_k, TRUE);
  dray_test_ui_type (text);
  g_assert_true (dray_test_ui_wait (until, scene->palette, 4000));
}

static void
assert_form_shows (Scene        *scene,
                   const char   *view,
                   const DrayId *id)
{
  g_autofree char *shown = NULL;

  g_assert_true (dray_test_ui_wait (has_form, scene->window, 4000));
  g_object_get (scene->window, "view", &shown, NULL);
  g_assert_cmpstr (shown, ==, view);
  g_assert_true (dray_id_equal (dray_record_form_get_id (dray_records_view_get_form (DRAY_RECORDS_VIEW (dray_window_get_view (scene->window)))), id));
}

static void
test_an_order_is_found_by_its_reference (Scene         *scene,
                                         gconstpointer  data)
{
  g_autoptr (DrayRow) order = take_row (scene, &dray_order_table);

  open_with (scene, dray_row_get_text (order, DRAY_ORDER_REFERENCE), has_hits);
  dray_test_ui_keep_picture (GTK_WIDGET (scene->window), "palette-order");
  dray_test_ui_key (GDK_KEY_Return, FALSE);
  assert_form_shows (scene, "orders", &order->id);
}

/* As somebody reads it off a display: digits alone. */
static void
test_a_driver_is_found_by_telephone_number (Scene         *scene,
                                            gconstpointer  data)
{
  g_autoptr (DrayRow) driver = take_row (scene, &dray_driver_table);
  const char *phone = dray_row_get_text (driver, DRAY_DRIVER_PHONE);
  g_autoptr (GString) digits = g_string_new (NULL);

  for (const char *at = phone; *at != '\0'; at++)
    if (g_ascii_isdigit (*at))
      g_string_append_c (digits, *at);
  open_with (scene, digits->str, has_one_hit);
  dray_test_ui_key (GDK_KEY_Return, FALSE);
  assert_form_shows (scene, "fleet", &driver->id);
}

/* The demo's region has the street, no record does; the map goes there. */
static void
test_a_street_is_found_and_shown_on_the_map (Scene         *scene,
                                             gconstpointer  data)
{
  GtkWidget *view = dray_window_get_view (scene->window);
  ShumateViewport *viewport;
  double lon, lat;

  g_assert_true (DRAY_IS_LIVE_VIEW (view));
  viewport = dray_map_get_viewport (dray_live_view_get_map (DRAY_LIVE_VIEW (view)));
  lon = shumate_location_get_longitude (SHUMATE_LOCATION (viewport));
  lat = shumate_location_get_latitude (SHUMATE_LOCATION (viewport));
  open_with (scene, "kestrel lane", has_hits);
  dray_test_ui_keep_picture (GTK_WIDGET (scene->window), "palette-place");
  dray_test_ui_key (GDK_KEY_Return, FALSE);
  dray_test_ui_spin (800);
  g_assert_true (view == dray_window_get_view (scene->window));
  g_assert_cmpfloat (fabs (shumate_location_get_longitude (SHUMATE_LOCATION (viewport)) - lon)
                     + fabs (shumate_location_get_latitude (SHUMATE_LOCATION (viewport)) - lat), >, 0.001);
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
rename_driver (Scene        *scene,
               const DrayId *driver,
               const char   *json)
{
  DrayWorkspace *workspace = dray_engine_get_workspace (scene->engine);
  DrayIntent *intent = dray_intent_new (dray_workspace_get_schema (workspace), "field.set");
  gboolean done = FALSE;

  dray_intent_set_text (intent, "table", "driver");
  dray_intent_set_id (intent, "id", driver);
  dray_intent_set_text (intent, "field", "name");
  dray_intent_set_text (intent, "value", json);
  dray_workspace_submit_async (workspace, intent, NULL, on_submitted, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

/* What is committed while the window is open is found the next time. */
static void
test_a_new_name_is_found (Scene         *scene,
                          gconstpointer  data)
{
  g_autoptr (DrayRow) driver = take_row (scene, &dray_driver_table);

  open_with (scene, dray_row_get_text (driver, DRAY_DRIVER_NAME), has_hits);
  dray_test_ui_key (GDK_KEY_Escape, FALSE);
  rename_driver (scene, &driver->id, "\"Zebedee Quillfeather\"");
  open_with (scene, "quillf", has_one_hit);
  dray_test_ui_key (GDK_KEY_Return, FALSE);
  assert_form_shows (scene, "fleet", &driver->id);
}

#define ADD(name, function) g_test_add ("/ui/palette/" name, Scene, NULL, set_up, function, tear_down)

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

  ADD ("an-order-is-found-by-its-reference", test_an_order_is_found_by_its_reference);
  ADD ("a-driver-is-found-by-telephone-number", test_a_driver_is_found_by_telephone_number);
  ADD ("a-street-is-found-and-shown-on-the-map", test_a_street_is_found_and_shown_on_the_map);
  ADD ("a-new-name-is-found", test_a_new_name_is_found);
  status = g_test_run ();
  dray_test_ui_finish ();
  g_free (demo);
  dray_test_folder_remove (folder);
  return status;
}
