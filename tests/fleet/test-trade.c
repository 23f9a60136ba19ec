/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-advance.h"
#include "dray-defect.h"
#include "dray-duty.h"
#include "dray-fuel.h"
#include "dray-meter-reading.h"
#include "dray-plan-operations.h"
#include "dray-plan-stop.h"
#include "dray-settlement.h"
#include "dray-store-error.h"
#include "dray-truck.h"
#include "dray-weigh-ticket.h"
#include "dray-weighbridge.h"
#include "dray-yard.h"

/* The operations of the weighbridge, of settlements, of duty, meters and checks, and what keeps a truck from a route. */

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
refuse (DrayYard   *yard,
        const char *operation,
        const char *arguments)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dray_yard_try (yard, operation, arguments, &error));
  g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_REFUSED);
}

static void
create (DrayYard   *yard,
        const char *table,
        int         n,
        const char *values)
{
  g_autofree char *arguments = g_strdup_printf ("{\"table\": \"%s\", \"id\": \"@%d\", \"values\": %s}", table, n, values);

  do_it (yard, "record.create", arguments, DRAY_VERDICT_ACCEPTED);
}

static gint64
integer (DrayYard        *yard,
         const DrayTable *table,
         int              n,
         int              field)
{
  g_autoptr (DrayRow) row = dray_yard_row (yard, table, n);

  return dray_row_get_integer (row, field);
}

static char *
text (DrayYard        *yard,
      const DrayTable *table,
      int              n,
      int              field)
{
  g_autoptr (DrayRow) row = dray_yard_row (yard, table, n);

  return g_strdup (dray_row_get_text (row, field));
}

/* A weighbridge (100), wheat (101) with a price (102), a levy (103) and a tax (104), and a grower (2). */
static void
furnish_scale (DrayYard *yard)
{
  create (yard, "weighbridge", 100, "{\"name\": \"Gate\", \"division_kg\": 20, \"limit_kg\": 60000}");
  create (yard, "commodity", 101, "{\"name\": \"Wheat\", \"base_moisture_pm\": 140}");
  create (yard, "price", 102, "{\"commodity\": \"@101\", \"valid_from\": \"2026-07-01\", \"amount_minor\": 20000, \"currency\": \"EUR\"}");
  create (yard, "price", 105, "{\"commodity\": \"@101\", \"valid_from\": \"2026-11-19\", \"amount_minor\": 21350, \"currency\": \"EUR\"}");
  create (yard, "deduction", 103, "{\"name\": \"Levy\", \"commodity\": \"@101\", \"kind\": \"a-tonne\", \"amount_minor\": 150, \"valid_from\": \"2026-01-01\"}");
  create (yard, "deduction", 104, "{\"name\": \"Tax\", \"commodity\": \"@101\", \"kind\": \"a-share\", \"share_pm\": 10, \"valid_from\": \"2026-01-01\"}");
}

static void
weigh (DrayYard   *yard,
       int         ticket,
       int         first_kg,
       int         second_kg,
       const char *day)
{
  g_autofree char *open = g_strdup_printf ("{\"ticket\": \"@%d\", \"weighbridge\": \"@100\", \"weight_kg\": %d, \"at_us\": 1, \"truck\": \"@4\", \"party\": \"@2\", \"commodity\": \"@101\"}", ticket, first_kg);
  g_autofree char *close = g_strdup_printf ("{\"ticket\": \"@%d\", \"weight_kg\": %d, \"at_us\": 2, \"delivered_on\": \"%s\"}", ticket, second_kg, day);

  do_it (yard, "ticket.open", open, DRAY_VERDICT_ACCEPTED);
  do_it (yard, "ticket.weigh", close, DRAY_VERDICT_ACCEPTED);
}

