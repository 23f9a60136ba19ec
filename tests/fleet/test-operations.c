/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-alarm.h"
#include "dray-message.h"
#include "dray-order.h"
#include "dray-route.h"
#include "dray-stop.h"
#include "dray-store-error.h"
#include "dray-task.h"
#include "dray-yard.h"

#define RELEASE(stops) \
  "{\"route\": \"@20\", \"truck\": \"@4\", \"driver\": \"@5\", \"depot\": \"@1\", \"day\": \"2026-11-19\", \"start_us\": 1000, \"end_us\": 9000," \
  " \"distance_m\": 12000, \"drive_s\": 900, \"cost_minor\": 12345, \"stops\": [" stops "]}"
#define STOP_A "{\"stop\": \"@21\", \"task\": \"@7\", \"site\": \"@3\", \"planned_us\": 2000, \"planned_leave_us\": 3000}"
#define STOP_B "{\"stop\": \"@22\", \"task\": \"@9\", \"site\": \"@3\", \"planned_us\": 4000, \"planned_leave_us\": 5000}"

static void
assert_text (DrayYard        *yard,
             const DrayTable *table,
             int              n,
             int              field,
             const char      *expected)
{
  g_autoptr (DrayRow) row = dray_yard_row (yard, table, n);

  g_assert_cmpstr (dray_row_get_text (row, field), ==, expected);
}

static void
do_it (DrayYard   *yard,
       const char *operation,
       const char *arguments,
       DrayVerdict verdict)
{
  g_autoptr (DrayReceipt) receipt = dray_yard_do (yard, operation, arguments);

  g_assert_cmpint (receipt->verdict, ==, verdict);
}

static void
test_a_release_makes_route_stops_and_order_states (DrayYard      *yard,
                                                   gconstpointer  data G_GNUC_UNUSED)
{
  do_it (yard, "route.release", RELEASE (STOP_A "," STOP_B), DRAY_VERDICT_ACCEPTED);

  g_autoptr (DrayRow) route = dray_yard_row (yard, &dray_route_table, 20);
  g_assert_cmpstr (dray_row_get_text (route, DRAY_ROUTE_STATUS), ==, "released");
  g_assert_cmpstr (dray_row_get_text (route, DRAY_ROUTE_TOLD), ==, "not-told");
  g_assert_cmpint (dray_row_get_integer (route, DRAY_ROUTE_RELEASE), ==, 1);
  g_assert_cmpint (dray_row_get_integer (route, DRAY_ROUTE_COST_MINOR), ==, 12345);
  g_autoptr (DrayRow) second = dray_yard_row (yard, &dray_stop_table, 22);
  g_assert_cmpstr (dray_row_get_text (second, DRAY_STOP_RANK), ==, "m001");
  g_assert_cmpint (dray_row_get_integer (second, DRAY_STOP_PLANNED_US), ==, 4000);
  assert_text (yard, &dray_order_table, DRAY_YARD_ORDER_A, DRAY_ORDER_STATUS, "released");
  assert_text (yard, &dray_order_table, DRAY_YARD_ORDER_B, DRAY_ORDER_STATUS, "released");
}

static void
test_a_second_release_replaces_the_stops_ahead (DrayYard      *yard,
                                                gconstpointer  data G_GNUC_UNUSED)
{
  do_it (yard, "route.release", RELEASE (STOP_A "," STOP_B), DRAY_VERDICT_ACCEPTED);
  do_it (yard, "stop.arrive", "{\"stop\": \"@21\", \"at_us\": 2100}", DRAY_VERDICT_ACCEPTED);
  do_it (yard, "route.release", RELEASE (STOP_A), DRAY_VERDICT_ACCEPTED);

  g_autoptr (DrayRow) route = dray_yard_row (yard, &dray_route_table, 20);
  g_assert_cmpint (dray_row_get_integer (route, DRAY_ROUTE_RELEASE), ==, 2);
  g_autoptr (DrayRow) kept = dray_yard_row (yard, &dray_stop_table, 21), dropped = dray_yard_row (yard, &dray_stop_table, 22);
  g_assert_cmpint (dray_row_get_integer (kept, DRAY_STOP_ARRIVED_US), ==, 2100);
  g_assert_true (dropped->is_deleted);
  g_assert_false (kept->is_deleted);
}

