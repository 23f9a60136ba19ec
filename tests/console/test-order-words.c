/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-order-words.h"
#include "dray-units.h"

#include <string.h>

#define MINUTE_US (60 * DRAY_US_PER_S)
#define HOUR_US (60 * MINUTE_US)
#define NOW_US (9 * HOUR_US)

static DrayId
make_id (guint number)
{
  return dray_id_derive ("test", &number, sizeof number);
}

static void
assert_range (gint64      eta_us,
              const char *expected)
{
  g_autofree char *words = dray_order_words_range (eta_us, NOW_US);

  g_assert_cmpstr (words, ==, expected);
}

static void
test_range (void)
{
  assert_range (NOW_US + 10 * MINUTE_US, "09:05 to 09:15");
  assert_range (NOW_US + 100 * MINUTE_US, "10:25 to 10:55");
  assert_range (NOW_US + 1 * MINUTE_US, "09:00 to 09:05");
  assert_range (NOW_US - 20 * MINUTE_US, "09:00 to 09:00");
}

/* A fleet of one truck with a route of three stops, of which it has done one. */
static DrayLiveFleet *
make_fleet (void)
{
  DrayTruckLabel label = { .id = make_id (1), .number = "12", .plate = "HV 14 LUB", .driver = "Tomás Varela" };
  DrayLiveFleet *fleet = dray_live_fleet_new (&label, 1, NULL);
  DrayId route_id = make_id (2);
  g_autoptr (DrayLiveRoute) route = dray_live_route_new (&route_id, 0, NOW_US - HOUR_US);
  g_autoptr (DrayStopTimes) times = dray_stop_times_new (3);
  int lon_e7[] = { 0, 1000000 }, lat_e7[] = { 0, 0 };
  DrayFix fix = { .at_us = NOW_US - MINUTE_US, .truck = 0 };

  for (guint i = 0; i < 3; i++) {
    DrayLiveStop stop = { .id = make_id (10 + i), .name = "Kessel Dairy", .address = "", .open_us = DRAY_NEVER, .close_us = DRAY_NEVER, .planned_us = NOW_US };

    dray_live_route_add_leg (route, lon_e7, lat_e7, 2, 600);
    dray_live_route_add_stop (route, &stop);
    times->eta_us[i] = NOW_US + (gint64) i * 20 * MINUTE_US;
    times->arrived_us[i] = times->departed_us[i] = DRAY_NEVER;
  }

  DrayTruckProgress progress = { .truck = 0, .state = DRAY_TRUCK_DRIVING, .n_done = 1, .n_stops = 3, .eta_us = NOW_US, .slack_s = G_MAXINT, .route = route, .times = times };

  dray_live_fleet_put_progress (fleet, &progress, 1);
  dray_live_fleet_put_fixes (fleet, &fix, 1);
  g_usleep (120 * 1000);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  return fleet;
}

static DrayOrderFacts
make_facts (void)
{
  return (DrayOrderFacts) {
    .stop = make_id (12), .truck = make_id (1), .reference = (char *) "HV-1042", .customer = (char *) "Café Lund", .status = (char *) "under-way", .site = (char *) "Café Lund",
    .open_us = 9 * HOUR_US, .close_us = 10 * HOUR_US, .planned_us = NOW_US + 30 * MINUTE_US, .arrived_us = DRAY_NEVER, .departed_us = DRAY_NEVER, .heard_us = DRAY_NEVER,
  };
}

static void
test_under_way (void)
{
  g_autoptr (DrayLiveFleet) fleet = make_fleet ();
  DrayOrderFacts facts = make_facts ();
  g_autoptr (DrayOrderWords) words = dray_order_words_new (&facts, fleet, NOW_US);
  g_autofree char *text = dray_order_words_dup_text (words, &facts);

  g_assert_cmpstr (words->truck, ==, "12, HV 14 LUB, Tomás Varela");
  g_assert_cmpstr (words->before, ==, "1");
  g_assert_cmpstr (words->expected, ==, "09:30 to 09:50");
  g_assert_cmpstr (words->window, ==, "09:00 to 10:00");
  g_assert_cmpstr (words->contact, ==, "position at 08:59");
  g_assert_nonnull (strstr (text, "HV-1042"));
  g_assert_nonnull (strstr (text, "09:30 to 09:50"));
}

static void
test_next (void)
{
  g_autoptr (DrayLiveFleet) fleet = make_fleet ();
  DrayOrderFacts facts = make_facts ();

  facts.stop = make_id (11);

  g_autoptr (DrayOrderWords) words = dray_order_words_new (&facts, fleet, NOW_US);

  g_assert_cmpstr (words->before, ==, "none, it is the next");
}

static void
test_delivered (void)
{
  g_autoptr (DrayLiveFleet) fleet = make_fleet ();
  DrayOrderFacts facts = make_facts ();

  facts.arrived_us = 8 * HOUR_US;
  facts.departed_us = 8 * HOUR_US + 10 * MINUTE_US;

  g_autoptr (DrayOrderWords) words = dray_order_words_new (&facts, fleet, NOW_US);

  g_assert_cmpstr (words->expected, ==, "was there, left at 08:10");
}

static void
test_no_truck (void)
{
  g_autoptr (DrayLiveFleet) fleet = make_fleet ();
  DrayOrderFacts facts = make_facts ();

  facts.truck = facts.stop = DRAY_ID_NONE;
  facts.planned_us = facts.open_us = facts.close_us = DRAY_NEVER;

  g_autoptr (DrayOrderWords) words = dray_order_words_new (&facts, fleet, NOW_US);

  g_assert_cmpstr (words->truck, ==, "no truck yet");
  g_assert_cmpstr (words->expected, ==, "not planned yet");
  g_assert_cmpstr (words->window, ==, "none was promised");
  g_assert_cmpstr (words->contact, ==, "none today");
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/console/order-words/a-range-is-rounded-outwards-and-never-past", test_range);
  g_test_add_func ("/console/order-words/an-order-under-way-has-stops-before-it", test_under_way);
  g_test_add_func ("/console/order-words/the-next-stop-says-so", test_next);
  g_test_add_func ("/console/order-words/what-was-delivered-says-when", test_delivered);
  g_test_add_func ("/console/order-words/an-order-without-a-truck-says-so", test_no_truck);
  return g_test_run ();
}
