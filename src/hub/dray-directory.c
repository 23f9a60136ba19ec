/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* The file and what it holds. dray-directory-tokens.c has what tokens are and how one comes by them.
 *
 * Holders are few (a person or a device each) and asked for with every request, so that they are all in memory and the file is read
 * at the start alone. */

#include "dray-directory-private.h"
#include "dray-hub-error.h"
#include "dray-migration.h"
#include "dray-role.h"
#include "dray-token.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* Made by the build from data/migrations/directory. */
GResource *dray_directory_migrations_get_resource (void);

void
dray_directory_known_free (gpointer known)
{
  g_free (((Known *) known)->password);
  g_free (known);
}

void
dray_tenant_entry_free (DrayTenantEntry *self)
{
  g_free (self->name);
  g_free (self);
}

/* Ids of holders and families; what is unguessable is the token, not these. */
DrayId
dray_directory_make_id (void)
{
  DrayRandom random;
  guint64 seed = (guint64) g_random_int () << 32 | g_random_int ();

  dray_random_init (&random, seed);
  return dray_id_new (g_get_real_time (), &random);
}

static DrayId
get_id (DrayStatement *statement,
        int            column)
{
  return dray_statement_is_none (statement, column) ? DRAY_ID_NONE : dray_statement_get_id (statement, column);
}

static void
bind_id (DrayStatement *statement,
         int            parameter,
         const DrayId  *id)
{
  if (dray_id_is_none (id))
    dray_statement_bind_none (statement, parameter);
  else
    dray_statement_bind_id (statement, parameter, id);
}

static void
keep (DrayDirectory *self,
      DrayStatement *statement)
{
  Known *known = g_new0 (Known, 1);
  gsize n_bytes;
  const guint8 *bytes;

  known->holder.id = dray_statement_get_id (statement, 0);
  known->holder.tenant = dray_statement_get_id (statement, 1);
  known->holder.subject = get_id (statement, 2);
  known->holder.depot = get_id (statement, 3);
  g_strlcpy (known->holder.role, dray_statement_get_text (statement, 4), sizeof known->holder.role);
  known->password = dray_statement_is_none (statement, 5) ? NULL : g_strdup (dray_statement_get_text (statement, 5));
  bytes = dray_statement_get_bytes (statement, 6, &n_bytes);
  known->has_key = n_bytes == sizeof known->key;
  if (known->has_key)
    memcpy (&known->key, bytes, n_bytes);
  known->proof_us = dray_statement_get_integer (statement, 7);
  bytes = dray_statement_get_bytes (statement, 8, &n_bytes);
  if (n_bytes == DRAY_TOKEN_HASH_BYTES)
    g_hash_table_replace (self->trackers, g_bytes_new (bytes, n_bytes), g_memdup2 (&known->holder.id, sizeof (DrayId)));
  g_hash_table_replace (self->holders, &known->holder.id, known);
}

#define HOLDER_COLUMNS "id, tenant, subject, depot, role, password, public_key, proof_us, tracker"

/* Reads every holder who may come in. */
gboolean
dray_directory_load (DrayDirectory  *self,
                     GError        **error)
{
  g_autoptr (DrayStatement) select =
      dray_database_prepare (self->database, "SELECT " HOLDER_COLUMNS " FROM holder WHERE is_disabled = 0", error);
  gboolean has_row = select != NULL;

  g_hash_table_remove_all (self->holders);
  g_hash_table_remove_all (self->trackers);
  while (has_row) {
    if (!dray_statement_step (select, &has_row, error))
      return FALSE;
    if (has_row)
      keep (self, select);
  }
  return select != NULL;
}

gboolean
dray_directory_read_known (DrayDirectory  *self,
                           const DrayId   *id,
                           GError        **error)
{
  g_autoptr (DrayStatement) select =
      dray_database_prepare (self->database, "SELECT " HOLDER_COLUMNS " FROM holder WHERE id = ?1 AND is_disabled = 0", error);
  gboolean has_row;

  if (select == NULL)
    return FALSE;
  dray_statement_bind_id (select, 1, id);
  if (!dray_statement_step (select, &has_row, error))
    return FALSE;
  if (has_row)
    keep (self, select);
  return TRUE;
}

