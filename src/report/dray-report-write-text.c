/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-write-private.h"

#include "dray-csv.h"
#include "dray-json.h"
#include "dray-report-error.h"

/* CSV: the names of the main table's columns, then its rows; totals are left out, since whoever reads it adds up himself. Where more
 * tables have the same columns, one a truck, all their rows follow each other, with the table's title in a first column "part".
 * JSON: one object with everything that stands in the report. Values are plain: numbers in the unit of the column's name, ISO 8601. */

#define FLUSH_BYTES (1 << 16)

static GOutputStream *
open_file (const char    *path,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  return G_OUTPUT_STREAM (g_file_replace (file, NULL, FALSE, G_FILE_CREATE_PRIVATE, cancellable, error));
}

static gboolean
flush (GOutputStream  *stream,
       GString        *text,
       gsize           threshold,
       GCancellable   *cancellable,
       GError        **error)
{
  if (text->len < threshold)
    return TRUE;
  if (!g_output_stream_write_all (stream, text->str, text->len, NULL, cancellable, error))
    return FALSE;
  g_string_truncate (text, 0);
  return TRUE;
}

static guint
count_rows (const DrayReportTable *table)
{
  return dray_report_table_get_n_rows (table) - (dray_report_table_has_totals (table) ? 1 : 0);
}

static gboolean
is_alike (const DrayReportTable *table,
          const DrayReportTable *main_table)
{
  guint n = dray_report_table_get_n_columns (main_table);

  if (table == NULL || dray_report_table_get_n_columns (table) != n)
    return FALSE;
  for (guint i = 0; i < n; i++) {
    if (!g_str_equal (dray_report_table_get_column (table, i)->name, dray_report_table_get_column (main_table, i)->name))
      return FALSE;
  }
  return TRUE;
}

static gboolean
has_parts (DrayReport *self)
{
  const DrayReportTable *main_table = dray_report_get_main (self);
  guint n = 0;

  for (guint i = 0; i < dray_report_get_n_blocks (self); i++)
    n += is_alike (dray_report_get_block (self, i)->table, main_table);
  return n > 1;
}

static void
append_names (GString               *text,
              const DrayReportTable *table,
              gboolean               with_part)
{
  guint n = dray_report_table_get_n_columns (table), at = 0;
  g_autofree const char **names = g_new (const char *, n + 1);

  if (with_part)
    names[at++] = "part";
  for (guint i = 0; i < n; i++)
    names[at++] = dray_report_table_get_column (table, i)->name;
  dray_csv_append_row (text, names, at, ',');
}

static void
append_row (GString               *text,
            const DrayReportTable *table,
            guint                  row,
            gboolean               with_part,
            GTimeZone             *zone)
{
  guint n = dray_report_table_get_n_columns (table);
  /* No string vector: a table without a title and an empty cell are NULL in the middle of it. */
  g_autoptr (GPtrArray) cells = g_ptr_array_new_full (n + 1, g_free);

  if (with_part)
    g_ptr_array_add (cells, g_strdup (dray_report_table_get_title (table)));
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (cells, dray_report_value_dup_plain (dray_report_table_get_cell (table, row, i), dray_report_table_get_column (table, i)->type, zone));
  dray_csv_append_row (text, (const char *const *) cells->pdata, cells->len, ',');
}

