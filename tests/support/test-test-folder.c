/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-bench.h"
#include "dray-test-folder.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static void
test_removal_takes_all_but_follows_no_link (void)
{
  DrayTestFolder *kept = dray_test_folder_new ();
  DrayTestFolder *folder = dray_test_folder_new ();
  g_autofree char *deep = g_build_filename (folder, "a", "b", NULL);
  g_autofree char *file = g_build_filename (deep, "c", NULL);
  g_autofree char *link = dray_test_folder_path (folder, "link");
  g_autofree char *target = dray_test_folder_path (kept, "target");
  g_autofree char *folder_path = g_strdup (folder);

  g_assert_true (g_file_set_contents (target, "x", 1, NULL));
  g_assert_cmpint (g_mkdir_with_parents (deep, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  g_assert_cmpint (symlink (kept, link), ==, 0);

  dray_test_folder_remove (folder);
  g_assert_false (g_file_test (folder_path, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (target, G_FILE_TEST_EXISTS));
  dray_test_folder_remove (kept);
}

static void
test_absent_shared_data_skips (void)
{
  if (g_test_subprocess ()) {
    g_setenv ("DRAY_SHARED", "/nowhere", TRUE);
    g_autofree char *path = dray_test_shared_path ("no.file");
    g_printerr ("%s\n", path == NULL ? "nothing" : path);
    return;
  }
  /* A skipped test ends the child with a status of its own, which is neither passed nor crashed. */
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_stderr ("nothing\n");
  g_assert_false (g_test_trap_has_passed ());
}

static void
test_median (void)
{
  double odd[] = { 9, 1, 5 }, even[] = { 4, 1, 2, 9 };

  g_assert_cmpfloat (dray_bench_median (odd, 3), ==, 5.0);
  g_assert_cmpfloat (dray_bench_median (even, 4), ==, 3.0);
}

static void
test_clocks_tell_work_from_waiting (void)
{
  double cpu_s = dray_bench_cpu_s (), wall_s = dray_bench_wall_s ();

  g_usleep (30000);
  g_assert_cmpfloat (dray_bench_wall_s () - wall_s, >=, 0.03);
  g_assert_cmpfloat (dray_bench_cpu_s () - cpu_s, <, 0.02);
  while (dray_bench_cpu_s () - cpu_s < 0.03)
    ;
}

static void
test_memory_of_ones_own_is_seen (void)
{
  gsize n_bytes = 64 << 20;
  double before_mb = dray_bench_rss_anon_mb ();
  g_autofree char *bytes = g_malloc (n_bytes);

  memset (bytes, 1, n_bytes);
  g_assert_cmpfloat (dray_bench_rss_anon_mb () - before_mb, >, 60.0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/support/folder/removal-takes-all-but-follows-no-link", test_removal_takes_all_but_follows_no_link);
  g_test_add_func ("/support/folder/absent-shared-data-skips", test_absent_shared_data_skips);
  g_test_add_func ("/support/bench/median", test_median);
  g_test_add_func ("/support/bench/clocks-tell-work-from-waiting", test_clocks_tell_work_from_waiting);
  g_test_add_func ("/support/bench/memory-of-ones-own-is-seen", test_memory_of_ones_own_is_seen);
  return g_test_run ();
}
