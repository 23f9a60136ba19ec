/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-paint.h"

#include "dray-tile.h"
#include "dray-truck-icons.h"

#include <math.h>

#define LINE_PX 2.5
#define HALO_PX 7.5
#define HATCH_PX 10.6
#define HATCH_LINE_PX 1.5
#define HATCH_ALPHA 0.18
/* Outlines that are smaller than this are not seen. */
#define SMALLEST_PX 2.0

void
dray_map_frame_place_point (const DrayMapFrame *frame,
                            DrayGeoPoint        point,
                            double             *x,
                            double             *y)
{
  dray_map_frame_place (frame, dray_mercator_x (dray_e7_to_degrees (point.lon_e7)), dray_mercator_y (dray_e7_to_degrees (point.lat_e7)), x, y);
}

/* Returns: the place on the ground at a pixel of the map */
DrayGeoPoint
dray_map_frame_find_point (const DrayMapFrame *frame,
                           double              x,
                           double              y)
{
  double u, v;

  dray_map_frame_unplace (frame, x, y, &u, &v);
  return (DrayGeoPoint) { dray_degrees_to_e7 (CLAMP (dray_mercator_lon (u), -180.0, 180.0)), dray_degrees_to_e7 (dray_mercator_lat (CLAMP (v, 0.0, 1.0))) };
}

/* Whether any of it can be seen. A map that is turned shows more than its box says. */
static gboolean
is_in_view (const DrayMapFrame *frame,
            const DrayShape    *shape)
{
  DrayGeoBox box = dray_shape_get_box (shape);
  double x0 = dray_mercator_x (dray_e7_to_degrees (box.west_e7)) * frame->world_px - frame->left_px;
  double x1 = dray_mercator_x (dray_e7_to_degrees (box.east_e7)) * frame->world_px - frame->left_px;
  double y0 = dray_mercator_y (dray_e7_to_degrees (box.north_e7)) * frame->world_px - frame->top_px;
  double y1 = dray_mercator_y (dray_e7_to_degrees (box.south_e7)) * frame->world_px - frame->top_px;
  double margin = fabs (frame->rotation) > 1e-9 ? hypot (frame->width, frame->height) / 2 : 10;

  if (MAX (x1 - x0, y1 - y0) < SMALLEST_PX)
    return FALSE;
  return x1 >= -margin && x0 <= frame->width + margin && y1 >= -margin && y0 <= frame->height + margin;
}

/* Lays the path of all rings. Returns: %FALSE with no path where none of them can be seen */
gboolean
dray_fence_paint_trace (cairo_t            *cr,
                        const DrayMapFrame *frame,
                        const DrayShape    *shape)
{
  cairo_new_path (cr);
  if (!is_in_view (frame, shape))
    return FALSE;
  for (int part = 0; part < shape->n_parts; part++) {
    cairo_new_sub_path (cr);
    for (int i = dray_shape_get_part_start (shape, part); i < shape->part_ends[part]; i++) {
      double x, y;

      dray_map_frame_place_point (frame, shape->points[i], &x, &y);
      cairo_line_to (cr, x, y);
    }
    if (dray_shape_is_polygonal (shape))
      cairo_close_path (cr);
  }
  return TRUE;
}

/* Hatches the path, which stays. */
void
dray_fence_paint_hatch (cairo_t            *cr,
                        const DrayMapFrame *frame,
                        guint32             colour)
{
  cairo_path_t *path = cairo_copy_path (cr);
  double x0, y0, x1, y1;

  cairo_fill_extents (cr, &x0, &y0, &x1, &y1);
  x0 = MAX (x0, 0);
  y0 = MAX (y0, 0);
  x1 = MIN (x1, frame->width);
  y1 = MIN (y1, frame->height);
  cairo_save (cr);
  cairo_clip (cr);
  for (double at = floor ((x0 + y0) / HATCH_PX) * HATCH_PX; at < x1 + y1; at += HATCH_PX * G_SQRT2) {
    cairo_move_to (cr, at - y0, y0);
    cairo_line_to (cr, at - y1, y1);
  }
  dray_set_source_rgb (cr, colour, HATCH_ALPHA);
  cairo_set_line_width (cr, HATCH_LINE_PX);
  cairo_stroke (cr);
  cairo_restore (cr);
  cairo_new_path (cr);
  cairo_append_path (cr, path);
  cairo_path_destroy (path);
}

/* Strokes the path over its halo. */
void
dray_fence_paint_outline (cairo_t *cr,
                          guint32  colour,
                          guint32  halo,
                          double   alpha)
{
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width (cr, HALO_PX);
  dray_set_source_rgb (cr, halo, 0.6 * alpha);
  cairo_stroke_preserve (cr);
  cairo_set_line_width (cr, LINE_PX);
  dray_set_source_rgb (cr, colour, alpha);
  cairo_stroke (cr);
}
