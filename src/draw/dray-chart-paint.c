/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-chart-layout-private.h"

#include <math.h>

/* The frame: paper, title, grid, axes, legend, targets and marks. The data between them is drawn by dray-chart-lines.c and
 * dray-chart-boxes.c. */

#define GAP 6.0
#define LINE 16.0
#define SWATCH 9.0

static const DrayChartPalette *
get_palette (const DrayChartLayout *self)
{
  return dray_chart_style_get_palette (self->view.theme);
}

static void
paint_title (const DrayChartLayout *self,
             PangoLayout           *text,
             cairo_t               *cairo)
{
  const DrayChartPalette *palette = get_palette (self);
  const char *title = dray_chart_get_title (self->chart), *note = dray_chart_get_note (self->chart);
  double y = GAP + DRAY_CHART_TITLE / 2 + 1, room = self->view.width - 2 * GAP;
  double width = MIN (dray_chart_text_measure (text, title, DRAY_CHART_TITLE, TRUE), room);

  dray_chart_text_draw (text, cairo, title, DRAY_CHART_TITLE, TRUE, palette->ink, DRAY_CHART_ALIGN_LEFT, GAP, y, room);
  if (note != NULL && room - width > 60)
    dray_chart_text_draw (text, cairo, note, DRAY_CHART_SMALL, FALSE, palette->label, DRAY_CHART_ALIGN_LEFT, GAP + width + 2 * GAP, y + 1, room - width - 2 * GAP);
}

static void
stroke_line (cairo_t *cairo,
             double   x0,
             double   y0,
             double   x1,
             double   y1)
{
  cairo_move_to (cairo, floor (x0) + 0.5, floor (y0) + 0.5);
  cairo_line_to (cairo, floor (x1) + 0.5, floor (y1) + 0.5);
  cairo_stroke (cairo);
}

static void
paint_y_axis (const DrayChartLayout *self,
              PangoLayout           *text,
              cairo_t               *cairo)
{
  const DrayChartPalette *palette = get_palette (self);
  gboolean is_number = dray_chart_get_axis (self->chart, DRAY_CHART_Y)->scale == DRAY_CHART_NUMBER;
  double right = self->plot.x + self->plot.width;

  cairo_set_line_width (cairo, 1);
  for (guint i = 0; i < self->y_ticks->len; i++) {
    const DrayChartTick *tick = &g_array_index (self->y_ticks, DrayChartTick, i);
    double y = dray_chart_layout_y (self, tick->value);

    if (is_number) {
      dray_colour_set (cairo, tick->value == 0 ? palette->zero : palette->grid);
      stroke_line (cairo, self->plot.x, y, right, y);
    }
    dray_chart_text_draw (text, cairo, tick->label, DRAY_CHART_SMALL, FALSE, palette->label, DRAY_CHART_ALIGN_RIGHT, self->plot.x - GAP, y, self->plot.x - 1.5 * GAP);
  }
}

static void
paint_x_axis (const DrayChartLayout *self,
              PangoLayout           *text,
              cairo_t               *cairo)
{
  const DrayChartPalette *palette = get_palette (self);
  const DrayChartAxis *axis = dray_chart_get_axis (self->chart, DRAY_CHART_X);
  double bottom = self->plot.y + self->plot.height;

  for (guint i = 0; i < self->x_ticks->len; i++) {
    const DrayChartTick *tick = &g_array_index (self->x_ticks, DrayChartTick, i);
    double half = dray_chart_text_measure (text, tick->label, DRAY_CHART_SMALL, FALSE) / 2;
    double x = CLAMP (dray_chart_layout_x (self, tick->value), half, MAX (self->view.width - half, half));

    dray_chart_text_draw (text, cairo, tick->label, DRAY_CHART_SMALL, FALSE, palette->label, DRAY_CHART_ALIGN_CENTRE, x, bottom + GAP / 2 + LINE / 2, 0);
  }
  if (axis->label != NULL && axis->scale == DRAY_CHART_NUMBER) {
    g_autofree char *label = axis->unit != NULL ? g_strdup_printf ("%s, %s", axis->label, axis->unit) : g_strdup (axis->label);

    dray_chart_text_draw (text, cairo, label, DRAY_CHART_SMALL, FALSE, palette->label, DRAY_CHART_ALIGN_CENTRE,
                          self->plot.x + self->plot.width / 2, bottom + GAP / 2 + 1.5 * LINE, self->plot.width);
  }
}

