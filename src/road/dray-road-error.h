/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DrayRoadError:
 * @DRAY_ROAD_ERROR_INVALID: the input breaks its own format or contradicts itself
 * @DRAY_ROAD_ERROR_LIMIT: the input is larger than a stated limit
 * @DRAY_ROAD_ERROR_VERSION: the region pack was made for another version of the program: import the region again
 * @DRAY_ROAD_ERROR_NO_ROAD: there is no road that the vehicle may use near the point
 * @DRAY_ROAD_ERROR_NO_PATH: both points lie on roads, but no way leads from the one to the other
 *
 * What can go wrong in the world outside road; a code stands here only where a caller would branch on it.
 */
typedef enum {
  DRAY_ROAD_ERROR_INVALID,
  DRAY_ROAD_ERROR_LIMIT,
  DRAY_ROAD_ERROR_VERSION,
  DRAY_ROAD_ERROR_NO_ROAD,
  DRAY_ROAD_ERROR_NO_PATH,
} DrayRoadError;

#define DRAY_ROAD_ERROR (dray_road_error_quark ())
GQuark dray_road_error_quark (void);

G_END_DECLS
