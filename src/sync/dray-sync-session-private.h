/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-sync-hub.h"

G_BEGIN_DECLS

/* One tenant of a hub. */
typedef struct {
  DrayId     id;
  DrayStore *store;      /* Borrowed */
  gint64     epoch;
  gint64     head;
  gint64     stable;
  GPtrArray *sessions;   /* (element-type DraySyncSession): borrowed */
  GPtrArray *changes;    /* (element-type DrayChange) (nullable): the last that were read of the log, without gaps */
  GPtrArray *texts;      /* (element-type GString) (nullable elements): [changes] each one whole, once somebody was told it */
  gint64     changes_after; /* they begin behind this seq */
} DraySyncTenant;

/* What was said and not yet acknowledged. */
typedef struct {
  gint64 to;
  gsize  n_bytes;
} DraySyncSaid;

struct _DraySyncSession {
  /* Owned */
  GPtrArray       *messages;      /* (element-type utf8) */
  GPtrArray       *pushes;        /* (element-type DraySyncPush): to be committed */
  GArray          *said;          /* (element-type DraySyncSaid) */
  char            *role;
  char            *name;          /* (nullable): of the person */
  GArray          *places;        /* (element-type DraySyncPlace): where its console is */
  /* Borrowed */
  DraySyncTenant  *tenant;
  DraySyncLimits   limits;
  DrayActor        actor;
  DrayId           client;        /* none before HELLO */
  gboolean         is_following;
  gboolean         is_over;
  gboolean         is_stale;      /* its client greets on another line now: what it still pushes is void */
  gint64           sent;          /* CHANGES were said up to this seq */
  gsize            n_said;
};

DraySyncSession *dray_sync_session_new     (DraySyncTenant         *tenant,
                                            const DrayActor        *actor,
                                            const DraySyncLimits   *limits);
void             dray_sync_session_free    (DraySyncSession        *self);
void             dray_sync_session_say     (DraySyncSession        *self,
                                            const DraySyncMessage  *message);
void             dray_sync_session_err     (DraySyncSession        *self,
                                            DraySyncCode            code,
                                            gint64                  mid,
                                            const char             *text);
gboolean         dray_sync_session_follow  (DraySyncSession        *self,
                                            gint64                  cursor,
                                            GError                **error);
gboolean         dray_sync_session_stream  (DraySyncSession        *self,
                                            GError                **error);
void             dray_sync_session_have    (DraySyncSession        *self,
                                            gint64                  cursor);
void             dray_sync_session_poke    (DraySyncSession        *self);
void             dray_sync_session_say_presence (DraySyncSession       *self,
                                            const DraySyncSession  *other);

G_END_DECLS
