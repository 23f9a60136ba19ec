/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-bench.h"
#include "dray-bench-insight.h"
#include "dray-figure-reader.h"
#include "dray-fleet-schema.h"
#include "dray-store.h"
#include "dray-test-folder.h"
#include "dray-units.h"

#include <stdio.h>
#include <stdlib.h>

/* A year of 500 trucks: 6,000 visits on each of 250 days, 1.5 million in all, with their orders and routes. Every figure is asked for
 * alone, of the last month and of the whole year, with all that it is held against; the slowest one counts. Then today's figures are
 * counted again as after an event. The rows are written by SQL: what is measured reads them and nothing else. */

#define N_DAYS 250
#define N_TRUCKS 500
#define A_DAY 12
#define FIRST_DAY 20000
#define LAST_DAY (FIRST_DAY + N_DAYS - 1)
#define NOW_US ((LAST_DAY * G_GINT64_CONSTANT (86400) + 15 * 3600) * DRAY_US_PER_S)

#define ID(kind, number) "CAST(printf('" kind "%012d', " number ") AS BLOB)"
#define NOISE(n) "abs(i * 2654435761 % 1000003) % " #n
#define COUNT(n) "WITH RECURSIVE c(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c WHERE i < " n " - 1) "
#define DAY "20000 + i / 6000"
#define PLANNED "((20000 + i / 6000) * 86400 + 6 * 3600 + i % 12 * 2400) * 1000000"

static const char *const statements[] = {
  "PRAGMA synchronous = OFF",
  "BEGIN",
  "INSERT INTO site (id, deleted, stamp, name, kind, zone, day_start_s, gate_open_s, gate_close_s) VALUES (" ID ("site", "0") ", 0, 0, 'Yard', 'depot', 'UTC', 0, 14400, 72000)",
  COUNT ("500") "INSERT INTO truck (id, deleted, stamp, number, depot, status, payload_kg, volume_l, fuel, day_cost_minor, hour_cost_minor, km_cost_minor)"
  " SELECT " ID ("truk", "i") ", 0, 0, i, " ID ("site", "0") ", 'ready', 9000, 40000, 'diesel', 9000, 2800, 60 FROM c",
  COUNT ("500") "INSERT INTO driver (id, deleted, stamp, name, depot, hour_cost_minor) SELECT " ID ("drvr", "i") ", 0, 0, 'D' || i, " ID ("site", "0") ", 2500 FROM c",
  COUNT ("1500000") "INSERT INTO visit (id, deleted, stamp, stop, task, \"order\", party, site, route, truck, driver, depot, day, kind, attempt, n_tasks, promised_open_us,"
  " promised_close_us, tolerance_s, free_s, planned_us, eta_hour_us, eta_leg_us, loaded_us, arrived_us, started_us, departed_us, leg_m, load_kg, served, in_full, excused, proof_m, proved_us)"
  " SELECT " ID ("vist", "i") ", 0, 0, " ID ("stop", "i") ", " ID ("task", "i") ", " ID ("ordr", "i") ", " ID ("prty", NOISE (3000)) ", " ID ("site", NOISE (3000)) ", "
  ID ("rout", "i / 12") ", " ID ("truk", "i / 12 % 500") ", " ID ("drvr", "i / 12 % 500") ", " ID ("site", "0") ", " DAY ", 'delivery', 1, 1, " PLANNED " - 1800000000, " PLANNED " + 2700000000,"
  " NULL, 1800, " PLANNED ", " PLANNED " + 60000000, " PLANNED " + 30000000, " PLANNED " - 7200000000, " PLANNED " + (" NOISE (3600) " - 900) * 1000000, " PLANNED " + 3700000000,"
  " " PLANNED " + 4200000000, 9000, 300, 1, " NOISE (50) " > 0, 0, " NOISE (300) ", " PLANNED " + 4200000000 FROM c",
  COUNT ("1500000") "INSERT INTO \"order\" (id, deleted, stamp, reference, party, depot, day, status, charge_minor, currency, requested_us, delivered_on, delivered_us, delivered_with, delivered_by)"
  " SELECT " ID ("ordr", "i") ", 0, 0, i, " ID ("prty", NOISE (3000)) ", " ID ("site", "0") ", " DAY ", 'delivered', 4500 + " NOISE (16000) ", 'EUR', " PLANNED " - 86400000000, " DAY ", " PLANNED
  " + 4200000000, " ID ("truk", "i / 12 % 500") ", " ID ("drvr", "i / 12 % 500") " FROM c",
  COUNT ("125000") "INSERT INTO route (id, deleted, stamp, truck, driver, depot, day, status, start_us, end_us, distance_m, baseline_distance_m, baseline_s, loaded_kg, loaded_l, left_us, back_us, n_stops,"
  " driven_m, empty_m, carried_kgm, idle_s) SELECT " ID ("rout", "i") ", 0, 0, " ID ("truk", "i % 500") ", " ID ("drvr", "i % 500") ", " ID ("site", "0") ", 20000 + i / 500, 'finished', 0, 1, 110000, 110000,"
  " 30000, 3600, 30000, ((20000 + i / 500) * 86400 + 18000) * 1000000, ((20000 + i / 500) * 86400 + 50000) * 1000000, 12, 115000, 21000, 180000000, CASE WHEN i % 5 THEN 2000 END FROM c",
  COUNT ("125000") "INSERT INTO shift (id, deleted, stamp, driver, truck, depot, day, kind, start_us, end_us) SELECT " ID ("shft", "i") ", 0, 0, " ID ("drvr", "i % 500") ", " ID ("truk", "i % 500") ", "
  ID ("site", "0") ", 20000 + i / 500, 'shift', ((20000 + i / 500) * 86400 + 18000) * 1000000, ((20000 + i / 500) * 86400 + 50400) * 1000000 FROM c",
  COUNT ("40000") "INSERT INTO fuel (id, deleted, stamp, truck, at_us, volume_ml, \"full\", amount_minor, odometer_m) SELECT " ID ("fuel", "i") ", 0, 0, " ID ("truk", "i % 500") ","
  " (20000 * 86400 + i / 500 * 270000) * 1000000, 90000 + " NOISE (9000) ", 1, 14000, i / 500 * 350000 FROM c",
  COUNT ("50000") "INSERT INTO alarm (id, deleted, stamp, truck, kind, priority, status, text, raised_us, taken_us, acknowledged_us, closed_us) SELECT " ID ("alrm", "i") ", 0, 0, " ID ("truk", "i % 500") ","
  " 'late', 2, 'closed', 'x', (20000 * 86400 + i * 430) * 1000000, (20000 * 86400 + i * 430 + 90) * 1000000, (20000 * 86400 + i * 430 + 200) * 1000000, 0 FROM c",
  COUNT ("300000") "INSERT INTO rating (id, deleted, stamp, driver, at_us, stars) SELECT " ID ("rtng", "i") ", 0, 0, " ID ("drvr", "i % 500") ", (20000 * 86400 + i * 72) * 1000000, 1 + " NOISE (5) " FROM c",
  "COMMIT",
  "ANALYZE",
};

