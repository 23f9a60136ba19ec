/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-driver-clocks.h"

#include "dray-units.h"

#include <gio/gio.h>
#include <math.h>

/* Within this of one of its stops a truck stands there to work; a dock and its waiting bay are not further apart. */
#define AT_STOP_M 200
#define METRES_A_DEGREE 111320.0

static gboolean
is_at_stop (const DrayLiveRoute *route,
            DrayGeoPoint         at)
{
  double lon = dray_e7_to_degrees (at.lon_e7), lat = dray_e7_to_degrees (at.lat_e7), scale = cos (lat * G_PI / 180);

  for (guint i = 0; route != NULL && i < route->n_stops; i++) {
    double dx = (dray_e7_to_degrees (route->stops[i].lon_e7) - lon) * METRES_A_DEGREE * scale;
    double dy = (dray_e7_to_degrees (route->stops[i].lat_e7) - lat) * METRES_A_DEGREE;

    if (dx * dx + dy * dy < AT_STOP_M * AT_STOP_M)
      return TRUE;
  }
  return FALSE;
}

/* Whether standing there was a break: long enough, and where the rules ask for rest, away from all work. */
static gboolean
is_break (const DrayDetectedStop *stop,
          const DrayLiveRoute    *route,
          const DrayHoursRules   *rules)
{
  gint64 length_us = stop->to_us - stop->from_us;

  return rules->break_length > 0 && length_us >= rules->break_length * DRAY_US_PER_S && (rules->break_by_any_pause || !is_at_stop (route, stop->at));
}

static gint64
leave (int    limit_s,
       gint64 used_us)
{
  return limit_s > 0 ? limit_s * DRAY_US_PER_S - used_us : DRAY_NEVER;
}

static void
drive (DrayDriverClocks *clocks,
       gint64            from_us,
       gint64            to_us,
       gint64           *first_us)
{
  if (to_us <= from_us)
    return;
  if (*first_us == DRAY_NEVER)
    *first_us = from_us;
  clocks->driving_us += to_us - from_us;
  clocks->since_break_us += to_us - from_us;
}

/**
 * dray_driver_clocks_count:
 * @track: of the day so far
 * @route: (nullable): what the truck was released
 * @rules: a limit of 0 is none
 *
 * What is no stop of three minutes or more is driving. O(stops of the track x stops of the route).
 */
void
dray_driver_clocks_count (DrayDriverClocks     *clocks,
                          const DrayTrack      *track,
                          const DrayLiveRoute  *route,
                          const DrayHoursRules *rules,
                          gint64                now_us)
{
  gint64 first_us = DRAY_NEVER;

  *clocks = (DrayDriverClocks) { 0 };
  if (track->fixes->len > 0) {
    gint64 at_us = g_array_index (track->fixes, DrayFix, 0).at_us;

    for (guint i = 0; i < track->stops->len; i++) {
      const DrayDetectedStop *stop = &g_array_index (track->stops, DrayDetectedStop, i);

      drive (clocks, at_us, stop->from_us, &first_us);
      if (is_break (stop, route, rules))
        clocks->since_break_us = 0;
      at_us = stop->to_us;
    }
    drive (clocks, at_us, g_array_index (track->fixes, DrayFix, track->fixes->len - 1).at_us, &first_us);
  }
  clocks->duty_us = first_us != DRAY_NEVER ? MAX (now_us - first_us, 0) : 0;
  clocks->driving_left_us = leave (rules->driving_daily, clocks->driving_us);
  clocks->duty_left_us = leave (rules->duty_window, clocks->duty_us);
  clocks->break_due_us = leave (rules->driving_before_break, clocks->since_break_us);
}

/* @name: of the rules, as data/hours calls them: "eu-561" */
gboolean
dray_driver_clocks_load (const char      *name,
                         DrayHoursRules  *rules,
                         GError         **error)
{
  g_autofree char *path = g_strdup_printf ("/org/dray/Dray/hours/%s.ini", name);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  gsize length;

  if (bytes == NULL)
    return FALSE;

  const char *text = g_bytes_get_data (bytes, &length);

  return dray_hours_rules_parse (text, length, rules, error);
}