static double
paint_legend_entry (const DrayChartLayout *self,
                    PangoLayout           *text,
                    cairo_t               *cairo,
                    DrayColour             colour,
                    const char            *words,
                    double                 x)
{
  double room = self->view.width - x - SWATCH - 2 * GAP;

  if (room < 20)
    return x;
  dray_colour_set (cairo, colour);
  cairo_rectangle (cairo, x, self->legend_y - SWATCH / 2, SWATCH, SWATCH);
  cairo_fill (cairo);
  dray_chart_text_draw (text, cairo, words, DRAY_CHART_SMALL, FALSE, get_palette (self)->label, DRAY_CHART_ALIGN_LEFT, x + SWATCH + GAP, self->legend_y, room);
  return x + SWATCH + 3 * GAP + MIN (dray_chart_text_measure (text, words, DRAY_CHART_SMALL, FALSE), room);
}

static gboolean
has_closed_cells (const DrayChart *chart)
{
  for (int s = 0; s < dray_chart_get_n_series (chart); s++) {
    const DrayChartSeries *series = dray_chart_get_series (chart, s);

    for (gsize i = 0; i < series->n; i++) {
      if (!isfinite (series->y[i]))
        return TRUE;
    }
  }
  return FALSE;
}

static void
paint_heat_legend (const DrayChartLayout *self,
                   PangoLayout           *text,
                   cairo_t               *cairo)
{
  g_autofree char *high = dray_chart_scale_format_value (self->heat_high);
  const char *unit = dray_chart_get_axis (self->chart, DRAY_CHART_Y)->unit;
  g_autofree char *words = g_strdup_printf ("0 to %s%s%s%s", high, unit != NULL ? " " : "", unit != NULL ? unit : "",
                                             has_closed_cells (self->chart) ? ", grey is closed" : "");

  for (int i = 0; i < 6; i++) {
    dray_colour_set (cairo, dray_chart_style_get_heat (self->view.theme, i / 5.0));
    cairo_rectangle (cairo, self->plot.x + i * 24, self->legend_y - 4, 22, 8);
    cairo_fill (cairo);
  }
  dray_chart_text_draw (text, cairo, words, DRAY_CHART_SMALL, FALSE, get_palette (self)->label, DRAY_CHART_ALIGN_LEFT,
                        self->plot.x + 6 * 24 + GAP, self->legend_y, MAX (self->view.width - self->plot.x - 6 * 24 - GAP, 1));
}

static void
paint_legend (const DrayChartLayout *self,
              PangoLayout           *text,
              cairo_t               *cairo)
{
  double x = self->plot.x;

  if ((self->view.flags & DRAY_CHART_VIEW_LEGEND) == 0 || self->is_direct)
    return;
  if (dray_chart_get_kind (self->chart) == DRAY_CHART_HEAT_MAP) {
    paint_heat_legend (self, text, cairo);
    return;
  }
  for (int s = 0; s < dray_chart_get_n_series (self->chart) && dray_chart_get_n_series (self->chart) > 1; s++) {
    if (dray_chart_layout_shows (self, s))
      x = paint_legend_entry (self, text, cairo, dray_chart_get_colour (self->chart, s, self->view.theme), dray_chart_get_series (self->chart, s)->label, x);
  }
}

static void
paint_target (const DrayChartLayout *self,
              PangoLayout           *text,
              cairo_t               *cairo,
              const DrayChartMark   *mark)
{
  const double dash[] = { 4, 3 };
  const DrayChartPalette *palette = get_palette (self);
  double y = dray_chart_layout_y (self, mark->y);

  cairo_save (cairo);
  cairo_set_line_width (cairo, 1);
  cairo_set_dash (cairo, dash, 2, 0);
  dray_colour_set (cairo, palette->label);
  stroke_line (cairo, self->plot.x, y, self->plot.x + self->plot.width, y);
  cairo_restore (cairo);
  dray_chart_text_draw (text, cairo, mark->words, DRAY_CHART_SMALL, FALSE, palette->label, DRAY_CHART_ALIGN_RIGHT,
                        self->plot.x + self->plot.width - GAP, y > self->plot.y + LINE ? y - LINE / 2 : y + LINE / 2, self->plot.width);
}

