/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-drive.h"
#include "dray-fix-code.h"
#include "dray-store-error.h"
#include "dray-telemetry-writer.h"
#include "dray-test-folder.h"
#include "dray-units.h"

#include <glib/gstdio.h>
#include <string.h>

#define DAY_US (DRAY_S_PER_DAY * DRAY_US_PER_S)
#define HOUR_US (DRAY_S_PER_HOUR * DRAY_US_PER_S)
#define BEGIN_US (G_GINT64_CONSTANT (20000) * DAY_US)

static void
assert_same (const DrayFix *a,
             const DrayFix *b)
{
  g_assert_cmpint (a->at_us, ==, b->at_us);
  g_assert_cmpint (a->received_us, ==, b->received_us);
  g_assert_cmpuint (a->truck, ==, b->truck);
  g_assert_cmpint (a->lon_e7, ==, b->lon_e7);
  g_assert_cmpint (a->lat_e7, ==, b->lat_e7);
  g_assert_cmpuint (a->speed_cms, ==, b->speed_cms);
  g_assert_cmpuint (a->heading_cdeg, ==, b->heading_cdeg);
  g_assert_cmpuint (a->accuracy_dm, ==, b->accuracy_dm);
  g_assert_cmpuint (a->flags, ==, b->flags);
}

static GArray *
drive (guint32 truck,
       gint64  from_us,
       guint   n,
       int     interval_s)
{
  GArray *fixes = g_array_new (FALSE, FALSE, sizeof (DrayFix));
  DrayDrive driven;

  dray_drive_init (&driven, 7 + truck, truck, from_us);
  for (guint i = 0; i < n; i++) {
    DrayFix fix = dray_drive_next (&driven, interval_s);

    dray_fix_quantise (&fix);
    g_array_append_val (fixes, fix);
  }
  return fixes;
}

static const DrayFix *
fix_at (GArray *fixes,
        guint   i)
{
  return &g_array_index (fixes, DrayFix, i);
}

typedef struct {
  DrayTestFolder *folder;
  char           *path;
  DrayTelemetry  *telemetry;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = dray_test_folder_new ();
  fixture->path = dray_test_folder_path (fixture->folder, DRAY_TELEMETRY_FILE);
  fixture->telemetry = dray_telemetry_open (fixture->path, DRAY_DATABASE_CREATE, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 4; i++) {
    DrayId id = dray_id_derive ("truck", &i, sizeof i);
    guint32 number;

    g_assert_true (dray_telemetry_put_trucks (fixture->telemetry, &id, 1, &number, NULL));
    g_assert_cmpuint (number, ==, i);
  }
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_clear_pointer (&fixture->telemetry, dray_telemetry_free);
  g_free (fixture->path);
  dray_test_folder_remove (fixture->folder);
}

static void
file (Fixture *fixture,
      GArray  *fixes)
{
  g_autoptr (GError) error = NULL;

  dray_telemetry_append (fixture->telemetry, (const DrayFix *) (gconstpointer) fixes->data, fixes->len, &error);
  g_assert_no_error (error);
  dray_telemetry_compact (fixture->telemetry, &error);
  g_assert_no_error (error);
}

static void
assert_reads (Fixture *fixture,
              guint32  truck,
              gint64   from_us,
              gint64   to_us,
              GArray  *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) read = dray_telemetry_read_truck (fixture->telemetry, truck, from_us, to_us, &error);
  guint n = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < expected->len; i++) {
    if (fix_at (expected, i)->at_us < from_us || fix_at (expected, i)->at_us >= to_us)
      continue;
    g_assert_cmpuint (n, <, read->len);
    assert_same (fix_at (read, n++), fix_at (expected, i));
  }
  g_assert_cmpuint (n, ==, read->len);
}

