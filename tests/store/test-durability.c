/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* What was acknowledged is there, whatever happens: the program is killed, the power fails, the disk fills up or fails. */

#include "dray-fault-vfs.h"
#include "dray-little.h"
#include "dray-property.h"
#include "dray-store-error.h"
#include "dray-test-folder.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
  DrayTestFolder *folder;
  char           *path;
  DraySchema     *schema;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->folder = dray_test_folder_new ();
  f->path = dray_test_folder_path (f->folder, "little.dray");
  f->schema = dray_little_schema_new ();
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  dray_schema_unref (f->schema);
  g_free (f->path);
  dray_test_folder_remove (f->folder);
}

/* The nth yard, made by an operation. Returns whether it was acknowledged. */
static gboolean
make_yard (DrayStore *store,
           int        n,
           GError   **error)
{
  DrayId id = dray_little_id (n);
  g_autoptr (DrayReceipt) receipt = dray_little_create (store, &dray_yard_table, &id, "{\"name\":\"North\"}", error);

  return receipt != NULL;
}

/* Yards are numbered by the mids that made them. */
static void
assert_has_yards (DrayStore *store,
                  gint64     n_acknowledged)
{
  g_autoptr (GError) error = NULL;
  gint64 n_yards = 0, n_log = 0, last_mid = 0, seq = 0;
  DrayDatabase *database = dray_store_get_database (store);

  dray_database_get_integer (database, "SELECT count(*) FROM yard", &n_yards, &error);
  dray_database_get_integer (database, "SELECT count(*) FROM log", &n_log, &error);
  dray_database_get_integer (database, "SELECT last_mid FROM client WHERE number = 1", &last_mid, &error);
  dray_database_get_integer (database, "SELECT seq FROM workspace", &seq, &error);
  dray_database_check (database, &error);
  g_assert_no_error (error);
  g_assert_cmpint (n_yards, >=, n_acknowledged);
  g_assert_cmpint (n_yards, <=, n_acknowledged + 1);
  g_assert_cmpint (n_log, ==, n_yards);
  g_assert_cmpint (last_mid, ==, n_yards);
  g_assert_cmpint (seq, ==, n_yards);
  for (int n = 1; n <= n_acknowledged; n++) {
    DrayId id = dray_little_id (n);
    g_autoptr (DrayRow) row = dray_store_get_row (store, &dray_yard_table, &id, &error);

    g_assert_no_error (error);
  }
}

static gint64
count_yards (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayStore) store = dray_store_open (f->path, f->schema, NULL, &error);
  gint64 n = 0;

  g_assert_no_error (error);
  dray_database_get_integer (dray_store_get_database (store), "SELECT count(*) FROM yard", &n, &error);
  g_assert_no_error (error);
  return n;
}

/* Submits until it is killed and says each acknowledged number on the pipe. */
G_GNUC_NORETURN static void
run_child (Fixture *f,
           int      first,
           int      pipe_end)
{
  g_autoptr (DrayStore) store = dray_store_open (f->path, f->schema, NULL, NULL);

  for (int n = first; store != NULL; n++)
    if (!make_yard (store, n, NULL) || write (pipe_end, &n, sizeof n) != (gssize) sizeof n)
      break;
  _exit (1);
}

/* Returns: the last number that the child acknowledged, @before where it came to none */
static int
run_and_kill (Fixture    *f,
              int         before,
              DrayRandom *random)
{
  int ends[2];
  int last = before, n;

  g_assert_cmpint (pipe (ends), ==, 0);
  pid_t child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    run_child (f, before + 1, ends[1]);
  close (ends[1]);
  for (guint wanted = dray_random_below (random, 6); wanted > 0 && read (ends[0], &n, sizeof n) == (gssize) sizeof n; wanted--)
    last = n;
  g_usleep (dray_random_below (random, 4000));
  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
  while (read (ends[0], &n, sizeof n) == (gssize) sizeof n)
    last = n;
  close (ends[0]);
  return last;
}

static void
test_killed_a_hundred_times (Fixture       *f,
                             gconstpointer  data)
{
  DrayRandom random;
  int n = 0;

  dray_random_init (&random, 9);
  for (int round = 0; round < 100; round++) {
    int acknowledged = run_and_kill (f, n, &random);
    g_autoptr (GError) error = NULL;
    g_autoptr (DrayStore) store = dray_store_open (f->path, f->schema, NULL, &error);

    g_assert_no_error (error);
    assert_has_yards (store, acknowledged);
    g_clear_pointer (&store, dray_store_close);
    n = (int) count_yards (f);
  }
  g_assert_cmpint (n, >, 100);
  g_test_message ("%d operations acknowledged over 100 kills", n);
}

