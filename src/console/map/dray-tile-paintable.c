/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-tile-paintable.h"

struct _DrayTilePaintable {
  GObject          parent_instance;

  /* Owned */
  cairo_surface_t *surface;
  GskRenderNode   *node;        /* made when first shown */

  int              size;        /* logical pixels a side */
  gboolean         texture;
};

static GskRenderNode *
new_cairo_node (DrayTilePaintable *self)
{
  float wide = (float) self->size + 1;
  GskRenderNode *node = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, wide, wide));
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  /* Libshumate 1.0 puts tiles at fractions of a pixel; one more pixel, its colours repeated, covers the seam. */
  cairo_set_source_surface (cr, self->surface, 0, 0);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_rectangle (cr, 0, 0, wide, wide);
  cairo_fill (cr);
  cairo_destroy (cr);
  return node;
}

static GskRenderNode *
new_texture_node (DrayTilePaintable *self)
{
  int stride = cairo_image_surface_get_stride (self->surface);
  int width = cairo_image_surface_get_width (self->surface), height = cairo_image_surface_get_height (self->surface);
  g_autoptr (GBytes) bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (self->surface), (gsize) stride * (gsize) height,
                                                         (GDestroyNotify) cairo_surface_destroy, cairo_surface_reference (self->surface));
  g_autoptr (GdkTexture) texture = gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, (gsize) stride);

  return gsk_texture_node_new (texture, &GRAPHENE_RECT_INIT (0, 0, (float) self->size, (float) self->size));
}

static void
dray_tile_paintable_snapshot (GdkPaintable *paintable,
                              GdkSnapshot  *snapshot,
                              double        width,
                              double        height)
{
  DrayTilePaintable *self = DRAY_TILE_PAINTABLE (paintable);

  if (self->node == NULL)
    self->node = self->texture ? new_texture_node (self) : new_cairo_node (self);
  if (width == self->size && height == self->size) {
    gtk_snapshot_append_node (snapshot, self->node);
    return;
  }
  gtk_snapshot_save (snapshot);
  gtk_snapshot_scale (snapshot, (float) (width / self->size), (float) (height / self->size));
  gtk_snapshot_append_node (snapshot, self->node);
  gtk_snapshot_restore (snapshot);
}

static int
dray_tile_paintable_get_size (GdkPaintable *paintable)
{
  return DRAY_TILE_PAINTABLE (paintable)->size;
}

static GdkPaintableFlags
dray_tile_paintable_get_flags (GdkPaintable *paintable)
{
  return GDK_PAINTABLE_STATIC_SIZE | GDK_PAINTABLE_STATIC_CONTENTS;
}

static void
dray_tile_paintable_interface_init (GdkPaintableInterface *interface)
{
  interface->snapshot = dray_tile_paintable_snapshot;
  interface->get_intrinsic_width = dray_tile_paintable_get_size;
  interface->get_intrinsic_height = dray_tile_paintable_get_size;
  interface->get_flags = dray_tile_paintable_get_flags;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DrayTilePaintable, dray_tile_paintable, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GDK_TYPE_PAINTABLE, dray_tile_paintable_interface_init))

static void
dray_tile_paintable_finalize (GObject *object)
{
  DrayTilePaintable *self = DRAY_TILE_PAINTABLE (object);

  g_clear_pointer (&self->node, gsk_render_node_unref);
  cairo_surface_destroy (self->surface);

  G_OBJECT_CLASS (dray_tile_paintable_parent_class)->finalize (object);
}

static void
dray_tile_paintable_class_init (DrayTilePaintableClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dray_tile_paintable_finalize;
}

static void
dray_tile_paintable_init (DrayTilePaintable *self)
{
}

/**
 * dray_tile_paintable_new:
 * @surface: (transfer full): an image, square, opaque, its device scale set
 * @size: logical pixels a side
 * @texture: whether the renderer keeps textures from frame to frame
 */
GdkPaintable *
dray_tile_paintable_new (cairo_surface_t *surface,
                         int              size,
                         gboolean         texture)
{
  DrayTilePaintable *self = g_object_new (DRAY_TYPE_TILE_PAINTABLE, NULL);

  self->surface = surface;
  self->size = size;
  self->texture = texture;
  return GDK_PAINTABLE (self);
}
