/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-clock.h"
#include "dray-intent.h"
#include "dray-query.h"
#include "dray-receipt.h"

G_BEGIN_DECLS

/**
 * DrayStore:
 *
 * One open workspace file: rows, the log, and the way in. It may block and belongs to one thread at a time: the hub's writer
 * threads, a command, a test. The console goes through #DrayWorkspace, which gives it a thread.
 */
typedef struct _DrayStore DrayStore;

/**
 * DrayStoreOptions:
 * @client: whom a new file belongs to; made up if none. An existing file keeps its own
 * @clock: (nullable): the wall clock if %NULL
 * @vfs: (nullable): the SQLite VFS to go through, for tests that inject faults
 * @read_only: beside the one who writes; the file must be up to date
 * @check: reads the whole file before it is used and refuses a damaged one
 */
typedef struct {
  DrayId      client;
  DrayClock  *clock;
  const char *vfs;
  gboolean    read_only;
  gboolean    check;
} DrayStoreOptions;

/**
 * DrayStoreMark:
 * @number: of the newest entry of the log
 * @cursor: the hub's operations up to this one are in the base
 * @epoch: the hub's
 *
 * Which state of the file one sees: no commit that a listener hears of leaves it as it was.
 */
typedef struct {
  gint64 number;
  gint64 cursor;
  gint64 epoch;
} DrayStoreMark;

/**
 * DrayStoreListener:
 * @effects: what one transaction changed, in order; immutable, may be kept and handed to other threads
 *
 * Called after each commit, on the thread that submitted.
 */
typedef void (*DrayStoreListener) (DrayStore         *store,
                                   const DrayEffects *effects,
                                   gpointer           data);

DrayStore    *dray_store_open          (const char              *path,
                                        DraySchema              *schema,
                                        const DrayStoreOptions  *options,
                                        GError                 **error);
void          dray_store_close         (DrayStore               *self);
DraySchema   *dray_store_get_schema    (DrayStore               *self);
DrayDatabase *dray_store_get_database  (DrayStore               *self);
DrayId        dray_store_get_client    (DrayStore               *self);
gint64        dray_store_get_seq       (DrayStore               *self);
DrayId        dray_store_make_id       (DrayStore               *self);
void          dray_store_set_listener  (DrayStore               *self,
                                        DrayStoreListener        listener,
                                        gpointer                 data);
gboolean      dray_store_read_mark     (DrayStore               *self,
                                        DrayStoreMark           *mark,
                                        GError                 **error);

DrayReceipt  *dray_store_submit        (DrayStore               *self,
                                        const DrayActor         *actor,
                                        DrayIntent              *intent,
                                        GError                 **error);
gboolean      dray_store_submit_batch  (DrayStore               *self,
                                        const DrayActor         *actor,
                                        DrayIntent       *const *intents,
                                        int                      n_intents,
                                        DrayReceipt            **receipts,
                                        GError                 **refusals,
                                        GError                 **error);

gboolean      dray_store_submit_group  (DrayStore               *self,
                                        const DrayActor  *const *actors,
                                        DrayIntent       *const *intents,
                                        int                      n_intents,
                                        DrayReceipt            **receipts,
                                        GError                 **refusals,
                                        GError                 **error);

DrayRow      *dray_store_get_row       (DrayStore               *self,
                                        const DrayTable         *table,
                                        const DrayId            *id,
                                        GError                 **error);

GPtrArray    *dray_store_select        (DrayStore               *self,
                                        const DrayQuery         *query,
                                        GError                 **error);
gboolean      dray_store_count         (DrayStore               *self,
                                        const DrayQuery         *query,
                                        gint64                  *n_rows,
                                        GError                 **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayStore, dray_store_close)

G_END_DECLS
