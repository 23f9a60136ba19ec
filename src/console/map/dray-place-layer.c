/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-place-layer.h"

#include "dray-label-placer.h"
#include "dray-look.h"
#include "dray-map-frame.h"
#include "dray-tile.h"

#include <math.h>
#include <pango/pangocairo.h>

/*
 * Names are read from the region pack on another thread, for twice the width that is seen, so that dragging the map shows names at
 * once. Where each one stands is found again every two seconds, for trucks move; a name stays where it is as long as it can.
 */

#define SETTLE_MS 120
#define STEP_ASIDE_MS 2000
#define MAX_NAMES 160

/* How far a name moves out of the way, up or down. */
static const double steps[] = { 0, 22, -22, 34, -34, 46, -46, 58, -58, 72, -72 };

typedef struct {
  char        *name;
  double       x, y;      /* Web Mercator in [0, 1) */
  DrayMapKind  kind;
  double       aside_px;  /* where it stands, of the steps */
} Name;

struct _DrayPlaceLayer {
  ShumateLayer     parent_instance;

  /* Owned */
  DrayMapPainter  *painter;
  GArray          *names;       /* (element-type Name): the most important first */
  DrayLabelPlacer *placer;
  PangoLayout     *layout;
  GCancellable    *cancellable; /* of the reading under way */
  guint            settle;
  guint            aside;
  /* Borrowed */
  DrayTruckLayer  *trucks;      /* outlives us: the same map holds both */

  DrayGeoBox       box;         /* what the names are of */
  int              zoom;        /* -1 before the first */
};

/* What the reading thread needs. */
typedef struct {
  DrayMapPainter *painter;
  DrayGeoBox      box;
  int             zoom;
} Request;

G_DEFINE_FINAL_TYPE (DrayPlaceLayer, dray_place_layer, SHUMATE_TYPE_LAYER)

static void
name_clear (gpointer data)
{
  g_free (((Name *) data)->name);
}

static void
request_free (Request *request)
{
  g_object_unref (request->painter);
  g_free (request);
}

/* Reading */

static gboolean
get_frame (DrayPlaceLayer *self,
           DrayMapFrame   *frame)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));

  return width > 0 && height > 0 && dray_map_frame_init (frame, shumate_layer_get_viewport (SHUMATE_LAYER (self)), width, height);
}

static int
to_e7 (double degrees,
       double limit)
{
  return (int) (CLAMP (degrees, -limit, limit) * 1e7);
}

/* The part of the world in view, @around times its size larger on every side. */
static DrayGeoBox
get_box (const DrayMapFrame *frame,
         double              around)
{
  double dx = frame->width * around, dy = frame->height * around;

  return (DrayGeoBox) {
    .west_e7 = to_e7 (dray_mercator_lon ((frame->left_px - dx) / frame->world_px), 180),
    .east_e7 = to_e7 (dray_mercator_lon ((frame->left_px + frame->width + dx) / frame->world_px), 180),
    .north_e7 = to_e7 (dray_mercator_lat (CLAMP ((frame->top_px - dy) / frame->world_px, 0, 1)), DRAY_MERCATOR_LAT_MAX),
    .south_e7 = to_e7 (dray_mercator_lat (CLAMP ((frame->top_px + frame->height + dy) / frame->world_px, 0, 1)), DRAY_MERCATOR_LAT_MAX),
  };
}

