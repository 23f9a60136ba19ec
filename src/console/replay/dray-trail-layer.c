/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-trail-layer.h"

#include "dray-fence-words.h"
#include "dray-look.h"
#include "dray-map-frame.h"
#include "dray-tile.h"
#include "dray-units.h"

#include <math.h>

/* The trails of all trucks are the instants that the replay has been at: so they cost nothing to read, and go both ways. An instant
 * further away than the step allows begins them anew, because what lies between is not known. */

#define TRAIL_US (10 * DRAY_S_PER_MINUTE * DRAY_US_PER_S)
#define STEP_US (10 * DRAY_US_PER_S)
#define JUMP_US (240 * DRAY_US_PER_S)
/* Pieces of trails in one frame; beyond, the oldest are left out. */
#define MAX_PIECES 6000
#define STEP_PX 1.5
#define LINE_PX 4.5
#define HALO_PX 7.5
#define REST_ALPHA 0.3
#define STOP_RADIUS 6.0

typedef struct {
  gint64  at_us;
  guint   n;
  float  *x, *y;      /* [n]; x is negative where the truck's place is not known. A float is 2 m of ground */
} Instant;

struct _DrayTrailLayer {
  ShumateLayer  parent_instance;

  /* Owned */
  GPtrArray    *instants;   /* (element-type Instant): in the order in which they were shown, the last one nearest to now */
  DrayTrack    *track;      /* NULL while no truck is chosen */
  PangoLayout  *text;

  gint64        at_us;
};

G_DEFINE_FINAL_TYPE (DrayTrailLayer, dray_trail_layer, SHUMATE_TYPE_LAYER)

static void
instant_free (Instant *instant)
{
  g_free (instant->x);
  g_free (instant->y);
  g_free (instant);
}

static Instant *
instant_new (DrayLiveFleet *fleet,
             gint64         at_us)
{
  const DrayLiveColumns *columns = dray_live_fleet_get_columns (fleet);
  Instant *instant = g_new (Instant, 1);

  *instant = (Instant) { at_us, columns->n, g_new (float, columns->n + 1), g_new (float, columns->n + 1) };
  for (guint i = 0; i < columns->n; i++) {
    instant->x[i] = columns->flags[i] & DRAY_TRUCK_HAS_FIX ? (float) columns->x[i] : -1;
    instant->y[i] = (float) columns->y[i];
  }
  return instant;
}

/* Trails */

static void
trace_trail (DrayTrailLayer     *self,
             cairo_t            *cr,
             const DrayMapFrame *frame,
             guint               truck,
             guint               first)
{
  double last_x = 0, last_y = 0;
  gboolean has_last = FALSE;

  for (guint i = first; i < self->instants->len; i++) {
    const Instant *instant = self->instants->pdata[i];
    double x, y;

    if (truck >= instant->n || instant->x[truck] < 0) {
      has_last = FALSE;
      continue;
    }
    dray_map_frame_place (frame, instant->x[truck], instant->y[truck], &x, &y);
    if (has_last && hypot (x - last_x, y - last_y) >= STEP_PX) {
      cairo_move_to (cr, last_x, last_y);
      cairo_line_to (cr, x, y);
    } else if (has_last) {
      continue;
    }
    last_x = x;
    last_y = y;
    has_last = TRUE;
  }
}

static gboolean
is_in_view (const DrayMapFrame *frame,
            const Instant      *instant,
            guint               truck)
{
  double x, y;

  if (instant->x[truck] < 0)
    return FALSE;
  dray_map_frame_place (frame, instant->x[truck], instant->y[truck], &x, &y);
  return x > -200 && y > -200 && x < frame->width + 200 && y < frame->height + 200;
}

static void
draw_trails (DrayTrailLayer         *self,
             cairo_t                *cr,
             const DrayMapFrame     *frame,
             const DrayTruckPalette *palette)
{
  const Instant *last = self->instants->len > 1 ? self->instants->pdata[self->instants->len - 1] : NULL;
  guint most, first;

  if (last == NULL)
    return;
  most = MAX (MAX_PIECES / MAX (last->n, 1), 2);
  first = self->instants->len > most ? self->instants->len - most : 0;
  cairo_new_path (cr);
  for (guint truck = 0; truck < last->n; truck++)
    if (is_in_view (frame, last, truck))
      trace_trail (self, cr, frame, truck, first);
  dray_set_source_rgb (cr, palette->states[DRAY_TRUCK_DRIVING], 0.5);
  cairo_set_line_width (cr, 2.5);
  cairo_stroke (cr);
}

