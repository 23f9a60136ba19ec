/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DrayHubError:
 * @DRAY_HUB_ERROR_INVALID: the input is not what it should be
 * @DRAY_HUB_ERROR_UNAUTHENTICATED: nobody we know, or no longer
 * @DRAY_HUB_ERROR_FORBIDDEN: known, but not allowed this
 * @DRAY_HUB_ERROR_NOT_FOUND: there is no such thing
 * @DRAY_HUB_ERROR_EXISTS: there is one of this name already
 * @DRAY_HUB_ERROR_REUSED: a refresh token came a second time: its family is revoked
 *
 * What can go wrong in the world outside the hub; a code stands here only where a caller would branch on it.
 */
typedef enum {
  DRAY_HUB_ERROR_INVALID,
  DRAY_HUB_ERROR_UNAUTHENTICATED,
  DRAY_HUB_ERROR_FORBIDDEN,
  DRAY_HUB_ERROR_NOT_FOUND,
  DRAY_HUB_ERROR_EXISTS,
  DRAY_HUB_ERROR_REUSED,
} DrayHubError;

#define DRAY_HUB_ERROR (dray_hub_error_quark ())
GQuark dray_hub_error_quark (void);

G_END_DECLS
