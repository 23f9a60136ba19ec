/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-table.h"

#include "dray-chart-scale.h"

#include <math.h>

struct _DrayReportTable {
  char                   *title;
  DrayReportColumn       *columns; /* a copy; the words in it are static */
  guint                   n_columns;
  GArray                 *cells;   /* (element-type DrayValue): row by row */
  gboolean                has_totals;
};

/**
 * dray_report_table_new:
 * @title: (nullable): above it
 * @columns: (array length=n_columns): copied; the words in it outlive the table
 */
DrayReportTable *
dray_report_table_new (const char             *title,
                       const DrayReportColumn *columns,
                       guint                   n_columns)
{
  g_return_val_if_fail (columns != NULL && n_columns > 0, NULL);

  DrayReportTable *self = g_new0 (DrayReportTable, 1);

  self->title = g_strdup (title);
  self->columns = g_memdup2 (columns, n_columns * sizeof *columns);
  self->n_columns = n_columns;
  self->cells = g_array_new (FALSE, FALSE, sizeof (DrayValue));
  g_array_set_clear_func (self->cells, (GDestroyNotify) dray_value_clear);
  return self;
}

void
dray_report_table_free (DrayReportTable *self)
{
  g_array_unref (self->cells);
  g_free (self->columns);
  g_free (self->title);
  g_free (self);
}

/* Sets the next cell, from left to right and row by row. */
void
dray_report_table_take (DrayReportTable *self,
                        DrayValue        value)
{
  g_array_append_val (self->cells, value);
}

/* @text: (nullable) */
void
dray_report_table_add_text (DrayReportTable *self,
                            const char      *text)
{
  dray_report_table_take (self, text != NULL && *text != '\0' ? dray_value_text (text) : dray_value_none ());
}

void
dray_report_table_add_integer (DrayReportTable *self,
                               gint64           value)
{
  dray_report_table_take (self, dray_value_integer (value));
}

/* NaN leaves the cell empty. */
void
dray_report_table_add_real (DrayReportTable *self,
                            double           value)
{
  dray_report_table_take (self, isfinite (value) ? dray_value_real (value) : dray_value_none ());
}

void
dray_report_table_add_nothing (DrayReportTable *self)
{
  dray_report_table_take (self, dray_value_none ());
}

/* Whether a column's values may be added up. */
static gboolean
is_sum (DrayReportCellType type)
{
  return type == DRAY_REPORT_COUNT || type == DRAY_REPORT_NUMBER || type == DRAY_REPORT_MONEY || type == DRAY_REPORT_DISTANCE || type == DRAY_REPORT_DURATION;
}

static DrayValue
add_up (const DrayReportTable *self,
        guint                  column,
        guint                  n_rows)
{
  gint64 whole = 0;
  double real = 0;
  guint n = 0, n_real = 0;

  for (guint row = 0; row < n_rows; row++) {
    const DrayValue *value = dray_report_table_get_cell (self, row, column);

    n += value->kind == DRAY_VALUE_INTEGER || value->kind == DRAY_VALUE_REAL;
    n_real += value->kind == DRAY_VALUE_REAL;
    if (value->kind == DRAY_VALUE_INTEGER)
      whole += value->integer;
    else if (value->kind == DRAY_VALUE_REAL)
      real += value->real;
  }
  if (n == 0)
    return dray_value_none ();
  return n_real > 0 ? dray_value_real ((double) whole + real) : dray_value_integer (whole);
}

/**
 * dray_report_table_add_totals:
 * @label: in the first column: "Total"
 *
 * Adds a last row with the sum of every column that can be added up; whole numbers stay whole.
 */
void
dray_report_table_add_totals (DrayReportTable *self,
                              const char      *label)
{
  guint n_rows = dray_report_table_get_n_rows (self);

  g_return_if_fail (self->cells->len % self->n_columns == 0 && !self->has_totals);

  dray_report_table_add_text (self, label);
  for (guint column = 1; column < self->n_columns; column++)
    dray_report_table_take (self, is_sum (self->columns[column].type) ? add_up (self, column, n_rows) : dray_value_none ());
  self->has_totals = TRUE;
}

/* Returns: (nullable) */
const char *
dray_report_table_get_title (const DrayReportTable *self)
{
  return self->title;
}

guint
dray_report_table_get_n_columns (const DrayReportTable *self)
{
  return self->n_columns;
}

/* The row of totals is one of them. */
guint
dray_report_table_get_n_rows (const DrayReportTable *self)
{
  return self->cells->len / self->n_columns;
}

gboolean
dray_report_table_has_totals (const DrayReportTable *self)
{
  return self->has_totals;
}

const DrayReportColumn *
dray_report_table_get_column (const DrayReportTable *self,
                              guint                  column)
{
  return &self->columns[column];
}

