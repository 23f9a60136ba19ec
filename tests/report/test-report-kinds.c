/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-kpi.h"
#include "dray-report-error.h"
#include "dray-report-kind.h"
#include "dray-report-write.h"
#include "dray-yard.h"

#include <string.h>

#define DAY 20776 /* 2026-11-19 */
#define DAY_US (G_GINT64_CONSTANT (1795046400) * G_USEC_PER_SEC)
#define AT_US(hour, minute) (DAY_US + ((hour) * 60 + (minute)) * G_GINT64_CONSTANT (60000000))

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
  va_list arguments;
  g_autofree char *json = NULL;

  va_start (arguments, format);
  json = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  dray_yard_submit (yard->store, operation, json);
}

static void
set_integer (DrayYard   *yard,
             const char *table,
             int         n,
             const char *field,
             gint64      value)
{
  submit (yard, "field.set", "{\"table\": \"%s\", \"id\": \"@%d\", \"field\": \"%s\", \"value\": %" G_GINT64_FORMAT "}", table, n, field, value);
}

/* Truck 12 brings 4711 at 8:10 for a window until 8:00, which the customer takes ten minutes late, and 4712 at 9:30 for one until 9:00. It stays
 * 40 and 15 minutes; half an hour is free. */
static void
drive (DrayYard *yard)
{
  submit (yard, "record.create", "{\"table\": \"shift\", \"id\": \"@30\", \"values\": {\"driver\": \"@5\", \"depot\": \"@1\", \"day\": \"2026-11-19\", \"kind\": \"shift\","
          " \"start_us\": %" G_GINT64_FORMAT ", \"end_us\": %" G_GINT64_FORMAT "}}", AT_US (6, 0), AT_US (14, 0));
  set_integer (yard, "party", DRAY_YARD_CUSTOMER, "tolerance_s", 600);
  set_integer (yard, "party", DRAY_YARD_CUSTOMER, "free_s", 1800);
  set_integer (yard, "order", DRAY_YARD_ORDER_A, "charge_minor", 12345);
  set_integer (yard, "task", DRAY_YARD_TASK_A, "window_open_us", AT_US (7, 0));
  set_integer (yard, "task", DRAY_YARD_TASK_A, "window_close_us", AT_US (8, 0));
  set_integer (yard, "task", DRAY_YARD_TASK_B, "window_open_us", AT_US (8, 0));
  set_integer (yard, "task", DRAY_YARD_TASK_B, "window_close_us", AT_US (9, 0));
  submit (yard, "route.release", "{\"route\": \"@20\", \"truck\": \"@4\", \"driver\": \"@5\", \"depot\": \"@1\", \"day\": \"2026-11-19\", \"start_us\": %" G_GINT64_FORMAT ", \"end_us\": %"
          G_GINT64_FORMAT ", \"distance_m\": 12000, \"drive_s\": 900, \"cost_minor\": 12345, \"stops\": ["
          "{\"stop\": \"@21\", \"task\": \"@7\", \"site\": \"@3\", \"planned_us\": %" G_GINT64_FORMAT ", \"planned_leave_us\": %" G_GINT64_FORMAT "},"
          "{\"stop\": \"@22\", \"task\": \"@9\", \"site\": \"@3\", \"planned_us\": %" G_GINT64_FORMAT ", \"planned_leave_us\": %" G_GINT64_FORMAT "}]}",
          AT_US (7, 0), AT_US (11, 0), AT_US (7, 50), AT_US (8, 10), AT_US (8, 40), AT_US (8, 55));
  submit (yard, "stop.arrive", "{\"stop\": \"@21\", \"at_us\": %" G_GINT64_FORMAT "}", AT_US (8, 10));
  submit (yard, "stop.depart", "{\"stop\": \"@21\", \"at_us\": %" G_GINT64_FORMAT "}", AT_US (8, 50));
  submit (yard, "stop.arrive", "{\"stop\": \"@22\", \"at_us\": %" G_GINT64_FORMAT "}", AT_US (9, 30));
  submit (yard, "stop.depart", "{\"stop\": \"@22\", \"at_us\": %" G_GINT64_FORMAT "}", AT_US (9, 45));
}

static DrayReport *
make (DrayYard   *yard,
      const char *name)
{
  const DrayReportAsk ask = { .first_day = DAY, .last_day = DAY, .now_us = AT_US (12, 0), .workspace = "Yard" };
  g_autoptr (GError) error = NULL;
  DrayReport *report = dray_report_make (dray_report_kind_find (name), yard->store, &ask, NULL, &error);

  g_assert_no_error (error);
  return report;
}