static void
test_a_release_that_is_not_whole_changes_nothing (DrayYard      *yard,
                                                  gconstpointer  data G_GNUC_UNUSED)
{
  static const char *const broken[] = {
    RELEASE (STOP_A ", {\"stop\": \"@22\"}"),
    RELEASE ("17"),
    RELEASE ("{\"stop\": \"@21\", \"task\": \"@77\", \"site\": \"@3\", \"planned_us\": 2000, \"planned_leave_us\": 3000}"),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (dray_yard_try (yard, "route.release", broken[i], &error));
    g_assert_nonnull (error);
  }
  assert_text (yard, &dray_order_table, DRAY_YARD_ORDER_A, DRAY_ORDER_STATUS, NULL);
}

static void
test_a_fact_told_twice_is_kept_once_and_flagged (DrayYard      *yard,
                                                 gconstpointer  data G_GNUC_UNUSED)
{
  do_it (yard, "route.release", RELEASE (STOP_A), DRAY_VERDICT_ACCEPTED);
  do_it (yard, "stop.arrive", "{\"stop\": \"@21\", \"at_us\": 2100}", DRAY_VERDICT_ACCEPTED);
  do_it (yard, "stop.arrive", "{\"stop\": \"@21\", \"at_us\": 2200}", DRAY_VERDICT_FLAGGED);
  do_it (yard, "stop.depart", "{\"stop\": \"@21\", \"at_us\": 2900}", DRAY_VERDICT_ACCEPTED);

  g_autoptr (DrayRow) stop = dray_yard_row (yard, &dray_stop_table, 21);
  g_assert_cmpint (dray_row_get_integer (stop, DRAY_STOP_ARRIVED_US), ==, 2100);
  g_assert_cmpstr (dray_row_get_text (stop, DRAY_STOP_STATUS), ==, "left");
}

static void
test_a_release_is_answered_by_a_recall_and_not_undone (DrayYard      *yard,
                                                       gconstpointer  data G_GNUC_UNUSED)
{
  do_it (yard, "route.release", RELEASE (STOP_A), DRAY_VERDICT_ACCEPTED);
  do_it (yard, "route.recall", "{\"route\": \"@20\"}", DRAY_VERDICT_ACCEPTED);
  assert_text (yard, &dray_route_table, 20, DRAY_ROUTE_STATUS, "closed");
  do_it (yard, "route.start", "{\"route\": \"@20\", \"at_us\": 5}", DRAY_VERDICT_FLAGGED);
  assert_text (yard, &dray_route_table, 20, DRAY_ROUTE_STATUS, "closed");
}

#define RAISE "{\"alarm\": \"@30\", \"truck\": \"@4\", \"kind\": \"breakdown\", \"priority\": 1, \"text\": \"Gearbox\", \"at_us\": 7}"

static void
test_an_alarm_lives_from_raised_to_closed (DrayYard      *yard,
                                           gconstpointer  data G_GNUC_UNUSED)
{
  do_it (yard, "alarm.raise", RAISE, DRAY_VERDICT_ACCEPTED);
  assert_text (yard, &dray_alarm_table, 30, DRAY_ALARM_STATUS, "raised");
  do_it (yard, "alarm.take", "{\"alarm\": \"@30\", \"owner\": \"Dispatcher\"}", DRAY_VERDICT_ACCEPTED);
  assert_text (yard, &dray_alarm_table, 30, DRAY_ALARM_OWNER, "Dispatcher");
  do_it (yard, "alarm.close", "{\"alarm\": \"@30\", \"outcome\": \"Towed\"}", DRAY_VERDICT_ACCEPTED);
  assert_text (yard, &dray_alarm_table, 30, DRAY_ALARM_STATUS, "closed");

  g_autoptr (GError) error = NULL;
  g_assert_null (dray_yard_try (yard, "alarm.take", "{\"alarm\": \"@30\", \"owner\": \"Other\"}", &error));
  g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_REFUSED);
}

static void
test_chatter_is_one_alarm_that_counts (DrayYard      *yard,
                                       gconstpointer  data G_GNUC_UNUSED)
{
  for (int i = 0; i < 3; i++)
    do_it (yard, "alarm.raise", RAISE, DRAY_VERDICT_ACCEPTED);

  g_autoptr (DrayRow) alarm = dray_yard_row (yard, &dray_alarm_table, 30);
  g_assert_cmpint (dray_row_get_integer (alarm, DRAY_ALARM_COUNT), ==, 3);
}

