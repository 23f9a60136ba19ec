/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>

#include "dray-test-folder.h"

/* drayctl export and import as they are called, on a small demo that is made once. */

static DrayTestFolder *folder;
static char *demo;

static int
run (char      **out,
     char      **err,
     const char *first,
     ...)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  int status = 0;
  va_list arguments;

  g_ptr_array_add (words, (char *) DRAYCTL);
  va_start (arguments, first);
  for (const char *word = first; word != NULL; word = va_arg (arguments, const char *))
    g_ptr_array_add (words, (char *) word);
  va_end (arguments);
  g_ptr_array_add (words, NULL);
  g_spawn_sync (NULL, (char **) words->pdata, NULL, (out == NULL ? G_SPAWN_STDOUT_TO_DEV_NULL : 0) | (err == NULL ? G_SPAWN_STDERR_TO_DEV_NULL : 0), NULL, NULL, out, err, &status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

/* The trucks as CSV. */
static char *
export_trucks (const char *name)
{
  g_autofree char *path = dray_test_folder_path (folder, name);
  char *text = NULL;

  g_assert_cmpint (run (NULL, NULL, "export", demo, "truck", "-o", path, NULL), ==, 0);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

/* In each format: what was exported is imported by its key, and nothing is doubled or lost. */
static void
test_an_export_comes_back_unchanged (gconstpointer data)
{
  const char *ending = data;
  g_autofree char *name = g_strconcat ("trucks", ending, NULL), *path = dray_test_folder_path (folder, name);
  g_autofree char *before = export_trucks ("before.csv"), *told = NULL;

  g_assert_cmpint (run (NULL, NULL, "export", demo, "truck", "-o", path, NULL), ==, 0);
  g_assert_cmpint (run (&told, NULL, "import", demo, "truck", path, "--by", "number", "--json", NULL), ==, 0);
  g_assert_cmpstr (told, ==, "{\"written\":4,\"refused\":0}\n");

  g_autofree char *after = export_trucks ("after.csv");

  g_assert_cmpstr (before, ==, after);
}

static void
test_refused_rows_are_named_and_good_ones_written (void)
{
  g_autofree char *path = dray_test_folder_path (folder, "mixed.csv"), *told = NULL, *why = NULL;

  g_assert_true (g_file_set_contents (path, "Name,kind\nMeadow Farm,customer\nLong Barn,no such kind\n", -1, NULL));
  g_assert_cmpint (run (&told, &why, "import", demo, "party", path, NULL), ==, 1);
  g_assert_nonnull (strstr (told, "Line 3: "));
  g_assert_nonnull (strstr (told, "Wrote 1 rows, refused 1"));
  g_assert_nonnull (strstr (why, "import the file again"));
}

static void
test_what_is_asked_badly_says_what_there_is (void)
{
  g_autofree char *path = dray_test_folder_path (folder, "rows.csv"), *strange = dray_test_folder_path (folder, "rows.doc");
  g_autofree char *kinds = NULL, *endings = NULL, *missing = NULL, *field = NULL;

  g_assert_cmpint (run (NULL, &kinds, "export", demo, "unicorn", "-o", path, NULL), !=, 0);
  g_assert_nonnull (strstr (kinds, "truck"));
  g_assert_cmpint (run (NULL, &endings, "export", demo, "truck", "-o", strange, NULL), !=, 0);
  g_assert_nonnull (strstr (endings, ".xlsx"));
  g_assert_cmpint (run (NULL, &missing, "export", "/nowhere", "truck", "-o", path, NULL), !=, 0);
  g_assert_nonnull (strstr (missing, "holds no workspace"));
  g_assert_cmpint (run (NULL, &field, "import", demo, "truck", path, "--by", "colour", NULL), !=, 0);
  g_assert_nonnull (strstr (field, "no field called colour"));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = dray_test_folder_new ();
  demo = dray_test_folder_path (folder, "demo");
  g_assert_cmpint (run (NULL, NULL, "demo", demo, "--trucks", "4", "--orders", "12", "--segments", "6000", NULL), ==, 0);
  g_test_add_data_func ("/cli/rows/csv-comes-back-unchanged", ".csv", test_an_export_comes_back_unchanged);
  g_test_add_data_func ("/cli/rows/xlsx-comes-back-unchanged", ".xlsx", test_an_export_comes_back_unchanged);
  g_test_add_data_func ("/cli/rows/json-comes-back-unchanged", ".json", test_an_export_comes_back_unchanged);
  g_test_add_func ("/cli/rows/refused-rows-are-named-and-good-ones-written", test_refused_rows_are_named_and_good_ones_written);
  g_test_add_func ("/cli/rows/what-is-asked-badly-says-what-there-is", test_what_is_asked_badly_says_what_there_is);
  status = g_test_run ();
  g_free (demo);
  dray_test_folder_remove (folder);
  return status;
}
