/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fix-gate.h"
#include "dray-route-tracker.h"
#include "dray-sim-fleet.h"
#include "dray-units.h"

#include <math.h>

#define E7_PER_M (1.0 / 0.0111319)
#define N_TRUCKS 20
#define S DRAY_US_PER_S

typedef struct {
  GArray *fixes;  /* (element-type DrayFix) */
  GArray *events; /* (element-type DraySimEvent) */
} Log;

static void
on_fixes (const DrayFix *fixes,
          gsize          n_fixes,
          gpointer       data)
{
  g_array_append_vals (((Log *) data)->fixes, fixes, (guint) n_fixes);
}

static void
on_event (const DraySimEvent *event,
          gpointer            data)
{
  g_array_append_vals (((Log *) data)->events, event, 1);
}

/* Ten kilometres east at 10 m/s with two stops, each truck on its own latitude; truck i starts at i minutes. */
static DrayLiveRoute *
make_route (guint truck)
{
  DrayId id = dray_id_derive ("route", &truck, sizeof truck);
  DrayLiveRoute *route = dray_live_route_new (&id, truck, truck * 60 * S);
  int lat = (int) truck * 100000, x[4] = { 0, (int) (3000 * E7_PER_M), (int) (6000 * E7_PER_M), (int) (10000 * E7_PER_M) }, y[2] = { lat, lat };
  DrayLiveStop first = { .lon_e7 = x[1], .lat_e7 = lat, .open_us = truck * 60 * S + 900 * S, .close_us = DRAY_NEVER, .service_s = 300 };
  DrayLiveStop second = { .lon_e7 = x[2], .lat_e7 = lat, .open_us = DRAY_NEVER, .close_us = DRAY_NEVER, .service_s = 600 };

  dray_live_route_add_leg (route, x, y, 2, 300);
  dray_live_route_add_stop (route, &first);
  dray_live_route_add_leg (route, x + 1, y, 2, 300);
  dray_live_route_add_stop (route, &second);
  dray_live_route_add_leg (route, x + 2, y, 2, 400);
  return route;
}

static DraySimFleet *
make_fleet (Log     *log,
            guint64  seed)
{
  DraySimSink sink = { on_fixes, on_event, log };
  DraySimFleet *fleet = dray_sim_fleet_new (N_TRUCKS, seed, -600 * S, &sink);

  *log = (Log) { g_array_new (FALSE, FALSE, sizeof (DrayFix)), g_array_new (FALSE, FALSE, sizeof (DraySimEvent)) };
  for (guint i = 0; i < N_TRUCKS; i++) {
    g_autoptr (DrayLiveRoute) route = make_route (i);

    dray_sim_fleet_set_route (fleet, i, route);
  }
  return fleet;
}

static void
log_clear (Log *log)
{
  g_array_unref (log->fixes);
  g_array_unref (log->events);
}

static gboolean
same_fixes (Log *a,
            Log *b)
{
  return a->fixes->len == b->fixes->len && memcmp (a->fixes->data, b->fixes->data, a->fixes->len * sizeof (DrayFix)) == 0;
}

static void
test_a_seed_replays_however_the_time_is_cut (void)
{
  Log a, b, c;
  g_autoptr (DraySimFleet) whole = make_fleet (&a, 5), pieces = make_fleet (&b, 5), other = make_fleet (&c, 6);

  dray_sim_fleet_advance (whole, 6000 * S);
  dray_sim_fleet_advance (other, 6000 * S);
  for (gint64 at = -600; at <= 6000; at += 7)
    dray_sim_fleet_advance (pieces, at * S);
  dray_sim_fleet_advance (pieces, 6000 * S);

  g_assert_cmpuint (a.fixes->len, >, 1000);
  g_assert_true (same_fixes (&a, &b));
  g_assert_false (same_fixes (&a, &c));
  log_clear (&a);
  log_clear (&b);
  log_clear (&c);
}

static void
count_event (const DrayTrackerEvent *event,
             gpointer                user_data)
{
  ((int *) user_data)[event->kind]++;
}

static void
test_the_gate_and_the_tracker_follow_every_truck_home (void)
{
  Log log;
  int counts[DRAY_TRACKER_BACK_ON_ROUTE + 1] = { 0 };
  g_autoptr (DraySimFleet) fleet = make_fleet (&log, 7);
  g_autoptr (DrayFixGate) gate = dray_fix_gate_new (N_TRUCKS);
  g_autoptr (DrayRouteTracker) tracker = dray_route_tracker_new (N_TRUCKS, count_event, counts);

  for (guint i = 0; i < N_TRUCKS; i++) {
    g_autoptr (DrayLiveRoute) route = make_route (i);

    dray_route_tracker_set_route (tracker, i, route, 0);
  }
  dray_sim_fleet_advance (fleet, 9000 * S);
  for (guint i = 0; i < log.fixes->len; i++) {
    const DrayFix *fix = &g_array_index (log.fixes, DrayFix, i);

    g_assert_cmpint (dray_fix_gate_judge (gate, fix), ==, DRAY_FIX_ACCEPTED);
    dray_route_tracker_take_fix (tracker, fix);
  }
  g_assert_cmpint (counts[DRAY_TRACKER_STARTED], ==, N_TRUCKS);
  g_assert_cmpint (counts[DRAY_TRACKER_ARRIVED], ==, 2 * N_TRUCKS);
  g_assert_cmpint (counts[DRAY_TRACKER_DEPARTED], ==, 2 * N_TRUCKS);
  g_assert_cmpint (counts[DRAY_TRACKER_FINISHED], ==, N_TRUCKS);
  g_assert_cmpint (counts[DRAY_TRACKER_OFF_ROUTE], ==, 0);
  log_clear (&log);
}

