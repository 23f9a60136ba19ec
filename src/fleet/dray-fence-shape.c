/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-shape.h"
#include "dray-fleet-error.h"
#include "dray-shape-geos.h"

#include <math.h>

/* A circle is a polygon of 72 corners with the circle's area, its corners 0.13 % outside and the middles of its sides as far inside. A
 * corridor is all that lies within half its width of a line, drawn or the path of a road.
 *
 * Two corners more than 180 degrees of longitude apart are neighbours across the date line. Such a ring is walked with longitudes that
 * go on beyond 180 degrees and cut at it; what lies beyond is the same land on the map's other end. */

#define N_CORNERS 72
#define MAX_RADIUS_M 100000.0
#define HALF_E7 G_GINT64_CONSTANT (1800000000)
#define TURN_E7 (2 * HALF_E7)

typedef struct {
  gint64 lon_e7;
  gint64 lat_e7;
} Corner;

/**
 * dray_fence_shape_new_circle:
 *
 * Errors: %DRAY_FLEET_ERROR_INVALID for a radius of 0 or less or over 100 km, or a centre that is no place
 */
DrayShape *
dray_fence_shape_new_circle (DrayGeoPoint   centre,
                             double         radius_m,
                             GError       **error)
{
  double corner_m = radius_m * sqrt (2.0 * G_PI / N_CORNERS / sin (2.0 * G_PI / N_CORNERS));
  DrayShape *shape;

  if (!(radius_m > 0.0) || radius_m > MAX_RADIUS_M || !dray_geo_point_is_valid (centre)) {
    g_set_error_literal (error, DRAY_FLEET_ERROR, DRAY_FLEET_ERROR_INVALID, "A circle has a place on the globe and a radius of up to 100 km");
    return NULL;
  }
  shape = dray_shape_new (DRAY_SHAPE_POLYGON);
  for (int i = 0; i < N_CORNERS; i++)
    dray_shape_add_point (shape, dray_geo_point_move (centre, 360.0 * i / N_CORNERS, corner_m));
  dray_shape_end_part (shape);
  dray_shape_end_polygon (shape);
  return shape;
}

/**
 * dray_fence_shape_new_corridor:
 * @line: (array length=n_points): drawn, or the points of a path
 * @width_m: from side to side
 *
 * Errors: %DRAY_FLEET_ERROR_INVALID for a width of 0 or less or over 100 km, or fewer than two points; %DRAY_GEO_ERROR_INVALID for a line
 *   of equal points
 */
DrayShape *
dray_fence_shape_new_corridor (const DrayGeoPoint  *line,
                               int                  n_points,
                               double               width_m,
                               GError             **error)
{
  g_autoptr (DrayShape) shape = NULL;

  if (!(width_m > 0.0) || width_m > MAX_RADIUS_M || n_points < 2) {
    g_set_error_literal (error, DRAY_FLEET_ERROR, DRAY_FLEET_ERROR_INVALID, "A corridor has a line of two points or more and a width of up to 100 km");
    return NULL;
  }
  shape = dray_shape_new_line (line, n_points);
  return dray_shape_check (shape, error) ? dray_shape_buffer (shape, width_m / 2.0, error) : NULL;
}

/* A ring's corners with longitudes that go on, near @near_e7 to begin with. */
static GArray *
unroll (const DrayShape *shape,
        int              part,
        gint64           near_e7)
{
  GArray *ring = g_array_new (FALSE, FALSE, sizeof (Corner));
  gint64 last_e7 = near_e7;

  for (int i = dray_shape_get_part_start (shape, part); i < shape->part_ends[part]; i++) {
    Corner corner = { shape->points[i].lon_e7, shape->points[i].lat_e7 };

    while (corner.lon_e7 - last_e7 > HALF_E7)
      corner.lon_e7 -= TURN_E7;
    while (corner.lon_e7 - last_e7 < -HALF_E7)
      corner.lon_e7 += TURN_E7;
    last_e7 = corner.lon_e7;
    g_array_append_val (ring, corner);
  }
  return ring;
}

/* Cuts away what lies on the wrong side of a meridian: one pass of Sutherland and Hodgman (1974). @sign: 1 keeps the west, -1 the east */
static GArray *
cut (GArray *ring,
     gint64  limit_e7,
     int     sign)
{
  GArray *kept = g_array_new (FALSE, FALSE, sizeof (Corner));

  for (guint i = 0; i < ring->len; i++) {
    Corner a = g_array_index (ring, Corner, i), b = g_array_index (ring, Corner, (i + 1) % ring->len);
    gboolean a_in = sign * (limit_e7 - a.lon_e7) >= 0, b_in = sign * (limit_e7 - b.lon_e7) >= 0;

    if (a_in)
      g_array_append_val (kept, a);
    if (a_in != b_in) {
      double part = (double) (limit_e7 - a.lon_e7) / (double) (b.lon_e7 - a.lon_e7);
      Corner on = { limit_e7, a.lat_e7 + (gint64) llround (part * (double) (b.lat_e7 - a.lat_e7)) };

      g_array_append_val (kept, on);
    }
  }
  return kept;
}

