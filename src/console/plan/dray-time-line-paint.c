/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-time-line-private.h"

#include "dray-units.h"

#include <glib/gi18n.h>
#include <math.h>

/* How a time line looks; the values are those of the look. */

#define HOUR_US (G_GINT64_CONSTANT (3600) * DRAY_US_PER_S)

static const guint32 wheel[] = {
  0x0072b2, 0xb5317c, 0x18804f, 0x7a5cb8, 0x8f6a00, 0x12808e, 0x8e4585, 0x7a5230, 0x5e7f1a, 0x4b5fc4, 0x2b76b4, 0x56657a,
};

static void
set_rgb (cairo_t *cr,
         guint32  rgb,
         double   alpha)
{
  cairo_set_source_rgba (cr, (rgb >> 16) / 255.0, (rgb >> 8 & 0xff) / 255.0, (rgb & 0xff) / 255.0, alpha);
}

/* The route's colour: the same in the time line, on the map and in lists. */
void
dray_time_line_set_hue (cairo_t *cr,
                        int      lane,
                        double   alpha)
{
  set_rgb (cr, wheel[lane % (int) G_N_ELEMENTS (wheel)], alpha);
}

static gboolean
is_dark (void)
{
  return adw_style_manager_get_dark (adw_style_manager_get_default ());
}

static void
set_ink (cairo_t *cr,
         double   alpha)
{
  double grey = is_dark () ? 1 : 0;

  cairo_set_source_rgba (cr, grey, grey, grey, alpha);
}

/* Draws text with its middle line at @y; @anchor 0 begins at @x, 1 ends there. Returns its width. */
static double
draw_text (DrayTimeLine *self,
           cairo_t      *cr,
           const char   *text,
           double        x,
           double        y,
           double        anchor,
           int           size,
           PangoWeight   weight,
           double        room)
{
  PangoFontDescription *font = pango_font_description_copy (pango_context_get_font_description (pango_layout_get_context (self->text)));
  int width, height;

  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_font_description_set_weight (font, weight);
  pango_layout_set_font_description (self->text, font);
  pango_layout_set_text (self->text, text, -1);
  pango_layout_set_width (self->text, room > 0 ? (int) (room * PANGO_SCALE) : -1);
  pango_layout_set_ellipsize (self->text, PANGO_ELLIPSIZE_END);
  pango_layout_get_pixel_size (self->text, &width, &height);
  cairo_move_to (cr, x - anchor * width, y - height / 2.0);
  pango_cairo_show_layout (cr, self->text);
  pango_font_description_free (font);
  return width;
}

static void
trace_block (cairo_t *cr,
             double   x,
             double   y,
             double   width,
             double   height,
             double   radius)
{
  double r = MIN (radius, width / 2);

  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - r, y + r, r, -G_PI / 2, 0);
  cairo_arc (cr, x + width - r, y + height - r, r, 0, G_PI / 2);
  cairo_arc (cr, x + r, y + height - r, r, G_PI / 2, G_PI);
  cairo_arc (cr, x + r, y + r, r, G_PI, 3 * G_PI / 2);
  cairo_close_path (cr);
}

/* "14:02", by the clock of the plan's first depot. */
char *
dray_time_line_format_time (const DrayPlanDraft *draft,
                            gint64               at_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_us / DRAY_US_PER_S);
  g_autoptr (GDateTime) local = draft->day->zone != NULL ? g_date_time_to_timezone (utc, draft->day->zone) : g_date_time_ref (utc);

  return g_date_time_format (local, "%H:%M");
}

/* Hours, as close as they can be read */

static int
get_hour_step (const DrayTimeLine *self)
{
  static const int steps[] = { 1, 2, 3, 6, 12 };
  double pixels = HOUR_US / self->us_per_pixel;

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    if (pixels * steps[i] >= 60)
      return steps[i];
  return 24;
}

