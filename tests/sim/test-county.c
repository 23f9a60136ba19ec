/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-county.h"
#include "dray-osm-reader.h"
#include "dray-road-pack.h"
#include "dray-sim-error.h"

#include <glib/gstdio.h>

/* Draws a county and writes it to memory. Its options in short, because every test begins with it. */
static GBytes *
draw (guint64 seed,
      int     n_segments)
{
  DrayCountyOptions options = { .seed = seed, .n_segments = n_segments };
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayCounty) county = dray_county_new (&options, NULL, &error);
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();

  g_assert_no_error (error);
  dray_county_write (county, stream, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
}

static void
test_same_seed_gives_same_bytes (void)
{
  g_autoptr (GBytes) first = draw (7, 6000);
  g_autoptr (GBytes) second = draw (7, 6000);
  g_autoptr (GBytes) other = draw (8, 6000);

  g_assert_true (g_bytes_equal (first, second));
  g_assert_false (g_bytes_equal (first, other));
}

static void
test_reader_takes_it_whole (void)
{
  g_autoptr (GBytes) bytes = draw (14, 10000);
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayOsmData) data = dray_osm_reader_read_bytes (bytes, 1, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (data->n_missing_node_refs, ==, 0);
  g_assert_cmpuint (data->n_missing_member_refs, ==, 0);
  g_assert_cmpuint (data->n_duplicates, ==, 0);
  g_assert_cmpuint (data->n_ways, >, 500);
}

static void
test_size_out_of_range_is_an_error (void)
{
  DrayCountyOptions options = { .seed = 1, .n_segments = 4999 };
  g_autoptr (GError) error = NULL;

  g_assert_null (dray_county_new (&options, NULL, &error));
  g_assert_error (error, DRAY_SIM_ERROR, DRAY_SIM_ERROR_LIMIT);
  g_clear_error (&error);
  options.n_segments = 1000001;
  g_assert_null (dray_county_new (&options, NULL, &error));
  g_assert_error (error, DRAY_SIM_ERROR, DRAY_SIM_ERROR_LIMIT);
}

static void
test_region_pack_is_whole (void)
{
  DrayCountyOptions options = { .seed = 5, .n_segments = 5000 };
  DrayRoadImport import = { .n_threads = 1 };
  DrayRoadImportReport report;
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayCounty) county = dray_county_new (&options, NULL, &error);
  g_autofree char *folder = g_dir_make_tmp ("dray-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "demo.region", NULL);

  g_assert_no_error (error);
  g_assert_true (dray_county_import (county, path, &import, &report, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (report.n_missing_refs, ==, 0);
  g_assert_cmpuint (report.n_rules_left, ==, 0);
  g_assert_cmpuint (report.n_rules_taken, >, 0);
  g_assert_cmpfloat (ABS (2.0 * report.n_pieces - dray_county_get_n_segments (county)), <, 0.25 * dray_county_get_n_segments (county));

  g_autoptr (DrayRoadPack) pack = dray_road_pack_open (path, &error);
  g_assert_no_error (error);
  g_assert_true (dray_road_pack_verify (pack, &error));
  g_assert_no_error (error);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_region_in_no_folder_is_an_error (void)
{
  DrayCountyOptions options = { .seed = 5, .n_segments = 5000 };
  DrayRoadImport import = { .n_threads = 1 };
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayCounty) county = dray_county_new (&options, NULL, NULL);

  g_assert_false (dray_county_import (county, "/nowhere/at/all/demo.region", &import, NULL, &error));
  g_assert_nonnull (error);
}

/* Cancels itself as soon as the streets begin. */
static void
on_progress (const char *what,
             double      share,
             gpointer    cancellable)
{
  g_assert_cmpfloat (share, >=, 0);
  g_assert_cmpfloat (share, <=, 1);
  if (g_str_equal (what, "streets"))
    g_cancellable_cancel (cancellable);
}

static void
test_cancelling_ends_the_drawing (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  DrayCountyOptions options = { .seed = 1, .n_segments = 5000, .progress = on_progress, .progress_data = cancellable };
  g_autoptr (GError) error = NULL;

  g_assert_null (dray_county_new (&options, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim/county/same-seed-gives-same-bytes", test_same_seed_gives_same_bytes);
  g_test_add_func ("/sim/county/reader-takes-it-whole", test_reader_takes_it_whole);
  g_test_add_func ("/sim/county/size-out-of-range-is-an-error", test_size_out_of_range_is_an_error);
  g_test_add_func ("/sim/county/region-pack-is-whole", test_region_pack_is_whole);
  g_test_add_func ("/sim/county/region-in-no-folder-is-an-error", test_region_in_no_folder_is_an_error);
  g_test_add_func ("/sim/county/cancelling-ends-the-drawing", test_cancelling_ends_the_drawing);
  return g_test_run ();
}
