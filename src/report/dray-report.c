/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report.h"

struct _DrayReport {
  gatomicrefcount  n_refs;
  char            *name;
  char            *title;
  char            *period;
  char            *workspace;
  gint64           made_us;
  gboolean         is_landscape;
  GTimeZone       *zone;
  GArray          *blocks; /* (element-type DrayReportBlock) */
};

static void
figure_clear (gpointer data)
{
  DrayReportFigure *figure = data;

  g_free (figure->name);
  g_free (figure->value);
  g_free (figure->note);
}

static void
block_clear (gpointer data)
{
  DrayReportBlock *block = data;

  g_free (block->text);
  g_clear_pointer (&block->figures, g_array_unref);
  g_clear_pointer (&block->table, dray_report_table_free);
  g_clear_pointer (&block->chart, dray_chart_unref);
}

/**
 * dray_report_new:
 * @name: as the command line calls it
 * @title: for people
 * @zone: in which its times are written
 */
DrayReport *
dray_report_new (const char *name,
                 const char *title,
                 GTimeZone  *zone)
{
  g_return_val_if_fail (name != NULL && title != NULL && zone != NULL, NULL);

  DrayReport *self = g_new0 (DrayReport, 1);

  g_atomic_ref_count_init (&self->n_refs);
  self->name = g_strdup (name);
  self->title = g_strdup (title);
  self->period = g_strdup ("");
  self->workspace = g_strdup ("");
  self->zone = g_time_zone_ref (zone);
  self->blocks = g_array_new (FALSE, TRUE, sizeof (DrayReportBlock));
  g_array_set_clear_func (self->blocks, block_clear);
  return self;
}

DrayReport *
dray_report_ref (DrayReport *self)
{
  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

void
dray_report_unref (DrayReport *self)
{
  if (!g_atomic_ref_count_dec (&self->n_refs))
    return;
  g_array_unref (self->blocks);
  g_time_zone_unref (self->zone);
  g_free (self->name);
  g_free (self->title);
  g_free (self->period);
  g_free (self->workspace);
  g_free (self);
}

/* The period in words: "Thu 19 Nov 2026", "2 to 8 Nov 2026". */
void
dray_report_set_period (DrayReport *self,
                        const char *words)
{
  g_free (self->period);
  self->period = g_strdup (words);
}

/* Whose figures they are, and as of when. */
void
dray_report_set_origin (DrayReport *self,
                        const char *workspace,
                        gint64      made_us)
{
  g_free (self->workspace);
  self->workspace = g_strdup (workspace);
  self->made_us = made_us;
}

/* Paper lies on its long side: for tables of many columns. */
void
dray_report_set_landscape (DrayReport *self,
                           gboolean    is_landscape)
{
  self->is_landscape = is_landscape;
}

static DrayReportBlock *
add_block (DrayReport          *self,
           DrayReportBlockKind  kind)
{
  DrayReportBlock block = { .kind = kind };

  g_array_append_val (self->blocks, block);
  return &g_array_index (self->blocks, DrayReportBlock, self->blocks->len - 1);
}

void
dray_report_add_heading (DrayReport *self,
                         const char *text)
{
  add_block (self, DRAY_REPORT_HEADING)->text = g_strdup (text);
}

void
dray_report_add_paragraph (DrayReport *self,
                           const char *format,
                           ...)
{
  va_list arguments;

  va_start (arguments, format);
  add_block (self, DRAY_REPORT_PARAGRAPH)->text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
}

/* Figures that follow each other stand side by side. */
void
dray_report_add_figure (DrayReport *self,
                        const char *name,
                        const char *value,
                        const char *note)
{
  DrayReportBlock *last = self->blocks->len > 0 ? &g_array_index (self->blocks, DrayReportBlock, self->blocks->len - 1) : NULL;
  DrayReportFigure figure = { g_strdup (name), g_strdup (value), g_strdup (note) };

  if (last == NULL || last->kind != DRAY_REPORT_FIGURES) {
    last = add_block (self, DRAY_REPORT_FIGURES);
    last->figures = g_array_new (FALSE, FALSE, sizeof (DrayReportFigure));
    g_array_set_clear_func (last->figures, figure_clear);
  }
  g_array_append_val (last->figures, figure);
}

/* @table: (transfer full): the first one is the report's main table, which CSV carries alone */
void
dray_report_take_table (DrayReport      *self,
                        DrayReportTable *table)
{
  add_block (self, DRAY_REPORT_TABLE)->table = table;
}

/* @table: (transfer full): what CSV, spreadsheets and JSON carry, and paper doesn't */
void
dray_report_take_data (DrayReport      *self,
                       DrayReportTable *table)
{
  add_block (self, DRAY_REPORT_DATA)->table = table;
}

/* @chart: (transfer full) */
void
dray_report_take_chart (DrayReport *self,
                        DrayChart  *chart,
                        double      height)
{
  DrayReportBlock *block = add_block (self, DRAY_REPORT_CHART);

  block->chart = chart;
  block->height = height;
}

/* What follows begins a page. */
void
dray_report_add_break (DrayReport *self)
{
  add_block (self, DRAY_REPORT_BREAK);
}

const char *
dray_report_get_name (const DrayReport *self)
{
  return self->name;
}

const char *
dray_report_get_title (const DrayReport *self)
{
  return self->title;
}

const char *
dray_report_get_period (const DrayReport *self)
{
  return self->period;
}

const char *
dray_report_get_workspace (const DrayReport *self)
{
  return self->workspace;
}

gint64
dray_report_get_made_us (const DrayReport *self)
{
  return self->made_us;
}

gboolean
dray_report_is_landscape (const DrayReport *self)
{
  return self->is_landscape;
}

GTimeZone *
dray_report_get_zone (const DrayReport *self)
{
  return self->zone;
}

guint
dray_report_get_n_blocks (const DrayReport *self)
{
  return self->blocks->len;
}

const DrayReportBlock *
dray_report_get_block (const DrayReport *self,
                       guint             block)
{
  return &g_array_index (self->blocks, DrayReportBlock, block);
}

/* Returns: (nullable): the first table */
DrayReportTable *
dray_report_get_main (const DrayReport *self)
{
  for (guint i = 0; i < self->blocks->len; i++) {
    if (g_array_index (self->blocks, DrayReportBlock, i).table != NULL)
      return g_array_index (self->blocks, DrayReportBlock, i).table;
  }
  return NULL;
}
