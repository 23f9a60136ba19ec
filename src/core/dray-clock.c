/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-clock.h"
#include "dray-units.h"

#include <math.h>

G_DEFINE_ABSTRACT_TYPE (DrayClock, dray_clock, G_TYPE_OBJECT)

static void
dray_clock_class_init (DrayClockClass *class)
{
  /**
   * DrayClock::changed:
   *
   * The clock jumped, or goes at another speed: timers that were set by dray_clock_until_us() are to be set again. Emitted in
   * the thread that changed it.
   */
  g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dray_clock_init (DrayClock *self)
{
}

/**
 * dray_clock_now_us:
 *
 * Returns: the present instant, UTC microseconds
 */
gint64
dray_clock_now_us (DrayClock *self)
{
  g_return_val_if_fail (DRAY_IS_CLOCK (self), DRAY_NEVER);

  return DRAY_CLOCK_GET_CLASS (self)->now_us (self);
}

/**
 * dray_clock_get_speed:
 *
 * Returns: seconds of this clock that go by in a second of the wall's: 0 while it is paused
 */
double
dray_clock_get_speed (DrayClock *self)
{
  g_return_val_if_fail (DRAY_IS_CLOCK (self), 0.0);

  return DRAY_CLOCK_GET_CLASS (self)->get_speed (self);
}

/**
 * dray_clock_until_us:
 * @at_us: an instant of this clock
 *
 * Returns: after how many microseconds of real time the clock shows @at_us, for setting a timer: 0 if it already does,
 *   %G_MAXINT64 while it stands still
 */
gint64
dray_clock_until_us (DrayClock *self,
                     gint64     at_us)
{
  gint64 now_us = dray_clock_now_us (self);
  double speed = dray_clock_get_speed (self);

  if (at_us <= now_us)
    return 0;
  if (speed <= 0.0)
    return G_MAXINT64;

  double wait_us = ceil (((double) at_us - (double) now_us) / speed);
  return wait_us < 9e18 ? (gint64) wait_us : G_MAXINT64;
}

#define DRAY_TYPE_WALL_CLOCK (dray_wall_clock_get_type ())
G_DECLARE_FINAL_TYPE (DrayWallClock, dray_wall_clock, DRAY, WALL_CLOCK, DrayClock)

struct _DrayWallClock
{
  DrayClock parent_instance;
};

G_DEFINE_FINAL_TYPE (DrayWallClock, dray_wall_clock, DRAY_TYPE_CLOCK)

static gint64
dray_wall_clock_now_us (DrayClock *self)
{
  return g_get_real_time ();
}

static double
dray_wall_clock_get_speed (DrayClock *self)
{
  return 1.0;
}

static void
dray_wall_clock_class_init (DrayWallClockClass *class)
{
  DRAY_CLOCK_CLASS (class)->now_us = dray_wall_clock_now_us;
  DRAY_CLOCK_CLASS (class)->get_speed = dray_wall_clock_get_speed;
}

static void
dray_wall_clock_init (DrayWallClock *self)
{
}

/**
 * dray_wall_clock_new:
 *
 * Returns: (transfer full): the machine's own clock
 */
DrayClock *
dray_wall_clock_new (void)
{
  return g_object_new (DRAY_TYPE_WALL_CLOCK, NULL);
}
