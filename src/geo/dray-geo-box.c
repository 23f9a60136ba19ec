/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-geo-box.h"

#include <math.h>

/**
 * dray_geo_box_around:
 *
 * The smallest box that holds every point within @radius_m of @centre, cut off at the poles and at the 180th meridian.
 */
DrayGeoBox
dray_geo_box_around (DrayGeoPoint centre,
                     double       radius_m)
{
  double lat = radius_m / DRAY_EARTH_RADIUS_M * 180.0 / G_PI;
  double edge = fmin (fabs (dray_e7_to_degrees (centre.lat_e7)) + lat, 89.9);
  double lon = fmin (lat / cos (edge * G_PI / 180.0), 360.0);
  double lat_centre = dray_e7_to_degrees (centre.lat_e7);
  double lon_centre = dray_e7_to_degrees (centre.lon_e7);

  return (DrayGeoBox) {
    .west_e7 = dray_degrees_to_e7 (fmax (lon_centre - lon, -180.0)),
    .south_e7 = dray_degrees_to_e7 (fmax (lat_centre - lat, -90.0)),
    .east_e7 = dray_degrees_to_e7 (fmin (lon_centre + lon, 180.0)),
    .north_e7 = dray_degrees_to_e7 (fmin (lat_centre + lat, 90.0)),
  };
}
