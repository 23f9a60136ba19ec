/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-map-canvas-private.h"

#include <math.h>

/* The areas of a tile, kind by kind from the land up to the buildings. All areas of a kind become one path and are filled at once by
 * the winding rule: outer rings and holes turn opposite ways, so overlapping areas of a kind join without a seam. */

/* Sorts the features by kind, by counting. */
static void
sort_by_kind (DrayMapCanvas *self)
{
  int n = (int) self->map->features->len;
  int next[DRAY_MAP_N_KINDS];

  for (int i = 0; i < n; i++)
    self->kind_starts[dray_map_tile_get_feature (self->map, i)->kind + 1]++;
  for (int kind = 0; kind < DRAY_MAP_N_KINDS; kind++) {
    next[kind] = self->kind_starts[kind];
    self->kind_starts[kind + 1] += self->kind_starts[kind];
  }
  self->order = g_new (int, MAX (n, 1));
  for (int i = 0; i < n; i++)
    self->order[next[dray_map_tile_get_feature (self->map, i)->kind]++] = i;
}

/**
 * dray_map_canvas_init:
 * @map: borrowed; every kind in it is below %DRAY_MAP_N_KINDS
 */
void
dray_map_canvas_init (DrayMapCanvas     *self,
                      cairo_t           *cairo,
                      DrayMapTheme       theme,
                      DrayTile           tile,
                      int                size_px,
                      const DrayMapTile *map)
{
  DrayWorldBox box = dray_tile_get_world_box (tile, 0);

  *self = (DrayMapCanvas) {
    .cairo = cairo, .theme = theme, .zoom = tile.z + log2 (size_px / 256.0), .size = size_px, .origin = { box.x0, box.y0 },
    .pixels_a_unit = size_px / ldexp (1.0, DRAY_WORLD_BITS - tile.z), .map = map,
  };
  sort_by_kind (self);
}

void
dray_map_canvas_clear (DrayMapCanvas *self)
{
  g_clear_pointer (&self->order, g_free);
}

/* Adds a ring to the path. Points nearer than a third of a pixel to the last are left out, and so are points between two others that
 * lie beyond the same side of the tile: neither changes what the tile shows. */
static void
add_ring (DrayMapCanvas        *self,
          const DrayWorldPoint *points,
          int                   n_points)
{
  double last_x = 0;
  double last_y = 0;
  int last_code = 0;

  for (int i = 0; i < n_points; i++) {
    double x = dray_map_canvas_x (self, points[i].x);
    double y = dray_map_canvas_y (self, points[i].y);
    int code = dray_map_canvas_outcode (self, x, y);

    if (i == 0) {
      cairo_move_to (self->cairo, x, y);
    } else {
      if (fabs (x - last_x) + fabs (y - last_y) < 0.35 && i < n_points - 1)
        continue;
      if ((last_code & code) != 0 && i < n_points - 1) {
        double next_x = dray_map_canvas_x (self, points[i + 1].x);
        double next_y = dray_map_canvas_y (self, points[i + 1].y);

        if ((last_code & code & dray_map_canvas_outcode (self, next_x, next_y)) != 0)
          continue;
      }
      cairo_line_to (self->cairo, x, y);
    }
    last_x = x;
    last_y = y;
    last_code = code;
  }
  cairo_close_path (self->cairo);
}

static void
paint_kind (DrayMapCanvas *self,
            DrayMapKind    kind)
{
  DrayColour outline = 0;
  DrayColour fill = dray_map_style_get_area (self->theme, kind, &outline);

  for (int i = self->kind_starts[kind]; i < self->kind_starts[kind + 1]; i++) {
    const DrayMapFeature *feature = dray_map_tile_get_feature (self->map, self->order[i]);

    for (int part = feature->first_part; part < feature->first_part + feature->n_parts; part++) {
      int n_points = 0;
      const DrayWorldPoint *points = dray_map_tile_get_part (self->map, part, &n_points);

      if (n_points > 2)
        add_ring (self, points, n_points);
    }
  }
  dray_colour_set (self->cairo, fill);
  cairo_fill_preserve (self->cairo);
  /* Land is only drawn as an area in the overview of the world, and its outline there is the shore. */
  if (outline != 0 && (self->zoom >= 16 || kind == DRAY_MAP_LAND)) {
    dray_colour_set (self->cairo, outline);
    cairo_set_line_width (self->cairo, kind == DRAY_MAP_LAND ? 0.6 : 0.8);
    cairo_stroke_preserve (self->cairo);
  }
  cairo_new_path (self->cairo);
}

void
dray_map_canvas_paint_areas (DrayMapCanvas *self)
{
  cairo_set_fill_rule (self->cairo, CAIRO_FILL_RULE_WINDING);
  for (int kind = DRAY_MAP_SEA; kind <= DRAY_MAP_BUILDING; kind++) {
    if (self->kind_starts[kind + 1] > self->kind_starts[kind])
      paint_kind (self, (DrayMapKind) kind);
  }
}