static void
draw_axis (DrayTimeLine       *self,
           cairo_t            *cr,
           const GdkRectangle *seen)
{
  gint64 step_us = get_hour_step (self) * HOUR_US;
  gint64 first = (self->from_us / step_us + 1) * step_us;

  for (gint64 at = first; dray_time_line_get_x (self, at) < seen->x + seen->width; at += step_us) {
    g_autofree char *words = dray_time_line_format_time (self->draft, at);
    double x = floor (dray_time_line_get_x (self, at)) + 0.5;

    if (x < seen->x + DRAY_LANE_HEAD + 16)
      continue;
    set_ink (cr, 0.07);
    cairo_set_line_width (cr, 1);
    cairo_move_to (cr, x, seen->y + DRAY_AXIS_HEIGHT);
    cairo_line_to (cr, x, seen->y + seen->height);
    cairo_stroke (cr);
    set_ink (cr, 0.6);
    draw_text (self, cr, words, x, seen->y + DRAY_AXIS_HEIGHT / 2.0, 0.5, 12, PANGO_WEIGHT_NORMAL, 0);
  }
  set_ink (cr, 0.12);
  cairo_rectangle (cr, seen->x, seen->y + DRAY_AXIS_HEIGHT - 1, seen->width, 1);
  cairo_fill (cr);
}

static void
draw_now (DrayTimeLine       *self,
          cairo_t            *cr,
          const GdkRectangle *seen)
{
  double x = dray_time_line_get_x (self, self->now_us);
  g_autofree char *words = NULL;

  if (self->now_us == DRAY_NEVER || x < seen->x + DRAY_LANE_HEAD)
    return;
  words = dray_time_line_format_time (self->draft, self->now_us);
  set_rgb (cr, 0x1c71d8, 1);
  cairo_rectangle (cr, x - 1, seen->y + DRAY_AXIS_HEIGHT - 8, 2, seen->height);
  cairo_fill (cr);
  trace_block (cr, x - 23, seen->y + 10, 46, 22, 11);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  draw_text (self, cr, words, x, seen->y + 21, 0.5, 12, PANGO_WEIGHT_SEMIBOLD, 0);
}

/* One lane */

static void
draw_head (DrayTimeLine *self,
           cairo_t      *cr,
           int           lane,
           double        left,
           double        y,
           double        alpha)
{
  const DrayPlanTruckFacts *facts = dray_plan_day_get_truck (self->draft->day, lane);
  const DrayDraftRoute *route = dray_plan_draft_find_route (self->draft, lane);
  int minutes = route != NULL ? (int) ((route->end_us - route->start_us) / (60 * DRAY_US_PER_S)) : 0;
  /* Translators: the length of a driver's day, such as "7 h 52". */
  g_autofree char *duty = route != NULL ? g_strdup_printf (_("%d h %02d"), minutes / 60, minutes % 60) : g_strdup ("—");

  dray_time_line_set_hue (cr, lane, alpha);
  trace_block (cr, left + 12, y + 8, 28, 18, 4);
  cairo_fill (cr);
  cairo_set_source_rgba (cr, 1, 1, 1, 1);
  draw_text (self, cr, facts->number, left + 26, y + 17, 0.5, 11, PANGO_WEIGHT_SEMIBOLD, 0);
  set_ink (cr, 0.85 * alpha);
  draw_text (self, cr, facts->driver != NULL ? facts->driver : _("No driver"), left + 48, y + 17, 0, 13, PANGO_WEIGHT_NORMAL, DRAY_LANE_HEAD - 48 - 62);
  set_ink (cr, 0.6 * alpha);
  draw_text (self, cr, duty, left + DRAY_LANE_HEAD - 8, y + 17, 1, 12, PANGO_WEIGHT_NORMAL, 0);
}

