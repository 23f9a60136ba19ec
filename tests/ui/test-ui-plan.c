/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-test-ui.h"

#include "dray-demo.h"
#include "dray-plan-view.h"
#include "dray-test-folder.h"

#include <gdk/gdkkeysyms.h>

/* The plan view over a small demo, made once: optimised, stopped, worked on by pointer and by keys. */

typedef struct {
  DrayEngine   *engine;
  GtkWidget    *window;
  DrayPlanView *view;
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

/* A visible button whose label begins so. */
static GtkWidget *
find_beginning (GtkWidget  *root,
                const char *start)
{
  const char *label = GTK_IS_BUTTON (root) && gtk_widget_get_visible (root) ? gtk_button_get_label (GTK_BUTTON (root)) : NULL;

  if (label != NULL && g_str_has_prefix (label, start))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_beginning (child, start);

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
  dray_test_ui_spin (100);
}

static gboolean
is_idle (gpointer view)
{
  return !dray_plan_view_is_busy (view);
}

static gboolean
has_draft (gpointer view)
{
  return dray_plan_view_get_draft (view) != NULL;
}

static gboolean
can_be_stopped (gpointer scene)
{
  return find_button (((Scene *) scene)->window, "Stop here") != NULL;
}

/* Lets the optimiser run for a moment and stops it. */
static void
optimise (Scene *scene)
{
  press (scene, "Re-plan the rest");
  g_assert_true (dray_test_ui_wait (can_be_stopped, scene, 1000));
  dray_test_ui_spin (2500);
  if (can_be_stopped (scene))
    press (scene, "Stop here");
  g_assert_true (dray_test_ui_wait (is_idle, scene->view, 20000));
  dray_test_ui_spin (200);
}

static void
set_up (Scene         *scene,
        gconstpointer  data)
{
  dray_engine_open_async (demo, DRAY_ENGINE_DEFAULT, NULL, on_open, &scene->engine);
  while (scene->engine == NULL)
    g_main_context_iteration (NULL, TRUE);
  scene->window = g_object_ref_sink (adw_window_new ());
  scene->view = DRAY_PLAN_VIEW (dray_plan_view_new (scene->engine, NULL));
  adw_window_set_content (ADW_WINDOW (scene->window), GTK_WIDGET (scene->view));
  dray_test_ui_show (GTK_WINDOW (scene->window), 1500, 800);
  /* It opens with what the drivers were told. */
  if (!dray_test_ui_wait (has_draft, scene->view, 20000)) {
    dray_test_ui_keep_picture (scene->window, "plan-nothing");
    g_assert_not_reached ();
  }
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

static int
get_first_task (const DrayDraftRoute *route)
{
  for (int i = 0; i < route->n_stops; i++)
    if (!route->stops[i].loads)
      return route->stops[i].task;
  return -1;
}

static int
find_truck_of (Scene *scene,
               int    task)
{
  const DrayDraft *draft = dray_plan_view_get_draft (scene->view)->draft;

  for (int i = 0; i < draft->n_routes; i++)
    for (int k = 0; k < draft->routes[i].n_stops; k++)
      if (!draft->routes[i].stops[k].loads && draft->routes[i].stops[k].task == task)
        return draft->routes[i].truck;
  return -1;
}

static int
count_placed (Scene *scene)
{
  const DrayPlanDraft *draft = dray_plan_view_get_draft (scene->view);

  return draft->day->request.n_tasks - draft->draft->n_unplaced;
}

static void
test_what_drivers_were_told_is_shown (Scene         *scene,
                              gconstpointer  data)
{
  DrayTimeLine *line = dray_plan_view_get_time_line (scene->view);
  const DrayPlanDraft *draft = dray_plan_view_get_draft (scene->view);
  graphene_rect_t rect;

  g_assert_cmpint (dray_time_line_get_n_lanes (line), ==, draft->day->request.n_trucks);
  g_assert_cmpint (draft->draft->n_routes, >, 0);
  g_assert_true (dray_time_line_find_stop (line, get_first_task (&draft->draft->routes[0]), &rect));
  g_assert_cmpfloat (rect.origin.x, >, 204);
  g_assert_cmpuint (dray_test_ui_count_colours (scene->window, GTK_WIDGET (line)), >, 20);
  dray_test_ui_keep_picture (scene->window, "plan-light");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  dray_test_ui_spin (300);
  dray_test_ui_keep_picture (scene->window, "plan-dark");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
}

/* A second plan waits until somebody keeps it; thrown away, the first one stands. */
static void
test_a_found_plan_is_kept_or_thrown_away (Scene         *scene,
                                          gconstpointer  data)
{
  DrayPlanDraft *first = dray_plan_view_get_draft (scene->view);

  optimise (scene);
  g_assert_true (dray_plan_view_get_draft (scene->view) == first);
  press (scene, "Throw away");
  g_assert_true (dray_plan_view_get_draft (scene->view) == first);
  g_assert_null (find_button (scene->window, "Keep this plan"));

  optimise (scene);
  press (scene, "Keep this plan");
  g_assert_true (dray_plan_view_get_draft (scene->view) != first);
  gtk_widget_activate_action (GTK_WIDGET (scene->view), "plan.undo", NULL);
  g_assert_true (dray_plan_view_get_draft (scene->view) == first);
}

/* A place that stretches a rule asks why. */
static void
give_reason (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    if (!ADW_IS_MESSAGE_DIALOG (window) || !gtk_widget_get_mapped (window))
      continue;
    dray_test_ui_type ("agreed");
    dray_test_ui_key (GDK_KEY_Return, FALSE);
    dray_test_ui_spin (200);
    return;
  }
}

/* Takes a stop up by keys and tries lanes until one takes it. */
static void
test_a_stop_is_carried_by_keys_and_brought_back (Scene         *scene,
                                                 gconstpointer  data)
{
  DrayTimeLine *line = dray_plan_view_get_time_line (scene->view);
  const DrayPlanDraft *before = dray_plan_view_get_draft (scene->view);
  int placed = count_placed (scene), task = get_first_task (&before->draft->routes[0]), from = find_truck_of (scene, task);

  gtk_widget_grab_focus (GTK_WIDGET (line));
  dray_time_line_select (line, task);
  dray_test_ui_key (GDK_KEY_Down, TRUE);
  dray_test_ui_spin (100);
  dray_test_ui_keep_picture (scene->window, "plan-carried");
  dray_test_ui_key (GDK_KEY_Escape, FALSE);
  g_assert_true (dray_plan_view_get_draft (scene->view) == before);

  for (int lane = 0; lane < dray_time_line_get_n_lanes (line) && dray_plan_view_get_draft (scene->view) == before; lane++) {
    dray_time_line_select (line, task);
    dray_test_ui_key (lane < from ? GDK_KEY_Up : GDK_KEY_Down, TRUE);
    for (int k = 1; k < ABS (lane - from); k++)
      dray_test_ui_key (lane < from ? GDK_KEY_Up : GDK_KEY_Down, FALSE);
    dray_test_ui_key (GDK_KEY_Return, FALSE);
    dray_test_ui_spin (300);
    give_reason ();
    dray_test_ui_spin (600);
  }
  if (dray_plan_view_get_draft (scene->view) == before) {
    g_test_skip ("no lane of this plan takes its first stop");
    return;
  }
  g_assert_cmpint (count_placed (scene), >=, placed);
  gtk_widget_activate_action (GTK_WIDGET (scene->view), "plan.undo", NULL);
  g_assert_true (dray_plan_view_get_draft (scene->view) == before);
  gtk_widget_activate_action (GTK_WIDGET (scene->view), "plan.redo", NULL);
  g_assert_true (dray_plan_view_get_draft (scene->view) != before);

  /* What was changed is handed to its drivers, and then there is nothing more to release. */
  dray_test_ui_spin (300);

  GtkWidget *button = find_beginning (scene->window, "Release ");

  g_assert_nonnull (button);
  dray_test_ui_click (button, gtk_widget_get_width (button) / 2.0, gtk_widget_get_height (button) / 2.0);
  dray_test_ui_spin (1500);
  dray_test_ui_keep_picture (scene->window, "plan-released");
  g_assert_null (find_beginning (scene->window, "Release "));
}

static void
test_a_click_chooses_a_stop (Scene         *scene,
                             gconstpointer  data)
{
  DrayTimeLine *line = dray_plan_view_get_time_line (scene->view);
  const DrayPlanDraft *draft = dray_plan_view_get_draft (scene->view);
  int task = get_first_task (&draft->draft->routes[0]);
  graphene_rect_t rect;

  g_assert_true (dray_time_line_find_stop (line, task, &rect));
  dray_test_ui_click (GTK_WIDGET (line), rect.origin.x + rect.size.width / 2, rect.origin.y + 10);
  g_assert_cmpint (dray_time_line_get_selected (line), ==, task);
  dray_test_ui_key (GDK_KEY_Right, FALSE);
  g_assert_cmpint (dray_time_line_get_selected (line), !=, -1);
}

#define ADD(name, function) g_test_add ("/ui/plan/" name, Scene, NULL, set_up, function, tear_down)

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

  ADD ("what-drivers-were-told-is-shown", test_what_drivers_were_told_is_shown);
  ADD ("a-found-plan-is-kept-or-thrown-away", test_a_found_plan_is_kept_or_thrown_away);
  ADD ("a-stop-is-carried-by-keys-and-brought-back", test_a_stop_is_carried_by_keys_and_brought_back);
  ADD ("a-click-chooses-a-stop", test_a_click_chooses_a_stop);
  status = g_test_run ();
  dray_test_ui_finish ();
  g_free (demo);
  dray_test_folder_remove (folder);
  return status;
}
