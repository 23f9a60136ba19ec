/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-test-ui.h"

#include "dray-alarm-list.h"
#include "dray-alarm-strip.h"
#include "dray-alarms.h"
#include "dray-demo.h"
#include "dray-engine.h"
#include "dray-live-view.h"
#include "dray-order-card.h"
#include "dray-order.h"
#include "dray-settings.h"
#include "dray-test-folder.h"

#include <gdk/gdkkeysyms.h>

/* Alarms in the live view over the records of a small demo, made once; the simulated day stands still. */

/* A commit each, on whatever disk there is; the counting of five thousand is in /console/alarm-sum. */
#define N_FLOOD 1000

typedef struct {
  DrayEngine    *engine;
  GSettings     *settings;
  GSettings     *window_settings;
  GtkWidget     *window;
  DrayLiveView  *view;
  DrayAlarms    *alarms;    /* the test's own eyes on the records */
  guint          n_raised;
  guint          n_answers;
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
  GtkWidget *toasts = adw_toast_overlay_new ();
  g_autoptr (GError) error = NULL;

  dray_engine_open_async (demo, DRAY_ENGINE_DEFAULT, NULL, on_open, &scene->engine);
  while (scene->engine == NULL)
    g_main_context_iteration (NULL, TRUE);
  scene->settings = dray_settings_new (DRAY_SETTINGS_ID, NULL, &error);
  g_assert_no_error (error);
  scene->window_settings = dray_settings_new (DRAY_WINDOW_SETTINGS_ID, "/org/dray/Dray/windows/8/", &error);
  g_assert_no_error (error);
  scene->alarms = dray_alarms_new (dray_engine_get_workspace (scene->engine), dray_engine_get_clock (scene->engine));
  scene->view = DRAY_LIVE_VIEW (dray_live_view_new (scene->settings, scene->window_settings));
  dray_live_view_open (scene->view, dray_engine_get_live_fleet (scene->engine), dray_engine_get_clock (scene->engine), NULL);
  dray_live_view_set_workspace (scene->view, dray_engine_get_workspace (scene->engine));
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (toasts), GTK_WIDGET (scene->view));
  scene->window = g_object_ref_sink (adw_window_new ());
  adw_window_set_content (ADW_WINDOW (scene->window), toasts);
  dray_test_ui_show (GTK_WINDOW (scene->window), 1400, 900);
  dray_test_ui_spin (300);
}

static void
tear_down (Scene         *scene,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (scene->window));
  dray_test_ui_spin (400);
  g_assert_finalize_object (g_steal_pointer (&scene->window));
  g_assert_finalize_object (g_steal_pointer (&scene->alarms));
  dray_engine_stop (scene->engine);
  dray_test_ui_spin (50);
  g_assert_finalize_object (g_steal_pointer (&scene->engine));
  g_object_unref (scene->settings);
  g_object_unref (scene->window_settings);
}

static void
on_raised (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  Scene *scene = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) receipt = dray_workspace_submit_finish (DRAY_WORKSPACE (source), result, &error);

  g_assert_no_error (error);
  g_assert_nonnull (receipt);
  scene->n_answers++;
}

/* Alarms of this run differ from those of another one by their number. */
static guint n_ids;

static void
raise_alarm (Scene      *scene,
             const char *kind,
             int         priority)
{
  DrayIntent *intent = dray_intent_new (dray_workspace_get_schema (dray_engine_get_workspace (scene->engine)), "alarm.raise");
  DrayLiveFleet *fleet = dray_engine_get_live_fleet (scene->engine);
  guint n_trucks = g_list_model_get_n_items (G_LIST_MODEL (fleet));
  DrayId id = dray_id_derive ("test", &n_ids, sizeof n_ids);
  g_autofree char *text = g_strdup_printf ("Alarm %u", n_ids);

  dray_intent_set_id (intent, "alarm", &id);
  dray_intent_set_id (intent, "truck", dray_live_truck_get_id (dray_live_fleet_get_truck (fleet, n_ids % n_trucks)));
  dray_intent_set_text (intent, "kind", kind);
  dray_intent_set_integer (intent, "priority", priority);
  dray_intent_set_text (intent, "text", text);
  dray_intent_set_integer (intent, "at_us", dray_clock_now_us (dray_engine_get_clock (scene->engine)));
  n_ids++;
  scene->n_raised++;
  dray_workspace_submit_async (dray_engine_get_workspace (scene->engine), intent, NULL, on_raised, scene);
}

