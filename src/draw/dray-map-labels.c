/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-map-labels-private.h"

#include <math.h>

/* Draws what was chosen to be written: text with a halo, straight or along its line, and symbols. */

/* A line and the label on it, for bending the text. */
typedef struct {
  DrayMapMeasure measure;
  double         along;
  gboolean       backwards;
  double         x0;
  double         y0;
} Curve;

/* The line's corners are rounded off over a letter's width, so that no letter is torn by one. */
static DrayMapTextSpot
find_spot (gconstpointer line,
           double        along)
{
  const Curve *curve = line;
  double way = curve->backwards ? -5 : 5;
  double at = curve->along + (curve->backwards ? -along : along);
  DrayMapTextSpot before = dray_map_measure_find (&curve->measure, at - way);
  DrayMapTextSpot spot = dray_map_measure_find (&curve->measure, at);
  DrayMapTextSpot after = dray_map_measure_find (&curve->measure, at + way);
  double dx = after.x - before.x;
  double dy = after.y - before.y;
  double length = hypot (dx, dy);

  return (DrayMapTextSpot) {
    (before.x + 2 * spot.x + after.x) / 4 - curve->x0, (before.y + 2 * spot.y + after.y) / 4 - curve->y0,
    length > 0 ? dx / length : 1, length > 0 ? dy / length : 0,
  };
}

static void
paint_text (DrayMapCanvas *canvas,
            DrayColour     text,
            DrayColour     halo)
{
  dray_colour_set (canvas->cairo, halo);
  cairo_set_line_width (canvas->cairo, 2.6);
  cairo_set_line_join (canvas->cairo, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke_preserve (canvas->cairo);
  dray_colour_set (canvas->cairo, text);
  cairo_fill (canvas->cairo);
}

static void
paint_street (DrayMapCanvas          *canvas,
              const DrayMapCandidate *candidate)
{
  const DrayMapPalette *palette = dray_map_style_get_palette (canvas->theme);
  gboolean water = candidate->feature->kind < DRAY_MAP_PATH;
  Curve curve = {
    .along = candidate->along, .backwards = candidate->backwards, .x0 = canvas->origin.x * canvas->pixels_a_unit,
    .y0 = canvas->origin.y * canvas->pixels_a_unit,
  };

  dray_map_measure_init (&curve.measure, canvas, candidate->feature);
  dray_map_text_bend (candidate->text, canvas->cairo, find_spot, &curve);
  dray_map_measure_clear (&curve.measure);
  paint_text (canvas, water ? palette->water_label : palette->label, water ? palette->water_halo : palette->label_halo);
}

static void
paint_name (DrayMapCanvas          *canvas,
            const DrayMapCandidate *candidate,
            double                  x,
            double                  y)
{
  const DrayMapPalette *palette = dray_map_style_get_palette (canvas->theme);
  gboolean water = candidate->feature->kind == DRAY_MAP_LABEL_WATER;
  gboolean green = candidate->feature->kind == DRAY_MAP_LABEL_GREEN;

  dray_map_text_add (candidate->text, canvas->cairo, x, y);
  paint_text (canvas, water ? palette->water_label : green ? palette->green_label : dray_colour_mix (palette->label, palette->land, 0.25),
              water ? palette->water_halo : palette->label_halo);
}

/* Draws the chosen ones, the least important first. */
void
dray_map_labels_paint (DrayMapCanvas *canvas,
                       const GArray  *candidates)
{
  double x0 = canvas->origin.x * canvas->pixels_a_unit;
  double y0 = canvas->origin.y * canvas->pixels_a_unit;

  for (guint i = candidates->len; i-- > 0;) {
    const DrayMapCandidate *candidate = &g_array_index (candidates, DrayMapCandidate, i);
    double x = candidate->x - x0;
    double y = candidate->y - y0;

    if (!candidate->chosen || candidate->bounds.x1 < x0 - 4 || candidate->bounds.y1 < y0 - 4 || candidate->bounds.x0 > x0 + canvas->size + 4
        || candidate->bounds.y0 > y0 + canvas->size + 4)
      continue;
    switch (candidate->type) {
    case DRAY_MAP_LABEL_STREET:
      paint_street (canvas, candidate);
      break;
    case DRAY_MAP_LABEL_NAME:
    case DRAY_MAP_LABEL_NUMBER:
      paint_name (canvas, candidate, x, y);
      break;
    case DRAY_MAP_LABEL_SIGN:
    case DRAY_MAP_LABEL_SHIELD:
    case DRAY_MAP_LABEL_ARROW:
    default:
      dray_map_symbol_paint (canvas, candidate, x, y);
      break;
    }
  }
}
