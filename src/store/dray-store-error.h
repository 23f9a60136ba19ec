/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DrayStoreError:
 * @DRAY_STORE_ERROR_INVALID: the input breaks its own format or contradicts itself
 * @DRAY_STORE_ERROR_LIMIT: the input is larger than a stated limit
 *
 * What can go wrong in the world outside store; a code stands here only where a caller would branch on it.
 */
typedef enum {
  DRAY_STORE_ERROR_INVALID,
  DRAY_STORE_ERROR_LIMIT,
} DrayStoreError;

#define DRAY_STORE_ERROR (dray_store_error_quark ())
GQuark dray_store_error_quark (void);

G_END_DECLS
