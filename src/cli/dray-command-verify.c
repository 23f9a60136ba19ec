/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-commands.h"

#include "dray-routing-file.h"

/* drayctl verify: counts a solution from the file's own words, with no code of the search. Exits 0 only where it holds. */

static JsonNode *
describe (const DraySolVerdict *verdict,
          const DraySol        *sol)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_init_object (json_node_alloc (), object);

  json_object_set_boolean_member (object, "feasible", verdict->broken == NULL);
  json_object_set_double_member (object, "cost", verdict->cost);
  json_object_set_int_member (object, "routes", verdict->n_routes);
  if (sol->cost >= 0)
    json_object_set_double_member (object, "claimed", sol->cost);
  if (verdict->broken != NULL)
    json_object_set_string_member (object, "broken", verdict->broken);
  json_object_unref (object);
  return node;
}

static gboolean
verify_sol (DrayCommandLine       *line,
            const DrayRoutingFile *file,
            GError               **error)
{
  const char *path = line->arguments[1];
  g_autofree char *text = NULL;
  g_auto (DraySolVerdict) verdict = { 0 };
  gsize length;

  if (!g_file_get_contents (path, &text, &length, error))
    return FALSE;
  g_autoptr (DraySol) sol = dray_sol_parse (text, length, error);
  if (sol == NULL) {
    g_prefix_error (error, "%s: ", path);
    return FALSE;
  }
  dray_sol_verify (sol, file->instance, file->rounding, &verdict);
  dray_command_line_print (line, describe (&verdict, sol), "%s: cost %.4f, %d routes%s%s", verdict.broken == NULL ? "holds" : "BROKEN", verdict.cost,
                           verdict.n_routes, verdict.broken != NULL ? "; " : "", verdict.broken != NULL ? verdict.broken : "");
  if (verdict.broken == NULL)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s is no solution: %s", path, verdict.broken);
  return FALSE;
}

gboolean
dray_command_verify (DrayCommandLine *line,
                     GError         **error)
{
  DrayRoutingOptions options = { 0 };
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &options.format, "vroom, solomon, vrplib or lilim; without it, what the file looks like", "F" },
    { "rounding", 0, 0, G_OPTION_ARG_STRING, &options.rounding, "none, dimacs (each arc truncated to a tenth) or nearest (integer)", "R" },
    G_OPTION_ENTRY_NULL
  };
  gboolean holds = FALSE;

  if (dray_command_line_parse (line, entries, 2, 2, error)) {
    g_autoptr (DrayRoutingFile) file = dray_routing_file_load (line->arguments[0], &options, error);

    holds = file != NULL && verify_sol (line, file, error);
  }
  g_free (options.format);
  g_free (options.rounding);
  return holds;
}
