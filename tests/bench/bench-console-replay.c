/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-bench-console.h"

#include "dray-bench.h"
#include "dray-drive.h"
#include "dray-map.h"
#include "dray-replay.h"
#include "dray-sim-clock.h"
#include "dray-test-folder.h"
#include "dray-test-ui.h"
#include "dray-trail-layer.h"
#include "dray-units.h"

#include <math.h>

/* A day of a fleet with a fix in five seconds, written to a file and replayed through the window's own parts: a seek from the wish to the
 * fleet that stands there, where each truck then stands against what was driven, and how many frames a second are shown at 600 times. */

#define DAY_US (DRAY_S_PER_DAY * DRAY_US_PER_S)
#define BEGIN_US (G_GINT64_CONSTANT (20000) * DAY_US)
#define INTERVAL_S 5
#define N_FIXES (DRAY_S_PER_DAY / INTERVAL_S)
#define N_INSTANTS 100
#define PLAY_S 10

typedef struct {
  guint           n;
  DrayTestFolder *folder;
  char           *path;
  DrayId         *ids;
  DrayHistory    *history;
  DrayLiveFleet  *fleet;
  DrayReplay     *replay;
  gint64          instants[N_INSTANTS];
  DrayGeoPoint   *seen;       /* [N_INSTANTS * n] */
} Bench;

static void
check (gboolean done,
       GError  *error)
{
  if (!done)
    g_error ("%s", error != NULL ? error->message : "the day can't be written");
}

static void
write_day (Bench *self)
{
  g_autofree DrayFix *fixes = g_new (DrayFix, N_FIXES);
  g_autofree guint32 *numbers = g_new (guint32, self->n);
  GError *error = NULL;
  g_autoptr (DrayTelemetry) telemetry = dray_telemetry_open (self->path, DRAY_DATABASE_CREATE, &error);

  check (telemetry != NULL, error);
  check (dray_telemetry_put_trucks (telemetry, self->ids, self->n, numbers, &error), error);
  for (guint truck = 0; truck < self->n; truck++) {
    DrayDrive drive;

    dray_drive_init (&drive, 1000 + truck, truck, BEGIN_US);
    for (int i = 0; i < N_FIXES; i++)
      fixes[i] = dray_drive_next (&drive, INTERVAL_S);
    check (dray_telemetry_append (telemetry, fixes, N_FIXES, &error), error);
    if (truck % 50 == 49 || truck + 1 == self->n)
      check (dray_telemetry_compact (telemetry, &error), error);
  }
}

static void
open_replay (Bench *self)
{
  g_autofree DrayTruckLabel *labels = g_new0 (DrayTruckLabel, self->n);
  g_autoptr (DraySimClock) clock = dray_sim_clock_new (BEGIN_US + DAY_US);

  for (guint i = 0; i < self->n; i++)
    labels[i] = (DrayTruckLabel) { self->ids[i], "12", "HV 12 AAA", NULL, NULL };
  dray_sim_clock_set_paused (clock, TRUE);
  self->fleet = dray_live_fleet_new (labels, self->n, NULL);
  self->history = dray_history_new (self->path, NULL, self->ids, self->n);
  self->replay = dray_replay_new (self->history, self->fleet, DRAY_CLOCK (clock));
}

static void
seek (Bench  *self,
      gint64  at_us)
{
  dray_replay_seek (self->replay, at_us);
  while (!dray_replay_is_settled (self->replay))
    g_main_context_iteration (NULL, TRUE);
}

static void
measure_seeks (Bench *self)
{
  const DrayLiveColumns *columns = dray_live_fleet_get_columns (dray_replay_get_fleet (self->replay));
  double worst_ms = 0.0;
  DrayRandom random;

  dray_random_init (&random, 9);
  seek (self, BEGIN_US + DAY_US / 2);
  for (int k = 0; k < N_INSTANTS; k++) {
    gint64 start_us = g_get_monotonic_time ();

    self->instants[k] = BEGIN_US + DRAY_US_PER_S * INTERVAL_S + (gint64) (dray_random_double (&random) * (DAY_US - 2 * INTERVAL_S * DRAY_US_PER_S));
    seek (self, self->instants[k]);
    worst_ms = MAX (worst_ms, (double) (g_get_monotonic_time () - start_us) / 1e3);
    for (guint i = 0; i < self->n; i++)
      self->seen[k * self->n + i] = (DrayGeoPoint) { columns->lon_e7[i], columns->lat_e7[i] };
  }
  dray_bench_report ("replay-seek-ms", worst_ms, "ms", DRAY_BENCH_WALL, "worst of %d random instants until the fleet stands there, %u trucks, %.1f million fixes",
                     N_INSTANTS, self->n, self->n * (double) N_FIXES / 1e6);
}