static void
test_tickets_are_numbered_without_a_gap (DrayYard      *yard,
                                         gconstpointer  data G_GNUC_UNUSED)
{
  furnish_scale (yard);
  weigh (yard, 110, 40000, 15000, "2026-11-19");
  weigh (yard, 111, 14980, 39000, "2026-11-19");
  do_it (yard, "ticket.void", "{\"ticket\": \"@110\", \"reason\": \"Wrong truck\"}", DRAY_VERDICT_ACCEPTED);
  weigh (yard, 112, 40000, 15000, "2026-11-19");

  g_assert_cmpint (integer (yard, &dray_weigh_ticket_table, 110, DRAY_WEIGH_TICKET_NUMBER), ==, 1);
  g_assert_cmpint (integer (yard, &dray_weigh_ticket_table, 111, DRAY_WEIGH_TICKET_NUMBER), ==, 2);
  g_assert_cmpint (integer (yard, &dray_weigh_ticket_table, 112, DRAY_WEIGH_TICKET_NUMBER), ==, 3);
  g_assert_cmpint (integer (yard, &dray_weigh_ticket_table, 111, DRAY_WEIGH_TICKET_GROSS_KG), ==, 39000);
  g_assert_cmpint (integer (yard, &dray_weigh_ticket_table, 111, DRAY_WEIGH_TICKET_TARE_KG), ==, 14980);
  g_assert_cmpint (integer (yard, &dray_weigh_ticket_table, 111, DRAY_WEIGH_TICKET_NET_KG), ==, 24020);
}

/* A scale's word is kept, whatever it is. */
static void
test_odd_weights_are_kept_and_flagged (DrayYard      *yard,
                                       gconstpointer  data G_GNUC_UNUSED)
{
  furnish_scale (yard);
  do_it (yard, "ticket.open", "{\"ticket\": \"@110\", \"weighbridge\": \"@100\", \"weight_kg\": 15003, \"at_us\": 1}", DRAY_VERDICT_FLAGGED);
  g_assert_cmpint (integer (yard, &dray_weigh_ticket_table, 110, DRAY_WEIGH_TICKET_FIRST_KG), ==, 15003);
  do_it (yard, "ticket.weigh", "{\"ticket\": \"@110\", \"weight_kg\": 15003, \"at_us\": 2, \"delivered_on\": \"2026-11-19\"}", DRAY_VERDICT_FLAGGED);
  g_autofree char *status = text (yard, &dray_weigh_ticket_table, 110, DRAY_WEIGH_TICKET_STATUS);
  g_assert_cmpstr (status, ==, "open");

  do_it (yard, "field.set", "{\"table\": \"truck\", \"id\": \"@4\", \"field\": \"gross_kg\", \"value\": 38000}", DRAY_VERDICT_ACCEPTED);
  do_it (yard, "ticket.open", "{\"ticket\": \"@111\", \"weighbridge\": \"@100\", \"weight_kg\": 40000, \"at_us\": 1, \"truck\": \"@4\"}", DRAY_VERDICT_ACCEPTED);
  do_it (yard, "ticket.weigh", "{\"ticket\": \"@111\", \"weight_kg\": 15000, \"at_us\": 2, \"delivered_on\": \"2026-11-19\"}", DRAY_VERDICT_FLAGGED);
  g_assert_cmpint (integer (yard, &dray_weigh_ticket_table, 111, DRAY_WEIGH_TICKET_OVERWEIGHT), ==, 1);
  g_assert_cmpint (integer (yard, &dray_weigh_ticket_table, 111, DRAY_WEIGH_TICKET_NET_KG), ==, 25000);
}

#define DRAW "{\"settlement\": \"@120\", \"party\": \"@2\", \"until_on\": \"2026-11-30\", \"currency\": \"EUR\"}"

