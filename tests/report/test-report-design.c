/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-json.h"
#include "dray-report-design.h"
#include "dray-report-error.h"
#include "dray-report-write.h"
#include "dray-yard.h"

#include <string.h>

#define DAY 20776 /* 2026-11-19 */
#define DAY_US (G_GINT64_CONSTANT (1795046400) * G_USEC_PER_SEC)
#define AT_US(hour, minute) (DAY_US + ((hour) * 60 + (minute)) * G_GINT64_CONSTANT (60000000))

/* Reports that people put together: kept as a record, found by their name, and with the figures that were asked for and no others. */

static void
submit (DrayYard   *yard,
        const char *operation,
        const char *format,
        ...) G_GNUC_PRINTF (3, 4);

static void
submit (DrayYard   *yard,
        const char *operation,
        const char *format,
        ...)
{
  g_autofree char *arguments = NULL;
  va_list list;

  va_start (list, format);
  arguments = g_strdup_vprintf (format, list);
  va_end (list);
  dray_yard_submit (yard->store, operation, arguments);
}

/* One route of two stops, the first in time and the second late. */
static void
drive (DrayYard *yard)
{
  submit (yard, "field.set", "{\"table\": \"task\", \"id\": \"@7\", \"field\": \"window_close_us\", \"value\": %" G_GINT64_FORMAT "}", AT_US (9, 0));
  submit (yard, "field.set", "{\"table\": \"task\", \"id\": \"@9\", \"field\": \"window_close_us\", \"value\": %" G_GINT64_FORMAT "}", AT_US (9, 0));
  submit (yard, "route.release", "{\"route\": \"@20\", \"truck\": \"@4\", \"driver\": \"@5\", \"depot\": \"@1\", \"day\": \"2026-11-19\", \"start_us\": %" G_GINT64_FORMAT ", \"end_us\": %"
          G_GINT64_FORMAT ", \"distance_m\": 12000, \"drive_s\": 900, \"stops\": ["
          "{\"stop\": \"@21\", \"task\": \"@7\", \"site\": \"@3\", \"planned_us\": %" G_GINT64_FORMAT ", \"planned_leave_us\": %" G_GINT64_FORMAT "},"
          "{\"stop\": \"@22\", \"task\": \"@9\", \"site\": \"@3\", \"planned_us\": %" G_GINT64_FORMAT ", \"planned_leave_us\": %" G_GINT64_FORMAT "}]}",
          AT_US (7, 0), AT_US (11, 0), AT_US (7, 50), AT_US (8, 10), AT_US (8, 40), AT_US (8, 55));
  submit (yard, "stop.arrive", "{\"stop\": \"@21\", \"at_us\": %" G_GINT64_FORMAT "}", AT_US (8, 10));
  submit (yard, "stop.depart", "{\"stop\": \"@21\", \"at_us\": %" G_GINT64_FORMAT "}", AT_US (8, 50));
  submit (yard, "stop.arrive", "{\"stop\": \"@22\", \"at_us\": %" G_GINT64_FORMAT "}", AT_US (9, 30));
  submit (yard, "stop.depart", "{\"stop\": \"@22\", \"at_us\": %" G_GINT64_FORMAT "}", AT_US (9, 45));
}

static void
save (DrayYard               *yard,
      int                     id,
      const DrayReportDesign *design)
{
  g_autofree char *values = dray_report_design_dup_values (design);

  submit (yard, "record.create", "{\"table\": \"saved_report\", \"id\": \"@%d\", \"values\": %s}", id, values);
}

static DrayReportDesign *
make_design (const char *measures,
             const char *split)
{
  DrayReportDesign *design = dray_report_design_new ();

  g_strfreev (design->kpis);
  design->name = g_strdup ("Monday \"meeting\"");
  design->kpis = g_strsplit (measures, ",", -1);
  design->split = g_strdup (split);
  return design;
}

static DrayReport *
make (DrayYard               *yard,
      const DrayReportDesign *design,
      GError                **error)
{
  DrayReportAsk ask = { .first_day = DAY - 1, .last_day = DAY, .now_us = AT_US (12, 0) };

  dray_report_design_fill (design, &ask);
  return dray_report_make (dray_report_kind_find ("figures"), yard->store, &ask, NULL, error);
}

