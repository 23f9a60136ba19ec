/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-commands.h"
#include "dray-road-import.h"
#include "dray-road-pack.h"

#include <string.h>

/* Makes a region pack of an OpenStreetMap file. */

typedef struct {
  DrayCommandLine *line;
  const char      *step;
  int              percent;
} Told;

/* A line for each step's beginning and for each tenth of it. */
static void
on_progress (const char *step,
             double      fraction,
             gpointer    user_data)
{
  Told *told = user_data;
  int percent = (int) (fraction * 10) * 10;

  if (told->step != NULL && strcmp (told->step, step) == 0 && told->percent == percent)
    return;
  told->step = step;
  told->percent = percent;
  dray_command_line_say (told->line, "%-9s %3d %%", step, percent);
}

static JsonNode *
to_json (const char                 *output,
         const DrayRoadImportReport *report)
{
  const struct {
    const char *name;
    guint64     value;
  } members[] = {
    { "nodes", report->n_nodes }, { "ways", report->n_ways }, { "relations", report->n_relations }, { "missing_references", report->n_missing_refs },
    { "duplicates", report->n_duplicates }, { "pieces", report->n_pieces }, { "states", report->n_states }, { "turns", report->n_turns },
    { "arcs", report->n_arcs }, { "restrictions", report->n_rules_taken }, { "restrictions_left", report->n_rules_left },
  };
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "region", output);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    json_object_set_int_member (object, members[i].name, (gint64) members[i].value);
  return json_node_init_object (json_node_alloc (), object);
}

gboolean
dray_command_region_import (DrayCommandLine *line,
                            GError         **error)
{
  g_autofree char *output = NULL;
  int n_threads = (int) MIN (2, g_get_num_processors ());
  const GOptionEntry options[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "The region pack to write", "NAME.region" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &n_threads, "How many threads work at once", "N" },
    G_OPTION_ENTRY_NULL
  };

  if (!dray_command_line_parse (line, options, 1, 1, error))
    return FALSE;
  if (output == NULL || n_threads < 1 || n_threads > 64) {
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, output == NULL ? "-o NAME.region is missing" : "--threads is 1 to 64");
    return FALSE;
  }

  Told told = { .line = line };
  DrayRoadImport import = { n_threads, on_progress, &told, line->cancellable };
  DrayRoadImportReport report;
  if (!dray_road_import_file (&import, line->arguments[0], output, &report, error))
    return FALSE;
  dray_command_line_print (line, to_json (output, &report),
                           "%s: %u pieces of road, %u turns, %u restrictions (%u not understood); %" G_GUINT64_FORMAT " references led outside the file",
                           output, report.n_pieces, report.n_turns, report.n_rules_taken, report.n_rules_left, report.n_missing_refs);
  return TRUE;
}
