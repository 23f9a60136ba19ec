/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-route-tracker.h"
#include "dray-units.h"

/* A route due east along the equator: 10 km in 1,000 s, stops at 3 and 6 km of 300 s each, home at 10 km. One metre is 89.83e-7
 * degrees there. */

#define E7_PER_M (1.0 / 0.0111319)

typedef struct {
  int    n_events[DRAY_TRACKER_BACK_ON_ROUTE + 1];
  gint64 last_us;
} Log;

static void
on_event (const DrayTrackerEvent *event,
          gpointer                user_data)
{
  Log *log = user_data;

  log->n_events[event->kind]++;
  log->last_us = event->at_us;
}

static DrayLiveRoute *
make_route (void)
{
  DrayId id = dray_id_derive ("route", "1", 1);
  DrayLiveRoute *route = dray_live_route_new (&id, 0, 0);
  int to_first[2] = { 0, (int) (3000 * E7_PER_M) }, to_second[2] = { to_first[1], (int) (6000 * E7_PER_M) };
  int home[2] = { to_second[1], (int) (10000 * E7_PER_M) }, equator[2] = { 0, 0 };
  DrayLiveStop first = { .name = "Café", .lon_e7 = to_first[1], .open_us = 400 * DRAY_US_PER_S, .close_us = 1000 * DRAY_US_PER_S, .service_s = 300 };
  DrayLiveStop second = { .name = "Dairy", .lon_e7 = to_second[1], .open_us = DRAY_NEVER, .close_us = 900 * DRAY_US_PER_S, .service_s = 300 };

  dray_live_route_add_leg (route, to_first, equator, 2, 300);
  dray_live_route_add_stop (route, &first);
  dray_live_route_add_leg (route, to_second, equator, 2, 300);
  dray_live_route_add_stop (route, &second);
  dray_live_route_add_leg (route, home, equator, 2, 400);
  return route;
}

static void
drive (DrayRouteTracker *progress,
       double            at_s,
       double            at_m,
       double            aside_m,
       int               speed_cms)
{
  DrayFix fix = {
    .at_us = (gint64) (at_s * (double) DRAY_US_PER_S), .lon_e7 = (int) (at_m * E7_PER_M), .lat_e7 = (int) (aside_m * E7_PER_M),
    .speed_cms = (guint16) speed_cms,
  };

  dray_route_tracker_take_fix (progress, &fix);
}

static gint64
eta_us (DrayRouteTracker *tracker,
        guint             stop,
        gint64            now_us)
{
  g_autoptr (DrayStopTimes) times = dray_route_tracker_get_times (tracker, 0, now_us);

  return times->eta_us[stop];
}

/* The progress without its references. */
static DrayTruckProgress
look (DrayRouteTracker *tracker,
      gint64            now_us)
{
  DrayTruckProgress progress;

  dray_route_tracker_get_progress (tracker, 0, now_us, &progress);
  g_clear_pointer (&progress.route, dray_live_route_unref);
  g_clear_pointer (&progress.times, dray_stop_times_unref);
  return progress;
}

static void
test_before_departure_eta_counts_from_the_planned_start (void)
{
  g_autoptr (DrayLiveRoute) route = make_route ();
  g_autoptr (DrayRouteTracker) progress = dray_route_tracker_new (1, NULL, NULL);
  DrayTruckProgress now;

  dray_route_tracker_set_route (progress, 0, route, 0);
  /* Arrives at 300, waits to 400, leaves at 700, reaches the second stop at 1000: 100 s late. */
  g_assert_cmpint (eta_us (progress, 0, -50 * DRAY_US_PER_S) / DRAY_US_PER_S, ==, 300);
  g_assert_cmpint (eta_us (progress, 1, -50 * DRAY_US_PER_S) / DRAY_US_PER_S, ==, 1000);
  now = look (progress, -50 * DRAY_US_PER_S);
  g_assert_cmpint (now.state, ==, DRAY_TRUCK_PARKED);
  g_assert_cmpint (now.slack_s, ==, -100);
  g_assert_true (now.late);
  g_assert_cmpuint (now.n_stops, ==, 2);
}