/* 25,000 kg at 18.3 % against 14 %: 23,750 kg; at 213.50 a tonne 5,070.63; 1.50 a tonne and 1 % off it; 1,000 of an advance. */
static void
test_a_settlement_counts_to_the_cent (DrayYard      *yard,
                                      gconstpointer  data G_GNUC_UNUSED)
{
  furnish_scale (yard);
  create (yard, "advance", 130, "{\"party\": \"@2\", \"given_on\": \"2026-10-01\", \"amount_minor\": 100000}");
  weigh (yard, 110, 40000, 15000, "2026-11-19");
  do_it (yard, "ticket.sample", "{\"ticket\": \"@110\", \"moisture_pm\": 183}", DRAY_VERDICT_ACCEPTED);
  do_it (yard, "settlement.draw", DRAW, DRAY_VERDICT_ACCEPTED);

  g_assert_cmpint (integer (yard, &dray_settlement_table, 120, DRAY_SETTLEMENT_WORTH_MINOR), ==, 507063);
  g_assert_cmpint (integer (yard, &dray_settlement_table, 120, DRAY_SETTLEMENT_DEDUCTED_MINOR), ==, 3563 + 5071);
  g_assert_cmpint (integer (yard, &dray_settlement_table, 120, DRAY_SETTLEMENT_ADVANCE_MINOR), ==, 100000);
  g_assert_cmpint (integer (yard, &dray_settlement_table, 120, DRAY_SETTLEMENT_TOTAL_MINOR), ==, 507063 - 3563 - 5071 - 100000);
  g_assert_cmpint (integer (yard, &dray_advance_table, 130, DRAY_ADVANCE_TAKEN_MINOR), ==, 100000);
}

/* The price is that of the day; an advance takes no more than there is, and the rest carries over. */
static void
test_prices_go_by_the_day_and_advances_carry_over (DrayYard      *yard,
                                                   gconstpointer  data G_GNUC_UNUSED)
{
  furnish_scale (yard);
  create (yard, "advance", 130, "{\"party\": \"@2\", \"given_on\": \"2026-10-01\", \"amount_minor\": 90000000}");
  weigh (yard, 110, 16000, 15000, "2026-11-18");
  do_it (yard, "settlement.draw", DRAW, DRAY_VERDICT_ACCEPTED);

  g_assert_cmpint (integer (yard, &dray_settlement_table, 120, DRAY_SETTLEMENT_WORTH_MINOR), ==, 20000);
  g_assert_cmpint (integer (yard, &dray_settlement_table, 120, DRAY_SETTLEMENT_TOTAL_MINOR), ==, 0);
  g_assert_cmpint (integer (yard, &dray_advance_table, 130, DRAY_ADVANCE_TAKEN_MINOR), ==, 20000 - 150 - 200);
}

static void
test_a_ticket_is_settled_once_and_a_draft_frees_it (DrayYard      *yard,
                                                    gconstpointer  data G_GNUC_UNUSED)
{
  furnish_scale (yard);
  create (yard, "advance", 130, "{\"party\": \"@2\", \"given_on\": \"2026-10-01\", \"amount_minor\": 1000}");
  weigh (yard, 110, 40000, 15000, "2026-11-19");
  do_it (yard, "settlement.draw", DRAW, DRAY_VERDICT_ACCEPTED);
  refuse (yard, "settlement.draw", "{\"settlement\": \"@121\", \"party\": \"@2\", \"until_on\": \"2026-11-30\", \"currency\": \"EUR\"}");
  refuse (yard, "ticket.void", "{\"ticket\": \"@110\", \"reason\": \"Too late\"}");
  do_it (yard, "settlement.discard", "{\"settlement\": \"@120\"}", DRAY_VERDICT_ACCEPTED);
  g_assert_cmpint (integer (yard, &dray_advance_table, 130, DRAY_ADVANCE_TAKEN_MINOR), ==, 0);
  do_it (yard, "settlement.draw", "{\"settlement\": \"@121\", \"party\": \"@2\", \"until_on\": \"2026-11-30\", \"currency\": \"EUR\"}", DRAY_VERDICT_ACCEPTED);
}

