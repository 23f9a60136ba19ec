/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-map-canvas-private.h"

#include <math.h>
#include <stdlib.h>

/* Lines of a tile. Roads are drawn layer by layer from the deepest tunnel to the highest bridge; within a layer first all casings, then
 * the fills from the least class to the greatest, so that crossings at grade are open and a bridge cuts what it crosses. Roads
 * that are drawn alike share one path and one stroke. */

#define MIN_LAYERS_ZOOM 13 /* below it a road is too thin for its casing to cut another */

/* Adds the visible runs of a line to the path. Returns: how many points it added */
static int
add_line (DrayMapCanvas        *self,
          const DrayWorldPoint *points,
          int                   n_points)
{
  double last_x = dray_map_canvas_x (self, points[0].x);
  double last_y = dray_map_canvas_y (self, points[0].y);
  int last_code = dray_map_canvas_outcode (self, last_x, last_y);
  gboolean pen_down = FALSE;
  int n_added = 0;

  for (int i = 1; i < n_points; i++) {
    double x = dray_map_canvas_x (self, points[i].x);
    double y = dray_map_canvas_y (self, points[i].y);
    int code = dray_map_canvas_outcode (self, x, y);

    if (fabs (x - last_x) + fabs (y - last_y) < 0.5 && i < n_points - 1)
      continue;
    if ((code & last_code) != 0) {
      pen_down = FALSE;
    } else {
      if (!pen_down)
        cairo_move_to (self->cairo, last_x, last_y);
      cairo_line_to (self->cairo, x, y);
      pen_down = TRUE;
      n_added++;
    }
    last_x = x;
    last_y = y;
    last_code = code;
  }
  return n_added;
}

/* Strokes a line by dashes. Each visible segment knows how far from the line's start it is, so that the dashes of two tiles meet. */
static void
stroke_dashed (DrayMapCanvas        *self,
               const DrayWorldPoint *points,
               int                   n_points,
               const double          dash[2])
{
  double run = 0;
  double last_x = dray_map_canvas_x (self, points[0].x);
  double last_y = dray_map_canvas_y (self, points[0].y);
  int last_code = dray_map_canvas_outcode (self, last_x, last_y);
  gboolean pen_down = FALSE;

  for (int i = 1; i < n_points; i++) {
    double x = dray_map_canvas_x (self, points[i].x);
    double y = dray_map_canvas_y (self, points[i].y);
    int code = dray_map_canvas_outcode (self, x, y);
    gboolean visible = (code & last_code) == 0;

    if (visible && !pen_down) {
      cairo_set_dash (self->cairo, dash, 2, run);
      cairo_move_to (self->cairo, last_x, last_y);
    }
    if (visible)
      cairo_line_to (self->cairo, x, y);
    if (!visible && pen_down)
      cairo_stroke (self->cairo);
    pen_down = visible;
    run += hypot (x - last_x, y - last_y);
    last_x = x;
    last_y = y;
    last_code = code;
  }
  cairo_stroke (self->cairo);
}

static void
set_pen (cairo_t    *cairo,
         DrayColour  colour,
         double      width)
{
  dray_colour_set (cairo, colour);
  cairo_set_line_width (cairo, width);
  /* Joins cost more than they show on a thin line. */
  cairo_set_line_join (cairo, width > 2.5 ? CAIRO_LINE_JOIN_ROUND : CAIRO_LINE_JOIN_BEVEL);
  /* Half the time of the default, and no difference that an eye finds in a road. */
  cairo_set_antialias (cairo, CAIRO_ANTIALIAS_FAST);
}

/* The solid lines of a kind, in one stroke, and the dashed ones, one by one. */
static void
paint_line_kind (DrayMapCanvas *self,
                 DrayMapKind    kind)
{
  DrayMapStroke stroke = dray_map_style_get_stroke (self->theme, kind, 0, self->zoom);
  static const double sleepers[2] = { 7, 7 };

  if (stroke.width <= 0)
    return;
  for (int pass = 0; pass < (kind == DRAY_MAP_RAIL && self->zoom >= 14 ? 2 : 1); pass++) {
    const double *dash = pass == 1 ? sleepers : stroke.dash[0] > 0 ? stroke.dash : NULL;

    set_pen (self->cairo, pass == 1 ? stroke.casing : stroke.fill, pass == 1 ? stroke.width * 0.55 : stroke.width);
    for (int i = self->kind_starts[kind]; i < self->kind_starts[kind + 1]; i++) {
      const DrayMapFeature *feature = dray_map_tile_get_feature (self->map, self->order[i]);

      if ((feature->flags & DRAY_MAP_FEATURE_TUNNEL) != 0)
        continue;
      for (int part = feature->first_part; part < feature->first_part + feature->n_parts; part++) {
        int n_points = 0;
        const DrayWorldPoint *points = dray_map_tile_get_part (self->map, part, &n_points);

        if (n_points > 1 && dash != NULL)
          stroke_dashed (self, points, n_points, dash);
        else if (n_points > 1)
          add_line (self, points, n_points);
      }
    }
    if (dash == NULL)
      cairo_stroke (self->cairo);
    cairo_set_dash (self->cairo, NULL, 0, 0);
  }
}