/* 300 s of driving spread by 12 %: 36 s, and nine in ten within 1.645 of them. Behind it, the service and the next leg add theirs. */
static void
test_an_eta_is_a_range_that_widens_with_what_is_ahead (void)
{
  g_autoptr (DrayLiveRoute) route = make_route ();
  g_autoptr (DrayRouteTracker) tracker = dray_route_tracker_new (1, NULL, NULL);

  dray_route_tracker_set_route (tracker, 0, route, 0);
  g_autoptr (DrayStopTimes) times = dray_route_tracker_get_times (tracker, 0, -1000 * DRAY_US_PER_S);
  g_assert_cmpint (ABS (times->late_us[0] - times->eta_us[0] - 59220 * DRAY_US_PER_MS), <, DRAY_US_PER_S);
  g_assert_cmpint (times->eta_us[0] - times->early_us[0], ==, times->late_us[0] - times->eta_us[0]);
  g_assert_cmpint (times->late_us[1] - times->eta_us[1], >, times->late_us[0] - times->eta_us[0]);
}

static void
test_a_day_is_followed_to_its_end (void)
{
  g_autoptr (DrayLiveRoute) route = make_route ();
  Log log = { 0 };
  g_autoptr (DrayRouteTracker) progress = dray_route_tracker_new (1, on_event, &log);
  DrayTruckProgress now;

  dray_route_tracker_set_route (progress, 0, route, 0);
  drive (progress, 0, 0, 0, 0);
  g_assert_cmpint (log.n_events[DRAY_TRACKER_STARTED], ==, 0);
  drive (progress, 100, 1000, 10, 1000);
  g_assert_cmpint (log.n_events[DRAY_TRACKER_STARTED], ==, 1);
  g_assert_cmpint (ABS (eta_us (progress, 0, 100 * DRAY_US_PER_S) - 300 * DRAY_US_PER_S), <, DRAY_US_PER_S);

  /* Passing slowly is no arrival; standing is. It waits for the window, then works. */
  drive (progress, 299, 2950, 0, 500);
  g_assert_cmpint (log.n_events[DRAY_TRACKER_ARRIVED], ==, 0);
  drive (progress, 302, 2995, 0, 0);
  g_assert_cmpint (log.n_events[DRAY_TRACKER_ARRIVED], ==, 1);
  g_assert_cmpint (eta_us (progress, 0, 310 * DRAY_US_PER_S), ==, 302 * DRAY_US_PER_S);
  now = look (progress, 350 * DRAY_US_PER_S);
  g_assert_cmpint (now.state, ==, DRAY_TRUCK_WAITING);
  now = look (progress, 450 * DRAY_US_PER_S);
  g_assert_cmpint (now.state, ==, DRAY_TRUCK_WORKING);
  g_assert_cmpint (now.eta_us / DRAY_US_PER_S, ==, 1000);

  /* It is quick and leaves early. */
  drive (progress, 500, 3100, 0, 800);
  g_assert_cmpint (log.n_events[DRAY_TRACKER_DEPARTED], ==, 1);
  now = look (progress, 500 * DRAY_US_PER_S);
  g_assert_cmpint (now.state, ==, DRAY_TRUCK_DRIVING);
  g_assert_cmpuint (now.n_done, ==, 1);
  g_assert_cmpint (now.slack_s, >, 0);
  drive (progress, 600, 4500, 0, 1500);
  drive (progress, 790, 6000, 0, 0);
  drive (progress, 1100, 6200, 0, 1000);
  drive (progress, 1300, 8000, 0, 1000);
  drive (progress, 1500, 9990, 0, 0);
  g_assert_cmpint (log.n_events[DRAY_TRACKER_ARRIVED], ==, 2);
  g_assert_cmpint (log.n_events[DRAY_TRACKER_FINISHED], ==, 1);
  g_assert_cmpint (log.n_events[DRAY_TRACKER_OFF_ROUTE], ==, 0);
  now = look (progress, 1500 * DRAY_US_PER_S);
  g_assert_cmpint (now.state, ==, DRAY_TRUCK_PARKED);
  g_assert_cmpuint (now.n_done, ==, 2);
  g_assert_cmpint (now.slack_s, ==, G_MAXINT);
}

