/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-test-ui.h"

#include "dray-demo.h"
#include "dray-import-window.h"
#include "dray-records-view.h"
#include "dray-reference-button.h"
#include "dray-test-folder.h"

#include <gdk/gdkkeysyms.h>

/* Lists and forms over the records of a small demo, made once; the simulated day stands still. */

static const char *const kinds[] = { "truck", "driver", "order", "site", "message", "no_such_kind", NULL };

typedef struct {
  DrayEngine      *engine;
  GtkWidget       *window;
  DrayRecordsView *view;
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
has_rows (gpointer view)
{
  return dray_record_list_get_n_rows (dray_records_view_get_list (view)) > 0;
}

static void
set_up (Scene         *scene,
        gconstpointer  data)
{
  dray_engine_open_async (demo, DRAY_ENGINE_DEFAULT, NULL, on_open, &scene->engine);
  while (scene->engine == NULL)
    g_main_context_iteration (NULL, TRUE);

  GtkWidget *toasts = adw_toast_overlay_new ();

  scene->window = g_object_ref_sink (adw_window_new ());
  scene->view = DRAY_RECORDS_VIEW (dray_records_view_new (scene->engine, kinds));
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (toasts), GTK_WIDGET (scene->view));
  adw_window_set_content (ADW_WINDOW (scene->window), toasts);
  dray_test_ui_show (GTK_WINDOW (scene->window), 1300, 800);
  g_assert_true (dray_test_ui_wait (has_rows, scene->view, 3000));
  dray_test_ui_spin (200);
}

static void
tear_down (Scene         *scene,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (scene->window));
  dray_test_ui_spin (50);
  g_assert_finalize_object (g_steal_pointer (&scene->window));
  dray_engine_stop (scene->engine);
  dray_test_ui_spin (50);
  g_assert_finalize_object (g_steal_pointer (&scene->engine));
}

static GtkWidget *
find_rows (Scene *scene)
{
  return gtk_widget_get_last_child (dray_test_ui_find (GTK_WIDGET (dray_records_view_get_list (scene->view)), GTK_TYPE_COLUMN_VIEW));
}

static void
click_row (Scene *scene,
           int    n)
{
  dray_test_ui_click (find_rows (scene), 60, 33 * n + 16);
  dray_test_ui_spin (250);
}

static DrayRecord *
get_selected (Scene *scene)
{
  g_autoptr (GPtrArray) records = dray_record_list_get_selected (dray_records_view_get_list (scene->view));

  g_assert_cmpuint (records->len, ==, 1);
  return g_object_ref (records->pdata[0]);
}

static char *
get_text (Scene      *scene,
          const char *property)
{
  g_autoptr (DrayRecord) record = get_selected (scene);
  char *text = NULL;

  g_object_get (record, property, &text, NULL);
  return text;
}

static GtkWidget *
get_control (Scene      *scene,
             const char *field)
{
  return dray_record_form_get_control (dray_records_view_get_form (scene->view), field);
}

/* Through the keyboard, over whatever stands there. */
static void
type_into (GtkWidget  *control,
           const char *text)
{
  gtk_widget_grab_focus (control);
  gtk_editable_select_region (GTK_EDITABLE (control), 0, -1);
  dray_test_ui_spin (50);
  dray_test_ui_type (text);
  dray_test_ui_spin (100);
}

static GtkWidget *
find_button (GtkWidget  *root,
             const char *label)
{
  if (GTK_IS_BUTTON (root) && gtk_widget_get_visible (root) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (root)), label) == 0)
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
  dray_test_ui_spin (400);
}

static void
show_kind (Scene      *scene,
           const char *kind)
{
  dray_records_view_show (scene->view, kind);
  dray_test_ui_wait (has_rows, scene->view, 2000);
  dray_test_ui_spin (200);
}

