/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-ledger.h"
#include "dray-store.h"

G_BEGIN_DECLS

/**
 * DrayLedgerBook:
 *
 * The chain over one tenant's log, in two files beside it. Belongs to the tenant's writing thread, or to a program that only reads it.
 */
typedef struct _DrayLedgerBook DrayLedgerBook;

DrayLedgerBook *dray_ledger_book_open   (const char           *path,
                                         const DrayId         *tenant,
                                         const DraySigningKey *key,
                                         GError              **error);
void            dray_ledger_book_close  (DrayLedgerBook       *self);
gint64          dray_ledger_book_get_last (DrayLedgerBook     *self);
gboolean        dray_ledger_book_follow (DrayLedgerBook       *self,
                                         DrayStore            *store,
                                         gint64                now_us,
                                         GError              **error);
gboolean        dray_ledger_book_sign   (DrayLedgerBook       *self,
                                         gint64                now_us,
                                         GError              **error);
char           *dray_ledger_book_export (DrayLedgerBook       *self,
                                         DrayStore            *store,
                                         GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayLedgerBook, dray_ledger_book_close)

G_END_DECLS
