/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-sync-message.h"
#include "dray-store.h"

G_BEGIN_DECLS

/**
 * DraySyncClient:
 *
 * A workspace's side of the protocol, without a line, a clock or a thread: what happens is told to it with the time, and it answers
 * with messages to send. It keeps nothing that matters but in the store: one that is made anew after a crash goes on where the
 * store stands. It belongs to the thread that writes to the store.
 *
 * Operations are submitted to the store as ever, which is no authority then; dray_sync_client_tick() notices what waits.
 */
typedef struct _DraySyncClient DraySyncClient;

/**
 * DraySyncState:
 * @DRAY_SYNC_OFFLINE: no line
 * @DRAY_SYNC_GREETING: a line, and the hub has not yet said where it stands
 * @DRAY_SYNC_ONLINE: the hub's changes arrive
 */
typedef enum {
  DRAY_SYNC_OFFLINE,
  DRAY_SYNC_GREETING,
  DRAY_SYNC_ONLINE,
} DraySyncState;

DraySyncClient *dray_sync_client_new            (DrayStore       *store,
                                                 guint64          seed);
void            dray_sync_client_free           (DraySyncClient  *self);

gboolean        dray_sync_client_connect        (DraySyncClient  *self,
                                                 gint64           now_us,
                                                 GError         **error);
void            dray_sync_client_disconnect     (DraySyncClient  *self);
gboolean        dray_sync_client_receive        (DraySyncClient  *self,
                                                 const char      *text,
                                                 gssize           n_bytes,
                                                 gint64           now_us,
                                                 GError         **error);
gboolean        dray_sync_client_tick           (DraySyncClient  *self,
                                                 gint64           now_us,
                                                 GError         **error);
GPtrArray      *dray_sync_client_take_messages  (DraySyncClient  *self);

void            dray_sync_client_set_places     (DraySyncClient  *self,
                                                 GArray          *places,
                                                 gint64           now_us);
GPtrArray      *dray_sync_client_take_others    (DraySyncClient  *self);

DraySyncState   dray_sync_client_get_state      (DraySyncClient  *self);
gboolean        dray_sync_client_is_caught_up   (DraySyncClient  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DraySyncClient, dray_sync_client_free)

G_END_DECLS