static void
read_names (GTask        *task,
            gpointer      source,
            gpointer      data,
            GCancellable *cancellable)
{
  Request *request = data;
  GError *error = NULL;
  GPtrArray *labels = dray_map_painter_list_labels (request->painter, &request->box, request->zoom, cancellable, &error);

  if (labels != NULL)
    g_task_return_pointer (task, labels, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
on_names_read (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  DrayPlaceLayer *self = DRAY_PLACE_LAYER (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) labels = g_task_propagate_pointer (G_TASK (result), &error);

  if (labels == NULL) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      g_warning ("The names of places were not read: %s", error->message);
    return;
  }
  g_array_set_size (self->names, 0);
  for (guint i = 0; i < MIN (labels->len, MAX_NAMES); i++) {
    DrayMapLabel *label = labels->pdata[i];
    Name name = {
      .name = g_steal_pointer (&label->name),
      .x = dray_mercator_x (dray_e7_to_degrees (label->point.lon_e7)),
      .y = dray_mercator_y (dray_e7_to_degrees (label->point.lat_e7)),
      .kind = label->kind,
    };

    g_array_append_val (self->names, name);
  }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
on_settled (gpointer user_data)
{
  DrayPlaceLayer *self = user_data;
  DrayMapFrame frame;

  self->settle = 0;
  if (self->painter == NULL || !get_frame (self, &frame))
    return G_SOURCE_REMOVE;

  Request *request = g_new (Request, 1);
  g_autoptr (GTask) task = NULL;

  self->box = get_box (&frame, 0.5);
  self->zoom = (int) floor (shumate_viewport_get_zoom_level (shumate_layer_get_viewport (SHUMATE_LAYER (self))));
  *request = (Request) { g_object_ref (self->painter), self->box, self->zoom };
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, on_names_read, NULL);
  g_task_set_source_tag (task, on_settled);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  g_task_run_in_thread (task, read_names);
  return G_SOURCE_REMOVE;
}

static gboolean
is_within (const DrayGeoBox *inner,
           const DrayGeoBox *outer)
{
  return inner->west_e7 >= outer->west_e7 && inner->east_e7 <= outer->east_e7
         && inner->south_e7 >= outer->south_e7 && inner->north_e7 <= outer->north_e7;
}

/* Reads again when the view has left what is known, once it stands for a moment. */
static void
check_view (DrayPlaceLayer *self)
{
  DrayMapFrame frame;

  if (self->painter == NULL || self->settle != 0 || !get_frame (self, &frame))
    return;

  DrayGeoBox seen = get_box (&frame, 0);
  int zoom = (int) floor (shumate_viewport_get_zoom_level (shumate_layer_get_viewport (SHUMATE_LAYER (self))));

  if (zoom != self->zoom || !is_within (&seen, &self->box))
    self->settle = g_timeout_add (SETTLE_MS, on_settled, self);
}

static void
on_moved (DrayPlaceLayer *self)
{
  check_view (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
on_aside (gpointer user_data)
{
  DrayPlaceLayer *self = user_data;

  if (self->names->len > 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_queue_draw (GTK_WIDGET (self));
  return G_SOURCE_CONTINUE;
}

/* Writing */

typedef struct {
  double      size_px;
  PangoWeight weight;
  gboolean    capitals;     /* a part of a town: spaced capitals */
} Style;

static Style
get_style (DrayMapKind kind,
           int         zoom)
{
  if (kind >= DRAY_MAP_PLACE_CITY)
    return (Style) { zoom >= 12 ? 22 : 18, PANGO_WEIGHT_SEMIBOLD, FALSE };
  if (kind == DRAY_MAP_PLACE_TOWN)
    return (Style) { zoom >= 12 ? 17 : 14, PANGO_WEIGHT_SEMIBOLD, FALSE };
  if (kind == DRAY_MAP_PLACE_VILLAGE)
    return (Style) { 13, PANGO_WEIGHT_MEDIUM, FALSE };
  if (kind == DRAY_MAP_PLACE_SUBURB)
    return (Style) { 12, PANGO_WEIGHT_SEMIBOLD, TRUE };
  return (Style) { 12, PANGO_WEIGHT_NORMAL, FALSE };
}

static void
set_layout (DrayPlaceLayer *self,
            const Name     *name)
{
  Style style = get_style (name->kind, self->zoom);
  g_autoptr (PangoFontDescription) font =
    pango_font_description_copy (pango_context_get_font_description (pango_layout_get_context (self->layout)));
  g_autofree char *text = style.capitals ? g_utf8_strup (name->name, -1) : NULL;
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_font_description_set_absolute_size (font, style.size_px * PANGO_SCALE);
  pango_font_description_set_weight (font, style.weight);
  pango_layout_set_font_description (self->layout, font);
  if (style.capitals)
    pango_attr_list_insert (attributes, pango_attr_letter_spacing_new (PANGO_SCALE));
  pango_layout_set_attributes (self->layout, attributes);
  pango_layout_set_text (self->layout, text != NULL ? text : name->name, -1);
}

static void
block_trucks (DrayPlaceLayer *self)
{
  guint n_marks;
  const DrayTruckMark *marks = dray_truck_marks_get (dray_truck_layer_get_marks (self->trucks), &n_marks);

  for (guint i = 0; i < MIN (n_marks, 1000); i++)
    dray_label_placer_block (self->placer, (double) marks[i].x - 14, (double) marks[i].y - 14, marks[i].n > 1 ? 28 : 46, 28);
}

/* Where it stood last comes first. */
static gboolean
find_place (DrayPlaceLayer *self,
            Name           *name,
            double          x,
            double          y,
            double          width,
            double          height)
{
  if (dray_label_placer_try (self->placer, x, y + name->aside_px, width, height))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++) {
    if (dray_label_placer_try (self->placer, x, y + steps[i], width, height)) {
      name->aside_px = steps[i];
      return TRUE;
    }
  }
  return FALSE;
}

static void
write_name (DrayPlaceLayer     *self,
            cairo_t            *cr,
            const DrayMapFrame *frame,
            Name               *name,
            gboolean            dark)
{
  double x, y;
  int width, height;

  dray_map_frame_place (frame, name->x, name->y, &x, &y);
  if (x < -100 || y < -100 || x > frame->width + 100 || y > frame->height + 100)
    return;
  set_layout (self, name);
  pango_layout_get_pixel_size (self->layout, &width, &height);
  x = floor (x - width / 2.0);
  y = floor (y - height / 2.0);
  if (!find_place (self, name, x, y, width, height))
    return;
  cairo_move_to (cr, x, y + name->aside_px);
  pango_cairo_layout_path (cr, self->layout);
  dray_set_source_rgb (cr, dark ? 0x1d2125 : 0xffffff, 0.8);
  cairo_set_line_width (cr, 3);
  cairo_stroke_preserve (cr);
  dray_set_source_rgb (cr, dark ? 0xc9ced4 : 0x3d3a34, 1);
  cairo_fill (cr);
}

static void
dray_place_layer_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  DrayPlaceLayer *self = DRAY_PLACE_LAYER (widget);
  DrayLook look = dray_look_get ();
  DrayMapFrame frame;

  if (self->names->len == 0 || !get_frame (self, &frame))
    return;
  if (self->layout == NULL)
    self->layout = gtk_widget_create_pango_layout (widget, NULL);

  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) frame.width, (float) frame.height));

  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  dray_label_placer_reset (self->placer, frame.width, frame.height);
  block_trucks (self);
  for (guint i = 0; i < self->names->len; i++)
    write_name (self, cr, &frame, &g_array_index (self->names, Name, i), look == DRAY_LOOK_DARK || look == DRAY_LOOK_DARK_CONTRAST);
  cairo_destroy (cr);
}

