/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DraySyncError:
 * @DRAY_SYNC_ERROR_PROTO: a message breaks the protocol: the connection is closed and opened again
 * @DRAY_SYNC_ERROR_TOO_LARGE: a message is larger than a limit
 * @DRAY_SYNC_ERROR_OUTDATED: the hub speaks of records that this program doesn't know: it needs to be updated
 * @DRAY_SYNC_ERROR_REFUSED: the hub doesn't let this workspace in
 * @DRAY_SYNC_ERROR_LINE: the line broke, or could not be opened
 *
 * What can go wrong between a workspace and a hub. Faults of the file keep their own domain.
 */
typedef enum {
  DRAY_SYNC_ERROR_PROTO,
  DRAY_SYNC_ERROR_TOO_LARGE,
  DRAY_SYNC_ERROR_OUTDATED,
  DRAY_SYNC_ERROR_REFUSED,
  DRAY_SYNC_ERROR_LINE,
} DraySyncError;

#define DRAY_SYNC_ERROR (dray_sync_error_quark ())
GQuark dray_sync_error_quark (void);

G_END_DECLS
