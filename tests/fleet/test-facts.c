/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fact-source.h"
#include "dray-units.h"
#include "dray-yard.h"

#include <string.h>

/* Facts: every query is covered, and what an operation does shows in them. */

/* All fields of a source. */
static const char **
list_columns (const DrayFactSource *source)
{
  GPtrArray *names = g_ptr_array_new ();

  for (int i = 0; i < source->n_fields; i++) {
    if (strcmp (source->fields[i].name, "day") != 0)
      g_ptr_array_add (names, (gpointer) source->fields[i].name);
  }
  g_ptr_array_add (names, NULL);
  return (const char **) g_ptr_array_free (names, FALSE);
}

static DrayFactAsk
ask_for (const char *const *columns)
{
  return (DrayFactAsk) { .first_day = 20000, .last_day = 21000, .zone = g_time_zone_new_utc (), .columns = columns };
}

/* Every step of the plan: a row of the big tables comes from a covering index; the small ones that name things are looked up by their id. */
static void
check_plan (DrayDatabase *database,
            const char   *sql)
{
  g_autofree char *explain = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayStatement) statement = dray_database_prepare (database, explain, &error);
  gboolean has_row;
  int n_steps = 0;

  g_assert_no_error (error);
  while (dray_statement_step (statement, &has_row, &error) && has_row) {
    const char *step = dray_statement_get_text (statement, 3);

    if (!g_str_has_prefix (step, "SEARCH") && !g_str_has_prefix (step, "SCAN"))
      continue;
    n_steps++;
    if (strstr (step, "COVERING INDEX") == NULL && strstr (step, "PRIMARY KEY") == NULL && strcmp (step, "SCAN k") != 0 && strcmp (step, "SCAN a") != 0)
      g_error ("%s\n%s", step, sql);
  }
  g_assert_no_error (error);
  g_assert_cmpint (n_steps, >, 0);
}

static void
test_every_query_is_covered (DrayYard      *yard,
                             gconstpointer  data G_GNUC_UNUSED)
{
  guint n;
  const DrayFactSource *const *sources = dray_fact_source_get_all (&n);

  g_assert_cmpuint (n, >, 10);
  for (guint i = 0; i < n; i++) {
    g_autofree const char **columns = list_columns (sources[i]);
    DrayFactAsk ask = ask_for (columns);

    g_assert_true (sources[i] == dray_fact_source_find (sources[i]->name));
    for (int part = 0; part < sources[i]->n_parts; part++) {
      g_autofree char *sql = dray_fact_source_dup_sql (sources[i], part, &ask);

      check_plan (dray_store_get_database (yard->store), sql);
    }
    g_time_zone_unref (ask.zone);
  }
}

