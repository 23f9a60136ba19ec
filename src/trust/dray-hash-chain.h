/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-signing-key.h"

G_BEGIN_DECLS

#define DRAY_HASH_CHAIN_BYTES 32

/**
 * DrayChainHash:
 *
 * What the ledger is up to and with one entry: it depends on every entry before it. All zero is the chain before its first entry.
 */
typedef struct {
  guint8 bytes[DRAY_HASH_CHAIN_BYTES];
} DrayChainHash;

#define DRAY_CHAIN_START ((DrayChainHash) { { 0 } })

/**
 * DrayCheckpoint:
 * @chain: which chain: a tenant's id in text
 * @seq: of the entry that @head is the hash of
 *
 * A chain's state at one entry, signed: with it all entries up to there are proved, also to someone who holds only some of them.
 */
typedef struct {
  const char   *chain;
  gint64        seq;
  DrayChainHash head;
  DraySignature signature;
} DrayCheckpoint;

DrayChainHash dray_chain_hash_next    (const DrayChainHash  *before,
                                       gint64                seq,
                                       const void           *entry,
                                       gsize                 n_bytes);
gboolean      dray_chain_hash_equal   (const DrayChainHash  *a,
                                       const DrayChainHash  *b);
void          dray_checkpoint_sign    (DrayCheckpoint       *self,
                                       const DraySigningKey *key);
gboolean      dray_checkpoint_verify  (const DrayCheckpoint *self,
                                       const DrayPublicKey  *key);

G_END_DECLS
