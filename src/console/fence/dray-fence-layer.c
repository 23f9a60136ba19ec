/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-layer.h"

#include "dray-fence-paint.h"
#include "dray-look.h"

#define FILL_ALPHA 0.12
#define FORBIDDEN_ALPHA 0.09
/* A fence that is not live, and the shape in use of the one that is being edited. */
#define QUIET_ALPHA 0.4

struct _DrayFenceLayer {
  ShumateLayer   parent_instance;

  /* Owned */
  DrayFenceBook *book;

  DrayId         edited;    /* none where none is */
};

G_DEFINE_FINAL_TYPE (DrayFenceLayer, dray_fence_layer, SHUMATE_TYPE_LAYER)

static const guint32 colours[][2] = {
  [DRAY_FENCE_KIND_SITE] = { 0x00805e, 0x3ddc97 },
  [DRAY_FENCE_KIND_FORBIDDEN] = { 0x7a5cb8, 0xb39ae6 },
  [DRAY_FENCE_KIND_SPEED] = { 0xa67600, 0xf0c419 },
};

guint32
dray_fence_kind_get_colour (DrayFenceKind kind)
{
  DrayLook look = dray_look_get ();
  gboolean dark = look == DRAY_LOOK_DARK || look == DRAY_LOOK_DARK_CONTRAST;

  return kind < G_N_ELEMENTS (colours) ? colours[kind][dark] : 0x6b7280;
}

static void
draw_fence (cairo_t              *cr,
            const DrayMapFrame   *frame,
            const DrayFenceFacts *facts,
            guint32               halo,
            gboolean              edited)
{
  static const double dashes[] = { 6, 4 };
  guint32 colour = dray_fence_kind_get_colour (facts->kind);
  gboolean forbidden = facts->kind == DRAY_FENCE_KIND_FORBIDDEN;

  if (facts->shape == NULL || !dray_fence_paint_trace (cr, frame, facts->shape))
    return;
  cairo_set_dash (cr, dashes, edited || !facts->active ? G_N_ELEMENTS (dashes) : 0, 0);
  if (edited) {
    dray_fence_paint_outline (cr, colour, halo, QUIET_ALPHA);
    return;
  }
  dray_set_source_rgb (cr, colour, (forbidden ? FORBIDDEN_ALPHA : FILL_ALPHA) * (facts->active ? 1 : QUIET_ALPHA));
  cairo_fill_preserve (cr);
  if (forbidden && facts->active)
    dray_fence_paint_hatch (cr, frame, colour);
  dray_fence_paint_outline (cr, colour, halo, facts->active ? 1 : QUIET_ALPHA);
}

static void
dray_fence_layer_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  DrayFenceLayer *self = DRAY_FENCE_LAYER (widget);
  guint32 halo = dray_truck_palette_get (dray_look_get ())->halo;
  DrayMapFrame frame;
  guint n = self->book != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->book)) : 0;
  cairo_t *cr;

  if (n == 0 || !dray_map_frame_init (&frame, shumate_layer_get_viewport (SHUMATE_LAYER (self)), gtk_widget_get_width (widget), gtk_widget_get_height (widget)))
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) frame.width, (float) frame.height));
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  for (guint i = 0; i < n; i++) {
    g_autoptr (DrayFenceItem) item = g_list_model_get_item (G_LIST_MODEL (self->book), i);
    const DrayFenceFacts *facts = dray_fence_item_get_facts (item);

    draw_fence (cr, &frame, facts, halo, dray_id_equal (&facts->id, &self->edited));
  }
  cairo_destroy (cr);
}

static gboolean
dray_fence_layer_contains (GtkWidget *widget,
                           double     x,
                           double     y)
{
  return FALSE;
}

static void
dray_fence_layer_constructed (GObject *object)
{
  ShumateViewport *viewport = shumate_layer_get_viewport (SHUMATE_LAYER (object));
  static const char *const moves[] = { "notify::latitude", "notify::longitude", "notify::zoom-level", "notify::rotation" };

  G_OBJECT_CLASS (dray_fence_layer_parent_class)->constructed (object);
  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++)
    g_signal_connect_object (viewport, moves[i], G_CALLBACK (gtk_widget_queue_draw), object, G_CONNECT_SWAPPED);
  dray_look_watch (object, G_CALLBACK (gtk_widget_queue_draw));
}

static void
dray_fence_layer_dispose (GObject *object)
{
  dray_fence_layer_set_book (DRAY_FENCE_LAYER (object), NULL);

  G_OBJECT_CLASS (dray_fence_layer_parent_class)->dispose (object);
}

static void
dray_fence_layer_class_init (DrayFenceLayerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = dray_fence_layer_constructed;
  G_OBJECT_CLASS (klass)->dispose = dray_fence_layer_dispose;
  widget_class->snapshot = dray_fence_layer_snapshot;
  widget_class->contains = dray_fence_layer_contains;
}

static void
dray_fence_layer_init (DrayFenceLayer *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

DrayFenceLayer *
dray_fence_layer_new (ShumateViewport *viewport)
{
  g_return_val_if_fail (SHUMATE_IS_VIEWPORT (viewport), NULL);

  return g_object_new (DRAY_TYPE_FENCE_LAYER, "viewport", viewport, NULL);
}

/* @book: (nullable) */
void
dray_fence_layer_set_book (DrayFenceLayer *self,
                           DrayFenceBook  *book)
{
  g_return_if_fail (DRAY_IS_FENCE_LAYER (self));

  if (self->book != NULL)
    g_signal_handlers_disconnect_by_func (self->book, gtk_widget_queue_draw, self);
  g_set_object (&self->book, book);
  if (book != NULL)
    g_signal_connect_object (book, "changed", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* @id: (nullable): of the fence that somebody draws anew; its shape in use is dashed */
void
dray_fence_layer_set_edited (DrayFenceLayer *self,
                             const DrayId   *id)
{
  g_return_if_fail (DRAY_IS_FENCE_LAYER (self));

  self->edited = id != NULL ? *id : DRAY_ID_NONE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Returns: (transfer none) (nullable): the smallest fence that a place lies in */
DrayFenceItem *
dray_fence_layer_pick (DrayFenceLayer *self,
                       DrayGeoPoint    at)
{
  g_return_val_if_fail (DRAY_IS_FENCE_LAYER (self), NULL);

  guint n = self->book != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->book)) : 0;
  DrayFenceItem *found = NULL;
  double smallest_m2 = G_MAXDOUBLE;

  for (guint i = 0; i < n; i++) {
    g_autoptr (DrayFenceItem) item = g_list_model_get_item (G_LIST_MODEL (self->book), i);
    const DrayShape *shape = dray_fence_item_get_facts (item)->shape;
    DrayGeoBox box = shape != NULL ? dray_shape_get_box (shape) : DRAY_GEO_BOX_EMPTY;

    if (shape == NULL || !dray_geo_box_contains (&box, at) || !dray_shape_contains (shape, at) || dray_shape_get_area_m2 (shape) >= smallest_m2)
      continue;
    smallest_m2 = dray_shape_get_area_m2 (shape);
    found = item;
  }
  return found;
}
