/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-shape-geos.h"

#include <geos_c.h>
#include <math.h>
#include <stdarg.h>

#include "dray-geo-error.h"

/* What GEOS does for shapes: whether rings cross, a band of a given width around anything (a corridor along a road, a circle about a
 * gate), and holes. GEOS counts on a plane, so a shape goes there in metres about its own middle: exact enough for anything that a
 * fence can be (1 in 1000 at 50 km), and a buffer is round on the ground. */

#define QUADRANT_SEGMENTS 12 /* a circle of 48 corners lies within 0.3 % of its radius */
#define MAX_RADIUS_M 200000.0

typedef struct {
  GEOSContextHandle_t handle;
  char                *message;   /* of the last failure */
  double               lon_e7;    /* the plane's origin */
  double               lat_e7;
  double               x_m;       /* metres for 1e-7 degrees */
  double               y_m;
} Plane;

static void
on_message (const char *message,
            void       *data)
{
  Plane *self = data;

  g_free (self->message);
  self->message = g_strdup (message);
}

static void
plane_init (Plane           *self,
            const DrayShape *shape)
{
  DrayGeoBox box = dray_shape_get_box (shape);

  *self = (Plane) { .handle = GEOS_init_r () };
  GEOSContext_setErrorMessageHandler_r (self->handle, on_message, self);
  self->lon_e7 = ((double) box.west_e7 + box.east_e7) / 2;
  self->lat_e7 = ((double) box.south_e7 + box.north_e7) / 2;
  self->y_m = DRAY_EARTH_RADIUS_M * G_PI / 180 / DRAY_E7;
  self->x_m = self->y_m * fmax (cos (self->lat_e7 / DRAY_E7 * G_PI / 180), 1e-6);
}

static void
plane_clear (Plane *self)
{
  GEOS_finish_r (self->handle);
  g_free (self->message);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plane, plane_clear)

static void
fail (Plane       *self,
      const char  *what,
      GError     **error)
{
  g_set_error (error, DRAY_GEO_ERROR, DRAY_GEO_ERROR_INVALID, "%s: %s", what, self->message != NULL ? self->message : "no reason given");
}

static GEOSCoordSequence *
make_sequence (Plane           *self,
               const DrayShape *shape,
               int              part,
               gboolean         closed)
{
  int start = dray_shape_get_part_start (shape, part);
  int n = shape->part_ends[part] - start;
  GEOSCoordSequence *sequence = GEOSCoordSeq_create_r (self->handle, (unsigned int) (n + closed), 2);

  for (int i = 0; sequence != NULL && i < n + closed; i++) {
    DrayGeoPoint point = shape->points[start + i % n];

    GEOSCoordSeq_setXY_r (self->handle, sequence, (unsigned int) i, (point.lon_e7 - self->lon_e7) * self->x_m, (point.lat_e7 - self->lat_e7) * self->y_m);
  }
  return sequence;
}

/* A geometry owns what it is made of, also when making it fails. */
static GEOSGeometry *
make_polygon (Plane           *self,
              const DrayShape *shape,
              int              polygon)
{
  int first = dray_shape_get_polygon_start (shape, polygon);
  int n_holes = shape->polygon_ends[polygon] - first - 1;
  g_autofree GEOSGeometry **holes = g_new0 (GEOSGeometry *, MAX (n_holes, 1));
  GEOSGeometry *outer = GEOSGeom_createLinearRing_r (self->handle, make_sequence (self, shape, first, TRUE));

  for (int i = 0; i < n_holes; i++)
    holes[i] = GEOSGeom_createLinearRing_r (self->handle, make_sequence (self, shape, first + 1 + i, TRUE));
  return GEOSGeom_createPolygon_r (self->handle, outer, holes, (unsigned int) n_holes);
}

static GEOSGeometry *
make_member (Plane           *self,
             const DrayShape *shape,
             int              i)
{
  if (dray_shape_is_polygonal (shape))
    return make_polygon (self, shape, i);
  if (shape->kind == DRAY_SHAPE_LINE || shape->kind == DRAY_SHAPE_MULTI_LINE)
    return GEOSGeom_createLineString_r (self->handle, make_sequence (self, shape, i, FALSE));
  return GEOSGeom_createPointFromXY_r (self->handle, (shape->points[i].lon_e7 - self->lon_e7) * self->x_m, (shape->points[i].lat_e7 - self->lat_e7) * self->y_m);
}

