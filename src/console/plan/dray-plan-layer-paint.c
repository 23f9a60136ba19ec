/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-plan-layer-private.h"

#include "dray-look.h"
#include "dray-time-line-private.h"
#include "dray-units.h"

#include <math.h>

/* How a plan looks on the map; the values are those of the look. */

#define CHOSEN_PX 4.5
#define STRONG_PX 3.4
#define THIN_PX 1.6
#define THIN_ALPHA 0.3
#define HALO_PX 1.5
#define VEIL_ALPHA 0.25
/* Points nearer than this to the last one drawn are left out. */
#define STEP_PX 1.5
#define ACCENT 0x1c71d8

static gboolean
is_dark (void)
{
  DrayLook look = dray_look_get ();

  return look == DRAY_LOOK_DARK || look == DRAY_LOOK_DARK_CONTRAST;
}

static void
draw_veil (cairo_t            *cr,
           const DrayMapFrame *frame)
{
  dray_set_source_rgb (cr, is_dark () ? 0x1d2125 : 0xffffff, VEIL_ALPHA);
  cairo_rectangle (cr, 0, 0, frame->width, frame->height);
  cairo_fill (cr);
}

static void
trace (const DrayPlanLayer *self,
       cairo_t             *cr,
       const DrayMapFrame  *frame,
       int                  index)
{
  const DrayPlanTrace *points = &self->traces[index];
  int n = self->drawing->lines[index].n_points;
  double last_x = -1e9, last_y = -1e9;

  cairo_new_path (cr);
  for (int i = 0; i < n; i++) {
    double x, y;

    dray_map_frame_place (frame, points->xs[i], points->ys[i], &x, &y);
    if (i < n - 1 && fabs (x - last_x) + fabs (y - last_y) < STEP_PX)
      continue;
    cairo_line_to (cr, x, y);
    last_x = x;
    last_y = y;
  }
}

static void
draw_line (const DrayPlanLayer *self,
           cairo_t             *cr,
           const DrayMapFrame  *frame,
           int                  index,
           double               width_px,
           double               alpha)
{
  trace (self, cr, frame, index);
  if (alpha >= 1) {
    cairo_set_line_width (cr, width_px + 2 * HALO_PX);
    dray_set_source_rgb (cr, dray_truck_palette_get (dray_look_get ())->halo, 1);
    cairo_stroke_preserve (cr);
  }
  cairo_set_line_width (cr, width_px);
  dray_time_line_set_hue (cr, self->drawing->lines[index].truck, alpha);
  cairo_stroke (cr);
}

static gboolean
is_strong (const DrayPlanLayer *self,
           int                  index)
{
  int truck = self->drawing->lines[index].truck;

  return truck >= self->first_lane && truck <= self->last_lane;
}

static gboolean
is_late (const DrayPlanLayer *self,
         const DrayDraftStop *stop)
{
  gint64 close_us = self->drawing->draft->day->request.tasks[stop->task].close_us;

  return close_us != DRAY_NEVER && stop->arrive_us > close_us;
}

static void
draw_dot (const DrayPlanLayer *self,
          cairo_t             *cr,
          const DrayMapFrame  *frame,
          const DrayDraftStop *stop,
          int                  truck)
{
  const DrayTruckPalette *palette = dray_truck_palette_get (dray_look_get ());
  double x, y;

  dray_plan_layer_place (self, frame, stop->task, &x, &y);
  cairo_new_path (cr);
  cairo_arc (cr, x, y, stop->task == self->hovered ? 6.5 : 4.5, 0, 2 * G_PI);
  dray_set_source_rgb (cr, palette->halo, 1);
  cairo_fill_preserve (cr);
  if (is_late (self, stop))
    dray_set_source_rgb (cr, palette->late, 1);
  else
    dray_time_line_set_hue (cr, truck, 1);
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
}

