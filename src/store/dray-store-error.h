/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DrayStoreError:
 * @DRAY_STORE_ERROR_FAILED: SQLite or the file system failed in a way that no caller can mend
 * @DRAY_STORE_ERROR_INVALID: the input breaks its own format or contradicts its description
 * @DRAY_STORE_ERROR_LIMIT: the input is larger than a stated limit
 * @DRAY_STORE_ERROR_CORRUPT: the file is no database or a damaged one; it was left untouched
 * @DRAY_STORE_ERROR_NEWER: the file was written by a newer Dray; it was left untouched
 * @DRAY_STORE_ERROR_FULL: the disk is full; nothing was changed
 * @DRAY_STORE_ERROR_BUSY: another program holds the file; trying again may help
 * @DRAY_STORE_ERROR_NOT_FOUND: there is no such row, operation or file
 * @DRAY_STORE_ERROR_REFUSED: the operation contradicts the state of the records; the message tells a person why
 * @DRAY_STORE_ERROR_CONFLICT: somebody else changed a protected field since the operation was made
 * @DRAY_STORE_ERROR_FORBIDDEN: the actor's role doesn't allow the operation, or not on these rows
 * @DRAY_STORE_ERROR_FORK: the (client, mid) was used before for another operation: the workspace is a copy
 * @DRAY_STORE_ERROR_GAP: a mid was left out; the operations before it must come first
 *
 * What can go wrong in the world outside store; a code stands here only where a caller would branch on it.
 */
typedef enum {
  DRAY_STORE_ERROR_FAILED,
  DRAY_STORE_ERROR_INVALID,
  DRAY_STORE_ERROR_LIMIT,
  DRAY_STORE_ERROR_CORRUPT,
  DRAY_STORE_ERROR_NEWER,
  DRAY_STORE_ERROR_FULL,
  DRAY_STORE_ERROR_BUSY,
  DRAY_STORE_ERROR_NOT_FOUND,
  DRAY_STORE_ERROR_REFUSED,
  DRAY_STORE_ERROR_CONFLICT,
  DRAY_STORE_ERROR_FORBIDDEN,
  DRAY_STORE_ERROR_FORK,
  DRAY_STORE_ERROR_GAP,
} DrayStoreError;

#define DRAY_STORE_ERROR (dray_store_error_quark ())
GQuark dray_store_error_quark (void);

G_END_DECLS