static GEOSGeometry *
to_geos (Plane           *self,
         const DrayShape *shape)
{
  gboolean points = shape->kind == DRAY_SHAPE_POINT || shape->kind == DRAY_SHAPE_MULTI_POINT;
  int n = dray_shape_is_polygonal (shape) ? shape->n_polygons : points ? shape->n_points : shape->n_parts;
  g_autofree GEOSGeometry **members = g_new0 (GEOSGeometry *, n);

  if (shape->kind < DRAY_SHAPE_MULTI_POINT)
    return make_member (self, shape, 0);
  for (int i = 0; i < n; i++)
    members[i] = make_member (self, shape, i);
  int type = points ? GEOS_MULTIPOINT : dray_shape_is_polygonal (shape) ? GEOS_MULTIPOLYGON : GEOS_MULTILINESTRING;
  return GEOSGeom_createCollection_r (self->handle, type, members, (unsigned int) n);
}

static DrayGeoPoint
to_point (Plane  *self,
          double  x,
          double  y)
{
  double lon_e7 = CLAMP (self->lon_e7 + x / self->x_m, -180.0 * DRAY_E7, 180.0 * DRAY_E7);
  double lat_e7 = CLAMP (self->lat_e7 + y / self->y_m, -90.0 * DRAY_E7, 90.0 * DRAY_E7);

  return (DrayGeoPoint) { (int) lround (lon_e7), (int) lround (lat_e7) };
}

static void
add_ring (Plane              *self,
          const GEOSGeometry *ring,
          DrayShape          *shape)
{
  const GEOSCoordSequence *sequence = GEOSGeom_getCoordSeq_r (self->handle, ring);
  unsigned int n = 0;

  GEOSCoordSeq_getSize_r (self->handle, sequence, &n);
  for (unsigned int i = 0; i < n; i++) {
    double x = 0;
    double y = 0;

    GEOSCoordSeq_getXY_r (self->handle, sequence, i, &x, &y);
    dray_shape_add_point (shape, to_point (self, x, y));
  }
  dray_shape_end_part (shape);
}

/* Makes a shape of what GEOS gave back: a polygon or several. */
static DrayShape *
from_geos (Plane               *self,
           const GEOSGeometry  *geometry,
           GError             **error)
{
  int n = GEOSGetNumGeometries_r (self->handle, geometry);
  g_autoptr (DrayShape) shape = dray_shape_new (n > 1 ? DRAY_SHAPE_MULTI_POLYGON : DRAY_SHAPE_POLYGON);

  for (int i = 0; i < n; i++) {
    const GEOSGeometry *polygon = GEOSGetGeometryN_r (self->handle, geometry, i);

    if (GEOSGeomTypeId_r (self->handle, polygon) != GEOS_POLYGON || GEOSisEmpty_r (self->handle, polygon) != 0)
      continue;
    add_ring (self, GEOSGetExteriorRing_r (self->handle, polygon), shape);
    for (int k = 0; k < GEOSGetNumInteriorRings_r (self->handle, polygon); k++)
      add_ring (self, GEOSGetInteriorRingN_r (self->handle, polygon, k), shape);
    dray_shape_end_polygon (shape);
  }
  if (shape->n_polygons == 0) {
    g_set_error_literal (error, DRAY_GEO_ERROR, DRAY_GEO_ERROR_INVALID, "Nothing is left of the area");
    return NULL;
  }
  return g_steal_pointer (&shape);
}

/**
 * dray_shape_check_valid:
 * @where: (out) (optional): the place of the fault, set where there is one and it is known
 *
 * Whether an area's rings cross neither themselves nor each other and its holes lie inside. The error says what is wrong.
 *
 * Errors: %DRAY_GEO_ERROR_INVALID
 */
