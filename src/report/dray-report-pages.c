/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-pages.h"

#include "dray-chart-layout.h"
#include "dray-report-sheet-private.h"

/* The report is broken once into pieces, each with its page and its place; drawing a page draws its pieces. A table becomes a piece a
 * page. What belongs together stays together: a heading with what follows it, a table's headings with its first rows. */

#define MARGIN 42.0
#define TOP 62.0    /* below the running title */
#define BOTTOM 56.0 /* above the running foot */
#define GAP 8.0
#define FIGURE_HEIGHT 56.0
#define FIGURES_A_LINE 4u
#define CHART_SCALE 0.75 /* a chart's 11 pixels become the 8 points that the tables have */
#define KEEP_ROWS 3u /* so many of a table's rows stay with its headings */

typedef struct {
  guint           page;
  double          y;
  guint           block;
  guint           first; /* of a table's rows, or of the figures */
  guint           n;
  DraySheetTable *table; /* borrowed from tables */
} Piece;

struct _DrayReportPages {
  DrayReport *report;
  double      width, height;
  GArray     *pieces; /* (element-type Piece) */
  GPtrArray  *tables; /* (element-type DraySheetTable) */
  guint       n_pages;
  double      y;      /* how far the last page is filled */
};

static double
get_bottom (const DrayReportPages *self)
{
  return self->height - BOTTOM;
}

static double
get_inner (const DrayReportPages *self)
{
  return self->width - 2 * MARGIN;
}

static void
turn_page (DrayReportPages *self)
{
  self->n_pages++;
  self->y = TOP;
}

/* Places a piece of @height, on the next page if this one has no room for it and @with more. */
static void
place (DrayReportPages *self,
       Piece            piece,
       double           height,
       double           with)
{
  if (self->y + height + with > get_bottom (self) && self->y > TOP)
    turn_page (self);
  piece.page = self->n_pages - 1;
  piece.y = self->y;
  g_array_append_val (self->pieces, piece);
  self->y += height;
}

static int
count_lines (DrayReportPages *self,
             PangoLayout     *text,
             const char      *words)
{
  return dray_sheet_text_lines (text, DRAY_SHEET_BODY, words, get_inner (self));
}

/* The least room that a block begins with. */
static double
measure_start (const DrayReportBlock *block)
{
  return block->kind == DRAY_REPORT_CHART ? block->height : block->kind == DRAY_REPORT_TABLE ? 70 : block->kind == DRAY_REPORT_FIGURES ? FIGURE_HEIGHT : 20;
}

static void
place_figures (DrayReportPages       *self,
               guint                  number,
               const DrayReportBlock *block)
{
  for (guint first = 0; first < block->figures->len; first += FIGURES_A_LINE)
    place (self, (Piece) { .block = number, .first = first, .n = MIN (FIGURES_A_LINE, block->figures->len - first) }, FIGURE_HEIGHT, 0);
  self->y += GAP;
}

static double
measure_rows (const DraySheetTable *table,
              guint                 first,
              guint                 n)
{
  double height = 0;

  for (guint row = first; row < MIN (first + n, table->n_rows); row++)
    height += dray_sheet_table_row_height (table, row);
  return height;
}

static void
place_table (DrayReportPages       *self,
             PangoLayout           *text,
             guint                  number,
             const DrayReportBlock *block)
{
  DraySheetTable *table = dray_sheet_table_new (block->table, dray_report_get_zone (self->report), text, get_inner (self));
  double head = dray_sheet_table_head_height (table);

  g_ptr_array_add (self->tables, table);
  if (self->y + head + measure_rows (table, 0, KEEP_ROWS) > get_bottom (self) && self->y > TOP)
    turn_page (self);
  for (guint first = 0; first < table->n_rows || first == 0;) {
    double height = head, row;
    guint n = 0;

    while (first + n < table->n_rows && (self->y + height + (row = dray_sheet_table_row_height (table, first + n)) <= get_bottom (self) || n == 0)) {
      height += row;
      n++;
    }
    place (self, (Piece) { .block = number, .first = first, .n = n, .table = table }, height, 0);
    first += n;
    if (first >= table->n_rows)
      break;
    turn_page (self);
  }
  if (table->n_rows < dray_report_table_get_n_rows (block->table))
    place (self, (Piece) { .block = number, .first = G_MAXUINT }, dray_sheet_line_height (DRAY_SHEET_BODY) + GAP, 0);
  self->y += 2 * GAP;
}

