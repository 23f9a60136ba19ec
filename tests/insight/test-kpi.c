/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-core-error.h"
#include "dray-kpi-result.h"
#include "dray-units.h"

#include <math.h>
#include <string.h>

/* Figures over columns that are written out here, so that each can be counted by hand. */

#define DAY 20000
#define HOUR_US (DRAY_S_PER_HOUR * DRAY_US_PER_S)
#define NEVER DRAY_NEVER

typedef struct {
  const char *name;
  gint64      values[8];
} Column;

static DrayFactSet *
make_set (const char   *name,
          const Column *columns,
          guint         n_columns,
          guint         n_rows)
{
  DrayFactSet *set = dray_fact_set_new (name);

  for (guint i = 0; i < n_columns; i++) {
    gboolean is_key = g_strv_contains ((const char *const[]) { "id", "truck", "driver", "shared_order", NULL }, columns[i].name);
    guint column = dray_fact_set_add_column (set, columns[i].name, is_key ? DRAY_FACT_KEY : DRAY_FACT_INTEGER);

    for (guint row = 0; row < n_rows; row++) {
      gint64 value = columns[i].values[row];
      DrayId id = value < 0 ? DRAY_ID_NONE : dray_id_derive (columns[i].name, &value, sizeof value);

      g_assert_true (is_key ? dray_fact_set_append_key (set, column, &id) : dray_fact_set_append (set, column, value));
    }
  }
  return set;
}

static DrayKpiAsk
ask_days (gint64 first,
          gint64 last)
{
  return (DrayKpiAsk) { .first_day = first, .last_day = last, .now_us = 12 * HOUR_US, .today = DAY, .known_day = DAY - 60 };
}

static DrayKpiResult *
measure (const char        *id,
         const DrayFactSet *set,
         const DrayKpiAsk  *ask)
{
  const DrayFactSet *sets[DRAY_KPI_MAX_TERMS] = { set, set, set, set };
  g_autoptr (GError) error = NULL;
  DrayKpiResult *result = dray_kpi_measure (dray_kpi_find (id), sets, ask, NULL, &error);

  g_assert_no_error (error);
  return result;
}

/* Seven tasks: on time, late, late within the tolerance, never reached, not due yet, without a window, and a second attempt. */
static DrayFactSet *
make_tasks (void)
{
  static const Column columns[] = {
    { "day", { DAY, DAY, DAY, DAY, DAY, DAY, DAY } },
    { "id", { 1, 2, 3, 4, 5, 6, 7 } },
    { "truck", { 1, 1, 2, 2, -1, 2, 2 } },
    { "promised_close_us", { 8 * HOUR_US, 8 * HOUR_US, 8 * HOUR_US, 9 * HOUR_US, 20 * HOUR_US, NEVER, 8 * HOUR_US } },
    { "tolerance_s", { NEVER, NEVER, 1800, NEVER, NEVER, NEVER, NEVER } },
    { "arrived_us", { 7 * HOUR_US, 8 * HOUR_US + 1, 8 * HOUR_US + 900 * DRAY_US_PER_S, NEVER, NEVER, 10 * HOUR_US, 11 * HOUR_US } },
    { "attempt", { 1, 1, 1, 0, 0, 1, 2 } },
    { "excused", { 0, 1, 0, 0, 0, 0, 0 } },
    { "in_full", { 1, 1, 0, NEVER, NEVER, 1, 1 } },
    { "shared_order", { 1, -1, 1, -1, -1, -1, -1 } },
  };

  return make_set ("tasks", columns, G_N_ELEMENTS (columns), 7);
}