static gboolean
load_revoked (DrayDirectory  *self,
              GError        **error)
{
  g_autoptr (DrayStatement) select = dray_database_prepare (self->database, "SELECT id FROM family WHERE is_revoked = 1", error);
  gboolean has_row = select != NULL;

  while (has_row) {
    if (!dray_statement_step (select, &has_row, error))
      return FALSE;
    if (has_row) {
      DrayId id = dray_statement_get_id (select, 0);

      g_hash_table_add (self->revoked, g_memdup2 (&id, sizeof id));
    }
  }
  return select != NULL;
}

/**
 * dray_directory_open:
 * @key: signs access tokens; borrowed
 */
DrayDirectory *
dray_directory_open (const char            *path,
                     const DraySigningKey  *key,
                     int                    access_s,
                     int                    refresh_days,
                     GError               **error)
{
  static const DrayMigrationSeries series = { "directory", dray_directory_migrations_get_resource, "/org/dray/migrations/directory" };
  g_autoptr (DrayDirectory) self = g_new0 (DrayDirectory, 1);

  g_mutex_init (&self->mutex);
  g_mutex_init (&self->hashing);
  g_cond_init (&self->hashed);
  self->key = key;
  self->access_s = access_s;
  self->refresh_days = refresh_days;
  self->cost = DRAY_PASSWORD_COST_LOGIN;
  self->holders = g_hash_table_new_full (dray_id_hash, dray_id_equal, NULL, dray_directory_known_free);
  self->trackers = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, g_free);
  self->revoked = g_hash_table_new_full (dray_id_hash, dray_id_equal, g_free, NULL);
  self->signed_tokens = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
  self->database = dray_database_open (path, DRAY_DATABASE_CREATE, NULL, error);
  if (self->database == NULL || !dray_database_migrate (self->database, &series, 1, error) || !dray_directory_load (self, error) ||
      !load_revoked (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
dray_directory_close (DrayDirectory *self)
{
  g_hash_table_unref (self->holders);
  g_hash_table_unref (self->trackers);
  g_hash_table_unref (self->revoked);
  g_hash_table_unref (self->signed_tokens);
  g_clear_pointer (&self->database, dray_database_free);
  g_mutex_clear (&self->mutex);
  g_mutex_clear (&self->hashing);
  g_cond_clear (&self->hashed);
  g_free (self);
}

/* For tests. */
void
dray_directory_set_cost (DrayDirectory    *self,
                         DrayPasswordCost  cost)
{
  self->cost = cost;
}

gboolean
dray_directory_add_tenant (DrayDirectory  *self,
                           const char     *name,
                           DrayId         *id,
                           GError        **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autoptr (DrayStatement) insert =
      dray_database_prepare (self->database, "INSERT INTO tenant (id, name, epoch, made_us) VALUES (?1, ?2, 1, ?3)", error);
  DrayId made = dray_directory_make_id ();

  if (insert == NULL)
    return FALSE;
  dray_statement_bind_id (insert, 1, &made);
  dray_statement_bind_text (insert, 2, name);
  dray_statement_bind_integer (insert, 3, g_get_real_time ());
  if (!dray_statement_run (insert, error)) {
    g_prefix_error (error, "the tenant %s: ", name);
    return FALSE;
  }
  *id = made;
  return TRUE;
}

/* Returns: (transfer full) (element-type DrayTenantEntry) */
GPtrArray *
dray_directory_list_tenants (DrayDirectory  *self,
                             GError        **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autoptr (DrayStatement) select = dray_database_prepare (self->database, "SELECT id, name, epoch FROM tenant ORDER BY id", error);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_tenant_entry_free);
  gboolean has_row = select != NULL;

  while (has_row) {
    if (!dray_statement_step (select, &has_row, error))
      return NULL;
    if (!has_row)
      break;

    DrayTenantEntry *entry = g_new0 (DrayTenantEntry, 1);

    entry->id = dray_statement_get_id (select, 0);
    entry->name = g_strdup (dray_statement_get_text (select, 1));
    entry->epoch = dray_statement_get_integer (select, 2);
    g_ptr_array_add (list, entry);
  }
  return select != NULL ? g_steal_pointer (&list) : NULL;
}

/* Returns: (transfer full) (nullable): what the people of the tenant call whoever holds the token */
char *
dray_directory_dup_name (DrayDirectory    *self,
                         const DrayHolder *holder)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autoptr (DrayStatement) select = dray_database_prepare (self->database, "SELECT name FROM holder WHERE id = ?1", NULL);
  gboolean has_row = FALSE;

  if (select == NULL)
    return NULL;
  dray_statement_bind_id (select, 1, &holder->id);
  return dray_statement_step (select, &has_row, NULL) && has_row ? g_strdup (dray_statement_get_text (select, 0)) : NULL;
}

