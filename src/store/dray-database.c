/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-database-private.h"
#include "dray-natural.h"
#include "dray-store-error.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

/* Another connection of ours holds the file for milliseconds; a stranger who holds it longer is an error. */
#define BUSY_TIMEOUT_MS 5000

/* The smallest page there is: what is shorter holds no database. */
#define MIN_FILE_BYTES 512

static DrayStoreError
classify (sqlite3 *connection,
          int      code)
{
  switch (code & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return DRAY_STORE_ERROR_CORRUPT;
    case SQLITE_FULL:
      return DRAY_STORE_ERROR_FULL;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return DRAY_STORE_ERROR_BUSY;
    case SQLITE_TOOBIG:
      return DRAY_STORE_ERROR_LIMIT;
    case SQLITE_IOERR: {
      int reason = connection != NULL ? sqlite3_system_errno (connection) : 0;

      /* A quota or a file size limit is as full as a disk. */
      return reason == ENOSPC || reason == EDQUOT || reason == EFBIG ? DRAY_STORE_ERROR_FULL : DRAY_STORE_ERROR_FAILED;
    }
    default:
      return DRAY_STORE_ERROR_FAILED;
  }
}

/* Sets @error from what SQLite said about @code. Returns: %FALSE, always */
gboolean
dray_database_fail (sqlite3    *connection,
                    int         code,
                    const char *what,
                    GError    **error)
{
  const char *message = connection != NULL ? sqlite3_errmsg (connection) : sqlite3_errstr (code);

  g_set_error (error, DRAY_STORE_ERROR, classify (connection, code), "%s: %s", what, message);
  return FALSE;
}

static int
collate_naturally (void       *unused,
                   int         a_length,
                   const void *a,
                   int         b_length,
                   const void *b)
{
  return dray_natural_compare (a, (gsize) a_length, b, (gsize) b_length);
}

static gboolean
configure (DrayDatabase     *self,
           DrayDatabaseMode  mode,
           GError          **error)
{
  sqlite3_extended_result_codes (self->connection, 1);
  sqlite3_busy_timeout (self->connection, BUSY_TIMEOUT_MS);
  sqlite3_create_collation (self->connection, "by_number", SQLITE_UTF8, NULL, collate_naturally);
  sqlite3_db_config (self->connection, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  /* Who only reads reads much: a year of figures goes through as many pages as there are, and copying each costs a fifth of it. */
  if (mode == DRAY_DATABASE_READ)
    return dray_database_execute (self, "PRAGMA query_only = ON; PRAGMA mmap_size = 4294967296", error);
  return dray_database_execute (self, "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY", error);
}

/* SQLite takes a stump of a file for an empty one and would begin anew over it. */
static gboolean
check_size (const char *path,
            GError    **error)
{
  GStatBuf info;

  if (g_stat (path, &info) != 0 || info.st_size == 0 || info.st_size >= MIN_FILE_BYTES)
    return TRUE;
  g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_CORRUPT, "%s is no database; it was left as it is", path);
  return FALSE;
}

/**
 * dray_database_open:
 * @vfs: (nullable): the name of the SQLite VFS to go through; the system's own if %NULL
 *
 * Nothing is written: a file turns to the write-ahead log with its first migration, so that one that isn't ours stays untouched.
 *
 * Errors: %DRAY_STORE_ERROR_NOT_FOUND, %DRAY_STORE_ERROR_CORRUPT
 */