static void
test_an_alarm_back_to_normal_stays_until_someone_saw_it (DrayYard      *yard,
                                                         gconstpointer  data G_GNUC_UNUSED)
{
  do_it (yard, "alarm.raise", RAISE, DRAY_VERDICT_ACCEPTED);
  do_it (yard, "alarm.clear", "{\"alarm\": \"@30\", \"at_us\": 9}", DRAY_VERDICT_ACCEPTED);
  assert_text (yard, &dray_alarm_table, 30, DRAY_ALARM_STATUS, "normal");
  do_it (yard, "alarm.acknowledge", "{\"alarm\": \"@30\"}", DRAY_VERDICT_ACCEPTED);
  assert_text (yard, &dray_alarm_table, 30, DRAY_ALARM_STATUS, "closed");
}

static void
test_shelving_needs_an_end_within_the_shift (DrayYard      *yard,
                                             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  do_it (yard, "alarm.raise", RAISE, DRAY_VERDICT_ACCEPTED);
  g_assert_null (dray_yard_try (yard, "alarm.shelve", "{\"alarm\": \"@30\", \"reason\": \"Known\", \"for_s\": 50000}", &error));
  g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID);
  assert_text (yard, &dray_alarm_table, 30, DRAY_ALARM_STATUS, "raised");

  do_it (yard, "alarm.shelve", "{\"alarm\": \"@30\", \"reason\": \"Known\", \"for_s\": 900}", DRAY_VERDICT_ACCEPTED);
  g_autoptr (DrayRow) alarm = dray_yard_row (yard, &dray_alarm_table, 30);
  g_assert_cmpint (dray_row_get_integer (alarm, DRAY_ALARM_SHELVED_UNTIL_US), ==, dray_clock_now_us (yard->clock) + 900 * G_USEC_PER_SEC);
}

static void
test_a_message_is_sent_delivered_and_read_once (DrayYard      *yard,
                                                gconstpointer  data G_GNUC_UNUSED)
{
  do_it (yard, "message.send", "{\"message\": \"@40\", \"truck\": \"@4\", \"text\": \"Stay\", \"at_us\": 1}", DRAY_VERDICT_ACCEPTED);
  do_it (yard, "message.deliver", "{\"message\": \"@40\", \"at_us\": 2}", DRAY_VERDICT_ACCEPTED);
  do_it (yard, "message.read", "{\"message\": \"@40\", \"at_us\": 3}", DRAY_VERDICT_ACCEPTED);
  do_it (yard, "message.read", "{\"message\": \"@40\", \"at_us\": 4}", DRAY_VERDICT_ACCEPTED);

  g_autoptr (DrayRow) message = dray_yard_row (yard, &dray_message_table, 40);
  g_assert_cmpstr (dray_row_get_text (message, DRAY_MESSAGE_DIRECTION), ==, "to-driver");
  g_assert_cmpint (dray_row_get_integer (message, DRAY_MESSAGE_READ_US), ==, 3);
}

static void
refuse (DrayYard   *yard,
        const char *operation,
        const char *arguments)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dray_yard_try (yard, operation, arguments, &error));
  g_assert_nonnull (error);
}

/* What is promised, held, taken up and cancelled; nothing of it once it is over. */
static void
test_an_order_lives_from_promised_to_over (DrayYard      *yard,
                                           gconstpointer  data G_GNUC_UNUSED)
{
  do_it (yard, "order.confirm", "{\"order\": \"@6\", \"task\": \"@7\", \"open_us\": 5000, \"close_us\": 9000}", DRAY_VERDICT_ACCEPTED);
  assert_text (yard, &dray_order_table, 6, DRAY_ORDER_STATUS, "confirmed");
  g_autoptr (DrayRow) task = dray_yard_row (yard, &dray_task_table, 7);
  g_assert_cmpint (dray_row_get_integer (task, DRAY_TASK_WINDOW_CLOSE_US), ==, 9000);
  do_it (yard, "order.hold", "{\"order\": \"@6\", \"reason\": \"Not paid\"}", DRAY_VERDICT_ACCEPTED);
  do_it (yard, "order.resume", "{\"order\": \"@6\"}", DRAY_VERDICT_ACCEPTED);
  assert_text (yard, &dray_order_table, 6, DRAY_ORDER_STATUS, "confirmed");
  refuse (yard, "order.resume", "{\"order\": \"@6\"}");
  refuse (yard, "order.confirm", "{\"order\": \"@6\", \"task\": \"@9\", \"open_us\": 1, \"close_us\": 2}");
  do_it (yard, "task.settle", "{\"task\": \"@7\", \"outcome\": \"refused\", \"disposition\": \"back-to-depot\", \"reason\": \"Wrong goods\", \"at_us\": 7}", DRAY_VERDICT_ACCEPTED);
  assert_text (yard, &dray_order_table, 6, DRAY_ORDER_STATUS, "returned");
  refuse (yard, "order.cancel", "{\"order\": \"@6\", \"reason\": \"Too late\"}");
}

