/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-track.h"

#include "dray-tile.h"
#include "dray-units.h"

/* A stop that is told when it begins is told again when it is over: the later word counts. */
static void
on_stop (const DrayDetectedStop *stop,
         gpointer                data)
{
  GArray *stops = data;
  DrayDetectedStop *last = stops->len > 0 ? &g_array_index (stops, DrayDetectedStop, stops->len - 1) : NULL;

  if (last != NULL && last->from_us == stop->from_us)
    *last = *stop;
  else
    g_array_append_vals (stops, stop, 1);
}

static void
find_stops (DrayTrack *self)
{
  g_autoptr (DrayTripDetector) detector = dray_trip_detector_new (1, NULL, on_stop, self->stops);

  for (guint i = 0; i < self->fixes->len; i++) {
    DrayFix fix = g_array_index (self->fixes, DrayFix, i);

    fix.truck = 0;
    dray_trip_detector_take_fix (detector, &fix);
  }
  dray_trip_detector_finish (detector);
}

/* @fixes: (transfer none) (element-type DrayFix) */
DrayTrack *
dray_track_new (guint   truck,
                gint64  from_us,
                gint64  to_us,
                GArray *fixes)
{
  DrayTrack *self = g_atomic_rc_box_new0 (DrayTrack);

  self->truck = truck;
  self->from_us = from_us;
  self->to_us = to_us;
  self->fixes = g_array_ref (fixes);
  self->x = g_new (double, fixes->len + 1);
  self->y = g_new (double, fixes->len + 1);
  self->stops = g_array_new (FALSE, FALSE, sizeof (DrayDetectedStop));
  for (guint i = 0; i < fixes->len; i++) {
    const DrayFix *fix = &g_array_index (fixes, DrayFix, i);

    self->x[i] = dray_mercator_x (dray_e7_to_degrees (fix->lon_e7));
    self->y[i] = dray_mercator_y (dray_e7_to_degrees (fix->lat_e7));
  }
  find_stops (self);
  return self;
}

DrayTrack *
dray_track_ref (DrayTrack *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
dray_track_clear (gpointer data)
{
  DrayTrack *self = data;

  g_array_unref (self->fixes);
  g_array_unref (self->stops);
  g_free (self->x);
  g_free (self->y);
}

void
dray_track_unref (DrayTrack *self)
{
  g_atomic_rc_box_release_full (self, dray_track_clear);
}

/* Returns: how many of the fixes lie at or before @at_us */
guint
dray_track_find (const DrayTrack *self,
                 gint64           at_us)
{
  guint low = 0, high = self->fixes->len;

  while (low < high) {
    guint middle = (low + high) / 2;

    if (g_array_index (self->fixes, DrayFix, middle).at_us <= at_us)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

typedef struct {
  guint   truck;
  gint64  from_us;
  gint64  to_us;
  GArray *fixes;
} Load;

static void
load_free (Load *load)
{
  g_clear_pointer (&load->fixes, g_array_unref);
  g_free (load);
}

/* In a thread of its own: a day has up to 17,280 fixes. */
static void
run (GTask        *task,
     gpointer      source,
     gpointer      task_data,
     GCancellable *cancellable)
{
  Load *load = task_data;

  g_task_return_pointer (task, dray_track_new (load->truck, load->from_us, load->to_us, load->fixes), (GDestroyNotify) dray_track_unref);
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Load *load = g_task_get_task_data (task);
  GError *error = NULL;

  load->fixes = dray_history_finish (DRAY_HISTORY (source), result, &error);
  if (load->fixes != NULL)
    g_task_run_in_thread (task, run);
  else
    g_task_return_error (task, error);
}

void
dray_track_load_async (DrayHistory         *history,
                       guint                truck,
                       gint64               from_us,
                       gint64               to_us,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Load *load = g_new0 (Load, 1);

  *load = (Load) { truck, from_us, to_us, NULL };
  g_task_set_source_tag (task, dray_track_load_async);
  g_task_set_task_data (task, load, (GDestroyNotify) load_free);
  dray_history_read_truck_async (history, truck, from_us, to_us, cancellable, on_read, task);
}

/* Returns: (transfer full) */
DrayTrack *
dray_track_load_finish (GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
