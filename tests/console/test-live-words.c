/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-live-words.h"

#include "dray-units.h"

#define MINUTE_US (60 * DRAY_US_PER_S)

static void
test_time (void)
{
  char words[DRAY_WORDS_SIZE];

  dray_words_time (14 * 60 * MINUTE_US + 2 * MINUTE_US + 59 * DRAY_US_PER_S, words);
  g_assert_cmpstr (words, ==, "14:02");
  dray_words_time (DRAY_NEVER, words);
  g_assert_cmpstr (words, ==, "–");
}

static void
test_duration (void)
{
  char words[DRAY_WORDS_SIZE];

  dray_words_duration (9 * MINUTE_US, words);
  g_assert_cmpstr (words, ==, "9 min");
  dray_words_duration (85 * MINUTE_US, words);
  g_assert_cmpstr (words, ==, "1 h 25");
  dray_words_duration (59 * MINUTE_US + 40 * DRAY_US_PER_S, words);
  g_assert_cmpstr (words, ==, "1 h 00");
}

static void
test_distance (void)
{
  char words[DRAY_WORDS_SIZE];

  dray_words_distance (12430, FALSE, words);
  g_assert_cmpstr (words, ==, "12.4 km");
  dray_words_distance (348, FALSE, words);
  g_assert_cmpstr (words, ==, "350 m");
  dray_words_distance (16093.44, TRUE, words);
  g_assert_cmpstr (words, ==, "10.0 mi");
}

typedef struct {
  DrayTruckState state;
  gboolean       fixed;
  gint64         age_us;
  int            slack_s;
} Case;

static void
say (const Case *given,
     char        words[DRAY_WORDS_SIZE])
{
  DrayTruckLabel label = { .number = "12", .plate = "HV 14 LUB" };
  g_autoptr (DrayLiveFleet) fleet = dray_live_fleet_new (&label, 1, NULL);
  DrayFix fix = { .at_us = 1000 * MINUTE_US, .truck = 0 };
  DrayTruckProgress progress = { .truck = 0, .state = given->state, .eta_us = DRAY_NEVER, .slack_s = given->slack_s };
  gint64 now_us = fix.at_us + given->age_us;

  dray_live_fleet_put_progress (fleet, &progress, 1);
  if (given->fixed)
    dray_live_fleet_put_fixes (fleet, &fix, 1);
  g_usleep (120 * 1000);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  dray_live_fleet_age (fleet, now_us);
  dray_words_slack (dray_live_fleet_get_truck (fleet, 0), now_us, words);
}

static void
test_slack (void)
{
  static const Case cases[] = {
    { DRAY_TRUCK_DRIVING, TRUE, 0, 12 * 60 + 50 },
    { DRAY_TRUCK_DRIVING, TRUE, 0, -1 },
    { DRAY_TRUCK_DRIVING, TRUE, 11 * MINUTE_US, -300 },
    { DRAY_TRUCK_PARKED, TRUE, 0, G_MAXINT },
    { DRAY_TRUCK_DRIVING, FALSE, 0, 60 },
  };
  static const char *const expected[] = { "12 min", "1 late", "11 min old", "off duty", "no position" };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    char words[DRAY_WORDS_SIZE];

    say (&cases[i], words);
    g_assert_cmpstr (words, ==, expected[i]);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/console/live-words/a-time-is-hours-and-minutes", test_time);
  g_test_add_func ("/console/live-words/a-duration-rounds-to-the-minute", test_duration);
  g_test_add_func ("/console/live-words/a-distance-has-no-digits-too-many", test_distance);
  g_test_add_func ("/console/live-words/what-went-wrong-stands-before-what-is-left", test_slack);
  return g_test_run ();
}