/* An empty workspace gives empty sets, filtered or not. */
static void
test_every_source_reads (DrayYard      *yard,
                         gconstpointer  data G_GNUC_UNUSED)
{
  guint n;
  const DrayFactSource *const *sources = dray_fact_source_get_all (&n);

  for (guint i = 0; i < n; i++) {
    g_autofree const char **columns = list_columns (sources[i]);
    DrayFactAsk ask = ask_for (columns);
    g_autoptr (GError) error = NULL;

    for (int filtered = 0; filtered < 2; filtered++) {
      ask.depot = filtered ? dray_yard_id (1) : DRAY_ID_NONE;
      g_assert_true (dray_fact_source_can_filter (sources[i], &ask));
      g_autoptr (DrayFactSet) set = dray_fact_source_read (sources[i], dray_store_get_database (yard->store), &ask, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (set->n_columns, ==, (guint) sources[i]->n_fields);
    }
    g_time_zone_unref (ask.zone);
  }
}

#define STOPS "[{\"stop\": \"@21\", \"task\": \"@7\", \"site\": \"@3\", \"planned_us\": 2000, \"planned_leave_us\": 3000}]"
#define RELEASE \
  "{\"route\": \"@20\", \"truck\": \"@4\", \"driver\": \"@5\", \"depot\": \"@1\", \"day\": \"2026-11-19\", \"start_us\": 1000000, \"end_us\": 9000000, \"distance_m\": 40000, \"stops\": " STOPS "}"
#define RELEASE_DAY 20776

static DrayFactSet *
read_day (DrayYard   *yard,
          const char *source,
          const char *column,
          const char *other)
{
  const char *columns[] = { column, other, NULL };
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  DrayFactAsk ask = { .first_day = RELEASE_DAY, .last_day = RELEASE_DAY, .zone = zone, .columns = columns };
  g_autoptr (GError) error = NULL;
  DrayFactSet *set = dray_fact_source_read (dray_fact_source_find (source), dray_store_get_database (yard->store), &ask, NULL, &error);

  g_assert_no_error (error);
  return set;
}

static gint64
read_one (DrayYard   *yard,
          const char *source,
          const char *column)
{
  g_autoptr (DrayFactSet) set = read_day (yard, source, column, NULL);

  g_assert_cmpuint (dray_fact_set_get_n_rows (set), ==, 1);
  return set->columns[1].values.items[0];
}

static void
set_up_released (DrayYard      *yard,
                 gconstpointer  data)
{
  dray_yard_set_up (yard, data);
  dray_yard_submit (yard->store, "record.delete", "{\"table\": \"order\", \"id\": \"@8\"}");
  dray_yard_submit (yard->store, "route.release", RELEASE);
}

static void
test_a_task_that_nobody_reached_is_due (DrayYard      *yard,
                                        gconstpointer  data G_GNUC_UNUSED)
{

  g_assert_cmpint (read_one (yard, "tasks", "arrived_us"), ==, DRAY_NEVER);
  g_assert_cmpint (read_one (yard, "tasks", "truck"), ==, 0);
  dray_yard_submit (yard->store, "stop.arrive", "{\"stop\": \"@21\", \"at_us\": 2100000}");
  g_assert_cmpint (read_one (yard, "tasks", "arrived_us"), ==, 2100000);
}

static void
test_a_visit_keeps_what_was_promised (DrayYard      *yard,
                                      gconstpointer  data G_GNUC_UNUSED)
{
  gint64 promised_us = read_one (yard, "tasks", "promised_close_us");

  dray_yard_submit (yard->store, "stop.arrive", "{\"stop\": \"@21\", \"at_us\": 2100000, \"leg_m\": 15000}");
  dray_yard_submit (yard->store, "field.set", "{\"table\": \"task\", \"id\": \"@7\", \"field\": \"window_close_us\", \"value\": 99}");
  g_assert_cmpint (read_one (yard, "tasks", "promised_close_us"), ==, promised_us);
}

static void
test_a_departure_delivers_the_order (DrayYard      *yard,
                                     gconstpointer  data G_GNUC_UNUSED)
{

  dray_yard_submit (yard->store, "stop.arrive", "{\"stop\": \"@21\", \"at_us\": 2100000}");
  dray_yard_submit (yard->store, "stop.start", "{\"stop\": \"@21\", \"at_us\": 2200000}");
  dray_yard_submit (yard->store, "stop.depart", "{\"stop\": \"@21\", \"at_us\": 2900000}");
  g_assert_cmpint (read_one (yard, "deliveries", "delivered_us"), ==, 2900000);
  g_assert_cmpint (read_one (yard, "visits", "started_us"), ==, 2200000);
  g_assert_cmpint (read_one (yard, "visits", "in_full"), ==, 1);
  g_assert_cmpint (read_one (yard, "orders", "open"), ==, 0);
}

/* 15 km with the load, 25 km back with nothing. */
static void
test_a_route_that_is_back_knows_what_it_carried (DrayYard      *yard,
                                                 gconstpointer  data G_GNUC_UNUSED)
{
  gint64 loaded_kg;

  dray_yard_submit (yard->store, "route.start", "{\"route\": \"@20\", \"at_us\": 1100000}");
  dray_yard_submit (yard->store, "stop.arrive", "{\"stop\": \"@21\", \"at_us\": 2100000, \"leg_m\": 15000}");
  dray_yard_submit (yard->store, "stop.depart", "{\"stop\": \"@21\", \"at_us\": 2900000}");
  dray_yard_submit (yard->store, "route.finish", "{\"route\": \"@20\", \"at_us\": 9100000, \"driven_m\": 40000}");
  loaded_kg = read_one (yard, "routes", "loaded_kg");
  g_assert_cmpint (loaded_kg, >, 0);
  g_assert_cmpint (read_one (yard, "routes", "n_stops"), ==, 1);
  g_assert_cmpint (read_one (yard, "routes", "empty_m"), ==, 25000);
  g_assert_cmpint (read_one (yard, "routes", "carried_kgm"), ==, loaded_kg * 15000);
  g_assert_cmpint (read_one (yard, "routes", "away_s"), ==, 8);
}

/* 01:30 UTC on 2026-11-20 is still the day before where a day begins at four. */
static void
test_an_instant_belongs_to_the_day_by_the_wall_clock (DrayYard      *yard,
                                                      gconstpointer  data G_GNUC_UNUSED)
{
  const char *columns[] = { "stars", NULL };
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  DrayFactAsk ask = { .first_day = RELEASE_DAY - 1, .last_day = RELEASE_DAY + 1, .zone = zone, .day_start_s = 4 * 3600, .columns = columns };
  g_autofree char *rating = g_strdup_printf ("{\"table\": \"rating\", \"id\": \"@70\", \"values\": {\"driver\": \"@5\", \"stars\": 4, \"at_us\": %" G_GINT64_FORMAT "}}",
                                             ((RELEASE_DAY + 1) * G_GINT64_CONSTANT (86400) + 5400) * DRAY_US_PER_S);
  g_autoptr (GError) error = NULL;

  dray_yard_submit (yard->store, "record.create", rating);
  g_autoptr (DrayFactSet) set = dray_fact_source_read (dray_fact_source_find ("ratings"), dray_store_get_database (yard->store), &ask, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (dray_fact_set_get_n_rows (set), ==, 1);
  g_assert_cmpint (set->columns[0].values.items[0], ==, RELEASE_DAY);
  g_assert_cmpint (set->columns[1].values.items[0], ==, 4);
}

static void
test_reading_can_be_cancelled (DrayYard      *yard,
                               gconstpointer  data G_GNUC_UNUSED)
{
  const char *columns[] = { NULL };
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  DrayFactAsk ask = { .first_day = 0, .last_day = 10, .zone = zone, .columns = columns };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (dray_fact_source_read (dray_fact_source_find ("visits"), dray_store_get_database (yard->store), &ask, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/fleet/facts/every-query-is-covered", DrayYard, NULL, dray_yard_set_up, test_every_query_is_covered, dray_yard_tear_down);
  g_test_add ("/fleet/facts/every-source-reads", DrayYard, NULL, dray_yard_set_up, test_every_source_reads, dray_yard_tear_down);
  g_test_add ("/fleet/facts/a-task-that-nobody-reached-is-due", DrayYard, NULL, set_up_released, test_a_task_that_nobody_reached_is_due, dray_yard_tear_down);
  g_test_add ("/fleet/facts/a-visit-keeps-what-was-promised", DrayYard, NULL, set_up_released, test_a_visit_keeps_what_was_promised, dray_yard_tear_down);
  g_test_add ("/fleet/facts/a-departure-delivers-the-order", DrayYard, NULL, set_up_released, test_a_departure_delivers_the_order, dray_yard_tear_down);
  g_test_add ("/fleet/facts/a-route-that-is-back-knows-what-it-carried", DrayYard, NULL, set_up_released, test_a_route_that_is_back_knows_what_it_carried, dray_yard_tear_down);
  g_test_add ("/fleet/facts/an-instant-belongs-to-the-day-by-the-wall-clock", DrayYard, NULL, set_up_released, test_an_instant_belongs_to_the_day_by_the_wall_clock, dray_yard_tear_down);
  g_test_add ("/fleet/facts/reading-can-be-cancelled", DrayYard, NULL, set_up_released, test_reading_can_be_cancelled, dray_yard_tear_down);
  return g_test_run ();
}
