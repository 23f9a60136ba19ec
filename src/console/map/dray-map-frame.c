/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-map-frame.h"

#include "dray-tile.h"

#include <math.h>

/**
 * dray_map_frame_init:
 * @width: of the layer, in pixels
 * @height: of the layer, in pixels
 *
 * Positions are Web Mercator in [0, 1) from the north-west, as the live fleet keeps its trucks. Libshumate scales the tiles of the zoom level below, which makes the world as wide as at a level in between.
 *
 * Returns: %FALSE while the viewport has no map source to measure with
 */
gboolean
dray_map_frame_init (DrayMapFrame    *frame,
                     ShumateViewport *viewport,
                     int              width,
                     int              height)
{
  ShumateMapSource *source = shumate_viewport_get_reference_map_source (viewport);
  double zoom = shumate_viewport_get_zoom_level (viewport);

  if (source == NULL)
    return FALSE;

  double world_px = shumate_map_source_get_tile_size_at_zoom (source, zoom) * exp2 (floor (zoom));

  *frame = (DrayMapFrame) {
    .world_px = world_px,
    .left_px = dray_mercator_x (shumate_location_get_longitude (SHUMATE_LOCATION (viewport))) * world_px - width / 2.0,
    .top_px = dray_mercator_y (shumate_location_get_latitude (SHUMATE_LOCATION (viewport))) * world_px - height / 2.0,
    .width = width,
    .height = height,
    .rotation = shumate_viewport_get_rotation (viewport),
  };
  return TRUE;
}

static void
turn (const DrayMapFrame *frame,
      double              by,
      double             *px,
      double             *py)
{
  double dx = *px - frame->width / 2.0, dy = *py - frame->height / 2.0;

  *px = frame->width / 2.0 + dx * cos (by) - dy * sin (by);
  *py = frame->height / 2.0 + dx * sin (by) + dy * cos (by);
}

/* From the map before it is turned to the map as it is seen. */
void
dray_map_frame_turn (const DrayMapFrame *frame,
                     double             *px,
                     double             *py)
{
  if (fabs (frame->rotation) > 1e-9)
    turn (frame, frame->rotation, px, py);
}

/* From the unit square to pixels of the map as it is seen. */
void
dray_map_frame_place (const DrayMapFrame *frame,
                      double              x,
                      double              y,
                      double             *px,
                      double             *py)
{
  *px = x * frame->world_px - frame->left_px;
  *py = y * frame->world_px - frame->top_px;
  dray_map_frame_turn (frame, px, py);
}

/* The other way round. */
void
dray_map_frame_unplace (const DrayMapFrame *frame,
                        double              px,
                        double              py,
                        double             *x,
                        double             *y)
{
  if (fabs (frame->rotation) > 1e-9)
    turn (frame, -frame->rotation, &px, &py);
  *x = (px + frame->left_px) / frame->world_px;
  *y = (py + frame->top_px) / frame->world_px;
}
