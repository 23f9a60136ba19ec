/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-row-line.h"

#include "dray-demo.h"
#include "dray-fleet-schema.h"

static gboolean
find_table (DrayRowLine  *self,
            const char   *kind,
            GError      **error)
{
  DraySchema *schema = dray_store_get_schema (self->store);
  g_autoptr (GString) kinds = g_string_new (NULL);

  self->table = dray_schema_find_table (schema, kind);
  if (self->table != NULL)
    return TRUE;
  for (int i = 0; i < dray_schema_get_n_tables (schema); i++)
    g_string_append_printf (kinds, "%s%s", i > 0 ? ", " : "", dray_schema_get_table (schema, i)->name);
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "There is no kind of record called %s; there are %s", kind, kinds->str);
  return FALSE;
}

/* @folder: of a workspace */
gboolean
dray_row_line_open (DrayRowLine  *self,
                    const char   *folder,
                    const char   *kind,
                    gboolean      read_only,
                    GError      **error)
{
  g_autofree char *path = g_build_filename (folder, DRAY_DEMO_WORKSPACE, NULL);
  g_autoptr (DraySchema) schema = dray_fleet_schema_new (error);
  const DrayStoreOptions options = { .read_only = read_only };

  if (schema == NULL)
    return FALSE;
  /* Opening would make one. */
  if (!g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "%s holds no workspace (%s is missing)", folder, DRAY_DEMO_WORKSPACE);
    return FALSE;
  }
  self->store = dray_store_open (path, schema, &options, error);
  return self->store != NULL && find_table (self, kind, error);
}

void
dray_row_line_clear (DrayRowLine *self)
{
  g_clear_pointer (&self->store, dray_store_close);
}

/* The format that the file's ending names. */
gboolean
dray_row_line_find_format (const char      *path,
                           DrayFileFormat  *format,
                           GError         **error)
{
  static const struct { const char *ending; DrayFileFormat format; } formats[] = {
    { ".csv", DRAY_FILE_CSV }, { ".xlsx", DRAY_FILE_XLSX }, { ".json", DRAY_FILE_JSON },
  };
  g_autofree char *lower = g_ascii_strdown (path, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_has_suffix (lower, formats[i].ending)) {
      *format = formats[i].format;
      return TRUE;
    }
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s: a file of rows ends in .csv, .xlsx or .json", path);
  return FALSE;
}
