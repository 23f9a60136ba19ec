/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-import.h"

#include "dray-csv.h"
#include "dray-json.h"
#include "dray-mapping-private.h"
#include "dray-store-error.h"
#include "dray-workbook.h"

/* A look into a file before it is imported: its sheets, its headings and the first rows, for the person who says what is what. */

#define MAX_FILE_BYTES (64 << 20)

void
dray_import_look_free (DrayImportLook *self)
{
  g_strfreev (self->sheets);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

static void
strv_free (gpointer strv)
{
  g_strfreev (strv);
}

static DrayImportLook *
look_new (void)
{
  DrayImportLook *self = g_new0 (DrayImportLook, 1);

  self->rows = g_ptr_array_new_with_free_func (strv_free);
  return self;
}

static GStrv
take_csv_row (DrayCsvReader *reader)
{
  guint n = dray_csv_reader_get_n_fields (reader);
  GStrv row = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    row[i] = g_strdup (dray_csv_reader_get_field (reader, i) != NULL ? dray_csv_reader_get_field (reader, i) : "");
  return row;
}

static gboolean
look_csv (DrayImportLook  *self,
          const char      *path,
          const char      *sheet G_GNUC_UNUSED,
          GError         **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autoptr (DrayCsvReader) reader = NULL;

  if (stream == NULL)
    return FALSE;
  reader = dray_csv_reader_new (G_INPUT_STREAM (stream), &DRAY_CSV_OPTIONS_DEFAULT);
  while (self->rows->len <= DRAY_IMPORT_LOOK_ROWS) {
    DrayCsvResult result = dray_csv_reader_read (reader, NULL, error);

    if (result == DRAY_CSV_END || result == DRAY_CSV_FAILED)
      return result == DRAY_CSV_END;
    if (result == DRAY_CSV_ROW)
      g_ptr_array_add (self->rows, take_csv_row (reader));
  }
  return TRUE;
}

static GBytes *
load (const char  *path,
      GError     **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, NULL, error);

  if (info == NULL)
    return NULL;
  if (g_file_info_get_size (info) > MAX_FILE_BYTES) {
    g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_LIMIT, "%s is larger than %d MiB; write it as CSV", path, MAX_FILE_BYTES >> 20);
    return NULL;
  }
  return g_file_load_bytes (file, NULL, NULL, error);
}

static GStrv
take_sheet_row (DrayWorkbook *sheet)
{
  guint n = dray_workbook_get_n_cells (sheet);
  GStrv row = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    row[i] = g_strdup (dray_workbook_get_cell (sheet, i) != NULL ? dray_workbook_get_cell (sheet, i) : "");
  return row;
}

static gboolean
look_xlsx (DrayImportLook  *self,
           const char      *path,
           const char      *name,
           GError         **error)
{
  g_autoptr (GBytes) bytes = load (path, error);
  g_autoptr (DrayWorkbook) sheet = NULL;
  gboolean has_row = TRUE;

  if (bytes == NULL)
    return FALSE;
  self->sheets = dray_workbook_list_names (bytes, error);
  sheet = self->sheets != NULL ? dray_workbook_open (bytes, name, error) : NULL;
  if (sheet == NULL)
    return FALSE;
  while (has_row && self->rows->len <= DRAY_IMPORT_LOOK_ROWS) {
    if (!dray_workbook_read_row (sheet, &has_row, error))
      return FALSE;
    if (has_row && dray_workbook_get_n_cells (sheet) > 0)
      g_ptr_array_add (self->rows, take_sheet_row (sheet));
  }
  return TRUE;
}

static char *
dup_cell (JsonNode *node)
{
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  return JSON_NODE_HOLDS_NULL (node) ? g_strdup ("") : json_to_string (node, FALSE);
}

/* The members of the first object stand for headings. */
static gboolean
look_json (DrayImportLook  *self,
           const char      *path,
           const char      *sheet G_GNUC_UNUSED,
           GError         **error)
{
  static const DrayJsonLimits limits = { MAX_FILE_BYTES, 16, 64 << 10, 4000000 };
  g_autoptr (GBytes) bytes = load (path, error);
  g_autoptr (JsonNode) root = NULL;
  JsonArray *array;

  if (bytes == NULL)
    return FALSE;
  root = dray_json_parse (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &limits, error);
  if (root == NULL)
    return FALSE;
  array = JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;
  if (array == NULL || json_array_get_length (array) == 0 || !JSON_NODE_HOLDS_OBJECT (json_array_get_element (array, 0))) {
    g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID, "%s is no array of objects", path);
    return FALSE;
  }
  JsonObject *first = json_node_get_object (json_array_get_element (array, 0));
  g_autoptr (GList) names = json_object_get_members (first);
  guint n = g_list_length (names), i = 0;
  GStrv headings = g_new0 (char *, n + 1), cells = g_new0 (char *, n + 1);

  for (GList *at = names; at != NULL; at = at->next, i++) {
    headings[i] = g_strdup (at->data);
    cells[i] = dup_cell (json_object_get_member (first, at->data));
  }
  g_ptr_array_add (self->rows, headings);
  g_ptr_array_add (self->rows, cells);
  return TRUE;
}

/**
 * dray_import_look_new:
 * @sheet: (nullable): of a spreadsheet; the first one where none is named
 *
 * Blocks: for a worker.
 *
 * Errors: those of the file; %DRAY_STORE_ERROR_INVALID where it has no headings
 */
DrayImportLook *
dray_import_look_new (DrayFileFormat   format,
                      const char      *path,
                      const char      *sheet,
                      GError         **error)
{
  static gboolean (*const looks[]) (DrayImportLook *, const char *, const char *, GError **) = {
    [DRAY_FILE_JSON] = look_json, [DRAY_FILE_CSV] = look_csv, [DRAY_FILE_XLSX] = look_xlsx,
  };
  g_autoptr (DrayImportLook) self = look_new ();

  if (!looks[format] (self, path, sheet, error))
    return NULL;
  if (self->rows->len == 0) {
    g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID, "%s is empty", path);
    return NULL;
  }
  return g_steal_pointer (&self);
}

/* Returns: the field that a column of @heading is taken for where nobody says otherwise; -1 for the id, -2 for none */
int
dray_mapping_guess (const DrayTable *table,
                    const char      *heading)
{
  g_autoptr (DrayMapping) mapping = dray_mapping_new (table);

  return dray_mapping_find (mapping, heading);
}
