/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-region.h"
#include "dray-road-error.h"
#include "dray-road-import.h"
#include "dray-test-folder.h"

#include <gio/gio.h>
#include <string.h>

/* What an import makes of bad files: a clear error, and never half a region. */

static const char sound[] =
  "<osm><node id='-1' lon='10.00' lat='50'/><node id='2' lon='10.01' lat='50'/><node id='1152921504606846975' lon='10.02' lat='50'/>"
  "<way id='-5'><nd ref='-1'/><nd ref='2'/><nd ref='1152921504606846975'/><tag k='highway' v='primary'/></way></osm>";

typedef struct {
  DrayTestFolder *folder;
  char           *input;
  char           *output;
} Fixture;

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  f->folder = dray_test_folder_new ();
  f->input = dray_test_folder_path (f->folder, "in.osm");
  f->output = dray_test_folder_path (f->folder, "out.region");
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  g_free (f->input);
  g_free (f->output);
  dray_test_folder_remove (f->folder);
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

static gboolean
import (Fixture      *f,
        const char   *path,
        GCancellable *cancellable,
        GError      **error)
{
  DrayRoadImport import = { .n_threads = 2, .cancellable = cancellable };
  DrayRoadImportReport report;

  return dray_road_import_file (&import, path, f->output, &report, error);
}

static void
assert_refused (Fixture    *f,
                const char *path)
{
  g_autoptr (GError) error = NULL;
  guint n_files = count_files (f);

  g_assert_false (import (f, path, NULL, &error));
  g_assert_error (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_INVALID);
  g_assert_cmpuint (count_files (f), ==, n_files);
}

static void
test_nodes_without_roads (Fixture      *f,
                          gconstpointer data)
{
  g_autofree char *tokyo = NULL;

  g_assert_true (g_file_set_contents (f->input, "<osm><node id='1' lon='1' lat='1'/></osm>", -1, NULL));
  assert_refused (f, f->input);
  tokyo = dray_test_shared_path ("regions/tokyo-center-nodesonly.osm.pbf");
  if (tokyo != NULL)
    assert_refused (f, tokyo);
}

static void
test_ways_without_their_nodes (Fixture      *f,
                               gconstpointer data)
{
  g_assert_true (g_file_set_contents (f->input, "<osm><way id='1'><nd ref='1'/><nd ref='2'/><tag k='highway' v='primary'/></way></osm>", -1, NULL));
  assert_refused (f, f->input);
}

static void
test_truncated_files (Fixture      *f,
                      gconstpointer data)
{
  g_autofree char *path = dray_test_shared_path ("regions/monaco.osm.pbf"), *bytes = NULL;
  gsize n;

  if (path == NULL)
    return;
  g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));
  for (int i = 1; i < 8; i++) {
    g_assert_true (g_file_set_contents (f->input, bytes, (gssize) (n * (gsize) i / 8), NULL));
    assert_refused (f, f->input);
  }
}

static void
test_odd_ids_are_taken (Fixture      *f,
                        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (f->input, sound, -1, NULL));
  g_assert_true (import (f, f->input, NULL, &error));
  g_autoptr (DrayRegion) region = dray_region_open (f->output, &error);
  g_assert_no_error (error);
  DrayRegionStatistics statistics;
  dray_region_get_statistics (region, &statistics);
  g_assert_cmpuint (statistics.n_segments, ==, 2);
  g_assert_cmpfloat_with_epsilon (statistics.length_km, 0.02 * 111.195 * 0.642788, 0.002);
}

static void
test_the_old_region_stays_when_the_new_one_fails (Fixture      *f,
                                                  gconstpointer data)
{
  g_autofree char *before = NULL, *after = NULL;
  gsize n, m;

  g_assert_true (g_file_set_contents (f->input, sound, -1, NULL));
  g_assert_true (import (f, f->input, NULL, NULL));
  g_assert_true (g_file_get_contents (f->output, &before, &n, NULL));
  g_assert_true (g_file_set_contents (f->input, "<osm><node", -1, NULL));
  assert_refused (f, f->input);
  g_assert_true (g_file_get_contents (f->output, &after, &m, NULL));
  g_assert_cmpmem (before, n, after, m);
}

static void
cancel_at_order (const char *step,
                 double      fraction,
                 gpointer    cancellable)
{
  if (strcmp (step, "order") == 0)
    g_cancellable_cancel (cancellable);
}

static void
test_cancelling_leaves_nothing (Fixture      *f,
                                gconstpointer data)
{
  g_autofree char *path = dray_test_shared_path ("regions/liechtenstein.osm.pbf");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  DrayRoadImport request = { 1, cancel_at_order, cancellable, cancellable };
  DrayRoadImportReport report;

  if (path == NULL)
    return;
  g_assert_false (dray_road_import_file (&request, path, f->output, &report, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_files (f), ==, 0);
}

static void
test_the_same_file_gives_the_same_region (Fixture      *f,
                                          gconstpointer data)
{
  g_autofree char *path = dray_test_shared_path ("regions/liechtenstein.osm.pbf"), *other = dray_test_folder_path (f->folder, "other.region");
  DrayRoadImport one = { .n_threads = 1 }, three = { .n_threads = 3 };
  DrayRoadImportReport report;

  if (path == NULL)
    return;
  g_assert_true (dray_road_import_file (&one, path, f->output, &report, NULL));
  g_assert_true (dray_road_import_file (&three, path, other, &report, NULL));
  g_autoptr (DrayRoadPack) a = dray_road_pack_open (f->output, NULL), b = dray_road_pack_open (other, NULL);
  g_assert_cmpstr (dray_road_pack_get_id (a), ==, dray_road_pack_get_id (b));
}

/* Any byte of a region, flipped: it is refused when it is opened or verified, and never crashes whoever reads it. */
static void
test_flipped_bytes_are_seen (Fixture      *f,
                             gconstpointer data)
{
  g_autofree char *bytes = NULL;
  gsize n;

  g_assert_true (g_file_set_contents (f->input, sound, -1, NULL));
  g_assert_true (import (f, f->input, NULL, NULL));
  g_assert_true (g_file_get_contents (f->output, &bytes, &n, NULL));
  for (gsize i = 0; i < n; i += 3) {
    bytes[i] ^= 0x40;
    g_autoptr (GBytes) flipped = g_bytes_new (bytes, n);
    g_autoptr (GError) error = NULL;
    g_autoptr (DrayRoadPack) pack = dray_road_pack_open_bytes (flipped, &error);
    g_autoptr (DrayRegion) region = pack != NULL ? dray_region_new (pack, NULL) : NULL;
    g_assert_false (pack != NULL && dray_road_pack_verify (pack, &error));
    g_assert_nonnull (error);
    bytes[i] ^= 0x40;
  }
}

#define ADD(name, func) g_test_add ("/road/import/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("nodes-without-roads", test_nodes_without_roads);
  ADD ("ways-without-their-nodes", test_ways_without_their_nodes);
  ADD ("truncated-files", test_truncated_files);
  ADD ("odd-ids-are-taken", test_odd_ids_are_taken);
  ADD ("the-old-region-stays-when-the-new-one-fails", test_the_old_region_stays_when_the_new_one_fails);
  ADD ("cancelling-leaves-nothing", test_cancelling_leaves_nothing);
  ADD ("the-same-file-gives-the-same-region", test_the_same_file_gives_the_same_region);
  ADD ("flipped-bytes-are-seen", test_flipped_bytes_are_seen);
  return g_test_run ();
}
