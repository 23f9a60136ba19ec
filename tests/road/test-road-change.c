/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-road-change.h"
#include "dray-road-error.h"
#include "dray-road-fixture.h"

#include <math.h>

/* Times of day, closures, slowdowns and learned speeds, on a road with a way round:
 *
 *      4 ---- 5
 *      |      |
 *   1--2 ---- 3--6
 */

static const char town[] =
  "<osm><node id='1' lon='10.00' lat='50'/><node id='2' lon='10.01' lat='50'/><node id='3' lon='10.02' lat='50'/><node id='6' lon='10.03' lat='50'/>"
  "<node id='4' lon='10.01' lat='50.004'/><node id='5' lon='10.02' lat='50.004'/>"
  "<way id='1'><nd ref='1'/><nd ref='2'/><tag k='highway' v='primary'/></way><way id='2'><nd ref='2'/><nd ref='3'/><tag k='highway' v='primary'/></way>"
  "<way id='3'><nd ref='3'/><nd ref='6'/><tag k='highway' v='primary'/></way>"
  "<way id='4'><nd ref='2'/><nd ref='4'/><nd ref='5'/><nd ref='3'/><tag k='highway' v='primary'/></way></osm>";

static const DrayVehicleProfile truck = { .kind = DRAY_VEHICLE_TRUCK, .max_speed_kmh = 80 };
static const DrayVehicleProfile car = { .kind = DRAY_VEHICLE_CAR };

typedef struct {
  DrayTestFolder *folder;
  DrayRegion     *region;
} Fixture;

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  f->folder = dray_test_folder_new ();
  f->region = dray_fixture_import_text (f->folder, town);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  dray_region_unref (f->region);
  dray_test_folder_remove (f->folder);
}

static DrayRoadPath *
drive (Fixture                  *f,
       const DrayVehicleProfile *profile,
       int                       period)
{
  DrayRegionSnap from, to;
  g_autoptr (GError) error = NULL;

  g_assert_true (dray_region_snap (f->region, &car, 100050000, 500000000, NULL, &from, NULL));
  g_assert_true (dray_region_snap (f->region, &car, 100250000, 500000000, NULL, &to, NULL));
  DrayRoadPath *path = dray_road_path_find (f->region, profile, period, &from, &to, NULL, &error);
  g_assert_no_error (error);
  return path;
}

static gboolean
goes_round (Fixture                  *f,
            const DrayVehicleProfile *profile,
            int                       period)
{
  g_autoptr (DrayRoadPath) path = drive (f, profile, period);

  return path->n_segments == 3 && path->segments[1].way_id == 4;
}

static DrayShape *
line_on_way_2 (void)
{
  const DrayGeoPoint points[] = { { 100120000, 500000500 }, { 100180000, 499999500 } };

  return dray_shape_new_line (points, 2);
}

static void
set (Fixture        *f,
     DrayRoadChange  change)
{
  g_autoptr (GError) error = NULL;

  dray_region_set_changes (f->region, &change, change.shape != NULL ? 1 : 0, 1, NULL, &error);
  g_assert_no_error (error);
}

static void
test_a_closure_is_driven_round_until_it_is_lifted (Fixture      *f,
                                                   gconstpointer data)
{
  g_autoptr (DrayShape) line = line_on_way_2 ();

  g_assert_false (goes_round (f, &truck, DRAY_ROAD_ANY_TIME));
  set (f, (DrayRoadChange) { .shape = line });
  g_assert_true (goes_round (f, &truck, DRAY_ROAD_ANY_TIME));
  set (f, (DrayRoadChange) { NULL });
  g_assert_false (goes_round (f, &truck, DRAY_ROAD_ANY_TIME));
}

static void
test_an_area_forbids_a_class_of_vehicles (Fixture      *f,
                                          gconstpointer data)
{
  const DrayGeoPoint ring[] = { { 100140000, 499990000 }, { 100160000, 499990000 }, { 100160000, 500010000 }, { 100140000, 500010000 } };
  g_autoptr (DrayShape) area = dray_shape_new_polygon (ring, 4);

  set (f, (DrayRoadChange) { .shape = area, .kinds = 1 << DRAY_VEHICLE_TRUCK });
  g_assert_true (goes_round (f, &truck, DRAY_ROAD_ANY_TIME));
  g_assert_false (goes_round (f, &car, DRAY_ROAD_ANY_TIME));
}

static void
test_a_period_limits_a_closure (Fixture      *f,
                                gconstpointer data)
{
  g_autoptr (DrayShape) line = line_on_way_2 ();

  set (f, (DrayRoadChange) { .shape = line, .periods = (guint8) (1 << dray_road_period_of_hour (8)) });
  g_assert_true (goes_round (f, &truck, dray_road_period_of_hour (8)));
  g_assert_false (goes_round (f, &truck, dray_road_period_of_hour (13)));
}