/* Whoever drew it is not asked twice; another makes it final, and nobody does so again. */
static void
test_a_second_person_makes_it_final_once (DrayYard      *yard,
                                          gconstpointer  data G_GNUC_UNUSED)
{
  DrayActor other = { .role = "administrator" };
  g_autoptr (GError) error = NULL;

  other.user = other.subject = dray_yard_id (902);
  furnish_scale (yard);
  weigh (yard, 110, 40000, 15000, "2026-11-19");
  do_it (yard, "settlement.draw", DRAW, DRAY_VERDICT_ACCEPTED);
  refuse (yard, "settlement.finalise", "{\"settlement\": \"@120\"}");
  for (int i = 0; i < 2; i++) {
    g_autoptr (DrayIntent) intent = dray_yard_intent (yard->store, "settlement.finalise", "{\"settlement\": \"@120\"}", NULL);
    g_autoptr (DrayReceipt) receipt = dray_store_submit (yard->store, &other, intent, &error);

    g_assert_true ((receipt != NULL) == (i == 0));
  }
  g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_REFUSED);
  refuse (yard, "settlement.discard", "{\"settlement\": \"@120\"}");
}

/* Without a price a load would be worth nothing by an oversight. */
static void
test_a_ticket_without_a_price_is_not_settled (DrayYard      *yard,
                                              gconstpointer  data G_GNUC_UNUSED)
{
  furnish_scale (yard);
  weigh (yard, 110, 40000, 15000, "2026-06-30");
  refuse (yard, "settlement.draw", DRAW);
}

#define READ_AT(n, us, odometer) "{\"reading\": \"@" n "\", \"truck\": \"@4\", \"at_us\": " us ", \"odometer_m\": " odometer "}"

static void
test_an_odometer_that_falls_is_doubted (DrayYard      *yard,
                                        gconstpointer  data G_GNUC_UNUSED)
{
  do_it (yard, "reading.record", READ_AT ("140", "1000", "500000"), DRAY_VERDICT_ACCEPTED);
  do_it (yard, "reading.record", READ_AT ("141", "2000", "499000"), DRAY_VERDICT_FLAGGED);
  do_it (yard, "reading.record", READ_AT ("142", "500", "501000"), DRAY_VERDICT_FLAGGED);
  do_it (yard, "reading.record", READ_AT ("143", "600", "480000"), DRAY_VERDICT_ACCEPTED);
  do_it (yard, "reading.record", READ_AT ("144", "3000", "510000"), DRAY_VERDICT_ACCEPTED);

  g_autofree char *doubt = text (yard, &dray_meter_reading_table, 141, DRAY_METER_READING_DOUBT);
  g_assert_cmpstr (doubt, ==, "The odometer fell.");
  g_assert_cmpint (integer (yard, &dray_meter_reading_table, 141, DRAY_METER_READING_ODOMETER_M), ==, 499000);
  g_assert_cmpint (integer (yard, &dray_truck_table, 4, DRAY_TRUCK_ODOMETER_M), ==, 510000);
}

static void
test_more_fuel_than_the_tank_holds_is_doubted (DrayYard      *yard,
                                               gconstpointer  data G_GNUC_UNUSED)
{
  do_it (yard, "field.set", "{\"table\": \"truck\", \"id\": \"@4\", \"field\": \"tank_ml\", \"value\": 400000}", DRAY_VERDICT_ACCEPTED);
  do_it (yard, "fuel.record", "{\"fuel\": \"@150\", \"truck\": \"@4\", \"at_us\": 5, \"volume_ml\": 410000}", DRAY_VERDICT_ACCEPTED);
  do_it (yard, "fuel.record", "{\"fuel\": \"@151\", \"truck\": \"@4\", \"at_us\": 6, \"volume_ml\": 430000}", DRAY_VERDICT_FLAGGED);
  g_assert_cmpint (integer (yard, &dray_fuel_table, 151, DRAY_FUEL_VOLUME_ML), ==, 430000);
}

