/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-order.h"
#include "dray-recurring-day.h"
#include "dray-recurring-order.h"
#include "dray-task.h"
#include "dray-units.h"
#include "dray-yard.h"

/* 2026-11-20, a Friday. */
#define FRIDAY 20777

static void
add_recurring (DrayYard   *yard,
               int         n,
               const char *more)
{
  g_autofree char *arguments = g_strdup_printf ("{\"table\": \"recurring_order\", \"id\": \"@%d\", \"values\": {\"reference\": \"R%d\", \"party\": \"@2\", \"depot\": \"@1\", \"site\": \"@3\"%s}}", n, n, more);
  g_autoptr (DrayReceipt) receipt = dray_yard_do (yard, "record.create", arguments);
}

static DrayRecurringDay *
read_day (DrayYard *yard,
          gint64    day)
{
  g_autoptr (GError) error = NULL;
  DrayRecurringDay *made = dray_recurring_day_read (yard->store, day, &error);

  g_assert_no_error (error);
  return made;
}

static void
take_in (DrayYard *yard,
         gint64    day)
{
  g_autoptr (DrayRecurringDay) made = read_day (yard, day);
  DrayActor actor = { .role = "administrator", .user = dray_yard_id (900), .subject = dray_yard_id (900) };

  for (guint i = 0; i < made->intents->len; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (DrayReceipt) receipt = dray_store_submit (yard->store, &actor, made->intents->pdata[i], &error);

    g_assert_no_error (error);
    g_assert_cmpint (receipt->verdict, !=, DRAY_VERDICT_REJECTED);
  }
}

static GPtrArray *
list_orders (DrayYard *yard,
             gint64    day)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_order_table);
  g_autoptr (GError) error = NULL;
  GPtrArray *rows;

  dray_query_where (query, DRAY_ORDER_DAY, DRAY_TEST_EQUALS, dray_value_integer (day));
  rows = dray_store_select (yard->store, query, &error);
  g_assert_no_error (error);
  return rows;
}

static void
test_an_order_comes_back_on_its_weekdays_alone (DrayYard      *yard,
                                                gconstpointer  data G_GNUC_UNUSED)
{
  add_recurring (yard, 101, ", \"weekdays\": \"15\"");
  g_autoptr (DrayRecurringDay) thursday = read_day (yard, FRIDAY - 1), friday = read_day (yard, FRIDAY), saturday = read_day (yard, FRIDAY + 1), monday = read_day (yard, FRIDAY + 3);

  g_assert_cmpint (thursday->n_orders, ==, 0);
  g_assert_cmpint (friday->n_orders, ==, 1);
  g_assert_cmpint (saturday->n_orders, ==, 0);
  g_assert_cmpint (monday->n_orders, ==, 1);
}

static void
test_it_comes_back_between_its_first_and_last_day (DrayYard      *yard,
                                                   gconstpointer  data G_GNUC_UNUSED)
{
  add_recurring (yard, 101, ", \"weekdays\": \"1234567\", \"from_on\": \"2026-11-20\", \"until_on\": \"2026-11-21\"");
  for (int offset = -1; offset <= 2; offset++) {
    g_autoptr (DrayRecurringDay) made = read_day (yard, FRIDAY + offset);

    g_assert_cmpint (made->n_orders, ==, offset == 0 || offset == 1);
  }
}

static void
test_it_is_confirmed_with_its_window_and_goods (DrayYard      *yard,
                                                gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) orders = NULL, tasks = NULL;
  g_autoptr (DrayQuery) query = dray_query_new (&dray_task_table);
  g_autoptr (GError) error = NULL;
  const DrayRow *order, *task;

  add_recurring (yard, 101, ", \"weekdays\": \"5\", \"open_s\": 28800, \"close_s\": 36000, \"load_kg\": 750, \"pallets\": 2");
  take_in (yard, FRIDAY);
  orders = list_orders (yard, FRIDAY);
  g_assert_cmpuint (orders->len, ==, 1);
  order = orders->pdata[0];
  g_assert_cmpstr (dray_row_get_text (order, DRAY_ORDER_STATUS), ==, "confirmed");
  g_assert_cmpstr (dray_row_get_text (order, DRAY_ORDER_REFERENCE), ==, "R101 2026-11-20");
  dray_query_where (query, DRAY_TASK_ORDER_ID, DRAY_TEST_EQUALS, dray_value_id (&order->id));
  tasks = dray_store_select (yard->store, query, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tasks->len, ==, 1);
  task = tasks->pdata[0];
  g_assert_cmpint (dray_row_get_integer (task, DRAY_TASK_WINDOW_OPEN_US), ==, (FRIDAY * G_GINT64_CONSTANT (86400) + 28800) * DRAY_US_PER_S);
  g_assert_cmpint (dray_row_get_integer (task, DRAY_TASK_WINDOW_CLOSE_US), ==, (FRIDAY * G_GINT64_CONSTANT (86400) + 36000) * DRAY_US_PER_S);
  g_assert_cmpint (dray_row_get_integer (task, DRAY_TASK_LOAD_KG), ==, 750);
  g_assert_cmpint (dray_row_get_integer (task, DRAY_TASK_PALLETS), ==, 2);
}

static void
test_asking_twice_makes_nothing_twice (DrayYard      *yard,
                                       gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) orders = NULL;
  g_autoptr (DrayRecurringDay) again = NULL;

  add_recurring (yard, 101, ", \"weekdays\": \"5\"");
  add_recurring (yard, 102, ", \"weekdays\": \"5\"");
  take_in (yard, FRIDAY);
  again = read_day (yard, FRIDAY);
  g_assert_cmpint (again->n_orders, ==, 0);
  g_assert_cmpint (again->n_there, ==, 2);
  take_in (yard, FRIDAY);
  orders = list_orders (yard, FRIDAY);
  g_assert_cmpuint (orders->len, ==, 2);
}

static void
test_a_window_that_ends_before_it_begins_is_refused (DrayYard      *yard,
                                                     gconstpointer  data G_GNUC_UNUSED)
{
  add_recurring (yard, 101, ", \"weekdays\": \"5\", \"open_s\": 36000, \"close_s\": 28800");
  add_recurring (yard, 102, ", \"weekdays\": \"5\"");
  g_autoptr (DrayRecurringDay) made = read_day (yard, FRIDAY);

  g_assert_cmpint (made->n_orders, ==, 1);
  g_assert_cmpuint (made->refused->len, ==, 1);
  g_assert_nonnull (strstr (made->refused->pdata[0], "R101"));
}

#define ADD(name, function) g_test_add ("/fleet/recurring-day/" name, DrayYard, NULL, dray_yard_set_up, function, dray_yard_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("an-order-comes-back-on-its-weekdays-alone", test_an_order_comes_back_on_its_weekdays_alone);
  ADD ("it-comes-back-between-its-first-and-last-day", test_it_comes_back_between_its_first_and_last_day);
  ADD ("it-is-confirmed-with-its-window-and-goods", test_it_is_confirmed_with_its_window_and_goods);
  ADD ("asking-twice-makes-nothing-twice", test_asking_twice_makes_nothing_twice);
  ADD ("a-window-that-ends-before-it-begins-is-refused", test_a_window_that_ends_before_it_begins_is_refused);
  return g_test_run ();
}
