/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* An access token is "dray_access_" and, in URL-safe base64,
 *
 *   holder 16 bytes | family 16 | expires_us 8, big-endian | Ed25519 signature by the hub over what is before, purpose "access" 64
 *
 * so that checking one reads no file. It lives minutes; within them a revoked family or a disabled holder still ends it at once,
 * because both are in memory. A refresh token is random, stored as a hash, and good once. */

#include "dray-directory-private.h"
#include "dray-hub-error.h"
#include "dray-token.h"

#include <string.h>

#define FRONT "dray_access_"
#define BODY_BYTES 40
#define TOKEN_BYTES (BODY_BYTES + DRAY_SIGNATURE_BYTES)
#define PROOF_WINDOW_US (60 * G_USEC_PER_SEC)
#define HASHES_AT_ONCE 2

/* Tokens whose signature is remembered. */
#define MAX_SIGNED 20000

void
dray_tokens_clear (DrayTokens *self)
{
  g_clear_pointer (&self->access, g_free);
  g_clear_pointer (&self->refresh, g_free);
}

static void
begin_hashing (DrayDirectory *self)
{
  g_mutex_lock (&self->hashing);
  while (self->n_hashing >= HASHES_AT_ONCE)
    g_cond_wait (&self->hashed, &self->hashing);
  self->n_hashing++;
  g_mutex_unlock (&self->hashing);
}

static void
end_hashing (DrayDirectory *self)
{
  g_mutex_lock (&self->hashing);
  self->n_hashing--;
  g_cond_signal (&self->hashed);
  g_mutex_unlock (&self->hashing);
}

char *
dray_directory_hash (DrayDirectory  *self,
                     const char     *password,
                     GError        **error)
{
  char *hash;

  if (strlen (password) < 8) {
    g_set_error_literal (error, DRAY_HUB_ERROR, DRAY_HUB_ERROR_INVALID, "a password has at least 8 characters");
    return NULL;
  }
  begin_hashing (self);
  hash = dray_password_hash (password, self->cost, error);
  end_hashing (self);
  return hash;
}

gboolean
dray_directory_verify (DrayDirectory *self,
                       const char    *password,
                       const char    *hash)
{
  gboolean is_right;

  begin_hashing (self);
  is_right = dray_password_verify (password, hash);
  end_hashing (self);
  return is_right;
}

static char *
encode (const guint8 *bytes,
        gsize         n_bytes)
{
  char *text = g_base64_encode (bytes, n_bytes);

  for (char *at = text; *at != '\0'; at++)
    *at = *at == '+' ? '-' : *at == '/' ? '_' : *at;
  g_strdelimit (text, "=", '\0');
  return text;
}

static char *
make_access (DrayDirectory *self,
             const DrayId  *holder,
             const DrayId  *family,
             gint64         expires_us)
{
  guint8 bytes[TOKEN_BYTES];
  guint64 big = GUINT64_TO_BE ((guint64) expires_us);
  DraySignature signature;

  memcpy (bytes, holder, 16);
  memcpy (bytes + 16, family, 16);
  memcpy (bytes + 32, &big, 8);
  signature = dray_signing_key_sign (self->key, "access", bytes, BODY_BYTES);
  memcpy (bytes + BODY_BYTES, signature.bytes, sizeof signature.bytes);

  g_autofree char *text = encode (bytes, sizeof bytes);

  return g_strconcat (FRONT, text, NULL);
}

static gboolean
decode_access (const char *token,
               guint8      bytes[TOKEN_BYTES])
{
  g_autofree char *text = NULL;
  g_autofree guint8 *decoded = NULL;
  gsize n_bytes;

  if (!g_str_has_prefix (token, FRONT) || strlen (token) != strlen (FRONT) + (TOKEN_BYTES * 4 + 2) / 3)
    return FALSE;
  text = g_strconcat (token + strlen (FRONT), "==", NULL);
  text[(TOKEN_BYTES + 2) / 3 * 4] = '\0';
  for (char *at = text; *at != '\0'; at++)
    *at = *at == '-' ? '+' : *at == '_' ? '/' : *at;
  decoded = g_base64_decode (text, &n_bytes);
  if (n_bytes != TOKEN_BYTES)
    return FALSE;
  memcpy (bytes, decoded, TOKEN_BYTES);
  return TRUE;
}