static void
test_on_time_counts_what_is_due (void)
{
  g_autoptr (DrayFactSet) set = make_tasks ();
  DrayKpiAsk ask = ask_days (DAY, DAY);
  g_autoptr (DrayKpiResult) result = measure ("on-time", set, &ask);
  g_autofree char *words = dray_figure_fill_words (&result->now, result->kpi->counted);

  g_assert_cmpint (result->now.state, ==, DRAY_FIGURE_KNOWN);
  g_assert_cmpfloat (result->now.value, ==, 0.5);
  g_assert_cmpstr (words, ==, "2 of 4 due so far");
}

static void
test_a_cause_of_the_customer_is_taken_out (void)
{
  g_autoptr (DrayFactSet) set = make_tasks ();
  DrayKpiAsk ask = ask_days (DAY, DAY);
  g_autoptr (DrayKpiResult) result = measure ("on-time-ours", set, &ask);

  g_assert_cmpfloat (result->now.part, ==, 2.0);
  g_assert_cmpfloat (result->now.whole, ==, 3.0);
}

/* Tasks 1 and 3 are of one order, and 3 is short; 2 is late; 4 was never reached. */
static void
test_an_order_is_right_only_with_all_its_tasks (void)
{
  g_autoptr (DrayFactSet) set = make_tasks ();
  DrayKpiAsk ask = ask_days (DAY, DAY);
  g_autoptr (DrayKpiResult) result = measure ("otif", set, &ask);

  g_assert_cmpfloat (result->now.part, ==, 0.0);
  g_assert_cmpfloat (result->now.whole, ==, 3.0);
}

static void
test_a_split_adds_up (void)
{
  g_autoptr (DrayFactSet) set = make_tasks ();
  DrayKpiAsk ask = ask_days (DAY, DAY);
  double part = 0.0, whole = 0.0;

  ask.split = "truck";
  g_autoptr (DrayKpiResult) result = measure ("on-time", set, &ask);
  g_assert_true (result->is_split);
  g_assert_cmpuint (result->n_groups, ==, 2);
  for (guint i = 0; i < result->n_groups; i++) {
    part += result->groups[i].figure.part;
    whole += result->groups[i].figure.whole;
  }
  g_assert_cmpfloat (part, ==, result->now.part);
  g_assert_cmpfloat (whole, ==, result->now.whole);
}

static void
test_a_split_by_what_is_not_kept_says_so (void)
{
  g_autoptr (DrayFactSet) set = make_tasks ();
  DrayKpiAsk ask = ask_days (DAY, DAY);

  ask.split = "weather";
  g_autoptr (DrayKpiResult) result = measure ("on-time", set, &ask);
  g_assert_false (result->is_split);
  g_assert_cmpuint (result->n_groups, ==, 0);
  g_assert_cmpint (result->now.state, ==, DRAY_FIGURE_KNOWN);
}

static void
test_nothing_due_is_a_sentence (void)
{
  static const Column columns[] = { { "day", { 0 } }, { "promised_close_us", { 0 } }, { "tolerance_s", { 0 } }, { "arrived_us", { 0 } }, { "attempt", { 0 } } };
  g_autoptr (DrayFactSet) set = make_set ("tasks", columns, G_N_ELEMENTS (columns), 0);
  DrayKpiAsk ask = ask_days (DAY, DAY);
  g_autoptr (DrayKpiResult) result = measure ("on-time", set, &ask);

  g_assert_cmpint (result->now.state, ==, DRAY_FIGURE_NOTHING);
  g_assert_cmpstr (dray_figure_get_reason (&result->now, result->kpi), ==, "No task was due.");
}

static void
test_rows_are_the_late_ones (void)
{
  g_autoptr (DrayFactSet) set = make_tasks ();
  DrayKpiAsk ask = ask_days (DAY, DAY);
  g_autoptr (GArray) rows = dray_kpi_list_rows (dray_kpi_find ("on-time"), set, &ask, DRAY_KPI_MISSED);
  gint64 two = 2, four = 4;
  DrayId late = dray_id_derive ("id", &two, sizeof two), missed = dray_id_derive ("id", &four, sizeof four);

  g_assert_cmpuint (rows->len, ==, 2);
  for (guint i = 0; i < rows->len; i++) {
    const DrayId *id = &g_array_index (rows, DrayKpiRow, i).id;

    g_assert_true (dray_id_equal (id, &late) || dray_id_equal (id, &missed));
  }
}

