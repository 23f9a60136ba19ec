/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-commands.h"

/* Every verb of drayctl, in the order of its help. */
const DrayCommand dray_commands[] = {
  { "doctor", "", "Check this installation and say what is missing", dray_command_doctor },
  { "region demo", "[--seed N] [--segments N] -o FILE", "Draw a fictional county as an OpenStreetMap file", dray_command_region_demo },
  { "region tile", "Z/X/Y --region FILE -o FILE.png", "Paint a tile of the base map", dray_command_region_tile },
  { "solve", "FILE [--cpu S] [-o OUT]", "Plan the routes of a VROOM, Solomon, Li and Lim or VRPLIB file", dray_command_solve },
  { "verify", "FILE SOLUTION", "Count a solution anew and name the first constraint that it breaks", dray_command_verify },
  { "region world", "FILE.json -o FILE", "Pack the overview of the world from a TopoJSON file of countries", dray_command_region_world },
  { NULL },
};
