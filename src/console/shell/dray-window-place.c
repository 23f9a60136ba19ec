/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-window-private.h"

/* Where a window stood, and on which screen. */

static GdkMonitor *
find_monitor (GdkDisplay *display,
              const char *connector)
{
  GListModel *monitors = gdk_display_get_monitors (display);

  for (guint i = 0; i < g_list_model_get_n_items (monitors); i++) {
    g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);

    if (g_strcmp0 (gdk_monitor_get_connector (monitor), connector) == 0)
      return monitor;    /* the display keeps it */
  }
  return NULL;
}

/* Wayland lets nobody place a window, but going full on a screen may name it; so the screen is remembered for that case. */
void
dray_window_restore_place (DrayWindow *self)
{
  int width, height;
  g_autofree char *connector = g_settings_get_string (self->window_settings, "monitor");
  GdkMonitor *monitor = find_monitor (gtk_widget_get_display (GTK_WIDGET (self)), connector);
  GdkRectangle area = { .width = G_MAXINT, .height = G_MAXINT };

  g_settings_get (self->window_settings, "size", "(ii)", &width, &height);
  if (monitor != NULL)
    gdk_monitor_get_geometry (monitor, &area);
  gtk_window_set_default_size (GTK_WINDOW (self), CLAMP (width, 800, area.width), CLAMP (height, 480, area.height));
  if (g_settings_get_boolean (self->window_settings, "maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

void
dray_window_save_place (DrayWindow *self)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self));
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  if (width > 0 && height > 0)
    g_settings_set (self->window_settings, "size", "(ii)", width, height);
  g_settings_set_boolean (self->window_settings, "maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
  if (surface != NULL) {
    GdkMonitor *monitor = gdk_display_get_monitor_at_surface (gtk_widget_get_display (GTK_WIDGET (self)), surface);
    const char *connector = monitor != NULL ? gdk_monitor_get_connector (monitor) : NULL;

    g_settings_set_string (self->window_settings, "monitor", connector != NULL ? connector : "");
  }
}
