/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-sync-message.h"
#include "dray-store.h"

G_BEGIN_DECLS

/**
 * DraySyncLimits:
 * @batch_effects: that one message carries; an operation that has more comes in several
 * @batch_bytes: likewise
 * @group_operations: that one transaction takes
 * @window_bytes: said to a session and not yet acknowledged; past that it is only poked
 */
typedef struct {
  guint batch_effects;
  gsize batch_bytes;
  guint group_operations;
  gsize window_bytes;
} DraySyncLimits;

#define DRAY_SYNC_LIMITS_DEFAULT ((DraySyncLimits) { DRAY_SYNC_BATCH_EFFECTS, DRAY_SYNC_BATCH_BYTES, 256, 256 * 1024 })

/**
 * DraySyncHub:
 *
 * The hub's side of the protocol for the tenants of one writing thread, without sockets or threads of its own. Messages come in by
 * dray_sync_hub_receive(); what they want written is gathered until dray_sync_hub_commit(), which writes it in one transaction a
 * tenant and only then answers. A session is what one line is to one tenant: whose it is comes from its token, never from a message.
 */
typedef struct _DraySyncHub DraySyncHub;
typedef struct _DraySyncSession DraySyncSession;

DraySyncHub     *dray_sync_hub_new                (const DraySyncLimits  *limits);
void             dray_sync_hub_free               (DraySyncHub           *self);

gboolean         dray_sync_hub_add_tenant         (DraySyncHub           *self,
                                                   const DrayId          *tenant,
                                                   DrayStore             *store,
                                                   gint64                 now_us,
                                                   GError               **error);
gboolean         dray_sync_hub_has_tenant         (DraySyncHub           *self,
                                                   const DrayId          *tenant);
DraySyncSession *dray_sync_hub_open               (DraySyncHub           *self,
                                                   const DrayId          *tenant,
                                                   const DrayActor       *actor);
void             dray_sync_hub_close              (DraySyncHub           *self,
                                                   DraySyncSession       *session);
void             dray_sync_hub_receive            (DraySyncHub           *self,
                                                   DraySyncSession       *session,
                                                   const char            *text,
                                                   gssize                 n_bytes,
                                                   gint64                 now_us);
gboolean         dray_sync_hub_commit             (DraySyncHub           *self,
                                                   gint64                 now_us,
                                                   GError               **error);
gboolean         dray_sync_hub_publish            (DraySyncHub           *self,
                                                   const DrayId          *tenant,
                                                   GError               **error);
void             dray_sync_hub_set_shipped        (DraySyncHub           *self,
                                                   gboolean               is_shipped);

void             dray_sync_session_set_name       (DraySyncSession       *self,
                                                   const char            *name);
GPtrArray       *dray_sync_session_take_messages  (DraySyncSession       *self);
gboolean         dray_sync_session_is_over        (DraySyncSession       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DraySyncHub, dray_sync_hub_free)

G_END_DECLS