static gboolean
check_invitation (const DrayInvitation  *what,
                  GError               **error)
{
  gsize length = strlen (what->name);

  if (length == 0 || length > 120 || !g_utf8_validate (what->name, -1, NULL)) {
    g_set_error_literal (error, DRAY_HUB_ERROR, DRAY_HUB_ERROR_INVALID, "a name has 1 to 120 bytes of text");
    return FALSE;
  }
  if (!dray_role_exists (what->role)) {
    g_set_error (error, DRAY_HUB_ERROR, DRAY_HUB_ERROR_INVALID, "there is no role %s", what->role);
    return FALSE;
  }
  return TRUE;
}

/* The mutex is held. @password is hashed, @tracker too. */
gboolean
dray_directory_add_holder (DrayDirectory         *self,
                           const DrayInvitation  *what,
                           const char            *password,
                           const DrayPublicKey   *key,
                           const char            *tracker,
                           DrayId                *id,
                           GError               **error)
{
  g_autoptr (DrayStatement) insert = dray_database_prepare (self->database,
      "INSERT INTO holder (id, tenant, name, role, subject, depot, password, public_key, tracker, proof_us, is_disabled)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, 0) ON CONFLICT (name) DO NOTHING RETURNING 1", error);
  DrayId made = dray_directory_make_id ();
  DrayTokenHash hash;
  gboolean has_row;

  if (insert == NULL)
    return FALSE;
  dray_statement_bind_id (insert, 1, &made);
  dray_statement_bind_id (insert, 2, &what->tenant);
  dray_statement_bind_text (insert, 3, what->name);
  dray_statement_bind_text (insert, 4, what->role);
  bind_id (insert, 5, &what->subject);
  bind_id (insert, 6, &what->depot);
  if (password != NULL)
    dray_statement_bind_text (insert, 7, password);
  if (key != NULL)
    dray_statement_bind_bytes (insert, 8, key->bytes, sizeof key->bytes);
  if (tracker != NULL && dray_token_hash (tracker, "tracker", &hash))
    dray_statement_bind_bytes (insert, 9, hash.bytes, sizeof hash.bytes);
  if (!dray_statement_step (insert, &has_row, error))
    return FALSE;
  dray_statement_reset (insert);
  if (!has_row) {
    g_set_error (error, DRAY_HUB_ERROR, DRAY_HUB_ERROR_EXISTS, "the name %s is taken", what->name);
    return FALSE;
  }
  if (id != NULL)
    *id = made;
  return dray_directory_read_known (self, &made, error);
}

/* Errors: %DRAY_HUB_ERROR_INVALID, %DRAY_HUB_ERROR_EXISTS, and those of dray_password_hash() */
gboolean
dray_directory_add_account (DrayDirectory         *self,
                            const DrayInvitation  *what,
                            const char            *password,
                            GError               **error)
{
  g_autofree char *hash = NULL;

  if (!check_invitation (what, error) || (hash = dray_directory_hash (self, password, error)) == NULL)
    return FALSE;

  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return dray_directory_add_holder (self, what, hash, NULL, NULL, NULL, error);
}

