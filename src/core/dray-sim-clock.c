/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-sim-clock.h"

/* The time is kept as a pair: at `base_real_us` of the monotonic clock this one showed `base_us`. Every change of speed starts a
 * new pair, so that the past stays as it was. */

struct _DraySimClock
{
  DrayClock parent_instance;

  GMutex   lock;            /* guards all below; never held while a signal runs */
  gint64   base_us;
  gint64   base_real_us;
  double   speed;           /* what it goes at unless paused */
  gboolean paused;
};

G_DEFINE_FINAL_TYPE (DraySimClock, dray_sim_clock, DRAY_TYPE_CLOCK)

static gint64
now_locked (DraySimClock *self)
{
  if (self->paused)
    return self->base_us;
  return self->base_us + (gint64) ((double) (g_get_monotonic_time () - self->base_real_us) * self->speed);
}

static void
rebase_locked (DraySimClock *self)
{
  self->base_us = now_locked (self);
  self->base_real_us = g_get_monotonic_time ();
}

static gint64
dray_sim_clock_now_us (DrayClock *clock)
{
  DraySimClock *self = DRAY_SIM_CLOCK (clock);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return now_locked (self);
}

static double
dray_sim_clock_get_speed (DrayClock *clock)
{
  DraySimClock *self = DRAY_SIM_CLOCK (clock);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->paused ? 0.0 : self->speed;
}

static void
dray_sim_clock_finalize (GObject *object)
{
  g_mutex_clear (&DRAY_SIM_CLOCK (object)->lock);
  G_OBJECT_CLASS (dray_sim_clock_parent_class)->finalize (object);
}

static void
dray_sim_clock_class_init (DraySimClockClass *class)
{
  G_OBJECT_CLASS (class)->finalize = dray_sim_clock_finalize;
  DRAY_CLOCK_CLASS (class)->now_us = dray_sim_clock_now_us;
  DRAY_CLOCK_CLASS (class)->get_speed = dray_sim_clock_get_speed;
}

static void
dray_sim_clock_init (DraySimClock *self)
{
  g_mutex_init (&self->lock);
  self->speed = 1.0;
  self->paused = TRUE;
}

/**
 * dray_sim_clock_new:
 * @start_us: what it shows at first, UTC microseconds
 *
 * Returns: (transfer full): a paused clock of speed 1
 */
DraySimClock *
dray_sim_clock_new (gint64 start_us)
{
  DraySimClock *self = g_object_new (DRAY_TYPE_SIM_CLOCK, NULL);

  self->base_us = start_us;
  return self;
}

/**
 * dray_sim_clock_advance:
 * @by_us: how far, at least 0: time never goes back
 *
 * Moves the clock ahead at once, whether it is paused or not.
 */
void
dray_sim_clock_advance (DraySimClock *self,
                        gint64        by_us)
{
  g_return_if_fail (DRAY_IS_SIM_CLOCK (self));
  g_return_if_fail (by_us >= 0);

  g_mutex_lock (&self->lock);
  rebase_locked (self);
  self->base_us += by_us;
  g_mutex_unlock (&self->lock);
  g_signal_emit_by_name (self, "changed");
}

/**
 * dray_sim_clock_set_speed:
 * @speed: over 0, at most %DRAY_SIM_CLOCK_MAX_SPEED; a paused clock keeps it for later
 */
void
dray_sim_clock_set_speed (DraySimClock *self,
                          double        speed)
{
  g_return_if_fail (DRAY_IS_SIM_CLOCK (self));
  g_return_if_fail (speed > 0.0 && speed <= DRAY_SIM_CLOCK_MAX_SPEED);

  g_mutex_lock (&self->lock);
  rebase_locked (self);
  self->speed = speed;
  g_mutex_unlock (&self->lock);
  g_signal_emit_by_name (self, "changed");
}

void
dray_sim_clock_set_paused (DraySimClock *self,
                           gboolean      paused)
{
  g_return_if_fail (DRAY_IS_SIM_CLOCK (self));

  g_mutex_lock (&self->lock);
  rebase_locked (self);
  self->paused = paused;
  g_mutex_unlock (&self->lock);
  g_signal_emit_by_name (self, "changed");
}

gboolean
dray_sim_clock_get_paused (DraySimClock *self)
{
  g_return_val_if_fail (DRAY_IS_SIM_CLOCK (self), TRUE);

  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->paused;
}
