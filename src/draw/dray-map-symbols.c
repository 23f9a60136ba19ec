/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-map-labels-private.h"

#include <math.h>

/* Road numbers, one-way arrows and the road signs of truck restrictions. Signs look alike by day and by night, as in the street. */

#define SIGN_RED 0xC01C28FF
#define SIGN_INK 0x1A1A1AFF
#define SIGN_WHITE 0xFFFFFFFF
#define SIGN_RADIUS 12.0

/* How wide a symbol is, in pixels. */
double
dray_map_symbol_get_width (const DrayMapCandidate *candidate)
{
  if (candidate->type == DRAY_MAP_LABEL_SHIELD)
    return candidate->text->width + 8;
  return candidate->type == DRAY_MAP_LABEL_SIGN ? 2 * SIGN_RADIUS : 10;
}

static void
paint_shield (DrayMapCanvas          *canvas,
              const DrayMapCandidate *candidate,
              double                  x,
              double                  y)
{
  const DrayMapPalette *palette = dray_map_style_get_palette (canvas->theme);
  DrayMapStroke stroke = dray_map_style_get_stroke (canvas->theme, (DrayMapKind) candidate->feature->kind, 0, canvas->zoom);
  cairo_t *cairo = canvas->cairo;
  double half_width = dray_map_symbol_get_width (candidate) / 2;
  double half_height = 7;
  double radius = 3;
  gboolean plain = candidate->feature->kind < DRAY_MAP_PRIMARY;
  gboolean light = canvas->theme == DRAY_MAP_LIGHT;

  cairo_new_sub_path (cairo);
  cairo_arc (cairo, x + half_width - radius, y - half_height + radius, radius, -G_PI_2, 0);
  cairo_arc (cairo, x + half_width - radius, y + half_height - radius, radius, 0, G_PI_2);
  cairo_arc (cairo, x - half_width + radius, y + half_height - radius, radius, G_PI_2, G_PI);
  cairo_arc (cairo, x - half_width + radius, y - half_height + radius, radius, G_PI, 1.5 * G_PI);
  cairo_close_path (cairo);
  dray_colour_set (cairo, palette->label_halo);
  cairo_set_line_width (cairo, 2);
  cairo_stroke_preserve (cairo);
  dray_colour_set (cairo, plain ? (light ? 0x8A857AFF : stroke.fill) : light ? stroke.casing : stroke.fill);
  cairo_fill (cairo);
  dray_map_text_add (candidate->text, cairo, x, y);
  dray_colour_set (cairo, palette->shield_text);
  cairo_fill (cairo);
}

static void
paint_arrow (DrayMapCanvas          *canvas,
             const DrayMapCandidate *candidate,
             double                  x,
             double                  y)
{
  DrayMapMeasure measure;
  cairo_t *cairo = canvas->cairo;

  dray_map_measure_init (&measure, canvas, candidate->feature);
  DrayMapTextSpot spot = dray_map_measure_find (&measure, candidate->along);
  dray_map_measure_clear (&measure);

  cairo_move_to (cairo, x - 5 * spot.dx, y - 5 * spot.dy);
  cairo_line_to (cairo, x + 4 * spot.dx, y + 4 * spot.dy);
  cairo_move_to (cairo, x + 1.5 * spot.dx - 2.5 * spot.dy, y + 1.5 * spot.dy + 2.5 * spot.dx);
  cairo_line_to (cairo, x + 4.5 * spot.dx, y + 4.5 * spot.dy);
  cairo_line_to (cairo, x + 1.5 * spot.dx + 2.5 * spot.dy, y + 1.5 * spot.dy - 2.5 * spot.dx);
  dray_colour_set (cairo, dray_map_style_get_palette (canvas->theme)->one_way);
  cairo_set_line_width (cairo, 1.2);
  cairo_set_line_cap (cairo, CAIRO_LINE_CAP_BUTT);
  cairo_stroke (cairo);
}

/* A small triangle whose tip points to where the limit presses from: above and below, or left and right. */
static void
add_triangle (cairo_t *cairo,
              double   x,
              double   y,
              double   dx,
              double   dy)
{
  cairo_move_to (cairo, x + 3 * dx, y + 3 * dy);
  cairo_line_to (cairo, x - 2.6 * dy, y + 2.6 * dx);
  cairo_line_to (cairo, x + 2.6 * dy, y - 2.6 * dx);
  cairo_close_path (cairo);
}

