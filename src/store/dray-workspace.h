/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-store.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DrayWorkspace:
 *
 * A workspace for a program with a main loop: one thread owns the connection that writes, another one that reads beside it, and
 * no call here blocks. Its methods belong to the context in which it was opened, and callbacks and signals come there.
 *
 * Signals:
 *   changed (#GArray effects): after each commit, what it changed: a #DrayEffects, before the submitter's callback
 */
#define DRAY_TYPE_WORKSPACE (dray_workspace_get_type ())
G_DECLARE_FINAL_TYPE (DrayWorkspace, dray_workspace, DRAY, WORKSPACE, GObject)

void           dray_workspace_open_async    (const char              *path,
                                             DraySchema              *schema,
                                             const DrayStoreOptions  *options,
                                             GCancellable            *cancellable,
                                             GAsyncReadyCallback      callback,
                                             gpointer                 data);
DrayWorkspace *dray_workspace_open_finish   (GAsyncResult            *result,
                                             GError                 **error);
void           dray_workspace_close         (DrayWorkspace           *self);

DraySchema    *dray_workspace_get_schema    (DrayWorkspace           *self);
DrayId         dray_workspace_get_client    (DrayWorkspace           *self);
DrayStoreMark  dray_workspace_get_heard     (DrayWorkspace           *self);
void           dray_workspace_set_actor     (DrayWorkspace           *self,
                                             const DrayActor         *actor);

void           dray_workspace_submit_async  (DrayWorkspace           *self,
                                             DrayIntent              *intent,
                                             GCancellable            *cancellable,
                                             GAsyncReadyCallback      callback,
                                             gpointer                 data);
DrayReceipt   *dray_workspace_submit_finish (DrayWorkspace           *self,
                                             GAsyncResult            *result,
                                             GError                 **error);
void           dray_workspace_select_async  (DrayWorkspace           *self,
                                             DrayQuery               *query,
                                             GCancellable            *cancellable,
                                             GAsyncReadyCallback      callback,
                                             gpointer                 data);
GPtrArray     *dray_workspace_select_finish (DrayWorkspace           *self,
                                             GAsyncResult            *result,
                                             GError                 **error);
void           dray_workspace_run_async     (DrayWorkspace           *self,
                                             gboolean                 writes,
                                             GTask                   *task,
                                             GTaskThreadFunc          func);
DrayStore     *dray_workspace_get_store     (DrayWorkspace           *self,
                                             gboolean                 writes);

G_END_DECLS