static void
test_a_field_is_edited_saved_and_undone (Scene         *scene,
                                         gconstpointer  data)
{
  g_autofree char *before = NULL, *saved = NULL, *undone = NULL;

  click_row (scene, 1);
  g_assert_true (dray_records_view_is_open (scene->view));
  before = get_text (scene, "plate");
  type_into (get_control (scene, "plate"), "ab 1234");
  g_assert_true (dray_record_form_is_changed (dray_records_view_get_form (scene->view)));
  press (scene, "Save");
  saved = get_text (scene, "plate");
  g_assert_cmpstr (saved, ==, "ab 1234");
  g_assert_false (dray_record_form_is_changed (dray_records_view_get_form (scene->view)));
  dray_test_ui_keep_picture (scene->window, "records-form");

  press (scene, "Undo");
  undone = get_text (scene, "plate");
  g_assert_cmpstr (undone, ==, before);
}

/* What is wrong is said beside the field and nothing is written. */
static void
test_a_bad_number_is_refused_beside_its_field (Scene         *scene,
                                               gconstpointer  data)
{
  g_autoptr (DrayRecord) record = NULL;
  gint64 before, after;

  click_row (scene, 0);
  record = get_selected (scene);
  g_object_get (record, "payload-kg", &before, NULL);
  type_into (get_control (scene, "payload_kg"), "many");
  g_assert_true (gtk_widget_has_css_class (get_control (scene, "payload_kg"), "error"));
  press (scene, "Save");
  g_object_get (record, "payload-kg", &after, NULL);
  g_assert_cmpint (after, ==, before);

  type_into (get_control (scene, "payload_kg"), "7100");
  g_assert_false (gtk_widget_has_css_class (get_control (scene, "payload_kg"), "error"));
  press (scene, "Save");
  g_object_get (record, "payload-kg", &after, NULL);
  g_assert_cmpint (after, ==, 7100);
}

static void
test_a_record_is_made_and_stands_in_the_list (Scene         *scene,
                                              gconstpointer  data)
{
  guint n = dray_record_list_get_n_rows (dray_records_view_get_list (scene->view));
  g_autofree char *number = NULL;

  press (scene, "New Truck");
  g_assert_true (dray_records_view_is_open (scene->view));
  press (scene, "Create");
  g_assert_cmpuint (dray_record_list_get_n_rows (dray_records_view_get_list (scene->view)), ==, n);
  g_assert_true (gtk_widget_has_css_class (get_control (scene, "number"), "error"));

  type_into (get_control (scene, "number"), "zz9");
  g_assert_true (DRAY_IS_REFERENCE_BUTTON (get_control (scene, "depot")));
  dray_test_ui_click (get_control (scene, "depot"), 40, 15);
  dray_test_ui_type ("depot");
  dray_test_ui_spin (400);
  dray_test_ui_key (GDK_KEY_Return, FALSE);
  dray_test_ui_spin (200);
  press (scene, "Create");
  g_assert_cmpuint (dray_record_list_get_n_rows (dray_records_view_get_list (scene->view)), ==, n + 1);
  number = get_text (scene, "number");
  g_assert_cmpstr (number, ==, "zz9");
  press (scene, "Undo");
  g_assert_cmpuint (dray_record_list_get_n_rows (dray_records_view_get_list (scene->view)), ==, n);
}

static void
test_a_search_narrows_and_a_title_sorts (Scene         *scene,
                                         gconstpointer  data)
{
  DrayRecordList *list;
  guint all;
  g_autofree char *first = NULL, *last = NULL;

  show_kind (scene, "order");
  list = dray_records_view_get_list (scene->view);
  all = dray_record_list_get_n_rows (list);
  click_row (scene, 0);
  first = get_text (scene, "reference");
  /* The title of the column that the list is sorted by: once more turns it round. */
  dray_test_ui_click (gtk_widget_get_first_child (dray_test_ui_find (GTK_WIDGET (list), GTK_TYPE_COLUMN_VIEW)), 40, 12);
  dray_test_ui_spin (400);
  click_row (scene, 0);
  last = get_text (scene, "reference");
  g_assert_cmpstr (last, >, first);

  dray_test_ui_key (GDK_KEY_f, TRUE);
  dray_test_ui_type (first);
  dray_test_ui_spin (500);
  g_assert_cmpuint (dray_record_list_get_n_rows (list), ==, 1);
  dray_test_ui_type ("nosuchword");
  dray_test_ui_spin (500);
  g_assert_cmpuint (dray_record_list_get_n_rows (list), ==, 0);
  g_assert_cmpuint (all, >, 1);
}