static gboolean
write_rows (DrayReport             *self,
            const DrayReportTable  *table,
            gboolean                with_part,
            GOutputStream          *stream,
            GString                *text,
            GCancellable           *cancellable,
            GError                **error)
{
  for (guint row = 0; row < count_rows (table); row++) {
    append_row (text, table, row, with_part, dray_report_get_zone (self));
    if (!flush (stream, text, FLUSH_BYTES, cancellable, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
dray_report_write_csv (DrayReport    *self,
                       const char    *path,
                       GCancellable  *cancellable,
                       GError       **error)
{
  const DrayReportTable *main_table = dray_report_get_main (self);
  g_autoptr (GOutputStream) stream = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (main_table == NULL) {
    g_set_error (error, DRAY_REPORT_ERROR, DRAY_REPORT_ERROR_ASK, "“%s” has no table for this period; write PDF or JSON instead", dray_report_get_title (self));
    return FALSE;
  }
  stream = open_file (path, cancellable, error);
  if (stream == NULL)
    return FALSE;
  append_names (text, main_table, has_parts (self));
  for (guint i = 0; i < dray_report_get_n_blocks (self); i++) {
    const DrayReportTable *table = dray_report_get_block (self, i)->table;

    if (is_alike (table, main_table) && !write_rows (self, table, has_parts (self), stream, text, cancellable, error))
      return FALSE;
  }
  return flush (stream, text, 0, cancellable, error) && g_output_stream_close (stream, cancellable, error);
}

/* JSON */

static void
append_member (GString    *text,
               const char *name,
               const char *value)
{
  dray_json_append_string (text, name);
  g_string_append_c (text, ':');
  dray_json_append_string (text, value != NULL ? value : "");
}

static void
append_value (GString            *text,
              const DrayValue    *value,
              DrayReportCellType  type,
              GTimeZone          *zone)
{
  gboolean is_time = type == DRAY_REPORT_DATE || type == DRAY_REPORT_TIME || type == DRAY_REPORT_INSTANT;
  g_autofree char *plain = dray_report_value_dup_plain (value, type, zone);

  if (value->kind == DRAY_VALUE_NONE)
    g_string_append (text, "null");
  else if (value->kind == DRAY_VALUE_TEXT || is_time)
    dray_json_append_string (text, plain);
  else
    g_string_append (text, plain);
}

static gboolean
append_table (DrayReport             *self,
              const DrayReportTable  *table,
              GOutputStream          *stream,
              GString                *text,
              GCancellable           *cancellable,
              GError                **error)
{
  guint n = dray_report_table_get_n_columns (table);

  g_string_append_c (text, '{');
  append_member (text, "title", dray_report_table_get_title (table));
  g_string_append (text, ",\"columns\":[");
  for (guint i = 0; i < n; i++) {
    g_string_append (text, i > 0 ? "," : "");
    dray_json_append_string (text, dray_report_table_get_column (table, i)->name);
  }
  g_string_append (text, "],\"rows\":[");
  for (guint row = 0; row < count_rows (table); row++) {
    g_string_append (text, row > 0 ? ",\n[" : "\n[");
    for (guint i = 0; i < n; i++) {
      g_string_append (text, i > 0 ? "," : "");
      append_value (text, dray_report_table_get_cell (table, row, i), dray_report_table_get_column (table, i)->type, dray_report_get_zone (self));
    }
    g_string_append_c (text, ']');
    if (!flush (stream, text, FLUSH_BYTES, cancellable, error))
      return FALSE;
  }
  g_string_append (text, "]}");
  return TRUE;
}

static void
append_chart (GString         *text,
              const DrayChart *chart)
{
  g_autoptr (GPtrArray) rows = dray_chart_list_rows (chart);
  g_autofree char *description = dray_chart_dup_description (chart);

  g_string_append_c (text, '{');
  append_member (text, "title", dray_chart_get_title (chart));
  g_string_append_c (text, ',');
  append_member (text, "description", description);
  g_string_append (text, ",\"rows\":[");
  for (guint i = 0; i < rows->len; i++) {
    GStrv cells = rows->pdata[i];

    g_string_append (text, i > 0 ? ",\n[" : "\n[");
    for (guint j = 0; cells[j] != NULL; j++) {
      g_string_append (text, j > 0 ? "," : "");
      dray_json_append_string (text, cells[j]);
    }
    g_string_append_c (text, ']');
  }
  g_string_append (text, "]}");
}

static void
append_figures (GString      *text,
                const GArray *figures)
{
  for (guint i = 0; i < figures->len; i++) {
    const DrayReportFigure *figure = &g_array_index (figures, DrayReportFigure, i);

    g_string_append (text, i > 0 ? ",\n{" : "\n{");
    append_member (text, "name", figure->name);
    g_string_append_c (text, ',');
    append_member (text, "value", figure->value);
    if (figure->note != NULL) {
      g_string_append_c (text, ',');
      append_member (text, "note", figure->note);
    }
    g_string_append_c (text, '}');
  }
}

static gboolean
append_block (DrayReport             *self,
              const DrayReportBlock  *block,
              GOutputStream          *stream,
              GString                *text,
              GCancellable           *cancellable,
              GError                **error)
{
  gboolean done = TRUE;

  g_string_append_c (text, '{');
  if (block->table != NULL) {
    g_string_append (text, "\"table\":");
    done = append_table (self, block->table, stream, text, cancellable, error);
  } else if (block->kind == DRAY_REPORT_CHART) {
    g_string_append (text, "\"chart\":");
    append_chart (text, block->chart);
  } else if (block->kind == DRAY_REPORT_FIGURES) {
    g_string_append (text, "\"figures\":[");
    append_figures (text, block->figures);
    g_string_append_c (text, ']');
  } else {
    append_member (text, block->kind == DRAY_REPORT_HEADING ? "heading" : "paragraph", block->text);
  }
  g_string_append_c (text, '}');
  return done;
}

gboolean
dray_report_write_json (DrayReport    *self,
                        const char    *path,
                        GCancellable  *cancellable,
                        GError       **error)
{
  g_autoptr (GOutputStream) stream = open_file (path, cancellable, error);
  g_autoptr (GString) text = g_string_new ("{");
  const DrayValue made = dray_value_integer (dray_report_get_made_us (self));
  g_autofree char *at = dray_report_value_dup_plain (&made, DRAY_REPORT_INSTANT, dray_report_get_zone (self));
  gboolean is_first = TRUE;

  if (stream == NULL)
    return FALSE;
  append_member (text, "report", dray_report_get_name (self));
  g_string_append_c (text, ',');
  append_member (text, "title", dray_report_get_title (self));
  g_string_append_c (text, ',');
  append_member (text, "period", dray_report_get_period (self));
  g_string_append_c (text, ',');
  append_member (text, "workspace", dray_report_get_workspace (self));
  g_string_append_c (text, ',');
  append_member (text, "as_of", at);
  g_string_append (text, ",\"blocks\":[");
  for (guint i = 0; i < dray_report_get_n_blocks (self); i++) {
    const DrayReportBlock *block = dray_report_get_block (self, i);

    if (block->kind == DRAY_REPORT_BREAK)
      continue;
    g_string_append (text, is_first ? "\n" : ",\n");
    is_first = FALSE;
    if (!append_block (self, block, stream, text, cancellable, error))
      return FALSE;
  }
  g_string_append (text, "]}\n");
  return flush (stream, text, 0, cancellable, error) && g_output_stream_close (stream, cancellable, error);
}
