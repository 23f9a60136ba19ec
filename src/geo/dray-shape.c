/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-shape.h"

#include <math.h>
#include <string.h>

#include "dray-geo-error.h"

G_DEFINE_BOXED_TYPE (DrayShape, dray_shape, dray_shape_ref, dray_shape_unref)

/* The columns grow by doubling; their room is the next power of two, so that it needs no field of its own. */
static gpointer
grow (gpointer column,
      int      n,
      gsize    size)
{
  if (n < 4)
    return column == NULL ? g_malloc_n (4, size) : column;
  return (n & (n - 1)) == 0 ? g_realloc_n (column, (gsize) n * 2, size) : column;
}

/**
 * dray_shape_new:
 *
 * Returns: (transfer full): a shape with no points yet
 */
DrayShape *
dray_shape_new (DrayShapeKind kind)
{
  DrayShape *self = g_atomic_rc_box_new0 (DrayShape);

  self->kind = kind;
  return self;
}

DrayShape *
dray_shape_new_point (DrayGeoPoint point)
{
  DrayShape *self = dray_shape_new (DRAY_SHAPE_POINT);

  dray_shape_add_point (self, point);
  dray_shape_end_part (self);
  return self;
}

DrayShape *
dray_shape_new_line (const DrayGeoPoint *points,
                     int                 n_points)
{
  DrayShape *self = dray_shape_new (DRAY_SHAPE_LINE);

  for (int i = 0; i < n_points; i++)
    dray_shape_add_point (self, points[i]);
  dray_shape_end_part (self);
  return self;
}

DrayShape *
dray_shape_new_polygon (const DrayGeoPoint *ring,
                        int                 n_points)
{
  DrayShape *self = dray_shape_new (DRAY_SHAPE_POLYGON);

  for (int i = 0; i < n_points; i++)
    dray_shape_add_point (self, ring[i]);
  dray_shape_end_part (self);
  dray_shape_end_polygon (self);
  return self;
}

