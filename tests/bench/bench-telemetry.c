/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-bench.h"
#include "dray-drive.h"
#include "dray-history.h"
#include "dray-ingest.h"
#include "dray-test-folder.h"
#include "dray-units.h"

#include <glib/gstdio.h>
#include <math.h>

/* History and ingestion: a month of a fleet that drives ten hours a day with a fix in ten seconds is written, measured on the disk and
 * asked; a day of a thousand trucks with a fix in five seconds is replayed at random instants; and fixes go through the whole of
 * ingestion, with ten thousand fences in the way. */

#define DAY_US (DRAY_S_PER_DAY * DRAY_US_PER_S)
#define BEGIN_US (G_GINT64_CONSTANT (20000) * DAY_US)
#define HOURS_A_DAY 10
#define N_FENCES 10000

static int n_trucks = 500;
static int n_days = 30;
static int n_replayed = 1000;
static int n_ingested = 600000;

static const GOptionEntry options[] = {
  { "trucks", 0, 0, G_OPTION_ARG_INT, &n_trucks, "Trucks of the month", "N" },
  { "days", 0, 0, G_OPTION_ARG_INT, &n_days, "Days of the month", "N" },
  { "replayed", 0, 0, G_OPTION_ARG_INT, &n_replayed, "Trucks of the day that is replayed", "N" },
  { "ingested", 0, 0, G_OPTION_ARG_INT, &n_ingested, "Fixes through ingestion", "N" },
  G_OPTION_ENTRY_NULL
};

static void
check (gboolean done,
       GError  *error)
{
  if (!done)
    g_error ("%s", error != NULL ? error->message : "it can't be read");
}

static DrayTelemetry *
open_file (const char *path,
           guint       n)
{
  GError *error = NULL;
  DrayTelemetry *telemetry = dray_telemetry_open (path, DRAY_DATABASE_CREATE, &error);
  g_autofree DrayId *ids = g_new (DrayId, n);
  g_autofree guint32 *numbers = g_new (guint32, n);

  check (telemetry != NULL, error);
  for (guint i = 0; i < n; i++)
    ids[i] = dray_id_derive ("truck", &i, sizeof i);
  check (dray_telemetry_put_trucks (telemetry, ids, n, numbers, &error), error);
  return telemetry;
}

/* Writes @n_fixes of every truck from @from_us on; the drives go on where they were. */
static void
write_day (DrayTelemetry *telemetry,
           DrayDrive     *drives,
           guint          n,
           gint64         from_us,
           int            n_fixes,
           int            interval_s)
{
  g_autofree DrayFix *fixes = g_new (DrayFix, n_fixes);
  GError *error = NULL;

  for (guint truck = 0; truck < n; truck++) {
    drives[truck].at_us = from_us;
    for (int i = 0; i < n_fixes; i++)
      fixes[i] = dray_drive_next (&drives[truck], interval_s);
    check (dray_telemetry_append (telemetry, fixes, (gsize) n_fixes, &error), error);
    if (truck % 50 == 49 || truck + 1 == n)
      check (dray_telemetry_compact (telemetry, &error), error);
  }
}

static DrayDrive *
make_drives (guint n)
{
  DrayDrive *drives = g_new (DrayDrive, n);

  for (guint i = 0; i < n; i++)
    dray_drive_init (&drives[i], 1000 + i, i, BEGIN_US);
  return drives;
}

static DrayShape *
make_round (DrayGeoPoint centre,
            double       radius_m)
{
  DrayShape *shape = dray_shape_new (DRAY_SHAPE_POLYGON);

  for (int i = 0; i < 40; i++)
    dray_shape_add_point (shape, dray_geo_point_move (centre, 9.0 * i, radius_m));
  dray_shape_end_part (shape);
  dray_shape_end_polygon (shape);
  return shape;
}

static void
ask_truck_day (DrayTelemetry *telemetry)
{
  double start_s = dray_bench_cpu_s ();
  guint n_fixes = 0;
  const int n = 50;

  for (int i = 0; i < n; i++) {
    gint64 day_us = BEGIN_US + i % n_days * DAY_US;
    g_autoptr (GArray) fixes = dray_telemetry_read_truck (telemetry, (guint32) (i * 7 % n_trucks), day_us, day_us + DAY_US, NULL);

    n_fixes += fixes->len;
  }
  dray_bench_report ("truck-day-ms", (dray_bench_cpu_s () - start_s) * 1e3 / n, "ms", DRAY_BENCH_CPU, "%u fixes a day", n_fixes / (guint) n);
}

/* Round the place where a truck stood in the middle of the month. */
static DrayGeoPoint
find_place (DrayTelemetry *telemetry)
{
  gint64 day_us = BEGIN_US + n_days / 2 * DAY_US;
  g_autoptr (GArray) fixes = dray_telemetry_read_truck (telemetry, 0, day_us, day_us + DAY_US, NULL);
  const DrayFix *fix = &g_array_index (fixes, DrayFix, fixes->len / 2);

  return (DrayGeoPoint) { fix->lon_e7, fix->lat_e7 };
}

