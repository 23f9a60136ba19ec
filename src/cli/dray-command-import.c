/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-commands.h"
#include "dray-import.h"
#include "dray-row-line.h"
#include "dray-store-error.h"

/* Reads rows of one kind of record from a file, by a saved mapping or by the headings themselves. */

static DrayMapping *
read_mapping (DrayStore   *store,
              const char  *path,
              GError     **error)
{
  g_autofree char *json = NULL;

  if (!g_file_get_contents (path, &json, NULL, error))
    return NULL;
  return dray_mapping_new_from_json (dray_store_get_schema (store), json, error);
}

static void
print_refused (DrayCommandLine        *line,
               const DrayImportResult *result)
{
  for (guint i = 0; i < result->refused->len; i++) {
    const DrayRefusedRow *row = &g_array_index (result->refused, DrayRefusedRow, i);
    g_autoptr (JsonObject) object = json_object_new ();

    json_object_set_int_member (object, "line", (gint64) row->line);
    json_object_set_string_member (object, "refused", row->reason);
    dray_command_line_print (line, json_node_init_object (json_node_alloc (), object), "Line %d: %s", (int) row->line, row->reason);
  }
}

/* Rows that were refused make the command fail, after the good ones were written: whoever runs it unwatched hears of it. */
static gboolean
report (DrayCommandLine         *line,
        const DrayImportResult  *result,
        GError                 **error)
{
  g_autoptr (JsonObject) object = json_object_new ();

  print_refused (line, result);
  json_object_set_int_member (object, "written", result->n_written);
  json_object_set_int_member (object, "refused", result->n_refused);
  dray_command_line_print (line, json_node_init_object (json_node_alloc (), object), "Wrote %u rows, refused %u", result->n_written, result->n_refused);
  if (result->n_refused == 0)
    return TRUE;
  g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID, "%u rows were refused; the others are written. Mend those and import the file again: "
               "with --by nothing is doubled", result->n_refused);
  return FALSE;
}

gboolean
dray_command_import (DrayCommandLine *line,
                     GError         **error)
{
  g_autofree char *mapping_path = NULL, *by = NULL, *sheet = NULL;
  const GOptionEntry entries[] = {
    { "by", 0, 0, G_OPTION_ARG_STRING, &by, "Update the row whose FIELD holds the same value, instead of making another", "FIELD" },
    { "mapping", 0, 0, G_OPTION_ARG_FILENAME, &mapping_path, "Which heading is which field, as an import profile has it", "FILE.json" },
    { "sheet", 0, 0, G_OPTION_ARG_STRING, &sheet, "Of an .xlsx file: the sheet to read", "NAME" },
    G_OPTION_ENTRY_NULL
  };
  g_auto (DrayRowLine) rows = { 0 };
  g_autoptr (DrayMapping) mapping = NULL;
  g_autoptr (DrayImportResult) result = NULL;
  DrayFileFormat format;

  if (!dray_command_line_parse (line, entries, 3, 3, error) || !dray_row_line_find_format (line->arguments[2], &format, error) ||
      !dray_row_line_open (&rows, line->arguments[0], line->arguments[1], FALSE, error))
    return FALSE;
  if (by != NULL && dray_table_find_field (rows.table, by) < 0) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "A %s has no field called %s", rows.table->name, by);
    return FALSE;
  }
  mapping = mapping_path != NULL ? read_mapping (rows.store, mapping_path, error) : dray_mapping_new (rows.table);
  if (mapping == NULL)
    return FALSE;
  if (by != NULL)
    dray_mapping_set_by (mapping, by);
  if (sheet != NULL)
    dray_mapping_set_sheet (mapping, sheet);
  result = dray_store_import (rows.store, NULL, mapping, format, line->arguments[2], line->cancellable, error);
  return result != NULL && report (line, result, error);
}