static void
draw_drive (DrayTimeLine         *self,
            cairo_t              *cr,
            const DrayDraftRoute *route,
            double                y,
            double                alpha)
{
  double from = dray_time_line_get_x (self, route->start_us), to = dray_time_line_get_x (self, route->end_us);

  dray_time_line_set_hue (cr, route->truck, 0.6 * alpha);
  cairo_rectangle (cr, from, y + 15, to - from, 4);
  cairo_fill (cr);
  set_ink (cr, 0.6 * alpha);
  cairo_rectangle (cr, from - 1, y + 10, 2, 14);
  cairo_rectangle (cr, to - 1, y + 10, 2, 14);
  cairo_fill (cr);
}

static void
draw_wait (DrayTimeLine        *self,
           cairo_t             *cr,
           const DrayDraftStop *stop,
           int                  lane,
           double               y,
           double               alpha)
{
  double from = dray_time_line_get_x (self, stop->arrive_us), to = dray_time_line_get_x (self, stop->begin_us);

  if (to - from < 2)
    return;
  cairo_save (cr);
  cairo_rectangle (cr, from, y + 11, to - from, 12);
  cairo_clip (cr);
  set_ink (cr, is_dark () ? 0.12 : 0.04);
  cairo_paint (cr);
  dray_time_line_set_hue (cr, lane, 0.55 * alpha);
  cairo_set_line_width (cr, 1);
  for (double x = from - 12; x < to; x += 5) {
    cairo_move_to (cr, x, y + 23);
    cairo_line_to (cr, x + 12, y + 11);
  }
  cairo_stroke (cr);
  cairo_restore (cr);
}

static gboolean
is_late (const DrayTimeLine  *self,
         const DrayDraftStop *stop)
{
  gint64 close_us = self->draft->day->request.tasks[stop->task].close_us;

  return !stop->loads && close_us != DRAY_NEVER && stop->arrive_us > close_us;
}

static void
draw_stop (DrayTimeLine        *self,
           cairo_t             *cr,
           const DrayDraftStop *stop,
           int                  lane,
           int                  number,
           double               y,
           double               alpha)
{
  double from = dray_time_line_get_x (self, stop->begin_us), to = dray_time_line_get_x (self, stop->leave_us);
  double width = MAX (to - from, 5), top = y + (DRAY_LANE_HEIGHT - DRAY_BLOCK_HEIGHT) / 2.0;
  gboolean late = is_late (self, stop), chosen = stop->task == self->selected;
  g_autofree char *words = stop->loads ? g_strdup ("↓") : g_strdup_printf ("%d", number);

  draw_wait (self, cr, stop, lane, y, alpha);
  trace_block (cr, from, top, width, DRAY_BLOCK_HEIGHT, 4);
  if (late) {
    set_rgb (cr, is_dark () ? 0x23282d : 0xffffff, alpha);
    cairo_fill_preserve (cr);
    set_rgb (cr, 0xc75200, alpha);
    cairo_set_line_width (cr, 2);
    cairo_stroke (cr);
  } else {
    dray_time_line_set_hue (cr, lane, (stop->task == self->carried ? 0.35 : 1) * alpha);
    cairo_fill (cr);
  }
  if (chosen) {
    trace_block (cr, from - 3, top - 3, width + 6, DRAY_BLOCK_HEIGHT + 6, 6);
    set_rgb (cr, 0x1c71d8, 1);
    cairo_set_line_width (cr, 2);
    cairo_stroke (cr);
  }
  if (width < 12)
    return;
  if (late)
    set_rgb (cr, is_dark () ? 0xff9d5c : 0xb84f00, alpha);
  else
    cairo_set_source_rgba (cr, 1, 1, 1, alpha);
  draw_text (self, cr, words, from + width / 2, y + DRAY_LANE_HEIGHT / 2.0, 0.5, 11, PANGO_WEIGHT_SEMIBOLD, 0);
}