/* A truck from the side, heading left. */
static void
add_truck (cairo_t *cairo,
           double   x,
           double   y)
{
  cairo_rectangle (cairo, x - 1.8, y - 4.2, 8, 5.8);
  cairo_move_to (cairo, x - 2.6, y + 1.6);
  cairo_line_to (cairo, x - 6.2, y + 1.6);
  cairo_line_to (cairo, x - 6.2, y - 0.8);
  cairo_line_to (cairo, x - 4.8, y - 2.8);
  cairo_line_to (cairo, x - 2.6, y - 2.8);
  cairo_close_path (cairo);
  for (int wheel = 0; wheel < 2; wheel++) {
    cairo_new_sub_path (cairo);
    cairo_arc (cairo, wheel == 0 ? x - 4.2 : x + 3.6, y + 2.8, 1.4, 0, 2 * G_PI);
  }
}

/* What tells the limits apart: the marks beside the number. */
static void
add_marks (cairo_t     *cairo,
           DrayMapKind  kind,
           double       x,
           double       y)
{
  double edge = SIGN_RADIUS - 4.6;

  if (kind == DRAY_MAP_SIGN_HEIGHT) {
    add_triangle (cairo, x, y - edge, 0, 1);
    add_triangle (cairo, x, y + edge, 0, -1);
  } else if (kind == DRAY_MAP_SIGN_WIDTH) {
    add_triangle (cairo, x - edge - 0.6, y, 1, 0);
    add_triangle (cairo, x + edge + 0.6, y, -1, 0);
  } else if (kind == DRAY_MAP_SIGN_AXLE) {
    cairo_rectangle (cairo, x - 4, y + edge - 0.4, 8, 1.2);
    cairo_rectangle (cairo, x - 4.6, y + edge - 1.6, 1.4, 3.4);
    cairo_rectangle (cairo, x + 3.2, y + edge - 1.6, 1.4, 3.4);
  } else if (kind == DRAY_MAP_SIGN_LENGTH) {
    cairo_rectangle (cairo, x - 5, y + edge - 0.8, 10, 1.2);
    add_triangle (cairo, x - 5, y + edge - 0.2, -0.7, 0);
    add_triangle (cairo, x + 5, y + edge - 0.2, 0.7, 0);
  } else if (kind == DRAY_MAP_SIGN_WEIGHT) {
    /* The unit: a "t" below the number, drawn because it is too small to set. */
    cairo_rectangle (cairo, x - 0.6, y + edge - 2.6, 1.2, 4.2);
    cairo_rectangle (cairo, x - 1.8, y + edge - 1.6, 3.6, 1);
    cairo_rectangle (cairo, x - 0.6, y + edge + 0.8, 2.2, 1);
  } else if (kind == DRAY_MAP_SIGN_NO_TRUCKS) {
    add_truck (cairo, x, y);
  }
}

static void
paint_sign (DrayMapCanvas          *canvas,
            const DrayMapCandidate *candidate,
            double                  x,
            double                  y)
{
  DrayMapKind kind = (DrayMapKind) candidate->feature->kind;
  gboolean number_above = kind == DRAY_MAP_SIGN_AXLE || kind == DRAY_MAP_SIGN_LENGTH || kind == DRAY_MAP_SIGN_WEIGHT;
  cairo_t *cairo = canvas->cairo;

  cairo_new_sub_path (cairo);
  cairo_arc (cairo, x, y, SIGN_RADIUS + 1, 0, 2 * G_PI);
  dray_colour_set (cairo, dray_map_style_get_palette (canvas->theme)->label_halo);
  cairo_fill (cairo);
  cairo_new_sub_path (cairo);
  cairo_arc (cairo, x, y, SIGN_RADIUS - 1.2, 0, 2 * G_PI);
  dray_colour_set (cairo, SIGN_WHITE);
  cairo_fill_preserve (cairo);
  dray_colour_set (cairo, SIGN_RED);
  cairo_set_line_width (cairo, 2.2);
  cairo_stroke (cairo);
  dray_colour_set (cairo, SIGN_INK);
  add_marks (cairo, kind, x, y);
  cairo_fill (cairo);
  if (candidate->text != NULL && candidate->text->width > 0) {
    /* Long numbers shrink to the ring. */
    double shrink = fmin (1, (kind == DRAY_MAP_SIGN_WIDTH ? 10.5 : 16.5) / candidate->text->width);

    cairo_save (cairo);
    cairo_translate (cairo, x, y - (number_above ? 2.4 : 0));
    cairo_scale (cairo, shrink, shrink);
    dray_map_text_add (candidate->text, cairo, 0, 0);
    cairo_restore (cairo);
    cairo_fill (cairo);
  }
}

void
dray_map_symbol_paint (DrayMapCanvas          *canvas,
                       const DrayMapCandidate *candidate,
                       double                  x,
                       double                  y)
{
  if (candidate->type == DRAY_MAP_LABEL_SHIELD)
    paint_shield (canvas, candidate, x, y);
  else if (candidate->type == DRAY_MAP_LABEL_ARROW)
    paint_arrow (canvas, candidate, x, y);
  else
    paint_sign (canvas, candidate, x, y);
}
