/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-sheet-private.h"
#include "dray-report-pages.h"

#include <string.h>

#define PAD_X 4.0
#define PAD_Y 2.5
#define MAX_LINES 6
#define N_SAMPLES 300u /* rows that decide the columns' widths */
#define MIN_WIDTH 34.0

static gboolean
is_words (const DraySheetTable *self,
          guint                 column)
{
  return dray_report_table_get_column (self->table, column)->type == DRAY_REPORT_TEXT;
}

/* Words and days begin at the left; what is compared digit by digit ends at the right. */
static gboolean
is_left (const DraySheetTable *self,
         guint                 column)
{
  DrayReportCellType type = dray_report_table_get_column (self->table, column)->type;

  return type == DRAY_REPORT_TEXT || type == DRAY_REPORT_DATE || type == DRAY_REPORT_INSTANT;
}

static double
measure_column (const DraySheetTable *self,
                PangoLayout          *text,
                guint                 column)
{
  double widest = dray_sheet_text_width (text, DRAY_SHEET_HEAD, dray_report_table_get_column (self->table, column)->label);
  guint n_all = dray_report_table_get_n_rows (self->table);

  for (guint i = 0; i < MIN (self->n_rows, N_SAMPLES); i++) {
    /* From the whole length, the last one included: that is where the totals are. */
    guint row = self->n_rows <= N_SAMPLES ? i : (guint) ((guint64) i * (n_all - 1) / (N_SAMPLES - 1));
    g_autofree char *words = dray_report_table_dup_text (self->table, row, column, self->zone);

    widest = MAX (widest, dray_sheet_text_width (text, dray_report_table_has_totals (self->table) && row == n_all - 1 ? DRAY_SHEET_TOTAL : DRAY_SHEET_CELL, words));
  }
  return widest + 2 * PAD_X + 0.5;
}

/* Columns get what they need; where that is too much the columns of words give way, and where that is too little they take the rest. */
static void
share_width (DraySheetTable *self)
{
  guint n = dray_report_table_get_n_columns (self->table);
  double sum = 0, words = 0;

  for (guint i = 0; i < n; i++) {
    sum += self->widths[i];
    words += is_words (self, i) ? self->widths[i] : 0;
  }
  double spare = self->width - sum;

  for (guint i = 0; i < n; i++) {
    if (words > 0 && (spare > 0 || -spare < words * 0.75))
      self->widths[i] += is_words (self, i) ? spare * self->widths[i] / words : 0;
    else
      self->widths[i] = MAX (self->widths[i] * self->width / sum, 1);
  }
}

/* A narrow column of words beside a wide one keeps its width: the wide one gives way alone. */
static void
cap_widths (DraySheetTable *self)
{
  guint n = dray_report_table_get_n_columns (self->table);
  double sum = 0;

  for (guint i = 0; i < n; i++)
    sum += self->widths[i];
  for (int round = 0; round < 40 && sum > self->width; round++) {
    guint widest = n;

    for (guint i = 0; i < n; i++) {
      if (is_words (self, i) && (widest == n || self->widths[i] > self->widths[widest]))
        widest = i;
    }
    if (widest == n || self->widths[widest] < 2 * MIN_WIDTH)
      return;
    double cut = MIN (MAX (self->widths[widest] * 0.15, 4), sum - self->width);

    self->widths[widest] -= cut;
    sum -= cut;
  }
}

static void
count_lines (DraySheetTable *self,
             PangoLayout    *text)
{
  guint n = dray_report_table_get_n_columns (self->table);

  self->head_lines = 1;
  for (guint column = 0; column < n; column++) {
    int lines = dray_sheet_text_lines (text, DRAY_SHEET_HEAD, dray_report_table_get_column (self->table, column)->label, self->widths[column] - 2 * PAD_X);

    self->head_lines = MIN (MAX (self->head_lines, lines), 3);
  }
  memset (self->lines, 1, self->n_rows);
  for (guint column = 0; column < n; column++) {
    if (!is_words (self, column))
      continue;
    for (guint row = 0; row < self->n_rows; row++) {
      const DrayValue *value = dray_report_table_get_cell (self->table, row, column);

      if (value->kind != DRAY_VALUE_TEXT)
        continue;
      int lines = dray_sheet_text_lines (text, DRAY_SHEET_CELL, value->text, self->widths[column] - 2 * PAD_X);

      self->lines[row] = (guint8) CLAMP (lines, self->lines[row], MAX_LINES);
    }
  }
}

