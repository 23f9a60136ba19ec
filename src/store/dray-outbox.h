/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-store.h"

G_BEGIN_DECLS

/**
 * DrayPending:
 * @operation: name@version
 * @arguments: canonical JSON
 * @base_seq: what its author had seen
 * @hash: (array fixed-size=32): see dray-intent.c
 *
 * An operation that waits for the hub's word: what a push carries.
 */
typedef struct {
  gint64  number;
  gint64  mid;
  char   *operation;
  char   *arguments;
  gint64  base_seq;
  gint64  at_us;
  GBytes *hash;
} DrayPending;

void       dray_pending_free            (DrayPending  *self);

gboolean   dray_store_is_authority      (DrayStore    *self);
gboolean   dray_store_set_authority     (DrayStore    *self,
                                         gboolean      is_authority,
                                         GError      **error);
GPtrArray *dray_store_list_pending      (DrayStore    *self,
                                         gint64        after_mid,
                                         int           n_max,
                                         GError      **error);
GPtrArray *dray_store_list_own          (DrayStore    *self,
                                         gint64        after_mid,
                                         gint64        known_mid,
                                         int           n_max,
                                         GError      **error);
gboolean   dray_store_find_pending_on   (DrayStore    *self,
                                         const DrayId *ids,
                                         guint         n_ids,
                                         GArray      **numbers,
                                         GError      **error);

G_END_DECLS
