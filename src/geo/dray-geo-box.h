/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-geo-point.h"

G_BEGIN_DECLS

/**
 * DrayGeoBox:
 *
 * A rectangle of longitudes and latitudes, its edges included. It does not cross the 180th meridian. West above east is the empty
 * box, which nothing lies in and which any point extends to itself.
 */
typedef struct {
  int west_e7;
  int south_e7;
  int east_e7;
  int north_e7;
} DrayGeoBox;

#define DRAY_GEO_BOX_EMPTY ((DrayGeoBox) { G_MAXINT, G_MAXINT, G_MININT, G_MININT })

DrayGeoBox dray_geo_box_around (DrayGeoPoint centre,
                                double       radius_m);

static inline gboolean
dray_geo_box_is_empty (const DrayGeoBox *self)
{
  return self->west_e7 > self->east_e7 || self->south_e7 > self->north_e7;
}

static inline void
dray_geo_box_extend (DrayGeoBox   *self,
                     DrayGeoPoint  point)
{
  self->west_e7 = MIN (self->west_e7, point.lon_e7);
  self->south_e7 = MIN (self->south_e7, point.lat_e7);
  self->east_e7 = MAX (self->east_e7, point.lon_e7);
  self->north_e7 = MAX (self->north_e7, point.lat_e7);
}

static inline gboolean
dray_geo_box_contains (const DrayGeoBox *self,
                       DrayGeoPoint      point)
{
  return point.lon_e7 >= self->west_e7 && point.lon_e7 <= self->east_e7 && point.lat_e7 >= self->south_e7 && point.lat_e7 <= self->north_e7;
}

static inline gboolean
dray_geo_box_intersects (const DrayGeoBox *a,
                         const DrayGeoBox *b)
{
  return a->west_e7 <= b->east_e7 && b->west_e7 <= a->east_e7 && a->south_e7 <= b->north_e7 && b->south_e7 <= a->north_e7;
}

G_END_DECLS