static void
test_a_slowdown_takes_its_time (Fixture      *f,
                                gconstpointer data)
{
  g_autoptr (DrayShape) line = line_on_way_2 ();
  g_autoptr (DrayRoadPath) before = drive (f, &truck, DRAY_ROAD_ANY_TIME);

  set (f, (DrayRoadChange) { .shape = line, .speed_percent = 80 });
  g_autoptr (DrayRoadPath) after = drive (f, &truck, DRAY_ROAD_ANY_TIME);
  double way_2_ms = 0.01 * 111195 * cos (50 * G_PI / 180) / (60 / 3.6) * 1000;
  g_assert_cmpfloat_with_epsilon (after->duration_ms - (double) before->duration_ms, way_2_ms * 0.25, 60);
  g_assert_cmpuint (after->length_dm, ==, before->length_dm);
}

static void
test_the_morning_is_slower_than_the_night (Fixture      *f,
                                           gconstpointer data)
{
  g_autoptr (DrayRoadPath) night = drive (f, &truck, dray_road_period_of_hour (2));
  g_autoptr (DrayRoadPath) morning = drive (f, &truck, dray_road_period_of_hour (8));
  g_autoptr (DrayRoadPath) day = drive (f, &truck, DRAY_ROAD_ANY_TIME);

  g_assert_cmpuint (night->duration_ms, <, day->duration_ms);
  g_assert_cmpuint (day->duration_ms, <, morning->duration_ms);
}

static void
test_periods_cover_the_day (Fixture      *f,
                            gconstpointer data)
{
  guint32 all = 0;

  for (int period = 0; period < DRAY_ROAD_N_PERIODS; period++) {
    g_assert_cmphex (all & dray_road_period_hours (period), ==, 0);
    all |= dray_road_period_hours (period);
  }
  g_assert_cmphex (all, ==, 0xffffff);
  for (int hour = 0; hour < 24; hour++)
    g_assert_true (dray_road_period_hours (dray_road_period_of_hour (hour)) >> hour & 1);
}

/* A truck that takes two minutes for way 2 at eight in the morning, day by day. */
static void
test_learned_speeds_override_the_usual_ones (Fixture      *f,
                                             gconstpointer data)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (DrayRoadLearner) learner = dray_road_learner_new (f->region, zone);
  g_autoptr (GError) error = NULL;

  for (int day = 0; day < 3; day++) {
    gint64 at_us = (day * (gint64) DRAY_S_PER_DAY + 8 * DRAY_S_PER_HOUR) * DRAY_US_PER_S;
    DrayRoadFix fixes[6];

    for (int i = 0; i < 6; i++)
      fixes[i] = (DrayRoadFix) { 100110000 + i * 16000, 500000000, at_us + i * 25 * DRAY_US_PER_S };
    g_autoptr (DrayRoadMatch) match = dray_road_match_trace (f->region, &truck, fixes, 6, NULL, &error);
    g_assert_no_error (error);
    dray_road_learner_add (learner, match, fixes);
  }
  g_assert_cmpuint (dray_road_learner_count (learner), ==, 1);
  g_assert_false (goes_round (f, &truck, dray_road_period_of_hour (8)));
  g_assert_true (dray_road_learner_apply (learner, 1, NULL, &error));
  g_assert_true (goes_round (f, &truck, dray_road_period_of_hour (8)));
  g_assert_false (goes_round (f, &truck, dray_road_period_of_hour (13)));
}

/* Questions are answered all the while that changes are made, by the old roads or by the new ones. */

typedef struct {
  Fixture *f;
  int      stop;
  int      n_asked;
} Asking;

static gpointer
ask (gpointer data)
{
  Asking *asking = data;

  while (!g_atomic_int_get (&asking->stop)) {
    g_autoptr (DrayRoadPath) path = drive (asking->f, &truck, DRAY_ROAD_ANY_TIME);

    g_assert_cmpuint (path->n_segments, ==, 3);
    g_atomic_int_inc (&asking->n_asked);
  }
  return NULL;
}

static void
test_questions_go_on_while_changes_are_made (Fixture      *f,
                                             gconstpointer data)
{
  g_autoptr (DrayShape) line = line_on_way_2 ();
  Asking asking = { .f = f };
  GThread *thread = g_thread_new ("ask", ask, &asking);

  for (int i = 0; i < 50 || g_atomic_int_get (&asking.n_asked) < 20; i++)
    set (f, (DrayRoadChange) { .shape = i % 2 ? NULL : line });
  g_atomic_int_set (&asking.stop, TRUE);
  g_thread_join (thread);
}

#define ADD(name, func) g_test_add ("/road/change/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a-closure-is-driven-round-until-it-is-lifted", test_a_closure_is_driven_round_until_it_is_lifted);
  ADD ("an-area-forbids-a-class-of-vehicles", test_an_area_forbids_a_class_of_vehicles);
  ADD ("a-period-limits-a-closure", test_a_period_limits_a_closure);
  ADD ("a-slowdown-takes-its-time", test_a_slowdown_takes_its_time);
  ADD ("the-morning-is-slower-than-the-night", test_the_morning_is_slower_than_the_night);
  ADD ("periods-cover-the-day", test_periods_cover_the_day);
  ADD ("learned-speeds-override-the-usual-ones", test_learned_speeds_override_the_usual_ones);
  ADD ("questions-go-on-while-changes-are-made", test_questions_go_on_while_changes_are_made);
  return g_test_run ();
}
