/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-commands.h"
#include "dray-world.h"

/* Packs the overview of the world that data/world/ carries; only who renews that file needs it. */

gboolean
dray_command_region_world (DrayCommandLine  *line,
                           GError          **error)
{
  g_autofree char *output = NULL;
  g_autofree char *attribution = g_strdup ("Natural Earth");
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Where to write the overview", "FILE" },
    { "attribution", 0, 0, G_OPTION_ARG_STRING, &attribution, "Where the data comes from", "TEXT" },
    G_OPTION_ENTRY_NULL
  };
  g_autofree char *text = NULL;
  gsize n = 0;

  if (!dray_command_line_parse (line, entries, 1, 1, error))
    return FALSE;
  if (output == NULL) {
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "-o FILE is missing");
    return FALSE;
  }
  if (!g_file_get_contents (line->arguments[0], &text, &n, error))
    return FALSE;

  g_autoptr (GBytes) topology = g_bytes_new_take (g_steal_pointer (&text), n);
  g_autoptr (DrayRoadPackWriter) writer = dray_road_pack_writer_new (output, error);
  if (writer == NULL || !dray_world_build (topology, attribution, writer, line->cancellable, error) || !dray_road_pack_writer_finish (writer, error))
    return FALSE;

  JsonObject *object = json_object_new ();
  json_object_set_string_member (object, "file", output);
  JsonNode *node = json_node_init_object (json_node_alloc (), object);
  json_object_unref (object);
  dray_command_line_print (line, node, "%s", output);
  return TRUE;
}
