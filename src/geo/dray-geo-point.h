/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-units.h"

G_BEGIN_DECLS

/* The radius of the sphere on which distances are counted: the mean radius of WGS84 (IUGG). */
#define DRAY_EARTH_RADIUS_M 6371008.8

/**
 * DrayGeoPoint:
 * @lon_e7: degrees east of Greenwich, in 1e-7 degrees
 * @lat_e7: degrees north of the equator, in 1e-7 degrees
 *
 * A place on the ground (WGS84); longitude before latitude, as in everything that is exchanged.
 */
typedef struct {
  int lon_e7;
  int lat_e7;
} DrayGeoPoint;

gboolean     dray_geo_point_is_valid    (DrayGeoPoint  point);
gboolean     dray_geo_point_parse       (const char   *text,
                                         DrayGeoPoint *point,
                                         GError      **error);
char        *dray_geo_point_dup_text    (DrayGeoPoint  point);
double       dray_geo_point_distance_m  (DrayGeoPoint  a,
                                         DrayGeoPoint  b);
double       dray_geo_point_bearing     (DrayGeoPoint  from,
                                         DrayGeoPoint  to);
DrayGeoPoint dray_geo_point_move        (DrayGeoPoint  from,
                                         double        bearing,
                                         double        distance_m);
double       dray_geo_point_to_segment_m (DrayGeoPoint  point,
                                          DrayGeoPoint  a,
                                          DrayGeoPoint  b,
                                          double       *along);

static inline gboolean
dray_geo_point_equal (DrayGeoPoint a,
                      DrayGeoPoint b)
{
  return a.lon_e7 == b.lon_e7 && a.lat_e7 == b.lat_e7;
}

G_END_DECLS
