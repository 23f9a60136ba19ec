/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-driver-clocks.h"
#include "dray-units.h"

/* A truck that drives along the equator and stands where it is told to. */

#define MINUTE_US (60 * DRAY_US_PER_S)
#define START_US G_GINT64_CONSTANT (1795046400000000)

typedef struct {
  GArray *fixes;
  gint64  at_us;
  int     lon_e7;
} Drive;

static void
put (Drive *drive,
     int    minutes,
     int    step_e7)
{
  for (int i = 0; i < minutes * 6; i++) {
    DrayFix fix = { .at_us = drive->at_us, .received_us = drive->at_us, .lon_e7 = drive->lon_e7, .speed_cms = step_e7 > 0 ? 1400 : 0, .accuracy_dm = 50 };

    g_array_append_val (drive->fixes, fix);
    drive->at_us += 10 * DRAY_US_PER_S;
    drive->lon_e7 += step_e7;
  }
}

static Drive
set_out (void)
{
  return (Drive) { g_array_new (FALSE, FALSE, sizeof (DrayFix)), START_US, 10000000 };
}

static DrayHoursRules
load (const char *name)
{
  g_autoptr (GError) error = NULL;
  DrayHoursRules rules;

  g_assert_true (dray_driver_clocks_load (name, &rules, &error));
  g_assert_no_error (error);
  return rules;
}

static void
count (DrayDriverClocks    *clocks,
       Drive               *drive,
       const DrayLiveRoute *route,
       const char          *law)
{
  DrayHoursRules rules = load (law);
  g_autoptr (DrayTrack) track = dray_track_new (0, START_US, drive->at_us, drive->fixes);

  dray_driver_clocks_count (clocks, track, route, &rules, drive->at_us);
  g_array_unref (drive->fixes);
}

static void
assert_minutes (gint64 us,
                int    minutes)
{
  g_assert_cmpint (ABS (us - minutes * MINUTE_US), <=, MINUTE_US);
}

static void
test_standing_is_duty_and_not_driving (void)
{
  Drive drive = set_out ();
  DrayDriverClocks clocks;

  put (&drive, 30, 0);
  put (&drive, 60, 12500);
  put (&drive, 20, 0);
  put (&drive, 40, 12500);
  count (&clocks, &drive, NULL, "eu-561");
  assert_minutes (clocks.driving_us, 100);
  assert_minutes (clocks.duty_us, 120);
  assert_minutes (clocks.since_break_us, 100);
  assert_minutes (clocks.break_due_us, 170);
  assert_minutes (clocks.driving_left_us, 440);
}

static void
test_a_long_rest_is_a_break (void)
{
  Drive drive = set_out ();
  DrayDriverClocks clocks;

  put (&drive, 60, 12500);
  put (&drive, 50, 0);
  put (&drive, 30, 12500);
  count (&clocks, &drive, NULL, "eu-561");
  assert_minutes (clocks.driving_us, 90);
  assert_minutes (clocks.since_break_us, 30);
}

/* Unloading is other work in Europe and never a break; in the United States half an hour without driving is one. */
static void
test_unloading_is_a_break_only_where_the_law_says_so (void)
{
  static const char *const laws[] = { "eu-561", "us-property-70" };

  for (gsize i = 0; i < G_N_ELEMENTS (laws); i++) {
    DrayId id = { { 0 } };
    g_autoptr (DrayLiveRoute) route = dray_live_route_new (&id, 0, START_US);
    Drive drive = set_out ();
    DrayDriverClocks clocks;

    put (&drive, 60, 12500);

    DrayLiveStop stop = { .name = "Dock", .address = "", .lon_e7 = drive.lon_e7, .open_us = DRAY_NEVER, .close_us = DRAY_NEVER, .planned_us = START_US };
    int lon_e7[] = { 10000000, drive.lon_e7 }, lat_e7[] = { 0, 0 };

    dray_live_route_add_leg (route, lon_e7, lat_e7, 2, 3600);
    dray_live_route_add_stop (route, &stop);
    put (&drive, 50, 0);
    put (&drive, 30, 12500);
    count (&clocks, &drive, route, laws[i]);
    assert_minutes (clocks.since_break_us, i == 0 ? 90 : 30);
  }
}

static void
test_no_position_is_no_duty (void)
{
  Drive drive = set_out ();
  DrayDriverClocks clocks;

  count (&clocks, &drive, NULL, "eu-561");
  g_assert_cmpint (clocks.driving_us, ==, 0);
  g_assert_cmpint (clocks.duty_us, ==, 0);
  g_assert_cmpint (clocks.break_due_us, ==, 270 * MINUTE_US);
}

static void
test_unknown_law_is_an_error (void)
{
  g_autoptr (GError) error = NULL;
  DrayHoursRules rules;

  g_assert_false (dray_driver_clocks_load ("atlantis", &rules, &error));
  g_assert_nonnull (error);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/console/driver-clocks/standing-is-duty-and-not-driving", test_standing_is_duty_and_not_driving);
  g_test_add_func ("/console/driver-clocks/a-long-rest-is-a-break", test_a_long_rest_is_a_break);
  g_test_add_func ("/console/driver-clocks/unloading-is-a-break-only-where-the-law-says-so", test_unloading_is_a_break_only_where_the_law_says_so);
  g_test_add_func ("/console/driver-clocks/no-position-is-no-duty", test_no_position_is_no_duty);
  g_test_add_func ("/console/driver-clocks/unknown-law-is-an-error", test_unknown_law_is_an_error);
  return g_test_run ();
}