static void
test_code_round_trip (void)
{
  g_autoptr (GArray) fixes = drive (3, BEGIN_US, 6000, 10);
  gsize n_bytes = 0;

  for (guint i = 0; i < fixes->len; i += DRAY_SEGMENT_FIXES) {
    guint n = 1 + i / DRAY_SEGMENT_FIXES % DRAY_SEGMENT_FIXES;
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    DrayFix read[DRAY_SEGMENT_FIXES];
    guint n_read;

    dray_fix_encode (fix_at (fixes, i), n, bytes);
    g_assert_true (dray_fix_decode (bytes->data, bytes->len, 3, read, &n_read, NULL));
    g_assert_cmpuint (n_read, ==, n);
    for (guint j = 0; j < n; j++)
      assert_same (&read[j], fix_at (fixes, i + j));
    n_bytes += n == DRAY_SEGMENT_FIXES ? bytes->len : 0;
  }
  g_assert_cmpuint (n_bytes, <, 9 * DRAY_SEGMENT_FIXES * (fixes->len / DRAY_SEGMENT_FIXES / DRAY_SEGMENT_FIXES));
}

static void
test_code_extremes (void)
{
  DrayFix fixes[3] = {
    { .at_us = -G_GINT64_CONSTANT (62135596800000000), .received_us = G_GINT64_CONSTANT (253402300799000000), .lon_e7 = -1800000000, .lat_e7 = 900000000,
      .speed_cms = G_MAXUINT16, .heading_cdeg = G_MAXUINT16, .accuracy_dm = G_MAXUINT16, .flags = G_MAXUINT16 },
    { .at_us = -G_GINT64_CONSTANT (62135596799999000), .received_us = -G_GINT64_CONSTANT (62135596800000000), .lon_e7 = 1800000000, .lat_e7 = -900000000 },
    { .at_us = -G_GINT64_CONSTANT (62135593200001000), .received_us = G_GINT64_CONSTANT (253402300799000000), .lon_e7 = -1800000000, .lat_e7 = 900000000 },
  };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  DrayFix read[DRAY_SEGMENT_FIXES];
  guint n;

  for (int i = 0; i < 3; i++)
    dray_fix_quantise (&fixes[i]);
  dray_fix_encode (fixes, 3, bytes);
  g_assert_true (dray_fix_decode (bytes->data, bytes->len, 0, read, &n, NULL));
  for (guint i = 0; i < 3; i++)
    assert_same (&read[i], &fixes[i]);
}

static void
test_code_damage (void)
{
  g_autoptr (GArray) fixes = drive (0, BEGIN_US, 60, 10);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  DrayFix read[DRAY_SEGMENT_FIXES];
  guint n;

  dray_fix_encode (fix_at (fixes, 0), 60, bytes);
  for (gsize length = 0; length < bytes->len; length++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (dray_fix_decode (bytes->data, length, 0, read, &n, &error));
    g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_CORRUPT);
  }
}

static void
test_reads_by_truck_and_time (Fixture       *fixture,
                              gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GArray) one = drive (1, BEGIN_US + 23 * HOUR_US, 1000, 10), two = drive (2, BEGIN_US, 3000, 7);

  file (fixture, one);
  file (fixture, two);
  assert_reads (fixture, 1, G_MININT64 / 2, G_MAXINT64 / 2, one);
  assert_reads (fixture, 2, G_MININT64 / 2, G_MAXINT64 / 2, two);
  assert_reads (fixture, 1, fix_at (one, 100)->at_us, fix_at (one, 900)->at_us, one);
  assert_reads (fixture, 2, BEGIN_US + HOUR_US / 2, BEGIN_US + 2 * HOUR_US + 1, two);
}

/* Fixes come in any order, some twice, over several compactions; what is read is as if they had come in theirs. */
static void
test_late_fixes_find_their_place (Fixture       *fixture,
                                  gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GArray) fixes = drive (0, BEGIN_US, 20000, 10), shuffled = g_array_new (FALSE, FALSE, sizeof (DrayFix));
  DrayRandom random;

  dray_random_init (&random, 5);
  g_array_append_vals (shuffled, fixes->data, fixes->len);
  for (guint i = shuffled->len - 1; i > 0; i--) {
    guint j = dray_random_below (&random, i + 1);
    DrayFix kept = *fix_at (shuffled, i);

    g_array_index (shuffled, DrayFix, i) = *fix_at (shuffled, j);
    g_array_index (shuffled, DrayFix, j) = kept;
  }
  for (guint i = 0; i < shuffled->len; i += 1000) {
    g_autoptr (GArray) part = g_array_new (FALSE, FALSE, sizeof (DrayFix));

    g_array_append_vals (part, fix_at (shuffled, i), 1000);
    g_array_append_vals (part, fix_at (shuffled, i), 50);
    file (fixture, part);
  }
  assert_reads (fixture, 0, G_MININT64 / 2, G_MAXINT64 / 2, fixes);
}

