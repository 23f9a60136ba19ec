/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* The rows of a query as a file. JSON is an array with an object a line, as dray_row_append_json() writes it. CSV and XLSX have a
 * heading of field names behind "id", and texts that a spreadsheet would take for a formula are made harmless. The file is written
 * beside its place and moved there when it is whole. */

#include "dray-csv.h"
#include "dray-export.h"
#include "dray-field-json.h"
#include "dray-field-text.h"
#include "dray-query-private.h"
#include "dray-store-error.h"
#include "dray-store-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <xlsxwriter.h>

/* Excel's own. */
#define XLSX_MAX_ROWS 1048575

/* One way of writing. begin and end may be NULL. */
typedef struct {
  const DrayTable *table;
  GOutputStream   *stream;       /* JSON and CSV */
  GString         *text;         /* likewise: what is not yet written */
  lxw_workbook    *workbook;     /* XLSX */
  lxw_worksheet   *worksheet;
  guint            n_rows;
} Target;

typedef struct {
  gboolean (*begin) (Target *target, const char *path, GError **error);
  gboolean (*add)   (Target *target, const DrayRow *row, GError **error);
  gboolean (*end)   (Target *target, GError **error);
} Writer;

static gboolean
flush (Target  *target,
       gsize    threshold,
       GError **error)
{
  if (target->text->len < threshold)
    return TRUE;
  if (!g_output_stream_write_all (target->stream, target->text->str, target->text->len, NULL, NULL, error))
    return FALSE;
  g_string_truncate (target->text, 0);
  return TRUE;
}

static gboolean
begin_text (Target      *target,
            const char  *path,
            GError     **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  target->text = g_string_new (NULL);
  target->stream = G_OUTPUT_STREAM (g_file_replace (file, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, error));
  return target->stream != NULL;
}

static gboolean
end_text (Target  *target,
          GError **error)
{
  return flush (target, 0, error) && g_output_stream_close (target->stream, NULL, error);
}

static gboolean
begin_json (Target      *target,
            const char  *path,
            GError     **error)
{
  if (!begin_text (target, path, error))
    return FALSE;
  g_string_append (target->text, "[");
  return TRUE;
}

static gboolean
add_json (Target         *target,
          const DrayRow  *row,
          GError        **error)
{
  g_string_append (target->text, target->n_rows > 0 ? ",\n" : "\n");
  dray_row_append_json (row, target->text);
  return flush (target, 1 << 16, error);
}

static gboolean
end_json (Target  *target,
          GError **error)
{
  g_string_append (target->text, "\n]\n");
  return end_text (target, error);
}

static gboolean
begin_csv (Target      *target,
           const char  *path,
           GError     **error)
{
  g_autofree const char **names = g_new (const char *, 1 + target->table->n_fields);

  if (!begin_text (target, path, error))
    return FALSE;
  names[0] = "id";
  for (int i = 0; i < target->table->n_fields; i++)
    names[1 + i] = target->table->fields[i].name;
  dray_csv_append_row (target->text, names, 1 + (gsize) target->table->n_fields, ',');
  return TRUE;
}

static GStrv
dup_texts (const DrayRow *row)
{
  GStrv texts = g_new0 (char *, 2 + row->table->n_fields);

  texts[0] = dray_id_dup_text (&row->id);
  for (int i = 0; i < row->table->n_fields; i++)
    texts[1 + i] = dray_field_dup_text (&row->table->fields[i], &row->values[i]);
  return texts;
}

static gboolean
add_csv (Target         *target,
         const DrayRow  *row,
         GError        **error)
{
  g_auto (GStrv) texts = dup_texts (row);

  dray_csv_append_row (target->text, (const char *const *) texts, 1 + (gsize) row->table->n_fields, ',');
  return flush (target, 1 << 16, error);
}

static gboolean
begin_xlsx (Target      *target,
            const char  *path,
            GError     **error)
{
  lxw_workbook_options options = { .constant_memory = LXW_TRUE };

  target->workbook = workbook_new_opt (path, &options);
  target->worksheet = target->workbook != NULL ? workbook_add_worksheet (target->workbook, NULL) : NULL;
  if (target->worksheet == NULL) {
    g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_FAILED, "%s can't be written", path);
    return FALSE;
  }
  worksheet_write_string (target->worksheet, 0, 0, "id", NULL);
  for (int i = 0; i < target->table->n_fields; i++)
    worksheet_write_string (target->worksheet, 0, (lxw_col_t) (1 + i), target->table->fields[i].name, NULL);
  return TRUE;
}

