/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DrayCoreError:
 * @DRAY_CORE_ERROR_INVALID: the input breaks its own format or contradicts itself
 * @DRAY_CORE_ERROR_LIMIT: the input is larger than a stated limit
 *
 * What can go wrong in the world outside core; a code stands here only where a caller would branch on it.
 */
typedef enum {
  DRAY_CORE_ERROR_INVALID,
  DRAY_CORE_ERROR_LIMIT,
} DrayCoreError;

#define DRAY_CORE_ERROR (dray_core_error_quark ())
GQuark dray_core_error_quark (void);

G_END_DECLS