/* Filed in pieces or at once, in order: the segments are the same, and so are the hour's hashes. */
static void
test_pieces_make_the_same_segments (Fixture       *fixture,
                                    gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GArray) fixes = drive (0, BEGIN_US, 700, 10);
  g_autofree char *other_path = dray_test_folder_path (fixture->folder, "other");
  g_autoptr (DrayTelemetry) other = dray_telemetry_open (other_path, DRAY_DATABASE_CREATE, NULL);
  g_autoptr (DrayTelemetrySeal) a = NULL, b = NULL;
  guint zero = 0;
  DrayId id = dray_id_derive ("truck", &zero, sizeof zero);
  guint32 number;

  g_assert_true (dray_telemetry_put_trucks (other, &id, 1, &number, NULL));
  g_assert_true (dray_telemetry_append (other, fix_at (fixes, 0), fixes->len, NULL) && dray_telemetry_compact (other, NULL));
  for (guint i = 0; i < fixes->len; i += 7) {
    g_autoptr (GArray) part = g_array_new (FALSE, FALSE, sizeof (DrayFix));

    g_array_append_vals (part, fix_at (fixes, i), MIN (7, fixes->len - i));
    file (fixture, part);
  }
  a = dray_telemetry_hash_hour (fixture->telemetry, BEGIN_US, NULL);
  b = dray_telemetry_hash_hour (other, BEGIN_US, NULL);
  g_assert_cmpint (a->n_fixes, ==, b->n_fixes);
  g_assert_cmpmem (a->hash, sizeof a->hash, b->hash, sizeof b->hash);
}

typedef struct {
  GArray  *fixes;
  guint    n_segments;
} Taken;

static gboolean
on_take (const DrayFix *fixes,
         guint          n,
         gboolean       follows G_GNUC_UNUSED,
         gpointer       data)
{
  Taken *taken = data;

  g_array_append_vals (taken->fixes, fixes, n);
  taken->n_segments++;
  return TRUE;
}

/* With a box a scan reads fewer segments and misses no fix inside. */
static void
test_scan_finds_all_in_the_box (Fixture       *fixture,
                                gconstpointer  data G_GNUC_UNUSED)
{
  const DrayTelemetryVisitor visitor = { NULL, on_take };
  g_autoptr (GError) error = NULL;
  Taken all = { g_array_new (FALSE, FALSE, sizeof (DrayFix)), 0 }, some = { g_array_new (FALSE, FALSE, sizeof (DrayFix)), 0 };
  guint n_in_all = 0, n_in_some = 0;

  for (guint32 truck = 0; truck < 4; truck++) {
    g_autoptr (GArray) fixes = drive (truck, BEGIN_US, 9000, 10);

    file (fixture, fixes);
  }
  dray_telemetry_scan (fixture->telemetry, NULL, 0, G_MAXINT64 / 2, &visitor, &all, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all.fixes->len, ==, 4 * 9000);
  DrayGeoBox box = dray_geo_box_around ((DrayGeoPoint) { fix_at (all.fixes, 5000)->lon_e7, fix_at (all.fixes, 5000)->lat_e7 }, 500.0);
  dray_telemetry_scan (fixture->telemetry, &box, 0, G_MAXINT64 / 2, &visitor, &some, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < all.fixes->len; i++)
    n_in_all += dray_geo_box_contains (&box, (DrayGeoPoint) { fix_at (all.fixes, i)->lon_e7, fix_at (all.fixes, i)->lat_e7 });
  for (guint i = 0; i < some.fixes->len; i++)
    n_in_some += dray_geo_box_contains (&box, (DrayGeoPoint) { fix_at (some.fixes, i)->lon_e7, fix_at (some.fixes, i)->lat_e7 });
  g_assert_cmpuint (n_in_all, >, 0);
  g_assert_cmpuint (n_in_some, ==, n_in_all);
  g_assert_cmpuint (some.n_segments * 4, <, all.n_segments);
  g_array_unref (all.fixes);
  g_array_unref (some.fixes);
}