static void
test_duty_is_corrected_by_a_new_record (DrayYard      *yard,
                                        gconstpointer  data G_GNUC_UNUSED)
{
  do_it (yard, "duty.record", "{\"duty\": \"@160\", \"driver\": \"@5\", \"status\": \"driving\", \"from_us\": 10, \"until_us\": 20, \"source\": \"device\"}", DRAY_VERDICT_ACCEPTED);
  do_it (yard, "duty.record", "{\"duty\": \"@162\", \"driver\": \"@5\", \"status\": \"driving\", \"from_us\": 20, \"until_us\": 20, \"source\": \"device\"}", DRAY_VERDICT_FLAGGED);
  do_it (yard, "duty.correct", "{\"duty\": \"@160\", \"instead\": \"@161\", \"status\": \"other-work\", \"from_us\": 10, \"until_us\": 20, \"note\": \"Loaded\"}", DRAY_VERDICT_ACCEPTED);
  refuse (yard, "duty.correct", "{\"duty\": \"@160\", \"instead\": \"@163\", \"status\": \"rest\", \"from_us\": 10, \"until_us\": 20, \"note\": \"Again\"}");

  g_autofree char *was = text (yard, &dray_duty_table, 160, DRAY_DUTY_STATUS), *is = text (yard, &dray_duty_table, 161, DRAY_DUTY_STATUS);
  g_assert_cmpstr (was, ==, "driving");
  g_assert_cmpint (integer (yard, &dray_duty_table, 160, DRAY_DUTY_REPLACED), ==, 1);
  g_assert_cmpstr (is, ==, "other-work");
}

#define RELEASE(route, stop, from, until) \
  "{\"route\": \"@" route "\", \"truck\": \"@4\", \"driver\": \"@5\", \"depot\": \"@1\", \"day\": \"2026-11-19\", \"start_us\": " from ", \"end_us\": " until "," \
  " \"stops\": [{\"stop\": \"@" stop "\", \"task\": \"@7\", \"site\": \"@3\", \"planned_us\": 2000, \"planned_leave_us\": 3000}]}"

/* Each fault by itself keeps the route from going out, and its end lets it. */
static void
test_what_is_not_assignable_is_not_released (DrayYard      *yard,
                                             gconstpointer  data G_GNUC_UNUSED)
{
  do_it (yard, "check.record", "{\"check\": \"@170\", \"truck\": \"@4\", \"driver\": \"@5\", \"at_us\": 7, \"fault\": \"Brake line\", \"safety_critical\": true}", DRAY_VERDICT_ACCEPTED);
  refuse (yard, "route.release", RELEASE ("20", "21", "1000", "9000"));
  DrayId check = dray_yard_id (170), defect = dray_id_derive ("defect", check.bytes, sizeof check.bytes);
  g_autofree char *id = dray_id_dup_text (&defect), *mend = g_strdup_printf ("{\"table\": \"defect\", \"id\": \"%s\", \"field\": \"status\", \"value\": \"mended\"}", id);
  do_it (yard, "field.set", mend, DRAY_VERDICT_ACCEPTED);

  create (yard, "document", 171, "{\"kind\": \"inspection\", \"truck\": \"@4\", \"expires_on\": \"2026-11-18\"}");
  refuse (yard, "route.release", RELEASE ("20", "21", "1000", "9000"));
  create (yard, "document", 172, "{\"kind\": \"inspection\", \"truck\": \"@4\", \"expires_on\": \"2027-11-18\"}");

  create (yard, "work_order", 173, "{\"title\": \"Gearbox\", \"truck\": \"@4\", \"status\": \"booked\", \"from_us\": 8000}");
  refuse (yard, "route.release", RELEASE ("20", "21", "1000", "9000"));
  do_it (yard, "field.set", "{\"table\": \"work_order\", \"id\": \"@173\", \"field\": \"status\", \"value\": \"done\"}", DRAY_VERDICT_ACCEPTED);

  create (yard, "shift", 174, "{\"driver\": \"@5\", \"depot\": \"@1\", \"day\": \"2026-11-19\", \"kind\": \"sick\", \"start_us\": 0, \"end_us\": 2000}");
  refuse (yard, "route.release", RELEASE ("20", "21", "1000", "9000"));
  do_it (yard, "record.delete", "{\"table\": \"shift\", \"id\": \"@174\"}", DRAY_VERDICT_ACCEPTED);

  do_it (yard, "route.release", RELEASE ("20", "21", "1000", "9000"), DRAY_VERDICT_ACCEPTED);
  refuse (yard, "route.release", RELEASE ("22", "23", "8999", "12000"));
  do_it (yard, "route.release", RELEASE ("22", "23", "9000", "12000"), DRAY_VERDICT_ACCEPTED);
}

