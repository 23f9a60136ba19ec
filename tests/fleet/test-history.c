/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-drive.h"
#include "dray-fix-code.h"
#include "dray-history.h"
#include "dray-test-folder.h"
#include "dray-units.h"

#include <math.h>

#define BEGIN_US (G_GINT64_CONSTANT (20000) * DRAY_S_PER_DAY * DRAY_US_PER_S)
#define N_TRUCKS 6
#define N_FIXES 12000

typedef struct {
  DrayTestFolder      *folder;
  DrayTelemetryWriter *writer;
  DrayHistory         *history;
  DrayTelemetry       *reader;
  GArray              *driven[N_TRUCKS];  /* (element-type DrayFix) */
  GArray              *answer;
  GError              *error;
  gboolean             done;
} Fixture;

/* Six trucks over a day and a half; the live fleet counts them the other way round. */
static void
set_up (Fixture       *fixture,
        gconstpointer  data G_GNUC_UNUSED)
{
  g_autofree char *path = NULL;
  DrayId ids[N_TRUCKS], reversed[N_TRUCKS];
  guint32 numbers[N_TRUCKS];
  g_autoptr (GError) error = NULL;
  DrayTelemetry *telemetry;

  fixture->folder = dray_test_folder_new ();
  path = dray_test_folder_path (fixture->folder, DRAY_TELEMETRY_FILE);
  telemetry = dray_telemetry_open (path, DRAY_DATABASE_CREATE, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < N_TRUCKS; i++)
    ids[i] = reversed[N_TRUCKS - 1 - i] = dray_id_derive ("truck", &i, sizeof i);
  g_assert_true (dray_telemetry_put_trucks (telemetry, ids, N_TRUCKS, numbers, NULL));
  fixture->writer = dray_telemetry_writer_new (telemetry, NULL, NULL);
  for (guint i = 0; i < N_TRUCKS; i++) {
    DrayDrive drive;

    dray_drive_init (&drive, 40 + i, i, BEGIN_US);
    fixture->driven[i] = g_array_new (FALSE, FALSE, sizeof (DrayFix));
    for (guint k = 0; k < N_FIXES; k++) {
      DrayFix fix = dray_drive_next (&drive, 10);

      dray_fix_quantise (&fix);
      g_array_append_val (fixture->driven[i], fix);
    }
    dray_telemetry_writer_put (fixture->writer, (const DrayFix *) (gconstpointer) fixture->driven[i]->data, N_FIXES, NULL, NULL);
  }
  fixture->history = dray_history_new (path, fixture->writer, reversed, N_TRUCKS);
  g_assert_true (dray_telemetry_writer_settle (fixture->writer, NULL));
  fixture->reader = dray_telemetry_open (path, DRAY_DATABASE_READ, NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  dray_history_stop (fixture->history);
  while (g_main_context_iteration (NULL, FALSE));
  g_assert_finalize_object (fixture->history);
  g_clear_pointer (&fixture->reader, dray_telemetry_free);
  dray_telemetry_writer_stop (fixture->writer);
  dray_telemetry_writer_unref (fixture->writer);
  for (guint i = 0; i < N_TRUCKS; i++)
    g_array_unref (fixture->driven[i]);
  g_clear_pointer (&fixture->answer, g_array_unref);
  dray_test_folder_remove (fixture->folder);
}

static void
on_answer (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  Fixture *fixture = data;

  g_clear_pointer (&fixture->answer, g_array_unref);
  fixture->answer = dray_history_finish (DRAY_HISTORY (source), result, &fixture->error);
  fixture->done = TRUE;
}

static void
wait_for_answer (Fixture *fixture)
{
  while (!fixture->done)
    g_main_context_iteration (NULL, TRUE);
  fixture->done = FALSE;
  g_assert_no_error (fixture->error);
}

static const DrayFix *
driven (Fixture *fixture,
        guint    truck,
        guint    i)
{
  return &g_array_index (fixture->driven[truck], DrayFix, i);
}

static void
test_a_truck_is_read_by_its_live_index (Fixture       *fixture,
                                        gconstpointer  data G_GNUC_UNUSED)
{
  dray_history_read_truck_async (fixture->history, 4, driven (fixture, 1, 50)->at_us, driven (fixture, 1, 150)->at_us, NULL, on_answer, fixture);
  wait_for_answer (fixture);
  g_assert_cmpuint (fixture->answer->len, ==, 100);
  for (guint i = 0; i < 100; i++) {
    const DrayFix *fix = &g_array_index (fixture->answer, DrayFix, i);

    g_assert_cmpuint (fix->truck, ==, 4);
    g_assert_cmpint (fix->at_us, ==, driven (fixture, 1, 50 + i)->at_us);
    g_assert_cmpint (fix->lon_e7, ==, driven (fixture, 1, 50 + i)->lon_e7);
  }
}

/* Also what was put a moment ago is there. */
static void
test_a_seek_gives_every_truck (Fixture       *fixture,
                               gconstpointer  data G_GNUC_UNUSED)
{
  DrayFix late = *driven (fixture, 0, N_FIXES - 1);

  late.at_us += 100 * DRAY_US_PER_S;
  dray_telemetry_writer_put (fixture->writer, &late, 1, NULL, NULL);
  dray_history_seek_async (fixture->history, late.at_us, NULL, on_answer, fixture);
  wait_for_answer (fixture);
  g_assert_cmpuint (fixture->answer->len, ==, N_TRUCKS);
  g_assert_cmpint (g_array_index (fixture->answer, DrayFix, 5).at_us, ==, late.at_us);
  dray_history_seek_async (fixture->history, driven (fixture, 3, 6000)->at_us, NULL, on_answer, fixture);
  wait_for_answer (fixture);
  for (guint i = 0; i < N_TRUCKS; i++)
    g_assert_cmpuint (g_array_index (fixture->answer, DrayFix, i).truck, ==, i);
  g_assert_cmpint (g_array_index (fixture->answer, DrayFix, 2).lon_e7, ==, driven (fixture, 3, 6000)->lon_e7);
}

/* Nothing before the first fix, nothing behind the last one, and between them every truck for as long as it drove. */
static void
test_activity_is_counted_where_trucks_moved (Fixture       *fixture,
                                             gconstpointer  data G_GNUC_UNUSED)
{
  gint64 slot_us = 600 * DRAY_US_PER_S, from_us = BEGIN_US - 6 * slot_us, end_us = driven (fixture, 0, N_FIXES - 1)->at_us;
  guint n_slots = (guint) ((end_us - from_us) / slot_us) + 20;
  double sum = 0;

  dray_history_count_activity_async (fixture->history, from_us, slot_us, n_slots, NULL, on_answer, fixture);
  wait_for_answer (fixture);
  g_assert_cmpuint (fixture->answer->len, ==, n_slots);
  for (guint i = 0; i < n_slots; i++) {
    double trucks = g_array_index (fixture->answer, double, i);
    gint64 at_us = from_us + i * slot_us;

    g_assert_cmpfloat (trucks, <=, N_TRUCKS + 1e-9);
    if (at_us + slot_us <= BEGIN_US || at_us > end_us + slot_us)
      g_assert_cmpfloat (trucks, ==, 0);
    sum += trucks;
  }
  g_assert_cmpfloat (sum * (double) slot_us, >, 0.3 * N_TRUCKS * (double) (end_us - BEGIN_US));
}

static DrayShape *
make_square (Fixture *fixture,
             guint    truck,
             guint    i,
             double   radius_m)
{
  g_autoptr (DrayShape) shape = dray_shape_new (DRAY_SHAPE_POLYGON);
  DrayGeoPoint centre = { driven (fixture, truck, i)->lon_e7, driven (fixture, truck, i)->lat_e7 };

  for (int corner = 0; corner < 4; corner++)
    dray_shape_add_point (shape, dray_geo_point_move (centre, 45.0 + 90.0 * corner, radius_m));
  dray_shape_end_part (shape);
  dray_shape_end_polygon (shape);
  return g_steal_pointer (&shape);
}

static void
test_who_was_there (Fixture       *fixture,
                    gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (DrayShape) area = make_square (fixture, 2, 7000, 900.0);
  guint n_fixes = 0, n_expected = 0;
  gboolean seen = FALSE;

  dray_history_find_present_async (fixture->history, area, 0, G_MAXINT64 / 2, NULL, on_answer, fixture);
  wait_for_answer (fixture);
  for (guint i = 0; i < fixture->answer->len; i++) {
    const DrayPresence *presence = &g_array_index (fixture->answer, DrayPresence, i);

    n_fixes += presence->n_fixes;
    seen |= presence->truck == 3 && presence->from_us <= driven (fixture, 2, 7000)->at_us && presence->to_us >= driven (fixture, 2, 7000)->at_us;
  }
  for (guint truck = 0; truck < N_TRUCKS; truck++) {
    for (guint i = 0; i < N_FIXES; i++)
      n_expected += dray_shape_contains (area, (DrayGeoPoint) { driven (fixture, truck, i)->lon_e7, driven (fixture, truck, i)->lat_e7 });
  }
  g_assert_true (seen);
  g_assert_cmpuint (n_fixes, ==, n_expected);
}

static void
on_event (const DrayFenceEvent *event,
          gpointer              data)
{
  g_array_append_vals (data, event, 1);
}

static int
compare_events (gconstpointer a,
                gconstpointer b)
{
  const DrayFenceEvent *x = a, *y = b;
  int order = dray_id_compare (&x->fence, &y->fence);

  if (x->truck != y->truck)
    return x->truck < y->truck ? -1 : 1;
  if (x->at_us != y->at_us)
    return x->at_us < y->at_us ? -1 : 1;
  return order != 0 ? order : (int) x->transition - (int) y->transition;
}

static DrayFenceSet *
make_fences (Fixture *fixture,
             guint    n)
{
  g_autoptr (GPtrArray) shapes = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_shape_unref);
  g_autofree DrayFenceRule *rules = g_new0 (DrayFenceRule, n);
  DrayFenceSet *fences;

  for (guint i = 0; i < n; i++) {
    g_ptr_array_add (shapes, make_square (fixture, i % N_TRUCKS, 1000 * (i + 1), 100.0 + 400.0 * (i % 3)));
    rules[i] = (DrayFenceRule) { .id = dray_id_derive ("fence", &i, sizeof i), .name = "Yard", .entry_delay_s = i % 2 == 0 ? 0 : 20, .stay_limit_s = 120, .speed_limit_cms = 1200 };
  }
  fences = dray_fence_set_new ((DrayShape *const *) shapes->pdata, rules, n, N_TRUCKS, NULL);
  g_assert_nonnull (fences);
  return fences;
}

