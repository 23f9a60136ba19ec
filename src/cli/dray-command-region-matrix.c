/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-commands.h"
#include "dray-region-line.h"
#include "dray-road-matrix.h"
#include "dray-units.h"

/* Durations and lengths between all points of a file, a "LON,LAT" a line. */

#define MAX_POINTS 20000

static gboolean
read_points (const char *path,
             GArray     *lon_e7,
             GArray     *lat_e7,
             GError    **error)
{
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, error))
    return FALSE;
  g_auto (GStrv) lines = g_strsplit (text, "\n", MAX_POINTS + 1);
  for (int i = 0; lines[i] != NULL; i++) {
    int lon, lat;

    if (*g_strstrip (lines[i]) == '\0' || *lines[i] == '#')
      continue;
    if (!dray_region_line_read_point (lines[i], &lon, &lat, error)) {
      g_prefix_error (error, "%s, line %d: ", path, i + 1);
      return FALSE;
    }
    g_array_append_val (lon_e7, lon);
    g_array_append_val (lat_e7, lat);
  }
  return TRUE;
}

static void
print_row (DrayCommandLine *line,
           DrayMatrix      *durations,
           DrayMatrix      *lengths,
           int              row)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonNode *node = json_node_init_object (json_node_alloc (), object);
  JsonArray *seconds = json_array_new (), *metres = json_array_new ();
  g_autoptr (GString) text = g_string_new (NULL);

  for (int i = 0; i < durations->n_columns; i++) {
    int s = dray_matrix_get (durations, row, i);

    /* null where no way leads */
    if (s == DRAY_UNREACHABLE) {
      json_array_add_null_element (seconds);
      json_array_add_null_element (metres);
      g_string_append (text, "       -");
    } else {
      json_array_add_int_element (seconds, s);
      json_array_add_int_element (metres, dray_matrix_get (lengths, row, i));
      g_string_append_printf (text, " %7d", s);
    }
  }
  json_object_set_int_member (object, "from", row);
  json_object_set_array_member (object, "duration_s", seconds);
  json_object_set_array_member (object, "length_m", metres);
  dray_command_line_print (line, node, "%s", text->str);
}

gboolean
dray_command_region_matrix (DrayCommandLine *line,
                            GError         **error)
{
  g_autofree char *points = NULL, *vehicle = NULL, *depart = NULL;
  const GOptionEntry options[] = {
    { "points", 0, 0, G_OPTION_ARG_FILENAME, &points, "The points, a LON,LAT a line", "FILE" },
    { "vehicle", 0, 0, G_OPTION_ARG_FILENAME, &vehicle, "The vehicle, as JSON: kind, height_cm, weight_kg …", "FILE" },
    { "depart", 0, 0, G_OPTION_ARG_STRING, &depart, "The time of day", "HH:MM" },
    G_OPTION_ENTRY_NULL
  };
  DrayVehicleProfile profile;
  int period;
  g_autoptr (GArray) lon_e7 = g_array_new (FALSE, FALSE, sizeof (int)), lat_e7 = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr (DrayMatrix) durations = NULL, lengths = NULL;

  if (!dray_command_line_parse (line, options, 1, 1, error))
    return FALSE;
  if (points == NULL) {
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--points FILE is missing");
    return FALSE;
  }
  if (!dray_region_line_read_vehicle (vehicle, &profile, error) || !dray_region_line_read_period (depart, &period, error) ||
      !read_points (points, lon_e7, lat_e7, error))
    return FALSE;
  g_autoptr (DrayRegion) region = dray_region_open (line->arguments[0], error);
  if (region == NULL || !dray_road_matrix_of_points (region, &profile, period, (const int *) (gpointer) lon_e7->data, (const int *) (gpointer) lat_e7->data,
                                                     (int) lon_e7->len, (int) MIN (2, g_get_num_processors ()), &durations, &lengths, line->cancellable, error))
    return FALSE;
  for (int row = 0; row < durations->n_rows; row++)
    print_row (line, durations, lengths, row);
  return TRUE;
}