/* The position at an instant, worked out from all fixes. */
static gboolean
look_up (GArray *fixes,
         gint64  at_us,
         double *lon_e7,
         double *lat_e7)
{
  guint i = 0;

  while (i < fixes->len && fix_at (fixes, i)->at_us <= at_us)
    i++;
  if (i == 0)
    return FALSE;
  const DrayFix *a = fix_at (fixes, i - 1), *b = i < fixes->len ? fix_at (fixes, i) : a;
  double part = b->at_us > a->at_us && b->at_us - a->at_us <= 600 * DRAY_US_PER_S ? (double) (at_us - a->at_us) / (double) (b->at_us - a->at_us) : 0.0;
  *lon_e7 = a->lon_e7 + part * ((double) b->lon_e7 - a->lon_e7);
  *lat_e7 = a->lat_e7 + part * ((double) b->lat_e7 - a->lat_e7);
  return TRUE;
}

/* Forwards, backwards and at random, over midnight and a silence. */
static void
test_cursor_stands_where_the_trucks_are (Fixture       *fixture,
                                         gconstpointer  data G_GNUC_UNUSED)
{
  static const guint32 trucks[4] = { 2, 0, G_MAXUINT32, 1 };
  g_autoptr (GArray) one = drive (0, BEGIN_US + 20 * HOUR_US, 2500, 10), two = drive (1, BEGIN_US, 300, 61), three = drive (2, BEGIN_US + DAY_US + 6 * HOUR_US, 200, 10);
  GArray *driven[4] = { three, one, NULL, two };
  g_autoptr (DrayTelemetryCursor) cursor = dray_telemetry_cursor_new (fixture->telemetry, trucks, 4);
  DrayRandom random;

  file (fixture, one);
  file (fixture, two);
  file (fixture, three);
  dray_random_init (&random, 3);
  for (int i = 0; i < 1500; i++) {
    gint64 step_us = (i < 500 ? i : 1000 - i) * 240 * DRAY_US_PER_S;
    gint64 at_us = i < 1000 ? BEGIN_US + step_us : BEGIN_US + (gint64) (dray_random_double (&random) * 1.6 * DAY_US);
    DrayFix fixes[4];
    g_autoptr (GError) error = NULL;

    dray_telemetry_cursor_seek (cursor, at_us, fixes, &error);
    g_assert_no_error (error);
    g_assert_cmpint (fixes[2].at_us, ==, DRAY_NEVER);
    for (int t = 0; t < 4; t++) {
      double lon_e7 = 0.0, lat_e7 = 0.0;

      if (driven[t] == NULL)
        continue;
      g_assert_cmpint (fixes[t].at_us != DRAY_NEVER, ==, look_up (driven[t], at_us, &lon_e7, &lat_e7));
      if (fixes[t].at_us == DRAY_NEVER)
        continue;
      g_assert_cmpfloat (ABS (lon_e7 - fixes[t].lon_e7), <=, 1.0);
      g_assert_cmpfloat (ABS (lat_e7 - fixes[t].lat_e7), <=, 1.0);
    }
  }
}

static void
test_retention_drops_days (Fixture       *fixture,
                           gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GArray) fixes = drive (0, BEGIN_US, 25000, 10), rest = g_array_new (FALSE, FALSE, sizeof (DrayFix));
  guint n_days;
  gint64 from_us, to_us, n;

  file (fixture, fixes);
  g_assert_true (dray_telemetry_drop_before (fixture->telemetry, BEGIN_US + 2 * DAY_US + HOUR_US, &n_days, NULL));
  g_assert_cmpuint (n_days, ==, 2);
  g_assert_true (dray_telemetry_get_span (fixture->telemetry, &from_us, &to_us, &n, NULL));
  g_assert_cmpint (from_us, ==, BEGIN_US + 2 * DAY_US);
  for (guint i = 0; i < fixes->len; i++) {
    if (fix_at (fixes, i)->at_us >= from_us)
      g_array_append_val (rest, *fix_at (fixes, i));
  }
  g_assert_cmpint (n, ==, rest->len);
  assert_reads (fixture, 0, 0, G_MAXINT64 / 2, rest);
}