/* The chosen truck */

static void
trace_track (DrayTrailLayer     *self,
             cairo_t            *cr,
             const DrayMapFrame *frame,
             guint               from,
             guint               to)
{
  double last_x = -1e9, last_y = -1e9;

  cairo_new_path (cr);
  for (guint i = from; i < to; i++) {
    double x, y;

    dray_map_frame_place (frame, self->track->x[i], self->track->y[i], &x, &y);
    if (i + 1 < to && hypot (x - last_x, y - last_y) < STEP_PX)
      continue;
    cairo_line_to (cr, x, y);
    last_x = x;
    last_y = y;
  }
}

static void
stroke_track (cairo_t                *cr,
              const DrayTruckPalette *palette,
              double                  alpha)
{
  cairo_set_line_width (cr, HALO_PX);
  dray_set_source_rgb (cr, palette->halo, alpha);
  cairo_stroke_preserve (cr);
  cairo_set_line_width (cr, LINE_PX);
  dray_set_source_rgb (cr, palette->states[DRAY_TRUCK_DRIVING], alpha);
  cairo_stroke (cr);
}

static void
draw_stop (DrayTrailLayer         *self,
           cairo_t                *cr,
           const DrayMapFrame     *frame,
           const DrayTruckPalette *palette,
           const DrayDetectedStop *stop)
{
  g_autofree char *words = dray_fence_dup_duration (stop->to_us - stop->from_us);
  int width, height;
  double x, y;

  dray_map_frame_place (frame, dray_mercator_x (dray_e7_to_degrees (stop->at.lon_e7)), dray_mercator_y (dray_e7_to_degrees (stop->at.lat_e7)), &x, &y);
  cairo_new_path (cr);
  cairo_arc (cr, x, y, STOP_RADIUS, 0, 2 * G_PI);
  dray_set_source_rgb (cr, palette->halo, 1);
  cairo_set_line_width (cr, 4);
  cairo_stroke_preserve (cr);
  dray_set_source_rgb (cr, palette->states[DRAY_TRUCK_WORKING], stop->from_us <= self->at_us ? 1 : 0.45);
  cairo_fill (cr);
  pango_layout_set_text (self->text, words, -1);
  pango_layout_get_pixel_size (self->text, &width, &height);
  cairo_rectangle (cr, x + 9, y - height / 2.0 - 1, width + 8, height + 2);
  dray_set_source_rgb (cr, palette->pill, 0.85);
  cairo_fill (cr);
  cairo_move_to (cr, x + 13, y - height / 2.0);
  dray_set_source_rgb (cr, palette->text, 1);
  pango_cairo_show_layout (cr, self->text);
}

static void
draw_track (DrayTrailLayer         *self,
            cairo_t                *cr,
            const DrayMapFrame     *frame,
            const DrayTruckPalette *palette)
{
  guint at = dray_track_find (self->track, self->at_us);

  trace_track (self, cr, frame, at > 0 ? at - 1 : 0, self->track->fixes->len);
  stroke_track (cr, palette, REST_ALPHA);
  trace_track (self, cr, frame, 0, at);
  stroke_track (cr, palette, 0.9);
  for (guint i = 0; i < self->track->stops->len; i++)
    draw_stop (self, cr, frame, palette, &g_array_index (self->track->stops, DrayDetectedStop, i));
}

/* Widget */

static void
make_text (DrayTrailLayer *self)
{
  g_autoptr (PangoFontDescription) font = NULL;

  if (self->text != NULL)
    return;
  self->text = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  font = pango_font_description_copy (pango_context_get_font_description (pango_layout_get_context (self->text)));
  pango_font_description_set_absolute_size (font, 11 * PANGO_SCALE);
  pango_font_description_set_weight (font, PANGO_WEIGHT_SEMIBOLD);
  pango_layout_set_font_description (self->text, font);
}

static void
dray_trail_layer_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  DrayTrailLayer *self = DRAY_TRAIL_LAYER (widget);
  const DrayTruckPalette *palette = dray_truck_palette_get (dray_look_get ());
  DrayMapFrame frame;
  cairo_t *cr;

  if ((self->instants->len < 2 && self->track == NULL)
      || !dray_map_frame_init (&frame, shumate_layer_get_viewport (SHUMATE_LAYER (self)), gtk_widget_get_width (widget), gtk_widget_get_height (widget)))
    return;
  make_text (self);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) frame.width, (float) frame.height));
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  draw_trails (self, cr, &frame, palette);
  if (self->track != NULL)
    draw_track (self, cr, &frame, palette);
  cairo_destroy (cr);
}