static gboolean
refuse (GError **error)
{
  g_set_error_literal (error, DRAY_HUB_ERROR, DRAY_HUB_ERROR_UNAUTHENTICATED, "the token or password is not good");
  return FALSE;
}

/* One that `dray-hub tracker` made since the start is in the file alone. */
static gboolean
find_tracker (DrayDirectory        *self,
              const DrayTokenHash  *hash,
              GError              **error)
{
  g_autoptr (DrayStatement) select = dray_database_prepare (self->database, "SELECT id FROM holder WHERE tracker = ?1", error);
  gboolean has_row;
  DrayId id;

  if (select == NULL)
    return FALSE;
  dray_statement_bind_bytes (select, 1, hash->bytes, sizeof hash->bytes);
  if (!dray_statement_step (select, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;
  id = dray_statement_get_id (select, 0);
  dray_statement_reset (select);
  return dray_directory_read_known (self, &id, error);
}

static gboolean
check_tracker (DrayDirectory  *self,
               const char     *token,
               DrayHolder     *holder,
               GError        **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autoptr (GBytes) key = NULL;
  DrayTokenHash hash;
  const DrayId *id;
  const Known *known;

  if (!dray_token_hash (token, "tracker", &hash))
    return refuse (error);
  key = g_bytes_new_static (hash.bytes, sizeof hash.bytes);
  id = g_hash_table_lookup (self->trackers, key);
  if (id == NULL && !find_tracker (self, &hash, error))
    return FALSE;
  id = g_hash_table_lookup (self->trackers, key);
  known = id != NULL ? g_hash_table_lookup (self->holders, id) : NULL;
  if (known == NULL)
    return refuse (error);
  *holder = known->holder;
  holder->is_tracker = TRUE;
  holder->expires_us = G_MAXINT64;
  return TRUE;
}

/* Whether the hub signed it. A token comes with every request of its life, and checking a signature costs more than the rest of a read,
 * so that the good ones are remembered, byte for byte. */
static gboolean
is_signed (DrayDirectory *self,
           const guint8   bytes[TOKEN_BYTES])
{
  DrayPublicKey key = dray_signing_key_get_public (self->key);
  g_autoptr (GBytes) token = g_bytes_new (bytes, TOKEN_BYTES);
  DraySignature signature;
  gboolean is_known;

  g_mutex_lock (&self->mutex);
  is_known = g_hash_table_contains (self->signed_tokens, token);
  g_mutex_unlock (&self->mutex);
  if (is_known)
    return TRUE;
  memcpy (signature.bytes, bytes + BODY_BYTES, sizeof signature.bytes);
  if (!dray_public_key_verify (&key, "access", bytes, BODY_BYTES, &signature))
    return FALSE;
  g_mutex_lock (&self->mutex);
  if (g_hash_table_size (self->signed_tokens) >= MAX_SIGNED)
    g_hash_table_remove_all (self->signed_tokens);
  g_hash_table_add (self->signed_tokens, g_steal_pointer (&token));
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

/**
 * dray_directory_check:
 * @token: an access token, or a tracker's; from a stranger
 *
 * Errors: %DRAY_HUB_ERROR_UNAUTHENTICATED: forged, expired, revoked, disabled; which of them is not told
 */
gboolean
dray_directory_check (DrayDirectory  *self,
                      const char     *token,
                      DrayHolder     *holder,
                      GError        **error)
{
  guint8 bytes[TOKEN_BYTES];
  DrayId id, family;
  guint64 expires;

  if (g_str_has_prefix (token, "dray_tracker_"))
    return check_tracker (self, token, holder, error);
  if (!decode_access (token, bytes) || !is_signed (self, bytes))
    return refuse (error);
  memcpy (&id, bytes, 16);
  memcpy (&family, bytes + 16, 16);
  memcpy (&expires, bytes + 32, 8);
  expires = GUINT64_FROM_BE (expires);
  if (expires < (guint64) g_get_real_time ())
    return refuse (error);

  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const Known *known = g_hash_table_lookup (self->holders, &id);

  if (known == NULL || g_hash_table_contains (self->revoked, &family))
    return refuse (error);
  *holder = known->holder;
  holder->family = family;
  holder->expires_us = (gint64) expires;
  return TRUE;
}

static void
hash_refresh (const char    *token,
              DrayTokenHash *hash)
{
  if (!dray_token_hash (token, "refresh", hash))
    memset (hash, 0, sizeof *hash);
}

/* Makes a family and its first tokens. The mutex is held. */
gboolean
dray_directory_give_tokens (DrayDirectory  *self,
                            const Known    *known,
                            DrayTokens     *tokens,
                            GError        **error)
{
  g_autoptr (DrayStatement) insert = dray_database_prepare (self->database,
      "INSERT INTO family (id, holder, refresh, expires_us, is_revoked) VALUES (?1, ?2, ?3, ?4, 0)", error);
  g_autofree char *refresh = dray_token_new ("refresh");
  DrayId family = dray_directory_make_id ();
  gint64 now_us = g_get_real_time ();
  DrayTokenHash hash;

  if (insert == NULL)
    return FALSE;
  hash_refresh (refresh, &hash);
  dray_statement_bind_id (insert, 1, &family);
  dray_statement_bind_id (insert, 2, &known->holder.id);
  dray_statement_bind_bytes (insert, 3, hash.bytes, sizeof hash.bytes);
  dray_statement_bind_integer (insert, 4, now_us + (gint64) self->refresh_days * 86400 * G_USEC_PER_SEC);
  if (!dray_statement_run (insert, error))
    return FALSE;
  tokens->expires_us = now_us + (gint64) self->access_s * G_USEC_PER_SEC;
  tokens->access = make_access (self, &known->holder.id, &family, tokens->expires_us);
  tokens->refresh = g_steal_pointer (&refresh);
  return TRUE;
}

/* Takes the password's hash and id of an account, or a hash that nothing fits, so that an unknown name takes as long as a known one. */
static char *
find_password (DrayDirectory *self,
               const char    *name,
               DrayId        *id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autoptr (DrayStatement) select =
      dray_database_prepare (self->database, "SELECT id FROM holder WHERE name = ?1 AND is_disabled = 0", NULL);
  const Known *known = NULL;
  gboolean has_row = FALSE;

  *id = DRAY_ID_NONE;
  if (select != NULL) {
    dray_statement_bind_text (select, 1, name);
    if (dray_statement_step (select, &has_row, NULL) && has_row) {
      *id = dray_statement_get_id (select, 0);
      known = g_hash_table_lookup (self->holders, id);
    }
  }
  return known != NULL ? g_strdup (known->password) : NULL;
}

/**
 * dray_directory_log_in:
 *
 * Errors: %DRAY_HUB_ERROR_UNAUTHENTICATED, whether the name or the password is wrong
 */
gboolean
dray_directory_log_in (DrayDirectory  *self,
                       const char     *name,
                       const char     *password,
                       DrayTokens     *tokens,
                       GError        **error)
{
  DrayId id;
  g_autofree char *hash = find_password (self, name, &id);

  if (strlen (password) > DRAY_PASSWORD_MAX_BYTES)
    return refuse (error);
  if (hash == NULL) {
    g_free (dray_directory_hash (self, "nobody has this one", NULL));
    return refuse (error);
  }
  if (!dray_directory_verify (self, password, hash))
    return refuse (error);

  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const Known *known = g_hash_table_lookup (self->holders, &id);

  return known != NULL ? dray_directory_give_tokens (self, known, tokens, error) : refuse (error);
}

/**
 * dray_directory_prove:
 * @at_us: by the device's clock, within a minute of ours and later than in every proof before
 * @signature: over the id's 16 bytes and @at_us in 8 big-endian ones, purpose "session"
 *
 * A device's way in.
 */
gboolean
dray_directory_prove (DrayDirectory        *self,
                      const DrayId         *device,
                      gint64                at_us,
                      const DraySignature  *signature,
                      DrayTokens           *tokens,
                      GError              **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Known *known = g_hash_table_lookup (self->holders, device);
  g_autoptr (DrayStatement) update = NULL;
  guint64 big = GUINT64_TO_BE ((guint64) at_us);
  gint64 now_us = g_get_real_time ();
  guint8 signed_bytes[24];

  memcpy (signed_bytes, device, 16);
  memcpy (signed_bytes + 16, &big, 8);
  if (known == NULL || !known->has_key || at_us <= known->proof_us || at_us < now_us - PROOF_WINDOW_US || at_us > now_us + PROOF_WINDOW_US ||
      !dray_public_key_verify (&known->key, "session", signed_bytes, sizeof signed_bytes, signature))
    return refuse (error);
  update = dray_database_prepare (self->database, "UPDATE holder SET proof_us = ?2 WHERE id = ?1", error);
  if (update == NULL)
    return FALSE;
  dray_statement_bind_id (update, 1, device);
  dray_statement_bind_integer (update, 2, at_us);
  if (!dray_statement_run (update, error))
    return FALSE;
  known->proof_us = at_us;
  return dray_directory_give_tokens (self, known, tokens, error);
}

/* The mutex is held. */
static gboolean
end_family (DrayDirectory  *self,
            const DrayId   *family,
            GError        **error)
{
  g_autoptr (DrayStatement) update = dray_database_prepare (self->database, "UPDATE family SET is_revoked = 1 WHERE id = ?1", error);

  if (update == NULL)
    return FALSE;
  dray_statement_bind_id (update, 1, family);
  g_hash_table_add (self->revoked, g_memdup2 (family, sizeof *family));
  return dray_statement_run (update, error);
}

/* Ends a session: logging out. */
gboolean
dray_directory_revoke (DrayDirectory  *self,
                       const DrayId   *family,
                       GError        **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return end_family (self, family, error);
}

/* A token that is good no more: where it once was, its family ends. */
static gboolean
punish_reuse (DrayDirectory        *self,
              const DrayTokenHash  *hash,
              GError              **error)
{
  g_autoptr (DrayStatement) select = dray_database_prepare (self->database, "SELECT family FROM spent WHERE refresh = ?1", error);
  gboolean has_row;

  if (select == NULL)
    return FALSE;
  dray_statement_bind_bytes (select, 1, hash->bytes, sizeof hash->bytes);
  if (!dray_statement_step (select, &has_row, error))
    return FALSE;
  if (!has_row)
    return refuse (error);

  DrayId family = dray_statement_get_id (select, 0);

  dray_statement_reset (select);
  if (!end_family (self, &family, error))
    return FALSE;
  g_set_error_literal (error, DRAY_HUB_ERROR, DRAY_HUB_ERROR_REUSED, "the refresh token was used before: its whole family is revoked");
  return FALSE;
}

static gboolean
rotate (DrayDirectory        *self,
        const DrayTokenHash  *old,
        const DrayTokenHash  *fresh,
        const DrayId         *family,
        GError              **error)
{
  g_autoptr (DrayStatement) spend = dray_database_prepare (self->database, "INSERT INTO spent (refresh, family) VALUES (?1, ?2)", error);
  g_autoptr (DrayStatement) update = dray_database_prepare (self->database, "UPDATE family SET refresh = ?2 WHERE id = ?1", error);

  if (spend == NULL || update == NULL || !dray_database_execute (self->database, "BEGIN IMMEDIATE", error))
    return FALSE;
  dray_statement_bind_bytes (spend, 1, old->bytes, sizeof old->bytes);
  dray_statement_bind_id (spend, 2, family);
  dray_statement_bind_id (update, 1, family);
  dray_statement_bind_bytes (update, 2, fresh->bytes, sizeof fresh->bytes);
  if (dray_statement_run (spend, error) && dray_statement_run (update, error) && dray_database_execute (self->database, "COMMIT", error))
    return TRUE;
  dray_database_execute (self->database, "ROLLBACK", NULL);
  return FALSE;
}

/**
 * dray_directory_refresh:
 *
 * Errors: %DRAY_HUB_ERROR_UNAUTHENTICATED; %DRAY_HUB_ERROR_REUSED where the token was good once: its family is then revoked
 */
gboolean
dray_directory_refresh (DrayDirectory  *self,
                        const char     *refresh,
                        DrayTokens     *tokens,
                        GError        **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autoptr (DrayStatement) select = dray_database_prepare (self->database,
      "SELECT id, holder, expires_us FROM family WHERE refresh = ?1 AND is_revoked = 0", error);
  g_autofree char *fresh = dray_token_new ("refresh");
  gint64 now_us = g_get_real_time ();
  DrayTokenHash hash, fresh_hash;
  gboolean has_row;

  if (select == NULL)
    return FALSE;
  if (!dray_token_hash (refresh, "refresh", &hash))
    return refuse (error);
  hash_refresh (fresh, &fresh_hash);
  dray_statement_bind_bytes (select, 1, hash.bytes, sizeof hash.bytes);
  if (!dray_statement_step (select, &has_row, error))
    return FALSE;
  if (!has_row)
    return punish_reuse (self, &hash, error);

  DrayId family = dray_statement_get_id (select, 0);
  DrayId holder = dray_statement_get_id (select, 1);
  gint64 expires_us = dray_statement_get_integer (select, 2);

  dray_statement_reset (select);
  if (expires_us < now_us || !g_hash_table_contains (self->holders, &holder))
    return refuse (error);
  if (!rotate (self, &hash, &fresh_hash, &family, error))
    return FALSE;
  tokens->expires_us = now_us + (gint64) self->access_s * G_USEC_PER_SEC;
  tokens->access = make_access (self, &holder, &family, tokens->expires_us);
  tokens->refresh = g_steal_pointer (&fresh);
  return TRUE;
}

static DrayId
read_optional_id (DrayStatement *statement,
                  int            column)
{
  return dray_statement_is_none (statement, column) ? DRAY_ID_NONE : dray_statement_get_id (statement, column);
}

/* Takes the invitation out of the file: it is good once. The mutex is held. */
static gboolean
take_invitation (DrayDirectory   *self,
                 const char      *token,
                 DrayInvitation  *what,
                 char           **name,
                 char           **role,
                 GError         **error)
{
  g_autoptr (DrayStatement) take = dray_database_prepare (self->database,
      "DELETE FROM invitation WHERE token = ?1 AND expires_us > ?2 RETURNING tenant, name, role, subject, depot", error);
  DrayTokenHash hash;
  gboolean has_row;

  if (take == NULL)
    return FALSE;
  if (!dray_token_hash (token, "invite", &hash))
    return refuse (error);
  dray_statement_bind_bytes (take, 1, hash.bytes, sizeof hash.bytes);
  dray_statement_bind_integer (take, 2, g_get_real_time ());
  if (!dray_statement_step (take, &has_row, error))
    return FALSE;
  if (!has_row)
    return refuse (error);
  what->tenant = dray_statement_get_id (take, 0);
  what->name = *name = g_strdup (dray_statement_get_text (take, 1));
  what->role = *role = g_strdup (dray_statement_get_text (take, 2));
  what->subject = read_optional_id (take, 3);
  what->depot = read_optional_id (take, 4);
  dray_statement_reset (take);
  return TRUE;
}

/**
 * dray_directory_redeem:
 * @password: (nullable): for an account
 * @key: (nullable): for a device; one of the two
 * @id: (out): the new account's or device's
 *
 * Errors: %DRAY_HUB_ERROR_UNAUTHENTICATED for an invitation that is spent, expired or made up
 */
gboolean
dray_directory_redeem (DrayDirectory        *self,
                       const char           *invitation,
                       const char           *password,
                       const DrayPublicKey  *key,
                       DrayId               *id,
                       DrayTokens           *tokens,
                       GError              **error)
{
  g_autofree char *hash = password != NULL ? dray_directory_hash (self, password, error) : NULL;
  g_autofree char *name = NULL;
  g_autofree char *role = NULL;
  DrayInvitation what;

  if (password != NULL && hash == NULL)
    return FALSE;

  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (!take_invitation (self, invitation, &what, &name, &role, error) ||
      !dray_directory_add_holder (self, &what, hash, key, NULL, id, error))
    return FALSE;
  return dray_directory_give_tokens (self, g_hash_table_lookup (self->holders, id), tokens, error);
}
