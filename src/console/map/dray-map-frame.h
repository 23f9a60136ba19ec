/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <shumate/shumate.h>

G_BEGIN_DECLS

/**
 * DrayMapFrame:
 * @world_px: pixels around the whole world
 * @left_px: where the left edge of the map is on the world, in pixels from its west
 * @top_px: where the upper edge is, from its north
 * @width: of the map
 * @height: of the map
 * @rotation: radians, clockwise
 *
 * The part of the world that a map shows. Edges are those of the map before it is turned around its middle.
 */
typedef struct {
  double world_px;
  double left_px;
  double top_px;
  int    width;
  int    height;
  double rotation;
} DrayMapFrame;

gboolean dray_map_frame_init     (DrayMapFrame       *frame,
                                  ShumateViewport    *viewport,
                                  int                 width,
                                  int                 height);
void     dray_map_frame_place    (const DrayMapFrame *frame,
                                  double              x,
                                  double              y,
                                  double             *px,
                                  double             *py);
void     dray_map_frame_unplace  (const DrayMapFrame *frame,
                                  double              px,
                                  double              py,
                                  double             *x,
                                  double             *y);
void     dray_map_frame_turn     (const DrayMapFrame *frame,
                                  double             *px,
                                  double             *py);

G_END_DECLS