static void
ask_area (DrayTelemetry *telemetry)
{
  DrayGeoPoint place = find_place (telemetry);
  g_autoptr (DrayShape) area = make_round (place, 1000.0);
  gint64 day_us = BEGIN_US + n_days / 2 * DAY_US, from_us = day_us + 9 * DRAY_S_PER_HOUR * DRAY_US_PER_S;
  double start_s = dray_bench_cpu_s ();
  g_autoptr (GArray) there = dray_history_find_present (telemetry, area, from_us, from_us + DRAY_S_PER_HOUR * DRAY_US_PER_S, NULL, NULL);

  dray_bench_report ("area-time-query-ms", (dray_bench_cpu_s () - start_s) * 1e3, "ms", DRAY_BENCH_CPU, "1 km round a place, one hour of the month, %u stays", there->len);

  start_s = dray_bench_cpu_s ();
  g_autoptr (GArray) ever = dray_history_find_present (telemetry, area, 0, G_MAXINT64 / 2, NULL, NULL);
  dray_bench_report ("area-month-query-ms", (dray_bench_cpu_s () - start_s) * 1e3, "ms", DRAY_BENCH_CPU, "the whole month, %u stays", ever->len);
}

static void
try_fence (DrayTelemetry *telemetry)
{
  g_autoptr (DrayShape) shape = make_round (find_place (telemetry), 500.0);
  DrayFenceRule rule = { .id = dray_id_derive ("fence", "1", 1), .name = "Yard", .entry_delay_s = 30, .stay_limit_s = 3600 };
  g_autoptr (DrayFenceSet) fences = dray_fence_set_new (&shape, &rule, 1, (guint) n_trucks, NULL);
  double start_s = dray_bench_cpu_s ();
  g_autoptr (GArray) events = dray_history_try_fences (telemetry, fences, 0, G_MAXINT64 / 2, NULL, NULL);

  dray_bench_report ("fence-replay-30d-s", dray_bench_cpu_s () - start_s, "s", DRAY_BENCH_CPU, "%d trucks, %d days, %u events", n_trucks, n_days, events->len);
}

static void
run_month (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "month", NULL);
  DrayTelemetry *telemetry = open_file (path, (guint) n_trucks);
  g_autofree DrayDrive *drives = make_drives ((guint) n_trucks);
  int a_day = HOURS_A_DAY * 360;
  double start_s = dray_bench_cpu_s (), n_fixes = (double) n_trucks * n_days * a_day;
  GStatBuf info;

  for (int day = 0; day < n_days; day++)
    write_day (telemetry, drives, (guint) n_trucks, BEGIN_US + day * DAY_US + 6 * DRAY_S_PER_HOUR * DRAY_US_PER_S, a_day, 10);
  dray_bench_report ("filed-fixes-per-second", n_fixes / (dray_bench_cpu_s () - start_s), "1/s", DRAY_BENCH_CPU, "%.0f fixes made, journalled and filed", n_fixes);
  dray_telemetry_free (telemetry);
  check (g_stat (path, &info) == 0, NULL);
  dray_bench_report ("bytes-per-fix", (double) info.st_size / n_fixes, "B", DRAY_BENCH_NONE, "%.0f fixes", n_fixes);

  telemetry = dray_telemetry_open (path, DRAY_DATABASE_READ, NULL);
  ask_truck_day (telemetry);
  ask_area (telemetry);
  try_fence (telemetry);
  dray_telemetry_free (telemetry);
}

static void
run_replay (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "day", NULL);
  guint n = (guint) n_replayed;
  DrayTelemetry *telemetry = open_file (path, n);
  g_autofree DrayDrive *drives = make_drives (n);
  g_autofree guint32 *numbers = g_new (guint32, n);
  g_autofree DrayFix *fixes = g_new (DrayFix, n);
  DrayRandom random;
  double worst_ms = 0.0;

  write_day (telemetry, drives, n, BEGIN_US, DRAY_S_PER_DAY / 5, 5);
  for (guint i = 0; i < n; i++)
    numbers[i] = i;
  dray_random_init (&random, 9);
  DrayTelemetryCursor *cursor = dray_telemetry_cursor_new (telemetry, numbers, n);
  for (int i = 0; i < 20; i++) {
    gint64 start_us = g_get_monotonic_time ();

    dray_telemetry_cursor_seek (cursor, BEGIN_US + (gint64) (dray_random_double (&random) * DAY_US), fixes, NULL);
    worst_ms = MAX (worst_ms, (double) (g_get_monotonic_time () - start_us) / 1e3);
  }
  dray_bench_report ("history-seek-ms", worst_ms, "ms", DRAY_BENCH_WALL, "worst of 20 random instants, %u trucks, %.1f million fixes", n, n * (double) DRAY_S_PER_DAY / 5e6);

  double start_s = dray_bench_cpu_s ();
  for (int i = 0; i < 100; i++)
    dray_telemetry_cursor_seek (cursor, BEGIN_US + DAY_US / 2 + (i < 50 ? i : 100 - i) * 60 * DRAY_US_PER_S, fixes, NULL);
  dray_bench_report ("history-step-ms", (dray_bench_cpu_s () - start_s) * 10.0, "ms", DRAY_BENCH_CPU, "a minute forwards or backwards, %u trucks", n);
  dray_telemetry_cursor_free (cursor);
  dray_telemetry_free (telemetry);
}

