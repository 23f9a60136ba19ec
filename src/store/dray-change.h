/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-store.h"

G_BEGIN_DECLS

/**
 * DrayChange:
 * @operation: name@version
 * @permission: (nullable): what was asked of the permission table; the operation's name if %NULL
 * @actor: who did it; none is the program
 * @hash: (array fixed-size=32): see dray-intent.c
 * @effects: in one that comes from the hub @before is not set: it is what the cell holds here
 *
 * An accepted operation, with what it did: what a hub tells those who follow it.
 */
typedef struct {
  gint64       seq;
  DrayId       client;
  gint64       mid;
  char        *operation;
  char        *permission;
  DrayVerdict  verdict;
  char        *note;
  DrayId       actor;
  gint64       at_us;
  GBytes      *hash;
  DrayEffects *effects;
} DrayChange;

/**
 * DrayStanding:
 * @epoch: the hub's life that this is about; 0 before the first contact
 * @cursor: the hub's operations up to this seq are in the base
 * @stable: the hub can't lose its operations up to this seq
 * @seq: the last one given here as authority
 * @mid: the last operation of our own
 *
 * Where a workspace stands.
 */
typedef struct {
  gint64 epoch;
  gint64 cursor;
  gint64 stable;
  gint64 seq;
  gint64 mid;
} DrayStanding;

/* A pending operation's refusal by the hub. */
typedef struct {
  gint64  mid;
  char   *note;
} DrayRefusal;

DrayChange *dray_change_new                (void);
void        dray_change_free               (DrayChange         *self);

gboolean    dray_store_get_standing           (DrayStore          *self,
                                            DrayStanding       *place,
                                            GError            **error);
gboolean    dray_store_count_pending       (DrayStore          *self,
                                            gint64             *n_pending,
                                            gint64             *oldest_us,
                                            GError            **error);

/* The hub's side. */
GPtrArray  *dray_store_list_changes        (DrayStore          *self,
                                            gint64              after_seq,
                                            int                 n_max,
                                            GError            **error);
gboolean    dray_store_get_last_mid        (DrayStore          *self,
                                            const DrayId       *client,
                                            gint64             *mid,
                                            GError            **error);
gboolean    dray_store_is_fork             (DrayStore          *self,
                                            const DrayId       *client,
                                            gint64              mid,
                                            const guint8        hash[32],
                                            gboolean           *is_fork,
                                            GError            **error);
gboolean    dray_store_begin_epoch         (DrayStore          *self,
                                            gint64              epoch,
                                            GError            **error);
gboolean    dray_store_find_fork           (DrayStore          *self,
                                            gint64              epoch,
                                            gint64              cursor,
                                            gint64             *fork_seq,
                                            GError            **error);
gboolean    dray_store_set_stable          (DrayStore          *self,
                                            gint64              stable,
                                            GError            **error);

/* The client's side. */
gboolean    dray_store_find_copy           (DrayStore          *self,
                                            const GPtrArray    *changes,
                                            guint              *n_good,
                                            GError            **error);
gboolean    dray_store_apply_changes       (DrayStore          *self,
                                            const DrayStanding *place,
                                            const GPtrArray    *changes,
                                            GError            **error);
gboolean    dray_store_apply_refusals      (DrayStore          *self,
                                            const DrayRefusal  *refusals,
                                            guint               n_refusals,
                                            GError            **error);
gboolean    dray_store_roll_back           (DrayStore          *self,
                                            gint64              epoch,
                                            gint64              fork_seq,
                                            GError            **error);
gboolean    dray_store_join                (DrayStore          *self,
                                            GError            **error);
gboolean    dray_store_take_client         (DrayStore          *self,
                                            const DrayId       *client,
                                            GError            **error);
gboolean    dray_store_replay_pending      (DrayStore          *self,
                                            GError            **error);

/* What the records hold, in one number. */
gboolean    dray_store_hash_state          (DrayStore          *self,
                                            gboolean            base,
                                            guint8              hash[32],
                                            GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayChange, dray_change_free)

G_END_DECLS
