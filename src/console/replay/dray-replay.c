/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-replay.h"

#include "dray-replay-clock.h"
#include "dray-units.h"

#define TICK_MS 50
#define MAX_SPEED 600.0

struct _DrayReplay {
  GObject          parent_instance;

  /* Owned */
  DrayHistory     *history;
  DrayLiveFleet   *fleet;
  DrayReplayClock *clock;
  DrayClock       *live_clock;
  GCancellable    *cancellable;
  guint            tick;          /* 0 while it stands */

  gint64           at_us;         /* where it is to stand */
  gint64           shown_us;      /* where the fleet stands; DRAY_NEVER before the first answer */
  gint64           asked_us;      /* what the history was asked for; DRAY_NEVER while nothing is */
  gint64           ticked_us;     /* monotonic */
  int              direction;     /* 1, -1; 0 while it stands */
  double           speed;
  gint64           day_from_us, day_to_us;
  gint64           span_from_us, span_to_us;
};

enum { MOVED, CHANGED, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DrayReplay, dray_replay, G_TYPE_OBJECT)

static void ask (DrayReplay *self);

static void
stop (DrayReplay *self)
{
  g_clear_handle_id (&self->tick, g_source_remove);
  self->direction = 0;
}

static void
on_answer (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (DrayReplay) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) fixes = dray_history_finish (DRAY_HISTORY (source), result, &error);
  gint64 asked_us = self->asked_us;

  self->asked_us = DRAY_NEVER;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->history == NULL)
    return;
  if (fixes == NULL) {
    stop (self);
    g_signal_emit (self, signals[CHANGED], 0);
    g_signal_emit (self, signals[FAILED], 0, error->message);
    return;
  }
  dray_replay_clock_put (self->clock, asked_us);
  dray_live_fleet_replay (self->fleet, (const DrayFix *) (gpointer) fixes->data, asked_us);
  self->shown_us = asked_us;
  g_signal_emit (self, signals[MOVED], 0);
  if (self->shown_us != self->at_us)
    ask (self);
}

/* One question at a time; the next one is for where it is to stand by then. */
static void
ask (DrayReplay *self)
{
  if (self->asked_us != DRAY_NEVER || self->history == NULL)
    return;
  self->asked_us = self->at_us;
  dray_history_seek_async (self->history, self->at_us, self->cancellable, on_answer, g_object_ref (self));
}

/* The day is the one that a place in time lies in, by the local calendar: of 23, 24 or 25 hours. */
static void
find_day (DrayReplay *self,
          gint64      at_us)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_local (at_us / DRAY_US_PER_S);
  g_autoptr (GDateTime) from = g_date_time_new_local (g_date_time_get_year (at), g_date_time_get_month (at), g_date_time_get_day_of_month (at), 0, 0, 0);
  g_autoptr (GDateTime) to = g_date_time_add_days (from, 1);

  self->day_from_us = g_date_time_to_unix (from) * DRAY_US_PER_S;
  self->day_to_us = g_date_time_to_unix (to) * DRAY_US_PER_S;
}

static gint64
clamp (DrayReplay *self,
       gint64      at_us)
{
  return CLAMP (at_us, self->span_from_us, MAX (self->span_to_us, self->span_from_us));
}

static void
go (DrayReplay *self,
    gint64      at_us)
{
  gboolean other_day = at_us < self->day_from_us || at_us >= self->day_to_us;

  self->at_us = at_us;
  if (other_day) {
    find_day (self, at_us);
    g_signal_emit (self, signals[CHANGED], 0);
  }
  ask (self);
}

