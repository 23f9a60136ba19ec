/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-screenshot.h"

/**
 * dray_screenshot_take:
 * @widget: mapped, and drawn at least once: what is not laid out yet is not in the picture
 *
 * Draws @widget once more at its intrinsic size, in the process and with its window's own renderer: no help from the screen is
 * needed, so it works the same on X11, Wayland and a virtual display.
 *
 * Returns: (transfer full) (nullable): %NULL if the widget has drawn nothing
 */
GdkTexture *
dray_screenshot_take (GtkWidget *widget)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (widget));
  int width = gdk_paintable_get_intrinsic_width (paintable);
  int height = gdk_paintable_get_intrinsic_height (paintable);
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  gdk_paintable_snapshot (paintable, GDK_SNAPSHOT (snapshot), width, height);

  g_autoptr (GskRenderNode) node = gtk_snapshot_free_to_node (snapshot);

  if (node == NULL || renderer == NULL)
    return NULL;
  return gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT (0, 0, width, height));
}

/**
 * dray_screenshot_save:
 * @path: the PNG file to write
 *
 * Errors: #G_IO_ERROR if there is nothing to see or the file could not be written.
 */
gboolean
dray_screenshot_save (GtkWidget   *widget,
                      const char  *path,
                      GError     **error)
{
  g_autoptr (GdkTexture) texture = dray_screenshot_take (widget);

  if (texture == NULL) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The window has drawn nothing yet");
    return FALSE;
  }

  g_autoptr (GBytes) png = gdk_texture_save_to_png_bytes (texture);

  return g_file_set_contents (path, g_bytes_get_data (png, NULL), (gssize) g_bytes_get_size (png), error);
}
