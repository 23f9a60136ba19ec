/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-geo-point.h"

#include <errno.h>
#include <math.h>

#include "dray-geo-error.h"

#define RADIANS(degrees) ((degrees) * G_PI / 180.0)
#define DEGREES(radians) ((radians) * 180.0 / G_PI)

/**
 * dray_geo_point_is_valid:
 *
 * Whether @point lies on the globe: longitude within 180 and latitude within 90 degrees.
 */
gboolean
dray_geo_point_is_valid (DrayGeoPoint point)
{
  return point.lon_e7 >= -180 * DRAY_E7 && point.lon_e7 <= 180 * DRAY_E7 && point.lat_e7 >= -90 * DRAY_E7 && point.lat_e7 <= 90 * DRAY_E7;
}

/**
 * dray_geo_point_parse:
 * @text: "LON,LAT" in degrees, with a point for the decimals
 *
 * Errors: %DRAY_GEO_ERROR_INVALID
 */
gboolean
dray_geo_point_parse (const char    *text,
                      DrayGeoPoint  *point,
                      GError       **error)
{
  char *end = NULL;
  double lon = g_ascii_strtod (text, &end);
  const char *comma = end;

  if (end == text || *comma != ',')
    goto broken;
  const char *second = comma + 1;
  double lat = g_ascii_strtod (second, &end);
  if (end == second || *end != '\0' || !(fabs (lon) <= 180.0) || !(fabs (lat) <= 90.0))
    goto broken;
  *point = (DrayGeoPoint) { dray_degrees_to_e7 (lon), dray_degrees_to_e7 (lat) };
  return TRUE;

broken:
  g_set_error (error, DRAY_GEO_ERROR, DRAY_GEO_ERROR_INVALID, "\"%s\" is no LON,LAT in degrees, such as -8.61,41.15", text);
  return FALSE;
}

/* "LON,LAT" with as many decimals as a point has; dray_geo_point_parse() reads it back to the same point. */
char *
dray_geo_point_dup_text (DrayGeoPoint point)
{
  char lon[G_ASCII_DTOSTR_BUF_SIZE];
  char lat[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (lon, sizeof lon, "%.7f", dray_e7_to_degrees (point.lon_e7));
  g_ascii_formatd (lat, sizeof lat, "%.7f", dray_e7_to_degrees (point.lat_e7));
  return g_strdup_printf ("%s,%s", lon, lat);
}

/**
 * dray_geo_point_distance_m:
 *
 * The distance along the great circle by the haversine formula, in metres; within 0.5 % of the ellipsoid's.
 */
double
dray_geo_point_distance_m (DrayGeoPoint a,
                           DrayGeoPoint b)
{
  double lat_a = RADIANS (dray_e7_to_degrees (a.lat_e7));
  double lat_b = RADIANS (dray_e7_to_degrees (b.lat_e7));
  double sin_lat = sin ((lat_b - lat_a) / 2.0);
  double sin_lon = sin (RADIANS (dray_e7_to_degrees (b.lon_e7) - dray_e7_to_degrees (a.lon_e7)) / 2.0);
  double h = sin_lat * sin_lat + cos (lat_a) * cos (lat_b) * sin_lon * sin_lon;

  return 2.0 * DRAY_EARTH_RADIUS_M * asin (fmin (1.0, sqrt (h)));
}

/**
 * dray_geo_point_bearing:
 *
 * The direction in which the great circle leaves @from for @to: degrees clockwise from north, 0 to below 360. 0 for equal points.
 */
double
dray_geo_point_bearing (DrayGeoPoint from,
                        DrayGeoPoint to)
{
  double lat_a = RADIANS (dray_e7_to_degrees (from.lat_e7));
  double lat_b = RADIANS (dray_e7_to_degrees (to.lat_e7));
  double lon = RADIANS (dray_e7_to_degrees (to.lon_e7) - dray_e7_to_degrees (from.lon_e7));
  double bearing = DEGREES (atan2 (sin (lon) * cos (lat_b), cos (lat_a) * sin (lat_b) - sin (lat_a) * cos (lat_b) * cos (lon)));

  return bearing < 0 ? bearing + 360.0 : bearing;
}

/**
 * dray_geo_point_move:
 * @bearing: degrees clockwise from north
 *
 * Where one is after @distance_m along the great circle that leaves @from at @bearing.
 */
DrayGeoPoint
dray_geo_point_move (DrayGeoPoint from,
                     double       bearing,
                     double       distance_m)
{
  double angle = distance_m / DRAY_EARTH_RADIUS_M;
  double course = RADIANS (bearing);
  double lat_a = RADIANS (dray_e7_to_degrees (from.lat_e7));
  double lat = asin (sin (lat_a) * cos (angle) + cos (lat_a) * sin (angle) * cos (course));
  double lon = RADIANS (dray_e7_to_degrees (from.lon_e7)) + atan2 (sin (course) * sin (angle) * cos (lat_a), cos (angle) - sin (lat_a) * sin (lat));

  return (DrayGeoPoint) { dray_degrees_to_e7 (remainder (DEGREES (lon), 360.0)), dray_degrees_to_e7 (DEGREES (lat)) };
}

/**
 * dray_geo_point_to_segment_m:
 * @along: (out) (optional): where on the segment the nearest point lies: 0 at @a, 1 at @b
 *
 * The distance from @point to the straight segment from @a to @b, counted on the plane that touches the globe at @point: right for
 * segments of a road or a fence (within 1 in 1000 up to 50 km), wrong for oceans.
 */
double
dray_geo_point_to_segment_m (DrayGeoPoint  point,
                             DrayGeoPoint  a,
                             DrayGeoPoint  b,
                             double       *along)
{
  double metres_per_e7 = RADIANS (DRAY_EARTH_RADIUS_M) / DRAY_E7;
  double metres_per_lon_e7 = metres_per_e7 * cos (RADIANS (dray_e7_to_degrees (point.lat_e7)));
  double ax = ((double) a.lon_e7 - point.lon_e7) * metres_per_lon_e7;
  double ay = ((double) a.lat_e7 - point.lat_e7) * metres_per_e7;
  double dx = ((double) b.lon_e7 - a.lon_e7) * metres_per_lon_e7;
  double dy = ((double) b.lat_e7 - a.lat_e7) * metres_per_e7;
  double length2 = dx * dx + dy * dy;
  double t = length2 > 0 ? CLAMP (-(ax * dx + ay * dy) / length2, 0.0, 1.0) : 0.0;

  if (along != NULL)
    *along = t;
  return hypot (ax + t * dx, ay + t * dy);
}
