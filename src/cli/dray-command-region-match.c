/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-commands.h"
#include "dray-feature.h"
#include "dray-gpx.h"
#include "dray-region-line.h"
#include "dray-road-match.h"
#include "dray-units.h"

/* Puts a recorded trace on the roads: a line for people, or one GeoJSON feature. */

static void
add_fixes (GArray            *fixes,
           const DrayFeature *feature)
{
  for (int i = 0; i < feature->shape->n_points; i++) {
    const DrayGeoPoint *point = &feature->shape->points[i];
    DrayRoadFix fix = { point->lon_e7, point->lat_e7, feature->at_us != NULL ? feature->at_us[i] : DRAY_NEVER };

    g_array_append_val (fixes, fix);
  }
}

static GArray *
read_trace (const char *path,
            GError    **error)
{
  g_autofree char *text = NULL;
  gsize n_bytes;

  if (!g_file_get_contents (path, &text, &n_bytes, error))
    return NULL;
  g_autoptr (GPtrArray) features = dray_gpx_read (text, (gssize) n_bytes, error);
  if (features == NULL) {
    g_prefix_error (error, "%s: ", path);
    return NULL;
  }
  g_autoptr (GArray) fixes = g_array_new (FALSE, FALSE, sizeof (DrayRoadFix));
  for (guint i = 0; i < features->len; i++)
    add_fixes (fixes, features->pdata[i]);
  return g_steal_pointer (&fixes);
}

/* A line a part. */
static JsonArray *
lines (const DrayRoadMatch *match)
{
  JsonArray *parts = json_array_new ();

  for (guint part = 0, i = 0; part < match->n_parts; part++) {
    JsonArray *line = json_array_new ();

    for (; i < match->part_points[part]; i++) {
      JsonArray *point = json_array_new ();

      json_array_add_double_element (point, dray_e7_to_degrees (match->points[i].lon_e7));
      json_array_add_double_element (point, dray_e7_to_degrees (match->points[i].lat_e7));
      json_array_add_array_element (line, point);
    }
    json_array_add_array_element (parts, line);
  }
  return parts;
}

static JsonNode *
to_geojson (const DrayRoadMatch *match,
            guint                n_matched)
{
  g_autoptr (JsonObject) feature = json_object_new ();
  JsonObject *geometry = json_object_new (), *properties = json_object_new ();
  JsonArray *ways = json_array_new ();

  json_object_set_string_member (feature, "type", "Feature");
  json_object_set_string_member (geometry, "type", "MultiLineString");
  json_object_set_array_member (geometry, "coordinates", lines (match));
  json_object_set_object_member (feature, "geometry", geometry);
  for (guint i = 0; i < match->n_segments; i++)
    json_array_add_int_element (ways, match->segments[i].way_id);
  json_object_set_double_member (properties, "length_m", match->length_m);
  json_object_set_int_member (properties, "fixes", match->n_fixes);
  json_object_set_int_member (properties, "matched", n_matched);
  json_object_set_array_member (properties, "ways", ways);
  json_object_set_object_member (feature, "properties", properties);
  return json_node_init_object (json_node_alloc (), feature);
}

gboolean
dray_command_region_match (DrayCommandLine *line,
                           GError         **error)
{
  g_autofree char *region_path = NULL, *vehicle = NULL;
  const GOptionEntry options[] = {
    { "region", 0, 0, G_OPTION_ARG_FILENAME, &region_path, "The region whose roads were driven", "NAME.region" },
    { "vehicle", 0, 0, G_OPTION_ARG_FILENAME, &vehicle, "The vehicle, as JSON: kind, height_cm, weight_kg …", "FILE" },
    G_OPTION_ENTRY_NULL
  };
  DrayVehicleProfile profile;
  guint n_matched = 0;

  if (!dray_command_line_parse (line, options, 1, 1, error))
    return FALSE;
  if (region_path == NULL) {
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--region NAME.region is missing");
    return FALSE;
  }
  if (!dray_region_line_read_vehicle (vehicle, &profile, error))
    return FALSE;
  g_autoptr (GArray) fixes = read_trace (line->arguments[0], error);
  if (fixes == NULL)
    return FALSE;
  g_autoptr (DrayRegion) region = dray_region_open (region_path, error);
  if (region == NULL)
    return FALSE;
  g_autoptr (DrayRoadMatch) match = dray_road_match_trace (region, &profile, (const DrayRoadFix *) (gpointer) fixes->data, fixes->len, line->cancellable, error);
  if (match == NULL)
    return FALSE;
  for (guint i = 0; i < match->n_fixes; i++)
    n_matched += match->is_matched[i];
  dray_command_line_print (line, to_geojson (match, n_matched), "%.2f km on %u segments in %u parts; %u of %u fixes lie on it", match->length_m / 1000,
                           match->n_segments, match->n_parts, n_matched, match->n_fixes);
  return TRUE;
}
