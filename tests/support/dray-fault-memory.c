/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fault-memory.h"

#include <sqlite3.h>
#include <stdatomic.h>

static sqlite3_mem_methods real;
static atomic_uint countdown;       /* to the one that fails; 0 while none is to */
static atomic_bool failed;

static gboolean
is_to_fail (void)
{
  unsigned int left = atomic_load (&countdown);

  while (left > 0) {
    if (atomic_compare_exchange_weak (&countdown, &left, left - 1)) {
      if (left == 1)
        atomic_store (&failed, TRUE);
      return left == 1;
    }
  }
  return FALSE;
}

static void *
fault_malloc (int n_bytes)
{
  return is_to_fail () ? NULL : real.xMalloc (n_bytes);
}

static void *
fault_realloc (void *memory,
               int   n_bytes)
{
  return is_to_fail () ? NULL : real.xRealloc (memory, n_bytes);
}

void
dray_fault_memory_install (void)
{
  sqlite3_mem_methods faulty;

  if (sqlite3_config (SQLITE_CONFIG_GETMALLOC, &real) != SQLITE_OK)
    g_error ("SQLite is at work already");
  faulty = real;
  faulty.xMalloc = fault_malloc;
  faulty.xRealloc = fault_realloc;
  g_assert_cmpint (sqlite3_config (SQLITE_CONFIG_MALLOC, &faulty), ==, SQLITE_OK);
}

/**
 * dray_fault_memory_fail_nth:
 * @nth: 1 for the very next allocation, 0 for none; that one fails and those after it succeed
 */
void
dray_fault_memory_fail_nth (guint nth)
{
  atomic_store (&failed, FALSE);
  atomic_store (&countdown, nth);
}

/* Returns: whether the allocation that was to fail has been asked for */
gboolean
dray_fault_memory_has_failed (void)
{
  return atomic_load (&failed);
}