static void
test_seals_know_what_changed (Fixture       *fixture,
                              gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GArray) fixes = drive (0, BEGIN_US, 1000, 10), late = g_array_new (FALSE, FALSE, sizeof (DrayFix));
  g_autoptr (GArray) hours = NULL, none = NULL, again = NULL;
  DrayFix fix;

  file (fixture, fixes);
  hours = dray_telemetry_list_unsealed (fixture->telemetry, BEGIN_US + 2 * HOUR_US + 1, NULL);
  g_assert_cmpuint (hours->len, ==, 2);
  for (guint i = 0; i < hours->len; i++) {
    g_autoptr (DrayTelemetrySeal) seal = dray_telemetry_hash_hour (fixture->telemetry, g_array_index (hours, gint64, i), NULL);

    g_assert_true (dray_telemetry_set_sealed (fixture->telemetry, seal, NULL));
  }
  none = dray_telemetry_list_unsealed (fixture->telemetry, BEGIN_US + 2 * HOUR_US, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  fix = *fix_at (fixes, 20);
  fix.at_us += 5 * DRAY_US_PER_S;
  g_array_append_val (late, fix);
  file (fixture, late);
  again = dray_telemetry_list_unsealed (fixture->telemetry, BEGIN_US + 2 * HOUR_US, NULL);
  g_assert_cmpuint (again->len, ==, 1);
  g_assert_cmpint (g_array_index (again, gint64, 0), ==, BEGIN_US);
}

/* Anybody with a segment and the truck's id counts its hash, and the seal's from those of all. */
static void
test_a_segment_can_be_proved (Fixture       *fixture,
                              gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GArray) fixes = drive (1, BEGIN_US, 100, 10);
  g_autoptr (DrayTelemetrySeal) seal = NULL;
  g_autoptr (GBytes) segment = NULL;
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256), whole = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 hash[32];
  gsize n_hash = sizeof hash, n_bytes;

  file (fixture, fixes);
  seal = dray_telemetry_hash_hour (fixture->telemetry, BEGIN_US, NULL);
  g_assert_cmpuint (seal->segments->len, ==, 2);
  const DrayTelemetryProof *proof = &g_array_index (seal->segments, DrayTelemetryProof, 1);
  segment = dray_telemetry_get_segment (fixture->telemetry, 1, proof->start_us, NULL);
  g_assert_nonnull (segment);
  g_checksum_update (sum, proof->truck.bytes, 16);
  const guint8 *bytes = g_bytes_get_data (segment, &n_bytes);
  g_checksum_update (sum, bytes, (gssize) n_bytes);
  g_checksum_get_digest (sum, hash, &n_hash);
  g_assert_cmpmem (hash, sizeof hash, proof->hash, sizeof proof->hash);
  for (guint i = 0; i < 2; i++)
    g_checksum_update (whole, g_array_index (seal->segments, DrayTelemetryProof, i).hash, 32);
  g_checksum_get_digest (whole, hash, &n_hash);
  g_assert_cmpmem (hash, sizeof hash, seal->hash, sizeof seal->hash);
}

/* A million fixes of one truck, the last hours first and each block shuffled: none is lost, none doubled, all in order. */
static void
test_a_million_out_of_order (Fixture       *fixture,
                             gconstpointer  data G_GNUC_UNUSED)
{
  const guint n = 1000000, block = 50000;
  g_autoptr (GArray) fixes = drive (0, BEGIN_US, n, 1), read = NULL;
  DrayRandom random;

  dray_random_init (&random, 11);
  for (guint from = n; from > 0; from -= block) {
    g_autoptr (GArray) part = g_array_new (FALSE, FALSE, sizeof (DrayFix));

    g_array_append_vals (part, fix_at (fixes, from - block), block);
    for (guint i = block - 1; i > 0; i--) {
      guint j = dray_random_below (&random, i + 1);
      DrayFix kept = *fix_at (part, i);

      g_array_index (part, DrayFix, i) = *fix_at (part, j);
      g_array_index (part, DrayFix, j) = kept;
    }
    file (fixture, part);
  }
  read = dray_telemetry_read_truck (fixture->telemetry, 0, 0, G_MAXINT64 / 2, NULL);
  g_assert_cmpuint (read->len, ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (fix_at (read, i)->at_us, ==, fix_at (fixes, i)->at_us);
}

static void
test_foreign_file_is_left_alone (Fixture       *fixture,
                                 gconstpointer  data G_GNUC_UNUSED)
{
  g_autofree char *path = dray_test_folder_path (fixture->folder, "foreign"), *text = NULL;
  g_autofree char *noise = g_strnfill (2000, 'x');
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayTelemetry) telemetry = NULL;
  gsize n;

  g_assert_true (g_file_set_contents (path, noise, 2000, NULL));
  telemetry = dray_telemetry_open (path, DRAY_DATABASE_CREATE, &error);
  g_assert_null (telemetry);
  g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_CORRUPT);
  g_assert_true (g_file_get_contents (path, &text, &n, NULL));
  g_assert_cmpmem (text, n, noise, 2000);
}

