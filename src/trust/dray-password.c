/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-password.h"
#include "dray-sodium-private.h"
#include "dray-trust-error.h"

#include <sodium.h>
#include <string.h>

/* Hashes are argon2id in its own text form, which carries salt and cost, so that a cost that is raised later leaves old ones valid. */

static unsigned long long
get_operations (DrayPasswordCost cost)
{
  return cost == DRAY_PASSWORD_COST_TEST ? crypto_pwhash_OPSLIMIT_MIN : crypto_pwhash_OPSLIMIT_INTERACTIVE;
}

static size_t
get_memory (DrayPasswordCost cost)
{
  return cost == DRAY_PASSWORD_COST_TEST ? crypto_pwhash_MEMLIMIT_MIN : crypto_pwhash_MEMLIMIT_INTERACTIVE;
}

/**
 * dray_password_hash:
 * @password: UTF-8, at most %DRAY_PASSWORD_MAX_BYTES
 *
 * Takes as long as a login is meant to take: on a worker, never on the main thread.
 *
 * Returns: (transfer full) (nullable): what is stored, ASCII
 * Errors: %DRAY_TRUST_ERROR_INVALID if it is empty or too long; %G_FILE_ERROR_NOMEM if the memory can't be had
 */
char *
dray_password_hash (const char        *password,
                    DrayPasswordCost   cost,
                    GError           **error)
{
  g_return_val_if_fail (password != NULL, NULL);

  g_autofree char *hash = g_malloc (crypto_pwhash_STRBYTES);
  gsize n_bytes = strlen (password);

  dray_sodium_init ();
  if (n_bytes == 0 || n_bytes > DRAY_PASSWORD_MAX_BYTES) {
    g_set_error (error, DRAY_TRUST_ERROR, DRAY_TRUST_ERROR_INVALID, "A password has from 1 to %d bytes", DRAY_PASSWORD_MAX_BYTES);
    return NULL;
  }
  if (crypto_pwhash_str_alg (hash, password, n_bytes, get_operations (cost), get_memory (cost), crypto_pwhash_ALG_ARGON2ID13) != 0) {
    g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_NOMEM, "There is not enough memory to check passwords");
    return NULL;
  }
  return g_steal_pointer (&hash);
}

/**
 * dray_password_verify:
 * @hash: as it was stored, not to be trusted
 *
 * Takes as long as making @hash did, whether @password is right or not.
 *
 * Returns: whether @hash is that of @password; %FALSE too if it is no hash at all
 */
gboolean
dray_password_verify (const char *password,
                      const char *hash)
{
  g_return_val_if_fail (password != NULL && hash != NULL, FALSE);

  char padded[crypto_pwhash_STRBYTES] = { 0 };

  dray_sodium_init ();
  if (strlen (password) > DRAY_PASSWORD_MAX_BYTES || g_strlcpy (padded, hash, sizeof padded) >= sizeof padded)
    return FALSE;
  return crypto_pwhash_str_verify (padded, password, strlen (password)) == 0;
}

/* Returns: whether @hash was made at another cost, so that the next login that succeeds had better store a new one */
gboolean
dray_password_needs_rehash (const char       *hash,
                            DrayPasswordCost  cost)
{
  g_return_val_if_fail (hash != NULL, TRUE);

  char padded[crypto_pwhash_STRBYTES] = { 0 };

  dray_sodium_init ();
  return g_strlcpy (padded, hash, sizeof padded) >= sizeof padded ||
         crypto_pwhash_str_needs_rehash (padded, get_operations (cost), get_memory (cost)) != 0;
}
