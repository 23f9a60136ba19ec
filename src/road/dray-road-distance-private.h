/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-road-graph-private.h"

#include "dray-units.h"

#include <math.h>

G_BEGIN_DECLS

/* Metres a degree of a great circle of the mean earth (IUGG, 6,371,008.8 m). */
#define DRAY_ROAD_M_PER_DEGREE 111195.0797

/* How much shorter a degree of longitude is there. */
static inline double
dray_road_lon_scale (int lat_e7)
{
  return cos (dray_e7_to_degrees (lat_e7) * (G_PI / 180.0));
}

/* The distance of near points, by the plane that touches the sphere between them: within 1 in 10,000 up to 100 km. Across the
 * date line, the short way. */
static inline double
dray_road_distance_m (DrayRoadPoint a,
                      DrayRoadPoint b)
{
  double across = (double) b.lon_e7 - a.lon_e7;

  if (across > 180.0 * DRAY_E7)
    across -= 360.0 * DRAY_E7;
  else if (across < -180.0 * DRAY_E7)
    across += 360.0 * DRAY_E7;
  double x = across * dray_road_lon_scale (a.lat_e7 / 2 + b.lat_e7 / 2);
  double y = (double) b.lat_e7 - a.lat_e7;

  return sqrt (x * x + y * y) * (DRAY_ROAD_M_PER_DEGREE / DRAY_E7);
}

/* The bearing from @a to @b in 256ths of a circle, clockwise from north. */
static inline guint8
dray_road_bearing (DrayRoadPoint a,
                   DrayRoadPoint b)
{
  double x = ((double) b.lon_e7 - a.lon_e7) * dray_road_lon_scale (a.lat_e7);
  double y = (double) b.lat_e7 - a.lat_e7;

  return (guint8) (gint64) floor (atan2 (x, y) * (128.0 / G_PI) + 256.5);
}

G_END_DECLS