static gboolean
on_tick (gpointer user_data)
{
  DrayReplay *self = user_data;
  gint64 now_us = g_get_monotonic_time ();
  gint64 to_us = self->at_us + (gint64) ((double) (now_us - self->ticked_us) * self->speed * self->direction);

  self->ticked_us = now_us;
  go (self, clamp (self, to_us));
  if (self->at_us == to_us)
    return G_SOURCE_CONTINUE;
  /* The end of what is known. */
  self->tick = 0;
  self->direction = 0;
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
dray_replay_dispose (GObject *object)
{
  DrayReplay *self = DRAY_REPLAY (object);

  stop (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->history);
  g_clear_object (&self->live_clock);

  G_OBJECT_CLASS (dray_replay_parent_class)->dispose (object);
}

static void
dray_replay_finalize (GObject *object)
{
  DrayReplay *self = DRAY_REPLAY (object);

  g_object_unref (self->fleet);
  g_object_unref (self->clock);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (dray_replay_parent_class)->finalize (object);
}

static void
dray_replay_class_init (DrayReplayClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dray_replay_dispose;
  G_OBJECT_CLASS (klass)->finalize = dray_replay_finalize;
  signals[MOVED] = g_signal_new ("moved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
dray_replay_init (DrayReplay *self)
{
  self->clock = dray_replay_clock_new ();
  self->cancellable = g_cancellable_new ();
  self->shown_us = self->asked_us = DRAY_NEVER;
  self->speed = 60;
}

/* The same trucks in the same order. */
static DrayLiveFleet *
new_fleet_like (DrayLiveFleet *live)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (live));
  g_autofree DrayTruckLabel *labels = g_new0 (DrayTruckLabel, n + 1);

  for (guint i = 0; i < n; i++) {
    DrayLiveTruck *truck = dray_live_fleet_get_truck (live, i);

    labels[i] = (DrayTruckLabel) { *dray_live_truck_get_id (truck), dray_live_truck_get_number (truck), dray_live_truck_get_plate (truck),
                                   dray_live_truck_get_driver (truck), dray_live_truck_get_depot (truck) };
  }
  return dray_live_fleet_new (labels, n, g_main_context_get_thread_default ());
}

/**
 * dray_replay_new:
 * @live: whose trucks are shown
 * @clock: of the workspace: what is past and what is not yet
 */
DrayReplay *
dray_replay_new (DrayHistory   *history,
                 DrayLiveFleet *live,
                 DrayClock     *clock)
{
  g_return_val_if_fail (DRAY_IS_HISTORY (history), NULL);

  DrayReplay *self = g_object_new (DRAY_TYPE_REPLAY, NULL);
  gint64 now_us = dray_clock_now_us (clock);

  self->history = g_object_ref (history);
  self->live_clock = g_object_ref (clock);
  self->fleet = new_fleet_like (live);
  self->at_us = now_us;
  self->span_from_us = now_us - 366 * DRAY_S_PER_DAY * DRAY_US_PER_S;
  self->span_to_us = now_us;
  find_day (self, now_us);
  return self;
}

/* Returns: (transfer none): where the trucks stood */
DrayLiveFleet *
dray_replay_get_fleet (DrayReplay *self)
{
  return self->fleet;
}

/* Returns: (transfer none): stands at what is shown */
DrayClock *
dray_replay_get_clock (DrayReplay *self)
{
  return DRAY_CLOCK (self->clock);
}

/* Returns: (transfer none) */
DrayHistory *
dray_replay_get_history (DrayReplay *self)
{
  return self->history;
}

/* Goes to an instant, or as near as the history reaches. */
void
dray_replay_seek (DrayReplay *self,
                  gint64      at_us)
{
  g_return_if_fail (DRAY_IS_REPLAY (self));

  self->span_to_us = MAX (self->span_to_us, dray_clock_now_us (self->live_clock));
  go (self, clamp (self, at_us));
}

/* Where it is to stand; the fleet follows within a question and its answer. */
gint64
dray_replay_get_at_us (DrayReplay *self)
{
  return self->at_us;
}

/* Where the fleet stands; %DRAY_NEVER before the first answer. */
gint64
dray_replay_get_shown_us (DrayReplay *self)
{
  return self->shown_us;
}

/* Whether the fleet stands where it is to stand. */
gboolean
dray_replay_is_settled (DrayReplay *self)
{
  return self->shown_us == self->at_us && self->asked_us == DRAY_NEVER;
}

/* @direction: 1 forwards, -1 backwards, 0 stands */
void
dray_replay_play (DrayReplay *self,
                  int         direction)
{
  g_return_if_fail (DRAY_IS_REPLAY (self));

  direction = CLAMP (direction, -1, 1);
  if (direction == self->direction)
    return;
  stop (self);
  self->direction = direction;
  self->ticked_us = g_get_monotonic_time ();
  if (direction != 0)
    self->tick = g_timeout_add (TICK_MS, on_tick, self);
  g_signal_emit (self, signals[CHANGED], 0);
}

int
dray_replay_get_direction (DrayReplay *self)
{
  return self->direction;
}

/* @speed: 1 to 600 */
void
dray_replay_set_speed (DrayReplay *self,
                       double      speed)
{
  g_return_if_fail (DRAY_IS_REPLAY (self));

  self->speed = CLAMP (speed, 1.0, MAX_SPEED);
  g_signal_emit (self, signals[CHANGED], 0);
}

double
dray_replay_get_speed (DrayReplay *self)
{
  return self->speed;
}

/* Shows another day, at the same time of it. */
void
dray_replay_set_day (DrayReplay *self,
                     gint64      at_us)
{
  g_return_if_fail (DRAY_IS_REPLAY (self));

  gint64 into_us = self->at_us - self->day_from_us;

  find_day (self, at_us);
  self->at_us = self->day_from_us;
  g_signal_emit (self, signals[CHANGED], 0);
  dray_replay_seek (self, MIN (self->day_from_us + into_us, self->day_to_us - 1));
}

void
dray_replay_get_day (DrayReplay *self,
                     gint64     *from_us,
                     gint64     *to_us)
{
  *from_us = self->day_from_us;
  *to_us = self->day_to_us;
}

/* What the history holds: nothing before it and nothing behind it is shown. */
void
dray_replay_set_span (DrayReplay *self,
                      gint64      from_us,
                      gint64      to_us)
{
  g_return_if_fail (DRAY_IS_REPLAY (self) && from_us <= to_us);

  self->span_from_us = from_us;
  self->span_to_us = MAX (to_us, dray_clock_now_us (self->live_clock));
  g_signal_emit (self, signals[CHANGED], 0);
}