static void
place_block (DrayReportPages *self,
             PangoLayout     *text,
             guint            number)
{
  const DrayReportBlock *block = dray_report_get_block (self->report, number);
  gboolean is_last = number + 1 >= dray_report_get_n_blocks (self->report);

  switch (block->kind) {
  case DRAY_REPORT_HEADING:
    self->y += self->y > TOP ? GAP : 0;
    place (self, (Piece) { .block = number }, dray_sheet_line_height (DRAY_SHEET_HEADING) + GAP / 2,
           is_last ? 0 : measure_start (dray_report_get_block (self->report, number + 1)));
    break;
  case DRAY_REPORT_PARAGRAPH:
    place (self, (Piece) { .block = number, .n = (guint) count_lines (self, text, block->text) },
           count_lines (self, text, block->text) * dray_sheet_line_height (DRAY_SHEET_BODY) + GAP, 0);
    break;
  case DRAY_REPORT_FIGURES:
    place_figures (self, number, block);
    break;
  case DRAY_REPORT_TABLE:
    place_table (self, text, number, block);
    break;
  case DRAY_REPORT_DATA:
    break;
  case DRAY_REPORT_CHART:
    place (self, (Piece) { .block = number }, block->height + GAP, 0);
    break;
  case DRAY_REPORT_BREAK:
  default:
    if (self->y > TOP)
      turn_page (self);
    break;
  }
}

/**
 * dray_report_pages_new:
 * @width: @height: of the paper, in points
 *
 * Breaks a report into pages.
 */
DrayReportPages *
dray_report_pages_new (DrayReport *report,
                       double      width,
                       double      height)
{
  g_return_val_if_fail (report != NULL && width > 3 * MARGIN && height > 2 * (TOP + BOTTOM), NULL);

  DrayReportPages *self = g_new0 (DrayReportPages, 1);
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_ALPHA, NULL);
  cairo_t *cairo = cairo_create (surface);
  g_autoptr (PangoLayout) text = dray_sheet_text_new (cairo);

  self->report = dray_report_ref (report);
  self->width = width;
  self->height = height;
  self->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  self->tables = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_sheet_table_free);
  self->n_pages = 1;
  /* The first page has the title in the place of the running one. */
  self->y = MARGIN + dray_sheet_line_height (DRAY_SHEET_TITLE) + dray_sheet_line_height (DRAY_SHEET_BODY) + 2 * GAP;
  for (guint i = 0; i < dray_report_get_n_blocks (report); i++)
    place_block (self, text, i);
  g_clear_object (&text);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
  return self;
}

void
dray_report_pages_free (DrayReportPages *self)
{
  g_array_unref (self->pieces);
  g_ptr_array_unref (self->tables);
  dray_report_unref (self->report);
  g_free (self);
}

guint
dray_report_pages_get_n (DrayReportPages *self)
{
  return self->n_pages;
}

/* Drawing */

static void
draw_figures (DrayReportPages       *self,
              PangoLayout           *text,
              cairo_t               *cairo,
              const DrayReportBlock *block,
              const Piece           *piece)
{
  double width = get_inner (self) / FIGURES_A_LINE;

  for (guint i = 0; i < piece->n; i++) {
    const DrayReportFigure *figure = &g_array_index (block->figures, DrayReportFigure, piece->first + i);
    double x = MARGIN + i * width, y = piece->y;
    gboolean is_short = dray_sheet_text_width (text, DRAY_SHEET_FIGURE, figure->value) <= width - GAP;

    dray_sheet_text_draw (text, cairo, DRAY_SHEET_SMALL, figure->name, x, y, width - GAP, 1, FALSE);
    y += dray_sheet_line_height (DRAY_SHEET_SMALL);
    /* A sentence in the place of a number is written as one. */
    dray_sheet_text_draw (text, cairo, is_short ? DRAY_SHEET_FIGURE : DRAY_SHEET_BODY, figure->value, x, y, width - GAP, is_short ? 1 : 2, FALSE);
    y += dray_sheet_line_height (DRAY_SHEET_FIGURE) + 2;
    if (figure->note != NULL)
      dray_sheet_text_draw (text, cairo, DRAY_SHEET_SMALL, figure->note, x, y, width - GAP, 1, FALSE);
  }
}

static void
draw_chart (DrayReportPages       *self,
            cairo_t               *cairo,
            const DrayReportBlock *block,
            const Piece           *piece)
{
  const DrayChartView view = {
    .width = get_inner (self) / CHART_SCALE, .height = block->height / CHART_SCALE, .flags = DRAY_CHART_VIEW_TITLE | DRAY_CHART_VIEW_LEGEND,
  };
  g_autoptr (DrayChartLayout) layout = dray_chart_layout_new (block->chart, &view);

  cairo_save (cairo);
  cairo_translate (cairo, MARGIN, piece->y);
  cairo_scale (cairo, CHART_SCALE, CHART_SCALE);
  dray_chart_layout_paint (layout, cairo);
  cairo_restore (cairo);
}

