/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

/* Built under the thread sanitizer alone: proves that it still sees a race although GLib's hand-overs are explained to it. */

/* Volatile, so that each loop really touches it a thousand times: two single touches at the same instant may escape the sanitizer. */
static volatile int n_loads;
static GMutex lock;

static gpointer
load (gpointer locked)
{
  for (int i = 0; i < 1000; i++) {
    if (locked)
      g_mutex_lock (&lock);
    n_loads++;
    if (locked)
      g_mutex_unlock (&lock);
  }
  return NULL;
}

static void
load_twice (gboolean locked)
{
  GThread *thread = g_thread_new ("loader", load, GINT_TO_POINTER (locked));

  load (GINT_TO_POINTER (locked));
  g_thread_join (thread);
}

static void
test_a_race_is_told (void)
{
  if (g_test_subprocess ()) {
    load_twice (FALSE);
    return;
  }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*data race*");
}

static void
test_a_lock_is_no_race (void)
{
  n_loads = 0;
  load_twice (TRUE);
  g_assert_cmpint (n_loads, ==, 2000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/support/threads/a-race-is-told", test_a_race_is_told);
  g_test_add_func ("/support/threads/a-lock-is-no-race", test_a_lock_is_no_race);
  return g_test_run ();
}