static void
on_done (gpointer data)
{
  g_atomic_int_inc ((int *) data);
}

static void
test_writer_commits_in_groups (Fixture       *fixture,
                               gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GArray) fixes = drive (0, BEGIN_US, 5000, 10);
  g_autoptr (DrayTelemetryWriter) writer = dray_telemetry_writer_new (g_steal_pointer (&fixture->telemetry), NULL, NULL);
  g_autoptr (GError) error = NULL;
  int n_done = 0;

  for (guint i = 0; i < fixes->len; i += 10)
    dray_telemetry_writer_put (writer, fix_at (fixes, i), 10, on_done, &n_done);
  dray_telemetry_writer_settle (writer, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_atomic_int_get (&n_done), ==, 500);
  g_assert_cmpuint (dray_telemetry_writer_get_n_lost (writer), ==, 0);

  fixture->telemetry = dray_telemetry_open (fixture->path, DRAY_DATABASE_READ, &error);
  g_assert_no_error (error);
  assert_reads (fixture, 0, 0, G_MAXINT64 / 2, fixes);
  dray_telemetry_writer_stop (writer);
  g_assert_false (dray_telemetry_writer_settle (writer, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
}

/* What was committed and not filed when the program ended is there after it starts again. */
static void
test_journal_survives (Fixture       *fixture,
                       gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GArray) fixes = drive (2, BEGIN_US, 1000, 10);

  g_assert_true (dray_telemetry_append (fixture->telemetry, fix_at (fixes, 0), fixes->len, NULL));
  dray_telemetry_free (fixture->telemetry);
  fixture->telemetry = dray_telemetry_open (fixture->path, DRAY_DATABASE_WRITE, NULL);
  g_assert_cmpuint (dray_telemetry_get_n_waiting (fixture->telemetry), ==, 1000);
  g_assert_true (dray_telemetry_compact (fixture->telemetry, NULL));
  assert_reads (fixture, 2, 0, G_MAXINT64 / 2, fixes);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/telemetry/code/what-was-written-is-read", test_code_round_trip);
  g_test_add_func ("/store/telemetry/code/the-largest-differences-fit", test_code_extremes);
  g_test_add_func ("/store/telemetry/code/a-segment-cut-short-is-damaged", test_code_damage);
#define ADD(path, test) g_test_add ("/store/telemetry/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("reads-by-truck-and-time", test_reads_by_truck_and_time);
  ADD ("late-fixes-find-their-place", test_late_fixes_find_their_place);
  ADD ("pieces-make-the-same-segments", test_pieces_make_the_same_segments);
  ADD ("a-scan-finds-all-in-the-box", test_scan_finds_all_in_the_box);
  ADD ("the-cursor-stands-where-the-trucks-are", test_cursor_stands_where_the_trucks_are);
  ADD ("retention-drops-days", test_retention_drops_days);
  ADD ("seals-know-what-changed", test_seals_know_what_changed);
  ADD ("a-segment-can-be-proved", test_a_segment_can_be_proved);
  ADD ("a-million-out-of-order", test_a_million_out_of_order);
  ADD ("a-foreign-file-is-left-alone", test_foreign_file_is_left_alone);
  ADD ("the-writer-commits-in-groups", test_writer_commits_in_groups);
  ADD ("the-journal-survives", test_journal_survives);
#undef ADD
  return g_test_run ();
}