static void
paint_mark (const DrayChartLayout *self,
            PangoLayout           *text,
            cairo_t               *cairo,
            const DrayChartMark   *mark)
{
  DrayColour colour = get_palette (self)->bad;
  double x = dray_chart_layout_x (self, mark->x), y = dray_chart_layout_y (self, mark->y);

  if (x < self->plot.x - 1 || x > self->plot.x + self->plot.width + 1)
    return;
  double half = dray_chart_text_measure (text, mark->words, DRAY_CHART_SMALL, TRUE) / 2;
  gboolean below = y + LINE + 4 < self->plot.y + self->plot.height;

  dray_colour_set (cairo, colour);
  cairo_new_sub_path (cairo);
  cairo_arc (cairo, x, y, 4, 0, 2 * G_PI);
  cairo_fill (cairo);
  dray_chart_text_draw (text, cairo, mark->words, DRAY_CHART_SMALL, TRUE, colour, DRAY_CHART_ALIGN_CENTRE,
                        CLAMP (x, half + 2, MAX (self->view.width - half - 2, half + 2)), below ? y + LINE - 2 : y - LINE + 2, 0);
}

static void
paint_marks (const DrayChartLayout *self,
             PangoLayout           *text,
             cairo_t               *cairo)
{
  for (guint i = 0; i < dray_chart_get_n_marks (self->chart); i++) {
    const DrayChartMark *mark = dray_chart_get_mark (self->chart, i);

    if (isnan (mark->x))
      paint_target (self, text, cairo, mark);
    else
      paint_mark (self, text, cairo, mark);
  }
}

static void
paint_data (const DrayChartLayout *self,
            PangoLayout           *text,
            cairo_t               *cairo)
{
  cairo_save (cairo);
  cairo_rectangle (cairo, self->plot.x - 3, self->plot.y - 3, self->plot.width + 6, self->plot.height + 6);
  cairo_clip (cairo);
  if (dray_chart_kind_has_lines (dray_chart_get_kind (self->chart)) || dray_chart_get_kind (self->chart) == DRAY_CHART_SCATTER)
    dray_chart_layout_draw_lines (self, text, cairo);
  else
    dray_chart_layout_draw_boxes (self, text, cairo);
  cairo_restore (cairo);
}

/* Names at the ends of lines */

typedef struct {
  int    series;
  double y;
} EndName;

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  double left = ((const EndName *) a)->y, right = ((const EndName *) b)->y;

  return (left > right) - (left < right);
}

static int
list_names (const DrayChartLayout *self,
            EndName               *names)
{
  int n = 0;

  for (int s = 0; s < dray_chart_get_n_series (self->chart); s++) {
    const DrayChartSeries *series = dray_chart_get_series (self->chart, s);
    gsize first, end;

    dray_chart_layout_find_view (self, series, &first, &end);
    while (end > first && (!isfinite (series->y[end - 1]) || series->x[end - 1] > self->x_high))
      end--;
    if (dray_chart_layout_shows (self, s) && end > first)
      names[n++] = (EndName) { s, CLAMP (dray_chart_layout_y (self, series->y[end - 1]), self->plot.y, self->plot.y + self->plot.height) };
  }
  return n;
}

static void
paint_names (const DrayChartLayout *self,
             PangoLayout           *text,
             cairo_t               *cairo)
{
  EndName names[DRAY_CHART_MAX_SERIES];
  int n = self->is_direct ? list_names (self, names) : 0;
  double x = self->plot.x + self->plot.width + GAP, bottom = self->plot.y + self->plot.height;

  qsort (names, n, sizeof *names, compare_names);
  for (int i = 1; i < n; i++)
    names[i].y = MAX (names[i].y, names[i - 1].y + LINE - 3);
  for (int i = n - 1; i >= 0; i--)
    names[i].y = MIN (names[i].y, i == n - 1 ? bottom : names[i + 1].y - LINE + 3);
  for (int i = 0; i < n; i++) {
    const DrayChartSeries *series = dray_chart_get_series (self->chart, names[i].series);
    /* The lightest colours would not read as text. */
    DrayColour colour = dray_colour_mix (dray_chart_get_colour (self->chart, names[i].series, self->view.theme), get_palette (self)->ink, 0.35);

    dray_chart_text_draw (text, cairo, series->label, DRAY_CHART_SMALL, series->role != DRAY_CHART_BEFORE, colour, DRAY_CHART_ALIGN_LEFT,
                          x, names[i].y, MAX (self->view.width - x, 1));
  }
}