/* The power goes at the nth write or sync, and the disk keeps none, all or some of what wasn't synced. */
static void
test_power_loss (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr (DrayFaultVfs) vfs = dray_fault_vfs_new ();
  const DrayStoreOptions options = { .vfs = dray_fault_vfs_get_name (vfs) };
  DrayRandom random;
  int n = 0, n_losses = 0;

  dray_random_init (&random, 11);
  for (int round = 0; round < 90; round++) {
    g_autoptr (GError) error = NULL;
    DrayStore *store = dray_store_open (f->path, f->schema, &options, &error);

    g_assert_no_error (error);
    assert_has_yards (store, n);
    n = (int) count_yards (f);
    dray_fault_vfs_set_keep (vfs, (DrayFaultKeep) (round % 3), (guint64) round);
    dray_fault_vfs_plan (vfs, DRAY_FAULT_ANY, 1 + dray_random_below (&random, 20), DRAY_FAULT_POWER_LOSS);
    for (int k = 0; k < 10 && make_yard (store, n + 1, NULL); k++)
      n++;
    n_losses += dray_fault_vfs_has_fired (vfs);
    dray_store_close (store);
    dray_fault_vfs_cut_power (vfs);
    dray_fault_vfs_restore_power (vfs);
  }
  g_assert_cmpint (n_losses, >, 50);
}

static void
test_full_disk_changes_nothing (Fixture       *f,
                                gconstpointer  data)
{
  g_autoptr (DrayFaultVfs) vfs = dray_fault_vfs_new ();
  const DrayStoreOptions options = { .vfs = dray_fault_vfs_get_name (vfs) };
  g_autoptr (GError) error = NULL;
  DrayStore *store = dray_store_open (f->path, f->schema, &options, &error);

  g_assert_true (make_yard (store, 1, &error));
  g_assert_no_error (error);
  for (guint64 nth = 1; nth < 12; nth++) {
    g_autofree char *before = dray_property_dump_file (store), *after = NULL;

    dray_fault_vfs_plan (vfs, DRAY_FAULT_WRITE, nth, DRAY_FAULT_FULL);
    gboolean made = make_yard (store, 1 + (int) nth, &error);

    if (made && !dray_fault_vfs_has_fired (vfs)) {
      dray_fault_vfs_plan (vfs, DRAY_FAULT_ANY, 0, DRAY_FAULT_FAIL);
      break;
    }
    g_assert_false (made);
    g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_FULL);
    g_clear_error (&error);
    dray_fault_vfs_plan (vfs, DRAY_FAULT_ANY, 0, DRAY_FAULT_FAIL);
    after = dray_property_dump_file (store);
    g_assert_cmpstr (before, ==, after);
  }
  g_assert_true (make_yard (store, 100, &error));
  g_assert_no_error (error);
  dray_store_close (store);
}

/* Each write and sync in turn fails once: the operation says so, or is there. */
static void
test_each_fault_is_told (Fixture       *f,
                         gconstpointer  data)
{
  static const DrayFaultEffect effects[] = { DRAY_FAULT_FAIL, DRAY_FAULT_SHORT };
  g_autoptr (DrayFaultVfs) vfs = dray_fault_vfs_new ();
  const DrayStoreOptions options = { .vfs = dray_fault_vfs_get_name (vfs) };
  int n = 0, n_told = 0;

  for (guint64 round = 0; round < 40; round++) {
    g_autoptr (GError) error = NULL;
    DrayStore *store = dray_store_open (f->path, f->schema, &options, &error);

    g_assert_no_error (error);
    dray_fault_vfs_plan (vfs, DRAY_FAULT_WRITE | DRAY_FAULT_SYNC, 1 + round / 2, effects[round % 2]);
    if (make_yard (store, n + 1, &error)) {
      n++;
    } else {
      n_told++;
      g_assert_true (dray_fault_vfs_has_fired (vfs));
    }
    dray_fault_vfs_plan (vfs, DRAY_FAULT_ANY, 0, DRAY_FAULT_FAIL);
    dray_store_close (store);
    n = (int) count_yards (f);
  }
  g_assert_cmpint (n_told, >, 2);
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayStore) store = dray_store_open (f->path, f->schema, NULL, &error);
  assert_has_yards (store, n);
}

static void
test_file_size_limit_is_a_full_disk (Fixture       *f,
                                     gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayStore) store = dray_store_open (f->path, f->schema, NULL, &error);
  int n = 1;

  g_assert_true (dray_database_execute (dray_store_get_database (store), "PRAGMA max_page_count = 60", &error));
  while (make_yard (store, n, &error) && n < 10000)
    n++;
  g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_FULL);
  assert_has_yards (store, n - 1);
}

#define TEST(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST ("/store/durability/killed-a-hundred-times", test_killed_a_hundred_times);
  TEST ("/store/durability/power-loss", test_power_loss);
  TEST ("/store/durability/full-disk-changes-nothing", test_full_disk_changes_nothing);
  TEST ("/store/durability/each-fault-is-told", test_each_fault_is_told);
  TEST ("/store/durability/file-size-limit-is-a-full-disk", test_file_size_limit_is_a_full_disk);
  return g_test_run ();
}