/* The cell of the main table in the column called @name. */
static const DrayValue *
get_cell (DrayReport *report,
          guint       row,
          const char *name)
{
  const DrayReportTable *table = dray_report_get_main (report);

  g_assert_nonnull (table);
  g_assert_cmpuint (row, <, dray_report_table_get_n_rows (table));
  for (guint i = 0; i < dray_report_table_get_n_columns (table); i++) {
    if (g_str_equal (dray_report_table_get_column (table, i)->name, name))
      return dray_report_table_get_cell (table, row, i);
  }
  g_assert_not_reached ();
}

static void
assert_integer (DrayReport *report,
                guint       row,
                const char *name,
                gint64      expected)
{
  const DrayValue *value = get_cell (report, row, name);

  g_assert_cmpint (value->kind, ==, DRAY_VALUE_INTEGER);
  g_assert_cmpint (value->integer, ==, expected);
}

static void
test_stops (DrayYard      *yard,
            gconstpointer  data G_GNUC_UNUSED)
{
  drive (yard);
  g_autoptr (DrayReport) report = make (yard, "stops");

  g_assert_cmpuint (dray_report_table_get_n_rows (dray_report_get_main (report)), ==, 2);
  g_assert_cmpstr (get_cell (report, 0, "order")->text, ==, "4711");
  g_assert_cmpint (get_cell (report, 0, "late_s")->kind, ==, DRAY_VALUE_NONE);
  assert_integer (report, 0, "dwell_s", 40 * 60);
  assert_integer (report, 1, "late_s", 20 * 60);
}

static void
test_planned_actual (DrayYard      *yard,
                     gconstpointer  data G_GNUC_UNUSED)
{
  drive (yard);
  g_autoptr (DrayReport) report = make (yard, "planned-actual");

  assert_integer (report, 0, "behind_plan_s", 20 * 60);
  assert_integer (report, 0, "planned_stay_s", 20 * 60);
  assert_integer (report, 0, "stay_s", 40 * 60);
  assert_integer (report, 1, "behind_plan_s", 50 * 60);
  assert_integer (report, 1, "stop", 2);
}

static void
test_customers (DrayYard      *yard,
                gconstpointer  data G_GNUC_UNUSED)
{
  drive (yard);
  g_autoptr (DrayReport) report = make (yard, "customers");

  g_assert_cmpstr (get_cell (report, 0, "customer")->text, ==, "Kessel Dairy");
  assert_integer (report, 0, "orders", 2);
  assert_integer (report, 0, "due", 2);
  assert_integer (report, 0, "late", 1);
  assert_integer (report, 0, "charge_minor", 12345);
  /* 40 of 30 free minutes at the first, 15 at the second. */
  assert_integer (report, 0, "detention_s", 10 * 60);
  g_assert_cmpfloat (get_cell (report, 0, "on_time")->real, ==, 0.5);
}

static void
test_hours (DrayYard      *yard,
            gconstpointer  data G_GNUC_UNUSED)
{
  drive (yard);
  g_autoptr (DrayReport) report = make (yard, "hours");

  assert_integer (report, 0, "rostered_s", 8 * 3600);
  assert_integer (report, 0, "on_routes_s", 4 * 3600);
  assert_integer (report, 0, "drive_s", 900);
}

static void
test_day (DrayYard      *yard,
          gconstpointer  data G_GNUC_UNUSED)
{
  drive (yard);
  g_autoptr (DrayReport) report = make (yard, "day");

  assert_integer (report, 0, "stops", 2);
  assert_integer (report, 0, "reached", 2);
  assert_integer (report, 0, "late", 1);
  assert_integer (report, 0, "distance_m", 12000);
}

/* What comes off last goes in first. */
static void
test_load_list_is_backwards (DrayYard      *yard,
                             gconstpointer  data G_GNUC_UNUSED)
{
  drive (yard);
  g_autoptr (DrayReport) report = make (yard, "load-list");

  g_assert_cmpstr (get_cell (report, 0, "order")->text, ==, "4712");
  assert_integer (report, 0, "stop", 2);
  g_assert_cmpstr (get_cell (report, 1, "order")->text, ==, "4711");
  assert_integer (report, 2, "load_kg", 900);
}

