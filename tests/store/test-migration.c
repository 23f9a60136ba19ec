/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-broken-migrations.h"
#include "dray-little.h"
#include "dray-table-sql.h"
#include "dray-store-error.h"
#include "dray-test-folder.h"

#include <sqlite3.h>
#include <string.h>

static const DrayMigrationSeries broken_series = { "broken", dray_broken_migrations_get_resource, "/org/dray/tests/broken" };
static const DrayMigrationSeries committing_series = { "committing", dray_broken_migrations_get_resource, "/org/dray/tests/committing" };
/* The little haulier as it was before there were jobs: the same series, one migration less. */
static const DrayMigrationSeries early_series = { "little", dray_broken_migrations_get_resource, "/org/dray/tests/early" };

typedef struct {
  DrayTestFolder *folder;
  char           *path;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->folder = dray_test_folder_new ();
  f->path = dray_test_folder_path (f->folder, "little.dray");
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_free (f->path);
  dray_test_folder_remove (f->folder);
}

static DrayStore *
open_with (Fixture                   *f,
           const DrayMigrationSeries *series,
           int                        n_series,
           int                        n_tables,
           GError                   **error)
{
  DraySchemaLists lists = dray_little_lists;
  g_autoptr (DraySchema) schema = NULL;

  lists.migrations = series;
  lists.n_migrations = n_series;
  lists.n_tables = n_tables;
  if (n_tables < dray_little_lists.n_tables)
    lists.n_operations = lists.n_invariants = 0;
  schema = dray_schema_new (&lists, error);
  return schema != NULL ? dray_store_open (f->path, schema, NULL, error) : NULL;
}

static char *
hash_file (const char *path)
{
  g_autofree char *contents = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) contents, length);
}

/* A file of today's version with one yard in it. */
static void
make_file (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayStore) store = open_with (f, &dray_little_series, 1, 3, &error);
  DrayId id = dray_little_id (1);
  g_autoptr (DrayReceipt) receipt = dray_little_create (store, &dray_yard_table, &id, "{\"name\":\"North\"}", &error);

  g_assert_no_error (error);
}

static void
test_earlier_version_is_brought_up_to_date (Fixture       *f,
                                            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  DrayStore *early = open_with (f, &early_series, 1, 2, &error);
  DrayId id = dray_little_id (1), job = dray_little_id (2);
  gint64 version = 0;

  g_assert_no_error (error);
  g_autoptr (DrayReceipt) made = dray_little_create (early, &dray_yard_table, &id, "{\"name\":\"North\"}", &error);
  dray_store_close (early);

  g_autoptr (DrayStore) store = open_with (f, &dray_little_series, 1, 3, &error);
  g_assert_no_error (error);
  g_autoptr (DrayReceipt) later = dray_little_create (store, &dray_job_table, &job, "{\"title\":\"Bring it\"}", &error);
  g_autoptr (DrayRow) row = dray_store_get_row (store, &dray_yard_table, &id, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (dray_row_get_text (row, DRAY_YARD_NAME), ==, "North");
  g_assert_true (dray_database_get_integer (dray_store_get_database (store), "PRAGMA user_version", &version, &error));
  g_assert_cmpint (version, ==, 5);
}

static void
test_newer_file_is_refused_and_untouched (Fixture       *f,
                                          gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL, *after = NULL;

  make_file (f);
  before = hash_file (f->path);
  g_assert_null (open_with (f, &early_series, 1, 2, &error));
  g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_NEWER);
  after = hash_file (f->path);
  g_assert_cmpstr (before, ==, after);
}

static void
test_newer_file_can_be_copied_aside (Fixture       *f,
                                     gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *copy = dray_test_folder_path (f->folder, "copy.dray");
  g_autofree char *from = NULL, *to = NULL;

  make_file (f);
  g_assert_true (dray_database_copy_file (f->path, copy, &error));
  from = hash_file (f->path);
  to = hash_file (copy);
  g_assert_cmpstr (from, ==, to);
  /* Never over something else. */
  g_assert_false (dray_database_copy_file (f->path, copy, &error));
}

static void
assert_unchanged_by (Fixture                   *f,
                     const DrayMigrationSeries *bad)
{
  const DrayMigrationSeries series[] = { dray_little_series, *bad };
  g_autoptr (GError) error = NULL;
  DrayId id = dray_little_id (1);
  gint64 n_half = -1;

  make_file (f);
  g_assert_null (open_with (f, series, 2, 3, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, bad->name));
  g_clear_error (&error);

  g_autoptr (DrayStore) store = open_with (f, &dray_little_series, 1, 3, &error);
  g_assert_no_error (error);
  g_autoptr (DrayRow) row = dray_store_get_row (store, &dray_yard_table, &id, &error);
  g_assert_no_error (error);
  dray_database_get_integer (dray_store_get_database (store), "SELECT count(*) FROM sqlite_schema WHERE name LIKE '%half%'", &n_half, &error);
  g_assert_cmpint (n_half, ==, 0);
}

