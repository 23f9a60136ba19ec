/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-commands.h"

#include "dray-routing-file.h"

/* drayctl verify: counts a solution from the file's own words, with no code of the search. Exits 0 only where it holds. */

static JsonNode *
describe (const DrayJudgement *judgement)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_init_object (json_node_alloc (), object);

  json_object_set_boolean_member (object, "feasible", judgement->broken == NULL);
  json_object_set_double_member (object, "cost", judgement->cost);
  json_object_set_int_member (object, "routes", judgement->n_routes);
  json_object_set_int_member (object, "unassigned", judgement->n_unassigned);
  if (judgement->broken != NULL)
    json_object_set_string_member (object, "broken", judgement->broken);
  json_object_unref (object);
  return node;
}

static gboolean
verify (DrayCommandLine       *line,
        const DrayRoutingFile *file,
        GError               **error)
{
  DrayJudgement judgement;

  if (!dray_routing_file_judge (file, line->arguments[1], &judgement, error))
    return FALSE;

  g_autofree char *broken = judgement.broken;
  dray_command_line_print (line, describe (&judgement), "%s: cost %.4f, %d routes, %d unassigned%s%s", broken == NULL ? "holds" : "BROKEN",
                           judgement.cost, judgement.n_routes, judgement.n_unassigned, broken != NULL ? "; " : "", broken != NULL ? broken : "");
  if (broken == NULL)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s is no solution: %s", line->arguments[1], broken);
  return FALSE;
}

gboolean
dray_command_verify (DrayCommandLine *line,
                     GError         **error)
{
  DrayRoutingOptions options = { 0 };
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &options.format, "vroom, solomon, vrplib or lilim; without it, what the file looks like", "F" },
    { "objective", 0, 0, G_OPTION_ARG_STRING, &options.objective, "distance, vehicles-first or cost: what the cost is counted in", "O" },
    { "rounding", 0, 0, G_OPTION_ARG_STRING, &options.rounding, "none, dimacs (each arc truncated to a tenth) or nearest (integer)", "R" },
    { "region", 0, 0, G_OPTION_ARG_FILENAME, &options.region, "The roads between the places of a VROOM file with coordinates", "FILE" },
    { "vehicle", 0, 0, G_OPTION_ARG_FILENAME, &options.vehicle, "Who drives there, as JSON; without it the truck, van or car that the file names", "FILE" },
    G_OPTION_ENTRY_NULL
  };
  gboolean holds = FALSE;

  if (dray_command_line_parse (line, entries, 2, 2, error)) {
    g_autoptr (DrayRoutingFile) file = dray_routing_file_load (line->arguments[0], &options, line->cancellable, error);

    holds = file != NULL && verify (line, file, error);
  }
  dray_routing_options_clear (&options);
  return holds;
}