/* What history says with few segments read is what the live evaluator says of every fix. */
static void
test_fences_are_tried_as_they_are_watched (Fixture       *fixture,
                                           gconstpointer  data G_GNUC_UNUSED)
{
  for (guint n = 1; n <= 8; n += 7) {
    g_autoptr (DrayFenceSet) fences = make_fences (fixture, n);
    g_autoptr (GArray) live = g_array_new (FALSE, FALSE, sizeof (DrayFenceEvent));
    g_autoptr (DrayFenceWatch) watch = dray_fence_watch_new (N_TRUCKS, on_event, live);
    g_autoptr (GArray) tried = NULL;
    g_autoptr (GError) error = NULL;

    dray_fence_watch_set_fences (watch, fences);
    for (guint truck = 0; truck < N_TRUCKS; truck++) {
      for (guint i = 0; i < N_FIXES; i++)
        dray_fence_watch_take_fix (watch, driven (fixture, truck, i));
    }
    tried = dray_history_try_fences (fixture->reader, fences, 0, G_MAXINT64 / 2, NULL, &error);
    g_assert_no_error (error);
    g_array_sort (live, compare_events);
    g_array_sort (tried, compare_events);
    g_assert_cmpuint (live->len, >, 2);
    g_assert_cmpuint (tried->len, ==, live->len);
    for (guint i = 0; i < live->len; i++)
      g_assert_cmpint (compare_events (&g_array_index (live, DrayFenceEvent, i), &g_array_index (tried, DrayFenceEvent, i)), ==, 0);
  }
}

static void
test_fences_are_tried_in_the_background (Fixture       *fixture,
                                         gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (DrayFenceSet) fences = make_fences (fixture, 1);

  dray_history_try_fences_async (fixture->history, fences, 0, G_MAXINT64 / 2, NULL, on_answer, fixture);
  wait_for_answer (fixture);
  g_assert_cmpuint (fixture->answer->len, >, 0);
  g_assert_cmpuint (g_array_index (fixture->answer, DrayFenceEvent, 0).truck, ==, 5);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test) g_test_add ("/fleet/history/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("a-truck-is-read-by-its-live-index", test_a_truck_is_read_by_its_live_index);
  ADD ("a-seek-gives-every-truck", test_a_seek_gives_every_truck);
  ADD ("activity-is-counted-where-trucks-moved", test_activity_is_counted_where_trucks_moved);
  ADD ("who-was-there", test_who_was_there);
  ADD ("fences-are-tried-as-they-are-watched", test_fences_are_tried_as_they_are_watched);
  ADD ("fences-are-tried-in-the-background", test_fences_are_tried_in_the_background);
#undef ADD
  return g_test_run ();
}
