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

gboolean dray_passage_write (DrayStore         *self,
                             DrayMutation      *mutation,
                             const DrayPassage *passage,
                             const DrayReceipt *receipt,
                             GError           **error);

G_END_DECLS