DrayDatabase *
dray_database_open (const char       *path,
                    DrayDatabaseMode  mode,
                    const char       *vfs,
                    GError          **error)
{
  static const int flags[] = {
    [DRAY_DATABASE_CREATE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
    [DRAY_DATABASE_WRITE] = SQLITE_OPEN_READWRITE,
    [DRAY_DATABASE_READ] = SQLITE_OPEN_READONLY,
  };

  if (mode != DRAY_DATABASE_CREATE && vfs == NULL && !g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_NOT_FOUND, "there is no file %s", path);
    return NULL;
  }
  if (!check_size (path, error))
    return NULL;

  g_autoptr (DrayDatabase) self = g_new0 (DrayDatabase, 1);

  self->path = g_strdup (path);
  int code = sqlite3_open_v2 (path, &self->connection, flags[mode] | SQLITE_OPEN_NOMUTEX, vfs);
  if (code != SQLITE_OK) {
    dray_database_fail (self->connection, code, path, error);
    return NULL;
  }
  if (!configure (self, mode, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
dray_database_free (DrayDatabase *self)
{
  /* Statements go first; one that is left over is our own bug, and close says so. */
  int code = sqlite3_close (self->connection);

  g_assert (code == SQLITE_OK);
  g_free (self->path);
  g_free (self);
}

const char *
dray_database_get_path (DrayDatabase *self)
{
  return self->path;
}

/* Runs all statements of @sql and drops their rows. */
gboolean
dray_database_execute (DrayDatabase *self,
                       const char   *sql,
                       GError      **error)
{
  int code = sqlite3_exec (self->connection, sql, NULL, NULL, NULL);

  return code == SQLITE_OK || dray_database_fail (self->connection, code, self->path, error);
}

/* Puts the first column of the first row of @sql into @result. */
gboolean
dray_database_get_integer (DrayDatabase *self,
                           const char   *sql,
                           gint64       *result,
                           GError      **error)
{
  g_autoptr (DrayStatement) statement = dray_database_prepare (self, sql, error);
  gboolean has_row;

  if (statement == NULL || !dray_statement_step (statement, &has_row, error))
    return FALSE;
  if (!has_row) {
    g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_NOT_FOUND, "%s: no row: %s", self->path, sql);
    return FALSE;
  }
  *result = dray_statement_get_integer (statement, 0);
  return TRUE;
}

/**
 * dray_database_check:
 *
 * Reads the whole file and holds every page, index and reference to the rules.
 *
 * Errors: %DRAY_STORE_ERROR_CORRUPT, with the first thing that is wrong
 */
gboolean
dray_database_check (DrayDatabase *self,
                     GError      **error)
{
  g_autoptr (DrayStatement) statement = dray_database_prepare (self, "PRAGMA integrity_check(1)", error);
  gboolean has_row;

  if (statement == NULL || !dray_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row && g_strcmp0 (dray_statement_get_text (statement, 0), "ok") == 0)
    return TRUE;
  g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_CORRUPT, "%s is damaged: %s", self->path, dray_statement_get_text (statement, 0));
  return FALSE;
}

static gboolean
write_copy (DrayDatabase  *self,
            const char    *to,
            GError       **error)
{
  g_autoptr (DrayStatement) statement = dray_database_prepare (self, "VACUUM INTO ?1", error);

  if (statement == NULL)
    return FALSE;
  dray_statement_bind_text (statement, 1, to);
  return dray_statement_run (statement, error);
}

/**
 * dray_database_backup:
 * @to: a file that must not exist
 *
 * Writes a compact copy of what was last committed, while others go on reading and writing. A connection that only reads may do it too.
 */
gboolean
dray_database_backup (DrayDatabase *self,
                      const char   *to,
                      GError      **error)
{
  gint64 only_reads = 0;
  gboolean is_copied;

  /* SQLite takes the copy for a change of the file. */
  if (!dray_database_get_integer (self, "PRAGMA query_only", &only_reads, error) || !dray_database_execute (self, "PRAGMA query_only = OFF", error))
    return FALSE;
  is_copied = write_copy (self, to, error);
  return dray_database_execute (self, only_reads ? "PRAGMA query_only = ON" : "PRAGMA query_only = OFF", is_copied ? error : NULL) && is_copied;
}

/**
 * dray_database_copy_file:
 * @from: a database that no connection of ours has open, usually because it can't be opened
 *
 * Copies the bytes of a file, and of its write-ahead log if there is one: the backup of what a migration or SQLite refuses.
 */
gboolean
dray_database_copy_file (const char  *from,
                         const char  *to,
                         GError     **error)
{
  static const char *const suffixes[] = { "", "-wal" };

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *from_path = g_strconcat (from, suffixes[i], NULL);
    g_autofree char *to_path = g_strconcat (to, suffixes[i], NULL);
    g_autoptr (GFile) source = g_file_new_for_path (from_path);
    g_autoptr (GFile) copy = g_file_new_for_path (to_path);

    if (i > 0 && !g_file_query_exists (source, NULL))
      continue;
    if (!g_file_copy (source, copy, G_FILE_COPY_NONE, NULL, NULL, NULL, error))
      return FALSE;
  }
  return TRUE;
}
