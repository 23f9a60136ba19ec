/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-editor-private.h"

#include "dray-fence-paint.h"
#include "dray-fence-words.h"
#include "dray-look.h"

#include <glib/gi18n.h>
#include <math.h>

#define CORNER_PX 13.0
#define MIDDLE_RADIUS 4.0
#define FRAME_PX 20.0
#define FAULT_RADIUS 9.0
#define CARD_PADDING 9.0
#define CARD_OFFSET 18.0
/* Beyond so many corners the middles would hide the outline. */
#define MAX_MIDDLES 120

typedef struct {
  cairo_t            *cr;
  const DrayMapFrame *frame;
  guint32             line;     /* of what is edited: red where it can't be saved */
  guint32             guide;
  guint32             paper;    /* inside handles and under words */
  guint32             ink;
} Brush;

static Brush
make_brush (cairo_t            *cr,
            const DrayMapFrame *frame,
            gboolean            faulty)
{
  DrayLook look = dray_look_get ();
  gboolean dark = look == DRAY_LOOK_DARK || look == DRAY_LOOK_DARK_CONTRAST;
  guint32 line = dark ? 0x62a0ea : 0x1c71d8, red = dark ? 0xff7b7f : 0xc01c28;

  return (Brush) { cr, frame, faulty ? red : line, dark ? 0xe86bad : 0xc2337a, dark ? 0x303030 : 0xffffff, dark ? 0xffffff : 0x2a2a2a };
}