/* Returns: (transfer full): the write-only token of a phone tracker for one truck, told once */
char *
dray_directory_add_tracker (DrayDirectory         *self,
                            const DrayInvitation  *what,
                            GError               **error)
{
  g_autofree char *token = dray_token_new ("tracker");

  if (!check_invitation (what, error))
    return NULL;

  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return dray_directory_add_holder (self, what, NULL, NULL, token, NULL, error) ? g_steal_pointer (&token) : NULL;
}

/* Returns: (transfer full): the invitation, told once and good once */
char *
dray_directory_invite (DrayDirectory         *self,
                       const DrayInvitation  *what,
                       int                    hours,
                       GError               **error)
{
  g_autofree char *token = dray_token_new ("invite");
  DrayTokenHash hash;

  if (!check_invitation (what, error) || !dray_token_hash (token, "invite", &hash))
    return NULL;

  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autoptr (DrayStatement) insert = dray_database_prepare (self->database,
      "INSERT INTO invitation (token, tenant, name, role, subject, depot, expires_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", error);

  if (insert == NULL)
    return NULL;
  dray_statement_bind_bytes (insert, 1, hash.bytes, sizeof hash.bytes);
  dray_statement_bind_id (insert, 2, &what->tenant);
  dray_statement_bind_text (insert, 3, what->name);
  dray_statement_bind_text (insert, 4, what->role);
  bind_id (insert, 5, &what->subject);
  bind_id (insert, 6, &what->depot);
  dray_statement_bind_integer (insert, 7, g_get_real_time () + (gint64) hours * 3600 * G_USEC_PER_SEC);
  return dray_statement_run (insert, error) ? g_steal_pointer (&token) : NULL;
}

/* Writes into the audit of refusals. A failure is only logged: it must not turn a refusal into an answer. */
void
dray_directory_note_refusal (DrayDirectory    *self,
                             const DrayHolder *holder,
                             const char       *address,
                             const char       *what,
                             const char       *why)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayStatement) insert = dray_database_prepare (self->database,
      "INSERT INTO refusal (at_us, tenant, holder, address, what, why) VALUES (?1, ?2, ?3, ?4, ?5, ?6)", &error);

  if (insert != NULL) {
    dray_statement_bind_integer (insert, 1, g_get_real_time ());
    if (holder != NULL) {
      dray_statement_bind_id (insert, 2, &holder->tenant);
      dray_statement_bind_id (insert, 3, &holder->id);
    }
    dray_statement_bind_text (insert, 4, address);
    dray_statement_bind_text (insert, 5, what);
    dray_statement_bind_text (insert, 6, why);
    dray_statement_run (insert, &error);
  }
  if (error != NULL)
    g_warning ("a refusal can't be written down: %s", error->message);
}

/**
 * dray_directory_ship:
 * @folder: gets a copy, directory-TIME.db, where something has changed since the last one
 */
gboolean
dray_directory_ship (DrayDirectory  *self,
                     const char     *folder,
                     gint64          now_us,
                     GError        **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autofree char *name = g_strdup_printf ("directory-%016" G_GINT64_FORMAT ".db", now_us);
  g_autofree char *path = g_build_filename (folder, name, NULL), *making = g_strconcat (path, ".making", NULL);
  gint64 state[2];

  if (!dray_database_get_integer (self->database, "SELECT total_changes()", &state[0], error) ||
      !dray_database_get_integer (self->database, "PRAGMA data_version", &state[1], error))
    return FALSE;
  if (memcmp (state, self->shipped, sizeof state) == 0)
    return TRUE;
  if (!dray_database_backup (self->database, making, error))
    return FALSE;
  if (g_rename (making, path) != 0) {
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s: %s", path, g_strerror (errno));
    return FALSE;
  }
  memcpy (self->shipped, state, sizeof state);
  return TRUE;
}