static void
test_failing_migration_leaves_the_old_version_whole (Fixture       *f,
                                                     gconstpointer  data)
{
  assert_unchanged_by (f, &broken_series);
}

static void
test_migration_that_commits_is_refused (Fixture       *f,
                                        gconstpointer  data)
{
  assert_unchanged_by (f, &committing_series);
}

static void
test_no_database_is_refused_and_untouched (Fixture       *f,
                                           gconstpointer  data)
{
  static const char text[] = "This is a letter to the editor and not a database at all, however long it may be. ";
  g_autoptr (GString) contents = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL, *after = NULL;

  for (int i = 0; i < 100; i++)
    g_string_append (contents, text);
  g_assert_true (g_file_set_contents (f->path, contents->str, -1, NULL));
  before = hash_file (f->path);
  g_assert_null (open_with (f, &dray_little_series, 1, 3, &error));
  g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_CORRUPT);
  after = hash_file (f->path);
  g_assert_cmpstr (before, ==, after);
}

static void
test_somebody_elses_database_is_refused_and_untouched (Fixture       *f,
                                                       gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL, *after = NULL;
  sqlite3 *other;

  g_assert_cmpint (sqlite3_open (f->path, &other), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (other, "CREATE TABLE recipe (name TEXT)", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (other);
  before = hash_file (f->path);
  g_assert_null (open_with (f, &dray_little_series, 1, 3, &error));
  g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_CORRUPT);
  after = hash_file (f->path);
  g_assert_cmpstr (before, ==, after);
}

/* Each page in turn is overwritten: whatever opens must hold up under a full check, and the check must see the rest. */
static void
test_damaged_file_is_found_by_the_check (Fixture       *f,
                                         gconstpointer  data)
{
  g_autofree char *contents = NULL;
  g_autoptr (DraySchema) schema = dray_little_schema_new ();
  gsize length;
  int n_found = 0;

  make_file (f);
  g_assert_true (g_file_get_contents (f->path, &contents, &length, NULL));
  for (gsize page = 0; page < length / 4096; page++) {
    g_autofree char *damaged = g_memdup2 (contents, length);
    g_autoptr (GError) error = NULL;
    g_autoptr (DrayStore) store = NULL;

    memset (damaged + page * 4096, 0x5a, 4096);
    g_assert_true (g_file_set_contents (f->path, damaged, (gssize) length, NULL));
    store = dray_store_open (f->path, schema, &(DrayStoreOptions) { .check = TRUE }, &error);
    g_assert_null (store);
    g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_CORRUPT);

    g_autofree char *after = NULL;
    gsize after_length;

    g_assert_true (g_file_get_contents (f->path, &after, &after_length, NULL));
    g_assert_cmpmem (after, after_length, damaged, length);
    n_found++;
  }
  g_assert_cmpint (n_found, >, 10);
}

/* At least a page short; the end of the last page may be nothing but air. */
static void
test_cut_file_is_refused (Fixture       *f,
                          gconstpointer  data)
{
  g_autofree char *contents = NULL;
  g_autoptr (DraySchema) schema = dray_little_schema_new ();
  gsize length;

  make_file (f);
  g_assert_true (g_file_get_contents (f->path, &contents, &length, NULL));
  for (gsize kept = 1; kept < length - 4096; kept += 4096 * 3 + 17) {
    g_autoptr (GError) error = NULL;

    g_assert_true (g_file_set_contents (f->path, contents, (gssize) kept, NULL));
    g_assert_null (dray_store_open (f->path, schema, &(DrayStoreOptions) { .check = TRUE }, &error));
    g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_CORRUPT);
  }
}