static void
draw_area (DrayFenceEditor *self,
           const Brush     *brush)
{
  const DrayShape *shape = dray_fence_sketch_get_shape (self->sketch);

  if (shape == NULL || !dray_fence_paint_trace (brush->cr, brush->frame, shape))
    return;
  dray_set_source_rgb (brush->cr, brush->line, 0.12);
  cairo_set_fill_rule (brush->cr, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_fill_preserve (brush->cr);
  dray_fence_paint_outline (brush->cr, brush->line, brush->paper, 1);
}

static void
line_to (const Brush  *brush,
         DrayGeoPoint  at)
{
  double x, y;

  dray_map_frame_place_point (brush->frame, at, &x, &y);
  cairo_line_to (brush->cr, x, y);
}

static void
stroke_dashed (const Brush *brush,
               guint32      colour,
               double       alpha)
{
  static const double dashes[] = { 6, 4 };

  cairo_set_dash (brush->cr, dashes, G_N_ELEMENTS (dashes), 0);
  cairo_set_line_width (brush->cr, 2);
  dray_set_source_rgb (brush->cr, colour, alpha);
  cairo_stroke (brush->cr);
  cairo_set_dash (brush->cr, NULL, 0, 0);
}

/* The ring that is drawn: its sides so far, and where the next one would go. */
static void
draw_open_ring (DrayFenceEditor *self,
                const Brush     *brush)
{
  int last = dray_fence_sketch_get_n_rings (self->sketch) - 1, n = 0;
  const DraySketchCorner *corners = last >= 0 ? dray_fence_sketch_get_ring (self->sketch, last, &n) : NULL;

  if (n == 0 || !dray_fence_sketch_is_drawing (self->sketch))
    return;
  cairo_new_path (brush->cr);
  for (int i = 0; i < n; i++)
    line_to (brush, corners[i].at);
  dray_fence_paint_outline (brush->cr, brush->line, brush->paper, 1);
  if (!self->inside)
    return;
  line_to (brush, corners[n - 1].at);
  line_to (brush, self->candidate);
  stroke_dashed (brush, brush->line, 1);
  if (n < 2)
    return;
  line_to (brush, self->candidate);
  line_to (brush, corners[0].at);
  stroke_dashed (brush, brush->line, 0.4);
}

/* A circle and a corridor while their second point is still to come. */
static void
draw_half (DrayFenceEditor *self,
           const Brush     *brush)
{
  DrayGeoPoint from;
  double x, y, x1, y1;

  if (!self->inside || dray_fence_sketch_get_kind (self->sketch) == DRAY_SKETCH_POLYGON || !dray_fence_sketch_is_drawing (self->sketch)
      || !dray_fence_sketch_get_handle (self->sketch, (DraySketchHandle) { 0, 0 }, &from))
    return;
  dray_map_frame_place_point (brush->frame, from, &x, &y);
  dray_map_frame_place_point (brush->frame, self->candidate, &x1, &y1);
  cairo_new_path (brush->cr);
  if (dray_fence_sketch_get_kind (self->sketch) == DRAY_SKETCH_CIRCLE)
    cairo_arc (brush->cr, x, y, hypot (x1 - x, y1 - y), 0, 2 * G_PI);
  cairo_new_sub_path (brush->cr);
  cairo_move_to (brush->cr, x, y);
  cairo_line_to (brush->cr, x1, y1);
  stroke_dashed (brush, brush->line, 1);
}

static gboolean
is_same (DraySketchHandle a,
         DraySketchHandle b)
{
  return a.ring == b.ring && a.corner == b.corner;
}

static void
draw_corner (DrayFenceEditor  *self,
             const Brush      *brush,
             DraySketchHandle  handle)
{
  gboolean selected = is_same (handle, dray_fence_sketch_get_selected (self->sketch));
  DrayGeoPoint at;
  double x, y;

  if (!dray_fence_sketch_get_handle (self->sketch, handle, &at))
    return;
  dray_map_frame_place_point (brush->frame, at, &x, &y);
  x = floor (x) + 0.5;
  y = floor (y) + 0.5;
  cairo_rectangle (brush->cr, x - CORNER_PX / 2, y - CORNER_PX / 2, CORNER_PX, CORNER_PX);
  dray_set_source_rgb (brush->cr, selected ? brush->line : brush->paper, 1);
  cairo_fill_preserve (brush->cr);
  dray_set_source_rgb (brush->cr, selected ? brush->paper : brush->line, 1);
  cairo_set_line_width (brush->cr, 2);
  cairo_stroke (brush->cr);
  if (!selected && !is_same (handle, self->hovered))
    return;
  cairo_rectangle (brush->cr, x - FRAME_PX / 2, y - FRAME_PX / 2, FRAME_PX, FRAME_PX);
  dray_set_source_rgb (brush->cr, brush->line, 1);
  cairo_stroke (brush->cr);
}

static void
draw_middles (DrayFenceEditor *self,
              const Brush     *brush,
              int              ring,
              int              n)
{
  for (int i = 0; i < n; i++) {
    gboolean hovered = is_same (self->side, (DraySketchHandle) { ring, i });
    double x, y;

    if (!dray_fence_editor_get_middle (self, brush->frame, ring, i, &x, &y))
      continue;
    cairo_arc (brush->cr, x, y, hovered ? 2 * MIDDLE_RADIUS : MIDDLE_RADIUS, 0, 2 * G_PI);
    dray_set_source_rgb (brush->cr, brush->paper, 1);
    cairo_fill_preserve (brush->cr);
    dray_set_source_rgb (brush->cr, brush->line, 1);
    cairo_set_line_width (brush->cr, 2);
    cairo_stroke (brush->cr);
  }
}

static void
draw_handles (DrayFenceEditor *self,
              const Brush     *brush)
{
  for (int ring = 0; ring < dray_fence_sketch_get_n_rings (self->sketch); ring++) {
    int n;

    dray_fence_sketch_get_ring (self->sketch, ring, &n);
    if (!dray_fence_sketch_is_drawing (self->sketch) && n <= MAX_MIDDLES)
      draw_middles (self, brush, ring, n);
    for (int i = 0; i < n; i++)
      draw_corner (self, brush, (DraySketchHandle) { ring, i });
  }
  for (int i = 0; dray_fence_sketch_get_kind (self->sketch) != DRAY_SKETCH_POLYGON && i < 2; i++)
    draw_corner (self, brush, (DraySketchHandle) { 0, i });
}

static void
draw_snap (DrayFenceEditor *self,
           const Brush     *brush)
{
  double x, y;

  if (!self->inside || self->snapped == DRAY_SNAP_NOTHING || (!self->dragging && !dray_fence_sketch_is_drawing (self->sketch)))
    return;
  dray_map_frame_place_point (brush->frame, self->candidate, &x, &y);
  cairo_new_path (brush->cr);
  if (self->snapped == DRAY_SNAP_FENCE)
    cairo_rectangle (brush->cr, x - FRAME_PX / 2, y - FRAME_PX / 2, FRAME_PX, FRAME_PX);
  else
    cairo_arc (brush->cr, x, y, FRAME_PX / 2, 0, 2 * G_PI);
  stroke_dashed (brush, brush->guide, 1);
}

static void
draw_fault (DrayFenceEditor *self,
            const Brush     *brush)
{
  DrayGeoPoint where;
  double x, y;

  if (dray_fence_sketch_get_fault (self->sketch, &where) == NULL)
    return;
  dray_map_frame_place_point (brush->frame, where, &x, &y);
  cairo_new_path (brush->cr);
  cairo_arc (brush->cr, x, y, FAULT_RADIUS, 0, 2 * G_PI);
  dray_set_source_rgb (brush->cr, brush->line, 0.25);
  cairo_fill_preserve (brush->cr);
  dray_set_source_rgb (brush->cr, brush->line, 1);
  cairo_set_line_width (brush->cr, 2.5);
  cairo_stroke (brush->cr);
}

/* Where a point is put with Space. */
static void
draw_cross (DrayFenceEditor *self,
            const Brush     *brush)
{
  double x = floor (brush->frame->width / 2.0) + 0.5, y = floor (brush->frame->height / 2.0) + 0.5;

  if (self->inside || !gtk_widget_has_focus (GTK_WIDGET (self)) || !dray_fence_sketch_is_drawing (self->sketch))
    return;
  cairo_move_to (brush->cr, x - 14, y);
  cairo_line_to (brush->cr, x + 14, y);
  cairo_move_to (brush->cr, x, y - 14);
  cairo_line_to (brush->cr, x, y + 14);
  cairo_set_line_width (brush->cr, 2);
  dray_set_source_rgb (brush->cr, brush->guide, 1);
  cairo_stroke (brush->cr);
}

/* The card beside the pointer */

/* The side that leads to the point under the pointer, in words. */
static char *
dup_side (DrayFenceEditor *self)
{
  DraySketchHandle handle = dray_fence_sketch_get_selected (self->sketch);
  DrayGeoPoint from, to = self->candidate;
  g_autofree char *length = NULL;
  int n;

  if (dray_fence_sketch_get_kind (self->sketch) == DRAY_SKETCH_CIRCLE) {
    if (!dray_fence_sketch_get_handle (self->sketch, (DraySketchHandle) { 0, 0 }, &from))
      return NULL;
    length = dray_fence_dup_length (dray_fence_sketch_is_drawing (self->sketch) ? dray_geo_point_distance_m (from, to) : dray_fence_sketch_get_radius_m (self->sketch), self->imperial);
    return g_strdup_printf (_("radius %s"), length);
  }
  if (handle.ring < 0 || dray_fence_sketch_get_n_rings (self->sketch) <= handle.ring)
    return NULL;
  dray_fence_sketch_get_ring (self->sketch, handle.ring, &n);
  if (!dray_fence_sketch_is_drawing (self->sketch)) {
    dray_fence_sketch_get_handle (self->sketch, handle, &to);
    handle.corner = (handle.corner + n - 1) % n;
  }
  if (!dray_fence_sketch_get_handle (self->sketch, handle, &from))
    return NULL;
  if (dray_geo_point_distance_m (from, to) < 0.5)
    return NULL;
  length = dray_fence_dup_length (dray_geo_point_distance_m (from, to), self->imperial);
  return g_strdup_printf (_("side %s, %.0f°"), length, dray_geo_point_bearing (from, to));
}

/* The first line is how large it is, or why it can't be saved. */
static char *
dup_size (DrayFenceEditor *self)
{
  const char *fault = dray_fence_sketch_get_fault (self->sketch, NULL);
  double area_m2 = dray_fence_sketch_get_area_m2 (self->sketch), length_m = dray_fence_sketch_get_length_m (self->sketch);
  g_autofree char *area = dray_fence_dup_area (area_m2, self->imperial), *length = dray_fence_dup_length (length_m, self->imperial);
  g_autofree char *change = NULL;

  if (fault != NULL)
    return g_strdup (fault);
  if (area_m2 <= 0)
    return length_m > 0 ? g_steal_pointer (&length) : NULL;
  if (self->area_m2 <= 0 || fabs (area_m2 - self->area_m2) < 1)
    return g_strdup_printf ("%s · %s", area, length);
  change = dray_fence_dup_area (fabs (area_m2 - self->area_m2), self->imperial);
  return g_strdup_printf ("%s · %s%s", area, area_m2 > self->area_m2 ? "+" : "−", change);
}

static void
draw_card (DrayFenceEditor *self,
           const Brush     *brush)
{
  g_autofree char *size = dup_size (self), *side = dup_side (self);
  g_autofree char *words = NULL;
  int width, height;
  double x, y;

  if (!self->inside || (size == NULL && side == NULL))
    return;
  words = size == NULL || side == NULL ? g_strdup (size != NULL ? size : side) : g_strdup_printf ("%s\n%s", size, side);
  pango_layout_set_text (self->text, words, -1);
  pango_layout_get_pixel_size (self->text, &width, &height);
  x = CLAMP (self->x + CARD_OFFSET, 0, MAX (brush->frame->width - self->inset_px - width - 2 * CARD_PADDING - 6, 0));
  y = CLAMP (self->y + CARD_OFFSET, 0, MAX (brush->frame->height - height - 2 * CARD_PADDING, 0));
  cairo_rectangle (brush->cr, floor (x) + 0.5, floor (y) + 0.5, width + 2 * CARD_PADDING, height + 2 * CARD_PADDING);
  dray_set_source_rgb (brush->cr, brush->paper, 0.97);
  cairo_fill_preserve (brush->cr);
  dray_set_source_rgb (brush->cr, brush->ink, 0.2);
  cairo_set_line_width (brush->cr, 1);
  cairo_stroke (brush->cr);
  cairo_move_to (brush->cr, x + CARD_PADDING, y + CARD_PADDING);
  dray_set_source_rgb (brush->cr, dray_fence_sketch_get_fault (self->sketch, NULL) != NULL ? brush->line : brush->ink, 1);
  pango_cairo_show_layout (brush->cr, self->text);
}

void
dray_fence_editor_paint (DrayFenceEditor    *self,
                         cairo_t            *cr,
                         const DrayMapFrame *frame)
{
  Brush brush = make_brush (cr, frame, dray_fence_sketch_get_fault (self->sketch, NULL) != NULL);

  draw_area (self, &brush);
  draw_open_ring (self, &brush);
  draw_half (self, &brush);
  draw_handles (self, &brush);
  draw_snap (self, &brush);
  draw_fault (self, &brush);
  draw_cross (self, &brush);
  draw_card (self, &brush);
}
