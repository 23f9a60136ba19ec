/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-route-layer.h"

#include "dray-look.h"
#include "dray-map-frame.h"
#include "dray-tile.h"
#include "dray-units.h"

#include <math.h>

#define LINE_PX 4.5
#define HALO_PX 7.5
#define DONE_ALPHA 0.45
#define PIN_RADIUS 10.5
#define PIN_TIP 16
/* Points nearer than this to the last one drawn are left out. */
#define STEP_PX 1.5

struct _DrayRouteLayer {
  ShumateLayer   parent_instance;

  /* Owned */
  DrayLiveFleet *fleet;
  DrayLiveTruck *truck;
  DrayLiveRoute *route;     /* whose points stand in xs and ys */
  double        *xs, *ys;   /* [n_points]: Web Mercator in [0, 1) */
  PangoLayout   *number;
};

G_DEFINE_FINAL_TYPE (DrayRouteLayer, dray_route_layer, SHUMATE_TYPE_LAYER)

static void
take_route (DrayRouteLayer *self)
{
  DrayLiveRoute *route = self->truck != NULL ? dray_live_truck_get_route (self->truck) : NULL;

  if (route == self->route)
    return;
  g_clear_pointer (&self->route, dray_live_route_unref);
  g_clear_pointer (&self->xs, g_free);
  g_clear_pointer (&self->ys, g_free);
  if (route == NULL)
    return;
  self->route = dray_live_route_ref (route);
  self->xs = g_new (double, route->n_points);
  self->ys = g_new (double, route->n_points);
  for (guint i = 0; i < route->n_points; i++) {
    self->xs[i] = dray_mercator_x (dray_e7_to_degrees (route->lon_e7[i]));
    self->ys[i] = dray_mercator_y (dray_e7_to_degrees (route->lat_e7[i]));
  }
}

static void
on_truck_changed (DrayRouteLayer *self)
{
  take_route (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The point of the path where the truck is: the nearest one between the stop behind it and the stop before it. */
static guint
find_truck (DrayRouteLayer *self)
{
  const DrayLiveColumns *columns = dray_live_fleet_get_columns (self->fleet);
  guint truck = dray_live_truck_get_index (self->truck), n_done = dray_live_truck_get_n_done (self->truck), found = 0;
  double from_m = n_done > 0 && n_done <= self->route->n_stops ? self->route->stops[n_done - 1].along_m : 0;
  double to_m = n_done < self->route->n_stops ? self->route->stops[n_done].along_m : G_MAXDOUBLE;
  double best = G_MAXDOUBLE;

  for (guint i = 0; i < self->route->n_points; i++) {
    double dx = self->xs[i] - columns->x[truck], dy = self->ys[i] - columns->y[truck];

    if (self->route->at_m[i] < from_m || self->route->at_m[i] > to_m || dx * dx + dy * dy >= best)
      continue;
    best = dx * dx + dy * dy;
    found = i;
  }
  return found;
}

static void
trace (DrayRouteLayer     *self,
       cairo_t            *cr,
       const DrayMapFrame *frame,
       guint               from,
       guint               to)
{
  double last_x = -1e9, last_y = -1e9;

  cairo_new_path (cr);
  for (guint i = from; i <= to && i < self->route->n_points; i++) {
    double x, y;

    dray_map_frame_place (frame, self->xs[i], self->ys[i], &x, &y);
    if (i < to && hypot (x - last_x, y - last_y) < STEP_PX)
      continue;
    cairo_line_to (cr, x, y);
    last_x = x;
    last_y = y;
  }
}

static void
stroke (cairo_t                *cr,
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
trace_pin (cairo_t *cr)
{
  cairo_new_path (cr);
  cairo_arc (cr, 0, -PIN_TIP, PIN_RADIUS, G_PI - 0.6, 0.6);
  cairo_line_to (cr, 0, 0);
  cairo_close_path (cr);
}

static void
draw_tick (cairo_t                *cr,
           const DrayTruckPalette *palette)
{
  cairo_move_to (cr, -4, -PIN_TIP);
  cairo_line_to (cr, -1, -PIN_TIP + 3.5);
  cairo_line_to (cr, 4.5, -PIN_TIP - 3.5);
  dray_set_source_rgb (cr, palette->halo, 1);
  cairo_set_line_width (cr, 2.2);
  cairo_stroke (cr);
}

static void
draw_number (DrayRouteLayer *self,
             cairo_t        *cr,
             guint           number,
             guint32         colour)
{
  char text[16];
  int width, height;

  g_snprintf (text, sizeof text, "%u", number);
  pango_layout_set_text (self->number, text, -1);
  pango_layout_get_pixel_size (self->number, &width, &height);
  cairo_move_to (cr, -width / 2.0, -PIN_TIP - height / 2.0);
  dray_set_source_rgb (cr, colour, 1);
  pango_cairo_show_layout (cr, self->number);
}

static void
draw_pin (DrayRouteLayer         *self,
          cairo_t                *cr,
          const DrayTruckPalette *palette,
          guint                   stop,
          gboolean                done,
          gboolean                late)
{
  guint32 colour = late ? palette->late : palette->states[DRAY_TRUCK_DRIVING];

  trace_pin (cr);
  dray_set_source_rgb (cr, palette->halo, 1);
  cairo_set_line_width (cr, 5);
  cairo_stroke_preserve (cr);
  dray_set_source_rgb (cr, done ? colour : palette->halo, 1);
  cairo_fill_preserve (cr);
  dray_set_source_rgb (cr, colour, 1);
  cairo_set_line_width (cr, 2.5);
  cairo_stroke (cr);
  if (done)
    draw_tick (cr, palette);
  else
    draw_number (self, cr, stop + 1, late ? palette->late_text : palette->text);
}

/* The last stops first: where pins overlap, the next one is on top. */
static void
draw_pins (DrayRouteLayer         *self,
           cairo_t                *cr,
           const DrayMapFrame     *frame,
           const DrayTruckPalette *palette)
{
  DrayStopTimes *times = dray_live_truck_get_times (self->truck);

  for (guint i = self->route->n_stops; i-- > 0;) {
    const DrayLiveStop *stop = &self->route->stops[i];
    gboolean known = times != NULL && i < times->n;
    gboolean done = i < dray_live_truck_get_n_done (self->truck) || (known && times->departed_us[i] != DRAY_NEVER);
    gboolean late = known && stop->close_us != DRAY_NEVER && times->eta_us[i] != DRAY_NEVER && times->eta_us[i] > stop->close_us;
    double x, y;

    dray_map_frame_place (frame, dray_mercator_x (dray_e7_to_degrees (stop->lon_e7)),
                          dray_mercator_y (dray_e7_to_degrees (stop->lat_e7)), &x, &y);
    cairo_save (cr);
    cairo_translate (cr, floor (x) + 0.5, floor (y));
    draw_pin (self, cr, palette, i, done, late && !done);
    cairo_restore (cr);
  }
}

static void
make_number (DrayRouteLayer *self)
{
  g_autoptr (PangoFontDescription) font = NULL;

  if (self->number != NULL)
    return;
  self->number = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  font = pango_font_description_copy (pango_context_get_font_description (pango_layout_get_context (self->number)));
  pango_font_description_set_absolute_size (font, 12 * PANGO_SCALE);
  pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (self->number, font);
}

static void
dray_route_layer_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  DrayRouteLayer *self = DRAY_ROUTE_LAYER (widget);
  DrayMapFrame frame;

  if (self->route == NULL || !dray_map_frame_init (&frame, shumate_layer_get_viewport (SHUMATE_LAYER (self)),
                                                   gtk_widget_get_width (widget), gtk_widget_get_height (widget)))
    return;
  make_number (self);

  const DrayTruckPalette *palette = dray_truck_palette_get (dray_look_get ());
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) frame.width, (float) frame.height));
  guint at = find_truck (self);

  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  trace (self, cr, &frame, 0, at);
  stroke (cr, palette, DONE_ALPHA);
  trace (self, cr, &frame, at, self->route->n_points - 1);
  stroke (cr, palette, 1);
  draw_pins (self, cr, &frame, palette);
  cairo_destroy (cr);
}