DrayShape *
dray_shape_ref (DrayShape *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
dray_shape_clear (gpointer data)
{
  DrayShape *self = data;

  g_free (self->points);
  g_free (self->part_ends);
  g_free (self->polygon_ends);
}

void
dray_shape_unref (DrayShape *self)
{
  g_atomic_rc_box_release_full (self, dray_shape_clear);
}

void
dray_shape_add_point (DrayShape    *self,
                      DrayGeoPoint  point)
{
  self->points = grow (self->points, self->n_points, sizeof point);
  self->points[self->n_points++] = point;
}

/* Ends a line or a ring. A ring that repeats its first point loses the repetition. */
void
dray_shape_end_part (DrayShape *self)
{
  int start = self->n_parts == 0 ? 0 : self->part_ends[self->n_parts - 1];

  if (dray_shape_is_polygonal (self) && self->n_points - start > 1
      && dray_geo_point_equal (self->points[start], self->points[self->n_points - 1]))
    self->n_points--;
  self->part_ends = grow (self->part_ends, self->n_parts, sizeof (int));
  self->part_ends[self->n_parts++] = self->n_points;
}

void
dray_shape_end_polygon (DrayShape *self)
{
  g_return_if_fail (dray_shape_is_polygonal (self));

  self->polygon_ends = grow (self->polygon_ends, self->n_polygons, sizeof (int));
  self->polygon_ends[self->n_polygons++] = self->n_parts;
}

static gboolean
check_part (const DrayShape  *self,
            int               part,
            int               n_min,
            GError          **error)
{
  int start = dray_shape_get_part_start (self, part);
  int n = self->part_ends[part] - start;

  if (n < n_min) {
    g_set_error (error, DRAY_GEO_ERROR, DRAY_GEO_ERROR_INVALID, "Part %d has %d points; it needs at least %d", part + 1, n, n_min);
    return FALSE;
  }
  for (int i = start; i < start + n; i++) {
    if (!dray_geo_point_is_valid (self->points[i])) {
      g_set_error (error, DRAY_GEO_ERROR, DRAY_GEO_ERROR_INVALID, "Point %d of part %d is not on the globe", i - start + 1, part + 1);
      return FALSE;
    }
  }
  return TRUE;
}

/**
 * dray_shape_check:
 *
 * Whether the shape has what its kind needs: points on the globe, 2 for a line, 3 for a ring, one part for a kind that is not
 * multiple. That rings do not cross is another question: dray_shape_check_valid().
 *
 * Errors: %DRAY_GEO_ERROR_INVALID
 */
gboolean
dray_shape_check (const DrayShape  *self,
                  GError          **error)
{
  static const int n_min[] = { 1, 2, 3, 1, 2, 3 };
  gboolean multiple = self->kind >= DRAY_SHAPE_MULTI_POINT;
  int n_members = dray_shape_is_polygonal (self) ? self->n_polygons : self->n_parts;

  if (n_members < 1 || (n_members > 1 && !multiple) || (self->kind == DRAY_SHAPE_POINT && self->n_points != 1)) {
    g_set_error (error, DRAY_GEO_ERROR, DRAY_GEO_ERROR_INVALID, "%d parts and %d points are not what this kind of shape has", n_members, self->n_points);
    return FALSE;
  }
  for (int polygon = 0; polygon < self->n_polygons; polygon++) {
    if (self->polygon_ends[polygon] == dray_shape_get_polygon_start (self, polygon)) {
      g_set_error (error, DRAY_GEO_ERROR, DRAY_GEO_ERROR_INVALID, "Polygon %d has no ring", polygon + 1);
      return FALSE;
    }
  }
  for (int part = 0; part < self->n_parts; part++) {
    if (!check_part (self, part, n_min[self->kind], error))
      return FALSE;
  }
  return TRUE;
}

gboolean
dray_shape_equal (const DrayShape *a,
                  const DrayShape *b)
{
  return a->kind == b->kind && a->n_points == b->n_points && a->n_parts == b->n_parts && a->n_polygons == b->n_polygons
         && (a->n_points == 0 || memcmp (a->points, b->points, (gsize) a->n_points * sizeof *a->points) == 0)
         && (a->n_parts == 0 || memcmp (a->part_ends, b->part_ends, (gsize) a->n_parts * sizeof *a->part_ends) == 0)
         && (a->n_polygons == 0 || memcmp (a->polygon_ends, b->polygon_ends, (gsize) a->n_polygons * sizeof *a->polygon_ends) == 0);
}

DrayGeoBox
dray_shape_get_box (const DrayShape *self)
{
  DrayGeoBox box = DRAY_GEO_BOX_EMPTY;

  for (int i = 0; i < self->n_points; i++)
    dray_geo_box_extend (&box, self->points[i]);
  return box;
}

/* The length of all lines, or of all rings, in metres along great circles; 0 for points. */
double
dray_shape_get_length_m (const DrayShape *self)
{
  double length = 0;
  gboolean closed = dray_shape_is_polygonal (self);

  if (self->kind == DRAY_SHAPE_POINT || self->kind == DRAY_SHAPE_MULTI_POINT)
    return 0;
  for (int part = 0; part < self->n_parts; part++) {
    int start = dray_shape_get_part_start (self, part);
    int end = self->part_ends[part];

    for (int i = start + 1; i < end; i++)
      length += dray_geo_point_distance_m (self->points[i - 1], self->points[i]);
    if (closed && end - start > 2)
      length += dray_geo_point_distance_m (self->points[end - 1], self->points[start]);
  }
  return length;
}

/* Twice the area of a ring on the sphere, positive counter-clockwise (Chamberlain and Duquette, JPL 07-03, equation 7). */
static double
ring_area2 (const DrayGeoPoint *ring,
            int                 n)
{
  double sum = 0;

  for (int i = 0; i < n; i++) {
    DrayGeoPoint a = ring[i];
    DrayGeoPoint b = ring[(i + 1) % n];
    double lon = (dray_e7_to_degrees (b.lon_e7) - dray_e7_to_degrees (a.lon_e7)) * G_PI / 180.0;

    sum -= lon * (2 + sin (dray_e7_to_degrees (a.lat_e7) * G_PI / 180.0) + sin (dray_e7_to_degrees (b.lat_e7) * G_PI / 180.0));
  }
  return sum * DRAY_EARTH_RADIUS_M * DRAY_EARTH_RADIUS_M;
}

/* The area of all polygons without their holes, in square metres on the sphere; 0 for points and lines. */
double
dray_shape_get_area_m2 (const DrayShape *self)
{
  double area = 0;

  for (int polygon = 0; polygon < self->n_polygons; polygon++) {
    int first = dray_shape_get_polygon_start (self, polygon);

    for (int part = first; part < self->polygon_ends[polygon]; part++) {
      int start = dray_shape_get_part_start (self, part);
      double ring = fabs (ring_area2 (self->points + start, self->part_ends[part] - start)) / 2;

      area += part == first ? ring : -ring;
    }
  }
  return area;
}

/**
 * dray_shape_contains:
 *
 * Whether @point lies in one of the polygons and in none of its holes, by counting the edges that a ray eastwards crosses. Straight
 * edges in longitude and latitude. Always %FALSE for points and lines.
 */
gboolean
dray_shape_contains (const DrayShape *self,
                     DrayGeoPoint     point)
{
  gboolean inside = FALSE;

  if (!dray_shape_is_polygonal (self))
    return FALSE;
  for (int part = 0; part < self->n_parts; part++) {
    int start = dray_shape_get_part_start (self, part);
    int end = self->part_ends[part];

    for (int i = start, j = end - 1; i < end; j = i++) {
      DrayGeoPoint a = self->points[i];
      DrayGeoPoint b = self->points[j];

      if ((a.lat_e7 > point.lat_e7) == (b.lat_e7 > point.lat_e7))
        continue;
      /* Exact for edges below 9 degrees, whose products fit the mantissa. */
      double side = ((double) b.lon_e7 - a.lon_e7) * ((double) point.lat_e7 - a.lat_e7)
                    - ((double) point.lon_e7 - a.lon_e7) * ((double) b.lat_e7 - a.lat_e7);
      if (b.lat_e7 > a.lat_e7 ? side > 0 : side < 0)
        inside = !inside;
    }
  }
  return inside;
}
