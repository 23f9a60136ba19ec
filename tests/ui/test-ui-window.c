/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-test-ui.h"

#include "dray-palette.h"
#include "dray-settings.h"
#include "dray-shortcuts.h"
#include "dray-sidebar.h"
#include "dray-views.h"
#include "dray-window.h"

#include <gdk/gdkkeysyms.h>

#define ROUNDS 50

static GSettings *
new_settings (const char *id,
              const char *path)
{
  g_autoptr (GError) error = NULL;
  GSettings *settings = dray_settings_new (id, path, &error);

  g_assert_no_error (error);
  return settings;
}

static DrayWindow *
new_window (void)
{
  g_autoptr (GSettings) settings = new_settings (DRAY_SETTINGS_ID, NULL);
  g_autoptr (GSettings) window_settings = new_settings (DRAY_WINDOW_SETTINGS_ID, "/org/dray/Dray/windows/7/");

  g_settings_set_boolean (window_settings, "maximized", FALSE);
  return g_object_ref (dray_window_new (dray_test_ui_get_application (), settings, window_settings));
}

static void
close_window (DrayWindow *window)
{
  if (gtk_widget_get_realized (GTK_WIDGET (window)))
    gtk_window_close (GTK_WINDOW (window));
  else
    gtk_window_destroy (GTK_WINDOW (window));
  dray_test_ui_spin (20);
  g_assert_finalize_object (window);
}

static char *
get_view (DrayWindow *window)
{
  char *view = NULL;

  g_object_get (window, "view", &view, NULL);
  return view;
}

static void
test_no_leak (void)
{
  for (int round = 0; round < ROUNDS; round++) {
    DrayWindow *window = new_window ();

    gtk_window_present (GTK_WINDOW (window));
    dray_test_ui_spin (round == 0 ? 200 : 20);
    close_window (window);
  }
}

static void
test_views_by_key (void)
{
  DrayWindow *window = new_window ();

  dray_test_ui_show (GTK_WINDOW (window), 1200, 800);
  dray_test_ui_key (GDK_KEY_k, TRUE);
  dray_test_ui_type ("insight");
  dray_test_ui_key (GDK_KEY_Return, FALSE);

  g_autofree char *view = get_view (window);

  g_assert_cmpstr (view, ==, "insight");
  close_window (window);
}

static void
test_views_by_mouse (void)
{
  DrayWindow *window = new_window ();
  GtkWidget *list;

  dray_test_ui_show (GTK_WINDOW (window), 1400, 800);
  list = dray_test_ui_find (dray_test_ui_find (GTK_WIDGET (window), DRAY_TYPE_SIDEBAR), GTK_TYPE_LIST_BOX);
  for (int i = 7; i >= 0; i--) {
    GtkListBoxRow *row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), i);

    dray_test_ui_click (GTK_WIDGET (row), 40, 15);

    g_autofree char *view = get_view (window);

    g_assert_cmpstr (view, ==, dray_views[i].name);
  }
  close_window (window);
}

static void
test_palette_escape (void)
{
  DrayWindow *window = new_window ();
  GtkWidget *palette;

  dray_test_ui_show (GTK_WINDOW (window), 1200, 800);
  palette = dray_test_ui_find (GTK_WIDGET (window), DRAY_TYPE_PALETTE);
  dray_test_ui_key (GDK_KEY_k, TRUE);
  g_assert_true (gtk_widget_get_visible (palette));
  dray_test_ui_type ("zzz");
  g_assert_cmpuint (dray_palette_n_hits (DRAY_PALETTE (palette)), ==, 0);
  dray_test_ui_key (GDK_KEY_Escape, FALSE);
  g_assert_false (gtk_widget_get_visible (palette));
  close_window (window);
}

/* Narrow, the sidebar shows icons alone and nothing is cut off. */
static void
test_small (void)
{
  DrayWindow *window = new_window ();
  GtkWidget *sidebar;

  dray_test_ui_show (GTK_WINDOW (window), 1024, 600);
  dray_test_ui_spin (200);
  sidebar = dray_test_ui_find (GTK_WIDGET (window), DRAY_TYPE_SIDEBAR);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (window)), <=, 1024);
  g_assert_cmpint (gtk_widget_get_width (sidebar), ==, 56);
  dray_test_ui_key (GDK_KEY_F9, FALSE);
  g_assert_cmpint (gtk_widget_get_width (sidebar), ==, 200);
  close_window (window);
}

static void
test_empty_views (void)
{
  static const AdwColorScheme schemes[] = { ADW_COLOR_SCHEME_FORCE_LIGHT, ADW_COLOR_SCHEME_FORCE_DARK };
  DrayWindow *window = new_window ();

  dray_test_ui_show (GTK_WINDOW (window), 1200, 800);
  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++) {
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (), schemes[i]);
    for (const DrayView *view = dray_views; view->name != NULL; view++) {
      g_autofree char *name = g_strdup_printf ("empty-%s-%s", view->name, i == 0 ? "light" : "dark");

      g_object_set (window, "view", view->name, NULL);
      dray_test_ui_spin (150);
      g_assert_cmpuint (dray_test_ui_count_colours (GTK_WIDGET (window), dray_window_get_view (window)), >, 6);
      dray_test_ui_keep_picture (GTK_WIDGET (window), name);
    }
  }
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
  close_window (window);
}

static void
test_place_kept (void)
{
  g_autoptr (GSettings) settings = new_settings (DRAY_WINDOW_SETTINGS_ID, "/org/dray/Dray/windows/7/");
  DrayWindow *window = new_window ();
  int width, height;

  dray_test_ui_show (GTK_WINDOW (window), 1111, 777);
  g_object_set (window, "view", "orders", NULL);
  close_window (window);
  g_settings_get (settings, "size", "(ii)", &width, &height);
  g_assert_cmpint (width, ==, 1111);
  g_assert_cmpint (height, ==, 777);

  window = new_window ();

  g_autofree char *view = get_view (window);

  g_assert_cmpstr (view, ==, "orders");
  g_object_set (window, "view", "live", NULL);
  close_window (window);
}

int
main (int    argc,
      char **argv)
{
  if (!dray_test_ui_init (&argc, &argv))
    return 0;
  dray_shortcuts_install (dray_test_ui_get_application ());
  g_test_add_func ("/ui/window/a-view-is-reached-by-the-palette", test_views_by_key);
  g_test_add_func ("/ui/window/a-view-is-reached-by-the-sidebar", test_views_by_mouse);
  g_test_add_func ("/ui/window/escape-closes-the-palette", test_palette_escape);
  g_test_add_func ("/ui/window/it-fits-1024-by-600", test_small);
  g_test_add_func ("/ui/window/every-view-has-something-to-say-without-a-workspace", test_empty_views);
  g_test_add_func ("/ui/window/size-and-view-come-back", test_place_kept);
  g_test_add_func ("/ui/window/fifty-windows-leave-nothing-behind", test_no_leak);

  int status = g_test_run ();

  dray_test_ui_finish ();
  return status;
}