static void
draw_dots (const DrayPlanLayer *self,
           cairo_t             *cr,
           const DrayMapFrame  *frame,
           int                  index)
{
  const DrayDraftRoute *route = &self->drawing->draft->draft->routes[index];

  for (int i = 0; i < route->n_stops; i++)
    if (!route->stops[i].loads)
      draw_dot (self, cr, frame, &route->stops[i], route->truck);
}

static void
trace_pin (cairo_t *cr,
           double   x,
           double   y)
{
  cairo_new_path (cr);
  cairo_arc (cr, x, y - DRAY_PLAN_PIN_TIP, DRAY_PLAN_PIN_RADIUS, G_PI - 0.6, 0.6);
  cairo_line_to (cr, x, y);
  cairo_close_path (cr);
}

static void
draw_text (const DrayPlanLayer *self,
           cairo_t             *cr,
           const char          *text,
           double               x,
           double               y)
{
  int width, height;

  pango_layout_set_text (self->text, text, -1);
  pango_layout_get_pixel_size (self->text, &width, &height);
  cairo_move_to (cr, floor (x - width / 2.0), floor (y - height / 2.0));
  pango_cairo_show_layout (cr, self->text);
}

static void
draw_pin (const DrayPlanLayer *self,
          cairo_t             *cr,
          const DrayMapFrame  *frame,
          const DrayDraftStop *stop,
          int                  truck,
          int                  number)
{
  const DrayTruckPalette *palette = dray_truck_palette_get (dray_look_get ());
  gboolean late = is_late (self, stop), chosen = stop->task == self->selected;
  g_autofree char *words = g_strdup_printf ("%d", number);
  double x, y;

  dray_plan_layer_place (self, frame, stop->task, &x, &y);
  x = floor (x) + 0.5;
  y = floor (y);
  trace_pin (cr, x, y);
  dray_set_source_rgb (cr, chosen ? ACCENT : palette->halo, 1);
  cairo_set_line_width (cr, chosen ? 8 : 5);
  cairo_stroke_preserve (cr);
  dray_set_source_rgb (cr, palette->halo, 1);
  cairo_fill_preserve (cr);
  if (late)
    dray_set_source_rgb (cr, palette->late, 1);
  else
    dray_time_line_set_hue (cr, truck, 1);
  cairo_set_line_width (cr, stop->task == self->hovered ? 3.5 : 2.5);
  cairo_stroke (cr);
  dray_set_source_rgb (cr, late ? palette->late_text : palette->text, 1);
  draw_text (self, cr, words, x, y - DRAY_PLAN_PIN_TIP);
}

/* The last stops first: where pins overlap, the next one is on top. */
static void
draw_pins (const DrayPlanLayer *self,
           cairo_t             *cr,
           const DrayMapFrame  *frame,
           int                  index)
{
  const DrayDraftRoute *route = &self->drawing->draft->draft->routes[index];
  int number = 0;

  for (int i = 0; i < route->n_stops; i++)
    number += !route->stops[i].loads;
  for (int i = route->n_stops - 1; i >= 0; i--)
    if (!route->stops[i].loads)
      draw_pin (self, cr, frame, &route->stops[i], route->truck, number--);
}

/* Where the chosen route begins: the truck's number on its colour. */
static void
draw_start (const DrayPlanLayer *self,
            cairo_t             *cr,
            const DrayMapFrame  *frame,
            int                  index)
{
  const DrayPlanLine *line = &self->drawing->lines[index];
  const char *number = dray_plan_day_get_truck (self->drawing->draft->day, line->truck)->number;
  double x, y;

  dray_map_frame_place (frame, self->traces[index].xs[0], self->traces[index].ys[0], &x, &y);
  cairo_rectangle (cr, floor (x) - 14, floor (y) - 9, 28, 18);
  dray_set_source_rgb (cr, dray_truck_palette_get (dray_look_get ())->halo, 1);
  cairo_set_line_width (cr, 3);
  cairo_stroke_preserve (cr);
  dray_time_line_set_hue (cr, line->truck, 1);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  draw_text (self, cr, number, x, y);
}

