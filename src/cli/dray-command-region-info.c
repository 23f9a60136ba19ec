/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-commands.h"
#include "dray-region.h"
#include "dray-units.h"

/* Says what a region pack holds, and whether every byte of it is as it was written. */

static void
print_region (DrayCommandLine *line,
              DrayRegion      *region)
{
  DrayRegionStatistics s;
  DrayRoadPack *pack = dray_region_get_pack (region);
  g_autoptr (JsonObject) object = json_object_new ();
  JsonNode *node = json_node_init_object (json_node_alloc (), object);

  dray_region_get_statistics (region, &s);
  json_object_set_string_member (object, "id", dray_road_pack_get_id (pack));
  json_object_set_int_member (object, "bytes", (gint64) dray_road_pack_get_size (pack));
  json_object_set_int_member (object, "pieces", s.n_pieces);
  json_object_set_int_member (object, "segments", s.n_segments);
  json_object_set_int_member (object, "states", s.n_states);
  json_object_set_int_member (object, "turns", s.n_turns);
  json_object_set_int_member (object, "arcs", s.n_arcs);
  json_object_set_double_member (object, "length_km", s.length_km);
  json_object_set_double_member (object, "west", dray_e7_to_degrees (s.west_e7));
  json_object_set_double_member (object, "south", dray_e7_to_degrees (s.south_e7));
  json_object_set_double_member (object, "east", dray_e7_to_degrees (s.east_e7));
  json_object_set_double_member (object, "north", dray_e7_to_degrees (s.north_e7));
  json_object_set_boolean_member (object, "drives_left", s.drives_left);
  dray_command_line_print (line, node,
                           "id        %s\nbytes     %" G_GUINT64_FORMAT "\nroads     %.0f km in %u pieces, %u segments\nturns     %u\n"
                           "hierarchy %u arcs between %u states\nbox       %.5f,%.5f to %.5f,%.5f\ntraffic   on the %s",
                           dray_road_pack_get_id (pack), dray_road_pack_get_size (pack), s.length_km, s.n_pieces, s.n_segments, s.n_turns, s.n_arcs,
                           s.n_states, dray_e7_to_degrees (s.west_e7), dray_e7_to_degrees (s.south_e7), dray_e7_to_degrees (s.east_e7),
                           dray_e7_to_degrees (s.north_e7), s.drives_left ? "left" : "right");
}

static void
print_sections (DrayCommandLine *line,
                DrayRoadPack    *pack)
{
  for (guint i = 0; i < dray_road_pack_get_n_sections (pack); i++) {
    DrayRoadPackSection section;
    g_autoptr (JsonObject) object = json_object_new ();
    JsonNode *node = json_node_init_object (json_node_alloc (), object);

    dray_road_pack_describe (pack, i, &section);
    json_object_set_string_member (object, "section", section.name);
    json_object_set_int_member (object, "bytes", (gint64) section.n_bytes);
    json_object_set_int_member (object, "crc32", section.checksum);
    dray_command_line_print (line, node, "  %-24s %12" G_GUINT64_FORMAT "  %08x", section.name, section.n_bytes, section.checksum);
  }
}

gboolean
dray_command_region_info (DrayCommandLine *line,
                          GError         **error)
{
  gboolean sections = FALSE;
  const GOptionEntry options[] = {
    { "sections", 0, 0, G_OPTION_ARG_NONE, &sections, "Name each section too", NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!dray_command_line_parse (line, options, 1, 1, error))
    return FALSE;
  g_autoptr (DrayRegion) region = dray_region_open (line->arguments[0], error);
  if (region == NULL)
    return FALSE;
  print_region (line, region);
  if (sections)
    print_sections (line, dray_region_get_pack (region));
  return TRUE;
}

gboolean
dray_command_region_verify (DrayCommandLine *line,
                            GError         **error)
{
  if (!dray_command_line_parse (line, NULL, 1, 1, error))
    return FALSE;
  g_autoptr (DrayRoadPack) pack = dray_road_pack_open (line->arguments[0], error);
  if (pack == NULL || !dray_road_pack_verify (pack, error))
    return FALSE;
  g_autoptr (DrayRegion) region = dray_region_new (pack, error);
  if (region == NULL)
    return FALSE;

  g_autoptr (JsonObject) object = json_object_new ();
  JsonNode *node = json_node_init_object (json_node_alloc (), object);
  json_object_set_boolean_member (object, "ok", TRUE);
  json_object_set_string_member (object, "id", dray_road_pack_get_id (pack));
  json_object_set_int_member (object, "sections", dray_road_pack_get_n_sections (pack));
  dray_command_line_print (line, node, "%s: whole, %u sections, id %s", line->arguments[0], dray_road_pack_get_n_sections (pack), dray_road_pack_get_id (pack));
  return TRUE;
}
