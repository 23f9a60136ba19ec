/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DraySolverError:
 * @DRAY_SOLVER_ERROR_INVALID: the input breaks its own format or contradicts itself
 * @DRAY_SOLVER_ERROR_LIMIT: the input is larger than a stated limit
 *
 * What can go wrong in the world outside solver; a code stands here only where a caller would branch on it.
 */
typedef enum {
  DRAY_SOLVER_ERROR_INVALID,
  DRAY_SOLVER_ERROR_LIMIT,
} DraySolverError;

#define DRAY_SOLVER_ERROR (dray_solver_error_quark ())
GQuark dray_solver_error_quark (void);

G_END_DECLS
