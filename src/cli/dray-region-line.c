/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-region-line.h"

#include "dray-units.h"

#include <string.h>

/**
 * dray_region_line_read_point:
 * @text: "LON,LAT" in degrees, as in "-8.6109,41.1496"
 *
 * Errors: %G_OPTION_ERROR
 */
gboolean
dray_region_line_read_point (const char *text,
                             int        *lon_e7,
                             int        *lat_e7,
                             GError    **error)
{
  char *end = NULL;
  double lon = g_ascii_strtod (text, &end), lat = 0;
  gboolean good = end != text && *end == ',';

  if (good) {
    const char *rest = end + 1;

    lat = g_ascii_strtod (rest, &end);
    good = end != rest && *end == '\0' && lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90;
  }
  if (!good) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "\"%s\" is no point: write LON,LAT in degrees", text);
    return FALSE;
  }
  *lon_e7 = dray_degrees_to_e7 (lon);
  *lat_e7 = dray_degrees_to_e7 (lat);
  return TRUE;
}

/* @path: (nullable): a file with a vehicle in JSON; a truck of unknown measures without it */
gboolean
dray_region_line_read_vehicle (const char          *path,
                               DrayVehicleProfile  *profile,
                               GError             **error)
{
  g_autofree char *text = NULL;

  *profile = DRAY_VEHICLE_PROFILE_TRUCK;
  if (path == NULL)
    return TRUE;
  if (!g_file_get_contents (path, &text, NULL, error))
    return FALSE;
  if (dray_vehicle_profile_parse (profile, text, error))
    return TRUE;
  g_prefix_error (error, "%s: ", path);
  return FALSE;
}

/* @depart: (nullable): "HH:MM" */
gboolean
dray_region_line_read_period (const char *depart,
                              int        *period,
                              GError    **error)
{
  *period = DRAY_ROAD_ANY_TIME;
  if (depart == NULL)
    return TRUE;
  if (strlen (depart) != 5 || depart[2] != ':' || !g_ascii_isdigit (depart[0]) || !g_ascii_isdigit (depart[1]) ||
      g_ascii_strtoull (depart, NULL, 10) > 23 || !g_ascii_isdigit (depart[3]) || !g_ascii_isdigit (depart[4]) || depart[3] > '5') {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "\"%s\" is no time of day: write HH:MM", depart);
    return FALSE;
  }
  *period = dray_road_period_of_hour ((int) g_ascii_strtoull (depart, NULL, 10));
  return TRUE;
}
