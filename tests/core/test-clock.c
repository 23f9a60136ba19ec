/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-sim-clock.h"
#include "dray-units.h"

#define START_US G_GINT64_CONSTANT (1795132740000000)

static void
test_wall_clock_follows_the_machine (void)
{
  g_autoptr (DrayClock) clock = dray_wall_clock_new ();
  gint64 before_us = g_get_real_time ();
  gint64 now_us = dray_clock_now_us (clock);

  g_assert_cmpint (now_us, >=, before_us);
  g_assert_cmpint (now_us, <=, g_get_real_time ());
  g_assert_cmpfloat (dray_clock_get_speed (clock), ==, 1.0);
}

static void
test_new_sim_clock_stands_still (void)
{
  g_autoptr (DraySimClock) clock = dray_sim_clock_new (START_US);

  g_usleep (2000);
  g_assert_cmpint (dray_clock_now_us (DRAY_CLOCK (clock)), ==, START_US);
  g_assert_cmpfloat (dray_clock_get_speed (DRAY_CLOCK (clock)), ==, 0.0);
  g_assert_cmpint (dray_clock_until_us (DRAY_CLOCK (clock), START_US + 1), ==, G_MAXINT64);
  g_assert_cmpint (dray_clock_until_us (DRAY_CLOCK (clock), START_US), ==, 0);
}

static void
test_advance_moves_exactly (void)
{
  g_autoptr (DraySimClock) clock = dray_sim_clock_new (START_US);

  for (int i = 0; i < 1000; i++)
    dray_sim_clock_advance (clock, 977);
  g_assert_cmpint (dray_clock_now_us (DRAY_CLOCK (clock)), ==, START_US + 977000);
}

static void
test_speed_multiplies_real_time (void)
{
  g_autoptr (DraySimClock) clock = dray_sim_clock_new (START_US);

  dray_sim_clock_set_speed (clock, 600.0);
  gint64 before_us = g_get_monotonic_time ();
  dray_sim_clock_set_paused (clock, FALSE);
  g_usleep (5000);
  gint64 least_us = (g_get_monotonic_time () - before_us) * 600;
  gint64 shown_us = dray_clock_now_us (DRAY_CLOCK (clock)) - START_US;
  gint64 most_us = (g_get_monotonic_time () - before_us) * 600;

  /* What set_paused itself took is not in the clock's count. */
  g_assert_cmpint (shown_us, >, least_us / 2);
  g_assert_cmpint (shown_us, <=, most_us);
  g_assert_cmpint (dray_clock_until_us (DRAY_CLOCK (clock), START_US + shown_us + 3600 * DRAY_US_PER_S), <=, 6 * DRAY_US_PER_S);
}

static void
test_pause_and_speed_never_lose_or_jump (void)
{
  g_autoptr (DraySimClock) clock = dray_sim_clock_new (START_US);
  gint64 last_us = START_US;

  for (int i = 1; i <= 200; i++) {
    gint64 now_us;

    dray_sim_clock_set_speed (clock, i);
    dray_sim_clock_set_paused (clock, i % 3 == 0);
    now_us = dray_clock_now_us (DRAY_CLOCK (clock));
    g_assert_cmpint (now_us, >=, last_us);
    last_us = now_us;
  }
  dray_sim_clock_set_paused (clock, TRUE);
  g_assert_true (dray_sim_clock_get_paused (clock));
  last_us = dray_clock_now_us (DRAY_CLOCK (clock));
  g_assert_cmpint (dray_clock_now_us (DRAY_CLOCK (clock)), ==, last_us);
}

static void
count (gpointer clock,
       int     *n)
{
  (*n)++;
}

static void
test_every_change_is_told (void)
{
  g_autoptr (DraySimClock) clock = dray_sim_clock_new (START_US);
  int n = 0;

  g_signal_connect (clock, "changed", G_CALLBACK (count), &n);
  dray_sim_clock_advance (clock, 1);
  dray_sim_clock_set_speed (clock, 4.0);
  dray_sim_clock_set_paused (clock, FALSE);
  g_assert_cmpint (n, ==, 3);
}

static gpointer
read_clock (gpointer clock)
{
  gint64 last_us = START_US;

  for (int i = 0; i < 20000; i++) {
    gint64 now_us = dray_clock_now_us (clock);

    if (now_us < last_us)
      return GINT_TO_POINTER (1);
    last_us = now_us;
  }
  return NULL;
}

static void
test_other_threads_never_see_it_go_back (void)
{
  g_autoptr (DraySimClock) clock = dray_sim_clock_new (START_US);
  GThread *reader = g_thread_new ("reader", read_clock, clock);

  for (int i = 0; i < 2000; i++) {
    dray_sim_clock_set_paused (clock, i % 2 == 0);
    dray_sim_clock_set_speed (clock, 1 + i);
    dray_sim_clock_advance (clock, 10);
  }
  g_assert_null (g_thread_join (reader));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/clock/wall-clock-follows-the-machine", test_wall_clock_follows_the_machine);
  g_test_add_func ("/core/clock/new-sim-clock-stands-still", test_new_sim_clock_stands_still);
  g_test_add_func ("/core/clock/advance-moves-exactly", test_advance_moves_exactly);
  g_test_add_func ("/core/clock/speed-multiplies-real-time", test_speed_multiplies_real_time);
  g_test_add_func ("/core/clock/pause-and-speed-never-lose-or-jump", test_pause_and_speed_never_lose_or_jump);
  g_test_add_func ("/core/clock/every-change-is-told", test_every_change_is_told);
  g_test_add_func ("/core/clock/other-threads-never-see-it-go-back", test_other_threads_never_see_it_go_back);
  return g_test_run ();
}
