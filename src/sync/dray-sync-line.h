/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-sync-client.h"
#include "dray-workspace.h"

G_BEGIN_DECLS

/**
 * DraySyncLine:
 *
 * Keeps a workspace and a hub together over a WebSocket: opens the line, opens it again when it breaks, waits longer each time, shows
 * a fresh token when the old one has ended. The protocol itself runs on the workspace's writing thread; the line belongs to the
 * main context in which it was made, and nothing here blocks.
 *
 * Signals:
 *   changed: what dray_sync_line_get_status() says
 *   others: what dray_sync_line_get_others() says
 *   tokens (const char *access, const char *refresh): the hub gave new ones, and the old ones are void: keep these
 */
#define DRAY_TYPE_SYNC_LINE (dray_sync_line_get_type ())
G_DECLARE_FINAL_TYPE (DraySyncLine, dray_sync_line, DRAY, SYNC_LINE, GObject)

/**
 * DraySyncStatus:
 * @state: of the line
 * @is_caught_up: everything that the hub had said is here
 * @is_switched_off: somebody wants to work offline
 * @needs_login: the hub takes no token of ours: a person has to log in
 * @n_waiting: operations that the hub has not decided
 * @waiting_since_us: when the oldest of them was made; %DRAY_NEVER
 * @offline_since_us: when the line was lost; %DRAY_NEVER while there is one
 * @n_rejected: operations that the hub has rejected so far, in this file
 * @n_conflicts: operations that wrote what another one had, neither having seen the other, and that nobody has settled
 * @trouble: (nullable): why there is no line, for a person
 */
typedef struct {
  DraySyncState  state;
  gboolean       is_caught_up;
  gboolean       is_switched_off;
  gboolean       needs_login;
  gint64         n_waiting;
  gint64         waiting_since_us;
  gint64         offline_since_us;
  gint64         n_rejected;
  gint64         n_conflicts;
  const char    *trouble;
} DraySyncStatus;

DraySyncLine         *dray_sync_line_new              (DrayWorkspace  *workspace,
                                                       const char     *url);
void                  dray_sync_line_set_tokens       (DraySyncLine   *self,
                                                       const char     *access,
                                                       const char     *refresh);
void                  dray_sync_line_set_switched_off (DraySyncLine   *self,
                                                       gboolean        is_off);
void                  dray_sync_line_set_places       (DraySyncLine   *self,
                                                       GArray         *places);
const GPtrArray      *dray_sync_line_get_others       (DraySyncLine   *self);
const char           *dray_sync_line_get_url          (DraySyncLine   *self);
const DraySyncStatus *dray_sync_line_get_status       (DraySyncLine   *self);
void                  dray_sync_line_stop             (DraySyncLine   *self);

G_END_DECLS