static gboolean
dray_trail_layer_contains (GtkWidget *widget,
                           double     x,
                           double     y)
{
  return FALSE;
}

static void
dray_trail_layer_constructed (GObject *object)
{
  ShumateViewport *viewport = shumate_layer_get_viewport (SHUMATE_LAYER (object));
  static const char *const moves[] = { "notify::latitude", "notify::longitude", "notify::zoom-level", "notify::rotation" };

  G_OBJECT_CLASS (dray_trail_layer_parent_class)->constructed (object);
  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++)
    g_signal_connect_object (viewport, moves[i], G_CALLBACK (gtk_widget_queue_draw), object, G_CONNECT_SWAPPED);
  dray_look_watch (object, G_CALLBACK (gtk_widget_queue_draw));
}

static void
dray_trail_layer_dispose (GObject *object)
{
  DrayTrailLayer *self = DRAY_TRAIL_LAYER (object);

  g_clear_pointer (&self->track, dray_track_unref);
  g_clear_object (&self->text);

  G_OBJECT_CLASS (dray_trail_layer_parent_class)->dispose (object);
}

static void
dray_trail_layer_finalize (GObject *object)
{
  g_ptr_array_unref (DRAY_TRAIL_LAYER (object)->instants);

  G_OBJECT_CLASS (dray_trail_layer_parent_class)->finalize (object);
}

static void
dray_trail_layer_class_init (DrayTrailLayerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = dray_trail_layer_constructed;
  G_OBJECT_CLASS (klass)->dispose = dray_trail_layer_dispose;
  G_OBJECT_CLASS (klass)->finalize = dray_trail_layer_finalize;
  widget_class->snapshot = dray_trail_layer_snapshot;
  widget_class->contains = dray_trail_layer_contains;
}

static void
dray_trail_layer_init (DrayTrailLayer *self)
{
  self->instants = g_ptr_array_new_with_free_func ((GDestroyNotify) instant_free);
  self->at_us = DRAY_NEVER;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

DrayTrailLayer *
dray_trail_layer_new (ShumateViewport *viewport)
{
  g_return_val_if_fail (SHUMATE_IS_VIEWPORT (viewport), NULL);

  return g_object_new (DRAY_TYPE_TRAIL_LAYER, "viewport", viewport, NULL);
}

/* @track: (nullable): of the chosen truck */
void
dray_trail_layer_set_track (DrayTrailLayer *self,
                            DrayTrack      *track)
{
  g_return_if_fail (DRAY_IS_TRAIL_LAYER (self));

  g_clear_pointer (&self->track, dray_track_unref);
  self->track = track != NULL ? dray_track_ref (track) : NULL;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Returns: (transfer none) (nullable) */
DrayTrack *
dray_trail_layer_get_track (DrayTrailLayer *self)
{
  g_return_val_if_fail (DRAY_IS_TRAIL_LAYER (self), NULL);

  return self->track;
}

/* The instant that is shown now. */
void
dray_trail_layer_follow (DrayTrailLayer *self,
                         DrayLiveFleet  *fleet,
                         gint64          at_us)
{
  g_return_if_fail (DRAY_IS_TRAIL_LAYER (self));

  const Instant *last = self->instants->len > 0 ? self->instants->pdata[self->instants->len - 1] : NULL;

  self->at_us = at_us;
  if (last != NULL && ABS (at_us - last->at_us) > JUMP_US)
    g_ptr_array_set_size (self->instants, 0);
  else if (self->instants->len > 1 && ABS (at_us - ((Instant *) self->instants->pdata[self->instants->len - 2])->at_us) < STEP_US)
    g_ptr_array_remove_index (self->instants, self->instants->len - 1);
  g_ptr_array_add (self->instants, instant_new (fleet, at_us));
  while (ABS (((Instant *) self->instants->pdata[0])->at_us - at_us) > TRAIL_US)
    g_ptr_array_remove_index (self->instants, 0);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
dray_trail_layer_clear (DrayTrailLayer *self)
{
  g_return_if_fail (DRAY_IS_TRAIL_LAYER (self));

  g_ptr_array_set_size (self->instants, 0);
  dray_trail_layer_set_track (self, NULL);
}

/* How many instants the trails go through. */
guint
dray_trail_layer_get_n (DrayTrailLayer *self)
{
  g_return_val_if_fail (DRAY_IS_TRAIL_LAYER (self), 0);

  return self->instants->len;
}