static void
test_kept_and_found (DrayYard      *yard,
                     gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (DrayReportDesign) design = make_design ("dwell,on-time", "party");
  DrayReportDesign *none;
  g_autoptr (GError) error = NULL;

  design->period = g_strdup ("last-week");
  design->shows = DRAY_REPORT_SHOWS_CHART;
  design->truck = dray_yard_id (DRAY_YARD_TRUCK);
  save (yard, 60, design);
  g_autoptr (DrayReportDesign) found = dray_report_design_find (yard->store, "Monday \"meeting\"", &error);
  g_assert_no_error (error);
  g_assert_cmpstrv (found->kpis, design->kpis);
  g_assert_cmpstr (found->split, ==, "party");
  g_assert_cmpstr (found->period, ==, "last-week");
  g_assert_cmpint (found->shows, ==, DRAY_REPORT_SHOWS_CHART);
  g_assert_true (dray_id_equal (&found->truck, &design->truck));
  g_assert_true (dray_id_is_none (&found->party));
  g_assert_null (dray_report_design_find (yard->store, "Tuesday", &error));
  g_assert_error (error, DRAY_REPORT_ERROR, DRAY_REPORT_ERROR_ASK);
  g_clear_error (&error);
  save (yard, 61, design);
  none = dray_report_design_find (yard->store, "Monday \"meeting\"", &error);
  g_assert_null (none);
  g_assert_nonnull (strstr (error->message, "More than one"));
  g_autoptr (GPtrArray) all = dray_report_design_list (yard->store, NULL);
  g_assert_cmpuint (all->len, ==, 2);
}

/* A row a day; the day on which nothing was due has no figure and is no zero. */
static void
test_by_day (DrayYard      *yard,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (DrayReportDesign) design = make_design ("on-time,dwell", "day");
  g_autoptr (GError) error = NULL;

  drive (yard);
  g_autoptr (DrayReport) report = make (yard, design, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (dray_report_get_title (report), ==, "Monday \"meeting\"");
  const DrayReportTable *table = dray_report_get_main (report);
  g_assert_cmpuint (dray_report_table_get_n_rows (table), ==, 2);
  g_assert_cmpint (dray_report_table_get_cell (table, 1, 0)->integer, ==, DAY);
  g_assert_cmpfloat (dray_report_table_get_cell (table, 1, 1)->real, ==, 50);
  g_assert_cmpfloat (dray_report_table_get_cell (table, 1, 2)->real, ==, 27.5);
  g_assert_cmpint (dray_report_table_get_cell (table, 0, 1)->kind, ==, DRAY_VALUE_NONE);
}

static guint
count_blocks (const DrayReport    *report,
              DrayReportBlockKind  kind)
{
  guint n = 0;

  for (guint i = 0; i < dray_report_get_n_blocks (report); i++)
    n += dray_report_get_block (report, i)->kind == kind;
  return n;
}

/* Charts alone on paper; the file of data has the table all the same. */
static void
test_charts_alone (DrayYard      *yard,
                   gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (DrayReportDesign) design = make_design ("dwell", "truck");
  g_autofree char *path = dray_test_folder_path (yard->folder, "charts.csv"), *text = NULL;
  g_autoptr (GError) error = NULL;

  drive (yard);
  design->shows = DRAY_REPORT_SHOWS_CHART;
  g_autoptr (DrayReport) report = make (yard, design, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_blocks (report, DRAY_REPORT_CHART), ==, 1);
  g_assert_cmpuint (count_blocks (report, DRAY_REPORT_TABLE), ==, 0);
  g_assert_true (dray_report_write (report, DRAY_REPORT_CSV, path, NULL, &error));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "12,27.5"));
  design->shows = DRAY_REPORT_SHOWS_TABLE;
  g_autoptr (DrayReport) table = make (yard, design, &error);
  g_assert_cmpuint (count_blocks (table, DRAY_REPORT_CHART), ==, 0);
  g_assert_cmpuint (count_blocks (table, DRAY_REPORT_TABLE), ==, 1);
}

/* A figure that the program knows no more, and none at all: words in both cases. */
static void
test_a_figure_that_is_gone (DrayYard      *yard,
                            gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (DrayReportDesign) gone = make_design ("on-time,horse-power", NULL);
  g_autoptr (DrayReportDesign) none = make_design ("", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (make (yard, gone, &error));
  g_assert_error (error, DRAY_REPORT_ERROR, DRAY_REPORT_ERROR_ASK);
  g_assert_nonnull (strstr (error->message, "horse-power"));
  g_clear_error (&error);
  g_autoptr (DrayReport) report = make (yard, none, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_blocks (report, DRAY_REPORT_PARAGRAPH), ==, 1);
}

#define ADD(name, function) g_test_add ("/report/design/" name, DrayYard, NULL, dray_yard_set_up, function, dray_yard_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("kept-and-found-by-its-name", test_kept_and_found);
  ADD ("a-row-a-day", test_by_day);
  ADD ("charts-alone-on-paper", test_charts_alone);
  ADD ("a-figure-that-is-gone-is-a-sentence", test_a_figure_that_is_gone);
  return g_test_run ();
}