/* A string cell is never a formula, but it becomes one when somebody edits it or saves the sheet as CSV. */
static void
write_text_cell (lxw_worksheet *worksheet,
                 lxw_row_t      row,
                 lxw_col_t      column,
                 const char    *text)
{
  g_autofree char *guarded = *text != '\0' && strchr ("=+-@\t\r", *text) != NULL ? g_strconcat ("'", text, NULL) : NULL;

  worksheet_write_string (worksheet, row, column, guarded != NULL ? guarded : text, NULL);
}

static void
write_cell (Target          *target,
            lxw_col_t        column,
            const DrayField *field,
            const DrayValue *value)
{
  lxw_row_t row = (lxw_row_t) (target->n_rows + 1);
  g_autofree char *text = NULL;

  if (value->kind == DRAY_VALUE_NONE)
    return;
  if (field->type == DRAY_FIELD_INTEGER)
    worksheet_write_number (target->worksheet, row, column, (double) value->integer, NULL);
  else if (field->type == DRAY_FIELD_REAL)
    worksheet_write_number (target->worksheet, row, column, value->real, NULL);
  else {
    text = dray_field_dup_text (field, value);
    write_text_cell (target->worksheet, row, column, text);
  }
}

static gboolean
add_xlsx (Target         *target,
          const DrayRow  *row,
          GError        **error)
{
  char id[DRAY_ID_TEXT_LENGTH + 1];

  if (target->n_rows >= XLSX_MAX_ROWS) {
    g_set_error_literal (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_LIMIT, "a spreadsheet has no room for so many rows; write CSV instead");
    return FALSE;
  }
  dray_id_write (&row->id, id);
  worksheet_write_string (target->worksheet, (lxw_row_t) (target->n_rows + 1), 0, id, NULL);
  for (int i = 0; i < row->table->n_fields; i++)
    write_cell (target, (lxw_col_t) (1 + i), &row->table->fields[i], &row->values[i]);
  return TRUE;
}

static gboolean
end_xlsx (Target  *target,
          GError **error)
{
  lxw_error code = workbook_close (g_steal_pointer (&target->workbook));

  if (code == LXW_NO_ERROR)
    return TRUE;
  g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_FAILED, "the spreadsheet can't be written: %s", lxw_strerror (code));
  return FALSE;
}

static const Writer writers[] = {
  [DRAY_FILE_JSON] = { begin_json, add_json, end_json },
  [DRAY_FILE_CSV] = { begin_csv, add_csv, end_text },
  [DRAY_FILE_XLSX] = { begin_xlsx, add_xlsx, end_xlsx },
};

static gboolean
write_rows (DrayStore        *self,
            const DrayQuery  *query,
            const Writer     *writer,
            Target           *target,
            GCancellable     *cancellable,
            GError          **error)
{
  g_autoptr (DrayStatement) statement = dray_query_prepare (query, self->database, DRAY_QUERY_ROWS, error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;
  while (TRUE) {
    g_autoptr (DrayRow) row = NULL;

    if (g_cancellable_set_error_if_cancelled (cancellable, error) || !dray_statement_step (statement, &has_row, error))
      return FALSE;
    if (!has_row)
      return TRUE;
    row = dray_row_file_read (target->table, statement);
    if (!writer->add (target, row, error))
      return FALSE;
    target->n_rows++;
  }
}

static gboolean
write_file (DrayStore        *self,
            const DrayQuery  *query,
            const Writer     *writer,
            const char       *path,
            GCancellable     *cancellable,
            GError          **error)
{
  Target target = { .table = dray_query_get_table (query) };
  gboolean done = writer->begin (&target, path, error) && write_rows (self, query, writer, &target, cancellable, error) &&
                  writer->end (&target, error);

  if (target.workbook != NULL)
    workbook_close (target.workbook);
  if (target.text != NULL)
    g_string_free (target.text, TRUE);
  g_clear_object (&target.stream);
  return done;
}

/**
 * dray_store_export:
 * @query: which rows, in what order; dray_query_restrict() it first to what its reader may see
 * @path: replaced if it is there, once the new file is whole
 *
 * Errors: those of files and of the store; %DRAY_STORE_ERROR_LIMIT for more rows than a spreadsheet has
 */
gboolean
dray_store_export (DrayStore        *self,
                   const DrayQuery  *query,
                   DrayFileFormat    format,
                   const char       *path,
                   GCancellable     *cancellable,
                   GError          **error)
{
  g_autofree char *beside = g_strconcat (path, ".part", NULL);

  if (!write_file (self, query, &writers[format], beside, cancellable, error)) {
    g_unlink (beside);
    return FALSE;
  }
  if (g_rename (beside, path) == 0)
    return TRUE;
  g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_FAILED, "%s: %s", path, g_strerror (errno));
  g_unlink (beside);
  return FALSE;
}
