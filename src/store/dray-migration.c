/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* Numbered SQL brings a file from any earlier version to today's.
 *
 * A file is ours if its application_id says so. The table `migration` has a row for every migration that ran, and user_version is
 * their number, for tools that look at the header alone. Each migration runs in a transaction of its own that also writes its row:
 * a failing one leaves the version before it whole. Nothing is written before the file is known to be ours and not newer. */

#include "dray-migration.h"
#include "dray-database-private.h"
#include "dray-store-error.h"

#include <stdlib.h>
#include <string.h>

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The names of a series in order. A gap in the numbers is our own bug. */
static GStrv
list_files (const DrayMigrationSeries *series)
{
  g_auto (GStrv) names = g_resource_enumerate_children (series->get_resource (), series->path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_assert (names != NULL);
  qsort (names, g_strv_length (names), sizeof *names, compare_names);
  for (int i = 0; names[i] != NULL; i++)
    g_assert (atoi (names[i]) == i + 1);
  return g_steal_pointer (&names);
}

static gboolean
is_empty (DrayDatabase *database,
          gboolean     *result,
          GError      **error)
{
  gint64 n;

  if (!dray_database_get_integer (database, "SELECT count(*) FROM sqlite_schema", &n, error))
    return FALSE;
  *result = n == 0;
  return TRUE;
}

static gboolean
check_ours (DrayDatabase *database,
            GError      **error)
{
  gint64 application;

  if (!dray_database_get_integer (database, "PRAGMA application_id", &application, error))
    return FALSE;
  if (application == DRAY_APPLICATION_ID)
    return TRUE;
  g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_CORRUPT, "%s is a database, but not one of Dray's", dray_database_get_path (database));
  return FALSE;
}

static int
find_known (const char                *name,
            const DrayMigrationSeries *series,
            int                        n_series)
{
  for (int i = 0; i < n_series; i++)
    if (g_strcmp0 (series[i].name, name) == 0)
      return i;
  return -1;
}

/* Reads how far each series has come into @done, and refuses a file that has come farther than we know. */
static gboolean
read_versions (DrayDatabase              *database,
               const DrayMigrationSeries *series,
               int                        n_series,
               int                       *done,
               GError                   **error)
{
  g_autoptr (DrayStatement) statement = dray_database_prepare (database, "SELECT series, max(number) FROM migration GROUP BY series", error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  while (TRUE) {
    if (!dray_statement_step (statement, &has_row, error))
      return FALSE;
    if (!has_row)
      return TRUE;

    int i = find_known (dray_statement_get_text (statement, 0), series, n_series);
    g_auto (GStrv) files = i >= 0 ? list_files (&series[i]) : NULL;
    gint64 number = dray_statement_get_integer (statement, 1);

    if (files == NULL || number > g_strv_length (files)) {
      g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_NEWER,
                   "%s was written by a newer version of Dray (%s %d); it was left as it is",
                   dray_database_get_path (database), dray_statement_get_text (statement, 0), (int) number);
      return FALSE;
    }
    done[i] = (int) number;
  }
}

/* A migration that ended its own transaction could leave half of itself behind. */
static int
forbid_transactions (void       *data,
                     int         action,
                     const char *first,
                     const char *second,
                     const char *schema,
                     const char *trigger)
{
  return action == SQLITE_TRANSACTION || action == SQLITE_ATTACH ? SQLITE_DENY : SQLITE_OK;
}