static void
stop_if (GError *error)
{
  if (error == NULL)
    return;
  fprintf (stderr, "bench-insight: %s\n", error->message);
  exit (1);
}

static void
make_year (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DraySchema) schema = dray_fleet_schema_new (&error);
  g_autoptr (DrayStore) store = dray_store_open (path, schema, &(DrayStoreOptions) { .client = dray_id_derive ("client", "bench", 5) }, &error);

  stop_if (error);
  for (gsize i = 0; i < G_N_ELEMENTS (statements); i++) {
    dray_database_execute (dray_store_get_database (store), statements[i], &error);
    stop_if (error);
  }
}

static double
measure_ms (DrayFigureReader     *reader,
            const DrayKpi *const *kpis,
            guint                 n,
            const DrayFigureAsk  *ask)
{
  g_autoptr (GError) error = NULL;
  double start_s = dray_bench_cpu_s ();
  g_autoptr (GPtrArray) results = dray_figure_reader_measure (reader, kpis, n, ask, NOW_US, NULL, &error);

  stop_if (error);
  return 1000.0 * (dray_bench_cpu_s () - start_s);
}

static void
report_worst (DrayFigureReader *reader,
              const char       *name,
              int               n_days)
{
  DrayFigureAsk ask = { .first_day = LAST_DAY - n_days + 1, .last_day = LAST_DAY };
  const char *slowest = NULL;
  double worst = 0.0;
  guint n;
  const DrayKpi *const *kpis = dray_kpi_get_all (&n);

  for (guint i = 0; i < n; i++) {
    double ms = measure_ms (reader, &kpis[i], 1, &ask);

    if (g_getenv ("DRAY_BENCH_EACH") != NULL)
      fprintf (stderr, "%s %d days: %.0f ms\n", kpis[i]->id, n_days, ms);
    if (ms > worst) {
      worst = ms;
      slowest = kpis[i]->id;
    }
  }
  dray_bench_report (name, worst, "ms", DRAY_BENCH_CPU, "%u figures of %d days, %d visits; slowest %s", n, n_days, N_DAYS * N_TRUCKS * A_DAY, slowest);
}

/* An arrival touches the visit, its stop and its order: the figures that read those are counted again. */
static void
report_update (DrayFigureReader *reader)
{
  DrayFigureAsk ask = { .first_day = LAST_DAY, .last_day = LAST_DAY, .alone = TRUE };
  g_autoptr (GPtrArray) touched = g_ptr_array_new ();
  guint n;
  const DrayKpi *const *kpis = dray_kpi_get_all (&n);
  double ms[9];

  for (guint i = 0; i < n; i++) {
    if (dray_figure_reads_table (kpis[i], "visit") || dray_figure_reads_table (kpis[i], "stop") || dray_figure_reads_table (kpis[i], "order"))
      g_ptr_array_add (touched, (gpointer) kpis[i]);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (ms); i++)
    ms[i] = measure_ms (reader, (const DrayKpi *const *) touched->pdata, touched->len, &ask);
  dray_bench_report ("tile-update-ms", dray_bench_median (ms, G_N_ELEMENTS (ms)), "ms", DRAY_BENCH_CPU, "%u figures of a day of %d visits", touched->len, N_TRUCKS * A_DAY);
}

void
dray_bench_figures (void)
{
  DrayTestFolder *folder = dray_test_folder_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = dray_test_folder_path (folder, "year.dray");
  g_autoptr (DrayDatabase) database = NULL;
  g_autoptr (DrayFigureReader) reader = NULL;

  make_year (path);
  /* As the engine opens it: on a connection of its own that only reads. */
  database = dray_database_open (path, DRAY_DATABASE_READ, NULL, &error);
  stop_if (error);
  reader = dray_figure_reader_new (database, &error);
  stop_if (error);
  report_worst (reader, "kpi-month-worst", 21);
  report_worst (reader, "kpi-year-worst", N_DAYS);
  report_update (reader);
  g_clear_pointer (&reader, dray_figure_reader_free);
  g_clear_pointer (&database, dray_database_free);
  dray_test_folder_remove (folder);
}