/* What the records say, read by the test's own eyes. */

typedef struct {
  Scene *scene;
  gsize  offset;
  guint  expected;
} Wanted;

static gboolean
is_counted (gpointer data)
{
  const Wanted *wanted = data;

  return G_STRUCT_MEMBER (guint, dray_alarms_get_sum (wanted->scene->alarms), wanted->offset) == wanted->expected;
}

static void
assert_comes_to (Scene *scene,
                 gsize  offset,
                 guint  expected,
                 guint  timeout_ms)
{
  Wanted wanted = { scene, offset, expected };

  if (!dray_test_ui_wait (is_counted, &wanted, timeout_ms))
    dray_test_ui_keep_picture (scene->window, "alarms-failed");
  g_assert_cmpuint (G_STRUCT_MEMBER (guint, dray_alarms_get_sum (scene->alarms), offset), ==, expected);
}

#define ASSERT_COMES_TO(member, expected, timeout_ms) assert_comes_to (scene, G_STRUCT_OFFSET (DrayAlarmSum, member), expected, timeout_ms)

static void
open_list (Scene *scene)
{
  gtk_widget_activate_action (GTK_WIDGET (scene->view), "live.alarms", NULL);
  dray_test_ui_spin (400);
}

/* What is left open is closed, so that the next test begins with none. */
static void
close_all (Scene *scene)
{
  dray_test_ui_key (GDK_KEY_a, TRUE);
  dray_test_ui_spin (100);
  dray_test_ui_key (GDK_KEY_c, FALSE);
  dray_test_ui_spin (400);
  dray_test_ui_type ("over");
  dray_test_ui_key (GDK_KEY_Return, FALSE);
  ASSERT_COMES_TO (n_open, 0, 60000);
}

static gboolean
is_flagged (gpointer fleet)
{
  return (dray_live_fleet_get_columns (fleet)->flags[0] & DRAY_TRUCK_ALARM) != 0;
}

static gboolean
is_calm (gpointer fleet)
{
  return !is_flagged (fleet);
}

/* The mark on the map follows the records. */
static void
test_mark_follows (Scene         *scene,
                   gconstpointer  data)
{
  DrayLiveFleet *fleet = dray_engine_get_live_fleet (scene->engine);

  n_ids += 8 - n_ids % 8;
  raise_alarm (scene, "panic", 1);
  g_assert_true (dray_test_ui_wait (is_flagged, fleet, 3000));
  ASSERT_COMES_TO (n_waiting, 1, 3000);
  open_list (scene);
  dray_test_ui_key (GDK_KEY_a, FALSE);
  g_assert_true (dray_test_ui_wait (is_calm, fleet, 3000));
  close_all (scene);
}

static void
test_life_by_keyboard (Scene         *scene,
                       gconstpointer  data)
{
  raise_alarm (scene, "breakdown", 1);
  ASSERT_COMES_TO (n_sounding, 1, 3000);
  open_list (scene);
  dray_test_ui_key (GDK_KEY_t, FALSE);
  ASSERT_COMES_TO (n_sounding, 0, 3000);
  g_assert_cmpuint (dray_alarms_get_sum (scene->alarms)->n_waiting, ==, 1);

  dray_test_ui_key (GDK_KEY_a, FALSE);
  ASSERT_COMES_TO (n_acknowledged, 1, 3000);
  dray_test_ui_keep_picture (scene->window, "alarms-list");

  dray_test_ui_key (GDK_KEY_s, FALSE);
  dray_test_ui_spin (400);
  dray_test_ui_type ("dock is full");
  dray_test_ui_key (GDK_KEY_Return, FALSE);
  ASSERT_COMES_TO (n_shelved, 1, 3000);
  close_all (scene);
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
       GType       within,
       const char *label)
{
  GtkWidget *button = find_button (dray_test_ui_find (scene->window, within), label);

  g_assert_nonnull (button);
  dray_test_ui_click (button, gtk_widget_get_width (button) / 2.0, gtk_widget_get_height (button) / 2.0);
  dray_test_ui_spin (450);
}

