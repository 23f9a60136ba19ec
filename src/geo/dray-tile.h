/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-geo-box.h"

G_BEGIN_DECLS

/* Web Mercator, as every slippy map has it: the world is a square that runs from 180 degrees west to 180 east and from about
 * 85.05 degrees north to as much south; at zoom z it is cut into 2^z by 2^z tiles, counted from the north-west.
 *
 * World units cut the square into 2^28 steps a side (15 cm at the equator): the whole numbers in which a base map is kept. A tile
 * at zoom 16 is 4096 of them wide. */

#define DRAY_TILE_ZOOM_MAX 22
#define DRAY_WORLD_BITS 28
#define DRAY_WORLD_SIZE (1 << DRAY_WORLD_BITS)
#define DRAY_MERCATOR_LAT_MAX 85.0511287798066

/**
 * DrayTile:
 *
 * Which tile: zoom, column and row.
 */
typedef struct {
  int z;
  int x;
  int y;
} DrayTile;

/* A place in world units. It may lie outside the square: what a tile's margin takes from beyond its edge. */
typedef struct {
  int x;
  int y;
} DrayWorldPoint;

/* A rectangle in world units, the far edges not included. */
typedef struct {
  int x0;
  int y0;
  int x1;
  int y1;
} DrayWorldBox;

/* Longitude and latitude in degrees to the square from 0 to 1, and back. Latitudes beyond the square are cut off. */
double         dray_mercator_x          (double          lon);
double         dray_mercator_y          (double          lat);
double         dray_mercator_lon        (double          x);
double         dray_mercator_lat        (double          y);

DrayWorldPoint dray_world_point         (DrayGeoPoint    point);
DrayGeoPoint   dray_world_to_geo        (DrayWorldPoint  point);

gboolean       dray_tile_is_valid       (DrayTile        tile);
gboolean       dray_tile_parse          (const char     *text,
                                         DrayTile       *tile,
                                         GError        **error);
DrayTile       dray_tile_at             (DrayGeoPoint    point,
                                         int             z);
DrayGeoBox     dray_tile_get_box        (DrayTile        tile);
DrayWorldBox   dray_tile_get_world_box  (DrayTile        tile,
                                         double          margin);
double         dray_tile_metres_a_pixel (double          lat,
                                         double          zoom);

static inline gboolean
dray_world_box_intersects (const DrayWorldBox *a,
                           const DrayWorldBox *b)
{
  return a->x0 < b->x1 && b->x0 < a->x1 && a->y0 < b->y1 && b->y0 < a->y1;
}

G_END_DECLS
