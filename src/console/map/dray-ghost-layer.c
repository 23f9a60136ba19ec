/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-ghost-layer.h"

#include "dray-look.h"
#include "dray-map-frame.h"
#include "dray-tile.h"
#include "dray-truck-icons.h"
#include "dray-units.h"

#include <math.h>

#define RADIUS_PX 8.5
#define GHOST_ALPHA 0.75
#define TIE_ALPHA 0.35
/* Nearer than this the ghost lies under its truck, and a line would only be a smudge. */
#define TIE_MIN_PX 24
#define MARGIN_PX 24

typedef struct {
  double x, y;            /* Web Mercator in [0, 1) */
  double seen_x, seen_y;  /* where it was seen last */
} Ghost;

struct _DrayGhostLayer {
  ShumateLayer parent_instance;

  /* Owned */
  GArray      *ghosts;    /* (element-type Ghost) */
};

G_DEFINE_FINAL_TYPE (DrayGhostLayer, dray_ghost_layer, SHUMATE_TYPE_LAYER)

static void
draw_tie (cairo_t                *cr,
          const DrayTruckPalette *palette,
          double                  from_x,
          double                  from_y,
          double                  to_x,
          double                  to_y)
{
  double length = hypot (to_x - from_x, to_y - from_y);

  if (length < TIE_MIN_PX)
    return;
  cairo_move_to (cr, from_x, from_y);
  cairo_line_to (cr, to_x - (to_x - from_x) / length * RADIUS_PX, to_y - (to_y - from_y) / length * RADIUS_PX);
  dray_set_source_rgb (cr, palette->text, TIE_ALPHA);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
}

static void
draw_disc (cairo_t                *cr,
           const DrayTruckPalette *palette,
           double                  x,
           double                  y)
{
  static const double dashes[] = { 3, 2.5 };

  cairo_new_path (cr);
  cairo_arc (cr, x, y, RADIUS_PX, 0, 2 * G_PI);
  dray_set_source_rgb (cr, palette->halo, 0.6);
  cairo_fill_preserve (cr);
  dray_set_source_rgb (cr, palette->states[DRAY_TRUCK_DRIVING], GHOST_ALPHA);
  cairo_set_line_width (cr, 1.8);
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

static gboolean
is_in_frame (const DrayMapFrame *frame,
             double              x,
             double              y)
{
  return x > -MARGIN_PX && y > -MARGIN_PX && x < frame->width + MARGIN_PX && y < frame->height + MARGIN_PX;
}

static void
dray_ghost_layer_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  DrayGhostLayer *self = DRAY_GHOST_LAYER (widget);
  const DrayTruckPalette *palette = dray_truck_palette_get (dray_look_get ());
  DrayMapFrame frame;

  if (self->ghosts->len == 0 || !dray_map_frame_init (&frame, shumate_layer_get_viewport (SHUMATE_LAYER (self)),
                                                      gtk_widget_get_width (widget), gtk_widget_get_height (widget)))
    return;

  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) frame.width, (float) frame.height));

  for (guint i = 0; i < self->ghosts->len; i++) {
    const Ghost *ghost = &g_array_index (self->ghosts, Ghost, i);
    double x, y, seen_x, seen_y;

    dray_map_frame_place (&frame, ghost->x, ghost->y, &x, &y);
    dray_map_frame_place (&frame, ghost->seen_x, ghost->seen_y, &seen_x, &seen_y);
    if (!is_in_frame (&frame, x, y))
      continue;
    draw_tie (cr, palette, seen_x, seen_y, x, y);
    draw_disc (cr, palette, x, y);
  }
  cairo_destroy (cr);
}

/* Nothing here is clicked; the map below drags on. */
static gboolean
dray_ghost_layer_contains (GtkWidget *widget,
                           double     x,
                           double     y)
{
  return FALSE;
}

static void
dray_ghost_layer_constructed (GObject *object)
{
  ShumateViewport *viewport = shumate_layer_get_viewport (SHUMATE_LAYER (object));
  static const char *const moves[] = { "notify::latitude", "notify::longitude", "notify::zoom-level", "notify::rotation" };

  G_OBJECT_CLASS (dray_ghost_layer_parent_class)->constructed (object);
  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++)
    g_signal_connect_object (viewport, moves[i], G_CALLBACK (gtk_widget_queue_draw), object, G_CONNECT_SWAPPED);
  dray_look_watch (object, G_CALLBACK (gtk_widget_queue_draw));
}

static void
dray_ghost_layer_finalize (GObject *object)
{
  g_array_unref (DRAY_GHOST_LAYER (object)->ghosts);

  G_OBJECT_CLASS (dray_ghost_layer_parent_class)->finalize (object);
}

static void
dray_ghost_layer_class_init (DrayGhostLayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = dray_ghost_layer_constructed;
  object_class->finalize = dray_ghost_layer_finalize;
  widget_class->snapshot = dray_ghost_layer_snapshot;
  widget_class->contains = dray_ghost_layer_contains;
}

static void
dray_ghost_layer_init (DrayGhostLayer *self)
{
  self->ghosts = g_array_new (FALSE, FALSE, sizeof (Ghost));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

DrayGhostLayer *
dray_ghost_layer_new (ShumateViewport *viewport)
{
  g_return_val_if_fail (SHUMATE_IS_VIEWPORT (viewport), NULL);

  return g_object_new (DRAY_TYPE_GHOST_LAYER, "viewport", viewport, NULL);
}

static void
add_ghost (DrayGhostLayer *self,
           DrayLiveFleet  *fleet,
           DrayLiveTruck  *truck,
           gint64          now_us)
{
  const DrayLiveColumns *columns = dray_live_fleet_get_columns (fleet);
  DrayLiveRoute *route = dray_live_truck_get_route (truck);
  guint i = dray_live_truck_get_index (truck);
  int lon_e7, lat_e7;

  if (route == NULL || route->n_points < 2)
    return;

  double along_m = dray_live_route_get_planned_m (route, now_us);

  if (along_m <= 0 || along_m >= dray_live_route_get_length_m (route))
    return;
  dray_live_route_locate (route, along_m, &lon_e7, &lat_e7, NULL);

  Ghost ghost = { dray_mercator_x (dray_e7_to_degrees (lon_e7)), dray_mercator_y (dray_e7_to_degrees (lat_e7)), columns->x[i], columns->y[i] };

  if (!(columns->flags[i] & DRAY_TRUCK_HAS_FIX)) {
    ghost.seen_x = ghost.x;
    ghost.seen_y = ghost.y;
  }
  g_array_append_val (self->ghosts, ghost);
}

/* @fleet: (nullable): whose plan is shown; %NULL shows none. Call it again as time goes on. */
void
dray_ghost_layer_show (DrayGhostLayer *self,
                       DrayLiveFleet  *fleet,
                       gint64          now_us)
{
  g_return_if_fail (DRAY_IS_GHOST_LAYER (self));

  guint n = fleet != NULL ? dray_live_fleet_get_columns (fleet)->n : 0;

  if (n == 0 && self->ghosts->len == 0)
    return;
  g_array_set_size (self->ghosts, 0);
  for (guint i = 0; i < n; i++)
    add_ghost (self, fleet, dray_live_fleet_get_truck (fleet, i), now_us);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* How many trucks the plan expects under way. */
guint
dray_ghost_layer_n (DrayGhostLayer *self)
{
  g_return_val_if_fail (DRAY_IS_GHOST_LAYER (self), 0);

  return self->ghosts->len;
}
