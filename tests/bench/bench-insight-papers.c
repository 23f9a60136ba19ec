/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-bench-insight.h"

#include "dray-random.h"
#include "dray-report-pages.h"
#include "dray-report-write.h"
#include "dray-test-folder.h"

/* Papers of the sizes that the goals name: forty pages with charts among them, and a spreadsheet of a hundred thousand rows. Making the
 * file is measured, not reading the records. */

#define N_PAPER_ROWS 810
#define N_SHEET_ROWS 100000
#define DAY_US (G_GINT64_CONSTANT (1795046400) * G_USEC_PER_SEC)

static const DrayReportColumn columns[] = {
  { "order", "Order", DRAY_REPORT_TEXT },
  { "day", "Day", DRAY_REPORT_DATE },
  { "customer", "Customer", DRAY_REPORT_TEXT },
  { "site", "Site", DRAY_REPORT_TEXT },
  { "truck", "Truck", DRAY_REPORT_TEXT },
  { "arrived", "Arrived", DRAY_REPORT_TIME },
  { "dwell_s", "Dwell", DRAY_REPORT_DURATION },
  { "distance_m", "km", DRAY_REPORT_DISTANCE },
  { "charge_minor", "Charge", DRAY_REPORT_MONEY },
  { "outcome", "Outcome", DRAY_REPORT_TEXT },
};

static DrayReportTable *
make_table (guint       n_rows,
            DrayRandom *random)
{
  static const char *const names[] = { "Ferry Terminal Shop", "Customs House Canteen", "Harbour Cold Store", "Kessel Dairy", "Brackwater Co-op" };
  DrayReportTable *table = dray_report_table_new ("Stops", columns, G_N_ELEMENTS (columns));

  for (guint i = 0; i < n_rows; i++) {
    g_autofree char *order = g_strdup_printf ("%u", 4000 + i), *truck = g_strdup_printf ("%u", 1 + dray_random_below (random, 500));

    dray_report_table_add_text (table, order);
    dray_report_table_add_integer (table, 20776);
    dray_report_table_add_text (table, names[dray_random_below (random, G_N_ELEMENTS (names))]);
    dray_report_table_add_text (table, names[dray_random_below (random, G_N_ELEMENTS (names))]);
    dray_report_table_add_text (table, truck);
    dray_report_table_add_integer (table, DAY_US + dray_random_below (random, 86400) * G_USEC_PER_SEC);
    dray_report_table_add_integer (table, dray_random_below (random, 3600));
    dray_report_table_add_integer (table, dray_random_below (random, 90000));
    dray_report_table_add_integer (table, dray_random_below (random, 100000));
    dray_report_table_add_text (table, "done");
  }
  dray_report_table_add_totals (table, "Total");
  return table;
}

static DrayChart *
make_chart (DrayRandom *random)
{
  DrayChart *chart = dray_chart_new (DRAY_CHART_LINE, "On time, %");
  double values[500];

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    values[i] = 80 + 20 * dray_random_double (random);
  dray_chart_add_series (chart, "on time", DRAY_CHART_DATA, NULL, values, G_N_ELEMENTS (values));
  return chart;
}

static DrayReport *
make_report (guint       n_rows,
             guint       n_charts,
             DrayRandom *random)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  DrayReport *report = dray_report_new ("bench", "Stops", zone);

  dray_report_set_period (report, "November 2026");
  dray_report_set_origin (report, "Harlhaven", DAY_US);
  for (guint i = 0; i < n_charts; i++)
    dray_report_take_chart (report, make_chart (random), 330);
  dray_report_take_table (report, make_table (n_rows, random));
  return report;
}

static double
measure (DrayReport       *report,
         DrayReportFormat  format)
{
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autofree char *path = dray_test_folder_path (folder, "bench");
  g_autoptr (GError) error = NULL;
  double begin_s = dray_bench_cpu_s ();

  if (!dray_report_write (report, format, path, NULL, &error))
    g_error ("%s", error->message);
  return 1000 * (dray_bench_cpu_s () - begin_s);
}

void
dray_bench_papers (void)
{
  DrayRandom random;

  dray_random_init (&random, 4);
  g_autoptr (DrayReport) paper = make_report (N_PAPER_ROWS, 20, &random);
  g_autoptr (DrayReport) sheet = make_report (N_SHEET_ROWS, 0, &random);
  g_autoptr (DrayReportPages) pages = dray_report_pages_new (paper, DRAY_REPORT_A4_SHORT, DRAY_REPORT_A4_LONG);

  dray_bench_report ("pdf-40-pages-ms", measure (paper, DRAY_REPORT_PDF), "ms", DRAY_BENCH_CPU, "%u pages, 20 charts of 500 points, a table of %d rows",
                     dray_report_pages_get_n (pages), N_PAPER_ROWS);
  dray_bench_report ("xlsx-100k-ms", measure (sheet, DRAY_REPORT_XLSX), "ms", DRAY_BENCH_CPU, "%d rows of %d cells", N_SHEET_ROWS, (int) G_N_ELEMENTS (columns));
}
