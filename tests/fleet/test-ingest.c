/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-ingest.h"
#include "dray-sim-clock.h"
#include "dray-units.h"

#define E7_PER_M (1.0 / 0.0111319)

typedef struct {
  DrayLiveFleet *fleet;
  DrayClock     *clock;
  DrayIngest    *ingest;
  int            n_arrivals;
  GThread       *told_in;
  GString       *fence_words;
} Fixture;

static void
on_event (const DrayTrackerEvent *event,
          gpointer                user_data)
{
  Fixture *fixture = user_data;

  fixture->n_arrivals += event->kind == DRAY_TRACKER_ARRIVED;
  fixture->told_in = g_thread_self ();
}

static void
on_fence_event (const DrayFenceEvent *event,
                gpointer              user_data)
{
  Fixture *fixture = user_data;

  g_string_append_printf (fixture->fence_words, "%d %s;", (int) event->transition, event->name);
  fixture->told_in = g_thread_self ();
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data G_GNUC_UNUSED)
{
  DrayTruckLabel label = { .number = "12" };
  DrayId id = dray_id_derive ("route", "1", 1);
  g_autoptr (DrayLiveRoute) route = dray_live_route_new (&id, 0, 0);
  int lon_e7[2] = { 0, (int) (3000 * E7_PER_M) }, lat_e7[2] = { 0, 0 };
  DrayLiveStop stop = { .name = "Café", .lon_e7 = lon_e7[1], .open_us = DRAY_NEVER, .close_us = 1000 * DRAY_US_PER_S, .service_s = 300 };

  dray_live_route_add_leg (route, lon_e7, lat_e7, 2, 300);
  dray_live_route_add_stop (route, &stop);
  fixture->fence_words = g_string_new (NULL);
  fixture->fleet = dray_live_fleet_new (&label, 1, NULL);
  fixture->clock = DRAY_CLOCK (dray_sim_clock_new (100 * DRAY_US_PER_S));
  fixture->ingest = dray_ingest_new (fixture->fleet, fixture->clock, on_event, on_fence_event, fixture, NULL);
  dray_ingest_set_route (fixture->ingest, 0, route, 0);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  dray_ingest_stop (fixture->ingest);
  while (g_main_context_iteration (NULL, FALSE));
  g_assert_finalize_object (fixture->ingest);
  g_assert_finalize_object (fixture->fleet);
  g_object_unref (fixture->clock);
  g_string_free (fixture->fence_words, TRUE);
}

static void
put (Fixture *fixture,
     double   at_s,
     double   at_m,
     int      speed_cms)
{
  DrayFix fix = { .at_us = (gint64) (at_s * (double) DRAY_US_PER_S), .lon_e7 = (int) (at_m * E7_PER_M), .speed_cms = (guint16) speed_cms };

  fix.received_us = fix.at_us;
  dray_ingest_put_fixes (fixture->ingest, &fix, 1);
}

static gboolean
on_deadline (gpointer late)
{
  *(gboolean *) late = TRUE;
  return G_SOURCE_CONTINUE;
}

static void
run_until_done (Fixture *fixture,
                guint    n_done,
                int      n_arrivals)
{
  gboolean late = FALSE;
  guint deadline = g_timeout_add_seconds (20, on_deadline, &late);
  DrayLiveTruck *truck = dray_live_fleet_get_truck (fixture->fleet, 0);

  while (!late && (dray_live_truck_get_n_done (truck) != n_done || fixture->n_arrivals != n_arrivals || dray_live_truck_get_route (truck) == NULL))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (deadline);
  g_assert_false (late);
}

