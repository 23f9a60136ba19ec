/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-commands.h"

/* Every verb of drayctl, in the order of its help. */
const DrayCommand dray_commands[] = {
  { "demo", "FOLDER", "Make the demo workspace", dray_command_demo },
  { "doctor", "", "Check this installation and say what is missing", dray_command_doctor },
  { "export", "FOLDER KIND -o FILE", "Write the rows of one kind of record to a spreadsheet or JSON", dray_command_export },
  { "import", "FOLDER KIND FILE", "Read rows of one kind of record from a spreadsheet or JSON", dray_command_import },
  { "fence try", "FOLDER FILE.geojson|.kml [--radius M] [--width M]", "Say what fences would have seen of a workspace's history", dray_command_fence_try },
  { "ledger verify", "FILE [--key HEX]", "Check the export of a hub’s ledger and name the first broken entry", dray_command_ledger_verify },
  { "region demo", "[--seed N] [--segments N] -o FILE", "Draw a fictional county as a region or an OpenStreetMap file", dray_command_region_demo },
  { "region import", "FILE.osm.pbf|.osm|.osm.gz -o NAME.region", "Make a region of an OpenStreetMap file", dray_command_region_import },
  { "region info", "NAME.region", "Say what a region holds", dray_command_region_info },
  { "region match", "TRACE.gpx --region NAME.region", "Put a recorded trace on the roads", dray_command_region_match },
  { "region matrix", "NAME.region --points FILE", "Durations and lengths between all points of a file", dray_command_region_matrix },
  { "region path", "NAME.region --from LON,LAT --to LON,LAT", "The way along the road, with its turns", dray_command_region_path },
  { "region address", "LON,LAT --region FILE", "Say the address at a point", dray_command_region_address },
  { "region places", "QUERY… --region FILE [--near LON,LAT]", "Find places, streets and house numbers", dray_command_region_places },
  { "region tile", "Z/X/Y --region FILE -o FILE.png", "Paint a tile of the base map", dray_command_region_tile },
  { "region verify", "NAME.region", "Check every byte of a region", dray_command_region_verify },
  { "region world", "FILE.json -o FILE", "Pack the overview of the world from a TopoJSON file of countries", dray_command_region_world },
  { "plan", "FOLDER [--rest | --tomorrow] [--format gpx|ical|vroom] [--truck NUMBER] [-o FILE]", "Plan a workspace’s day and print it, or write it for another program", dray_command_plan },
  { "report", "[NAME --workspace FOLDER -o FILE]", "Make a report of what happened, as PDF, spreadsheet, CSV or JSON; or list the reports", dray_command_report },
  { "simulate", "FOLDER [--speed X] [--until HH:MM]", "Play the simulated day of a demo workspace", dray_command_simulate },
  { "solve", "FILE [--cpu S] [-o OUT]", "Plan the routes of a VROOM, Solomon, Li and Lim or VRPLIB file", dray_command_solve },
  { "verify", "FILE SOLUTION", "Count a solution anew and name the first constraint that it breaks", dray_command_verify },
  { "shapes", "FILE [-o FILE] [--margin M]", "Check shapes, widen them, and turn them into another format", dray_command_shapes },
  { NULL },
};
