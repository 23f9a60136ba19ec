/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-hash-chain.h"

#include <sodium.h>
#include <string.h>

/* A link is the SHA-256 of: "dray.link.1" and a zero byte; the 32 bytes before; the sequence number and the entry's length, each eight
 * bytes, big end first; the entry. Personal fields stand in the entry sealed, so that the chain can be verified after their key is
 * destroyed. A checkpoint signs "dray.checkpoint.1", a zero byte, the sequence number, the head, and the chain's name. */

#define LINK_PURPOSE "dray.link.1"
#define CHECKPOINT_PURPOSE "dray.checkpoint.1"

G_STATIC_ASSERT (DRAY_HASH_CHAIN_BYTES == crypto_hash_sha256_BYTES);

/**
 * dray_chain_hash_next:
 * @before: the chain up to here, %DRAY_CHAIN_START for the first entry
 * @seq: the entry's number in the chain
 * @entry: (array length=n_bytes): its canonical bytes
 *
 * Returns: the chain with @entry
 */
DrayChainHash
dray_chain_hash_next (const DrayChainHash *before,
                      gint64               seq,
                      const void          *entry,
                      gsize                n_bytes)
{
  guint64 numbers[2] = { GUINT64_TO_BE ((guint64) seq), GUINT64_TO_BE ((guint64) n_bytes) };
  crypto_hash_sha256_state state;
  DrayChainHash after;

  g_return_val_if_fail (before != NULL && (entry != NULL || n_bytes == 0), DRAY_CHAIN_START);

  crypto_hash_sha256_init (&state);
  crypto_hash_sha256_update (&state, (const guint8 *) LINK_PURPOSE, sizeof LINK_PURPOSE);
  crypto_hash_sha256_update (&state, before->bytes, sizeof before->bytes);
  crypto_hash_sha256_update (&state, (const guint8 *) numbers, sizeof numbers);
  crypto_hash_sha256_update (&state, entry, n_bytes);
  crypto_hash_sha256_final (&state, after.bytes);
  return after;
}

gboolean
dray_chain_hash_equal (const DrayChainHash *a,
                       const DrayChainHash *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return sodium_memcmp (a->bytes, b->bytes, sizeof a->bytes) == 0;
}

static GByteArray *
write_signed_part (const DrayCheckpoint *self)
{
  GByteArray *bytes = g_byte_array_new ();
  guint64 seq = GUINT64_TO_BE ((guint64) self->seq);

  g_byte_array_append (bytes, (const guint8 *) &seq, sizeof seq);
  g_byte_array_append (bytes, self->head.bytes, sizeof self->head.bytes);
  g_byte_array_append (bytes, (const guint8 *) self->chain, (guint) strlen (self->chain));
  return bytes;
}

/* Fills in the signature of the rest. */
void
dray_checkpoint_sign (DrayCheckpoint       *self,
                      const DraySigningKey *key)
{
  g_return_if_fail (self != NULL && self->chain != NULL && key != NULL);

  g_autoptr (GByteArray) bytes = write_signed_part (self);

  self->signature = dray_signing_key_sign (key, CHECKPOINT_PURPOSE, bytes->data, bytes->len);
}

/* Returns: whether the holder of @key signed just this */
gboolean
dray_checkpoint_verify (const DrayCheckpoint *self,
                        const DrayPublicKey  *key)
{
  g_return_val_if_fail (self != NULL && self->chain != NULL && key != NULL, FALSE);

  g_autoptr (GByteArray) bytes = write_signed_part (self);

  return dray_public_key_verify (key, CHECKPOINT_PURPOSE, bytes->data, bytes->len, &self->signature);
}