/* @table: outlives it, as does @zone */
DraySheetTable *
dray_sheet_table_new (const DrayReportTable *table,
                      GTimeZone             *zone,
                      PangoLayout           *text,
                      double                 width)
{
  DraySheetTable *self = g_new0 (DraySheetTable, 1);
  guint n = dray_report_table_get_n_columns (table);

  self->table = table;
  self->zone = zone;
  self->width = width;
  self->n_rows = MIN (dray_report_table_get_n_rows (table), DRAY_REPORT_MAX_PAPER_ROWS);
  self->widths = g_new (double, n);
  self->lines = g_new (guint8, MAX (self->n_rows, 1));
  for (guint i = 0; i < n; i++)
    self->widths[i] = measure_column (self, text, i);
  cap_widths (self);
  share_width (self);
  count_lines (self, text);
  return self;
}

void
dray_sheet_table_free (DraySheetTable *self)
{
  g_free (self->widths);
  g_free (self->lines);
  g_free (self);
}

double
dray_sheet_table_head_height (const DraySheetTable *self)
{
  return self->head_lines * dray_sheet_line_height (DRAY_SHEET_HEAD) + 2 * PAD_Y;
}

double
dray_sheet_table_row_height (const DraySheetTable *self,
                             guint                 row)
{
  return self->lines[row] * dray_sheet_line_height (DRAY_SHEET_CELL) + 2 * PAD_Y;
}

static void
rule (cairo_t *cairo,
      double   x,
      double   y,
      double   width,
      double   grey)
{
  cairo_set_source_rgb (cairo, grey, grey, grey);
  cairo_set_line_width (cairo, 0.5);
  cairo_move_to (cairo, x, y);
  cairo_line_to (cairo, x + width, y);
  cairo_stroke (cairo);
}

static void
draw_row (const DraySheetTable *self,
          PangoLayout          *text,
          cairo_t              *cairo,
          guint                 row,
          double                x,
          double                y)
{
  gboolean is_total = dray_report_table_has_totals (self->table) && row == dray_report_table_get_n_rows (self->table) - 1;
  DraySheetStyle style = is_total ? DRAY_SHEET_TOTAL : DRAY_SHEET_CELL;

  for (guint column = 0; column < dray_report_table_get_n_columns (self->table); column++) {
    g_autofree char *words = dray_report_table_dup_text (self->table, row, column, self->zone);

    if (*words != '\0')
      dray_sheet_text_draw (text, cairo, style, words, x + PAD_X, y + PAD_Y, self->widths[column] - 2 * PAD_X, self->lines[row], !is_left (self, column));
    x += self->widths[column];
  }
}

/* Draws @n_rows rows from @first on, under the table's headings. */
void
dray_sheet_table_draw (const DraySheetTable *self,
                       PangoLayout          *text,
                       cairo_t              *cairo,
                       guint                 first,
                       guint                 n_rows,
                       double                x,
                       double                y)
{
  double left = x;

  for (guint column = 0; column < dray_report_table_get_n_columns (self->table); column++) {
    dray_sheet_text_draw (text, cairo, DRAY_SHEET_HEAD, dray_report_table_get_column (self->table, column)->label, left + PAD_X, y + PAD_Y,
                          self->widths[column] - 2 * PAD_X, self->head_lines, !is_left (self, column));
    left += self->widths[column];
  }
  y += dray_sheet_table_head_height (self);
  rule (cairo, x, y, self->width, 0.5);
  for (guint row = first; row < first + n_rows; row++) {
    draw_row (self, text, cairo, row, x, y);
    y += dray_sheet_table_row_height (self, row);
    rule (cairo, x, y, self->width, dray_report_table_has_totals (self->table) && row + 2 == dray_report_table_get_n_rows (self->table) ? 0.5 : 0.87);
  }
}
