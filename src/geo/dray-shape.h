/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "dray-geo-box.h"

G_BEGIN_DECLS

/* The kinds of geometry that GeoJSON, KML and WKT know. */
typedef enum {
  DRAY_SHAPE_POINT,
  DRAY_SHAPE_LINE,
  DRAY_SHAPE_POLYGON,
  DRAY_SHAPE_MULTI_POINT,
  DRAY_SHAPE_MULTI_LINE,
  DRAY_SHAPE_MULTI_POLYGON,
} DrayShapeKind;

/**
 * DrayShape:
 * @kind: what it is
 * @n_points: how many points in all
 * @points: (array length=n_points): the points of all parts, one part behind the other
 * @n_parts: how many parts: lines, rings, or the one part that holds all points
 * @part_ends: (array length=n_parts): index in @points one past the last point of each part
 * @n_polygons: how many polygons; 0 for points and lines
 * @polygon_ends: (array length=n_polygons): index in @part_ends one past the last ring of each polygon
 *
 * A geometry over flat columns. A polygon's first ring is its outer one, the others are holes; a ring does not repeat its first
 * point at its end. Reference counted; whoever makes one fills it before anyone else sees it, then it is immutable and threads
 * share it.
 */
typedef struct {
  DrayShapeKind kind;
  int           n_points;
  DrayGeoPoint *points;
  int           n_parts;
  int          *part_ends;
  int           n_polygons;
  int          *polygon_ends;
} DrayShape;

#define DRAY_TYPE_SHAPE (dray_shape_get_type ())
GType      dray_shape_get_type      (void);

DrayShape *dray_shape_new           (DrayShapeKind   kind);
DrayShape *dray_shape_new_point     (DrayGeoPoint    point);
DrayShape *dray_shape_new_line      (const DrayGeoPoint *points,
                                     int             n_points);
DrayShape *dray_shape_new_polygon   (const DrayGeoPoint *ring,
                                     int             n_points);
DrayShape *dray_shape_ref           (DrayShape      *self);
void       dray_shape_unref         (DrayShape      *self);

/* For whoever fills it: points, then the end of their part, then (polygons only) the end of the polygon. */
void       dray_shape_add_point     (DrayShape      *self,
                                     DrayGeoPoint    point);
void       dray_shape_end_part      (DrayShape      *self);
void       dray_shape_end_polygon   (DrayShape      *self);

gboolean   dray_shape_check         (const DrayShape *self,
                                     GError         **error);
gboolean   dray_shape_equal         (const DrayShape *a,
                                     const DrayShape *b);
DrayGeoBox dray_shape_get_box       (const DrayShape *self);
double     dray_shape_get_length_m  (const DrayShape *self);
double     dray_shape_get_area_m2   (const DrayShape *self);
gboolean   dray_shape_contains      (const DrayShape *self,
                                     DrayGeoPoint    point);

static inline gboolean
dray_shape_is_polygonal (const DrayShape *self)
{
  return self->kind == DRAY_SHAPE_POLYGON || self->kind == DRAY_SHAPE_MULTI_POLYGON;
}

static inline int
dray_shape_get_part_start (const DrayShape *self,
                           int              part)
{
  return part == 0 ? 0 : self->part_ends[part - 1];
}

static inline int
dray_shape_get_polygon_start (const DrayShape *self,
                              int              polygon)
{
  return polygon == 0 ? 0 : self->polygon_ends[polygon - 1];
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayShape, dray_shape_unref)

G_END_DECLS
