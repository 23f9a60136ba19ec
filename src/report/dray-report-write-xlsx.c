/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-write-private.h"

#include "dray-report-error.h"

#include <math.h>
#include <string.h>
#include <xlsxwriter.h>

/* A first sheet with title, period, figures and sentences, then a sheet for each table and each chart's data: numbers are numbers,
 * dates are dates, headings stand still while one scrolls, and columns can be filtered. Rows go to the file as they come, so that a
 * hundred thousand of them cost no memory. */

#define XLSX_MAX_ROWS 1048575u
#define XLSX_MAX_TEXT 32767
#define DAYS_TO_1970 25569.0 /* the spreadsheet's first day is 1899-12-30 */
#define N_TYPES DRAY_REPORT_N_CELL_TYPES

typedef struct {
  DrayReport   *report;
  lxw_workbook *workbook;
  lxw_format   *heading;
  lxw_format   *title;
  lxw_format   *plain[N_TYPES];
  lxw_format   *total[N_TYPES];
  GHashTable   *names; /* of sheets, lower case: they may not come twice */
} Target;

static const char *const number_formats[N_TYPES] = {
  [DRAY_REPORT_COUNT] = "#,##0",
  [DRAY_REPORT_NUMBER] = "#,##0.###",
  [DRAY_REPORT_SHARE] = "0.0%",
  [DRAY_REPORT_MONEY] = "#,##0.00",
  [DRAY_REPORT_DISTANCE] = "#,##0.0",
  [DRAY_REPORT_DURATION] = "[h]:mm",
  [DRAY_REPORT_DATE] = "yyyy-mm-dd",
  [DRAY_REPORT_TIME] = "hh:mm",
  [DRAY_REPORT_INSTANT] = "yyyy-mm-dd hh:mm",
  [DRAY_REPORT_RANK] = "0",
  [DRAY_REPORT_RATE] = "#,##0.0",
  [DRAY_REPORT_RATE_DISTANCE] = "#,##0.0",
  [DRAY_REPORT_RATE_DURATION] = "[h]:mm",
};

static void
make_formats (Target *target)
{
  target->heading = workbook_add_format (target->workbook);
  format_set_bold (target->heading);
  format_set_bottom (target->heading, LXW_BORDER_THIN);
  target->title = workbook_add_format (target->workbook);
  format_set_bold (target->title);
  format_set_font_size (target->title, 16);
  for (int i = 0; i < N_TYPES; i++) {
    target->plain[i] = workbook_add_format (target->workbook);
    target->total[i] = workbook_add_format (target->workbook);
    format_set_bold (target->total[i]);
    format_set_top (target->total[i], LXW_BORDER_THIN);
    if (number_formats[i] != NULL) {
      format_set_num_format (target->plain[i], number_formats[i]);
      format_set_num_format (target->total[i], number_formats[i]);
    }
  }
}

/* A sheet's name has at most 31 letters, none of []:*?/\ and no twin. */
static lxw_worksheet *
add_sheet (Target     *target,
           const char *wanted)
{
  g_autoptr (GString) name = g_string_new (NULL);
  glong n = 0;

  for (const char *at = wanted; *at != '\0' && n < 26; at = g_utf8_next_char (at), n++)
    g_string_append_unichar (name, strchr ("[]:*?/\\'", *at) != NULL ? ' ' : g_utf8_get_char (at));
  g_strstrip (name->str);
  g_string_truncate (name, strlen (name->str));
  if (name->len == 0)
    g_string_append (name, "Table");
  gsize length = name->len;

  for (int i = 2; i < 1000; i++) {
    char *key = g_utf8_casefold (name->str, -1);

    if (g_hash_table_add (target->names, key))
      break;
    g_string_truncate (name, length);
    g_string_append_printf (name, " %d", i);
  }
  return workbook_add_worksheet (target->workbook, name->str);
}

/* A string cell is never a formula, but it becomes one when somebody edits it or saves the sheet as CSV. */
static void
write_text (lxw_worksheet *sheet,
            lxw_row_t      row,
            lxw_col_t      column,
            const char    *text,
            lxw_format    *format)
{
  g_autofree char *guarded = *text != '\0' && strchr ("=+-@\t\r", *text) != NULL ? g_strconcat ("'", text, NULL) : NULL;
  g_autofree char *cut = NULL;
  const char *words = guarded != NULL ? guarded : text;

  if (strlen (words) > XLSX_MAX_TEXT && g_utf8_strlen (words, -1) > XLSX_MAX_TEXT)
    words = cut = g_utf8_substring (words, 0, XLSX_MAX_TEXT);
  worksheet_write_string (sheet, row, column, words, format);
}

