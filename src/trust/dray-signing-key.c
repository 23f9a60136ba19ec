/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-signing-key.h"
#include "dray-sodium-private.h"

#include <sodium.h>
#include <string.h>

/* What is signed is the purpose, a zero byte, and the data, so that a signature of one kind of thing is never one of another.
 * An empty purpose signs the data alone, as other programs do. */

G_STATIC_ASSERT (DRAY_SEED_BYTES == crypto_sign_SEEDBYTES);
G_STATIC_ASSERT (DRAY_PUBLIC_KEY_BYTES == crypto_sign_PUBLICKEYBYTES);
G_STATIC_ASSERT (DRAY_SIGNATURE_BYTES == crypto_sign_BYTES);

struct _DraySigningKey
{
  DrayPublicKey public;
  guint8        secret[crypto_sign_SECRETKEYBYTES];
};

static DraySigningKey *
alloc_key (void)
{
  dray_sodium_init ();

  DraySigningKey *self = sodium_malloc (sizeof *self);

  /* As g_new() would: a few hundred bytes that can't be had are the end of the program. */
  if (self == NULL)
    g_error ("There is no locked memory for a key");
  return self;
}

/**
 * dray_signing_key_new:
 *
 * Returns: (transfer full): a fresh pair
 */
DraySigningKey *
dray_signing_key_new (void)
{
  DraySigningKey *self = alloc_key ();

  crypto_sign_keypair (self->public.bytes, self->secret);
  return self;
}

/**
 * dray_signing_key_new_from_seed:
 *
 * Returns: (transfer full): the pair that dray_signing_key_copy_seed() kept
 */
DraySigningKey *
dray_signing_key_new_from_seed (const guint8 seed[DRAY_SEED_BYTES])
{
  DraySigningKey *self = alloc_key ();

  crypto_sign_seed_keypair (self->public.bytes, self->secret, seed);
  return self;
}

void
dray_signing_key_free (DraySigningKey *self)
{
  sodium_free (self);
}

/* The caller wipes @seed once it is in the keyring. */
void
dray_signing_key_copy_seed (const DraySigningKey *self,
                            guint8                seed[DRAY_SEED_BYTES])
{
  g_return_if_fail (self != NULL);

  crypto_sign_ed25519_sk_to_seed (seed, self->secret);
}

DrayPublicKey
dray_signing_key_get_public (const DraySigningKey *self)
{
  g_return_val_if_fail (self != NULL, ((DrayPublicKey) { { 0 } }));

  return self->public;
}

static GByteArray *
join (const char *purpose,
      const void *data,
      gsize       n_bytes)
{
  GByteArray *joined = g_byte_array_new ();

  g_assert (n_bytes < G_MAXUINT - DRAY_SIGNATURE_BYTES);
  if (*purpose != '\0')
    g_byte_array_append (joined, (const guint8 *) purpose, (guint) strlen (purpose) + 1);
  g_byte_array_append (joined, data, (guint) n_bytes);
  return joined;
}

/**
 * dray_signing_key_sign:
 * @purpose: what kind of thing is signed, such as "checkpoint"; "" for the bare data
 */
DraySignature
dray_signing_key_sign (const DraySigningKey *self,
                       const char           *purpose,
                       const void           *data,
                       gsize                 n_bytes)
{
  g_return_val_if_fail (self != NULL && purpose != NULL, ((DraySignature) { { 0 } }));

  g_autoptr (GByteArray) message = join (purpose, data, n_bytes);
  DraySignature signature;

  crypto_sign_detached (signature.bytes, NULL, message->data, message->len, self->secret);
  return signature;
}

/**
 * dray_public_key_verify:
 *
 * Returns: whether the holder of this key's other half signed just this @data for just this @purpose
 */
gboolean
dray_public_key_verify (const DrayPublicKey *self,
                        const char          *purpose,
                        const void          *data,
                        gsize                n_bytes,
                        const DraySignature *signature)
{
  g_return_val_if_fail (self != NULL && purpose != NULL && signature != NULL, FALSE);

  g_autoptr (GByteArray) message = join (purpose, data, n_bytes);

  dray_sodium_init ();
  return crypto_sign_verify_detached (signature->bytes, message->data, message->len, self->bytes) == 0;
}