static void
draw_unplaced (const DrayPlanLayer *self,
               cairo_t             *cr,
               const DrayMapFrame  *frame)
{
  const DrayDraft *draft = self->drawing->draft->draft;
  const DrayTruckPalette *palette = dray_truck_palette_get (dray_look_get ());

  for (int i = 0; i < draft->n_unplaced; i++) {
    gboolean strong = draft->unplaced[i] == self->selected || draft->unplaced[i] == self->hovered;
    double x, y;

    dray_plan_layer_place (self, frame, draft->unplaced[i], &x, &y);
    cairo_new_path (cr);
    cairo_arc (cr, x, y, strong ? 8 : 6, 0, 2 * G_PI);
    dray_set_source_rgb (cr, palette->halo, 0.9);
    cairo_fill_preserve (cr);
    dray_set_source_rgb (cr, strong ? ACCENT : palette->text, 0.9);
    cairo_set_line_width (cr, 2);
    cairo_set_dash (cr, (double[]) { 3, 2 }, 2, 0);
    cairo_stroke (cr);
    cairo_set_dash (cr, NULL, 0, 0);
  }
}

/* Where the carried stop would lie between its neighbours. */
static void
draw_carried (const DrayPlanLayer *self,
              cairo_t             *cr,
              const DrayMapFrame  *frame)
{
  static const guint32 colours[] = { [DRAY_RULE_PLAIN] = ACCENT, [DRAY_RULE_REASON] = 0xc75200, [DRAY_RULE_NEVER] = 0xc01c28 };
  const int neighbours[] = { self->before, self->after };
  double x, y;

  dray_plan_layer_place (self, frame, self->carried, &x, &y);
  for (gsize i = 0; i < G_N_ELEMENTS (neighbours); i++) {
    double to_x, to_y;

    if (neighbours[i] < 0)
      continue;
    dray_plan_layer_place (self, frame, neighbours[i], &to_x, &to_y);
    cairo_move_to (cr, x, y);
    cairo_line_to (cr, to_x, to_y);
  }
  dray_set_source_rgb (cr, colours[self->verdict], 1);
  cairo_set_line_width (cr, 2.5);
  cairo_set_dash (cr, (double[]) { 6, 4 }, 2, 0);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  trace_pin (cr, x, y);
  dray_set_source_rgb (cr, colours[self->verdict], 1);
  cairo_fill_preserve (cr);
  dray_set_source_rgb (cr, 0xffffff, 1);
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
  draw_text (self, cr, "+", x, y - DRAY_PLAN_PIN_TIP);
}

void
dray_plan_layer_paint (DrayPlanLayer      *self,
                       cairo_t            *cr,
                       const DrayMapFrame *frame)
{
  int chosen = dray_plan_layer_get_chosen_line (self);

  draw_veil (cr, frame);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  for (int i = 0; i < self->drawing->n_lines; i++)
    if (i != chosen && !is_strong (self, i))
      draw_line (self, cr, frame, i, THIN_PX, THIN_ALPHA);
  for (int i = 0; i < self->drawing->n_lines; i++)
    if (i != chosen && is_strong (self, i))
      draw_line (self, cr, frame, i, STRONG_PX, 1);
  for (int i = 0; i < self->drawing->n_lines; i++)
    if (i != chosen && is_strong (self, i))
      draw_dots (self, cr, frame, i);
  draw_unplaced (self, cr, frame);
  if (chosen >= 0) {
    draw_line (self, cr, frame, chosen, CHOSEN_PX, 1);
    draw_pins (self, cr, frame, chosen);
    draw_start (self, cr, frame, chosen);
  }
  if (self->carried >= 0)
    draw_carried (self, cr, frame);
}
