/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-watch.h"
#include "dray-units.h"

#define E7_PER_M (1.0 / 0.0111319)
#define S DRAY_US_PER_S

/* A yard of 400 m square at the origin, a bridge 60 m long at 2 km east, and a school zone of 300 m at 4 km. */

enum { YARD, BRIDGE, SCHOOL, N_FENCES };

typedef struct {
  DrayFenceWatch *watch;
  GArray         *events; /* (element-type DrayFenceEvent) */
} Fixture;

static DrayShape *
make_box (double west_m,
          double east_m,
          double half_height_m)
{
  int west = (int) (west_m * E7_PER_M), east = (int) (east_m * E7_PER_M), north = (int) (half_height_m * E7_PER_M);
  DrayGeoPoint ring[4] = { { west, -north }, { east, -north }, { east, north }, { west, north } };

  return dray_shape_new_polygon (ring, 4);
}

static DrayFenceSet *
make_set (gboolean with_bridge)
{
  static const guint8 only_second[2] = { 0, 1 };
  DrayFenceRule rules[N_FENCES] = {
    [YARD] = { dray_id_derive ("fence", "yard", 4), "Yard", DRAY_FENCE_KIND_SITE, .entry_delay_s = 20, .stay_limit_s = 600 },
    [BRIDGE] = { dray_id_derive ("fence", "bridge", 6), "Weak bridge", DRAY_FENCE_KIND_FORBIDDEN },
    [SCHOOL] = { dray_id_derive ("fence", "school", 6), "School", DRAY_FENCE_KIND_SPEED, .speed_limit_cms = 833, .trucks = only_second },
  };
  g_autoptr (DrayShape) yard = make_box (-200, 200, 200), bridge = make_box (2000, 2060, 30), school = make_box (4000, 4300, 100);
  DrayShape *shapes[N_FENCES] = { yard, bridge, school };
  g_autoptr (GError) error = NULL;

  if (!with_bridge) {
    shapes[BRIDGE] = school;
    rules[BRIDGE] = rules[SCHOOL];
  }
  DrayFenceSet *set = dray_fence_set_new (shapes, rules, with_bridge ? N_FENCES : N_FENCES - 1, 2, &error);
  g_assert_no_error (error);
  return set;
}

static void
on_event (const DrayFenceEvent *event,
          gpointer              user_data)
{
  g_array_append_vals (((Fixture *) user_data)->events, event, 1);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (DrayFenceSet) set = make_set (TRUE);

  fixture->events = g_array_new (FALSE, FALSE, sizeof (DrayFenceEvent));
  fixture->watch = dray_fence_watch_new (2, on_event, fixture);
  dray_fence_watch_set_fences (fixture->watch, set);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  dray_fence_watch_free (fixture->watch);
  g_array_unref (fixture->events);
}

static void
fix (Fixture *fixture,
     guint    truck,
     double   at_s,
     double   x_m,
     int      speed_cms)
{
  DrayFix it = { .truck = truck, .at_us = (gint64) (at_s * (double) S), .lon_e7 = (int) (x_m * E7_PER_M), .speed_cms = (guint16) speed_cms };

  dray_fence_watch_take_fix (fixture->watch, &it);
}

static void
assert_event (Fixture             *fixture,
              guint                i,
              DrayFenceTransition  transition,
              gint64               at_s)
{
  g_assert_cmpuint (fixture->events->len, >, i);
  g_assert_cmpint (g_array_index (fixture->events, DrayFenceEvent, i).transition, ==, transition);
  g_assert_cmpint (g_array_index (fixture->events, DrayFenceEvent, i).at_us, ==, at_s * S);
}

static void
test_entering_waits_for_the_delay_and_bears_the_first_time (Fixture       *fixture,
                                                            gconstpointer  data G_GNUC_UNUSED)
{
  fix (fixture, 0, 0, -500, 500);
  fix (fixture, 0, 10, -100, 500);
  fix (fixture, 0, 20, -50, 500);
  g_assert_cmpuint (fixture->events->len, ==, 0);
  fix (fixture, 0, 30, 0, 0);
  assert_event (fixture, 0, DRAY_FENCE_ENTERED, 10);
  fix (fixture, 0, 60, 300, 500);
  g_assert_cmpuint (fixture->events->len, ==, 1);
  fix (fixture, 0, 70, 350, 500);
  assert_event (fixture, 1, DRAY_FENCE_LEFT, 60);
  g_assert_cmpuint (fixture->events->len, ==, 2);
}

static void
test_a_wild_fix_is_no_event (Fixture       *fixture,
                             gconstpointer  data G_GNUC_UNUSED)
{
  for (int i = 0; i < 60; i++)
    fix (fixture, 0, i * 10, i == 20 || i == 40 ? 900 : 0, 0);
  assert_event (fixture, 0, DRAY_FENCE_ENTERED, 0);
  g_assert_cmpuint (fixture->events->len, ==, 1);
}

