/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-record.h"
#include "dray-workspace.h"

G_BEGIN_DECLS

/**
 * DrayStoreList:
 *
 * The rows of a query as a #GListModel of #DrayRecord, for a hundred thousand rows and more. It holds 16 bytes a row; records are
 * made for what is looked at, as placeholders ("loaded" is %FALSE) that the reader's thread fills by page. The list follows every
 * commit: a touched row is put into its record and moved, added or removed where it has to be; nothing else is read again.
 *
 * Belongs to the context of its workspace.
 *
 * Properties: "loaded" (boolean): the keys have been read
 * Signals: failed (GError): reading failed; the list shows what it had
 */
#define DRAY_TYPE_STORE_LIST (dray_store_list_get_type ())
G_DECLARE_FINAL_TYPE (DrayStoreList, dray_store_list, DRAY, STORE_LIST, GObject)

DrayStoreList *dray_store_list_new       (DrayWorkspace *workspace,
                                          DrayQuery     *query);
void           dray_store_list_set_query (DrayStoreList *self,
                                          DrayQuery     *query);
gboolean       dray_store_list_is_loaded (DrayStoreList *self);
gboolean       dray_store_list_find      (DrayStoreList *self,
                                          const DrayId  *id,
                                          guint         *position);

G_END_DECLS
