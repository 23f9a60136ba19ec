/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-commands.h"
#include "dray-row-line.h"

/* Writes the rows of one kind of record to a file that drayctl import reads again. */

static DrayQuery *
make_query (const DrayTable *table,
            const char      *words)
{
  DrayQuery *query = dray_query_new (table);

  if (words != NULL)
    dray_query_search (query, words);
  if (table->title_field != NULL)
    dray_query_order_by (query, dray_table_find_field (table, table->title_field), FALSE);
  return query;
}

gboolean
dray_command_export (DrayCommandLine *line,
                     GError         **error)
{
  g_autofree char *output = NULL, *words = NULL;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Write to FILE, which ends in .csv, .xlsx or .json", "FILE" },
    { "search", 0, 0, G_OPTION_ARG_STRING, &words, "Only rows in whose texts all WORDS are found", "WORDS" },
    G_OPTION_ENTRY_NULL
  };
  g_auto (DrayRowLine) rows = { 0 };
  g_autoptr (DrayQuery) query = NULL;
  g_autoptr (JsonObject) object = json_object_new ();
  DrayFileFormat format;
  gint64 n_rows;

  if (!dray_command_line_parse (line, entries, 2, 2, error))
    return FALSE;
  if (output == NULL) {
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "Say where to: -o FILE");
    return FALSE;
  }
  if (!dray_row_line_find_format (output, &format, error) ||
      !dray_row_line_open (&rows, line->arguments[0], line->arguments[1], TRUE, error))
    return FALSE;
  query = make_query (rows.table, words);
  if (!dray_store_count (rows.store, query, &n_rows, error) ||
      !dray_store_export (rows.store, query, format, output, line->cancellable, error))
    return FALSE;

  json_object_set_string_member (object, "file", output);
  json_object_set_int_member (object, "rows", n_rows);
  dray_command_line_print (line, json_node_init_object (json_node_alloc (), object), "Wrote %d rows to %s", (int) n_rows, output);
  return TRUE;
}