static void
test_a_long_stay_is_told_once (Fixture       *fixture,
                               gconstpointer  data G_GNUC_UNUSED)
{
  for (int i = 0; i < 100; i++)
    fix (fixture, 0, i * 30, 0, 0);
  assert_event (fixture, 0, DRAY_FENCE_ENTERED, 0);
  assert_event (fixture, 1, DRAY_FENCE_OVERSTAYED, 630);
  g_assert_cmpuint (fixture->events->len, ==, 2);
}

static void
test_a_narrow_fence_is_not_jumped_over (Fixture       *fixture,
                                        gconstpointer  data G_GNUC_UNUSED)
{
  fix (fixture, 0, 0, 1900, 1500);
  fix (fixture, 0, 20, 2200, 1500);
  assert_event (fixture, 0, DRAY_FENCE_PASSED, 20);
  fix (fixture, 0, 40, 2500, 1500);
  g_assert_cmpuint (fixture->events->len, ==, 1);

  /* After a long silence nobody knows which way it went. */
  fix (fixture, 1, 0, 1900, 1500);
  fix (fixture, 1, 200, 2200, 1500);
  g_assert_cmpuint (fixture->events->len, ==, 1);
}

static void
test_a_fence_concerns_only_its_trucks (Fixture       *fixture,
                                       gconstpointer  data G_GNUC_UNUSED)
{
  for (guint truck = 0; truck < 2; truck++) {
    for (int i = 0; i < 3; i++)
      fix (fixture, truck, i * 10, 4100 + i * 10, 1200);
  }
  assert_event (fixture, 0, DRAY_FENCE_ENTERED, 0);
  assert_event (fixture, 1, DRAY_FENCE_SPED, 10);
  g_assert_cmpuint (fixture->events->len, ==, 2);
  g_assert_cmpuint (g_array_index (fixture->events, DrayFenceEvent, 0).truck, ==, 1);
}

static void
test_changing_another_fence_rings_nothing (Fixture       *fixture,
                                           gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (DrayFenceSet) without = make_set (FALSE);

  for (int i = 0; i < 10; i++)
    fix (fixture, 0, i * 10, 0, 0);
  dray_fence_watch_set_fences (fixture->watch, without);
  for (int i = 10; i < 20; i++)
    fix (fixture, 0, i * 10, 0, 0);
  g_assert_cmpuint (fixture->events->len, ==, 1);
}

static void
test_a_forbidden_fence_ahead_is_told_once_and_in_time (Fixture       *fixture,
                                                       gconstpointer  data G_GNUC_UNUSED)
{
  DrayId id = dray_id_derive ("route", "1", 1);
  g_autoptr (DrayLiveRoute) route = dray_live_route_new (&id, 0, 0);
  int lon_e7[31], lat_e7[31] = { 0 };

  for (int i = 0; i < 31; i++)
    lon_e7[i] = (int) (i * 100 * E7_PER_M);
  dray_live_route_add_leg (route, lon_e7, lat_e7, 31, 300);
  dray_fence_watch_look_ahead (fixture->watch, 0, route, 0.0, 0);
  g_assert_cmpuint (fixture->events->len, ==, 0);
  dray_fence_watch_look_ahead (fixture->watch, 0, route, 500.0, 50 * S);
  assert_event (fixture, 0, DRAY_FENCE_AHEAD, 50);
  g_assert_cmpint (ABS (g_array_index (fixture->events, DrayFenceEvent, 0).ahead_s - 150), <=, 1);
  dray_fence_watch_look_ahead (fixture->watch, 0, route, 600.0, 60 * S);
  g_assert_cmpuint (fixture->events->len, ==, 1);
  dray_fence_watch_look_ahead (fixture->watch, 0, route, 2200.0, 220 * S);
  dray_fence_watch_look_ahead (fixture->watch, 0, route, 1500.0, 300 * S);
  g_assert_cmpuint (fixture->events->len, ==, 2);
}

#define ADD(path, func) g_test_add ("/fleet/fence-watch/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("entering-waits-for-the-delay-and-bears-the-first-time", test_entering_waits_for_the_delay_and_bears_the_first_time);
  ADD ("a-wild-fix-is-no-event", test_a_wild_fix_is_no_event);
  ADD ("a-long-stay-is-told-once", test_a_long_stay_is_told_once);
  ADD ("a-narrow-fence-is-not-jumped-over", test_a_narrow_fence_is_not_jumped_over);
  ADD ("a-fence-concerns-only-its-trucks", test_a_fence_concerns_only_its_trucks);
  ADD ("changing-another-fence-rings-nothing", test_changing_another_fence_rings_nothing);
  ADD ("a-forbidden-fence-ahead-is-told-once-and-in-time", test_a_forbidden_fence_ahead_is_told_once_and_in_time);
  return g_test_run ();
}
