/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * DrayTilePaintable:
 *
 * A painted map tile. GTK's cairo renderer converts a memory texture again on every frame, which costs five times the rest of the
 * map; so there the tile is one cairo node that is made once and kept. Elsewhere it is a texture.
 */
#define DRAY_TYPE_TILE_PAINTABLE (dray_tile_paintable_get_type ())
G_DECLARE_FINAL_TYPE (DrayTilePaintable, dray_tile_paintable, DRAY, TILE_PAINTABLE, GObject)

GdkPaintable *dray_tile_paintable_new (cairo_surface_t *surface,
                                       int              size,
                                       gboolean         texture);

G_END_DECLS
