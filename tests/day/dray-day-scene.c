/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-day-scene.h"

#include "dray-demo.h"
#include "dray-plan-compare.h"
#include "dray-test-folder.h"
#include "dray-units.h"

#include <gdk/gdkkeysyms.h>
#include <glib/gstdio.h>

static DrayTestFolder *folder;
static char *original;
static int n_copies;

gboolean
dray_day_init (int    *argc,
               char ***argv)
{
  DrayDemoOptions options = DRAY_DEMO_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;

  if (!dray_test_ui_init (argc, argv))
    return FALSE;
  folder = dray_test_folder_new ();
  original = dray_test_folder_path (folder, "original");
  options.n_segments = 8000;
  options.n_trucks = 10;
  options.n_orders = 50;
  options.n_days = 0;
  if (!dray_demo_make (original, &options, NULL, &error))
    g_error ("%s", error->message);
  return TRUE;
}

int
dray_day_run (void)
{
  int status = g_test_run ();

  dray_test_ui_finish ();
  g_clear_pointer (&original, g_free);
  dray_test_folder_remove (folder);
  return status;
}

static char *
copy_demo (void)
{
  g_autofree char *name = g_strdup_printf ("copy-%d", ++n_copies);
  char *path = dray_test_folder_path (folder, name);
  g_autoptr (GDir) dir = g_dir_open (original, 0, NULL);
  const char *file;

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  while ((file = g_dir_read_name (dir)) != NULL) {
    g_autofree char *from_path = g_build_filename (original, file, NULL), *to_path = g_build_filename (path, file, NULL);
    g_autoptr (GFile) from = g_file_new_for_path (from_path), to = g_file_new_for_path (to_path);

    g_assert_true (g_file_copy (from, to, G_FILE_COPY_NONE, NULL, NULL, NULL, NULL));
  }
  return path;
}

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
on_played (GObject      *source,
           GAsyncResult *result,
           gpointer      done)
{
  g_autoptr (GError) error = NULL;

  dray_engine_play_finish (DRAY_ENGINE (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) done = TRUE;
}

static gboolean
has_draft (gpointer view)
{
  return dray_plan_view_get_draft (view) != NULL;
}

void
dray_day_scene_open (DrayDayScene *self,
                     int           minutes)
{
  g_autofree char *path = copy_demo ();
  gboolean done = FALSE;

  dray_engine_open_async (path, DRAY_ENGINE_SIMULATE | DRAY_ENGINE_PAUSED, NULL, on_open, &self->engine);
  while (self->engine == NULL)
    g_main_context_iteration (NULL, TRUE);
  dray_engine_play_async (self->engine, DRAY_DEMO_DAY_US + minutes * G_GINT64_CONSTANT (60) * DRAY_US_PER_S, 0.0, NULL, on_played, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  self->window = g_object_ref_sink (adw_window_new ());
  self->view = DRAY_PLAN_VIEW (dray_plan_view_new (self->engine, NULL));
  adw_window_set_content (ADW_WINDOW (self->window), GTK_WIDGET (self->view));
  dray_test_ui_show (GTK_WINDOW (self->window), 1500, 820);
  g_assert_true (dray_test_ui_wait (has_draft, self->view, 20000));
  dray_test_ui_spin (300);
}

void
dray_day_scene_close (DrayDayScene *self)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  dray_test_ui_spin (100);
  g_assert_finalize_object (g_steal_pointer (&self->window));
  dray_engine_stop (self->engine);
  dray_test_ui_spin (50);
  g_assert_finalize_object (g_steal_pointer (&self->engine));
}

DrayPlanDraft *
dray_day_scene_get_draft (DrayDayScene *self)
{
  return dray_plan_view_get_draft (self->view);
}

/* A button that can be seen and pressed and whose label begins so. */
GtkWidget *
dray_day_scene_find_button (GtkWidget  *root,
                            const char *beginning)
{
  const char *label = GTK_IS_BUTTON (root) && gtk_widget_get_mapped (root) && gtk_widget_is_sensitive (root) ? gtk_button_get_label (GTK_BUTTON (root)) : NULL;

  if (label != NULL && g_str_has_prefix (label, beginning))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = dray_day_scene_find_button (child, beginning);

    if (found != NULL)
      return found;
  }
  return NULL;
}