/* A task is at most once in a plan, whoever puts it there and how often. */
static void
test_a_task_is_once_in_a_plan (DrayYard      *yard,
                               gconstpointer  data G_GNUC_UNUSED)
{
  DrayId plan = dray_yard_id (180), task = dray_yard_id (7), stop = dray_plan_stop_make_id (&plan, &task);
  g_autoptr (GError) error = NULL;

  create (yard, "day_plan", 180, "{\"name\": \"First\", \"day\": \"2026-11-19\"}");
  do_it (yard, "plan.put_stops", "{\"plan\": \"@180\", \"stops\": [{\"task\": \"@7\", \"truck\": \"@4\", \"rank\": \"a\"}, {\"task\": \"@7\", \"truck\": \"@4\", \"rank\": \"c\", \"arrive_us\": 5}]}", DRAY_VERDICT_ACCEPTED);
  g_autoptr (DrayRow) row = dray_store_get_row (yard->store, &dray_plan_stop_table, &stop, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (dray_row_get_text (row, DRAY_PLAN_STOP_RANK), ==, "c");
  g_assert_cmpint (dray_row_get_integer (row, DRAY_PLAN_STOP_ARRIVE_US), ==, 5);
  refuse (yard, "plan.put_stops", "{\"plan\": \"@180\", \"stops\": [{\"task\": \"@7\"}]}");
  refuse (yard, "plan.put_stops", "{\"plan\": \"@180\", \"stops\": 17}");
  do_it (yard, "plan.take_stop", "{\"plan\": \"@180\", \"task\": \"@7\"}", DRAY_VERDICT_ACCEPTED);
  do_it (yard, "plan.drop", "{\"plan\": \"@180\"}", DRAY_VERDICT_ACCEPTED);
  refuse (yard, "plan.put_stops", "{\"plan\": \"@180\", \"stops\": [{\"task\": \"@7\", \"truck\": \"@4\", \"rank\": \"a\"}]}");
}

#define ADD(path, func) g_test_add ("/fleet/trade/" path, DrayYard, NULL, dray_yard_set_up, func, dray_yard_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("tickets-are-numbered-without-a-gap", test_tickets_are_numbered_without_a_gap);
  ADD ("odd-weights-are-kept-and-flagged", test_odd_weights_are_kept_and_flagged);
  ADD ("a-settlement-counts-to-the-cent", test_a_settlement_counts_to_the_cent);
  ADD ("prices-go-by-the-day-and-advances-carry-over", test_prices_go_by_the_day_and_advances_carry_over);
  ADD ("a-ticket-is-settled-once-and-a-draft-frees-it", test_a_ticket_is_settled_once_and_a_draft_frees_it);
  ADD ("a-second-person-makes-it-final-once", test_a_second_person_makes_it_final_once);
  ADD ("a-ticket-without-a-price-is-not-settled", test_a_ticket_without_a_price_is_not_settled);
  ADD ("an-odometer-that-falls-is-doubted", test_an_odometer_that_falls_is_doubted);
  ADD ("more-fuel-than-the-tank-holds-is-doubted", test_more_fuel_than_the_tank_holds_is_doubted);
  ADD ("duty-is-corrected-by-a-new-record", test_duty_is_corrected_by_a_new_record);
  ADD ("what-is-not-assignable-is-not-released", test_what_is_not_assignable_is_not_released);
  ADD ("a-task-is-once-in-a-plan", test_a_task_is_once_in_a_plan);
  return g_test_run ();
}
