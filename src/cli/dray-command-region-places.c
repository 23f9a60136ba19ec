/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-commands.h"

#include "dray-place-finder.h"
#include "dray-road-address.h"

/* Finds places by what a person types, and the address at a point. */

static const char *const kind_names[DRAY_PLACE_N_KINDS] = { "city", "town", "village", "suburb", "hamlet", "street", "site", "address" };

static void
print_found (DrayCommandLine      *line,
             const DrayPlaceFound *found)
{
  JsonObject *object = json_object_new ();
  g_autofree char *point = dray_geo_point_dup_text (found->place.point);

  json_object_set_string_member (object, "kind", kind_names[found->place.kind]);
  json_object_set_string_member (object, "label", found->label);
  json_object_set_string_member (object, "context", found->context);
  json_object_set_double_member (object, "lon", dray_e7_to_degrees (found->place.point.lon_e7));
  json_object_set_double_member (object, "lat", dray_e7_to_degrees (found->place.point.lat_e7));
  json_object_set_boolean_member (object, "interpolated", found->interpolated);
  JsonNode *node = json_node_init_object (json_node_alloc (), object);
  json_object_unref (object);
  dray_command_line_print (line, node, "%-8s %s%s%s  %s%s", kind_names[found->place.kind], found->label, found->context[0] != '\0' ? ", " : "",
                           found->context, point, found->interpolated ? "  (between its neighbours)" : "");
}

gboolean
dray_command_region_places (DrayCommandLine  *line,
                            GError          **error)
{
  g_autofree char *region = NULL;
  g_autofree char *near = NULL;
  int n_max = 10;
  const GOptionEntry entries[] = {
    { "region", 'r', 0, G_OPTION_ARG_FILENAME, &region, "The region pack", "FILE.region" },
    { "near", 0, 0, G_OPTION_ARG_STRING, &near, "What is near this comes first", "LON,LAT" },
    { "max", 0, 0, G_OPTION_ARG_INT, &n_max, "At most so many", "N" },
    G_OPTION_ENTRY_NULL
  };
  DrayGeoPoint point;

  if (!dray_command_line_parse (line, entries, 1, 8, error) || (near != NULL && !dray_geo_point_parse (near, &point, error)))
    return FALSE;
  if (region == NULL || n_max < 1) {
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, region == NULL ? "--region FILE is missing" : "--max is at least 1");
    return FALSE;
  }

  g_autoptr (DrayRoadPack) pack = dray_road_pack_open (region, error);
  g_autoptr (DrayPlaceFinder) finder = pack != NULL ? dray_place_finder_open (region, pack, line->cancellable, error) : NULL;
  if (finder == NULL)
    return FALSE;
  g_autofree char *query = g_strjoinv (" ", line->arguments);
  g_autoptr (GPtrArray) found = dray_place_finder_search (finder, query, near != NULL ? &point : NULL, n_max, error);
  if (found == NULL)
    return FALSE;
  for (guint i = 0; i < found->len; i++)
    print_found (line, g_ptr_array_index (found, i));
  if (found->len == 0) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "Nothing in this region is called \"%s\"", query);
    return FALSE;
  }
  return TRUE;
}

static char *
format_address (const DrayRoadAddress *address)
{
  g_autoptr (GString) text = g_string_new (address->street);

  if (address->number != NULL)
    g_string_append_printf (text, " %s", address->number);
  if (address->locality != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", address->locality);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

gboolean
dray_command_region_address (DrayCommandLine  *line,
                             GError          **error)
{
  g_autofree char *region = NULL;
  const GOptionEntry entries[] = {
    { "region", 'r', 0, G_OPTION_ARG_FILENAME, &region, "The region pack", "FILE.region" },
    G_OPTION_ENTRY_NULL
  };
  g_auto (DrayRoadAddress) address = { 0 };
  DrayGeoPoint point;

  if (!dray_command_line_parse (line, entries, 1, 1, error) || !dray_geo_point_parse (line->arguments[0], &point, error))
    return FALSE;
  if (region == NULL) {
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--region FILE is missing");
    return FALSE;
  }
  g_autoptr (DrayRoadPack) pack = dray_road_pack_open (region, error);
  g_autoptr (DrayRoadMap) map = pack != NULL ? dray_road_map_new (pack, error) : NULL;
  if (map == NULL || !dray_road_address_find (map, point, &address, line->cancellable, error))
    return FALSE;
  if (address.street == NULL && address.locality == NULL) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "There is neither street nor settlement near %s", line->arguments[0]);
    return FALSE;
  }

  g_autofree char *text = format_address (&address);
  JsonObject *object = json_object_new ();
  if (address.street != NULL) {
    json_object_set_string_member (object, "street", address.street);
    json_object_set_double_member (object, "distance_m", address.distance_m);
  }
  if (address.number != NULL)
    json_object_set_string_member (object, "number", address.number);
  if (address.locality != NULL)
    json_object_set_string_member (object, "locality", address.locality);
  JsonNode *node = json_node_init_object (json_node_alloc (), object);
  json_object_unref (object);
  dray_command_line_print (line, node, "%s", text);
  return TRUE;
}