/* Three fillings of which two are full: 300 km and 60 l between them. */
static void
test_fuel_between_full_fills (DrayYard      *yard,
                              gconstpointer  data G_GNUC_UNUSED)
{
  static const struct { int hour, litres, km; gboolean full; } fills[] = { { 1, 200, 1000, TRUE }, { 5, 10, 1100, FALSE }, { 9, 50, 1300, TRUE }, { 11, 80, 1400, FALSE } };

  for (gsize i = 0; i < G_N_ELEMENTS (fills); i++)
    submit (yard, "record.create", "{\"table\": \"fuel\", \"id\": \"@%d\", \"values\": {\"truck\": \"@4\", \"at_us\": %" G_GINT64_FORMAT ", \"volume_ml\": %d, \"full\": %s,"
            " \"amount_minor\": 1000, \"odometer_m\": %d}}", 40 + (int) i, AT_US (fills[i].hour, 0), fills[i].litres * 1000, fills[i].full ? "true" : "false", fills[i].km * 1000);
  g_autoptr (DrayReport) report = make (yard, "fuel");

  assert_integer (report, 0, "fills", 4);
  assert_integer (report, 0, "distance_m", 300000);
  g_assert_cmpfloat_with_epsilon (get_cell (report, 0, "l_per_100km")->real, 20, 1e-9);
  assert_integer (report, 1, "amount_minor", 4000);
  g_assert_cmpint (get_cell (report, 1, "l_per_100km")->kind, ==, DRAY_VALUE_NONE);
}

/* The figures of Insight: one of two in time. */
static void
test_figures (DrayYard      *yard,
              gconstpointer  data G_GNUC_UNUSED)
{
  drive (yard);
  g_autoptr (DrayReport) report = make (yard, "figures");
  const DrayReportTable *table = dray_report_get_main (report);
  guint n_kpis;

  dray_kpi_get_all (&n_kpis);
  g_assert_cmpuint (dray_report_table_get_n_rows (table), ==, n_kpis);
  g_assert_cmpstr (get_cell (report, 0, "figure")->text, ==, "On time");
  g_assert_cmpfloat (get_cell (report, 0, "amount")->real, ==, 50);
  g_assert_cmpstr (get_cell (report, 0, "counted")->text, ==, "1 of 2 due so far");
}

