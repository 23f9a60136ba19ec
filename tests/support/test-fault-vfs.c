/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fault-vfs.h"
#include "dray-test-folder.h"

#include <sqlite3.h>

/* The VFS is proved on SQLite itself: with synchronous=FULL nothing acknowledged is lost at any cut, with OFF something is. */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3, sqlite3_close)

typedef struct {
  DrayTestFolder *folder;
  char           *path;
  DrayFaultVfs   *vfs;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->folder = dray_test_folder_new ();
  self->path = dray_test_folder_path (self->folder, "test.db");
  self->vfs = dray_fault_vfs_new ();
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  dray_fault_vfs_free (self->vfs);
  g_free (self->path);
  dray_test_folder_remove (self->folder);
}

static sqlite3 *
open_database (Fixture    *self,
               const char *synchronous)
{
  g_autoptr (sqlite3) db = NULL;
  g_autofree char *pragmas = g_strdup_printf ("PRAGMA journal_mode=WAL; PRAGMA synchronous=%s; PRAGMA wal_autocheckpoint=5;"
                                              "CREATE TABLE IF NOT EXISTS t (n INTEGER PRIMARY KEY, filler TEXT)", synchronous);

  if (sqlite3_open_v2 (self->path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, dray_fault_vfs_get_name (self->vfs)) != SQLITE_OK ||
      sqlite3_exec (db, pragmas, NULL, NULL, NULL) != SQLITE_OK)
    return NULL;
  return g_steal_pointer (&db);
}

static int
insert (sqlite3 *db,
        int      n)
{
  g_autofree char *sql = g_strdup_printf ("INSERT INTO t VALUES (%d, hex(zeroblob(300)))", n);

  return sqlite3_exec (db, sql, NULL, NULL, NULL);
}

/* Returns: how many of the rows 1, 2, … were acknowledged before something failed */
static int
insert_all (Fixture    *self,
            const char *synchronous,
            int         n_rows)
{
  g_autoptr (sqlite3) db = open_database (self, synchronous);
  int n = 0;

  while (db != NULL && n < n_rows && insert (db, n + 1) == SQLITE_OK)
    n++;
  return n;
}

static int
ask (sqlite3    *db,
     const char *sql)
{
  sqlite3_stmt *statement = NULL;
  int answer = -1;

  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) == SQLITE_OK && sqlite3_step (statement) == SQLITE_ROW)
    answer = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  return answer;
}

/* Returns: how many rows are there and whole, -1 if the database isn't */
static int
count_rows (Fixture *self)
{
  g_autoptr (sqlite3) db = open_database (self, "FULL");

  if (db == NULL || ask (db, "SELECT count(*) = 1 AND min(integrity_check) = 'ok' FROM pragma_integrity_check") != 1)
    return -1;
  return ask (db, "SELECT CASE WHEN count(*) = coalesce(max(n), 0) THEN count(*) ELSE -1 END FROM t");
}

static void
start_over (Fixture *self)
{
  tear_down (self, NULL);
  set_up (self, NULL);
}

/* Cuts the power before every write, sync, truncation and deletion in turn. Returns: how many cuts lost something */
static int
cut_everywhere (Fixture       *self,
                const char    *synchronous,
                DrayFaultKeep  keep)
{
  int n_losses = 0;

  for (guint64 nth = 1; ; nth++) {
    start_over (self);
    dray_fault_vfs_set_keep (self->vfs, keep, nth);
    dray_fault_vfs_plan (self->vfs, DRAY_FAULT_ANY, nth, DRAY_FAULT_POWER_LOSS);
    int n_acknowledged = insert_all (self, synchronous, 12);

    if (!dray_fault_vfs_has_fired (self->vfs))
      break;
    dray_fault_vfs_restore_power (self->vfs);
    int n_found = count_rows (self);
    n_losses += n_found != n_acknowledged && n_found != n_acknowledged + 1;
  }
  return n_losses;
}

static void
test_full_loses_nothing_at_any_cut (Fixture       *self,
                                    gconstpointer  data)
{
  g_assert_cmpint (cut_everywhere (self, "FULL", DRAY_FAULT_KEEP_NONE), ==, 0);
  g_assert_cmpint (cut_everywhere (self, "FULL", DRAY_FAULT_KEEP_ALL), ==, 0);
  g_assert_cmpint (cut_everywhere (self, "FULL", DRAY_FAULT_KEEP_SOME), ==, 0);
}