/* By the pointer. */
void
dray_day_scene_press (GtkWidget  *root,
                      const char *beginning)
{
  GtkWidget *button = dray_day_scene_find_button (root, beginning);

  if (button == NULL)
    g_error ("No button begins with “%s”", beginning);
  dray_test_ui_click (button, gtk_widget_get_width (button) / 2.0, gtk_widget_get_height (button) / 2.0);
  dray_test_ui_spin (150);
}

/* Returns: (transfer none) (nullable): a window of that type that is open */
GtkWidget *
dray_day_scene_find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    if (G_TYPE_CHECK_INSTANCE_TYPE (window, type) && gtk_widget_get_mapped (window))
      return window;
  }
  return NULL;
}

/* Returns: (transfer none): a window of that type that is open over the plan */
GtkWidget *
dray_day_scene_wait_window (DrayDayScene *self,
                            GType         type)
{
  for (int i = 0; i < 100; i++) {
    GtkWidget *window = dray_day_scene_find_window (type);

    if (window != NULL) {
      dray_test_ui_spin (150);
      return window;
    }
    dray_test_ui_spin (50);
  }
  g_error ("No window of type %s opened", g_type_name (type));
}

/* Until another plan is kept than @before, which may be gone by then. */
void
dray_day_scene_wait_other (DrayDayScene  *self,
                           DrayPlanDraft *before)
{
  for (int i = 0; i < 400 && dray_day_scene_get_draft (self) == before; i++)
    dray_test_ui_spin (50);
  g_assert_true (dray_day_scene_get_draft (self) != before);
}

static gboolean
is_idle (gpointer view)
{
  return !dray_plan_view_is_busy (view);
}

static gboolean
has_curve (gpointer view)
{
  GtkWidget *stop = dray_day_scene_find_button (view, "Stop here");

  return stop != NULL || !dray_plan_view_is_busy (view);
}

/* Optimises, stops it after a moment and keeps what it found. */
void
dray_day_scene_replan (DrayDayScene *self,
                       gboolean      by_keys)
{
  DrayPlanDraft *before = dray_day_scene_get_draft (self);

  if (by_keys)
    dray_test_ui_key (GDK_KEY_F5, FALSE);
  else
    dray_day_scene_press (self->window, "Re-plan the rest");
  g_assert_true (dray_plan_view_is_busy (self->view));
  g_assert_true (dray_test_ui_wait (has_curve, self->view, 20000));
  dray_test_ui_spin (2500);
  if (dray_plan_view_is_busy (self->view) && by_keys)
    dray_test_ui_key (GDK_KEY_F5, FALSE);
  else if (dray_plan_view_is_busy (self->view))
    dray_day_scene_press (self->window, "Stop here");
  g_assert_true (dray_test_ui_wait (is_idle, self->view, 40000));
  dray_test_ui_spin (300);
  g_assert_true (dray_day_scene_get_draft (self) == before);
  if (by_keys)
    dray_test_ui_key (GDK_KEY_Return, TRUE);
  else
    dray_day_scene_press (self->window, "Keep this plan");
  dray_day_scene_wait_other (self, before);
  dray_test_ui_spin (200);
}

/* Stops that drive with another truck. */
int
dray_day_scene_count_moved (DrayPlanDraft *before,
                            DrayPlanDraft *after)
{
  g_autoptr (GArray) changes = dray_plan_compare_stops (before, after);
  int n = 0;

  for (guint i = 0; i < changes->len; i++)
    n += g_array_index (changes, DrayPlanChange, i).kind == DRAY_PLAN_CHANGE_MOVED;
  return n;
}

/* A truck that is out with goods for several stops; -1 where none is. */
int
dray_day_scene_find_loaded (DrayDayScene *self)
{
  const DrayPlanDay *day = dray_day_scene_get_draft (self)->day;

  for (int v = 0; v < day->request.n_trucks; v++)
    if (day->request.live[v].n_aboard > 1)
      return v;
  return -1;
}

int
dray_day_scene_find_truck (DrayPlanDraft *draft,
                           int            task)
{
  for (int r = 0; r < draft->draft->n_routes; r++)
    for (int i = 0; i < draft->draft->routes[r].n_stops; i++)
      if (!draft->draft->routes[r].stops[i].loads && draft->draft->routes[r].stops[i].task == task)
        return draft->draft->routes[r].truck;
  return -1;
}
