/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DrayFleetError:
 * @DRAY_FLEET_ERROR_INVALID: the input breaks its own format or contradicts itself
 * @DRAY_FLEET_ERROR_LIMIT: the input is larger than a stated limit
 *
 * What can go wrong in the world outside fleet; a code stands here only where a caller would branch on it.
 */
typedef enum {
  DRAY_FLEET_ERROR_INVALID,
  DRAY_FLEET_ERROR_LIMIT,
} DrayFleetError;

#define DRAY_FLEET_ERROR (dray_fleet_error_quark ())
GQuark dray_fleet_error_quark (void);

G_END_DECLS