static void
paint_nothing (const DrayChartLayout *self,
               PangoLayout           *text,
               cairo_t               *cairo)
{
  if (dray_chart_get_kind (self->chart) == DRAY_CHART_SPARKLINE)
    return;
  dray_chart_text_draw (text, cairo, "There is no value in this period", DRAY_CHART_SMALL + 1, FALSE, get_palette (self)->label, DRAY_CHART_ALIGN_CENTRE,
                        self->plot.x + self->plot.width / 2, self->plot.y + self->plot.height / 2, self->plot.width);
}

/**
 * dray_chart_layout_paint:
 * @cairo: with the chart's top left corner at its origin: of a picture, a window or paper
 *
 * Draws the chart. On paper it stays lines and letters.
 */
void
dray_chart_layout_paint (const DrayChartLayout *self,
                         cairo_t               *cairo)
{
  g_return_if_fail (self != NULL && cairo != NULL);

  g_autoptr (PangoLayout) text = dray_chart_text_new (cairo, self->font);

  cairo_save (cairo);
  cairo_rectangle (cairo, 0, 0, self->view.width, self->view.height);
  cairo_clip (cairo);
  if ((self->view.flags & DRAY_CHART_VIEW_PAPER) != 0) {
    dray_colour_set (cairo, get_palette (self)->paper);
    cairo_paint (cairo);
  }
  if ((self->view.flags & DRAY_CHART_VIEW_TITLE) != 0)
    paint_title (self, text, cairo);
  if (dray_chart_is_empty (self->chart)) {
    paint_nothing (self, text, cairo);
  } else if (dray_chart_get_kind (self->chart) == DRAY_CHART_SPARKLINE) {
    paint_data (self, text, cairo);
  } else {
    paint_y_axis (self, text, cairo);
    paint_x_axis (self, text, cairo);
    paint_legend (self, text, cairo);
    paint_data (self, text, cairo);
    paint_marks (self, text, cairo);
    paint_names (self, text, cairo);
  }
  cairo_restore (cairo);
}

/**
 * dray_chart_layout_paint_hit:
 *
 * Draws what lies over the chart while a point is under the pointer or the keys: a line down to its place, a ring round it, a frame round
 * its bar or cell. The words are the caller's, from dray_chart_dup_point().
 */
void
dray_chart_layout_paint_hit (const DrayChartLayout *self,
                             const DrayChartHit    *hit,
                             cairo_t               *cairo)
{
  g_return_if_fail (self != NULL && hit != NULL && cairo != NULL);

  const DrayChartPalette *palette = get_palette (self);
  cairo_rectangle_t box;

  cairo_save (cairo);
  if (dray_chart_layout_get_box (self, hit->series, hit->index, &box)) {
    dray_colour_set (cairo, palette->ink);
    cairo_set_line_width (cairo, 1.5);
    cairo_rectangle (cairo, box.x, box.y, box.width, box.height);
    cairo_stroke (cairo);
  } else {
    if (dray_chart_kind_has_lines (dray_chart_get_kind (self->chart))) {
      dray_colour_set (cairo, palette->zero);
      cairo_set_line_width (cairo, 1);
      stroke_line (cairo, hit->x, self->plot.y, hit->x, self->plot.y + self->plot.height);
    }
    cairo_new_sub_path (cairo);
    cairo_arc (cairo, hit->x, hit->y, 4.5, 0, 2 * G_PI);
    dray_colour_set (cairo, dray_chart_get_colour (self->chart, hit->series, self->view.theme));
    cairo_fill_preserve (cairo);
    dray_colour_set (cairo, palette->paper);
    cairo_set_line_width (cairo, 2);
    cairo_stroke (cairo);
  }
  cairo_restore (cairo);
}
