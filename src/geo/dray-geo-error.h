/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DrayGeoError:
 * @DRAY_GEO_ERROR_INVALID: the input breaks its own format or contradicts itself
 * @DRAY_GEO_ERROR_LIMIT: the input is larger than a stated limit
 *
 * What can go wrong in the world outside geo; a code stands here only where a caller would branch on it.
 */
typedef enum {
  DRAY_GEO_ERROR_INVALID,
  DRAY_GEO_ERROR_LIMIT,
} DrayGeoError;

#define DRAY_GEO_ERROR (dray_geo_error_quark ())
GQuark dray_geo_error_quark (void);

G_END_DECLS
