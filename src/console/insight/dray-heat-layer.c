/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-heat-layer.h"

#include "dray-look.h"
#include "dray-map-frame.h"

#include <math.h>
#include <pango/pangocairo.h>

#define CELL_PX 44.0
#define GAP_PX 2.0
#define TEXT_PX 11

struct _DrayHeatLayer {
  ShumateLayer  parent_instance;

  /* Owned */
  GArray       *spots;     /* (element-type DrayHeatSpot) */
  GArray       *cells;     /* (element-type DrayHeatCell): of @world_px; NULL until they are drawn */
  PangoLayout  *layout;

  double        world_px;
  double        largest;
  double        factor;    /* what a value is written with */
};

G_DEFINE_FINAL_TYPE (DrayHeatLayer, dray_heat_layer, SHUMATE_TYPE_LAYER)

static gboolean
get_frame (DrayHeatLayer *self,
           DrayMapFrame  *frame)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));

  return width > 0 && height > 0 && dray_map_frame_init (frame, shumate_layer_get_viewport (SHUMATE_LAYER (self)), width, height);
}

/* Squares are those of a whole zoom level, so that they don't dance while one zooms between two. */
static double
get_grid_px (const DrayMapFrame *frame)
{
  return exp2 (floor (log2 (frame->world_px)));
}

static void
sum_cells (DrayHeatLayer *self,
           double         world_px)
{
  if (self->cells != NULL && self->world_px == world_px)
    return;
  g_clear_pointer (&self->cells, g_array_unref);
  self->cells = dray_heat_cells_sum ((const DrayHeatSpot *) (gpointer) self->spots->data, self->spots->len, world_px, CELL_PX);
  self->world_px = world_px;
  self->largest = 0.0;
  for (guint i = 0; i < self->cells->len; i++)
    self->largest = MAX (self->largest, dray_heat_cell_get_value (&g_array_index (self->cells, DrayHeatCell, i)));
}

static void
write_value (DrayHeatLayer *self,
             cairo_t       *cr,
             double         value,
             double         x,
             double         y)
{
  g_autofree char *text = g_strdup_printf ("%.0f", value * self->factor);
  int width, height;

  pango_layout_set_text (self->layout, text, -1);
  pango_layout_get_pixel_size (self->layout, &width, &height);
  cairo_move_to (cr, floor (x - width / 2.0), floor (y - height / 2.0));
  dray_set_source_rgb (cr, value > 0.8 * self->largest ? 0xffffff : 0x3d3a34, 1);
  pango_cairo_show_layout (cr, self->layout);
}

static void
draw_cell (DrayHeatLayer      *self,
           cairo_t            *cr,
           const DrayMapFrame *frame,
           const DrayHeatCell *cell)
{
  double share = CELL_PX / self->world_px, value = dray_heat_cell_get_value (cell), side = CELL_PX * frame->world_px / self->world_px - GAP_PX, x, y;

  dray_map_frame_place (frame, (cell->column + 0.5) * share, (cell->row + 0.5) * share, &x, &y);
  if (x < -side || y < -side || x > frame->width + side || y > frame->height + side)
    return;
  cairo_rectangle (cr, x - side / 2.0, y - side / 2.0, side, side);
  dray_set_source_rgb (cr, dray_heat_get_colour (value, self->largest), 0.82);
  cairo_fill (cr);
  write_value (self, cr, value, x, y);
}

static void
make_layout (DrayHeatLayer *self)
{
  g_autoptr (PangoFontDescription) font = NULL;

  if (self->layout != NULL)
    return;
  self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  font = pango_font_description_copy (pango_context_get_font_description (pango_layout_get_context (self->layout)));
  pango_font_description_set_absolute_size (font, TEXT_PX * PANGO_SCALE);
  pango_font_description_set_weight (font, PANGO_WEIGHT_SEMIBOLD);
  pango_layout_set_font_description (self->layout, font);
}

static void
dray_heat_layer_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  DrayHeatLayer *self = DRAY_HEAT_LAYER (widget);
  DrayMapFrame frame;
  cairo_t *cr;

  if (self->spots->len == 0 || !get_frame (self, &frame))
    return;
  make_layout (self);
  sum_cells (self, get_grid_px (&frame));
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) frame.width, (float) frame.height));
  for (guint i = 0; i < self->cells->len; i++)
    draw_cell (self, cr, &frame, &g_array_index (self->cells, DrayHeatCell, i));
  cairo_destroy (cr);
}

/* Squares take no clicks. */
static gboolean
dray_heat_layer_contains (GtkWidget *widget G_GNUC_UNUSED,
                          double     x G_GNUC_UNUSED,
                          double     y G_GNUC_UNUSED)
{
  return FALSE;
}

static void
dray_heat_layer_constructed (GObject *object)
{
  ShumateViewport *viewport = shumate_layer_get_viewport (SHUMATE_LAYER (object));
  static const char *const moves[] = { "notify::latitude", "notify::longitude", "notify::zoom-level", "notify::rotation" };

  G_OBJECT_CLASS (dray_heat_layer_parent_class)->constructed (object);
  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++)
    g_signal_connect_object (viewport, moves[i], G_CALLBACK (gtk_widget_queue_draw), object, G_CONNECT_SWAPPED);
  dray_look_watch (object, G_CALLBACK (gtk_widget_queue_draw));
}

static void
dray_heat_layer_finalize (GObject *object)
{
  DrayHeatLayer *self = DRAY_HEAT_LAYER (object);

  g_array_unref (self->spots);
  g_clear_pointer (&self->cells, g_array_unref);
  g_clear_object (&self->layout);

  G_OBJECT_CLASS (dray_heat_layer_parent_class)->finalize (object);
}

static void
dray_heat_layer_class_init (DrayHeatLayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = dray_heat_layer_constructed;
  object_class->finalize = dray_heat_layer_finalize;
  widget_class->snapshot = dray_heat_layer_snapshot;
  widget_class->contains = dray_heat_layer_contains;
}

static void
dray_heat_layer_init (DrayHeatLayer *self)
{
  self->spots = g_array_new (FALSE, FALSE, sizeof (DrayHeatSpot));
  self->factor = 1.0;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

DrayHeatLayer *
dray_heat_layer_new (ShumateViewport *viewport)
{
  g_return_val_if_fail (SHUMATE_IS_VIEWPORT (viewport), NULL);

  return g_object_new (DRAY_TYPE_HEAT_LAYER, "viewport", viewport, NULL);
}

/* @spots: (array length=n): copied. @factor: what a value is written with: 100 for percent */
void
dray_heat_layer_set_spots (DrayHeatLayer      *self,
                           const DrayHeatSpot *spots,
                           guint               n,
                           double              factor)
{
  g_return_if_fail (DRAY_IS_HEAT_LAYER (self));

  g_array_set_size (self->spots, 0);
  g_array_append_vals (self->spots, spots, n);
  g_clear_pointer (&self->cells, g_array_unref);
  self->factor = factor;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Returns: how many squares were drawn last */
guint
dray_heat_layer_get_n_cells (DrayHeatLayer *self)
{
  g_return_val_if_fail (DRAY_IS_HEAT_LAYER (self), 0);

  return self->cells != NULL ? self->cells->len : 0;
}