static void
draw_pause (DrayTimeLine         *self,
            cairo_t              *cr,
            const DrayDraftPause *pause,
            double                y,
            double                alpha)
{
  double from = dray_time_line_get_x (self, pause->from_us), to = dray_time_line_get_x (self, pause->until_us);
  g_autofree char *words = g_strdup_printf (_("break %d"), (int) ((pause->until_us - pause->from_us) / (60 * DRAY_US_PER_S)));

  trace_block (cr, from, y + 11, MAX (to - from, 4), 12, 6);
  set_rgb (cr, is_dark () ? 0x1d2125 : 0xffffff, 1);
  cairo_fill_preserve (cr);
  set_ink (cr, 0.45 * alpha);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  set_ink (cr, 0.6 * alpha);
  if (to - from > 56)
    draw_text (self, cr, words, (from + to) / 2, y + 17, 0.5, 10, PANGO_WEIGHT_NORMAL, 0);
}

static void
draw_route (DrayTimeLine         *self,
            cairo_t              *cr,
            const DrayDraftRoute *route,
            double                y,
            double                alpha)
{
  int number = 0;

  draw_drive (self, cr, route, y, alpha);
  for (int i = 0; i < route->n_pauses; i++)
    draw_pause (self, cr, &route->pauses[i], y, alpha);
  for (int i = 0; i < route->n_stops; i++) {
    number += !route->stops[i].loads;
    draw_stop (self, cr, &route->stops[i], route->truck, number, y, alpha);
  }
}

/* While something is carried: the lane under the pointer is plain, amber or red, and its window stands below it. */
static void
draw_target (DrayTimeLine       *self,
             cairo_t            *cr,
             double              y,
             const GdkRectangle *seen)
{
  static const guint32 colours[] = { [DRAY_RULE_PLAIN] = 0x1c71d8, [DRAY_RULE_REASON] = 0xc75200, [DRAY_RULE_NEVER] = 0xc01c28 };
  const DrayPlannerTask *task = &self->draft->day->request.tasks[self->carried];

  set_rgb (cr, colours[self->attempt.verdict], 0.12);
  cairo_rectangle (cr, seen->x, y, seen->width, DRAY_LANE_HEIGHT);
  cairo_fill (cr);
  if (task->open_us == DRAY_NEVER || task->close_us == DRAY_NEVER)
    return;
  set_rgb (cr, colours[self->attempt.verdict], 1);
  cairo_rectangle (cr, dray_time_line_get_x (self, task->open_us), y + DRAY_LANE_HEIGHT - 4,
                   dray_time_line_get_x (self, task->close_us) - dray_time_line_get_x (self, task->open_us), 3);
  cairo_fill (cr);
}

/* Where the carried stop would be served. */
static void
draw_carried (DrayTimeLine *self,
              cairo_t      *cr,
              double        y)
{
  for (int i = 0; i < self->attempt.n_to; i++) {
    double x;

    if (self->attempt.to_tasks[i] != self->carried)
      continue;
    x = dray_time_line_get_x (self, self->attempt.to_eta_us[i]);
    trace_block (cr, x, y + 4, 30, DRAY_LANE_HEIGHT - 8, 5);
    set_rgb (cr, 0x1c71d8, 0.9);
    cairo_fill (cr);
    cairo_set_source_rgb (cr, 1, 1, 1);
    draw_text (self, cr, "+", x + 15, y + DRAY_LANE_HEIGHT / 2.0, 0.5, 14, PANGO_WEIGHT_BOLD, 0);
  }
}

/* Over bars that reach so far a note needs a ground of its own. */
static void
draw_note (DrayTimeLine *self,
           cairo_t      *cr,
           const char   *text,
           double        right,
           double        y)
{
  cairo_pattern_t *ink = cairo_pattern_reference (cairo_get_source (cr));
  double width;

  cairo_push_group (cr);
  cairo_set_source (cr, ink);
  width = draw_text (self, cr, text, right, y + 17, 1, 11, PANGO_WEIGHT_NORMAL, 420);
  cairo_pattern_t *words = cairo_pop_group (cr);
  set_rgb (cr, is_dark () ? 0x1e1e1e : 0xffffff, 0.85);
  trace_block (cr, right - width - 6, y + 6, width + 12, 22, 6);
  cairo_fill (cr);
  cairo_set_source (cr, words);
  cairo_paint (cr);
  cairo_pattern_destroy (words);
  cairo_pattern_destroy (ink);
}