/* What was typed is not lost by looking at another row. */
static void
test_typing_is_not_lost_by_a_click (Scene         *scene,
                                    gconstpointer  data)
{
  click_row (scene, 0);
  type_into (get_control (scene, "plate"), "half typed");
  click_row (scene, 3);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_control (scene, "plate"))), ==, "half typed");
  press (scene, "Revert");
  g_assert_false (dray_record_form_is_changed (dray_records_view_get_form (scene->view)));
}

/* Three rows together: the field that was touched is set in each, and no other one changes. */
static void
test_several_rows_are_set_at_once (Scene         *scene,
                                   gconstpointer  data)
{
  DrayRecordList *list = dray_records_view_get_list (scene->view);
  g_autoptr (GPtrArray) records = NULL;
  g_autofree char *plates[3] = { NULL }, *statuses[3] = { NULL };

  dray_test_ui_key (GDK_KEY_Escape, FALSE);
  click_row (scene, 0);
  for (int i = 0; i < 2; i++) {
    gtk_widget_grab_focus (find_rows (scene));
    dray_test_ui_hold (GDK_KEY_Shift_L, TRUE);
    dray_test_ui_click (find_rows (scene), 60, 33 * (i + 1) + 16);
    dray_test_ui_hold (GDK_KEY_Shift_L, FALSE);
    dray_test_ui_spin (300);
  }
  records = dray_record_list_get_selected (list);
  g_assert_cmpuint (records->len, ==, 3);
  g_assert_false (dray_record_form_is_changed (dray_records_view_get_form (scene->view)));
  for (guint i = 0; i < 3; i++)
    g_object_get (records->pdata[i], "plate", &plates[i], "status", &statuses[i], NULL);

  type_into (get_control (scene, "pallets"), "17");
  dray_test_ui_keep_picture (scene->window, "records-several");
  press (scene, "Save");
  for (guint i = 0; i < 3; i++) {
    g_autofree char *plate = NULL, *status = NULL;
    gint64 pallets;

    g_object_get (records->pdata[i], "plate", &plate, "status", &status, "pallets", &pallets, NULL);
    g_assert_cmpint (pallets, ==, 17);
    g_assert_cmpstr (plate, ==, plates[i]);
    g_assert_cmpstr (status, ==, statuses[i]);
  }
  g_assert_false (dray_record_form_is_changed (dray_records_view_get_form (scene->view)));
}

/* A time that has seconds is not taken for an edit because the form shows minutes. */
static void
test_what_is_only_looked_at_is_unchanged (Scene         *scene,
                                          gconstpointer  data)
{
  show_kind (scene, "order");
  click_row (scene, 0);
  g_assert_true (dray_records_view_is_open (scene->view));
  g_assert_false (dray_record_form_is_changed (dray_records_view_get_form (scene->view)));
  dray_test_ui_key (GDK_KEY_Escape, FALSE);
  g_assert_false (dray_records_view_is_open (scene->view));
}

/* Reserved kinds are looked at and not made by hand. */
static void
test_every_kind_has_a_list (Scene         *scene,
                            gconstpointer  data)
{
  for (int i = 0; i < 5; i++) {
    const char *kind = kinds[i];

    dray_records_view_show (scene->view, kind);
    dray_test_ui_spin (300);
    g_assert_cmpstr (dray_record_list_get_table (dray_records_view_get_list (scene->view))->name, ==, kind);
    g_assert_cmpuint (dray_test_ui_count_colours (scene->window, GTK_WIDGET (scene->view)), >, 6);

    g_autofree char *name = g_strdup_printf ("records-%s", kind);

    dray_test_ui_keep_picture (scene->window, name);
  }
  g_assert_null (find_button (scene->window, "New Message"));
}

static gboolean
is_ready (gpointer window)
{
  return dray_import_window_is_ready (window);
}

static gboolean
is_imported (gpointer window)
{
  return dray_import_window_get_result (window) != NULL;
}

