/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-trip-detector.h"
#include "dray-units.h"

#define E7_PER_M (1.0 / 0.0111319)

typedef struct {
  DrayTripDetector *detector;
  GArray           *trips;  /* (element-type DrayDetectedTrip) */
  GArray           *stops;  /* (element-type DrayDetectedStop): those that are over */
  guint             n_begun;
} Fixture;

static void
on_trip (const DrayDetectedTrip *trip,
         gpointer                data)
{
  g_array_append_vals (((Fixture *) data)->trips, trip, 1);
}

static void
on_stop (const DrayDetectedStop *stop,
         gpointer                data)
{
  Fixture *fixture = data;

  if (stop->is_over)
    g_array_append_vals (fixture->stops, stop, 1);
  else
    fixture->n_begun++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data G_GNUC_UNUSED)
{
  fixture->trips = g_array_new (FALSE, FALSE, sizeof (DrayDetectedTrip));
  fixture->stops = g_array_new (FALSE, FALSE, sizeof (DrayDetectedStop));
  fixture->detector = dray_trip_detector_new (1, on_trip, on_stop, fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  dray_trip_detector_free (fixture->detector);
  g_array_unref (fixture->trips);
  g_array_unref (fixture->stops);
}

static void
put (Fixture *fixture,
     int      at_s,
     double   at_m,
     int      flags)
{
  DrayFix fix = { .at_us = at_s * DRAY_US_PER_S, .lon_e7 = (int) (at_m * E7_PER_M), .speed_cms = 1000, .flags = (guint16) flags };

  dray_trip_detector_take_fix (fixture->detector, &fix);
}

/* Stands 600 s at 0 m, drives 10 m/s to 6,000 m with a halt of 60 s at 3,000 m, stands 900 s there, drives off. */
static void
play (Fixture *fixture,
      int      flags)
{
  int at_s = 0;

  for (; at_s <= 600; at_s += 10)
    put (fixture, at_s, 0, flags);
  for (int m = 100; m <= 3000; m += 100, at_s += 10)
    put (fixture, at_s, m, flags);
  for (int i = 0; i < 6; i++, at_s += 10)
    put (fixture, at_s, 3000, flags);
  for (int m = 3100; m <= 6000; m += 100, at_s += 10)
    put (fixture, at_s, m, flags);
  for (int i = 0; i < 90; i++, at_s += 10)
    put (fixture, at_s, 6000 + i % 7, flags);
  for (int m = 6100; m <= 9000; m += 100, at_s += 10)
    put (fixture, at_s, m, flags);
  dray_trip_detector_finish (fixture->detector);
}

static void
test_trips_lie_between_stops (Fixture       *fixture,
                              gconstpointer  data G_GNUC_UNUSED)
{
  play (fixture, 0);
  g_assert_cmpuint (fixture->stops->len, ==, 2);
  g_assert_cmpuint (fixture->n_begun, ==, 2);
  g_assert_cmpuint (fixture->trips->len, ==, 2);
  const DrayDetectedTrip *trip = &g_array_index (fixture->trips, DrayDetectedTrip, 0);
  const DrayDetectedStop *stop = &g_array_index (fixture->stops, DrayDetectedStop, 1);
  g_assert_cmpint (trip->from_us, ==, 600 * DRAY_US_PER_S);
  g_assert_cmpint (trip->to_us, ==, 1260 * DRAY_US_PER_S);
  g_assert_cmpfloat (ABS (trip->length_m - 6000.0), <, 15.0);
  g_assert_cmpint (stop->from_us, ==, 1260 * DRAY_US_PER_S);
  g_assert_cmpint (stop->to_us, ==, 2160 * DRAY_US_PER_S);
  g_assert_cmpint (stop->idle_s, ==, -1);
  g_assert_cmpint (trip->max_speed_cms, ==, 1000);
}

static void
test_idling_is_known_only_with_an_ignition_signal (Fixture       *fixture,
                                                   gconstpointer  data G_GNUC_UNUSED)
{
  play (fixture, DRAY_FIX_IGNITION_KNOWN | DRAY_FIX_IGNITION);
  g_assert_cmpint (g_array_index (fixture->stops, DrayDetectedStop, 1).idle_s, ==, 900);
}

static void
test_a_wild_fix_ends_no_stop (Fixture       *fixture,
                              gconstpointer  data G_GNUC_UNUSED)
{
  for (int at_s = 0; at_s <= 1200; at_s += 10)
    put (fixture, at_s, at_s == 700 ? 400 : 0, 0);
  dray_trip_detector_finish (fixture->detector);
  g_assert_cmpuint (fixture->stops->len, ==, 1);
  g_assert_cmpuint (fixture->trips->len, ==, 0);
}

static void
test_silence_ends_what_went_on (Fixture       *fixture,
                                gconstpointer  data G_GNUC_UNUSED)
{
  for (int at_s = 0; at_s <= 600; at_s += 10)
    put (fixture, at_s, at_s * 10, 0);
  put (fixture, 600 + 3600, 90000, 0);
  g_assert_cmpuint (fixture->trips->len, ==, 1);
  g_assert_cmpint (g_array_index (fixture->trips, DrayDetectedTrip, 0).to_us, ==, 600 * DRAY_US_PER_S);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test) g_test_add ("/fleet/trip-detector/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("trips-lie-between-stops", test_trips_lie_between_stops);
  ADD ("idling-is-known-only-with-an-ignition-signal", test_idling_is_known_only_with_an_ignition_signal);
  ADD ("a-wild-fix-ends-no-stop", test_a_wild_fix_ends_no_stop);
  ADD ("silence-ends-what-went-on", test_silence_ends_what_went_on);
#undef ADD
  return g_test_run ();
}