static void
test_no_ignition_is_not_measured (void)
{
  static const Column columns[] = {
    { "day", { DAY, DAY } }, { "left_us", { 0, 0 } }, { "back_us", { HOUR_US, HOUR_US } }, { "idle_s", { NEVER, NEVER } },
  };
  g_autoptr (DrayFactSet) set = make_set ("routes", columns, G_N_ELEMENTS (columns), 2);
  DrayKpiAsk ask = ask_days (DAY, DAY);
  g_autoptr (DrayKpiResult) result = measure ("idling", set, &ask);

  g_assert_cmpint (result->now.state, ==, DRAY_FIGURE_NOT_MEASURED);
  g_assert_cmpint (result->now.n_unmeasured, ==, 2);
}

/* Full at 0 km; 10 l without filling up; full again after 100 km with 20 l. A truck of its own has one fill only. */
static void
test_fuel_counts_between_full_fills (void)
{
  static const Column columns[] = {
    { "day", { DAY, DAY - 1, DAY - 2, DAY } }, { "truck", { 1, 1, 1, 2 } }, { "at_us", { 3, 2, 1, 9 } }, { "volume_ml", { 20000, 10000, 50000, 70000 } },
    { "full", { 1, 0, 1, 1 } }, { "odometer_m", { 100000, 50000, 0, 9 } },
  };
  g_autoptr (DrayFactSet) set = make_set ("fuel", columns, G_N_ELEMENTS (columns), 4);
  DrayKpiAsk ask = ask_days (DAY, DAY);
  g_autoptr (DrayKpiResult) result = measure ("fuel-rate", set, &ask);

  g_assert_cmpfloat (result->now.value, ==, 30.0);
  g_assert_cmpint (result->now.n_rows, ==, 1);
}

/* One alarm a day, two on the day asked for. */
static void
test_the_weekday_and_the_day_before_are_held_against (void)
{
  static const Column columns[] = { { "day", { DAY, DAY, DAY - 1, DAY - 7, DAY - 14, DAY - 21, DAY - 28 } }, { "at_us", { 0 } } };
  g_autoptr (DrayFactSet) set = make_set ("alarms", columns, G_N_ELEMENTS (columns), 7);
  DrayKpiAsk ask = ask_days (DAY, DAY);
  g_autoptr (DrayKpiResult) result = measure ("alarms", set, &ask);

  g_assert_cmpfloat (result->now.value, ==, 2.0);
  g_assert_cmpfloat (result->before.value, ==, 1.0);
  g_assert_cmpfloat (result->weekday.value, ==, 1.0);
  g_assert_cmpint (result->weekday.n_rows, ==, 4);
}

static void
test_before_the_first_record_there_is_no_figure (void)
{
  static const Column columns[] = { { "day", { DAY } }, { "at_us", { 0 } } };
  g_autoptr (DrayFactSet) set = make_set ("alarms", columns, G_N_ELEMENTS (columns), 1);
  DrayKpiAsk ask = ask_days (DAY - 1, DAY + 1);

  ask.known_day = DAY;
  g_autoptr (DrayKpiResult) result = measure ("alarms", set, &ask);
  g_assert_cmpint (result->days[0].state, ==, DRAY_FIGURE_OUTSIDE);
  g_assert_cmpint (result->days[1].state, ==, DRAY_FIGURE_KNOWN);
  g_assert_cmpint (result->days[2].state, ==, DRAY_FIGURE_OUTSIDE);
  g_assert_cmpint (result->before.state, ==, DRAY_FIGURE_OUTSIDE);
}

