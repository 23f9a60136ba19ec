/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-change.h"
#include "dray-store-private.h"

G_BEGIN_DECLS

/**
 * DrayRebase:
 * @seen: (element-type DraySeen): rows as they were before, for the listener
 *
 * One transaction that puts something under the pending operations: those that it concerns are taken back, the truth is changed,
 * and they run again in their order.
 */
typedef struct {
  DrayStore    *store;
  DrayCounters  before;
  gint64        cursor;
  GHashTable   *seen;
  GArray       *numbers;     /* (nullable) (element-type gint64): what was taken back, in order */
} DrayRebase;

gboolean dray_rebase_begin       (DrayRebase       *self,
                                  DrayStore        *store,
                                  GError          **error);
gboolean dray_rebase_seed        (DrayRebase       *self,
                                  int               field,
                                  const DrayValue  *value,
                                  GError          **error);
gboolean dray_rebase_seed_number (DrayRebase       *self,
                                  gint64            number,
                                  GError          **error);
gboolean dray_rebase_seed_all    (DrayRebase       *self,
                                  GError          **error);
gboolean dray_rebase_rewind      (DrayRebase       *self,
                                  GError          **error);
gboolean dray_rebase_replay      (DrayRebase       *self,
                                  GError          **error);
gboolean dray_rebase_commit      (DrayRebase       *self,
                                  GError          **error);
void     dray_rebase_cancel      (DrayRebase       *self);

/* dray-rebase-settle.c: the short way, before anything is seeded. */
gboolean dray_rebase_find_settled (DrayRebase         *self,
                                   const DrayChange   *change,
                                   gint64             *number,
                                   GError            **error);
gboolean dray_rebase_settle       (DrayRebase         *self,
                                   gint64              number,
                                   const DrayEffects  *effects,
                                   GError            **error);

/* Within it: the truth's own rows and writers. */
gboolean dray_rebase_load        (DrayRebase       *self,
                                  const DrayTable  *table,
                                  const DrayId     *id,
                                  DrayRow         **row,
                                  GError          **error);
gboolean dray_rebase_set_writer  (DrayRebase       *self,
                                  const DrayRow    *row,
                                  int               field,
                                  gint64            number,
                                  GError          **error);
gboolean dray_rebase_remove_row  (DrayRebase       *self,
                                  const DrayTable  *table,
                                  const DrayId     *id,
                                  GError          **error);
gboolean dray_rebase_forget      (DrayRebase       *self,
                                  gint64            number,
                                  GError          **error);
gboolean dray_rebase_execute     (DrayRebase       *self,
                                  const char       *sql,
                                  gint64            a,
                                  gint64            b,
                                  GError          **error);

G_END_DECLS
