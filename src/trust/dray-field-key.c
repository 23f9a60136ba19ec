/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-field-key.h"
#include "dray-sodium-private.h"
#include "dray-trust-error.h"

#include <sodium.h>
#include <string.h>

/* A sealed field: a byte of version, 1; a random nonce of 24 bytes; the XChaCha20-Poly1305 ciphertext and its tag of 16 bytes. The
 * place is authenticated with it, so that a sealed name can't be moved to another row. */

#define VERSION 1
#define NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_BYTES crypto_aead_xchacha20poly1305_ietf_ABYTES
#define OVERHEAD_BYTES (1 + NONCE_BYTES + TAG_BYTES)

G_STATIC_ASSERT (DRAY_FIELD_KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

struct _DrayFieldKey
{
  guint8 bytes[DRAY_FIELD_KEY_BYTES];
};

static DrayFieldKey *
alloc_key (void)
{
  dray_sodium_init ();

  DrayFieldKey *self = sodium_malloc (sizeof *self);

  if (self == NULL)
    g_error ("There is no locked memory for a key");
  return self;
}

/**
 * dray_field_key_new:
 *
 * Returns: (transfer full): a fresh key
 */
DrayFieldKey *
dray_field_key_new (void)
{
  DrayFieldKey *self = alloc_key ();

  crypto_aead_xchacha20poly1305_ietf_keygen (self->bytes);
  return self;
}

/**
 * dray_field_key_new_from_bytes:
 *
 * Returns: (transfer full): the key that dray_field_key_copy_bytes() kept
 */
DrayFieldKey *
dray_field_key_new_from_bytes (const guint8 bytes[DRAY_FIELD_KEY_BYTES])
{
  DrayFieldKey *self = alloc_key ();

  memcpy (self->bytes, bytes, sizeof self->bytes);
  return self;
}

void
dray_field_key_free (DrayFieldKey *self)
{
  sodium_free (self);
}

void
dray_field_key_copy_bytes (const DrayFieldKey *self,
                           guint8              bytes[DRAY_FIELD_KEY_BYTES])
{
  g_return_if_fail (self != NULL);

  memcpy (bytes, self->bytes, sizeof self->bytes);
}

/**
 * dray_field_key_seal:
 * @place: where the field stands (tenant, table, record, field, in a stated order)
 * @content: of any length
 *
 * Returns: (transfer full): what is stored; another one each time
 */
GBytes *
dray_field_key_seal (const DrayFieldKey *self,
                     GBytes             *place,
                     GBytes             *content)
{
  g_return_val_if_fail (self != NULL && place != NULL && content != NULL, NULL);

  gsize n_content, n_place;
  const guint8 *plain = g_bytes_get_data (content, &n_content);
  const guint8 *bound = g_bytes_get_data (place, &n_place);
  guint8 *sealed = g_malloc (n_content + OVERHEAD_BYTES);

  sealed[0] = VERSION;
  randombytes_buf (sealed + 1, NONCE_BYTES);
  crypto_aead_xchacha20poly1305_ietf_encrypt (sealed + 1 + NONCE_BYTES, NULL, plain, n_content, bound, n_place, NULL, sealed + 1, self->bytes);
  return g_bytes_new_take (sealed, n_content + OVERHEAD_BYTES);
}

/**
 * dray_field_key_unseal:
 * @place: the same as it was sealed for
 * @sealed: not to be trusted
 *
 * Returns: (transfer full) (nullable): the content
 * Errors: %DRAY_TRUST_ERROR_INVALID if it is no sealed field, %DRAY_TRUST_ERROR_FORGED if it is another key's or place's, or was changed
 */
GBytes *
dray_field_key_unseal (const DrayFieldKey  *self,
                       GBytes              *place,
                       GBytes              *sealed,
                       GError             **error)
{
  g_return_val_if_fail (self != NULL && place != NULL && sealed != NULL, NULL);

  gsize n_sealed, n_place;
  const guint8 *bytes = g_bytes_get_data (sealed, &n_sealed);
  const guint8 *bound = g_bytes_get_data (place, &n_place);

  if (n_sealed < OVERHEAD_BYTES || bytes[0] != VERSION) {
    g_set_error_literal (error, DRAY_TRUST_ERROR, DRAY_TRUST_ERROR_INVALID, "This is no sealed field");
    return NULL;
  }

  g_autofree guint8 *plain = g_malloc (n_sealed - OVERHEAD_BYTES + 1);

  if (crypto_aead_xchacha20poly1305_ietf_decrypt (plain, NULL, NULL, bytes + 1 + NONCE_BYTES, n_sealed - 1 - NONCE_BYTES, bound, n_place,
                                                  bytes + 1, self->bytes) != 0) {
    g_set_error_literal (error, DRAY_TRUST_ERROR, DRAY_TRUST_ERROR_FORGED, "A sealed field was changed, moved, or is another person's");
    return NULL;
  }
  return g_bytes_new_take (g_steal_pointer (&plain), n_sealed - OVERHEAD_BYTES);
}
