/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fuzz.h"

#include <gio/gio.h>
#include <stdio.h>

/* What a target is linked with where there is no libFuzzer: each seed of a folder is a test, whole and cut short in many places,
 * in memory of exactly its size so that a sanitizer sees one byte too far. It fails by crashing. */

#define MAX_CUTS 256

static void
run_cut (const char *bytes,
         gsize       n_bytes)
{
  g_autofree uint8_t *copy = g_memdup2 (bytes, n_bytes);

  LLVMFuzzerTestOneInput (copy, n_bytes);
}

static void
test_seed (gconstpointer path)
{
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize n_bytes;

  g_file_get_contents (path, &bytes, &n_bytes, &error);
  g_assert_no_error (error);
  run_cut (bytes, n_bytes);
  for (gsize i = 0; i < MIN (MAX_CUTS, n_bytes); i++)
    run_cut (bytes, n_bytes * i / MIN (MAX_CUTS, n_bytes));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  const char *name;

  g_test_init (&argc, &argv, NULL);
  if (argc != 2) {
    fprintf (stderr, "Usage: %s FOLDER\n", argv[0]);
    return 2;
  }
  g_autoptr (GDir) folder = g_dir_open (argv[1], 0, &error);
  if (folder == NULL) {
    fprintf (stderr, "%s\n", error->message);
    return 1;
  }
  while ((name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *test = g_strconcat ("/fuzz/", name, NULL);

    g_test_add_data_func_full (test, g_build_filename (argv[1], name, NULL), test_seed, g_free);
  }
  return g_test_run ();
}
