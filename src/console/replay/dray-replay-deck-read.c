/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-replay-deck-private.h"

#include "dray-alarm.h"
#include "dray-truck-marks.h"
#include "dray-units.h"

/* What the bar shows of a day, and the map of a truck; read in the background, and dropped when another day or truck is shown by then. */

#define N_SLOTS 144

static void
on_activity (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (DrayReplayDeck) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) slots = dray_history_finish (DRAY_HISTORY (source), result, &error);

  if (slots != NULL)
    dray_time_slider_set_activity (self->slider, slots);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_message ("The activity of the day is not shown: %s", error->message);
}

static void
on_alarms (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (DrayReplayDeck) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = dray_workspace_select_finish (DRAY_WORKSPACE (source), result, &error);

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    gint64 at_us = dray_row_get_integer (rows->pdata[i], DRAY_ALARM_RAISED_US);

    dray_time_slider_add_mark (self->slider, at_us, dray_row_get_text (rows->pdata[i], DRAY_ALARM_TEXT));
    g_array_append_val (self->marks, at_us);
  }
}

static void
read_alarms (DrayReplayDeck *self,
             gint64          from_us,
             gint64          to_us)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_alarm_table);

  dray_query_where (query, DRAY_ALARM_RAISED_US, DRAY_TEST_AT_LEAST, dray_value_integer (from_us));
  dray_query_where (query, DRAY_ALARM_RAISED_US, DRAY_TEST_BELOW, dray_value_integer (to_us));
  dray_query_order_by (query, DRAY_ALARM_RAISED_US, FALSE);
  dray_query_set_limit (query, 500);
  dray_workspace_select_async (dray_engine_get_workspace (self->engine), query, self->cancellable, on_alarms, g_object_ref (self));
}

void
dray_replay_deck_read_day (DrayReplayDeck *self)
{
  gint64 from_us, to_us;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  dray_time_slider_set_activity (self->slider, NULL);
  dray_time_slider_clear_marks (self->slider);
  g_array_set_size (self->marks, 0);
  dray_replay_get_day (self->replay, &from_us, &to_us);
  dray_history_count_activity_async (dray_replay_get_history (self->replay), from_us, (to_us - from_us) / N_SLOTS, N_SLOTS, self->cancellable, on_activity, g_object_ref (self));
  read_alarms (self, from_us, to_us);
}

static void
on_track (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (DrayReplayDeck) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayTrack) track = dray_track_load_finish (result, &error);

  if (track != NULL && self->active && track->truck == self->truck && track->from_us == self->day_us)
    dray_trail_layer_set_track (self->trails, track);
  else if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    dray_replay_deck_say (self, error->message);
}

void
dray_replay_deck_read_truck (DrayReplayDeck *self)
{
  gint64 from_us, to_us;

  dray_trail_layer_set_track (self->trails, NULL);
  if (self->truck == DRAY_NO_TRUCK)
    return;
  dray_replay_get_day (self->replay, &from_us, &to_us);
  dray_track_load_async (dray_replay_get_history (self->replay), self->truck, from_us, to_us, self->cancellable, on_track, g_object_ref (self));
}