static void
test_a_stop_far_from_its_road_is_reached_where_the_path_ends (void)
{
  DrayId id = dray_id_derive ("route", "1", 1);
  g_autoptr (DrayLiveRoute) route = dray_live_route_new (&id, 0, 0);
  int lon_e7[2] = { 0, (int) (3000 * E7_PER_M) }, equator[2] = { 0, 0 };
  DrayLiveStop stop = { .name = "Farm", .lon_e7 = lon_e7[1], .lat_e7 = (int) (180 * E7_PER_M), .open_us = DRAY_NEVER, .close_us = DRAY_NEVER, .service_s = 300 };
  Log log = { 0 };
  g_autoptr (DrayRouteTracker) progress = dray_route_tracker_new (1, on_event, &log);

  dray_live_route_add_leg (route, lon_e7, equator, 2, 300);
  dray_live_route_add_stop (route, &stop);
  dray_route_tracker_set_route (progress, 0, route, 0);
  drive (progress, 100, 1000, 0, 1000);
  drive (progress, 250, 2500, 0, 0);
  g_assert_cmpint (log.n_events[DRAY_TRACKER_ARRIVED], ==, 0);
  drive (progress, 300, 2990, 0, 0);
  g_assert_cmpint (log.n_events[DRAY_TRACKER_ARRIVED], ==, 1);
}

static void
test_two_stops_at_one_place_are_left_together (void)
{
  DrayId id = dray_id_derive ("route", "1", 1);
  g_autoptr (DrayLiveRoute) route = dray_live_route_new (&id, 0, 0);
  int lon_e7[3] = { 0, (int) (3000 * E7_PER_M), (int) (6000 * E7_PER_M) }, equator[2] = { 0, 0 };
  DrayLiveStop stop = { .name = "Dairy", .lon_e7 = lon_e7[1], .open_us = DRAY_NEVER, .close_us = DRAY_NEVER, .service_s = 300 };
  Log log = { 0 };
  g_autoptr (DrayRouteTracker) progress = dray_route_tracker_new (1, on_event, &log);

  dray_live_route_add_leg (route, lon_e7, equator, 2, 300);
  dray_live_route_add_stop (route, &stop);
  dray_live_route_add_stop (route, &stop);
  dray_live_route_add_leg (route, lon_e7 + 1, equator, 2, 300);
  dray_route_tracker_set_route (progress, 0, route, 0);
  drive (progress, 100, 1000, 0, 1000);
  drive (progress, 300, 2995, 0, 0);
  g_assert_cmpint (log.n_events[DRAY_TRACKER_ARRIVED], ==, 1);
  drive (progress, 900, 3200, 0, 1000);
  g_assert_cmpint (log.n_events[DRAY_TRACKER_ARRIVED], ==, 2);
  g_assert_cmpint (log.n_events[DRAY_TRACKER_DEPARTED], ==, 2);
  g_assert_cmpuint (look (progress, 900 * DRAY_US_PER_S).n_done, ==, 2);
}

static void
test_a_first_stop_reached_between_two_fixes_is_seen (void)
{
  g_autoptr (DrayLiveRoute) route = make_route ();
  Log log = { 0 };
  g_autoptr (DrayRouteTracker) progress = dray_route_tracker_new (1, on_event, &log);

  dray_route_tracker_set_route (progress, 0, route, 0);
  drive (progress, 0, 0, 0, 0);
  drive (progress, 310, 2998, 0, 0);
  g_assert_cmpint (log.n_events[DRAY_TRACKER_STARTED], ==, 1);
  g_assert_cmpint (log.n_events[DRAY_TRACKER_ARRIVED], ==, 1);
}

static void
test_leaving_the_path_is_told_once_and_so_is_coming_back (void)
{
  g_autoptr (DrayLiveRoute) route = make_route ();
  Log log = { 0 };
  g_autoptr (DrayRouteTracker) progress = dray_route_tracker_new (1, on_event, &log);

  dray_route_tracker_set_route (progress, 0, route, 0);
  drive (progress, 50, 500, 0, 1000);
  drive (progress, 60, 600, 400, 1000);
  drive (progress, 70, 700, 600, 1000);
  g_assert_cmpint (log.n_events[DRAY_TRACKER_OFF_ROUTE], ==, 1);
  drive (progress, 90, 900, 10, 1000);
  g_assert_cmpint (log.n_events[DRAY_TRACKER_BACK_ON_ROUTE], ==, 1);
}

