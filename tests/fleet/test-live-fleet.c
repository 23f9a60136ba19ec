/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-live-fleet.h"
#include "dray-units.h"

#define N_TRUCKS 100

static DrayLiveFleet *
make_fleet (void)
{
  DrayTruckLabel labels[N_TRUCKS];
  DrayRandom random;

  dray_random_init (&random, 1);
  for (guint i = 0; i < N_TRUCKS; i++)
    labels[i] = (DrayTruckLabel) { dray_id_new (i, &random), "12", "HV 12 AAA", NULL, "Harbour" };
  return dray_live_fleet_new (labels, N_TRUCKS, NULL);
}

static void
count (GObject *object G_GNUC_UNUSED,
       int     *counter)
{
  (*counter)++;
}

static void
run_until_changed (DrayLiveFleet *fleet,
                   int           *n_changes)
{
  int before = *n_changes;

  for (int i = 0; i < 100 && *n_changes == before; i++)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (*n_changes, ==, before + 1);
  g_assert_nonnull (fleet);
}

static void
test_many_fixes_of_a_truck_make_one_change (void)
{
  g_autoptr (DrayLiveFleet) fleet = make_fleet ();
  int n_fleet = 0, n_truck = 0, n_other = 0;

  g_signal_connect (fleet, "changed", G_CALLBACK (count), &n_fleet);
  g_signal_connect (dray_live_fleet_get_truck (fleet, 3), "changed", G_CALLBACK (count), &n_truck);
  g_signal_connect (dray_live_fleet_get_truck (fleet, 4), "changed", G_CALLBACK (count), &n_other);

  for (int i = 0; i < 1000; i++) {
    DrayFix fix = { .truck = 3, .at_us = i, .lon_e7 = 90000000 + i, .lat_e7 = 450000000, .heading_cdeg = 9000 };

    dray_live_fleet_put_fixes (fleet, &fix, 1);
  }
  run_until_changed (fleet, &n_fleet);

  g_assert_cmpint (n_truck, ==, 1);
  g_assert_cmpint (n_other, ==, 0);
  const DrayLiveColumns *columns = dray_live_fleet_get_columns (fleet);
  g_assert_cmpint (columns->lon_e7[3], ==, 90000999);
  g_assert_cmpint (columns->fix_us[3], ==, 999);
  g_assert_cmpfloat_with_epsilon (columns->x[3], (9.0 + 180.0) / 360.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (columns->y[3], 0.359725, 1e-6);
  g_assert_cmpuint (columns->flags[3], ==, DRAY_TRUCK_HAS_FIX);
  g_assert_cmpuint (columns->flags[4], ==, 0);
}

static void
test_a_truck_without_news_goes_stale_once (void)
{
  g_autoptr (DrayLiveFleet) fleet = make_fleet ();
  DrayFix fix = { .truck = 5, .at_us = 0 };
  int n_fleet = 0, n_truck = 0;

  g_signal_connect (fleet, "changed", G_CALLBACK (count), &n_fleet);
  dray_live_fleet_put_fixes (fleet, &fix, 1);
  run_until_changed (fleet, &n_fleet);
  g_signal_connect (dray_live_fleet_get_truck (fleet, 5), "changed", G_CALLBACK (count), &n_truck);

  dray_live_fleet_age (fleet, 300 * DRAY_US_PER_S);
  g_assert_cmpint (n_truck, ==, 0);
  dray_live_fleet_age (fleet, 301 * DRAY_US_PER_S);
  dray_live_fleet_age (fleet, 302 * DRAY_US_PER_S);
  g_assert_cmpint (n_truck, ==, 1);
  g_assert_true (dray_live_truck_get_flags (dray_live_fleet_get_truck (fleet, 5)) & DRAY_TRUCK_STALE);
}

/* A fleet that shows the past goes to where it was at once, and backwards; who was nowhere then has no place. */
static void
test_a_fleet_is_put_at_another_time (void)
{
  g_autoptr (DrayLiveFleet) fleet = make_fleet ();
  const DrayLiveColumns *columns = dray_live_fleet_get_columns (fleet);
  g_autofree DrayFix *fixes = g_new0 (DrayFix, N_TRUCKS);
  gint64 at_us = 3600 * DRAY_US_PER_S;
  int n_fleet = 0, n_truck = 0;

  g_signal_connect (fleet, "changed", G_CALLBACK (count), &n_fleet);
  g_signal_connect (dray_live_fleet_get_truck (fleet, 0), "changed", G_CALLBACK (count), &n_truck);
  for (guint i = 0; i < N_TRUCKS; i++)
    fixes[i] = (DrayFix) { .at_us = DRAY_NEVER };
  fixes[0] = (DrayFix) { .at_us = at_us, .lon_e7 = 90000000, .lat_e7 = 450000000, .speed_cms = 1500 };
  fixes[1] = (DrayFix) { .at_us = at_us - 30 * DRAY_US_PER_S, .lon_e7 = 91000000, .lat_e7 = 450000000 };
  fixes[2] = (DrayFix) { .at_us = at_us - 3000 * DRAY_US_PER_S, .lon_e7 = 92000000, .lat_e7 = 450000000, .speed_cms = 1500 };
  dray_live_fleet_replay (fleet, fixes, at_us);
  g_assert_cmpint (n_fleet, ==, 1);
  g_assert_cmpint (n_truck, ==, 1);
  g_assert_cmpint (columns->states[0], ==, DRAY_TRUCK_DRIVING);
  g_assert_cmpint (columns->states[1], ==, DRAY_TRUCK_WORKING);
  g_assert_cmpint (columns->states[2], ==, DRAY_TRUCK_PARKED);
  g_assert_cmpint (columns->flags[3] & DRAY_TRUCK_HAS_FIX, ==, 0);

  /* Who stays where it is tells nobody. */
  dray_live_fleet_replay (fleet, fixes, at_us);
  g_assert_cmpint (n_truck, ==, 1);
  fixes[0].at_us = DRAY_NEVER;
  dray_live_fleet_replay (fleet, fixes, at_us - DRAY_US_PER_S);
  g_assert_cmpint (n_truck, ==, 2);
  g_assert_cmpint (columns->flags[0] & DRAY_TRUCK_HAS_FIX, ==, 0);
}

static void
test_progress_leaves_the_position_alone (void)
{
  g_autoptr (DrayLiveFleet) fleet = make_fleet ();
  DrayTruckProgress progress = { .truck = 7, .state = DRAY_TRUCK_WORKING, .late = TRUE, .n_done = 2, .n_stops = 9, .eta_us = 17, .slack_s = -60 };
  int n_fleet = 0;

  g_signal_connect (fleet, "changed", G_CALLBACK (count), &n_fleet);
  dray_live_fleet_put_progress (fleet, &progress, 1);
  run_until_changed (fleet, &n_fleet);

  DrayLiveTruck *truck = dray_live_fleet_get_truck (fleet, 7);
  g_assert_cmpint (dray_live_truck_get_state (truck), ==, DRAY_TRUCK_WORKING);
  g_assert_cmpuint (dray_live_truck_get_flags (truck), ==, DRAY_TRUCK_LATE);
  g_assert_cmpint (dray_live_truck_get_slack_s (truck), ==, -60);
  g_assert_cmpuint (dray_live_truck_get_n_done (truck), ==, 2);
  g_assert_cmpint (dray_live_truck_get_fix_us (truck), ==, DRAY_NEVER);
  g_assert_true (dray_live_fleet_find_truck (fleet, dray_live_truck_get_id (truck)) == truck);
}

typedef struct {
  DrayLiveFleet *fleet;
  int            n_rounds;
} Feeder;

static gpointer
feed (gpointer data)
{
  Feeder *feeder = data;

  for (int round = 1; round <= feeder->n_rounds; round++) {
    DrayFix fixes[N_TRUCKS] = { 0 };

    for (guint i = 0; i < N_TRUCKS; i++)
      fixes[i] = (DrayFix) { .truck = i, .at_us = round, .lon_e7 = round, .lat_e7 = -round };
    dray_live_fleet_put_fixes (feeder->fleet, fixes, N_TRUCKS);
    g_usleep (500);
  }
  return NULL;
}

/* Under the thread sanitizer this is the proof of the hand-over. */
static void
test_a_feeding_thread_never_tears_a_row (void)
{
  g_autoptr (DrayLiveFleet) fleet = make_fleet ();
  Feeder feeder = { fleet, 600 };
  int n_fleet = 0;

  g_signal_connect (fleet, "changed", G_CALLBACK (count), &n_fleet);
  GThread *thread = g_thread_new ("feeder", feed, &feeder);
  const DrayLiveColumns *columns = dray_live_fleet_get_columns (fleet);
  while (columns->fix_us[0] != feeder.n_rounds) {
    g_main_context_iteration (NULL, TRUE);
    for (guint i = 0; i < N_TRUCKS; i++)
      g_assert_cmpint (columns->lon_e7[i], ==, -columns->lat_e7[i]);
  }
  g_thread_join (thread);
  g_assert_cmpint (n_fleet, <, 60);
}

static void
test_a_truck_outlives_its_fleet (void)
{
  DrayLiveFleet *fleet = make_fleet ();
  DrayFix fix = { .truck = 1 };
  g_autoptr (DrayLiveTruck) truck = g_object_ref (dray_live_fleet_get_truck (fleet, 1));

  dray_live_fleet_put_fixes (fleet, &fix, 1);
  g_assert_finalize_object (fleet);
  g_assert_cmpstr (dray_live_truck_get_number (truck), ==, "12");
  g_assert_cmpint (dray_live_truck_get_fix_us (truck), ==, DRAY_NEVER);
  while (g_main_context_iteration (NULL, FALSE));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fleet/live-fleet/many-fixes-of-a-truck-make-one-change", test_many_fixes_of_a_truck_make_one_change);
  g_test_add_func ("/fleet/live-fleet/a-truck-without-news-goes-stale-once", test_a_truck_without_news_goes_stale_once);
  g_test_add_func ("/fleet/live-fleet/a-fleet-is-put-at-another-time", test_a_fleet_is_put_at_another_time);
  g_test_add_func ("/fleet/live-fleet/progress-leaves-the-position-alone", test_progress_leaves_the_position_alone);
  g_test_add_func ("/fleet/live-fleet/a-feeding-thread-never-tears-a-row", test_a_feeding_thread_never_tears_a_row);
  g_test_add_func ("/fleet/live-fleet/a-truck-outlives-its-fleet", test_a_truck_outlives_its_fleet);
  return g_test_run ();
}