static void
draw_piece (DrayReportPages *self,
            PangoLayout     *text,
            cairo_t         *cairo,
            const Piece     *piece)
{
  const DrayReportBlock *block = dray_report_get_block (self->report, piece->block);

  if (block->kind == DRAY_REPORT_HEADING) {
    dray_sheet_text_draw (text, cairo, DRAY_SHEET_HEADING, block->text, MARGIN, piece->y, get_inner (self), 1, FALSE);
  } else if (block->kind == DRAY_REPORT_PARAGRAPH) {
    dray_sheet_text_draw (text, cairo, DRAY_SHEET_BODY, block->text, MARGIN, piece->y, get_inner (self), (int) piece->n, FALSE);
  } else if (block->kind == DRAY_REPORT_FIGURES) {
    draw_figures (self, text, cairo, block, piece);
  } else if (block->kind == DRAY_REPORT_CHART) {
    draw_chart (self, cairo, block, piece);
  } else if (piece->table != NULL) {
    dray_sheet_table_draw (piece->table, text, cairo, piece->first, piece->n, MARGIN, piece->y);
  } else {
    g_autofree char *words = g_strdup_printf ("These are the first %u of %u rows. All of them are in the spreadsheet of this report.",
                                              DRAY_REPORT_MAX_PAPER_ROWS, dray_report_table_get_n_rows (block->table));

    dray_sheet_text_draw (text, cairo, DRAY_SHEET_BODY, words, MARGIN, piece->y, get_inner (self), 1, FALSE);
  }
}

static void
draw_title (DrayReportPages *self,
            PangoLayout     *text,
            cairo_t         *cairo)
{
  g_autofree char *words = g_strjoin (" \302\267 ", dray_report_get_period (self->report), dray_report_get_workspace (self->report), NULL);

  dray_sheet_text_draw (text, cairo, DRAY_SHEET_TITLE, dray_report_get_title (self->report), MARGIN, MARGIN, get_inner (self), 1, FALSE);
  dray_sheet_text_draw (text, cairo, DRAY_SHEET_BODY, words, MARGIN, MARGIN + dray_sheet_line_height (DRAY_SHEET_TITLE) + 2, get_inner (self), 1, FALSE);
}

static void
draw_running (DrayReportPages *self,
              PangoLayout     *text,
              cairo_t         *cairo,
              guint            page)
{
  double half = get_inner (self) / 2;
  const DrayValue made = dray_value_integer (dray_report_get_made_us (self->report));
  g_autofree char *at = dray_report_value_dup_text (&made, DRAY_REPORT_INSTANT, dray_report_get_zone (self->report));
  g_autofree char *origin = g_strdup_printf ("%s \302\267 as of %s", dray_report_get_workspace (self->report), at);
  g_autofree char *number = g_strdup_printf ("Page %u of %u", page + 1, self->n_pages);

  if (page > 0) {
    dray_sheet_text_draw (text, cairo, DRAY_SHEET_SMALL, dray_report_get_title (self->report), MARGIN, MARGIN - 6, half, 1, FALSE);
    dray_sheet_text_draw (text, cairo, DRAY_SHEET_SMALL, dray_report_get_period (self->report), MARGIN + half, MARGIN - 6, half, 1, TRUE);
  }
  dray_sheet_text_draw (text, cairo, DRAY_SHEET_SMALL, origin, MARGIN, self->height - MARGIN + 4, half, 1, FALSE);
  dray_sheet_text_draw (text, cairo, DRAY_SHEET_SMALL, number, MARGIN + half, self->height - MARGIN + 4, half, 1, TRUE);
}

/* Draws a page, counted from 0, with its top left corner at the origin. */
void
dray_report_pages_draw (DrayReportPages *self,
                        guint            page,
                        cairo_t         *cairo)
{
  g_return_if_fail (self != NULL && page < self->n_pages);

  g_autoptr (PangoLayout) text = dray_sheet_text_new (cairo);

  if (page == 0)
    draw_title (self, text, cairo);
  draw_running (self, text, cairo, page);
  for (guint i = 0; i < self->pieces->len; i++) {
    const Piece *piece = &g_array_index (self->pieces, Piece, i);

    if (piece->page == page)
      draw_piece (self, text, cairo, piece);
  }
}
