/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-map-style-private.h"

G_BEGIN_DECLS

/**
 * DrayMapCanvas:
 * @cairo: draws in pixels of the tile, before the scale of the display
 * @theme: light or dark
 * @zoom: of 256-pixel tiles: a 512-pixel tile is drawn as the four of the next zoom are
 * @size: the tile's width in pixels
 * @origin: its north-western corner
 * @pixels_a_unit: pixels that a world unit is wide: a power of two, so that neighbours round alike and no seam shows
 * @map: what there is to draw
 * @order: (array): indices of @map's features, sorted by kind
 * @kind_starts: where in @order the features of each kind begin
 *
 * A tile while it is painted, by one thread.
 */
typedef struct {
  cairo_t           *cairo;
  DrayMapTheme       theme;
  double             zoom;
  double             size;
  DrayWorldPoint     origin;
  double             pixels_a_unit;
  const DrayMapTile *map;
  int               *order;
  int                kind_starts[DRAY_MAP_N_KINDS + 1];
} DrayMapCanvas;

/* How far beyond the edge a line must still be drawn, in pixels: half the widest road and its joins. */
#define DRAY_MAP_CANVAS_BLEED 24.0

static inline double
dray_map_canvas_x (const DrayMapCanvas *self,
                   int                  x)
{
  return ((double) x - self->origin.x) * self->pixels_a_unit;
}

static inline double
dray_map_canvas_y (const DrayMapCanvas *self,
                   int                  y)
{
  return ((double) y - self->origin.y) * self->pixels_a_unit;
}

/* Which sides of the tile, with its bleed, a pixel lies beyond. */
static inline int
dray_map_canvas_outcode (const DrayMapCanvas *self,
                         double               x,
                         double               y)
{
  double far = self->size + DRAY_MAP_CANVAS_BLEED;

  return (x < -DRAY_MAP_CANVAS_BLEED) | (x > far) << 1 | (y < -DRAY_MAP_CANVAS_BLEED) << 2 | (y > far) << 3;
}

void dray_map_canvas_init        (DrayMapCanvas     *self,
                                  cairo_t           *cairo,
                                  DrayMapTheme       theme,
                                  DrayTile           tile,
                                  int                size_px,
                                  const DrayMapTile *map);
void dray_map_canvas_clear       (DrayMapCanvas *self);
void dray_map_canvas_paint_areas (DrayMapCanvas *self);
void dray_map_canvas_paint_lines (DrayMapCanvas *self);
void dray_map_canvas_paint_roads (DrayMapCanvas *self);

G_END_DECLS
