/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DraySimError:
 * @DRAY_SIM_ERROR_INVALID: the input breaks its own format or contradicts itself
 * @DRAY_SIM_ERROR_LIMIT: the input is larger than a stated limit
 *
 * What can go wrong in the world outside sim; a code stands here only where a caller would branch on it.
 */
typedef enum {
  DRAY_SIM_ERROR_INVALID,
  DRAY_SIM_ERROR_LIMIT,
} DraySimError;

#define DRAY_SIM_ERROR (dray_sim_error_quark ())
GQuark dray_sim_error_quark (void);

G_END_DECLS