/* To the millisecond: the digits beyond would only make the file larger. */
static double
round_days (double days)
{
  return round (days * 1e8) / 1e8;
}

/* What the cell's number is in the spreadsheet's own terms. Times are those of the report's zone, for a spreadsheet knows none. */
static double
convert (const Target       *target,
         const DrayValue    *value,
         DrayReportCellType  type)
{
  double number = value->kind == DRAY_VALUE_REAL ? value->real : (double) value->integer;

  if (type == DRAY_REPORT_MONEY)
    return number / 100;
  if (type == DRAY_REPORT_DISTANCE || type == DRAY_REPORT_RATE_DISTANCE)
    return number / 1000;
  if (type == DRAY_REPORT_DURATION || type == DRAY_REPORT_RATE_DURATION)
    return round_days (number / 86400);
  if (type == DRAY_REPORT_DATE)
    return number + DAYS_TO_1970;
  if (type == DRAY_REPORT_TIME || type == DRAY_REPORT_INSTANT) {
    gint64 at_s = (gint64) (number / G_USEC_PER_SEC);
    GTimeZone *zone = dray_report_get_zone (target->report);
    int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, at_s);

    return round_days (((double) at_s + (interval >= 0 ? g_time_zone_get_offset (zone, interval) : 0)) / 86400) + DAYS_TO_1970;
  }
  return number;
}

static void
write_cell (const Target          *target,
            lxw_worksheet         *sheet,
            const DrayReportTable *table,
            guint                  row,
            guint                  column,
            gboolean               is_total)
{
  const DrayValue *value = dray_report_table_get_cell (table, row, column);
  DrayReportCellType type = dray_report_table_get_column (table, column)->type;
  lxw_format *format = is_total ? target->total[type] : target->plain[type];

  if (value->kind == DRAY_VALUE_TEXT)
    write_text (sheet, row + 1, (lxw_col_t) column, value->text, is_total ? format : NULL);
  else if (value->kind == DRAY_VALUE_INTEGER || value->kind == DRAY_VALUE_REAL)
    worksheet_write_number (sheet, row + 1, (lxw_col_t) column, convert (target, value, type), format);
  else if (is_total)
    worksheet_write_blank (sheet, row + 1, (lxw_col_t) column, format);
}

/* Wide enough for the heading and the first rows, within reason. */
static double
guess_width (const Target          *target,
             const DrayReportTable *table,
             guint                  column)
{
  glong widest = g_utf8_strlen (dray_report_table_get_column (table, column)->label, -1) + 2;

  for (guint row = 0; row < MIN (dray_report_table_get_n_rows (table), 50); row++) {
    g_autofree char *words = dray_report_table_dup_text (table, row, column, dray_report_get_zone (target->report));

    widest = MAX (widest, g_utf8_strlen (words, -1) + 1);
  }
  return CLAMP ((double) widest, 7, 60);
}

static void
write_headings (const Target          *target,
                lxw_worksheet         *sheet,
                const DrayReportTable *table)
{
  guint n = dray_report_table_get_n_columns (table);

  /* In a file that is written as it comes, widths come before the rows. */
  for (guint i = 0; i < n; i++)
    worksheet_set_column (sheet, (lxw_col_t) i, (lxw_col_t) i, guess_width (target, table, i), NULL);
  worksheet_freeze_panes (sheet, 1, 0);
  for (guint i = 0; i < n; i++)
    worksheet_write_string (sheet, 0, (lxw_col_t) i, dray_report_table_get_column (table, i)->label, target->heading);
}