const DrayValue *
dray_report_table_get_cell (const DrayReportTable *self,
                            guint                  row,
                            guint                  column)
{
  return &g_array_index (self->cells, DrayValue, row * self->n_columns + column);
}

/* Returns: (transfer full): a cell as people read it */
char *
dray_report_table_dup_text (const DrayReportTable *self,
                            guint                  row,
                            guint                  column,
                            GTimeZone             *zone)
{
  return dray_report_value_dup_text (dray_report_table_get_cell (self, row, column), self->columns[column].type, zone);
}

/* Values in words */

static double
get_number (const DrayValue *value)
{
  return value->kind == DRAY_VALUE_REAL ? value->real : (double) value->integer;
}

static char *
format_instant (gint64      at_us,
                GTimeZone  *zone,
                const char *format)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;

  return local != NULL ? g_date_time_format (local, format) : g_strdup ("");
}

static char *
format_date (gint64      day,
             const char *format)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (CLAMP (day, -4000000, 4000000) * 86400);

  return date != NULL ? g_date_time_format (date, format) : g_strdup ("");
}

/* 1 h 25, 18 min, −4 min: minutes, rounded. */
static char *
format_duration (double duration_s)
{
  gint64 minutes = (gint64) llround (fabs (CLAMP (duration_s, -1e12, 1e12)) / 60);
  const char *sign = duration_s < 0 && minutes > 0 ? "\342\210\222" : "";

  if (minutes < 60)
    return g_strdup_printf ("%s%d min", sign, (int) minutes);
  return g_strdup_printf ("%s%" G_GINT64_FORMAT " h %02d", sign, minutes / 60, (int) (minutes % 60));
}

/**
 * dray_report_value_dup_text:
 *
 * Returns: (transfer full): a value as people read it: rounded, with its unit where the column's heading has none
 */
char *
dray_report_value_dup_text (const DrayValue    *value,
                            DrayReportCellType  type,
                            GTimeZone          *zone)
{
  if (value->kind == DRAY_VALUE_TEXT)
    return g_strdup (value->text);
  if (value->kind != DRAY_VALUE_INTEGER && value->kind != DRAY_VALUE_REAL)
    return g_strdup ("");
  switch (type) {
  case DRAY_REPORT_SHARE: {
    g_autofree char *percent = dray_chart_scale_format_number (100 * get_number (value), 1);

    return g_strdup_printf ("%s %%", percent);
  }
  case DRAY_REPORT_MONEY:
    return dray_chart_scale_format_number (get_number (value) / 100, 2);
  case DRAY_REPORT_DISTANCE:
  case DRAY_REPORT_RATE_DISTANCE:
    return dray_chart_scale_format_number (get_number (value) / 1000, 1);
  case DRAY_REPORT_DURATION:
  case DRAY_REPORT_RATE_DURATION:
    return format_duration (get_number (value));
  case DRAY_REPORT_DATE:
    return format_date (value->integer, "%a %-d %b %Y");
  case DRAY_REPORT_TIME:
    return format_instant (value->integer, zone, "%H:%M");
  case DRAY_REPORT_INSTANT:
    return format_instant (value->integer, zone, "%-d %b %Y %H:%M");
  case DRAY_REPORT_TEXT:
  case DRAY_REPORT_COUNT:
  case DRAY_REPORT_RANK:
    return dray_chart_scale_format_number (get_number (value), 0);
  case DRAY_REPORT_NUMBER:
  case DRAY_REPORT_RATE:
  case DRAY_REPORT_N_CELL_TYPES:
  default:
    return dray_chart_scale_format_value (get_number (value));
  }
}

/**
 * dray_report_value_dup_plain:
 *
 * Returns: (transfer full): a value as programs read it: numbers in the unit of the column's name, dates and times in ISO 8601
 */
char *
dray_report_value_dup_plain (const DrayValue    *value,
                             DrayReportCellType  type,
                             GTimeZone          *zone)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (value->kind == DRAY_VALUE_TEXT)
    return g_strdup (value->text);
  if (value->kind == DRAY_VALUE_REAL)
    return g_strdup (g_ascii_formatd (digits, sizeof digits, "%.15g", value->real));
  if (value->kind != DRAY_VALUE_INTEGER)
    return g_strdup ("");
  if (type == DRAY_REPORT_DATE)
    return format_date (value->integer, "%Y-%m-%d");
  if (type == DRAY_REPORT_TIME || type == DRAY_REPORT_INSTANT)
    return format_instant (value->integer, zone, "%Y-%m-%dT%H:%M:%S%:z");
  return g_strdup_printf ("%" G_GINT64_FORMAT, value->integer);
}
