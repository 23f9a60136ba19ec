/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-intent-private.h"
#include "dray-mutation-private.h"

G_BEGIN_DECLS

/**
 * DrayPassage:
 * @is_foreign: it brought its own (client, mid)
 * @client_number: of this file; 0 where the client never wrote here
 * @permission: what the permission table is asked
 *
 * One operation on its way in.
 */
typedef struct {
  DrayIntent      *intent;
  const DrayActor *actor;
  gboolean         is_foreign;
  DrayId           client;
  gint64           client_number;
  gint64           mid;
  gint64           at_us;
  char            *permission;
  guint8           hash[DRAY_HASH_BYTES];
} DrayPassage;

void         dray_passage_clear         (DrayPassage        *self);
DrayEffects *dray_passage_run           (DrayPassage        *self,
                                         DrayStore          *store,
                                         DrayMutation       *mutation);
void         dray_passage_merge         (DrayPassage        *self,
                                         DrayStore          *store,
                                         DrayMutation       *mutation);
const DrayRow *dray_passage_find_scope_row (DrayMutation    *mutation,
                                         const DrayRow      *row);
gboolean     dray_passage_end_savepoint (DrayStore          *store,
                                         DrayMutation       *mutation,
                                         GError            **error);
gboolean     dray_passage_is_fault      (const GError       *error);
gboolean     dray_passage_write         (DrayStore          *self,
                                         DrayMutation       *mutation,
                                         const DrayPassage  *passage,
                                         const DrayReceipt  *receipt,
                                         GError            **error);
gboolean     dray_passage_write_marks   (DrayStore          *self,
                                         DrayMutation       *mutation,
                                         const DrayEffects  *effects,
                                         gint64              mid,
                                         gboolean            is_pending,
                                         GError            **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DrayPassage, dray_passage_clear)

G_END_DECLS