static void
test_a_period_that_is_none_is_an_error (void)
{
  g_autoptr (DrayFactSet) set = make_tasks ();
  const DrayFactSet *sets[] = { set };
  DrayKpiAsk backwards = ask_days (DAY, DAY - 1), endless = ask_days (0, DAY);
  g_autoptr (GError) error = NULL;

  g_assert_null (dray_kpi_measure (dray_kpi_find ("on-time"), sets, &backwards, NULL, &error));
  g_assert_error (error, DRAY_CORE_ERROR, DRAY_CORE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (dray_kpi_measure (dray_kpi_find ("on-time"), sets, &endless, NULL, &error));
  g_assert_error (error, DRAY_CORE_ERROR, DRAY_CORE_ERROR_LIMIT);
}

static void
test_cancelled (void)
{
  g_autoptr (DrayFactSet) set = make_tasks ();
  const DrayFactSet *sets[] = { set };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  DrayKpiAsk ask = ask_days (DAY, DAY);
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (dray_kpi_measure (dray_kpi_find ("on-time"), sets, &ask, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* What every line of the list owes its readers. */
static void
test_every_kpi_is_whole (void)
{
  guint n;
  const DrayKpi *const *kpis = dray_kpi_get_all (&n);

  g_assert_cmpuint (n, >, 40);
  for (guint i = 0; i < n; i++) {
    g_assert_true (kpis[i] == dray_kpi_find (kpis[i]->id));
    g_assert_true (kpis[i]->name != NULL && kpis[i]->counted != NULL && kpis[i]->nothing != NULL && kpis[i]->formula != NULL && kpis[i]->source != NULL);
    g_assert_true (g_str_has_suffix (kpis[i]->definition, "."));
    g_assert_cmpint (kpis[i]->n_terms, >, 0);
    g_assert_true (kpis[i]->format != DRAY_KPI_NUMBER || kpis[i]->unit != NULL);
    for (int t = 0; t < kpis[i]->n_terms; t++)
      g_assert_nonnull (kpis[i]->terms[t].measure);
  }
  g_assert_null (dray_kpi_find ("no-such"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/insight/kpi/on-time/counts-what-is-due", test_on_time_counts_what_is_due);
  g_test_add_func ("/insight/kpi/on-time/a-cause-of-the-customer-is-taken-out", test_a_cause_of_the_customer_is_taken_out);
  g_test_add_func ("/insight/kpi/on-time/nothing-due-is-a-sentence", test_nothing_due_is_a_sentence);
  g_test_add_func ("/insight/kpi/on-time/rows-are-the-late-ones", test_rows_are_the_late_ones);
  g_test_add_func ("/insight/kpi/otif/an-order-is-right-only-with-all-its-tasks", test_an_order_is_right_only_with_all_its_tasks);
  g_test_add_func ("/insight/kpi/split/adds-up", test_a_split_adds_up);
  g_test_add_func ("/insight/kpi/split/by-what-is-not-kept-says-so", test_a_split_by_what_is_not_kept_says_so);
  g_test_add_func ("/insight/kpi/idling/no-ignition-is-not-measured", test_no_ignition_is_not_measured);
  g_test_add_func ("/insight/kpi/fuel/counts-between-full-fills", test_fuel_counts_between_full_fills);
  g_test_add_func ("/insight/kpi/compare/the-weekday-and-the-day-before", test_the_weekday_and_the_day_before_are_held_against);
  g_test_add_func ("/insight/kpi/compare/before-the-first-record-there-is-no-figure", test_before_the_first_record_there_is_no_figure);
  g_test_add_func ("/insight/kpi/period/that-is-none-is-an-error", test_a_period_that_is_none_is_an_error);
  g_test_add_func ("/insight/kpi/period/cancelled", test_cancelled);
  g_test_add_func ("/insight/kpi/list/every-kpi-is-whole", test_every_kpi_is_whole);
  return g_test_run ();
}
