/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-engine-private.h"
#include "dray-units.h"

#include <glib/gi18n-lib.h>

/* The simulated day in steps: the clock moves by a step and stands; the fleet lives up to it, ingestion gets through what was sent, the
 * engine does what it does every few seconds otherwise, and what became of all that is in the records before the clock moves again. The
 * first step waits for the morning that a demo lives through when it is opened. So what a day comes to is a function of its seed and of
 * what is done to it between two calls, and of no thread and no wall clock. */

#define STEP_US (60 * DRAY_US_PER_S)

typedef struct {
  gint64   until_us;
  double   speed;      /* 0: as fast as it goes */
  gint64   began_us;   /* monotonic */
  gint64   from_us;
  gboolean flushed;    /* what was sent in this step is told */
} Playing;

static void
finish (DrayEngine *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->playing);

  g_task_return_boolean (task, TRUE);
}

static gboolean
on_flushed (gpointer data)
{
  DrayEngine *self = data;

  if (self->playing == NULL || self->ingest == NULL)
    return G_SOURCE_REMOVE;
  dray_live_fleet_flush (self->fleet);
  dray_engine_age (self);
  ((Playing *) g_task_get_task_data (self->playing))->flushed = TRUE;
  dray_engine_play_on (self);
  return G_SOURCE_REMOVE;
}

static gboolean
on_caught_up (gpointer data)
{
  DrayEngine *self = data;

  if (self->playing != NULL && self->ingest != NULL)
    dray_ingest_flush (self->ingest, on_flushed, g_object_ref (self), g_object_unref);
  return G_SOURCE_REMOVE;
}

/* Until the fleet has lived up to the clock and all that it sent is told. */
static void
catch_up (DrayEngine *self)
{
  dray_engine_demo_catch_up (self->demo, on_caught_up, g_object_ref (self), g_object_unref);
}

static gboolean
on_step (gpointer data)
{
  DrayEngine *self = data;
  Playing *playing = self->playing != NULL ? g_task_get_task_data (self->playing) : NULL;
  gint64 now_us = dray_clock_now_us (self->clock);

  if (playing == NULL)
    return G_SOURCE_REMOVE;
  /* Somebody did something between the steps: that comes first. */
  if (self->n_submitting > 0) {
    playing->flushed = TRUE;
    return G_SOURCE_REMOVE;
  }
  if (now_us >= playing->until_us || g_cancellable_is_cancelled (g_task_get_cancellable (self->playing))) {
    finish (self);
    return G_SOURCE_REMOVE;
  }
  playing->flushed = FALSE;
  dray_sim_clock_advance (DRAY_SIM_CLOCK (self->clock), MIN (STEP_US, playing->until_us - now_us));
  catch_up (self);
  return G_SOURCE_REMOVE;
}

/* How long until the next step is due at the wanted speed. */
static guint
find_pause_ms (DrayEngine *self,
               Playing    *playing)
{
  gint64 due_us;

  if (playing->speed <= 0.0)
    return 0;
  due_us = playing->began_us + (gint64) ((double) (dray_clock_now_us (self->clock) - playing->from_us) / playing->speed);
  return (guint) MAX ((due_us - g_get_monotonic_time ()) / DRAY_US_PER_MS, 0);
}

/* Goes on with the next step where this one is through. Called whenever something of it ended. */
void
dray_engine_play_on (DrayEngine *self)
{
  Playing *playing = self->playing != NULL ? g_task_get_task_data (self->playing) : NULL;

  if (playing == NULL || !playing->flushed || self->n_submitting > 0)
    return;
  playing->flushed = FALSE;
  guint pause_ms = find_pause_ms (self, playing);
  if (pause_ms == 0)
    g_idle_add_full (G_PRIORITY_DEFAULT, on_step, g_object_ref (self), g_object_unref);
  else
    g_timeout_add_full (G_PRIORITY_DEFAULT, pause_ms, on_step, g_object_ref (self), g_object_unref);
}

void
dray_engine_stop_playing (DrayEngine *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->playing);

  if (task != NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _("The workspace was closed"));
}

/**
 * dray_engine_play_async:
 * @until_us: by the demo's clock
 * @speed: so many times as fast as life, or 0: as fast as it goes
 *
 * Plays the simulated day up to an instant; then the clock stands. One at a time.
 *
 * Errors: %G_IO_ERROR_NOT_SUPPORTED where nothing is simulated; %G_IO_ERROR_CANCELLED, and the day stands where it was given up
 */
void
dray_engine_play_async (DrayEngine          *self,
                        gint64               until_us,
                        double               speed,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Playing *playing;

  g_return_if_fail (self->playing == NULL);

  g_task_set_source_tag (task, dray_engine_play_async);
  if (self->demo == NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "%s", _("Only the day of a demo workspace can be simulated"));
    return;
  }
  dray_sim_clock_set_paused (DRAY_SIM_CLOCK (self->clock), TRUE);
  playing = g_new0 (Playing, 1);
  *playing = (Playing) { until_us, speed, g_get_monotonic_time (), dray_clock_now_us (self->clock), FALSE };
  g_task_set_task_data (task, playing, g_free);
  self->playing = g_steal_pointer (&task);
  catch_up (self);
}

gboolean
dray_engine_play_finish (DrayEngine    *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