static void
test_backup_opens_and_holds_the_rows (Fixture       *f,
                                      gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *copy = dray_test_folder_path (f->folder, "copy.dray");
  g_autoptr (DraySchema) schema = dray_little_schema_new ();
  DrayId id = dray_little_id (1);

  make_file (f);
  g_autoptr (DrayStore) store = dray_store_open (f->path, schema, NULL, &error);
  g_assert_true (dray_database_backup (dray_store_get_database (store), copy, &error));
  g_assert_no_error (error);
  g_autoptr (DrayStore) backup = dray_store_open (copy, schema, &(DrayStoreOptions) { .check = TRUE }, &error);
  g_assert_no_error (error);
  g_autoptr (DrayRow) row = dray_store_get_row (backup, &dray_yard_table, &id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (dray_row_get_text (row, DRAY_YARD_NAME), ==, "North");
}

/* Whoever reads beside the one who writes may copy too, and still reads only. */
static void
test_reader_makes_a_backup (Fixture       *f,
                            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *copy = dray_test_folder_path (f->folder, "copy.dray");
  g_autoptr (DraySchema) schema = dray_little_schema_new ();

  make_file (f);
  g_autoptr (DrayStore) writer = dray_store_open (f->path, schema, NULL, &error);
  g_autoptr (DrayStore) reader = dray_store_open (f->path, schema, &(DrayStoreOptions) { .read_only = TRUE }, &error);
  g_assert_no_error (error);
  g_assert_true (dray_database_backup (dray_store_get_database (reader), copy, &error));
  g_assert_no_error (error);
  g_assert_false (dray_database_execute (dray_store_get_database (reader), "DELETE FROM yard", &error));
}

static void
test_tables_are_as_described (Fixture       *f,
                              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  make_file (f);
  g_autoptr (DrayStore) store = open_with (f, &dray_little_series, 1, 3, &error);
  g_assert_no_error (error);
  for (int i = 0; i < dray_little_lists.n_tables; i++) {
    dray_table_check_sql (dray_little_lists.tables[i], dray_store_get_database (store), &error);
    g_assert_no_error (error);
  }
}

static void
test_table_that_differs_from_its_description_is_found (Fixture       *f,
                                                       gconstpointer  data)
{
  static const char *const faults[] = {
    "ALTER TABLE yard ADD COLUMN colour TEXT",
    "ALTER TABLE yard RENAME COLUMN name TO title",
    "DROP INDEX van_by_plate",
    "DROP TABLE job",
    "DROP TABLE yard; CREATE TABLE yard (id BLOB PRIMARY KEY NOT NULL, deleted INTEGER NOT NULL, stamp INTEGER NOT NULL, name INTEGER) WITHOUT ROWID",
    "DROP TABLE yard; CREATE TABLE yard (id BLOB PRIMARY KEY NOT NULL, deleted INTEGER NOT NULL, stamp INTEGER NOT NULL, name TEXT)",
  };

  for (gsize k = 0; k < G_N_ELEMENTS (faults); k++) {
    g_autoptr (GError) error = NULL;
    gboolean fits = TRUE;

    make_file (f);
    g_autoptr (DrayStore) store = open_with (f, &dray_little_series, 1, 3, &error);
    g_assert_true (dray_database_execute (dray_store_get_database (store), faults[k], &error));
    for (int i = 0; i < dray_little_lists.n_tables && fits; i++)
      fits = dray_table_check_sql (dray_little_lists.tables[i], dray_store_get_database (store), &error);
    g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID);
    g_clear_pointer (&store, dray_store_close);
    tear_down (f, NULL);
    set_up (f, NULL);
  }
}

#define TEST(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST ("/store/migration/earlier-version-is-brought-up-to-date", test_earlier_version_is_brought_up_to_date);
  TEST ("/store/migration/newer-file-is-refused-and-untouched", test_newer_file_is_refused_and_untouched);
  TEST ("/store/migration/newer-file-can-be-copied-aside", test_newer_file_can_be_copied_aside);
  TEST ("/store/migration/failing-migration-leaves-the-old-version-whole", test_failing_migration_leaves_the_old_version_whole);
  TEST ("/store/migration/migration-that-commits-is-refused", test_migration_that_commits_is_refused);
  TEST ("/store/migration/no-database-is-refused-and-untouched", test_no_database_is_refused_and_untouched);
  TEST ("/store/migration/somebody-elses-database-is-refused-and-untouched", test_somebody_elses_database_is_refused_and_untouched);
  TEST ("/store/migration/damaged-file-is-found-by-the-check", test_damaged_file_is_found_by_the_check);
  TEST ("/store/migration/cut-file-is-refused", test_cut_file_is_refused);
  TEST ("/store/migration/backup-opens-and-holds-the-rows", test_backup_opens_and_holds_the_rows);
  TEST ("/store/migration/reader-makes-a-backup", test_reader_makes_a_backup);
  TEST ("/store/migration/tables-are-as-described", test_tables_are_as_described);
  TEST ("/store/migration/table-that-differs-from-its-description-is-found", test_table_that_differs_from_its_description_is_found);
  return g_test_run ();
}