gboolean
dray_shape_check_valid (const DrayShape  *self,
                        DrayGeoPoint     *where,
                        GError          **error)
{
  g_auto (Plane) plane = { 0 };

  plane_init (&plane, self);
  if (!dray_shape_check (self, error))
    return FALSE;
  GEOSGeometry *geometry = to_geos (&plane, self);
  if (geometry == NULL) {
    fail (&plane, "The shape is broken", error);
    return FALSE;
  }
  char *reason = NULL;
  GEOSGeometry *place = NULL;
  gboolean valid = GEOSisValidDetail_r (plane.handle, geometry, 0, &reason, &place) == 1;
  if (!valid) {
    double x = 0;
    double y = 0;
    DrayGeoPoint point = { 0, 0 };

    if (place != NULL && GEOSGeomGetX_r (plane.handle, place, &x) == 1 && GEOSGeomGetY_r (plane.handle, place, &y) == 1) {
      point = to_point (&plane, x, y);
      if (where != NULL)
        *where = point;
    }
    g_autofree char *at = dray_geo_point_dup_text (point);
    g_set_error (error, DRAY_GEO_ERROR, DRAY_GEO_ERROR_INVALID, "%s at %s", reason != NULL ? reason : "The shape is broken", at);
  }
  if (reason != NULL)
    GEOSFree_r (plane.handle, reason);
  if (place != NULL)
    GEOSGeom_destroy_r (plane.handle, place);
  GEOSGeom_destroy_r (plane.handle, geometry);
  return valid;
}

/**
 * dray_shape_buffer:
 * @radius_m: up to 200 km; below 0 it shrinks an area
 *
 * The area within @radius_m of the shape: a circle about a point, a corridor along a line, a margin around an area.
 *
 * Errors: %DRAY_GEO_ERROR_INVALID; also if nothing is left
 *
 * Returns: (transfer full): the area
 */
DrayShape *
dray_shape_buffer (const DrayShape  *self,
                   double            radius_m,
                   GError          **error)
{
  g_auto (Plane) plane = { 0 };

  plane_init (&plane, self);
  if (!dray_shape_check (self, error))
    return NULL;
  if (!(fabs (radius_m) <= MAX_RADIUS_M)) {
    g_set_error (error, DRAY_GEO_ERROR, DRAY_GEO_ERROR_INVALID, "A margin of %g m is more than %g km", radius_m, MAX_RADIUS_M / 1000);
    return NULL;
  }
  GEOSGeometry *geometry = to_geos (&plane, self);
  GEOSGeometry *buffer = geometry != NULL ? GEOSBuffer_r (plane.handle, geometry, radius_m, QUADRANT_SEGMENTS) : NULL;
  DrayShape *shape = NULL;
  if (buffer != NULL)
    shape = from_geos (&plane, buffer, error);
  else
    fail (&plane, "The margin can't be drawn", error);
  if (geometry != NULL)
    GEOSGeom_destroy_r (plane.handle, geometry);
  if (buffer != NULL)
    GEOSGeom_destroy_r (plane.handle, buffer);
  return shape;
}

/**
 * dray_shape_cut_hole:
 * @hole: what is taken away
 *
 * The area of @self without that of @hole.
 *
 * Errors: %DRAY_GEO_ERROR_INVALID; also if nothing is left
 *
 * Returns: (transfer full): the area
 */
DrayShape *
dray_shape_cut_hole (const DrayShape  *self,
                     const DrayShape  *hole,
                     GError          **error)
{
  g_auto (Plane) plane = { 0 };

  plane_init (&plane, self);
  if (!dray_shape_check (self, error) || !dray_shape_check (hole, error))
    return NULL;
  GEOSGeometry *geometry = to_geos (&plane, self);
  GEOSGeometry *taken = to_geos (&plane, hole);
  GEOSGeometry *left = geometry != NULL && taken != NULL ? GEOSDifference_r (plane.handle, geometry, taken) : NULL;
  DrayShape *shape = NULL;
  if (left != NULL)
    shape = from_geos (&plane, left, error);
  else
    fail (&plane, "The hole can't be cut", error);
  GEOSGeometry *const owned[] = { geometry, taken, left };
  for (gsize i = 0; i < G_N_ELEMENTS (owned); i++) {
    if (owned[i] != NULL)
      GEOSGeom_destroy_r (plane.handle, owned[i]);
  }
  return shape;
}