static void
test_a_truck_without_a_route_is_parked (void)
{
  g_autoptr (DrayRouteTracker) progress = dray_route_tracker_new (1, NULL, NULL);
  DrayTruckProgress now;

  drive (progress, 50, 500, 0, 1000);
  now = look (progress, 0);
  g_assert_cmpint (now.state, ==, DRAY_TRUCK_PARKED);
  g_assert_cmpint (now.eta_us, ==, DRAY_NEVER);
  g_assert_null (dray_route_tracker_get_times (progress, 0, 0));
}

static void
test_locate_gives_place_and_heading (void)
{
  g_autoptr (DrayLiveRoute) route = make_route ();
  int lon_e7, lat_e7;
  double heading_deg;

  g_assert_cmpfloat_with_epsilon (dray_live_route_get_length_m (route), 10000.0, 1.0);
  dray_live_route_locate (route, 4500.0, &lon_e7, &lat_e7, &heading_deg);
  g_assert_cmpfloat_with_epsilon (lon_e7 / E7_PER_M, 4500.0, 1.0);
  g_assert_cmpint (lat_e7, ==, 0);
  g_assert_cmpfloat_with_epsilon (heading_deg, 90.0, 0.01);
  dray_live_route_locate (route, 99999.0, &lon_e7, &lat_e7, NULL);
  g_assert_cmpfloat_with_epsilon (lon_e7 / E7_PER_M, 10000.0, 1.0);
}

/* 300 s to the first stop, waiting there until 400, work until 700, 300 s to the second. */
static void
test_the_plan_says_where_a_truck_should_be (void)
{
  g_autoptr (DrayLiveRoute) route = make_route ();

  route->stops[0].planned_us = 300 * DRAY_US_PER_S;
  route->stops[1].planned_us = 1000 * DRAY_US_PER_S;
  g_assert_cmpfloat (dray_live_route_get_planned_m (route, -5), ==, 0.0);
  g_assert_cmpfloat_with_epsilon (dray_live_route_get_planned_m (route, 150 * DRAY_US_PER_S), 1500.0, 1.0);
  g_assert_cmpfloat_with_epsilon (dray_live_route_get_planned_m (route, 500 * DRAY_US_PER_S), 3000.0, 1.0);
  g_assert_cmpfloat_with_epsilon (dray_live_route_get_planned_m (route, 850 * DRAY_US_PER_S), 4500.0, 1.0);
  g_assert_cmpfloat_with_epsilon (dray_live_route_get_planned_m (route, 1500 * DRAY_US_PER_S), 8000.0, 1.0);
  g_assert_cmpfloat_with_epsilon (dray_live_route_get_planned_m (route, 9000 * DRAY_US_PER_S), 10000.0, 1.0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fleet/route-tracker/before-departure-eta-counts-from-the-planned-start", test_before_departure_eta_counts_from_the_planned_start);
  g_test_add_func ("/fleet/route-tracker/a-day-is-followed-to-its-end", test_a_day_is_followed_to_its_end);
  g_test_add_func ("/fleet/route-tracker/a-stop-far-from-its-road-is-reached-where-the-path-ends", test_a_stop_far_from_its_road_is_reached_where_the_path_ends);
  g_test_add_func ("/fleet/route-tracker/two-stops-at-one-place-are-left-together", test_two_stops_at_one_place_are_left_together);
  g_test_add_func ("/fleet/route-tracker/a-first-stop-reached-between-two-fixes-is-seen", test_a_first_stop_reached_between_two_fixes_is_seen);
  g_test_add_func ("/fleet/route-tracker/leaving-the-path-is-told-once-and-so-is-coming-back", test_leaving_the_path_is_told_once_and_so_is_coming_back);
  g_test_add_func ("/fleet/route-tracker/a-truck-without-a-route-is-parked", test_a_truck_without_a_route_is_parked);
  g_test_add_func ("/fleet/route-tracker/locate-gives-place-and-heading", test_locate_gives_place_and_heading);
  g_test_add_func ("/fleet/route-tracker/the-plan-says-where-a-truck-should-be", test_the_plan_says_where_a_truck_should_be);
  g_test_add_func ("/fleet/route-tracker/an-eta-is-a-range-that-widens-with-what-is-ahead", test_an_eta_is_a_range_that_widens_with_what_is_ahead);
  return g_test_run ();
}