/* Fences as in bench-fences, over the country that the drives are in. */
static DrayFenceSet *
make_fences (void)
{
  DrayShape **shapes = g_new (DrayShape *, N_FENCES);
  g_autofree DrayFenceRule *rules = g_new0 (DrayFenceRule, N_FENCES);
  DrayFenceSet *fences;
  DrayRandom random;

  dray_random_init (&random, 1);
  for (int i = 0; i < N_FENCES; i++) {
    int n_points = 20 + (int) dray_random_below (&random, 181);
    int lon_e7 = 60000000 + (int) dray_random_below (&random, 50000000), lat_e7 = 470000000 + (int) dray_random_below (&random, 40000000);
    double radius_e7 = 5000.0 + 25000.0 * dray_random_double (&random);

    shapes[i] = dray_shape_new (DRAY_SHAPE_POLYGON);
    for (int k = 0; k < n_points; k++) {
      double angle = 2.0 * G_PI * k / n_points, r = radius_e7 * (0.7 + 0.3 * dray_random_double (&random));

      dray_shape_add_point (shapes[i], (DrayGeoPoint) { lon_e7 + (int) (r * cos (angle)), lat_e7 + (int) (r * sin (angle)) });
    }
    dray_shape_end_part (shapes[i]);
    dray_shape_end_polygon (shapes[i]);
    rules[i] = (DrayFenceRule) { .id = dray_id_derive ("fence", &i, sizeof i), .name = "Fence", .stay_limit_s = 600, .speed_limit_cms = 2000 };
  }
  fences = dray_fence_set_new (shapes, rules, N_FENCES, 1000, NULL);
  for (int i = 0; i < N_FENCES; i++)
    dray_shape_unref (shapes[i]);
  g_free (shapes);
  return fences;
}

static void
on_event (const DrayFenceEvent *event G_GNUC_UNUSED,
          gpointer              data)
{
  ++*(guint *) data;
}

static void
run_ingest (const char *folder)
{
  enum { N = 1000, BATCH = 200 };
  g_autofree char *path = g_build_filename (folder, "live", NULL);
  DrayTelemetryWriter *writer = dray_telemetry_writer_new (open_file (path, N), NULL, NULL);
  g_autofree DrayDrive *drives = make_drives (N);
  g_autofree DrayFix *fixes = g_new (DrayFix, n_ingested);
  g_autofree DrayTruckLabel *labels = g_new0 (DrayTruckLabel, N);
  g_autofree guint32 *numbers = g_new (guint32, N);
  g_autoptr (DrayFenceSet) fences = make_fences ();
  guint64 counts[DRAY_FIX_N_VERDICTS];
  guint n_events = 0;

  for (guint i = 0; i < N; i++) {
    labels[i] = (DrayTruckLabel) { .id = dray_id_derive ("truck", &i, sizeof i), .number = "1" };
    numbers[i] = i;
  }
  for (int i = 0; i < n_ingested; i++)
    fixes[i] = dray_drive_next (&drives[i % N], 10);

  DrayLiveFleet *fleet = dray_live_fleet_new (labels, N, NULL);
  DrayClock *clock = dray_wall_clock_new ();
  DrayIngest *ingest = dray_ingest_new (fleet, clock, NULL, on_event, &n_events, NULL);
  dray_ingest_set_fences (ingest, fences);
  dray_ingest_set_history (ingest, writer, numbers);
  double start_s = dray_bench_cpu_s ();
  for (int i = 0; i < n_ingested; i += BATCH) {
    dray_ingest_put_fixes (ingest, fixes + i, (gsize) MIN (BATCH, n_ingested - i));
    while (g_main_context_iteration (NULL, FALSE));
  }
  dray_ingest_stop (ingest);
  check (dray_telemetry_writer_settle (writer, NULL), NULL);
  double used_s = dray_bench_cpu_s () - start_s;
  while (g_main_context_iteration (NULL, FALSE));
  dray_ingest_count (ingest, counts);
  dray_bench_report ("ingest-fixes-per-second", n_ingested / used_s, "1/s", DRAY_BENCH_CPU, "%d fixes of %d trucks through gate, live fleet, %d fences and journal into segments; %u events",
                     n_ingested, N, N_FENCES, n_events);
  g_object_unref (ingest);
  g_object_unref (fleet);
  g_object_unref (clock);
  dray_telemetry_writer_stop (writer);
  dray_telemetry_writer_unref (writer);
}

int
main (int    argc,
      char **argv)
{
  dray_bench_init (&argc, &argv, options);
  DrayTestFolder *folder = dray_test_folder_new ();

  run_ingest (folder);
  run_replay (folder);
  run_month (folder);
  dray_test_folder_remove (folder);
  return 0;
}