/* A spreadsheet of drivers: one is there and is brought up to date, one is new, one has no name; the depot is written out. */
static void
test_a_spreadsheet_is_imported_and_refused_rows_are_listed (Scene         *scene,
                                                            gconstpointer  data)
{
  DrayWorkspace *workspace = dray_engine_get_workspace (scene->engine);
  const DrayTable *table = dray_schema_find_table (dray_workspace_get_schema (workspace), "driver");
  g_autofree char *path = dray_test_folder_path (folder, "drivers.csv");
  DrayImportWindow *window = DRAY_IMPORT_WINDOW (dray_import_window_new (scene->engine, table));
  const DrayImportResult *result;

  g_assert_true (g_file_set_contents (path, "Name,Phone,Depot,Remark\nIna Vogt,+44 20 7946 0001,depot harbour,new\n,+44 20 7946 0002,,no name\n"
                                            "Ole Berg,+44 20 7946 0003,Depot Nowhere,no such depot\n", -1, NULL));
  g_object_ref (window);
  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (scene->window));
  gtk_window_present (GTK_WINDOW (window));
  dray_test_ui_spin (300);
  g_assert_false (dray_import_window_is_ready (window));
  dray_import_window_set_file (window, path);
  g_assert_true (dray_test_ui_wait (is_ready, window, 3000));
  dray_test_ui_spin (300);
  dray_test_ui_keep_picture (GTK_WIDGET (window), "import-columns");
  dray_import_window_start (window);
  g_assert_true (dray_test_ui_wait (is_imported, window, 5000));
  dray_test_ui_spin (300);
  dray_test_ui_keep_picture (GTK_WIDGET (window), "import-refused");
  result = dray_import_window_get_result (window);
  g_assert_cmpuint (result->n_written, ==, 1);
  g_assert_cmpuint (result->n_refused, ==, 2);
  gtk_window_destroy (GTK_WINDOW (window));
  dray_test_ui_spin (100);
  g_assert_finalize_object (window);
}

/* What is no table at all is told beside the file, and nothing can be started. */
static void
test_a_file_of_another_kind_is_refused (Scene         *scene,
                                        gconstpointer  data)
{
  DrayWorkspace *workspace = dray_engine_get_workspace (scene->engine);
  const DrayTable *table = dray_schema_find_table (dray_workspace_get_schema (workspace), "driver");
  g_autofree char *text = dray_test_folder_path (folder, "drivers.pdf"), *broken = dray_test_folder_path (folder, "drivers.xlsx");
  DrayImportWindow *window = DRAY_IMPORT_WINDOW (dray_import_window_new (scene->engine, table));

  g_assert_true (g_file_set_contents (broken, "no zip", -1, NULL));
  g_object_ref (window);
  gtk_window_present (GTK_WINDOW (window));
  dray_import_window_set_file (window, text);
  dray_import_window_set_file (window, broken);
  dray_test_ui_spin (600);
  g_assert_false (dray_import_window_is_ready (window));
  gtk_window_destroy (GTK_WINDOW (window));
  dray_test_ui_spin (100);
  g_assert_finalize_object (window);
}

#define ADD(name, function) g_test_add ("/ui/records/" name, Scene, NULL, set_up, function, tear_down)

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
  if (!dray_demo_make (demo, &options, NULL, &error))
    g_error ("%s", error->message);

  ADD ("a-field-is-edited-saved-and-undone", test_a_field_is_edited_saved_and_undone);
  ADD ("a-bad-number-is-refused-beside-its-field", test_a_bad_number_is_refused_beside_its_field);
  ADD ("a-record-is-made-and-stands-in-the-list", test_a_record_is_made_and_stands_in_the_list);
  ADD ("a-search-narrows-and-a-title-sorts", test_a_search_narrows_and_a_title_sorts);
  ADD ("typing-is-not-lost-by-a-click", test_typing_is_not_lost_by_a_click);
  ADD ("several-rows-are-set-at-once", test_several_rows_are_set_at_once);
  ADD ("what-is-only-looked-at-is-unchanged", test_what_is_only_looked_at_is_unchanged);
  ADD ("a-spreadsheet-is-imported-and-refused-rows-are-listed", test_a_spreadsheet_is_imported_and_refused_rows_are_listed);
  ADD ("a-file-of-another-kind-is-refused", test_a_file_of_another_kind_is_refused);
  ADD ("every-kind-has-a-list", test_every_kind_has_a_list);
  status = g_test_run ();
  dray_test_ui_finish ();
  g_free (demo);
  dray_test_folder_remove (folder);
  return status;
}