/* Nothing here is clicked; the map below drags on. */
static gboolean
dray_route_layer_contains (GtkWidget *widget,
                           double     x,
                           double     y)
{
  return FALSE;
}

static void
dray_route_layer_constructed (GObject *object)
{
  ShumateViewport *viewport = shumate_layer_get_viewport (SHUMATE_LAYER (object));
  static const char *const moves[] = { "notify::latitude", "notify::longitude", "notify::zoom-level", "notify::rotation" };

  G_OBJECT_CLASS (dray_route_layer_parent_class)->constructed (object);
  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++)
    g_signal_connect_object (viewport, moves[i], G_CALLBACK (gtk_widget_queue_draw), object, G_CONNECT_SWAPPED);
  dray_look_watch (object, G_CALLBACK (gtk_widget_queue_draw));
}

static void
dray_route_layer_dispose (GObject *object)
{
  DrayRouteLayer *self = DRAY_ROUTE_LAYER (object);

  dray_route_layer_set_truck (self, NULL, NULL);
  g_clear_object (&self->number);

  G_OBJECT_CLASS (dray_route_layer_parent_class)->dispose (object);
}

static void
dray_route_layer_class_init (DrayRouteLayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = dray_route_layer_constructed;
  object_class->dispose = dray_route_layer_dispose;
  widget_class->snapshot = dray_route_layer_snapshot;
  widget_class->contains = dray_route_layer_contains;
}

static void
dray_route_layer_init (DrayRouteLayer *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

DrayRouteLayer *
dray_route_layer_new (ShumateViewport *viewport)
{
  g_return_val_if_fail (SHUMATE_IS_VIEWPORT (viewport), NULL);

  return g_object_new (DRAY_TYPE_ROUTE_LAYER, "viewport", viewport, NULL);
}

/* @truck: (nullable): of @fleet */
void
dray_route_layer_set_truck (DrayRouteLayer *self,
                            DrayLiveFleet  *fleet,
                            DrayLiveTruck  *truck)
{
  g_return_if_fail (DRAY_IS_ROUTE_LAYER (self));

  if (self->truck != NULL)
    g_signal_handlers_disconnect_by_func (self->truck, on_truck_changed, self);
  g_set_object (&self->fleet, fleet);
  g_set_object (&self->truck, truck);
  if (truck != NULL)
    g_signal_connect_object (truck, "changed", G_CALLBACK (on_truck_changed), self, G_CONNECT_SWAPPED);
  on_truck_changed (self);
}