/* From the strip; what was acknowledged by mistake is undone. */
static void
test_strip_by_mouse (Scene         *scene,
                     gconstpointer  data)
{
  raise_alarm (scene, "approach", 1);
  ASSERT_COMES_TO (n_waiting, 1, 3000);
  dray_test_ui_spin (500);
  press (scene, DRAY_TYPE_ALARM_STRIP, "Show");
  g_assert_cmpuint (dray_live_view_get_selected (scene->view), !=, DRAY_NO_TRUCK);
  press (scene, DRAY_TYPE_ALARM_STRIP, "Acknowledge");
  ASSERT_COMES_TO (n_acknowledged, 1, 3000);
  press (scene, ADW_TYPE_TOAST_OVERLAY, "Undo");
  ASSERT_COMES_TO (n_waiting, 1, 3000);
  open_list (scene);
  close_all (scene);
}

static gboolean
is_answered (gpointer data)
{
  const Scene *scene = data;

  return scene->n_answers == scene->n_raised;
}

static void
test_flood (Scene         *scene,
            gconstpointer  data)
{
  static const char *const kinds[] = { "breakdown", "approach", "late", "fence", "speed" };

  open_list (scene);
  for (guint i = 0; i < N_FLOOD; i++) {
    raise_alarm (scene, kinds[i % 5], 1 + (int) (i % 5) / 2);
    if (i % 50 == 49)
      dray_test_ui_spin (5);
  }
  g_assert_true (dray_test_ui_wait (is_answered, scene, 90000));
  ASSERT_COMES_TO (n_open, N_FLOOD, 5000);
  g_assert_cmpuint (dray_alarms_get_sum (scene->alarms)->groups->len, ==, 5);
  dray_test_ui_spin (500);
  dray_test_ui_keep_picture (scene->window, "alarms-flood");
  dray_alarm_list_focus (DRAY_ALARM_LIST (dray_test_ui_find (scene->window, DRAY_TYPE_ALARM_LIST)));
  dray_test_ui_spin (100);
  dray_test_ui_key (GDK_KEY_a, FALSE);
  ASSERT_COMES_TO (n_acknowledged, 1, 5000);
  g_assert_cmpuint (dray_alarms_get_sum (scene->alarms)->n_open, ==, N_FLOOD);
}

/* The order card */

static GtkWidget *
find_card (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    if (DRAY_IS_ORDER_CARD (window))
      return window;
  }
  return NULL;
}

static void
on_orders (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GPtrArray) rows = dray_workspace_select_finish (DRAY_WORKSPACE (source), result, NULL);

  *(char **) data = g_strdup (dray_row_get_text (rows->pdata[0], DRAY_ORDER_REFERENCE));
}

static gboolean
has_row (gpointer list)
{
  return gtk_list_box_get_row_at_index (list, 0) != NULL;
}

static void
test_order_card (Scene         *scene,
                 gconstpointer  data)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_order_table);
  g_autofree char *reference = NULL;
  GtkWidget *card, *orders;

  dray_query_set_limit (query, 1);
  dray_workspace_select_async (dray_engine_get_workspace (scene->engine), query, NULL, on_orders, &reference);
  while (reference == NULL)
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (scene->view), "live.order-card", NULL);
  card = find_card ();
  g_assert_nonnull (card);
  dray_test_ui_spin (500);
  orders = dray_test_ui_find (card, GTK_TYPE_LIST_BOX);
  gtk_editable_set_text (GTK_EDITABLE (dray_test_ui_find (card, GTK_TYPE_SEARCH_ENTRY)), reference);
  g_assert_true (dray_test_ui_wait (has_row, orders, 3000));
  g_assert_nonnull (gtk_list_box_get_selected_row (GTK_LIST_BOX (orders)));
  dray_test_ui_spin (200);
  dray_test_ui_keep_picture (card, "order-card");
  gtk_widget_activate_action (card, "card.copy", NULL);
  g_assert_nonnull (find_button (card, "Copied"));
  gtk_window_destroy (GTK_WINDOW (card));
}

#define ADD(name, function) g_test_add ("/ui/alarms/" name, Scene, NULL, set_up, function, tear_down)

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

  ADD ("taken-acknowledged-shelved-and-closed-by-keyboard", test_life_by_keyboard);
  ADD ("a-truck-is-marked-until-its-alarm-is-acknowledged", test_mark_follows);
  ADD ("shown-acknowledged-and-undone-from-the-strip", test_strip_by_mouse);
  ADD ("an-order-is-found-by-its-reference-and-copied", test_order_card);
  /* Last: what it raises stays open. */
  ADD ("a-flood-loses-none-and-stays-usable", test_flood);
  status = g_test_run ();
  dray_test_ui_finish ();
  g_free (demo);
  dray_test_folder_remove (folder);
  return status;
}