void
dray_map_canvas_paint_lines (DrayMapCanvas *self)
{
  cairo_set_line_cap (self->cairo, CAIRO_LINE_CAP_BUTT);
  for (int kind = DRAY_MAP_SHORELINE; kind <= DRAY_MAP_RUNWAY; kind++) {
    if (self->kind_starts[kind + 1] > self->kind_starts[kind])
      paint_line_kind (self, (DrayMapKind) kind);
  }
}

/* What decides a road's place in the drawing order and its look; equal keys share a stroke. */
typedef struct {
  int layer;
  int kind;
  int flags;
  int feature;
} Road;

static int
compare_roads (gconstpointer a,
               gconstpointer b)
{
  const Road *one = a;
  const Road *other = b;

  if (one->layer != other->layer)
    return one->layer - other->layer;
  if (one->kind != other->kind)
    return one->kind - other->kind;
  /* Ramps go below the roads that they join. */
  if (one->flags != other->flags)
    return other->flags - one->flags;
  return one->feature - other->feature;
}

static Road *
list_roads (DrayMapCanvas *self,
            int           *n_roads)
{
  int first = self->kind_starts[DRAY_MAP_PATH];
  int n = self->kind_starts[DRAY_MAP_MOTORWAY + 1] - first;
  Road *roads = g_new (Road, MAX (n, 1));

  for (int i = 0; i < n; i++) {
    const DrayMapFeature *feature = dray_map_tile_get_feature (self->map, self->order[first + i]);
    int flags = feature->flags & (DRAY_MAP_FEATURE_TUNNEL | DRAY_MAP_FEATURE_LINK | DRAY_MAP_FEATURE_BRIDGE);

    if (self->zoom < MIN_LAYERS_ZOOM)
      flags &= ~DRAY_MAP_FEATURE_BRIDGE;
    roads[i] = (Road) { self->zoom < MIN_LAYERS_ZOOM ? 0 : feature->layer, feature->kind, flags, self->order[first + i] };
  }
  qsort (roads, (gsize) n, sizeof *roads, compare_roads);
  *n_roads = n;
  return roads;
}

static void
stroke_roads (DrayMapCanvas *self,
              const Road    *roads,
              int            n_roads,
              gboolean       casing)
{
  DrayMapStroke stroke = dray_map_style_get_stroke (self->theme, roads->kind, roads->flags, self->zoom);
  gboolean tunnel = (roads->flags & DRAY_MAP_FEATURE_TUNNEL) != 0;
  gboolean bridge = (roads->flags & DRAY_MAP_FEATURE_BRIDGE) != 0;
  static const double tunnel_dash[2] = { 4, 3 };
  const double *dash = casing ? (tunnel ? tunnel_dash : NULL) : stroke.dash[0] > 0 ? stroke.dash : NULL;
  double width = casing ? stroke.casing_width + (bridge ? 0.6 : 0) : stroke.width;

  if (width <= 0 || (casing && stroke.casing_width <= 0))
    return;
  set_pen (self->cairo, casing ? stroke.casing : stroke.fill, width);
  /* The end of a bridge's casing is cut off, so that it doesn't lap over the road that goes on; a fill's end is round and closes corners. */
  cairo_set_line_cap (self->cairo, dash == NULL && width > 2.5 && !(casing && (bridge || tunnel)) ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
  for (int i = 0; i < n_roads; i++) {
    const DrayMapFeature *feature = dray_map_tile_get_feature (self->map, roads[i].feature);

    for (int part = feature->first_part; part < feature->first_part + feature->n_parts; part++) {
      int n_points = 0;
      const DrayWorldPoint *points = dray_map_tile_get_part (self->map, part, &n_points);

      if (n_points > 1 && dash != NULL)
        stroke_dashed (self, points, n_points, dash);
      else if (n_points > 1)
        add_line (self, points, n_points);
    }
  }
  if (dash == NULL)
    cairo_stroke (self->cairo);
  cairo_set_dash (self->cairo, NULL, 0, 0);
}

/* One past the last of the roads that look like the one at @first. */
static int
find_end (const Road *roads,
          int         first,
          int         end)
{
  int i = first + 1;

  while (i < end && roads[i].kind == roads[first].kind && roads[i].flags == roads[first].flags)
    i++;
  return i;
}

void
dray_map_canvas_paint_roads (DrayMapCanvas *self)
{
  int n_roads = 0;
  g_autofree Road *roads = list_roads (self, &n_roads);
  int end = 0;

  for (int first = 0; first < n_roads; first = end) {
    for (end = first; end < n_roads && roads[end].layer == roads[first].layer;)
      end++;
    for (int casing = 1; casing >= 0; casing--) {
      for (int i = first, next = first; i < end; i = next) {
        next = find_end (roads, i, end);
        stroke_roads (self, roads + i, next - i, casing);
      }
    }
  }
}
