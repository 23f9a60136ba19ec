/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-tile.h"

#include <math.h>
#include <stdio.h>

#include "dray-geo-error.h"

#define EARTH_CIRCUMFERENCE_M 40075016.68557849 /* of the equator of WGS84, which Web Mercator is scaled by */

double
dray_mercator_x (double lon)
{
  return (lon + 180.0) / 360.0;
}

double
dray_mercator_y (double lat)
{
  double clamped = CLAMP (lat, -DRAY_MERCATOR_LAT_MAX, DRAY_MERCATOR_LAT_MAX);

  return 0.5 - asinh (tan (clamped * G_PI / 180.0)) / (2.0 * G_PI);
}

double
dray_mercator_lon (double x)
{
  return x * 360.0 - 180.0;
}

double
dray_mercator_lat (double y)
{
  return atan (sinh ((0.5 - y) * 2.0 * G_PI)) * 180.0 / G_PI;
}

DrayWorldPoint
dray_world_point (DrayGeoPoint point)
{
  return (DrayWorldPoint) {
    (int) lround (dray_mercator_x (dray_e7_to_degrees (point.lon_e7)) * DRAY_WORLD_SIZE),
    (int) lround (dray_mercator_y (dray_e7_to_degrees (point.lat_e7)) * DRAY_WORLD_SIZE),
  };
}

DrayGeoPoint
dray_world_to_geo (DrayWorldPoint point)
{
  return (DrayGeoPoint) {
    dray_degrees_to_e7 (dray_mercator_lon (point.x / (double) DRAY_WORLD_SIZE)),
    dray_degrees_to_e7 (dray_mercator_lat (point.y / (double) DRAY_WORLD_SIZE)),
  };
}

/* Whether such a tile is there: a zoom from 0 to %DRAY_TILE_ZOOM_MAX, column and row below 2^zoom. */
gboolean
dray_tile_is_valid (DrayTile tile)
{
  return tile.z >= 0 && tile.z <= DRAY_TILE_ZOOM_MAX && tile.x >= 0 && tile.y >= 0 && tile.x >> tile.z == 0 && tile.y >> tile.z == 0;
}

/**
 * dray_tile_parse:
 * @text: "Z/X/Y"
 *
 * Errors: %DRAY_GEO_ERROR_INVALID
 */
gboolean
dray_tile_parse (const char  *text,
                 DrayTile    *tile,
                 GError     **error)
{
  DrayTile read;
  int n = 0;

  if (sscanf (text, "%3d/%9d/%9d%n", &read.z, &read.x, &read.y, &n) != 3 || text[n] != '\0' || !dray_tile_is_valid (read)) {
    g_set_error (error, DRAY_GEO_ERROR, DRAY_GEO_ERROR_INVALID, "\"%s\" is no tile Z/X/Y with Z up to %d and X and Y below 2^Z", text, DRAY_TILE_ZOOM_MAX);
    return FALSE;
  }
  *tile = read;
  return TRUE;
}

/* The tile of zoom @z that holds @point. */
DrayTile
dray_tile_at (DrayGeoPoint point,
              int          z)
{
  int n = 1 << z;
  int x = (int) floor (dray_mercator_x (dray_e7_to_degrees (point.lon_e7)) * n);
  int y = (int) floor (dray_mercator_y (dray_e7_to_degrees (point.lat_e7)) * n);

  return (DrayTile) { z, CLAMP (x, 0, n - 1), CLAMP (y, 0, n - 1) };
}

DrayGeoBox
dray_tile_get_box (DrayTile tile)
{
  double n = (double) (1 << tile.z);

  return (DrayGeoBox) {
    .west_e7 = dray_degrees_to_e7 (dray_mercator_lon (tile.x / n)),
    .south_e7 = dray_degrees_to_e7 (dray_mercator_lat ((tile.y + 1) / n)),
    .east_e7 = dray_degrees_to_e7 (dray_mercator_lon ((tile.x + 1) / n)),
    .north_e7 = dray_degrees_to_e7 (dray_mercator_lat (tile.y / n)),
  };
}

/**
 * dray_tile_get_world_box:
 * @margin: how much more to take on each side, as a share of the tile's width
 *
 * The part of the world that a tile shows, in world units.
 */
DrayWorldBox
dray_tile_get_world_box (DrayTile tile,
                         double   margin)
{
  double width = ldexp (1.0, DRAY_WORLD_BITS - tile.z);

  return (DrayWorldBox) {
    (int) floor ((tile.x - margin) * width), (int) floor ((tile.y - margin) * width),
    (int) ceil ((tile.x + 1 + margin) * width), (int) ceil ((tile.y + 1 + margin) * width),
  };
}

/* How many metres of ground a pixel shows at latitude @lat, with 256-pixel tiles at @zoom. */
double
dray_tile_metres_a_pixel (double lat,
                          double zoom)
{
  return EARTH_CIRCUMFERENCE_M * cos (lat * G_PI / 180.0) / (256.0 * exp2 (zoom));
}
