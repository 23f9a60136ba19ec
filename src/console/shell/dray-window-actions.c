/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-window-private.h"

#include "dray-fence-view.h"
#include "dray-live-view.h"
#include "dray-plan-view.h"
#include "dray-shortcuts.h"

/* What keys, menus and the palette do in a window. */

static void
open_palette (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  dray_window_open_palette (DRAY_WINDOW (widget));
}

/* What a key means for the view that is shown. */
static void
pass_to_view (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  GtkWidget *view = dray_window_get_view (DRAY_WINDOW (widget));
  g_autofree char *on_map = g_strdup_printf ("map.%s", action + strlen ("win."));

  DrayMap *map = DRAY_IS_LIVE_VIEW (view) ? dray_live_view_get_map (DRAY_LIVE_VIEW (view))
                 : DRAY_IS_FENCE_VIEW (view) ? dray_fence_view_get_map (DRAY_FENCE_VIEW (view)) : NULL;

  if (map == NULL)
    return;
  if (g_str_equal (action, "win.search-list"))
    gtk_widget_activate_action (view, DRAY_IS_LIVE_VIEW (view) ? "live.search" : "fence.search", NULL);
  else
    gtk_widget_activate_action (GTK_WIDGET (map), on_map, NULL);
}

/* Alarms are looked after in the live view, and orders asked for there, whatever view is shown. */
static void
pass_to_live (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  DrayWindow *self = DRAY_WINDOW (widget);
  g_autofree char *in_view = g_strdup_printf ("live.%s", action + strlen ("win."));

  dray_window_set_view (self, "live");
  if (DRAY_IS_LIVE_VIEW (dray_window_get_view (self)))
    gtk_widget_activate_action (dray_window_get_view (self), in_view, NULL);
}

static void
show_truck (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  dray_window_show_truck (DRAY_WINDOW (widget), g_variant_get_uint32 (parameter));
}

/* A truck in trouble, from wherever it is seen: whether it has stopped for good, and its id. */
static void
repair (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  DrayWindow *self = DRAY_WINDOW (widget);
  gboolean has_stopped;
  const char *text;
  DrayId id;

  g_variant_get (parameter, "(b&s)", &has_stopped, &text);
  dray_window_set_view (self, "plan");
  if (dray_id_parse (text, &id) && DRAY_IS_PLAN_VIEW (dray_window_get_view (self)))
    dray_plan_view_repair_truck (DRAY_PLAN_VIEW (dray_window_get_view (self)), has_stopped ? DRAY_TROUBLE_BREAKDOWN : DRAY_TROUBLE_LATE, &id);
}

static void
show_shortcuts (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  GtkWindow *window = GTK_WINDOW (dray_shortcuts_new_window ());

  gtk_window_set_transient_for (window, GTK_WINDOW (widget));
  gtk_window_present (window);
}

/* The table's name and the id. */
static void
show_record (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  const char *table, *text;
  DrayId id;

  g_variant_get (parameter, "(&s&s)", &table, &text);
  if (dray_id_parse (text, &id))
    dray_window_show_record (DRAY_WINDOW (widget), table, &id);
}

static void
show_menu (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  gtk_menu_button_popup (DRAY_WINDOW (widget)->menu);
}

void
dray_window_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.find", NULL, open_palette);
  gtk_widget_class_install_action (widget_class, "win.search-list", NULL, pass_to_view);
  gtk_widget_class_install_action (widget_class, "win.fit-fleet", NULL, pass_to_view);
  gtk_widget_class_install_action (widget_class, "win.zoom-in", NULL, pass_to_view);
  gtk_widget_class_install_action (widget_class, "win.zoom-out", NULL, pass_to_view);
  gtk_widget_class_install_action (widget_class, "win.replay", NULL, pass_to_live);
  gtk_widget_class_install_action (widget_class, "win.order-card", NULL, pass_to_live);
  gtk_widget_class_install_action (widget_class, "win.follow", NULL, pass_to_live);
  gtk_widget_class_install_action (widget_class, "win.shift-log", NULL, pass_to_live);
  gtk_widget_class_install_action (widget_class, "win.story", NULL, dray_window_toggle_story);
  gtk_widget_class_install_action (widget_class, "win.alarm-show", NULL, pass_to_live);
  gtk_widget_class_install_action (widget_class, "win.alarm-take", NULL, pass_to_live);
  gtk_widget_class_install_action (widget_class, "win.alarm-acknowledge", NULL, pass_to_live);
  gtk_widget_class_install_action (widget_class, "win.alarms", NULL, pass_to_live);
  gtk_widget_class_install_action (widget_class, "win.show-record", "(ss)", show_record);
  gtk_widget_class_install_action (widget_class, "win.show-truck", "u", show_truck);
  gtk_widget_class_install_action (widget_class, "win.repair", "(bs)", repair);
  gtk_widget_class_install_action (widget_class, "win.shortcuts", NULL, show_shortcuts);
  gtk_widget_class_install_action (widget_class, "win.menu", NULL, show_menu);
}
