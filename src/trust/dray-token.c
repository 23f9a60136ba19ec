/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-token.h"
#include "dray-sodium-private.h"

#include <sodium.h>
#include <string.h>

/* A token is "dray_KIND_" and 256 random bits in URL-safe base64: the front tells a person, and a scanner for secrets that leaked, what
 * they found. With that many random bits its hash needs neither salt nor cost, and can be looked up as it is. */

#define RANDOM_BYTES 32
#define ENCODED_LENGTH (sodium_base64_ENCODED_LEN (RANDOM_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING) - 1)

/**
 * dray_token_new:
 * @kind: lower-case letters: "session", "device", "pairing"
 *
 * Returns: (transfer full): a fresh token, told to its holder and never stored
 */
char *
dray_token_new (const char *kind)
{
  g_return_val_if_fail (kind != NULL && *kind != '\0', NULL);

  guint8 random[RANDOM_BYTES];
  char text[ENCODED_LENGTH + 1];

  dray_sodium_init ();
  randombytes_buf (random, sizeof random);
  sodium_bin2base64 (text, sizeof text, random, sizeof random, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  sodium_memzero (random, sizeof random);
  return g_strdup_printf ("dray_%s_%s", kind, text);
}

static gboolean
is_token (const char *token,
          const char *kind)
{
  g_autofree char *front = g_strdup_printf ("dray_%s_", kind);
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  return g_str_has_prefix (token, front) &&
         strlen (token) == strlen (front) + ENCODED_LENGTH &&
         strspn (token + strlen (front), digits) == ENCODED_LENGTH;
}

/**
 * dray_token_hash:
 * @token: from a stranger
 *
 * Returns: %FALSE if @token is no token of this @kind; @hash is then untouched
 */
gboolean
dray_token_hash (const char    *token,
                 const char    *kind,
                 DrayTokenHash *hash)
{
  g_return_val_if_fail (token != NULL && kind != NULL && hash != NULL, FALSE);

  if (!is_token (token, kind))
    return FALSE;
  crypto_hash_sha256 (hash->bytes, (const guint8 *) token, strlen (token));
  return TRUE;
}