/* At the right edge: what the lane's best place costs, or why it has none. */
static void
draw_offer (DrayTimeLine       *self,
            cairo_t            *cr,
            int                 lane,
            double              y,
            const GdkRectangle *seen)
{
  const DrayLaneOffer *offer = lane < self->n_offers && self->offers[lane].known ? &self->offers[lane] : NULL;
  double right = seen->x + seen->width - 12;

  if (offer == NULL) {
    if (self->pinned == NULL || !self->pinned[lane])
      return;
    set_ink (cr, 0.6);
    draw_note (self, cr, _("pinned"), right, y);
    return;
  }
  if (offer->verdict == DRAY_RULE_NEVER)
    set_ink (cr, 0.6);
  else if (offer->verdict == DRAY_RULE_REASON)
    set_rgb (cr, is_dark () ? 0xff9d5c : 0xb84f00, 1);
  else
    set_ink (cr, 0.85);
  draw_note (self, cr, offer->words, right, y);
}

static void
draw_pin_mark (cairo_t *cr,
               double   x,
               double   y)
{
  set_ink (cr, 0.7);
  cairo_arc (cr, x, y - 3, 3, 0, 2 * G_PI);
  cairo_fill (cr);
  cairo_rectangle (cr, x - 0.75, y - 1, 1.5, 7);
  cairo_fill (cr);
}

/* A lane that can take the carried stop at a price or for nothing stays strong. */
static double
get_strength (const DrayTimeLine *self,
              int                 lane)
{
  if (self->carried < 0 || lane == self->lane)
    return 1;
  return lane < self->n_offers && self->offers[lane].known && self->offers[lane].verdict != DRAY_RULE_NEVER ? 1 : 0.45;
}

static void
draw_lane (DrayTimeLine       *self,
           cairo_t            *cr,
           int                 lane,
           const GdkRectangle *seen)
{
  const DrayDraftRoute *route = dray_plan_draft_find_route (self->draft, lane);
  double y = DRAY_AXIS_HEIGHT + lane * DRAY_LANE_HEIGHT;
  gboolean target = self->carried >= 0 && lane == self->lane;
  double alpha = get_strength (self, lane);

  if (target)
    draw_target (self, cr, y, seen);
  draw_head (self, cr, lane, seen->x, y, alpha);
  if (self->pinned != NULL && self->pinned[lane])
    draw_pin_mark (cr, seen->x + 6, y + 17);
  cairo_save (cr);
  cairo_rectangle (cr, seen->x + DRAY_LANE_HEAD, y, seen->width - DRAY_LANE_HEAD, DRAY_LANE_HEIGHT);
  cairo_clip (cr);
  if (route != NULL)
    draw_route (self, cr, route, y, alpha);
  if (target)
    draw_carried (self, cr, y);
  draw_offer (self, cr, lane, y, seen);
  cairo_restore (cr);
  set_ink (cr, 0.06);
  cairo_rectangle (cr, seen->x, y + DRAY_LANE_HEIGHT - 1, seen->width, 1);
  cairo_fill (cr);
}

/* @seen: what can be seen of the widget; nothing else is drawn */
void
dray_time_line_paint (DrayTimeLine       *self,
                      cairo_t            *cr,
                      const GdkRectangle *seen)
{
  int first, last;

  if (self->draft == NULL)
    return;
  dray_time_line_get_visible_lanes (self, &first, &last);
  draw_axis (self, cr, seen);
  cairo_save (cr);
  cairo_rectangle (cr, seen->x, seen->y + DRAY_AXIS_HEIGHT, seen->width, seen->height - DRAY_AXIS_HEIGHT);
  cairo_clip (cr);
  for (int lane = first; lane <= last; lane++)
    draw_lane (self, cr, lane, seen);
  cairo_restore (cr);
  draw_now (self, cr, seen);
}