static gboolean
execute_file (DrayDatabase              *database,
              const DrayMigrationSeries *series,
              const char                *file,
              GError                   **error)
{
  g_autofree char *path = g_build_path ("/", series->path, file, NULL);
  g_autoptr (GBytes) sql = g_resource_lookup_data (series->get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  if (sql == NULL)
    return FALSE;
  sqlite3_set_authorizer (database->connection, forbid_transactions, NULL);
  gboolean done = dray_database_execute (database, g_bytes_get_data (sql, NULL), error);
  sqlite3_set_authorizer (database->connection, NULL, NULL);
  if (!done)
    g_prefix_error (error, "migration %s/%s: ", series->name, file);
  return done;
}

static gboolean
record_migration (DrayDatabase *database,
                  const char   *series,
                  int           number,
                  const char   *file,
                  GError      **error)
{
  g_autoptr (DrayStatement) insert = dray_database_prepare (database, "INSERT INTO migration VALUES (?1, ?2, ?3)", error);
  gint64 total;

  if (insert == NULL)
    return FALSE;
  dray_statement_bind_text (insert, 1, series);
  dray_statement_bind_integer (insert, 2, number);
  dray_statement_bind_text (insert, 3, file);
  if (!dray_statement_run (insert, error) || !dray_database_get_integer (database, "SELECT count(*) FROM migration", &total, error))
    return FALSE;

  g_autofree char *pragma = g_strdup_printf ("PRAGMA user_version = %d", (int) total);

  return dray_database_execute (database, pragma, error);
}

static gboolean
migrate_once (DrayDatabase              *database,
              const DrayMigrationSeries *series,
              int                        number,
              const char                *file,
              GError                   **error)
{
  if (!dray_database_execute (database, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (execute_file (database, series, file, error) &&
      record_migration (database, series->name, number, file, error) &&
      dray_database_execute (database, "COMMIT", error))
    return TRUE;
  /* After some faults SQLite has rolled back by itself, and then this one has nothing to do. */
  sqlite3_exec (database->connection, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

static gboolean
create_ours (DrayDatabase *database,
             GError      **error)
{
  g_autofree char *sql = g_strdup_printf (
    "BEGIN IMMEDIATE;"
    "CREATE TABLE IF NOT EXISTS migration (series TEXT NOT NULL, number INTEGER NOT NULL, file TEXT NOT NULL, PRIMARY KEY (series, number)) WITHOUT ROWID;"
    "PRAGMA application_id = %d;"
    "COMMIT", DRAY_APPLICATION_ID);

  if (dray_database_execute (database, sql, error))
    return TRUE;
  sqlite3_exec (database->connection, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

static gboolean
migrate_series (DrayDatabase              *database,
                const DrayMigrationSeries *series,
                int                        done,
                GError                   **error)
{
  g_auto (GStrv) files = list_files (series);

  for (int i = done; files[i] != NULL; i++)
    if (!migrate_once (database, series, i + 1, files[i], error))
      return FALSE;
  return TRUE;
}

/**
 * dray_database_migrate:
 * @database: open for writing, outside a transaction
 * @series: (array length=n_series): lowest room first
 *
 * Brings the file up to date; a new one is made. Turns it to the write-ahead log.
 *
 * Errors: %DRAY_STORE_ERROR_CORRUPT (also for a database that isn't ours) and %DRAY_STORE_ERROR_NEWER, with the file untouched; a
 *   migration's own, with the file at the version before it
 */
gboolean
dray_database_migrate (DrayDatabase              *database,
                       const DrayMigrationSeries *series,
                       int                        n_series,
                       GError                   **error)
{
  g_autofree int *done = g_new0 (int, n_series + 1);
  gboolean empty;

  /* Until we know that the file is ours, not even its write-ahead log is folded in. */
  sqlite3_db_config (database->connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  if (!is_empty (database, &empty, error))
    return FALSE;
  if (!empty && (!check_ours (database, error) || !read_versions (database, series, n_series, done, error)))
    return FALSE;
  sqlite3_db_config (database->connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);

  if (!dray_database_execute (database, "PRAGMA journal_mode = WAL", error) || (empty && !create_ours (database, error)))
    return FALSE;
  for (int i = 0; i < n_series; i++)
    if (!migrate_series (database, &series[i], done[i], error))
      return FALSE;
  return TRUE;
}
