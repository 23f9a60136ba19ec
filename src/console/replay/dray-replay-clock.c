/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-replay-clock.h"

struct _DrayReplayClock {
  DrayClock parent_instance;
  gint64    at_us;      /* any thread, atomically */
};

G_DEFINE_FINAL_TYPE (DrayReplayClock, dray_replay_clock, DRAY_TYPE_CLOCK)

static gint64
dray_replay_clock_now_us (DrayClock *clock)
{
  return __atomic_load_n (&DRAY_REPLAY_CLOCK (clock)->at_us, __ATOMIC_RELAXED);
}

static double
dray_replay_clock_get_speed (DrayClock *clock)
{
  return 0;
}

static void
dray_replay_clock_class_init (DrayReplayClockClass *klass)
{
  DRAY_CLOCK_CLASS (klass)->now_us = dray_replay_clock_now_us;
  DRAY_CLOCK_CLASS (klass)->get_speed = dray_replay_clock_get_speed;
}

static void
dray_replay_clock_init (DrayReplayClock *self)
{
}

DrayReplayClock *
dray_replay_clock_new (void)
{
  return g_object_new (DRAY_TYPE_REPLAY_CLOCK, NULL);
}

void
dray_replay_clock_put (DrayReplayClock *self,
                       gint64           at_us)
{
  g_return_if_fail (DRAY_IS_REPLAY_CLOCK (self));

  __atomic_store_n (&self->at_us, at_us, __ATOMIC_RELAXED);
}