static gboolean
write_table (Target                 *target,
             const DrayReportTable  *table,
             GCancellable           *cancellable,
             GError                **error)
{
  const char *title = dray_report_table_get_title (table);
  lxw_worksheet *sheet = add_sheet (target, title != NULL ? title : dray_report_get_title (target->report));
  guint n_rows = dray_report_table_get_n_rows (table), n_columns = dray_report_table_get_n_columns (table);
  guint n_plain = n_rows - (dray_report_table_has_totals (table) ? 1 : 0);

  if (n_rows >= XLSX_MAX_ROWS) {
    g_set_error_literal (error, DRAY_REPORT_ERROR, DRAY_REPORT_ERROR_LIMIT, "A spreadsheet has no room for so many rows; write CSV instead");
    return FALSE;
  }
  write_headings (target, sheet, table);
  for (guint row = 0; row < n_rows; row++) {
    if (row % 1024 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    for (guint column = 0; column < n_columns; column++)
      write_cell (target, sheet, table, row, column, row >= n_plain);
  }
  if (n_plain > 0)
    worksheet_autofilter (sheet, 0, 0, n_plain, (lxw_col_t) (n_columns - 1));
  return TRUE;
}

static void
write_chart (Target          *target,
             const DrayChart *chart)
{
  g_autoptr (GPtrArray) rows = dray_chart_list_rows (chart);
  lxw_worksheet *sheet = add_sheet (target, dray_chart_get_title (chart));

  for (guint row = 0; row < MIN (rows->len, XLSX_MAX_ROWS); row++) {
    GStrv cells = rows->pdata[row];

    for (guint column = 0; cells[column] != NULL; column++) {
      char *end;
      double number = g_ascii_strtod (cells[column], &end);

      if (row > 0 && *cells[column] != '\0' && *end == '\0')
        worksheet_write_number (sheet, row, (lxw_col_t) column, number, NULL);
      else
        write_text (sheet, row, (lxw_col_t) column, cells[column], row == 0 ? target->heading : NULL);
    }
  }
}

static lxw_row_t
write_figures (lxw_worksheet *sheet,
               lxw_row_t      row,
               const GArray  *figures)
{
  for (guint i = 0; i < figures->len; i++) {
    const DrayReportFigure *figure = &g_array_index (figures, DrayReportFigure, i);

    write_text (sheet, row, 0, figure->name, NULL);
    write_text (sheet, row, 1, figure->value, NULL);
    if (figure->note != NULL)
      write_text (sheet, row, 2, figure->note, NULL);
    row++;
  }
  return row;
}

static void
write_front (Target *target)
{
  lxw_worksheet *sheet = add_sheet (target, "Report");
  const DrayValue made = dray_value_integer (dray_report_get_made_us (target->report));
  g_autofree char *at = dray_report_value_dup_text (&made, DRAY_REPORT_INSTANT, dray_report_get_zone (target->report));
  g_autofree char *origin = g_strdup_printf ("%s, as of %s", dray_report_get_workspace (target->report), at);
  lxw_row_t row = 4;

  worksheet_set_column (sheet, 0, 0, 30, NULL);
  worksheet_set_column (sheet, 1, 2, 24, NULL);
  write_text (sheet, 0, 0, dray_report_get_title (target->report), target->title);
  write_text (sheet, 1, 0, dray_report_get_period (target->report), NULL);
  write_text (sheet, 2, 0, origin, NULL);
  for (guint i = 0; i < dray_report_get_n_blocks (target->report); i++) {
    const DrayReportBlock *block = dray_report_get_block (target->report, i);

    if (block->figures != NULL)
      row = write_figures (sheet, row, block->figures);
    else if (block->text != NULL)
      write_text (sheet, row++, 0, block->text, block->kind == DRAY_REPORT_HEADING ? target->heading : NULL);
  }
}

static gboolean
write_sheets (Target        *target,
              GCancellable  *cancellable,
              GError       **error)
{
  make_formats (target);
  write_front (target);
  for (guint i = 0; i < dray_report_get_n_blocks (target->report); i++) {
    const DrayReportBlock *block = dray_report_get_block (target->report, i);

    if (block->table != NULL && !write_table (target, block->table, cancellable, error))
      return FALSE;
    if (block->chart != NULL)
      write_chart (target, block->chart);
  }
  return TRUE;
}

gboolean
dray_report_write_xlsx (DrayReport    *self,
                        const char    *path,
                        GCancellable  *cancellable,
                        GError       **error)
{
  lxw_workbook_options options = { .constant_memory = LXW_TRUE };
  Target target = { self, workbook_new_opt (path, &options) };

  if (target.workbook == NULL) {
    g_set_error (error, DRAY_REPORT_ERROR, DRAY_REPORT_ERROR_FAILED, "%s can't be written", path);
    return FALSE;
  }
  target.names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean done = write_sheets (&target, cancellable, error);
  lxw_error code = workbook_close (target.workbook);
  g_hash_table_unref (target.names);
  if (done && code != LXW_NO_ERROR) {
    g_set_error (error, DRAY_REPORT_ERROR, DRAY_REPORT_ERROR_FAILED, "The spreadsheet can't be written: %s", lxw_strerror (code));
    return FALSE;
  }
  return done;
}
