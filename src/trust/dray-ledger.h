/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-hash-chain.h"

G_BEGIN_DECLS

#define DRAY_LEDGER_SALT_BYTES 16

/**
 * DrayLedgerEntry:
 * @about: JSON of what the entry is beside its contents: canonical, as its keeper wrote it
 * @arguments: (nullable): what was asked; %NULL where it was erased
 * @effects: (nullable) (array length=n_effects): what it did; likewise
 * @salt: random, so that the digest of an erased name tells nothing
 * @digest: of salt, arguments and effects: all that the chain covers of them
 *
 * One accepted operation, as the ledger holds it.
 */
typedef struct {
  gint64        seq;
  const char   *about;
  const char   *arguments;
  const guint8 *effects;
  gsize         n_effects;
  guint8        salt[DRAY_LEDGER_SALT_BYTES];
  guint8        digest[32];
} DrayLedgerEntry;

/**
 * DrayLedgerReport:
 * @chain: whose ledger it is
 * @key: the key that its heads were signed with
 * @n_erased: entries whose contents are gone and whose place in the chain holds nevertheless
 *
 * What a good export holds.
 */
typedef struct {
  char         *chain;
  DrayPublicKey key;
  gint64        first;
  gint64        last;
  gint64        n_entries;
  gint64        n_heads;
  gint64        n_erased;
} DrayLedgerReport;

void          dray_ledger_entry_seal   (DrayLedgerEntry       *self);
DrayChainHash dray_ledger_entry_chain  (const DrayLedgerEntry *self,
                                        const DrayChainHash   *before);

void          dray_ledger_append_start (GString               *to,
                                        const char            *chain,
                                        gint64                 first,
                                        const DrayPublicKey   *key);
void          dray_ledger_append_entry (GString               *to,
                                        const DrayLedgerEntry *entry,
                                        const DrayChainHash   *link);
void          dray_ledger_append_head  (GString               *to,
                                        const DrayCheckpoint  *head);

gboolean      dray_ledger_verify       (const char            *text,
                                        gsize                  n_bytes,
                                        const DrayPublicKey   *key,
                                        DrayLedgerReport      *report,
                                        GError               **error);
void          dray_ledger_report_clear (DrayLedgerReport      *self);
gboolean      dray_hex_read            (const char            *text,
                                        guint8                *bytes,
                                        gsize                  n_bytes);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DrayLedgerReport, dray_ledger_report_clear)

G_END_DECLS
