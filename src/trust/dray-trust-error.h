/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DrayTrustError:
 * @DRAY_TRUST_ERROR_INVALID: the input is not what it should be at all: too short, of an unknown version, too long
 * @DRAY_TRUST_ERROR_FORGED: it is well-formed, and the key, the place or the content is another
 *
 * What can go wrong in the world outside trust; a code stands here only where a caller would branch on it.
 */
typedef enum {
  DRAY_TRUST_ERROR_INVALID,
  DRAY_TRUST_ERROR_FORGED,
} DrayTrustError;

#define DRAY_TRUST_ERROR (dray_trust_error_quark ())
GQuark dray_trust_error_quark (void);

G_END_DECLS