/* Tried again today, the order stays open. */
static void
test_a_try_that_is_repeated_leaves_its_order_open (DrayYard      *yard,
                                                   gconstpointer  data G_GNUC_UNUSED)
{
  do_it (yard, "order.confirm", "{\"order\": \"@6\"}", DRAY_VERDICT_ACCEPTED);
  do_it (yard, "task.settle", "{\"task\": \"@7\", \"outcome\": \"not-there\", \"disposition\": \"again-today\", \"at_us\": 7}", DRAY_VERDICT_ACCEPTED);
  assert_text (yard, &dray_order_table, 6, DRAY_ORDER_STATUS, "confirmed");
  do_it (yard, "task.settle", "{\"task\": \"@7\", \"outcome\": \"done\", \"at_us\": 8}", DRAY_VERDICT_ACCEPTED);
  assert_text (yard, &dray_order_table, 6, DRAY_ORDER_STATUS, "delivered");
}

/* How a driver knows is asked again with every release, and a route is closed once each of its stops has an outcome. */
static void
test_a_route_is_told_and_closed (DrayYard      *yard,
                                 gconstpointer  data G_GNUC_UNUSED)
{
  do_it (yard, "route.release", RELEASE (STOP_A ", " STOP_B), DRAY_VERDICT_ACCEPTED);
  do_it (yard, "route.tell", "{\"route\": \"@20\", \"told\": \"by-phone\", \"by\": \"Ines\"}", DRAY_VERDICT_ACCEPTED);
  assert_text (yard, &dray_route_table, 20, DRAY_ROUTE_TOLD_BY, "Ines");
  do_it (yard, "route.release", RELEASE ("{\"stop\": \"@23\", \"task\": \"@7\", \"site\": \"@3\", \"planned_us\": 2000, \"planned_leave_us\": 3000}"), DRAY_VERDICT_ACCEPTED);
  assert_text (yard, &dray_route_table, 20, DRAY_ROUTE_TOLD, "not-told");
  assert_text (yard, &dray_route_table, 20, DRAY_ROUTE_TOLD_BY, NULL);
  refuse (yard, "route.close", "{\"route\": \"@20\"}");
  do_it (yard, "task.settle", "{\"task\": \"@7\", \"outcome\": \"done\", \"at_us\": 7}", DRAY_VERDICT_ACCEPTED);
  do_it (yard, "route.close", "{\"route\": \"@20\", \"odometer_m\": 1000}", DRAY_VERDICT_ACCEPTED);
  assert_text (yard, &dray_route_table, 20, DRAY_ROUTE_STATUS, "closed");
  refuse (yard, "route.close", "{\"route\": \"@20\"}");
}

#define ADD(path, func) g_test_add ("/fleet/operations/" path, DrayYard, NULL, dray_yard_set_up, func, dray_yard_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a-release-makes-route-stops-and-order-states", test_a_release_makes_route_stops_and_order_states);
  ADD ("a-second-release-replaces-the-stops-ahead", test_a_second_release_replaces_the_stops_ahead);
  ADD ("a-release-that-is-not-whole-changes-nothing", test_a_release_that_is_not_whole_changes_nothing);
  ADD ("a-fact-told-twice-is-kept-once-and-flagged", test_a_fact_told_twice_is_kept_once_and_flagged);
  ADD ("a-release-is-answered-by-a-recall-and-not-undone", test_a_release_is_answered_by_a_recall_and_not_undone);
  ADD ("an-order-lives-from-promised-to-over", test_an_order_lives_from_promised_to_over);
  ADD ("a-try-that-is-repeated-leaves-its-order-open", test_a_try_that_is_repeated_leaves_its_order_open);
  ADD ("a-route-is-told-and-closed", test_a_route_is_told_and_closed);
  ADD ("an-alarm-lives-from-raised-to-closed", test_an_alarm_lives_from_raised_to_closed);
  ADD ("chatter-is-one-alarm-that-counts", test_chatter_is_one_alarm_that_counts);
  ADD ("an-alarm-back-to-normal-stays-until-someone-saw-it", test_an_alarm_back_to_normal_stays_until_someone_saw_it);
  ADD ("shelving-needs-an-end-within-the-shift", test_shelving_needs_an_end_within_the_shift);
  ADD ("a-message-is-sent-delivered-and-read-once", test_a_message_is_sent_delivered_and_read_once);
  return g_test_run ();
}
