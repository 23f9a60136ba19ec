/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DrayEngineError:
 * @DRAY_ENGINE_ERROR_INVALID: the input breaks its own format or contradicts itself
 * @DRAY_ENGINE_ERROR_LIMIT: the input is larger than a stated limit
 *
 * What can go wrong in the world outside engine; a code stands here only where a caller would branch on it.
 */
typedef enum {
  DRAY_ENGINE_ERROR_INVALID,
  DRAY_ENGINE_ERROR_LIMIT,
} DrayEngineError;

#define DRAY_ENGINE_ERROR (dray_engine_error_quark ())
GQuark dray_engine_error_quark (void);

G_END_DECLS