static double
find_error_m (const DrayFix *fixes,
              gint64         at_us,
              DrayGeoPoint   seen)
{
  guint i = 0;

  while (i + 2 < N_FIXES && fixes[i + 1].at_us <= at_us)
    i++;

  double share = (double) (at_us - fixes[i].at_us) / (double) (fixes[i + 1].at_us - fixes[i].at_us);
  DrayGeoPoint at = { fixes[i].lon_e7 + (int) lround (share * (fixes[i + 1].lon_e7 - fixes[i].lon_e7)),
                      fixes[i].lat_e7 + (int) lround (share * (fixes[i + 1].lat_e7 - fixes[i].lat_e7)) };

  return dray_geo_point_distance_m (at, seen);
}

/* Driven once more, a truck at a time: what was written is not asked. */
static void
measure_errors (Bench *self)
{
  g_autofree DrayFix *fixes = g_new (DrayFix, N_FIXES);
  double worst_m = 0.0;

  for (guint truck = 0; truck < self->n; truck++) {
    DrayDrive drive;

    dray_drive_init (&drive, 1000 + truck, truck, BEGIN_US);
    for (int i = 0; i < N_FIXES; i++)
      fixes[i] = dray_drive_next (&drive, INTERVAL_S);
    for (int k = 0; k < N_INSTANTS; k++)
      worst_m = MAX (worst_m, find_error_m (fixes, self->instants[k], self->seen[k * self->n + truck]));
  }
  dray_bench_report ("replay-error-m", worst_m, "m", DRAY_BENCH_NONE, "worst of %u trucks at %d random instants", self->n, N_INSTANTS);
}

typedef struct {
  DrayReplay     *replay;
  DrayTrailLayer *trails;
  guint           n_frames;
  gboolean        moved;
} Play;

static void
on_moved (Play *play)
{
  dray_trail_layer_follow (play->trails, dray_replay_get_fleet (play->replay), dray_replay_get_shown_us (play->replay));
  play->moved = TRUE;
}

/* A frame counts once the fleet has moved for it. */
static void
on_painted (Play *play)
{
  play->n_frames += play->moved;
  play->moved = FALSE;
}

static void
measure_play (Bench *self)
{
  GtkWidget *window = g_object_ref_sink (adw_window_new ());
  DrayMap *map = g_object_new (DRAY_TYPE_MAP, NULL);
  Play play = { self->replay };
  gint64 began_us;

  adw_window_set_content (ADW_WINDOW (window), GTK_WIDGET (map));
  play.trails = dray_trail_layer_new (dray_map_get_viewport (map));
  dray_map_add_layer (map, SHUMATE_LAYER (play.trails));
  dray_map_set_fleet (map, dray_replay_get_fleet (self->replay));
  dray_test_ui_show (GTK_WINDOW (window), 1290, 810);
  seek (self, BEGIN_US + DAY_US / 3);
  dray_map_fit_fleet (map);
  dray_test_ui_spin (1000);
  g_signal_connect_swapped (self->replay, "moved", G_CALLBACK (on_moved), &play);
  g_signal_connect_data (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (on_painted), &play, NULL, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  dray_replay_set_speed (self->replay, 600);
  dray_replay_play (self->replay, 1);
  began_us = g_get_monotonic_time ();
  dray_test_ui_spin (PLAY_S * 1000);
  dray_bench_report ("replay-frames-per-second", play.n_frames / ((double) (g_get_monotonic_time () - began_us) / 1e6), "1/s", DRAY_BENCH_WALL,
                     "%u trucks at 600 times with trails, %d s", self->n, PLAY_S);
  dray_replay_play (self->replay, 0);
  g_signal_handlers_disconnect_by_data (self->replay, &play);
  g_signal_handlers_disconnect_by_data (gtk_widget_get_frame_clock (window), &play);
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (window);
}

void
bench_console_replay (guint n_trucks)
{
  Bench self = { .n = n_trucks, .folder = dray_test_folder_new () };

  self.path = dray_test_folder_path (self.folder, DRAY_TELEMETRY_FILE);
  self.ids = g_new (DrayId, self.n);
  self.seen = g_new (DrayGeoPoint, N_INSTANTS * self.n);
  for (guint i = 0; i < self.n; i++)
    self.ids[i] = dray_id_derive ("truck", &i, sizeof i);
  write_day (&self);
  open_replay (&self);
  measure_seeks (&self);
  measure_errors (&self);
  measure_play (&self);
  dray_bench_report ("replay-rss-mb", dray_bench_rss_anon_mb (), "MB", DRAY_BENCH_NONE, "%u trucks, %.1f million fixes", self.n, self.n * (double) N_FIXES / 1e6);
  dray_replay_play (self.replay, 0);
  g_object_unref (self.replay);
  dray_history_stop (self.history);
  g_object_unref (self.history);
  g_object_unref (self.fleet);
  dray_test_folder_remove (self.folder);
  g_free (self.path);
  g_free (self.ids);
  g_free (self.seen);
}