static void
dray_place_layer_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  GTK_WIDGET_CLASS (dray_place_layer_parent_class)->size_allocate (widget, width, height, baseline);
  check_view (DRAY_PLACE_LAYER (widget));
}

/* Names take no clicks. */
static gboolean
dray_place_layer_contains (GtkWidget *widget,
                           double     x,
                           double     y)
{
  return FALSE;
}

static void
dray_place_layer_constructed (GObject *object)
{
  ShumateViewport *viewport = shumate_layer_get_viewport (SHUMATE_LAYER (object));
  static const char *const moves[] = { "notify::latitude", "notify::longitude", "notify::zoom-level", "notify::rotation" };

  G_OBJECT_CLASS (dray_place_layer_parent_class)->constructed (object);
  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++)
    g_signal_connect_object (viewport, moves[i], G_CALLBACK (on_moved), object, G_CONNECT_SWAPPED);
  dray_look_watch (object, G_CALLBACK (gtk_widget_queue_draw));
}

static void
dray_place_layer_dispose (GObject *object)
{
  DrayPlaceLayer *self = DRAY_PLACE_LAYER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->settle, g_source_remove);
  g_clear_handle_id (&self->aside, g_source_remove);
  g_clear_object (&self->painter);
  g_clear_object (&self->layout);

  G_OBJECT_CLASS (dray_place_layer_parent_class)->dispose (object);
}

static void
dray_place_layer_finalize (GObject *object)
{
  DrayPlaceLayer *self = DRAY_PLACE_LAYER (object);

  g_array_unref (self->names);
  dray_label_placer_free (self->placer);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (dray_place_layer_parent_class)->finalize (object);
}

static void
dray_place_layer_class_init (DrayPlaceLayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = dray_place_layer_constructed;
  object_class->dispose = dray_place_layer_dispose;
  object_class->finalize = dray_place_layer_finalize;
  widget_class->snapshot = dray_place_layer_snapshot;
  widget_class->contains = dray_place_layer_contains;
  widget_class->size_allocate = dray_place_layer_size_allocate;
}

static void
dray_place_layer_init (DrayPlaceLayer *self)
{
  self->names = g_array_new (FALSE, FALSE, sizeof (Name));
  g_array_set_clear_func (self->names, name_clear);
  self->placer = dray_label_placer_new ();
  self->cancellable = g_cancellable_new ();
  self->zoom = -1;
  self->aside = g_timeout_add (STEP_ASIDE_MS, on_aside, self);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

/* @trucks: of the same map: names step aside for what it has drawn */
DrayPlaceLayer *
dray_place_layer_new (ShumateViewport *viewport,
                      DrayTruckLayer  *trucks)
{
  g_return_val_if_fail (SHUMATE_IS_VIEWPORT (viewport), NULL);

  DrayPlaceLayer *self = g_object_new (DRAY_TYPE_PLACE_LAYER, "viewport", viewport, NULL);

  self->trucks = trucks;
  return self;
}

/* @painter: (nullable): reads the names */
void
dray_place_layer_set_painter (DrayPlaceLayer *self,
                              DrayMapPainter *painter)
{
  g_return_if_fail (DRAY_IS_PLACE_LAYER (self));

  g_set_object (&self->painter, painter);
  if (painter == NULL)
    g_array_set_size (self->names, 0);
  self->zoom = -1;
  on_moved (self);
}
