/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DrayRoadError:
 * @DRAY_ROAD_ERROR_INVALID: the input breaks its own format or contradicts itself
 * @DRAY_ROAD_ERROR_LIMIT: the input is larger than a stated limit
 *
 * What can go wrong in the world outside road; a code stands here only where a caller would branch on it.
 */
typedef enum {
  DRAY_ROAD_ERROR_INVALID,
  DRAY_ROAD_ERROR_LIMIT,
} DrayRoadError;

#define DRAY_ROAD_ERROR (dray_road_error_quark ())
GQuark dray_road_error_quark (void);

G_END_DECLS
