/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DrayDrawError:
 * @DRAY_DRAW_ERROR_INVALID: the input breaks its own format or contradicts itself
 * @DRAY_DRAW_ERROR_LIMIT: the input is larger than a stated limit
 *
 * What can go wrong in the world outside draw; a code stands here only where a caller would branch on it.
 */
typedef enum {
  DRAY_DRAW_ERROR_INVALID,
  DRAY_DRAW_ERROR_LIMIT,
} DrayDrawError;

#define DRAY_DRAW_ERROR (dray_draw_error_quark ())
GQuark dray_draw_error_quark (void);

G_END_DECLS