static void
test_fixes_become_position_progress_and_events (Fixture       *fixture,
                                                gconstpointer  data G_GNUC_UNUSED)
{
  DrayLiveTruck *truck = dray_live_fleet_get_truck (fixture->fleet, 0);

  put (fixture, 50, 500, 1000);
  put (fixture, 50, 500, 1000);
  put (fixture, 300, 2995, 0);
  put (fixture, 310, 3200, 1000);
  run_until_done (fixture, 1, 1);

  g_assert_true (fixture->told_in == g_thread_self ());
  g_assert_cmpint (dray_live_truck_get_times (truck)->arrived_us[0], ==, 300 * DRAY_US_PER_S);
  g_assert_cmpint (dray_live_truck_get_times (truck)->departed_us[0], ==, 310 * DRAY_US_PER_S);
  g_assert_cmpint (dray_live_fleet_get_columns (fixture->fleet)->fix_us[0], ==, 310 * DRAY_US_PER_S);
}

static void
test_the_gate_counts_and_keeps_out (Fixture       *fixture,
                                    gconstpointer  data G_GNUC_UNUSED)
{
  guint64 counts[DRAY_FIX_N_VERDICTS];

  put (fixture, 50, 500, 1000);
  put (fixture, 50, 500, 1000);
  put (fixture, 40, 400, 1000);
  put (fixture, 300, 2995, 0);
  put (fixture, 310, 3200, 1000);
  run_until_done (fixture, 1, 1);
  dray_ingest_count (fixture->ingest, counts);
  g_assert_cmpuint (counts[DRAY_FIX_ACCEPTED], ==, 3);
  g_assert_cmpuint (counts[DRAY_FIX_DUPLICATE], ==, 1);
  g_assert_cmpuint (counts[DRAY_FIX_LATE], ==, 1);
}

static void
test_fences_are_watched_on_the_way_and_ahead (Fixture       *fixture,
                                              gconstpointer  data G_GNUC_UNUSED)
{
  int west = (int) (900 * E7_PER_M), east = (int) (1500 * E7_PER_M), north = (int) (100 * E7_PER_M);
  DrayGeoPoint ring[4] = { { west, -north }, { east, -north }, { east, north }, { west, north } };
  g_autoptr (DrayShape) shape = dray_shape_new_polygon (ring, 4);
  DrayFenceRule rule = { .id = dray_id_derive ("fence", "1", 1), .name = "Works", .kind = DRAY_FENCE_KIND_FORBIDDEN };
  g_autoptr (DrayFenceSet) fences = dray_fence_set_new (&shape, &rule, 1, 1, NULL);

  dray_ingest_set_fences (fixture->ingest, fences);
  put (fixture, 50, 500, 1000);
  /* The path ahead is looked at when a round ends. */
  g_usleep (500000);
  put (fixture, 100, 1000, 1000);
  put (fixture, 110, 1100, 1000);
  put (fixture, 160, 1600, 1000);
  put (fixture, 170, 1700, 1000);
  put (fixture, 300, 2995, 0);
  put (fixture, 310, 3200, 1000);
  run_until_done (fixture, 1, 1);
  g_assert_cmpstr (fixture->fence_words->str, ==, "5 Works;0 Works;1 Works;");
}

static void
test_stopping_twice_and_putting_afterwards_is_safe (Fixture       *fixture,
                                                    gconstpointer  data G_GNUC_UNUSED)
{
  dray_ingest_stop (fixture->ingest);
  put (fixture, 50, 500, 1000);
  dray_ingest_stop (fixture->ingest);
  g_assert_cmpint (fixture->n_arrivals, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/fleet/ingest/fixes-become-position-progress-and-events", Fixture, NULL, set_up, test_fixes_become_position_progress_and_events, tear_down);
  g_test_add ("/fleet/ingest/the-gate-counts-and-keeps-out", Fixture, NULL, set_up, test_the_gate_counts_and_keeps_out, tear_down);
  g_test_add ("/fleet/ingest/fences-are-watched-on-the-way-and-ahead", Fixture, NULL, set_up, test_fences_are_watched_on_the_way_and_ahead, tear_down);
  g_test_add ("/fleet/ingest/stopping-twice-and-putting-afterwards-is-safe", Fixture, NULL, set_up, test_stopping_twice_and_putting_afterwards_is_safe, tear_down);
  return g_test_run ();
}