static void
test_nobody_unloads_before_the_gate_opens (void)
{
  Log log;
  g_autoptr (DraySimFleet) fleet = make_fleet (&log, 8);

  dray_sim_fleet_advance (fleet, 9000 * S);
  for (guint i = 0; i < log.fixes->len; i++) {
    const DrayFix *fix = &g_array_index (log.fixes, DrayFix, i);

    if (fix->lon_e7 > (int) (3100 * E7_PER_M))
      g_assert_cmpint (fix->at_us, >, fix->truck * 60 * S + 900 * S);
  }
  log_clear (&log);
}

static void
test_what_is_measured_without_a_signal_comes_later_and_whole (void)
{
  Log with, without;
  g_autoptr (DraySimFleet) clear = make_fleet (&without, 9), hidden = make_fleet (&with, 9);
  DraySimDeadZone zone = { (int) (4500 * E7_PER_M), 0, 500.0 };
  int n_late = 0;

  dray_sim_fleet_add_dead_zone (hidden, &zone);
  dray_sim_fleet_advance (clear, 9000 * S);
  dray_sim_fleet_advance (hidden, 9000 * S);
  g_assert_cmpuint (with.fixes->len, ==, without.fixes->len);
  for (guint i = 0; i < with.fixes->len; i++) {
    const DrayFix *fix = &g_array_index (with.fixes, DrayFix, i);

    n_late += fix->received_us > fix->at_us;
    if (fix->truck != 0)
      g_assert_cmpint (fix->received_us, ==, fix->at_us);
  }
  g_assert_cmpint (n_late, >, 10);
  log_clear (&with);
  log_clear (&without);
}

static void
test_a_breakdown_is_told_when_it_happens_and_ends (void)
{
  Log log;
  g_autoptr (DraySimFleet) fleet = make_fleet (&log, 10);

  dray_sim_fleet_break_down (fleet, 3, 1, 60, 1800);
  dray_sim_fleet_advance (fleet, 9000 * S);
  g_assert_cmpuint (log.events->len, ==, 2);
  const DraySimEvent *broke = &g_array_index (log.events, DraySimEvent, 0), *repaired = &g_array_index (log.events, DraySimEvent, 1);
  g_assert_cmpint (broke->kind, ==, DRAY_SIM_BROKE_DOWN);
  g_assert_cmpuint (broke->truck, ==, 3);
  g_assert_cmpuint (broke->stop, ==, 1);
  g_assert_cmpint (repaired->kind, ==, DRAY_SIM_REPAIRED);
  g_assert_cmpint (repaired->at_us - broke->at_us, ==, 1800 * S);
  for (guint i = 0; i < log.fixes->len; i++) {
    const DrayFix *fix = &g_array_index (log.fixes, DrayFix, i);

    if (fix->truck == 3 && fix->at_us > broke->at_us && fix->at_us < repaired->at_us)
      g_assert_cmpuint (fix->speed_cms, ==, 0);
  }
  log_clear (&log);
}

/* The same run with its first stop alone, its road home from there. */
static DrayLiveRoute *
make_shorter_route (guint truck)
{
  g_autoptr (DrayLiveRoute) whole = make_route (truck);
  DrayLiveRoute *route = dray_live_route_new (&whole->id, truck, whole->start_us);
  int lat = (int) truck * 100000, x[2] = { 0, (int) (3000 * E7_PER_M) }, back[2] = { x[1], x[0] }, y[2] = { lat, lat };

  dray_live_route_add_leg (route, x, y, 2, 300);
  dray_live_route_add_stop (route, &whole->stops[0]);
  dray_live_route_add_leg (route, back, y, 2, 300);
  return route;
}

/* Trucks that stand at their second stop learn that it is gone: they go home, and no stop is told twice. */
static void
test_a_stop_may_be_taken_away_under_a_truck (void)
{
  Log log;
  g_autoptr (DraySimFleet) fleet = make_fleet (&log, 5);
  guint n_before;

  dray_sim_fleet_advance (fleet, 2100 * S);
  n_before = log.fixes->len;
  for (guint i = 0; i < N_TRUCKS; i++) {
    g_autoptr (DrayLiveRoute) shorter = make_shorter_route (i);

    dray_sim_fleet_change_route (fleet, i, shorter, 1);
  }
  dray_sim_fleet_advance (fleet, 20000 * S);
  g_assert_cmpuint (log.fixes->len, >, n_before);
  /* At home nobody moves. */
  for (guint i = log.fixes->len - N_TRUCKS; i < log.fixes->len; i++)
    g_assert_cmpuint (g_array_index (log.fixes, DrayFix, i).speed_cms, ==, 0);
  log_clear (&log);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim/fleet/a-seed-replays-however-the-time-is-cut", test_a_seed_replays_however_the_time_is_cut);
  g_test_add_func ("/sim/fleet/the-gate-and-the-tracker-follow-every-truck-home", test_the_gate_and_the_tracker_follow_every_truck_home);
  g_test_add_func ("/sim/fleet/nobody-unloads-before-the-gate-opens", test_nobody_unloads_before_the_gate_opens);
  g_test_add_func ("/sim/fleet/what-is-measured-without-a-signal-comes-later-and-whole", test_what_is_measured_without_a_signal_comes_later_and_whole);
  g_test_add_func ("/sim/fleet/a-breakdown-is-told-when-it-happens-and-ends", test_a_breakdown_is_told_when_it_happens_and_ends);
  g_test_add_func ("/sim/fleet/a-stop-may-be-taken-away-under-a-truck", test_a_stop_may_be_taken_away_under_a_truck);
  return g_test_run ();
}
