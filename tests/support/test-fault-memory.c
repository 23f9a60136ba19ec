/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fault-memory.h"

#include <sqlite3.h>

static int
use_database (void)
{
  sqlite3 *db = NULL;
  int result = sqlite3_open (":memory:", &db);

  if (result == SQLITE_OK)
    result = sqlite3_exec (db, "CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('quay'); SELECT a FROM t ORDER BY a", NULL, NULL, NULL);
  sqlite3_close (db);
  return result;
}

static void
test_every_allocation_can_fail (void)
{
  guint nth = 1, n_errors = 0;

  for (;; nth++) {
    dray_fault_memory_fail_nth (nth);
    int result = use_database ();
    gboolean failed = dray_fault_memory_has_failed ();

    dray_fault_memory_fail_nth (0);
    if (!failed) {
      g_assert_cmpint (result, ==, SQLITE_OK);
      break;
    }
    /* SQLite does without some allocations; where it can't it says so. */
    g_assert_true (result == SQLITE_OK || result == SQLITE_NOMEM);
    n_errors += result == SQLITE_NOMEM;
    g_assert_cmpint (use_database (), ==, SQLITE_OK);
  }
  g_assert_cmpuint (nth, >, 20);
  g_assert_cmpuint (n_errors, >, 10);
}

int
main (int    argc,
      char **argv)
{
  dray_fault_memory_install ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/support/fault-memory/every-allocation-can-fail", test_every_allocation_can_fail);
  return g_test_run ();
}
