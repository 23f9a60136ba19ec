/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-map-painter.h"

#include <shumate/shumate.h>

G_BEGIN_DECLS

/**
 * DrayTileSource:
 *
 * The offline base map for libshumate: its tiles are painted from a region pack on a small pool of threads. With no painter there
 * is nothing to paint and every tile is empty, which still gives the map its measures.
 *
 * Libshumate can't be told that tiles have changed, so another theme or scale is another source with another id.
 */
#define DRAY_TYPE_TILE_SOURCE (dray_tile_source_get_type ())
G_DECLARE_FINAL_TYPE (DrayTileSource, dray_tile_source, DRAY, TILE_SOURCE, ShumateMapSource)

DrayTileSource *dray_tile_source_new (DrayMapPainter *painter,
                                      gboolean        textures);

G_END_DECLS
