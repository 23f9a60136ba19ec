/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-road-error.h"
#include "dray-road-pack.h"

#include <glib/gstdio.h>
#include <string.h>

static const char hello[] = "hello, road";
static const guint32 numbers[] = { 1, 2, 3, 4, 5 };

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->folder = g_dir_make_tmp ("dray-pack-XXXXXX", &error);
  g_assert_no_error (error);
  f->path = g_build_filename (f->folder, "test.region", NULL);
}

static guint
count_files (Fixture *f)
{
  g_autoptr (GDir) dir = g_dir_open (f->folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  g_unlink (f->path);
  g_assert_cmpint (g_rmdir (f->folder), ==, 0);
  g_free (f->path);
  g_free (f->folder);
}

static void
write_pack (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayRoadPackWriter) writer = dray_road_pack_writer_new (f->path, &error);

  g_assert_no_error (error);
  g_assert_true (dray_road_pack_writer_add (writer, "text", hello, sizeof hello, &error));
  g_assert_true (dray_road_pack_writer_add (writer, "numbers", numbers, sizeof numbers, &error));
  g_assert_true (dray_road_pack_writer_add (writer, "nothing", NULL, 0, &error));
  g_assert_true (dray_road_pack_writer_finish (writer, &error));
  g_assert_no_error (error);
}

static void
test_sections_come_back (Fixture      *f,
                         gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gsize n;

  write_pack (f);
  g_autoptr (DrayRoadPack) pack = dray_road_pack_open (f->path, &error);
  g_assert_no_error (error);
  gconstpointer text = dray_road_pack_get_section (pack, "text", &n, &error);
  g_assert_cmpmem (text, n, hello, sizeof hello);
  const guint32 *column = dray_road_pack_get_column (pack, "numbers", 4, 5, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (column, sizeof numbers, numbers, sizeof numbers);
  g_assert_cmpint ((gsize) column % DRAY_ROAD_PACK_ALIGNMENT, ==, 0);
  g_assert_true (dray_road_pack_verify (pack, &error));
  g_assert_cmpuint (strlen (dray_road_pack_get_id (pack)), ==, DRAY_ROAD_PACK_ID_LENGTH);
}

static void
test_wrong_names_and_lengths_are_errors (Fixture      *f,
                                         gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gsize n;

  write_pack (f);
  g_autoptr (DrayRoadPack) pack = dray_road_pack_open (f->path, NULL);
  g_assert_null (dray_road_pack_get_section (pack, "absent", &n, &error));
  g_assert_error (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (dray_road_pack_get_column (pack, "numbers", 4, 6, &error));
  g_assert_error (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_INVALID);
}

static void
test_an_unfinished_pack_leaves_nothing (Fixture      *f,
                                        gconstpointer data)
{
  DrayRoadPackWriter *writer = dray_road_pack_writer_new (f->path, NULL);

  g_assert_true (dray_road_pack_writer_add (writer, "text", hello, sizeof hello, NULL));
  g_assert_cmpuint (count_files (f), ==, 1);
  dray_road_pack_writer_free (writer);
  g_assert_cmpuint (count_files (f), ==, 0);
}

static void
test_every_flipped_byte_is_seen (Fixture      *f,
                                 gconstpointer data)
{
  g_autofree char *bytes = NULL;
  gsize n;

  write_pack (f);
  g_assert_true (g_file_get_contents (f->path, &bytes, &n, NULL));
  for (gsize i = 0; i < n; i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *copy = g_memdup2 (bytes, n);

    copy[i] ^= 0x10;
    g_autoptr (GBytes) flipped = g_bytes_new (copy, n);
    g_autoptr (DrayRoadPack) pack = dray_road_pack_open_bytes (flipped, &error);
    g_assert_false (pack != NULL && dray_road_pack_verify (pack, &error));
    g_assert_nonnull (error);
  }
}

static void
test_every_truncation_is_seen (Fixture      *f,
                               gconstpointer data)
{
  g_autofree char *bytes = NULL;
  gsize n;

  write_pack (f);
  g_assert_true (g_file_get_contents (f->path, &bytes, &n, NULL));
  for (gsize i = 0; i < n; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) cut = g_bytes_new (bytes, i);

    g_assert_null (dray_road_pack_open_bytes (cut, &error));
    g_assert_error (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_INVALID);
  }
}

static void
test_another_version_says_so (Fixture      *f,
                              gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize n;

  write_pack (f);
  g_assert_true (g_file_get_contents (f->path, &bytes, &n, NULL));
  bytes[8]++;
  g_autoptr (GBytes) other = g_bytes_new (bytes, n);
  g_assert_null (dray_road_pack_open_bytes (other, &error));
  g_assert_error (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_VERSION);
}

#define ADD(name, func) g_test_add ("/road/pack/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("sections-come-back", test_sections_come_back);
  ADD ("wrong-names-and-lengths-are-errors", test_wrong_names_and_lengths_are_errors);
  ADD ("an-unfinished-pack-leaves-nothing", test_an_unfinished_pack_leaves_nothing);
  ADD ("every-flipped-byte-is-seen", test_every_flipped_byte_is_seen);
  ADD ("every-truncation-is-seen", test_every_truncation_is_seen);
  ADD ("another-version-says-so", test_another_version_says_so);
  return g_test_run ();
}