/* What a person puts together: measures by a dimension. */
static void
test_figures_by_truck (DrayYard      *yard,
                       gconstpointer  data G_GNUC_UNUSED)
{
  static const char *const kpis[] = { "dwell", "on-time", NULL }, *const unknown[] = { "dwell", "luck", NULL };
  DrayReportAsk ask = {
    .first_day = DAY, .last_day = DAY, .now_us = AT_US (12, 0), .kpis = kpis, .split = "truck",
  };
  g_autoptr (GError) error = NULL;

  drive (yard);
  g_autoptr (DrayReport) report = dray_report_make (dray_report_kind_find ("figures"), yard->store, &ask, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (get_cell (report, 0, "truck")->text, ==, "12");
  g_assert_cmpfloat (get_cell (report, 0, "dwell")->real, ==, 27.5);
  g_assert_cmpfloat (get_cell (report, 0, "on-time")->real, ==, 50);
  ask.split = "horse";
  g_assert_null (dray_report_make (dray_report_kind_find ("figures"), yard->store, &ask, NULL, &error));
  g_assert_error (error, DRAY_REPORT_ERROR, DRAY_REPORT_ERROR_ASK);
  g_clear_error (&error);
  ask.kpis = unknown;
  g_assert_null (dray_report_make (dray_report_kind_find ("figures"), yard->store, &ask, NULL, &error));
  g_assert_error (error, DRAY_REPORT_ERROR, DRAY_REPORT_ERROR_ASK);
}

/* A customer who was deleted since is still named. */
static void
test_deleted_is_still_named (DrayYard      *yard,
                             gconstpointer  data G_GNUC_UNUSED)
{
  drive (yard);
  submit (yard, "record.create", "{\"table\": \"party\", \"id\": \"@50\", \"values\": {\"name\": \"Gone Ltd\", \"kind\": \"customer\"}}");
  submit (yard, "field.set", "{\"table\": \"order\", \"id\": \"@8\", \"field\": \"party\", \"value\": \"@50\"}");
  submit (yard, "record.delete", "{\"table\": \"party\", \"id\": \"@50\"}");
  g_autoptr (DrayReport) report = make (yard, "orders");
  gboolean found = FALSE;

  for (guint i = 0; i < 2; i++)
    found |= g_strcmp0 (get_cell (report, i, "customer")->text, "Gone Ltd") == 0;
  g_assert_true (found);
}

/* Every report on a day without anything: a sentence and no table, and yet a PDF. */
static void
test_empty_periods_say_so (DrayYard      *yard,
                           gconstpointer  data G_GNUC_UNUSED)
{
  const DrayReportAsk ask = { .first_day = 10, .last_day = 3000, .now_us = AT_US (12, 0) };

  for (const DrayReportKind *kind = dray_report_kinds; kind->name != NULL; kind++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (DrayReport) report = dray_report_make (kind, yard->store, &ask, NULL, &error);
    g_autofree char *path = dray_test_folder_path (yard->folder, "empty.pdf");
    gboolean has_sentence = FALSE;

    g_assert_no_error (error);
    g_assert_null (dray_report_get_main (report));
    for (guint i = 0; i < dray_report_get_n_blocks (report); i++)
      has_sentence |= dray_report_get_block (report, i)->kind == DRAY_REPORT_PARAGRAPH && g_str_has_suffix (dray_report_get_block (report, i)->text, ".");
    g_assert_true (has_sentence);
    g_assert_true (dray_report_write (report, DRAY_REPORT_PDF, path, NULL, &error));
    g_assert_no_error (error);
  }
}

/* Every report on a driven day in every format. */
static void
test_every_report_is_written (DrayYard      *yard,
                              gconstpointer  data G_GNUC_UNUSED)
{
  drive (yard);
  for (const DrayReportKind *kind = dray_report_kinds; kind->name != NULL; kind++) {
    g_autoptr (DrayReport) report = make (yard, kind->name);

    g_assert_cmpstr (dray_report_get_period (report), ==, "Thursday, 19 November 2026");
    for (int format = 0; format < DRAY_REPORT_N_FORMATS; format++) {
      g_autofree char *path = dray_test_folder_path (yard->folder, "some.file");
      g_autoptr (GError) error = NULL;

      if (format == DRAY_REPORT_CSV && dray_report_get_main (report) == NULL)
        continue;
      g_assert_true (dray_report_write (report, (DrayReportFormat) format, path, NULL, &error));
      g_assert_no_error (error);
    }
  }
}

static void
test_impossible_periods (DrayYard      *yard,
                         gconstpointer  data G_GNUC_UNUSED)
{
  static const struct { gint64 first, last; } periods[] = { { DAY, DAY - 1 }, { DAY - DRAY_REPORT_MAX_DAYS, DAY } };

  for (gsize i = 0; i < G_N_ELEMENTS (periods); i++) {
    const DrayReportAsk ask = { .first_day = periods[i].first, .last_day = periods[i].last };
    g_autoptr (GError) error = NULL;

    g_assert_null (dray_report_make (&dray_report_kinds[0], yard->store, &ask, NULL, &error));
    g_assert_error (error, DRAY_REPORT_ERROR, DRAY_REPORT_ERROR_ASK);
  }
}

static void
test_cancelled (DrayYard      *yard,
                gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  for (const DrayReportKind *kind = dray_report_kinds; kind->name != NULL; kind++) {
    const DrayReportAsk ask = { .first_day = DAY, .last_day = DAY };
    g_autoptr (GError) error = NULL;

    g_assert_null (dray_report_make (kind, yard->store, &ask, cancellable, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  }
}

static void
test_only_of_one_truck (DrayYard      *yard,
                        gconstpointer  data G_GNUC_UNUSED)
{
  DrayReportAsk ask = { .first_day = DAY, .last_day = DAY, .now_us = AT_US (12, 0), .truck = dray_yard_id (77) };
  g_autoptr (GError) error = NULL;

  drive (yard);
  g_autoptr (DrayReport) none = dray_report_make (dray_report_kind_find ("stops"), yard->store, &ask, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (dray_report_get_main (none));
  ask.truck = dray_yard_id (DRAY_YARD_TRUCK);
  g_autoptr (DrayReport) mine = dray_report_make (dray_report_kind_find ("stops"), yard->store, &ask, NULL, &error);
  g_assert_cmpuint (dray_report_table_get_n_rows (dray_report_get_main (mine)), ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, test) g_test_add ("/report/kinds/" name, DrayYard, NULL, dray_yard_set_up, test, dray_yard_tear_down)
  ADD ("stops-late-beyond-the-tolerance", test_stops);
  ADD ("planned-against-actual", test_planned_actual);
  ADD ("customers-on-time-and-detention", test_customers);
  ADD ("hours-of-roster-and-routes", test_hours);
  ADD ("day-counts-its-routes", test_day);
  ADD ("load-list-runs-backwards", test_load_list_is_backwards);
  ADD ("fuel-is-measured-between-full-fills", test_fuel_between_full_fills);
  ADD ("figures-are-those-of-insight", test_figures);
  ADD ("figures-by-truck", test_figures_by_truck);
  ADD ("what-was-deleted-is-still-named", test_deleted_is_still_named);
  ADD ("empty-periods-say-so", test_empty_periods_say_so);
  ADD ("every-report-is-written-in-every-format", test_every_report_is_written);
  ADD ("impossible-periods-are-refused", test_impossible_periods);
  ADD ("cancelled", test_cancelled);
  ADD ("only-of-one-truck", test_only_of_one_truck);
#undef ADD
  return g_test_run ();
}