static void
test_off_loses_something (Fixture       *self,
                          gconstpointer  data)
{
  g_assert_cmpint (cut_everywhere (self, "OFF", DRAY_FAULT_KEEP_NONE), >, 0);
  g_assert_cmpint (cut_everywhere (self, "OFF", DRAY_FAULT_KEEP_SOME), >, 0);
}

static void
test_every_fault_gives_an_error_and_a_whole_database (Fixture       *self,
                                                      gconstpointer  data)
{
  static const DrayFaultEffect effects[] = { DRAY_FAULT_FAIL, DRAY_FAULT_SHORT };

  for (gsize i = 0; i < G_N_ELEMENTS (effects); i++) {
    gboolean fired = TRUE;

    for (guint64 nth = 1; fired; nth++) {
      start_over (self);
      dray_fault_vfs_plan (self->vfs, DRAY_FAULT_ANY, nth, effects[i]);
      int n_acknowledged = insert_all (self, "FULL", 12);
      fired = dray_fault_vfs_has_fired (self->vfs);
      dray_fault_vfs_restore_power (self->vfs);
      /* A failed sync may leave the row that it reported as failed. */
      int n_found = count_rows (self);
      g_assert_true (n_found == n_acknowledged || n_found == n_acknowledged + 1);
      g_assert_true (fired || n_acknowledged == 12);
    }
  }
}

static void
test_full_disk_stays_full_until_there_is_room (Fixture       *self,
                                               gconstpointer  data)
{
  g_autoptr (sqlite3) db = open_database (self, "FULL");

  g_assert_cmpint (insert (db, 1), ==, SQLITE_OK);
  dray_fault_vfs_plan (self->vfs, DRAY_FAULT_WRITE, 1, DRAY_FAULT_FULL);
  g_assert_cmpint (insert (db, 2), ==, SQLITE_FULL);
  g_assert_cmpint (insert (db, 2), ==, SQLITE_FULL);
  g_assert_cmpint (ask (db, "SELECT count(*) FROM t"), ==, 1);
  dray_fault_vfs_plan (self->vfs, 0, 0, DRAY_FAULT_FAIL);
  g_assert_cmpint (insert (db, 2), ==, SQLITE_OK);
}

static void
test_files_open_at_a_power_loss_stay_dead (Fixture       *self,
                                           gconstpointer  data)
{
  g_autoptr (sqlite3) db = open_database (self, "FULL");

  g_assert_cmpint (insert (db, 1), ==, SQLITE_OK);
  dray_fault_vfs_cut_power (self->vfs);
  g_assert_cmpint (insert (db, 2), !=, SQLITE_OK);
  dray_fault_vfs_restore_power (self->vfs);
  g_assert_cmpint (insert (db, 2), !=, SQLITE_OK);
  g_clear_pointer (&db, sqlite3_close);
  g_assert_cmpint (count_rows (self), ==, 1);
}

static void
test_same_seed_keeps_the_same (Fixture       *self,
                               gconstpointer  data)
{
  g_autofree char *first = NULL;
  gsize n_first = 0;

  for (int round = 0; round < 2; round++) {
    g_autofree char *found = NULL;
    g_autofree char *wal = NULL;
    gsize n_found;

    start_over (self);
    wal = g_strconcat (self->path, "-wal", NULL);
    dray_fault_vfs_set_keep (self->vfs, DRAY_FAULT_KEEP_SOME, 42);
    /* The salts in the log are drawn at random. */
    sqlite3_test_control (SQLITE_TESTCTRL_PRNG_SEED, 7, NULL);
    dray_fault_vfs_plan (self->vfs, DRAY_FAULT_SYNC, 9, DRAY_FAULT_POWER_LOSS);
    insert_all (self, "FULL", 12);
    g_assert_true (g_file_get_contents (wal, &found, &n_found, NULL));
    if (round == 0) {
      first = g_steal_pointer (&found);
      n_first = n_found;
      continue;
    }
    g_assert_cmpmem (found, n_found, first, n_first);
  }
}

#define ADD(name, function) g_test_add ("/support/fault-vfs/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("full-loses-nothing-at-any-cut", test_full_loses_nothing_at_any_cut);
  ADD ("off-loses-something", test_off_loses_something);
  ADD ("every-fault-gives-an-error-and-a-whole-database", test_every_fault_gives_an_error_and_a_whole_database);
  ADD ("full-disk-stays-full-until-there-is-room", test_full_disk_stays_full_until_there_is_room);
  ADD ("files-open-at-a-power-loss-stay-dead", test_files_open_at_a_power_loss_stay_dead);
  ADD ("same-seed-keeps-the-same", test_same_seed_keeps_the_same);
  return g_test_run ();
}
