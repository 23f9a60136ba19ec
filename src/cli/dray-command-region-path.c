/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-commands.h"
#include "dray-polyline.h"
#include "dray-region-line.h"
#include "dray-road-path.h"
#include "dray-units.h"

/* The way along the road from one point to another: a line for people and a line a turn, or one GeoJSON feature. */

typedef struct {
  char *from;
  char *to;
  char *vehicle;
  char *depart;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->from);
  g_free (self->to);
  g_free (self->vehicle);
  g_free (self->depart);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static JsonArray *
coordinates (const DrayRoadPath *path)
{
  JsonArray *line = json_array_new ();

  for (guint i = 0; i < path->n_points; i++) {
    JsonArray *point = json_array_new ();

    json_array_add_double_element (point, dray_e7_to_degrees (path->points[i].lon_e7));
    json_array_add_double_element (point, dray_e7_to_degrees (path->points[i].lat_e7));
    json_array_add_array_element (line, point);
  }
  return line;
}

static JsonArray *
steps (const DrayRoadPath *path)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < path->n_steps; i++) {
    const DrayRoadStep *step = &path->steps[i];
    JsonObject *object = json_object_new ();

    json_object_set_string_member (object, "turn", dray_road_turn_to_string (step->turn));
    json_object_set_string_member (object, "name", step->name);
    json_object_set_double_member (object, "length_m", step->length_dm / 10.0);
    json_object_set_double_member (object, "duration_s", step->duration_ms / 1000.0);
    json_object_set_int_member (object, "point", step->first_point);
    json_array_add_object_element (list, object);
  }
  return list;
}

/* The geometry once more as Google's polyline, for maps that want that. */
static char *
to_polyline (const DrayRoadPath *path,
             int                 precision)
{
  g_autofree DrayGeoPoint *points = g_new (DrayGeoPoint, path->n_points);

  for (guint i = 0; i < path->n_points; i++)
    points[i] = (DrayGeoPoint) { path->points[i].lon_e7, path->points[i].lat_e7 };
  return dray_polyline_write (points, (int) path->n_points, precision);
}

static JsonNode *
to_geojson (const DrayRoadPath *path)
{
  g_autoptr (JsonObject) feature = json_object_new ();
  JsonObject *geometry = json_object_new (), *properties = json_object_new ();
  g_autofree char *polyline5 = to_polyline (path, 5), *polyline6 = to_polyline (path, 6);

  json_object_set_string_member (feature, "type", "Feature");
  json_object_set_string_member (geometry, "type", "LineString");
  json_object_set_array_member (geometry, "coordinates", coordinates (path));
  json_object_set_object_member (feature, "geometry", geometry);
  json_object_set_double_member (properties, "length_m", path->length_dm / 10.0);
  json_object_set_double_member (properties, "duration_s", path->duration_ms / 1000.0);
  json_object_set_string_member (properties, "polyline5", polyline5);
  json_object_set_string_member (properties, "polyline6", polyline6);
  json_object_set_array_member (properties, "steps", steps (path));
  json_object_set_object_member (feature, "properties", properties);
  return json_node_init_object (json_node_alloc (), feature);
}

static void
print_path (DrayCommandLine    *line,
            const DrayRoadPath *path)
{
  dray_command_line_print (line, to_geojson (path), "%.2f km, %d min %02d s", path->length_dm / 10000.0, (int) (path->duration_ms / 60000),
                           (int) (path->duration_ms / 1000 % 60));
  for (guint i = 0; i < path->n_steps; i++)
    dray_command_line_print (line, NULL, "  %-12s %8.0f m  %s", dray_road_turn_to_string (path->steps[i].turn), path->steps[i].length_dm / 10.0, path->steps[i].name);
}

static gboolean
snap_end (DrayRegion               *region,
          const DrayVehicleProfile *profile,
          const char               *text,
          DrayRegionSnap           *snap,
          GError                  **error)
{
  int lon_e7, lat_e7;

  return dray_region_line_read_point (text, &lon_e7, &lat_e7, error) && dray_region_snap (region, profile, lon_e7, lat_e7, NULL, snap, error);
}

gboolean
dray_command_region_path (DrayCommandLine *line,
                          GError         **error)
{
  g_auto (Options) o = { NULL };
  const GOptionEntry options[] = {
    { "from", 0, 0, G_OPTION_ARG_STRING, &o.from, "Where it begins", "LON,LAT" },
    { "to", 0, 0, G_OPTION_ARG_STRING, &o.to, "Where it ends", "LON,LAT" },
    { "vehicle", 0, 0, G_OPTION_ARG_FILENAME, &o.vehicle, "The vehicle, as JSON: kind, height_cm, weight_kg …", "FILE" },
    { "depart", 0, 0, G_OPTION_ARG_STRING, &o.depart, "The time of day at which it departs", "HH:MM" },
    G_OPTION_ENTRY_NULL
  };
  DrayVehicleProfile profile;
  DrayRegionSnap from, to;
  int period;

  if (!dray_command_line_parse (line, options, 1, 1, error))
    return FALSE;
  if (o.from == NULL || o.to == NULL) {
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--from LON,LAT and --to LON,LAT are needed");
    return FALSE;
  }
  if (!dray_region_line_read_vehicle (o.vehicle, &profile, error) || !dray_region_line_read_period (o.depart, &period, error))
    return FALSE;
  g_autoptr (DrayRegion) region = dray_region_open (line->arguments[0], error);
  if (region == NULL || !snap_end (region, &profile, o.from, &from, error) || !snap_end (region, &profile, o.to, &to, error))
    return FALSE;
  g_autoptr (DrayRoadPath) path = dray_road_path_find (region, &profile, period, &from, &to, line->cancellable, error);
  if (path == NULL)
    return FALSE;
  print_path (line, path);
  return TRUE;
}