/* Appends the part of the ring that lies in the @turn-th time round the globe. Returns: whether any does */
static gboolean
add_ring (DrayShape *shape,
          GArray    *ring,
          int        turn)
{
  g_autoptr (GArray) west = cut (ring, turn * TURN_E7 + HALF_E7, 1), both = cut (west, turn * TURN_E7 - HALF_E7, -1);

  if (both->len < 3)
    return FALSE;
  for (guint i = 0; i < both->len; i++) {
    Corner corner = g_array_index (both, Corner, i);

    dray_shape_add_point (shape, (DrayGeoPoint) { (int) (corner.lon_e7 - turn * TURN_E7), (int) corner.lat_e7 });
  }
  dray_shape_end_part (shape);
  return TRUE;
}

static gboolean
crosses_date_line (const DrayShape *shape)
{
  for (int part = 0; part < shape->n_parts; part++) {
    int start = dray_shape_get_part_start (shape, part);

    for (int i = start; i < shape->part_ends[part]; i++) {
      int next = i + 1 < shape->part_ends[part] ? i + 1 : start;

      if (ABS ((gint64) shape->points[i].lon_e7 - shape->points[next].lon_e7) > HALF_E7)
        return TRUE;
    }
  }
  return FALSE;
}

static void
split_polygon (const DrayShape *shape,
               int              polygon,
               GPtrArray       *pieces)
{
  int first = dray_shape_get_polygon_start (shape, polygon), end = shape->polygon_ends[polygon];
  gint64 near_e7 = shape->points[dray_shape_get_part_start (shape, first)].lon_e7;

  for (int turn = -1; turn <= 1; turn++) {
    g_autoptr (DrayShape) piece = dray_shape_new (DRAY_SHAPE_POLYGON);
    gboolean has_outer = FALSE;

    for (int part = first; part < end; part++) {
      g_autoptr (GArray) ring = unroll (shape, part, near_e7);

      if (part == first)
        has_outer = add_ring (piece, ring, turn);
      else if (has_outer)
        add_ring (piece, ring, turn);
    }
    dray_shape_end_polygon (piece);
    if (has_outer && dray_shape_get_area_m2 (piece) > 0.0)
      g_ptr_array_add (pieces, g_steal_pointer (&piece));
  }
}

/* The polygon moved so far west or east that it lies about the prime meridian. */
static DrayShape *
move_to_zero (const DrayShape *shape,
              int              polygon)
{
  DrayShape *moved = dray_shape_new (DRAY_SHAPE_POLYGON);
  int first = dray_shape_get_polygon_start (shape, polygon);
  gint64 near_e7 = shape->points[dray_shape_get_part_start (shape, first)].lon_e7;

  for (int part = first; part < shape->polygon_ends[polygon]; part++) {
    g_autoptr (GArray) ring = unroll (shape, part, near_e7);

    for (guint i = 0; i < ring->len; i++) {
      Corner corner = g_array_index (ring, Corner, i);

      dray_shape_add_point (moved, (DrayGeoPoint) { (int) CLAMP (corner.lon_e7 - near_e7, -HALF_E7, HALF_E7), (int) corner.lat_e7 });
    }
    dray_shape_end_part (moved);
  }
  dray_shape_end_polygon (moved);
  return moved;
}

/**
 * dray_fence_shape_check:
 *
 * Whether the shape can be a fence: for whoever draws or imports one.
 *
 * Errors: %DRAY_GEO_ERROR_INVALID, %DRAY_FLEET_ERROR_INVALID with what is wrong: no area, an outline that crosses itself, three equal
 *   points
 */
gboolean
dray_fence_shape_check (const DrayShape  *shape,
                        GError          **error)
{
  if (!dray_shape_check (shape, error))
    return FALSE;
  if (!dray_shape_is_polygonal (shape)) {
    g_set_error_literal (error, DRAY_FLEET_ERROR, DRAY_FLEET_ERROR_INVALID, "A fence is an area; a point needs a radius and a line a width");
    return FALSE;
  }
  if (!crosses_date_line (shape))
    return dray_shape_check_valid (shape, NULL, error);
  for (int polygon = 0; polygon < shape->n_polygons; polygon++) {
    g_autoptr (DrayShape) moved = move_to_zero (shape, polygon);

    if (!dray_shape_check_valid (moved, NULL, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * dray_fence_shape_split:
 * @shape: an area
 * @pieces: (element-type DrayShape): what is appended to
 *
 * What a fence is watched by: the shape itself, or its pieces on either side of the date line.
 */
void
dray_fence_shape_split (const DrayShape *shape,
                        GPtrArray       *pieces)
{
  if (!crosses_date_line (shape)) {
    g_ptr_array_add (pieces, dray_shape_ref ((DrayShape *) shape));
    return;
  }
  for (int polygon = 0; polygon < shape->n_polygons; polygon++)
    split_polygon (shape, polygon, pieces);
}
